"""Publishing the analysts' DuckDB file: made aside, then renamed.

Belongs here: loading only what changed, and the swap. A reader opens either the old file or the
new one, never a half-written one; DuckDB itself would refuse readers while a writer has the file.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import polars as pl
from filelock import FileLock


@dataclass(frozen=True, slots=True)
class Muatan:
    """One table of the file: ``isi`` is made only when ``sidik`` differs from what is stored."""

    skema: str
    nama: str
    sidik: str
    isi: pl.DataFrame | tuple[Path, ...]
    komentar: str
    komentar_kolom: Mapping[str, str] = field(default_factory=dict)

    @property
    def penuh(self) -> str:
        return f'"{self.skema}"."{self.nama}"'


@dataclass(frozen=True, slots=True)
class Pandangan:
    """One view of the file."""

    skema: str
    nama: str
    sql: str
    komentar: str
    komentar_kolom: Mapping[str, str] = field(default_factory=dict)


_STATE = 'CREATE TABLE IF NOT EXISTS "katalog"."keadaan" (tabel VARCHAR PRIMARY KEY, sidik VARCHAR NOT NULL)'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _load(con: duckdb.DuckDBPyConnection, table: Muatan) -> None:
    if isinstance(table.isi, tuple):
        files = ", ".join(_text(str(path)) for path in table.isi)
        con.execute(
            f"CREATE OR REPLACE TABLE {table.penuh} AS SELECT * FROM read_parquet([{files}], union_by_name=true)"
        )
    else:
        con.register("__isi", table.isi.to_arrow())
        con.execute(f"CREATE OR REPLACE TABLE {table.penuh} AS SELECT * FROM __isi")
        con.unregister("__isi")


def _comment(
    con: duckdb.DuckDBPyConnection, kind: str, full: str, comment: str, columns: Mapping[str, str]
) -> None:
    con.execute(f"COMMENT ON {kind} {full} IS {_text(comment)}")
    known = {row[0] for row in con.execute(f"DESCRIBE {full}").fetchall()}
    for name, words in columns.items():
        if name in known:
            con.execute(f'COMMENT ON COLUMN {full}."{name}" IS {_text(words)}')


def terbitkan_gudang(path: Path, tables: Sequence[Muatan], views: Sequence[Pandangan]) -> list[str]:
    """Bring the file at ``path`` to hold exactly ``tables`` and ``views``; names of what changed.

    One publisher at a time (a lock file); readers are never disturbed. Nothing is written when
    nothing changed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(str(path.with_suffix(".lock"))):
        wanted = {f"{t.skema}.{t.nama}": t.sidik for t in tables}
        wanted |= {f"{v.skema}.{v.nama}": f"pandangan {v.sql} {v.komentar}" for v in views}
        stored = _stored_state(path)
        changed = sorted(name for name, digest in wanted.items() if stored.get(name) != digest)
        gone = sorted(set(stored) - set(wanted))
        if not changed and not gone:
            return []
        temporary = path.with_name(f".{path.name}.baru")
        for leftover in (temporary, temporary.with_name(temporary.name + ".wal")):
            leftover.unlink(missing_ok=True)
        if path.is_file():
            shutil.copyfile(path, temporary)
        with duckdb.connect(str(temporary)) as con:
            _apply(con, tables, views, set(changed), gone)
            con.execute("CHECKPOINT")
        with temporary.open("rb") as handle:
            os.fsync(handle.fileno())
        # Readers only: what an analyst changed here would ride along into the next file.
        temporary.chmod(0o444)
        temporary.replace(path)
        return changed + gone


def _stored_state(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    with duckdb.connect(str(path), read_only=True) as con:
        return dict(con.execute('SELECT tabel, sidik FROM "katalog"."keadaan"').fetchall())


def _apply(
    con: duckdb.DuckDBPyConnection,
    tables: Sequence[Muatan],
    views: Sequence[Pandangan],
    changed: set[str],
    gone: Sequence[str],
) -> None:
    for schema in sorted({t.skema for t in tables} | {v.skema for v in views} | {"katalog"}):
        con.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
    con.execute(_STATE)
    # Views first away, since tables under them may change shape.
    for schema, name in con.execute(
        "SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal"
    ).fetchall():
        con.execute(f'DROP VIEW "{schema}"."{name}"')
    for full in gone:
        schema, name = full.split(".", 1)
        con.execute(f'DROP TABLE IF EXISTS "{schema}"."{name}"')
        con.execute('DELETE FROM "katalog"."keadaan" WHERE tabel = ?', [full])
    for table in tables:
        key = f"{table.skema}.{table.nama}"
        if key in changed:
            _load(con, table)
            _comment(con, "TABLE", table.penuh, table.komentar, table.komentar_kolom)
            con.execute(
                'INSERT OR REPLACE INTO "katalog"."keadaan" VALUES (?, ?)', [key, table.sidik]
            )
    for view in views:
        full = f'"{view.skema}"."{view.nama}"'
        con.execute(f"CREATE OR REPLACE VIEW {full} AS {view.sql}")
        _comment(con, "VIEW", full, view.komentar, view.komentar_kolom)
        con.execute(
            'INSERT OR REPLACE INTO "katalog"."keadaan" VALUES (?, ?)',
            [f"{view.skema}.{view.nama}", f"pandangan {view.sql} {view.komentar}"],
        )
