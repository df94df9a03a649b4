"""The repaired table as a file: CSV or XLSX, the same bytes for the same table.

Belongs here: the order of the columns and how cells are written. Values stay as they are.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

import polars as pl

from spbe_data.intake.model import Terbaca
from spbe_data.standards.models import Standar

Wujud = Literal["csv", "xlsx"]
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_SHEET_ROWS = 1_048_576


class WujudTidakDikenal(ValueError):
    """The name of the result ends in something that is not written."""


class TerlaluBanyakBaris(ValueError):
    """More rows than a worksheet holds."""


def wujud_dari_nama(name: str) -> Wujud:
    """The form by the name's ending. Raises :class:`WujudTidakDikenal`."""
    ending = name.rpartition(".")[2].casefold()
    if ending == "csv":
        return "csv"
    if ending == "xlsx":
        return "xlsx"
    raise WujudTidakDikenal(
        f"Nama hasil '{name}' harus berakhiran .csv atau .xlsx. Ganti nama berkasnya."
    )


def kolom_hasil(read: Terbaca, standard: Standar) -> list[tuple[str, str]]:
    """(name in the table, heading) of the result: the standard's columns in its order, then others
    under their headings as written."""
    names = {c.nama for c in read.kolom}
    own = [(n, n) for n in standard.nama_kolom if n in names]
    taken = {n for n, _ in own}
    others = [(c.nama, c.judul_asli or c.nama) for c in read.kolom if c.nama not in taken]
    return own + others


def kolom_angka(standard: Standar) -> frozenset[str]:
    """Columns whose plain numbers are written as numbers in a workbook."""
    return frozenset(c.nama for c in standard.kolom if c.tipe in ("bulat", "desimal"))


def tulis(
    table: pl.DataFrame,
    columns: Sequence[tuple[str, str]],
    numbers: frozenset[str] | set[str],
    form: Wujud,
) -> bytes:
    """The table as bytes. Raises :class:`TerlaluBanyakBaris`."""
    chosen = table.select(name for name, _heading in columns)
    headings = [heading for _name, heading in columns]
    if form == "csv":
        # Headings are written apart: two foreign columns may have the same one.
        head = pl.DataFrame([headings], orient="row").write_csv(include_header=False)
        return (head + chosen.write_csv(include_header=False)).encode()
    return _workbook(chosen, headings, numbers)


def _workbook(
    table: pl.DataFrame, headings: Sequence[str], numbers: frozenset[str] | set[str]
) -> bytes:
    import xlsxwriter

    if table.height + 1 > _SHEET_ROWS:
        raise TerlaluBanyakBaris(
            f"{table.height} baris tidak muat dalam satu lembar kerja. Tulis sebagai .csv."
        )
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": dt.datetime(2000, 1, 1)})  # same content, same bytes
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    sheet = book.add_worksheet("Data")
    sheet.freeze_panes(1, 0)
    for j, heading in enumerate(headings):
        sheet.set_column(j, j, max(12, min(34, len(heading) + 2)))
        sheet.write_string(0, j, heading, bold)
    as_number = [name in numbers for name in table.columns]
    for i, row in enumerate(table.iter_rows(), start=1):
        for j, value in enumerate(row):
            if value is None:
                continue
            if as_number[j] and _PLAIN.fullmatch(value) and _exact(value):
                sheet.write_number(i, j, float(value))
            else:
                sheet.write_string(i, j, value, text)
    book.close()
    return buffer.getvalue()


def _exact(text: str) -> bool:
    """Whether a worksheet's number (a binary double) keeps this one to the last digit."""
    number = Decimal(text)
    return len(number.as_tuple().digits) <= 15 and Decimal(repr(float(number))) == number
