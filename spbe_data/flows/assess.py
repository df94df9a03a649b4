"""Assessing: SPBE maturity from a penilaian mandiri or a published total, onto the record."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import Any, Literal

from spbe_data.flows.house import Rumah
from spbe_data.ledger.records import PenilaianTersimpan
from spbe_data.maturity import Instrument, list_instruments, read_values, score

StatusIndeks = Literal["terbit", "dihitung", "contoh"]


class InstrumenTidakDikenal(KeyError):
    """No instrument of that id; the message lists those known, in Indonesian."""

    def __init__(self, id_: str, known: list[str]) -> None:
        self.pesan = f"Instrumen '{id_}' tidak dikenal. Yang ada: {', '.join(known)}."
        super().__init__(self.pesan)

    def __str__(self) -> str:
        return self.pesan


def instrumen(house: Rumah, id_: str) -> Instrument:
    """The instrument called ``id_``. Raises :class:`InstrumenTidakDikenal`."""
    known = {i.id: i for i in list_instruments(house.settings.schemas / "instrumen")}
    if id_ not in known:
        raise InstrumenTidakDikenal(id_, sorted(known))
    return known[id_]


def nilai(house: Rumah, data: bytes, id_: str) -> dict[str, Any]:
    """Index, predicate, domains, aspects and indicators of a file of values (docs/doors.md shape).

    Raises :class:`InstrumenTidakDikenal` and ``NilaiTidakSah``.
    """
    instrument = instrumen(house, id_)
    return score(instrument, read_values(data, instrument)).to_dict()


def catat_penilaian(
    house: Rumah,
    data: bytes,
    *,
    instansi: str,
    tahun: int,
    id_instrumen: str,
    status: StatusIndeks,
    sumber: str,
    aktor: str,
) -> PenilaianTersimpan:
    """Compute an assessment and put it on record."""
    return house.ledger.catat_penilaian(
        instansi=instansi,
        tahun=tahun,
        instrumen=id_instrumen,
        status=status,
        sumber=sumber,
        sha256=hashlib.sha256(data).hexdigest(),
        hasil=nilai(house, data, id_instrumen),
        aktor=aktor,
    )


def catat_total_terbit(house: Rumah, path: Path, *, aktor: str) -> list[PenilaianTersimpan]:
    """Record published totals (``instansi,tahun,instrumen,indeks,predikat,status,sumber``)."""
    data = path.read_bytes()
    rows = csv.DictReader(data.decode("utf-8-sig").splitlines())
    return [
        house.ledger.catat_penilaian(
            instansi=row["instansi"],
            tahun=int(row["tahun"]),
            instrumen=row["instrumen"],
            status=row["status"],
            sumber=row["sumber"],
            sha256=hashlib.sha256(data).hexdigest(),
            hasil={
                "indeks": row["indeks"],
                "indeks_tampil": row["indeks"],
                "predikat": row["predikat"],
            },
            aktor=aktor,
        )
        for row in rows
    ]
