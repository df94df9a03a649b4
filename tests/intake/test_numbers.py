"""One grammar of numbers per column."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_data.intake.numbers import DESIMAL, Tata, ke_desimal, putuskan_tata_angka


def kolom(*isi: str | None) -> pl.Series:
    return pl.Series("nilai", isi, dtype=pl.String)


@pytest.mark.parametrize(
    ("isi", "diizinkan", "tata"),
    [
        (["12", "7", None], None, "polos"),
        (["1.234", "12,5"], None, "id"),
        (["1.234.567"], None, "id"),
        (["348 683,62", "1"], None, "id"),
        (["348\u00a0683"], None, "id"),
        (["1.234", "12.5"], None, "en"),
        (["0.123", "1.234"], None, "en"),
        (["12,5", "12.5"], None, "campur"),
        (["12,5", "12.5"], "id", "campur"),
        (["1.234", "12"], None, "ambigu"),
        (["1.234", "12"], "id", "id"),
        (["1.234", "12"], "en", "en"),
        (["12.5"], "id", "en"),
        (["Rp 1.500"], None, "polos"),
        ([], None, "polos"),
    ],
)
def test_decision(isi: list[str], diizinkan: Literal["id", "en"] | None, tata: Tata) -> None:
    assert putuskan_tata_angka(kolom(*isi), None, diizinkan).tata == tata


def test_counts_and_empty_marks() -> None:
    teks = kolom("1.234", "12,5", "12.5", "7", "Rp 5", "-", None, "...")
    hasil = putuskan_tata_angka(teks, None, None, tanda_kosong=["-"])
    assert (hasil.keduanya, hasil.hanya_id, hasil.hanya_en, hasil.polos, hasil.bukan) == (
        1, 1, 1, 1, 2,
    )  # fmt: skip
    assert putuskan_tata_angka(teks, None, None).bukan == 3


def test_typed_cells_do_not_vote_and_are_canonical() -> None:
    teks = kolom("1234.5", "1.234", "12,5", "99", "2024-01-01")
    bertipe = pl.Series([True, False, False, True, True])
    hasil = putuskan_tata_angka(teks, bertipe, None)
    assert (hasil.tata, hasil.terketik, hasil.hanya_en) == ("id", 3, 0)
    assert ke_desimal(teks, bertipe, hasil.tata).to_list() == [
        Decimal("1234.5"), Decimal(1234), Decimal("12.5"), Decimal(99), None,
    ]  # fmt: skip
    assert putuskan_tata_angka(kolom("1.5"), pl.Series([True]), None).tata == "terketik"


@pytest.mark.parametrize("tata", ["ambigu", "campur", "polos", "terketik"])
def test_no_guess_without_a_grammar(tata: Tata) -> None:
    assert ke_desimal(kolom("1.234", "12,5", "-7"), None, tata).to_list() == [
        None,
        None,
        Decimal(-7),
    ]


@pytest.mark.parametrize(
    "bukan", ["1.23.4", "1.2345", "12,", ",5", "1e5", "+5", "٣", "1 234 5", "--1", "01.234", ""]
)
def test_what_is_no_indonesian_number(bukan: str) -> None:
    assert ke_desimal(kolom(bukan), None, "id").to_list() == [None]


def test_empty_mark_that_looks_like_a_number() -> None:
    teks = kolom("999", "1")
    assert ke_desimal(teks, None, "polos", tanda_kosong=["999"]).to_list() == [None, Decimal(1)]
    assert putuskan_tata_angka(teks, None, None, tanda_kosong=["999"]).polos == 1


def test_overflow_is_null_not_an_error() -> None:
    hasil = ke_desimal(kolom("9" * 40, "1"), None, "polos")
    assert hasil.dtype == DESIMAL
    assert hasil.to_list() == [None, Decimal(1)]


@given(
    st.lists(
        st.decimals(-(10**15), 10**15, places=3, allow_nan=False, allow_infinity=False), min_size=1
    )
)
def test_what_is_written_is_read(angka: list[Decimal]) -> None:
    inggris = [f"{n:,.3f}" for n in angka]
    indonesia = [s.translate(str.maketrans(",.", ".,")) for s in inggris]
    spasi = [s.replace(".", " ") for s in indonesia]
    for tulisan, tata in ((inggris, "en"), (indonesia, "id"), (spasi, "id")):
        teks = kolom(*tulisan)
        putusan = putuskan_tata_angka(teks, None, "en" if tata == "en" else "id")
        assert putusan.tata == tata
        assert ke_desimal(teks, None, putusan.tata).to_list() == angka
