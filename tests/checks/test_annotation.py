"""The annotated copy: findings hang on the right cells, of every format, and nothing becomes live."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from spbe_data.checks.annotation import annotate, plan
from spbe_data.checks.annotation.annotate import Anotasi, anotasi
from spbe_data.checks.blocks import Gugus, Rinci
from spbe_data.checks.collection import KumpulanTemuan
from spbe_data.checks.finding import Temuan, Tingkat
from spbe_data.intake.model import Batas, BerkasDitolak, Harapan

RED, YELLOW = "00FFC7CE", "00FFEB9C"


def finding(
    row: int | None,
    column: str | None = "jumlah",
    cell: str | None = None,
    *,
    code: str = "BUKAN_ANGKA",
    level: Tingkat = "tolak",
    value: str = "seribu",
    sheet: str | None = None,
) -> Temuan:
    return Temuan(
        kode=code,
        tahap="baris",
        tingkat=level,
        aturan=f"uji:{code}",
        lembar=sheet,
        baris=row,
        kolom=column,
        sel=cell,
        nilai=value,
    )


def book(*, chart: bool = False) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "Data Desa"
    sheet.append(["LAPORAN"])
    sheet.append(["nama", "jumlah"])
    sheet.append(["SUKAJAYA", "seribu"])
    sheet.append(["SUKAMAJU", 20])
    sheet.append(["JUMLAH", "=SUM(B3:B4)"])
    sheet["A2"] = CellRichText("na", TextBlock(InlineFont(b=True), "ma"))
    sheet["A1"].font = Font(bold=True, color="00FF00FF")
    sheet.merge_cells("A1:B1")
    sheet["B4"].comment = Comment("dari rekap", "petugas")
    sheet.column_dimensions["A"].width = 33
    other = made.create_sheet("O'Keterangan")
    other["A1"] = "catatan"
    if chart:
        sheet.add_chart(BarChart(), "D5")
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def opened(copy: Anotasi) -> tuple[openpyxl.Workbook, Worksheet, Worksheet]:
    made = openpyxl.load_workbook(io.BytesIO(copy.data))
    return made, made.worksheets[0], made.worksheets[1]


def text_of(sheet: Worksheet) -> str:
    return "\n".join(str(v) for row in sheet.iter_rows(values_only=True) for v in row if v)


def test_the_senders_workbook_keeps_its_form_and_shows_each_finding_in_place() -> None:
    sheet_name = "Data Desa"
    copy = anotasi(
        book(),
        "rekap.xlsx",
        [
            finding(3, cell="B3", sheet=sheet_name),
            finding(3, cell="B3", sheet=sheet_name, code="SEL_KOSONG", level="peringatan"),
            finding(4, cell="B4", sheet=sheet_name, level="peringatan"),
            finding(5, None, sheet=sheet_name, code="BARIS_TOTAL"),
            finding(None, "kecamatan", code="KOLOM_HILANG"),
        ],
    )
    made, first, data = opened(copy)
    assert (copy.nama, copy.cara) == ("rekap-temuan.xlsx", "asli")
    assert made.sheetnames == ["Temuan", sheet_name, "O'Keterangan"]
    assert [s.sheet_view.tabSelected for s in made.worksheets] == [True, False, False]
    assert data["B3"].fill.fgColor.rgb == RED
    comment = data["B3"].comment.text
    assert comment.startswith("1. [BUKAN_ANGKA]") and "\n2. [SEL_KOSONG]" in comment
    assert data["B4"].fill.fgColor.rgb == YELLOW
    assert data["B4"].comment.text.startswith("dari rekap\n\n[BUKAN_ANGKA]")
    assert "[BARIS_TOTAL]" in data["A5"].comment.text
    assert data["B5"].value == "=SUM(B3:B4)"
    assert data["A1"].font.color.rgb == "00FF00FF"
    assert data.column_dimensions["A"].width == 33
    rich = openpyxl.load_workbook(io.BytesIO(copy.data), rich_text=True)[sheet_name]["A2"].value
    assert isinstance(rich, CellRichText) and rich[1].font.b
    listed = text_of(first)
    assert "KOLOM_HILANG" in listed and "3 temuan menghalangi, 2 peringatan" in listed
    links = {c.value: c.hyperlink.location for row in first for c in row if c.hyperlink}
    assert links == {"B3": "'Data Desa'!B3", "B4": "'Data Desa'!B4", "baris 5": "'Data Desa'!A5"}


def _no_marks(copy: Anotasi) -> bool:
    made = openpyxl.load_workbook(io.BytesIO(copy.data))
    return not [c for s in made for r in s for c in r if c.comment and "[" in c.comment.text]


def test_a_finding_about_a_column_hangs_on_its_heading() -> None:
    about = finding(None, "jumlah", code="KOLOM_TAK_DIKENAL", level="peringatan")
    expected = Harapan(("nama", "jumlah"), {})
    _, first, data = opened(anotasi(book(), "a.xlsx", [about], harapan=expected))
    assert "[KOLOM_TAK_DIKENAL]" in data["B2"].comment.text
    links = {c.value: c.hyperlink.location for row in first for c in row if c.hyperlink}
    assert links == {"judul kolom": "'Data Desa'!B2"}
    elsewhere = [about.dengan(lembar="O'Keterangan")]
    assert _no_marks(anotasi(book(), "a.xlsx", elsewhere, harapan=expected))
    _, _, data = opened(anotasi(CSV, "a.csv", [about]))
    assert data["B3"].comment is not None
    records = json.dumps([{"nama": "A", "jumlah": 1}]).encode()
    _, first, data = opened(anotasi(records, "a.json", [about]))
    assert data["B1"].comment is not None and "judul kolom" in text_of(first)


def test_groups_count_all_and_show_three_examples() -> None:
    many = [finding(n, cell=f"B{n}", sheet="Data Desa") for n in range(3, 40)]
    _, first, data = opened(anotasi(book(), "a.xlsx", many, "en"))
    (row,) = [r for r in first.iter_rows(values_only=True) if r[1] == "BUKAN_ANGKA"]
    assert (row[0], row[3], row[6:9]) == ("Blocking", 37, ("B3", "B4", "B5"))
    assert first.title == "Findings"
    assert sum(c.comment is not None for r in data for c in r) == 37


def test_of_a_great_collection_every_kind_is_counted_whole_and_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plan, "BACA_MAKS", 3)
    rows = pl.DataFrame(
        {"baris": range(4, 54), "nilai": list("wxyz") + ["z"] * 46, "rinci": [0] * 50}
    )
    many = KumpulanTemuan()
    many.tambah(
        Gugus(
            "BUKAN_ANGKA", "baris", "tolak", "uji:angka", "jumlah", rows, huruf="B",
            rincian=(Rinci({"contoh": "1"}, ()),),
        )
    )  # fmt: skip
    many.tambah(finding(90, "nama", "A90", code="EJAAN_BERBEDA", level="peringatan"))
    _, first, data = opened(anotasi(CSV, "a.csv", many))
    assert data["B4"].comment and '"w"' in data["B4"].comment.text
    assert [bool(data[c].comment) for c in ("B5", "B6", "B53", "A90")] == [True, True, False, True]
    marked = sum(c.comment is not None for r in data for c in r)
    listed = {r[1]: r for r in first.iter_rows(values_only=True) if r[0] in ("Menghalangi", "Peringatan")}  # fmt: skip
    assert (listed["BUKAN_ANGKA"][3], listed["EJAAN_BERBEDA"][3]) == (50, 1)
    assert listed["BUKAN_ANGKA"][6:9] == ("B4", "B5", "B6")
    assert f"Hanya {marked} sel yang ditandai" in text_of(first)


def test_a_workbook_that_would_lose_its_chart_is_copied_by_value() -> None:
    copy = anotasi(book(chart=True), "a.xlsx", [finding(3, cell="B3", sheet="Data Desa")])
    made, first, data = opened(copy)
    assert copy.cara == "nilai"
    assert made.sheetnames[1:] == ["Data Desa", "O'Keterangan"]
    assert (data["A4"].value, data["B4"].value, data["B5"].value) == ("SUKAMAJU", 20, None)
    assert data["B3"].comment is not None
    assert "hanya nilai semua lembar" in text_of(first)


def test_macros_are_left_behind() -> None:
    buffer = io.BytesIO(book())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    copy = anotasi(buffer.getvalue(), "a.xlsm", [finding(3, cell="B3", sheet="Data Desa")])
    assert copy.nama == "a-temuan.xlsx"
    with zipfile.ZipFile(io.BytesIO(copy.data)) as archive:
        assert not [n for n in archive.namelist() if "vba" in n.lower()]
    assert (
        "macroEnabled"
        not in zipfile.ZipFile(io.BytesIO(copy.data)).read("[Content_Types].xml").decode()
    )


def test_a_finding_inside_a_merged_range_hangs_on_its_first_cell() -> None:
    _, _, data = opened(anotasi(book(), "a.xlsx", [finding(1, cell="B1", sheet="Data Desa")]))
    assert data["A1"].comment is not None


CSV = b"Rekap\n\nnama;jumlah\nSUKAJAYA;=1+1\nSUKAMAJU;@x\n"


def test_text_is_laid_out_where_the_sender_has_it_and_stays_text() -> None:
    copy = anotasi(CSV, "a.csv", [finding(4), finding(5, cell="B5", value="@x"), finding(5, None)])
    made, _, data = opened(copy)
    assert copy.cara == "baru"
    assert (data["A3"].value, data["B4"].value, data["B5"].value) == ("nama", "=1+1", "@x")
    assert {data["B4"].data_type, data["B5"].data_type} == {"s"}
    assert data["B4"].quotePrefix
    assert data["B4"].comment and data["B5"].comment and data["A5"].comment
    assert all(c.data_type != "f" for s in made for r in s for c in r)


def test_json_records_count_from_one() -> None:
    data = json.dumps([{"nama": "A", "jumlah": 1}, {"nama": "B", "jumlah": "x"}]).encode()
    _, first, sheet = opened(anotasi(data, "a.json", [finding(2, cell="B2")]))
    assert (sheet["B3"].value, sheet["B3"].comment is not None) == ("x", True)
    assert "rekaman 2" in text_of(first) and "baris n+1" in text_of(first)


def test_parquet_and_zip_are_laid_out_too() -> None:
    buffer = io.BytesIO()
    pl.DataFrame({"nama": ["A"], "jumlah": ["x"]}).write_parquet(buffer)
    _, _, sheet = opened(anotasi(buffer.getvalue(), "a.parquet", [finding(1, cell="B1")]))
    assert sheet["B2"].comment is not None
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("a.csv", CSV)
    _, _, sheet = opened(anotasi(zipped.getvalue(), "a.zip", [finding(4)]))
    assert sheet["B4"].comment is not None


def test_what_cannot_be_read_still_gets_its_list() -> None:
    for data in (b"", b"%PDF-1.7", b"PK\x03\x04rusak"):
        refused = finding(None, None, code="BERKAS_DITOLAK")
        copy = anotasi(data, "a.xlsx", [refused])
        made = openpyxl.load_workbook(io.BytesIO(copy.data))
        assert copy.cara == "daftar"
        assert made.sheetnames == ["Temuan"]
        assert "BERKAS_DITOLAK" in text_of(made.worksheets[0])


def test_of_a_large_table_only_the_marked_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotate, "SEL_SALINAN", 10)
    data = b"nama,jumlah\n" + b"".join(b"D%d,%d\n" % (n, n) for n in range(2, 100))
    _, first, sheet = opened(anotasi(data, "a.csv", [finding(50), finding(7)]))
    assert [r[:3] for r in sheet.iter_rows(values_only=True)] == [
        ("baris", "nama", "jumlah"), ("7", "D7", "7"), ("50", "D50", "50"),
    ]  # fmt: skip
    assert sheet["C2"].comment and sheet["C3"].comment
    links = {c.value: c.hyperlink.location for row in first for c in row if c.hyperlink}
    assert links == {"baris 50": "'Data'!C3", "baris 7": "'Data'!C2"}
    assert "hanya baris yang ditandai" in text_of(first)


def test_marks_are_capped_and_the_copy_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "TANDA_MAKS", 2)
    _, first, data = opened(anotasi(CSV, "a.csv", [finding(4), finding(5), finding(5, None)]))
    assert sum(c.comment is not None for r in data for c in r) == 2
    assert "Hanya 2 sel yang ditandai" in text_of(first)


def test_a_workbook_the_library_cannot_open_falls_back_to_the_table_as_read() -> None:
    """Few seconds of CPU are not enough to load this one; the caller is not harmed."""
    with zipfile.ZipFile(io.BytesIO(book())) as asal:
        parts = {n: asal.read(n) for n in asal.namelist()}
    parts["xl/styles.xml"] = b"<styleSheet>rusak"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    copy = anotasi(buffer.getvalue(), "a.xlsx", [finding(None, code="KOLOM_HILANG")])
    assert copy.cara in ("baru", "daftar")


def test_a_child_that_takes_too_long_is_ended_and_said_to_be() -> None:
    slow = Batas(detik_anak=0.01)
    with pytest.raises(BerkasDitolak, match="PEMBACA_GAGAL"):
        anotasi(book(), "a.xlsx", [finding(3, cell="B3", sheet="Data Desa")], batas=slow)


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.text(max_size=40), st.text(min_size=1, max_size=30))
def test_no_value_or_name_breaks_the_copy_or_becomes_a_formula(value: str, name: str) -> None:
    _, _, data = opened(anotasi(CSV, name, [finding(4, value=value)]))
    assert data["B4"].comment is not None
    assert all(c.data_type != "f" for r in data for c in r)


def test_thousands_of_marks_all_stand() -> None:
    rows = b"nama,jumlah\n" + b"A,x\n" * 2_000
    marks = [finding(n) for n in range(2, 2_002)]
    _, first, data = opened(anotasi(rows, "a.csv", marks))
    assert data["B2001"].fill.fgColor.rgb == RED
    assert any(r[3] == 2_000 for r in first.iter_rows(values_only=True))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    copy = anotasi(book(), "a.xlsx", [finding(3, cell="B3", sheet="Data Desa")])
    source = tmp_path / copy.nama
    source.write_bytes(copy.data)
    command: list[Any] = [
        "soffice", f"-env:UserInstallation=file://{tmp_path}/profil", "--headless",
        "--convert-to", "ods", "--outdir", tmp_path, source,
    ]  # fmt: skip
    subprocess.run(command, check=True, timeout=90, capture_output=True)
    with zipfile.ZipFile(tmp_path / "a-temuan.ods") as archive:
        content = archive.read("content.xml").decode()
    assert "[BUKAN_ANGKA]" in content and "office:annotation" in content
