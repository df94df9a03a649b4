"""What a repair is: an offer, its parameters, and the desk that it is worked out on.

Belongs here: the words shared by all repairs. Each repair has a module of its own kind.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar, Literal

import polars as pl

from spbe_data.checks.coded_columns import Lingkup
from spbe_data.checks.expected import harapan
from spbe_data.checks.privacy import safe
from spbe_data.identifiers.periode import Periode, PeriodeTidakSah
from spbe_data.intake.header import Pencocok
from spbe_data.intake.model import Arahan, KolomTerbaca, Terbaca
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.models import Kolom, Standar
from spbe_data.standards.policy import Kebijakan

Satuan = Literal["sel", "baris", "kolom"]

NOMOR_BARIS = frozenset({"id", "_id", "no", "nomor", "no_urut"})
"""Headings of columns that only number the rows."""


@dataclass(frozen=True, slots=True)
class Kata:
    """One sentence in both languages."""

    id: str
    en: str


@dataclass(frozen=True, slots=True)
class Kutipan:
    """A few rows as a small table, fit to show (:func:`spbe_data.checks.privacy.safe`)."""

    judul: tuple[str, ...]
    baris: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Tawaran:
    """One repair that may be accepted.

    ``kode``: the finding's code that it answers; ``jenis``: the repair that applies it;
    ``parameter``: JSON-able, all that applying needs; ``jumlah``: how many ``satuan`` change;
    ``contoh``: rows of the sender's file to show; ``kolom_contoh``: columns to show (none: all).
    """

    jenis: str
    kode: str
    kolom: str | None
    kata: Kata
    satuan: Satuan
    jumlah: int
    parameter: Mapping[str, Any]
    catatan: tuple[Kata, ...] = ()
    contoh: tuple[int, ...] = ()
    kolom_contoh: tuple[str, ...] = ()
    sebelum: Kutipan | None = None
    sesudah: Kutipan | None = None

    @property
    def nama(self) -> str:
        """What ``--terima`` calls it: the code, with the column where there is one."""
        return self.kode if self.kolom is None else f"{self.kode}:{self.kolom}"


@dataclass(frozen=True)
class Meja:
    """Everything an offer is worked out from, besides the table.

    ``asal``: the table as read, before any repair. ``arahan`` and ``periode`` are what the sender
    states: how to read, and the period meant.
    """

    asal: Terbaca
    standard: Standar
    catalog: Catalog
    policy: Kebijakan
    lingkup: Lingkup
    hari: dt.date
    nama_berkas: str
    arahan: Arahan
    periode: str | None = None

    @cached_property
    def pencocok(self) -> Pencocok:
        return Pencocok(harapan(self.standard))

    def punya(self, read: Terbaca, name: str) -> bool:
        return any(c.nama == name for c in read.kolom)

    def hilang(self, read: Terbaca) -> list[Kolom]:
        """Columns of the standard that the table has not."""
        present = {c.nama for c in read.kolom}
        return [c for c in self.standard.kolom if c.nama not in present]

    def asing(self, read: Terbaca) -> list[KolomTerbaca]:
        """Columns that the standard has not (a doubled column is none of them)."""
        wanted = set(self.standard.nama_kolom)
        return [
            c for c in read.kolom if c.nama not in wanted and c.nama.split("__")[0] not in wanted
        ]

    def periode_baris(self, read: Terbaca) -> pl.Series:
        """The period of each row as text; null where the time columns are absent or unreadable."""
        names = list(self.standard.kolom_waktu)
        if not all(self.punya(read, n) for n in names):
            return pl.repeat(None, read.tabel.height, dtype=pl.String, eager=True).alias("periode")
        unique = read.tabel.select(names).unique(maintain_order=True)
        texts: list[str | None] = []
        for row in unique.iter_rows():
            try:
                parts = {
                    n: dt.date.fromisoformat(v) if n == "tanggal" else int(v)
                    for n, v in zip(names, row, strict=True)
                }
                texts.append(Periode.dari_kolom(self.standard.periode, **parts).teks)  # type: ignore[arg-type]  # a date where the column is one
            except (PeriodeTidakSah, TypeError, ValueError):
                texts.append(None)
        keyed = unique.with_columns(pl.Series("periode", texts, dtype=pl.String))
        return read.tabel.select(names).join(
            keyed, on=names, how="left", nulls_equal=True, maintain_order="left"
        )["periode"]


class Perbaikan(ABC):
    """One kind of repair.

    ``jenis`` names it in recipes and stays for ever. ``tawarkan`` looks and never changes;
    ``terapkan`` needs the table and the parameters alone, so that a recipe can be done again
    when standards, lists and areas have changed.
    """

    jenis: ClassVar[str]

    @abstractmethod
    def tawarkan(self, read: Terbaca, meja: Meja) -> list[Tawaran]:
        """The offers for this table, none when there is nothing to do or it is not certain."""

    @abstractmethod
    def terapkan(self, read: Terbaca, parameter: Mapping[str, Any]) -> Terbaca:
        """The table with the repair done."""


def saring(read: Terbaca, keep: pl.Series) -> Terbaca:
    """The rows where ``keep`` (Boolean) is true."""
    return replace(
        read,
        tabel=read.tabel.filter(keep),
        bertipe=None if read.bertipe is None else read.bertipe.filter(keep),
        baris=read.baris.filter(keep),
    )


def isi_kolom(
    read: Terbaca, name: str, values: pl.Series, *, typed: pl.Series | None = None
) -> Terbaca:
    """The table with the cells of a column replaced, or with a new column at the end.

    ``typed`` says which of the new cells are numbers of the file itself; none, when left out.
    """
    columns = read.kolom
    if all(c.nama != name for c in columns):
        columns = (*columns, KolomTerbaca(name, name, "", len(columns), True))
    mask = read.bertipe
    if mask is not None:
        mask = mask.with_columns(
            (
                typed
                if typed is not None
                else pl.repeat(False, read.tabel.height, dtype=pl.Boolean, eager=True)
            ).alias(name)
        )
    return replace(
        read, kolom=columns, tabel=read.tabel.with_columns(values.alias(name)), bertipe=mask
    )


def buang_kolom(read: Terbaca, names: Iterable[str]) -> Terbaca:
    """The table without the columns ``names``."""
    gone = set(names)
    kept = [c for c in read.kolom if c.nama not in gone]
    return replace(
        read,
        kolom=tuple(kept),
        tabel=read.tabel.select(c.nama for c in kept),
        bertipe=None if read.bertipe is None else read.bertipe.select(c.nama for c in kept),
    )


def kutip(
    read: Terbaca, rows: Sequence[int], columns: Sequence[str] = (), most: int = 4
) -> Kutipan:
    """The rows numbered ``rows`` as a small table: at most ``most`` rows and eight columns."""
    chosen = [c for c in read.kolom if not columns or c.nama in columns][:8]
    wanted = read.baris.is_in(list(rows))
    numbers = read.baris.filter(wanted).head(most)
    table = read.tabel.filter(wanted).head(most).select(c.nama for c in chosen)
    return Kutipan(
        ("baris", *(safe(c.judul_asli or c.nama) for c in chosen)),
        tuple(
            (str(number), *("" if v is None else safe(v) for v in row))
            for number, row in zip(numbers, table.iter_rows(), strict=True)
        ),
    )
