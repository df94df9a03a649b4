"""The life of a standard: rancangan → harmonisasi → ditetapkan → dicabut.

Belongs here: the states, what each needs, and which may follow which (Perbup Bekasi 28/2025
Pasal 32A). Which version judges which period is :mod:`spbe_data.standards.series`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal

from spbe_data.standards.base import NumberText, Strict, Text

Status = Literal["rancangan", "harmonisasi", "ditetapkan", "dicabut"]


class Penetapan(Strict):
    """The decree that set the standard (or that none has, yet).

    ``oleh``: who set it (the Tim koordinasi, Perbup Bekasi 28/2025 Pasal 32A(1)); ``berlaku_sejak``
    and ``berlaku_sampai``: the decree's own days of force, apart from the periods it judges.
    """

    dasar_hukum: Text
    nomor: Text | None = None
    tanggal: dt.date | None = None
    oleh: Text | None = None
    berlaku_sejak: dt.date | None = None
    berlaku_sampai: dt.date | None = None


class Pencabutan(Strict):
    """The end of a standard: by what, why, the last period still owed, and what follows it."""

    dasar_hukum: Text
    tanggal: dt.date
    alasan: Text
    periode_terakhir: NumberText
    pengganti: str | None = None


class LangkahStatus(Strict):
    """One step of a standard's life: when, by which role, on what basis."""

    status: Status
    tanggal: dt.date
    oleh: Text
    dasar: Text = "belum ada dokumen"


LANGKAH: dict[Status | None, tuple[Status, ...]] = {
    None: ("rancangan",),
    "rancangan": ("harmonisasi",),
    "harmonisasi": ("rancangan", "ditetapkan"),
    "ditetapkan": ("dicabut",),
    "dicabut": (),
}
"""Which step may follow which: a draft is discussed and harmonised before it is set
(Perbup Bekasi 28/2025 Pasal 32A(4)); harmonisation may send it back."""


def life_faults(
    status: Status,
    decree: Penetapan,
    ended: Pencabutan | None,
    steps: Sequence[LangkahStatus],
) -> list[str]:
    """What is wrong with the state of a standard, its decree and its history (Pasal 32A)."""
    problems: list[str] = []
    binding = status in ("ditetapkan", "dicabut")
    for name in ("nomor", "tanggal", "oleh", "berlaku_sejak"):
        if binding and getattr(decree, name) is None:
            problems.append(f"standar yang {status} harus punya penetapan.{name}")
    since, until = decree.berlaku_sejak, decree.berlaku_sampai
    if since and until and since > until:
        problems.append("penetapan.berlaku_sejak sesudah penetapan.berlaku_sampai")
    if (status == "dicabut") != (ended is not None):
        problems.append("status 'dicabut' dan isian 'pencabutan' harus ada bersama-sama")
    if ended and decree.tanggal and ended.tanggal < decree.tanggal:
        problems.append("pencabutan.tanggal mendahului penetapan.tanggal")
    if binding and not steps:
        problems.append(
            f"standar yang {status} harus punya riwayat_status: rancangan, harmonisasi, ditetapkan"
        )
    before: Status | None = None
    for number, step in enumerate(steps, start=1):
        if step.status not in LANGKAH[before]:
            allowed = " atau ".join(LANGKAH[before]) or "tidak ada langkah lagi"
            problems.append(
                f"riwayat_status langkah {number} '{step.status}' tidak boleh mengikuti '{before or 'awal'}'; yang boleh: {allowed}"
            )
        if number > 1 and step.tanggal < steps[number - 2].tanggal:
            problems.append(
                f"riwayat_status langkah {number} bertanggal sebelum langkah {number - 1}"
            )
        before = step.status
    if steps and steps[-1].status != status:
        problems.append(
            f"status '{status}' tidak sama dengan langkah terakhir riwayat_status '{steps[-1].status}'"
        )
    return problems
