"""Deciding: the Walidata signs or returns; for Data Prioritas the Pembina signs too.

Perpres 39/2019 Pasal 34-35; never by the sender of the file (BPS Quality Gates: sign-off).
"""

from __future__ import annotations

from typing import Literal

from spbe_data.checks.finding import LOLOS
from spbe_data.flows.check import aturan_berubah
from spbe_data.flows.house import Rumah
from spbe_data.ledger.records import Keputusan, orang_sama


class KeputusanTidakSah(RuntimeError):
    """This person may not decide this now; the message says why, in Indonesian."""


def putuskan(
    house: Rumah,
    id_: str,
    *,
    keputusan: Literal["disetujui", "dikembalikan"],
    alasan: str,
    aktor: str,
    peran: Literal["walidata", "pembina"],
) -> Keputusan:
    """Record a decision on a waiting submission. Raises :class:`KeputusanTidakSah`, ``KeyError``."""
    submission = house.ledger.pengajuan(id_)
    expected = {"walidata": "menunggu_walidata", "pembina": "menunggu_pembina"}[peran]
    if submission.status != expected:
        raise KeputusanTidakSah(
            f"Pengajuan {id_} berstatus '{submission.status}', tidak menunggu {peran}."
        )
    if orang_sama(aktor, submission.akun):
        raise KeputusanTidakSah(f"Pengirim pengajuan {id_} tidak dapat memutuskannya sendiri.")
    if keputusan == "dikembalikan" and not alasan.strip():
        raise KeputusanTidakSah("Pengembalian harus disertai alasan.")
    verdict = house.ledger.pemeriksaan(id_)[-1]
    if aturan_berubah(house, verdict):
        raise KeputusanTidakSah(
            f"Aturan untuk '{submission.dataset}' berubah sejak pengajuan {id_} diperiksa; periksa ulang dahulu."
        )
    if keputusan == "disetujui" and verdict.hasil not in LOLOS:
        raise KeputusanTidakSah(
            f"Hasil pemeriksaan pengajuan {id_} adalah '{verdict.hasil}'; tidak dapat disetujui."
        )
    priority = house.catalog.standar[submission.dataset].data_prioritas is not None
    status = "dikembalikan" if keputusan == "dikembalikan" else "disetujui"
    if keputusan == "disetujui" and priority and peran == "walidata":
        status = "menunggu_pembina"
    return house.ledger.catat_keputusan(
        pengajuan=id_,
        pemeriksaan=verdict.id,
        keputusan=keputusan,
        peran=peran,
        alasan=alasan,
        aktor=aktor,
        status=status,
    )
