"""Reading the analysts' file: read-only, sandboxed, reopened when a new one is published.

Belongs here: connections for SQL that is not ours.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb


class GudangBelumAda(LookupError):
    """The analysts' file does not exist yet."""


class SqlDitolak(ValueError):
    """The SQL cannot be run; the message says why, with DuckDB's own words and no trace."""


@contextmanager
def buka_baca(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection that can reach no other file and change no setting.

    Opening costs about 10 ms, so callers open per request. DuckDB shares one database among all
    connections of a process to the same path: the newest file is seen once the older ones are
    closed. Raises :class:`GudangBelumAda`.
    """
    if not path.is_file():
        raise GudangBelumAda(
            f"Gudang data {path} belum ada. Jalankan 'spbe build' atau 'spbe up' lebih dahulu."
        )
    con = duckdb.connect(
        str(path),
        read_only=True,
        config={
            "enable_external_access": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        },
    )
    try:
        con.execute("SET lock_configuration = true")
        yield con
    finally:
        con.close()


DETIK = 60
"""Longest time that one foreign query may take."""

_CHUNK = 10_000


@contextmanager
def potongan(path: Path, sql: str) -> Iterator[tuple[list[str], Iterator[tuple[Any, ...]]]]:
    """Columns and rows of one query, fetched in portions, ended after :data:`DETIK` seconds.

    Raises :class:`GudangBelumAda`, :class:`SqlDitolak` (also while rows are read).
    """
    with buka_baca(path) as con:
        timer = threading.Timer(DETIK, con.interrupt)
        timer.daemon = True
        timer.start()
        try:
            try:
                statements = con.extract_statements(sql)
                if len(statements) != 1:
                    raise SqlDitolak(
                        f"Tulis tepat satu perintah SQL; yang terbaca {len(statements)}."
                    )
                cursor = con.execute(statements[0])
            except duckdb.Error as exc:
                raise _refusal(exc) from exc
            yield [d[0] for d in cursor.description or ()], _rows(cursor)
        finally:
            timer.cancel()


def _rows(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while True:
        try:
            rows = cursor.fetchmany(_CHUNK)
        except duckdb.Error as exc:
            raise _refusal(exc) from exc
        if not rows:
            return
        yield from rows


def _refusal(exc: duckdb.Error) -> SqlDitolak:
    if isinstance(exc, duckdb.InterruptException):
        return SqlDitolak(
            f"SQL dihentikan setelah {DETIK} detik. Persempit dengan WHERE atau LIMIT."
        )
    return SqlDitolak(f"SQL tidak dapat dijalankan. Kata DuckDB: {exc}")


def tanya(path: Path, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Columns and all rows of one query. Raises :class:`GudangBelumAda`, :class:`SqlDitolak`."""
    with potongan(path, sql) as (columns, rows):
        return columns, list(rows)
