"""The analysts' tables of reference data: one query answers for any code of any list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from spbe_data.flows.house import Rumah
from spbe_data.flows.tables.reference import reference_tables
from spbe_data.warehouse.publish import terbitkan_gudang


@pytest.fixture
def con(rumah: Rumah) -> Iterator[duckdb.DuckDBPyConnection]:
    path = rumah.settings.duckdb
    terbitkan_gudang(path, reference_tables(rumah), [])
    with duckdb.connect(str(path), read_only=True) as made:
        yield made


def ask(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return con.execute(sql).fetchall()


def test_history_of_a_code_and_what_it_is_now(con: duckdb.DuckDBPyConnection) -> None:
    assert ask(
        con,
        "SELECT sistem, berlaku_sampai, pengganti, kode_kini, nama_kini, tanggal_diasumsikan "
        "FROM referensi.riwayat_kode WHERE kode = '32.16.01.2007'",
    ) == [
        ("kemendagri", dt.date(2022, 11, 8), "32.16.01.1007", "32.16.01.1007", "Setia Asih", True)
    ]
    assert ask(
        con,
        "SELECT DISTINCT kode_kini FROM referensi.riwayat_kode WHERE kode = '3216100002'",
    ) == [("3216100002",)]
    # The question of a reader in one query.
    assert ask(
        con,
        "SELECT bool_or(coalesce(berlaku_sejak <= DATE '2024-12-31', true) "
        "AND coalesce(berlaku_sampai >= DATE '2024-01-01', true)) FROM referensi.riwayat_kode "
        "WHERE daftar = 'wilayah' AND sistem = 'kemendagri' AND kode = '32.16.01.2007'",
    ) == [(False,)]


def test_every_code_of_every_list_has_a_history(
    con: duckdb.DuckDBPyConnection, rumah: Rumah
) -> None:
    counted = dict(ask(con, "SELECT daftar, count(*) FROM referensi.riwayat_kode GROUP BY 1"))
    for id_, codes in rumah.catalog.daftar.items():
        assert counted[id_] == len(codes.entri)
    assert ask(con, "SELECT count(*) FROM referensi.riwayat_kode WHERE kode_kini IS NULL") == [(0,)]


def test_changes_mappings_and_the_catalogue(con: duckdb.DuckDBPyConnection, rumah: Rumah) -> None:
    assert ask(
        con,
        "SELECT pada, jenis, kode_lama, kode_baru FROM referensi.perubahan WHERE jenis = 'diganti'",
    ) == [(dt.date(2022, 11, 9), "diganti", "32.16.01.2007", "32.16.01.1007")]
    assert ask(
        con, "SELECT ke FROM referensi.pemetaan WHERE dari_daftar = 'kbli_2020' ORDER BY ke"
    ) == [("J",), ("K",)]
    assert ask(
        con,
        "SELECT ke FROM referensi.pemetaan WHERE ke_daftar = 'wilayah_bps' AND dari = '32.16.18'",
    ) == [("3216010",)]
    listed = {row[0] for row in ask(con, "SELECT id FROM referensi.daftar")}
    assert listed == {*rumah.catalog.daftar, "wilayah"}
    assert ask(con, "SELECT count(*) FROM referensi.versi_daftar WHERE daftar = 'wilayah'") == [
        (3,)
    ]


def test_the_same_content_is_not_loaded_again(rumah: Rumah) -> None:
    path = rumah.settings.duckdb
    assert "referensi.riwayat_kode" in terbitkan_gudang(path, reference_tables(rumah), [])
    assert terbitkan_gudang(path, reference_tables(rumah), []) == []
