"""Reading the analysts' file: read-only, sandboxed, reopened when a new one is published.

Belongs here: connections for SQL that is not ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb


class GudangBelumAda(LookupError):
    """The analysts' file does not exist yet."""


class SqlDitolak(ValueError):
    """The SQL cannot be run; the message is DuckDB's, without a trace."""


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


def tanya(path: Path, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Columns and rows of one query. Raises :class:`GudangBelumAda`, :class:`SqlDitolak`."""
    with buka_baca(path) as con:
        try:
            cursor = con.execute(sql)
            return [d[0] for d in cursor.description or ()], cursor.fetchall()
        except duckdb.Error as exc:
            raise SqlDitolak(str(exc)) from exc
