"""Prepares detail rows for the row rules: values in their types, codes with their status.

Belongs here: everything a row rule needs to be a plain comparison of columns. How numbers and dates
are read is :mod:`spbe_data.checks.number_columns`, how codes are judged
:mod:`spbe_data.checks.coded_columns`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from spbe_data.checks.coded_columns import (
    Lingkup,
    Masa,
    area_code_column,
    area_name_column,
    list_column,
    list_status,
    pair_column,
    register_column,
)
from spbe_data.checks.detail_rows import Rincian
from spbe_data.checks.number_columns import (
    Bukti,
    KolomNilai,
    Tata,
    final_tata,
    read_dates,
    read_numbers,
)
from spbe_data.checks.structure import Bentuk
from spbe_data.identifiers.periode import Periode, PeriodeTidakSah
from spbe_data.intake.model import Arahan
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.models import Kolom, Standar
from spbe_data.standards.pandera_schema import GRAMMAR, NILAI, STATUS

__all__ = ["IsiPeriode", "Lingkup", "Penyiap", "Siap", "list_status"]

IsiPeriode = dict[str, tuple[int, int]]
"""Period → its first row in the sender's file, and how many rows it has."""


@dataclass(frozen=True, slots=True)
class Siap:
    """A prepared table, or one piece of it.

    ``tabel``: the standard's columns as text, ``__baris``, ``__periode`` and the helper columns;
    ``mentah``: the same rows as written; ``galat``: per column the rows whose cell has its finding
    already; ``tata``: how each number or date column was read; ``isi_periode``: the periods that
    occur, each with its first row and how many it has.
    """

    tabel: pl.DataFrame
    mentah: pl.DataFrame
    galat: Mapping[str, pl.Series]
    wajib: frozenset[str]
    lembar: str | None
    letak: dict[str, str]
    tata: dict[str, str]
    isi_periode: IsiPeriode

    def sel(self, column: str, row: int) -> str | None:
        """Spreadsheet address, such as ``C122``."""
        letter = self.letak.get(column)
        return f"{letter}{row}" if letter else None


@dataclass(slots=True)
class _Bacaan:
    """What is known of one number or date column: the evidence so far, and what earlier pieces
    were read by."""

    bukti: Bukti = field(default_factory=dict)
    terpakai: set[Tata] = field(default_factory=set)


class Penyiap:
    """Prepares one table, piece after piece.

    The grammar of a number column is decided over all its values. Pieces are read by what the
    evidence so far says; when a later piece overturns that, :meth:`berubah` says how all of them
    must be read instead.
    """

    def __init__(
        self,
        standard: Standar,
        catalog: Catalog,
        scope: Lingkup,
        today: dt.date,
        arahan: Arahan,
        tata: Mapping[str, Tata] | None = None,
    ) -> None:
        self.standard, self.catalog, self.scope = standard, catalog, scope
        self.arahan, self.tetap = arahan, dict(tata or {})
        self.fallback = catalog.periode_terakhir(standard, today)
        self._bacaan: dict[str, _Bacaan] = {}

    def siapkan(self, detail: Rincian, shape: Bentuk) -> Siap:
        """Add ``__v__``, ``__s__``, ``__g__``, ``__m__`` and ``__periode`` to the detail rows."""
        table = detail.tabel
        absent = [c.nama for c in self.standard.kolom if c.nama not in table.columns]
        if absent:
            table = table.with_columns(pl.lit(None, dtype=pl.String).alias(n) for n in absent)
        modes: dict[str, str] = {}
        added: list[pl.Series] = []
        for column in self.standard.kolom:
            if column.tipe == "teks":
                continue
            read, tata = self._values(column, table[column.nama], detail)
            modes[column.nama] = tata.mode
            added.append(read.nilai.alias(NILAI + column.nama))
            flags = read.ragu
            if flags is None:
                flags = pl.repeat(None, table.height, dtype=pl.String, eager=True)
            added.append(flags.alias(GRAMMAR + column.nama))
        table = table.with_columns(added)
        periods, found = _periods(self.standard, table)
        table = table.with_columns(periods)
        masa = Masa(tuple(Periode.parse(text) for text in found), self.fallback)
        table = self._codes(table, masa, detail)
        return Siap(
            table,
            detail.mentah,
            detail.galat,
            shape.wajib,
            shape.lembar,
            shape.letak,
            modes,
            found,
        )

    def _values(self, column: Kolom, text: pl.Series, detail: Rincian) -> tuple[KolomNilai, Tata]:
        known = self._bacaan.setdefault(column.nama, _Bacaan())
        typed = None
        if detail.bertipe is not None and column.nama in detail.bertipe.columns:
            typed = detail.bertipe[column.nama]
        fixed = self.tetap.get(column.nama)
        if column.tipe == "tanggal":
            doubt = detail.saringan.ragu.get(column.nama)
            read, tata = read_dates(
                text, typed, doubt, fixed, known.bukti, self.arahan.tata_tanggal
            )
        else:
            plain = detail.saringan.angka.get(column.nama)
            if plain is None:
                plain = pl.repeat(None, len(text), dtype=pl.Int64, eager=True)
            read, tata = read_numbers(
                column, text, typed, plain, fixed, known.bukti, self.arahan.tata_angka
            )
        known.bukti = {k: known.bukti.get(k, 0) + n for k, n in read.bukti.items()}
        if read.peka:
            known.terpakai.add(tata)
        return read, tata

    def berubah(self) -> dict[str, Tata] | None:
        """How columns must be read instead, now that all is seen; ``None`` if all was read so."""
        wanted = {
            name: final_tata(self.standard.satu(name), known.bukti, self.arahan)
            for name, known in self._bacaan.items()
            if known.terpakai
        }
        off = {n: t for n, t in wanted.items() if self._bacaan[n].terpakai != {t}}
        return {**self.tetap, **wanted} if off and not self.tetap else None

    def _codes(self, table: pl.DataFrame, masa: Masa, detail: Rincian) -> pl.DataFrame:
        register = self.catalog.wilayah
        for column in self.standard.kolom:
            if column.wilayah is not None and column.wilayah.bagian == "kode":
                added = area_code_column(column, table, register, self.scope, masa)
            elif column.daftar is not None:
                codes_of = self.catalog.daftar[column.daftar]
                doubt = detail.saringan.ragu.get(column.nama)
                added = list_column(column, table, codes_of, masa, doubt)
            elif column.induk is not None:
                added = register_column(column, table, self.catalog.induk[column.induk], masa)
            else:
                continue
            table = table.with_columns(added)
        codes = {
            (c.wilayah.sistem, c.wilayah.tingkat): c
            for c in self.standard.kolom_wilayah("kode")
            if c.wilayah
        }
        for (system, level), column in codes.items():
            partner = codes.get(("kemendagri", level))
            if system == "bps" and partner is not None:
                paired = pair_column(column, partner, table, register, masa)
                table = table.with_columns(paired.alias(STATUS + column.nama))
        for column in self.standard.kolom_wilayah("nama"):
            assert column.wilayah is not None
            code = codes.get((column.wilayah.sistem, column.wilayah.tingkat))
            status = (
                pl.repeat(None, table.height, dtype=pl.String, eager=True)
                if code is None
                else area_name_column(column, code, table, register)
            )
            table = table.with_columns(status.alias(STATUS + column.nama))
        return table


def _periods(standard: Standar, table: pl.DataFrame) -> tuple[pl.Series, IsiPeriode]:
    """Period of each row as text, null where the time columns cannot be read; and of those found
    the first row and how many there are."""
    columns = [NILAI + name for name in standard.kolom_waktu]
    number = _one_number(columns, table.schema)
    keys = table.select(pl.struct(columns).alias("k") if number is None else number)
    groups = (
        pl.DataFrame([keys["k"], table["__baris"], *(table[c] for c in columns)])
        .group_by("k")
        .agg(pl.col("__baris").min(), pl.len().alias("n"), pl.col(columns).first())
        .sort("__baris")
    )
    texts: list[str | None] = []
    for row in groups.select(columns).iter_rows():
        try:
            parts = {
                n: (v if isinstance(v, dt.date) else int(v))
                for n, v in zip(standard.kolom_waktu, row, strict=True)
            }
            texts.append(Periode.dari_kolom(standard.periode, **parts).teks)  # type: ignore[arg-type]
        except (PeriodeTidakSah, TypeError, ValueError, OverflowError):
            texts.append(None)
    found = {
        text: (row, count)
        for text, row, count in zip(texts, groups["__baris"], groups["n"], strict=True)
        if text is not None
    }
    told = groups.select("k").with_columns(pl.Series("__periode", texts, dtype=pl.String))
    if keys.schema["k"] == pl.Int64:
        told = told.filter(pl.col("k").is_not_null())
        periods = keys["k"].replace_strict(
            told["k"], told["__periode"], default=None, return_dtype=pl.String
        )
        return periods.alias("__periode"), found
    joined = keys.join(told, on="k", how="left", nulls_equal=True, maintain_order="left")
    return joined["__periode"], found


def _one_number(columns: list[str], schema: pl.Schema) -> pl.Expr | None:
    """Whole time columns as one number, which groups fastest; ``None`` where they are not whole.
    What is out of range for a calendar gets a number that no period has."""
    if any(schema[c] != pl.Int64 for c in columns):
        return None
    key = pl.col(columns[0])
    if len(columns) == 1:
        return key.alias("k")
    fits = pl.col(columns[0]).is_between(0, 9999)
    for column in columns[1:]:
        key = key * 100 + pl.col(column)
        fits = fits & pl.col(column).is_between(0, 99)
    return pl.when(fits).then(key).alias("k")
