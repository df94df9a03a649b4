"""Scores: every measure against a worked example, and nothing guessed that was not measured."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_data.checks.score import (
    UKURAN,
    DasarSkor,
    aktualitas,
    ketepatan_jadwal,
    kolom_berujukan,
    skor,
    temuan_terhitung,
)
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.policy import NolSkor, UkuranSkor

NOL = NolSkor(jadwal_hari=365, aktualitas_periode=Decimal(2))
BASE = DasarSkor(
    baris=200,
    sel=1000,
    sel_terisi=950,
    temuan={"NAMA_TIDAK_COCOK": 4, "KUNCI_GANDA": 6},
    terlambat_hari=None,
    toleransi_hari=14,
    jeda_hari=None,
    panjang_periode=365,
    metadata=(6, 9),
    berujukan=(2, 3),
    format_terbuka=True,
    lisensi_jelas=False,
    nol=NOL,
)


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ("baris_tanpa_temuan", "95.00"),
        ("sel_terisi", "95.00"),
        ("kunci_unik", "97.00"),
        ("isi_sejalan", "98.00"),
        ("kolom_berujukan", "66.67"),
        ("ketepatan_jadwal", None),
        ("aktualitas", None),
        ("metadata_terisi", "66.67"),
        ("akses_terbuka", "50.00"),
    ],
)
def test_each_measure_of_a_worked_example(measure: UkuranSkor, value: str | None) -> None:
    assert UKURAN[measure](BASE) == (None if value is None else Decimal(value))


def test_every_measure_of_the_policy_is_taken() -> None:
    assert set(UKURAN) == set(get_args(UkuranSkor))


@pytest.mark.parametrize(
    ("late", "score"), [(None, None), (-30, "100"), (14, "100"), (15, "99.73"), (400, "0")]
)
def test_punctuality_forgives_the_tolerance_only(late: int | None, score: str | None) -> None:
    assert ketepatan_jadwal(late, 14, NOL) == (None if score is None else Decimal(score))


@pytest.mark.parametrize(
    ("lag", "length", "score"),
    [(None, 365, None), (0, 365, "100"), (365, 365, "50"), (31, 31, "50"), (63, 31, "0"), (-5, 31, "100")],
)  # fmt: skip
def test_timeliness_is_lag_in_lengths_of_the_period(
    lag: int | None, length: int, score: str | None
) -> None:
    assert aktualitas(lag, length, NOL) == (None if score is None else Decimal(score))


def test_punctuality_and_timeliness_do_not_follow_each_other() -> None:
    """Released a day early by a schedule that asks for it two years after the period."""
    base = dataclasses.replace(BASE, terlambat_hari=-1, jeda_hari=729)
    assert UKURAN["ketepatan_jadwal"](base) == 100
    assert UKURAN["aktualitas"](base) == Decimal("0.14")


def test_the_three_frameworks_and_what_is_not_measured(catalog: Catalog) -> None:
    (policy,) = catalog.kebijakan_semua
    by_id = {f.id: f for f in policy.kerangka}
    assert set(by_id) == {"jabar", "bps", "satu_data"}
    assert sum(d.bobot for d in by_id["satu_data"].dimensi) == 1
    four = skor(by_id["satu_data"], BASE)
    assert four == {
        "akurat": Decimal("95.67"),
        "mutakhir": None,
        "terintegrasi": Decimal("82.34"),
        "dapat_diakses": Decimal("58.34"),
        "total": Decimal("78.78"),
    }
    bps = skor(by_id["bps"], BASE)
    assert bps["relevansi"] is None and bps["aktualitas"] is None
    assert len(by_id["bps"].dimensi) == 6 and len(by_id["jabar"].dimensi) == 5


def test_a_file_without_rows_is_not_scored_on_its_rows(catalog: Catalog) -> None:
    empty = dataclasses.replace(BASE, baris=0, sel=0, sel_terisi=0, temuan={})
    for measure in ("baris_tanpa_temuan", "sel_terisi", "kunci_unik", "isi_sejalan"):
        assert UKURAN[measure](empty) is None


def test_notices_are_no_fault() -> None:
    lines = [
        {"kode": "NAMA_TIDAK_COCOK", "tingkat": "peringatan", "kolom": "a", "jumlah": 2},
        {"kode": "NAMA_TIDAK_COCOK", "tingkat": "peringatan", "kolom": "b", "jumlah": 3},
        {"kode": "KODE_BERAKHIR_DALAM_PERIODE", "tingkat": "catatan", "kolom": "a", "jumlah": 9},
    ]
    assert temuan_terhitung(lines) == {"NAMA_TIDAK_COCOK": 5}


def test_bound_columns_are_those_with_a_list_a_code_or_a_register(catalog: Catalog) -> None:
    bound, about = kolom_berujukan(catalog.standar["jumlah-penduduk-menurut-jenis-kelamin"])
    assert 0 < bound <= about


@given(
    st.integers(0, 50),
    st.dictionaries(st.sampled_from(["KUNCI_GANDA", "LONJAKAN", "BUKAN_ANGKA"]), st.integers(0, 99)),
    st.none() | st.integers(-400, 4000),
)  # fmt: skip
def test_every_score_is_between_0_and_100(rows: int, found: dict[str, int], late: int) -> None:
    base = dataclasses.replace(BASE, baris=rows, temuan=found, terlambat_hari=late, jeda_hari=late)
    for measure in UKURAN.values():
        value = measure(base)
        assert value is None or 0 <= value <= 100
