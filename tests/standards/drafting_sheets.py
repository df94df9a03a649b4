"""Spreadsheets as officers make them, built in memory for the drafting tests."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from spbe_data.standards.catalog import Catalog
from spbe_data.standards.drafting.context import Konteks
from spbe_data.standards.drafting.draft import rancang_berkas
from spbe_data.standards.drafting.making import isi_kolom
from spbe_data.standards.drafting.model import KolomUsul, Rancangan


def konteks(catalog: Catalog) -> Konteks:
    return Konteks(catalog, "32.16", "3216", "Kabupaten Bekasi", "Jawa Barat")


def as_csv(rows: Iterable[Sequence[object]], sep: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=sep).writerows(rows)
    return out.getvalue().encode()


def as_xlsx(
    rows: Iterable[Sequence[object]], merge: Sequence[str] = (), sheet: str = "Sheet1",
    before: dict[str, Sequence[Sequence[object]]] | None = None,
) -> bytes:  # fmt: skip
    """One workbook; ``merge`` holds ranges (their first cell is kept), ``before`` other sheets."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, other in (before or {}).items():
        _fill(book.add_worksheet(name), other)
    page = book.add_worksheet(sheet)
    _fill(page, rows)
    for area in merge:
        first = area.split(":")[0]
        column, row = ord(first[0]) - 65, int(first[1:]) - 1
        page.merge_range(area, list(rows)[row][column])
    book.close()
    return out.getvalue()


def _fill(page: Any, rows: Iterable[Sequence[object]]) -> None:
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell not in ("", None):
                page.write(number, place, cell)


def draft(catalog: Catalog, data: bytes, name: str = "data.csv", **options: Any) -> Rancangan:
    return rancang_berkas(data, name, konteks(catalog), **options)


def columns(made: Rancangan, catalog: Catalog) -> dict[str, dict[str, Any]]:
    """All fields of each proposed column by name."""
    known = konteks(catalog)
    return {c.nama: isi_kolom(c, known) for c in made.kolom}


def proposed(made: Rancangan, name: str) -> KolomUsul:
    return next(c for c in made.kolom if c.nama == name)


def desa(catalog: Catalog, most: int | None = None) -> list[Any]:
    """The villages of the region as of 2024, with both codes."""
    from spbe_data.identifiers.periode import Periode

    found = catalog.wilayah.semesta("desa_kelurahan", Periode.parse("2024"), induk="32.16")
    return found[:most]


def kecamatan(catalog: Catalog) -> list[Any]:
    from spbe_data.identifiers.periode import Periode

    return catalog.wilayah.semesta("kecamatan", Periode.parse("2024"), induk="32.16")
