"""The table ``data`` of the dataset stage, gathered piece by piece.

Belongs here: where the typed rows wait until all are seen. One piece is only looked at (DuckDB reads
the frame in place); several wait in files beside, and DuckDB's memory is capped, so that rules over
the whole table may spill.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import polars as pl
import pyarrow as pa

from spbe_data.checks.dataset import quote, typed_frame
from spbe_data.checks.dataset.keys import CALON, SIDIK
from spbe_data.checks.prepare import Siap
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.models import Standar

_BATCH = 122_880
_SMALL = 50_000
MEMORI = "512MB"
"""What DuckDB may hold of a table that came in several pieces."""


class TabelData:
    """Gathers the typed rows of one check. ``table``: make a real table even of a single piece
    (a second engine copies tables)."""

    def __init__(self, standard: Standar, catalog: Catalog, *, table: bool) -> None:
        self.standard, self.catalog, self.table = standard, catalog, table
        self._first: pl.DataFrame | None = None
        self._con: duckdb.DuckDBPyConnection | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._pieces = 0
        self._reused = False
        self._needed = self._columns()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._con is not None:
            _give_back(self._con, reused=self._reused)
        if self._folder is not None:
            self._folder.cleanup()

    def tambah(self, ready: Siap) -> None:
        """Add the rows of one piece."""
        frame = typed_frame(
            self.standard, ready, self.catalog.wilayah, meant=True, only=self._needed
        )
        keys = list(self.standard.kunci)
        known = pl.all_horizontal(pl.col(keys).is_not_null())
        periods = [] if set(self.standard.kolom_waktu) <= set(keys) else ["periode"]
        hashed = pl.when(known).then(pl.struct(*periods, *keys).hash())
        frame = frame.with_columns(hashed.alias(SIDIK))
        self._pieces += 1
        if self._pieces == 1:
            self._first = frame
            return
        if self._folder is None:
            assert self._first is not None
            self._folder = tempfile.TemporaryDirectory(prefix="spbe-periksa-")
            self._write(self._first, 1)
            self._first = None
        self._write(frame, self._pieces)

    def _write(self, frame: pl.DataFrame, number: int) -> None:
        assert self._folder is not None
        path = Path(self._folder.name) / f"{number:05d}.parquet"
        frame.write_parquet(path, compression="lz4", statistics=False)

    def _columns(self) -> frozenset[str]:
        """Columns that a rule over the whole table may read: remarks only where a rule names them."""
        suite = self.catalog.suite_of(self.standard.id)
        named = {*self.standard.kunci, *(suite.kolom_disebut if suite else ())}
        return frozenset(
            c.nama
            for c in self.standard.kolom
            if c.peran != "keterangan" or c.nama in named or c.tipe != "teks"
        )

    def siap(self, periods: Sequence[str], all_periods: Sequence[str]) -> duckdb.DuckDBPyConnection:
        """The connection with ``data``: the rows of ``periods`` only."""
        small = self._folder is None and self._first is not None and self._first.height < _SMALL
        self._reused = small and not self.table
        self._con = con = _borrow() if self._reused else duckdb.connect(":memory:")
        if self._folder is not None:
            con.execute(f"SET memory_limit = '{MEMORI}'")
            con.execute(f"SET temp_directory = '{self._folder.name}'")
            source = f"read_parquet('{self._folder.name}/*.parquet')"
        else:
            assert self._first is not None
            con.register("__calon", _doubled(self._first).to_arrow())
            con.execute(f"CREATE TABLE {CALON} AS SELECT * FROM __calon")
            frame = self._first.drop(SIDIK)
            con.register("__data", _in_batches(frame))
            # DuckDB would push a comparison of text down to the frame, where nothing knows polars'
            # layout of text; an expression stays with DuckDB.
            picked = ", ".join(
                f"{quote(name)} || '' AS {quote(name)}" if kind == pl.String else quote(name)
                for name, kind in frame.schema.items()
            )
            source = f"(SELECT {picked} FROM __data)"
        where = ""
        if list(periods) != list(all_periods):
            kept = ", ".join(f"'{p}'" for p in periods)
            where = f" WHERE periode IN ({kept})"
        kind = "TABLE" if self.table else "TEMP VIEW"
        con.execute(f"CREATE {kind} data AS SELECT * FROM {source}{where}")
        return con


_kept = threading.local()


def _borrow() -> duckdb.DuckDBPyConnection:
    """This thread's connection, in an empty database: to open an engine takes longer than to ask a
    thousand rows. One thread, since few rows are looked at sooner than handed out."""
    con: duckdb.DuckDBPyConnection | None = getattr(_kept, "con", None)
    if con is None:
        con = _kept.con = duckdb.connect(":memory:", config={"threads": 1})
    con.execute("ATTACH ':memory:' AS periksa")
    con.execute("USE periksa")
    return con


def _give_back(con: duckdb.DuckDBPyConnection, *, reused: bool) -> None:
    if not reused:
        con.close()
        return
    try:
        con.execute("USE memory")
        con.execute("DETACH periksa")
        con.execute("DROP VIEW IF EXISTS temp.data")
        for name in ("__data", "__calon"):
            con.unregister(name)
    except duckdb.Error:
        # Whatever state it is in: the next check gets a new one.
        _kept.con = None
        con.close()


def _doubled(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows whose key may stand twice: of a whole table in memory that is soon told, and leaves
    the exact question for few rows."""
    ordered = frame[SIDIK].drop_nulls().sort()
    twice = ordered.filter(ordered == ordered.shift(1))
    return frame.filter(pl.col(SIDIK).is_in(twice.implode())) if len(twice) else frame.head(0)


def _in_batches(frame: pl.DataFrame) -> pa.Table:
    """The frame in place, cut into batches, since DuckDB gives each thread batches of its own."""
    whole = frame.to_arrow(compat_level=pl.CompatLevel.newest())
    return pa.Table.from_batches(whole.to_batches(max_chunksize=_BATCH), whole.schema)
