"""Changing cells by a list of "this value, beside these, becomes that one".

Belongs here: the list as it stands in a recipe, making and applying it. Does not belong here:
which value means what.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl

from spbe_data.intake.model import Terbaca
from spbe_data.repair.offer import Meja, isi_kolom

Entri = dict[str, Any]


def work_out(
    read: Terbaca,
    desk: Meja,
    source: str,
    judge: Callable[[str, str | None, str | None], str | None],
    beside: str | None = None,
) -> tuple[list[str], list[Entri]]:
    """Ask ``judge(value, period, cell beside)`` once per distinct value, time and cell of the
    column ``beside``; ``None`` leaves the cell as it is.

    Returns the columns that the list is keyed by besides the value, and its entries.
    """
    time = [n for n in desk.standard.kolom_waktu if desk.punya(read, n) and n != source]
    keys = [*time, *([beside] if beside else [])]
    pairs = (
        read.tabel.select(pl.col(source), *(pl.col(n) for n in keys))
        .with_columns(desk.periode_baris(read).alias("__periode"))
        .unique(maintain_order=True)
    )
    entries: list[Entri] = []
    for row in pairs.iter_rows():
        value, period = row[0], row[-1]
        if value is None:
            continue
        meant = judge(value, period, row[-2] if beside else None)
        if meant is not None:
            entries.append({"nilai": value, "kunci": list(row[1:-1]), "menjadi": meant})
    return keys, entries


def _meant(read: Terbaca, source: str, by: Sequence[str], entries: Sequence[Entri]) -> pl.Series:
    keys = [source, *by]
    columns = {source: [e["nilai"] for e in entries]}
    for i, name in enumerate(by):
        columns[name] = [e["kunci"][i] for e in entries]
    table = pl.DataFrame(
        {**columns, "__menjadi": [e["menjadi"] for e in entries]},
        schema={**dict.fromkeys(keys, pl.String), "__menjadi": pl.String},
    )
    return read.tabel.select(keys).join(
        table, on=keys, how="left", nulls_equal=True, maintain_order="left"
    )["__menjadi"]


def touched(
    read: Terbaca, source: str, by: Sequence[str], entries: Sequence[Entri]
) -> tuple[int, tuple[int, ...]]:
    """How many cells the list changes, and the first rows (as in the sender's file) it does in."""
    return places(read, _meant(read, source, by, entries).is_not_null())


def places(read: Terbaca, changed: pl.Series) -> tuple[int, tuple[int, ...]]:
    """How many rows ``changed`` (Boolean) marks, and the numbers of the first three."""
    rows = read.baris.filter(changed)
    return len(rows), tuple(rows.head(3).to_list())


def apply_list(read: Terbaca, parameter: Mapping[str, Any]) -> Terbaca:
    """Fill ``kolom`` from ``dari`` by the list ``peta``.

    In the same column a value without an entry stays; in another it leaves the new cell empty.
    """
    source, target = parameter["dari"], parameter["kolom"]
    meant = _meant(read, source, parameter["menurut"], parameter["peta"])
    if source != target:
        return isi_kolom(read, target, meant)
    changed = meant.is_not_null()
    typed = None
    if read.bertipe is not None:
        typed = read.bertipe[target].fill_null(False) & ~changed
    return isi_kolom(read, target, meant.zip_with(changed, read.tabel[source]), typed=typed)
