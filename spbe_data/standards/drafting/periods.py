"""Parts of a period as people write them: months, quarters, half-years, years.

Belongs here: one text → one number. Does not belong here: which column is a time column.
"""

from __future__ import annotations

import re

from spbe_data.identifiers.periode import NAMA_BULAN

_SINGKAT = {
    "peb": 2, "pebruari": 2, "agt": 8, "ags": 8, "agst": 8, "sept": 9, "nop": 11, "nopember": 11,
}  # fmt: skip
_BULAN: dict[str, int] = {
    **{n.casefold(): i for names in NAMA_BULAN.values() for i, n in enumerate(names, 1)},
    **{n[:3].casefold(): i for names in NAMA_BULAN.values() for i, n in enumerate(names, 1)},
    **_SINGKAT,
}
_ROMAWI = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_TRIWULAN = re.compile(
    r"(?:triwulan|twl|tw|trw|kuartal|quarter|q)[\s.\-_]*(?:ke-?)?([1-4]|iv|i{1,3})"
)
_SEMESTER = re.compile(r"(?:semester|smt|sem|s)[\s.\-_]*(?:ke-?)?([12]|i{1,2})")
_TAHUN = re.compile(r"(?:19|20)[0-9]{2}(?:\.0)?")


def _fold(text: str) -> str:
    return text.strip().rstrip(".").casefold()


def bulan_dari_teks(text: str) -> int | None:
    """1 to 12 for a month's number or name (Indonesian or English, short forms too)."""
    plain = _fold(text)
    if re.fullmatch(r"0?[1-9](?:\.0)?|1[0-2](?:\.0)?", plain):
        return int(float(plain))
    return _BULAN.get(plain)


def triwulan_dari_teks(text: str) -> int | None:
    """1 to 4 for ``3``, ``III``, ``TW III``, ``Triwulan 3``, ``Q3``."""
    return _part(text, _TRIWULAN, 4)


def semester_dari_teks(text: str) -> int | None:
    """1 or 2 for ``2``, ``II``, ``S2``, ``Semester II``."""
    return _part(text, _SEMESTER, 2)


def tahun_dari_teks(text: str) -> int | None:
    """A year of four digits, with or without a spreadsheet's ``.0``."""
    return int(text.strip()[:4]) if _TAHUN.fullmatch(text.strip()) else None


def _part(text: str, pattern: re.Pattern[str], most: int) -> int | None:
    plain = re.sub(r"\.0$", "", _fold(text))
    match = pattern.fullmatch(plain)
    plain = match[1] if match else plain
    number = _ROMAWI.get(plain) or (int(plain) if re.fullmatch(r"[1-4]", plain) else None)
    return number if number is not None and number <= most else None


_BERTAHUN = re.compile(
    r"(?P<awal>.*?)[\s\-/,.'’_]*(?P<tahun>(?:19|20)[0-9]{2})[\s\-/,._]*(?P<akhir>.*)"
)


_TAHUN_DUA_ANGKA = re.compile(r"(?P<bulan>[a-z]{3,10})[\s\-/.'’_]+(?P<tahun>[0-9]{2})")


def periode_gabungan(text: str) -> tuple[int, str, int] | None:
    """Year, kind (``bulan``, ``triwulan``, ``semester``) and number of a period in one text:
    ``Februari 2026``, ``Jan-24``, ``2024-07``, ``2024-S1``, ``Triwulan III 2024``; else ``None``."""
    short = _TAHUN_DUA_ANGKA.fullmatch(_fold(text))
    if short and short["bulan"] in _BULAN:
        return 2000 + int(short["tahun"]), "bulan", _BULAN[short["bulan"]]
    match = _BERTAHUN.fullmatch(_fold(text))
    if match is None or bool(match["awal"]) == bool(match["akhir"]):
        return None
    year, part = int(match["tahun"]), match["awal"] or match["akhir"]
    bare = re.fullmatch(r"[0-9]{1,2}", part) is not None
    if bare and match["awal"]:
        return None  # "7 2024" may be anything
    if (month := bulan_dari_teks(part)) is not None:
        return year, "bulan", month
    if re.fullmatch(r"t[1-4]", part):
        return year, "triwulan", int(part[1])
    if not re.fullmatch(r"i{1,3}|iv", part):
        if (half := semester_dari_teks(part)) is not None and not bare:
            return year, "semester", half
        if (quarter := triwulan_dari_teks(part)) is not None and not bare:
            return year, "triwulan", quarter
    return None
