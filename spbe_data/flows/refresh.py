"""Refreshing the analysts' DuckDB file from the record: every table and view of docs/doors.md.

Belongs here: bringing the file up to date. What the tables hold is in :mod:`spbe_data.flows.tables`;
how the file is swapped is the warehouse's business.
"""

from __future__ import annotations

from spbe_data.flows.house import Rumah
from spbe_data.flows.tables.architecture import architecture_tables
from spbe_data.flows.tables.catalogue import catalogue_tables
from spbe_data.flows.tables.curated import curated_tables, curated_views
from spbe_data.flows.tables.master import master_tables
from spbe_data.flows.tables.maturity import maturity_tables
from spbe_data.flows.tables.quality import quality_tables
from spbe_data.flows.tables.record import baca_rekaman
from spbe_data.flows.tables.reference import reference_tables
from spbe_data.flows.tables.registers import register_tables
from spbe_data.flows.tables.scores import scores
from spbe_data.flows.tables.standards import standard_tables
from spbe_data.warehouse.publish import terbitkan_gudang


def segarkan(house: Rumah) -> list[str]:
    """Bring the analysts' file up to date with the record; names of the tables that changed."""
    record = baca_rekaman(house)
    cards = scores(house, record)
    tables = [
        *reference_tables(house),
        *master_tables(house),
        *curated_tables(house, record),
        *catalogue_tables(house, record, cards),
        *quality_tables(house, record, cards),
        *maturity_tables(house),
        *standard_tables(house),
        *architecture_tables(house, record),
        *register_tables(house, record),
    ]
    return terbitkan_gudang(house.settings.duckdb, tables, curated_views(house, record))
