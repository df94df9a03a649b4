"""The attacker: whoever holds all published figures and sums, with exact and linear algebra.

He is written apart from the product: nothing of the search or of the proofs is used here. He must
fail on random tables, and must win as soon as the further hiding is left out.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from spbe_data.checks.disclosure.search import lengkapi
from spbe_data.checks.disclosure.system import Ikatan, Lindung, Sel, Sistem

MINIMUM, WIDTH = 5, 4
Sums = Sequence[tuple[Sequence[int] | Mapping[int, int], int]]
"""Cells of each published sum (with their factors, where not all are 1), and the sum."""


def told(
    hidden: Sequence[int], sums: Sums, values: Sequence[int]
) -> list[tuple[dict[int, int], int]]:
    """What each sum says about the hidden cells (by place), the shown ones taken off."""
    place = {cell: k for k, cell in enumerate(hidden)}
    made = []
    for cells, total in sums:
        factors = dict(cells) if isinstance(cells, Mapping) else dict.fromkeys(cells, 1)
        row = {place[c]: f for c, f in factors.items() if c in place}
        total -= sum(values[c] * f for c, f in factors.items() if c not in place)
        if row:
            made.append((row, total))
    return made


def determined(hidden: Sequence[int], sums: Sums, values: Sequence[int]) -> dict[int, Fraction]:
    """Hidden cells that elimination over the rationals gives exactly."""
    rows = []
    for factors, total in told(hidden, sums, values):
        row = [Fraction(0)] * (len(hidden) + 1)
        for k, f in factors.items():
            row[k] += f
        row[-1] = Fraction(total)
        rows.append(row)
    pivot = 0
    for column in range(len(hidden)):
        at = next((r for r in range(pivot, len(rows)) if rows[r][column]), None)
        if at is None:
            continue
        rows[pivot], rows[at] = rows[at], rows[pivot]
        head = rows[pivot][column]
        rows[pivot] = [x / head for x in rows[pivot]]
        for r, row in enumerate(rows):
            if r != pivot and row[column]:
                by = row[column]
                rows[r] = [x - by * y for x, y in zip(row, rows[pivot], strict=True)]
        pivot += 1
    found = {}
    for row in rows:
        filled = [k for k, x in enumerate(row[:-1]) if x]
        if len(filled) == 1:
            found[hidden[filled[0]]] = row[-1]
    return found


def interval(
    cell: int, hidden: Sequence[int], sums: Sums, values: Sequence[int], low: int = 1
) -> tuple[float, float]:
    """Least and greatest value of a hidden cell; a hidden one is at least 1, zeros being shown."""
    known = told(hidden, sums, values)
    matrix = np.zeros((len(known), len(hidden)))
    for r, (factors, _) in enumerate(known):
        for k, f in factors.items():
            matrix[r, k] += f
    right = [float(total) for _, total in known]
    ends = []
    for sign in (1, -1):
        aim = np.zeros(len(hidden))
        aim[hidden.index(cell)] = sign
        got = linprog(
            aim,
            A_eq=matrix if right else None,
            b_eq=right or None,
            bounds=[(low, None)] * len(hidden),
        )
        ends.append(-sign * float("inf") if got.status == 3 else sign * got.fun)
    return ends[0], ends[1]


def margins(shape: Sequence[int], over: Iterable[Sequence[int]]) -> list[list[int]]:
    """Cells (flat) of each sum over the given dimensions."""
    cells = list(itertools.product(*map(range, shape)))
    index = {c: i for i, c in enumerate(cells)}
    made = []
    for dims in over:
        groups: dict[tuple[int, ...], list[int]] = {}
        for c in cells:
            key = tuple(x for d, x in enumerate(c) if d not in dims)
            groups.setdefault(key, []).append(index[c])
        made += groups.values()
    return made


def system_of(values: Sequence[int], shape: Sequence[int], groups: list[list[int]]) -> Sistem:
    cells = list(itertools.product(*map(range, shape)))
    return Sistem(
        [
            Sel(
                nama=i,
                nilai=v,
                keadaan="terbuka" if v == 0 else "tersembunyi" if v < MINIMUM else "bebas",
                bawah=1,
                bobot=100 + v.bit_length(),
                lindung=Lindung(MINIMUM, WIDTH) if 0 < v < MINIMUM else None,
                koordinat={str(d): str(x) for d, x in enumerate(cells[i])},
            )
            for i, v in enumerate(values)
        ],
        [Ikatan(tuple((i, 1) for i in group)) for group in groups],
    )


COUNT = st.one_of(st.integers(0, 9), st.integers(20, 400))


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[int], list[int], list[list[int]]]:
    shape = draw(
        st.lists(st.integers(2, 5), min_size=1, max_size=3).filter(lambda s: np.prod(s) <= 60)
    )
    dims = range(len(shape))
    every = [c for n in range(1, len(shape) + 1) for c in itertools.combinations(dims, n)]
    over = draw(st.lists(st.sampled_from(every), min_size=1, max_size=4, unique=True))
    size = int(np.prod(shape))
    return draw(st.lists(COUNT, min_size=size, max_size=size)), shape, margins(shape, over)


@settings(max_examples=40, deadline=None)
@given(tables())
def test_no_protected_cell_is_worked_out(
    case: tuple[list[int], list[int], list[list[int]]],
) -> None:
    values, shape, groups = case
    groups = [g for g in groups if not 0 < sum(values[i] for i in g) < MINIMUM]
    system = system_of(values, shape, groups)
    small = [i for i, v in enumerate(values) if 0 < v < MINIMUM]
    result = lengkapi(system)
    sums: Sums = [(g, sum(values[i] for i in g)) for g in groups]
    hidden = sorted(system.tersembunyi)
    assert set(small) <= set(hidden)
    assert all(values[i] for i in hidden), "a true zero is shown"
    exact = determined(hidden, sums, values)
    for cell in small:
        if cell in result.gagal:
            continue
        assert cell not in exact
        low, high = interval(cell, hidden, sums, values)
        assert high >= MINIMUM - 1e-6 and high - low >= WIDTH - 1e-6


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 5), st.integers(2, 5), st.data())
def test_giving_up_is_right(rows: int, columns: int, data: st.DataObject) -> None:
    """What is given up could not be protected by hiding every figure but the zeros."""
    values = data.draw(
        st.lists(st.integers(0, 8), min_size=rows * columns, max_size=rows * columns)
    )
    groups = [
        g
        for g in margins((rows, columns), [(0,), (1,)])
        if not 0 < sum(values[i] for i in g) < MINIMUM
    ]
    result = lengkapi(system_of(values, (rows, columns), groups))
    sums: Sums = [(g, sum(values[i] for i in g)) for g in groups]
    all_hidden = [i for i, v in enumerate(values) if v]
    for cell in result.gagal:
        low, high = interval(cell, all_hidden, sums, values)
        assert high < MINIMUM - 1e-6 or high - low < WIDTH - 1e-6


def test_the_attacker_has_teeth() -> None:
    """With the small figures hidden alone, he subtracts his way to each of them."""
    rng = np.random.default_rng(7)
    won = 0
    for _ in range(20):
        values = [int(v) for v in rng.integers(30, 400, 20)]
        values[int(rng.integers(0, 20))] = 3
        groups = margins((4, 5), [(0,), (1,)])
        sums: Sums = [(g, sum(values[i] for i in g)) for g in groups]
        small = [i for i, v in enumerate(values) if v < MINIMUM]
        won += determined(small, sums, values) == {small[0]: 3}
        system = system_of(values, (4, 5), groups)
        lengkapi(system)
        assert not determined(sorted(system.tersembunyi), sums, values).keys() & set(small)
    assert won == 20


def test_few_figures_are_hidden_and_always_the_same() -> None:
    rng = np.random.default_rng(3)
    values = [int(v) for v in rng.integers(30, 400, 100)]
    for at in (11, 47, 83):
        values[at] = 2
    groups = margins((10, 10), [(0,), (1,)])
    first, again = (system_of(values, (10, 10), groups) for _ in range(2))
    assert lengkapi(first).tambahan == lengkapi(again).tambahan
    # Three small figures in different rows and columns: a ring of three more closes them.
    assert len(first.tambahan) == 3


def test_one_that_stands_alone_in_a_known_sum_is_given_up() -> None:
    system = system_of([3, 0, 0, 40], (4,), [[0, 1, 2], [3]])
    assert lengkapi(system).gagal == (0,)


@pytest.mark.parametrize("shape", [(187, 16), (9, 6, 4)])
def test_big_tables_are_done_too(shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(1)
    size = int(np.prod(shape))
    values = [int(v) for v in rng.integers(5, 900, size)]
    for at in rng.choice(size, 8, replace=False):
        values[int(at)] = int(rng.integers(1, 5))
    groups = margins(shape, [(d,) for d in range(len(shape))])
    system = system_of(values, shape, groups)
    result = lengkapi(system)
    assert result.gagal == ()
    assert len(result.tambahan) < 8 * (2 ** len(shape) - 1)
