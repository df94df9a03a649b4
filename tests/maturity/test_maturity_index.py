"""The computed index against published results, against its own algebra, and what it refuses."""

from __future__ import annotations

import csv
import json
import random
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from spbe_data.maturity import (
    Instrument,
    NilaiTidakSah,
    Penilaian,
    decimal_text,
    load_instrument,
    read_values,
    score,
    two_decimals,
)

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "contoh" / "penilaian"
SPBE = load_instrument(ROOT / "schemas" / "instrumen" / "permenpanrb-59-2020.yaml")
IDS = [item.id for item in SPBE.indikator]
GROUPS = (10, 10, 11, 10, 6)
"""Numbers of indicators that weigh the same, in order."""
LEVELS = st.lists(st.integers(1, 5), min_size=47, max_size=47)


def _values(levels: list[int]) -> dict[str, Decimal | None]:
    return dict(zip(IDS, map(Decimal, levels), strict=True))


def _shown(result: Penilaian) -> tuple[list[str], list[str]]:
    aspects = [two_decimals(item.indeks) for item in result.aspek if item.indeks is not None]
    domains = [two_decimals(item.indeks) for item in result.domain if item.indeks is not None]
    return aspects, domains


# Published by Kementerian PANRB: Laporan Hasil Evaluasi SPBE 2021 of the two agencies.
PUBLISHED = {
    "kemenko-perekonomian-2021": (
        ["3.00", "3.25", "3.00", "2.50", "1.00", "1.00", "3.90", "3.17"],
        ["3.00", "3.00", "1.00", "3.61"],
        "2.95",
        "Baik",
        "2.9475",
    ),
    "kota-bandar-lampung-2021": (
        ["1.00", "1.00", "1.00", "1.00", "1.00", "1.00", "1.40", "1.50"],
        ["1.00", "1.00", "1.00", "1.44"],
        "1.20",
        "Kurang",
        "1.2",
    ),
}


@pytest.mark.parametrize("name", list(PUBLISHED))
def test_published_results_are_reproduced(name: str) -> None:
    aspects, domains, shown, predicate, exact = PUBLISHED[name]
    result = score(SPBE, read_values((SAMPLES / f"{name}.csv").read_bytes(), SPBE))
    assert _shown(result) == (aspects, domains)
    assert (result.indeks_tampil, result.predikat) == (shown, predicate)
    assert result.to_dict()["indeks"] == exact
    assert result.kosong == () and result.catatan == ()


@pytest.mark.parametrize("name", list(PUBLISHED))
def test_samples_say_whose_they_are(name: str) -> None:
    told = yaml.safe_load((SAMPLES / f"{name}.yaml").read_text(encoding="utf-8"))
    assert set(told) == {"instansi", "tahun", "instrumen", "status", "sumber", "catatan"}
    assert (told["instrumen"], told["tahun"], told["status"]) == (SPBE.id, 2021, "contoh")
    assert "lain" in told["catatan"] and "Kementerian PANRB" in told["sumber"]


def test_published_totals_of_the_sample_region_agree_with_the_bands() -> None:
    with (SAMPLES / "kabupaten-bekasi-terbit.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["tahun"], row["indeks"]) for row in rows] == [
        ("2021", "1.60"),
        ("2022", "1.71"),
        ("2023", "3.28"),
        ("2024", "4.08"),
        ("2025", "4.48"),
    ]
    for row in rows:
        assert row["predikat"] == SPBE.predikat_untuk(Fraction(row["indeks"]))
        assert row["status"] == "terbit" and row["instrumen"] == SPBE.id
        assert "menurut pita" in row["sumber"]


def test_worked_fragments_of_the_regulation() -> None:
    # Lampiran I, Tabel 10: levels 3, 4, 3, 2 make aspect 2 = 3,00. Tabel 11: aspects 3, 4, 3 make
    # domain 2 = 3,40.
    values: dict[str, Decimal | None] = {
        "11": Decimal(3),
        "12": Decimal(4),
        "13": Decimal(3),
        "14": Decimal(2),
        **dict.fromkeys(("15", "16", "17", "18"), Decimal(4)),
        **dict.fromkeys(("19", "20"), Decimal(3)),
    }
    result = score(SPBE, values)
    assert result.aspek[1].indeks == 3
    assert result.domain[1].indeks == Fraction("3.4")
    assert result.domain[0].indeks is None and result.indeks is None


def test_worked_total_of_the_regulation() -> None:
    # Tabel 12: domains 3,70 3,40 3,00 3,20 make 328,20/100 = 3,28. No whole levels give a domain 4
    # of 3,20, so the same weights are taken with decimals allowed.
    decimals = SPBE.model_copy(update={"nilai": SPBE.nilai.model_copy(update={"bulat": False})})
    domain_of = {aspect.id: aspect.domain for aspect in SPBE.aspek}
    told = {"1": "3.7", "2": "3.4", "3": "3.0", "4": "3.2"}
    values = {i.id: Decimal(told[domain_of[i.aspek] or ""]) for i in SPBE.indikator}
    result = score(decimals, values)
    assert [item.indeks for item in result.domain] == [Fraction(text) for text in told.values()]
    assert result.to_dict()["indeks"] == "3.282"
    assert (result.indeks_tampil, result.predikat) == ("3.28", "Baik")


def test_total_of_published_aspects_with_ten_decimals() -> None:
    # An anonymised sample of the ministry's evaluation data (GitHub miralami/dashboard-pemdi,
    # 2025): aspects 5, 3.75, 3.75, 5, 3, 2.6666666667, 4.3, 5 and index 4.2125000000.
    levels = [5] * 10 + [4, 4, 4, 3] * 2 + [5] * 2 + [3] * 8 + [3, 3, 2] + [4] * 7 + [5] * 3
    levels += [5] * 6
    document = score(SPBE, _values(levels)).to_dict()
    aspects = document["aspek"]
    assert isinstance(aspects, list)
    assert [item["indeks"] for item in aspects] == [
        "5",
        "3.75",
        "3.75",
        "5",
        "3",
        "2.6666666667",
        "4.3",
        "5",
    ]
    assert (document["indeks"], document["predikat"]) == ("4.2125", "Memuaskan")


def _spread(total: int, count: int) -> list[int]:
    low, more = divmod(total, count)
    return [low + 1] * more + [low] * (count - more)


def test_nothing_is_rounded_between_levels() -> None:
    # Kabupaten Aceh Tengah 2025: unrounded 2.5940, published 2,59 Cukup; rounding the domains
    # first gives 2.59525 and would publish 2,60. Levels made up to have exactly these two totals.
    sums = (13, 42, 18, 26, 13)
    levels = [n for total, count in zip(sums, GROUPS, strict=True) for n in _spread(total, count)]
    result = score(SPBE, _values(levels))
    domains = [Fraction(text) for text in _shown(result)[1]]
    weights = [item.bobot for item in SPBE.domain]
    assert sum(d * w for d, w in zip(domains, weights, strict=True)) / 100 == Fraction("2.59525")
    assert result.indeks == Fraction("2.594")
    assert (result.indeks_tampil, result.predikat, result.catatan) == ("2.59", "Cukup", ())


@pytest.mark.parametrize(
    ("sums", "exact", "shown", "predicate", "rounded"),
    [
        ((10, 10, 11, 16, 27), "1.795", "1.80", "Kurang", "Cukup"),
        ((15, 10, 11, 46, 24), "2.595", "2.60", "Cukup", "Baik"),
        ((39, 49, 11, 19, 6), "2.5995", "2.60", "Cukup", "Baik"),
        ((15, 16, 51, 46, 29), "3.495", "3.50", "Baik", "Sangat Baik"),
        ((49, 49, 55, 43, 11), "4.1995", "4.20", "Sangat Baik", "Memuaskan"),
    ],
)
def test_predicate_is_of_the_unrounded_index_and_the_window_is_told(
    sums: tuple[int, ...], exact: str, shown: str, predicate: str, rounded: str
) -> None:
    # Sums of the levels of the five groups of equal weight (1-10, 11-20, 21-31, 32-41, 42-47).
    levels = [n for total, count in zip(sums, GROUPS, strict=True) for n in _spread(total, count)]
    result = score(SPBE, _values(levels))
    assert result.to_dict()["indeks"] == exact
    assert (result.indeks_tampil, result.predikat) == (shown, predicate)
    assert len(result.catatan) == 1
    for part in (exact.replace(".", ","), shown.replace(".", ","), predicate, rounded):
        assert part in result.catatan[0]


def _index(levels: list[int]) -> Fraction:
    pairs = zip(SPBE.indikator, levels, strict=True)
    return sum((level * item.bobot for item, level in pairs), Fraction(0)) / 100


@given(LEVELS)
def test_index_is_the_weighted_sum_within_bounds(levels: list[int]) -> None:
    result = score(SPBE, _values(levels))
    assert result.indeks == _index(levels) == result.indeks_bila_kosong_tingkat_1
    assert min(levels) <= _index(levels) <= max(levels)
    aspects = [
        (item.bobot, part.indeks) for item, part in zip(SPBE.aspek, result.aspek, strict=True)
    ]
    domains = [
        (item.bobot, part.indeks) for item, part in zip(SPBE.domain, result.domain, strict=True)
    ]
    for parts in (aspects, domains):
        assert all(value is not None and 1 <= value <= 5 for _, value in parts)
        assert sum(weight * (value or 0) for weight, value in parts) / 100 == result.indeks
    # Every total is a multiple of 0.0005, so its text is exact.
    assert Fraction(decimal_text(_index(levels))) == _index(levels)


@given(LEVELS, st.integers(0, 46))
def test_raising_one_indicator_raises_the_index_by_its_weight(levels: list[int], at: int) -> None:
    levels[at] = min(levels[at], 4)
    before = score(SPBE, _values(levels)).indeks
    levels[at] += 1
    after = score(SPBE, _values(levels)).indeks
    assert before is not None and after is not None
    assert after - before == SPBE.indikator[at].bobot / 100


@given(LEVELS, st.randoms())
def test_order_of_the_values_does_not_matter(levels: list[int], rng: random.Random) -> None:
    pairs = list(_values(levels).items())
    rng.shuffle(pairs)
    assert score(SPBE, dict(pairs)) == score(SPBE, _values(levels))


@given(LEVELS, st.sets(st.integers(0, 46), min_size=1))
def test_unset_is_not_zero(levels: list[int], blank: set[int]) -> None:
    values = _values(levels)
    for at in blank:
        values[IDS[at]] = None
    result = score(SPBE, values)
    document = result.to_dict()
    assert result.kosong == tuple(IDS[at] for at in sorted(blank))
    assert document["indeks"] is document["indeks_tampil"] is document["predikat"] is None
    touched = {SPBE.indikator[at].aspek for at in blank}
    parents = {item.domain for item in SPBE.aspek if item.id in touched}
    assert {item.id for item in result.aspek if item.indeks is None} == touched
    assert {item.id for item in result.domain if item.indeks is None} == parents
    lowest = [1 if at in blank else level for at, level in enumerate(levels)]
    assert result.indeks_bila_kosong_tingkat_1 == _index(lowest)
    assert f"{len(blank)} dari 47" in result.catatan[0]


def test_absent_indicators_are_unset_too() -> None:
    result = score(SPBE, {"1": Decimal(3)})
    assert len(result.kosong) == 46
    assert result.to_dict()["indeks_bila_kosong_tingkat_1"] == "1.026"


def test_document_has_the_shape_of_the_door() -> None:
    values = _values([3] * 47)
    values["2"] = None
    document = score(SPBE, values).to_dict()
    assert list(document) == [
        "instrumen",
        "indeks",
        "indeks_tampil",
        "predikat",
        "domain",
        "aspek",
        "indikator",
        "kosong",
        "indeks_bila_kosong_tingkat_1",
        "catatan",
    ]
    again = json.loads(json.dumps(document))
    assert again["domain"][1] == {"id": "2", "nama": "Tata Kelola SPBE", "indeks": "3"}
    assert again["indikator"][0]["indeks"] == "3" and again["indikator"][1]["indeks"] is None
    assert again["kosong"] == ["2"] and again["indeks_bila_kosong_tingkat_1"] == "2.974"


def test_a_wider_instrument_is_computed(small: Instrument) -> None:
    # 5/2018 style: 60% of 2.75 and 40% of the mean of three rows.
    values = {"34": "2.75", "35a": "0", "35b": "1", "35c": "3"}
    result = score(small, {name: Decimal(text) for name, text in values.items()})
    assert result.indeks == Fraction("1.65") + Fraction(4, 3) * Fraction("0.4")
    assert result.to_dict()["indeks"] == "2.1833333333"
    assert (result.indeks_tampil, result.predikat) == ("2.18", "Rendah")


@pytest.mark.parametrize(
    ("value", "exact", "shown"),
    [
        ("2.585", "2.585", "2.59"),
        ("2.595", "2.595", "2.60"),
        ("2.5949", "2.5949", "2.59"),
        ("3", "3", "3.00"),
        ("10", "10", "10.00"),
        ("1/3", "0.3333333333", "0.33"),
        ("0", "0", "0.00"),
    ],
)
def test_texts_of_values(value: str, exact: str, shown: str) -> None:
    assert decimal_text(Fraction(value)) == exact
    assert two_decimals(Fraction(value)) == shown


def test_all_faults_of_given_values_are_told() -> None:
    given_values = {
        "1": Decimal(0),
        "2": Decimal("5.5"),
        "3": Decimal("2.5"),
        "4": Decimal("NaN"),
        "5": Decimal("Infinity"),
        "6": Decimal("1E+999999999"),
        "48": Decimal(3),
        "7": Decimal("3.0"),
    }
    with pytest.raises(NilaiTidakSah) as caught:
        score(SPBE, given_values)
    assert [(fault.kode, fault.indikator) for fault in caught.value.faults] == [
        ("di_luar_rentang", "1"),
        ("di_luar_rentang", "2"),
        ("harus_bulat", "3"),
        ("bukan_angka", "4"),
        ("bukan_angka", "5"),
        ("bukan_angka", "6"),
        ("indikator_tidak_dikenal", "48"),
    ]
    assert all(fault.baris is None for fault in caught.value.faults)
