"""From published tables to the attacker's system: every version that went out, and the one to come.

Belongs here: which figures are small, which sums are known, what earlier releases and sister tables
have told already. Sums are formed within one period. The reader is given more than he has: a sum is
taken as known exactly also where a tolerance is declared, and he is told which figures a revision
left alone.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import polars as pl

from spbe_data.checks.disclosure.search import lengkapi
from spbe_data.checks.disclosure.system import Ikatan, Keadaan, Lindung, Sel, Sistem
from spbe_data.standards.disclosure import KebijakanPengungkapan, Pengungkapan, UkuranRahasia
from spbe_data.standards.models import AturanBanding, AturanJumlah, Standar
from spbe_data.standards.policy import BagianTotal

Kunci = tuple[str, ...]
"""A row: the values of the standard's key columns, as text."""

Petak = tuple[str, Kunci, str]
"""One figure of a dataset: period, row, measure."""


@dataclass(frozen=True, slots=True)
class Tabel:
    """One version of one period of one dataset, with its true values."""

    dataset: str
    periode: str
    versi: int
    isi: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Terbitan:
    """One release that is out: version of each period, and the figures it hid."""

    dataset: str
    isi: Mapping[str, int]
    tersembunyi: Collection[Petak]


@dataclass(frozen=True, slots=True)
class Aturan:
    """What one dataset declares: its standard, protection (if any), and sums against sisters."""

    standar: Standar
    pengungkapan: Pengungkapan | None
    bagian_total: tuple[BagianTotal, ...] = ()


@dataclass(frozen=True, slots=True)
class Soal:
    """A release about to go out, and all that stands around it.

    ``tabel``: every version in ``terbitan`` and in the new one (``dataset``, ``isi``).
    ``aturan_tetap``: the last release of ``dataset`` was made under the same numbers and
    declaration; then what it hid stays hidden.
    """

    dataset: str
    isi: Mapping[str, int]
    tabel: Sequence[Tabel]
    terbitan: Sequence[Terbitan]
    aturan: Mapping[str, Aturan]
    kebijakan: KebijakanPengungkapan
    aturan_tetap: bool = True


@dataclass(frozen=True, slots=True)
class Keputusan:
    """What the new release hides. ``primer``: small figures; ``sekunder``: hidden for their sake.

    ``sudah_terbuka``: small figures that an earlier release shows; they are hidden from now on, but
    cannot be protected any more. ``gagal``: figures that no hiding protects; the release must not go
    out while there are any.
    """

    primer: frozenset[Petak] = frozenset()
    sekunder: frozenset[Petak] = frozenset()
    sudah_terbuka: frozenset[Petak] = frozenset()
    gagal: tuple[tuple[str, Petak], ...] = ()

    @property
    def semua(self) -> frozenset[Petak]:
        """All figures hidden."""
        return self.primer | self.sekunder


def putuskan_pengungkapan(soal: Soal) -> Keputusan:
    """Which figures the new release must hide."""
    made = [_decide(soal, group) for group in _groups(soal)]
    return Keputusan(
        frozenset().union(*(d.primer for d in made)),
        frozenset().union(*(d.sekunder for d in made)),
        frozenset().union(*(d.sudah_terbuka for d in made)),
        tuple(f for d in made for f in d.gagal),
    )


def kecil(rule: UkuranRahasia, policy: KebijakanPengungkapan) -> int:
    """The least number of people or contributors that may be shown."""
    return rule.minimum or policy.ambang(rule.jenis).minimum


# -- measures that hang together -------------------------------------------------------------------

Ukuran = tuple[str, str]
"""Dataset and measure."""


def _groups(soal: Soal) -> list[list[Ukuran]]:
    """Measures tied by sums within a row or to a sister table; each group is one system."""
    leader: dict[Ukuran, Ukuran] = {}

    def find(one: Ukuran) -> Ukuran:
        leader.setdefault(one, one)
        while leader[one] != one:
            one = leader[one]
        return one

    def join(several: Iterable[Ukuran]) -> None:
        first, *rest = [find(one) for one in several]
        for other in rest:
            leader[find(other)] = find(first)

    for dataset, rules in sorted(soal.aturan.items()):
        for measure in rules.pengungkapan.ukuran if rules.pengungkapan else ():
            find((dataset, measure.ukuran))
        for rule in rules.standar.aturan:
            if isinstance(rule, AturanJumlah) or (
                isinstance(rule, AturanBanding) and _numeric(rules.standar, rule)
            ):
                join((dataset, name) for name in rule.kolom_terpakai)
        for sums in rules.bagian_total:
            if sums.total_dari.dataset in soal.aturan:
                join(
                    ((dataset, sums.ukuran), (sums.total_dari.dataset, sums.total_dari.ukuran)),
                )
    made: dict[Ukuran, list[Ukuran]] = defaultdict(list)
    for one in sorted(leader):
        made[find(one)].append(one)
    protected = {
        (dataset, u.ukuran)
        for dataset, rules in soal.aturan.items()
        for u in (rules.pengungkapan.ukuran if rules.pengungkapan else ())
    }
    return [group for group in made.values() if protected.intersection(group)]


def _numeric(standard: Standar, rule: AturanBanding) -> bool:
    return all(standard.satu(n).tipe in ("bulat", "desimal") for n in rule.kolom_terpakai)


# -- reading tables --------------------------------------------------------------------------------


@dataclass(slots=True)
class _Cell:
    """What is known of one figure over all versions in which it has this value."""

    value: int
    state: Keadaan = "bebas"
    small: bool = False
    cheap: bool = False
    dims: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Rows:
    """One version, read once: row keys, values (scaled, ``None`` where there is none) per measure."""

    table: Tabel
    keys: list[Kunci]
    values: dict[str, list[int | None]]
    counters: dict[str, list[int | None]]


Nama = tuple[str, str, Kunci, str, int]
"""A cell of the system: dataset, period, row, measure, value. A figure that a revision changed is
another cell; one that it left alone is the same."""


class _Pembaca:
    """The tables of one group of measures as cells and ties."""

    def __init__(self, soal: Soal, group: Sequence[Ukuran]) -> None:
        self.soal = soal
        self.group: dict[str, list[str]] = defaultdict(list)
        for dataset, measure in group:
            if measure in soal.aturan[dataset].standar.nama_kolom:
                self.group[dataset].append(measure)
        self.scale = max((self._decimals(d, m) for d, ms in self.group.items() for m in ms))
        self.by = int(10**self.scale)
        self.out: dict[tuple[str, str, int], list[Terbitan]] = defaultdict(list)
        for release in soal.terbitan:
            for period, version in release.isi.items():
                self.out[release.dataset, period, version].append(release)
        last = [t for t in soal.terbitan if t.dataset == soal.dataset][-1:]
        self.before = set(last[0].tersembunyi) if last else set()
        self.before_version = last[0].isi if last else {}
        self.rows = [self._read(t) for t in soal.tabel if t.dataset in self.group]
        self.keep_periods()
        self.cells: dict[Nama, _Cell] = {}

    def _decimals(self, dataset: str, measure: str) -> int:
        column = self.soal.aturan[dataset].standar.satu(measure)
        return 0 if column.tipe == "bulat" else (6 if column.skala is None else column.skala)

    def unit(self, dataset: str, measure: str) -> int:
        """The smallest step of a measure, scaled."""
        return int(10 ** (self.scale - self._decimals(dataset, measure)))

    def rule(self, dataset: str, measure: str) -> UkuranRahasia | None:
        """The declaration of a measure."""
        declared = self.soal.aturan[dataset].pengungkapan
        return declared.untuk(measure) if declared else None

    def _read(self, table: Tabel) -> _Rows:
        standard = self.soal.aturan[table.dataset].standar
        measures = [m for m in self.group[table.dataset] if m in table.isi.columns]
        keys = list(
            table.isi.select(
                pl.col(c).cast(pl.String).fill_null("")
                if c in table.isi.columns
                else pl.lit("").alias(c)
                for c in standard.kunci
            ).iter_rows()
        )
        counters: dict[str, list[int | None]] = {}
        for measure in measures:
            rule = self.rule(table.dataset, measure)
            if rule is not None and rule.pencacah in table.isi.columns:
                counters[measure] = [
                    None if v is None else math.ceil(v) for v in table.isi[rule.pencacah].to_list()
                ]
        return _Rows(table, keys, {m: self._scaled(table.isi[m]) for m in measures}, counters)

    def _scaled(self, column: pl.Series) -> list[int | None]:
        if column.dtype.is_integer():
            return [None if v is None else v * self.by for v in column.to_list()]
        return [None if v is None else int(Decimal(str(v)) * self.by) for v in column.to_list()]

    def small(self, rows: _Rows, measure: str, i: int) -> bool:
        """Whether the figure is made of too few."""
        rule, value = self.rule(rows.table.dataset, measure), rows.values[measure][i]
        if rule is None or not value:
            return False
        least = kecil(rule, self.soal.kebijakan)
        if measure in rows.counters:
            count = rows.counters[measure][i]
            return count is not None and 0 < count < least
        return 0 < value < least * self.by

    def keep_periods(self) -> None:
        """Leave out periods in which nothing is or was hidden: nothing in them can be worked out."""
        wanted = {petak[0] for t in self.soal.terbitan for petak in t.tersembunyi}
        for rows in self.rows:
            if rows.table.periode not in wanted and any(
                self.small(rows, m, i) for m in rows.values for i in range(len(rows.keys))
            ):
                wanted.add(rows.table.periode)
        self.rows = [r for r in self.rows if r.table.periode in wanted]

    # -- cells ---------------------------------------------------------------------------------

    def name(self, rows: _Rows, measure: str, i: int) -> Nama | None:
        value = rows.values[measure][i]
        if not value:
            return None  # nothing there, or a zero, which is always shown
        table = rows.table
        return (table.dataset, table.periode, rows.keys[i], measure, value)

    def is_new(self, table: Tabel) -> bool:
        soal = self.soal
        return table.dataset == soal.dataset and soal.isi.get(table.periode) == table.versi

    def read_cells(self) -> None:
        """The state of every figure, from all versions that hold it."""
        old_small: set[Petak] = set()
        for rows in self.rows:
            table = rows.table
            if (
                table.dataset == self.soal.dataset
                and self.before_version.get(table.periode) == table.versi
            ):
                old_small |= {
                    (table.periode, rows.keys[i], m)
                    for m in rows.values
                    for i in range(len(rows.keys))
                    if self.small(rows, m, i)
                }
        for rows in self.rows:
            releases = self.out[rows.table.dataset, rows.table.periode, rows.table.versi]
            dims = self.soal.aturan[rows.table.dataset].standar.kunci
            for measure in rows.values:
                declared = self.rule(rows.table.dataset, measure) is not None
                for i, key in enumerate(rows.keys):
                    name = self.name(rows, measure, i)
                    if name is None:
                        continue
                    cell = self.cells.setdefault(
                        name, _Cell(name[4], dims=dict(zip(dims, key, strict=True)))
                    )
                    cell.small |= self.small(rows, measure, i)
                    petak = (rows.table.periode, key, measure)
                    shown = any(petak not in r.tersembunyi for r in releases)
                    if shown or not declared:
                        cell.state = "terbuka"
                    if cell.state == "terbuka":
                        continue
                    if cell.small or (releases and not self.is_new(rows.table)):
                        cell.state = "tersembunyi"
                    elif petak in self.before and self.is_new(rows.table):
                        changed = not releases
                        if self.soal.aturan_tetap and not (changed and petak in old_small):
                            cell.state = "tersembunyi"
                        cell.cheap = True

    def system(self) -> tuple[Sistem, list[Nama]]:
        """The system, and the name of each of its cells, in order."""
        names = sorted(self.cells)
        index = {name: i for i, name in enumerate(names)}
        ties = [
            Ikatan(tuple((index[n], f) for n, f in factors), slack)
            for factors, slack in self.ties()
        ]
        return Sistem([self._cell(n) for n in names], ties), names

    def _cell(self, name: Nama) -> Sel:
        dataset, _period, _key, measure, value = name
        seen = self.cells[name]
        rule = self.rule(dataset, measure)
        column = self.soal.aturan[dataset].standar.satu(measure)
        by = self.by
        low = None if column.minimum is None else math.ceil(column.minimum * by)
        high = None if column.maksimum is None else math.floor(column.maksimum * by)
        if rule is not None and (rule.pencacah is None or (low is not None and low >= 0)):
            low = max(low or 0, self.unit(dataset, measure))  # a zero would have been shown
        if low is not None and value < low:
            low = None
        if high is not None and value > high:
            high = None
        guard: Lindung | None = None
        if seen.small and seen.state == "tersembunyi":
            assert rule is not None
            numbers = self.soal.kebijakan.ambang(rule.jenis)
            if rule.pencacah is None:
                least = kecil(rule, self.soal.kebijakan)
                guard = Lindung(least * by, max(numbers.lebar, least - 1) * by)
            else:
                width = math.ceil(abs(value) * numbers.lebar_relatif)
                guard = Lindung(value, max(width, self.unit(dataset, measure)))
        weight = 1 if seen.cheap else 100 + 10 * (abs(value) // by).bit_length()
        return Sel(name, value, seen.state, low, high, weight, guard, seen.dims)

    # -- ties ----------------------------------------------------------------------------------

    def ties(self) -> Iterator[tuple[list[tuple[Nama, int]], int | None]]:
        """Everything known about sums: (cell, factor) pairs, and slack for what is only an order."""
        for rows in self.rows:
            yield from self._row_ties(rows)
            standard = self.soal.aturan[rows.table.dataset].standar
            declared = self.soal.aturan[rows.table.dataset].pengungkapan
            for margin in declared.margin if declared else ():
                for measure in rows.values:
                    if self.rule(rows.table.dataset, measure) is not None:
                        yield from self._sums(rows, measure, margin.kelompok(standard.kunci))
            for sums in self.soal.aturan[rows.table.dataset].bagian_total:
                if sums.ukuran in rows.values:
                    yield from self._sister(rows, sums)

    def _row_ties(self, rows: _Rows) -> Iterator[tuple[list[tuple[Nama, int]], int | None]]:
        standard = self.soal.aturan[rows.table.dataset].standar
        for rule in standard.aturan:
            if any(name not in rows.values for name in rule.kolom_terpakai):
                continue
            for i in range(len(rows.keys)):
                got = {n: rows.values[n][i] for n in rule.kolom_terpakai}
                if any(v is None for v in got.values()):
                    continue
                if isinstance(rule, AturanJumlah):
                    factors = [(n, 1) for n in rule.bagian] + [(rule.total, -1)]
                    yield self._named(rows, i, factors), None
                elif isinstance(rule, AturanBanding):
                    less, more = rule.kiri, rule.kanan
                    if rule.operasi.startswith(">"):
                        less, more = more, less
                    low, high = got[less], got[more]
                    assert low is not None and high is not None
                    strict = self.unit(rows.table.dataset, less) * (rule.operasi in ("<", ">"))
                    slack = None if rule.operasi == "=" else max(0, high - low - strict)
                    yield self._named(rows, i, [(less, 1), (more, -1)]), slack

    def _named(
        self, rows: _Rows, i: int, factors: Iterable[tuple[str, int]]
    ) -> list[tuple[Nama, int]]:
        named = ((self.name(rows, measure, i), f) for measure, f in factors)
        return [(name, f) for name, f in named if name is not None]

    def _grouped(self, rows: _Rows, columns: Sequence[str]) -> dict[Kunci, list[int]]:
        """Row numbers by their values in ``columns``."""
        frame = rows.table.isi
        lists = [frame[c].cast(pl.String).fill_null("").to_list() for c in columns]
        made: dict[Kunci, list[int]] = defaultdict(list)
        if not lists:
            made[()] = list(range(len(rows.keys)))
            return made
        for i in range(len(rows.keys)):
            made[tuple(values[i] for values in lists)].append(i)
        return made

    def _sums(
        self, rows: _Rows, measure: str, per: Sequence[str]
    ) -> Iterator[tuple[list[tuple[Nama, int]], int | None]]:
        kept = [c for c in per if c in rows.table.isi.columns]
        rule = self.rule(rows.table.dataset, measure)
        assert rule is not None
        least = kecil(rule, self.soal.kebijakan)
        for members in self._grouped(rows, kept).values():
            if measure in rows.counters:
                total = sum(rows.counters[measure][i] or 0 for i in members)
            else:
                total = sum(rows.values[measure][i] or 0 for i in members)
                total = -(-total // self.by)
            if 0 < total < least:
                continue  # whoever publishes this total hides it by the same rule
            yield [n for i in members for n in self._named(rows, i, [(measure, 1)])], None

    def _sister(
        self, rows: _Rows, sums: BagianTotal
    ) -> Iterator[tuple[list[tuple[Nama, int]], int | None]]:
        """Parts here against the total there: with each version of the total that agrees, and, where
        none is out yet, as if it were (its own release would otherwise tell what this one hides)."""
        there = sums.total_dari
        others = [
            r
            for r in self.rows
            if r.table.dataset == there.dataset
            and r.table.periode == rows.table.periode
            and there.ukuran in r.values
        ]
        columns = list(sums.per)
        if any(c not in rows.table.isi.columns for c in columns):
            return
        parts = self._grouped(rows, columns)
        tolerance = sums.toleransi * self.by
        for other in others:
            if any(c not in other.table.isi.columns for c in columns):
                continue
            totals = self._grouped(other, columns)
            for group, members in parts.items():
                mine = [n for i in members for n in self._named(rows, i, [(sums.ukuran, 1)])]
                theirs = [
                    n
                    for i in totals.get(group, ())
                    for n in self._named(other, i, [(there.ukuran, -1)])
                ]
                apart = sum(name[4] * factor for name, factor in (*mine, *theirs))
                if group in totals and abs(apart) <= tolerance:
                    yield mine + theirs, None
        if not others:
            rule = self.rule(there.dataset, there.ukuran) if there.dataset in self.group else None
            for members in parts.values():
                total = sum(rows.values[sums.ukuran][i] or 0 for i in members)
                if rule is not None and 0 < total < kecil(rule, self.soal.kebijakan) * self.by:
                    continue
                yield [n for i in members for n in self._named(rows, i, [(sums.ukuran, 1)])], None


# -- deciding --------------------------------------------------------------------------------------


def _decide(soal: Soal, group: Sequence[Ukuran]) -> Keputusan:
    reader = _Pembaca(soal, group)
    reader.read_cells()
    if not reader.cells:
        return Keputusan()
    system, names = reader.system()
    result = lengkapi(system)
    hidden = {names[i] for i in system.tersembunyi}
    known = {name for name, cell in reader.cells.items() if cell.state == "terbuka"}
    first: set[Petak] = set()
    second: set[Petak] = set()
    told: set[Petak] = set()
    for rows in reader.rows:
        if not reader.is_new(rows.table):
            continue
        for measure in rows.values:
            for i, key in enumerate(rows.keys):
                name = reader.name(rows, measure, i)
                petak = (rows.table.periode, key, measure)
                if reader.small(rows, measure, i):
                    first.add(petak)
                    if name in known:
                        told.add(petak)
                elif name in hidden:
                    second.add(petak)
    failed = [names[i] for i in result.gagal]
    if failed:
        failed = _newly_lost(soal, group, failed)
    return Keputusan(
        frozenset(first),
        frozenset(second),
        frozenset(told),
        tuple((n[0], (n[1], n[2], n[3])) for n in failed),
    )


def _newly_lost(soal: Soal, group: Sequence[Ukuran], failed: Sequence[Nama]) -> list[Nama]:
    """Of ``failed``, those that what is out already does not give away by itself.

    A figure that earlier releases tell, made under another rule, is lost; refusing all later ones
    for its sake would protect nobody.
    """
    out = [
        t
        for t in soal.tabel
        if any(r.dataset == t.dataset and r.isi.get(t.periode) == t.versi for r in soal.terbitan)
    ]
    before = Soal(soal.dataset, {}, out, soal.terbitan, soal.aturan, soal.kebijakan)
    reader = _Pembaca(before, group)
    reader.read_cells()
    if not reader.cells:
        return list(failed)
    system, names = reader.system()
    lost = {names[i] for i in lengkapi(system).gagal}
    return [name for name in failed if name not in lost]
