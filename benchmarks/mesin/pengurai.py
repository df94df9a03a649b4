"""The bare parsers: the file into memory as text, nothing judged. The practical limit.

Belongs here: the fastest way of each library to read all columns as text.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from benchmarks import kontrak
from benchmarks.mesin import Ditemukan, Kerja, Langkah


def _counted(n: int) -> Callable[[], Ditemukan]:
    return lambda: {"baris": n}


def buka_polars(kerja: Kerja) -> Langkah:
    import polars as pl

    def step() -> Callable[[], Ditemukan]:
        return _counted(pl.read_csv(kerja["berkas"], infer_schema=False).height)

    return step


def buka_pyarrow(kerja: Kerja) -> Langkah:
    import pyarrow as pa
    from pyarrow import csv

    options = csv.ConvertOptions(column_types=dict.fromkeys(kontrak.KOLOM, pa.string()))

    def step() -> Callable[[], Ditemukan]:
        return _counted(csv.read_csv(kerja["berkas"], convert_options=options).num_rows)

    return step


def buka_duckdb(kerja: Kerja) -> Langkah:
    import duckdb

    from benchmarks.mesin.duckdb_sql import muat

    def step() -> Callable[[], Ditemukan]:
        with duckdb.connect(config={"threads": len(os.sched_getaffinity(0))}) as con:
            muat(con, kerja["berkas"])
            row = con.execute("SELECT count(*) FROM u").fetchone()
        assert row is not None
        return _counted(row[0])

    return step


def buka_calamine(kerja: Kerja) -> Langkah:
    from python_calamine import CalamineWorkbook

    def step() -> Callable[[], Ditemukan]:
        sheet = CalamineWorkbook.from_path(kerja["berkas"]).get_sheet_by_index(0)
        return _counted(len(sheet.to_python()) - 1)

    return step


def buka_fastexcel(kerja: Kerja) -> Langkah:
    import fastexcel

    def step() -> Callable[[], Ditemukan]:
        sheet = fastexcel.read_excel(kerja["berkas"]).load_sheet(0, dtypes="string")
        return _counted(sheet.to_arrow().num_rows)

    return step
