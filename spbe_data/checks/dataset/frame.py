"""The rows of a file as the dataset stage reads them: table ``data`` in the standard's types.

Belongs here: which columns ``data`` has and how a prepared cell becomes a typed value.
"""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING

import polars as pl

from spbe_data.checks.areas import fill_codes
from spbe_data.identifiers.wilayah import RegisterWilayah
from spbe_data.intake.numbers import DESIMAL
from spbe_data.standards.models import Standar
from spbe_data.standards.pandera_schema import MEANT, NILAI

if TYPE_CHECKING:
    from spbe_data.checks.prepare import Siap


def typed_frame(
    standard: Standar,
    ready: Siap,
    register: RegisterWilayah,
    *,
    meant: bool = False,
    only: Container[str] | None = None,
) -> pl.DataFrame:
    """Rows whose period is known, in the standard's types, with both area code systems where one
    is known: the table ``data``. ``meant``: what a cell evidently means instead of what it says.
    ``only``: leave out other columns of the standard."""
    columns = [pl.col("__baris").alias("baris"), pl.col("__periode").alias("periode")]
    schema = ready.tabel.schema
    for column in standard.kolom:
        if only is not None and column.nama not in only:
            continue
        value = pl.col(NILAI + column.nama)
        if column.tipe == "bulat" and schema[NILAI + column.nama] != pl.Int64:
            # A fraction here has its own finding; it is no whole number to reckon with.
            value = pl.when(value == value.round(0)).then(value).cast(pl.Int64, strict=False)
        elif column.tipe == "desimal" and schema[NILAI + column.nama] != DESIMAL:
            value = value.cast(DESIMAL)
        elif column.tipe == "teks":
            said = MEANT + column.nama
            value = pl.col(said if meant and said in ready.tabel.columns else column.nama)
        columns.append(value.alias(column.nama))
    frame = ready.tabel.lazy()
    if ready.tabel["__periode"].null_count():
        frame = frame.filter(pl.col("__periode").is_not_null())
    return fill_codes(frame.select(columns).collect(), standard, register)
