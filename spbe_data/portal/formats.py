"""How numbers, days, periods and sizes are written for readers, in both languages.

Belongs here: pure text. Does not belong here: sentences (``words``).
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal
from zoneinfo import ZoneInfo

from spbe_data.identifiers.periode import NAMA_BULAN, Periode, PeriodeTidakSah

Bahasa = Literal["id", "en"]
DASH = "–"


def number(value: Any, bahasa: Bahasa, decimals: int | None = None) -> str:
    """``1.234.567,89`` (id) or ``1,234,567.89`` (en); rounded half up when ``decimals`` is given.

    Text that is no number comes back as it is; ``None`` as a dash.
    """
    if value is None:
        return DASH
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return str(value)
    exact = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        return DASH
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    english = f"{exact:,f}"
    return english.translate(str.maketrans(",.", ".,")) if bahasa == "id" else english


def _as_date(value: Any, zone: ZoneInfo) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.astimezone(zone).date() if value.tzinfo else value.date()
    if isinstance(value, dt.date):
        return value
    try:
        moment = dt.datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment.astimezone(zone).date() if moment.tzinfo else moment.date()


def day(value: Any, bahasa: Bahasa, zone: ZoneInfo) -> str:
    """``22 November 2026``; moments are told in the installation's time zone."""
    if value is None:
        return DASH
    date = _as_date(value, zone)
    if date is None:
        return str(value)
    return f"{date.day} {NAMA_BULAN[bahasa][date.month - 1]} {date.year}"


def period(text: str, bahasa: Bahasa) -> str:
    """A period in words (``2024-S1`` → ``Semester 1 2024``); unknown spelling as it is."""
    try:
        return Periode.parse(text).tampil(bahasa)
    except PeriodeTidakSah:
        return text


def span(first: str, last: str, bahasa: Bahasa) -> str:
    """``2016–2020``, or one period alone; words with blanks get a spaced dash."""
    a, b = period(first, bahasa), period(last, bahasa)
    if a == b:
        return a
    return f"{a} {DASH} {b}" if " " in a + b else f"{a}{DASH}{b}"


def size(octets: int, bahasa: Bahasa) -> str:
    """``812 B``, ``1,2 kB``, ``3,4 MB`` (decimal units)."""
    if octets < 1000:
        return f"{octets} B"
    value, unit = Decimal(octets) / 1000, "kB"
    for larger in ("MB", "GB"):
        if value < 1000:
            break
        value, unit = value / 1000, larger
    return f"{number(value, bahasa, 1)} {unit}"


def cell(value: Any, bahasa: Bahasa, zone: ZoneInfo, *, measure: bool) -> str:
    """One cell of a preview: measures as numbers, days as dates, everything else as written."""
    if value is None:
        return ""
    if measure:
        return number(value, bahasa)
    if isinstance(value, dt.date):
        return day(value, bahasa, zone)
    return str(value)
