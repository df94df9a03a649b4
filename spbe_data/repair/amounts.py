"""Numbers of columns, read by the one grammar that they decide together.

Belongs here: reading amounts to compare and to write plainly. Does not belong here: the grammars
(:mod:`spbe_data.intake.numbers`).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from spbe_data.intake.model import Terbaca
from spbe_data.intake.numbers import Tata, ke_desimal, putuskan_tata_angka


def grammar_of(read: Terbaca, names: Sequence[str]) -> Tata:
    """The grammar of all cells of the columns ``names`` together."""
    if not names:
        return "polos"
    text = pl.concat([read.tabel[n].alias("t") for n in names])
    typed = None if read.bertipe is None else pl.concat([read.bertipe[n].alias("b") for n in names])
    return putuskan_tata_angka(text, typed, None).tata


def amounts(read: Terbaca, names: Sequence[str]) -> dict[str, pl.Series]:
    """Each column as Decimal, null where a cell is no number; empty when no grammar is decided."""
    grammar = grammar_of(read, names)
    if grammar in ("campur", "ambigu"):
        return {}
    return {
        n: ke_desimal(read.tabel[n], None if read.bertipe is None else read.bertipe[n], grammar)
        for n in names
    }


def plain(value: Decimal) -> str:
    """A number as data write it: no separators, a decimal point, no empty decimals."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
