"""What a draft is made of: guesses with their confidence, columns proposed, and the whole proposal.

Belongs here: the words shared by the modules of this package. Does not belong here: any guessing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import polars as pl


class TidakDapatDirancang(Exception):
    """The table gives nothing to draft from; the text is the sentence for the officer."""


def polos(value: Any) -> Any:
    """A value as YAML and JSON write it: whole numbers whole, others with their decimals."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def persen_yakin(value: float) -> str:
    """A confidence for readers, with a decimal comma: 0,93."""
    return f"{value:.2f}".replace(".", ",")


@dataclass(frozen=True, slots=True)
class Dugaan:
    """One guess: the value, how sure (0 to 1), and why in words."""

    nilai: Any
    yakin: float
    alasan: str

    def dokumen(self) -> dict[str, Any]:
        return {"nilai": self.nilai, "yakin": round(self.yakin, 2), "alasan": self.alasan}


@dataclass(frozen=True, slots=True)
class KolomUsul:
    """One proposed column.

    ``sumber``: name of the table's column it comes from, ``None`` when it is added by the draft.
    ``isian``: the fields of the standard that differ from the column dictionary (all of them when
    the dictionary does not have the column). ``satuan``: the unit read for a measure, else ``""``.
    """

    nama: str
    sumber: str | None
    judul_asli: str
    letak: str
    kamus: bool
    isian: dict[str, Any]
    yakin: float
    alasan: str
    satuan: str = ""
    peringatan: tuple[str, ...] = ()

    def dokumen(self) -> dict[str, Any]:
        return {
            "nama": self.nama,
            "judul_asli": self.judul_asli,
            "letak": self.letak,
            "ditambahkan": self.sumber is None,
            "dari_kamus": self.kamus,
            "isian": {name: polos(value) for name, value in self.isian.items()},
            "satuan": self.satuan,
            "yakin": round(self.yakin, 2),
            "alasan": self.alasan,
            "peringatan": list(self.peringatan),
        }


@dataclass(frozen=True, slots=True)
class Dilewati:
    """A column of the file that is not proposed, and why."""

    judul_asli: str
    letak: str
    alasan: str


@dataclass(frozen=True, slots=True)
class Pemetaan:
    """One source column of a wide table: which values of which dimensions it becomes."""

    judul_asli: str
    letak: str
    ukuran: str
    nilai: dict[str, str]


@dataclass(frozen=True, slots=True)
class Mirip:
    """An existing standard that may be the same data (Perpres 39/2019 Pasal 27(1))."""

    id: str
    judul: str
    skor: float
    alasan: str


@dataclass(frozen=True, slots=True)
class Rancangan:
    """The proposal. ``tabel``: the data in the proposed shape, text, columns named as proposed;
    ``isian``: guesses by field of the standard (dotted), ``peran`` etc. of columns in ``kolom``."""

    id: str
    berkas: str
    lembar: str | None
    kolom: tuple[KolomUsul, ...]
    isian: dict[str, Dugaan]
    dilewati: tuple[Dilewati, ...] = ()
    pemetaan: tuple[Pemetaan, ...] = ()
    mirip: tuple[Mirip, ...] = ()
    catatan: tuple[str, ...] = ()
    tabel: pl.DataFrame = field(default_factory=pl.DataFrame)

    def dokumen(self) -> dict[str, Any]:
        """JSON-able account of every guess. No cell values of the file but periods and bounds."""
        return {
            "id": self.id,
            "berkas": self.berkas,
            "lembar": self.lembar,
            "isian": {name: guess.dokumen() for name, guess in self.isian.items()},
            "kolom": [column.dokumen() for column in self.kolom],
            "dilewati": [
                {"judul_asli": d.judul_asli, "letak": d.letak, "alasan": d.alasan}
                for d in self.dilewati
            ],
            "pemetaan": [
                {"judul_asli": p.judul_asli, "letak": p.letak, "ukuran": p.ukuran, "nilai": p.nilai}
                for p in self.pemetaan
            ],
            "mirip": [
                {"id": m.id, "judul": m.judul, "skor": round(m.skor, 2), "alasan": m.alasan}
                for m in self.mirip
            ],
            "catatan": list(self.catatan),
        }
