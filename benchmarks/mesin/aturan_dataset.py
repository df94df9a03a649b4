"""The dataset-level rules over a table that is loaded already: as SQL, and by Great Expectations.

Belongs here: the room of the dataset stage over the rows of the file, made without the row stage.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl

from benchmarks import kontrak
from benchmarks.mesin import Ditemukan, Kerja, Langkah
from spbe_data.checks.dataset import RuangDataset, check_dataset
from spbe_data.checks.dataset.room import load
from spbe_data.checks.reference import TanpaAcuan
from spbe_data.settings import load_settings
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.policy import SebaranUkuran


def bingkai(csv: Path) -> pl.DataFrame:
    """The rows whose period is known, in the types of the standard, with ``baris`` and ``periode``.

    A figure that cannot be read is null, as after the row stage.
    """
    number = pl.Decimal(38, 2)
    low, high = kontrak.TAHUN
    frame = (
        pl.read_csv(csv, infer_schema=False)
        .with_row_index("baris", offset=2)
        .rename({"year": "tahun", "month": "bulan"})
        .with_columns(
            pl.col("baris").cast(pl.Int64),
            pl.col("tahun", "bulan").cast(pl.Int64, strict=False),
            pl.col("value", "numerator", "denominator").cast(number, strict=False),
            pl.col("region_code").str.strip_chars(),
        )
        .filter(pl.col("tahun").is_between(low, high) & pl.col("bulan").is_between(1, 12))
    )
    period = pl.format("{}-{}", "tahun", pl.col("bulan").cast(pl.String).str.zfill(2))
    return frame.with_columns(period.alias("periode"))


_SEBARAN = (
    SebaranUkuran(ukuran="value", jumlah_maksimum=Decimal(1_000), alasan="terlampaui"),
    SebaranUkuran(ukuran="numerator", jumlah_minimum=Decimal(0), alasan="terpenuhi"),
)
"""Bounds on sums per month: one that full months break, and one that none breaks."""


class _Meja:
    """A connection with the table ``data``, and what a room over it needs."""

    def __init__(self, kerja: Kerja) -> None:
        root = Path(kerja["isi"])
        self.catalog = Catalog(root / "schemas", root / "quality")
        self.settings = load_settings(root, root.parent / "rumah")
        self.standard = self.catalog.standar[kontrak.DATASET]
        suite = self.catalog.suite[kontrak.DATASET]
        self.catalog.suite[kontrak.DATASET] = suite.model_copy(update={"sebaran": _SEBARAN})
        self.con = duckdb.connect(":memory:")
        data = bingkai(Path(kerja["berkas"]))
        self.periods = data["periode"].unique().to_list()
        self.rows = data.height
        load(self.con, "data", data)

    def room(self) -> RuangDataset:
        policy = max(self.catalog.kebijakan_semua, key=lambda k: k.berlaku_sejak)
        return RuangDataset(
            self.con,
            self.standard,
            self.catalog,
            policy,
            TanpaAcuan(),
            self.periods,
            self.settings.kode_kemendagri,
        )


def buka_sql(kerja: Kerja) -> Langkah:
    """Timed: the rules made ready, run, and their offences as blocks of findings."""
    desk = _Meja(kerja)

    def step() -> Callable[[], Ditemukan]:
        blocks = list(check_dataset(desk.room(), lambda _column, _row: None, None))

        def tell() -> Ditemukan:
            found: dict[str, int] = {"baris": desk.rows}
            for block in blocks:
                found[block.aturan] = found.get(block.aturan, 0) + len(block)
            return found

        return tell

    return step


def buka_gx(kerja: Kerja) -> Langkah:
    """Timed: the same rules as expectations over the table at rest, import apart."""
    from spbe_data.checks.gx import verify

    desk = _Meja(kerja)

    def step() -> Callable[[], Ditemukan]:
        counts = verify(desk.room())
        named = {f"{kontrak.DATASET}:{rule}": n for rule, n in counts.items() if n}
        return lambda: {"baris": desk.rows, **named}

    return step
