"""The record of accepted repairs: which file became which, by what recipe, who accepted it.

Belongs here: table and operations; a record is never changed once written. The bytes of both files
and of the recipe are kept with the originals.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import JSON, Column, ForeignKey, String, Table, Text, select

from spbe_data.ledger.store import Ledger
from spbe_data.ledger.tables import metadata

perbaikan = Table(
    "perbaikan",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("dataset", String(80), nullable=False, index=True),
    Column("versi_standar", String(20), nullable=False),
    Column("nama_asal", Text, nullable=False),
    Column("sha256_asal", String(64), nullable=False, index=True),
    Column("nama_hasil", Text, nullable=False),
    Column("sha256_hasil", String(64), nullable=False, index=True),
    Column("sha256_resep", String(64), nullable=False),
    Column("tawaran", JSON, nullable=False, comment="names of the accepted offers, in order"),
    Column("aktor", String(120), nullable=False),
    Column("pada", String(40), nullable=False),
)

perbaikan_pengajuan = Table(
    "perbaikan_pengajuan",
    metadata,
    Column("pengajuan", ForeignKey("pengajuan.id"), primary_key=True),
    Column("perbaikan", ForeignKey("perbaikan.id"), nullable=False, index=True),
    Column("pada", String(40), nullable=False),
)

_TABLES = [perbaikan, perbaikan_pengajuan]


@dataclass(frozen=True, slots=True)
class PerbaikanDiterima:
    """One acceptance: the hashes name bytes in the content store."""

    id: str
    dataset: str
    versi_standar: str
    nama_asal: str
    sha256_asal: str
    nama_hasil: str
    sha256_hasil: str
    sha256_resep: str
    tawaran: list[str]
    aktor: str
    pada: str


class BukuPerbaikan:
    """The part of the ledger that holds repairs; every writer names its actor."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        metadata.create_all(ledger.engine, tables=_TABLES)

    def catat(
        self,
        *,
        dataset: str,
        versi_standar: str,
        nama_asal: str,
        sha256_asal: str,
        nama_hasil: str,
        sha256_hasil: str,
        sha256_resep: str,
        tawaran: Sequence[str],
        aktor: str,
        pada: str,
    ) -> PerbaikanDiterima:
        """Store an acceptance with its audit line; ``pada`` is the time that the recipe bears."""
        record = PerbaikanDiterima(
            id=f"P{dt.datetime.now(dt.UTC):%Y%m%d}-{uuid.uuid4().hex[:8]}",
            dataset=dataset,
            versi_standar=versi_standar,
            nama_asal=nama_asal,
            sha256_asal=sha256_asal,
            nama_hasil=nama_hasil,
            sha256_hasil=sha256_hasil,
            sha256_resep=sha256_resep,
            tawaran=list(tawaran),
            aktor=aktor,
            pada=pada,
        )
        values = {name: getattr(record, name) for name in PerbaikanDiterima.__dataclass_fields__}
        content = {
            "dataset": dataset,
            "asal": sha256_asal,
            "hasil": sha256_hasil,
            "resep": sha256_resep,
            "tawaran": list(tawaran),
        }
        with self._ledger.perubahan(aktor, "perbaikan.diterima", record.id, content) as con:
            con.execute(perbaikan.insert().values(**values))
        return record

    def kaitkan(self, pengajuan: str, record: PerbaikanDiterima, aktor: str) -> None:
        """Link a submission to the repair that its file came from; a second time changes nothing."""
        known = self.dari_pengajuan(pengajuan)
        if known is not None and known.id == record.id:
            return
        content = {"perbaikan": record.id, "asal": record.sha256_asal}
        values = {
            "pengajuan": pengajuan,
            "perbaikan": record.id,
            "pada": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
        }
        with self._ledger.perubahan(aktor, "pengajuan.hasil_perbaikan", pengajuan, content) as con:
            con.execute(perbaikan_pengajuan.insert().values(**values))

    def satu(self, id_: str) -> PerbaikanDiterima:
        """Raises ``KeyError``."""
        found = self._where(perbaikan.c.id == id_)
        if not found:
            raise KeyError(id_)
        return found[0]

    def semua(self, dataset: str | None = None) -> list[PerbaikanDiterima]:
        """Acceptances, oldest first."""
        return self._where() if dataset is None else self._where(perbaikan.c.dataset == dataset)

    def dari_pengajuan(self, pengajuan: str) -> PerbaikanDiterima | None:
        """The repair that a submission's file came from, if it is linked to one."""
        with self._ledger.engine.connect() as con:
            id_ = con.execute(
                select(perbaikan_pengajuan.c.perbaikan).where(
                    perbaikan_pengajuan.c.pengajuan == pengajuan
                )
            ).scalar_one_or_none()
        return None if id_ is None else self.satu(id_)

    def _where(self, *where: object) -> list[PerbaikanDiterima]:
        order = (perbaikan.c.pada, perbaikan.c.id)
        with self._ledger.engine.connect() as con:
            rows = con.execute(select(perbaikan).where(*where).order_by(*order)).mappings()  # type: ignore[arg-type]  # comparisons of columns
            return [PerbaikanDiterima(**row) for row in rows]
