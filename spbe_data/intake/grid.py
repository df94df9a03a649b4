"""The grid: what every format is brought into before the header is looked for.

Belongs here: the data class that loaders fill. Does not belong here: loaders, naming.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from spbe_data.intake.model import CatatanBaca


@dataclass(frozen=True, slots=True)
class Kisi:
    """Cells by position.

    ``tabel``: String columns "0", "1", … (cells as in the file; null or "" = empty), all rows,
    titles and header included. ``baris``: Int64, the sender's number of each row.
    ``bertipe``: Boolean frame of the same shape, or None. ``lebar``: how many cells each row was
    written with, None where rows cannot differ; ``lebihan``: row index → cells that lie beyond
    ``tabel``. ``judul_pasti`` True: row 0 is the header, nothing is to be searched.
    ``spasi_saja`` True: no white space but the plain space occurs.
    """

    tabel: pl.DataFrame
    baris: pl.Series
    bertipe: pl.DataFrame | None = None
    lebar: pl.Series | None = None
    lebihan: dict[int, list[str]] = field(default_factory=dict)
    lembar: str | None = None
    judul_pasti: bool = False
    spasi_saja: bool = False
    info: dict[str, Any] = field(default_factory=dict)
    catatan: tuple[CatatanBaca, ...] = ()
