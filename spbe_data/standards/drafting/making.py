"""Making one proposed column: from the dictionary, or with all fields and marks.

Belongs here: the shape of a proposed column and its physical name. Does not belong here: what a
column means.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from spbe_data.standards.drafting.context import Konteks
from spbe_data.standards.drafting.model import KolomUsul
from spbe_data.standards.drafting.table import Kolom
from spbe_data.standards.unfinished import LENGKAPI


def baru(heading: str, peran: str, tipe: str) -> dict[str, Any]:
    """All fields of a column the dictionary does not have; what only people know is marked."""
    title = heading.replace("_", " ").strip().capitalize() or "Kolom"
    return {
        "judul": {"id": title, "en": f"{LENGKAPI} judul kolom dalam bahasa Inggris"},
        "peran": peran,
        "tipe": tipe,
        "konsep": f"{LENGKAPI} gagasan yang diukur atau digolongkan kolom ini",
        "definisi": f"{LENGKAPI} batasan tepatnya: siapa atau apa yang dihitung",
        "rujukan_pemilihan": f"{LENGKAPI} peraturan atau standar yang menjadi rujukan",
        "rujukan_waktu": f"{LENGKAPI} saat atau rentang waktu yang digambarkan",
    }


def dari_kamus(
    name: str, column: Kolom, konteks: Konteks, sure: float, reason: str, warn: tuple[str, ...],
    otherwise: dict[str, Any], extra: dict[str, Any] | None = None,
) -> KolomUsul:  # fmt: skip
    known = name in konteks.kamus
    return KolomUsul(
        name, column.nama, column.judul_asli, column.letak, known,
        (extra or {}) if known else otherwise | (extra or {}), sure, reason, peringatan=warn,
    )  # fmt: skip


def tersendiri(
    column: Kolom, heading: str, peran: str, tipe: str, sure: float, reason: str,
    warn: tuple[str, ...] = (), extra: dict[str, Any] | None = None,
) -> KolomUsul:  # fmt: skip
    name = nama_fisik(heading, column.letak)
    return KolomUsul(
        name, column.nama, column.judul_asli, column.letak, False,
        baru(name, peran, tipe) | (extra or {}), sure, reason, peringatan=warn,
    )  # fmt: skip


def ringkas(heading: str) -> str:
    """A long measure's name without its breakdown and place: what stands before "menurut"."""
    short = heading
    if len(short) > 40:
        short = re.split(r"_(?:menurut|berdasarkan|di|pada)_", short)[0]
    return short if len(short) >= 3 else heading


def nama_fisik(heading: str, letak: str) -> str:
    """A physical name that the column pattern accepts: ASCII, letters first, at most 63."""
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^a-z0-9]+", "_", plain.casefold()).strip("_")
    if not plain:
        return f"kolom_{letak.lower() or 'baru'}"
    if not plain[0].isalpha():
        plain = f"k_{plain}"
    return plain[:60].rstrip("_")


def isi_kolom(column: KolomUsul, konteks: Konteks) -> dict[str, Any]:
    """All fields of a proposed column: the dictionary's, replaced by its own."""
    base: dict[str, Any] = konteks.kamus[column.nama] if column.kamus else {}
    return {**base, **column.isian}
