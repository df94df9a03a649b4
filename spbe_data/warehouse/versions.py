"""Immutable Parquet files, one per (dataset, period, version).

Belongs here: writing a file whole or not at all, and reading it back only if it is unchanged.
Which file is current is known to the ledger, not to the folder.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import polars as pl


class BerkasVersiRusak(RuntimeError):
    """A curated file is missing or no longer has the content that was recorded."""


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def simpan_versi(
    folder: Path, dataset: str, periode: str, versi: int, frame: pl.DataFrame
) -> tuple[str, str]:
    """Write ``frame``; returns (path relative to ``folder``, SHA-256).

    The name holds the content's hash, so a repeated step writes the same file again and a crash
    leaves at most a file that nothing points to.
    """
    target = folder / "versi" / dataset / periode
    target.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target, prefix=".baru-", suffix=".parquet")
    os.close(handle)
    path = Path(temporary)
    try:
        frame.write_parquet(path, compression="zstd", statistics=True)
        with path.open("rb") as written:
            os.fsync(written.fileno())
        digest = _sha256(path)
        final = target / f"v{versi:04d}-{digest[:12]}.parquet"
        path.replace(final)
    finally:
        path.unlink(missing_ok=True)
    return str(final.relative_to(folder)), digest


def baca_versi(folder: Path, berkas: str, sha256: str) -> pl.DataFrame:
    """The rows of one version. Raises :class:`BerkasVersiRusak` unless its hash is as recorded."""
    path = folder / berkas
    if not path.is_file():
        raise BerkasVersiRusak(f"Berkas kurasi {berkas} tidak ada.")
    if _sha256(path) != sha256:
        raise BerkasVersiRusak(f"Berkas kurasi {berkas} berubah sejak dicatat.")
    return pl.read_parquet(path)


def gabung(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """All rows under all columns, those of the last frame first (it is of the newest period).

    Versions of a standard may differ in columns and types: what a version did not have is null, and
    a column that was text once is text throughout, so that no value is lost.
    """
    types: dict[str, pl.DataType] = {}
    for frame in reversed(frames):
        for name, kind in frame.schema.items():
            types[name] = _common(types.get(name, kind), kind)
    whole = [frame.cast({n: types[n] for n in frame.columns}) for frame in frames]
    return pl.concat(whole, how="diagonal").select(*types)


def _common(one: pl.DataType, other: pl.DataType) -> pl.DataType:
    if one == other:
        return one
    if one.is_numeric() and other.is_numeric():
        return one if one.is_decimal() or one.is_float() else other
    return pl.String()
