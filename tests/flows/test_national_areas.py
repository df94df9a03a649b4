"""Loading a national list: every row checked, written whole or not at all, history by decree."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections import Counter
from pathlib import Path

import pytest
import yaml

from spbe_data.flows.national_areas import (
    DaftarNasionalTidakSah,
    HasilMuat,
    muat_wilayah_nasional,
)
from spbe_data.identifiers.wilayah import RegisterWilayah
from spbe_data.standards.reference_files import load_description
from tests.conftest import ROOT

OWN = RegisterWilayah.dari_csv(ROOT / "schemas" / "referensi" / "wilayah.csv")
LIST = """kode,nama
11,Aceh
11.01,Kabupaten Aceh Selatan
11.01.01,Bakongan
11.01.01.2001,Keude Bakongan
11.01.01.2002,Ujong Mangki
"""
FIRST, SECOND = dt.date(2022, 11, 9), dt.date(2025, 4, 25)


def load(
    folder: Path, text: str = LIST, since: dt.date = SECOND, decree: str = "Kepmen 2"
) -> HasilMuat:
    source = folder / "daftar.csv"
    source.write_text(text, encoding="utf-8")
    return muat_wilayah_nasional(
        [source], folder / "n" / "wilayah_nasional.csv", decree, since, OWN
    )


def rows(folder: Path) -> list[str]:
    text = (folder / "n" / "wilayah_nasional.csv").read_text(encoding="utf-8")
    return text.splitlines()[1:]


def test_a_list_is_written_with_its_description_and_again_changes_nothing(tmp_path: Path) -> None:
    done = load(tmp_path)
    assert done.per_tingkat == {
        "provinsi": 1, "kabupaten_kota": 1, "kecamatan": 1, "desa_kelurahan": 2,
    }  # fmt: skip
    assert rows(tmp_path)[0] == "11,Aceh,2025-04-25,,Kepmen 2"
    about, _doc = load_description(tmp_path / "n" / "wilayah_nasional.yaml", tmp_path)
    assert [v.dasar_hukum for v in about.versi] == ["Kepmen 2"]
    before = {p: p.read_bytes() for p in (tmp_path / "n").iterdir()}
    assert load(tmp_path).sudah_sama
    assert {p: p.read_bytes() for p in (tmp_path / "n").iterdir()} == before


@pytest.mark.parametrize(
    "text",
    [
        LIST.replace("kode,nama", "code,name"),
        LIST.replace("kode,nama", "id;Nama").replace(",", ";"),
        "\ufeff" + LIST.replace("11.01.01.", "110101").replace("11.01.01", "110101").replace("11.01", "1101"),
    ],
)  # fmt: skip
def test_headings_separators_and_missing_dots_of_lists_in_circulation(
    tmp_path: Path, text: str
) -> None:
    load(tmp_path)
    expected = rows(tmp_path)
    load(tmp_path, text)
    assert rows(tmp_path) == expected


def test_several_files_are_one_list(tmp_path: Path) -> None:
    head, *lines = LIST.splitlines()
    files = []
    for number, line in enumerate(lines):
        files.append(tmp_path / f"{number}.csv")
        files[-1].write_text(f"{head}\n{line}\n", encoding="utf-8")
    target = tmp_path / "n" / "wilayah_nasional.csv"
    muat_wilayah_nasional(files, target, "Kepmen 2", SECOND, OWN)
    assert len(rows(tmp_path)) == 5


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("11.01,Kab", "11.1,Kab", "'11.1' bukan kode Kemendagri"),
        ("Ujong Mangki", " ", "nama kode 11.01.01.2002 kosong"),
        ("11.01.01,Bakongan\n", "", "induknya 11.01.01 tidak ada"),
        ("11.01.01.2002,Ujong", "11.01.01.2001,Ujong", "sudah ada bernama"),
        ("kode,nama", "a,b", "kolom kode"),
        ("11.01.01.2002,Ujong Mangki", "11.01.01.2002", "selnya kurang"),
        (LIST, "kode,nama\n11,Aceh\n", "tingkat desa_kelurahan"),
        (LIST, "kode,nama\n1101010,BPS\n", "kode BPS"),
    ],
)
def test_a_faulty_list_leaves_everything_as_it_was(
    tmp_path: Path, old: str, new: str, word: str
) -> None:
    load(tmp_path)
    before = rows(tmp_path)
    with pytest.raises(DaftarNasionalTidakSah, match=word):
        load(tmp_path, LIST.replace(old, new, 1))
    assert rows(tmp_path) == before


def test_an_older_list_first_gives_codes_their_history(tmp_path: Path) -> None:
    old = LIST.replace("Bakongan\n11", "Bakongan Lama\n11").replace("2002,Ujong", "2003,Ujong")
    load(tmp_path, old, FIRST, "Kepmen 1")
    done = load(tmp_path)
    assert (done.baru, done.berganti_nama, done.hilang) == (1, 2, 1)
    kept = rows(tmp_path)
    assert "11,Aceh,2022-11-09,,Kepmen 1" in kept
    assert "11.01.01.2003,Ujong Mangki,2022-11-09,2025-04-24,Kepmen 1" in kept
    assert "11.01.01.2002,Ujong Mangki,2025-04-25,,Kepmen 2" in kept
    versions = yaml.safe_load((tmp_path / "n" / "wilayah_nasional.yaml").read_text())["versi"]
    assert [v["berlaku_sampai"] for v in versions] == [dt.date(2025, 4, 24), None]
    register = RegisterWilayah.dari_csv(
        ROOT / "schemas" / "referensi" / "wilayah.csv", tmp_path / "n" / "wilayah_nasional.csv"
    )
    log = [c for c in register.riwayat.catatan() if c.dasar_hukum in ("Kepmen 2", "")]
    assert Counter(c.jenis for c in log) == {"berganti_nama": 2, "baru": 1, "hilang": 1}
    # The same day again, corrected: the first try leaves no trace.
    load(tmp_path, old, SECOND, "Kepmen 2")
    assert "11.01.01.2003,Ujong Mangki,2022-11-09,,Kepmen 1" in rows(tmp_path)
    with pytest.raises(DaftarNasionalTidakSah, match="paling lama"):
        load(tmp_path, old, dt.date(2020, 1, 1), "Kepmen 0")


def test_what_differs_from_the_own_list_is_told(tmp_path: Path) -> None:
    text = LIST + "32,Jawa Barat\n32.16,Kabupaten Bekassi\n"
    done = load(tmp_path, text)
    assert done.di_daftar_sendiri == 2
    assert any("Kabupaten Bekassi" in line for line in done.beda_dari_sendiri)
    assert any(
        line.startswith("32.16.01 ") and "tidak ada" in line for line in done.beda_dari_sendiri
    )


@pytest.mark.skipif("SPBE_BAHAN" not in os.environ, reason="daftar resmi tidak ada: isi SPBE_BAHAN dengan folder bahan")  # fmt: skip
@pytest.mark.parametrize(
    "pattern", ["kepmendagri/wilayah_nasional_2025.csv", "idn-area-data/*.csv"]
)
def test_the_whole_country_loads_in_time(tmp_path: Path, pattern: str) -> None:
    files = sorted((Path(os.environ["SPBE_BAHAN"]) / "wilayah").glob(pattern))
    target = tmp_path / "wilayah_nasional.csv"
    done = muat_wilayah_nasional(files, target, "Kepmendagri", SECOND, OWN)
    assert done.per_tingkat == {
        "provinsi": 38, "kabupaten_kota": 514, "kecamatan": 7285, "desa_kelurahan": 83762,
    }  # fmt: skip
    assert done.di_daftar_sendiri == 238 and done.beda_dari_sendiri == ()
    start = time.perf_counter()
    register = RegisterWilayah.dari_csv(ROOT / "schemas" / "referensi" / "wilayah.csv", target)
    assert time.perf_counter() - start < 5
    assert len({w.kode_kemendagri for w in register.baris if w.berlaku_sampai is None}) == 91_599
