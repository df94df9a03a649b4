"""This project's engine by the public road: one file against the standard, findings as Parquet.

Belongs here: the way to the engine, and which of its findings means which planted fault.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import polars as pl

from benchmarks import kontrak
from benchmarks.mesin import Ditemukan, Kerja, Langkah

ARTI: dict[tuple[str, str | None], str] = {
    ("SEL_KOSONG", "region_code"): "region_null",
    ("NILAI_DI_LUAR_DAFTAR", "region_code"): "region_fk",
    ("EJAAN_BERBEDA", "region_code"): "region_fk",
    ("SPASI_DI_TEPI", "region_code"): "region_fk",
    ("DI_BAWAH_MINIMUM", "tahun"): "year_range",
    ("DI_ATAS_MAKSIMUM", "tahun"): "year_range",
    ("DI_BAWAH_MINIMUM", "bulan"): "month_range",
    ("DI_ATAS_MAKSIMUM", "bulan"): "month_range",
    ("POLA_TIDAK_COCOK", "indicator_code"): "indicator_regex",
    ("NILAI_DI_LUAR_DAFTAR", "sex"): "sex_enum",
    ("EJAAN_BERBEDA", "sex"): "sex_enum",
    ("BUKAN_ANGKA", "value"): "value_type",
    ("SEL_GALAT", "value"): "value_type",
    ("DI_BAWAH_MINIMUM", "value"): "value_min",
    ("BANDING_TIDAK_TERPENUHI", "numerator"): "num_le_den",
    ("KUNCI_GANDA", None): "key_unique",
    ("NILAI_DI_LUAR_DAFTAR", "age_group"): "age_enum",
    ("NILAI_DI_LUAR_DAFTAR", "status"): "status_enum",
    ("EJAAN_BERBEDA", "status"): "status_enum",
    ("SEL_KOSONG", "source"): "source_null",
    ("SEL_KOSONG", "record_id"): "record_null",
    ("BUKAN_ANGKA", "denominator"): "den_type",
}
"""(code, column) of a finding → kind of fault."""

JUGA = ("PERIODE_BELUM_TIBA", "PERIODE_BELUM_BERAKHIR", "STANDAR_TIDAK_BERLAKU", "PERIODE_HILANG")
"""Said besides, of rows whose year is out of its bounds or of months without any row: rules that the
contract does not have, so not counted."""


def arti(code: str, column: str | None) -> str:
    """The kind of fault that a finding means; a finding of no kind by its own name."""
    return ARTI.get((code, column), f"{code} {column}")


def buka(kerja: Kerja) -> Langkah:
    """``isi``: the content root; ``berkas``: the file. Catalogue and imports are made ready here."""
    from spbe_data.flows.house import Rumah
    from spbe_data.settings import load_settings

    root, path = Path(kerja["isi"]), Path(kerja["berkas"])
    house = Rumah(load_settings(root, root.parent / "rumah"))
    judge = house.pemeriksa()
    folder = Path(tempfile.mkdtemp(prefix="spbe-temuan-"))

    def step() -> Callable[[], Ditemukan]:
        result = judge.periksa(path, path.name, kontrak.DATASET)
        parquet = folder / "temuan.parquet"
        result.temuan.tulis(parquet)
        return lambda: _read(parquet, bool(kerja.get("jumlah_saja")))

    return step


def _read(path: Path, count_only: bool) -> Ditemukan:
    frame = pl.scan_parquet(path).filter(~pl.col("kode").is_in(JUGA))
    if count_only:
        found: dict[str, int] = {}
        counted = frame.group_by("kode", "kolom").len().collect(engine="streaming")
        for code, column, number in counted.iter_rows():
            kind = arti(code, column)
            found[kind] = found.get(kind, 0) + number
        return found
    rows: dict[str, list[int]] = {}
    for code, column, line in frame.select("kode", "kolom", "baris").collect().iter_rows():
        # The heading is row 1 of the sheet; data rows are counted from 0 here.
        rows.setdefault(arti(code, column), []).append((line or 0) - 2)
    return rows
