"""The attacker against whole releases: revisions, totals within a row, and sister tables.

He holds every release of every table, is told the sums, and is told which figures a revision left
alone (those are one unknown). His algebra is that of ``test_disclosure_core``.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from spbe_data.checks.disclosure import tables
from spbe_data.checks.disclosure.search import Hasil
from spbe_data.checks.disclosure.tables import (
    Aturan,
    Keputusan,
    Petak,
    Soal,
    Tabel,
    Terbitan,
    putuskan_pengungkapan,
)
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.disclosure import (
    KebijakanPengungkapan,
    Pengungkapan,
    salah_menyebut,
)
from spbe_data.standards.models import AturanBanding, AturanJumlah, Standar
from spbe_data.standards.policy import BagianTotal
from tests.checks.test_disclosure_core import determined, interval

BIRTHS = "jumlah-kelahiran-menurut-status-dan-jenis-kelamin"
AREA, KIND, SEX = "bps_kode_kabupaten_kota", "status_kelahiran", "jenis_kelamin"
MEASURE = "jumlah_kelahiran"
POLICY = KebijakanPengungkapan.model_validate(
    {
        "dasar": "uji",
        "orang": {"minimum": 5, "lebar": 4},
        "kontributor": {"minimum": 3, "lebar": 2},
    }
)
Values = Mapping[tuple[str, ...], int]


def declared(margin: Sequence[Mapping[str, Any]], *measures: str, **more: Any) -> Pengungkapan:
    return Pengungkapan.model_validate(
        {
            "alasan": "uji",
            "ukuran": [{"ukuran": m, "jenis": "orang", **more} for m in measures or (MEASURE,)],
            "margin": [{**m, "alasan": "uji"} for m in margin],
        }
    )


def table(dataset: str, version: int, values: Values, keys: Sequence[str]) -> Tabel:
    columns = {k: [c[i] for c in values] for i, k in enumerate(keys)}
    frame = pl.DataFrame({**columns, "tahun": [2019] * len(values), MEASURE: list(values.values())})
    return Tabel(dataset, "2019", version, frame)


@dataclass
class World:
    """What is out, and what the attacker knows of it."""

    aturan: dict[str, Aturan]
    tabel: list[Tabel] = field(default_factory=list)
    terbitan: list[Terbitan] = field(default_factory=list)

    def publish(self, new: Tabel) -> Keputusan:
        """One more release, unless the gate refuses it."""
        out = [
            t
            for t in self.tabel
            if any(r.dataset == t.dataset and r.isi[t.periode] == t.versi for r in self.terbitan)
        ]
        made = putuskan_pengungkapan(
            Soal(
                new.dataset,
                {new.periode: new.versi},
                [*out, new],
                self.terbitan,
                self.aturan,
                POLICY,
            )
        )
        if not made.gagal:
            self.tabel.append(new)
            self.terbitan.append(Terbitan(new.dataset, {new.periode: new.versi}, made.semua))
        return made

    def attack(self, groups: Mapping[str, Sequence[tuple[str, ...]]]) -> None:
        """Fails the test when a small figure that was never shown is worked out."""
        unknown: dict[Any, int] = {}
        values: list[int] = []
        open_: set[int] = set()
        sums = []
        measures: dict[int, str] = {}
        for made in self.tabel:
            keys = self.aturan[made.dataset].standar.kunci
            release = next(
                r
                for r in self.terbitan
                if r.dataset == made.dataset and r.isi[made.periode] == made.versi
            )
            at: dict[tuple[int, str], int] = {}
            rows = made.isi.to_dicts()
            rules = self.aturan[made.dataset].pengungkapan
            named = [m for m in made.isi.columns if m.startswith("jumlah")]
            for i, row in enumerate(rows):
                key = tuple(str(row[k]) for k in keys)
                for m in named:
                    name = (made.dataset, key, m, row[m])
                    at[i, m] = unknown.setdefault(name, len(unknown))
                    if at[i, m] == len(values):
                        values.append(row[m])
                        measures[at[i, m]] = m
                    if (made.periode, key, m) not in release.tersembunyi:
                        open_.add(at[i, m])
            for m in (u.ukuran for u in rules.ukuran) if rules else ():
                for columns in groups.get(made.dataset, ()):
                    parted: dict[Any, list[int]] = {}
                    for i, row in enumerate(rows):
                        parted.setdefault(tuple(row[c] for c in columns), []).append(at[i, m])
                    for cells in parted.values():
                        total = sum(values[c] for c in cells)
                        if total == 0 or total >= 5:
                            sums.append((cells, total))
            for rule in self.aturan[made.dataset].standar.aturan:
                if isinstance(rule, AturanJumlah) and set(rule.kolom_terpakai) <= set(named):
                    for i in range(len(rows)):
                        factors = {at[i, p]: 1 for p in rule.bagian} | {at[i, rule.total]: -1}
                        if len(factors) == len(rule.kolom_terpakai):
                            sums.append((factors, 0))
            for tie in self.aturan[made.dataset].bagian_total:
                for other in self.tabel:
                    if other.dataset != tie.total_dari.dataset:
                        continue
                    okeys = self.aturan[other.dataset].standar.kunci
                    for row in other.isi.to_dicts():
                        cells = [
                            at[i, tie.ukuran]
                            for i, r in enumerate(rows)
                            if all(r[c] == row[c] for c in tie.per)
                        ]
                        total = row[tie.total_dari.ukuran]
                        if sum(values[c] for c in cells) != total:
                            continue
                        name = (
                            other.dataset,
                            tuple(str(row[k]) for k in okeys),
                            tie.total_dari.ukuran,
                            total,
                        )
                        whole = unknown.setdefault(name, len(unknown))
                        if whole == len(values):
                            values.append(total)
                        sums.append((dict.fromkeys(cells, 1) | {whole: -1}, 0))
        hidden = [c for c in range(len(values)) if c not in open_ and values[c]]
        assert all(values[c] == 0 or c in open_ or c in hidden for c in range(len(values)))
        exact = determined(hidden, sums, values)
        for cell in hidden:
            if values[cell] < 5:
                assert cell not in exact
                low, high = interval(cell, hidden, sums, values)
                assert high >= 5 - 1e-6 and high - low >= 4 - 1e-6, (low, high)


@pytest.fixture(scope="module")
def base(catalog: Catalog) -> Standar:
    return catalog.standar[BIRTHS]


COUNT = st.one_of(st.integers(0, 8), st.integers(20, 300))
CELLS = list(itertools.product(("A", "B", "C"), ("HIDUP", "MATI"), ("L", "P")))


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_revisions_do_not_tell_by_difference(base: Standar, data: st.DataObject) -> None:
    every = [(AREA,), (KIND,), (SEX,), (AREA, KIND), (AREA, SEX), (KIND, SEX), ()]
    per = data.draw(st.lists(st.sampled_from(every), min_size=1, max_size=4, unique=True))
    rules = declared([{"per": list(p)} for p in per])
    world = World({BIRTHS: Aturan(base, rules)})
    values = dict(zip(CELLS, data.draw(st.lists(COUNT, min_size=12, max_size=12)), strict=True))
    for version in (1, 2, 3):
        made = world.publish(table(BIRTHS, version, values, (AREA, KIND, SEX)))
        if not made.gagal:
            small = {
                ("2019", (*(c if k != "tahun" else "2019" for k, c in zip(base.kunci, (*cell, "2019"), strict=True)),), MEASURE)
                for cell, v in values.items()
                if 0 < v < 5
            }  # fmt: skip
            assert small == made.primer
            assert all(values[key[:3]] for _, key, _ in made.semua), "a true zero is shown"
        changes = data.draw(st.dictionaries(st.sampled_from(CELLS), COUNT, max_size=4))
        values = values | changes
    world.attack({BIRTHS: per})


def test_what_was_hidden_stays_hidden_while_its_neighbour_is_revised(base: Standar) -> None:
    rules = declared([{"per": [AREA, KIND]}, {"per": [AREA, SEX]}])
    world = World({BIRTHS: Aturan(base, rules)})
    values = dict.fromkeys(
        itertools.product(("A",), ("HIDUP", "MATI", "LAIN"), ("L", "P", "X")), 50
    )
    values["A", "MATI", "L"] = 2
    first = world.publish(table(BIRTHS, 1, values, (AREA, KIND, SEX)))
    assert len(first.semua) == 4
    other = next(p for p in sorted(first.sekunder))
    cell = other[1][:3]
    second = world.publish(table(BIRTHS, 2, values | {cell: 51}, (AREA, KIND, SEX)))  # type: ignore[dict-item]
    assert first.semua <= second.semua
    third = world.publish(table(BIRTHS, 3, values | {("A", "MATI", "L"): 90}, (AREA, KIND, SEX)))
    # No longer small: it may be told, but nothing that would give away what it was before.
    assert third.primer == frozenset()
    world.attack({BIRTHS: [(AREA, KIND), (AREA, SEX)]})


def with_row_total(base: Standar) -> Standar:
    """Men, women and their total as three columns of a row."""
    columns = [c for c in base.kolom if c.nama not in (SEX, MEASURE)]
    measure = base.satu(MEASURE)
    columns += [measure.model_copy(update={"nama": f"jumlah_{s}"}) for s in ("l", "p", "semua")]
    rule = AturanJumlah.model_validate(
        {
            "id": "jumlah",
            "jenis": "jumlah_kolom",
            "bagian": ["jumlah_l", "jumlah_p"],
            "total": "jumlah_semua",
            "alasan": {"id": "uji", "en": "test"},
        }
    )
    return base.model_copy(
        update={
            "kolom": tuple(columns),
            "kunci": tuple(k for k in base.kunci if k != SEX),
            "aturan": (rule,),
        }
    )


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(COUNT, COUNT), min_size=6, max_size=6), st.booleans())
def test_totals_within_a_row_give_nothing_away(
    base: Standar, pairs: list[tuple[int, int]], total_declared: bool
) -> None:
    standard = with_row_total(base)
    measures = ["jumlah_l", "jumlah_p", *(["jumlah_semua"] if total_declared else [])]
    per = [(KIND,), ()]
    rules = declared([{"per": list(p)} for p in per], *measures)
    world = World({BIRTHS: Aturan(standard, rules)})
    keys = list(itertools.product(("A", "B", "C"), ("HIDUP", "MATI")))
    frame = pl.DataFrame(
        {
            AREA: [a for a, _ in keys],
            KIND: [k for _, k in keys],
            "tahun": [2019] * 6,
            "jumlah_l": [a for a, _ in pairs],
            "jumlah_p": [b for _, b in pairs],
            "jumlah_semua": [a + b for a, b in pairs],
        }
    )
    world.publish(Tabel(BIRTHS, "2019", 1, frame))
    world.attack({BIRTHS: per})


@settings(max_examples=20, deadline=None)
@given(st.lists(COUNT, min_size=12, max_size=12), st.permutations(["parts", "totals"]), st.data())
def test_a_sister_table_gives_nothing_away(
    base: Standar, numbers: list[int], order: list[str], data: st.DataObject
) -> None:
    whole = base.model_copy(
        update={"id": "total", "kunci": tuple(k for k in base.kunci if k != SEX)}
    )
    tie = BagianTotal.model_validate(
        {
            "ukuran": MEASURE,
            "per": [AREA, KIND],
            "total_dari": {"dataset": "total", "ukuran": MEASURE},
        }
    )
    per = [(AREA,), (KIND,)]
    margin = [{"per": list(p)} for p in per]
    world = World(
        {
            BIRTHS: Aturan(base, declared([]), (tie,)),
            "total": Aturan(whole, declared(margin) if data.draw(st.booleans()) else None),
        }
    )
    values = dict(zip(CELLS, numbers, strict=True))
    totals: dict[tuple[str, ...], int] = {}
    for (area, kind, _sex), v in values.items():
        totals[area, kind] = totals.get((area, kind), 0) + v
    for step in order:
        if step == "parts":
            world.publish(table(BIRTHS, 1, values, (AREA, KIND, SEX)))
        else:
            world.publish(table("total", 1, totals, (AREA, KIND)))
    world.attack({"total": per})


def test_few_contributors_hide_an_amount(base: Standar) -> None:
    amount = base.satu(MEASURE).model_copy(update={"nama": "jumlah_nilai"})
    standard = base.model_copy(update={"kolom": (*base.kolom, amount)})
    rules = Pengungkapan.model_validate(
        {
            "alasan": "uji",
            "ukuran": [{"ukuran": "jumlah_nilai", "jenis": "kontributor", "pencacah": MEASURE}],
            "margin": [{"per": [AREA, KIND], "alasan": "uji"}],
        }
    )
    frame = pl.DataFrame(
        {
            AREA: ["A"] * 3,
            KIND: ["X"] * 3,
            SEX: ["L", "P", "U"],
            "tahun": [2019] * 3,
            MEASURE: [2, 40, 41],
            "jumlah_nilai": [5000, 90000, 80000],
        }
    )
    world = World({BIRTHS: Aturan(standard, rules)})
    made = world.publish(Tabel(BIRTHS, "2019", 1, frame))
    assert [key[2] for _, key, _ in made.primer] == ["L"]
    assert len(made.sekunder) == 1 and not made.gagal


def test_a_figure_shown_before_is_hidden_but_counted_as_told(base: Standar) -> None:
    world = World({BIRTHS: Aturan(base, None)})
    values = dict.fromkeys(CELLS, 60) | {("A", "MATI", "L"): 3}
    world.publish(table(BIRTHS, 1, values, (AREA, KIND, SEX)))
    world.aturan[BIRTHS] = Aturan(base, declared([{"per": [AREA, KIND]}]))
    made = world.publish(table(BIRTHS, 2, values, (AREA, KIND, SEX)))
    petak: Petak = ("2019", ("A", "MATI", "L", "2019"), MEASURE)
    assert made.primer == made.sudah_terbuka == {petak}
    assert not made.gagal and not made.sekunder


def test_without_further_hiding_the_attacker_wins(
    base: Standar, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = dict.fromkeys(CELLS, 60) | {("A", "MATI", "L"): 3}
    per = [(AREA, KIND), (AREA, SEX)]
    rules = declared([{"per": list(p)} for p in per])
    world = World({BIRTHS: Aturan(base, rules)})
    assert world.publish(table(BIRTHS, 1, values, (AREA, KIND, SEX))).sekunder
    world.attack({BIRTHS: per})
    monkeypatch.setattr(tables, "lengkapi", lambda system: Hasil((), {}, ()))
    bare = World({BIRTHS: Aturan(base, rules)})
    assert not bare.publish(table(BIRTHS, 1, values, (AREA, KIND, SEX))).sekunder
    with pytest.raises(AssertionError):
        bare.attack({BIRTHS: per})


@pytest.mark.parametrize(("everybody", "safe"), [(40, True), (6, True), (4, False)])
def test_a_known_order_between_columns_bounds_what_is_hidden(
    base: Standar, everybody: int, safe: bool
) -> None:
    """A part can be no more than its whole: with a whole of 4 anybody knows the part is small."""
    whole = base.satu(MEASURE).model_copy(update={"nama": "jumlah_semua"})
    rule = AturanBanding.model_validate(
        {
            "id": "bagian",
            "jenis": "banding_kolom",
            "kiri": MEASURE,
            "operasi": "<=",
            "kanan": "jumlah_semua",
            "alasan": {"id": "uji", "en": "test"},
        }
    )
    standard = base.model_copy(update={"kolom": (*base.kolom, whole), "aturan": (rule,)})
    frame = pl.DataFrame(
        {
            AREA: ["A"],
            KIND: ["X"],
            SEX: ["L"],
            "tahun": [2019],
            MEASURE: [3],
            "jumlah_semua": [everybody],
        }
    )
    world = World({BIRTHS: Aturan(standard, declared([]))})
    assert (not world.publish(Tabel(BIRTHS, "2019", 1, frame)).gagal) is safe


def test_a_wrong_declaration_is_told(base: Standar) -> None:
    rules = Pengungkapan.model_validate(
        {
            "alasan": "uji",
            "ukuran": [
                {"ukuran": SEX, "jenis": "orang"},
                {"ukuran": MEASURE, "jenis": "orang", "pencacah": MEASURE},
                {"ukuran": MEASURE, "jenis": "orang"},
            ],
            "margin": [{"atas": ["tahun"], "alasan": "uji"}, {"atas": ["satuan"], "alasan": "uji"}],
        }
    )
    told = " ".join(salah_menyebut(base, rules))
    for words in ("bukan angka", "pencacah hanya untuk", "lebih dari sekali", "satu periode", "bukan kolom kunci"):  # fmt: skip
        assert words in told
    assert not list(salah_menyebut(base, declared([{"atas": [SEX]}, {"per": []}])))
    with pytest.raises(ValidationError, match="salah satu"):
        declared([{"atas": [SEX], "per": [SEX]}])
    with pytest.raises(ValidationError, match="lebih sempit"):
        KebijakanPengungkapan.model_validate(
            {**POLICY.model_dump(), "orang": {"minimum": 5, "lebar": 3}}
        )
