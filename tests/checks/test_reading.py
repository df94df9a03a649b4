"""What the reader noticed becomes findings: formulae, hidden parts, units, sheets, headings again."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from spbe_data.checks.engine import Pemeriksa
from spbe_data.checks.finding import Temuan
from spbe_data.checks.prepare import Lingkup
from spbe_data.checks.reading import reading_findings
from spbe_data.checks.reference import TanpaAcuan
from spbe_data.intake.model import Batas, Harapan
from spbe_data.intake.reader import read_table
from spbe_data.standards.catalog import Catalog
from tests.conftest import ROOT
from tests.synthetic import rows_of

SEX = "jumlah-penduduk-menurut-jenis-kelamin"
CATALOG = Catalog(ROOT / "schemas", ROOT / "quality")
STANDARD = CATALOG.standar[SEX]
COLUMNS = STANDARD.nama_kolom


def book(edit: Callable[[Any], None]) -> bytes:
    rows = rows_of(CATALOG, STANDARD, ["2022", "2023"])
    work = openpyxl.Workbook()
    work.active.append(list(COLUMNS))
    for row in rows:
        work.active.append([{**row, "jumlah_penduduk": 1_500_000}[name] for name in COLUMNS])
    edit(work)
    out = io.BytesIO()
    work.save(out)
    return out.getvalue()


def found(data: bytes) -> list[Temuan]:
    read = read_table(data, "uji", Harapan(COLUMNS, {}))
    return reading_findings(read, STANDARD, CATALOG.kebijakan(dt.date(2026, 11, 25)).tingkat)


def letter(name: str) -> str:
    return "ABCDEFGHIJKLMNOP"[COLUMNS.index(name)]


def test_a_plain_workbook_gives_none() -> None:
    assert found(book(lambda work: None)) == []


def test_formulae_without_a_result_block_and_name_their_place() -> None:
    def edit(work: Any) -> None:
        for row in (2, 3):
            work.active[f"{letter('jumlah_penduduk')}{row}"] = "=1+1"

    (one,) = found(book(edit))
    assert (one.kode, one.tingkat, one.kolom) == ("FORMULA_TANPA_NILAI", "tolak", "jumlah_penduduk")
    assert one.sel == f"{letter('jumlah_penduduk')}2"
    assert one.params["jumlah"] == 2


def test_hidden_parts_percentages_and_sheets_alike_are_warnings() -> None:
    def edit(work: Any) -> None:
        sheet = work.active
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["A"].hidden = True
        sheet[f"{letter('jumlah_penduduk')}2"].number_format = "0%"
        sheet[f"{letter('tahun')}2"].number_format = "00"
        other = work.create_sheet("2021")
        for row in sheet.iter_rows(values_only=True):
            other.append(row)

    findings = found(book(edit))
    assert {f.tingkat for f in findings} == {"peringatan"}
    assert [f.kode for f in findings] == [
        "LEMBAR_SERUPA",
        "BAGIAN_TERSEMBUNYI",
        "BAGIAN_TERSEMBUNYI",
        "ANGKA_TAMPIL_PERSEN",
    ]
    assert findings[0].params["lembar_lain"] == "2021"


@pytest.mark.parametrize(
    ("unit", "codes"), [("(jiwa)", []), ("Orang", []), ("(ribu jiwa)", ["SATUAN_BERBEDA"])]
)
def test_a_row_of_units_is_held_against_the_standard(unit: str, codes: list[str]) -> None:
    def edit(work: Any) -> None:
        work.active.insert_rows(2)
        work.active[f"{letter('jumlah_penduduk')}2"] = unit

    findings = found(book(edit))
    assert [f.kode for f in findings] == codes
    assert all(f.baris == 2 and f.kolom == "jumlah_penduduk" for f in findings)


def test_headings_again_and_whole_rows_in_one_column() -> None:
    def again(work: Any) -> None:
        work.active.insert_rows(4)
        for place, name in enumerate(COLUMNS, 1):
            work.active.cell(4, place, name)

    assert [(f.kode, f.baris) for f in found(book(again))] == [("JUDUL_TERULANG", 4)]
    text = ";".join(COLUMNS) + "\n" + ";".join("1" for _ in COLUMNS)
    work = openpyxl.Workbook()
    for line in text.splitlines():
        work.active.append([line])
    out = io.BytesIO()
    work.save(out)
    assert [f.kode for f in found(out.getvalue())] == ["SATU_KOLOM_BERPEMISAH"]


def test_the_check_carries_on_and_says_it_in_both_languages() -> None:
    def edit(work: Any) -> None:
        work.active[f"{letter('jumlah_penduduk')}2"] = "=1+1"
        work.active[f"{letter('jumlah_penduduk')}3"] = "seratus"

    engine = Pemeriksa(
        CATALOG,
        Lingkup("32.16", "3216", "Kabupaten Bekasi"),
        TanpaAcuan(),
        Batas(),
        dt.date(2026, 11, 25),
    )
    result = engine.periksa(book(edit), "uji.xlsx", SEX)
    codes = [f.kode for f in result.temuan]
    assert "FORMULA_TANPA_NILAI" in codes
    assert "BUKAN_ANGKA" in codes  # the shape is whole: the rows are checked all the same
