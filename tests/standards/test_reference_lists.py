"""Reference lists as content: described strictly, sound in time, judged as of a period, mapped."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from spbe_data.standards.catalog import Catalog
from spbe_data.standards.content import ContentError
from spbe_data.standards.mapping import load_mapping
from spbe_data.standards.reference import Daftar
from spbe_data.standards.reference_files import load_list
from spbe_data.standards.references import load_references
from tests.conftest import ROOT

ABOUT = """judul: {id: Uji, en: Test}
deskripsi: {id: Uji, en: Test}
dasar_hukum: Keputusan uji
sumber: [uji]
penanggung_jawab: belum ditetapkan
versi:
- {versi: "1", berlaku_sejak: null, berlaku_sampai: 2020-12-31, dasar_hukum: K1, catatan: awal}
- {versi: "2", berlaku_sejak: 2021-01-01, berlaku_sampai: null, dasar_hukum: K2, catatan: baru}
catatan: {id: Uji, en: Test}
"""
HEAD = "kode,nama,berlaku_sejak,berlaku_sampai,dasar_hukum,ejaan_lain,pengganti\n"
ROWS = """a,APEL,,2020-12-31,K1,,
a,APEL MERAH,2021-01-01,,K2,APEL ABANG,
b,BUAH,,2020-12-31,K1,,c|d
c,CERI,2021-01-01,,K2,,
d,DUKU,2021-01-01,,K2,,
e,ENAU,,2020-12-31,K1,AREN,f
f,FIG,2021-01-01,,K2,TIN,
g,GAMBIR,,,,,
"""


def write(folder: Path, rows: str = ROWS, about: str = ABOUT, name: str = "uji") -> Path:
    path = folder / f"{name}.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    path.with_suffix(".yaml").write_text(about, encoding="utf-8")
    return path


@pytest.fixture
def codes(tmp_path: Path) -> Daftar:
    return load_list(write(tmp_path), tmp_path)


def test_the_list_as_of_a_day(codes: Daftar) -> None:
    assert [e.kode for e in codes.pada(dt.date(2020, 12, 31))] == ["a", "b", "e", "g"]
    assert [e.kode for e in codes.pada(dt.date(2021, 1, 1))] == ["a", "c", "d", "f", "g"]
    assert codes.kode()["a"].nama == "APEL MERAH" and list(codes.kode()) == list("abcdefg")
    version = codes.keterangan.versi_pada(dt.date(2022, 1, 1))
    assert version is not None and version.versi == "2"


def test_the_change_log_follows_from_intervals_and_successors(codes: Daftar) -> None:
    log = codes.catatan_perubahan()
    assert [(c.jenis, c.lama[0].kode) for c in log] == [
        ("berganti_nama", "a"), ("dipecah", "b"), ("diganti", "e"),
    ]  # fmt: skip
    assert {c.pada for c in log} == {dt.date(2021, 1, 1)} and {c.dasar_hukum for c in log} == {"K2"}
    assert codes.perubahan(dt.date(2019, 1, 1), dt.date(2020, 1, 1)) == ()


@pytest.mark.parametrize(
    ("text", "year", "status", "instead"),
    [
        ("APEL", 2020, "benar", []),
        ("APEL", 2021, "tidak_berlaku", ["APEL MERAH"]),
        ("APEL MERAH", 2020, "tidak_berlaku", ["APEL"]),
        ("apel abang", 2021, "ejaan", []),
        ("BUAH", 2021, "tidak_berlaku", ["CERI", "DUKU"]),
        ("DUKU", 2019, "tidak_berlaku", ["BUAH"]),
        ("AREN", 2021, "tidak_berlaku", ["FIG"]),
        ("ENAU", 2020, "benar", []),
        ("GAMBIR", 1990, "benar", []),
        ("JERUK", 2021, "di_luar_daftar", []),
    ],
)
def test_a_value_is_judged_as_of_its_period(
    codes: Daftar, text: str, year: int, status: str, instead: list[str]
) -> None:
    judged = codes.nilai(text, dt.date(year, 1, 1), dt.date(year, 12, 31))
    assert (judged.status, [e.nama for e in judged.pengganti]) == (status, instead)


def test_valid_on_some_days_of_the_period_is_right_with_a_notice(codes: Daftar) -> None:
    judged = codes.nilai("APEL", dt.date(2020, 7, 1), dt.date(2021, 6, 30))
    assert (judged.status, judged.baku) == ("berakhir", "APEL")
    assert [e.nama for e in judged.pengganti] == ["APEL MERAH"]


def test_nearest_entries(codes: Daftar) -> None:
    assert codes.cari("apel mera")[0][0].kode == "a"
    assert codes.cari("tin")[0] == (codes.kode()["f"], 0)
    assert codes.cari("zzzzzz") == []


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "word"),
    [
        (
            "a,APEL MERAH,2021-01-01",
            "a,APEL MERAH,2020-06-01",
            3,
            "berlaku_sejak",
            "hari yang sama",
        ),
        ("a,APEL MERAH,2021-01-01", "a,APEL MERAH,2022-01-01", 3, "berlaku_sejak", "boleh_jeda"),
        (",,c|d", ",,c|x", 4, "pengganti", "'x' tidak ada"),
        ("f,FIG,2021-01-01", "f,FIG,2022-01-01", 7, "pengganti", "sehari sesudah"),
        ("g,GAMBIR,,", "g,GAMBIR,2021,", 9, "berlaku_sejak", "harus tanggal"),
        ("g,GAMBIR", "g,", 9, "nama", "kosong"),
        ("g,GAMBIR", "g,ceri", 9, "nama", "sudah berarti kode 'c'"),
    ],
)
def test_a_fault_has_file_line_field_and_remedy(
    tmp_path: Path, old: str, new: str, line: int, field: str, word: str
) -> None:
    assert old in ROWS
    with pytest.raises(ContentError) as caught:
        load_list(write(tmp_path, ROWS.replace(old, new, 1)), tmp_path)
    (fault,) = [f for f in caught.value.faults if f.berkas.endswith(".csv")]
    assert (fault.berkas, fault.baris, fault.isian) == ("uji.csv", line, field)
    assert word in fault.aturan


@pytest.mark.parametrize(
    ("old", "new", "field", "word"),
    [
        ("penanggung_jawab: belum ditetapkan\n", "", "penanggung_jawab", "wajib ada"),
        ("penanggung_jawab: belum ditetapkan", "penanggung_jawab: dinas-x", "penanggung_jawab", "data induk"),
        ("berlaku_sejak: 2021-01-01", "berlaku_sejak: 2020-12-01", "versi.1.berlaku_sejak", "sehari sesudah"),
        ("berlaku_sejak: 2021-01-01", "berlaku_sejak: null", "versi.1", "bersamaan"),
        ('{versi: "2"', '{versi: "1"', "versi.1", "dua kali"),
        ("sumber: [uji]", "sumber: []", "sumber", ""),
        ("catatan: {id: Uji, en: Test}", "catatan: {id: Uji, en: Test}\nasing: 1", "asing", "tidak dikenal"),
        ("catatan: {id: Uji, en: Test}", "catatan: {id: Uji, en: Test}\nboleh_jeda: [zz]", "boleh_jeda.0", "tidak ada"),
    ],
)  # fmt: skip
def test_a_fault_of_the_description(
    tmp_path: Path, old: str, new: str, field: str, word: str
) -> None:
    assert old in ABOUT
    with pytest.raises(ContentError) as caught:
        load_list(write(tmp_path, about=ABOUT.replace(old, new, 1)), tmp_path, ("dinas-a",))
    faults = [f for f in caught.value.faults if f.berkas == "uji.yaml"]
    assert [f.isian for f in faults] == [field] and word in faults[0].aturan
    assert faults[0].baris


def test_a_declared_rest_is_no_fault(tmp_path: Path) -> None:
    rows = ROWS.replace("a,APEL MERAH,2021-01-01", "a,APEL MERAH,2022-01-01")
    codes = load_list(write(tmp_path, rows, ABOUT + "boleh_jeda: [a]\n"), tmp_path)
    assert codes.nilai("APEL", dt.date(2021, 1, 1), dt.date(2021, 12, 31)).pengganti == ()


def test_no_list_takes_a_name_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="dipakai sistem"):
        load_list(write(tmp_path, name="perubahan"), tmp_path)


# -- mappings ---------------------------------------------------------------------------------------

MAP_ABOUT = """judul: {id: Uji, en: Test}
dasar_hukum: K
sumber: [uji]
lengkap: false
catatan: {id: Uji, en: Test}
"""


def mapping(folder: Path, rows: str, about: str = MAP_ABOUT, name: str = "satu--dua") -> Path:
    path = folder / f"{name}.csv"
    path.write_text("dari,ke,jenis,dasar,catatan\n" + rows, encoding="utf-8")
    path.with_suffix(".yaml").write_text(about, encoding="utf-8")
    return path


@pytest.fixture
def pair(tmp_path: Path) -> dict[str, Daftar]:
    return {n: load_list(write(tmp_path, name=n), tmp_path) for n in ("satu", "dua")}


def test_a_mapping_is_read_from_both_ends(tmp_path: Path, pair: dict[str, Daftar]) -> None:
    read = load_mapping(mapping(tmp_path, "a,b,lebih_luas,K,\na,c,sebagian,K,\n"), tmp_path, pair)
    assert [(p.ke, p.jenis) for p in read.padanan("a")] == [("b", "lebih_luas"), ("c", "sebagian")]
    (back,) = read.balik("b")
    assert (back.dari, back.ke, back.jenis) == ("b", "a", "lebih_sempit")
    assert read.padanan("z") == read.balik("z") == ()


@pytest.mark.parametrize(
    ("rows", "name", "about", "word"),
    [
        ("x,b,sama,K,\n", "satu--dua", MAP_ABOUT, "kode 'x' tidak ada di daftar 'satu'"),
        ("a,x,sama,K,\n", "satu--dua", MAP_ABOUT, "kode 'x' tidak ada di daftar 'dua'"),
        ("a,b,mirip,K,\n", "satu--dua", MAP_ABOUT, "tertulis 'mirip'"),
        ("a,b,sama,,\n", "satu--dua", MAP_ABOUT, "Sebutkan dasarnya"),
        ("a,b,sama,K,\na,b,sebagian,K,\n", "satu--dua", MAP_ABOUT, "dua kali"),
        ("a,b,sama,K,\n", "satu--tiga", MAP_ABOUT, "'tiga' tidak ada"),
        ("a,b,sama,K,\n", "satu", MAP_ABOUT, "tidak ada"),
        ("a,b,sama,K,\n", "satu--dua", MAP_ABOUT.replace("false", "true"), "belum lengkap"),
    ],
)
def test_both_ends_of_a_mapping_are_checked(
    tmp_path: Path, pair: dict[str, Daftar], rows: str, name: str, about: str, word: str
) -> None:
    with pytest.raises(ContentError, match=word):
        load_mapping(mapping(tmp_path, rows, about, name), tmp_path, pair)


def test_areas_are_a_mapping_read_off_the_register(catalog: Catalog) -> None:
    areas = catalog.pemetaan["wilayah_kemendagri--wilayah_bps"]
    assert [p.ke for p in areas.padanan("32.16.18")] == ["3216010"]
    old, new = sorted(areas.balik("3216100002"), key=lambda p: p.ke, reverse=True)
    assert (old.ke, old.sampai) == ("32.16.01.2007", dt.date(2022, 11, 8))
    assert (new.ke, new.sejak) == ("32.16.01.1007", dt.date(2022, 11, 9))


def test_kbli_letters_are_never_joined_on_the_letter(catalog: Catalog) -> None:
    kbli = catalog.pemetaan["kbli_2020--kbli_2025"]
    assert {p.ke for p in kbli.padanan("J")} == {"J", "K"}
    assert kbli.padanan("K") == () and not kbli.keterangan.lengkap
    assert len(catalog.daftar["kbli_2020"].entri) == 21


def test_every_steward_is_an_agency_or_said_to_be_open(catalog: Catalog) -> None:
    for codes in catalog.daftar.values():
        steward = codes.keterangan.penanggung_jawab
        assert steward in catalog.perangkat_daerah or steward == "belum ditetapkan"


# -- the whole folder -------------------------------------------------------------------------------


def test_every_file_is_told_at_once_and_a_broken_list_only_once(tmp_path: Path) -> None:
    for name in ("schemas", "quality"):
        shutil.copytree(ROOT / name, tmp_path / name)
    folder = tmp_path / "schemas" / "referensi"
    for file, old, new in (
        ("satuan.yaml", "penanggung_jawab: ", "penanggung_jawab: dinas-x-"),
        ("wilayah.csv", "32.16.01,2022-11-09", "32.16.01,2022-11-10"),
        ("pemetaan/kbli_2020--kbli_2025.csv", "J,K,lebih_luas", "J,Z,lebih_luas"),
        ("kbli_2020.csv", "F,Konstruksi", ",Konstruksi"),
    ):
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        Catalog(tmp_path / "schemas", tmp_path / "quality")
    told = {(Path(f.berkas).name, f.isian) for f in caught.value.faults}
    # The list satuan is used by most datasets, and kbli_2020 by a mapping: neither is told again.
    assert told == {
        ("satuan.yaml", "penanggung_jawab"), ("wilayah.csv", "pengganti"), ("kbli_2020.csv", "kode"),
    }  # fmt: skip
    assert all(f.baris for f in caught.value.faults)


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("32.16.02,3216090", "32.16.2,3216090", "bukan kode kecamatan"),
        ("desa_kelurahan,32.16.05,", "desa_kelurahan,32.16.99,", "induk 32.16.99 tidak ada"),
    ],
)
def test_an_unusable_area_list_does_not_hide_other_faults(
    tmp_path: Path, old: str, new: str, word: str
) -> None:
    shutil.copytree(ROOT / "schemas" / "referensi", tmp_path / "schemas" / "referensi")
    path = tmp_path / "schemas" / "referensi" / "wilayah.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    (path.parent / "satuan.yaml").write_text("judul: x\n", encoding="utf-8")
    found = load_references(path.parent, tmp_path, ())
    areas = [f for f in found.faults if f.berkas.endswith("wilayah.csv")]
    assert any(word in f.aturan and f.baris for f in areas)
    assert any(f.berkas.endswith("satuan.yaml") for f in found.faults)
