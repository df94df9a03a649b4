"""The life of a standard: rancangan → harmonisasi → ditetapkan → dicabut.

Belongs here: the states, what each needs, and which may follow which (Perbup SPBE 28/2025
Pasal 32A). Which version judges which period is :mod:`spbe_data.standards.series`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Literal

from spbe_data.standards.base import Letak, NumberText, Strict, Text

Status = Literal["rancangan", "harmonisasi", "ditetapkan", "dicabut"]


class Penetapan(Strict):
    """The decree that set the standard (or that none has, yet).

    ``oleh``: who set it (the Tim koordinasi, Perbup SPBE 28/2025 Pasal 32A(1)); ``berlaku_sejak``
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
(Perbup SPBE 28/2025 Pasal 32A(4)); harmonisation may send it back."""


def life_faults(
    status: Status,
    decree: Penetapan,
    ended: Pencabutan | None,
    steps: Sequence[LangkahStatus],
) -> list[tuple[Letak, str]]:
    """What is wrong with the state of a standard, its decree and its history (Pasal 32A)."""
    problems: list[tuple[Letak, str]] = []
    binding = status in ("ditetapkan", "dicabut")
    for name in ("nomor", "tanggal", "oleh", "berlaku_sejak"):
        if binding and getattr(decree, name) is None:
            problems.append(
                (
                    ("penetapan",),
                    f"standar yang {status} harus punya penetapan.{name}; tambahkan, atau kembalikan status ke rancangan",
                )
            )
    since, until = decree.berlaku_sejak, decree.berlaku_sampai
    if since and until and since > until:
        problems.append(
            (
                ("penetapan", "berlaku_sejak"),
                "penetapan.berlaku_sejak sesudah penetapan.berlaku_sampai; tukar keduanya",
            )
        )
    if (status == "dicabut") != (ended is not None):
        problems.append(
            (
                ("status",),
                "status 'dicabut' dan isian 'pencabutan' harus ada bersama-sama; lengkapi, atau hapus yang satu",
            )
        )
    if ended and decree.tanggal and ended.tanggal < decree.tanggal:
        problems.append(
            (
                ("pencabutan", "tanggal"),
                "pencabutan.tanggal mendahului penetapan.tanggal; betulkan tanggalnya",
            )
        )
    if binding and not steps:
        problems.append(
            (
                ("riwayat_status",),
                f"standar yang {status} harus punya riwayat_status: rancangan, harmonisasi, ditetapkan; tambahkan",
            )
        )
    return [*problems, *_step_faults(status, steps)]


def _step_faults(status: Status, steps: Sequence[LangkahStatus]) -> Iterator[tuple[Letak, str]]:
    before: Status | None = None
    for number, step in enumerate(steps):
        if step.status not in LANGKAH[before]:
            allowed = " atau ".join(LANGKAH[before]) or "tidak ada langkah lagi"
            yield (
                ("riwayat_status", number, "status"),
                f"langkah '{step.status}' tidak boleh mengikuti '{before or 'awal'}'; yang boleh: {allowed}",
            )
        if number and step.tanggal < steps[number - 1].tanggal:
            yield (
                ("riwayat_status", number, "tanggal"),
                f"langkah {number + 1} bertanggal sebelum langkah {number}; urutkan menurut tanggal",
            )
        before = step.status
    if steps and steps[-1].status != status:
        yield (
            ("status",),
            f"status '{status}' tidak sama dengan langkah terakhir riwayat_status '{steps[-1].status}'; samakan",
        )
