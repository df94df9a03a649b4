"""The record of yearly reviews: a standard, or the quality policy, was looked at again.

Belongs here: the table and its operations; a review is never changed once written. What can be
reviewed is decided by the flows.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import Column, String, Table, Text, select

from spbe_data.ledger.store import Ledger
from spbe_data.ledger.tables import metadata

tinjauan = Table(
    "tinjauan",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("objek", String(160), nullable=False, index=True, comment="id of a standard, or 'kebijakan'"),
    Column("versi", String(20), nullable=False, comment="the version that was looked at"),
    Column("hasil", Text, nullable=False),
    Column("oleh", String(120), nullable=False),
    Column("pada", String(40), nullable=False),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tinjauan:
    """One review: what, which version of it, the outcome in words, by whom and when (UTC)."""

    id: str
    objek: str
    versi: str
    hasil: str
    oleh: str
    pada: str


class BukuTinjauan:
    """Reviews on the record of one installation."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        metadata.create_all(ledger.engine, tables=[tinjauan])

    def catat(self, *, objek: str, versi: str, hasil: str, oleh: str) -> Tinjauan:
        """Store one review with its audit line."""
        now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
        record = Tinjauan(uuid.uuid4().hex, objek, versi, hasil, oleh, now)
        values = {name: getattr(record, name) for name in Tinjauan.__dataclass_fields__}
        content = {"versi": versi, "hasil": hasil, "tinjauan": record.id}
        with self._ledger.perubahan(oleh, "mutu.ditinjau", objek, content) as con:
            con.execute(tinjauan.insert().values(**values))
        return record

    def semua(self) -> list[Tinjauan]:
        """All reviews, oldest first."""
        with self._ledger.engine.connect() as con:
            rows = con.execute(select(tinjauan).order_by(tinjauan.c.pada)).mappings()
            return [Tinjauan(**row) for row in rows]
