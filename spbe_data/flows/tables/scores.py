"""Scorecards of every curated version and every check, by every framework of the policy.

Belongs here: what of the record a score rests on. How it is measured is :mod:`checks.score`; means
over agencies and time are :mod:`spbe_data.flows.tables.score_history`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from spbe_data.checks.score import (
    DasarSkor,
    kolom_berujukan,
    metadata_terisi,
    skor,
    temuan_terhitung,
)
from spbe_data.flows.house import Rumah
from spbe_data.flows.tables.record import Rekaman
from spbe_data.identifiers.periode import Periode
from spbe_data.ledger.records import Pemeriksaan
from spbe_data.standards.models import Standar
from spbe_data.standards.policy import Kebijakan


def kebijakan_penilai(house: Rumah, verdict: Pemeriksaan, today: dt.date) -> Kebijakan:
    """The version of the policy that judged the file, or today's when it is no longer kept."""
    for policy in house.catalog.kebijakan_semua:
        if policy.versi == verdict.versi_kebijakan:
            return policy
    return house.catalog.kebijakan(today)


def _standard(house: Rumah, verdict: Pemeriksaan) -> Standar:
    series = house.catalog.seri[verdict.dataset]
    try:
        return series.satu(verdict.versi_standar)
    except KeyError:
        return series.kini


@dataclass(frozen=True, slots=True)
class Waktu:
    """When a period was first released, against its schedule and against the period's own end.

    ``jadwal`` and ``selisih_hari`` are ``None`` for a period that no schedule asks for.
    """

    dataset: str
    periode: str
    jadwal: dt.date | None
    terbit_pada: str
    selisih_hari: int | None
    jeda_hari: int


def waktu_terbit(house: Rumah, record: Rekaman) -> dict[tuple[str, str], Waktu]:
    """First release of each released period, by dataset and period."""
    due = {(o.dataset, o.periode): o.jatuh_tempo for o in record.obligations}
    found: dict[tuple[str, str], Waktu] = {}
    for release in sorted(record.releases, key=lambda r: (r.dataset, r.pada)):
        day = _day(house, release.pada)
        for period in sorted(release.isi):
            key = (release.dataset, period)
            if key in found:
                continue
            schedule = due.get(key)
            found[key] = Waktu(
                *key,
                jadwal=schedule,
                terbit_pada=release.pada,
                selisih_hari=(day - schedule).days if schedule else None,
                jeda_hari=(day - Periode.parse(period).akhir).days,
            )
    return found


def panjang_periode(period: str | None) -> int:
    """Days of a period; 0 when it is not one."""
    if period is None:
        return 0
    span = Periode.parse(period)
    return (span.akhir - span.awal).days + 1


def dasar(
    house: Rumah,
    verdict: Pemeriksaan,
    policy: Kebijakan,
    period: str | None,
    timing: Waktu | None,
) -> DasarSkor:
    """What one check is scored on; without a release nothing about time is measured."""
    standard = _standard(house, verdict)
    licence = house.catalog.daftar["lisensi"].kode().get(standard.lisensi)
    return DasarSkor(
        baris=int(verdict.dimensi.get("baris", 0)),
        sel=int(verdict.dimensi.get("sel_wajib", 0)),
        sel_terisi=int(verdict.dimensi.get("sel_wajib_terisi", 0)),
        temuan=temuan_terhitung(verdict.ringkasan),
        terlambat_hari=timing.selisih_hari if timing else None,
        toleransi_hari=policy.toleransi_terlambat_hari,
        jeda_hari=timing.jeda_hari if timing else None,
        panjang_periode=panjang_periode(period),
        metadata=metadata_terisi(standard),
        berujukan=kolom_berujukan(standard),
        format_terbuka=standard.publik,
        lisensi_jelas=licence is not None and standard.lisensi != "belum-ditetapkan",
        nol=policy.nol_skor,
    )


def _lines(policy: Kebijakan, base: DasarSkor) -> Iterator[tuple[str, str, Decimal | None]]:
    for framework in policy.kerangka:
        for dimension, value in skor(framework, base).items():
            yield framework.id, dimension, value


def _day(house: Rumah, moment: str) -> dt.date:
    return dt.datetime.fromisoformat(moment).astimezone(house.settings.zona).date()


def scores(house: Rumah, record: Rekaman) -> list[dict[str, Any]]:
    """One row per version, framework and dimension; old versions keep theirs.

    ``ambang_versi`` is the version of the policy that the file was judged by, ``dihitung_pada`` the
    day of that check.
    """
    timing = waktu_terbit(house, record)
    current = {(v.dataset, v.periode, v.versi) for vs in record.current.values() for v in vs}
    rows: list[dict[str, Any]] = []
    for version in record.versions:
        verdict = record.verdicts[version.pemeriksaan]
        policy = kebijakan_penilai(house, verdict, record.today)
        known = timing.get((version.dataset, version.periode))
        base = dasar(house, verdict, policy, version.periode, known)
        for framework, dimension, value in _lines(policy, base):
            rows.append(
                {
                    "dataset": version.dataset,
                    "periode": version.periode,
                    "versi": version.versi,
                    "kerangka": framework,
                    "dimensi": dimension,
                    "skor": value,
                    "ambang_versi": policy.versi,
                    "dihitung_pada": _day(house, verdict.pada),
                    "kini": (version.dataset, version.periode, version.versi) in current,
                }
            )
    return rows


def check_scores(house: Rumah, record: Rekaman) -> list[dict[str, Any]]:
    """One row per check that got as far as rows, framework and dimension: returned files too.

    Nothing about time is measured here: a check is not a release.
    """
    rows: list[dict[str, Any]] = []
    for verdict in record.verdicts.values():
        if verdict.dataset not in house.catalog.seri or not verdict.dimensi:
            continue
        policy = kebijakan_penilai(house, verdict, record.today)
        only = verdict.periode[0] if len(verdict.periode) == 1 else None
        base = dasar(house, verdict, policy, only, None)
        for framework, dimension, value in _lines(policy, base):
            rows.append(
                {
                    "pemeriksaan": verdict.id,
                    "pengajuan": verdict.pengajuan,
                    "dataset": verdict.dataset,
                    "hasil": verdict.hasil,
                    "diperiksa_pada": verdict.pada,
                    "kerangka": framework,
                    "dimensi": dimension,
                    "skor": value,
                    "ambang_versi": policy.versi,
                }
            )
    return rows
