"""The engine: one file against one standard, through all stages, to one verdict.

Belongs here: the order of the stages and what stops what. Each stage has its own module. A big file
passes piece by piece: memory holds one piece, the findings wait in a file, and the rules over the
whole table run where DuckDB can spill.
A fault of the engine itself is an outcome of its own (``gagal_diperiksa``), never the sender's.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from spbe_data.checks.blocks import Gugus
from spbe_data.checks.collection import KumpulanTemuan
from spbe_data.checks.data_table import TabelData
from spbe_data.checks.dataset import RuangDataset, check_dataset
from spbe_data.checks.detail_rows import detail_rows
from spbe_data.checks.expected import harapan
from spbe_data.checks.finding import Temuan
from spbe_data.checks.hints import Ingatan, Petunjuk
from spbe_data.checks.metadata import check_metadata
from spbe_data.checks.number_columns import Tata
from spbe_data.checks.periods import check_dates, check_periods, mixed_versions
from spbe_data.checks.prepare import IsiPeriode, Lingkup, Penyiap, Siap
from spbe_data.checks.privacy import (
    check_outside,
    personal_columns,
    personal_of_plan,
    plan_of,
    present,
    present_block,
    scan_table,
    scrub,
)
from spbe_data.checks.reading import reading_findings
from spbe_data.checks.reference import Acuan
from spbe_data.checks.refusals import kata_berkas_ditolak
from spbe_data.checks.rows import check_rows
from spbe_data.checks.source_digest import Sidik
from spbe_data.checks.structure import Bentuk, check_structure, without_rows
from spbe_data.checks.verdict import HasilPeriksa, Ukuran, size_of
from spbe_data.checks.white_space import check_white_space
from spbe_data.identifiers.periode import Periode
from spbe_data.intake.model import Arahan, Batas, BerkasDitolak, Terbaca
from spbe_data.intake.pieces import (
    POTONGAN,
    UTUH,
    Anggapan,
    BacaUlang,
    baca_bertahap,
    muat,
)
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.models import Standar
from spbe_data.standards.policy import Kebijakan
from spbe_data.standards.series import Seri

__all__ = ["HasilPeriksa", "MesinKedua", "Pemeriksa", "Ukuran"]

log = logging.getLogger(__name__)
_WORTH_A_THREAD = 50_000
"""Rows from which looking for personal data runs beside the rules."""

MesinKedua = Callable[[RuangDataset], Mapping[str, int]]
"""A second engine for the dataset stage: offences counted per rule id (Great Expectations)."""


@dataclass(frozen=True, slots=True)
class Pemeriksa:
    """Everything a check needs besides the file: content, area, curated data, limits, the day.

    ``utuh``: bytes up to which a text is in memory as a whole, ``potongan``: how much of a longer
    one is at a time.
    """

    catalog: Catalog
    lingkup: Lingkup
    acuan: Acuan
    batas: Batas
    hari: dt.date
    utuh: int = UTUH
    potongan: int = POTONGAN

    def periksa(
        self,
        data: bytes | Path,
        nama_berkas: str,
        dataset: str,
        *,
        periode: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        arahan: Arahan | None = None,
        mesin_kedua: MesinKedua | None = None,
        simpan_siap: bool = False,
    ) -> HasilPeriksa:
        """Judge ``data`` (the bytes, or the path of a file) by the standard ``dataset``.

        ``periode`` only states what is meant; ``metadata`` ``None`` means "not part of this
        question" (a dry check of the file alone). ``arahan``: what the sender says of how the file
        is to be read. ``simpan_siap`` keeps the prepared rows (in memory). Raises ``KeyError`` for
        an unknown standard.
        """
        policy = self.catalog.kebijakan(self.hari)
        source = muat(data, self.utuh)
        with Sidik(source) as digest:
            run = self._by_version(
                self.catalog.seri[dataset],
                periode,
                lambda standard: _Run(
                    self,
                    standard,
                    policy,
                    source,
                    nama_berkas,
                    periode,
                    metadata,
                    arahan or Arahan(),
                    mesin_kedua,
                    simpan_siap,
                ),
            )
            return HasilPeriksa(
                standar=dataset,
                versi_standar=run.standard.versi,
                versi_kebijakan=policy.versi,
                sidik_aturan=self.catalog.sidik_aturan(dataset, self.hari),
                sha256=digest(),
                periode=run.periods,
                mesin=run.engines,
                temuan=run.found,
                dibaca_sebagai=scrub(run.reading),
                ukuran=run.size,
                baris_per_periode={t: n for t, (_row, n) in run.rows_of.items()},
                siap=tuple(run.kept) if simpan_siap and run.kept else None,
            )

    def _by_version(
        self, series: Seri, stated: str | None, start: Callable[[Standar], _Run]
    ) -> _Run:
        """Judge by the version of the standard that holds for the periods in the file.

        Only the file can say its periods, and only a version's columns can read them: so the
        likeliest version reads first, and when the periods belong to another, that one judges.
        """
        first = series.untuk(Periode.parse(stated)) if stated else series.kini
        others = [v for v in reversed(series.mengikat) if v is not first]
        tried: _Run | None = None
        for standard in [first, *others]:
            run = start(standard)
            run.all_stages()
            wanted = {series.untuk(Periode.parse(text)).versi for text in run.periods}
            if len(wanted) > 1:
                run.tell(mixed_versions(standard, run.policy.tingkat, run.periods, series))
                return run
            if wanted == {standard.versi}:
                return run
            tried = tried or run
        assert tried is not None  # the series is never empty
        return tried


class _Run:
    """One check by one version of a standard: keeps what later stages and the verdict need."""

    def __init__(
        self,
        tools: Pemeriksa,
        standard: Standar,
        policy: Kebijakan,
        source: bytes | Path,
        name: str,
        stated: str | None,
        metadata: Mapping[str, Any] | None,
        arahan: Arahan,
        second: MesinKedua | None,
        keep: bool,
    ) -> None:
        self.tools, self.standard, self.policy = tools, standard, policy
        self.source, self.name, self.arahan = source, name, arahan
        self.stated, self.metadata, self.second, self.keep = stated, metadata, second, keep
        self.engines = {
            "struktur": "spbe-data",
            "baris": f"pandera-polars {_version('pandera')}",
            "dataset": f"duckdb {duckdb.__version__}"
            + (f" + great-expectations {_version('great-expectations')}" if second else ""),
            "privasi": "spbe-data",
        }
        self._begin()

    def _begin(self) -> None:
        self.found = KumpulanTemuan()
        self.personal: frozenset[str] = frozenset()
        self.reading: dict[str, Any] = {}
        self.size: Ukuran | None = None
        self.rows_of: IsiPeriode = {}
        self.kept: list[Siap] = []
        self._ambiguous: dict[str, Gugus] = {}
        self._hinted: Ingatan = {}
        self._held: list[Gugus | Temuan] | None = None

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods of the file, oldest first."""
        return tuple(sorted(self.rows_of, key=Periode.parse))

    def tell(self, finding: Gugus | Temuan) -> None:
        """Add what was found, made fit to be shown."""
        if self._held is not None:
            self._held.append(finding)
        elif isinstance(finding, Gugus):
            self.found.tambah(present_block(finding, self.personal))
        else:
            self.found.tambah(present(finding, self.personal))

    def all_stages(self) -> None:
        assumed: Anggapan | None = None
        grammar: dict[str, Tata] | None = None
        while True:
            self._begin()
            self.stage = "wadah"
            try:
                if self.metadata is not None:
                    for finding in check_metadata(
                        self.metadata, self.standard, self.policy.tingkat
                    ):
                        self.tell(finding)
                grammar = self._once(assumed, grammar)
            except BacaUlang as again:
                assumed = again.anggapan
                continue
            except BerkasDitolak as refused:
                self.tell(self._refusal(refused))
                return
            except MemoryError:
                raise  # the process is at its limit: whoever set it says so
            except Exception:
                log.exception("stage %s of the check of %s failed", self.stage, self.standard.id)
                self._held = None
                self.tell(self._own_fault())
                return
            if grammar is None:
                return

    def _once(
        self, assumed: Anggapan | None, grammar: dict[str, Tata] | None
    ) -> dict[str, Tata] | None:
        """Read and check all pieces; what must be read otherwise, if anything."""
        shape: Bentuk | None = None
        preparer = Penyiap(
            self.standard,
            self.tools.catalog,
            self.tools.lingkup,
            self.tools.hari,
            self.arahan,
            grammar,
        )
        with TabelData(self.standard, self.tools.catalog, table=self.second is not None) as data:
            for number, piece in enumerate(self._pieces(assumed)):
                if number == 0:
                    shape = self._first(piece)
                else:
                    self._more(piece)
                with self._privacy(piece):
                    if shape is not None:
                        self._rows(piece, shape, preparer, data, pertama=number == 0)
            if shape is None:
                return None
            if (changed := preparer.berubah()) is not None:
                return changed
            self._whole(shape, data)
        return None

    @contextmanager
    def _privacy(self, piece: Terbaca) -> Iterator[None]:
        """Look for personal data in the cells while the rows are judged; what is found of either is
        told when both are done, since the one decides what of the other may be shown."""
        held, self._held = self._held, []
        severity = self.policy.tingkat
        scan = partial(
            scan_table, piece.tabel, piece.baris, self.plan, self.standard, severity, self.lembar
        )
        if piece.tabel.height < _WORTH_A_THREAD:
            yield
            blocks = scan()
        else:
            with ThreadPoolExecutor(1) as beside:
                scanning = beside.submit(scan)
                yield
                blocks = scanning.result()
        self.personal |= personal_columns(blocks)
        waiting, self._held = self._held, held
        for block in (*blocks, *waiting):
            self.tell(block)

    def _pieces(self, assumed: Anggapan | None) -> Iterator[Terbaca]:
        return baca_bertahap(
            self.source,
            self.name,
            harapan(self.standard),
            self.tools.batas,
            self.arahan,
            assumed,
            utuh=self.tools.utuh,
            potongan=self.tools.potongan,
        )

    # -- stages -----------------------------------------------------------------------------------

    def _first(self, piece: Terbaca) -> Bentuk | None:
        """What is told once: heading, names, everything beside the table."""
        self.reading = dict(piece.dibaca_sebagai)
        self.lembar = piece.lembar
        self.stage = "privasi"
        self.plan = plan_of(piece, self.standard)
        self.personal |= personal_of_plan(self.plan)
        data = self.source if isinstance(self.source, bytes) else b""
        severity = self.policy.tingkat
        outside = check_outside(data, self.name, piece, self.standard, severity, self.metadata)
        for finding in outside:
            self.tell(finding)
        self.stage = "struktur"
        shape, found = check_structure(piece, self.standard, self.policy)
        for finding in found:
            self.tell(finding)
        return shape

    def _more(self, piece: Terbaca) -> None:
        """What later pieces add to the account of the reading."""
        for name, value in piece.dibaca_sebagai.items():
            self.reading[name] = self.reading.get(name, 0) + value
        self.stage = "privasi"
        notes_only = replace(piece, kolom=(), lembar=None)
        for finding in check_outside(b"", "", notes_only, self.standard, self.policy.tingkat):
            self.tell(finding)
        for finding in reading_findings(piece, self.standard, self.policy.tingkat):
            self.tell(finding)

    def _rows(
        self,
        piece: Terbaca,
        shape: Bentuk,
        preparer: Penyiap,
        data: TabelData,
        *,
        pertama: bool,
    ) -> None:
        self.stage = "baris"
        severity = self.policy.tingkat
        detail, found = detail_rows(
            piece, self.standard, self.tools.catalog, self.policy, shape.ada, pertama=pertama
        )
        for finding in found:
            self.tell(finding)
        if not detail.tabel.height:
            return
        ready = preparer.siapkan(detail, shape)
        self.reading["tata_angka"] = ready.tata
        for block in check_white_space(piece, detail, self.standard, severity):
            self.tell(block)
        hints = Petunjuk(
            self.standard,
            self.tools.catalog,
            self.tools.lingkup,
            ready,
            self.tools.hari,
            self._hinted,
        )
        for block in check_rows(self.standard, ready, hints, severity):
            if block.kode == "ANGKA_AMBIGU":
                self._doubt(block)
            else:
                self.tell(block)
        for block in check_dates(self.standard, ready, severity):
            self.tell(block)
        self._count(ready)
        data.tambah(ready)
        if self.keep:
            self.kept.append(ready)

    def _doubt(self, block: Gugus) -> None:
        """The grammar is the column's, so is the doubt: one finding, at its first cell."""
        assert block.kolom is not None
        first = self._ambiguous.get(block.kolom)
        count = len(block) + (0 if first is None else int(first.params["jumlah"]))
        told = first or replace(block, isi=block.isi.head(1))
        self._ambiguous[block.kolom] = replace(told, params={**told.params, "jumlah": count})

    def _count(self, ready: Siap) -> None:
        for text, (row, count) in ready.isi_periode.items():
            known = self.rows_of.get(text)
            self.rows_of[text] = (row, count) if known is None else (known[0], known[1] + count)
        size = size_of(self.standard, ready)
        self.size = size if self.size is None else self.size + size

    def _whole(self, shape: Bentuk, data: TabelData) -> None:
        """What only all rows together can show."""
        severity = self.policy.tingkat
        for block in self._ambiguous.values():
            self.tell(block)
        if self.size is None:
            if not any(key.kode == "TANPA_BARIS" for key in self.found.hitungan):
                self.tell(without_rows(shape.lembar, self.standard, severity))
            return
        series = self.tools.catalog.seri[self.standard.id]
        for finding in check_periods(
            self.standard,
            series,
            shape,
            {text: self.rows_of[text] for text in self.periods},
            severity,
            self.tools.hari,
            self.stated,
        ):
            self.tell(finding)
        self.stage = "dataset"
        # Periods that are refused already (too old, yet to come) cause no further findings.
        since = series.sejak
        sound = [
            text
            for text in self.periods
            if since.awal <= Periode.parse(text).awal <= self.tools.hari
        ]
        if not sound:
            return
        room = RuangDataset(
            data.siap(sound, self.periods),
            self.standard,
            self.tools.catalog,
            self.policy,
            self.tools.acuan,
            sound,
            self.tools.lingkup.kode_kemendagri,
        )
        reason = str((self.metadata or {}).get("alasan_revisi") or "").strip()
        for block in check_dataset(room, shape.sel, reason or None, lembar=shape.lembar):
            self.tell(block)
        if self.second is not None:
            self._agree(room)

    def _agree(self, room: RuangDataset) -> None:
        """Both engines must count the same offences, else the verdict is nobody's."""
        assert self.second is not None
        other = self.second(room)
        own = {rule.id: room.count(rule) for rule in room.rules}
        if own != dict(other):
            different = {k: (v, other.get(k)) for k, v in own.items() if other.get(k) != v}
            raise RuntimeError(f"the two engines disagree: {different}")

    # -- faults -----------------------------------------------------------------------------------

    def _refusal(self, refused: BerkasDitolak) -> Temuan:
        return Temuan(
            kode="BERKAS_DITOLAK",
            tahap="wadah",
            tingkat=self.policy.tingkat["BERKAS_DITOLAK"],
            aturan=f"{self.standard.id}:{refused.kode.value.lower()}",
            params={
                "berkas": self.name,
                "sebab": refused.kode.value,
                **kata_berkas_ditolak(refused),
            },
        )

    def _own_fault(self) -> Temuan:
        return Temuan(
            kode="PEMERIKSAAN_GAGAL",
            tahap="dataset",
            tingkat="tolak",
            aturan=f"{self.standard.id}:mesin",
            params={"tahap_gagal": self.stage},
        )


def _version(package: str) -> str:
    from importlib.metadata import version

    return version(package)
