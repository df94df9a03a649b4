"""Quality as the public may see it: scores, warnings of what was released, punctuality, calendar.

Belongs here: reading ``kualitas.*`` down to counts. Findings of returned files, rows and cells
never leave the house through here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from spbe_data.portal.store import Cursor, literal, rows

STATES = ("terbit", "menunggu", "ditunggu", "terlambat", "dikembalikan", "belum_jatuh_tempo")
"""States of the reporting calendar, as ``kualitas.kalender`` names them."""

LISTED = ("terlambat", "ditunggu", "menunggu", "dikembalikan")
"""States whose periods are listed by name, the most urgent first."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """Mean of one dimension over the current versions, 0 to 100; ``None``: not measured."""

    kerangka: str
    id: str
    skor: Decimal | None


@dataclass(frozen=True, slots=True)
class Warnings:
    """How often one kind of remark stands at the versions of the current release."""

    kode: str
    tingkat: str
    jumlah: int


@dataclass(frozen=True, slots=True)
class Punctuality:
    """First releases of a dataset's periods: against their due days (days late, median), and
    apart from that the median of days from the end of the period."""

    tepat: int
    terlambat: int
    median_terlambat: int | None
    median_jeda: int | None


@dataclass(frozen=True, slots=True)
class Owed:
    """Periods of one dataset in one state; first and last of them."""

    dataset: str
    judul: dict[str, str]
    keadaan: str
    jumlah: int
    awal: str
    akhir: str


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """One agency in the calendar: periods per state, and the mean score of what it published."""

    id: str
    nama: str
    jumlah_dataset: int
    keadaan: dict[str, int]
    skor: Decimal | None
    daftar: list[Owed] = field(default_factory=list)


_CURRENT = """
    SELECT r.dataset, r.periode, r.versi FROM katalog.rilis r
    JOIN katalog.dataset d ON d.dataset = r.dataset AND d.rilis = r.rilis
    WHERE d.akses = 'terbuka'
"""


def dimensions(con: Cursor, dataset: str | None = None) -> list[Dimension]:
    """Mean score per framework and dimension over the current releases, ``total`` last.

    With ``dataset`` of that dataset alone, else of all published ones.
    """
    only = "" if dataset is None else f"WHERE s.dataset = {literal(dataset)}"
    found = rows(
        con,
        f"""
        SELECT s.kerangka, s.dimensi, avg(s.skor)::DECIMAL(9, 4) AS skor
        FROM kualitas.skor_dataset s JOIN ({_CURRENT}) k USING (dataset, periode, versi)
        {only}
        GROUP BY s.kerangka, s.dimensi
        ORDER BY s.kerangka DESC, s.dimensi = 'total', s.dimensi
        """,
    )
    return [Dimension(r["kerangka"], r["dimensi"], r["skor"]) for r in found]


def warnings(con: Cursor, dataset: str) -> list[Warnings]:
    """Warnings and notices of the current release's versions, most frequent first."""
    found = rows(
        con,
        f"""
        SELECT t.kode, t.tingkat, sum(t.jumlah)::BIGINT AS jumlah
        FROM kualitas.temuan t JOIN ({_CURRENT}) k USING (dataset, periode, versi)
        WHERE t.dataset = {literal(dataset)} AND t.tingkat IN ('peringatan', 'catatan')
        GROUP BY t.kode, t.tingkat ORDER BY t.tingkat DESC, jumlah DESC, t.kode
        """,
    )
    return [Warnings(r["kode"], r["tingkat"], r["jumlah"]) for r in found]


def punctuality(con: Cursor, dataset: str) -> Punctuality:
    """How the first release of each period kept its due day, and how long after the period it came."""
    row = rows(
        con,
        f"""
        SELECT count(*) FILTER (selisih_hari <= 0) AS tepat,
               count(*) FILTER (selisih_hari > 0) AS terlambat,
               (quantile_disc(selisih_hari, 0.5) FILTER (selisih_hari > 0))::BIGINT AS median,
               quantile_disc(lag_dari_akhir_periode, 0.5)::BIGINT AS jeda
        FROM kualitas.ketepatan_waktu WHERE dataset = {literal(dataset)}
        """,
    )[0]
    return Punctuality(row["tepat"], row["terlambat"], row["median"], row["jeda"])


def calendar(con: Cursor) -> list[AgencyRow]:
    """The reporting calendar per agency, over standards with open access, by agency name."""
    found = rows(
        con,
        """
        SELECT p.perangkat_daerah, p.perangkat_daerah_nama, p.dataset, p.judul, p.judul_en,
               k.keadaan, count(*) AS jumlah, min(k.periode) AS awal, max(k.periode) AS akhir
        FROM kualitas.kalender k JOIN katalog.daftar_data p USING (dataset)
        WHERE p.akses = 'terbuka'
        GROUP BY ALL ORDER BY p.perangkat_daerah_nama, p.judul, k.keadaan
        """,
    )
    scores = {
        r["perangkat_daerah"]: r["skor"]
        for r in rows(
            con,
            "SELECT perangkat_daerah, avg(skor_kualitas)::DECIMAL(9, 4) AS skor "
            "FROM katalog.dataset WHERE akses = 'terbuka' GROUP BY perangkat_daerah",
        )
    }
    by_agency: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in found:
        by_agency[row["perangkat_daerah"]].append(row)
    return [_agency(id_, lines, scores.get(id_)) for id_, lines in by_agency.items()]


def _agency(id_: str, lines: Sequence[dict[str, Any]], score: Decimal | None) -> AgencyRow:
    counts = dict.fromkeys(STATES, 0)
    for line in lines:
        counts[line["keadaan"]] = counts.get(line["keadaan"], 0) + line["jumlah"]
    owed = [
        Owed(
            dataset=line["dataset"],
            judul={"id": line["judul"], "en": line["judul_en"] or line["judul"]},
            keadaan=line["keadaan"],
            jumlah=line["jumlah"],
            awal=line["awal"],
            akhir=line["akhir"],
        )
        for line in lines
        if line["keadaan"] in LISTED
    ]
    owed.sort(key=lambda o: LISTED.index(o.keadaan))
    return AgencyRow(
        id=id_,
        nama=lines[0]["perangkat_daerah_nama"],
        jumlah_dataset=len({line["dataset"] for line in lines}),
        keadaan=counts,
        skor=score,
        daftar=owed,
    )
