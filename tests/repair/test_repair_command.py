"""``spbe repair`` at the terminal: what is shown, what is written, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from spbe_data.cli import app
from spbe_data.standards.catalog import Catalog
from tests.conftest import ROOT
from tests.repair.wide import KECAMATAN, LONG, Gaya, isi, isi_baris, lebar, panjang
from tests.synthetic import as_csv

RUN = CliRunner()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, catalog: Catalog) -> Path:
    monkeypatch.setenv("SPBE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SPBE_CONTENT", str(ROOT))
    rows = panjang(catalog, [2024, 2025], [1200, 34_567])
    (tmp_path / "lebar.csv").write_bytes(lebar(rows, Gaya(baris_jumlah=True)))
    (tmp_path / "baik.csv").write_bytes(as_csv(rows, LONG))
    return tmp_path


def spbe(*args: object) -> tuple[int, str]:
    done = RUN.invoke(app, ["repair", *map(str, args)])
    return done.exit_code, done.output


def test_without_acceptance_offers_are_shown_and_nothing_is_written(folder: Path) -> None:
    before = sorted(folder.iterdir())
    code, text = spbe(folder / "lebar.csv", "--standar", KECAMATAN)
    assert code == 1
    for words in ("[TAHUN_SEBAGAI_KOLOM]", "[BARIS_TOTAL]", "sebelum:", "sesudah:", "--terima"):
        assert words in text
    assert sorted(folder.iterdir()) == before
    document = json.loads(spbe(folder / "lebar.csv", "--standar", KECAMATAN, "--json", "-")[1])
    (years,) = [t for t in document["tawaran"] if t["kode"] == "TAHUN_SEBAGAI_KOLOM"]
    assert years["jumlah"] == 2 and years["sebelum"] != years["sesudah"] and years["kata"]["en"]


@pytest.mark.parametrize(
    "accepted",
    [
        ("--terima", "BARIS_TOTAL,TAHUN_SEBAGAI_KOLOM"),
        ("--terima", "BARIS_TOTAL", "TAHUN_SEBAGAI_KOLOM"),
    ],
)
def test_accepted_offers_are_written_with_a_recipe_that_can_be_followed(
    folder: Path, catalog: Catalog, accepted: tuple[str, ...]
) -> None:
    wide, out = folder / "lebar.csv", folder / "hasil.csv"
    code, text = spbe(wide, "--standar", KECAMATAN, *accepted, "--out", out)
    assert code == 1 and "Sesudah:" in text  # only three areas: the universe is not covered
    assert isi(out.read_bytes()) == isi_baris(panjang(catalog, [2024, 2025], [1200, 34_567]))
    recipe = folder / "hasil.csv.resep.json"
    steps = {s["kode"] for s in json.loads(recipe.read_text())["langkah"]}
    assert steps == {"BARIS_TOTAL", "TAHUN_SEBAGAI_KOLOM"}
    again = folder / "lagi.csv"
    code, _ = spbe(wide, "--resep", recipe, "--out", again)
    assert code == 0 and again.read_bytes() == out.read_bytes()
    assert not (folder / "home").exists()


def test_a_named_account_has_both_files_kept(folder: Path) -> None:
    out = folder / "hasil.xlsx"
    args = (folder / "lebar.csv", "--standar", KECAMATAN, "--terima", "SEMUA", "--out", out)
    code, text = spbe(*args, "--sebagai", "ani")
    assert code == 1 and "Tercatat sebagai P" in text
    kept = [p for p in (folder / "home" / "asli").rglob("*") if p.is_file()]
    assert len(kept) == 3


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--standar", KECAMATAN, "--terima", "BARIS_TOTAL"), "--out"),
        (("--standar", KECAMATAN, "--out", "x.csv"), "--terima"),
        (("--standar", KECAMATAN, "--terima", "KOLOM_GANDA", "--out", "x.csv"), "tidak ditawarkan"),
        (("--standar", KECAMATAN, "--terima", "SEMUA", "--out", "x.txt"), ".xlsx"),
        (("--standar", "tidak-ada"), "tidak dikenal"),
        ((), "--standar"),
        (("--standar", KECAMATAN, "BARIS_TOTAL"), "tidak dimengerti"),
    ],
)
def test_misuse_is_a_sentence_and_writes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], words: str
) -> None:
    monkeypatch.chdir(folder)
    before = sorted(folder.iterdir())
    code, text = spbe("lebar.csv", *args)
    assert code == 2 and words in text
    assert sorted(folder.iterdir()) == before


def test_an_earlier_result_is_not_overwritten(folder: Path) -> None:
    out = folder / "hasil.csv"
    out.write_text("punya orang")
    args = (folder / "lebar.csv", "--standar", KECAMATAN, "--terima", "SEMUA", "--out", out)
    code, text = spbe(*args)
    assert code == 2 and "tidak ditimpa" in text and out.read_text() == "punya orang"
    assert not (folder / "hasil.csv.resep.json").exists()


def test_what_cannot_be_read_has_no_offer(folder: Path) -> None:
    (folder / "rusak.xlsx").write_bytes(b"PK\x03\x04 bukan zip")
    code, text = spbe(folder / "rusak.xlsx", "--standar", KECAMATAN)
    assert code == 1 and "tidak dapat dibaca" in text
