"""The ledger's operations: each changes state and writes its audit line in one transaction.

Belongs here: reading and writing the record. Whether something *may* happen (a gate, a role) is
decided by the flows; that a status may follow another is held here.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Table, create_engine, event, func, select, text, update
from sqlalchemy.engine import make_url

from spbe_data.ledger import tables as t
from spbe_data.ledger.hashing import canonical
from spbe_data.ledger.records import (
    LANGKAH,
    Keputusan,
    Pemeriksaan,
    Pengajuan,
    PenilaianTersimpan,
    Rilis,
    Versi,
)

R = TypeVar("R")
_GENESIS = "0" * 64


class LangkahTidakSah(RuntimeError):
    """A status may not follow another; the message says which, in Indonesian."""


class AuditRusak(RuntimeError):
    """The audit chain does not hold; names the first broken line."""


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")


def _chain(previous: str, line: Mapping[str, Any]) -> str:
    return hashlib.sha256(f"{previous}\n{canonical(line)}".encode()).hexdigest()


def open_engine(url: str) -> Engine:
    """An engine for the ledger's address; SQLite gets WAL, waiting writers and foreign keys."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url)
    if parsed.get_backend_name() == "sqlite":

        @event.listens_for(engine, "connect")
        def _pragmas(connection: Any, _record: Any) -> None:
            connection.isolation_level = None  # we say BEGIN IMMEDIATE ourselves
            cursor = connection.cursor()
            for pragma in (
                "journal_mode=WAL",
                "synchronous=FULL",
                "busy_timeout=30000",
                "foreign_keys=ON",
            ):
                cursor.execute(f"PRAGMA {pragma}")
            cursor.close()

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            # A writer takes its lock at once (no upgrade dead-locks); readers never wait.
            writing = connection.get_execution_options().get("menulis", False)
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


class Ledger:
    """The record of one installation. Safe for several processes; every writer names its actor."""

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        t.metadata.create_all(self.engine)

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def _change(
        self, actor: str, action: str, target: str, content: Mapping[str, Any]
    ) -> Iterator[Connection]:
        """One transaction: the change and its audit line, or neither."""
        with self.engine.execution_options(menulis=True).begin() as con:
            if con.dialect.name == "postgresql":
                con.execute(text("SELECT pg_advisory_xact_lock(7312016)"))
            yield con
            last = con.execute(
                select(t.audit.c.urut, t.audit.c.sidik).order_by(t.audit.c.urut.desc()).limit(1)
            ).first()
            number, previous = (last.urut + 1, last.sidik) if last else (1, _GENESIS)
            line = {
                "urut": number,
                "pada": _now(),
                "aktor": actor,
                "aksi": action,
                "objek": target,
                "isi": canonical(content),
            }
            con.execute(
                t.audit.insert().values(**line, sebelumnya=previous, sidik=_chain(previous, line))
            )

    def perubahan(
        self, actor: str, action: str, target: str, content: Mapping[str, Any]
    ) -> AbstractContextManager[Connection]:
        """One transaction and its audit line, for the parts of the record with modules of their own."""
        return self._change(actor, action, target, content)

    def _all(self, kind: type[R], table: Table, *where: Any, order: Sequence[Any] = ()) -> list[R]:
        with self.engine.connect() as con:
            rows = con.execute(select(table).where(*where).order_by(*order)).mappings()
            return [kind(**row) for row in rows]

    # -- submissions ------------------------------------------------------------------------------

    def catat_pengajuan(
        self,
        *,
        dataset: str,
        nama_berkas: str,
        sha256: str,
        periode_dinyatakan: str | None,
        metadata: Mapping[str, Any],
        aktor: str,
        contoh: bool,
        kunci_ulang: str | None,
    ) -> Pengajuan:
        """Record a submission; the same ``kunci_ulang`` gives the one already recorded."""
        if kunci_ulang is not None:
            known = self._all(Pengajuan, t.pengajuan, t.pengajuan.c.kunci_ulang == kunci_ulang)
            if known:
                return known[0]
        record = Pengajuan(
            id=f"{dt.datetime.now(dt.UTC):%Y%m%d}-{uuid.uuid4().hex[:10]}",
            dataset=dataset,
            nama_berkas=nama_berkas,
            sha256=sha256,
            periode_dinyatakan=periode_dinyatakan,
            metadata=dict(metadata),
            status="disampaikan",
            akun=aktor,
            disampaikan_pada=_now(),
            contoh=contoh,
            kunci_ulang=kunci_ulang,
        )
        values = {name: getattr(record, name) for name in Pengajuan.__dataclass_fields__}
        with self._change(
            aktor, "pengajuan.disampaikan", record.id, {"dataset": dataset, "sha256": sha256}
        ) as con:
            con.execute(t.pengajuan.insert().values(**values))
        return record

    def pengajuan(self, id_: str) -> Pengajuan:
        """Raises ``KeyError``."""
        found = self._all(Pengajuan, t.pengajuan, t.pengajuan.c.id == id_)
        if not found:
            raise KeyError(id_)
        return found[0]

    def semua_pengajuan(
        self, dataset: str | None = None, status: Sequence[str] | None = None
    ) -> list[Pengajuan]:
        """Submissions in the order they came in."""
        where = []
        if dataset is not None:
            where.append(t.pengajuan.c.dataset == dataset)
        if status is not None:
            where.append(t.pengajuan.c.status.in_(status))
        return self._all(
            Pengajuan, t.pengajuan, *where, order=(t.pengajuan.c.disampaikan_pada, t.pengajuan.c.id)
        )

    def _move(self, con: Connection, id_: str, status: str) -> None:
        now = con.execute(select(t.pengajuan.c.status).where(t.pengajuan.c.id == id_)).scalar_one()
        if status != now and status not in LANGKAH[now]:
            raise LangkahTidakSah(
                f"Pengajuan {id_} berstatus '{now}'; tidak dapat menjadi '{status}'."
            )
        con.execute(update(t.pengajuan).where(t.pengajuan.c.id == id_).values(status=status))

    # -- verdicts and decisions -------------------------------------------------------------------

    def catat_pemeriksaan(self, record: Pemeriksaan, status: str) -> None:
        """Store a verdict and move the submission to ``status``."""
        values = {name: getattr(record, name) for name in Pemeriksaan.__dataclass_fields__}
        content = {
            "hasil": record.hasil,
            "sha256": record.sha256,
            "sidik_aturan": record.sidik_aturan,
            "id": record.id,
        }
        with self._change(record.aktor, "pengajuan.diperiksa", record.pengajuan, content) as con:
            con.execute(t.pemeriksaan.insert().values(**values))
            self._move(con, record.pengajuan, "diperiksa")
            if status != "diperiksa":
                self._move(con, record.pengajuan, status)

    def pemeriksaan(self, pengajuan: str) -> list[Pemeriksaan]:
        """All verdicts of a submission, oldest first."""
        return self._all(
            Pemeriksaan,
            t.pemeriksaan,
            t.pemeriksaan.c.pengajuan == pengajuan,
            order=(t.pemeriksaan.c.pada,),
        )

    def semua_pemeriksaan(self) -> list[Pemeriksaan]:
        """All verdicts, oldest first."""
        return self._all(Pemeriksaan, t.pemeriksaan, order=(t.pemeriksaan.c.pada,))

    def catat_keputusan(
        self,
        *,
        pengajuan: str,
        pemeriksaan: str,
        keputusan: str,
        peran: str,
        alasan: str,
        aktor: str,
        status: str,
    ) -> Keputusan:
        """Store a decision and move the submission to ``status``."""
        record = Keputusan(
            uuid.uuid4().hex, pengajuan, pemeriksaan, keputusan, peran, alasan, aktor, _now()
        )
        values = {name: getattr(record, name) for name in Keputusan.__dataclass_fields__}
        content = {
            "keputusan": keputusan,
            "pemeriksaan": pemeriksaan,
            "peran": peran,
            "alasan": alasan,
        }
        with self._change(aktor, "pengajuan.diputuskan", pengajuan, content) as con:
            self._move(con, pengajuan, status)
            con.execute(t.keputusan.insert().values(**values))
        return record

    def keputusan(self, pengajuan: str) -> list[Keputusan]:
        """All decisions on a submission, oldest first."""
        return self._all(
            Keputusan,
            t.keputusan,
            t.keputusan.c.pengajuan == pengajuan,
            order=(t.keputusan.c.pada,),
        )

    def semua_keputusan(self) -> list[Keputusan]:
        """All decisions, oldest first."""
        return self._all(Keputusan, t.keputusan, order=(t.keputusan.c.pada,))

    # -- versions and releases --------------------------------------------------------------------

    def catat_versi(self, versions: Sequence[Versi], aktor: str) -> None:
        """Store the period versions made of one submission: all of them, or none."""
        content = [
            {
                "dataset": v.dataset,
                "periode": v.periode,
                "versi": v.versi,
                "sha256": v.sha256_berkas,
            }
            for v in versions
        ]
        with self._change(
            aktor, "versi.dikurasi", versions[0].pengajuan, {"versi": content}
        ) as con:
            for record in versions:
                con.execute(
                    t.versi.insert().values(
                        **{n: getattr(record, n) for n in Versi.__dataclass_fields__}
                    )
                )

    def semua_versi(self, dataset: str | None = None) -> list[Versi]:
        """All versions, by dataset, period and number."""
        where = [] if dataset is None else [t.versi.c.dataset == dataset]
        return self._all(
            Versi, t.versi, *where, order=(t.versi.c.dataset, t.versi.c.periode, t.versi.c.versi)
        )

    def versi_pengajuan(self, pengajuan: str) -> list[Versi]:
        return self._all(
            Versi, t.versi, t.versi.c.pengajuan == pengajuan, order=(t.versi.c.periode,)
        )

    def catat_rilis(self, record: Rilis, pengajuan: Sequence[str]) -> None:
        """Store a release; the submissions in it are published from now on."""
        content = {"nomor": record.nomor, "isi": record.isi, "sidik_manifes": record.sidik_manifes}
        with self._change(record.aktor, "rilis.terbit", record.dataset, content) as con:
            con.execute(
                t.rilis.insert().values(
                    **{n: getattr(record, n) for n in Rilis.__dataclass_fields__}
                )
            )
            for id_ in pengajuan:
                self._move(con, id_, "terbit")

    def rilis(self, dataset: str | None = None) -> list[Rilis]:
        """Releases, by dataset and number."""
        where = [] if dataset is None else [t.rilis.c.dataset == dataset]
        return self._all(Rilis, t.rilis, *where, order=(t.rilis.c.dataset, t.rilis.c.nomor))

    # -- assessments ------------------------------------------------------------------------------

    def catat_penilaian(
        self,
        *,
        instansi: str,
        tahun: int,
        instrumen: str,
        status: str,
        sumber: str,
        sha256: str,
        hasil: Mapping[str, Any],
        aktor: str,
    ) -> PenilaianTersimpan:
        """Store an assessment; the same content for the same agency and year is stored once."""
        same = self._all(
            PenilaianTersimpan,
            t.penilaian,
            t.penilaian.c.instansi == instansi,
            t.penilaian.c.tahun == tahun,
            t.penilaian.c.instrumen == instrumen,
            t.penilaian.c.status == status,
            order=(t.penilaian.c.pada.desc(),),
        )
        if same and same[0].sha256 == sha256 and same[0].hasil == dict(hasil):
            return same[0]
        record = PenilaianTersimpan(
            uuid.uuid4().hex,
            instansi,
            tahun,
            instrumen,
            status,
            sumber,
            sha256,
            dict(hasil),
            aktor,
            _now(),
        )
        values = {name: getattr(record, name) for name in PenilaianTersimpan.__dataclass_fields__}
        content = {"tahun": tahun, "instrumen": instrumen, "status": status, "sha256": sha256}
        with self._change(aktor, "penilaian.dicatat", instansi, content) as con:
            con.execute(t.penilaian.insert().values(**values))
        return record

    def penilaian(self) -> list[PenilaianTersimpan]:
        """The newest assessment per agency, year, instrument and status."""
        rows = self._all(PenilaianTersimpan, t.penilaian, order=(t.penilaian.c.pada,))
        newest = {(r.instansi, r.tahun, r.instrumen, r.status): r for r in rows}
        return sorted(newest.values(), key=lambda r: (r.instansi, r.tahun, r.status))

    # -- the record itself ------------------------------------------------------------------------

    def periksa_rantai(self) -> int:
        """Verify the audit chain; the number of lines. Raises :class:`AuditRusak`."""
        previous, count = _GENESIS, 0
        with self.engine.connect() as con:
            for row in con.execute(select(t.audit).order_by(t.audit.c.urut)).mappings():
                count += 1
                line = {k: row[k] for k in ("urut", "pada", "aktor", "aksi", "objek", "isi")}
                if (
                    row["urut"] != count
                    or row["sebelumnya"] != previous
                    or row["sidik"] != _chain(previous, line)
                ):
                    raise AuditRusak(
                        f"Catatan audit nomor {row['urut']} tidak cocok dengan rantainya."
                    )
                previous = row["sidik"]
        return count

    def jumlah_audit(self) -> int:
        with self.engine.connect() as con:
            return int(con.execute(select(func.count()).select_from(t.audit)).scalar_one())
