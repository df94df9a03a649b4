"""Holding Dagster's grid to the ledger: what is on record but was never reported is reported now.

Belongs here: the difference between both, and the events that close it. A process killed between
the record and its report, a restored backup or a new Dagster home leave such gaps.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import dagster as dg

from assets.installation import Installation
from assets.keys import kurasi_key, periksa_key, terbit_key
from assets.reporting import kejadian_kurasi, kejadian_periksa, laporan, tentang_rilis
from spbe_data.standards.models import Standar

if TYPE_CHECKING:
    from spbe_data.flows.house import Rumah

Kejadian = dg.AssetMaterialization | dg.AssetObservation | dg.AssetCheckEvaluation


def missing_reports(
    installation: Installation, house: Rumah, instance: dg.DagsterInstance
) -> Iterator[Kejadian]:
    """Events for every period of the calendar that the record has and the grid has not."""
    for standard in installation.standards:
        calendar = set(installation.calendar(standard))
        yield from _verdicts(installation, house, instance, standard, calendar)
        yield from _versions(installation, house, instance, standard, calendar)


def _verdicts(
    installation: Installation,
    house: Rumah,
    instance: dg.DagsterInstance,
    standard: Standar,
    calendar: set[str],
) -> Iterator[Kejadian]:
    wanted = calendar - set(instance.get_materialized_partitions(periksa_key(standard)))
    newest: dict[str, str] = {}
    for submission in house.ledger.semua_pengajuan(standard.id) if wanted else []:
        verdicts = house.ledger.pemeriksaan(submission.id)
        if verdicts and verdicts[-1].hasil != "gagal_diperiksa":
            newest |= dict.fromkeys(wanted.intersection(verdicts[-1].periode), submission.id)
    for id_ in dict.fromkeys(newest.values()):
        periods = sorted(p for p, holder in newest.items() if holder == id_)
        yield from kejadian_periksa(installation, instance, laporan(house, id_), periods)


def _versions(
    installation: Installation,
    house: Rumah,
    instance: dg.DagsterInstance,
    standard: Standar,
    calendar: set[str],
) -> Iterator[Kejadian]:
    known = house.ledger.semua_versi(standard.id)
    versions = {v.periode: v for v in known}  # ordered: last wins
    curated = set(instance.get_materialized_partitions(kurasi_key(standard)))
    yield from kejadian_kurasi(
        installation,
        house,
        (v for p, v in versions.items() if p in calendar and p not in curated),
    )
    releases = house.ledger.rilis(standard.id)
    if not releases:
        return
    by_number = {(v.periode, v.versi): v for v in known}
    content = releases[-1].isi
    released = set(instance.get_materialized_partitions(terbit_key(standard)))
    for period in sorted(calendar.intersection(content) - released):
        yield dg.AssetMaterialization(
            terbit_key(standard),
            metadata=tentang_rilis(
                installation, house, releases[-1], by_number[period, content[period]]
            ),
            partition=period,
        )
