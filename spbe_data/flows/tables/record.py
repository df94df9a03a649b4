"""The ledger read once for one refresh, and how a table is made of rows.

Belongs here: what the modules of this package share.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from spbe_data.flows.calendar import Kewajiban, kalender
from spbe_data.flows.house import Rumah
from spbe_data.flows.publish import versi_kini
from spbe_data.ledger.hashing import digest
from spbe_data.ledger.records import Pemeriksaan, Pengajuan, Rilis, Versi
from spbe_data.warehouse.publish import Muatan

TEXT, INT, EXACT, BOOL = pl.String(), pl.Int64(), pl.Decimal(18, 10), pl.Boolean()
DATE = pl.Date()


@dataclass(frozen=True, slots=True)
class Rekaman:
    """The ledger, read once for one refresh."""

    submissions: dict[str, Pengajuan]
    verdicts: dict[str, Pemeriksaan]
    versions: list[Versi]
    current: dict[str, list[Versi]]
    releases: list[Rilis]
    obligations: list[Kewajiban]
    today: dt.date


def baca_rekaman(house: Rumah) -> Rekaman:
    ledger = house.ledger
    verdicts = {v.id: v for v in ledger.semua_pemeriksaan()}
    versions = [v for v in ledger.semua_versi() if v.dataset in house.catalog.standar]
    return Rekaman(
        submissions={p.id: p for p in ledger.semua_pengajuan()},
        verdicts=verdicts,
        versions=versions,
        current={id_: versi_kini(house, id_) for id_ in house.catalog.standar},
        releases=[r for r in ledger.rilis() if r.dataset in house.catalog.standar],
        obligations=kalender(house, house.hari_ini()),
        today=house.hari_ini(),
    )


def tabel(
    schema: str,
    name: str,
    rows: list[dict[str, Any]],
    types: Mapping[str, pl.DataType],
    comment: str,
    comments: Mapping[str, str] | None = None,
) -> Muatan:
    frame = pl.DataFrame(rows, schema=dict(types), strict=False)
    stamp = digest(
        [
            json.loads(json.dumps(rows, default=str)),
            comment,
            dict(comments or {}),
            {k: str(v) for k, v in types.items()},
        ]
    )
    return Muatan(schema, name, stamp, frame, comment, comments or {})
