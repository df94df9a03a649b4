"""What a workbook says beside its values: formulae, hidden parts, percentages, zeros in front."""

from __future__ import annotations

import datetime as dt
import io
import struct
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from spbe_data.intake.mark_notes import CATATAN_MAKS, catatan_markah
from spbe_data.intake.reader import Harapan, JenisCatatan, Terbaca, read_table
from spbe_data.intake.sheet_marks import Markah, telaah

JUDUL = ["Kode Kecamatan", "Kecamatan", "jumlah_penduduk", "Tahun"]


def catatan(terbaca: Terbaca, jenis: JenisCatatan) -> list[tuple[int | None, str | None, Any]]:
    return [(c.baris, c.letak, dict(c.params)) for c in terbaca.catatan if c.jenis is jenis]


def simpan(buku: Any) -> bytes:
    keluar = io.BytesIO()
    buku.save(keluar)
    return keluar.getvalue()


def test_formulae_without_a_result_are_told_by_place(harapan: Harapan) -> None:
    buku = openpyxl.Workbook()
    lembar = buku.active
    lembar.append(JUDUL)
    for i in range(2, 6):
        lembar.append([str(i), "Setu", 5 if i == 4 else f"=1+{i}", 2024])
    terbaca = read_table(simpan(buku), "a.xlsx", harapan)
    assert terbaca.tabel["jumlah_penduduk"].to_list() == [None, None, "5", None]
    assert catatan(terbaca, JenisCatatan.FORMULA_TANPA_NILAI) == [
        (2, "C", {"sampai": 3, "jumlah": 2, "sementara": False}),
        (5, "C", {"sampai": 5, "jumlah": 1, "sementara": False}),
    ]
    assert (terbaca.dibaca_sebagai["rumus"], terbaca.dibaca_sebagai["rumus_tanpa_nilai"]) == (3, 3)


def test_formulae_with_a_result_are_only_counted(
    xlsx_mentah: Callable[..., bytes], harapan: Harapan
) -> None:
    baris = (
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>Kecamatan</t></is></c>'
        b'<c r="B1" t="inlineStr"><is><t>Tahun</t></is></c></row>'
        b'<row r="2"><c r="A2" t="str"><f>""</f><v></v></c><c r="B2"><f>2000+24</f><v>2024</v></c></row>'
        b'<row r="3"><c r="A3" t="str"><f>"Setu"</f><v>Setu</v></c>'
        b'<c r="B3"><f t="shared" si="0"/><v>2025</v></c></row>'
    )
    data = xlsx_mentah([b"<sheetData>", baris, b"</sheetData>"])
    terbaca = read_table(data, "a.xlsx", harapan)
    assert terbaca.tabel["tahun"].to_list() == ["2024", "2025"]
    assert not catatan(terbaca, JenisCatatan.FORMULA_TANPA_NILAI)
    assert (terbaca.dibaca_sebagai["rumus"], terbaca.dibaca_sebagai["rumus_tanpa_nilai"]) == (4, 0)


def test_zeros_of_a_program_that_does_not_calculate_are_told(harapan: Harapan) -> None:
    keluar = io.BytesIO()
    buku = xlsxwriter.Workbook(keluar)
    lembar = buku.add_worksheet()
    lembar.write_row(0, 0, JUDUL)
    lembar.write_row(1, 0, ["1", "Setu"])
    lembar.write_formula(1, 2, "=SUM(E2:F2)")
    buku.close()
    terbaca = read_table(keluar.getvalue(), "a.xlsx", harapan)
    assert catatan(terbaca, JenisCatatan.FORMULA_TANPA_NILAI) == [
        (None, None, {"jumlah": 1, "sementara": True})
    ]


def test_hidden_rows_and_columns_are_read_and_told(harapan: Harapan) -> None:
    buku = openpyxl.Workbook()
    lembar = buku.active
    lembar.append([*JUDUL, "ket"])
    for i in range(2, 8):
        lembar.append([str(i), "Setu", i, 2024, "x"])
    for i in (3, 4, 6, 900):
        lembar.row_dimensions[i].hidden = True
    lembar.column_dimensions.group("D", "ZZ", hidden=True)
    terbaca = read_table(simpan(buku), "a.xlsx", harapan)
    assert terbaca.tabel.height == 6
    assert catatan(terbaca, JenisCatatan.BARIS_TERSEMBUNYI) == [
        (3, None, {"sampai": 4, "jumlah": 2}),
        (6, None, {"sampai": 6, "jumlah": 1}),
    ]
    assert catatan(terbaca, JenisCatatan.KOLOM_TERSEMBUNYI) == [
        (None, "D", {"sampai_letak": "E", "jumlah": 2})
    ]


def test_percentages_and_zeros_in_front_are_told_and_kept(harapan: Harapan) -> None:
    keluar = io.BytesIO()
    buku = xlsxwriter.Workbook(keluar)
    lembar = buku.add_worksheet()
    lembar.write_row(0, 0, [*JUDUL, "persen", "persen koma", "kode", "tulisan"])
    gaya = [buku.add_format({"num_format": pola}) for pola in ("0%", '0.0 "%"', "000", "0.00%")]
    for i in (1, 2):
        lembar.write_row(i, 0, ["1", "Setu", 5, 2024])
        lembar.write_number(i, 4, 0.125, gaya[0])
        lembar.write_number(i, 5, 12.5, gaya[1])
        lembar.write_number(i, 6, 7 if i == 1 else 123, gaya[2])
        lembar.write_string(i, 7, "12,5", gaya[3])
    buku.close()
    terbaca = read_table(keluar.getvalue(), "a.xlsx", harapan)
    assert terbaca.tabel.row(0)[4:] == ("0.125", "12.5", "7", "12,5")
    assert catatan(terbaca, JenisCatatan.SEL_PERSEN) == [(None, "E", {"jumlah": 2})]
    assert catatan(terbaca, JenisCatatan.NOL_DEPAN_TAMPILAN) == [
        (None, "G", {"jumlah": 1, "lebar": 3})
    ]


def test_a_sheet_without_cell_references_is_marked_by_counting(
    xlsx_mentah: Callable[..., bytes],
) -> None:
    isi = (
        b"<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><f>1+1</f></c></row>"
        b'<row hidden="1"><c t="e"><v>#N/A</v></c></row></sheetData>'
    )
    markah = telaah("xlsx", xlsx_mentah([isi]), "S", (3, 2))
    assert markah.tanpa_nilai == [[1, 1]]
    assert markah.galat == [[2, 0, "#N/A"]]
    assert markah.baris_sembunyi == [[2, 2]]


def test_ods_marks(buat_ods: Callable[[str], bytes], harapan: Harapan) -> None:
    def teks(isi: str) -> str:
        return f'<table:table-cell office:value-type="string"><text:p>{isi}</text:p></table:table-cell>'

    def baris(isi: str, sifat: str = "") -> str:
        return f"<table:table-row{sifat}>{isi}</table:table-row>"

    angka = '<table:table-cell office:value-type="float" office:value="2024"/>'
    kosong = '<table:table-cell table:formula="of:=SUM([.A1])"/>'
    hitung = (
        '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>'
    )
    persen = (
        '<table:table-cell office:value-type="percentage" office:value="0.5">'
        "<text:p>50%</text:p></table:table-cell>"
    )
    galat = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" '
        'office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p>'
        "</table:table-cell>"
    )
    data = buat_ods(
        '<table:table-column/><table:table-column table:visibility="collapse"/>'
        '<table:table-column table:number-columns-repeated="3"/>'
        + baris(teks("Kecamatan") + teks("jumlah_penduduk") + teks("Tahun") + teks("bagian"))
        + baris(teks("Setu") + kosong + angka + persen)
        + baris(
            teks("Tambun") + hitung + angka + persen,
            ' table:number-rows-repeated="2" table:visibility="filter"',
        )
        + baris(teks("Babelan") + galat + angka)
    )
    terbaca = read_table(data, "a.ods", harapan)
    assert terbaca.tabel["jumlah_penduduk"].to_list() == [None, "2", "2", "#DIV/0!"]
    assert catatan(terbaca, JenisCatatan.FORMULA_TANPA_NILAI) == [
        (2, "B", {"sampai": 2, "jumlah": 1, "sementara": False})
    ]
    assert catatan(terbaca, JenisCatatan.SEL_GALAT) == [(5, "B", {"galat": "#DIV/0!"})]
    assert catatan(terbaca, JenisCatatan.BARIS_TERSEMBUNYI) == [
        (3, None, {"sampai": 4, "jumlah": 2})
    ]
    assert catatan(terbaca, JenisCatatan.KOLOM_TERSEMBUNYI) == [
        (None, "B", {"sampai_letak": "B", "jumlah": 1})
    ]
    assert catatan(terbaca, JenisCatatan.SEL_PERSEN) == [(None, "D", {"jumlah": 3})]


def xf(ifmt: int) -> tuple[int, bytes]:
    return 0x00E0, struct.pack("<HH", 0, ifmt) + bytes(16)


def test_xls_marks(buat_xls: Callable[..., bytes], harapan: Harapan) -> None:
    sel = struct.pack
    hampa = b"\x03" + bytes(5) + b"\xff\xff"
    ref = b"\x02\x00\x17" + bytes(3) + b"\xff\xff"
    data = buat_xls(
        [JUDUL, ["1", "Setu", 5.0], ["2", "Tambun", 6.0], ["3", "Babelan", 7.0]],
        umum=[xf(0), xf(9), (0x041E, sel("<HHB", 164, 3, 0) + b"0.%"), xf(164)],
        lembar=[
            (0x0203, sel("<HHHd", 1, 3, 1, 0.5)),
            (0x00BD, sel("<HH", 2, 3) + sel("<HI", 2, 0) + sel("<HI", 0, 0) + sel("<H", 4)),
            (0x0205, sel("<HHHBB", 3, 3, 0, 0x2A, 1)),
            (0x0006, sel("<HHHdHIH", 1, 5, 0, 2.5, 0, 0, 0)),
            (0x0006, sel("<HHH", 2, 5, 0) + hampa + sel("<HIH", 2, 0, 0)),
            (0x0006, sel("<HHH", 3, 5, 0) + ref + sel("<HIH", 0, 0, 0)),
            (0x0208, sel("<HHHHHHI", 2, 0, 4, 300, 0, 0, 0x20)),
            (0x0208, sel("<HHHHHHI", 3, 0, 4, 300, 0, 0, 0)),
            (0x007D, sel("<HHHHHH", 1, 2, 0, 0, 1, 0)),
        ],
    )
    terbaca = read_table(data, "a.xls", harapan)
    assert terbaca.dibaca_sebagai["format"] == "xls"
    assert terbaca.dibaca_sebagai["rumus"] == 3
    assert terbaca.tabel["tahun"].to_list() == ["0.5", "0", "#N/A"]
    assert terbaca.tabel["kolom_f"].to_list() == ["2.5", None, "#REF!"]
    assert catatan(terbaca, JenisCatatan.SEL_PERSEN) == [(None, "D", {"jumlah": 2})]
    assert catatan(terbaca, JenisCatatan.SEL_GALAT) == [
        (4, "D", {"galat": "#N/A"}),
        (4, "F", {"galat": "#REF!"}),
    ]
    assert catatan(terbaca, JenisCatatan.FORMULA_TANPA_NILAI) == [
        (3, "F", {"sampai": 3, "jumlah": 1, "sementara": False})
    ]
    assert catatan(terbaca, JenisCatatan.BARIS_TERSEMBUNYI) == [
        (3, None, {"sampai": 3, "jumlah": 1})
    ]
    assert catatan(terbaca, JenisCatatan.KOLOM_TERSEMBUNYI) == [
        (None, "B", {"sampai_letak": "C", "jumlah": 2})
    ]


@pytest.mark.parametrize(("sejak_1904", "hari"), [(0, "2024-07-15"), (1, "2028-07-16")])
def test_dates_of_an_xls(
    sejak_1904: int, hari: str, buat_xls: Callable[..., bytes], harapan: Harapan
) -> None:
    data = buat_xls(
        [[*JUDUL, "tanggal"], ["1", "Setu", 5.0, 2024.0]],
        umum=[(0x0022, struct.pack("<H", sejak_1904)), xf(0), xf(14)],
        lembar=[(0x0203, struct.pack("<HHHd", 1, 4, 1, 45488.0))],
    )
    assert read_table(data, "a.xls", harapan).tabel["tanggal"].to_list() == [hari]


@given(st.binary(max_size=600), st.integers(0, 5000))
def test_damaged_workbooks_give_marks_or_none(isi: bytes, letak: int) -> None:
    kepala = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(22) + b"\x09\x00" + bytes(480)
    data = bytearray(kepala + bytes(4000))
    data[letak : letak + len(isi)] = isi
    for jenis in ("xls", "xlsx", "ods"):
        assert isinstance(telaah(jenis, bytes(data), "S", (9, 9)), Markah)


@pytest.mark.parametrize("sejak_1904", [False, True])
def test_dates_of_both_calendars_durations_and_truth_values(
    sejak_1904: bool, harapan: Harapan
) -> None:
    buku = openpyxl.Workbook()
    if sejak_1904:
        buku.epoch = CALENDAR_MAC_1904
    lembar = buku.active
    lembar.append([*JUDUL, "tanggal", "waktu", "lama", "ya"])
    waktu = dt.datetime(2023, 12, 31, 23, 59)
    lama = dt.timedelta(hours=30)
    lembar.append(["1", "Setu", 5, 2024, dt.date(2024, 7, 15), waktu, lama, True])
    terbaca = read_table(simpan(buku), "a.xlsx", harapan)
    assert terbaca.tabel.row(0)[4:] == ("2024-07-15", "2023-12-31T23:59:00", "30:00:00", "TRUE")
    assert terbaca.bertipe is not None
    assert terbaca.bertipe.row(0)[4:] == (True, True, True, False)


def test_the_leap_day_that_never_was_shifts_nothing(
    buat_xlsx: Callable[..., bytes], harapan: Harapan
) -> None:
    """Serial 61 is 1 March 1900 although spreadsheets count a 29 February before it."""
    keluar = io.BytesIO()
    buku = xlsxwriter.Workbook(keluar)
    lembar = buku.add_worksheet()
    tanggal = buku.add_format({"num_format": "dd/mm/yyyy"})
    lembar.write_row(0, 0, [*JUDUL, "tanggal"])
    lembar.write_row(1, 0, ["1", "Setu", 5, 2024])
    lembar.write_number(1, 4, 61, tanggal)
    lembar.write_row(2, 0, ["1", "Setu", 5, 2024])
    lembar.write_number(2, 4, 45488, tanggal)
    buku.close()
    terbaca = read_table(keluar.getvalue(), "a.xlsx", harapan)
    assert terbaca.tabel["tanggal"].to_list() == ["1900-03-01", "2024-07-15"]


def test_whole_numbers_that_became_fractions_are_told(harapan: Harapan) -> None:
    data = (
        b"kode_kecamatan,nama_kecamatan,jumlah_penduduk,tahun,nik\n"
        b"3216010.0,Setu,1.5,2024,3.21601E+15\n"
        b",Tambun,2.0,2024,\n"
        b"3216020.0,Babelan,3.0,2024,3\n"
    )
    terbaca = read_table(data, "a.csv", harapan)
    assert terbaca.tabel["kode_kecamatan"].to_list() == ["3216010.0", None, "3216020.0"]
    assert catatan(terbaca, JenisCatatan.KODE_JADI_PECAHAN) == [
        (
            None,
            "A",
            {
                "nama": "kode_kecamatan",
                "jumlah": 2,
                "contoh": "3216010.0",
                "bentuk": "titik_nol",
            },
        ),
        (None, "E", {"nama": "nik", "jumlah": 1, "contoh": "3.21601E+15", "bentuk": "eksponen"}),
    ]


def test_codes_that_are_numbers_of_the_sheet_come_without_a_fraction(
    buat_xlsx: Callable[..., bytes], harapan: Harapan
) -> None:
    data = buat_xlsx({"D": [JUDUL, [3216010.0, "Setu", 5, 2024], ["3216020.0", "Setu", 5, 2024]]})
    terbaca = read_table(data, "a.xlsx", harapan)
    assert terbaca.tabel["kode_kecamatan"].to_list() == ["3216010", "3216020.0"]


@given(
    st.sets(st.tuples(st.integers(0, 30), st.integers(0, 5)), max_size=40),
)
def test_runs_of_formulae_cover_every_cell_once(letak: set[tuple[int, int]]) -> None:
    markah = Markah(tanpa_nilai=[[i, j] for i, j in letak], jumlah_tanpa_nilai=len(letak))
    sel = [
        (i - 1, c.letak)
        for c in catatan_markah(markah.jawaban())
        if c.baris is not None
        for i in range(c.baris, int(c.params["sampai"]) + 1)
    ]
    assert sorted(sel) == sorted((i, "ABCDEF"[j]) for i, j in letak)


def test_notes_of_one_kind_have_an_end() -> None:
    markah = Markah(tanpa_nilai=[[2 * i, 0] for i in range(CATATAN_MAKS + 50)])
    assert len(list(catatan_markah(markah.jawaban()))) == CATATAN_MAKS


def test_numbers_have_the_digits_a_spreadsheet_shows(
    buat_xlsx: Callable[..., bytes], harapan: Harapan
) -> None:
    isi = [0.1 + 0.2, 12.299999999999999, 1.23456789012345, -1e-9, 2.5e17]
    data = buat_xlsx({"D": [JUDUL, *[["1", "Setu", nilai, 2024] for nilai in isi]]})
    assert read_table(data, "a.xlsx", harapan).tabel["jumlah_penduduk"].to_list() == [
        "0.3",
        "12.3",
        "1.23456789012345",
        "-0.000000001",
        "250000000000000000",
    ]
