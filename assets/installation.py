"""One installation as the Dagster door needs it: settings, content, addresses, an open house.

Belongs here: what every body starts from. The flows are imported when a body runs, since they bring
the engine and its libraries with them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spbe_data.identifiers.periode import Periode, PeriodeTidakSah
from spbe_data.settings import Settings
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.models import Standar

if TYPE_CHECKING:
    from spbe_data.flows.house import Rumah

AKTOR = "dagster"
"""The actor that the ledger names for what a run does."""


@dataclass(frozen=True, slots=True)
class Installation:
    """Settings and content, read once per process."""

    settings: Settings
    catalog: Catalog

    @contextmanager
    def house(self) -> Iterator[Rumah]:
        """The house, closed again at the end."""
        from spbe_data.flows.house import Rumah

        house = Rumah(self.settings, self.catalog)
        try:
            yield house
        finally:
            house.tutup()

    @property
    def standards(self) -> list[Standar]:
        """All standards by id; a withdrawn one keeps the periods that were owed under it."""
        return [standard for _id, standard in sorted(self.catalog.standar.items())]

    def today(self) -> dt.date:
        """Today where the office is."""
        return dt.datetime.now(self.settings.zona).date()

    def dataset_page(self, dataset: str) -> str:
        return f"{self.settings.alamat_portal}/dataset/{dataset}"

    def calendar(self, standard: Standar) -> list[str]:
        """Texts of all periods of the standard up to today, oldest first."""
        return [p.teks for p in self.catalog.periode(standard, self.today())]


def inside(period: str, stated: str) -> bool:
    """Whether ``period`` lies within ``stated``: a stated year admits its months."""
    try:
        inner, outer = Periode.parse(period), Periode.parse(stated)
    except PeriodeTidakSah:
        return False
    return outer.awal <= inner.awal and inner.akhir <= outer.akhir
