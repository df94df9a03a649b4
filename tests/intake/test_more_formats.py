"""GeoJSON, JSON Lines, UTF-16 without a mark, gzip, tab and pipe."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_data.intake.encoding import baca_teks
from spbe_data.intake.gzip_file import buka_gzip
from spbe_data.intake.pieces import baca_bertahap
from spbe_data.intake.reader import Batas, BerkasDitolak, Harapan, KodeTolak, read_table

CSV = "kode_kecamatan;nama_kecamatan;tahun\n32.16.09;Setu;2024\n32.16.08;Tambun;2024\n"
ISI = [("32.16.09", "Setu", "2024"), ("32.16.08", "Tambun", "2024")]


def fitur(sifat: Any, macam: str | None, letak: Any = None) -> dict[str, Any]:
    bentuk = None if macam is None else {"type": macam, "coordinates": letak}
    return {"type": "Feature", "properties": sifat, "geometry": bentuk}


def geojson(*semua: dict[str, Any]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(semua)}).encode()


def test_points_of_geojson_become_columns(harapan: Harapan) -> None:
    data = geojson(
        fitur({"nama_kecamatan": "Setu", "tahun": 2024}, "Point", [107.05, -6.36, 12]),
        fitur({"nama_kecamatan": "Tambun", "tahun": 2024}, None),
    )
    terbaca = read_table(data, "a.geojson", harapan)
    assert terbaca.tabel.columns == ["nama_kecamatan", "tahun", "bujur", "lintang"]
    assert terbaca.tabel.rows() == [
        ("Setu", "2024", "107.05", "-6.36"),
        ("Tambun", "2024", None, None),
    ]
    assert terbaca.bertipe is not None and terbaca.bertipe.row(0) == (False, True, True, True)
    assert terbaca.dibaca_sebagai["format"] == "geojson"
    assert terbaca.dibaca_sebagai["geometri"] == {"Point": 1, "tanpa": 1}
    assert terbaca.baris.to_list() == [1, 2]


def test_coordinates_that_are_there_already_and_areas_add_no_columns(harapan: Harapan) -> None:
    titik = fitur({"tahun": 1, "Longitude": 107, "Latitude": -6}, "Point", [107.0, -6.0])
    assert read_table(geojson(titik), "a", harapan).tabel.columns == [
        "tahun", "longitude", "latitude",
    ]  # fmt: skip
    luas = fitur({"nama_kecamatan": "Setu"}, "MultiPolygon", [[[[107, -6], [107, -7], [107, -6]]]])
    assert read_table(geojson(luas), "a", harapan).tabel.columns == ["nama_kecamatan"]
    satu = json.dumps(fitur({"tahun": 1}, "Point", [107, -6])).encode()
    assert read_table(satu, "a", harapan).tabel.row(0) == ("1", "107", "-6")


@pytest.mark.parametrize(
    "letak", [[], [107], "x", {"a": 1}, [None, None], [[107, -6], [1, 2]], ["a", "b"], 5]
)
def test_odd_geometry_is_read_or_refused(letak: Any, harapan: Harapan) -> None:
    terbaca = read_table(geojson(fitur({"tahun": 1}, "Point", letak)), "a", harapan)
    assert terbaca.tabel["tahun"].to_list() == ["1"]


@pytest.mark.parametrize("akhir", ["\n", "\r\n", "\n\n"])
def test_json_lines(akhir: str, harapan: Harapan) -> None:
    baris = ['{"nama_kecamatan": "Setu", "tahun": 2024}', '{"nama_kecamatan": "{Tambun}\\n"}']
    terbaca = read_table((akhir.join(baris) + akhir).encode(), "a.jsonl", harapan)
    assert terbaca.tabel.rows() == [("Setu", "2024"), ("{Tambun}", None)]
    assert terbaca.dibaca_sebagai["format"] == "jsonl"
    assert terbaca.baris.to_list() == [1, 2]


@pytest.mark.parametrize(
    ("teks", "alasan"),
    [
        ('{"a": 1}\n{"a": }', "json_rusak"),
        ('{"a": 1}\n5\n{"a": 2}', "tanpa_rekaman"),
        ('{"a": 1}\n{"a": 1, "a": 2}', "kunci_ganda"),
        ('{"a": 1\n"b": 2}', "json_rusak"),
    ],
)
def test_broken_json_lines_are_refused(teks: str, alasan: str, harapan: Harapan) -> None:
    with pytest.raises(BerkasDitolak) as tolak:
        read_table(teks.encode(), "a", harapan)
    assert tolak.value.params["alasan"] == alasan


@pytest.mark.parametrize("penyandian", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(penyandian: str, harapan: Harapan) -> None:
    terbaca = read_table(CSV.encode(penyandian), "a.csv", harapan)
    assert terbaca.tabel.rows() == ISI
    assert terbaca.dibaca_sebagai["encoding"] == penyandian
    assert terbaca.dibaca_sebagai["encoding_diasumsikan"] is True


@pytest.mark.parametrize(
    "data", [b"a\0b\0" * 10 + b"\0", b"\0a\0\0" * 10, b"a;b\n1\0;2\n" * 9, b"a\0" * 3]
)
def test_other_zeros_are_not_taken_for_utf16(data: bytes) -> None:
    with pytest.raises(BerkasDitolak) as tolak:
        baca_teks(data)
    assert tolak.value.kode in (KodeTolak.BYTE_NUL, KodeTolak.BUKAN_TABEL)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=8))
def test_any_latin_text_comes_back_from_utf16(isi: str) -> None:
    for penyandian in ("utf-16-le", "utf-16-be"):
        assert baca_teks(isi.encode(penyandian)).utf8.decode() == isi


@pytest.mark.parametrize("tanda", [",", ";", "\t", "|"])
def test_every_delimiter(tanda: str, harapan: Harapan) -> None:
    terbaca = read_table(CSV.replace(";", tanda).encode(), "a.txt", harapan)
    assert terbaca.tabel.rows() == ISI
    assert terbaca.dibaca_sebagai["pemisah"] == tanda


@pytest.mark.parametrize("macam", ["json", "jsonl", "utf-16-le", "utf-8", "gzip"])
def test_big_files_of_these_kinds_are_not_cut_as_if_they_were_delimited_text(
    macam: str, harapan: Harapan
) -> None:
    rekaman = [{"nama_kecamatan": f"Desa {i}", "tahun": 2024} for i in range(900)]
    teks = "nama_kecamatan;tahun\n" + "".join(f"{r['nama_kecamatan']};2024\n" for r in rekaman)
    data = {
        "json": json.dumps(rekaman).encode(),
        "jsonl": "\n".join(map(json.dumps, rekaman)).encode(),
        "gzip": gzip.compress(teks.encode()),
    }.get(macam) or teks.encode(macam)
    potong = list(baca_bertahap(data, "a", harapan, Batas(), utuh=4096, potongan=4096))
    assert sum(satu.tabel.height for satu in potong) == 900
    assert potong[0].tabel.row(0) == ("Desa 0", "2024")
    assert (len(potong) > 1) == (macam == "utf-8")


def test_gzip_with_a_csv_or_a_workbook(buat_xlsx: Callable[..., bytes], harapan: Harapan) -> None:
    terbaca = read_table(gzip.compress(CSV.encode()), "a.csv.gz", harapan)
    assert terbaca.tabel.rows() == ISI
    assert terbaca.dibaca_sebagai["di_dalam_gzip"] is True
    buku = buat_xlsx({"D": [["nama_kecamatan", "tahun"], ["Setu", 2024]]})
    assert read_table(gzip.compress(buku), "a", harapan).tabel.rows() == [("Setu", "2024")]


def test_gzip_in_pieces_padded(harapan: Harapan) -> None:
    tengah = len(CSV) // 2
    data = gzip.compress(CSV[:tengah].encode()) + gzip.compress(CSV[tengah:].encode()) + bytes(99)
    assert read_table(data, "a", harapan).tabel.rows() == ISI


@pytest.mark.parametrize(
    ("data", "kode"),
    [
        (gzip.compress(CSV.encode())[:-9], KodeTolak.ARSIP_RUSAK),
        (gzip.compress(CSV.encode()) + b"sisa", KodeTolak.ARSIP_RUSAK),
        (gzip.compress(CSV.encode())[:10] + b"\xff" * 40, KodeTolak.ARSIP_RUSAK),
        (gzip.compress(gzip.compress(CSV.encode())), KodeTolak.JENIS_TIDAK_DIDUKUNG),
        (gzip.compress(b""), KodeTolak.KOSONG),
    ],
    ids=["terpotong", "bersisa", "rusak", "bersarang", "kosong"],
)
def test_gzip_refused(data: bytes, kode: KodeTolak, harapan: Harapan) -> None:
    with pytest.raises(BerkasDitolak) as tolak:
        read_table(data, "a.csv.gz", harapan)
    assert tolak.value.kode is kode


def test_gzip_bombs_are_stopped_while_unpacking() -> None:
    data = gzip.compress(bytes(3_000_000))
    with pytest.raises(BerkasDitolak) as tolak:
        buka_gzip(data, Batas(ukuran_berkas=1_000_000))
    assert tolak.value.kode is KodeTolak.TERLALU_BESAR
    with pytest.raises(BerkasDitolak) as tolak:
        buka_gzip(data, Batas(rasio_mulai=1_000_000))
    assert tolak.value.kode is KodeTolak.BOM_ZIP


def test_gzip_and_zip_do_not_nest(harapan: Harapan) -> None:
    keluar = io.BytesIO()
    with zipfile.ZipFile(keluar, "w") as arsip:
        arsip.writestr("a.csv.gz", gzip.compress(CSV.encode()))
    for data in (keluar.getvalue(), gzip.compress(keluar.getvalue())):
        with pytest.raises(BerkasDitolak) as tolak:
            read_table(data, "a", harapan)
        assert tolak.value.kode is KodeTolak.JENIS_TIDAK_DIDUKUNG


@given(st.binary(max_size=200))
def test_any_bytes_after_a_gzip_head_are_opened_or_refused(isi: bytes) -> None:
    for data in (b"\x1f\x8b\x08" + isi, gzip.compress(isi) + isi):
        try:
            buka_gzip(data, Batas())
        except BerkasDitolak as tolak:
            assert tolak.kode is KodeTolak.ARSIP_RUSAK
