"""Findings by the million: one rule in one column, held as columns of a data frame.

Belongs here: the block. A finding alone is :class:`spbe_data.checks.finding.Temuan`; a block makes
them only when somebody looks. What a check ends in is :mod:`spbe_data.checks.collection`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from spbe_data.checks.finding import Saran, Tahap, Temuan, Tingkat


@dataclass(frozen=True, slots=True)
class Rinci:
    """What findings of the same cause share: parameters of the message, and suggestions."""

    params: Mapping[str, Any] = field(default_factory=dict)
    saran: tuple[Saran, ...] = ()


@dataclass(frozen=True, slots=True)
class Gugus:
    """Findings of one rule in one column.

    ``isi``: one row per finding, with Int64 ``baris`` and String ``nilai`` (as written; null where
    nothing is to be shown). Where findings differ: Int32 ``rinci``, an index into ``rincian``, and
    String columns named after the parameter that they hold. ``huruf``: the column's spreadsheet
    letter, for the address of the cell.
    """

    kode: str
    tahap: Tahap
    tingkat: Tingkat
    aturan: str
    kolom: str | None
    isi: pl.DataFrame
    lembar: str | None = None
    huruf: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    rincian: tuple[Rinci, ...] = ()

    def __len__(self) -> int:
        return self.isi.height

    @classmethod
    def dari(cls, finding: Temuan) -> Gugus:
        """A block of one finding."""
        row = {"baris": [finding.baris], "nilai": [finding.nilai]}
        letter = finding.sel.rstrip("0123456789") if finding.sel else None
        return cls(
            kode=finding.kode,
            tahap=finding.tahap,
            tingkat=finding.tingkat,
            aturan=finding.aturan,
            kolom=finding.kolom,
            isi=pl.DataFrame(row, schema={"baris": pl.Int64, "nilai": pl.String}).with_columns(
                pl.lit(0, dtype=pl.Int32).alias("rinci")
            ),
            lembar=finding.lembar,
            huruf=letter,
            params=finding.params,
            rincian=(Rinci({}, finding.saran),),
        )

    def __iter__(self) -> Iterator[Temuan]:
        own = [c for c in self.isi.columns if c not in ("baris", "nilai", "rinci")]
        for row in self.isi.iter_rows(named=True):
            shared = self.rincian[row["rinci"]] if row.get("rinci") is not None else Rinci()
            line = row["baris"]
            yield Temuan(
                kode=self.kode,
                tahap=self.tahap,
                tingkat=self.tingkat,
                aturan=self.aturan,
                lembar=self.lembar,
                baris=line,
                kolom=self.kolom,
                # Without a row the cell is of the heading: only its column is known.
                sel=None if not self.huruf else f"{self.huruf}{'' if line is None else line}",
                nilai=row["nilai"],
                saran=shared.saran,
                params={**self.params, **shared.params, **{c: row[c] for c in own}},
            )
