"""One order of day and month per column."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_data.intake.dates import TataTgl, ke_tanggal, putuskan_tata_tanggal

TGL = dt.date(2024, 7, 15)


def kolom(*isi: str | None) -> pl.Series:
    return pl.Series("tgl", isi, dtype=pl.String)


@pytest.mark.parametrize(
    ("isi", "diizinkan", "tata"),
    [
        (["2024-07-15"], None, "iso"),
        (["15 Juli 2024", "1 Mei 2023", "2024-01-01"], None, "panjang"),
        (["03/04/2024", "15/07/2024"], None, "hbt"),
        (["03-04-2024", "07-15-2024"], None, "bht"),
        (["03/04/2024"], None, "ambigu"),
        (["03/04/2024"], "hbt", "hbt"),
        (["15/07/2024", "07/15/2024"], "hbt", "campur"),
        (["07/15/2024"], "hbt", "bht"),
        (["05/05/2024"], None, "hbt"),
        (["Juli", "-", None], None, "kosong"),
    ],
)
def test_decision(isi: list[str], diizinkan: Literal["hbt", "bht"] | None, tata: TataTgl) -> None:
    assert putuskan_tata_tanggal(kolom(*isi), None, diizinkan).tata == tata


def test_forms_that_speak_for_themselves_are_always_read() -> None:
    teks = kolom("2024-07-15", "15 Juli 2024", "15 JULI 2024", "2024-07-15T00:00:00", "15-Jul-2024")
    for tata in ("ambigu", "campur", "bht", "iso", "kosong"):
        assert ke_tanggal(teks, None, tata).to_list() == [TGL] * 5


def test_the_year_in_front_days_of_the_week_and_english_months() -> None:
    teks = kolom("2024/07/15", "Senin, 15 Juli 2024", "Jum'at 15 Juli 2024", "15-July-2024")
    assert ke_tanggal(teks, None, "ambigu").to_list() == [TGL] * 4
    assert putuskan_tata_tanggal(teks, None).bukan == 0
    inggris = kolom("1 May 2024", "1 Aug 2024", "1 October 2024", "1-Dec-2024")
    assert ke_tanggal(inggris, None, "ambigu").dt.month().to_list() == [5, 8, 10, 12]
    assert ke_tanggal(kolom("2024/15/07", "Juli 15 2024"), None, "ambigu").to_list() == [None, None]


def test_ambiguous_dates_stay_unread() -> None:
    teks = kolom("03/04/2024", "05/05/2024", "15/07/2024")
    assert ke_tanggal(teks, None, "ambigu").to_list() == [None, dt.date(2024, 5, 5), None]
    assert ke_tanggal(teks, None, "hbt").to_list() == [
        dt.date(2024, 4, 3), dt.date(2024, 5, 5), TGL,
    ]  # fmt: skip
    assert ke_tanggal(teks, None, "bht").to_list() == [
        dt.date(2024, 3, 4), dt.date(2024, 5, 5), None,
    ]  # fmt: skip


def test_no_day_of_the_calendar_and_no_time_cut_off() -> None:
    teks = kolom(
        "31/02/2024", "2024-07-15T10:30:00", "15/07-2024", "15/07/24", "15 Jully 2024", None
    )
    assert ke_tanggal(teks, None, "hbt").to_list() == [None] * 6


def test_empty_marks_and_typed_cells() -> None:
    teks = kolom("2024-07-15", "01/01/1900", "15/07/2024")
    bertipe = pl.Series([True, False, False])
    hasil = putuskan_tata_tanggal(teks, bertipe, tanda_kosong=["01/01/1900"])
    assert (hasil.tata, hasil.terketik, hasil.hanya_hbt, hasil.keduanya) == ("hbt", 1, 1, 0)
    assert ke_tanggal(teks, bertipe, "hbt", tanda_kosong=["01/01/1900"]).to_list() == [
        TGL, None, TGL,
    ]  # fmt: skip
    assert putuskan_tata_tanggal(kolom("2024-07-15"), pl.Series([True])).tata == "terketik"


BULAN = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


@given(st.lists(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), min_size=1))
def test_what_is_written_is_read(hari: list[dt.date]) -> None:
    cara = {
        "hbt": [f"{d.day}/{d.month}/{d.year}" for d in hari],
        "panjang": [f"{d.day} {BULAN[d.month - 1]} {d.year}" for d in hari],
        "iso": [d.isoformat() for d in hari],
    }
    for tata, tulisan in cara.items():
        putusan = putuskan_tata_tanggal(kolom(*tulisan), None, "hbt")
        assert putusan.tata == tata
        assert ke_tanggal(kolom(*tulisan), None, putusan.tata).to_list() == hari
