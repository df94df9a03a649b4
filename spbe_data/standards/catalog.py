"""The catalogue of all standards: one object that knows every dataset, list, agency and policy.

Belongs here: loading the content folders, rules that span files, and the version fingerprint of
what a dataset is judged by. One dataset is one file; nothing else is touched to add it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from spbe_data.identifiers.periode import Periode, PeriodeTidakSah
from spbe_data.identifiers.wilayah import RegisterTidakSah, RegisterWilayah
from spbe_data.standards.content import (
    ContentError,
    FaultInContent,
    csv_rows,
    read_text,
    read_yaml,
    shown,
)
from spbe_data.standards.loading import load_series
from spbe_data.standards.models import Standar
from spbe_data.standards.policy import Kebijakan, Suite, load_policies, load_suite
from spbe_data.standards.reference import Daftar, load_list

RULES_VERSION = "1"
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
    return {
        row["id"]: PerangkatDaerah(
            id=row["id"],
            nama=row["nama"],
            singkatan=row["singkatan"],
            jenis=row["jenis"],
            bidang=row["bidang"],
            walidata=row["walidata"] == "ya",
        )
        for _line, row in rows
    }


def load_areas(path: Path, root: Path) -> RegisterWilayah:
    """The area register. Raises :class:`ContentError` with every faulty line."""
    read_text(path, shown(path, root))
    try:
        return RegisterWilayah.dari_csv(path)
    except RegisterTidakSah as exc:
        faults = [
            FaultInContent(shown(path, root), None, "", line) for line in str(exc).splitlines()
        ]
        raise ContentError(faults) from exc


class Catalog:
    """All content of one installation, read once and never changed.

    ``schemas`` and ``quality`` are the content folders. Raises :class:`ContentError` listing every
    fault of every file.
    """

    def __init__(self, schemas: Path, quality: Path) -> None:
        self.schemas = schemas
        self.quality = quality
        self.root = schemas.parent
        faults: list[FaultInContent] = []
        dictionary_path = schemas / "kamus_kolom.yaml"
        dictionary = read_yaml(dictionary_path, self.root).data if dictionary_path.is_file() else {}
        self.perangkat_daerah = load_agencies(schemas / "induk" / "perangkat_daerah.csv", self.root)
        self.wilayah = load_areas(schemas / "referensi" / "wilayah.csv", self.root)
        self.daftar: dict[str, Daftar] = {}
        for path in sorted((schemas / "referensi").glob("*.csv")):
            if path.stem in ("wilayah", "jembatan_wilayah"):
                continue
            try:
                self.daftar[path.stem] = load_list(path, self.root)
            except ContentError as exc:
                faults += exc.faults
        self.seri, self._docs, found = load_series(schemas / "dataset", self.root, dictionary)
        faults += found
        self.standar = {id_: series.kini for id_, series in self.seri.items()}
        self.berkas = {
            id_: self._docs[id_, standard.versi].path for id_, standard in self.standar.items()
        }
        self.kebijakan_semua = load_policies(quality, self.root)
        self.suite: dict[str, Suite] = {}
        for path in sorted((quality / "suite").glob("*.yaml")):
            try:
                self.suite[path.stem] = load_suite(path, self.root)
            except ContentError as exc:
                faults += exc.faults
        faults += self._cross_file_faults()
        if faults:
            raise ContentError(faults)

    def kebijakan(self, hari: dt.date) -> Kebijakan:
        """The quality policy in force on ``hari`` (the day of the run)."""
        for policy in reversed(self.kebijakan_semua):
            if policy.berlaku_sejak <= hari and (
                policy.berlaku_sampai is None or hari <= policy.berlaku_sampai
            ):
                return policy
        return self.kebijakan_semua[0]

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
        parts = {
            "mesin": RULES_VERSION,
            "standar": [v.model_dump(mode="json") for v in versions],
            "daftar": {name: self._list_digest(name) for name in lists},
            "wilayah": self._area_digest,
            "kebijakan": self.kebijakan(hari).model_dump(mode="json"),
            "suite": suite.model_dump(mode="json") if (suite := self.suite_of(dataset)) else None,
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def _list_digest(self, name: str) -> str:
        return hashlib.sha256((self.schemas / "referensi" / f"{name}.csv").read_bytes()).hexdigest()

    @cached_property
    def _area_digest(self) -> str:
        return hashlib.sha256((self.schemas / "referensi" / "wilayah.csv").read_bytes()).hexdigest()

    def _cross_file_faults(self) -> list[FaultInContent]:
        faults: list[FaultInContent] = []
        known = {name: set(lst.kode()) for name, lst in self.daftar.items()}
        concepts: dict[str, list[str]] = defaultdict(list)
        for (id_, versi), doc in self._docs.items():
            standard = self.seri[id_].satu(versi)
            if standard.produsen_data not in self.perangkat_daerah:
                faults.append(
                    doc.fault(
                        f"'{standard.produsen_data}' tidak ada di data induk perangkat daerah.",
                        "produsen_data",
                    )
                )
            folder = doc.path.relative_to(self.schemas / "dataset").parts[0]
            if folder != standard.produsen_data:
                faults.append(
                    doc.fault(
                        f"berkas ini ada di folder '{folder}'; pindahkan ke folder produsennya.",
                        "produsen_data",
                    )
                )
            for list_, field_, value in (
                ("rad", "rad", standard.rad),
                ("frekuensi", "jadwal_pemutakhiran", standard.jadwal_pemutakhiran),
                ("lisensi", "lisensi", standard.lisensi),
                (
                    "cara_pengumpulan",
                    "kegiatan.cara_pengumpulan",
                    standard.kegiatan.cara_pengumpulan,
                ),
                ("sektor_kegiatan", "kegiatan.sektor", standard.kegiatan.sektor),
            ):
                if value not in known.get(list_, set()):
                    faults.append(
                        doc.fault(
                            f"'{value}' tidak ada di daftar referensi '{list_}' (schemas/referensi/{list_}.csv).",
                            *field_.split("."),
                        )
                    )
            for number, column in enumerate(standard.kolom):
                if column.daftar and column.daftar not in self.daftar:
                    faults.append(
                        doc.fault(
                            f"daftar referensi '{column.daftar}' tidak ada.",
                            "kolom",
                            number,
                            "daftar",
                        )
                    )
            levels = {c.wilayah.tingkat for c in standard.kolom_wilayah("kode") if c.wilayah}
            if levels and standard.tingkat_penyajian not in levels:
                faults.append(
                    doc.fault(
                        f"tidak ada kolom kode wilayah tingkat {standard.tingkat_penyajian}; yang ada: {', '.join(sorted(levels))}.",
                        "tingkat_penyajian",
                    )
                )
            try:
                first = Periode.parse(standard.berlaku_untuk_periode_sejak)
                if first.frekuensi != standard.periode:
                    faults.append(
                        doc.fault(
                            f"periode pertama bukan periode {standard.periode}.",
                            "berlaku_untuk_periode_sejak",
                        )
                    )
            except PeriodeTidakSah as exc:
                faults.append(doc.fault(str(exc), "berlaku_untuk_periode_sejak"))
            for part in ("konsep", "definisi"):
                text = getattr(standard.standar_data, part).casefold()
                if id_ not in concepts[text]:  # versions of one dataset may share their words
                    concepts[text].append(id_)
        for owners in concepts.values():
            if len(owners) > 1:
                # Two datasets with one meaning are a duplicate (Perpres 39/2019 Pasal 27(1)), or boilerplate.
                faults.append(
                    self._docs[owners[-1], self.seri[owners[-1]].versi[-1].versi].fault(
                        f"konsep/definisi sama dengan standar {', '.join(owners[:-1])}.",
                        "standar_data",
                    )
                )
        for id_, suite in self.suite.items():
            shown = f"quality/suite/{id_}.yaml"
            if id_ not in self.standar:
                faults.append(FaultInContent(shown, None, "", f"tidak ada standar '{id_}'."))
                continue
            for rule in suite.bagian_total:
                other = self.standar.get(rule.total_dari.dataset)
                if other is None or rule.total_dari.ukuran not in other.nama_kolom:
                    faults.append(
                        FaultInContent(
                            shown,
                            None,
                            "bagian_total",
                            f"'{rule.total_dari.dataset}.{rule.total_dari.ukuran}' tidak ada.",
                        )
                    )
                missing = [
                    c for c in (*rule.per, rule.ukuran) if c not in self.standar[id_].nama_kolom
                ]
                if missing:
                    faults.append(
                        FaultInContent(
                            shown, None, "bagian_total", f"kolom {missing} tidak ada di standar."
                        )
                    )
        return faults
