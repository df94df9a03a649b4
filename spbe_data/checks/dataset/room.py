"""The room of the dataset stage: table ``data``, what it is compared with, and the rules over it.

Belongs here: the tables in one DuckDB connection, loaded only where a rule reads them, and running
a rule. What the rules say is in the families beside this module. Nothing here copies ``data`` or
holds it in memory: a table larger than memory stays where the connection keeps it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import duckdb
import polars as pl

from spbe_data.checks.dataset.coverage import coverage_rules
from spbe_data.checks.dataset.history import history_rules
from spbe_data.checks.dataset.keys import key_rules
from spbe_data.checks.dataset.registers import register_rules
from spbe_data.checks.dataset.rule import AturanDataset, quote
from spbe_data.checks.dataset.sums import sum_rules
from spbe_data.checks.dataset.values import value_rules
from spbe_data.checks.reference import Acuan
from spbe_data.identifiers.periode import Periode
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.models import Standar
from spbe_data.standards.policy import Kebijakan, Suite

CHUNK = 100_000
"""Rows of offences that are in memory at once."""


class RuangDataset:
    """The tables that dataset-level rules read, in one DuckDB connection, and the rules themselves.

    ``con`` holds the table ``data`` already: ``baris`` (BIGINT), ``periode`` (VARCHAR) and the
    standard's columns in their types (:func:`spbe_data.checks.dataset.frame.typed_frame`).
    ``periode``: every period that occurs in it, in any order.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        standard: Standar,
        catalog: Catalog,
        policy: Kebijakan,
        reference: Acuan,
        periode: Sequence[str],
        kode_induk: str,
    ) -> None:
        self.con = con
        self.standard = standard
        self.catalog = catalog
        self.policy = policy
        self.suite = catalog.suite_of(standard.id) or Suite(sumber="kebijakan")
        self.reference = reference
        self.kode_induk = kode_induk
        self.periods = sorted(set(periode), key=Periode.parse)
        described = con.execute("DESCRIBE data").fetchall()
        self._given = {
            row[0] for row in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        }
        self.types: dict[str, str] = {row[0]: row[1] for row in described}
        """DuckDB types of ``data``, by column."""
        self._counts: dict[str, int] = {}
        self._digest_measures()
        self._digest_areas()
        self.rules = tuple(
            itertools.chain(
                key_rules(self),
                coverage_rules(self),
                history_rules(self),
                sum_rules(self),
                value_rules(self),
                register_rules(self),
            )
        )

    @classmethod
    def dari_bingkai(
        cls,
        con: duckdb.DuckDBPyConnection,
        standard: Standar,
        catalog: Catalog,
        policy: Kebijakan,
        reference: Acuan,
        data: pl.DataFrame,
        kode_induk: str,
    ) -> RuangDataset:
        """The room over a frame in memory: for tests and small files."""
        load(con, "data", data)
        periods = data["periode"].unique().to_list()
        return cls(con, standard, catalog, policy, reference, periods, kode_induk)

    def has(self, table: str) -> bool:
        """Whether whoever opened the room left a table of this name in it."""
        return table in self._given

    # -- tables -----------------------------------------------------------------------------------

    def load(self, name: str, frame: pl.DataFrame) -> None:
        """Make (or replace) the table ``name`` of ``frame``."""
        load(self.con, name, frame)

    def load_as_data(self, name: str, frames: Iterator[pl.DataFrame]) -> int:
        """Make the table ``name`` with the columns of ``data``, one frame after the other; rows."""
        self.con.execute(f"CREATE OR REPLACE TABLE {quote(name)} AS SELECT * FROM data LIMIT 0")
        rows = 0
        for frame in frames:
            columns = [c for c in self.types if c in frame.columns]
            picked = ", ".join(f"CAST({quote(c)} AS {self.types[c]})" for c in columns)
            names = ", ".join(quote(c) for c in columns)
            self.con.register("__masuk", frame.select(columns).to_arrow())
            self.con.execute(f"INSERT INTO {quote(name)} ({names}) SELECT {picked} FROM __masuk")
            self.con.unregister("__masuk")
            rows += frame.height
        return rows

    def _digest_measures(self) -> None:
        """``ringkas_ukuran``: of each period the rows (``banyak_baris``), and of each measure how
        many are filled (``isi_0``), least, greatest, sum, and how many lie between 0 and 1."""
        summed = dict.fromkeys(rule.ukuran for rule in self.suite.sebaran)
        measures = dict.fromkeys([*(c.nama for c in self.standard.ukuran), *summed])
        self.measure_number = {name: number for number, name in enumerate(measures)}
        parts = ["periode", "count(*) AS banyak_baris"]
        for measure, n in self.measure_number.items():
            name = quote(measure)
            parts.append(
                f"count({name}) AS isi_{n}, min({name}) AS min_{n}, max({name}) AS max_{n}"
            )
            if measure in summed:
                parts.append(f"sum({name}) AS jml_{n}")
            parts.append(f"count(*) FILTER (WHERE {name} > 0 AND {name} < 1) AS pecahan_{n}")
        self.con.execute(
            f"CREATE OR REPLACE TABLE ringkas_ukuran AS SELECT {', '.join(parts)} FROM data GROUP BY periode"
        )

    def _digest_areas(self) -> None:
        """``ringkas``: the combinations of period, area columns and dimensions of coverage in
        ``data``, with the number of rows. One pass over the rows instead of one a question."""
        scope = self.standard.cakupan
        columns = dict.fromkeys(
            [
                "periode",
                *(c.nama for c in self.standard.kolom if c.peran == "wilayah"),
                *(scope.untuk_setiap if scope else ()),
            ]
        )
        self.digested = frozenset(columns)
        if len(columns) == 1:
            self.con.execute(
                "CREATE OR REPLACE TABLE ringkas AS SELECT periode, banyak_baris FROM ringkas_ukuran"
            )
            return
        names = ", ".join(quote(c) for c in columns)
        self.con.execute(
            f"CREATE OR REPLACE TABLE ringkas AS SELECT {names}, count(*) AS banyak_baris "
            f"FROM data GROUP BY {names}"
        )

    def distinct(self, column: str) -> frozenset[str]:
        """The values of one column of ``data`` as text; blanks apart."""
        name, table = quote(column), "ringkas" if column in self.digested else "data"
        rows = self.con.execute(
            f"SELECT DISTINCT CAST({name} AS VARCHAR) FROM {table} WHERE {name} IS NOT NULL"
        ).fetchall()
        return frozenset(row[0] for row in rows)

    def exists(self, sql: str) -> bool:
        """Whether the query returns any row."""
        return self.con.execute(f"SELECT 1 FROM ({sql}) LIMIT 1").fetchone() is not None

    # -- running ----------------------------------------------------------------------------------

    def offences(self, rule: AturanDataset) -> Iterator[pl.DataFrame]:
        """The rows a rule objects to, in pieces of at most :data:`CHUNK` rows."""
        total = 0
        # On the connection itself: ``data`` may be a temporary view, which a cursor does not see.
        # So nothing else may be asked of it before the last piece is taken.
        for batch in self.con.execute(rule.sql).to_arrow_reader(CHUNK):
            if batch.num_rows:
                total += batch.num_rows
                frame = pl.from_arrow(batch)
                assert isinstance(frame, pl.DataFrame)
                yield frame
        self._counts[rule.id] = total

    def count(self, rule: AturanDataset) -> int:
        """How many rows a rule objects to (known already when :meth:`offences` ran to its end)."""
        if rule.id not in self._counts:
            found: Any = self.con.execute(f"SELECT count(*) FROM ({rule.sql})").fetchone()
            self._counts[rule.id] = int(found[0])
        return self._counts[rule.id]


def load(con: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    """Make (or replace) the table ``name`` of ``frame``."""
    con.register("__masuk", frame.to_arrow())
    con.execute(f"CREATE OR REPLACE TABLE {quote(name)} AS SELECT * FROM __masuk")
    con.unregister("__masuk")
