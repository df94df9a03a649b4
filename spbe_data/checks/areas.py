"""Area codes of the other system: what the sender may leave out, the register fills in.

Belongs here: filling empty code cells of one system from the other, as of each row's period
(Forum SDI: bridging of BPS and Kemendagri codes). What the sender wrote is never replaced.
"""

from __future__ import annotations

import polars as pl

from spbe_data.identifiers.periode import Periode
from spbe_data.identifiers.wilayah import RegisterWilayah
from spbe_data.standards.models import Standar


def fill_codes(frame: pl.DataFrame, standard: Standar, register: RegisterWilayah) -> pl.DataFrame:
    """``frame`` (standard's columns and ``periode``) with both systems' codes where one is known."""
    codes = {
        (c.wilayah.sistem, c.wilayah.tingkat): c.nama
        for c in standard.kolom_wilayah("kode")
        if c.wilayah
    }
    for (system, level), kemendagri in codes.items():
        bps = codes.get(("bps", level))
        if system != "kemendagri" or bps is None or not {bps, kemendagri} <= set(frame.columns):
            continue
        if not (frame[kemendagri].is_null().any() or frame[bps].is_null().any()):
            continue
        # Only what differs from row to row is compared: usually one column of codes.
        constant = {
            name: frame[name].first()
            for name in (kemendagri, bps, "periode")
            if frame[name].null_count() == frame.height
            or (name == "periode" and frame[name].min() == frame[name].max())
        }
        on = [name for name in (kemendagri, bps, "periode") if name not in constant]
        if not on or frame.is_empty():
            continue
        pairs = frame.select(on).unique(maintain_order=True)
        filled: list[tuple[str | None, str | None]] = []
        for row in pairs.iter_rows(named=True):
            known = {**constant, **row}
            own, other, period = known[kemendagri], known[bps], Periode.parse(known["periode"])
            filled.append(
                (
                    own or (register.kemendagri_dari_bps(other, period) if other else None),
                    other or (register.bps_dari_kemendagri(own, period) if own else None),
                )
            )
        made = pl.DataFrame(filled, schema={"__k": pl.String, "__b": pl.String}, orient="row")
        keyed = pl.concat([pairs, made], how="horizontal")
        frame = (
            frame.join(keyed, on=on, how="left", nulls_equal=True, maintain_order="left")
            .with_columns(pl.col("__k").alias(kemendagri), pl.col("__b").alias(bps))
            .drop("__k", "__b")
        )
    return frame
