"""What agencies really publish, read as a careful person would read it (folder in SPBE_BAHAN)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from spbe_data.intake.reader import BerkasDitolak, Harapan, JenisCatatan, Terbaca, read_table

pytestmark = pytest.mark.skipif(
    "SPBE_BAHAN" not in os.environ, reason="berkas mentah tidak ada: isi SPBE_BAHAN dengan folder"
)


def baca(pola: str, **lain: Any) -> Terbaca:
    berkas = sorted((Path(os.environ["SPBE_BAHAN"]) / "samples").glob(pola))
    if not berkas:
        pytest.skip(f"berkas {pola} tidak ada di SPBE_BAHAN")
    return read_table(berkas[0].read_bytes(), berkas[0].name, Harapan((), {}), **lain)


@pytest.mark.parametrize(
    ("pola", "tinggi", "kolom", "isi"),
    [
        (
            "bps-jabar/Angka Partisipasi Murni.xlsx",
            3,
            "Angka Partisipasi Murni / SMP/MTS/Paket B / 2018",
            "81.01",
        ),
        (
            "satudata-kab-bandung/RT*.xlsx",
            3,
            "JUMLAH KELEMBAGAAN MASYARAKAT RT/RW DI KECAMATAN CICALENGKA / KODE",
            "3204252001",
        ),
        ("satudata-kab-bandung/rutilahu.xlsx", 1, "Kode Wilayah", "32.04.16"),
        ("bps-jabar/Jumlah Penumpang*.csv", 5, "Bandara Utama Domestik", "Kualanamu-Medan"),
        ("bps-jabar/topografi.xlsx", 1, "nmkec", "NANGGUNG"),
    ],
)
def test_headers_in_one_to_five_rows(pola: str, tinggi: int, kolom: str, isi: str) -> None:
    terbaca = baca(pola)
    assert terbaca.dibaca_sebagai["tinggi_judul"] == tinggi
    satu = next(k for k in terbaca.kolom if k.judul_asli == kolom)
    assert terbaca.tabel[satu.nama][0] == isi


def test_formulae_with_results_are_counted_and_disturb_nothing() -> None:
    terbaca = baca("bps-jabar/topografi.xlsx")
    assert terbaca.dibaca_sebagai["rumus"] == 627
    assert terbaca.dibaca_sebagai["rumus_tanpa_nilai"] == 0


def test_points_of_a_map() -> None:
    terbaca = baca("satudata-kab-bekasi/fasilitas_kesehatan.geojson")
    assert terbaca.tabel.columns == ["remark", "bujur", "lintang"]
    assert terbaca.dibaca_sebagai["geometri"] == {"Point": terbaca.tabel.height}


def test_sheets_that_were_not_read_are_named_with_their_size() -> None:
    terbaca = baca("satudata-kab-bandung/rutilahu.xlsx")
    lain = terbaca.dibaca_sebagai["ukuran_lembar_lain"]
    assert {satu["lembar"] for satu in lain} == {"Metadata", "Series Column"}
    assert all(satu["baris"] > 0 and satu["kolom"] > 0 for satu in lain)


def test_every_raw_file_is_read_or_refused_and_loses_no_row() -> None:
    """Rows of the table, blank rows, header and rows above it are all rows of the file."""
    for berkas in sorted((Path(os.environ["SPBE_BAHAN"]) / "samples").rglob("*")):
        if not berkas.is_file() or berkas.stat().st_size > 300_000:
            continue
        try:
            terbaca = read_table(berkas.read_bytes(), berkas.name, Harapan((), {}))
        except BerkasDitolak:
            continue
        info = terbaca.dibaca_sebagai
        if info["baris_judul"] is None:
            continue
        assert len(terbaca.baris.unique()) == terbaca.tabel.height
        semua = (
            info["baris_dilewati"]
            + info["tinggi_judul"]
            + info["baris_satuan"]
            + info["baris_kosong"]
            + info["jumlah_baris"]
        )
        awal = 1 if info.get("pemisah_disebut") else 0
        if terbaca.tabel.height:
            assert int(terbaca.baris[-1]) - awal <= semua, berkas.name
        kinds = {c.jenis for c in terbaca.catatan}
        assert JenisCatatan.FORMULA_TANPA_NILAI not in kinds, berkas.name
