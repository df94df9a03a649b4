"""The search for a small set of further cells to hide so that every protected one stays unknown.

Belongs here: programs for the solver (HiGHS) and the order in which they are asked.
Nothing the solver says is believed: each answer is rounded to whole numbers and proven by
:meth:`Sistem.sah` before it counts. Same system in, same cells out: cells are taken in the caller's
order and the solver is given bounds on its steps, never on its time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from spbe_data.checks.disclosure.system import Geser, Sistem

KOTAK = (3, 8)
"""Values per dimension, beside the cell's own, in the sub-tables that are tried first."""

SEL_SEKALIGUS = 1_500
"""Up to this many (protected cells × cells around them) the best set is looked for at once."""

SEL_TEPAT = 400
"""Up to this many cells the fewest are looked for (fixed charge, branch and bound); above it the
linear program's answer is taken, which may hide a few more."""

SIMPUL = 200
"""Nodes of branch and bound at most: a bound that, unlike a time limit, gives the same answer
everywhere."""

SEL_RAPI = 4_000
"""Up to this many cells, hidings that turned out unneeded are taken back one by one."""


IMPULS = 0.001
"""Cost of moving a cell by one where moving it costs nothing else."""

Cara = Literal["linear", "fewest", "whole"]
"""Linear program; fewest cells by fixed charge; linear cost over whole numbers only."""


@dataclass(frozen=True, slots=True)
class Hasil:
    """``tambahan``: cells hidden for the sake of others. ``bukti``: protected cell → agreeing
    tables that prove its protection. ``gagal``: protected cells for which there are none."""

    tambahan: tuple[int, ...]
    bukti: dict[int, tuple[Geser, ...]]
    gagal: tuple[int, ...]


def lengkapi(system: Sistem) -> Hasil:
    """Hide further cells until every hidden cell with a ``lindung`` has its proof."""
    proofs: dict[int, tuple[Geser, ...]] = {}
    failed: list[int] = []
    wanted = [i for i in sorted(system.tersembunyi) if system.sel[i].lindung is not None]
    for scope in _islands(system, wanted):
        inside = [i for i in wanted if i in set(scope)]
        if len(inside) * len(scope) <= SEL_SEKALIGUS:
            _at_once(system, inside, scope)
    # The hardest first: what is hidden for them serves the others.
    for i in sorted(wanted, key=lambda i: (-_need(system, i), i)):
        reused = next((p for p in proofs.values() if system.cukup(i, p)), None)
        proof = reused or _protect(system, i)
        if proof is None:
            failed.append(i)
        else:
            system.sembunyikan(sorted({j for moved in proof for j in moved}))
            assert all(map(system.sah, proof)) and system.cukup(i, proof)
            proofs[i] = proof
    if len(system.sel) <= SEL_RAPI:
        _tidy(system, proofs)
    return Hasil(tuple(sorted(system.tambahan)), proofs, tuple(sorted(failed)))


def _islands(system: Sistem, wanted: Sequence[int]) -> list[list[int]]:
    """The parts of the system, apart from each other, that hold protected cells."""
    made: list[list[int]] = []
    seen: set[int] = set()
    for i in wanted:
        if i not in seen:
            made.append(system.pulau(i))
            seen.update(made[-1])
    return made


def _need(system: Sistem, i: int) -> int:
    cell = system.sel[i]
    assert cell.lindung is not None
    return max(cell.lindung.lebar, cell.lindung.batas - cell.nilai)


def _tidy(system: Sistem, proofs: dict[int, tuple[Geser, ...]]) -> None:
    """Take back hidings that no proof needs, the costliest first."""
    for extra in sorted(system.tambahan, key=lambda i: (-system.sel[i].bobot, i)):
        leaning = [i for i, proof in proofs.items() if any(extra in moved for moved in proof)]
        system.buka(extra)
        others: dict[int, tuple[Geser, ...]] = {}
        for i in leaning:
            proof = _protect(system, i, only_hidden=True)
            if proof is None:
                break
            others[i] = proof
        if len(others) == len(leaning):
            proofs.update(others)
        else:
            system.sembunyikan([extra])


def _splits(system: Sistem, i: int) -> Iterator[tuple[int, int]]:
    """(up, down) pairs that give cell ``i`` what it is owed, the plainest first."""
    cell = system.sel[i]
    assert cell.lindung is not None
    width, reach = cell.lindung.lebar, cell.lindung.batas - cell.nilai
    room = width if cell.bawah is None else min(width, cell.nilai - cell.bawah)
    steps = range(room + 1) if room <= 12 else sorted({0, room // 4, room // 2, room})
    for down in steps:
        yield max(width - down, reach, 0), down


def _protect(system: Sistem, i: int, *, only_hidden: bool = False) -> tuple[Geser, ...] | None:
    """Agreeing tables that protect cell ``i``, once their cells are hidden; ``None`` if none."""
    splits = list(_splits(system, i))
    if only_hidden:
        scopes = [system.bersama(i, system.tersembunyi)]  # few, so at once and the plainest way
        splits = splits[:1]
    else:
        scopes = list(_scopes(system, i))
    for up, down in splits:
        for scope in scopes:
            found: list[Geser] = []
            for by in (up, -down):
                if by == 0:
                    continue
                moved = _move(system, i, by, scope)
                if moved is None:
                    break
                found.append(moved)
            else:
                return tuple(found)
    return None


def _scopes(system: Sistem, i: int) -> Iterator[list[int]]:
    """Sub-tables around ``i`` of growing size, at last all that hangs together with it."""
    whole = system.pulau(i)
    size = 0
    for per_dimension in KOTAK:
        box = _box(system, i, whole, per_dimension)
        if size < len(box) < len(whole):
            size = len(box)
            yield box
    yield whole


def _box(system: Sistem, i: int, whole: list[int], count: int) -> list[int]:
    own = system.sel[i].koordinat
    score: dict[str, dict[str, int]] = {name: defaultdict(int) for name in own}
    for number in system.pada[i]:
        for j, _ in system.ikatan[number].faktor:
            other = system.sel[j]
            room = 1 if other.bawah is None else min(other.nilai - other.bawah, 10)
            for name, value in other.koordinat.items():
                if name in own and value != own[name]:
                    score[name][value] += (1000 if j in system.tersembunyi else 1) * room
    kept = {
        name: {own[name], *sorted(values, key=lambda v: (-values[v], v))[:count]}
        for name, values in score.items()
    }
    near = min(
        (system.bernilai(name, values) for name, values in kept.items()), key=len, default=whole
    )
    return [
        j
        for j in near
        if all(
            value in kept[name] for name, value in system.sel[j].koordinat.items() if name in kept
        )
    ]


def _move(system: Sistem, i: int, by: int, scope: list[int]) -> Geser | None:
    """A table in which cell ``i`` is ``by`` more and which agrees with everything outside ``scope``
    and every known sum, touching cheap further cells; ``None`` if there is none."""
    program = _Program(system, scope)
    program.tuju(i, by)
    plain = program.selesaikan("linear")
    if plain is None:
        return None
    best: dict[int, int] | None = None
    if len(scope) <= SEL_TEPAT and _fresh(system, plain):
        best = program.selesaikan("fewest")
    for moved in (best, plain):
        if moved is not None and _proven(system, i, by, moved):
            return moved
    whole = program.selesaikan("whole")  # the corner was no whole-number table
    return whole if whole is not None and _proven(system, i, by, whole) else None


def _fresh(system: Sistem, moved: Geser) -> list[int]:
    return [j for j in moved if j in system.bebas]


def _proven(system: Sistem, i: int, by: int, moved: dict[int, int]) -> bool:
    """Whether the rounded answer holds exactly, were its cells hidden."""
    if moved.get(i) != by:
        return False
    fresh = _fresh(system, moved)
    system.tersembunyi.update(fresh)
    try:
        return system.sah(moved)
    finally:
        system.tersembunyi.difference_update(fresh)


class _Program:
    """One sub-table as a program: per cell how far it goes up and down, per tie what must hold."""

    def __init__(self, system: Sistem, scope: list[int]) -> None:
        self.system = system
        self.scope = scope
        self.place = {j: k for k, j in enumerate(scope)}
        self.entries: list[tuple[int, int, float]] = []
        self.low: list[float] = []
        self.high: list[float] = []
        for number in sorted({t for j in scope for t in system.pada[j]}):
            tie = system.ikatan[number]
            for j, factor in tie.faktor:
                if j in self.place:
                    k = self.place[j]
                    self.entries.append((len(self.low), k, factor))
                    self.entries.append((len(self.low), len(scope) + k, -factor))
            self.low.append(0.0 if tie.longgar is None else -np.inf)
            self.high.append(0.0 if tie.longgar is None else float(tie.longgar))
        self.target = (0, 0)

    def tuju(self, i: int, by: int) -> None:
        """Cell ``i`` is to be ``by`` more."""
        self.target = (self.place[i], by)

    def bounds(self) -> tuple[list[float], list[float]]:
        """Least and greatest movement, up then down, of each cell."""
        at, by = self.target
        most = abs(by) * 4
        up: list[float] = []
        down: list[float] = []
        for j in self.scope:
            cell = self.system.sel[j]
            up.append(most if cell.atas is None else min(most, cell.atas - cell.nilai))
            down.append(most if cell.bawah is None else min(most, cell.nilai - cell.bawah))
        fixed_up, fixed_down = max(by, 0), max(-by, 0)
        lower = [0.0] * (2 * len(self.scope))
        upper = up + down
        lower[at], lower[len(self.scope) + at] = fixed_up, fixed_down
        reachable = up[at] >= fixed_up and down[at] >= fixed_down
        upper[at] = fixed_up if reachable else -1.0
        upper[len(self.scope) + at] = fixed_down
        return lower, upper

    def selesaikan(self, how: Cara) -> dict[int, int] | None:
        """The movement, rounded; ``None`` where there is none or the step bound was reached."""
        n = len(self.scope)
        lower, upper = self.bounds()
        if any(high < low for low, high in zip(lower, upper, strict=True)):
            return None
        free = [k for k, j in enumerate(self.scope) if j in self.system.bebas]
        entries, low, high = self.entries, self.low, self.high
        # Of equal answers the one that moves least: no idle rings.
        cost = np.full(2 * n, IMPULS)
        if how == "fewest":
            most = float(abs(self.target[1]) * 4)
            entries, low, high = list(entries), list(low), list(high)
            for number, k in enumerate(free):
                row = len(low)
                entries += [(row, k, 1.0), (row, n + k, 1.0), (row, 2 * n + number, -most)]
                low.append(-np.inf)
                high.append(0.0)
            cost = np.concatenate(
                [cost, [float(self.system.sel[self.scope[k]].bobot) for k in free]]
            )
            lower = lower + [0.0] * len(free)
            upper = upper + [1.0] * len(free)
        else:
            for k in free:
                cost[k] = cost[n + k] = self.system.sel[self.scope[k]].bobot
        answer = _ask(cost, how != "linear", lower, upper, entries, low, high)
        if answer is None:
            return None
        moved = np.rint(answer[:n] - answer[n : 2 * n]).astype(int)
        return {j: int(moved[k]) for j, k in self.place.items() if moved[k]}


def _ask(
    cost: Any,
    whole: bool | Sequence[int],
    lower: Sequence[float],
    upper: Sequence[float],
    entries: Sequence[tuple[int, int, float]],
    low: Sequence[float],
    high: Sequence[float],
) -> Any:
    """The solver's answer to one program, or ``None``."""
    # Imported here: only publishing needs the solver.
    import highspy

    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(cost), max(1, len(low))
    model.col_cost_ = np.array(cost, dtype=float)
    model.col_lower_ = np.array(lower, dtype=float)
    model.col_upper_ = np.array(upper, dtype=float)
    model.row_lower_ = np.array(low or [0.0], dtype=float)
    model.row_upper_ = np.array(high or [0.0], dtype=float)
    table = np.array(entries, dtype=float).reshape(-1, 3)
    table = table[np.lexsort((table[:, 0], table[:, 1]))]
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.searchsorted(table[:, 1], np.arange(len(cost) + 1)).astype(np.int32)
    model.a_matrix_.index_ = table[:, 0].astype(np.int32)
    model.a_matrix_.value_ = table[:, 2]
    kinds = [whole] * len(cost) if isinstance(whole, bool) else whole
    if any(kinds):
        integer, real = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        model.integrality_ = [integer if kind else real for kind in kinds]
    # The base class: the public one writes a banner to standard output before it can be silenced.
    solver = highspy._core._Highs()
    solver.setOptionValue("output_flag", False)
    for option, value in (("threads", 1), ("mip_max_nodes", SIMPUL), ("mip_rel_gap", 0.01)):
        solver.setOptionValue(option, value)
    solver.passModel(model)
    solver.run()
    found = (
        solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    )
    return np.array(solver.getSolution().col_value) if found else None


# -- all at once -----------------------------------------------------------------------------------


def _at_once(system: Sistem, wanted: Sequence[int], scope: list[int]) -> bool:
    """Hide the cheapest set that serves all of ``wanted`` together; whether one was found.

    One movement per protected cell, all paying for the same hidings.
    """
    n, free = len(scope), [k for k, j in enumerate(scope) if j in system.bebas]
    entries: list[tuple[int, int, float]] = []
    low: list[float] = []
    high: list[float] = []
    lower: list[float] = []
    upper: list[float] = []
    charge = 2 * n * len(wanted)
    program = _Program(system, scope)
    for number, i in enumerate(wanted):
        shift = 2 * n * number
        program.tuju(i, _need(system, i))
        at_least, at_most = program.bounds()
        if any(b < a for a, b in zip(at_least, at_most, strict=True)):
            return False
        lower += at_least
        upper += at_most
        base = len(low)
        entries += [(base + row, shift + column, f) for row, column, f in program.entries]
        low += program.low
        high += program.high
        for order, k in enumerate(free):
            for column, most in ((k, at_most[k]), (n + k, at_most[n + k])):
                if most:
                    entries.append((len(low), shift + column, 1.0))
                    entries.append((len(low), charge + order, -most))
                    low.append(-np.inf)
                    high.append(0.0)
    cost = [IMPULS] * charge + [float(system.sel[scope[k]].bobot) for k in free]
    answer = _ask(
        np.array(cost),
        [0] * charge + [1] * len(free),
        lower + [0.0] * len(free),
        upper + [1.0] * len(free),
        entries,
        low,
        high,
    )
    if answer is None:
        return False
    system.sembunyikan(scope[k] for order, k in enumerate(free) if answer[charge + order] > 0.5)
    return True
