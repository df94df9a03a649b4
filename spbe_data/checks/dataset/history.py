"""The file against what is curated already: the last version, and the period before.

Belongs here: row count, revision (bounded and measured), jumps, and codes that change along the
series. Curated rows are loaded only for the periods that a rule compares with; a dataset without
any history costs nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import polars as pl

from spbe_data.checks.dataset.coverage import keys_without_time, neighbours
from spbe_data.checks.dataset.rule import AturanDataset, group_text, percent, plain, quote, same
from spbe_data.identifiers.periode import Periode
from spbe_data.standards.models import Kolom

if TYPE_CHECKING:
    from spbe_data.checks.dataset.room import RuangDataset


def history_rules(room: RuangDataset) -> Iterator[AturanDataset]:
    """All that needs a version or a period before."""
    own = room.standard.id
    before = (f for p in room.periods if (f := room.reference.kini(own, p)) is not None)
    revised = room.load_as_data("versi_lalu", before) > 0
    order = neighbours(room)
    if order:
        _load_order(room, order)
    if not revised and not order:
        return
    yield _row_count(room, ordered=bool(order))
    if revised:
        yield from _revisions(room)
    if order:
        if room.suite.tanpa_lonjakan is None:
            yield from _jumps(room)
        yield from _codes(room, order)


def _load_order(room: RuangDataset, order: list[tuple[str, str]]) -> None:
    """``urutan``: each period and the one before; ``seluruh``: the file and those other periods."""
    room.load(
        "urutan",
        pl.DataFrame(order, schema={"periode": pl.String, "sebelumnya": pl.String}, orient="row"),
    )
    others = sorted({before for _now, before in order} - set(room.periods))
    frames = (f for p in others if (f := room.reference.kini(room.standard.id, p)) is not None)
    room.load_as_data("periode_lain", frames)
    room.con.execute(
        "CREATE OR REPLACE VIEW seluruh AS SELECT * FROM data UNION ALL SELECT * FROM periode_lain"
    )


def _row_count(room: RuangDataset, *, ordered: bool) -> AturanDataset:
    reference = "SELECT periode, periode AS periode_acuan, count(*) AS acuan FROM versi_lalu GROUP BY periode"
    if ordered:
        reference += (
            " UNION ALL SELECT u.periode, u.sebelumnya, s.acuan FROM urutan u JOIN "
            "(SELECT periode, banyak_baris AS acuan FROM ringkas_ukuran UNION ALL "
            "SELECT periode, count(*) FROM periode_lain GROUP BY periode) s "
            "ON s.periode = u.sebelumnya WHERE u.periode NOT IN (SELECT periode FROM versi_lalu)"
        )
    room.con.execute(f"CREATE OR REPLACE TABLE acuan_baris AS {reference}")
    bounds = room.suite.jumlah_baris or room.policy.keluarga.jumlah_baris
    low = f"floor(acuan * {bounds.rasio_minimum})"
    high = f"ceil(acuan * {bounds.rasio_maksimum})"
    counted = "SELECT periode, banyak_baris AS nilai FROM ringkas_ukuran"
    sql = (
        f"SELECT * FROM (SELECT d.periode, d.nilai, a.periode_acuan, a.acuan, "
        f"CAST({low} AS BIGINT) AS minimum, CAST({high} AS BIGINT) AS maksimum "
        f"FROM ({counted}) d "
        "JOIN acuan_baris a ON a.periode = d.periode) "
        "WHERE nilai NOT BETWEEN minimum AND maksimum ORDER BY periode"
    )
    asked = sql.replace(counted, "SELECT periode, count(*) AS nilai FROM data GROUP BY periode")
    return AturanDataset("jumlah_baris", "JUMLAH_BARIS_MENYIMPANG", sql, None, sql_kedua=asked)


def _group(room: RuangDataset) -> str:
    return group_text(["periode", *keys_without_time(room)], "d")


def _revisions(room: RuangDataset) -> Iterator[AturanDataset]:
    bound = (room.suite.revisi or room.policy.keluarga.revisi).batas_relatif
    on = f"l.periode = d.periode AND {same(keys_without_time(room), 'l', 'd')}"
    for column in room.standard.ukuran:
        name = quote(column.nama)
        relative = f"100.0 * abs(d.{name} - l.{name}) / nullif(abs(l.{name}), 0)"
        sql = (
            f"SELECT d.periode, d.baris, {plain('d.' + name)} AS nilai, {plain('l.' + name)} AS acuan, "
            f"{_group(room)} AS kelompok, "
            f"CASE WHEN l.{name} = 0 THEN 'dari nol' ELSE CAST(round(100.0 * (d.{name} - l.{name}) / l.{name}, 1) AS VARCHAR) || ' %' END AS perubahan "
            f"FROM data d JOIN versi_lalu l ON {on} "
            f"WHERE abs(d.{name} - l.{name}) > {bound} * abs(l.{name}) ORDER BY d.baris"
        )
        limit = {"batas": percent(bound)}
        yield AturanDataset(f"revisi_{column.nama}", "REVISI_BESAR", sql, column.nama, limit)
        # How far figures are revised is told also where the bound is kept.
        sql = (
            "SELECT periode, berubah AS nilai, sama + berubah AS jumlah, "
            "CAST(round(100.0 * berubah / (sama + berubah), 1) AS VARCHAR) || ' %' AS bagian, "
            "coalesce(CAST(round(terbesar, 1) AS VARCHAR) || ' %', 'dari nol') AS terbesar FROM ("
            f"SELECT d.periode, count(*) FILTER (WHERE d.{name} IS DISTINCT FROM l.{name}) AS berubah, "
            f"count(*) FILTER (WHERE d.{name} IS NOT DISTINCT FROM l.{name}) AS sama, "
            f"max({relative}) FILTER (WHERE d.{name} IS DISTINCT FROM l.{name}) AS terbesar "
            f"FROM data d JOIN versi_lalu l ON {on} GROUP BY d.periode) WHERE berubah > 0 ORDER BY periode"
        )
        yield AturanDataset(f"terukur_{column.nama}", "REVISI_TERUKUR", sql, column.nama, limit)


def _jumps(room: RuangDataset) -> Iterator[AturanDataset]:
    bounds = room.suite.lonjakan or room.policy.keluarga.lonjakan
    on = f"l.periode = u.sebelumnya AND {same(keys_without_time(room), 'l', 'd')}"
    for column in room.standard.ukuran:
        name = quote(column.nama)
        sql = (
            f"SELECT d.periode, d.baris, {plain('d.' + name)} AS nilai, {plain('l.' + name)} AS acuan, "
            f"u.sebelumnya AS periode_acuan, {_group(room)} AS kelompok "
            f"FROM data d JOIN urutan u ON u.periode = d.periode JOIN seluruh l ON {on} "
            f"WHERE greatest(d.{name}, l.{name}) >= {bounds.abaikan_di_bawah} AND l.{name} > 0 "
            f"AND NOT (d.{name} BETWEEN l.{name} * {bounds.rasio_minimum} AND l.{name} * {bounds.rasio_maksimum}) "
            "ORDER BY d.baris"
        )
        yield AturanDataset(
            f"lonjakan_{column.nama}",
            "LONJAKAN",
            sql,
            column.nama,
            {"minimum": f"{bounds.rasio_minimum:f}", "maksimum": f"{bounds.rasio_maksimum:f}"},
        )


def _codes(room: RuangDataset, order: list[tuple[str, str]]) -> Iterator[AturanDataset]:
    """Codes of one version along the series: where another version begins, the break is named."""
    for number, column in enumerate(room.standard.kolom):
        if column.daftar is not None:
            entries = room.catalog.daftar[column.daftar].entri
            if not any(e.lain.get("pengganti") for e in entries):
                continue  # most lists; a long series would ask them for every pair of periods
        replaced = [
            (now, before, *pair)
            for now, before in order
            for pair in _replaced(room, column, Periode.parse(before), Periode.parse(now))
        ]
        used = room.distinct(column.nama) if replaced else frozenset()
        replaced = [row for row in replaced if row[3] in used]
        if not replaced:
            continue
        table, name = f"kode_seri_{number}", quote(column.nama)
        columns = ("periode", "sebelumnya", "lama", "baru", "versi_lama", "versi_baru")
        room.load(
            table, pl.DataFrame(replaced, schema=dict.fromkeys(columns, pl.String), orient="row")
        )
        sql = (
            "SELECT k.periode, k.sebelumnya AS periode_acuan, count(*) AS jumlah, "
            "string_agg(k.lama || ' menjadi ' || k.baru, '; ' ORDER BY k.lama, k.baru) AS nilai, "
            "k.versi_lama, k.versi_baru "
            f"FROM {table} k "
            f"WHERE EXISTS (SELECT 1 FROM data d WHERE d.periode = k.periode AND d.{name} = k.baru) "
            f"AND EXISTS (SELECT 1 FROM seluruh l WHERE l.periode = k.sebelumnya AND l.{name} = k.lama) "
            "GROUP BY k.periode, k.sebelumnya, k.versi_lama, k.versi_baru ORDER BY k.periode"
        )
        yield AturanDataset(f"kode_{column.nama}", "SERI_KODE_BERGANTI", sql, column.nama)


def _replaced(
    room: RuangDataset, column: Kolom, before: Periode, now: Periode
) -> Iterator[tuple[str, str, str, str]]:
    """(old, new, old version, new version) of what was replaced between two periods."""
    then, today = before.akhir, now.akhir
    if column.wilayah is not None:
        if column.wilayah.bagian != "kode" or column.wilayah.sistem != "kemendagri":
            return  # only Kemendagri codes are known to follow one another
        register, told = room.catalog.wilayah, room.catalog.keterangan_wilayah.get("wilayah")
        for row in register.berganti:
            if not row.berlaku(then, then) or row.berlaku(today, today):
                continue
            for code in row.para_pengganti:
                if any(w.berlaku(today, today) for w in register.kode(code, "kemendagri")):
                    versions = [told.versi_pada(day) if told else None for day in (then, today)]
                    old, new = (v.versi if v else "-" for v in versions)
                    yield row.kode_kemendagri, code, old, new
    elif column.daftar is not None:
        codes = room.catalog.daftar[column.daftar]
        valid = {e.kode: e.nama for e in codes.pada(today)}
        versions = [codes.keterangan.versi_pada(day) for day in (then, today)]
        old, new = (v.versi if v else "-" for v in versions)
        for entry in codes.pada(then):
            for code in entry.pengganti:
                if entry.kode not in valid and code in valid:
                    yield entry.nama, valid[code], old, new
