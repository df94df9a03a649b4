"""Whole columns that cannot be right although every cell is: one value only, fractions, other names.

Belongs here: measures that never vary, percentages written as fractions of one, and names that are
those of other areas than the codes beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import polars as pl

from spbe_data.checks.dataset.rule import AturanDataset, percent, plain, quote
from spbe_data.identifiers.nama import normal
from spbe_data.identifiers.periode import Periode
from spbe_data.standards.models import Kolom

if TYPE_CHECKING:
    from spbe_data.checks.dataset.room import RuangDataset


def value_rules(room: RuangDataset) -> Iterator[AturanDataset]:
    """What a column shows as a whole."""
    for column in room.standard.ukuran:
        yield _constant(room, column)
    unit = room.standard.standar_data.satuan.casefold()
    if unit == room.policy.keluarga.pecahan.satuan.casefold():
        for column in room.standard.ukuran:
            if column.tipe == "desimal":
                yield _fractions(room, column)
    for number, name in enumerate(room.standard.kolom_wilayah("nama")):
        yield from _names(room, number, name)


def _constant(room: RuangDataset, column: Kolom) -> AturanDataset:
    name, n = quote(column.nama), room.measure_number[column.nama]
    least = room.policy.keluarga.kolom_tetap.baris_minimum
    sql = (
        f"SELECT periode, {plain(f'min_{n}')} AS nilai, banyak_baris AS jumlah FROM ringkas_ukuran "
        f"WHERE min_{n} = max_{n} AND isi_{n} = banyak_baris AND banyak_baris >= {least} ORDER BY periode"
    )
    asked = (
        "SELECT periode FROM data GROUP BY periode HAVING "
        f"min({name}) = max({name}) AND count({name}) = count(*) AND count(*) >= {least}"
    )
    return AturanDataset(f"tetap_{column.nama}", "KOLOM_TETAP", sql, column.nama, sql_kedua=asked)


def _fractions(room: RuangDataset, column: Kolom) -> AturanDataset:
    name, n = quote(column.nama), room.measure_number[column.nama]
    least = room.policy.keluarga.pecahan.sel_minimum
    # A column of nothing but 0 and 1 may be percent as well; one number between tells.
    sql = (
        f"SELECT {plain(f'max(max_{n})')} AS nilai, sum(isi_{n}) AS jumlah FROM ringkas_ukuran "
        f"HAVING sum(isi_{n}) >= {least} AND min(min_{n}) >= 0 AND max(max_{n}) <= 1 "
        f"AND sum(pecahan_{n}) > 0"
    )
    asked = (
        f"SELECT count({name}) AS jumlah FROM data "
        f"HAVING count({name}) >= {least} AND min({name}) >= 0 AND max({name}) <= 1 "
        f"AND count(*) FILTER (WHERE {name} > 0 AND {name} < 1) > 0"
    )
    params = {"satuan": room.standard.standar_data.satuan}
    return AturanDataset(
        f"pecahan_{column.nama}", "PERSEN_BERUPA_PECAHAN", sql, column.nama, params, sql_kedua=asked
    )


def _names(room: RuangDataset, number: int, name: Kolom) -> Iterator[AturanDataset]:
    """Names of other areas in half of the rows or more: the column was moved, not misspelt."""
    area = name.wilayah
    assert area is not None
    code = next(
        (
            c.nama
            for c in room.standard.kolom_wilayah("kode")
            if c.wilayah and (c.wilayah.sistem, c.wilayah.tingkat) == (area.sistem, area.tingkat)
        ),
        None,
    )
    if code is None:
        return
    pairs = room.con.execute(
        f"SELECT DISTINCT {quote(code)}, {quote(name.nama)} FROM ringkas "
        f"WHERE {quote(code)} IS NOT NULL AND {quote(name.nama)} IS NOT NULL"
    ).fetchall()
    register = room.catalog.wilayah
    inside = room.kode_induk if area.tingkat in ("kecamatan", "desa_kelurahan") else None
    last = Periode.parse(room.periods[-1])
    known = {
        normal(text)
        for w in register.semesta(area.tingkat, last, induk=inside)
        for text in (w.nama, w.nama_bps)
        if text
    }
    wrong: list[tuple[str, str, str]] = []
    for kode, nama in pairs:
        rows = register.kode(kode, area.sistem)
        own = {normal(text) for w in rows for text in (w.nama, w.nama_bps) if text}
        if rows and normal(nama) not in own and normal(nama) in known:
            wrong.append((kode, nama, rows[-1].nama))
    if not wrong:
        return
    table = f"nama_lain_{number}"
    columns = ("kode", "nama", "seharusnya")
    room.load(table, pl.DataFrame(wrong, schema=dict.fromkeys(columns, pl.String), orient="row"))
    share = room.policy.keluarga.nama_lain.bagian_minimum
    sql = (
        f"SELECT salah AS nilai, semua AS jumlah, contoh_kode, contoh_nama, seharusnya FROM ("
        "SELECT count(w.kode) AS salah, count(*) AS semua, min(w.kode) AS contoh_kode, "
        "arg_min(w.nama, w.kode) AS contoh_nama, arg_min(w.seharusnya, w.kode) AS seharusnya "
        f"FROM (SELECT * FROM data) d LEFT JOIN {table} w ON w.kode = d.{quote(code)} AND w.nama = d.{quote(name.nama)} "
        f"WHERE d.{quote(code)} IS NOT NULL AND d.{quote(name.nama)} IS NOT NULL) WHERE salah >= {share} * semua"
    )
    yield AturanDataset(
        f"nama_lain_{name.nama}",
        "NAMA_WILAYAH_LAIN",
        sql,
        name.nama,
        {"kolom_kode": code, "batas": percent(share)},
    )
