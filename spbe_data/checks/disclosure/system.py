"""What a reader can work out: cells, the sums that tie them, and exact proof of what stays open.

Belongs here: the linear system of everything published, in whole numbers, and the check of one
proof. A proof for a hidden cell is another whole-number table that agrees with all that is published
and in which that cell is different. No search and no floating point is in this module.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Literal

Keadaan = Literal["terbuka", "bebas", "tersembunyi"]
"""``terbuka``: known to the public and past hiding. ``bebas``: would be published now, may be
hidden. ``tersembunyi``: hidden."""


@dataclass(frozen=True, slots=True)
class Lindung:
    """What a hidden cell is owed: some agreeing table has at least ``batas`` in it, and the values
    over all agreeing tables lie ``lebar`` or more apart. Both in units of the cell."""

    batas: int
    lebar: int


@dataclass(frozen=True, slots=True)
class Sel:
    """One figure. ``nilai`` and the bounds are whole numbers (scaled where the measure has decimals).

    ``bawah`` and ``atas``: what anybody knows a hidden one to be at least and at most. ``bobot``:
    what hiding it costs, above 0. ``koordinat``: dimension → value, to look near it first.
    """

    nama: Hashable
    nilai: int
    keadaan: Keadaan
    bawah: int | None = 0
    atas: int | None = None
    bobot: int = 1
    lindung: Lindung | None = None
    koordinat: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ikatan:
    """A known sum of cells (index → factor), or with ``longgar`` a known order: the sum may grow by
    at most that much."""

    faktor: tuple[tuple[int, int], ...]
    longgar: int | None = None


Geser = Mapping[int, int]
"""A table that differs: cell index → difference, without the zeros."""


class Sistem:
    """Cells and ties. Cells are changed only by hiding (:meth:`sembunyikan`) and taking that back."""

    def __init__(self, sel: Iterable[Sel], ikatan: Iterable[Ikatan]) -> None:
        self.sel = list(sel)
        self.tersembunyi = {i for i, s in enumerate(self.sel) if s.keadaan == "tersembunyi"}
        self.bebas = {i for i, s in enumerate(self.sel) if s.keadaan == "bebas"}
        self.tambahan: set[int] = set()
        """Cells hidden for the sake of others."""
        movable = self.tersembunyi | self.bebas
        seen: dict[Ikatan, None] = {}
        for tie in ikatan:
            kept = tuple(sorted((i, f) for i, f in tie.faktor if i in movable and f))
            if kept:
                seen[Ikatan(kept, tie.longgar)] = None
        self.ikatan = list(seen)
        self.pada: dict[int, list[int]] = defaultdict(list)
        """Cell → the ties it is in."""
        for number, tie in enumerate(self.ikatan):
            for i, _ in tie.faktor:
                self.pada[i].append(number)

        self._pulau: dict[int, list[int]] = {}
        self._nilai: dict[str, dict[str | None, list[int]]] = {}

    def bersama(self, i: int, usable: Set[int]) -> list[int]:
        """The cells among ``usable`` that hang together with ``i``, itself included, in order."""
        seen = {i}
        left = [i]
        ties: set[int] = set()
        while left:
            for number in self.pada[left.pop()]:
                if number in ties:
                    continue
                ties.add(number)
                for j, _ in self.ikatan[number].faktor:
                    if j in usable and j not in seen:
                        seen.add(j)
                        left.append(j)
        return sorted(seen)

    def pulau(self, i: int) -> list[int]:
        """All cells that hang together with ``i``: those hidden and those that may be (worked out
        once, since hiding moves cells only from one to the other)."""
        if i not in self._pulau:
            found = self.bersama(i, self.tersembunyi | self.bebas)
            self._pulau.update(dict.fromkeys(found, found))
        return self._pulau[i]

    def bernilai(self, dimensi: str, nilai: Collection[str]) -> list[int]:
        """The movable cells with one of these values in a dimension, or without that dimension."""
        if dimensi not in self._nilai:
            made: dict[str | None, list[int]] = defaultdict(list)
            for i in sorted(self.tersembunyi | self.bebas):
                made[self.sel[i].koordinat.get(dimensi)].append(i)
            self._nilai[dimensi] = made
        known = self._nilai[dimensi]
        return sorted(i for value in (None, *nilai) for i in known.get(value, ()))

    def sembunyikan(self, cells: Iterable[int]) -> None:
        """Hide free cells for the sake of others."""
        for i in cells:
            if i in self.bebas:
                self.bebas.discard(i)
                self.tersembunyi.add(i)
                self.tambahan.add(i)

    def buka(self, i: int) -> None:
        """Take the hiding of one such cell back."""
        self.tambahan.remove(i)
        self.tersembunyi.remove(i)
        self.bebas.add(i)

    def sah(self, geser: Geser) -> bool:
        """Whether the table moved by ``geser`` agrees with all that is published. Exact."""
        touched: set[int] = set()
        for i, by in geser.items():
            cell = self.sel[i]
            moved = cell.nilai + by
            if (
                i not in self.tersembunyi
                or (cell.bawah is not None and moved < cell.bawah)
                or (cell.atas is not None and moved > cell.atas)
            ):
                return False
            touched.update(self.pada[i])
        for number in touched:
            tie = self.ikatan[number]
            change = sum(f * geser.get(i, 0) for i, f in tie.faktor)
            if change != 0 if tie.longgar is None else change > tie.longgar:
                return False
        return True

    def cukup(self, i: int, bukti: Iterable[Geser]) -> bool:
        """Whether the agreeing tables ``bukti`` give cell ``i`` what it is owed."""
        cell = self.sel[i]
        assert cell.lindung is not None
        found = [0, *(geser.get(i, 0) for geser in bukti)]
        return (
            cell.nilai + max(found) >= cell.lindung.batas
            and max(found) - min(found) >= cell.lindung.lebar
        )
