"""What the ledger gives: frozen records of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Status = Literal[
    "disampaikan",
    "diperiksa",
    "dikembalikan",
    "menunggu_walidata",
    "menunggu_pembina",
    "disetujui",
    "terbit",
    "ditarik",
    "dibatalkan",
]

LANGKAH: dict[str, frozenset[str]] = {
    "disampaikan": frozenset({"diperiksa", "dibatalkan"}),
    "diperiksa": frozenset({"diperiksa", "dikembalikan", "menunggu_walidata", "dibatalkan"}),
    "menunggu_walidata": frozenset(
        {"diperiksa", "dikembalikan", "menunggu_pembina", "disetujui", "dibatalkan"}
    ),
    "menunggu_pembina": frozenset({"diperiksa", "dikembalikan", "disetujui", "dibatalkan"}),
    "disetujui": frozenset({"diperiksa", "terbit", "ditarik"}),
    "terbit": frozenset({"ditarik"}),
    "dikembalikan": frozenset(),
    "ditarik": frozenset(),
    "dibatalkan": frozenset(),
}
"""Which status may follow which (Perpres 39/2019 Pasal 33-36). A returned file is final: it comes
in again by the front door as a new submission."""


@dataclass(frozen=True, slots=True)
class Pengajuan:
    """A submission: file, standard and metadata (Perpres 39/2019 Pasal 33(2))."""

    id: str
    dataset: str
    nama_berkas: str
    sha256: str
    periode_dinyatakan: str | None
    metadata: dict[str, Any]
    status: str
    akun: str
    disampaikan_pada: str
    contoh: bool
    kunci_ulang: str | None


@dataclass(frozen=True, slots=True)
class Pemeriksaan:
    """A stored verdict: good only for this content hash, these metadata and these rule versions."""

    id: str
    pengajuan: str
    sha256: str
    dataset: str
    versi_standar: str
    versi_kebijakan: str
    sidik_aturan: str
    sidik_metadata: str
    hasil: str
    periode: list[str]
    ringkasan: list[dict[str, Any]]
    mesin: dict[str, str]
    dimensi: dict[str, Any]
    aktor: str
    pada: str


@dataclass(frozen=True, slots=True)
class Keputusan:
    """A decision by a person (or, for a blocking finding, by the check itself)."""

    id: str
    pengajuan: str
    pemeriksaan: str
    keputusan: str
    peran: str
    alasan: str
    aktor: str
    pada: str


@dataclass(frozen=True, slots=True)
class Versi:
    """One immutable version of one period of one dataset."""

    dataset: str
    periode: str
    versi: int
    pengajuan: str
    pemeriksaan: str
    sha256: str
    berkas: str
    sha256_berkas: str
    jumlah_baris: int
    pada: str


@dataclass(frozen=True, slots=True)
class Rilis:
    """A numbered release: the set of current period versions."""

    dataset: str
    nomor: int
    isi: dict[str, int]
    sidik_isi: str
    sidik_manifes: str
    jumlah_baris: int
    aktor: str
    pada: str


@dataclass(frozen=True, slots=True)
class PenilaianTersimpan:
    """An index as published, computed or shown as a sample."""

    id: str
    instansi: str
    tahun: int
    instrumen: str
    status: str
    sumber: str
    sha256: str
    hasil: dict[str, Any]
    aktor: str
    pada: str


def orang_sama(satu: str, lain: str) -> bool:
    """Whether two account names mean one person: case and spaces around do not make another.

    Who sends or proposes may not decide (Perpres 39/2019 Pasal 34), however the name is typed.
    """
    return " ".join(satu.split()).casefold() == " ".join(lain.split()).casefold()
