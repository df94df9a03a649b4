"""The derivation of area list and bridge: on lists of our own making, and against the committed
files where the official lists are at hand (folder named by SPBE_BAHAN)."""

from __future__ import annotations

import csv
import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

AKAR = Path(__file__).parents[2]
REFERENSI = AKAR / "schemas" / "referensi"


def _script() -> ModuleType:
    path = AKAR / "scripts" / "turunkan_wilayah.py"
    spec = importlib.util.spec_from_file_location("turunkan_wilayah", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up by name
    spec.loader.exec_module(module)
    return module


turunkan_wilayah = _script()


def test_pairs_by_name_then_spelling_then_exclusion() -> None:
    pairs = turunkan_wilayah.pasangkan(
        {"k1": "Karang Bahagia", "k2": "Ciledug", "k3": "Medang"},
        {"b1": "KARANGBAHAGIA", "b2": "PUSAKA RAKYAT", "b3": "CILEDUK"},
        "Uji",
    )
    assert {kode: (pair.kode_bps, pair.cara) for kode, pair in pairs.items()} == {
        "k1": ("b1", "nama_sama"),
        "k2": ("b3", "ejaan_berbeda"),
        "k3": ("b2", "satu_sisa"),
    }


@pytest.mark.parametrize(
    ("kemendagri", "bps", "kata"),
    [
        ({"k1": "Sukamaju"}, {"b1": "SUKAMAJU", "b2": "SUKASARI"}, "tanpa pasangan"),
        ({"k1": "Sukamaju", "k2": "Sukasari"}, {"b1": "SUKAMAJU"}, "tanpa pasangan"),
        ({"k1": "Sukamaju", "k2": "Suka Maju"}, {"b1": "SUKAMAJU", "b2": "X"}, "dua kali"),
        ({"k1": "Sukamajo", "k2": "X"}, {"b1": "SUKAMAJU", "b2": "SUKAMAJI"}, "sama dekat"),
        ({"k1": "Abad", "k2": "Cede"}, {"b1": "PQRST", "b2": "VWXYZ"}, "tanpa pasangan"),
    ],
)
def test_a_doubtful_pair_stops_the_derivation(
    kemendagri: dict[str, str], bps: dict[str, str], kata: str
) -> None:
    with pytest.raises(turunkan_wilayah.TurunanGagal, match=kata):
        turunkan_wilayah.pasangkan(kemendagri, bps, "Uji")


def test_intervals_of_names_and_codes() -> None:
    lama = {"99.01.01.2001": "Lama", "99.01.01.2002": "Tetap", "99.01.01.2003": "Naik"}
    baru = {"99.01.01.2001": "Baru", "99.01.01.2002": "Tetap", "99.01.01.1003": "Naik"}
    spans = turunkan_wilayah.selang([lama, lama, lama, baru, baru])
    assert [(s.kode, s.nama, s.awal, s.akhir) for s in spans] == [
        ("99.01.01.1003", "Naik", 3, 4),
        ("99.01.01.2001", "Lama", 0, 2),
        ("99.01.01.2001", "Baru", 3, 4),
        ("99.01.01.2002", "Tetap", 0, 4),
        ("99.01.01.2003", "Naik", 0, 2),
    ]
    assert turunkan_wilayah.pengganti(spans) == {"99.01.01.2003": "99.01.01.1003"}
    assert (spans[1].sejak, str(spans[1].sampai)) == (None, "2022-11-08")
    assert (str(spans[2].sejak), spans[2].sampai) == ("2022-11-09", None)


def test_a_change_whose_day_is_not_known_stops_the_derivation() -> None:
    spans = turunkan_wilayah.selang(
        [{"99": "A"}, {"99": "B"}, {"99": "B"}, {"99": "B"}, {"99": "B"}]
    )
    with pytest.raises(turunkan_wilayah.TurunanGagal, match="hari berlakunya belum ditetapkan"):
        _ = spans[0].sampai


def test_committed_bridge_and_list_agree() -> None:
    with (REFERENSI / "wilayah.csv").open(encoding="utf-8", newline="") as handle:
        areas = list(csv.DictReader(handle))
    with (REFERENSI / "jembatan_wilayah.csv").open(encoding="utf-8", newline="") as handle:
        bridge = list(csv.DictReader(handle))
    key = ("kode_kemendagri", "kode_bps", "level", "berlaku_sejak", "berlaku_sampai", "nama_bps")
    assert [tuple(r[k] for k in key) for r in areas] == [tuple(r[k] for k in key) for r in bridge]
    assert {r["cara"] for r in bridge} == {"nama_sama", "ejaan_berbeda"}
    setia_asih = [r for r in bridge if r["nama_kemendagri"] == "Setia Asih"]
    assert {r["kode_kemendagri"] for r in setia_asih} == {"32.16.01.1007", "32.16.01.2007"}
    assert len({r["kode_bps"] for r in setia_asih}) == 1


def test_committed_files_are_the_scripts_output(tmp_path: Path) -> None:
    raw = os.environ.get("SPBE_BAHAN")
    if not raw:
        pytest.skip("daftar resmi tidak ada: isi SPBE_BAHAN dengan folder bahan")
    folder = next(
        (f for f in (Path(raw), Path(raw) / "wilayah", Path(raw) / "data" / "wilayah")
         if (f / "kepmendagri").is_dir()),
        None,
    )  # fmt: skip
    assert folder is not None, "SPBE_BAHAN tidak memuat folder kepmendagri/ dan bps/"
    assert turunkan_wilayah.main([str(folder), "--keluar", str(tmp_path)]) == 0
    for name in ("wilayah.csv", "jembatan_wilayah.csv"):
        assert (tmp_path / name).read_bytes() == (REFERENSI / name).read_bytes()
