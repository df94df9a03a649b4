"""Validity in time: rows of one code list as intervals, and what changed between two days.

Belongs here: the arithmetic of intervals and successors that code lists and area codes share. Does
not belong here: where rows come from, or what a code means.

One rule carries everything: a row that ends is followed, on the very next day, by the rows of its
``pengganti``, or by the next row of its own code when it names none. A gap ends the trail. So what
became of a code from a to c is what became, from b to c, of all it had become by b.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

JenisPerubahan = Literal["baru", "hilang", "berganti_nama", "dipecah", "digabung", "diganti"]

_HARI = dt.timedelta(days=1)


def pisah_kode(teks: str | None) -> tuple[str, ...]:
    """The codes of a ``pengganti`` cell, which are separated by ``|``."""
    return tuple(part.strip() for part in (teks or "").split("|") if part.strip())


@dataclass(frozen=True, slots=True)
class Masa:
    """One code under one name, valid in ``[sejak, sampai]``; an open end is ``None``.

    ``dasar_hukum`` is the decree that brought the row; ``diasumsikan``: its days are assumed.
    """

    kode: str
    nama: str
    sejak: dt.date | None
    sampai: dt.date | None
    pengganti: tuple[str, ...] = ()
    dasar_hukum: str = ""
    diasumsikan: bool = False

    def pada(self, hari: dt.date) -> bool:
        """Valid on that day."""
        return (self.sejak is None or self.sejak <= hari) and (
            self.sampai is None or hari <= self.sampai
        )


@dataclass(frozen=True, slots=True)
class Perubahan:
    """One change of a list: ``lama`` became ``baru`` on ``pada``, by ``dasar_hukum``.

    ``baru``: nothing before; ``hilang``: nothing after; ``berganti_nama``: same code; ``diganti``:
    one code for another; ``dipecah``: one for several; ``digabung``: several for one (the one may
    be among them).
    """

    jenis: JenisPerubahan
    lama: tuple[Masa, ...]
    baru: tuple[Masa, ...]
    pada: dt.date
    dasar_hukum: str


class Riwayat:
    """All rows of one list, in every version.

    ``mulai``: the day on which the list itself begins to be known; what is valid from then on is
    not *new* that day. Rows of one code must not overlap (:func:`cacat_masa` tells).
    """

    def __init__(self, baris: Iterable[Masa], mulai: dt.date | None = None) -> None:
        self.baris: tuple[Masa, ...] = tuple(baris)
        self.mulai = mulai
        self._kode = kelompok(self.baris)

    def kode(self, kode: str) -> tuple[Masa, ...]:
        """The rows of one code, oldest first; empty when unknown."""
        return self._kode.get(kode, ())

    def pada(self, hari: dt.date) -> dict[str, Masa]:
        """The list as of a day: every code that was valid, once."""
        return {row.kode: row for row in self.baris if row.pada(hari)}

    def satu(self, kode: str, hari: dt.date) -> Masa | None:
        """The row of one code on one day."""
        return next((row for row in self.kode(kode) if row.pada(hari)), None)

    def penerus(self, row: Masa) -> tuple[Masa, ...]:
        """The rows that follow a row on the day after its last one; empty for an open or dead end."""
        if row.sampai is None or row.sampai == dt.date.max:
            return ()
        after = row.sampai + _HARI
        found = (self.satu(code, after) for code in row.pengganti or (row.kode,))
        return tuple(dict.fromkeys(heir for heir in found if heir is not None))

    def menjadi(self, row: Masa, hari: dt.date) -> tuple[Masa, ...]:
        """What a row has become by ``hari`` (itself while it is valid), in order of code."""
        if row.sampai is None or row.sampai >= hari:
            return (row,)
        found = {heir for next_ in self.penerus(row) for heir in self.menjadi(next_, hari)}
        return tuple(sorted(found, key=lambda m: m.kode))

    def akhir(self, row: Masa) -> tuple[Masa, ...]:
        """The end of the trail: the rows without an end, or none where all trails are dead."""
        if row.sampai is None:
            return (row,)
        found = {last for heir in self.penerus(row) for last in self.akhir(heir)}
        return tuple(sorted(found, key=lambda m: m.kode))

    def perubahan(self, dari: dt.date, ke: dt.date) -> tuple[Perubahan, ...]:
        """What differs between the list of ``dari`` and that of ``ke`` (not before it)."""
        if ke < dari:
            raise ValueError("Hari akhir mendahului hari awal. Tukar keduanya.")
        ended = [m for m in self.baris if m.pada(dari) and not m.pada(ke)]
        begun = [m for m in self.baris if m.pada(ke) and not m.pada(dari)]
        heirs = {row: self.menjadi(row, ke) for row in ended}
        reached = {heir for found in heirs.values() for heir in found}
        changes = list(self._ends(heirs, dari))
        for row in begun:
            if row not in reached:
                first = self._first_day(row, dari)
                if first != self.mulai:
                    changes.append(Perubahan("baru", (), (row,), first, row.dasar_hukum))
        return tuple(sorted(changes, key=_order))

    def catatan(self) -> tuple[Perubahan, ...]:
        """The whole change log, oldest day first."""
        days = {m.sejak for m in self.baris if m.sejak not in (None, dt.date.min)}
        days |= {m.sampai + _HARI for m in self.baris if m.sampai and m.sampai < dt.date.max}
        return tuple(
            change
            for day in sorted(d for d in days if d)
            for change in self.perubahan(day - _HARI, day)
        )

    def _ends(self, heirs: Mapping[Masa, Sequence[Masa]], dari: dt.date) -> Iterator[Perubahan]:
        single: defaultdict[Masa, list[Masa]] = defaultdict(list)
        for row, found in heirs.items():
            assert row.sampai is not None
            day = row.sampai + _HARI
            if not found:
                yield Perubahan("hilang", (row,), (), day, "")
            elif len({m.kode for m in found}) > 1:
                yield Perubahan("dipecah", (row,), tuple(found), day, found[0].dasar_hukum)
            else:
                single[found[0]].append(row)
        for heir, rows in single.items():
            others = [row for row in rows if row.kode != heir.kode]
            day = max(row.sampai for row in rows if row.sampai) + _HARI
            before = self.satu(heir.kode, dari)
            if not others:
                if rows[0].nama != heir.nama:
                    yield Perubahan("berganti_nama", (rows[0],), (heir,), day, heir.dasar_hukum)
            elif len(others) > 1 or before is not None:
                # A code that takes in another one is itself part of what was merged.
                own = [before] if before is not None else []
                old = tuple(sorted({*others, *own}, key=lambda m: m.kode))
                yield Perubahan("digabung", old, (heir,), day, heir.dasar_hukum)
            else:
                yield Perubahan("diganti", (others[0],), (heir,), day, heir.dasar_hukum)

    def _first_day(self, row: Masa, dari: dt.date) -> dt.date:
        """The day after ``dari`` on which an unbroken run of rows up to ``row`` began."""
        rows = self.kode(row.kode)
        place = rows.index(row)
        while place and row in self.penerus(rows[place - 1]) and not rows[place - 1].pada(dari):
            place -= 1
            row = rows[place]
        return rows[place].sejak or dari


def kelompok(baris: Iterable[Masa]) -> dict[str, tuple[Masa, ...]]:
    """Rows by code, each code's oldest first."""
    groups: defaultdict[str, list[Masa]] = defaultdict(list)
    for row in baris:
        groups[row.kode].append(row)
    return {
        code: tuple(sorted(rows, key=lambda m: m.sejak or dt.date.min))
        for code, rows in groups.items()
    }


@dataclass(frozen=True, slots=True)
class CacatMasa:
    """A fault of a list in time: the row, the field, the rule with its remedy (Indonesian)."""

    baris: Masa
    isian: str
    aturan: str


def cacat_masa(baris: Sequence[Masa], boleh_jeda: Iterable[str] = ()) -> Iterator[CacatMasa]:
    """Every fault of a list's intervals: overlap, undeclared gap, successor that is not there.

    ``boleh_jeda`` names the codes that may rest for a while.
    """
    rows_of, resting = kelompok(baris), frozenset(boleh_jeda)
    history = Riwayat(baris)
    for code, rows in rows_of.items():
        for before, after in itertools.pairwise(rows):
            if before.sampai is None or after.sejak is None or before.sampai >= after.sejak:
                yield CacatMasa(
                    after,
                    "berlaku_sejak",
                    f"kode '{code}' punya dua baris yang berlaku pada hari yang sama. "
                    "Akhiri baris lama sehari sebelum baris baru.",
                )
            elif not _touch(before, after) and code not in resting:
                yield CacatMasa(
                    after,
                    "berlaku_sejak",
                    f"kode '{code}' tidak berlaku antara {before.sampai} dan {after.sejak}. "
                    "Sambungkan tanggalnya, atau sebutkan kode itu pada boleh_jeda.",
                )
    for row in baris:
        if row.sejak and row.sampai and row.sejak > row.sampai:
            yield CacatMasa(row, "berlaku_sejak", "berlaku_sejak sesudah berlaku_sampai. Tukar.")
            continue
        if row.pengganti and row.sampai is None:
            yield CacatMasa(
                row,
                "pengganti",
                f"kode '{row.kode}' punya pengganti tetapi masih berlaku. Isi berlaku_sampai.",
            )
        for code in row.pengganti:
            if code not in rows_of:
                yield CacatMasa(
                    row,
                    "pengganti",
                    f"pengganti '{code}' tidak ada dalam daftar. Tambahkan barisnya.",
                )
            elif row.sampai and history.satu(code, row.sampai + _HARI) is None:
                yield CacatMasa(
                    row,
                    "pengganti",
                    f"pengganti '{code}' tidak berlaku sehari sesudah '{row.kode}' berakhir. "
                    "Samakan tanggalnya.",
                )


def _touch(before: Masa, after: Masa) -> bool:
    return before.sampai is not None and before.sampai + _HARI == after.sejak


def _order(change: Perubahan) -> tuple[dt.date, str, str]:
    return change.pada, (change.lama or change.baru)[0].kode, change.jenis
