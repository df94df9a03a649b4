"""The reporting calendar: what is owed, waiting, returned, published or overdue, per period.

Permen PPN 16/2020 Pasal 20(3): the check also covers whether data come on schedule.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Literal

from spbe_data.flows.house import Rumah
from spbe_data.identifiers.periode import Periode
from spbe_data.standards.models import Standar

Keadaan = Literal[
    "terbit", "menunggu", "dikembalikan", "terlambat", "ditunggu", "belum_jatuh_tempo"
]


@dataclass(frozen=True, slots=True)
class Kewajiban:
    """One dataset in one period.

    ``ditunggu``: the period has ended and its due day has not passed; ``terlambat``: it has.
    """

    dataset: str
    periode: str
    jatuh_tempo: dt.date
    keadaan: Keadaan
    terbit_pada: str | None
    selisih_hari: int | None
    lag_dari_akhir_periode: int | None


def jatuh_tempo(standard: Standar, period: Periode) -> dt.date:
    """Due day: the last day of the n-th month after the period's end (``jadwal_rilis``)."""
    months = (
        period.akhir.year * 12
        + period.akhir.month
        - 1
        + standard.jadwal_rilis.bulan_setelah_periode
    )
    year, month = divmod(months, 12)
    return dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def kalender(house: Rumah, hari: dt.date) -> list[Kewajiban]:
    """Every period of every standard in force, as of ``hari``."""
    tolerance = dt.timedelta(days=house.catalog.kebijakan(hari).toleransi_terlambat_hari)
    first_release = _first_releases(house)
    states = _submission_states(house)
    rows: list[Kewajiban] = []
    for id_, standard in sorted(house.catalog.standar.items()):
        for period in house.catalog.periode(standard, hari):
            due = jatuh_tempo(standard, period)
            released = first_release.get((id_, period.teks))
            day = (
                dt.datetime.fromisoformat(released).astimezone(house.settings.zona).date()
                if released
                else None
            )
            state: Keadaan
            if day is not None:
                state = "terbit"
            elif (id_, period.teks) in states:
                state = states[(id_, period.teks)]
            elif period.akhir >= hari:
                state = "belum_jatuh_tempo"
            else:
                state = "terlambat" if hari > due + tolerance else "ditunggu"
            rows.append(
                Kewajiban(
                    dataset=id_,
                    periode=period.teks,
                    jatuh_tempo=due,
                    keadaan=state,
                    terbit_pada=released,
                    selisih_hari=(day - due).days if day else None,
                    lag_dari_akhir_periode=(day - period.akhir).days if day else None,
                )
            )
    return rows


def _first_releases(house: Rumah) -> dict[tuple[str, str], str]:
    first: dict[tuple[str, str], str] = {}
    for release in house.ledger.rilis():
        for period in release.isi:
            first.setdefault((release.dataset, period), release.pada)
    return first


def _submission_states(house: Rumah) -> dict[tuple[str, str], Keadaan]:
    """The state of the newest submission that holds each period, unless it was cancelled."""
    by_status: dict[str, Keadaan] = {
        "disampaikan": "menunggu",
        "diperiksa": "menunggu",
        "menunggu_walidata": "menunggu",
        "menunggu_pembina": "menunggu",
        "disetujui": "menunggu",
        "dikembalikan": "dikembalikan",
    }
    states: dict[tuple[str, str], Keadaan] = {}
    verdicts = {v.pengajuan: v for v in house.ledger.semua_pemeriksaan()}
    for submission in house.ledger.semua_pengajuan():
        state = by_status.get(submission.status)
        verdict = verdicts.get(submission.id)
        periods = (verdict.periode if verdict else []) or (
            [submission.periode_dinyatakan] if submission.periode_dinyatakan else []
        )
        for period in periods:
            if state is not None:
                states[(submission.dataset, period)] = state
    return states
