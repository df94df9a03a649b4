"""The area register on the committed list: validity at a period, successors, bridge, names."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_data.identifiers.periode import Periode
from spbe_data.identifiers.wilayah import (
    KOLOM,
    RegisterTidakSah,
    RegisterWilayah,
    Tingkat,
    Wilayah,
    tingkat_dari_bentuk,
)

DAFTAR = Path(__file__).parents[2] / "schemas" / "referensi" / "wilayah.csv"
_PROVINSI = ("99", "99", "Uji", "provinsi", "provinsi", "", "", "", "uji", "tidak", "")
_KABUPATEN = (
    "99.01", "9901", "A", "kabupaten", "kabupaten_kota", "99", "", "", "uji", "tidak", "",
)  # fmt: skip
DESA: Tingkat = "desa_kelurahan"


@pytest.fixture(scope="module")
def register() -> RegisterWilayah:
    return RegisterWilayah.dari_csv(DAFTAR)


def p(teks: str) -> Periode:
    return Periode.parse(teks)


@pytest.mark.parametrize(
    ("kode", "periode", "status", "saran"),
    [
        # Setia Asih became a kelurahan on 9 November 2022 (assumed day).
        ("32.16.01.2007", "2021", "berlaku", None),
        ("32.16.01.2007", "2022", "berlaku_tidak_sampai_akhir", "32.16.01.1007"),
        ("32.16.01.2007", "2022-S1", "berlaku", None),
        ("32.16.01.2007", "2022-11-08", "berlaku", None),
        ("32.16.01.2007", "2022-11-09", "tidak_berlaku", "32.16.01.1007"),
        ("32.16.01.2007", "2024", "tidak_berlaku", "32.16.01.1007"),
        ("32.16.01.1007", "2021", "tidak_berlaku", "32.16.01.2007"),
        ("32.16.01.1007", "2022", "berlaku", None),
        ("32.16.01.1007", "2026", "berlaku", None),
        # A corrected name does not touch the code.
        ("32.16.09.2009", "2022", "berlaku", None),
        ("32.16.99.2001", "2024", "tidak_dikenal", None),
        ("32.16.01", "2024", "salah_level", None),
    ],
)
def test_judged_as_of_the_period(
    register: RegisterWilayah, kode: str, periode: str, status: str, saran: str | None
) -> None:
    result = register.periksa(kode, "kemendagri", DESA, p(periode))
    assert (result.status, result.kode_saran) == (status, saran)


def test_the_answer_says_why_and_that_the_day_is_assumed(register: RegisterWilayah) -> None:
    ended = register.periksa("32.16.01.2007", "kemendagri", DESA, p("2024"))
    assert ended.wilayah is not None and ended.wilayah.jenis == "desa"
    assert ended.saran is not None and ended.saran.jenis == "kelurahan"
    assert (ended.arah, ended.batas) == ("pengganti", dt.date(2022, 11, 9))
    assert ended.dasar_hukum == "Kepmendagri 100.1.1-6117/2022"
    assert ended.tanggal_diasumsikan
    early = register.periksa("32.16.01.1007", "kemendagri", DESA, p("2021"))
    assert (early.arah, early.batas) == ("pendahulu", dt.date(2022, 11, 9))
    assert early.dasar_hukum == "Kepmendagri 100.1.1-6117/2022"


@pytest.mark.parametrize(
    ("kode", "sistem", "level", "status", "saran"),
    [
        ("3216010", "bps", "kecamatan", "berlaku", None),
        ("3216100002", "bps", DESA, "berlaku", None),
        # Written in the other system, or as a spreadsheet leaves it: offered, not accepted.
        ("3216010", "kemendagri", "kecamatan", "salah_bentuk", "32.16.18"),
        ("32.16.18", "bps", "kecamatan", "salah_bentuk", "3216010"),
        ("3216010.0", "bps", "kecamatan", "salah_bentuk", "3216010"),
        ("3216012007", "kemendagri", DESA, "salah_bentuk", "32.16.01.1007"),
        ("32.16.1.2001", "kemendagri", DESA, "salah_bentuk", None),
        ("32160", "bps", DESA, "salah_bentuk", None),
        ("", "bps", DESA, "salah_bentuk", None),
        ("٣٢١٦٠١٠", "bps", "kecamatan", "salah_bentuk", None),
        ("3216010", "bps", DESA, "salah_level", None),
        ("9999999", "bps", "kecamatan", "tidak_dikenal", None),
    ],
)
def test_the_system_is_declared_never_guessed(
    register: RegisterWilayah, kode: str, sistem: str, level: str, status: str, saran: str | None
) -> None:
    result = register.periksa(kode, sistem, level, p("2024"))  # type: ignore[arg-type]
    assert (result.status, result.kode_saran) == (status, saran)


def test_bps_3216010_is_setu_not_tarumajaya(register: RegisterWilayah) -> None:
    assert {w.nama for w in register.cari("3216010")} == {"Setu"}
    assert {w.nama for w in register.cari("32.16.01")} == {"Tarumajaya"}
    assert register.cari("32.99") == ()


@pytest.mark.parametrize(
    ("periode", "desa", "kelurahan"),
    [("2018", 180, 7), ("2021", 180, 7), ("2022-S1", 180, 7), ("2022", 179, 8), ("2025", 179, 8)],
)
def test_universe_as_of_the_last_day(
    register: RegisterWilayah, periode: str, desa: int, kelurahan: int
) -> None:
    period = p(periode)
    assert len(register.semesta("kecamatan", period, induk="32.16")) == 23
    assert len(register.semesta(DESA, period, "desa", "32.16")) == desa
    assert len(register.semesta(DESA, period, ["kelurahan"], "32.16")) == kelurahan
    both = register.semesta(DESA, period, ("desa", "kelurahan"), induk="32")
    assert len({w.kode_kemendagri for w in both}) == len(both) == 187
    assert len({w.kode_bps for w in both}) == 187
    assert {w.kode_bps[:7] for w in both if w.kode_bps} == {
        w.kode_bps for w in register.semesta("kecamatan", period, induk="32.16")
    }


def test_universe_shows_the_name_of_its_time(register: RegisterWilayah) -> None:
    def names(periode: str) -> set[str]:
        return {w.nama for w in register.semesta(DESA, p(periode), induk="32.16.22")}

    assert "Sirnajaya" in names("2024") and "Sirnajati" not in names("2024")
    assert "Sirnajati" in names("2025") and "Sirnajaya" not in names("2025")


def test_bridge_both_ways(register: RegisterWilayah) -> None:
    assert register.bps_dari_kemendagri("32.16.18", p("2024")) == "3216010"
    assert register.bps_dari_kemendagri("32.16.01.2007", p("2021")) == "3216100002"
    assert register.bps_dari_kemendagri("32.16.01.2007", p("2024")) is None
    assert register.bps_dari_kemendagri("32.75", p("2024")) == "3275"
    assert register.kemendagri_dari_bps("3216100002", p("2021")) == "32.16.01.2007"
    assert register.kemendagri_dari_bps("3216100002", p("2022")) == "32.16.01.1007"
    assert register.kemendagri_dari_bps("32.16.18", p("2024")) is None


@pytest.mark.parametrize(
    ("nama", "level", "kode", "jarak"),
    [
        ("Kec. Karang-Bahagia", "kecamatan", "32.16.10", 0),
        ("MUARA GEMBONG", "kecamatan", "32.16.17", 0),
        ("SEGARAMAKMUR", DESA, "32.16.01.2001", 0),
        ("Hajarmekar", DESA, "32.16.09.2009", 0),
        ("Kelurahan Setia Asih", DESA, "32.16.01.1007", 0),
        ("Tarumjaya", "kecamatan", "32.16.01", 1),
        ("KAB. BEKASI", "kabupaten_kota", "32.16", 0),
        ("Kota Bekasi", "kabupaten_kota", "32.75", 0),
    ],
)
def test_nearest_name(
    register: RegisterWilayah, nama: str, level: str, kode: str, jarak: int
) -> None:
    area, distance = register.nama_terdekat(nama, level)[0]  # type: ignore[arg-type]
    assert (area.kode_kemendagri, distance) == (kode, jarak)


def test_nearest_name_within_a_parent_and_none_when_far(register: RegisterWilayah) -> None:
    both = register.nama_terdekat("Sirnajaya", DESA)[:2]
    assert [w.kode_kemendagri for w, d in both if d == 0] == ["32.16.21.2002", "32.16.22.2001"]
    inside = register.nama_terdekat("Sirnajaya", DESA, induk="32.16.22")
    assert [(w.nama, d) for w, d in inside] == [("Sirnajati", 0)]
    assert register.nama_terdekat("Surabaya", "kecamatan", induk="32.16") == []


def test_names_compared_without_blanks_case_and_title() -> None:
    normal = RegisterWilayah.normal
    assert normal(" kab.  Bekasi ") == normal("KABUPATEN BEKASI") == "BEKASI"
    assert normal("Kota Bekasi") == "KOTABEKASI"
    assert normal("Kabandungan") == "KABANDUNGAN"
    assert normal("KEDUNG WARINGIN") == normal("Kec. Kedungwaringin")


@pytest.mark.parametrize(
    ("kode", "sistem", "level"),
    [
        ("32.16.01.2001", "kemendagri", DESA),
        ("32.16.01.1007", "kemendagri", DESA),
        ("32.16.1.2001", "kemendagri", None),
        ("32.16.01.4001", "kemendagri", None),
        ("32.70", "kemendagri", None),
        ("3216012001", "kemendagri", None),
        ("3216012001", "bps", DESA),
        ("3216010", "bps", "kecamatan"),
        ("32.16", "bps", None),
        ("3216010\n", "bps", None),
    ],
)
def test_level_from_form(kode: str, sistem: str, level: str | None) -> None:
    assert tingkat_dari_bentuk(kode, sistem) == level  # type: ignore[arg-type]


@given(kode=st.text(max_size=16), year=st.integers(2000, 2030))
def test_any_text_gets_an_answer(kode: str, year: int) -> None:
    register = _REGISTER
    for system in ("kemendagri", "bps"):
        result = register.periksa(kode, system, DESA, p(str(year)))
        known = any(w.kode(system) == kode for w in register.baris)
        assert (result.wilayah is not None) == known


_REGISTER = RegisterWilayah.dari_csv(DAFTAR)


def test_chain_of_successors_is_followed_to_the_one_valid_then() -> None:
    first, second, third = _three_generations()
    register = RegisterWilayah([_parent(), first, second, third])

    def ask(kode: str, year: str) -> str | None:
        return register.periksa(kode, "kemendagri", "kabupaten_kota", p(year)).kode_saran

    assert ask("99.01", "2030") == "99.03"
    assert ask("99.01", "2015") == "99.02"
    assert ask("99.03", "2005") == "99.01"
    assert ask("99.03", "2015") == "99.02"


def test_a_split_without_one_successor_offers_none() -> None:
    first = replace(_three_generations()[0], pengganti=None)
    result = RegisterWilayah([_parent(), first]).periksa(
        "99.01", "kemendagri", "kabupaten_kota", p("2030")
    )
    assert (result.status, result.saran, result.dasar_hukum) == ("tidak_berlaku", None, "")


def test_a_circle_of_successors_ends() -> None:
    first, second, _ = _three_generations()
    second = replace(second, pengganti="99.01")
    result = RegisterWilayah([_parent(), first, second]).periksa(
        "99.01", "kemendagri", "kabupaten_kota", p("2030")
    )
    assert (result.status, result.saran) == ("tidak_berlaku", None)


def _parent() -> Wilayah:
    return Wilayah("99", "99", "Uji", "provinsi", "provinsi", None, None, None, "uji", False, None)


def _three_generations() -> tuple[Wilayah, Wilayah, Wilayah]:
    def one(number: int, since: int | None, until: int | None, heir: str | None) -> Wilayah:
        return Wilayah(
            f"99.0{number}", f"990{number}", "A", "kabupaten", "kabupaten_kota", "99",
            dt.date(since, 1, 1) if since else None, dt.date(until, 12, 31) if until else None,
            f"Keputusan {number}", False, heir,
        )  # fmt: skip

    return one(1, None, 2009, "99.02"), one(2, 2010, 2019, "99.03"), one(3, 2020, None, None)


@pytest.mark.parametrize(
    ("ubah", "kata"),
    [
        ({"induk": "98"}, "induk 98 tidak ada"),
        ({"pengganti": "99.09"}, "pengganti 99.09 tidak ada"),
        ({"level": "negara"}, "level tertulis 'negara'"),
        ({"jenis": "nagari"}, "jenis tertulis 'nagari'"),
        ({"berlaku_sejak": "9 November"}, "berlaku_sejak tertulis '9 November'"),
        ({"berlaku_sejak": "2022-01-01", "berlaku_sampai": "2021-01-01"}, "sesudah berlaku_sampai"),
        ({"kode_kemendagri": "9901"}, "kode_kemendagri '9901' bukan kode"),
        ({"kode_bps": "99.01"}, "kode_bps '99.01' bukan kode"),
        ({"nama": " "}, "nama kosong"),
        ({"tanggal_diasumsikan": ""}, "harus 'ya' atau 'tidak'"),
        ({"induk": ""}, "induk kosong"),
    ],
)
def test_a_faulty_list_is_refused_with_its_line(
    tmp_path: Path, ubah: dict[str, str], kata: str
) -> None:
    province = dict(zip(KOLOM, _PROVINSI, strict=True))
    row = dict(zip(KOLOM, _KABUPATEN, strict=True))
    path = _write(tmp_path, [province, {**row, **ubah}])
    with pytest.raises(RegisterTidakSah, match=kata):
        RegisterWilayah.dari_csv(path)
    assert len(RegisterWilayah.dari_csv(_write(tmp_path, [province, row])).baris) == 2


def test_two_rows_of_one_code_may_not_overlap_and_columns_must_be_there(tmp_path: Path) -> None:
    row = dict(zip(KOLOM, _PROVINSI, strict=True))
    with pytest.raises(RegisterTidakSah, match="dua baris berlaku pada hari yang sama"):
        RegisterWilayah.dari_csv(_write(tmp_path, [row, {**row, "berlaku_sejak": "2020-01-01"}]))
    path = tmp_path / "kurang.csv"
    path.write_text("kode_kemendagri,nama\n99,Uji\n", encoding="utf-8")
    with pytest.raises(RegisterTidakSah, match="kolom kode_bps"):
        RegisterWilayah.dari_csv(path)


def _write(folder: Path, rows: list[dict[str, str]]) -> Path:
    path = folder / "wilayah.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, KOLOM)
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_code_is_judged_once_per_period(register: RegisterWilayah) -> None:
    # Files repeat few codes over many rows: the second answer is the first one, not a new one.
    first = register.periksa("32.16.01.2007", "kemendagri", DESA, p("2024"))
    assert register.periksa("32.16.01.2007", "kemendagri", DESA, p("2024")) is first
    assert register.periksa("32.16.01.2007", "kemendagri", DESA, p("2021")) is not first
