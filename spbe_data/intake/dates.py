"""Dates as officers write them: ISO, 15/07/2024, 15-07-2024, 15 Juli 2024; one order per column.

Belongs here: deciding the order of day and month and converting by it. Does not belong here:
whether a date is allowed. 03/04/2025 alone says nothing; it stays unread until something decides.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

TataTgl = Literal["kosong", "terketik", "iso", "panjang", "hbt", "bht", "campur", "ambigu"]

# A year in front is followed by the month wherever dates are written here.
_ISO = r"^([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?$"
_ANGKA = r"^([0-9]{1,2})([/.-])([0-9]{1,2})([/.-])([0-9]{4})$"
_PANJANG = r"^(?i:(?:senin|selasa|rabu|kamis|jum['’]?at|sabtu|minggu),? +)?([0-9]{1,2})[ -]([A-Za-z]+)\.?[ -]([0-9]{4})$"

_BULAN = {
    1: ("januari", "jan", "january"),
    2: ("februari", "pebruari", "feb", "peb", "february"),
    3: ("maret", "mar", "march"),
    4: ("april", "apr"),
    5: ("mei", "may"),
    6: ("juni", "jun", "june"),
    7: ("juli", "jul", "july"),
    8: ("agustus", "agu", "ags", "agt", "agust", "august", "aug"),
    9: ("september", "sep", "sept"),
    10: ("oktober", "okt", "october", "oct"),
    11: ("november", "nopember", "nov", "nop"),
    12: ("desember", "des", "december", "dec"),
}
"""Names as written here; the English ones come from spreadsheets set to English."""

_NOMOR_BULAN = {nama: f"{nomor:02d}" for nomor, semua in _BULAN.items() for nama in semua}


@dataclass(frozen=True, slots=True)
class TataTanggal:
    """How a column writes its dates, and the counts behind the answer.

    ``tata``: "hbt" day first (15/07/2024), "bht" month first, "ambigu" every such date could be
    either, "campur" some can only be the one and some only the other; "iso", "panjang" (15 Juli
    2024) and "terketik" where no such date occurs. "kosong": no value at all, or none is a date.
    Self-evident forms (ISO, names of months, typed cells) are read under every ``tata``.
    """

    tata: TataTgl
    terketik: int
    iso: int
    panjang: int
    hanya_hbt: int
    hanya_bht: int
    keduanya: int
    bukan: int


def putuskan_tata_tanggal(
    teks: pl.Series,
    bertipe: pl.Series | None,
    diizinkan: Literal["hbt", "bht"] | None = None,
    *,
    tanda_kosong: Collection[str] = (),
) -> TataTanggal:
    """Decide once how the column ``teks`` (String, null = empty) writes dates.

    ``diizinkan`` settles a column in which every date could be either order; it never overrules
    dates that can only be the other.
    """
    jumlah = hitung_tata_tanggal(teks, bertipe, tanda_kosong=tanda_kosong)
    return tanggal_dari_hitungan(jumlah, diizinkan)


def tanggal_dari_hitungan(
    jumlah: Mapping[str, int], diizinkan: Literal["hbt", "bht"] | None
) -> TataTanggal:
    """The decision that counts of :func:`hitung_tata_tanggal` (of one column, or the sums of its
    pieces) lead to."""
    terpisah = dict(jumlah)
    sama = terpisah.pop("sama")
    tata = _putusan(terpisah, sama, diizinkan)
    terpisah["keduanya"] += sama
    return TataTanggal(tata=tata, **terpisah)


def hitung_tata_tanggal(
    teks: pl.Series, bertipe: pl.Series | None, *, tanda_kosong: Collection[str] = ()
) -> dict[str, int]:
    """How many values speak for which order: the counts of :class:`TataTanggal`, by name, and
    ``sama``, those that read the same both ways."""
    nilai = _uraikan(teks, bertipe, tanda_kosong)
    sendiri, angka = ~pl.col("b"), pl.col("a").is_not_null()
    hari_pertama = pl.col("a").cast(pl.Int8) > 12
    hari_kedua = pl.col("c").cast(pl.Int8) > 12
    sama = pl.col("a") == pl.col("c")  # 05/05/2024 reads the same both ways: no evidence needed
    iso, panjang = pl.col("iso").is_not_null(), pl.col("panjang").is_not_null()
    hitung = (
        nilai.filter(pl.col("t").is_not_null())
        .select(
            terketik=pl.col("b").sum(),
            iso=(sendiri & iso).sum(),
            panjang=(sendiri & panjang).sum(),
            hanya_hbt=(sendiri & angka & hari_pertama & ~hari_kedua).sum(),
            hanya_bht=(sendiri & angka & hari_kedua & ~hari_pertama).sum(),
            keduanya=(sendiri & angka & ~hari_pertama & ~hari_kedua & ~sama).sum(),
            sama=(sendiri & angka & ~hari_pertama & ~hari_kedua & sama).sum(),
            bukan=(sendiri & ~iso & ~panjang & (~angka | (hari_pertama & hari_kedua))).sum(),
        )
        .row(0, named=True)
    )
    return {nama: int(banyak or 0) for nama, banyak in hitung.items()}


def _putusan(jumlah: dict[str, int], sama: int, diizinkan: Literal["hbt", "bht"] | None) -> TataTgl:
    if jumlah["hanya_hbt"] and jumlah["hanya_bht"]:
        return "campur"
    if jumlah["hanya_hbt"]:
        return "hbt"
    if jumlah["hanya_bht"]:
        return "bht"
    if jumlah["keduanya"]:
        return diizinkan or "ambigu"
    if sama:
        return diizinkan or "hbt"
    jenis: tuple[TataTgl, ...] = ("iso", "panjang", "terketik")
    terbanyak = max(jenis, key=lambda nama: jumlah[nama])
    return terbanyak if jumlah[terbanyak] else "kosong"


def ke_tanggal(
    teks: pl.Series,
    bertipe: pl.Series | None,
    tata: TataTgl,
    *,
    tanda_kosong: Collection[str] = (),
) -> pl.Series:
    """The column as Date; null where a text is no date under ``tata``, or no day of the calendar.

    Under "ambigu" and "campur" dates in figures stay null unless they read the same both ways.
    A time of day other than midnight is not cut off: such a text is no date.
    """
    nilai = _uraikan(teks, bertipe, tanda_kosong)
    a, c, tahun = pl.col("a").str.zfill(2), pl.col("c").str.zfill(2), pl.col("tahun")
    match tata:
        case "hbt":
            angka = pl.concat_str([tahun, c, a], separator="-")
        case "bht":
            angka = pl.concat_str([tahun, a, c], separator="-")
        case _:
            angka = pl.when(a == c).then(pl.concat_str([tahun, c, a], separator="-"))
    baku = pl.coalesce(
        pl.col("iso"), pl.when(~pl.col("b")).then(pl.coalesce(pl.col("panjang"), angka))
    )
    return nilai.select(baku.str.to_date("%Y-%m-%d", strict=False).alias(teks.name)).to_series()


def _uraikan(
    teks: pl.Series, bertipe: pl.Series | None, tanda_kosong: Collection[str]
) -> pl.DataFrame:
    """Columns t, b, iso and panjang ("2024-07-15"), and a, c, tahun of dates in figures."""
    topeng = (
        pl.repeat(False, len(teks), dtype=pl.Boolean, eager=True)
        if bertipe is None
        else bertipe.fill_null(False)
    )
    nilai = pl.DataFrame({"t": teks, "b": topeng})
    if tanda_kosong:
        kosong = pl.col("t").is_in(list(tanda_kosong))
        nilai = nilai.with_columns(t=pl.when(~kosong).then(pl.col("t")))
    t = pl.col("t")
    g = pl.col("g")
    bagian = nilai.with_columns(g=t.str.extract_groups(_ISO)).with_columns(
        iso=_sambung(g.struct.field("1"), g.struct.field("2"), g.struct.field("3"))
    )
    bagian = bagian.with_columns(g=t.str.extract_groups(_PANJANG))
    bulan = g.struct.field("2").str.to_lowercase().replace_strict(_NOMOR_BULAN, default=None)
    bagian = bagian.with_columns(panjang=_sambung(g.struct.field("3"), bulan, g.struct.field("1")))
    bagian = bagian.with_columns(g=t.str.extract_groups(_ANGKA))
    satu_tanda = g.struct.field("2") == g.struct.field("4")
    return bagian.with_columns(
        a=pl.when(satu_tanda).then(g.struct.field("1")),
        c=pl.when(satu_tanda).then(g.struct.field("3")),
        tahun=g.struct.field("5"),
    ).drop("g")


def _sambung(tahun: pl.Expr, bulan: pl.Expr, hari: pl.Expr) -> pl.Expr:
    return pl.concat_str([tahun, bulan.str.zfill(2), hari.str.zfill(2)], separator="-")
