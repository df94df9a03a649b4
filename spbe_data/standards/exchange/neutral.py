"""The neutral description between a standard and the formats of others.

Belongs here: deriving types, constraints and keys from :class:`Kolom` once, for all formats, and
what our standards know that a format has no word for (``lain``). Not here: any format's own words.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from spbe_data.identifiers.periode import Periode
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.models import Kolom, Standar, Tipe

NATIVE = frozenset(
    {"nama", "judul", "definisi", "tipe", "wajib", "minimum", "maksimum", "pola", "panjang"}
)
"""Fields of a column that every format can say in its own words; the rest travels as ``lain``."""

KEPALA = frozenset({"id", "judul", "ringkasan", "versi", "kolom", "kunci"})
"""Fields of a standard that every format can say."""


@dataclass(frozen=True, slots=True)
class Bidang:
    """One column: its type, inclusive bounds and choices (``None``: no list)."""

    nama: str
    judul_id: str
    judul_en: str
    definisi: str
    tipe: Tipe
    wajib: bool = False
    minimum: Decimal | None = None
    maksimum: Decimal | None = None
    pola: str | None = None
    panjang: int | None = None
    pilihan: tuple[str, ...] | None = None
    lain: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Uraian:
    """One dataset's standard as far as formats agree; ``catatan``: what an import could not say."""

    id: str
    judul_id: str
    judul_en: str
    ringkasan_id: str
    ringkasan_en: str
    versi: str
    bidang: tuple[Bidang, ...]
    kunci: tuple[str, ...]
    tanda_kosong: tuple[str, ...] = ()
    lain: dict[str, Any] = field(default_factory=dict)
    catatan: tuple[str, ...] = ()


def uraikan(
    standard: Standar, catalog: Catalog, hari: dt.date, periode: Periode | None = None
) -> Uraian:
    """The standard in neutral words.

    Choices are the list's names valid in ``periode``; without one, every name valid at any time
    since the standard's first period, so that no rightful row of an old year is refused. The signs
    for an empty cell are those of the policy on ``hari``.
    """
    start = periode or Periode.parse(standard.berlaku_untuk_periode_sejak)
    span = (start.awal, periode.akhir if periode else dt.date.max)
    return Uraian(
        standard.id,
        standard.judul.id,
        standard.judul.en,
        standard.ringkasan.id,
        standard.ringkasan.en,
        standard.versi,
        tuple(_bidang(c, catalog, span) for c in standard.kolom),
        standard.kunci,
        catalog.kebijakan(hari).tanda_kosong,
        standard.model_dump(mode="json", exclude_defaults=True, exclude=set(KEPALA)),
    )


def _bidang(column: Kolom, catalog: Catalog, span: tuple[dt.date, dt.date]) -> Bidang:
    choices = None
    if column.daftar is not None:
        choices = tuple(dict.fromkeys(e.nama for e in catalog.daftar[column.daftar].dalam(*span)))
    return Bidang(
        column.nama,
        column.judul.id,
        column.judul.en,
        column.definisi,
        column.tipe,
        column.wajib,
        column.minimum,
        column.maksimum,
        column.pola,
        column.panjang,
        choices,
        column.model_dump(mode="json", exclude_defaults=True, exclude=set(NATIVE)),
    )


def angka(value: Decimal) -> int | float:
    """A bound as a JSON number."""
    return int(value) if value == value.to_integral_value() else float(value)


def desimal(value: object) -> Decimal | None:
    """A bound read back; ``None`` for what is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        read = Decimal(str(value))
    except ArithmeticError:
        return None
    return read if read.is_finite() else None


def batas(value: object, kolom: str, nama: str, catatan: list[str]) -> Decimal | None:
    """A bound read back; one that is no number is left out and told in ``catatan``."""
    read = desimal(value)
    if value is not None and read is None:
        catatan.append(f"kolom '{kolom}': {nama} {value!r} bukan angka; tidak dibawa")
    return read
