"""The state of every register for every agency that is bound to it.

Belongs here: telling, from the calendar, the newest submissions and the curated rows, who has
answered, who has nothing to report, who is late and whose answer was returned. Contents of a
register are never told, only whether they are there.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import polars as pl

from spbe_data.checks.dataset.registers import INSTANSI, KEBERADAAN, NIHIL
from spbe_data.flows.calendar import Kewajiban, kalender
from spbe_data.flows.house import Rumah
from spbe_data.flows.publish import versi_kini
from spbe_data.ledger.records import Versi
from spbe_data.standards.models import Standar
from spbe_data.warehouse.versions import baca_versi

Status = Literal[
    "ada", "nihil", "tidak_sah", "menunggu", "terlambat", "belum_ada", "belum_jatuh_tempo"
]


@dataclass(frozen=True, slots=True)
class KeadaanRegister:
    """One agency and one register in the newest period that is owed.

    ``status``: ``ada`` rows are curated; ``nihil`` it says it has none; ``tidak_sah`` the newest
    submission was returned; ``menunggu`` it waits for check or signature; ``terlambat`` past its day;
    ``belum_ada`` due, its day has not passed; ``belum_jatuh_tempo`` the period has not ended.
    ``sejak``: the day the status began, where the record knows it; ``bukti``: the version.
    """

    register: str
    perangkat_daerah: str
    periode: str
    status: Status
    jatuh_tempo: dt.date
    sejak: dt.date | None
    bukti: str


def register_dikenal(house: Rumah, pasal: str | None = None) -> list[Standar]:
    """The registers, by id; those of one article where ``pasal`` (``16(6)``) is given."""
    found = [s for _id, s in sorted(house.catalog.standar.items()) if s.register_spbe is not None]
    if pasal is None:
        return found
    return [
        s for s in found if s.register_spbe and any(p.cocok(pasal) for p in s.register_spbe.pasal)
    ]


def instansi_terikat(house: Rumah, standard: Standar) -> list[str]:
    """Ids of the agencies that a register binds."""
    duty = standard.register_spbe
    assert duty is not None
    free = house.catalog.kebijakan(house.hari_ini()).tanpa_register
    return [
        a.id
        for a in house.catalog.perangkat_daerah.values()
        if duty.terikat(a.id, a.jenis, standard.produsen_data, free)
    ]


def status_register(
    house: Rumah, hari: dt.date, *, kewajiban: list[Kewajiban] | None = None
) -> list[KeadaanRegister]:
    """Every register and every agency bound to it, as of ``hari``."""
    owed: dict[str, list[Kewajiban]] = {}
    for duty in kewajiban if kewajiban is not None else kalender(house, hari):
        owed.setdefault(duty.dataset, []).append(duty)
    rows: list[KeadaanRegister] = []
    for standard in register_dikenal(house):
        periods = owed.get(standard.id, [])
        ended = [d for d in periods if d.keadaan != "belum_jatuh_tempo"]
        if not periods:
            continue
        # The newest period whose end has come; before the first one has, the one that runs.
        current = (ended or periods)[-1]
        version = {v.periode: v for v in versi_kini(house, standard.id)}.get(current.periode)
        answers = _answers(house, version) if version else {}
        for agency in instansi_terikat(house, standard):
            rows.append(_state(house, standard, agency, current, version, answers, hari))
    return rows


def _answers(house: Rumah, version: Versi) -> dict[str, bool]:
    """Agency → whether it has anything to report."""
    frame = baca_versi(house.settings.gudang, version.berkas, version.sha256_berkas)
    has = frame.group_by(INSTANSI).agg((pl.col(KEBERADAAN) != NIHIL).any().alias("ada"))
    return {str(agency): bool(there) for agency, there in has.select(INSTANSI, "ada").iter_rows()}


def _state(
    house: Rumah,
    standard: Standar,
    agency: str,
    duty: Kewajiban,
    version: Versi | None,
    answers: dict[str, bool],
    hari: dt.date,
) -> KeadaanRegister:
    def row(status: Status, since: dt.date | None, proof: str = "") -> KeadaanRegister:
        return KeadaanRegister(
            standard.id, agency, duty.periode, status, duty.jatuh_tempo, since, proof
        )

    if version is not None and agency in answers:
        day = dt.datetime.fromisoformat(version.pada).astimezone(house.settings.zona).date()
        return row(
            "ada" if answers[agency] else "nihil", day, f"versi {version.versi}, {version.periode}"
        )
    match duty.keadaan:
        # A version without the agency is no answer of it, whatever became of that file.
        case "dikembalikan" if version is None:
            return row("tidak_sah", None)
        case "menunggu" if version is None:
            return row("menunggu", None)
        case "belum_jatuh_tempo":
            return row("belum_jatuh_tempo", None)
        case _:
            tolerance = house.catalog.kebijakan(hari).toleransi_terlambat_hari
            late_from = duty.jatuh_tempo + dt.timedelta(days=tolerance + 1)
            if hari >= late_from:
                return row("terlambat", late_from)
            return row("belum_ada", None)
