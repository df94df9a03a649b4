"""From offences to findings.

Belongs here: how a row that a rule returns becomes a finding, by the million as columns
(:class:`spbe_data.checks.blocks.Gugus`) and never row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl

from spbe_data.checks.blocks import Gugus
from spbe_data.checks.dataset.room import RuangDataset
from spbe_data.checks.dataset.rule import AturanDataset
from spbe_data.standards.models import Keparahan

SelDari = Callable[[str, int], str | None]
"""The address of a column's cell in one row of the sender's file, such as ``C122``."""


def check_dataset(
    room: RuangDataset,
    sel_of: SelDari,
    alasan_revisi: str | None,
    *,
    lembar: str | None = None,
) -> Iterator[Gugus]:
    """All findings of the dataset stage, in blocks of at most :data:`room.CHUNK` rows.

    ``alasan_revisi``: the sender's reason for a revision, if one was given.
    """
    for rule in room.rules:
        severity = _severity(room, rule, alasan_revisi)
        cell = sel_of(rule.label, 1) if rule.label is not None else None
        letter = cell.rstrip("0123456789") if cell else None
        for rows in room.offences(rule):
            yield Gugus(
                kode=rule.kode,
                tahap="dataset",
                tingkat=severity,
                aturan=f"{room.standard.id}:{rule.id}",
                kolom=rule.label,
                isi=_block(rows),
                lembar=lembar,
                huruf=letter,
                params=rule.params,
            )


def _severity(room: RuangDataset, rule: AturanDataset, reason: str | None) -> Keparahan:
    if rule.kode == "REVISI_BESAR" and reason:
        # A reason was asked for and given: the change stays on record as a note.
        return "catatan"
    return room.policy.tingkat[rule.kode]


def _block(rows: pl.DataFrame) -> pl.DataFrame:
    """``baris`` Int64 and ``nilai`` String, then each parameter as String."""
    blank = pl.lit(None)
    line = pl.col("baris") if "baris" in rows.columns else blank
    value = pl.col("nilai") if "nilai" in rows.columns else blank
    return rows.select(
        line.cast(pl.Int64).alias("baris"),
        value.cast(pl.String).alias("nilai"),
        *(pl.col(name).cast(pl.String) for name in rows.columns if name not in ("baris", "nilai")),
    )
