"""The XML workbook of 2003 that calls itself .xls."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_data.intake.reader import (
    Arahan,
    Batas,
    BerkasDitolak,
    Harapan,
    JenisCatatan,
    KodeTolak,
    Terbaca,
    read_table,
)
from spbe_data.intake.spreadsheetml import BukanBukuKerja, baca_xml2003

_KEPALA = (
    '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<Styles><Style ss:ID="p"><NumberFormat ss:Format="0.0%"/></Style></Styles>'
)


def _sifat(nama: str, nilai: object) -> str:
    return f'ss:{nama}="{nilai}"'


def sel(isi: object, jenis: str = "String", sifat: str = "") -> str:
    return f'<Cell {sifat}><Data ss:Type="{jenis}">{isi}</Data></Cell>'


def lembar(nama: str, isi: str, tambahan: str = "") -> str:
    return f'<Worksheet ss:Name="{nama}"><Table>{isi}</Table>{tambahan}</Worksheet>'


def buku(*semua: str) -> bytes:
    return f"{_KEPALA}{''.join(semua)}</Workbook>".encode()


JUDUL = (
    f"<Row>{sel('Kode Kecamatan')}{sel('Kecamatan')}{sel('jumlah_penduduk')}{sel('Tahun')}</Row>"
)


def catatan(terbaca: Terbaca, jenis: JenisCatatan) -> list[tuple[int | None, str | None, Any]]:
    return [(c.baris, c.letak, dict(c.params)) for c in terbaca.catatan if c.jenis is jenis]


def test_cells_places_and_marks(harapan: Harapan) -> None:
    isi = (
        '<Column ss:Index="2" ss:Hidden="1"/>'
        f"<Row>{sel('LAPORAN', sifat=_sifat('MergeAcross', 3))}</Row>"
        f'<Row ss:Index="3">{JUDUL[5:]}'
        f"<Row>{sel('32.16.01')}{sel('Setu &amp; B')}{sel('1.25E3', 'Number')}"
        f"{sel('2024', 'Number')}{sel('0.5', 'Number', _sifat('StyleID', 'p'))}</Row>"
        f'<Row ss:Hidden="1">{sel("32.16.02")}{sel("x", "String", _sifat("Index", 4))}'
        f"{sel('2024-07-15T00:00:00.000', 'DateTime')}</Row>"
        f'<Row>{sel("32.16.03")}<Cell ss:Formula="=1+1"/>{sel("#REF!", "Error")}'
        f"{sel(1, 'Boolean')}</Row>"
    )
    terbaca = read_table(buku(lembar("Isi", isi)), "a.xls", harapan)
    assert terbaca.dibaca_sebagai["format"] == "xml2003"
    assert terbaca.lembar == "Isi"
    assert terbaca.tabel.rows() == [
        ("32.16.01", "Setu & B", "1250", "2024", "0.5"),
        ("32.16.02", None, None, "x", "2024-07-15"),
        ("32.16.03", None, "#REF!", "TRUE", None),
    ]
    assert terbaca.bertipe is not None
    assert terbaca.bertipe.row(0) == (False, False, True, True, True)
    assert terbaca.bertipe.row(1)[4] is True
    assert terbaca.baris.to_list() == [4, 5, 6]
    assert catatan(terbaca, JenisCatatan.BARIS_TERSEMBUNYI) == [
        (5, None, {"sampai": 5, "jumlah": 1})
    ]
    assert catatan(terbaca, JenisCatatan.KOLOM_TERSEMBUNYI) == [
        (None, "B", {"sampai_letak": "B", "jumlah": 1})
    ]
    assert catatan(terbaca, JenisCatatan.FORMULA_TANPA_NILAI) == [
        (6, "B", {"sampai": 6, "jumlah": 1, "sementara": False})
    ]
    assert catatan(terbaca, JenisCatatan.SEL_GALAT) == [(6, "C", {"galat": "#REF!"})]
    assert catatan(terbaca, JenisCatatan.SEL_PERSEN) == [(None, "E", {"jumlah": 1})]


def test_sheets_are_chosen_and_told_as_in_other_workbooks(harapan: Harapan) -> None:
    baris = f"<Row>{sel('1')}{sel('Setu')}{sel(5, 'Number')}{sel(2024, 'Number')}</Row>"
    data = buku(
        lembar("Sampul", f"<Row>{sel('Laporan')}</Row>"),
        lembar("A", JUDUL + baris),
        lembar(
            "B",
            JUDUL + baris * 2,
            "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>",
        ),
    )
    terbaca = read_table(data, "a.xls", harapan)
    assert terbaca.lembar == "A"
    assert [c[2]["lembar"] for c in catatan(terbaca, JenisCatatan.LEMBAR_SERUPA)] == ["B"]
    assert [c[2]["lembar"] for c in catatan(terbaca, JenisCatatan.LEMBAR_TERSEMBUNYI)] == ["B"]
    assert read_table(data, "a", harapan, arahan=Arahan(lembar="B")).tabel.height == 2


@pytest.mark.parametrize(
    ("isi", "kode"),
    [
        (buku(lembar("A", "")), KodeTolak.KOSONG),
        (buku(lembar("A", JUDUL))[:-20], KodeTolak.ARSIP_RUSAK),
        (
            buku(lembar("A", f"<Row>{sel('a', sifat=_sifat('Index', 9999))}</Row>")),
            KodeTolak.TERLALU_LEBAR,
        ),
        (buku(lembar("A", f'<Row ss:Index="9999999">{sel("a")}</Row>')), KodeTolak.TERLALU_BESAR),
        (
            _KEPALA.replace("<Workbook", '<!DOCTYPE x [<!ENTITY a "b">]><Workbook').encode(),
            KodeTolak.ARSIP_RUSAK,
        ),
    ],
)
def test_refusals(isi: bytes, kode: KodeTolak, harapan: Harapan) -> None:
    with pytest.raises(BerkasDitolak) as tolak:
        read_table(isi, "a.xls", harapan)
    assert tolak.value.kode is kode


def test_a_row_far_below_is_held_by_the_limit_of_cells(harapan: Harapan) -> None:
    isi = JUDUL + f'<Row ss:Index="90000">{sel("a")}</Row>'
    with pytest.raises(BerkasDitolak) as tolak:
        read_table(buku(lembar("A", isi)), "a", harapan, Batas(jumlah_sel=100_000))
    assert tolak.value.kode is KodeTolak.TERLALU_BESAR


@given(st.text(max_size=80), st.integers(0, 300))
def test_any_damage_is_read_or_refused(sisipan: str, letak: int) -> None:
    teks = buku(lembar("A", JUDUL)).decode()
    with contextlib.suppress(BukanBukuKerja):
        baca_xml2003(teks[:letak] + sisipan + teks[letak:], 100, 100)
