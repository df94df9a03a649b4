"""The gate: what may be curated and published is decided by the stored verdict, by nothing else.

Belongs here: the conditions, in one place. A blocking check inside one Dagster run is no gate, so
every step after the decision asks here again.
"""

from __future__ import annotations

from spbe_data.checks.finding import LOLOS
from spbe_data.flows.check import aturan_berubah
from spbe_data.flows.house import Rumah
from spbe_data.ledger.hashing import digest
from spbe_data.ledger.records import Pemeriksaan, Pengajuan, orang_sama

DISETUJUI = ("disetujui", "terbit")
"""Statuses behind which an approval stands."""


class BelumLayak(RuntimeError):
    """The submission may not go on; the message says why, in Indonesian."""


def pastikan_layak(house: Rumah, submission: Pengajuan) -> Pemeriksaan:
    """The verdict that lets a submission through. Raises :class:`BelumLayak`.

    All of it must hold: approved (and, for Data Prioritas, by the Pembina too: Perpres 39/2019
    Pasal 35), by someone other than the sender (Pasal 34); the approval rests on the submission's
    newest verdict; that verdict passed; and it is of these bytes, these metadata, these rules.
    """
    ledger = house.ledger
    if submission.status not in DISETUJUI:
        raise BelumLayak(
            f"Pengajuan {submission.id} berstatus '{submission.status}', belum disetujui."
        )
    verdicts = ledger.pemeriksaan(submission.id)
    if not verdicts:
        raise BelumLayak(f"Pengajuan {submission.id} belum pernah diperiksa.")
    verdict = verdicts[-1]
    approvals = [
        d
        for d in ledger.keputusan(submission.id)
        if d.keputusan == "disetujui"
        and d.pemeriksaan == verdict.id
        and not orang_sama(d.aktor, submission.akun)
    ]
    roles = {d.peran for d in approvals}
    if "walidata" not in roles:
        raise BelumLayak(
            f"Pengajuan {submission.id} belum disetujui Walidata atas pemeriksaan terakhirnya."
        )
    standard = house.catalog.standar.get(submission.dataset)
    if standard is None:
        raise BelumLayak(f"Standar '{submission.dataset}' tidak ada lagi.")
    if standard.data_prioritas and "pembina" not in roles:
        raise BelumLayak(f"Pengajuan {submission.id} adalah Data Prioritas; menunggu Pembina Data.")
    if verdict.hasil not in LOLOS:
        raise BelumLayak(f"Hasil pemeriksaan pengajuan {submission.id} adalah '{verdict.hasil}'.")
    if verdict.sha256 != submission.sha256 or verdict.sidik_metadata != digest(submission.metadata):
        raise BelumLayak(
            f"Pemeriksaan pengajuan {submission.id} bukan atas berkas dan metadata ini."
        )
    if aturan_berubah(house, verdict):
        raise BelumLayak(
            f"Aturan untuk '{submission.dataset}' berubah sejak pengajuan {submission.id} diperiksa; periksa ulang."
        )
    return verdict
