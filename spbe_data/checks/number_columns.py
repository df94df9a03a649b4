"""Number and date columns: text → value, by one grammar for the whole column.

Belongs here: applying the decision of :mod:`spbe_data.intake.numbers` and
:mod:`spbe_data.intake.dates` to a table or a piece of one, and telling the cells in doubt. Plain
numbers were cast while screening; only what is written otherwise is looked at here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

from spbe_data.checks.patching import patched
from spbe_data.intake.dates import hitung_tata_tanggal, ke_tanggal, tanggal_dari_hitungan
from spbe_data.intake.model import Arahan
from spbe_data.intake.numbers import (
    DESIMAL,
    POLA_EN,
    POLA_ID,
    TataAngka,
    hitung_tata_angka,
    ke_desimal,
    tata_dari_hitungan,
)
from spbe_data.standards.models import Kolom

_SEPARATED = r"[0-9][.,\s\u00a0][0-9]"

Bukti = dict[str, int]
"""Counts for and against each grammar; those of pieces add up."""


@dataclass(frozen=True, slots=True)
class Tata:
    """How a column is read. ``mode``: the grammar, ``campur`` or ``ambigu``; ``utama``: in a mixed
    column the grammar of the greater part."""

    mode: str
    utama: Literal["id", "en"] | None = None


@dataclass(frozen=True, slots=True)
class KolomNilai:
    """``nilai``: Int64, Decimal(38, 10) or Date, null where unreadable. ``ragu``: per cell
    ``campur`` or ``ambigu``, ``None`` when no cell is in doubt. ``peka``: whether another grammar
    would read this piece otherwise."""

    nilai: pl.Series
    ragu: pl.Series | None
    bukti: Bukti
    peka: bool


def tata_angka(column: Kolom, evidence: Bukti, asked: Literal["id", "en"] | None) -> Tata:
    """The grammar that the evidence leads to. Text with separators among the spreadsheet's own
    numbers is a mix as well. ``asked``: what the sender says of an ambiguous column."""
    decided = tata_dari_hitungan(
        {k: v for k, v in evidence.items() if k != "terbaca"}, column.tata_angka or asked
    )
    if decided.tata == "campur" or (decided.terketik and evidence.get("terbaca")):
        return Tata("campur", _greater(decided))
    return Tata(decided.tata)


def final_tata(column: Kolom, evidence: Bukti, arahan: Arahan) -> Tata:
    """The grammar of a column, once all of it is seen."""
    if column.tipe == "tanggal":
        return Tata(tanggal_dari_hitungan(evidence, arahan.tata_tanggal).tata)
    return tata_angka(column, evidence, arahan.tata_angka)


def _greater(decided: TataAngka) -> Literal["id", "en"] | None:
    if decided.terketik or decided.hanya_id == decided.hanya_en:
        return None
    return "id" if decided.hanya_id > decided.hanya_en else "en"


def read_numbers(
    column: Kolom,
    text: pl.Series,
    typed: pl.Series | None,
    plain: pl.Series,
    tata: Tata | None,
    before: Bukti,
    asked: Literal["id", "en"] | None,
) -> tuple[KolomNilai, Tata]:
    """Values of a number column of one piece.

    ``plain``: the values of plain numbers (:class:`spbe_data.checks.screening.Saringan`);
    ``before``: the evidence of earlier pieces. ``tata`` fixes the grammar; ``None`` lets the
    evidence so far decide.
    """
    bad = plain.is_null() & text.is_not_null() if plain.null_count() > text.null_count() else None
    # "12.5" was cast as it stands, which is right in one grammar only. The spreadsheet's own
    # numbers are canonical.
    pointed = (
        text.str.contains(".", literal=True) & plain.is_not_null()
        if (plain.dtype != pl.Int64)
        else None
    )
    if pointed is not None and typed is not None:
        pointed = pointed & ~typed.fill_null(False)
    counts = _evidence(text, typed, bad, pointed)
    evidence = {k: counts[k] + before.get(k, 0) for k in counts}
    used = tata or tata_angka(column, evidence, asked)
    looked_at = bad
    if pointed is not None and used.mode != "en":
        looked_at = pointed if bad is None else bad | pointed
    if looked_at is None or not (places := looked_at.fill_null(False).arg_true()).len():
        return KolomNilai(plain, None, counts, pointed is not None and bool(pointed.any())), used
    few, few_typed = text.gather(places), None if typed is None else typed.gather(places)
    as_id, as_en = (ke_desimal(few, few_typed, g) for g in ("id", "en"))
    split = _separated(few, few_typed)
    readable = split & (as_id.is_not_null() | as_en.is_not_null())
    either = (split & as_id.is_not_null() & as_en.is_not_null() & (as_id != as_en)).fill_null(False)
    match used.mode:
        case "campur":
            greater = {"id": as_id, "en": as_en}.get(used.utama or "")
            value = ke_desimal(few, few_typed, "polos") if greater is None else greater
            doubt = either | (readable & value.is_null())
        case "ambigu":
            value, doubt = ke_desimal(few, few_typed, "polos"), either
        case "id":
            value, doubt = as_id, either & False
        case "en":
            value, doubt = as_en, either & False
        case _:
            value, doubt = ke_desimal(few, few_typed, "polos"), either & False
    result = patched(plain.cast(DESIMAL), places, value.set(doubt, None))
    flags = None
    if doubt.any():
        word = pl.when(pl.lit(either) & pl.lit(used.mode == "ambigu")).then(pl.lit("ambigu"))
        words = pl.select(
            pl.when(pl.lit(doubt)).then(word.otherwise(pl.lit("campur"))).alias("ragu")
        ).to_series()
        blank = pl.repeat(None, len(text), dtype=pl.String, eager=True)
        flags = patched(blank, places, words.cast(pl.String))
    return KolomNilai(result, flags, counts, True), used


def _separated(text: pl.Series, typed: pl.Series | None) -> pl.Series:
    split = text.str.contains(_SEPARATED).fill_null(False)
    return split if typed is None else split & ~typed.fill_null(False)


def _evidence(
    text: pl.Series, typed: pl.Series | None, bad: pl.Series | None, pointed: pl.Series | None
) -> Bukti:
    """The counts of :func:`hitung_tata_angka` over the whole column, and ``terbaca``: texts with
    separators that some grammar reads. Only what is no plain number is looked at."""
    filled = len(text) - text.null_count()
    counts = dict.fromkeys(
        ("polos", "hanya_id", "hanya_en", "keduanya", "bukan", "terketik", "terbaca"), 0
    )
    rest = filled
    if pointed is not None and (n := int(pointed.sum() or 0)):
        # All of these can be "12.5"; some of them also "1.234".
        either = int((text.str.contains(POLA_ID) & pointed).sum() or 0)
        counts["keduanya"] += either
        counts["hanya_en"] += n - either
        counts["terbaca"] += n
        rest -= n
    if bad is not None and (n := int(bad.sum() or 0)):
        some = text.filter(bad)
        own = None if typed is None else typed.filter(bad)
        for name, count in hitung_tata_angka(some, own).items():
            counts[name] += count
        readable = pl.any_horizontal(*(pl.col("t").str.contains(g) for g in (POLA_ID, POLA_EN)))
        said = pl.DataFrame({"t": some}).select(readable).to_series()
        counts["terbaca"] += int((_separated(some, own) & said).sum())
        rest -= n
    typed_rest = 0
    if typed is not None:
        typed_all = int((typed.fill_null(False) & text.is_not_null()).sum())
        typed_rest = typed_all - counts["terketik"]
    counts["terketik"] += typed_rest
    counts["polos"] += rest - typed_rest
    return counts


def read_dates(
    text: pl.Series,
    typed: pl.Series | None,
    doubt: pl.Series | None,
    tata: Tata | None,
    before: Bukti,
    asked: Literal["hbt", "bht"] | None,
) -> tuple[KolomNilai, Tata]:
    """Dates of a column of one piece; parameters as in :func:`read_numbers`."""
    if doubt is None:
        counts = hitung_tata_tanggal(text.head(0), None)
        counts["iso" if typed is None else "terketik"] = len(text) - text.null_count()
    else:
        counts = hitung_tata_tanggal(text, typed)
    evidence = {k: v + before.get(k, 0) for k, v in counts.items()}
    used = tata or Tata(tanggal_dari_hitungan(evidence, asked).tata)
    if doubt is None:
        return KolomNilai(text.str.to_date("%Y-%m-%d", strict=False), None, counts, False), used
    value = ke_tanggal(text, typed, used.mode)  # type: ignore[arg-type]  # a date's grammar by construction
    flags = None
    if used.mode in ("ambigu", "campur"):
        frame = pl.DataFrame({"t": text, "v": value})
        numeric = pl.col("t").str.contains(r"^[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4}$")
        flags = frame.select(
            pl.when(pl.col("v").is_null() & numeric).then(pl.lit("ambigu")).alias("ragu")
        ).to_series()
    return KolomNilai(value, flags, counts, True), used
