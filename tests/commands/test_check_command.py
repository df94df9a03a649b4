"""``spbe check``: what it writes for the eye and for machines."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from spbe_data.checks.collection import baca
from spbe_data.cli import app
from spbe_data.standards.catalog import Catalog
from tests.synthetic import as_csv, rows_of

ROOT = Path(__file__).parents[2]
DATASET = "jumlah-kepala-keluarga-menurut-desa-kelurahan"
MEASURE = "jumlah_kepala_keluarga"
NIK = "3216060101909999"


@pytest.fixture(scope="module")
def table() -> bytes:
    catalog = Catalog(ROOT / "schemas", ROOT / "quality")
    rows = rows_of(catalog, catalog.standar[DATASET], ["2023"])
    content = [{**row, MEASURE: 5000 + i} for i, row in enumerate(rows)]
    for i in (3, 5, 8):
        content[i][MEASURE] = "=1+1"
    content[20]["satuan"] = "KELUARGAA"
    return as_csv(content, catalog.standar[DATASET].nama_kolom)


def check(tmp_path: Path, data: bytes, *options: str, name: str = "uji.csv") -> Result:
    file = tmp_path / name
    file.write_bytes(data)
    env = {"SPBE_HOME": str(tmp_path / "rumah")}
    return CliRunner().invoke(app, ["check", str(file), "--standar", DATASET, *options], env=env)


def test_findings_are_grouped_and_one_by_one_on_request(tmp_path: Path, table: bytes) -> None:
    grouped = check(tmp_path, table)
    assert grouped.exit_code == 1
    assert grouped.output.count("[BUKAN_ANGKA]") == 1
    assert "Ada 2 lagi seperti ini (juga" in grouped.output
    single = check(tmp_path, table, "--satu-satu")
    assert single.output.count("[BUKAN_ANGKA]") == 3
    assert "spbe repair" not in grouped.output or "EJAAN" in grouped.output


def test_all_findings_for_machines(tmp_path: Path, table: bytes) -> None:
    document, sheet, columns = (tmp_path / n for n in ("t.json", "t.csv", "t.parquet"))
    check(tmp_path, table, "--json", str(document), "--temuan", str(sheet))
    check(tmp_path, table, "--temuan", str(columns))
    told = json.loads(document.read_text(encoding="utf-8"))
    stored = list(baca(columns))
    with sheet.open(encoding="utf-8", newline="") as handle:
        listed = list(csv.DictReader(handle))
    assert len(told["temuan"]) == len(stored) == len(listed) == 4
    assert [f["kode"] for f in told["temuan"]] == [f.kode for f in stored]
    assert {row["nilai"] for row in listed} == {"'=1+1", "KELUARGAA"}  # no formula in a spreadsheet
    assert {f.nilai for f in stored} == {"=1+1", "KELUARGAA"}
    assert told["temuan"][0]["pesan"]["en"] and told["dibaca_sebagai"]["format"] == "csv"


def test_the_annotated_copy_marks_the_cells(tmp_path: Path, table: bytes) -> None:
    out = tmp_path / "salinan.xlsx"
    check(tmp_path, table, "--anotasi", str(out))
    book = openpyxl.load_workbook(out)
    assert book.sheetnames[0] == "Temuan"
    marked = [
        cell.coordinate
        for row in book.worksheets[1].iter_rows()
        for cell in row
        if cell.comment is not None
    ]
    assert len(marked) == 4


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--temuan", "hasil.txt"], "akhirannya harus .parquet atau .csv"),
        (["--anotasi", "hasil.csv"], "akhirannya harus .xlsx"),
        (["--pemisah", "spasi"], "koma, titik-koma, tab, pipa"),
        (["--tata-angka", "fr"], "yang boleh: id, en"),
    ],
)
def test_misuse_is_told(tmp_path: Path, table: bytes, options: list[str], said: str) -> None:
    result = check(tmp_path, table, *options)
    assert (result.exit_code, said in result.output) == (2, True)


def test_a_folder_that_is_not_there_is_told_in_the_users_language(
    tmp_path: Path, table: bytes
) -> None:
    result = check(tmp_path, table, "--json", str(tmp_path / "tidak" / "ada.json"))
    assert result.exit_code == 2
    assert "foldernya tidak ada" in result.output
    assert "No such file" not in result.output


def test_a_direction_settles_what_is_ambiguous(tmp_path: Path, table: bytes) -> None:
    text = table.decode()
    for value in range(5000, 5200):
        text = text.replace(f",{value},", f",{value // 1000}.{value % 1000:03d},")
    data = text.replace("=1+1", "5.001").replace("KELUARGAA", "KELUARGA").encode()
    assert "[ANGKA_AMBIGU]" in check(tmp_path, data).output
    result = check(tmp_path, data, "--tata-angka", "id")
    assert result.exit_code == 0
    assert "Menurut arahan Anda: tata angka id." in result.output


@pytest.mark.parametrize("command", ["check", "repair"])
def test_both_commands_take_the_same_directions(tmp_path: Path, table: bytes, command: str) -> None:
    file = tmp_path / "uji.txt"
    file.write_bytes(table.replace(b",", b"\t"))
    arguments = [command, str(file), "--standar", DATASET]
    env = {"SPBE_HOME": str(tmp_path / "rumah")}
    said = CliRunner().invoke(app, [*arguments, "--pemisah", "tab"], env=env).output
    assert "BERKAS_DITOLAK" not in said and "[KOLOM_HILANG]" not in said
    wrong = CliRunner().invoke(app, [*arguments, "--pemisah", "spasi"], env=env)
    assert (wrong.exit_code, "koma, titik-koma, tab, pipa" in wrong.output) == (2, True)


def test_the_annotated_copy_is_of_the_table_that_was_directed(tmp_path: Path, table: bytes) -> None:
    # Two headings: without the direction the first is taken, and every cell would be marked amiss.
    heading, rest = table.split(b"\r\n", 1)
    data = heading + b"\r\n" + b",".join([b"x"] * heading.count(b",")) + b",x\r\n"
    out = tmp_path / "salinan.xlsx"
    check(tmp_path, data + heading + b"\r\n" + rest, "--baris-judul", "3", "--anotasi", str(out))
    sheet = openpyxl.load_workbook(out).worksheets[1]
    marked = [c.row for row in sheet.iter_rows() for c in row if c.comment is not None]
    assert sorted(marked) == [7, 9, 12, 24]


def test_a_number_in_the_name_of_the_file_is_shown_nowhere(tmp_path: Path, table: bytes) -> None:
    result = check(tmp_path, table, name=f"data {NIK}.csv")
    assert NIK not in result.output
    assert "[DATA_PRIBADI]" in result.output
