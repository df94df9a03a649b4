"""Great Expectations as the second engine of the dataset stage: the run of record.

Belongs here: turning the declared rules into expectations over stored DuckDB tables and counting
their offences. Imported only by Dagster's run: loading the library costs seconds and 250 MiB.
"""

from __future__ import annotations

import functools
import os
import re
import tempfile
import uuid
from pathlib import Path
from typing import Any

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import duckdb
import great_expectations as gx
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)
from great_expectations.expectations.core.expect_compound_columns_to_be_unique import (
    ExpectCompoundColumnsToBeUnique,
)
from great_expectations.expectations.core.unexpected_rows_expectation import (
    UnexpectedRowsExpectation,
)
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy

from spbe_data.checks.dataset import AturanDataset, RuangDataset

_TABLES = ("data", "semesta", "semesta_setara", "versi_lalu", "seluruh", "urutan", "acuan_baris")


class ExpectationFailed(RuntimeError):
    """An expectation raised instead of judging."""


@event.listens_for(Engine, "after_cursor_execute")
def _buffer_duckdb(
    conn: Any, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool
) -> None:
    # DuckDB drops pending rows when the connection closes, and the library reads them after that.
    if conn.dialect.name == "duckdb" and cursor.description and context is not None:
        context.cursor_fetch_strategy = FullyBufferedCursorFetchStrategy(
            cursor, initial_buffer=cursor.fetchall(), alternate_description=cursor.description
        )


@functools.cache
def _context() -> Any:
    """One context a process, in memory: no store of theirs, no Data Docs, no call home."""
    return gx.get_context(
        mode="ephemeral",
        project_config=DataContextConfig(
            store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
            progress_bars=ProgressBarsConfig(globally=False),
            analytics_enabled=False,
        ),
    )


def _store(room: RuangDataset, path: Path) -> None:
    """Copy the room's tables into a database file, where they are checked at rest."""
    room.con.execute(f"ATTACH '{path}' AS rekam")
    names = [
        row[0]
        for row in room.con.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'memory'"
        ).fetchall()
    ]
    for name in names:
        room.con.execute(f'CREATE TABLE rekam."{name}" AS SELECT * FROM memory."{name}"')
    room.con.execute("DETACH rekam")


def _expectation(rule: AturanDataset, room: RuangDataset) -> Any:
    """The declared rule as an expectation: native where the library has one, else its query."""
    if rule.kode == "KUNCI_GANDA":
        return ExpectCompoundColumnsToBeUnique(
            column_list=["periode", *room.standard.kunci], ignore_row_if="any_value_is_missing"
        )
    query = re.sub(r"\b(FROM|JOIN) data\b", r"\1 {batch}", rule.sql)
    return UnexpectedRowsExpectation(unexpected_rows_query=query, description=rule.kode)


def _count(rule: AturanDataset, result: Any, room: RuangDataset) -> int:
    info = str(result.exception_info or "")
    if "'raised_exception': True" in info:
        raise ExpectationFailed(f"{rule.id}: {info[:2000]}")
    if rule.kode == "KUNCI_GANDA":
        # The library counts rows, our rule groups; both say the same about "any".
        groups = len(room.offences(rule))
        return groups if (not result.success) == bool(groups) else -1
    return int(result.result.get("observed_value", 0) or 0)


def verify(room: RuangDataset) -> dict[str, int]:
    """Offences per rule id, by Great Expectations over a DuckDB file.

    Raises :class:`ExpectationFailed` when an expectation could not be judged.
    """
    with tempfile.TemporaryDirectory(prefix="spbe-gx-") as folder:
        path = Path(folder) / "periksa.duckdb"
        duckdb.connect(str(path)).close()
        _store(room, path)
        context = _context()
        source = context.data_sources.add_sql(
            f"periksa_{uuid.uuid4().hex[:8]}",
            connection_string=f"duckdb:///{path}",
            create_temp_table=False,
        )
        asset = source.add_table_asset("data", table_name="data")
        batch = asset.add_batch_definition_whole_table("semua").get_batch()
        counts: dict[str, int] = {}
        for rule in room.rules:
            result = batch.validate(_expectation(rule, room), result_format="BASIC")
            counts[rule.id] = _count(rule, result, room)
        source.get_execution_engine().engine.dispose()
        context.data_sources.delete(source.name)
        return counts
