"""Checking from Dagster: one submission through the engine of record, and which one a cell means.

Belongs here: the choice of submission behind a (dataset, period), and the call of the check flow
with Great Expectations as second engine. Both doors of Dagster, a cell of the grid and the batch
job, come through here.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from assets.installation import AKTOR, inside
from assets.reporting import Laporan, laporan

if TYPE_CHECKING:
    from spbe_data.flows.house import Rumah
    from spbe_data.ledger.records import Pemeriksaan, Pengajuan

MENUNGGU_PERIKSA = ("disampaikan", "diperiksa")
"""Statuses that wait for the check (``diperiksa``: begun, but the engine did not come to its end)."""

_GONE = ("dibatalkan", "ditarik")
APPROVED = ("disetujui", "terbit")


def periksa(house: Rumah, id_: str) -> Laporan:
    """Check one submission of record and read the verdict back.

    Raises what :func:`spbe_data.flows.check.periksa_pengajuan` raises.
    """
    # Seconds and 250 MiB: only here, inside a run.
    from spbe_data.checks.gx import verify
    from spbe_data.flows.check import periksa_pengajuan

    _verdict, result = periksa_pengajuan(house, id_, aktor=AKTOR, mesin_kedua=verify)
    return laporan(house, id_, dict(result.baris_per_periode) or None)


def _verdict(house: Rumah, submission: Pengajuan) -> Pemeriksaan | None:
    verdicts = house.ledger.pemeriksaan(submission.id)
    return verdicts[-1] if verdicts else None


def _holds(submission: Pengajuan, verdict: Pemeriksaan | None, period: str) -> bool:
    if verdict is not None and verdict.periode:
        return period in verdict.periode
    if submission.periode_dinyatakan:
        return inside(period, submission.periode_dinyatakan)
    # Nobody knows yet which periods it holds: only reading it can tell.
    return submission.status in MENUNGGU_PERIKSA


def newest(
    house: Rumah, dataset: str, period: str, apart_from: Collection[str] = ()
) -> Pengajuan | None:
    """The newest submission that holds ``period``, or was declared for it, or may hold it."""
    for submission in reversed(house.ledger.semua_pengajuan(dataset)):
        if (
            submission.status not in _GONE
            and submission.id not in apart_from
            and _holds(submission, _verdict(house, submission), period)
        ):
            return submission
    return None


def newest_approved(house: Rumah, dataset: str, period: str) -> Pengajuan | None:
    """The newest approved or published submission whose newest verdict holds ``period``."""
    for submission in reversed(house.ledger.semua_pengajuan(dataset, status=APPROVED)):
        verdict = _verdict(house, submission)
        if verdict is not None and period in verdict.periode:
            return submission
    return None
