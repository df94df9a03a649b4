"""Rows of units and column numbers under the header, and headers in three rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_data.intake.header import Harapan, Pencocok, cari_judul
from spbe_data.intake.reader import JenisCatatan, read_table
from spbe_data.intake.unit_rows import macam_baris_penjelas

DATA = [["Setu", "12", "3,5"], ["Tambun", "15", "-"], ["Babelan", "1.234", "7"]]


@pytest.mark.parametrize(
    ("baris", "macam"),
    [
        (["", "(jiwa)", "(%)"], "satuan"),
        ([None, "Orang", "%"], "satuan"),
        (["-", "ribu jiwa", "Rp. juta"], "satuan"),
        (["", "[Ha]", "ton/ha"], "satuan"),
        (["", "jiwa/km²", "per 1.000 jiwa"], "satuan"),
        (["(1)", "(2)", "(3)"], "nomor_kolom"),
        (["(1)", "(2)", "(3) = (1) + (2)"], "nomor_kolom"),
        (["1", "2", "3"], "nomor_kolom"),
        (["1", "2", "4"], None),
        (["Setu", "(jiwa)", "(%)"], None),
        (["", "(L)", "(P)"], None),
        (["", "12", "%"], None),
        (["", "", ""], None),
    ],
)
def test_what_explains_the_columns(baris: list[str | None], macam: str | None) -> None:
    assert macam_baris_penjelas([baris, *DATA], 3) == macam


def test_data_made_of_units_or_small_numbers_stays_data() -> None:
    satuan = [["persen", "%"], ["orang", "jiwa"], ["hektare", "ha"]]
    assert macam_baris_penjelas(satuan, 2) is None
    angka = [["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"]]
    assert macam_baris_penjelas(angka, 3) is None
    assert macam_baris_penjelas([["", "(jiwa)"]], 2) is None  # nothing below bears witness


def test_unit_and_number_rows_are_told_and_left_out(
    buat_xlsx: Callable[..., bytes], harapan: Harapan
) -> None:
    isi: list[list[Any]] = [
        ["TABEL 1. PENDUDUK"],
        ["Kode Kecamatan", "Kecamatan", "jumlah_penduduk", "Tahun"],
        [None, None, "(jiwa)", None],
        [1, 2, 3, 4],
        ["32.16.09", "Setu", 5, 2024],
        ["32.16.08", "Tambun Selatan", 7, 2024],
    ]
    terbaca = read_table(buat_xlsx({"D": isi}), "a.xlsx", harapan)
    assert terbaca.tabel["nama_kecamatan"].to_list() == ["Setu", "Tambun Selatan"]
    assert terbaca.baris.to_list() == [5, 6]
    assert [k.judul_asli for k in terbaca.kolom] == isi[1]
    assert terbaca.dibaca_sebagai["baris_satuan"] == 2
    assert [
        (c.baris, dict(c.params)) for c in terbaca.catatan if c.jenis is JenisCatatan.BARIS_SATUAN
    ] == [
        (3, {"isi": {"jumlah_penduduk": "(jiwa)"}, "macam": "satuan"}),
        (
            4,
            {
                "isi": {
                    "kode_kecamatan": "1",
                    "nama_kecamatan": "2",
                    "jumlah_penduduk": "3",
                    "tahun": "4",
                },
                "macam": "nomor_kolom",
            },
        ),
    ]


def test_units_are_no_level_of_a_stacked_header() -> None:
    awal = [
        ["Kecamatan", "Penduduk", "", "Luas"],
        ["", "L", "P", ""],
        ["", "(jiwa)", "(jiwa)", "(km2)"],
        ["(1)", "(2)", "(3)", "(4)"],
        ["Setu", "10", "20", "1,5"],
    ]
    judul = cari_judul(awal, Pencocok(Harapan((), {})))
    assert judul is not None
    assert judul.tulisan == ("Kecamatan", "Penduduk / L", "Penduduk / P", "Luas")
    assert (judul.tinggi, judul.penjelas) == (2, ("satuan", "nomor_kolom"))


def test_a_header_of_three_merged_rows() -> None:
    awal = [
        ["No", "Kecamatan", "Penduduk", "", "", ""],
        ["", "", "2023", "", "2024", ""],
        ["", "", "L", "P", "L", "P"],
        ["1", "Setu", "10", "20", "11", "21"],
    ]
    judul = cari_judul(awal, Pencocok(Harapan((), {})))
    assert judul is not None
    assert judul.tinggi == 3
    assert judul.tulisan[1:4] == ("Kecamatan", "Penduduk / 2023 / L", "Penduduk / 2023 / P")
    assert judul.tulisan[5] == "Penduduk / 2024 / P"


def test_marks_of_programs_in_a_stacked_header_name_nothing() -> None:
    awal = [
        ["", "KODE", "JUMLAH RT", "Unnamed: 3_level_0"],
        ["", "KODE", "NILAI", "SATUAN"],
        ["0", "3204", "31", "rt"],
    ]
    judul = cari_judul(awal, Pencocok(Harapan((), {})))
    assert judul is not None
    assert judul.tulisan == ("", "KODE", "JUMLAH RT / NILAI", "JUMLAH RT / SATUAN")


def test_a_dash_below_the_first_heading_does_not_end_the_header() -> None:
    awal = [
        ["No", "BPS", "", "Kemendagri", ""],
        ["-", "Nama Provinsi", "Kode", "Nama Provinsi", "Kode"],
        ["1", "Aceh", "11", "Aceh", "11"],
    ]
    judul = cari_judul(awal, Pencocok(Harapan((), {})))
    assert judul is not None
    assert judul.tulisan == (
        "No",
        "BPS / Nama Provinsi",
        "BPS / Kode",
        "Kemendagri / Nama Provinsi",
        "Kemendagri / Kode",
    )


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.text(max_size=6)), max_size=5), min_size=1, max_size=6
    ),
    st.integers(0, 6),
)
def test_any_cells_give_an_answer(awal: list[list[str | None]], jumlah: int) -> None:
    assert macam_baris_penjelas(awal, jumlah) in (None, "satuan", "nomor_kolom")


@pytest.mark.parametrize(
    ("judul", "nama"),
    [
        ("Jumlah Penduduk (Jiwa)", "jumlah_penduduk"),
        ("jumlah_penduduk\n[orang]", "jumlah_penduduk"),
        ("Cakupan (%)", "cakupan"),
        ("Luas (km2)", "luas_km2"),
        ("Jumlah Penduduk (ribu jiwa)", None),
        ("Luas (ha)", None),
        ("(jiwa)", None),
    ],
)
def test_a_unit_of_counting_in_a_heading_hides_no_column(judul: str, nama: str | None) -> None:
    pencocok = Pencocok(Harapan(("jumlah_penduduk", "cakupan", "luas", "luas_km2"), {}))
    assert pencocok.cocok(judul) == nama
