"""Names of columns and where the header is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_data.intake.header import Harapan, Pencocok, beri_nama, cari_judul, huruf, normal

H = Harapan(("nama_kecamatan", "jumlah_penduduk", "tahun"), {"Kec.": "nama_kecamatan"})
P = Pencocok(H)


@pytest.mark.parametrize(
    ("judul", "nama"),
    [
        ("Jumlah  Penduduk (Jiwa)", "jumlah_penduduk_jiwa"),
        ("\ufeffKode\u200b_Provinsi ", "kode_provinsi"),
        ("0-4", "0_4"),
        ("%", ""),
        ("ＴＡＨＵＮ", "tahun"),
    ],
)
def test_normal(judul: str, nama: str) -> None:
    assert normal(judul) == nama


def test_letters() -> None:
    assert [huruf(i) for i in (0, 25, 26, 701, 702, 16383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


@pytest.mark.parametrize("judul", ["Nama Kecamatan", "NAMAKECAMATAN", "nama-kecamatan", " kec "])
def test_headings_match_blind_to_writing(judul: str) -> None:
    assert P.cocok(judul) == "nama_kecamatan"


def test_names_are_unique_and_the_exact_heading_goes_first() -> None:
    nama = beri_nama(["Kec.", "Nama Kecamatan", "Tahun", "TAHUN", ""], list("ABCDE"), P)
    assert [(n.nama, n.dikenal) for n in nama] == [
        ("kec", False),
        ("nama_kecamatan", True),
        ("tahun", True),
        ("tahun__2", True),
        ("kolom_e", False),
    ]
    assert beri_nama(["Kec."], ["A"], P)[0].nama == "nama_kecamatan"


@given(st.lists(st.text(max_size=6), max_size=12))
def test_names_never_collide(judul: list[str]) -> None:
    nama = [n.nama for n in beri_nama(judul, [huruf(i) for i in range(len(judul))], P)]
    assert len(set(nama)) == len(judul)
    assert all(nama)


def test_first_of_equal_rows_wins_and_too_few_names_do_not() -> None:
    baris = [["Data tahun", ""], ["Nama Kecamatan", "Tahun"], ["nama kecamatan", "tahun"]]
    judul = cari_judul(baris, P)
    assert judul is not None
    assert (judul.baris, judul.cocok, judul.diduga) == (1, 2, False)


def test_stacked_header_is_joined_under_its_group() -> None:
    baris = [
        ["Kecamatan", "Penduduk", "", "Luas"],
        ["", "L", "P", ""],
        ["Setu", "10", "20", "5"],
    ]
    judul = cari_judul(baris, Pencocok(Harapan(("kecamatan", "penduduk_l", "penduduk_p"), {})))
    assert judul is not None
    assert judul.tulisan == ("Kecamatan", "Penduduk / L", "Penduduk / P", "Luas")
    assert (judul.baris, judul.tinggi, judul.cocok) == (0, 2, 3)


def test_three_levels_with_years_as_bps_downloads_have_them() -> None:
    baris = [
        ["Wilayah", "APM", "", "", ""],
        ["", "SD", "", "SMP", ""],
        ["", "2018", "2019", "2018", "2019"],
        ["Bogor", "98,25", "98,27", "80,29", "81"],
    ]
    judul = cari_judul(baris, Pencocok(Harapan((), {})))
    assert judul is not None
    assert judul.tinggi == 3
    assert judul.tulisan == (
        "Wilayah",
        "APM / SD / 2018",
        "APM / SD / 2019",
        "APM / SMP / 2018",
        "APM / SMP / 2019",
    )


def test_data_with_an_empty_first_cell_is_no_second_header() -> None:
    baris = [["no", "nama_kecamatan", "tahun"], ["", "Setu", "2024"], ["", "Tambun", "2024"]]
    judul = cari_judul(baris, P)
    assert judul is not None
    assert judul.tinggi == 1


def test_guess_skips_titles_and_allows_years() -> None:
    baris = [["Dinas Kesehatan", "", ""], ["Wilayah", "2020", "2021"], ["Bogor", "1", "2"]]
    judul = cari_judul(baris, Pencocok(Harapan((), {})))
    assert judul is not None
    assert (judul.baris, judul.diduga) == (1, True)


def test_figures_alone_are_no_header() -> None:
    assert cari_judul([["1", "2"], ["2020", "2021"]], P) is None
    assert cari_judul([], P) is None
