"""The Walidata measured by the same record: how fast it decides and publishes, what it has set.

Belongs here: counting in the ledger and the standards. Thresholds are policy (``walidata``); what
nothing records is ``None``.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median
from typing import Any

from spbe_data.flows.house import Rumah
from spbe_data.flows.tables.record import Rekaman
from spbe_data.ledger.records import Keputusan, Pengajuan
from spbe_data.ledger.reviews import BukuTinjauan
from spbe_data.standards.policy import AmbangWalidata, Kebijakan

UKURAN = (
    "lama_putusan",
    "diputus_tepat_waktu",
    "terbit_tepat_waktu",
    "standar_ditetapkan",
    "standar_ditinjau",
)
"""Measures, in the order of the card."""

_SCALE = Decimal("0.01")


@dataclass(slots=True)
class _Tahun:
    """What one year holds: days to each decision, days from approval to release, samples met."""

    putusan: list[int] = field(default_factory=list)
    tertunda: int = 0
    terbit: list[int] = field(default_factory=list)
    belum_terbit: int = 0
    contoh: bool = False


def walidata_rows(house: Rumah, record: Rekaman) -> list[dict[str, Any]]:
    """One row per year and measure; the current year always, with what is still waiting."""
    policy = house.catalog.kebijakan(record.today)
    decisions: dict[str, list[Keputusan]] = defaultdict(list)
    for decision in house.ledger.semua_keputusan():
        decisions[decision.pengajuan].append(decision)
    years: dict[int, _Tahun] = defaultdict(_Tahun)
    years[record.today.year] = _Tahun()

    def day(moment: str) -> dt.date:
        return dt.datetime.fromisoformat(moment).astimezone(house.settings.zona).date()

    released = _first_releases(record)
    limits = policy.walidata
    for submission in record.submissions.values():
        own = decisions[submission.id]
        _decided(years, submission, own, day, record.today, limits)
        _released(years, submission, own, released.get(submission.id), day, record.today, limits)
    rows: list[dict[str, Any]] = []
    for year, found in sorted(years.items()):
        rows += _year(year, found, policy)
    rows += _standards(house, record, policy)
    return rows


def _first_releases(record: Rekaman) -> dict[str, str]:
    """Submission → moment of the first release that holds a version made of it."""
    holds = {(v.dataset, v.periode, v.versi): v.pengajuan for v in record.versions}
    first: dict[str, str] = {}
    for release in sorted(record.releases, key=lambda r: r.pada):
        for period, version in release.isi.items():
            submission = holds.get((release.dataset, period, version))
            if submission is not None:
                first.setdefault(submission, release.pada)
    return first


def _decided(
    years: dict[int, _Tahun],
    submission: Pengajuan,
    decisions: list[Keputusan],
    day: Callable[[str], dt.date],
    today: dt.date,
    limits: AmbangWalidata | None,
) -> None:
    """Days from the submission to the Walidata's own first decision; overdue ones count as late."""
    sent = day(submission.disampaikan_pada)
    first = next((d for d in decisions if d.peran == "walidata"), None)
    if first is not None:
        decided = day(first.pada)
        year = years[decided.year]
        year.putusan.append((decided - sent).days)
        year.contoh |= submission.contoh
    elif (
        submission.status == "menunggu_walidata"
        and limits is not None
        and (today - sent).days > limits.hari_putusan
    ):
        years[today.year].tertunda += 1
        years[today.year].contoh |= submission.contoh


def _released(
    years: dict[int, _Tahun],
    submission: Pengajuan,
    decisions: list[Keputusan],
    released: str | None,
    day: Callable[[str], dt.date],
    today: dt.date,
    limits: AmbangWalidata | None,
) -> None:
    """Days from the last signature to the first release of what was signed."""
    signed = [d for d in decisions if d.keputusan == "disetujui"]
    if not signed:
        return
    approved = day(signed[-1].pada)
    if released is not None:
        year = years[day(released).year]
        year.terbit.append(max(0, (day(released) - approved).days))
        year.contoh |= submission.contoh
    elif (
        submission.status == "disetujui"
        and limits is not None
        and (today - approved).days > limits.hari_terbit
    ):
        years[today.year].belum_terbit += 1
        years[today.year].contoh |= submission.contoh


def _percent(good: int, all_: int) -> Decimal | None:
    return (Decimal(100) * good / all_).quantize(_SCALE) if all_ else None


def _row(
    year: int,
    measure: str,
    value: Decimal | None,
    unit: str,
    base: int,
    policy: Kebijakan,
    *,
    scored: bool = True,
    contoh: bool = False,
    ambang: int | None = None,
) -> dict[str, Any]:
    return {
        "tahun": year,
        "ukuran": measure,
        "nilai": value,
        "satuan": unit,
        "dasar": base,
        "skor": value if scored else None,
        "ambang_hari": ambang,
        "ambang_versi": policy.versi,
        "contoh": contoh,
    }


def _year(year: int, found: _Tahun, policy: Kebijakan) -> list[dict[str, Any]]:
    limits = policy.walidata
    decided, released = found.putusan, found.terbit
    days = Decimal(str(median(decided))).quantize(_SCALE) if decided else None
    in_time = on_schedule = None
    if limits is not None:
        in_time = _percent(
            sum(d <= limits.hari_putusan for d in decided), len(decided) + found.tertunda
        )
        on_schedule = _percent(
            sum(d <= limits.hari_terbit for d in released), len(released) + found.belum_terbit
        )
    sample = found.contoh
    due = len(decided) + found.tertunda
    owed = len(released) + found.belum_terbit
    return [
        _row(
            year, "lama_putusan", days, "hari", len(decided), policy, scored=False, contoh=sample
        ),
        _row(
            year, "diputus_tepat_waktu", in_time, "persen", due, policy, contoh=sample,
            ambang=limits.hari_putusan if limits else None,
        ),
        _row(
            year, "terbit_tepat_waktu", on_schedule, "persen", owed, policy, contoh=sample,
            ambang=limits.hari_terbit if limits else None,
        ),
    ]  # fmt: skip


def _standards(house: Rumah, record: Rekaman, policy: Kebijakan) -> list[dict[str, Any]]:
    """Standards set by decree as of today, and standards reviewed in each year of the record."""
    current = set(house.catalog.standar)
    decreed = sum(s.penetapan.tanggal is not None for s in house.catalog.standar.values())
    reviewed: dict[int, set[str]] = defaultdict(set)
    reviewed[record.today.year] = set()
    for review in BukuTinjauan(house.ledger).semua():
        if review.objek in current:
            moment = dt.datetime.fromisoformat(review.pada)
            reviewed[moment.astimezone(house.settings.zona).year].add(review.objek)
    count = len(current)
    return [
        _row(
            record.today.year, "standar_ditetapkan", _percent(decreed, count), "persen", count, policy
        ),
        *(
            _row(year, "standar_ditinjau", _percent(len(ids), count), "persen", count, policy)
            for year, ids in sorted(reviewed.items())
        ),
    ]  # fmt: skip
