"""What a check ends in: all findings, however many, counted as they come.

Belongs here: gathering blocks within bounded memory, counting, the stored form (Parquet, one row a
finding, codes and parameters without text), reading it back. Does not belong here: wording
(:mod:`spbe_data.checks.catalogue`), what may be shown (:mod:`spbe_data.checks.privacy`).
"""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from spbe_data.checks.blocks import Gugus
from spbe_data.checks.finding import TAHAP, Hasil, Saran, Temuan, Tingkat, hasil_dari_jumlah

if TYPE_CHECKING:
    import pyarrow.parquet as pq

MEMORI = 500_000
"""Findings held in memory at most; the rest waits in a file beside."""
TULIS_URUT = 20_000
"""Up to so many findings are stored in order of rows; more, in order of rules."""
SUSUN = 200_000
"""Up to so many findings are given in order of rows; more, in order of rules."""

CONTOH = 5
"""Findings of one kind that are kept at hand."""

SKEMA: dict[str, pl.DataType] = {
    "kode": pl.String(),
    "tahap": pl.String(),
    "tingkat": pl.String(),
    "aturan": pl.String(),
    "lembar": pl.String(),
    "baris": pl.Int64(),
    "kolom": pl.String(),
    "sel": pl.String(),
    "nilai": pl.String(),
    "saran": pl.String(),
    "params": pl.String(),
}
"""Columns of the stored form; ``saran`` and ``params`` are JSON."""


class Kunci(NamedTuple):
    """What findings are counted by: one rule in one column."""

    kode: str
    tahap: str
    tingkat: Tingkat
    kolom: str | None
    aturan: str


class KumpulanTemuan:
    """The findings of one check. Closed when the last one is added; then read-only."""

    def __init__(self) -> None:
        self._blocks: list[Gugus] = []
        self._held = 0
        self._spool: tempfile.TemporaryDirectory[str] | None = None
        self._writer: pq.ParquetWriter | None = None
        self._counts: Counter[Kunci] = Counter()
        self._first: dict[Kunci, tuple[Temuan, ...]] = {}

    # -- gathering --------------------------------------------------------------------------------

    def tambah(self, found: Gugus | Temuan) -> None:
        """Add a block or one finding (made fit to be shown before)."""
        block = Gugus.dari(found) if isinstance(found, Temuan) else found
        if not len(block):
            return
        key = Kunci(block.kode, block.tahap, block.tingkat, block.kolom, block.aturan)
        known = self._first.get(key, ())
        if len(known) < CONTOH:
            self._first[key] = (*known, *_head(block, CONTOH - len(known)))
        self._counts[key] += len(block)
        self._blocks.append(block)
        self._held += len(block)
        if self._held > MEMORI:
            self._spill()

    def _spill(self) -> None:
        import pyarrow.parquet as pq

        if self._spool is None:
            self._spool = tempfile.TemporaryDirectory(prefix="spbe-temuan-")
        for block in self._blocks:
            table = simpan_gugus(block).to_arrow()
            if self._writer is None:
                self._writer = pq.ParquetWriter(self._spooled, table.schema, compression="lz4")
            self._writer.write_table(table)
        self._blocks, self._held = [], 0

    @property
    def _spooled(self) -> Path:
        assert self._spool is not None
        return Path(self._spool.name) / "temuan.parquet"

    def _close(self) -> None:
        if self._writer is not None:
            if self._blocks:
                self._spill()
            self._writer.close()
            self._writer = None

    # -- counting ---------------------------------------------------------------------------------

    def __len__(self) -> int:
        return sum(self._counts.values())

    @property
    def hitungan(self) -> dict[Kunci, int]:
        """Findings per code, stage, severity, column and rule."""
        return dict(self._counts)

    @property
    def contoh(self) -> dict[Kunci, tuple[Temuan, ...]]:
        """The first findings of each kind, in the order found."""
        return dict(self._first)

    @property
    def hasil(self) -> Hasil:
        """The verdict."""
        return hasil_dari_jumlah((key.kode, key.tingkat) for key in self._counts)

    def baris_terkena(self, severity: Tingkat) -> int:
        """How many different rows have a finding of this severity."""
        if self._spool is not None:
            self._close()
            rows = pl.scan_parquet(self._spooled).filter(pl.col("tingkat") == severity)
            return int(rows.select(pl.col("baris").drop_nulls().n_unique()).collect().item())
        rows_of = [b.isi["baris"].drop_nulls() for b in self._blocks if b.tingkat == severity]
        return pl.concat(rows_of).n_unique() if rows_of else 0

    # -- reading ----------------------------------------------------------------------------------

    def __iter__(self) -> Iterator[Temuan]:
        """Every finding: by stage, row and column while there are few, else rule by rule."""
        if self._spool is not None:
            self._close()
            yield from baca(self._spooled)
            return
        stages = {stage: i for i, stage in enumerate(TAHAP)}
        if len(self) > SUSUN:
            for block in sorted(self._blocks, key=lambda b: stages[b.tahap]):
                yield from block
            return
        found = [f for block in self._blocks for f in block]
        found.sort(key=lambda f: (stages[f.tahap], _by_row(f)))
        yield from found

    # -- storing ----------------------------------------------------------------------------------

    def tulis(self, path: Path) -> None:
        """Write the stored form to ``path`` (Parquet), whole or not at all."""
        temporary = path.with_name(f".{path.name}.baru")
        if self._spool is not None:
            self._close()
            temporary.write_bytes(b"")
            with self._spooled.open("rb") as source, temporary.open("wb") as target:
                while piece := source.read(1 << 24):
                    target.write(piece)
        else:
            self._frame().write_parquet(temporary, compression="lz4")
        with temporary.open("rb+") as handle:
            os.fsync(handle.fileno())
        temporary.replace(path)

    def _frame(self) -> pl.DataFrame:
        if len(self) <= TULIS_URUT:
            return pl.DataFrame([_row(f) for f in self], schema=SKEMA, orient="row")
        return pl.concat([simpan_gugus(block) for block in self._blocks])


def _row(f: Temuan) -> tuple[Any, ...]:
    return (
        f.kode,
        f.tahap,
        f.tingkat,
        f.aturan,
        f.lembar,
        f.baris,
        f.kolom,
        f.sel,
        f.nilai,
        _offers(f.saran),
        json.dumps(dict(f.params), **_JSON),
    )


def _head(block: Gugus, count: int) -> Gugus:
    return replace(block, isi=block.isi.head(count))


def _by_row(finding: Temuan) -> tuple[bool, int]:
    """Dataset-level findings keep the order of their rules; rows come in theirs."""
    if finding.tahap not in ("baris", "privasi"):
        return (False, 0)
    return (finding.baris is None, finding.baris or 0)


def simpan_gugus(block: Gugus) -> pl.DataFrame:
    """The stored form of a block: one row per finding, columns of :data:`SKEMA`."""
    isi = block.isi
    own = [c for c in isi.columns if c not in ("baris", "nilai", "rinci")]
    parts = [json.dumps(dict(block.params) | dict(r.params), **_JSON) for r in block.rincian]
    offers = [_offers(r.saran) for r in block.rincian]
    if "rinci" in isi.columns and block.rincian:
        index = isi["rinci"].cast(pl.UInt32)
        params = pl.Series(parts, dtype=pl.String).gather(index)
        saran = pl.Series(offers, dtype=pl.String).gather(index)
    else:
        shared = json.dumps(dict(block.params), **_JSON)
        params = pl.repeat(shared, isi.height, dtype=pl.String, eager=True)
        saran = pl.repeat("[]", isi.height, dtype=pl.String, eager=True)
    if own:
        mine = isi.select(pl.struct(own).struct.json_encode()).to_series()
        # Two JSON objects made one: "{a}" and "{b}" become "{a,b}".
        joined = pl.DataFrame({"a": params, "b": mine})
        params = joined.select(
            pl.when(pl.col("a") == "{}")
            .then(pl.col("b"))
            .otherwise(pl.col("a").str.head(-1) + "," + pl.col("b").str.slice(1))
        ).to_series()
    line = pl.col("baris").cast(pl.String).fill_null("")
    text = pl.String
    return isi.select(
        pl.lit(block.kode, text).alias("kode"),
        pl.lit(block.tahap, text).alias("tahap"),
        pl.lit(block.tingkat, text).alias("tingkat"),
        pl.lit(block.aturan, text).alias("aturan"),
        pl.lit(block.lembar, text).alias("lembar"),
        pl.col("baris").cast(pl.Int64),
        pl.lit(block.kolom, text).alias("kolom"),
        (pl.lit(block.huruf, text) + line if block.huruf else pl.lit(None, text)).alias("sel"),
        pl.col("nilai").cast(text),
        pl.lit(saran).alias("saran"),
        pl.lit(params).alias("params"),
    )


_JSON: dict[str, Any] = {"ensure_ascii": False, "default": str, "separators": (",", ":")}


def _offers(saran: tuple[Saran, ...]) -> str:
    return json.dumps([[s.nilai, s.jarak] for s in saran], **_JSON)


def baca(path: Path) -> Iterator[Temuan]:
    """The findings of a stored form, in its order, a row group in memory at a time."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(65_536):
            frame = pl.from_arrow(batch)
            assert isinstance(frame, pl.DataFrame)
            yield from dari_bingkai(frame)


def dari_bingkai(frame: pl.DataFrame) -> Iterator[Temuan]:
    """The findings of a piece of the stored form."""
    for row in frame.iter_rows(named=True):
        saran = tuple(Saran(value, far) for value, far in json.loads(row.pop("saran")))
        yield Temuan(**{**row, "saran": saran, "params": json.loads(row["params"])})


def ikhtisar(path: Path, paling_banyak: int) -> tuple[dict[tuple[str, str], int], list[Temuan]]:
    """Of a stored form: how many findings per stage and severity, and the first ``paling_banyak``
    of each stage. However many there are, no more than these are in memory. A fault of the engine
    itself is no finding."""
    stored = pl.scan_parquet(path).filter(pl.col("kode") != "PEMERIKSAAN_GAGAL")
    counts = stored.group_by("tahap", "tingkat").len().collect()
    firsts = [
        finding
        for stage in TAHAP
        for finding in dari_bingkai(
            stored.filter(pl.col("tahap") == stage).head(paling_banyak).collect()
        )
    ]
    return {(stage, level): n for stage, level, n in counts.iter_rows()}, firsts
