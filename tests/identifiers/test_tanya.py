"""The question about a code: valid then, by which decree, and what is it now; and the national list."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_data.identifiers.periode import Periode
from spbe_data.identifiers.wilayah import RegisterTidakSah, RegisterWilayah, Wilayah

DAFTAR = Path(__file__).parents[2] / "schemas" / "referensi" / "wilayah.csv"
REGISTER = RegisterWilayah.dari_csv(DAFTAR)
NASIONAL = """kode,nama,berlaku_sejak,berlaku_sampai,dasar_hukum
11,Aceh,2025-04-25,,Kepmen 1
11.01,Kabupaten Aceh Selatan,2025-04-25,,Kepmen 1
11.71,Kota Banda Aceh,2025-04-25,,Kepmen 1
11.01.01,Bakongan,2025-04-25,,Kepmen 1
11.01.01.2001,Keude Bakongan,2025-04-25,,Kepmen 1
11.01.01.1002,Ujong,2025-04-25,2025-12-31,Kepmen 1
32,Jabar,2025-04-25,,Kepmen 1
"""


def p(text: str) -> Periode:
    return Periode.parse(text)


def test_was_setia_asih_valid_in_2024_and_what_is_it_now() -> None:
    answer = REGISTER.tanya("32.16.01.2007", None, p("2024"))
    assert not answer.berlaku and answer.sistem_dari_bentuk
    assert (answer.hasil.status, answer.hasil.dasar_hukum) == (
        "tidak_berlaku",
        "Kepmendagri 100.1.1-6117/2022",
    )
    assert answer.hasil.batas == dt.date(2022, 11, 9) and answer.hasil.tanggal_diasumsikan
    assert [w.kode_kemendagri for w in answer.kini] == ["32.16.01.1007"]
    assert answer.kode_lain == "3216100002"
    assert [w.kode_kemendagri for w in answer.linimasa] == ["32.16.01.2007", "32.16.01.1007"]
    assert answer.sebelumnya == ()


@pytest.mark.parametrize(
    ("kode", "sistem", "saat", "berlaku", "kini", "lain"),
    [
        ("32.16.01.2007", "kemendagri", p("2022"), True, "32.16.01.1007", "3216100002"),
        ("32.16.01.2007", None, dt.date(2022, 11, 9), False, "32.16.01.1007", "3216100002"),
        ("32.16.01.1007", None, p("2021"), False, "32.16.01.1007", "3216100002"),
        ("3216100002", None, p("2021"), True, "32.16.01.1007", "32.16.01.2007"),
        ("3216010", None, p("2024"), True, "32.16.18", "32.16.18"),
        ("32", None, p("2024"), True, "32", "32"),
        ("32.16.22.2001", None, p("2020"), True, "32.16.22.2001", "3216030005"),
        ("3216012001", "kemendagri", p("2024"), False, None, None),
        ("32.99", None, p("2024"), False, None, None),
    ],
)
def test_any_code_in_either_system(
    kode: str, sistem: str, saat: Periode | dt.date, berlaku: bool, kini: str, lain: str
) -> None:
    answer = REGISTER.tanya(kode, sistem, saat)  # type: ignore[arg-type]
    assert answer.berlaku is berlaku
    assert [w.kode_kemendagri for w in answer.kini] == ([kini] if kini else [])
    assert answer.kode_lain == lain


def test_before_a_code_and_a_wrong_form() -> None:
    early = REGISTER.tanya("32.16.01.1007", None, p("2021"))
    assert [w.kode_kemendagri for w in early.sebelumnya] == ["32.16.01.2007"]
    assert early.hasil.kode_saran == "32.16.01.2007"
    undotted = REGISTER.tanya("3216012001", "kemendagri", p("2024"))
    assert (undotted.hasil.status, undotted.hasil.kode_saran) == ("salah_bentuk", "32.16.01.2001")


@given(st.text(max_size=15), st.integers(1990, 2040))
def test_any_text_is_answered(kode: str, year: int) -> None:
    answer = REGISTER.tanya(kode, None, p(str(year)))
    assert answer.berlaku <= (answer.hasil.wilayah is not None)


def _split() -> RegisterWilayah:
    top = Wilayah("99", "99", "U", "provinsi", "provinsi", None, None, None, "uji", False, None)

    def kab(number: int, since: int | None, until: int | None, heirs: str | None) -> Wilayah:
        return replace(
            top, kode_kemendagri=f"99.0{number}", kode_bps=f"990{number}", nama=f"K{number}",
            jenis="kabupaten", level="kabupaten_kota", induk="99",
            berlaku_sejak=dt.date(since, 1, 1) if since else None,
            berlaku_sampai=dt.date(until, 12, 31) if until else None,
            dasar_hukum=f"UU {number}", pengganti=heirs,
        )  # fmt: skip

    return RegisterWilayah([top, kab(1, None, 2009, "99.02|99.03"), kab(2, 2010, None, None),
                            kab(3, 2010, None, None)])  # fmt: skip


def test_of_several_parts_none_is_chosen_for_the_sender() -> None:
    register = _split()
    judged = register.periksa("99.01", "kemendagri", "kabupaten_kota", p("2020"))
    assert judged.saran is None and judged.dasar_hukum == "UU 2"
    assert [w.kode_kemendagri for w in judged.pilihan] == ["99.02", "99.03"]
    answer = register.tanya("99.01", None, p("2020"))
    assert [w.nama for w in answer.kini] == ["K2", "K3"]
    (change,) = register.riwayat.catatan()
    assert change.jenis == "dipecah"


def test_the_national_list_is_joined_and_the_own_rows_win(tmp_path: Path) -> None:
    path = tmp_path / "wilayah_nasional.csv"
    path.write_text(NASIONAL, encoding="utf-8")
    register = RegisterWilayah.dari_csv(DAFTAR, path)
    assert {w.nama for w in register.cari("32")} == {"Jawa Barat"}
    assert register.tanya("11.01.01.2001", None, p("2026")).berlaku
    # The first list does not say since when: its codes are not denied for earlier periods.
    assert register.tanya("11.01.01.2001", None, p("2024")).berlaku
    kinds = {w.kode_kemendagri: w.jenis for w in register.baris}
    assert (kinds["11.71"], kinds["11.01.01.1002"]) == ("kota", "kelurahan")
    assert [w.nama for w in register.semesta("kecamatan", p("2026"), induk="11")] == ["Bakongan"]
    assert len(register.semesta("desa_kelurahan", p("2026"), induk="11")) == 1
    # What the list begins with is not new; what ends is gone.
    assert [c.jenis for c in register.riwayat.catatan()].count("baru") == 0
    assert [c.jenis for c in register.riwayat.catatan()].count("hilang") == 1
    assert register.nama_terdekat("Kec. Bakongn", "kecamatan")[0][0].kode_kemendagri == "11.01.01"


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("kode,nama,", "code,name,", "kolomnya harus"),
        ("11.01.01,Bak", "11.1.01,Bak", "kode salah bentuk"),
        ("11,Aceh", "12,Aceh", "induk 11 tidak ada"),
        ("2025-04-25,2025-12-31", "25 April,", "baris 7"),
        ("2025-04-25,2025-12-31", "2025-04-25", "baris 7"),
    ],
)
def test_a_damaged_national_list_is_refused(tmp_path: Path, old: str, new: str, word: str) -> None:
    path = tmp_path / "wilayah_nasional.csv"
    path.write_text(NASIONAL.replace(old, new), encoding="utf-8")
    with pytest.raises(RegisterTidakSah, match=word):
        RegisterWilayah.dari_csv(DAFTAR, path)
