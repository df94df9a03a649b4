"""What a heading says beyond a column's name: a year, a part of it, an area, a category, a measure.

Belongs here: taking one heading apart, and likeness of headings. Does not belong here: whether
the columns of a table together make an offer (:mod:`spbe_data.repair.unpivot`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from spbe_data.identifiers.periode import Periode
from spbe_data.identifiers.wilayah import RegisterWilayah
from spbe_data.intake.header import normal
from spbe_data.repair.offer import Meja
from spbe_data.standards.drafting.periods import (
    bulan_dari_teks,
    semester_dari_teks,
    triwulan_dari_teks,
)
from spbe_data.standards.models import Kolom

_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?:\.0)?(?![0-9])")
_WORD = re.compile(r"[^\W\d_]")
_EDGE = " \t-–—/_:;,.|()[]*"
LEVELS = ("provinsi", "kabupaten_kota", "kecamatan", "desa_kelurahan")
"""Levels of areas, highest first."""

MIRIP = 0.8
"""Likeness from which a heading may be taken for a column's."""

_SHORT = {
    "jml": "jumlah", "jmlh": "jumlah", "jum": "jumlah", "kec": "kecamatan", "kab": "kabupaten",
    "kd": "kode", "nm": "nama", "thn": "tahun", "th": "tahun", "prov": "provinsi", "kel": "kelurahan",
    "pddk": "penduduk",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Uraian:
    """A heading taken apart: time columns with their value, and what is left, piece by piece."""

    waktu: Mapping[str, str]
    sisa: tuple[str, ...]


def uraikan(heading: str, wanted: Iterable[str]) -> Uraian:
    """Take ``heading`` apart; ``wanted`` are the time columns it may carry.

    Two different years in one heading ("2020/2021") name no year.
    """
    time_columns = set(wanted)
    time: dict[str, str] = {}
    rest: list[str] = []
    years = set(_YEAR.findall(heading))
    for piece in heading.split(" / "):
        text = piece.strip()
        if "tahun" in time_columns and len(years) == 1:
            time["tahun"] = next(iter(years))
            text = _YEAR.sub(" ", text)
        text = " ".join(text.strip(_EDGE).split())
        for name, read in (
            ("bulan", bulan_dari_teks),
            ("triwulan", triwulan_dari_teks),
            ("semester", semester_dari_teks),
        ):
            # A bare number is no month: age groups and numbering look the same.
            if name in time_columns and _WORD.search(text) and (part := read(text)) is not None:
                time[name] = str(part)
                text = ""
        if text:
            rest.append(text)
    return Uraian(time, tuple(rest))


def alike(heading: str, name: str, neutral: frozenset[str] = frozenset()) -> float:
    """Likeness of a heading to a column's name from 0 to 1, word by word.

    Typing errors in long words, short forms and another order are likeness; another word is none
    ("Persentase penduduk miskin" is not "Jumlah penduduk miskin"). The heading may say more than
    the name only in ``neutral`` words: the unit, a year.
    """
    ours, theirs = _words(heading), _words(name)
    extra = [w for w in ours if w not in theirs and (w in neutral or _YEAR.fullmatch(w))]
    ours = [w for w in ours if w not in extra]
    if not ours or len(ours) != len(theirs):
        return 0.0
    if sorted(ours) == sorted(theirs):
        return 0.95 if extra or ours != theirs else 1.0
    wrong = 0
    for a, b in zip(ours, theirs, strict=True):
        distance = Levenshtein.distance(a, b)
        if distance > len(b) // 4:
            return 0.0
        wrong += distance
    return 1 - wrong / sum(map(len, theirs))


def _words(text: str) -> list[str]:
    return [_SHORT.get(w, w) for w in normal(text).split("_") if w]


def likeness(heading: str, column: Kolom, desk: Meja) -> float:
    """How near a heading is to a column's name, title or known other headings."""
    known = (column.nama, column.judul.id, column.judul.en, *column.ejaan_judul)
    units = frozenset(_words(desk.standard.standar_data.satuan))
    return max(alike(heading, text, units) for text in known)


def nearest_column(heading: str, columns: Iterable[Kolom], desk: Meja) -> Kolom | None:
    """The one column that a heading is near to; none when there is no such, or a second as near."""
    ranked = sorted(((likeness(heading, c, desk), c) for c in columns), key=lambda p: -p[0])
    if not ranked or ranked[0][0] < MIRIP:
        return None
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < 0.05:
        return None
    return ranked[0][1]


def measure_of(text: str, measures: Iterable[Kolom], desk: Meja) -> Kolom | None:
    """The measure that a piece of a heading names: exactly, or nearly and nothing else."""
    columns = list(measures)
    exact = desk.pencocok.cocok(text)
    if exact is not None:
        return next((c for c in columns if c.nama == exact), None)
    return nearest_column(text, columns, desk)


def listed_value(text: str, column: Kolom, desk: Meja) -> str | None:
    """The standard's name of a list value, written so or in a known other spelling."""
    if column.daftar is None:
        return None
    period = _latest(desk)
    judged = desk.catalog.daftar[column.daftar].nilai(text, period.awal, period.akhir)
    if judged.status in ("benar", "ejaan", "berakhir"):
        name = judged.baku or text
        return name if column.pola is None or re.fullmatch(column.pola, name) else None
    return None


def area_names(column: Kolom, period: Periode | None, desk: Meja) -> dict[str, tuple[str, ...]]:
    """Plain names of the areas of a code column's level in a period → their codes."""
    area = column.wilayah
    assert area is not None
    found: dict[str, set[str]] = {}
    for one in desk.catalog.wilayah.semesta(
        area.tingkat, period or _latest(desk), induk=_inside(area.tingkat, desk)
    ):
        code = one.kode(area.sistem)
        for name in {RegisterWilayah.normal(one.nama), RegisterWilayah.normal(one.nama_bps)}:
            if code and name:
                found.setdefault(name, set()).add(code)
    return {name: tuple(sorted(codes)) for name, codes in found.items()}


def area_code(
    text: str, known: Mapping[str, tuple[str, ...]], inside: str | None = None
) -> str | None:
    """The code of the one area that is named so, or whose code is written.

    ``inside``, the code of a higher area of the same system, tells namesakes apart.
    """
    codes = known.get(RegisterWilayah.normal(text), ())
    if inside is not None:
        codes = tuple(c for c in codes if c.startswith(inside))
    if len(codes) == 1:
        return codes[0]
    plain = re.sub(r"\.0$", "", text.strip())
    return plain if any(plain in c for c in known.values()) else None


def is_total(text: str, desk: Meja) -> bool:
    """Whether a piece of a heading says that its column is a total."""
    plain = text.casefold().strip(_EDGE)
    return plain in {w.casefold() for w in desk.policy.kata_total}


def _latest(desk: Meja) -> Periode:
    if desk.periode is not None:
        return Periode.parse(desk.periode)
    return desk.catalog.periode_terakhir(desk.standard, desk.hari)


def _inside(level: str, desk: Meja) -> str | None:
    code = desk.lingkup.kode_kemendagri
    depth = LEVELS.index(level)
    return code if depth > code.count(".") else None
