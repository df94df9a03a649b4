"""A big file passes piece by piece: the findings are those of the same file whole, all of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from spbe_data.checks import catalogue, collection
from spbe_data.checks.blocks import Gugus, Rinci
from spbe_data.checks.collection import KumpulanTemuan, baca
from spbe_data.checks.engine import HasilPeriksa, Pemeriksa
from spbe_data.checks.finding import Saran, Temuan
from spbe_data.checks.grouping import kelompok
from spbe_data.checks.prepare import Lingkup
from spbe_data.intake.model import Batas
from spbe_data.standards.catalog import Catalog
from tests.synthetic import as_csv, rows_of

ROOT = Path(__file__).parents[2]
CATALOG = Catalog(ROOT / "schemas", ROOT / "quality")
DATASET = "jumlah-kepala-keluarga-menurut-desa-kelurahan"
MEASURE = "jumlah_kepala_keluarga"


class Nothing:
    def periode(self, dataset: str) -> list[str]:
        return []

    def kini(self, dataset: str, periode: str) -> pl.DataFrame | None:
        return None


WHOLE = Pemeriksa(
    CATALOG, Lingkup("32.16", "3216", "Kabupaten Bekasi"), Nothing(), Batas(), dt.date(2026, 11, 25)
)


def rows(years: list[str]) -> list[dict[str, Any]]:
    found = rows_of(CATALOG, CATALOG.standar[DATASET], years)
    return [{**row, MEASURE: 5000 + i} for i, row in enumerate(found)]


def table(content: list[dict[str, Any]]) -> bytes:
    return as_csv(content, CATALOG.standar[DATASET].nama_kolom)


def stored(result: HasilPeriksa) -> list[dict[str, Any]]:
    found = [f.simpan() for f in result.temuan]
    return sorted(found, key=lambda f: (f["kode"], f["baris"] or 0, f["kolom"] or "", str(f)))


def both(data: bytes, tmp_path: Path) -> tuple[HasilPeriksa, HasilPeriksa]:
    path = tmp_path / "uji.csv"
    path.write_bytes(data)
    pieces = replace(WHOLE, utuh=20_000, potongan=20_000)
    return (
        WHOLE.periksa(data, "uji.csv", DATASET),
        pieces.periksa(path, "uji.csv", DATASET),
    )


def same(whole: HasilPeriksa, pieces: HasilPeriksa) -> None:
    assert stored(pieces) == stored(whole)
    assert pieces.hasil == whole.hasil
    assert pieces.sha256 == whole.sha256
    assert pieces.ukuran == whole.ukuran
    assert (pieces.periode, dict(pieces.baris_per_periode)) == (
        whole.periode,
        dict(whole.baris_per_periode),
    )
    for name in ("jumlah_baris", "baris_kosong", "sel_dirapikan", "tata_angka"):
        assert pieces.dibaca_sebagai[name] == whole.dibaca_sebagai[name]


def test_a_good_table_in_pieces(tmp_path: Path) -> None:
    whole, pieces = both(table(rows(["2022", "2023"])), tmp_path)
    assert pieces.hasil == "baik"
    same(whole, pieces)


def test_faults_far_apart_are_found_alike(tmp_path: Path) -> None:
    content = rows(["2022", "2023"])
    content[3] |= {MEASURE: "n/a"}
    content[40] |= {"kemendagri_kode_desa_kelurahan": "32.16.01.2999"}
    content[90] |= {MEASURE: "#REF!"}
    content[200] |= {"satuan": "KELUARGA "}
    content[300] |= {MEASURE: "12O0"}
    content[350] = dict(content[10])  # a doubled key, one row in the first piece, one in the last
    total = dict.fromkeys(content[0], "") | {"kemendagri_nama_kecamatan": "JUMLAH", MEASURE: "9"}
    content.insert(250, total)
    whole, pieces = both(table(content), tmp_path)
    codes = {f.kode for f in whole.temuan}
    assert codes >= {"SEL_KOSONG", "KODE_TIDAK_DIKENAL", "SEL_GALAT", "BUKAN_ANGKA", "BARIS_TOTAL"}
    assert {"KUNCI_GANDA", "SPASI_DI_TEPI"} <= codes
    same(whole, pieces)


def test_a_grammar_that_shows_late_holds_for_all_rows(tmp_path: Path) -> None:
    # "1.234" may be either; the last row can only be Indonesian, so all are read that way.
    content = [{**row, MEASURE: "1.234"} for row in rows(["2022", "2023"])]
    content[-1] |= {MEASURE: "1.234.567"}
    whole, pieces = both(table(content), tmp_path)
    assert pieces.dibaca_sebagai["tata_angka"][MEASURE] == "id"
    assert not [f for f in pieces.temuan if f.kode.startswith("ANGKA_")]
    same(whole, pieces)


def test_doubt_that_never_ends_is_one_finding_for_the_column(tmp_path: Path) -> None:
    content = [{**row, MEASURE: "1.234"} for row in rows(["2022", "2023"])]
    whole, pieces = both(table(content), tmp_path)
    (finding,) = [f for f in pieces.temuan if f.kode == "ANGKA_AMBIGU"]
    assert (finding.baris, finding.params["jumlah"]) == (2, len(content))
    same(whole, pieces)


def test_every_row_wrong_is_counted_exactly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So many findings that they no longer fit into the memory given to them.
    monkeypatch.setattr(collection, "MEMORI", 500)
    content = [{**row, MEASURE: f"x{i}", "satuan": "?"} for i, row in enumerate(rows(["2022"]))]
    whole, pieces = both(table(content), tmp_path)
    counts = {(k.kode, k.kolom): n for k, n in pieces.temuan.hitungan.items()}
    assert counts["BUKAN_ANGKA", MEASURE] == counts["NILAI_DI_LUAR_DAFTAR", "satuan"] == 187
    assert pieces.temuan.baris_terkena("tolak") == 187
    same(whole, pieces)
    out = tmp_path / "temuan.parquet"
    pieces.temuan.tulis(out)
    again = [f.simpan() for f in baca(out)]
    key = lambda f: (f["kode"], f["baris"] or 0, str(f))  # noqa: E731
    assert sorted(again, key=key) == sorted((f.simpan() for f in whole.temuan), key=key)


# -- the collection --------------------------------------------------------------------------------


def block(count: int, code: str = "BUKAN_ANGKA", severity: str = "tolak") -> Gugus:
    return Gugus(
        kode=code,
        tahap="baris",
        tingkat=severity,  # type: ignore[arg-type]
        aturan="d:nilai:bukan_angka",
        kolom="nilai",
        isi=pl.DataFrame(
            {
                "baris": range(2, 2 + count),
                "nilai": [f"x{i}" for i in range(count)],
                "rinci": pl.Series([i % 2 for i in range(count)], dtype=pl.Int32),
                "periode": ["2024"] * count,
            }
        ),
        huruf="C",
        params={"bentuk": "angka"},
        rincian=(Rinci({"petunjuk": "a"}), Rinci({"petunjuk": 'b "c"'}, (Saran("1", 2),))),
    )


@pytest.mark.parametrize("limit", [10, 1_000])
def test_what_is_stored_is_what_was_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr(collection, "MEMORI", limit)
    found = KumpulanTemuan()
    found.tambah(block(30))
    found.tambah(Temuan("TANPA_BARIS", "struktur", "tolak", "d:tanpa_baris", params={"n": 1}))
    found.tambah(block(8, "DI_BAWAH_MINIMUM", "peringatan"))
    assert len(found) == 39
    assert found.hasil == "tolak"
    assert found.baris_terkena("tolak") == 30
    assert [len(f) for f in found.contoh.values()] == [5, 1, 5]
    one = next(f for f in found if f.baris == 3 and f.kode == "BUKAN_ANGKA")
    assert (one.sel, one.nilai, one.saran) == ("C3", "x1", (Saran("1", 2),))
    assert one.params == {"bentuk": "angka", "petunjuk": 'b "c"', "periode": "2024"}
    found.tulis(tmp_path / "t.parquet")
    assert list(tmp_path.iterdir()) == [tmp_path / "t.parquet"]
    as_found = sorted(str(f.simpan()) for f in found)
    assert sorted(str(f.simpan()) for f in baca(tmp_path / "t.parquet")) == as_found


def test_an_empty_collection_is_a_good_verdict_and_an_empty_file(tmp_path: Path) -> None:
    found = KumpulanTemuan()
    found.tulis(tmp_path / "t.parquet")
    assert (found.hasil, list(found), list(baca(tmp_path / "t.parquet"))) == ("baik", [], [])


def test_groups_say_one_message_and_where_the_others_are() -> None:
    content = rows(["2022"])
    for i in (4, 8, 15, 16, 23, 42, 60):
        content[i] |= {MEASURE: -1}
    result = WHOLE.periksa(table(content), "uji.csv", DATASET)
    groups = kelompok(result.temuan)
    (first,) = [g for g in groups if g.kode == "DI_BAWAH_MINIMUM"]
    assert (first.jumlah, len(first.contoh)) == (7, 5)
    assert first.pesan("id").startswith(catalogue.pesan(first.contoh[0], "id"))
    assert "Ada 6 lagi seperti ini (juga" in first.pesan("id")
    assert "There are 6 more like this (also" in first.pesan("en")
    assert sum(g.jumlah for g in groups) == len(result.temuan)
