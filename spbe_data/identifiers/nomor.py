"""Numbers of persons, bodies, facilities and reference systems: form and inner validity.

Belongs here: what a number must look like. No number here has been looked up anywhere: a right form
is no proof that its holder exists. Does not belong here: finding numbers in a text
(:mod:`spbe_data.identifiers.pengenal`), whether a found number may stay (that is policy), and area
codes' existence (:mod:`spbe_data.identifiers.wilayah`).

Digits are always ``[0-9]``: ``\\d`` would also take Arabic and other digits.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from spbe_data.identifiers.wilayah import tingkat_dari_bentuk

JenisNomor = Literal[
    "nik",
    "kk",
    "nip_pns",
    "ni_pppk",
    "npwp",
    "nitku",
    "npsn",
    "nib",
    "rad",
    "kode_sds",
    "kode_skpd",
    "kode_pos",
    "kode_kemendagri",
    "kode_bps",
    "telepon",
    "email",
]

PROVINSI: frozenset[str] = frozenset(
    f"{number:02d}"
    for first, last in (
        (11, 19),
        (21, 21),
        (31, 36),
        (51, 54),
        (61, 65),
        (71, 76),
        (81, 82),
        (91, 96),
    )
    for number in range(first, last + 1)
)
"""Kemendagri province digits, present and former (54 Timor Timur): a NIK keeps those of its first
registration for ever."""


@dataclass(frozen=True, slots=True)
class Nik:
    """The parts of a NIK. The area is that of first registration, not of residence; the century of
    birth cannot be told from two digits."""

    kode_kecamatan: str
    hari: int
    bulan: int
    tahun_dua_angka: int
    jenis_kelamin: Literal["L", "P"]


@dataclass(frozen=True, slots=True)
class Nip:
    """The parts of a NIP PNS or NI PPPK. ``mulai``: month (PNS) or year (PPPK) of appointment, as
    ``YYYY-MM`` or ``YYYY``."""

    jenis: Literal["PNS", "PPPK"]
    lahir: dt.date
    mulai: str
    jenis_kelamin: Literal["L", "P"]


# -- persons --


def urai_nik(teks: str) -> Nik | None:
    """The parts of a NIK (16 digits: area, DDMMYY with day + 40 for women, serial), or ``None``.

    The date must exist (29 February in a leap year of either century), the province be a present or
    former one, kecamatan and serial not zero. There is no check digit.
    """
    parts = _area_date_serial(teks)
    if parts is None:
        return None
    area, day, month, year = parts
    female = day > 40
    if not _day_exists(day - 40 if female else day, month, year):
        return None
    code = f"{area[:2]}.{area[2:4]}.{area[4:]}"
    return Nik(code, day - 40 if female else day, month, year, "P" if female else "L")


def nik_sah(teks: str) -> bool:
    """Whether a text has the form of a NIK (:func:`urai_nik`)."""
    return urai_nik(teks) is not None


def kk_sah(teks: str) -> bool:
    """Nomor KK: like a NIK, but with the day of issue, to which 40 is never added."""
    parts = _area_date_serial(teks)
    return parts is not None and _day_exists(*parts[1:])


def urai_nip(teks: str) -> Nip | None:
    """The parts of a NIP PNS or NI PPPK (18 digits), or ``None``.

    Birth YYYYMMDD, then for PNS the month of appointment YYYYMM, for PPPK the year and the number
    of the agreement (21 and above, so that it is never taken for a month), sex 1 or 2, serial from
    001 (Perka BKN 22/2007). The appointment must lie after the birth.
    """
    if not re.fullmatch(r"[0-9]{18}", teks):
        return None
    birth = _date(teks[:8])
    year, middle, sex = int(teks[8:12]), int(teks[12:14]), teks[14]
    if birth is None or sex not in "12" or teks[15:] == "000":
        return None
    if not birth.year < year <= birth.year + 75:
        return None
    gender: Literal["L", "P"] = "L" if sex == "1" else "P"
    if 1 <= middle <= 12:
        return Nip("PNS", birth, f"{year:04d}-{middle:02d}", gender)
    if middle >= 21:
        return Nip("PPPK", birth, f"{year:04d}", gender)
    return None


def nip_pns_sah(teks: str) -> bool:
    """Whether a text has the form of a NIP of a PNS."""
    parts = urai_nip(teks)
    return parts is not None and parts.jenis == "PNS"


def ni_pppk_sah(teks: str) -> bool:
    """Whether a text has the form of a NI PPPK."""
    parts = urai_nip(teks)
    return parts is not None and parts.jenis == "PPPK"


# -- tax, business, facilities --


def npwp_sah(teks: str) -> bool:
    """NPWP of 16 digits (a person's is the NIK, a body's is 0 and the old number) or of 15, with or
    without its punctuation ``NN.NNN.NNN.N-NNN.NNN``. The ninth digit of the old number is Luhn's.
    """
    plain = _old_npwp(teks)
    if plain is not None:
        return _luhn(plain[:9])
    if not re.fullmatch(r"[0-9]{16}", teks):
        return False
    return _luhn(teks[1:10]) if teks[0] == "0" else nik_sah(teks)


def nitku_sah(teks: str) -> bool:
    """NITKU: a 16-digit NPWP and six digits for the place (000000 is the head office)."""
    return bool(re.fullmatch(r"[0-9]{22}", teks)) and npwp_sah(teks[:16])


def _old_npwp(teks: str) -> str | None:
    match = re.fullmatch(
        r"([0-9]{2})\.([0-9]{3})\.([0-9]{3})\.([0-9])-([0-9]{3})\.([0-9]{3})|([0-9]{15})", teks
    )
    return "".join(part for part in match.groups() if part) if match else None


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


# -- contacts --

# Mobile prefixes in use; landlines start with the area code.
SELULER = r"8(?:1[1-9]|2[1238]|3[1-38]|5[1235-9]|7[6-9]|8[1-9]|9[5-9])"
_TELEPON = re.compile(rf"(?:\+?62|0)(?:{SELULER}[0-9]{{6,9}}|[2-79][0-9]{{7,10}})")
EMAIL = r"[A-Za-z0-9._%+\-]{1,64}@(?:[A-Za-z0-9\-]{1,63}\.){1,8}[A-Za-z]{2,24}"


def telepon_sah(teks: str) -> bool:
    """Indonesian telephone number, mobile or landline, with 0, 62 or +62; blanks, dots, dashes and
    brackets do not count."""
    return _TELEPON.fullmatch(re.sub(r"[ .\-()]", "", teks)) is not None


# -- all --


def _form(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda teks: compiled.fullmatch(teks) is not None


_SAH: Mapping[JenisNomor, Callable[[str], bool]] = {
    "nik": nik_sah,
    "kk": kk_sah,
    "nip_pns": nip_pns_sah,
    "ni_pppk": ni_pppk_sah,
    "npwp": npwp_sah,
    "nitku": nitku_sah,
    # 8 digits; P or K and 7 for courses and equivalency; 6 for some tertiary institutions.
    "npsn": _form(r"[0-9]{8}|[KP][0-9]{7}|[0-9]{6}"),
    # 13 random digits (PP 24/2018): nothing more can be checked.
    "nib": _form(r"[0-9]{13}"),
    "rad": _form(r"RAD\.(?:0[1-9]|10)(?:\.[0-9]{2}){0,3}"),
    "kode_sds": _form(r"[A-Z]{1,2}[0-9]{5}\.[0-9]{2}\.[0-9]{2}"),
    # Up to three bidang urusan, organisation, unit (Permendagri 90/2019).
    "kode_skpd": _form(r"(?:[0-9]\.[0-9]{2}\.){3}[0-9]{2}\.[0-9]{4}"),
    # An attribute of a place, never a key: villages and post codes are many to many.
    "kode_pos": _form(r"[1-9][0-9]{4}"),
    "kode_kemendagri": lambda teks: tingkat_dari_bentuk(teks, "kemendagri") is not None,
    "kode_bps": lambda teks: tingkat_dari_bentuk(teks, "bps") is not None,
    "telepon": telepon_sah,
    "email": _form(EMAIL),
}


def sah(jenis: JenisNomor, teks: str) -> bool:
    """Whether a text has the form, and the inner validity, of a number of that kind.

    The text must be the number and nothing else: no blanks around it, no ``.0`` of a spreadsheet.
    """
    return _SAH[jenis](teks)


# -- helpers --


def _area_date_serial(teks: str) -> tuple[str, int, int, int] | None:
    """Area, day, month and year of a 16-digit number whose area and serial are possible."""
    if not re.fullmatch(r"[0-9]{16}", teks):
        return None
    area = teks[:6]
    if area[:2] not in PROVINSI or area[2:4] in ("00", "70") or area[4:] == "00":
        return None
    if teks[12:] == "0000":
        return None
    return area, int(teks[6:8]), int(teks[8:10]), int(teks[10:12])


def _day_exists(day: int, month: int, two_digit_year: int) -> bool:
    # 2000 is a leap year and 1900 is not: with the century unknown, both are held possible.
    year = 2000 + two_digit_year
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _date(digits: str) -> dt.date | None:
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
