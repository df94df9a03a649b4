"""What the sender directs goes before the reader's judgement, or is refused in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from spbe_data.checks.refusals import kata_berkas_ditolak
from spbe_data.intake.reader import (
    Arahan,
    BerkasDitolak,
    Harapan,
    JenisCatatan,
    KodeTolak,
    Terbaca,
    read_table,
)

JUDUL = ["Kode Kecamatan", "Kecamatan", "jumlah_penduduk", "Tahun"]


def baca(data: bytes, harapan: Harapan, **arahan: Any) -> Terbaca:
    return read_table(data, "a", harapan, arahan=Arahan(**arahan))


@pytest.fixture
def buku(buat_xlsx: Callable[..., bytes]) -> bytes:
    def tabel(tahun: int, banyak: int) -> list[list[Any]]:
        return [JUDUL, *[[f"{i}", "Setu", i, tahun] for i in range(banyak)]]

    return buat_xlsx(
        {
            "2023": tabel(2023, 3),
            "2024": tabel(2024, 5),
            "Arsip": tabel(2022, 2),
            "Catatan": [["Dinas X"], ["Hubungi kami"]],
        },
        sembunyi=["Arsip"],
    )


def test_sheets_that_were_not_read_are_told_with_their_size(buku: bytes, harapan: Harapan) -> None:
    terbaca = baca(buku, harapan)
    assert terbaca.lembar == "2023"
    assert terbaca.dibaca_sebagai["ukuran_lembar_lain"] == [
        {"lembar": "2024", "baris": 6, "kolom": 4, "tersembunyi": False, "serupa": True},
        {"lembar": "Catatan", "baris": 2, "kolom": 1, "tersembunyi": False, "serupa": False},
        {"lembar": "Arsip", "baris": 3, "kolom": 4, "tersembunyi": True, "serupa": True},
    ]
    assert [dict(c.params) for c in terbaca.catatan if c.jenis is JenisCatatan.LEMBAR_SERUPA] == [
        {"lembar": "2024", "jumlah_baris": 6, "jumlah_kolom": 4, "tersembunyi": False},
        {"lembar": "Arsip", "jumlah_baris": 3, "jumlah_kolom": 4, "tersembunyi": True},
    ]


def test_without_expected_names_the_largest_table_is_read(
    buat_xlsx: Callable[..., bytes],
) -> None:
    data = buat_xlsx(
        {
            "Metadata": [["Kode", "079"], ["Produsen", "Dinas"]],
            "Isi": [["Wilayah", "Jumlah"], *[[f"Desa {i}", i] for i in range(9)]],
        }
    )
    assert baca(data, Harapan((), {})).lembar == "Isi"


@pytest.mark.parametrize("nama", ["2024", " 2024 "])
def test_the_sheet_asked_for_is_read(buku: bytes, harapan: Harapan, nama: str) -> None:
    terbaca = baca(buku, harapan, lembar=nama)
    assert terbaca.tabel["tahun"].unique().to_list() == ["2024"]
    assert terbaca.dibaca_sebagai["arahan"] == {"lembar": nama}
    assert baca(buku, harapan).dibaca_sebagai["arahan"] == {}


def test_a_hidden_sheet_may_be_asked_for(buku: bytes, harapan: Harapan) -> None:
    assert baca(buku, harapan, lembar="arsip").tabel.height == 2


def test_the_header_is_where_and_as_high_as_the_sender_says(harapan: Harapan) -> None:
    data = b"judul;a;b\nnama_kecamatan;tahun;x\nKecamatan;L;P\nSetu;1;2\n"
    terbaca = baca(data, harapan, baris_judul=3)
    assert [k.judul_asli for k in terbaca.kolom] == ["Kecamatan", "L", "P"]
    assert terbaca.baris.to_list() == [4]
    assert terbaca.dibaca_sebagai["baris_judul"] == 3
    terbaca = baca(data, harapan, baris_judul=1, tinggi_judul=2)
    assert [k.judul_asli for k in terbaca.kolom] == [
        "judul / nama_kecamatan",
        "a / tahun",
        "b / x",
    ]
    assert terbaca.tabel.height == 2
    assert baca(data, harapan, tinggi_judul=2).dibaca_sebagai["baris_judul"] == 2


def test_a_header_far_below_is_found_when_pointed_at(buat_xlsx: Callable[..., bytes]) -> None:
    isi = [["x", 1], *[["baris pengantar"] for _ in range(60)], ["Nama", "Nilai"], ["a", 2]]
    terbaca = baca(buat_xlsx({"D": isi}), Harapan((), {}), baris_judul=62)
    assert [k.nama for k in terbaca.kolom] == ["nama", "nilai"]
    assert terbaca.tabel.rows() == [("a", "2")]


def test_delimiter_and_encoding_of_the_sender(harapan: Harapan) -> None:
    terbaca = baca(b"nama_kecamatan|tahun;x\nSetu|1;2\n", harapan, pemisah="|")
    assert terbaca.tabel.rows() == [("Setu", "1;2")]
    data = "nama_kecamatan;tahun\nŠetu;2024\n".encode("cp1250")
    assert baca(data, harapan, penyandian="cp1250").tabel.row(0) == ("Šetu", "2024")
    assert baca(data, harapan, penyandian="cp1250").dibaca_sebagai["encoding"] == "cp1250"


def test_the_table_of_a_page_by_number() -> None:
    halaman = (
        b"<html><table><tr><th>Nama</th><th>Nilai</th></tr><tr><td>a</td><td>1</td></tr></table>"
        b"<table><tr><th>X</th><th>Y</th></tr>" + b"<tr><td>b</td><td>2</td></tr>" * 3 + b"</table>"
    )
    assert [k.nama for k in baca(halaman, Harapan((), {})).kolom] == ["x", "y"]
    assert [k.nama for k in baca(halaman, Harapan((), {}), lembar="1").kolom] == ["nama", "nilai"]
    with pytest.raises(BerkasDitolak) as tolak:
        baca(halaman, Harapan((), {}), lembar="3")
    assert tolak.value.params["jumlah"] == 2


CSV = b"nama_kecamatan;tahun\nSetu;2024\n"


@pytest.mark.parametrize(
    ("arahan", "alasan"),
    [
        ({"lembar": "2025"}, "tidak_ada"),
        ({"baris_judul": 99}, "di_luar_berkas"),
        ({"baris_judul": 0}, "di_luar_berkas"),
        ({"tinggi_judul": 0}, "di_luar_berkas"),
        ({"baris_judul": 3, "tinggi_judul": 3}, "di_luar_berkas"),
        ({"pemisah": ";"}, "tidak_berlaku"),
        ({"penyandian": "cp1252"}, "tidak_berlaku"),
    ],
)
def test_directions_that_do_not_fit_a_workbook(
    buku: bytes, harapan: Harapan, arahan: dict[str, Any], alasan: str
) -> None:
    with pytest.raises(BerkasDitolak) as tolak:
        baca(buku, harapan, **arahan)
    assert tolak.value.kode is KodeTolak.ARAHAN_TIDAK_COCOK
    assert tolak.value.params["alasan"] == alasan
    assert tolak.value.params["arahan"] in arahan


@pytest.mark.parametrize(
    ("data", "arahan", "alasan"),
    [
        (CSV, {"lembar": "S"}, "tidak_berlaku"),
        (CSV, {"pemisah": "x"}, "tidak_dikenal"),
        (CSV, {"penyandian": "tak-ada"}, "tidak_dikenal"),
        (CSV, {"penyandian": "rot13"}, "tidak_dikenal"),
        (b"nama_kecamatan;tahun\n\xff;1\n", {"penyandian": "utf-8"}, "byte_lain"),
        (b"nama_kecamatan;tahun\n\n;\nSetu;1\n", {"baris_judul": 3}, "baris_kosong"),
        (b'[{"tahun": 1}]', {"baris_judul": 1}, "tidak_berlaku"),
        (b"<table><tr><td>a</td></tr></table>", {"lembar": "satu"}, "bukan_nomor"),
    ],
)
def test_directions_that_do_not_fit_a_text(
    data: bytes, arahan: dict[str, Any], alasan: str, harapan: Harapan
) -> None:
    with pytest.raises(BerkasDitolak) as tolak:
        baca(data, harapan, **arahan)
    assert tolak.value.kode is KodeTolak.ARAHAN_TIDAK_COCOK
    assert tolak.value.params["alasan"] == alasan


def test_a_refused_direction_has_words(buku: bytes, harapan: Harapan) -> None:
    with pytest.raises(BerkasDitolak) as tolak:
        baca(buku, harapan, lembar="2025")
    kata = kata_berkas_ditolak(tolak.value)
    assert "lembar" in kata["alasan_id"] and "2025" in kata["alasan_id"]
    assert "2023" in kata["perbaikan_id"] and "2024" in kata["perbaikan_en"]
    with pytest.raises(BerkasDitolak) as tolak:
        baca(buku, harapan, baris_judul=99)
    kata = kata_berkas_ditolak(tolak.value)
    assert "99" in kata["alasan_id"] and "4" in kata["perbaikan_id"]


def test_personal_numbers_in_sheet_names_are_not_shown(buat_xlsx: Callable[..., bytes]) -> None:
    nik = "3216" + "010101900001"
    data = buat_xlsx({nik: [["Nama", "Nilai"], ["a", 1]]})
    with pytest.raises(BerkasDitolak) as tolak:
        baca(data, Harapan((), {}), lembar=nik[:-1] + "2")
    assert nik[:-1] not in " ".join(kata_berkas_ditolak(tolak.value).values())
