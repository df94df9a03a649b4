"""CSV and its cousins: dialects, encodings, uneven rows, and the two ways that must agree."""

from __future__ import annotations

import csv
import io
from typing import Literal

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from spbe_data.intake import delimited
from spbe_data.intake.encoding import baca_teks
from spbe_data.intake.grid import Kisi
from spbe_data.intake.header import Pencocok
from spbe_data.intake.reader import (
    Batas,
    BerkasDitolak,
    Harapan,
    JenisCatatan,
    KodeTolak,
    Terbaca,
    read_table,
)

H = Harapan(("nama_kecamatan", "jumlah_penduduk", "tahun"), {"Kecamatan": "nama_kecamatan"})


def baca(teks: str | bytes, harapan: Harapan = H, batas: Batas | None = None) -> Terbaca:
    data = teks.encode() if isinstance(teks, str) else teks
    return read_table(data, "uji.csv", harapan, batas or Batas())


def jenis(terbaca: Terbaca) -> list[JenisCatatan]:
    return [c.jenis for c in terbaca.catatan]


# Anything an officer may type, but no control characters: those are refused or not of CSV.
_SEL = st.text(
    st.characters(codec="cp1252", exclude_categories=["Cc"]), max_size=12
) | st.sampled_from(["", '"', 'a "b" c', "x;y", "1.234,5", "baris\nbaru", "a\tb", "a|b", "007"])


@st.composite
def _berkas(draw: st.DrawFn, paling_sedikit: int = 1) -> tuple[list[list[str]], bytes, str]:
    lebar = draw(st.integers(2, 5))
    baris = draw(
        st.lists(
            st.lists(_SEL, min_size=lebar, max_size=lebar), min_size=paling_sedikit, max_size=50
        )
    )
    pemisah = draw(st.sampled_from(delimited.PEMISAH))
    keluar = io.StringIO(newline="")
    kutip: Literal[0, 1] = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    tulis = csv.writer(
        keluar,
        delimiter=pemisah,
        quoting=kutip,
        lineterminator=draw(st.sampled_from(["\n", "\r\n"])),
    )
    tulis.writerow([f"kolom_{i}" for i in range(lebar)])
    tulis.writerows(baris)
    penyandian = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    data = keluar.getvalue().encode(penyandian)
    if penyandian == "cp1252":
        # Some legacy texts are valid UTF-8 by chance; nothing in the bytes could tell them apart.
        assume(data.isascii() or data.decode("utf-8", "replace").count("\ufffd"))
    return baris, data, pemisah


@given(_berkas())
def test_any_table_in_any_dialect_comes_back(berkas: tuple[list[list[str]], bytes, str]) -> None:
    baris, data, pemisah = berkas
    kolom = tuple(f"kolom_{i}" for i in range(len(baris[0])))
    terbaca = baca(data, Harapan(kolom, {}))
    harap = {
        i + 2: [sel.strip() or None for sel in isi]
        for i, isi in enumerate(baris)
        if any(sel.strip() for sel in isi)
    }
    assert terbaca.dibaca_sebagai["pemisah"] == pemisah
    assert terbaca.baris.to_list() == list(harap)
    assert terbaca.tabel.columns == list(kolom)
    assert [list(isi) for isi in terbaca.tabel.rows()] == list(harap.values())
    assert terbaca.bertipe is None


_CACAT = st.sampled_from(
    [b"", b"", b"x\n", b'x;"y,z\n', b'"x" ,y\n', b'a"b;c\n', b"\n\n", b"a\rb\n"]
)


@given(_berkas(paling_sedikit=21), _CACAT)
def test_fast_way_gives_the_same_grid(
    berkas: tuple[list[list[str]], bytes, str], cacat: bytes
) -> None:
    _, data, _ = berkas
    panjang = data + cacat + data  # enough rows that some lie beyond the head
    pencocok = Pencocok(Harapan(("kolom_0", "kolom_1"), {}))
    try:
        teks = baca_teks(panjang)
    except BerkasDitolak:  # two BOMs of UTF-16 in one file are no text
        return
    hasil: list[Kisi | str] = []
    for besar in (0, 1 << 40):
        try:
            hasil.append(delimited.baca_csv(teks, pencocok, Batas(), besar=besar))
        except BerkasDitolak as tolak:
            hasil.append(str(tolak))
    cepat, teliti = hasil
    if isinstance(cepat, str) or isinstance(teliti, str):
        assert cepat == teliti
        return
    rapikan = pl.all().fill_null("")
    assert cepat.tabel.select(rapikan).equals(teliti.tabel.select(rapikan))
    assert cepat.baris.to_list() == teliti.baris.to_list()
    assert cepat.lebar is not None and teliti.lebar is not None
    assert cepat.lebar.to_list() == teliti.lebar.to_list()
    assert cepat.lebihan == teliti.lebihan


def test_fast_way_is_taken_when_it_may_be() -> None:
    data = b"nama_kecamatan;jumlah_penduduk;tahun\r\n" + b'"a; ""b""\r\nc";1.234;2024\r\n' * 200
    pencocok = Pencocok(H)
    cepat = delimited._cepat(data, delimited.Dialek(";", False), pencocok, Batas())
    assert cepat is not None
    assert cepat.tabel.row(200) == ('a; "b"\r\nc', "1.234", "2024")
    # One stray quote, one short record, one bare line end: never by the fast way.
    for cacat in (b'a 5" b;1;2\r\n', b"a;1\r\n", b"a;1;2\rb;1;2\r\n", b'"a" ;1;2\r\n'):
        assert (
            delimited._cepat(data + cacat, delimited.Dialek(";", False), pencocok, Batas()) is None
        )


def test_mark_of_utf8_in_the_midst_is_kept() -> None:
    data = b"nama_kecamatan;tahun\n" + b"a;2024\n" * 39 + "\ufeffb;2024\n".encode() * 9
    kisi = delimited.baca_csv(baca_teks(data), Pencocok(H), Batas(), besar=0)
    assert kisi.tabel["0"].to_list()[40:] == ["\ufeffb"] * 9


def test_late_quote_far_down_is_read() -> None:
    data = "nama_kecamatan;jumlah_penduduk;tahun\n" + "a;1;2024\n" * 30_000 + '"12,5x";2;2024\n'
    terbaca = baca(data)
    assert terbaca.tabel.row(-1) == ("12,5x", "2", "2024")
    assert terbaca.baris[-1] == 30_002


def test_header_below_titles_and_blank_rows_keep_their_numbers() -> None:
    terbaca = baca(
        "PENDUDUK KABUPATEN\nTahun 2024\n\nKecamatan;Jumlah Penduduk;TAHUN\n"
        "Tambun;10;2024\n;;\n\nSetu;20;2024\n\n;;\n"
    )
    assert [k.nama for k in terbaca.kolom] == ["nama_kecamatan", "jumlah_penduduk", "tahun"]
    assert [k.judul_asli for k in terbaca.kolom] == ["Kecamatan", "Jumlah Penduduk", "TAHUN"]
    assert all(k.dikenal for k in terbaca.kolom)
    assert terbaca.baris.to_list() == [5, 8]
    assert terbaca.dibaca_sebagai["baris_judul"] == 4
    assert terbaca.dibaca_sebagai["baris_dilewati"] == 3
    kosong = [c for c in terbaca.catatan if c.jenis is JenisCatatan.BARIS_KOSONG]
    assert [(c.baris, c.params) for c in kosong] == [(6, {"jumlah": 2, "sampai": 7})]
    judul = [c for c in terbaca.catatan if c.jenis is JenisCatatan.BARIS_JUDUL_DI_ATAS]
    assert [(c.baris, c.params["teks"]) for c in judul] == [
        (1, "PENDUDUK KABUPATEN"),
        (2, "Tahun 2024"),
    ]


def test_decimal_comma_is_no_delimiter() -> None:
    terbaca = baca("Kecamatan;Jumlah Penduduk;tahun\nA;1,5;2024\nB;2,5;2024\n", Harapan((), {}))
    assert terbaca.dibaca_sebagai["pemisah"] == ";"
    assert terbaca.tabel["jumlah_penduduk"].to_list() == ["1,5", "2,5"]


def test_sep_line_is_honoured_and_counted() -> None:
    terbaca = baca("sep=|\nnama_kecamatan|tahun\na;b|2024\n")
    assert terbaca.tabel.row(0) == ("a;b", "2024")
    assert terbaca.baris.to_list() == [3]
    assert terbaca.dibaca_sebagai["baris_judul"] == 2
    assert terbaca.dibaca_sebagai["pemisah_disebut"] is True


def test_single_column_is_not_split_at_prose() -> None:
    terbaca = baca("alamat\nJl. Raya, No 1\nJl. Melati\nJl. Mawar\n", Harapan(("alamat",), {}))
    assert terbaca.tabel["alamat"].to_list() == ["Jl. Raya, No 1", "Jl. Melati", "Jl. Mawar"]
    assert terbaca.dibaca_sebagai["pemisah"] is None


def test_uneven_rows_are_noted_not_shifted() -> None:
    terbaca = baca(
        "nama_kecamatan,jumlah_penduduk,tahun\nA,1,2024\nB,1,234,2024\nC,2\nD,2\nE,3,2024,,\n"
    )
    assert terbaca.tabel.height == 5
    rata = [c for c in terbaca.catatan if c.jenis is JenisCatatan.BARIS_TIDAK_RATA]
    assert [(c.baris, c.params) for c in rata] == [
        (3, {"jumlah": 4, "harapan": 3, "sampai": 3, "lebihan": ["2024"]}),
        (4, {"jumlah": 2, "harapan": 3, "sampai": 5}),
    ]


def test_unclosed_quote_names_its_line() -> None:
    with pytest.raises(BerkasDitolak) as tolak:
        baca('nama_kecamatan,tahun\nA,2024\n"B,2024\nC,2024\nD,2024\n')
    assert tolak.value.kode is KodeTolak.KUTIP_TIDAK_DITUTUP
    assert tolak.value.params["baris"] == 3
    assert tolak.value.params["baris_teks"] == 3
    assert tolak.value.params["potongan"].startswith("B,2024")


def test_cp1252_is_assumed_and_said() -> None:
    terbaca = baca("nama_kecamatan;tahun\nCafé – Méga;2024\n".encode("cp1252"))
    assert terbaca.tabel["nama_kecamatan"][0] == "Café – Méga"
    assert terbaca.dibaca_sebagai["encoding"] == "cp1252"
    assert JenisCatatan.PENYANDIAN_DIASUMSIKAN in jenis(terbaca)


def test_bom_is_no_part_of_the_first_heading() -> None:
    for penyandian in ("utf-8-sig", "utf-16"):
        terbaca = baca("nama_kecamatan,tahun\nA,2024\n".encode(penyandian))
        assert terbaca.kolom[0].judul_asli == "nama_kecamatan"


def test_trimmed_cells_are_counted() -> None:
    terbaca = baca("nama_kecamatan;tahun\n Setu ;2024\nTambun;\u00a02024\nA;2024\n")
    assert terbaca.tabel.rows()[:2] == [("Setu", "2024"), ("Tambun", "2024")]
    assert terbaca.dibaca_sebagai["sel_dirapikan"] == 2


@pytest.mark.parametrize(
    ("data", "kode"),
    [
        (b"", KodeTolak.KOSONG),
        (b"\xef\xbb\xbf \r\n\r\n", KodeTolak.KOSONG),
        (b"nama_kecamatan,tahun\nA\x00,2024\n", KodeTolak.BYTE_NUL),
        ("nama_kecamatan,tahun\nA,2024\n".encode("utf-16-le") + b"\0", KodeTolak.BYTE_NUL),
        (b"nama_kecamatan,tahun\nA\x81,2024\n", KodeTolak.PENYANDIAN_TIDAK_DIKENAL),
        (b"\xe9\x01\x02\x03\xff\xfe\x90" * 50, KodeTolak.BUKAN_TABEL),
        (b"1,2,3\n4,5,6\n", KodeTolak.TANPA_JUDUL),
        (b"%PDF-1.7 ...", KodeTolak.JENIS_TIDAK_DIDUKUNG),
    ],
)
def test_refusals(data: bytes, kode: KodeTolak) -> None:
    with pytest.raises(BerkasDitolak) as tolak:
        baca(data)
    assert tolak.value.kode is kode


@pytest.mark.parametrize(
    ("batas", "kode", "ukuran"),
    [
        (Batas(ukuran_berkas=50), KodeTolak.TERLALU_BESAR, "byte"),
        (Batas(jumlah_baris=20), KodeTolak.TERLALU_BESAR, "baris"),
        (Batas(jumlah_sel=200), KodeTolak.TERLALU_BESAR, "sel"),
        (Batas(karakter_sel=5), KodeTolak.TERLALU_BESAR, "karakter_sel"),
        (Batas(jumlah_kolom=2), KodeTolak.TERLALU_LEBAR, None),
    ],
)
def test_limits(batas: Batas, kode: KodeTolak, ukuran: str | None) -> None:
    with pytest.raises(BerkasDitolak) as tolak:
        baca("nama_kecamatan,jumlah_penduduk,tahun\n" + "Tambun,1,2024\n" * 100, batas=batas)
    assert tolak.value.kode is kode
    assert tolak.value.params.get("ukuran") == ukuran
    assert tolak.value.params["jumlah"] > tolak.value.params["batas"]
