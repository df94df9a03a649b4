"""The analysts' file as the portal reads it: one connection per published file, never a stale one.

Belongs here: opening, sharing and reopening. Does not belong here: what is asked (``datasets``,
``quality``, ``monev``).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import duckdb

from spbe_data.warehouse.query import GudangBelumAda, buka_baca

Cursor = duckdb.DuckDBPyConnection
Row = dict[str, Any]

_Stamp = tuple[int, int, int]


def literal(value: str | int) -> str:
    """``value`` as an SQL literal, for values that came out of the warehouse itself.

    Binding one Python parameter makes DuckDB import pandas and pyarrow (3 s, 100 MB), which this
    process must not hold. What a request says is first looked up among known values and never
    reaches SQL. DuckDB's plain strings know no escape but the doubled quote.
    """
    if isinstance(value, int):
        return str(int(value))
    return "'" + value.replace("'", "''") + "'"


def rows(con: Cursor, sql: str) -> list[Row]:
    """All rows of one query of ours, as dictionaries by column name."""
    result = con.execute(sql)
    names = [d[0] for d in result.description or ()]
    return [dict(zip(names, values, strict=True)) for values in result.fetchall()]


class Store:
    """Read access to the analysts' file, which a publisher replaces by rename at any time.

    DuckDB keeps an instance per path inside a process: opening the path again while an older
    connection is alive gives the *old* file. So when the file has changed, new readers wait until
    those before them are done (milliseconds), and only then is it opened anew.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = threading.Condition()
        self._readers = 0
        self._open = ExitStack()
        self._connection: Cursor | None = None
        self._stamp: _Stamp | None = None

    def _stamp_now(self) -> _Stamp | None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def _reopen(self, stamp: _Stamp | None) -> None:
        self._open.close()
        self._connection, self._stamp = None, None
        self._connection = self._open.enter_context(buka_baca(self._path))
        self._stamp = stamp

    def _enter(self) -> Cursor:
        with self._turn:
            while True:
                stamp = self._stamp_now()
                if self._connection is not None and stamp is not None and stamp == self._stamp:
                    self._readers += 1
                    return self._connection.cursor()
                if self._readers == 0:
                    self._reopen(stamp)
                else:
                    self._turn.wait()

    @contextmanager
    def read(self) -> Iterator[Cursor]:
        """A cursor on the newest published file; one per request, so a page is of one state.

        Raises :class:`~spbe_data.warehouse.query.GudangBelumAda`.
        """
        cursor = self._enter()
        try:
            yield cursor
        finally:
            cursor.close()
            with self._turn:
                self._readers -= 1
                self._turn.notify_all()

    def close(self) -> None:
        """End the connection; the next read opens it again."""
        with self._turn:
            self._open.close()
            self._connection, self._stamp = None, None


__all__ = ["Cursor", "GudangBelumAda", "Row", "Store", "literal", "rows"]
