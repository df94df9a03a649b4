"""Numbers: the test vectors of the field, and personal identifiers in free text.

All numbers of persons are made up (serial 9999), so that no real person is meant.
"""

from __future__ import annotations

import datetime as dt
import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_data.identifiers.nomor import (
    PROVINSI,
    Nik,
    sah,
    urai_nik,
    urai_nip,
)
from spbe_data.identifiers.pengenal import cari_data_pribadi

NIK, NIK_P = "3216060101909999", "3216064101909999"
NIP = "199001012015031999"


@pytest.mark.parametrize(
    ("jenis", "teks", "hasil"),
    [
        ("nik", NIK, True),
        ("nik", NIK_P, True),
        ("nik", "3216063201909999", False),  # day 32
        ("nik", "3216067201909999", False),  # day 72
        ("nik", "3216068101909999", False),  # day 81
        ("nik", "3216064001909999", False),  # day 40
        ("nik", "3216060001909999", False),  # day 0
        ("nik", "3216060101900000", False),  # serial 0000
        ("nik", "3216063002909999", False),  # 30 February
        ("nik", "3216066902049999", True),  # 29 February 2004, female
        ("nik", "3216062902009999", True),  # 29 February 2000
        ("nik", "3216062902019999", False),  # no leap year in either century
        ("nik", "3216060113909999", False),  # month 13
        ("nik", "9201010101909999", True),  # Papua Barat
        ("nik", "9601010101909999", True),  # Papua Barat Daya
        ("nik", "9901010101909999", False),  # no such province
        ("nik", "3200010101909999", False),  # no kabupaten
        ("nik", "3216000101909999", False),  # no kecamatan
        ("nik", "3.21606E+15", False),
        ("nik", "3216060101909999.0", False),
        ("nik", "٣٢١٦٠٦٠١٠١٩٠٩٩٩٩", False),
        ("kk", "3216060101159999", True),
        ("kk", "3216064101159999", False),  # + 40 has no place in a KK number
        ("npwp", "0012345674413000", True),
        ("npwp", "0012345675413000", False),  # check digit
        ("npwp", NIK, True),
        ("npwp", "012345674413000", True),
        ("npwp", "01.234.567.4-413.000", True),
        ("npwp", "01.234.567.5-413.000", False),
        ("npwp", "01.234.567-4-413.000", False),
        ("nitku", "0012345674413000000000", True),
        ("nitku", "0012345675413000000000", False),
        ("nitku", "0012345674413000", False),
        ("nip_pns", NIP, True),
        ("nip_pns", "199001012015131999", False),  # month 13
        ("ni_pppk", "199001012015131999", False),
        ("ni_pppk", "199001012024211999", True),
        ("nip_pns", "199001012024211999", False),
        ("ni_pppk", NIP, False),
        ("nip_pns", "19710306190031002", False),  # 17 digits
        ("nip_pns", "199002302015031999", False),  # 30 February
        ("nip_pns", "199001012015033999", False),  # sex 3
        ("nip_pns", "199001012015031000", False),  # serial 000
        ("nip_pns", "199001011989031999", False),  # appointed before birth
        ("kode_kemendagri", "32.16.01.2001", True),
        ("kode_kemendagri", "32.16.01.1007", True),
        ("kode_kemendagri", "32.16.1.2001", False),
        ("kode_kemendagri", "3216012001", False),
        ("kode_bps", "3216010", True),
        ("kode_bps", "32160", False),
        ("kode_sds", "SD00012.01.00", True),
        ("kode_sds", "SD0012.01.00", False),
        ("rad", "RAD.10.04", True),
        ("rad", "RAD.01.01.01.01", True),
        ("rad", "RAD.11.01", False),
        ("rad", "RAD.00", False),
        ("kode_skpd", "1.03.0.00.0.00.01.0000", True),
        ("kode_skpd", "1.03.0.00.01.0000", False),
        ("npsn", "20218425", True),
        ("npsn", "P9908123", True),
        ("npsn", "K5654321", True),
        ("npsn", "202184251234", False),
        ("npsn", "123456", True),  # some tertiary institutions
        ("npsn", "L9908123", False),
        ("npsn", "20218425 ", False),
        ("kode_skpd", "2.16.2.20.2.21.01.0000", True),
        ("kode_skpd", "2.16.2.20.2.21.1.0000", False),
        ("rad", "RAD.10.04.01.02.03", False),
        ("rad", "RAD.1", False),
        ("kode_pos", "17530", True),
        ("kode_pos", "1753", False),
        ("kode_pos", "01753", False),
        ("nib", "0220001234567", True),
        ("nib", "022000123456", False),
        ("telepon", "0812-1111-2222", True),
        ("telepon", "+62 (812) 1111 2222", True),
        ("telepon", "(021) 8997 0000", True),
        ("telepon", "12345678901", False),
        ("telepon", "0812", False),
        ("email", "data@contoh.go.id", True),
        ("email", "data@contoh", False),
    ],
)
def test_vectors(jenis: str, teks: str, hasil: bool) -> None:
    assert sah(jenis, teks) is hasil  # type: ignore[arg-type]


def test_parts_of_nik_and_nip() -> None:
    assert urai_nik(NIK_P) == Nik("32.16.06", 1, 1, 90, "P")
    pns, pppk = urai_nip(NIP), urai_nip("199001012024211999")
    assert pns is not None and (pns.jenis, pns.lahir, pns.mulai) == (
        "PNS",
        dt.date(1990, 1, 1),
        "2015-03",
    )
    assert pppk is not None and (pppk.jenis, pppk.mulai, pppk.jenis_kelamin) == (
        "PPPK",
        "2024",
        "L",
    )


@pytest.mark.parametrize(
    ("teks", "jenis", "potongan"),
    [
        (NIK, "NIK", NIK),
        (f"a.n. Budi (NIK {NIK_P})", "NIK", NIK_P),
        (f"{NIK}.0", "NIK", NIK),
        (f"NIK.{NIK}", "NIK", NIK),
        ("3216 0601 0190 9999", "NIK", "3216 0601 0190 9999"),
        ("321606-010190-9999", "NIK", "321606-010190-9999"),
        ("32.16.06.010190.9999", "NIK", "32.16.06.010190.9999"),
        ("No. KK: 3216060101159999", "KK", "3216060101159999"),
        ("kartu keluarga 3216060101159999", "KK", "3216060101159999"),
        (f"NIP. {NIP}", "NIP", NIP),
        ("19900101 201503 1 999", "NIP", "19900101 201503 1 999"),
        ("199001012024211999", "NIP", "199001012024211999"),
        (f"NPWP {NIK}", "NPWP", NIK),
        (f"{NIK}000000", "NPWP", f"{NIK}000000"),
        ("NPWP 58.234.567.4-413.000", "NPWP", "58.234.567.4-413.000"),
        ("hubungi 081211112222", "TELEPON", "081211112222"),
        ("WA 0812-1111-2222", "TELEPON", "0812-1111-2222"),
        ("+62 812 1111 2222", "TELEPON", "+62 812 1111 2222"),
        ("+62 (0)812 1111 2222", "TELEPON", "+62 (0)812 1111 2222"),
        ("surel: budi.contoh@contoh.id.", "EMAIL", "budi.contoh@contoh.id"),
    ],
)
def test_found_in_free_text(teks: str, jenis: str, potongan: str) -> None:
    hits = cari_data_pribadi(teks)
    assert [(h.jenis, teks[h.awal : h.akhir]) for h in hits] == [(jenis, potongan)]


def test_all_of_several_are_found_in_order() -> None:
    text = f"{NIK},{NIK_P};{NIP} / 081211112222 / a@b.id"
    assert [h.jenis for h in cari_data_pribadi(text)] == ["NIK", "NIK", "NIP", "TELEPON", "EMAIL"]


@pytest.mark.parametrize(
    "teks",
    [
        "",
        "3261145",
        "3.261.145",
        "1.234.567.890.123.456,78",
        "0.3216060101909999",  # decimals of a computed figure
        "12,3216060101909999",
        "3216000000000000",  # rupiah
        "1234567890123456",
        "9876543210123456",
        "3216060101900000",
        "3216068101909999",
        "32160601019099991",  # 17 digits
        "3216010",
        "3216100002",
        "32.16.01.2007",
        "2024-07-15 2025-07-15",
        "628121111222",  # rupiah, no plus sign
        "81211112222",
        "107.0812111122",
        "(021) 8997 0000",  # a landline is an office's
        "012345674413000",
        "01.234.567.4-413.000",  # a body
        "0012345674413000",
        "0220001234567",  # NIB
        "20218425",  # NPSN
        "-6.364361, 107.172539",
        "6°29'36.8S106°47'41.6E",
        "harga @ Rp 45.000",
        "1.03.0.00.0.00.01.0000",
    ],
)
def test_plain_data_are_left_alone(teks: str) -> None:
    assert cari_data_pribadi(teks) == []


@given(st.integers(0, 10**13), st.integers(0, 6))
def test_counts_and_money_are_never_personal(number: int, decimals: int) -> None:
    figure = f"{number}" + (f".{'5' * decimals}" if decimals else "")
    assert cari_data_pribadi(figure) == []
    grouped = f"{number:,}".replace(",", ".")
    assert cari_data_pribadi(grouped) == []


@given(st.floats(0, 1, exclude_min=True, exclude_max=True, allow_subnormal=False))
def test_fractions_are_never_personal(value: float) -> None:
    assert cari_data_pribadi(f"{value:.16f}") == []


_AREA = st.tuples(st.sampled_from(sorted(PROVINSI)), st.integers(1, 69), st.integers(1, 99)).map(
    lambda a: f"{a[0]}{a[1]:02d}{a[2]:02d}"
)


@given(
    _AREA,
    st.dates(dt.date(1925, 1, 1), dt.date(2024, 12, 31)),
    st.booleans(),
    st.integers(1, 9999),
    st.text(alphabet="abc :;/()\n", max_size=10),
)
def test_every_possible_nik_is_found_wherever_it_stands(
    area: str, born: dt.date, female: bool, serial: int, around: str
) -> None:
    number = f"{area}{born.day + 40 * female:02d}{born:%m%y}{serial:04d}"
    parts = urai_nik(number)
    assert parts is not None
    assert (parts.hari, parts.bulan, parts.jenis_kelamin) == (
        born.day,
        born.month,
        "P" if female else "L",
    )
    hits = cari_data_pribadi(f"{around}{number}{around}")
    assert [(h.jenis, h.awal) for h in hits] == [("NIK", len(around))]


@given(st.text(alphabet="0123456789 .-+()@aKN,", max_size=60))
def test_any_text_is_scanned_and_hits_do_not_overlap(teks: str) -> None:
    hits = cari_data_pribadi(teks)
    assert all(0 <= h.awal < h.akhir <= len(teks) for h in hits)
    assert all(a.akhir <= b.awal for a, b in itertools.pairwise(hits))


@pytest.mark.parametrize("unit", ["9", "9 ", "a", "a@", "0812", "a.", "KK ", "1.", "+62 "])
def test_long_hostile_cells_are_scanned_in_time(unit: str) -> None:
    started = time.perf_counter()
    cari_data_pribadi(unit * (32767 // len(unit)))
    assert time.perf_counter() - started < 1.0
