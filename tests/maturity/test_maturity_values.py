"""Tables of values as people send them: what is understood, and what is refused with a reason."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_data.maturity import Instrument, NilaiTidakSah, SalahNilai, load_instrument, read_values

ROOT = Path(__file__).resolve().parents[2]
SPBE = load_instrument(ROOT / "schemas" / "instrumen" / "permenpanrb-59-2020.yaml")


def _set(data: bytes, instrument: Instrument) -> dict[str, Decimal]:
    found = read_values(data, instrument)
    assert list(found) == [item.id for item in instrument.indikator]
    return {name: value for name, value in found.items() if value is not None}


@pytest.mark.parametrize(
    "data",
    [
        b"indikator,nilai\n1,3\n2,4\n",
        b"indikator;nilai\r\n1;3\r\n2;4\r\n",
        b"indikator\tnilai\n1\t3\n2\t4",
        b"\xef\xbb\xbfindikator,nilai\n1,3\n2,4\n",
        "indikator,nilai\n1,3\n2,4\n".encode("utf-16"),
        b" Indikator , NILAI \n 1 , 3 \n2,\xc2\xa04\n",
        b"nilai,indikator\n3,1\n4,2\n",
        b"indikator;nilai\n1;3,0\n2;4.0\n",
        b'indikator,nilai\n1,"3,0"\n2,"4,00"\n',
        b"indikator,nilai\n1,3.000\n2,4\n",
        b"no,indikator,nilai,catatan\n1,1,3,\xe9t\xe9\n2,2,4,\n3,,,jumlah\n",
        b"\n\nindikator,nilai\n1,3\n\n,\n2,4\n3,\n4\n",
        b"indikator,nilai\r1,3\r2,4\r",
        b"indikator,nilai\n1,3\n2,4,,\n",
    ],
)
def test_understood(data: bytes) -> None:
    assert _set(data, SPBE) == {"1": Decimal(3), "2": Decimal(4)}


def test_decimals_and_text_ids_where_the_instrument_has_them(small: Instrument) -> None:
    found = _set(b"indikator;nilai\n34;2,75\n35a;0\n35b;1.234\n", small)
    assert found == {"34": Decimal("2.75"), "35a": Decimal(0), "35b": Decimal("1.234")}


def _faults(data: bytes, instrument: Instrument = SPBE) -> tuple[SalahNilai, ...]:
    with pytest.raises(NilaiTidakSah) as caught:
        read_values(data, instrument)
    return caught.value.faults


@pytest.mark.parametrize(
    ("row", "code", "word"),
    [
        ("48;3", "indikator_tidak_dikenal", "47 indikator"),
        ("01;3", "indikator_tidak_dikenal", 'maksudnya "1"'),
        ("1.0;3", "indikator_tidak_dikenal", 'maksudnya "1"'),
        ("Indikator 10;3", "indikator_tidak_dikenal", 'maksudnya "10"'),
        ("2;4", "indikator_ganda", "baris 2"),
        ("7;0", "di_luar_rentang", "bilangan bulat 1 sampai 5"),
        ("7;6", "di_luar_rentang", "bilangan bulat 1 sampai 5"),
        ("7;-3", "di_luar_rentang", "bilangan bulat 1 sampai 5"),
        ("7;2,5", "harus_bulat", "bilangan bulat 1 sampai 5"),
        ("7;tiga", "bukan_angka", "tiga"),
        ("7;3O", "bukan_angka", "3O"),
        ("7;1e0", "bukan_angka", "1e0"),
        ("7;NaN", "bukan_angka", "NaN"),
        ("7;1.000,0", "bukan_angka", "1.000,0"),
        ("7;" + "9" * 400, "bukan_angka", "999"),
        ("7;\u0663", "bukan_angka", "\u0663"),
        (";3", "indikator_kosong", "kolom indikator"),
        ("7;3;0", "sel_berlebih", "titik koma"),
    ],
)
def test_refused_with_row_and_reason(row: str, code: str, word: str) -> None:
    faults = _faults(f"indikator;nilai\n2;3\n\n{row}\n".encode())
    assert [(fault.kode, fault.baris) for fault in faults] == [(code, 4)]
    message = faults[0].pesan
    assert message["id"].startswith("Baris 4") and word in message["id"]
    assert message["en"].startswith("Row 4") and "Expected" in message["en"]
    assert faults[0].to_dict()["pesan"] == message


def test_unquoted_decimal_comma_in_a_comma_file_is_not_read_as_its_whole_part() -> None:
    faults = _faults(b"indikator,nilai\n1,3,0\n")
    assert faults[0].kode == "sel_berlebih" and '"3,0"' in faults[0].pesan["id"]


def test_a_number_with_two_readings_is_refused(small_text: str, tmp_path: Path) -> None:
    path = tmp_path / "kecil.yaml"
    wide = small_text.replace("maksimum: 5", "maksimum: 5000").replace(
        'hingga: "5"', 'hingga: "5000"'
    )
    wide = wide.split("kapabilitas:\n")[0] + "domain:" + wide.split("domain:", 1)[1]
    path.write_text(wide.replace(", kapabilitas: proses", ""), encoding="utf-8")
    instrument = load_instrument(path)
    faults = _faults(b"indikator;nilai\n34;1.234\n35a;2,75\n", instrument)
    assert [(fault.kode, fault.indikator) for fault in faults] == [("dua_arti", "34")]
    assert "1234" in faults[0].pesan["id"] and "1.2340" in faults[0].pesan["id"]
    assert _set(b"indikator;nilai\n34;1234\n35a;1.2340\n", instrument) == {
        "34": Decimal(1234),
        "35a": Decimal("1.2340"),
    }


def test_all_faults_are_told_at_once_in_both_languages() -> None:
    data = b"indikator,nilai\n1,9\n2,x\n99,3\n3,3\n3,3\n"
    with pytest.raises(NilaiTidakSah) as caught:
        read_values(data, SPBE)
    assert [fault.baris for fault in caught.value.faults] == [2, 3, 4, 6]
    assert len(str(caught.value).splitlines()) == 8


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "judul_kolom"),
        (b"1,3\n2,4\n", "judul_kolom"),
        (b"indikator,skor\n1,3\n", "judul_kolom"),
        (b"indikator,nilai,nilai\n1,3,4\n", "judul_ganda"),
        (b'indikator,nilai\n1,3\n2,"4\n', "csv_rusak"),
        (b"PK\x03\x04" + b"\x00" * 40, "bukan_csv"),
        (b"indikator,nilai\n" + b"\n" * 1_100_000, "berkas_terlalu_besar"),
    ],
)
def test_files_that_are_no_table_of_values(data: bytes, code: str) -> None:
    faults = _faults(data)
    assert [fault.kode for fault in faults] == [code]
    assert "tertulis" in faults[0].pesan["id"] and "found" in faults[0].pesan["en"]


def test_a_table_without_values_is_all_unset() -> None:
    assert _set(b"indikator,nilai\n", SPBE) == {}


@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_are_read_or_refused(data: bytes, headed: bool) -> None:
    try:
        found = read_values((b"indikator;nilai\n" if headed else b"") + data, SPBE)
    except NilaiTidakSah as exc:
        assert exc.faults and all(fault.pesan["id"] and fault.pesan["en"] for fault in exc.faults)
    else:
        assert all(value is None or value in range(1, 6) for value in found.values())
