"""What a check says: one finding, as code and parameters; text is made when it is read.

Belongs here: the value that travels and its stored form. Wording is in
:mod:`spbe_data.checks.catalogue`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Tahap = Literal["wadah", "struktur", "baris", "dataset", "privasi"]
Tingkat = Literal["tolak", "peringatan", "catatan"]
Hasil = Literal["baik", "peringatan", "tolak", "gagal_diperiksa"]

LOLOS: frozenset[str] = frozenset({"baik", "peringatan"})
"""Verdicts with which a file may go on."""

TAHAP: tuple[Tahap, ...] = ("wadah", "struktur", "baris", "dataset", "privasi")


@dataclass(frozen=True, slots=True)
class Saran:
    """A proposed value; ``jarak`` is the edit distance to what was written (0 = certain)."""

    nilai: str
    jarak: int


@dataclass(frozen=True, slots=True)
class Temuan:
    """One finding.

    ``baris`` counts as in the sender's file, header included; ``sel`` is the spreadsheet address;
    ``params`` fill the message's templates.
    """

    kode: str
    tahap: Tahap
    tingkat: Tingkat
    aturan: str
    lembar: str | None = None
    baris: int | None = None
    kolom: str | None = None
    sel: str | None = None
    nilai: str | None = None
    saran: tuple[Saran, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)

    def dengan(self, **changes: Any) -> Temuan:
        """A copy with some fields changed."""
        return replace(self, **changes)

    def simpan(self) -> dict[str, Any]:
        """The stored form: code and parameters, no text."""
        return {
            "kode": self.kode,
            "tahap": self.tahap,
            "tingkat": self.tingkat,
            "aturan": self.aturan,
            "lembar": self.lembar,
            "baris": self.baris,
            "kolom": self.kolom,
            "sel": self.sel,
            "nilai": self.nilai,
            "saran": [{"nilai": s.nilai, "jarak": s.jarak} for s in self.saran],
            "params": dict(self.params),
        }


def hasil_dari(findings: Iterable[Temuan]) -> Hasil:
    """The verdict: the worst severity met; an engine fault is its own outcome, never a rejection."""
    return hasil_dari_jumlah((f.kode, f.tingkat) for f in findings)


def hasil_dari_jumlah(kinds: Iterable[tuple[str, Tingkat]]) -> Hasil:
    """The verdict of the kinds of findings (code, severity) that occur."""
    worst: Hasil = "baik"
    for kode, tingkat in kinds:
        if kode == "PEMERIKSAAN_GAGAL":
            return "gagal_diperiksa"
        if tingkat == "tolak":
            worst = "tolak"
        elif tingkat == "peringatan" and worst == "baik":
            worst = "peringatan"
    return worst
