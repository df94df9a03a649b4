"""Periods: one spelling each, right bounds, order, calendar, messages that say what to write."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_data.identifiers.periode import Periode, PeriodeTidakSah


@pytest.mark.parametrize(
    ("teks", "frekuensi", "awal", "akhir", "id_", "en"),
    [
        ("2024", "tahunan", "2024-01-01", "2024-12-31", "2024", "2024"),
        (
            "2024-S1",
            "semesteran",
            "2024-01-01",
            "2024-06-30",
            "Semester 1 2024",
            "Half-year 1, 2024",
        ),
        (
            "2023-S2",
            "semesteran",
            "2023-07-01",
            "2023-12-31",
            "Semester 2 2023",
            "Half-year 2, 2023",
        ),
        ("2024-T3", "triwulanan", "2024-07-01", "2024-09-30", "Triwulan 3 2024", "Quarter 3, 2024"),
        ("2024-T4", "triwulanan", "2024-10-01", "2024-12-31", "Triwulan 4 2024", "Quarter 4, 2024"),
        ("2024-02", "bulanan", "2024-02-01", "2024-02-29", "Februari 2024", "February 2024"),
        ("2023-12", "bulanan", "2023-12-01", "2023-12-31", "Desember 2023", "December 2023"),
        ("2024-07-15", "harian", "2024-07-15", "2024-07-15", "15 Juli 2024", "15 July 2024"),
    ],
)
def test_bounds_and_words(
    teks: str, frekuensi: str, awal: str, akhir: str, id_: str, en: str
) -> None:
    period = Periode.parse(teks)
    assert (period.teks, period.frekuensi) == (teks, frekuensi)
    assert (period.awal.isoformat(), period.akhir.isoformat()) == (awal, akhir)
    assert (period.tampil("id"), period.tampil("en")) == (id_, en)
    assert str(period) == teks


@pytest.mark.parametrize(
    "teks",
    ["", "24", "2024 ", "2024-S3", "2024-S0", "2024-T5", "2024-13", "2024-00", "2024-2",
     "2023-02-29", "2024-02-30",
     "2O24", "٢٠٢٤", "2024-s1", "1899", "2200", "2024-07-15T00:00", "2024\n"],
)  # fmt: skip
def test_not_a_period(teks: str) -> None:
    with pytest.raises(PeriodeTidakSah, match=r"Harus|tidak ada dalam kalender"):
        Periode.parse(teks)


def test_message_names_what_was_found_and_what_is_expected() -> None:
    with pytest.raises(PeriodeTidakSah) as error:
        Periode.parse("semester 1")
    assert "semester 1" in str(error.value)
    assert "2024-S1" in str(error.value)


def test_order_is_by_first_day_then_last() -> None:
    texts = ["2024", "2024-S1", "2024-01", "2024-T1", "2024-01-01", "2023-S2", "2024-02"]
    ordered = [str(p) for p in sorted(map(Periode.parse, texts))]
    assert ordered == ["2023-S2", "2024-01-01", "2024-01", "2024-T1", "2024-S1", "2024", "2024-02"]


@pytest.mark.parametrize(
    ("frekuensi", "bagian", "teks"),
    [
        ("tahunan", {"tahun": 2024}, "2024"),
        ("semesteran", {"tahun": 2024, "semester": 2}, "2024-S2"),
        ("triwulanan", {"tahun": 2024, "triwulan": 1}, "2024-T1"),
        ("bulanan", {"tahun": 2024, "bulan": 7}, "2024-07"),
        ("harian", {"tanggal": dt.date(2024, 7, 15)}, "2024-07-15"),
        ("harian", {"tahun": 2024, "bulan": 7, "tanggal": dt.date(2024, 7, 15)}, "2024-07-15"),
    ],
)
def test_from_columns(frekuensi: str, bagian: dict[str, object], teks: str) -> None:
    assert Periode.dari_kolom(frekuensi, **bagian) == Periode.parse(teks)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("frekuensi", "bagian", "kata"),
    [
        ("tahunan", {}, "Kolom tahun kosong"),
        ("tahunan", {"tahun": 24}, "tertulis 24"),
        ("semesteran", {"tahun": 2024}, "Kolom semester kosong. Isi angka 1 sampai 2"),
        ("semesteran", {"tahun": 2024, "semester": 3}, "Semester tertulis 3"),
        ("triwulanan", {"tahun": 2024, "triwulan": 0}, "1 sampai 4"),
        ("bulanan", {"tahun": 2024, "bulan": 13}, "1 sampai 12"),
        ("harian", {}, "Kolom tanggal kosong"),
        ("harian", {"tahun": 2023, "tanggal": dt.date(2024, 7, 15)}, "tidak cocok"),
    ],
)
def test_columns_that_name_no_period(frekuensi: str, bagian: dict[str, object], kata: str) -> None:
    with pytest.raises(PeriodeTidakSah, match=kata):
        Periode.dari_kolom(frekuensi, **bagian)  # type: ignore[arg-type]


def test_calendar_includes_the_running_period_and_stops_there() -> None:
    first = Periode.parse("2022-T3")
    got = Periode.deret("triwulanan", first, dt.date(2023, 4, 1))
    assert [p.teks for p in got] == ["2022-T3", "2022-T4", "2023-T1", "2023-T2"]
    assert Periode.deret("triwulanan", first, dt.date(2022, 6, 30)) == []
    days = Periode.deret("harian", Periode.parse("2024-02-28"), dt.date(2024, 3, 1))
    assert [p.teks for p in days] == ["2024-02-28", "2024-02-29", "2024-03-01"]
    with pytest.raises(PeriodeTidakSah, match="kalendernya tahunan"):
        Periode.deret("tahunan", first, dt.date(2023, 4, 1))


@given(
    st.dates(dt.date(1900, 1, 1), dt.date(2198, 12, 31)),
    st.sampled_from(["tahunan", "semesteran", "triwulanan", "bulanan", "harian"]),
)
def test_every_day_lies_in_exactly_one_period_of_each_calendar(
    day: dt.date, frekuensi: str
) -> None:
    period = Periode.dari_kolom(
        frekuensi,  # type: ignore[arg-type]
        day.year,
        semester=(day.month + 5) // 6,
        triwulan=(day.month + 2) // 3,
        bulan=day.month,
        tanggal=day,
    )
    assert period.awal <= day <= period.akhir
    assert Periode.parse(period.teks) == period
    after = period.berikut()
    assert after.awal == period.akhir + dt.timedelta(days=1)
    assert after.frekuensi == period.frekuensi
    assert period < after


@given(st.text(max_size=14))
def test_any_text_is_a_period_in_its_one_spelling_or_refused(teks: str) -> None:
    with contextlib.suppress(PeriodeTidakSah):
        assert Periode.parse(teks).teks == teks
