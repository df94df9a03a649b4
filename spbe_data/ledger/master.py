"""The record of data induk: proposed changes, decisions on them, and duplicate candidates found.

Belongs here: tables and operations; a proposal and a decision are never changed once written.
Whether a change fits its register is decided by the flows.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    func,
    select,
)

from spbe_data.ledger.hashing import digest
from spbe_data.ledger.store import Ledger
from spbe_data.ledger.tables import metadata

Putusan = Literal["terima", "tolak"]

usulan_induk = Table(
    "usulan_induk",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("register", String(80), nullable=False, index=True),
    Column("kunci", String(160), nullable=False),
    Column("jenis", String(20), nullable=False),
    Column("isi", JSON, nullable=False, comment="values by column"),
    Column("tanggal", String(10), comment="first day of the change, or last day of the record"),
    Column("ke", String(160), comment="surviving key, successor, or merge to undo"),
    Column("alasan", Text, nullable=False),
    Column("pengusul", String(120), nullable=False),
    Column("pada", String(40), nullable=False),
)

putusan_induk = Table(
    "putusan_induk",
    metadata,
    Column("urut", Integer, primary_key=True, autoincrement=False),
    Column("usulan", ForeignKey("usulan_induk.id"), nullable=False, unique=True),
    Column("putusan", String(10), nullable=False),
    Column("isi", JSON, nullable=False, comment="values the steward chose instead (merges)"),
    Column("alasan", Text, nullable=False),
    Column("oleh", String(120), nullable=False),
    Column("pada", String(40), nullable=False),
)

calon_ganda_induk = Table(
    "calon_ganda_induk",
    metadata,
    Column("register", String(80), primary_key=True),
    Column("sidik", String(64), nullable=False, comment="state of the register compared"),
    Column("calon", JSON, nullable=False),
    Column("pada", String(40), nullable=False),
)

_TABLES = [usulan_induk, putusan_induk, calon_ganda_induk]


@dataclass(frozen=True, slots=True)
class UsulanInduk:
    """A proposed change of one record of a register."""

    id: str
    register: str
    kunci: str
    jenis: str
    isi: dict[str, str]
    tanggal: str | None
    ke: str | None
    alasan: str
    pengusul: str
    pada: str


@dataclass(frozen=True, slots=True)
class PutusanInduk:
    """A decision on a proposal; ``urut`` is the order in which decisions were made."""

    urut: int
    usulan: str
    putusan: Putusan
    isi: dict[str, str]
    alasan: str
    oleh: str
    pada: str


class SudahDiputuskan(RuntimeError):
    """A proposal has its decision already; the message says so, in Indonesian."""


Rekaman = list[tuple[UsulanInduk, PutusanInduk | None]]


class BukuInduk:
    """The part of the ledger that holds data induk; every writer names its actor."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        metadata.create_all(ledger.engine, tables=_TABLES)

    def usulkan(
        self,
        *,
        register: str,
        kunci: str,
        jenis: str,
        isi: Mapping[str, str],
        tanggal: str | None,
        ke: str | None,
        alasan: str,
        pengusul: str,
    ) -> UsulanInduk:
        """Store a proposal."""
        record = UsulanInduk(
            id=f"U{dt.datetime.now(dt.UTC):%Y%m%d}-{uuid.uuid4().hex[:8]}",
            register=register,
            kunci=kunci,
            jenis=jenis,
            isi=dict(isi),
            tanggal=tanggal,
            ke=ke,
            alasan=alasan,
            pengusul=pengusul,
            pada=_now(),
        )
        values = {name: getattr(record, name) for name in UsulanInduk.__dataclass_fields__}
        content = {"jenis": jenis, "kunci": kunci, "usulan": record.id, "sidik": digest(values)}
        with self._ledger.perubahan(pengusul, "induk.diusulkan", register, content) as con:
            con.execute(usulan_induk.insert().values(**values))
        return record

    def putuskan(
        self,
        usulan: str,
        *,
        putusan: Putusan,
        isi: Mapping[str, str],
        alasan: str,
        oleh: str,
        periksa: Callable[[Rekaman], None],
    ) -> PutusanInduk:
        """Store a decision.

        ``periksa`` is called with the whole record of the register inside the transaction, so that
        two stewards cannot accept changes that exclude each other; what it raises undoes all.
        Raises :class:`SudahDiputuskan`, ``KeyError``.
        """
        found = self.usulan(usulan)
        content = {"usulan": usulan, "putusan": putusan, "isi": dict(isi), "alasan": alasan}
        with self._ledger.perubahan(oleh, "induk.diputuskan", found.register, content) as con:
            rows = _record(con, found.register)
            if any(u.id == usulan and p is not None for u, p in rows):
                raise SudahDiputuskan(f"Usulan {usulan} sudah diputuskan.")
            periksa(rows)
            last = con.execute(select(func.max(putusan_induk.c.urut))).scalar_one_or_none()
            record = PutusanInduk((last or 0) + 1, usulan, putusan, dict(isi), alasan, oleh, _now())
            values = {name: getattr(record, name) for name in PutusanInduk.__dataclass_fields__}
            con.execute(putusan_induk.insert().values(**values))
        return record

    def usulan(self, id_: str) -> UsulanInduk:
        """Raises ``KeyError``."""
        with self._ledger.engine.connect() as con:
            row = (
                con.execute(select(usulan_induk).where(usulan_induk.c.id == id_)).mappings().first()
            )
        if row is None:
            raise KeyError(id_)
        return UsulanInduk(**row)

    def semua(self, register: str | None = None) -> Rekaman:
        """Proposals with their decisions: decided ones first, in the order of the decisions."""
        with self._ledger.engine.connect() as con:
            return _record(con, register)

    def simpan_calon(
        self, register: str, sidik: str, calon: Sequence[Mapping[str, Any]], aktor: str
    ) -> None:
        """Store the duplicate candidates of a register in place of the earlier ones."""
        content = {"sidik": sidik, "jumlah": len(calon), "calon": digest([dict(c) for c in calon])}
        values = {
            "register": register, "sidik": sidik, "calon": [dict(c) for c in calon], "pada": _now(),
        }  # fmt: skip
        with self._ledger.perubahan(aktor, "induk.dicari_ganda", register, content) as con:
            con.execute(calon_ganda_induk.delete().where(calon_ganda_induk.c.register == register))
            con.execute(calon_ganda_induk.insert().values(**values))

    def calon(self) -> dict[str, tuple[str, list[dict[str, Any]]]]:
        """Register → (state compared, candidates)."""
        with self._ledger.engine.connect() as con:
            rows = con.execute(select(calon_ganda_induk)).mappings()
            return {r["register"]: (r["sidik"], list(r["calon"])) for r in rows}


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")


def _record(con: Connection, register: str | None) -> Rekaman:
    where = [] if register is None else [usulan_induk.c.register == register]
    proposals = [
        UsulanInduk(**row)
        for row in con.execute(
            select(usulan_induk).where(*where).order_by(usulan_induk.c.pada, usulan_induk.c.id)
        ).mappings()
    ]
    decisions = {
        row["usulan"]: PutusanInduk(**row) for row in con.execute(select(putusan_induk)).mappings()
    }
    paired: Rekaman = [(p, decisions.get(p.id)) for p in proposals]
    return sorted(paired, key=lambda pair: pair[1].urut if pair[1] else 1 << 62)
