"""The committed code lists and master data: whole, clean, described in both languages."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from spbe_data.identifiers.nomor import sah
from spbe_data.identifiers.periode import Periode
from spbe_data.identifiers.wilayah import RegisterWilayah
from spbe_data.standards.reference_files import load_description

SCHEMAS = Path(__file__).parents[2] / "schemas"
REFERENSI = SCHEMAS / "referensi"
WILAYAH = ("wilayah", "jembatan_wilayah")
# A loaded national list is another kind of file, and not part of the committed content.
DAFTAR = sorted(p.stem for p in REFERENSI.glob("*.csv") if p.stem != "wilayah_nasional")
BIASA = [name for name in DAFTAR if name not in WILAYAH]


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, strict=True))


@pytest.mark.parametrize("name", DAFTAR)
def test_every_list_is_clean_text_and_described(name: str) -> None:
    raw = (REFERENSI / f"{name}.csv").read_bytes()
    assert b"\r" not in raw and not raw.startswith(b"\xef\xbb\xbf") and raw.endswith(b"\n")
    rows = read(REFERENSI / f"{name}.csv")
    assert rows
    for row in rows:
        assert None not in row and None not in row.values(), row
        assert all(value == value.strip() for value in row.values()), row
        for column in ("berlaku_sejak", "berlaku_sampai"):
            assert not row[column] or dt.date.fromisoformat(row[column])
    about, _doc = load_description(REFERENSI / f"{name}.yaml", SCHEMAS.parent)
    for text in (about.judul, about.deskripsi, about.catatan):
        assert text.id != text.en
    assert about.versi_pada(dt.date(2026, 1, 1)) is about.versi[-1]


@pytest.mark.parametrize("name", BIASA)
def test_codes_names_and_spellings_mean_one_thing(name: str) -> None:
    rows = read(REFERENSI / f"{name}.csv")
    assert list(rows[0])[:5] == ["kode", "nama", "berlaku_sejak", "berlaku_sampai", "dasar_hukum"]
    assert all(row["kode"] and row["nama"] for row in rows)
    doubled = [
        k for k, n in Counter((r["kode"], r["berlaku_sejak"]) for r in rows).items() if n > 1
    ]
    assert not doubled
    if "ejaan_lain" not in rows[0]:
        return
    owner: dict[str, str] = {}
    for row in rows:
        for text in {t.casefold() for t in (row["nama"], *row["ejaan_lain"].split("|")) if t}:
            assert owner.setdefault(text, row["kode"]) == row["kode"], text


def test_rad_has_ten_groups_and_fifty_themes() -> None:
    rows = read(REFERENSI / "rad.csv")
    codes = {row["kode"] for row in rows}
    levels = Counter(row["tingkat"] for row in rows)
    assert (levels["1"], levels["2"]) == (10, 50) and set(levels) <= {"1", "2", "3", "4"}
    assert all(sah("rad", code) for code in codes)
    # Levels 3 and 4 are an agency's own, but stand below a level that is there.
    assert all(row["tingkat"] == str(row["kode"].count(".")) for row in rows)
    assert all(row["induk"] == row["kode"][:-3] for row in rows if row["tingkat"] != "1")
    assert {row["induk"] for row in rows if row["tingkat"] != "1"} <= codes


def test_lists_that_other_parts_count_on() -> None:
    def codes(name: str) -> list[str]:
        return [row["kode"] for row in read(REFERENSI / f"{name}.csv")]

    assert codes("akses") == ["terbuka", "terbatas", "tertutup"]
    assert codes("cara_pengumpulan") == ["1", "2", "3", "4"]
    assert codes("sektor_kegiatan") == [str(n) for n in range(1, 23)]
    assert codes("status_angka") == ["tetap", "sementara", "sangat_sementara"]
    assert codes("status_pengajuan") == [
        "disampaikan", "diperiksa", "dikembalikan", "menunggu_walidata", "menunggu_pembina",
        "disetujui", "terbit", "ditarik", "dibatalkan",
    ]  # fmt: skip
    assert {"tahunan", "semesteran", "triwulanan", "bulanan", "harian"} <= set(codes("frekuensi"))
    assert {"CC-BY-4.0", "CC0-1.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "belum-ditetapkan"} == set(
        codes("lisensi")
    )


def test_age_groups_cover_every_age_once() -> None:
    rows = read(REFERENSI / "kelompok_umur.csv")
    assert len(rows) == 16
    bounds = [
        (int(r["umur_awal"]), int(r["umur_akhir"]) if r["umur_akhir"] else None) for r in rows
    ]
    assert bounds[0][0] == 0 and bounds[-1] == (75, None)
    assert all(b[1] is not None and b[1] + 1 == a[0] for b, a in itertools.pairwise(bounds))


def test_agencies_are_the_published_eighty() -> None:
    rows = read(SCHEMAS / "induk" / "perangkat_daerah.csv")
    ids = {row["id"] for row in rows}
    assert len(rows) == len(ids) == 80
    assert all(re.fullmatch(r"[a-z0-9-]{3,80}", id_) for id_ in ids)
    assert [row["id"] for row in rows if row["walidata"] == "ya"] == [
        "dinas-komunikasi-informatika-persandian-dan-statistik"
    ]
    assert {"dinas-kesehatan", "kecamatan-setu", "kelurahan-bahagia"} <= ids
    assert "kelurahan-sertajaya" not in ids  # absent from the published list; never invented
    assert all(row["induk"] in ids for row in rows if row["induk"])
    assert not any(row["nama"].endswith("Kabupaten Bekasi") for row in rows)
    assert {row["jenis"] for row in rows} <= {
        "dinas", "badan", "bagian", "inspektorat", "sekretariat", "rsud", "kecamatan", "kelurahan",
        "bumd", "satpol", "lainnya",
    }  # fmt: skip


def test_kecamatan_offices_are_the_kecamatan_of_the_area_list() -> None:
    register = RegisterWilayah.dari_csv(REFERENSI / "wilayah.csv")
    rows = read(SCHEMAS / "induk" / "perangkat_daerah.csv")
    offices = {RegisterWilayah.normal(r["nama"]) for r in rows if r["jenis"] == "kecamatan"}
    areas = register.semesta("kecamatan", Periode.parse("2025"), induk="32.16")
    assert offices == {RegisterWilayah.normal(area.nama) for area in areas}


def test_universe_described_is_the_universe_of_the_list() -> None:
    about = yaml.safe_load((SCHEMAS / "induk" / "wilayah.yaml").read_text(encoding="utf-8"))
    register = RegisterWilayah.dari_csv(REFERENSI / f"{about['referensi']}.csv")
    for period, universe in zip(("2021", "2024"), about["semesta"], strict=True):
        day = Periode.parse(period)
        for kind in ("desa", "kelurahan"):
            assert len(register.semesta("desa_kelurahan", day, kind, "32.16")) == universe[kind]
        assert len(register.semesta("kecamatan", day, induk="32.16")) == universe["kecamatan"]
