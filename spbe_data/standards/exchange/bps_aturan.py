"""MS-Var columns 8, 9 and 10 in words that can be read back: type, domain and rules of a column.

Belongs here: one line per rule, both ways, so that a form printed by us and filled by an office
brings its rules home. Not here: any other column of the form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from spbe_data.standards.exchange.neutral import Bidang, desimal
from spbe_data.standards.models import Tipe

TIPE_DATA = ("Integer", "Float", "Char", "String", "Array")
"""The types that column 8 knows."""

_KELUAR: dict[Tipe, str] = {
    "bulat": "Integer",
    "desimal": "Float",
    "teks": "String",
    "tanggal": "String",
}
_MASUK: dict[str, Tipe] = {
    "integer": "bulat",
    "float": "desimal",
    "string": "teks",
    "char": "teks",
}
_TANGGAL = "tanggal tahun-bulan-hari (2024-07-15)"
_WAJIB = "wajib diisi"
_TATA = {"id": "angka ditulis 1.234,5", "en": "angka ditulis 1,234.5"}
_ANGKA = r"(-?[0-9]+(?:\.[0-9]+)?)"
_TERBANYAK = 30  # longer lists are named, not printed


@dataclass(slots=True)
class Terbaca:
    """What one row of the form says of a column's type and rules."""

    tipe: Tipe
    wajib: bool = False
    minimum: Decimal | None = None
    maksimum: Decimal | None = None
    pola: str | None = None
    panjang: int | None = None
    urutan_kunci: int | None = None
    lain: dict[str, Any] = field(default_factory=dict)
    catatan: list[str] = field(default_factory=list)


def tipe_data(one: Bidang) -> str:
    """Column 8."""
    return _KELUAR[one.tipe]


def domain(one: Bidang) -> str:
    """Column 9: where the values come from, then the values of a short list."""
    lines: list[str] = []
    if area := one.lain.get("wilayah"):
        lines.append(f"wilayah: {area['sistem']} {area['tingkat']} {area['bagian']}")
    if listed := one.lain.get("daftar"):
        lines.append(f"daftar: {listed}")
    if register := one.lain.get("induk"):
        lines.append(f"data induk: {register}")
    choices = one.pilihan or ()
    lines += [f"- {choice}" for choice in choices[:_TERBANYAK]]
    if len(choices) > _TERBANYAK:
        lines.append(f"- dan {len(choices) - _TERBANYAK} isian lain pada daftar itu")
    return "\n".join(lines)


def aturan(one: Bidang, kunci: Sequence[str], lain: Sequence[str] = ()) -> str:
    """Column 10: one rule a line; ``lain`` are the reasons of the row rules that use the column."""
    lines = [_WAJIB] if one.wajib else []
    if one.nama in kunci:
        lines.append(f"bagian ke-{list(kunci).index(one.nama) + 1} dari kunci baris")
    if one.tipe == "tanggal":
        lines.append(_TANGGAL)
    if one.minimum is not None:
        lines.append(f"paling kecil {one.minimum:f}")
    if one.maksimum is not None:
        lines.append(f"paling besar {one.maksimum:f}")
    if (scale := one.lain.get("skala")) is not None:
        lines.append(f"paling banyak {scale} angka desimal")
    if grammar := one.lain.get("tata_angka"):
        lines.append(_TATA[grammar])
    if one.panjang is not None:
        lines.append(f"paling panjang {one.panjang} huruf")
    if one.pola is not None:
        lines.append(f"pola: {one.pola}")
    return "\n".join([*lines, *(f"antarkolom: {' '.join(text.split())}" for text in lain)])


def baca(tipe: str, isi_domain: str, isi_aturan: str) -> Terbaca:
    """Columns 8 to 10 read back; what is not in our words is told in ``catatan``."""
    word = tipe.strip()
    made = Terbaca(_MASUK.get(word.casefold(), "teks"))
    if word.casefold() not in _MASUK:
        made.catatan.append(f"tipe data '{word}' tidak ada di sini, ditulis sebagai teks")
    for line in filter(None, (part.strip() for part in isi_domain.splitlines())):
        _domain_line(made, line)
    for line in filter(None, (part.strip() for part in isi_aturan.splitlines())):
        if not _rule_line(made, line):
            made.catatan.append(f"aturan validasi '{line}' tidak dibawa")
    return made


def _domain_line(made: Terbaca, line: str) -> None:
    name, _, rest = line.partition(": ")
    rest = rest.strip()
    if name == "wilayah" and len(parts := rest.split()) == 3:
        made.lain["wilayah"] = dict(zip(("sistem", "tingkat", "bagian"), parts, strict=True))
        made.lain["peran"] = "wilayah"
    elif name == "daftar":
        made.lain["daftar"] = rest
    elif name == "data induk":
        made.lain["induk"] = rest
    elif not (line.startswith("- ") and "daftar" in made.lain):
        made.catatan.append(
            f"klasifikasi isian '{line}' tidak dibawa; sebutkan 'daftar' pada kolomnya"
        )


def _rule_line(made: Terbaca, line: str) -> bool:
    if line == _WAJIB:
        made.wajib = True
    elif line == _TANGGAL:
        made.tipe = "tanggal"
    elif found := re.fullmatch(r"bagian ke-([0-9]+) dari kunci baris", line):
        made.urutan_kunci = int(found[1])
    elif found := re.fullmatch(f"paling kecil {_ANGKA}", line):
        made.minimum = desimal(found[1])
    elif found := re.fullmatch(f"paling besar {_ANGKA}", line):
        made.maksimum = desimal(found[1])
    elif found := re.fullmatch(r"paling banyak ([0-9]+) angka desimal", line):
        made.lain["skala"] = int(found[1])
    elif found := re.fullmatch(r"paling panjang ([0-9]+) huruf", line):
        made.panjang = int(found[1])
    elif line.startswith("pola: "):
        made.pola = line.removeprefix("pola: ")
    else:
        for grammar, words in _TATA.items():
            if line == words:
                made.lain["tata_angka"] = grammar
                return True
        return False
    return True
