"""Scores over time as the public may see them: agencies, their datasets, and the Walidata's card.

Belongs here: reading ``kualitas.skor_perangkat_daerah``, ``riwayat_skor`` and ``skor_walidata``,
and the geometry of a trend line. Only open datasets are counted; checks of files that were not
released stay inside the house.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from spbe_data.portal.store import Cursor, literal, rows

WIDTH, HEIGHT, EDGE = 120, 28, 3


@dataclass(frozen=True, slots=True)
class Trend:
    """Totals of one framework over time: labels (year, period or release) and scores.

    ``garis``: SVG polylines, broken where nothing was measured; ``titik``: every measured point.
    """

    kerangka: str
    label: tuple[str, ...]
    skor: tuple[Decimal | None, ...]
    garis: tuple[str, ...] = ()
    titik: tuple[tuple[str, str], ...] = ()

    @property
    def akhir(self) -> Decimal | None:
        """The newest score that was measured."""
        return next((s for s in reversed(self.skor) if s is not None), None)


@dataclass(frozen=True, slots=True)
class AgencyScores:
    """One agency: a trend per framework over the years of its data."""

    id: str
    nama: str
    tren: dict[str, Trend]


@dataclass(frozen=True, slots=True)
class DimensionByYear:
    """One dimension of one framework: score per year of the data."""

    kerangka: str
    id: str
    skor: dict[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class DatasetScores:
    """One open dataset: a trend per framework over the periods in force, and over its releases."""

    id: str
    judul: dict[str, str]
    periode: dict[str, Trend]
    rilis: dict[str, Trend]
    hari_rilis: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of the Walidata in one year; ``nilai`` ``None``: not measured."""

    ukuran: str
    satuan: str
    nilai: Decimal | None
    skor: Decimal | None
    dasar: int
    ambang_hari: int | None
    contoh: bool


@dataclass(frozen=True, slots=True)
class Walidata:
    """The Walidata's card of one year."""

    tahun: int
    ambang_versi: str
    ukuran: list[Measure] = field(default_factory=list)


def trend(framework: str, points: Iterable[tuple[str, Decimal | None]]) -> Trend:
    """The line of ``points``, 0 to 100 from bottom to top, evenly spaced."""
    labels, scores = zip(*points, strict=True)
    step = Decimal(WIDTH - 2 * EDGE) / max(1, len(scores) - 1)
    runs: list[list[tuple[str, str]]] = [[]]
    for number, score in enumerate(scores):
        if score is None:
            runs.append([])
            continue
        x = EDGE + step * number
        y = EDGE + (HEIGHT - 2 * EDGE) * (100 - Decimal(score)) / 100
        runs[-1].append((f"{x:.1f}", f"{y:.1f}"))
    return Trend(
        framework,
        tuple(labels),
        tuple(scores),
        tuple(" ".join(f"{x},{y}" for x, y in run) for run in runs if len(run) > 1),
        tuple(point for run in runs for point in run),
    )


def _trends(found: Sequence[dict[str, Any]], label: str) -> dict[str, Trend]:
    by_framework: dict[str, list[tuple[str, Decimal | None]]] = defaultdict(list)
    for row in found:
        by_framework[row["kerangka"]].append((str(row[label]), row["skor"]))
    return {k: trend(k, points) for k, points in by_framework.items()}


def thresholds(con: Cursor) -> list[str]:
    """Versions of the quality policy that the open releases were judged by."""
    return [
        r["ambang_versi"]
        for r in rows(
            con,
            """
            SELECT DISTINCT s.ambang_versi FROM kualitas.skor_dataset s
            JOIN katalog.rilis r ON r.dataset = s.dataset AND r.periode = s.periode
                                AND r.versi = s.versi
            JOIN katalog.dataset d ON d.dataset = r.dataset AND d.rilis = r.rilis
            WHERE d.akses = 'terbuka' ORDER BY 1
            """,
        )
    ]


def agencies(con: Cursor) -> dict[str, AgencyScores]:
    """Agencies with scores, by id."""
    found = rows(
        con,
        """
        SELECT s.perangkat_daerah, coalesce(p.nama, s.perangkat_daerah) AS nama, s.kerangka,
               s.tahun, s.skor
        FROM kualitas.skor_perangkat_daerah s
        LEFT JOIN induk.perangkat_daerah p ON p.id = s.perangkat_daerah
        WHERE s.cakupan = 'terbuka' AND s.dimensi = 'total'
        ORDER BY nama, s.perangkat_daerah, s.kerangka DESC, s.tahun
        """,
    )
    by_agency: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in found:
        by_agency[row["perangkat_daerah"]].append(row)
    return {
        id_: AgencyScores(id_, lines[0]["nama"], _trends(lines, "tahun"))
        for id_, lines in by_agency.items()
    }


def agency_dimensions(con: Cursor, agency: str) -> list[DimensionByYear]:
    """Every dimension of every framework (``agency`` is one that :func:`agencies` gave)."""
    found = rows(
        con,
        f"""
        SELECT kerangka, dimensi, tahun, skor FROM kualitas.skor_perangkat_daerah
        WHERE cakupan = 'terbuka' AND perangkat_daerah = {literal(agency)}
        ORDER BY kerangka DESC, dimensi = 'total', dimensi, tahun
        """,
    )
    by_year: dict[tuple[str, str], dict[str, Decimal | None]] = defaultdict(dict)
    for row in found:
        by_year[(row["kerangka"], row["dimensi"])][str(row["tahun"])] = row["skor"]
    return [DimensionByYear(k, d, years) for (k, d), years in by_year.items()]


def datasets_of(con: Cursor, agency: str) -> list[DatasetScores]:
    """The agency's open datasets (``agency`` is one that :func:`agencies` gave), by title."""
    own = f"d.akses = 'terbuka' AND d.perangkat_daerah = {literal(agency)}"
    by_period = rows(
        con,
        f"""
        SELECT d.dataset, s.kerangka, s.periode, s.skor
        FROM katalog.dataset d
        JOIN katalog.rilis r ON r.dataset = d.dataset AND r.rilis = d.rilis
        JOIN kualitas.skor_dataset s ON s.dataset = r.dataset AND s.periode = r.periode
                                    AND s.versi = r.versi
        WHERE {own} AND s.dimensi = 'total' ORDER BY d.dataset, s.kerangka DESC, s.periode
        """,
    )
    by_release = rows(
        con,
        f"""
        SELECT d.dataset, s.kerangka, s.rilis, s.tanggal, s.skor
        FROM katalog.dataset d JOIN kualitas.riwayat_skor s ON s.id = d.dataset
        WHERE {own} AND s.jenis = 'dataset' AND s.dimensi = 'total'
        ORDER BY d.dataset, s.kerangka DESC, s.rilis
        """,
    )
    titles = rows(
        con, f"SELECT d.dataset, d.judul, d.judul_en FROM katalog.dataset d WHERE {own} ORDER BY 2"
    )
    return [
        DatasetScores(
            id=row["dataset"],
            judul={"id": row["judul"], "en": row["judul_en"] or row["judul"]},
            periode=_trends([r for r in by_period if r["dataset"] == row["dataset"]], "periode"),
            rilis=_trends([r for r in by_release if r["dataset"] == row["dataset"]], "rilis"),
            hari_rilis=tuple(
                {
                    r["rilis"]: r["tanggal"] for r in by_release if r["dataset"] == row["dataset"]
                }.values()
            ),
        )
        for row in titles
    ]


def agency_history(con: Cursor, agency: str) -> dict[str, Trend]:
    """The agency's scores on each day that it released (``agency`` as in :func:`datasets_of`)."""
    found = rows(
        con,
        f"""
        SELECT kerangka, tanggal, skor FROM kualitas.riwayat_skor
        WHERE jenis = 'perangkat_daerah' AND id = {literal(agency)} AND dimensi = 'total'
        ORDER BY kerangka DESC, tanggal
        """,
    )
    return _trends(found, "tanggal")


def walidata(con: Cursor) -> list[Walidata]:
    """The Walidata's cards, newest year first."""
    found = rows(con, "SELECT * FROM kualitas.skor_walidata ORDER BY tahun DESC")
    cards: dict[int, Walidata] = {}
    for row in found:
        card = cards.setdefault(row["tahun"], Walidata(row["tahun"], row["ambang_versi"]))
        card.ukuran.append(
            Measure(
                row["ukuran"],
                row["satuan"],
                row["nilai"],
                row["skor"],
                row["dasar"],
                row["ambang_hari"],
                row["contoh"],
            )
        )
    order = ("lama_putusan", "diputus_tepat_waktu", "terbit_tepat_waktu")
    for card in cards.values():
        card.ukuran.sort(key=lambda m: order.index(m.ukuran) if m.ukuran in order else len(order))
    return list(cards.values())
