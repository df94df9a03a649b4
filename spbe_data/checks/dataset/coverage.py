"""What must be there: every area of the universe, once, and every period of the calendar.

Belongs here: coverage of the standard's universe as of each period, areas counted twice under an
old and a new code, and gaps between the periods of a series.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import polars as pl

from spbe_data.checks.dataset.rule import AturanDataset, quote
from spbe_data.identifiers.periode import Periode
from spbe_data.standards.models import Cakupan, Kolom

if TYPE_CHECKING:
    from spbe_data.checks.dataset.room import RuangDataset


def coverage_rules(room: RuangDataset) -> Iterator[AturanDataset]:
    """Areas and periods that are missing, and areas that are there twice."""
    if room.standard.cakupan is not None:
        yield _coverage(room, room.standard.cakupan)
        yield from _one_code_an_area(room, room.standard.cakupan)
    yield from _gaps(room)


def keys_without_time(room: RuangDataset) -> list[str]:
    """The key's columns apart from those that tell the period."""
    time = set(room.standard.kolom_waktu)
    return [k for k in room.standard.kunci if k not in time]


def _coverage(room: RuangDataset, scope: Cakupan) -> AturanDataset:
    code = _coverage_code(room, scope.tingkat)
    assert code.wilayah is not None
    system = code.wilayah.sistem
    rows: list[dict[str, str]] = []
    for text in room.periods:
        for area in room.catalog.wilayah.semesta(
            scope.tingkat, Periode.parse(text), jenis=scope.jenis or None, induk=room.kode_induk
        ):
            value = area.kode_kemendagri if system == "kemendagri" else area.kode_bps
            rows.append({"periode": text, "kode": value or area.kode_kemendagri, "nama": area.nama})
    universe = pl.DataFrame(
        rows, schema={"periode": pl.String, "kode": pl.String, "nama": pl.String}
    )
    size = universe.height // max(len(room.periods), 1)
    for name in scope.untuk_setiap:
        listed = room.standard.satu(name).daftar
        if listed:
            universe = universe.join(_list_values(room, name, listed), on="periode")
            continue
        values = sorted(room.distinct(name))
        universe = universe.join(
            pl.DataFrame({name: values}, schema={name: pl.String}), how="cross"
        )
    # Successor and predecessor are one place: in the year of the change both are right, and in
    # other years the wrong one has a finding of its own.
    room.load("semesta", universe)
    room.load("semesta_setara", _equivalents(room, universe, system))
    dims = [quote(d) for d in scope.untuk_setiap]
    there = ", ".join(
        ["periode", f"{quote(code.nama)} AS kode", *(f"CAST({d} AS VARCHAR) AS {d}" for d in dims)]
    )
    join = " AND ".join(
        ["h.periode = s.periode", "h.kode = e.setara", *(f"h.{d} = s.{d}" for d in dims)]
    )
    label = f"concat_ws(', ', {', '.join('s.' + d for d in dims)})" if dims else "''"
    sql = (
        "SELECT periode, kode AS nilai, nama, CASE WHEN kurang = semua THEN '' ELSE ' (' || rincian || ')' END AS untuk "
        "FROM (SELECT s.periode, s.kode, s.nama, count(*) FILTER (WHERE NOT ada) AS kurang, count(*) AS semua, "
        f"string_agg(untuk, '; ' ORDER BY untuk) FILTER (WHERE NOT ada) AS rincian FROM ("
        f"SELECT s.periode, s.kode, s.nama, {label} AS untuk, bool_or(h.kode IS NOT NULL) AS ada "
        f"FROM semesta s JOIN semesta_setara e ON e.kode = s.kode LEFT JOIN "
        f"(SELECT DISTINCT {there} FROM ringkas) h ON {join} "
        f"GROUP BY ALL) s GROUP BY ALL) WHERE kurang > 0 ORDER BY periode, kode"
    )
    kinds = f" ({' dan '.join(scope.jenis)} saja)" if scope.jenis else ""
    return AturanDataset(
        "cakupan",
        "CAKUPAN_KURANG",
        sql,
        None,
        {
            "jumlah_semesta": size,
            "tingkat_wilayah": scope.tingkat.replace("_", "/"),
            "jenis_semesta": kinds,
        },
        sql_kedua=re.sub(r"\bFROM ringkas\b", "FROM data", sql),
    )


def _list_values(room: RuangDataset, column: str, list_id: str) -> pl.DataFrame:
    """The names of a code list as of the last day of each period of the file."""
    codes = room.catalog.daftar[list_id]
    rows = [
        {"periode": text, column: entry.nama}
        for text in room.periods
        for entry in codes.pada(Periode.parse(text).akhir)
    ]
    return pl.DataFrame(rows, schema={"periode": pl.String, column: pl.String})


def _coverage_code(room: RuangDataset, level: str) -> Kolom:
    """The code column that tells coverage: Kemendagri's, unless the file fills only BPS's."""
    columns = [
        c for c in room.standard.kolom_wilayah("kode") if c.wilayah and c.wilayah.tingkat == level
    ]
    columns.sort(key=lambda c: c.wilayah is not None and c.wilayah.sistem == "bps")
    return next((c for c in columns if room.distinct(c.nama)), columns[0])


def _equivalents(room: RuangDataset, universe: pl.DataFrame, system: str) -> pl.DataFrame:
    pairs = {(code, code) for code in universe["kode"].to_list()}
    if system == "kemendagri":
        for row in room.catalog.wilayah.berganti:
            for code in row.para_pengganti:
                pairs.add((code, row.kode_kemendagri))
                pairs.add((row.kode_kemendagri, code))
    return pl.DataFrame(
        sorted(pairs), schema={"kode": pl.String, "setara": pl.String}, orient="row"
    )


def _one_code_an_area(room: RuangDataset, scope: Cakupan) -> Iterator[AturanDataset]:
    """An area under its old and its new code in one period would be counted twice."""
    column = next(
        (
            c.nama
            for c in room.standard.kolom_wilayah("kode")
            if c.wilayah and (c.wilayah.sistem, c.wilayah.tingkat) == ("kemendagri", scope.tingkat)
        ),
        None,
    )
    # Only Kemendagri codes are known to follow one another.
    if column is None:
        return
    known = room.distinct(column)
    pairs = [
        (code, w.kode_kemendagri, w.nama)
        for w in room.catalog.wilayah.berganti
        for code in w.para_pengganti
        if {code, w.kode_kemendagri} <= known
    ]
    if not pairs:
        return
    room.load(
        "wilayah_berganti",
        pl.DataFrame(
            pairs,
            schema={"baru": pl.String, "lama": pl.String, "nama": pl.String},
            orient="row",
        ),
    )
    old, new = (f"{t}.{quote(column)}" for t in ("a", "b"))
    dims = [d for d in keys_without_time(room) if d != column]
    same = "".join(f" AND b.{quote(d)} IS NOT DISTINCT FROM a.{quote(d)}" for d in dims)
    sql = (
        f"SELECT a.periode, min(a.baris) AS baris, w.lama AS nilai, w.baru AS kode_lain, w.nama "
        f"FROM data a JOIN wilayah_berganti w ON {old} = w.lama "
        f"JOIN data b ON {new} = w.baru AND b.periode = a.periode{same} GROUP BY ALL ORDER BY ALL"
    )
    yield AturanDataset("wilayah_ganda", "WILAYAH_GANDA", sql, None)


def _gaps(room: RuangDataset) -> Iterator[AturanDataset]:
    """Periods between two periods of the series that are neither in the file nor curated."""
    if len(room.periods) < 2:
        return
    first, last = Periode.parse(room.periods[0]), Periode.parse(room.periods[-1])
    if {Periode.parse(p).frekuensi for p in room.periods} != {first.frekuensi}:
        return
    calendar = [p.teks for p in Periode.deret(first.frekuensi, first, last.akhir)]
    if len(calendar) == len(room.periods):
        return
    curated = set(room.reference.periode(room.standard.id))
    room.load(
        "kalender",
        pl.DataFrame(
            [(number, text, text in curated) for number, text in enumerate(calendar)],
            schema={"nomor": pl.Int64, "periode": pl.String, "dikurasi": pl.Boolean},
            orient="row",
        ),
    )
    sql = (
        "SELECT sesudah AS periode, sebelum AS periode_acuan, j.berikut - j.nomor - 1 AS nilai, "
        "CASE WHEN awal.nomor = ujung.nomor THEN awal.periode ELSE awal.periode || ' s.d. ' || ujung.periode END AS rentang, "
        "CASE WHEN awal.nomor = ujung.nomor THEN awal.periode ELSE awal.periode || ' to ' || ujung.periode END AS rentang_en FROM ("
        "SELECT nomor, periode AS sebelum, lead(nomor) OVER (ORDER BY nomor) AS berikut, "
        "lead(periode) OVER (ORDER BY nomor) AS sesudah FROM kalender "
        "WHERE dikurasi OR periode IN (SELECT periode FROM ringkas)) j "
        "JOIN kalender awal ON awal.nomor = j.nomor + 1 "
        "JOIN kalender ujung ON ujung.nomor = j.berikut - 1 "
        "WHERE berikut - j.nomor > 1 ORDER BY j.nomor"
    )
    asked = re.sub(r"\bFROM ringkas\b", "FROM data", sql)
    yield AturanDataset("kalender", "PERIODE_HILANG", sql, None, sql_kedua=asked)


def neighbours(room: RuangDataset) -> list[tuple[str, str]]:
    """Each period of the file and the one before it in the file or among the curated ones."""
    known = sorted({*room.periods, *room.reference.periode(room.standard.id)}, key=Periode.parse)
    return [(b, a) for a, b in itertools.pairwise(known) if b in room.periods]
