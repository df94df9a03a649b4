"""Rows that are no data: totals and notes.

Belongs here: offering to leave them out, and whether a total equals its parts. Which rows they are
is told by :mod:`spbe_data.checks.detail_rows`, so that check and repair mean the same rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

import polars as pl

from spbe_data.checks.detail_rows import note_rows, total_rows
from spbe_data.checks.privacy import safe
from spbe_data.checks.screening import screen
from spbe_data.identifiers.wilayah import RegisterWilayah
from spbe_data.intake.model import Terbaca
from spbe_data.repair.amounts import amounts, plain
from spbe_data.repair.headings import is_total
from spbe_data.repair.offer import NOMOR_BARIS, Kata, Meja, Perbaikan, Tawaran, saring

_NAMES = 5_000
"""More different values than this in one column are no names of areas below one regency."""

_PROVED = 500
"""Total rows that are added up again; the rest is only said to be there."""


def totals(read: Terbaca, desk: Meja) -> dict[int, str]:
    """Index of each total row → the text that says so.

    Where only the beginning of a cell says so ("Jumlah sekolah …"), the figures must add up. So
    they must where no row says so and one bears the name of the installation's own area.
    """
    present = {c.nama for c in read.kolom}
    kept = [n for n in desk.standard.nama_kolom if n in present]
    screened = screen(read.tabel, desk.standard, desk.catalog, kept)
    found = dict(total_rows(read, desk.standard, desk.policy, kept, screened))
    adder = _Penjumlah(read, desk)
    if found:
        sure = {i: t for i, t in found.items() if is_total(t, desk) or _adds_up(adder, i, found)}
        return sure if len(sure) < read.tabel.height else {}
    own = RegisterWilayah.normal(desk.lingkup.nama)
    for column in read.kolom:
        if read.tabel[column.nama].n_unique() > _NAMES:
            continue
        named = [
            v for v in read.tabel[column.nama].unique() if v and RegisterWilayah.normal(v) == own
        ]
        for index in read.tabel[column.nama].is_in(named).fill_null(False).arg_true().to_list():
            value = read.tabel[column.nama][index]
            if len(read.tabel) > 2 and _adds_up(adder, index, {index: value}):
                found[index] = value
    return found if len(found) < read.tabel.height else {}


def _adds_up(adder: _Penjumlah, index: int, found: Mapping[int, str]) -> bool:
    written, added = adder.proof(index, found)
    return any(written.values()) and written == added


class BuangTotal(Perbaikan):
    """Total rows are left out; whether they equal their parts is said first."""

    jenis = "buang_baris_total"

    def tawarkan(self, read: Terbaca, meja: Meja) -> list[Tawaran]:
        found = totals(read, meja)
        if not found:
            return []
        equal, different, unknown = 0, [], max(0, len(found) - _PROVED)
        adder = _Penjumlah(read, meja)
        for index in list(found)[:_PROVED]:
            written, added = adder.proof(index, found)
            if not written:
                unknown += 1
            elif written == added:
                equal += 1
            else:
                name = next(n for n in written if written[n] != added.get(n))
                different.append((int(read.baris[index]), name, written[name], added.get(name)))
        said = []
        if equal:
            said.append(
                Kata(
                    f"{equal} baris jumlah sama dengan jumlah bagiannya.",
                    f"{equal} total rows equal the sum of their parts.",
                )
            )
        for row, name, stated, total in different[:5]:
            parts = "-" if total is None else plain(total)
            said.append(
                Kata(
                    f"Baris {row} BERBEDA: kolom {name} tertulis {plain(stated)}, jumlah bagiannya {parts}.",
                    f"Row {row} is DIFFERENT: {name} reads {plain(stated)}, its parts add up to {parts}.",
                )
            )
        if len(different) > 5:
            more = len(different) - 5
            said.append(
                Kata(f"{more} baris lain juga berbeda.", f"{more} more rows are different.")
            )
        if unknown:
            said.append(
                Kata(
                    f"{unknown} baris jumlah tidak dapat dihitung ulang.",
                    f"{unknown} total rows could not be added up again.",
                )
            )
        return [
            _drop(
                self.jenis,
                "BARIS_TOTAL",
                read,
                found,
                Kata(
                    "Baris jumlah dikeluarkan dari data.", "Total rows are taken out of the data."
                ),
                tuple(said),
            )
        ]

    def terapkan(self, read: Terbaca, parameter: Mapping[str, Any]) -> Terbaca:
        return _without(read, parameter)


class BuangKeterangan(Perbaikan):
    """Source lines, footnotes, signatures and column numbers are left out."""

    jenis = "buang_baris_keterangan"

    def tawarkan(self, read: Terbaca, meja: Meja) -> list[Tawaran]:
        found = note_rows(read)
        if not found or len(found) == read.tabel.height:
            return []
        return [
            _drop(
                self.jenis,
                "BARIS_KETERANGAN",
                read,
                found,
                Kata(
                    "Baris keterangan (sumber, catatan, nomor kolom) dikeluarkan dari data.",
                    "Rows of notes (sources, remarks, column numbers) are taken out of the data.",
                ),
                (),
            )
        ]

    def terapkan(self, read: Terbaca, parameter: Mapping[str, Any]) -> Terbaca:
        return _without(read, parameter)


def _drop(
    kind: str,
    code: str,
    read: Terbaca,
    found: Mapping[int, str],
    words: Kata,
    said: tuple[Kata, ...],
) -> Tawaran:
    rows = [int(read.baris[i]) for i in sorted(found)]
    return Tawaran(
        kind,
        code,
        None,
        words,
        "baris",
        len(rows),
        # The rows are named; their texts only for the reader, so nothing personal is carried along.
        {"baris": rows, "teks": [safe(found[i]) for i in sorted(found)]},
        catatan=said,
        contoh=tuple(rows[:3]),
    )


def _without(read: Terbaca, parameter: Mapping[str, Any]) -> Terbaca:
    return saring(read, ~read.baris.is_in(parameter["baris"]))


class _Penjumlah:
    """Adds up the parts of total rows. Numbers of every column are read once."""

    def __init__(self, read: Terbaca, desk: Meja) -> None:
        self.read, self.desk = read, desk

    @cached_property
    def figures(self) -> dict[str, pl.Series]:
        """The columns that hold numbers, codes and years apart."""
        time = self.desk.standard.kolom_waktu
        return {
            c.nama: values
            for c in self.read.kolom
            if c.nama not in NOMOR_BARIS
            and c.nama not in time
            and "kode" not in c.nama.split("_")
            and (values := amounts(self.read, [c.nama]).get(c.nama)) is not None
            and values.null_count() < values.len()
        }

    @cached_property
    def numbers(self) -> pl.DataFrame:
        """The same as a table, with the position of each row."""
        places = pl.int_range(self.read.tabel.height, eager=True).alias("__i")
        return pl.DataFrame([places, *self.figures.values()])

    def proof(
        self, index: int, found: Mapping[int, str]
    ) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
        """What a total row reads, and what its parts add up to, by column.

        Its parts are the rows since the last total, or else all rows that are none, in either case
        those of the same values in every other filled label column. Empty when nothing adds up.
        """
        table = self.read.tabel
        row = dict(zip(table.columns, table.row(index), strict=True))
        label = next((n for n, v in row.items() if v == found[index]), None)
        written = {
            n: values[index]
            for n, values in self.figures.items()
            if n != label and values[index] is not None
        }
        if not written:
            return {}, {}
        same = [
            pl.col(n) == v
            for n, v in row.items()
            if v is not None and n != label and n not in self.figures and n not in NOMOR_BARIS
        ]
        ours = table.select(pl.all_horizontal(pl.lit(True), *same).alias("m"))["m"]
        if len(ours) != table.height:  # no condition at all
            ours = pl.Series("m", [True]).new_from_index(0, table.height)
        parts = self.numbers.filter(ours.fill_null(False) & ~self.numbers["__i"].is_in(list(found)))
        last = max((i for i in found if i < index), default=-1)
        added: dict[str, Decimal] = {}
        for pool in (parts.filter(pl.col("__i").is_between(last, index, closed="none")), parts):
            if pool.height:
                added = {n: Decimal(pool[n].sum()) for n in written}
                if added == written:
                    break
        return (written, added) if added else ({}, {})
