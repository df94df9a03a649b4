"""The engine: one file against one standard, through all stages, to one verdict.

Belongs here: the order of the stages and what stops what. Each stage has its own module.
A fault of the engine itself is an outcome of its own (``gagal_diperiksa``), never the sender's.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import polars as pl

from spbe_data.checks import catalogue
from spbe_data.checks.dataset import RuangDataset, check_dataset, typed_frame
from spbe_data.checks.finding import TAHAP, Hasil, Temuan, hasil_dari
from spbe_data.checks.hints import Petunjuk
from spbe_data.checks.metadata import check_metadata
from spbe_data.checks.prepare import Lingkup, Siap, prepare
from spbe_data.checks.privacy import check_privacy, present, scrub
from spbe_data.checks.reference import Acuan
from spbe_data.checks.refusals import kata_berkas_ditolak
from spbe_data.checks.rows import check_rows
from spbe_data.checks.structure import check_structure
from spbe_data.identifiers.periode import Periode
from spbe_data.intake.model import Batas, BerkasDitolak, Harapan, Terbaca
from spbe_data.intake.reader import read_table
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.models import Standar
from spbe_data.standards.pandera_schema import NILAI
from spbe_data.standards.policy import Kebijakan
from spbe_data.standards.series import Seri

log = logging.getLogger(__name__)

MesinKedua = Callable[[RuangDataset], Mapping[str, int]]
"""A second engine for the dataset stage: offences counted per rule id (Great Expectations)."""


@dataclass(frozen=True, slots=True)
class Ukuran:
    """Counts that the scorecards are made of, taken while checking."""

    baris: int
    sel: int
    sel_terisi: int
    sel_wajib: int
    sel_wajib_terisi: int


@dataclass(frozen=True, slots=True)
class HasilPeriksa:
    """The verdict on one file, with everything it rests on."""

    standar: str
    versi_standar: str
    versi_kebijakan: str
    sidik_aturan: str
    sha256: str
    periode: tuple[str, ...]
    mesin: dict[str, str]
    temuan: tuple[Temuan, ...]
    dibaca_sebagai: dict[str, Any]
    ukuran: Ukuran | None
    siap: Siap | None

    @property
    def hasil(self) -> Hasil:
        return hasil_dari(self.temuan)

    def dokumen(self) -> dict[str, Any]:
        """The findings document (docs/doors.md)."""
        return {
            "standar": self.standar,
            "versi_standar": self.versi_standar,
            "versi_kebijakan": self.versi_kebijakan,
            "periode": list(self.periode),
            "sha256": self.sha256,
            "mesin": self.mesin,
            "hasil": self.hasil,
            "ringkasan": catalogue.ringkasan(self.temuan),
            "temuan": [catalogue.dokumen(f) for f in self.temuan],
            "dibaca_sebagai": self.dibaca_sebagai,
        }


@dataclass(frozen=True, slots=True)
class Pemeriksa:
    """Everything a check needs besides the file: content, area, curated data, limits, the day."""

    catalog: Catalog
    lingkup: Lingkup
    acuan: Acuan
    batas: Batas
    hari: dt.date

    def periksa(
        self,
        data: bytes,
        nama_berkas: str,
        dataset: str,
        *,
        periode: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        mesin_kedua: MesinKedua | None = None,
    ) -> HasilPeriksa:
        """Judge ``data`` by the standard ``dataset``.

        ``periode`` only states what is meant; ``metadata`` ``None`` means "not part of this
        question" (a dry check of the file alone). Raises ``KeyError`` for an unknown standard.
        """
        policy = self.catalog.kebijakan(self.hari)
        run, findings = self._by_version(
            self.catalog.seri[dataset],
            periode,
            lambda standard: _Run(self, standard, policy, periode, metadata, mesin_kedua),
            data,
            nama_berkas,
        )
        order = {stage: i for i, stage in enumerate(TAHAP)}
        findings.sort(key=lambda f: order[f.tahap])
        return HasilPeriksa(
            standar=dataset,
            versi_standar=run.standard.versi,
            versi_kebijakan=policy.versi,
            sidik_aturan=self.catalog.sidik_aturan(dataset, self.hari),
            sha256=hashlib.sha256(data).hexdigest(),
            periode=run.periods,
            mesin=run.engines,
            temuan=tuple(present(f) for f in findings),
            dibaca_sebagai=scrub(run.reading),
            ukuran=run.size,
            siap=run.ready,
        )

    def _by_version(
        self,
        series: Seri,
        stated: str | None,
        start: Callable[[Standar], _Run],
        data: bytes,
        name: str,
    ) -> tuple[_Run, list[Temuan]]:
        """Judge by the version of the standard that holds for the periods in the file.

        Only the file can say its periods, and only a version's columns can read them: so the
        likeliest version reads first, and when the periods belong to another, that one judges.
        """
        first = series.untuk(Periode.parse(stated)) if stated else series.kini
        others = [v for v in reversed(series.mengikat) if v is not first]
        tried: tuple[_Run, list[Temuan]] | None = None
        for standard in [first, *others]:
            run = start(standard)
            findings = run.all_stages(data, name)
            wanted = {series.untuk(Periode.parse(text)).versi for text in run.periods}
            if len(wanted) > 1:
                return run, [*findings, run.mixed(series)]
            if wanted == {standard.versi}:
                return run, findings
            tried = tried or (run, findings)
        assert tried is not None  # the series is never empty
        return tried


class _Run:
    """One check: keeps what later stages and the verdict need."""

    def __init__(
        self,
        tools: Pemeriksa,
        standard: Standar,
        policy: Kebijakan,
        stated: str | None,
        metadata: Mapping[str, Any] | None,
        second: MesinKedua | None,
    ) -> None:
        self.tools, self.standard, self.policy = tools, standard, policy
        self.stated, self.metadata, self.second = stated, metadata, second
        self.periods: tuple[str, ...] = ()
        self.reading: dict[str, Any] = {}
        self.size: Ukuran | None = None
        self.ready: Siap | None = None
        self.engines = {
            "struktur": "spbe-data",
            "baris": f"pandera-polars {_version('pandera')}",
            "dataset": f"duckdb {duckdb.__version__}"
            + (f" + great-expectations {_version('great-expectations')}" if second else ""),
            "privasi": "spbe-data",
        }

    def all_stages(self, data: bytes, name: str) -> list[Temuan]:
        stage = "wadah"
        findings: list[Temuan] = []
        try:
            if self.metadata is not None:
                findings += check_metadata(self.metadata, self.standard, self.policy.tingkat)
            try:
                read = self._read(data, name)
            except BerkasDitolak as refused:
                return [*findings, self._refusal(refused, name)]
            stage = "privasi"
            findings += check_privacy(data, name, read, self.standard, self.policy.tingkat)
            stage = "struktur"
            shape, found = check_structure(read, self.standard, self.policy)
            findings += found
            if shape is None:
                return findings
            stage = "baris"
            ready = prepare(
                shape, self.standard, self.tools.catalog, self.tools.lingkup, self.tools.hari
            )
            hints = Petunjuk(
                self.standard, self.tools.catalog, self.tools.lingkup, ready, self.tools.hari
            )
            findings += check_rows(self.standard, ready, hints, self.policy.tingkat)
            findings += self._period_findings(ready)
            findings += self._date_findings(ready)
            self.size = _size(self.standard, ready)
            self.reading = {**self.reading, "tata_angka": ready.tata}
            stage = "dataset"
            findings += self._dataset_stage(ready)
            self.ready = ready
        except Exception:
            log.exception("stage %s of the check of %s failed", stage, self.standard.id)
            findings.append(self._own_fault(stage))
        return findings

    def _read(self, data: bytes, name: str) -> Terbaca:
        synonyms = {
            s: c.nama
            for c in self.standard.kolom
            for s in c.ejaan_judul
            if s not in self.standard.nama_kolom
        }
        read = read_table(data, name, Harapan(self.standard.nama_kolom, synonyms), self.tools.batas)
        self.reading = dict(read.dibaca_sebagai)
        return read

    def _refusal(self, refused: BerkasDitolak, name: str) -> Temuan:
        return Temuan(
            kode="BERKAS_DITOLAK",
            tahap="wadah",
            tingkat=self.policy.tingkat["BERKAS_DITOLAK"],
            aturan=f"{self.standard.id}:{refused.kode.value.lower()}",
            params={"berkas": name, "sebab": refused.kode.value, **kata_berkas_ditolak(refused)},
        )

    def _own_fault(self, stage: str) -> Temuan:
        return Temuan(
            kode="PEMERIKSAAN_GAGAL",
            tahap="dataset",
            tingkat="tolak",
            aturan=f"{self.standard.id}:mesin",
            params={"tahap_gagal": stage},
        )

    def _period_findings(self, ready: Siap) -> list[Temuan]:
        """Periods outside the standard's validity, in the future, or other than stated."""
        rows = ready.tabel.select("__periode", "__baris").filter(pl.col("__periode").is_not_null())
        firsts = rows.group_by("__periode").agg(pl.col("__baris").min(), pl.len())
        found = sorted(firsts.iter_rows(), key=lambda r: Periode.parse(r[0]))
        self.periods = tuple(text for text, _row, _n in found)
        series = self.tools.catalog.seri[self.standard.id]
        since, last = series.sejak, series.periode_terakhir
        column = self.standard.kolom_waktu[0]
        findings: list[Temuan] = []

        def add(code: str, text: str, row: int, count: int, **params: Any) -> None:
            findings.append(
                Temuan(
                    kode=code,
                    tahap="struktur" if code == "PERIODE_TIDAK_SESUAI" else "baris",
                    tingkat=self.policy.tingkat[code],
                    aturan=f"{self.standard.id}:{code.lower()}",
                    lembar=ready.lembar,
                    baris=row,
                    kolom=column,
                    sel=ready.sel(column, row),
                    nilai=text,
                    params={"jumlah": count, **params},
                )
            )

        for text, row, count in found:
            period = Periode.parse(text)
            if period.awal < since.awal:
                add(
                    "STANDAR_TIDAK_BERLAKU",
                    text,
                    row,
                    count,
                    versi=self.standard.versi,
                    sejak=since.teks,
                )
            if last is not None and period.awal > last.akhir:
                ended = series.kini.pencabutan
                assert ended is not None  # it gives the last period
                add(
                    "STANDAR_DICABUT",
                    text,
                    row,
                    count,
                    versi=self.standard.versi,
                    terakhir=last.teks,
                    dasar=ended.dasar_hukum,
                    pengganti=ended.pengganti or "-",
                )
            if period.awal > self.tools.hari:
                add("PERIODE_BELUM_TIBA", text, row, count, hari=self.tools.hari.isoformat())
            elif period.akhir > self.tools.hari:
                add("PERIODE_BELUM_BERAKHIR", text, row, count, akhir=period.akhir.isoformat())
            if self.stated is not None and not _inside(period, self.stated):
                add("PERIODE_TIDAK_SESUAI", text, row, count, dinyatakan=self.stated)
        return findings

    def _date_findings(self, ready: Siap) -> list[Temuan]:
        """Dates that do not lie in the period of their row's time columns."""
        dates = [
            c.nama
            for c in self.standard.kolom
            if c.tipe == "tanggal" and c.peran in ("waktu", "dimensi")
        ]
        findings: list[Temuan] = []
        for name in dates:
            pairs = ready.tabel.select("__periode", NILAI + name, name, "__baris")
            for text, day, written, row in pairs.iter_rows():
                if text is None or day is None:
                    continue
                period = Periode.parse(text)
                if not period.awal <= day <= period.akhir:
                    findings.append(
                        Temuan(
                            kode="WAKTU_BERTENTANGAN",
                            tahap="baris",
                            tingkat=self.policy.tingkat["WAKTU_BERTENTANGAN"],
                            aturan=f"{self.standard.id}:{name}:waktu",
                            lembar=ready.lembar,
                            baris=row,
                            kolom=name,
                            sel=ready.sel(name, row),
                            nilai=written,
                            params={
                                "periode": text,
                                "kolom_waktu": ", ".join(self.standard.kolom_waktu),
                            },
                        )
                    )
        return findings

    def mixed(self, series: Seri) -> Temuan:
        """One file cannot be judged by two versions: which periods belong to which."""
        parts: dict[str, list[str]] = {}
        for text in self.periods:
            parts.setdefault(series.untuk(Periode.parse(text)).versi, []).append(text)
        listed = "; ".join(f"{v}: {_span(periods)}" for v, periods in parts.items())
        return Temuan(
            kode="STANDAR_DUA_VERSI",
            tahap="struktur",
            tingkat=self.policy.tingkat["STANDAR_DUA_VERSI"],
            aturan=f"{self.standard.id}:standar_dua_versi",
            kolom=self.standard.kolom_waktu[0],
            params={"versi": listed, "jumlah": len(parts)},
        )

    def _dataset_stage(self, ready: Siap) -> list[Temuan]:
        # Periods that are refused already (too old, yet to come) cause no further findings.
        since = self.tools.catalog.seri[self.standard.id].sejak
        sound = [
            text
            for text in self.periods
            if since.awal <= Periode.parse(text).awal <= self.tools.hari
        ]
        data = typed_frame(self.standard, ready, self.tools.catalog.wilayah, meant=True)
        data = data.filter(pl.col("periode").is_in(sound))
        if data.height == 0:
            return []
        with duckdb.connect(":memory:") as con:
            room = RuangDataset(
                con,
                self.standard,
                self.tools.catalog,
                self.policy,
                self.tools.acuan,
                data,
                self.tools.lingkup.kode_kemendagri,
            )
            reason = str((self.metadata or {}).get("alasan_revisi") or "").strip()
            findings = check_dataset(room, ready, reason or None)
            if self.second is not None:
                self._agree(room)
        return findings

    def _agree(self, room: RuangDataset) -> None:
        """Both engines must count the same offences, else the verdict is nobody's."""
        assert self.second is not None
        other = self.second(room)
        own = {rule.id: len(room.offences(rule)) for rule in room.rules}
        if own != dict(other):
            different = {k: (v, other.get(k)) for k, v in own.items() if other.get(k) != v}
            raise RuntimeError(f"the two engines disagree: {different}")


def _inside(period: Periode, stated: str) -> bool:
    """A stated year admits its semesters and months; a stated month only itself."""
    outer = Periode.parse(stated)
    return outer.awal <= period.awal and period.akhir <= outer.akhir


def _span(periods: list[str]) -> str:
    return periods[0] if len(periods) == 1 else f"{periods[0]} s.d. {periods[-1]}"


def _size(standard: Standar, ready: Siap) -> Ukuran:
    table = ready.tabel.select(standard.nama_kolom)
    needed = table.select([c for c in standard.nama_kolom if c in ready.wajib])
    return Ukuran(
        baris=table.height,
        sel=table.height * table.width,
        sel_terisi=table.height * table.width - sum(table.null_count().row(0)),
        sel_wajib=needed.height * needed.width,
        sel_wajib_terisi=needed.height * needed.width - sum(needed.null_count().row(0)),
    )


def _version(package: str) -> str:
    from importlib.metadata import version

    return version(package)
