"""Workbooks, HTML, JSON, Parquet and ZIP: what the capped child gives back."""

from __future__ import annotations

import datetime as dt
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spbe_data.intake.reader import (
    Batas,
    BerkasDitolak,
    Harapan,
    JenisCatatan,
    KodeTolak,
    Terbaca,
    read_table,
)
from spbe_data.intake.records import angka_baku

JUDUL = ["Kode Kecamatan", "Kecamatan", "jumlah_penduduk", "Tahun"]


def catatan(terbaca: Terbaca, jenis: JenisCatatan) -> list[tuple[int | None, str | None, Any]]:
    return [(c.baris, c.letak, dict(c.params)) for c in terbaca.catatan if c.jenis is jenis]


def test_cells_become_canonical_text(buat_xlsx: Callable[..., bytes], harapan: Harapan) -> None:
    data = buat_xlsx(
        {
            "Data": [
                ["Kode Kecamatan", "Kecamatan", "jumlah_penduduk", "Tahun", "tgl", "ya"],
                ["32.16.01", " Setu ", 1234.0, 2024, dt.date(2024, 7, 15), True],
                ["007", "Tambun", 0.1, 2024, dt.datetime(2024, 7, 15, 10, 30), False],
                ["-", "Babelan", 1e20, 1e-7, None, None],
            ]
        }
    )
    terbaca = read_table(data, "a.csv", harapan)
    assert terbaca.tabel.rows() == [
        ("32.16.01", "Setu", "1234", "2024", "2024-07-15", "TRUE"),
        ("007", "Tambun", "0.1", "2024", "2024-07-15T10:30:00", "FALSE"),
        ("-", "Babelan", "100000000000000000000", "0.0000001", None, None),
    ]
    assert terbaca.bertipe is not None
    assert terbaca.bertipe.columns == terbaca.tabel.columns
    assert terbaca.bertipe.rows()[0] == (False, False, True, True, True, False)
    assert terbaca.bertipe.rows()[2] == (False, False, True, True, False, False)
    assert terbaca.dibaca_sebagai["format"] == "xlsx"
    assert terbaca.dibaca_sebagai["nama_berkas"] == "a.csv"
    assert terbaca.dibaca_sebagai["sel_dirapikan"] == 1
    json.dumps(terbaca.dibaca_sebagai)


def test_rows_and_letters_are_the_spreadsheets(
    buat_xlsx: Callable[..., bytes], harapan: Harapan
) -> None:
    kosong = [None] * 7
    isi = [None, None, "32.16.01", "Setu", 5, None, 2024]
    kepala = [None, None, *JUDUL[:3], None, JUDUL[3]]
    data = buat_xlsx({"Data": [kosong, ["", "", "LAPORAN"], kosong, kepala, isi, kosong, isi]})
    terbaca = read_table(data, "a.xlsx", harapan)
    assert [k.letak for k in terbaca.kolom] == ["C", "D", "E", "G"]
    assert [k.urutan for k in terbaca.kolom] == [0, 1, 2, 3]
    assert terbaca.baris.to_list() == [5, 7]
    assert terbaca.baris.dtype == pl.Int64
    assert terbaca.dibaca_sebagai["baris_judul"] == 4
    assert catatan(terbaca, JenisCatatan.BARIS_KOSONG) == [(6, None, {"jumlah": 1, "sampai": 6})]


def test_sheet_with_most_expected_names_is_read(
    buat_xlsx: Callable[..., bytes], harapan: Harapan
) -> None:
    tabel = [JUDUL, ["1", "Setu", 5, 2024]]
    data = buat_xlsx(
        {"Sampul": [["Laporan", "Dinas"]], "Kosong": [], "Isi": tabel, "Lama": tabel},
        sembunyi=["Lama"],
    )
    terbaca = read_table(data, "a.xlsx", harapan)
    assert terbaca.lembar == "Isi"
    assert terbaca.dibaca_sebagai["lembar_lain"] == ["Sampul", "Kosong"]
    assert catatan(terbaca, JenisCatatan.LEMBAR_TERSEMBUNYI) == [(None, None, {"lembar": "Lama"})]


def test_error_cells_keep_their_text_and_place(harapan: Harapan) -> None:
    buku = openpyxl.Workbook()
    lembar = buku.active
    lembar.append(JUDUL)
    lembar.append(["1", "Setu", 5, 2024])
    lembar.append(["2", "Tambun", "#REF!", 2024])
    assert lembar["C3"].data_type == "e"
    keluar = io.BytesIO()
    buku.save(keluar)
    terbaca = read_table(keluar.getvalue(), "a.xlsx", harapan)
    assert terbaca.tabel["jumlah_penduduk"].to_list() == ["5", "#REF!"]
    assert catatan(terbaca, JenisCatatan.SEL_GALAT) == [(3, "C", {"galat": "#REF!"})]


def test_merged_cells_below_the_header_are_noted(
    buat_xlsx: Callable[..., bytes], harapan: Harapan
) -> None:
    data = buat_xlsx(
        {"D": [["JUDUL"], JUDUL, ["1", None, 5, 2024], ["2", None, 6, 2024]]},
        gabung=[(0, 0, 0, 3, "JUDUL"), (2, 1, 3, 1, "Setu")],
    )
    terbaca = read_table(data, "a.xlsx", harapan)
    assert terbaca.tabel["nama_kecamatan"].to_list() == ["Setu", None]
    assert catatan(terbaca, JenisCatatan.SEL_GABUNG) == [
        (3, "B", {"sampai_baris": 4, "sampai_letak": "B"})
    ]


def test_doubled_and_missing_headings(buat_xlsx: Callable[..., bytes], harapan: Harapan) -> None:
    data = buat_xlsx({"D": [[*JUDUL, "TAHUN", None], ["1", "Setu", 5, 2024, 2023, "x"]]})
    terbaca = read_table(data, "a.xlsx", harapan)
    assert [k.nama for k in terbaca.kolom][-3:] == ["tahun", "tahun__2", "kolom_f"]
    ganda = {"judul": "TAHUN", "nama": "tahun__2", "nama_dasar": "tahun", "letak_pertama": "D"}
    assert catatan(terbaca, JenisCatatan.JUDUL_GANDA) == [(1, "E", ganda)]
    assert catatan(terbaca, JenisCatatan.JUDUL_KOSONG) == [(1, "F", {"nama": "kolom_f"})]


def test_two_row_header(buat_xlsx: Callable[..., bytes]) -> None:
    data = buat_xlsx(
        {"D": [["Kecamatan", "Penduduk", None], [None, "L", "P"], ["Setu", 1, 2]]},
    )
    terbaca = read_table(data, "a.xlsx", Harapan(("kecamatan", "penduduk_l", "penduduk_p"), {}))
    assert terbaca.tabel.columns == ["kecamatan", "penduduk_l", "penduduk_p"]
    assert terbaca.tabel.rows() == [("Setu", "1", "2")]
    assert catatan(terbaca, JenisCatatan.JUDUL_DUA_BARIS) == [(1, None, {"jumlah": 2})]


def test_formatting_far_out_does_not_refuse(
    xlsx_mentah: Callable[..., bytes], harapan: Harapan
) -> None:
    sel = "".join(
        f'<c r="{h}1" t="inlineStr"><is><t>{j}</t></is></c>'
        for h, j in zip("ABCD", JUDUL, strict=True)
    )
    data = xlsx_mentah(
        [
            f'<sheetData><row r="1">{sel}</row><row r="2"><c r="C2"><v>5</v></c></row>'
            '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'.encode()
        ]
    )
    assert read_table(data, "a.xlsx", harapan).tabel.rows() == [(None, None, "5", None)]


def test_binary_workbook(
    buat_xls: Callable[[Sequence[Sequence[str | float]]], bytes], harapan: Harapan
) -> None:
    terbaca = read_table(buat_xls([JUDUL, ["01", "Setu", 12.5, 2024.0]]), "a.xls", harapan)
    assert terbaca.tabel.rows() == [("01", "Setu", "12.5", "2024")]
    assert terbaca.dibaca_sebagai["format"] == "xls"
    assert terbaca.bertipe is not None
    assert terbaca.bertipe.row(0) == (False, False, True, True)


def test_ods_with_repeated_blanks(buat_ods: Callable[..., bytes], harapan: Harapan) -> None:
    def teks(*isi: str) -> str:
        return "".join(
            f'<table:table-cell office:value-type="string"><text:p>{t}</text:p></table:table-cell>'
            for t in isi
        )

    def baris(isi: str) -> str:
        ekor = '<table:table-cell table:number-columns-repeated="16380"/>'
        return f"<table:table-row>{isi}{ekor}</table:table-row>"

    angka = '<table:table-cell office:value-type="float" office:value="12.5"/>'
    galat = (
        '<table:table-cell office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>'
    )
    data = buat_ods(
        baris(teks(*JUDUL))
        + baris(teks("01", "Setu") + angka + galat)
        + '<table:table-row table:number-rows-repeated="1048574"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    terbaca = read_table(data, "a.ods", harapan)
    assert terbaca.tabel.height == 1
    assert terbaca.tabel.row(0)[:3] == ("01", "Setu", "12.5")
    assert catatan(terbaca, JenisCatatan.SEL_GALAT) == [(2, "D", {"galat": "#REF!"})]


def test_html_that_calls_itself_xls(harapan: Harapan) -> None:
    halaman = """<html><body><table><tr><td>menu</td></tr></table>
      <table><tr><th colspan=4>Laporan &amp; rekap</th></tr>
      <tr><th>Kode<br>Kecamatan</th><th>Kecamatan</th><th>jumlah_penduduk</th><th>Tahun</th></tr>
      <tr><td>01<td rowspan=2>Setu<td>1.234<td>2024</tr>
      <tr><td>02</td><td>5</td><td>2024</td></tr>
      <script>var x = "<td>tidak</td>";</script></table></body></html>"""
    terbaca = read_table(halaman.encode(), "a.xls", harapan)
    assert terbaca.tabel.rows() == [("01", "Setu", "1.234", "2024"), ("02", None, "5", "2024")]
    assert terbaca.baris.to_list() == [3, 4]
    assert terbaca.bertipe is None
    assert (terbaca.dibaca_sebagai["tabel_ke"], terbaca.dibaca_sebagai["jumlah_tabel"]) == (2, 2)


@pytest.mark.parametrize(
    "bungkus",
    [
        lambda r: r,
        lambda r: {"data": r, "meta": {"n": 2}},
        lambda r: {"success": True, "result": {"records": r, "fields": [{"id": "a"}]}},
        lambda r: {"022200": r},
    ],
)
def test_json_records(bungkus: Callable[[Any], Any], harapan: Harapan) -> None:
    rekaman = [
        {"Kode Kecamatan": "01", "jumlah_penduduk": 1234.50, "tahun": 2024, "ok": True},
        {
            "Kode Kecamatan": None,
            "Kecamatan": "Setu",
            "jumlah_penduduk": "1.234",
            "ok": [1.50, {"x": None}],
        },
    ]
    terbaca = read_table(json.dumps(bungkus(rekaman)).encode(), "a.json", harapan)
    assert terbaca.tabel.to_dicts() == [
        {"kode_kecamatan": "01", "jumlah_penduduk": "1234.5", "tahun": "2024", "ok": "TRUE", "nama_kecamatan": None},
        {"kode_kecamatan": None, "jumlah_penduduk": "1.234", "tahun": None, "ok": '[1.5, {"x": null}]', "nama_kecamatan": "Setu"},
    ]  # fmt: skip
    assert terbaca.bertipe is not None
    assert terbaca.bertipe["jumlah_penduduk"].to_list() == [True, False]
    assert terbaca.baris.to_list() == [1, 2]
    assert catatan(terbaca, JenisCatatan.SEL_BERSARANG) == [
        (None, None, {"kolom": "ok", "jumlah": 1})
    ]


def test_json_numbers_keep_their_digits() -> None:
    assert [angka_baku(t) for t in ("1e3", "2.0", "0.10", "-0", "12345678901234567890", "1e999")] == [
        "1000", "2", "0.10", "0", "12345678901234567890", "1e999",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("teks", "kode", "alasan"),
    [
        (
            '{"type": "FeatureCollection", "features": []}',
            KodeTolak.BUKAN_TABEL,
            "tanpa_rekaman",
        ),
        (
            '{"type": "Topology", "objects": {}, "arcs": []}',
            KodeTolak.JENIS_TIDAK_DIDUKUNG,
            "topojson",
        ),
        ('{"a": 1}', KodeTolak.BUKAN_TABEL, "tanpa_rekaman"),
        ("[1, 2]", KodeTolak.BUKAN_TABEL, "tanpa_rekaman"),
        ('[{"a": 1}, {]', KodeTolak.BUKAN_TABEL, "json_rusak"),
        ('[{"a": 1, "a": 2}]', KodeTolak.BUKAN_TABEL, "kunci_ganda"),
        ("[" * 200_000 + "]" * 200_000, KodeTolak.BUKAN_TABEL, "json_rusak"),
        ("<html><p>tanpa tabel</p></html>", KodeTolak.BUKAN_TABEL, "html_tanpa_tabel"),
        ("<?xml version='1.0'?><a/>", KodeTolak.JENIS_TIDAK_DIDUKUNG, "xml"),
        ("<svg><script/></svg>", KodeTolak.JENIS_TIDAK_DIDUKUNG, "svg"),
    ],
)
def test_texts_that_are_no_table(teks: str, kode: KodeTolak, alasan: str, harapan: Harapan) -> None:
    with pytest.raises(BerkasDitolak) as tolak:
        read_table(teks.encode(), "a", harapan)
    assert tolak.value.kode is kode
    assert alasan in tolak.value.params.values()


def test_parquet(harapan: Harapan) -> None:
    keluar = io.BytesIO()
    pl.DataFrame(
        {
            "Kode Kecamatan": ["01", None],
            "jumlah_penduduk": [1234.0, 0.1],
            "tahun": [2024, None],
            "rasio": [Decimal("1.50"), None],
            "tgl": [dt.datetime(2024, 7, 15), dt.datetime(2024, 7, 15, 1)],
            "ya": [True, None],
        }
    ).write_parquet(keluar)
    terbaca = read_table(keluar.getvalue(), "a", harapan)
    assert terbaca.tabel.rows() == [
        ("01", "1234", "2024", "1.50", "2024-07-15", "TRUE"),
        (None, "0.1", None, None, "2024-07-15T01:00:00", None),
    ]
    assert terbaca.bertipe is not None
    assert terbaca.bertipe.rows() == [
        (False, True, True, True, True, False),
        (False, True, False, False, True, False),
    ]
    assert terbaca.baris.to_list() == [1, 2]


def test_zip_with_one_file(buat_xlsx: Callable[..., bytes], harapan: Harapan) -> None:
    def bungkus(**isi: bytes) -> bytes:
        keluar = io.BytesIO()
        with zipfile.ZipFile(keluar, "w", zipfile.ZIP_DEFLATED) as arsip:
            for nama, data in isi.items():
                arsip.writestr(nama, data)
        return keluar.getvalue()

    csv = b"nama_kecamatan;tahun\nSetu;2024\n"
    buku = buat_xlsx({"D": [JUDUL, ["1", "Setu", 5, 2024]]})
    for nama, data, format_ in (("a.csv", csv, "csv"), ("b.xlsx", buku, "xlsx")):
        terbaca = read_table(bungkus(**{nama: data, "__MACOSX/._a": b"x"}), "a.zip", harapan)
        assert terbaca.dibaca_sebagai["format"] == format_
        assert terbaca.dibaca_sebagai["di_dalam_zip"] == nama
    for data, kode in (
        (bungkus(a=csv, b=csv), KodeTolak.ARSIP_ISI_BANYAK),
        (bungkus(), KodeTolak.KOSONG),
        (bungkus(a=bungkus(a=csv)), KodeTolak.JENIS_TIDAK_DIDUKUNG),
    ):
        with pytest.raises(BerkasDitolak) as tolak:
            read_table(data, "a.zip", harapan)
        assert tolak.value.kode is kode


_SEL = st.one_of(
    st.none(),
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8),
    st.integers(-(10**12), 10**12),
    st.floats(-1e9, 1e9).map(lambda x: round(x, 6)),
    st.booleans(),
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(baris=st.lists(st.lists(_SEL, min_size=3, max_size=3), min_size=1, max_size=20))
def test_any_sheet_comes_back(buat_xlsx: Callable[..., bytes], baris: list[list[Any]]) -> None:
    def harap(sel: Any) -> str | None:
        if sel is None or isinstance(sel, str):
            return sel
        if isinstance(sel, bool):
            return str(sel).upper()
        return str(int(sel)) if sel == int(sel) else f"{Decimal(repr(sel)):f}"

    # An apostrophe shields a text from being taken for a formula, number or link by the writer.
    aman = [[None if isinstance(s, str) and s[0] in "=+-@{" else s for s in isi] for isi in baris]
    data = buat_xlsx({"D": [["alfa", "beta", "gama"], *aman]})
    terbaca = read_table(data, "a.xlsx", Harapan(("alfa", "beta", "gama"), {}))
    isi = {i + 2: tuple(map(harap, b)) for i, b in enumerate(aman) if any(s is not None for s in b)}
    assert dict(zip(terbaca.baris, terbaca.tabel.rows(), strict=True)) == isi
    assert terbaca.bertipe is not None
    assert terbaca.bertipe.rows() == [
        tuple(isinstance(s, int | float) and not isinstance(s, bool) for s in b)
        for b in aman
        if any(s is not None for s in b)
    ]


def test_child_starts_light() -> None:
    kode = (
        "import sys, spbe_data.intake.sheet_child;"
        "print(*{'polars', 'numpy', 'pandas', 'pyarrow', 'pydantic'} & set(sys.modules))"
    )
    hasil = subprocess.run([sys.executable, "-c", kode], capture_output=True, text=True, check=True)
    assert hasil.stdout.strip() == ""


def test_html_and_json_have_their_own_limit(harapan: Harapan) -> None:
    with pytest.raises(BerkasDitolak) as tolak:
        read_table(b'[{"a": 1}]', "a", harapan, Batas(ukuran_perlahan=5))
    assert tolak.value.kode is KodeTolak.TERLALU_BESAR
