"""Great Expectations as the second engine of the dataset stage: the run of record.

Belongs here: turning the declared rules into expectations over the tables that DuckDB holds and
counting their offences. Imported only by Dagster's run: loading the library costs seconds and
250 MiB.
"""

from __future__ import annotations

import functools
import os
import re
import uuid
from typing import Any, ClassVar

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import great_expectations as gx
from duckdb_sqlalchemy import ConnectionWrapper
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)
from great_expectations.expectations.core.unexpected_rows_expectation import (
    UnexpectedRowsExpectation,
)
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy

from spbe_data.checks.dataset import AturanDataset, RuangDataset


class ExpectationFailed(RuntimeError):
    """An expectation raised instead of judging."""


class JumlahBarisMelanggar(UnexpectedRowsExpectation):
    """Great Expectations' expectation on a query, counted only: offences by the million are not
    read into Python a second time."""

    metric_dependencies: ClassVar[tuple[str, ...]] = ("unexpected_rows_query.row_count",)

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: Any = None,
    ) -> dict[str, Any]:
        count = int(metrics["unexpected_rows_query.row_count"])
        return {"success": count == 0, "result": {"observed_value": count}}


@event.listens_for(Engine, "after_cursor_execute")
def _buffer_duckdb(
    conn: Any, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool
) -> None:
    # DuckDB drops pending rows when the connection closes, and the library reads them after that.
    if conn.dialect.name == "duckdb" and cursor.description and context is not None:
        context.cursor_fetch_strategy = FullyBufferedCursorFetchStrategy(
            cursor, initial_buffer=cursor.fetchall(), alternate_description=cursor.description
        )


def _use_connection(engine: Engine, room: RuangDataset) -> None:
    """Let the library's engine speak to the room's own connection.

    A second connection by address would need the very same configuration, or a copy of the data.
    """

    def connect(*_asked: Any) -> ConnectionWrapper:
        return ConnectionWrapper(room.con.cursor())

    event.listen(engine, "do_connect", connect)
    engine.dispose()


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


def _expectation(rule: AturanDataset) -> Any:
    """The declared rule as an expectation: no row answers its query.

    Not the library's own expectation on compound keys: it takes four times as long (it joins the
    whole table with its groups, twice) to say the same.
    """
    # The library puts a named subquery for the batch, so the rule's own name goes around it.
    query = re.sub(
        r"\b(FROM|JOIN) data\b", r"\1 (SELECT * FROM {batch})", rule.sql_kedua or rule.sql
    )
    return JumlahBarisMelanggar(unexpected_rows_query=query, description=rule.kode)


def _count(rule: AturanDataset, result: Any) -> int:
    info = str(result.exception_info or "")
    if "'raised_exception': True" in info:
        raise ExpectationFailed(f"{rule.id}: {info[:2000]}")
    return int(result.result["observed_value"])


def verify(room: RuangDataset) -> dict[str, int]:
    """Offences per rule id, by Great Expectations over the tables of the room.

    The library works on the connection's own tables: nothing is copied.
    Raises :class:`ExpectationFailed` when an expectation could not be judged.
    """
    context = _context()
    source = context.data_sources.add_sql(
        f"periksa_{uuid.uuid4().hex[:8]}",
        connection_string="duckdb:///:memory:",
        create_temp_table=False,
    )
    engines = (source.get_engine(), source.get_execution_engine().engine)
    for engine in engines:
        _use_connection(engine, room)
    try:
        asset = source.add_table_asset("data", table_name="data")
        batch = asset.add_batch_definition_whole_table("semua").get_batch()
        counts: dict[str, int] = {}
        for rule in room.rules:
            result = batch.validate(_expectation(rule), result_format="BASIC")
            counts[rule.id] = _count(rule, result)
        return counts
    finally:
        for engine in engines:
            engine.dispose()
        context.data_sources.delete(source.name)
