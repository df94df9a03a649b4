"""What a check says in the end: the verdict on one file, with everything it rests on.

Belongs here: the value that the engine gives and its document. How it comes about is
:mod:`spbe_data.checks.engine`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from spbe_data.checks import catalogue
from spbe_data.checks.collection import KumpulanTemuan
from spbe_data.checks.finding import Hasil
from spbe_data.checks.prepare import Siap
from spbe_data.standards.models import Standar


@dataclass(frozen=True, slots=True)
class Ukuran:
    """Counts that the scorecards are made of, taken while checking."""

    baris: int
    sel: int
    sel_terisi: int
    sel_wajib: int
    sel_wajib_terisi: int

    def __add__(self, other: Ukuran) -> Ukuran:
        return Ukuran(
            self.baris + other.baris,
            self.sel + other.sel,
            self.sel_terisi + other.sel_terisi,
            self.sel_wajib + other.sel_wajib,
            self.sel_wajib_terisi + other.sel_wajib_terisi,
        )


@dataclass(frozen=True, slots=True)
class HasilPeriksa:
    """The verdict on one file, with everything it rests on.

    ``baris_per_periode``: detail rows per period. ``siap``: the prepared pieces, if they were asked
    for and the file could be prepared.
    """

    standar: str
    versi_standar: str
    versi_kebijakan: str
    sidik_aturan: str
    sha256: str
    periode: tuple[str, ...]
    mesin: dict[str, str]
    temuan: KumpulanTemuan
    dibaca_sebagai: dict[str, Any]
    ukuran: Ukuran | None
    baris_per_periode: Mapping[str, int]
    siap: tuple[Siap, ...] | None

    @property
    def hasil(self) -> Hasil:
        return self.temuan.hasil

    def kepala(self) -> dict[str, Any]:
        """The findings document without its findings."""
        return {
            "standar": self.standar,
            "versi_standar": self.versi_standar,
            "versi_kebijakan": self.versi_kebijakan,
            "periode": list(self.periode),
            "sha256": self.sha256,
            "mesin": self.mesin,
            "hasil": self.hasil,
            "ringkasan": catalogue.ringkasan(self.temuan),
            "dibaca_sebagai": self.dibaca_sebagai,
        }

    def dokumen(self) -> dict[str, Any]:
        """The findings document (docs/doors.md): every finding, so mind its size."""
        return {**self.kepala(), "temuan": [catalogue.dokumen(f) for f in self.temuan]}


def size_of(standard: Standar, ready: Siap) -> Ukuran:
    """The counts of one prepared piece."""
    nulls = dict(
        zip(
            standard.nama_kolom,
            ready.tabel.select(standard.nama_kolom).null_count().row(0),
            strict=True,
        )
    )
    height = ready.tabel.height
    needed = [c for c in standard.nama_kolom if c in ready.wajib]
    return Ukuran(
        baris=height,
        sel=height * len(nulls),
        sel_terisi=height * len(nulls) - sum(nulls.values()),
        sel_wajib=height * len(needed),
        sel_wajib_terisi=height * len(needed) - sum(nulls[c] for c in needed),
    )
