"""One dataset-level rule, and the SQL phrases that several families share.

Belongs here: the shape of a rule and how names and numbers are written in DuckDB's SQL. What the
rules say is in the families' own modules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class AturanDataset:
    """One dataset-level rule: ``sql`` over the room's tables returns one row per offence.

    Columns of ``sql``: ``baris`` and ``nilai`` where the offence has them; every other column is a
    parameter of the finding's text. ``label`` is the column that the finding names; ``params`` are
    parameters that all offences share. ``sql_kedua``: the same question asked of ``data`` itself,
    where ``sql`` asks a digest; the second engine asks that, and must get as many rows.
    """

    id: str
    kode: str
    sql: str
    label: str | None
    params: dict[str, Any] = field(default_factory=dict)
    sql_kedua: str | None = None


def quote(name: str) -> str:
    """A DuckDB identifier."""
    return '"' + name.replace('"', '""') + '"'


def text_literal(value: str) -> str:
    """A DuckDB string literal."""
    return "'" + value.replace("'", "''") + "'"


def group_text(columns: Iterable[str], alias: str = "") -> str:
    """SQL for the values of a group as people read them: ``a, b, c``."""
    dot = f"{alias}." if alias else ""
    parts = [f"coalesce(CAST({dot}{quote(c)} AS VARCHAR), '?')" for c in columns]
    return f"concat_ws(', ', {', '.join(parts)})" if parts else "'seluruh baris'"


def plain(number: str) -> str:
    """SQL for a number as people write it: no trailing zeros."""
    return f"rtrim(rtrim(CAST(CAST({number} AS DECIMAL(38,6)) AS VARCHAR), '0'), '.')"


def same(columns: Sequence[str], left: str, right: str) -> str:
    """SQL that two rows have the same values in ``columns`` (blank equals blank)."""
    parts = [f"{left}.{quote(c)} IS NOT DISTINCT FROM {right}.{quote(c)}" for c in columns]
    return " AND ".join(parts) or "TRUE"


def percent(share: Decimal) -> str:
    """A share as people read it: ``10 %``."""
    return f"{(share * 100).normalize():f} %"
