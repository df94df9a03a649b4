"""A first, cheap look at every cell: which ones need a closer one.

Belongs here: telling, by one expression per column, the cells that are evidently what the standard
asks for from those that are not. What is wrong with the latter is told later, and only for them:
in a file of a million rows they are few, and in a bad file nothing is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from spbe_data.intake.numbers import DESIMAL
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.models import Kolom, Standar

_WHOLE = r"^-?[0-9]+$"
_PLAIN = r"^-?[0-9]+(?:\.[0-9]+)?$"
_ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


@dataclass(frozen=True, slots=True)
class Saringan:
    """``ragu``: per column a Boolean mask of cells to look at again, ``None`` if there are none.
    ``bebas``: columns of free text, about which nothing can be told.
    ``angka``: values of number columns where the cell is a plain number (Int64 if all plain cells
    are whole, else Decimal), null elsewhere."""

    ragu: Mapping[str, pl.Series | None]
    bebas: frozenset[str]
    angka: Mapping[str, pl.Series]


def screen(table: pl.DataFrame, standard: Standar, catalog: Catalog, kept: list[str]) -> Saringan:
    """Look at the columns ``kept`` of ``table`` (text)."""
    columns = [c for c in standard.kolom if c.nama in kept]
    numbers = _plain_numbers(table, [c for c in columns if c.tipe in ("bulat", "desimal")])
    tests: list[pl.Expr] = []
    free: list[str] = []
    ragu: dict[str, pl.Series | None] = {}
    for column in columns:
        text = pl.col(column.nama)
        if column.nama in numbers:
            value, blank = numbers[column.nama], table[column.nama].null_count()
            ragu[column.nama] = None
            if value.null_count() > blank:
                ragu[column.nama] = value.is_null() & table[column.nama].is_not_null()
            continue
        if column.tipe == "tanggal":
            doubt = ~text.str.contains(_ISO)
        elif (known := _known_values(column, catalog)) is not None:
            # A comparison with each of a few values is quicker than looking them up.
            few = len(known) <= 4
            doubt = ~(pl.any_horizontal(text == v for v in known) if few else text.is_in(known))
        elif column.pola is not None:
            doubt = ~text.str.contains(f"^(?:{column.pola})$")
        else:
            free.append(column.nama)
            continue
        tests.append(doubt.fill_null(False).alias(column.nama))
    masks = table.select(tests) if tests else pl.DataFrame()
    some = masks.select(pl.all().any()).row(0) if tests and table.height else ()
    ragu |= dict.fromkeys(free)
    for name, any_ in zip(masks.columns, some, strict=True):
        ragu[name] = masks[name] if any_ else None
    return Saringan(ragu, frozenset(free), numbers)


def _plain_numbers(table: pl.DataFrame, columns: list[Kolom]) -> dict[str, pl.Series]:
    """Values of the cells that are plain numbers: whole ones as Int64; in a decimal column that
    has others too, all as Decimal."""
    if not columns or not table.height:
        return {c.nama: pl.Series(c.nama, [], dtype=pl.Int64) for c in columns}
    names = [c.nama for c in columns]
    texts = pl.col(names)
    whole = table.select(texts.cast(pl.Int64, strict=False))
    # The cast also reads "+5", which nobody's grammar has.
    signed = dict(zip(names, table.select(texts.str.starts_with("+").any()).row(0), strict=True))
    split = [
        c.nama
        for c in columns
        if c.tipe == "desimal" and whole[c.nama].null_count() > table[c.nama].null_count()
    ]
    decimal = table.select(
        pl.when(pl.col(name).str.contains(_PLAIN))
        .then(pl.col(name).cast(DESIMAL, strict=False))
        .alias(name)
        for name in split
    )
    found: dict[str, pl.Series] = {}
    for name in names:
        if name in split:
            found[name] = decimal[name]
        elif signed[name]:
            plain = pl.col(name).str.contains(_WHOLE)
            cast = pl.col(name).cast(pl.Int64, strict=False)
            found[name] = table.select(pl.when(plain).then(cast).alias(name)).to_series()
        else:
            found[name] = whole[name]
    return found


def _known_values(column: Kolom, catalog: Catalog) -> list[str] | None:
    """Every value that the column's list, register or area system ever had, valid or not."""
    if column.daftar is not None:
        return sorted({entry.nama for entry in catalog.daftar[column.daftar].entri})
    if column.induk is not None:
        return sorted(catalog.induk[column.induk].kunci)
    if column.wilayah is not None and column.wilayah.bagian == "kode":
        return catalog.wilayah.semua_kode(column.wilayah.sistem)
    return None
