"""Figures against other figures: parts and totals, one fact in two datasets, bounds on a sum.

Belongs here: SQL for ``bagian_total``, ``anggota_total``, ``fakta_sama`` and ``sebaran`` of
``quality/suite``. Of another dataset only its sums are loaded, never its rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from spbe_data.checks.dataset.rule import (
    AturanDataset,
    group_text,
    percent,
    plain,
    quote,
    text_literal,
)
from spbe_data.identifiers.periode import Periode
from spbe_data.standards.policy import AnggotaTotal, BagianTotal, FaktaSama

if TYPE_CHECKING:
    from spbe_data.checks.dataset.room import RuangDataset

_NUMBER = pl.Decimal(38, 10)


def sum_rules(room: RuangDataset) -> Iterator[AturanDataset]:
    """What the suite declares of sums."""
    for number, parts in enumerate(room.suite.bagian_total):
        yield from _parts(room, number, parts)
    for member in room.suite.anggota_total:
        yield _member(room, member)
    for number, fact in enumerate(room.suite.fakta_sama):
        yield from _same_fact(room, number, fact)
    yield from _spread(room)


def _sums(
    frame: pl.DataFrame,
    period: str,
    per: Mapping[str, str],
    measure: str | None,
    only: Mapping[str, Sequence[str]],
) -> pl.DataFrame:
    """``periode``, the columns ``per`` (new name by own name) as text, and ``jml``."""
    for column, values in only.items():
        frame = frame.filter(pl.col(column).cast(pl.String).is_in(list(values)))
    value = pl.lit(1) if measure is None else pl.col(measure)
    picked = frame.select(
        pl.lit(period).alias("periode"),
        *(pl.col(own).cast(pl.String).alias(new) for own, new in per.items()),
        value.cast(_NUMBER).alias("jml"),
    ).filter(pl.col("jml").is_not_null())
    return picked.group_by("periode", *per.values()).agg(pl.col("jml").sum().cast(_NUMBER))


def _load_sums(
    room: RuangDataset, table: str, frames: Sequence[pl.DataFrame], per: Sequence[str]
) -> None:
    schema = {**dict.fromkeys(["periode", *per], pl.String()), "jml": _NUMBER}
    room.load(table, pl.concat(frames) if frames else pl.DataFrame(schema=schema))


def _missing(table: str) -> str:
    return (
        "SELECT periode FROM (SELECT DISTINCT periode FROM data) "
        f"WHERE periode NOT IN (SELECT periode FROM {table}) ORDER BY periode"
    )


def _parts(room: RuangDataset, number: int, rule: BagianTotal) -> Iterator[AturanDataset]:
    source, table = rule.total_dari, f"acuan_{number}"
    per = [c for c in rule.per if c not in room.standard.kolom_waktu]
    frames = [
        _sums(frame, text, {c: c for c in per}, source.ukuran, {})
        for text in room.periods
        if (frame := room.reference.kini(source.dataset, text)) is not None
    ]
    _load_sums(room, table, frames, per)
    on = " AND ".join(["a.periode = d.periode", *(f"a.{quote(c)} = d.{quote(c)}" for c in per)])
    grouped = ", ".join(["periode", *(quote(c) for c in per)])
    measure = quote(rule.ukuran)
    sql = (
        f"SELECT d.periode, {plain('d.jml')} AS nilai, {plain('a.jml')} AS acuan, {group_text(['periode', *per], 'd')} AS kelompok FROM "
        f"(SELECT {grouped}, sum({measure}) AS jml FROM data GROUP BY {grouped} "
        f"HAVING count({measure}) = count(*)) d JOIN {table} a ON {on} "
        f"WHERE abs(d.jml - a.jml) > {rule.toleransi} ORDER BY ALL"
    )
    params = {"acuan_dataset": source.dataset, "toleransi": f"{rule.toleransi:f}"}
    yield AturanDataset(
        f"bagian_total_{number}",
        "BAGIAN_TIDAK_SAMA_TOTAL",
        sql,
        rule.ukuran,
        {
            "acuan_id": f"dataset {source.dataset}",
            "acuan_en": f"dataset {source.dataset}",
            **params,
        },
    )
    yield AturanDataset(
        f"bagian_total_{number}_acuan", "ACUAN_BELUM_ADA", _missing(table), None, params
    )


def _member(room: RuangDataset, rule: AnggotaTotal) -> AturanDataset:
    """A member of a dimension that is the total of its other members, in the same file."""
    time = room.standard.kolom_waktu
    others = [k for k in room.standard.kunci if k != rule.kolom and k not in time]
    grouped = ", ".join(["periode", *(quote(c) for c in others)])
    measure, column = quote(rule.ukuran), f"CAST({quote(rule.kolom)} AS VARCHAR)"
    whole = text_literal(rule.total)
    sql = (
        f"SELECT periode, {plain('bagian')} AS nilai, {plain('seluruhnya')} AS acuan, {group_text(['periode', *others])} AS kelompok FROM ("
        f"SELECT {grouped}, sum({measure}) FILTER (WHERE {column} <> {whole}) AS bagian, "
        f"sum({measure}) FILTER (WHERE {column} = {whole}) AS seluruhnya "
        f"FROM data WHERE {column} IS NOT NULL GROUP BY {grouped} HAVING count({measure}) = count(*)) "
        f"WHERE abs(bagian - seluruhnya) > {rule.toleransi} ORDER BY ALL"
    )
    return AturanDataset(
        f"anggota_total_{rule.kolom}_{rule.ukuran}",
        "BAGIAN_TIDAK_SAMA_TOTAL",
        sql,
        rule.ukuran,
        {
            "acuan_id": f'baris "{rule.total}" pada berkas ini',
            "acuan_en": f'the row "{rule.total}" of this file',
            "toleransi": f"{rule.toleransi:f}",
        },
    )


def _same_fact(room: RuangDataset, number: int, rule: FaktaSama) -> Iterator[AturanDataset]:
    """Compared once both are curated; whichever comes second is asked, so both may declare it."""
    other, table = rule.dengan, f"fakta_{number}"
    names = [f"p{i}" for i in range(len(rule.per))]
    frames = []
    for text in room.periods:
        at = _other_period(room, rule, text)
        frame = room.reference.kini(other.dataset, at) if at is not None else None
        if frame is not None:
            own = dict(zip(other.per, names, strict=True))
            sums = _sums(frame, text, own, other.ukuran, other.saring)
            frames.append(sums.with_columns(pl.lit(at).alias("periode_acuan")))
    if not frames:
        return
    room.load(table, pl.concat(frames))
    only = "".join(
        f" AND CAST({quote(c)} AS VARCHAR) IN ({', '.join(map(text_literal, values))})"
        for c, values in rule.saring.items()
    )
    picked = "".join(
        f", CAST({quote(c)} AS VARCHAR) AS {n}" for c, n in zip(rule.per, names, strict=True)
    )
    grouped = ", ".join(["periode", *names])
    value = "count(*)" if rule.ukuran is None else f"sum({quote(rule.ukuran)})"
    whole = "TRUE" if rule.ukuran is None else f"count({quote(rule.ukuran)}) = count(*)"
    on = " AND ".join(f"a.{n} = d.{n}" for n in ["periode", *names])
    sql = (
        f"SELECT d.periode, {plain('d.jml')} AS nilai, {plain('a.jml')} AS acuan, a.periode_acuan, "
        f"{group_text(['periode', *names], 'd')} AS kelompok, "
        "coalesce(CAST(round(100.0 * abs(d.jml - a.jml) / nullif(abs(a.jml), 0), 1) AS VARCHAR) || ' %', 'dari nol') AS selisih "
        f"FROM (SELECT periode{picked}, {value} AS jml FROM data WHERE TRUE{only} GROUP BY {grouped} HAVING {whole}) d "
        f"JOIN {table} a ON {on} WHERE abs(d.jml - a.jml) > {rule.batas_relatif} * abs(a.jml) ORDER BY ALL"
    )
    params = {
        "acuan_dataset": other.dataset,
        "acuan_ukuran": other.ukuran or "banyaknya baris",
        "acuan_ukuran_en": other.ukuran or "number of rows",
        "fakta": rule.ukuran or "banyaknya baris",
        "fakta_en": rule.ukuran or "number of rows",
        "batas": percent(rule.batas_relatif),
        "alasan": rule.alasan,
    }
    yield AturanDataset(f"fakta_sama_{number}", "FAKTA_BERBEDA", sql, rule.ukuran, params)


def _other_period(room: RuangDataset, rule: FaktaSama, own: str) -> str | None:
    """The other dataset's period that tells of the same time; the last of a year's several."""
    if rule.pasangan_periode == "sama":
        return own
    year = Periode.parse(own).akhir.year
    curated = [Periode.parse(p) for p in room.reference.periode(rule.dengan.dataset)]
    same = [p for p in curated if p.akhir.year == year]
    return max(same, key=lambda p: (p.akhir, p.awal)).teks if same else None


def _spread(room: RuangDataset) -> Iterator[AturanDataset]:
    for rule in room.suite.sebaran:
        low = rule.jumlah_minimum if rule.jumlah_minimum is not None else Decimal("-1e30")
        high = rule.jumlah_maksimum if rule.jumlah_maksimum is not None else Decimal("1e30")
        measure, n = quote(rule.ukuran), room.measure_number[rule.ukuran]
        bounds = f"NOT BETWEEN {low:f} AND {high:f}"
        sql = (
            f"SELECT periode, {plain(f'jml_{n}')} AS nilai FROM ringkas_ukuran "
            f"WHERE isi_{n} = banyak_baris AND jml_{n} {bounds} ORDER BY periode"
        )
        asked = (
            f"SELECT periode, sum({measure}) AS nilai FROM data GROUP BY periode "
            f"HAVING count({measure}) = count(*) AND sum({measure}) {bounds}"
        )
        yield AturanDataset(
            f"sebaran_{rule.ukuran}",
            "SEBARAN_DI_LUAR_BATAS",
            sql,
            rule.ukuran,
            {
                "minimum": "-" if rule.jumlah_minimum is None else f"{low:f}",
                "maksimum": "-" if rule.jumlah_maksimum is None else f"{high:f}",
                "alasan": rule.alasan,
            },
            sql_kedua=asked,
        )
