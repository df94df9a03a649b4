"""What is known before a table is looked at: dictionary, lists, areas and registers, made to search.

Belongs here: look-up tables from the catalogue. Does not belong here: any judgement on a column.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from spbe_data.identifiers.kode_wilayah import Sistem, Tingkat
from spbe_data.identifiers.nama import normal as normal_nama
from spbe_data.intake.header import normal
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.content import read_yaml

BUKAN_ISI = frozenset(
    [
        "akses",
        "lisensi",
        "frekuensi",
        "rad",
        "status_angka",
        "status_pengajuan",
        "cara_pengumpulan",
        "sektor_kegiatan",
        "bidang_urusan",
        "satuan",
    ]
)
"""Lists that describe a standard or its measures, and are no breakdown of data."""


def padat(text: str) -> str:
    """A heading without signs, for comparison."""
    return normal(text).replace("_", "")


def lipat(text: str) -> str:
    """A list value for comparison: case and spaces levelled."""
    return re.sub(r"\s+", " ", text).strip().casefold()


@dataclass
class Konteks:
    """The catalogue seen from the drafting side. ``wilayah``: Kemendagri code of the region."""

    catalog: Catalog
    wilayah: str
    kode_bps: str
    nama_wilayah: str = ""
    nama_provinsi: str = ""
    _ejaan: dict[str, dict[str, str]] = field(default_factory=dict)
    _induk: dict[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def kamus(self) -> dict[str, Any]:
        """The column dictionary by name."""
        path = self.catalog.schemas / "kamus_kolom.yaml"
        return read_yaml(path, self.catalog.root).data if path.is_file() else {}

    @cached_property
    def judul_kamus(self) -> dict[str, str]:
        """Dictionary name by every heading known for it (its own name first)."""
        found: dict[str, str] = {padat(name): name for name in self.kamus}
        for name, column in self.kamus.items():
            for spelling in (*column.get("ejaan_judul", ()), column["judul"]["id"]):
                found.setdefault(padat(str(spelling)), name)
        return found

    @cached_property
    def kolom_wilayah(self) -> dict[tuple[str, str, str], str]:
        """Dictionary name of an area column by (sistem, tingkat, bagian)."""
        return {
            (w["sistem"], w["tingkat"], w["bagian"]): name
            for name, column in self.kamus.items()
            if (w := column.get("wilayah"))
        }

    @cached_property
    def kolom_daftar(self) -> dict[str, list[str]]:
        """Dictionary names by the list they are bound to."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for name, column in self.kamus.items():
            if column.get("daftar"):
                found[column["daftar"]].append(name)
        return found

    @cached_property
    def daftar_isi(self) -> tuple[str, ...]:
        """Lists that can be a breakdown of data."""
        return tuple(name for name in self.catalog.daftar if name not in BUKAN_ISI)

    def ejaan(self, daftar: str) -> dict[str, str]:
        """Standard name by folded spelling (name, other spellings, code) of one list."""
        if daftar not in self._ejaan:
            found: dict[str, str] = {}
            for entry in self.catalog.daftar[daftar].entri:
                for text in (entry.nama, *entry.ejaan_lain, entry.kode):
                    found.setdefault(lipat(text), entry.nama)
            self._ejaan[daftar] = found
        return self._ejaan[daftar]

    def satuan(self, text: str) -> str | None:
        """The unit's standard name for a text, with or without brackets, else ``None``."""
        plain = lipat(text.strip().strip("()[]"))
        return self.ejaan("satuan").get(plain) if "satuan" in self.catalog.daftar else None

    @cached_property
    def nama_wilayah_per_tingkat(self) -> dict[Tingkat, dict[str, frozenset[str]]]:
        """Per level: normalised name → systems that spell it so."""
        found: dict[Tingkat, defaultdict[str, set[str]]] = {}
        for area in self.catalog.wilayah.baris:
            names = found.setdefault(area.level, defaultdict(set))
            names[normal_nama(area.nama)].add("kemendagri")
            if area.nama_bps:
                names[normal_nama(area.nama_bps)].add("bps")
        return {
            level: {k: frozenset(v) for k, v in names.items()} for level, names in found.items()
        }

    def nama_induk(self, id_: str) -> frozenset[str]:
        """Normalised names and short names of one register."""
        if id_ not in self._induk:
            self._induk[id_] = frozenset(
                normal_nama(text)
                for rows in self.catalog.induk[id_].dasar.values()
                for row in rows
                for text in (row.isi.get("nama", ""), row.isi.get("singkatan", ""))
                if len(text) > 1
            )
        return self._induk[id_]

    def kode_dikenal(self, code: str, system: Sistem, level: Tingkat) -> bool:
        return any(area.level == level for area in self.catalog.wilayah.kode(code, system))

    @cached_property
    def kata_rad(self) -> dict[str, tuple[str, ...]]:
        """Words that point to a RAD topic (``schemas/kata_rad.yaml``), by code."""
        path = self.catalog.schemas / "kata_rad.yaml"
        data = read_yaml(path, self.catalog.root).data if path.is_file() else {}
        return {str(code): tuple(map(str, words)) for code, words in data.items()}
