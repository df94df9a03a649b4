"""The analysts' file: swapped whole, loaded only where changed, never in a reader's way."""

from __future__ import annotations

import threading
from pathlib import Path

import duckdb
import polars as pl
import pytest

from spbe_data.warehouse.publish import Muatan, Pandangan, terbitkan_gudang
from spbe_data.warehouse.query import GudangBelumAda, SqlDitolak, tanya
from spbe_data.warehouse.versions import BerkasVersiRusak, baca_versi, simpan_versi


def _table(name: str, value: int) -> Muatan:
    return Muatan(
        "kurasi", name, f"s{value}", pl.DataFrame({"n": [value] * 1000}), "uji", {"n": "nilai uji"}
    )


def test_only_what_changed_is_loaded_again(tmp_path: Path) -> None:
    path = tmp_path / "g.duckdb"
    assert terbitkan_gudang(path, [_table("a", 1), _table("b", 1)], []) == ["kurasi.a", "kurasi.b"]
    assert terbitkan_gudang(path, [_table("a", 1), _table("b", 1)], []) == []
    inode = path.stat().st_ino
    assert terbitkan_gudang(path, [_table("a", 2), _table("b", 1)], []) == ["kurasi.a"]
    assert path.stat().st_ino != inode
    assert path.stat().st_mode & 0o222 == 0
    assert tanya(path, "SELECT max(a.n), max(b.n) FROM kurasi.a, kurasi.b")[1] == [(2, 1)]


def test_what_is_gone_is_dropped_and_comments_stay(tmp_path: Path) -> None:
    path = tmp_path / "g.duckdb"
    view = Pandangan("kualitas", "v", "SELECT n FROM kurasi.a", "pandangan uji")
    terbitkan_gudang(path, [_table("a", 1), _table("b", 1)], [view])
    terbitkan_gudang(path, [_table("a", 1)], [view])
    tables = {row[0] for row in tanya(path, "SELECT table_name FROM duckdb_tables()")[1]}
    assert tables == {"a", "keadaan"}
    assert tanya(path, "SELECT comment FROM duckdb_columns() WHERE table_name = 'a'")[1] == [
        ("nilai uji",)
    ]
    assert tanya(path, "SELECT comment FROM duckdb_views() WHERE view_name = 'v'")[1] == [
        ("pandangan uji",)
    ]


def test_a_reader_sees_the_old_or_the_new_file_never_a_mix(tmp_path: Path) -> None:
    path = tmp_path / "g.duckdb"
    terbitkan_gudang(path, [_table("a", 0), _table("b", 0)], [])
    seen: list[tuple[int, int, int]] = []
    faults: list[Exception] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                with duckdb.connect(str(path), read_only=True) as con:
                    seen.append(
                        con.execute(
                            "SELECT min(a.n), max(a.n), (SELECT max(n) FROM kurasi.b) FROM kurasi.a"
                        ).fetchall()[0]
                    )
            except Exception as exc:
                faults.append(exc)
                return

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for value in range(1, 9):
        terbitkan_gudang(path, [_table("a", value), _table("b", value)], [])
    stop.set()
    for reader in readers:
        reader.join()
    assert not faults
    assert seen
    assert all(low == high == other for low, high, other in seen)


def test_a_left_over_of_a_crash_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "g.duckdb"
    terbitkan_gudang(path, [_table("a", 1)], [])
    (tmp_path / ".g.duckdb.baru").write_bytes(b"half written")
    terbitkan_gudang(path, [_table("a", 2)], [])
    assert tanya(path, "SELECT max(n) FROM kurasi.a")[1] == [(2,)]


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE x (a INT)",
        "COPY (SELECT 1) TO 'keluar.csv'",
        "SELECT * FROM read_csv('/etc/passwd')",
        "ATTACH 'lain.duckdb'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
        "bukan sql",
    ],
)
def test_foreign_sql_can_only_read_this_file(tmp_path: Path, sql: str) -> None:
    path = tmp_path / "g.duckdb"
    terbitkan_gudang(path, [_table("a", 1)], [])
    with pytest.raises(SqlDitolak):
        tanya(path, sql)


def test_no_file_yet_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(GudangBelumAda, match="spbe build"):
        tanya(tmp_path / "g.duckdb", "SELECT 1")


def test_a_version_file_is_whole_immutable_and_verified(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": ["x", None], "n": [1, 2]})
    name, digest = simpan_versi(tmp_path, "uji", "2024", 1, frame)
    assert simpan_versi(tmp_path, "uji", "2024", 1, frame) == (name, digest)
    assert baca_versi(tmp_path, name, digest).equals(frame)
    assert [p.name for p in (tmp_path / name).parent.iterdir()] == [Path(name).name]
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes() + b"x")
    with pytest.raises(BerkasVersiRusak):
        baca_versi(tmp_path, name, digest)


@pytest.mark.parametrize("sql", ["", "   ", "SELECT 1; SELECT 2"])
def test_exactly_one_statement(tmp_path: Path, sql: str) -> None:
    path = tmp_path / "g.duckdb"
    terbitkan_gudang(path, [_table("a", 1)], [])
    with pytest.raises(SqlDitolak, match="tepat satu"):
        tanya(path, sql)


def test_a_query_without_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "g.duckdb"
    terbitkan_gudang(path, [_table("a", 1)], [])
    monkeypatch.setattr("spbe_data.warehouse.query.DETIK", 0.3)
    with pytest.raises(SqlDitolak, match="dihentikan"):
        tanya(
            path,
            "SELECT count(*) FROM range(1000000000000) a, range(1000) b WHERE a.range * b.range = 7",
        )
