"""``spbe standar templat``: a file is made, never overwritten, and misuse is a sentence."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from spbe_data.cli import app

DATASET = "jumlah-penduduk-menurut-kecamatan-dan-kelompok-umur"


def _run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["standar", "templat", *arguments])
    return result.exit_code, result.output


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The content of the repository, a working folder of our own."""
    monkeypatch.setenv("SPBE_CONTENT", str(Path(__file__).resolve().parents[2]))
    monkeypatch.setenv("SPBE_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def test_the_template_of_a_period_is_written(tmp_path: Path) -> None:
    code, said = _run(DATASET, "--periode", "2024")
    assert code == 0, said
    made = tmp_path / f"templat-{DATASET}-2024.xlsx"
    assert made.name in said
    sheet = openpyxl.load_workbook(made)["Data"]
    years = {
        cell.value
        for head in sheet[1]
        if str(head.value).startswith("tahun")
        for cell in sheet[head.column_letter][1:]
    }
    assert years == {2024} and sheet.max_row > 100


def test_a_file_that_is_there_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "isi.xlsx"
    target.write_bytes(b"angka petugas")
    code, said = _run(DATASET, "--out", str(target))
    assert code == 2 and "--out" in said
    assert target.read_bytes() == b"angka petugas"


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("tidak-ada",), "spbe standar list"),
        ((DATASET, "--periode", "2024-S1"), "tahunan"),
        ((DATASET, "--periode", "kapan"), "kapan"),
        ((DATASET, "--out", "folder-yang-tidak-ada/x.xlsx"), "folder-yang-tidak-ada"),
    ],
)
def test_misuse_is_told_with_the_remedy(
    arguments: tuple[str, ...], word: str, tmp_path: Path
) -> None:
    code, said = _run(*arguments)
    assert code == 2 and word in said
    assert list(tmp_path.rglob("*.xlsx")) == []
