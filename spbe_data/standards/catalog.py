"""The catalogue of all standards: one object that knows every dataset, list, agency and policy.

Belongs here: loading the content folders, rules that span files, and the version fingerprint of
what a dataset is judged by. One dataset is one file; nothing else is touched to add it.
"""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from spbe_data.identifiers.periode import Periode
from spbe_data.identifiers.wilayah import RegisterWilayah
from spbe_data.standards.agreement import faults_between
from spbe_data.standards.content import (
    ContentError,
    FaultInContent,
    csv_rows,
    read_yaml,
)
from spbe_data.standards.loading import load_series
from spbe_data.standards.master_files import load_registers
from spbe_data.standards.master_state import Peristiwa
from spbe_data.standards.models import Standar
from spbe_data.standards.policy import Kebijakan, Suite, load_policies, load_suite
from spbe_data.standards.reference import Daftar
from spbe_data.standards.references import WILAYAH, WILAYAH_NASIONAL, Referensi, load_references
from spbe_data.standards.register import dengan_perubahan

T = TypeVar("T")

_DARI_KAMUS = ("kolom", "aturan", "cakupan", "periode", "kunci", "tingkat_penyajian", "indikator")
"""Fields of a standard that cannot be judged without the column dictionary."""

RULES_VERSION = "2"
"""Raised by hand when the engine judges the same file by the same content differently."""


@dataclass(frozen=True, slots=True)
class PerangkatDaerah:
    """One agency of the data induk perangkat daerah."""

    id: str
    nama: str
    singkatan: str
    jenis: str
    bidang: str
    walidata: bool


def load_agencies(path: Path, root: Path) -> dict[str, PerangkatDaerah]:
    """The data induk perangkat daerah, by id. Raises :class:`ContentError`."""
    _columns, rows = csv_rows(
        path, root, ("id", "nama", "singkatan", "jenis", "bidang", "walidata")
    )
    return {row["id"]: agency(row) for _line, row in rows}


def agency(row: Mapping[str, str]) -> PerangkatDaerah:
    """An agency from the values of its record."""
    return PerangkatDaerah(
        id=row["id"],
        nama=row["nama"],
        singkatan=row["singkatan"],
        jenis=row["jenis"],
        bidang=row["bidang"],
        walidata=row["walidata"] == "ya",
    )


def _or_empty(faults: list[FaultInContent], empty: T, part: Callable[[], T]) -> T:
    """One part of the content, or ``empty`` with its faults added to ``faults``."""
    try:
        return part()
    except ContentError as exc:
        faults.extend(exc.faults)
        return empty


class Catalog:
    """All content of one installation, read once and never changed.

    ``schemas`` and ``quality`` are the content folders. Raises :class:`ContentError` listing every
    fault of every file.
    """

    def __init__(self, schemas: Path, quality: Path) -> None:
        faults = self._load(schemas, quality)
        if faults:
            raise ContentError(faults)

    @classmethod
    def dengan_kesalahan(
        cls, schemas: Path, quality: Path
    ) -> tuple[Catalog, tuple[FaultInContent, ...]]:
        """What can be read, and every fault of the rest: for validation, never for judging data."""
        made = cls.__new__(cls)
        return made, tuple(made._load(schemas, quality))

    def _load(self, schemas: Path, quality: Path) -> list[FaultInContent]:
        self.schemas = schemas
        self.quality = quality
        self.root = schemas.parent
        faults: list[FaultInContent] = []

        dictionary_path = schemas / "kamus_kolom.yaml"
        dictionary: dict[str, Any] = {}
        if dictionary_path.is_file():
            dictionary = _or_empty(faults, {}, lambda: read_yaml(dictionary_path, self.root).data)
        self.perangkat_daerah: dict[str, PerangkatDaerah] = _or_empty(
            faults, {}, lambda: load_agencies(schemas / "induk" / "perangkat_daerah.csv", self.root)
        )
        references = _or_empty(
            faults,
            Referensi(RegisterWilayah(())),
            lambda: load_references(schemas / "referensi", self.root, self.perangkat_daerah),
        )
        self.wilayah = references.wilayah
        self.keterangan_wilayah = references.keterangan_wilayah
        self.daftar: dict[str, Daftar] = references.daftar
        self.pemetaan = references.pemetaan
        self.daftar_rusak = references.rusak
        faults += references.faults
        self.induk, found = load_registers(schemas, self.root)
        faults += found
        self.seri, self.dokumen, self.standar_rusak, found = load_series(
            schemas / "dataset", self.root, dictionary
        )
        if dictionary_path.is_file() and not dictionary:  # its own fault is told; these are echoes
            found = [f for f in found if f.isian.split(".")[0] not in _DARI_KAMUS]
        faults += found
        self.standar = {id_: series.kini for id_, series in self.seri.items()}
        self.berkas = {
            id_: self.dokumen[id_, standard.versi].path for id_, standard in self.standar.items()
        }
        self.kebijakan_semua: tuple[Kebijakan, ...] = _or_empty(
            faults, (), lambda: load_policies(quality, self.root)
        )
        self.suite: dict[str, Suite] = {}
        for path in sorted((quality / "suite").glob("*.yaml")):
            try:
                self.suite[path.stem] = load_suite(path, self.root)
            except ContentError as exc:
                faults += exc.faults
        # Two readers of one file tell its fault in the same words.
        return list(dict.fromkeys([*faults, *faults_between(self)]))

    def kebijakan(self, hari: dt.date) -> Kebijakan:
        """The quality policy in force on ``hari`` (the day of the run)."""
        for policy in reversed(self.kebijakan_semua):
            if policy.berlaku_sejak <= hari and (
                policy.berlaku_sampai is None or hari <= policy.berlaku_sampai
            ):
                return policy
        return self.kebijakan_semua[0]

    def dengan_induk(self, peristiwa: Mapping[str, Sequence[Peristiwa]]) -> Catalog:
        """The same content after accepted changes of its registers (register id → changes, oldest
        first); agencies that were added or renamed are known by their new state."""
        other = copy.copy(self)
        other.induk = dengan_perubahan(self.induk, peristiwa)
        if peristiwa.get("perangkat_daerah"):
            rows = other.induk["perangkat_daerah"].keadaan.babak.values()
            other.perangkat_daerah = {r[-1].kunci: agency(r[-1].isi) for r in rows}
        return other

    def suite_of(self, dataset: str) -> Suite | None:
        return self.suite.get(dataset)

    def nama_instansi(self, id_: str) -> str:
        agency = self.perangkat_daerah.get(id_)
        return agency.nama if agency else id_

    def periode(self, standard: Standar, sampai: dt.date) -> list[Periode]:
        """The reporting calendar: all periods from the first one any version judges to ``sampai``,
        or to the last one owed when the standard was withdrawn."""
        return self.seri[standard.id].periode(sampai)

    def periode_terakhir(self, standard: Standar, sampai: dt.date) -> Periode:
        """The newest period on ``sampai``; the first one for a standard that is yet to begin."""
        periods = self.periode(standard, sampai)
        return periods[-1] if periods else Periode.parse(standard.berlaku_untuk_periode_sejak)

    def sidik_aturan(self, dataset: str, hari: dt.date) -> str:
        """Fingerprint (SHA-256) of all a dataset is judged by: standard, lists, areas, policy, engine.

        A verdict is good only while this is unchanged.
        """
        versions = self.seri[dataset].mengikat
        lists = sorted({c.daftar for v in versions for c in v.kolom if c.daftar})
        suite = self.suite_of(dataset)
        asked = {c.induk for v in versions for c in v.kolom if c.induk}
        if suite is not None and suite.pemilik_layanan is not None:
            asked.add(suite.pemilik_layanan.induk)
        registers = sorted(asked)
        parts: dict[str, Any] = {
            "mesin": RULES_VERSION,
            "standar": [v.model_dump(mode="json") for v in versions],
            "daftar": {name: self._list_digest(name) for name in lists},
            "induk": {name: self.induk[name].sidik for name in registers},
            "wilayah": self._area_digest,
            # What is hidden at publication changes no verdict.
            "kebijakan": self.kebijakan(hari).model_dump(mode="json", exclude={"pengungkapan"}),
            "suite": suite.model_dump(mode="json", exclude={"pengungkapan"}) if suite else None,
        }
        if suite is not None and suite.standar_dikenal is not None:
            parts["standar_ada"] = sorted(self.seri)
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def _list_digest(self, name: str) -> str:
        return hashlib.sha256((self.schemas / "referensi" / f"{name}.csv").read_bytes()).hexdigest()

    @cached_property
    def _area_digest(self) -> str:
        folder = self.schemas / "referensi"
        content = (folder / WILAYAH).read_bytes()
        if (folder / WILAYAH_NASIONAL).is_file():
            content += (folder / WILAYAH_NASIONAL).read_bytes()
        return hashlib.sha256(content).hexdigest()
