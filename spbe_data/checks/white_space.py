"""White space around codes and listed values: read without it, and said.

Belongs here: telling the sender what the reader trimmed where the value is compared with a list or a
pattern. In free text and numbers trimming changes nothing, and a count is enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from spbe_data.checks.blocks import Gugus
from spbe_data.checks.detail_rows import Rincian
from spbe_data.checks.finding import Tingkat
from spbe_data.intake.reader import Terbaca
from spbe_data.standards.models import Kolom, Standar


def check_white_space(
    read: Terbaca, detail: Rincian, standard: Standar, severity: Mapping[str, Tingkat]
) -> Iterator[Gugus]:
    """One block per coded column of which cells were trimmed."""
    letters = {column.nama: column.letak for column in read.kolom}
    for column in standard.kolom:
        rows = read.dirapikan.get(column.nama)
        if rows is None or not len(rows) or not _coded(column):
            continue
        lines = detail.mentah["__baris"]
        places = _places(lines, rows)
        cells = detail.mentah.select("__baris", column.nama)[places].drop_nulls(column.nama)
        if cells.height:
            yield Gugus(
                kode="SPASI_DI_TEPI",
                tahap="baris",
                tingkat=severity["SPASI_DI_TEPI"],
                aturan=f"{standard.id}:{column.nama}:spasi_di_tepi",
                kolom=column.nama,
                isi=cells.rename({"__baris": "baris", column.nama: "nilai"}),
                lembar=read.lembar,
                huruf=letters[column.nama],
            )


def _places(lines: pl.Series, rows: pl.Series) -> pl.Series:
    """Where the rows stand among the lines, both in order; rows that were set aside stand nowhere."""
    if not len(lines):
        return lines.head(0).cast(pl.UInt32)
    if lines[-1] - lines[0] + 1 == len(lines):
        inside = rows.filter((rows >= lines[0]) & (rows <= lines[-1]))
        return pl.Series(inside - lines[0], dtype=pl.UInt32)
    places = lines.search_sorted(rows).clip(upper_bound=len(lines) - 1)
    return places.filter(lines.gather(places) == rows)


def _coded(column: Kolom) -> bool:
    code = column.wilayah is not None and column.wilayah.bagian == "kode"
    return bool(code or column.daftar or column.induk or column.pola)
