"""Number columns: whole or decimal, grammar, decimals, and bounds that are round.

Belongs here: what the values of one number column say. Does not belong here: whether a column is a
measure at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from spbe_data.intake.numbers import ke_desimal, putuskan_tata_angka

_PECAHAN = re.compile(
    r"harga|upah|rata|indeks|persen|rasio|laju|angka_|nilai|luas|kepadatan|tingkat_|garis|produktivitas"
)

_TERPANJANG = Decimal(10) ** 14
"""Counts and sums stay below; numbers of persons (15 or more figures) do not."""


@dataclass(frozen=True, slots=True)
class AngkaDiduga:
    """``tipe``: bulat or desimal; ``tata``: id or en where the values show it, else ``None``."""

    tipe: str
    tata: str | None
    skala: int
    terkecil: Decimal
    terbesar: Decimal
    minimum: Decimal
    maksimum: Decimal
    yakin: float
    alasan: str
    peringatan: tuple[str, ...] = ()


def baca_angka(
    teks: pl.Series, bertipe: pl.Series | None, heading: str, satuan: str
) -> AngkaDiduga | None:
    """The numbers of a column in one grammar decided over all values; ``None`` when there are none."""
    found = putuskan_tata_angka(teks, bertipe, None)
    warn: list[str] = []
    tata = found.tata
    if tata == "ambigu":
        # 1.234 alone is a thousand or a fraction: counts of things are thousands in Indonesia.
        tata = "en" if _PECAHAN.search(heading) and not _thousands(teks) else "id"
        warn.append(
            "pemisah angka dapat berarti ribuan atau desimal; diduga "
            + ("titik ribuan (1.234)" if tata == "id" else "titik desimal (1.234)")
        )
    if tata == "campur":
        warn.append(
            "sebagian angka memakai titik desimal dan sebagian koma desimal; samakan dahulu"
        )
        tata = "id" if found.hanya_id >= found.hanya_en else "en"
    values = ke_desimal(teks, bertipe, tata).drop_nulls()
    if values.is_empty():
        return None
    numbers: list[Decimal] = values.to_list()
    low, high = min(numbers), max(numbers)
    scale = min(10, max(_scale(n) for n in numbers))
    written = bool(teks.drop_nulls().str.contains(r"[.,][0-9]+$").any())
    whole = scale == 0
    if whole and written and tata == "en" and bertipe is None and _PECAHAN.search(heading):
        whole = False
    elif whole and written and tata == "en" and bertipe is None:
        warn.append("angka tertulis dengan .0; nilainya bulat semua")
    total = found.hanya_id + found.hanya_en + found.keduanya + found.polos + found.terketik
    least, most = batas(low, high, satuan)
    grammar = {"id": "koma desimal", "en": "titik desimal"}.get(tata, "tanpa pemisah")
    reason = (
        f"{total} dari {total + found.bukan} nilai angka ({grammar})"
        # So long a whole number may be somebody's: its ends are not shown.
        + ("" if whole and high >= _TERPANJANG else f", {tampil(low)} sampai {tampil(high)}")
    )
    share = total / (total + found.bukan)
    sure = 0.95 * share if found.tata not in ("ambigu", "campur") else 0.55
    return AngkaDiduga(
        "bulat" if whole else "desimal",
        tata if tata in ("id", "en") and (found.hanya_id or found.hanya_en or found.keduanya) else None,
        0 if whole else max(1, scale),
        low,
        high,
        least,
        most,
        sure,
        reason,
        tuple(warn),
    )  # fmt: skip


def _thousands(teks: pl.Series) -> bool:
    """Groups of three twice in one number can only be thousands."""
    return bool(teks.drop_nulls().str.contains(r"^[0-9]{1,3}\.[0-9]{3}\.[0-9]{3}").any())


def _scale(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def batas(low: Decimal, high: Decimal, satuan: str) -> tuple[Decimal, Decimal]:
    """Round bounds with room: percentages 0 to 100, counts from 0 to 1, 2 or 5 times a power of
    ten that is at least twice the greatest value."""
    if satuan == "PERSEN" and low >= 0 and high <= 100:
        return Decimal(0), Decimal(100)
    return (Decimal(0) if low >= 0 else -_up(-2 * low)), _up(2 * high) if high > 0 else Decimal(0)


def _up(number: Decimal) -> Decimal:
    power = Decimal(10) ** (len(str(int(number))) - 1)
    for factor in (1, 2, 5, 10):
        if factor * power >= number:
            return factor * power
    return 10 * power


def tampil(number: Decimal) -> str:
    """A number for Indonesian readers: 1.234,5."""
    text = f"{number.normalize():,f}"
    return text.translate(str.maketrans(",.", ".,"))
