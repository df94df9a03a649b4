"""Numbers as Indonesian officers write them: one grammar for a whole column, never per cell.

Belongs here: deciding the grammar and converting by it. Does not belong here: whether a number is
allowed. ``1.234`` cast as it stands is 1.23 in silence; that is why no cast comes before this.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import polars as pl

Tata = Literal["polos", "id", "en", "campur", "ambigu", "terketik"]

# [0-9], not \d, which takes other scripts' digits. A first group that begins with 0 is no
# grouping: "0.123" can only be a decimal fraction.
_SPASI = "[ \u00a0\u202f]"
_POLOS = r"^-?[0-9]+$"
_KELOMPOK_TITIK = r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+"
_KELOMPOK_KOMA = r"[1-9][0-9]{0,2}(?:,[0-9]{3})+"
_KELOMPOK_SPASI = rf"[1-9][0-9]{{0,2}}(?:{_SPASI}[0-9]{{3}})+"
_ID = rf"^-?(?:{_KELOMPOK_TITIK}|{_KELOMPOK_SPASI}|[0-9]+)(?:,[0-9]+)?$"
_EN = rf"^-?(?:{_KELOMPOK_KOMA}|[0-9]+)(?:\.[0-9]+)?$"
_BAKU = r"^-?[0-9]+(?:\.[0-9]+)?$"

POLA_ID, POLA_EN = _ID, _EN
"""Every text that the grammar can read, as regular expressions."""

DESIMAL = pl.Decimal(38, 10)


@dataclass(frozen=True, slots=True)
class TataAngka:
    """How a column writes its numbers, and the counts behind the answer.

    ``tata``: "polos" no separators; "id" 1.234,5; "en" 1,234.5; "campur" some values can only be
    the one and some only the other; "ambigu" separators, but every value could be either (1.234);
    "terketik" every value is a number of the spreadsheet itself.
    Counts: ``hanya_id``, ``hanya_en``, ``keduanya`` (with a separator, could be either),
    ``polos``, ``bukan`` (no number in any grammar), ``terketik`` (did not vote).
    """

    tata: Tata
    hanya_id: int
    hanya_en: int
    keduanya: int
    polos: int
    bukan: int
    terketik: int


def putuskan_tata_angka(
    teks: pl.Series,
    bertipe: pl.Series | None,
    diizinkan: Literal["id", "en"] | None,
    *,
    tanda_kosong: Collection[str] = (),
) -> TataAngka:
    """Decide once how the column ``teks`` (String, null = empty) writes numbers.

    ``bertipe`` (Boolean) marks cells that are numbers in the file itself: canonical, they do not
    vote. ``diizinkan`` settles a column that could be either; it never overrules values that can
    only be the other grammar, so that the check can say so. ``tanda_kosong`` are the marks the
    standard accepts for "no value"; no other text counts as empty.
    """
    jumlah = hitung_tata_angka(teks, bertipe, tanda_kosong=tanda_kosong)
    return tata_dari_hitungan(jumlah, diizinkan)


def tata_dari_hitungan(jumlah: dict[str, int], diizinkan: Literal["id", "en"] | None) -> TataAngka:
    """The decision that counts of :func:`hitung_tata_angka` (of one column, or the sums of its
    pieces) lead to."""
    return TataAngka(tata=_putusan(jumlah, diizinkan), **jumlah)


def hitung_tata_angka(
    teks: pl.Series, bertipe: pl.Series | None, *, tanda_kosong: Collection[str] = ()
) -> dict[str, int]:
    """How many values speak for which grammar: the counts of :class:`TataAngka`, by name."""
    nilai = pl.DataFrame({"t": teks, "b": _topeng(teks, bertipe)}).filter(
        pl.col("t").is_not_null() & ~pl.col("t").is_in(list(tanda_kosong))
    )
    t, sendiri = pl.col("t"), ~pl.col("b")
    polos = t.str.contains(_POLOS)
    cocok_id, cocok_en = t.str.contains(_ID), t.str.contains(_EN)
    hitung = nilai.select(
        terketik=pl.col("b").sum(),
        polos=(sendiri & polos).sum(),
        hanya_id=(sendiri & cocok_id & ~cocok_en).sum(),
        hanya_en=(sendiri & cocok_en & ~cocok_id).sum(),
        keduanya=(sendiri & cocok_id & cocok_en & ~polos).sum(),
        bukan=(sendiri & ~cocok_id & ~cocok_en).sum(),
    ).row(0, named=True)
    return {nama: int(banyak or 0) for nama, banyak in hitung.items()}


def _putusan(jumlah: dict[str, int], diizinkan: Literal["id", "en"] | None) -> Tata:
    if jumlah["hanya_id"] and jumlah["hanya_en"]:
        return "campur"
    if jumlah["hanya_id"]:
        return "id"
    if jumlah["hanya_en"]:
        return "en"
    if jumlah["keduanya"]:
        return diizinkan or "ambigu"
    if jumlah["terketik"] and not jumlah["polos"] and not jumlah["bukan"]:
        return "terketik"
    return "polos"


def ke_desimal(
    teks: pl.Series,
    bertipe: pl.Series | None,
    tata: Tata,
    *,
    tanda_kosong: Collection[str] = (),
) -> pl.Series:
    """The column as Decimal(38, 10), null where a text is no number in the grammar ``tata``.

    Under "campur" and "ambigu" only texts without separators are read: a guess per cell is what
    this module exists to prevent. More than ten decimals are rounded to ten; a number of more
    than 28 digits before the decimal sign becomes null. Marks of ``tanda_kosong`` become null.
    """
    nilai = pl.DataFrame({"t": teks, "b": _topeng(teks, bertipe)})
    t = pl.col("t")
    match tata:
        case "id":
            tulisan, pola = (
                t.str.replace_all(rf"\.|{_SPASI}", "").str.replace(",", ".", literal=True),
                _ID,
            )
        case "en":
            tulisan, pola = t.str.replace_all(",", "", literal=True), _EN
        case _:
            tulisan, pola = t, _POLOS
    sendiri: pl.Expr = pl.when(t.str.contains(pola)).then(tulisan)
    if tanda_kosong:
        sendiri = pl.when(~t.is_in(list(tanda_kosong))).then(sendiri)
    if bertipe is None:
        baku: pl.Expr = sendiri
    else:
        baku = pl.when(pl.col("b")).then(pl.when(t.str.contains(_BAKU)).then(t)).otherwise(sendiri)
    return nilai.select(baku.cast(DESIMAL, strict=False).alias(teks.name)).to_series()


def _topeng(teks: pl.Series, bertipe: pl.Series | None) -> pl.Series:
    if bertipe is None:
        return pl.repeat(False, len(teks), dtype=pl.Boolean, eager=True)
    return bertipe.fill_null(False)
