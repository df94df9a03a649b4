"""SPBE maturity for readers: the own government's series, and assessments in detail.

Belongs here: reading ``kematangan.*`` and laying out the series chart. Assessments with status
``contoh`` are of other governments and never enter the own series.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from spbe_data.portal.store import Cursor, literal, rows

OWN = ("terbit", "dihitung")


@dataclass(frozen=True, slots=True)
class Index:
    """One index of one government in one year."""

    instansi: str
    tahun: int
    instrumen: str
    status: str
    indeks: Decimal | None
    predikat: str | None
    sumber: str


@dataclass(frozen=True, slots=True)
class Value:
    """The value of one domain, aspect or indicator."""

    id: str
    nama: str
    indeks: Decimal | None


@dataclass(frozen=True, slots=True)
class Detail:
    """An assessment with its parts."""

    kepala: Index
    domain: list[Value]
    aspek: list[Value]
    indikator: list[Value]


@dataclass(frozen=True, slots=True)
class Bar:
    """One column of the series chart, in the units of its view box."""

    x: float
    y: float
    lebar: float
    tinggi: float
    tahun: int
    nilai: Decimal
    putus: bool
    """Whether the instrument differs from that of the column before: no comparison across."""


def indices(con: Cursor) -> list[Index]:
    """Every index on record, oldest year first."""
    return [
        Index(
            r["instansi"],
            r["tahun"],
            r["instrumen"],
            r["status"],
            r["indeks"],
            r["predikat"],
            r["sumber"] or "",
        )
        for r in rows(con, "SELECT * FROM kematangan.indeks ORDER BY tahun, instansi, instrumen")
    ]


def own_series(every: Sequence[Index], region: str) -> list[Index]:
    """The own government's indices: published or computed here, named after the region.

    One per year and instrument: what the ministry published goes before what was computed.
    """
    own = [i for i in every if i.status in OWN and region.casefold() in i.instansi.casefold()]
    best: dict[tuple[int, str], Index] = {}
    for index in sorted(own, key=lambda i: OWN.index(i.status)):
        best.setdefault((index.tahun, index.instrumen), index)
    return sorted(best.values(), key=lambda i: (i.tahun, i.instrumen))


def detailed(con: Cursor, every: Sequence[Index]) -> list[Index]:
    """Those indices whose indicators are on record."""
    have = {
        (r["instansi"], r["tahun"], r["instrumen"], r["status"])
        for r in rows(
            con, "SELECT DISTINCT instansi, tahun, instrumen, status FROM kematangan.indikator"
        )
    }
    return [i for i in every if (i.instansi, i.tahun, i.instrumen, i.status) in have]


def detail(con: Cursor, head: Index) -> Detail:
    """Domains, aspects and indicators of one assessment, in the instrument's order."""
    this = " AND ".join(
        f"{name} = {literal(value)}"
        for name, value in (
            ("instansi", head.instansi),
            ("tahun", head.tahun),
            ("instrumen", head.instrumen),
            ("status", head.status),
        )
    )

    def part(table: str) -> list[Value]:
        found = rows(
            con,
            f"SELECT id, nama, indeks FROM kematangan.{table} WHERE {this} ORDER BY urut",
        )
        return [Value(r["id"], r["nama"], r["indeks"]) for r in found]

    return Detail(head, part("domain"), part("aspek"), part("indikator"))


def ceiling(values: Sequence[Decimal | None]) -> int:
    """The top of the scale the values are on: 5 for maturity levels, else 100."""
    return 5 if all(v is None or v <= 5 for v in values) else 100


CHART = (344.0, 220.0)
"""Width and height of the series chart's plot area."""


def layout(series: Sequence[Index]) -> list[Bar]:
    """Columns of the series chart; indices without a value leave their place empty."""
    if not series:
        return []
    width, height = CHART
    top = ceiling([i.indeks for i in series])
    step = width / len(series)
    bar = min(52.0, step * 0.62)
    made: list[Bar] = []
    for n, index in enumerate(series):
        if index.indeks is None:
            continue
        tall = float(index.indeks) / top * height
        made.append(
            Bar(
                x=round(step * n + (step - bar) / 2, 2),
                y=round(height - tall, 2),
                lebar=round(bar, 2),
                tinggi=round(tall, 2),
                tahun=index.tahun,
                nilai=index.indeks,
                putus=n > 0 and series[n - 1].instrumen != index.instrumen,
            )
        )
    return made
