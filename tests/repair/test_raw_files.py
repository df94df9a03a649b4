"""Repairs on tables as agencies really publish them (folder named by SPBE_BAHAN)."""

from __future__ import annotations

import csv
import io
import json
import os
from decimal import Decimal
from pathlib import Path

import pytest

from spbe_data.flows.house import Rumah
from spbe_data.flows.repair import tawaran, ulangi
from spbe_data.intake.model import BerkasDitolak
from tests.repair.wide import KECAMATAN, semua

RAW = os.environ.get("SPBE_BAHAN")
pytestmark = pytest.mark.skipif(
    RAW is None, reason="tabel terbitan tidak ada: isi SPBE_BAHAN dengan folder bahan"
)


def files(pattern: str) -> list[Path]:
    found = sorted(Path(RAW or "").rglob(pattern))
    if not found:
        pytest.skip(f"SPBE_BAHAN tidak memuat {pattern}")
    return found


def test_school_levels_and_years_in_one_heading_become_two_columns(rumah: Rumah) -> None:
    (path,) = files("apm_jabar.csv")
    data = path.read_bytes()
    done = semua(
        rumah,
        data,
        "angka-partisipasi-murni",
        nama=path.name,
        diterima=["TAHUN_SEBAGAI_KOLOM", "KOLOM_HILANG:satuan"],
    )
    sent = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    long = list(csv.DictReader(io.StringIO(done.data.decode())))
    assert len(long) == len(sent) * 12
    value = {
        (r["Wilayah"], r["jenjang_pendidikan"], r["tahun"]): r["angka_partisipasi_murni"]
        for r in long
    }
    for row in sent:
        for heading, number in row.items():
            if heading != "Wilayah":
                level, year = heading.split("_")
                assert Decimal(value[row["Wilayah"], level, year]) == Decimal(number)


def test_the_own_area_is_never_filled_in_over_the_areas_of_others(rumah: Rumah) -> None:
    (path,) = files("apm_jabar.csv")
    found = tawaran(rumah, path.read_bytes(), path.name, "angka-partisipasi-murni").tawaran
    assert "isi_wilayah_sendiri" not in {t.jenis for t in found}


def test_every_recipe_of_a_small_raw_table_can_be_followed(rumah: Rumah) -> None:
    done = 0
    small = [p for p in [*files("*.csv"), *files("*.xlsx")] if p.stat().st_size < 60_000]
    for path in small[:25]:
        data = path.read_bytes()
        try:
            result = semua(rumah, data, KECAMATAN, nama=path.name)
        except BerkasDitolak:
            continue
        assert ulangi(rumah, data, json.loads(result.resep_byte())) == result.data
        done += 1
    assert done >= 1
