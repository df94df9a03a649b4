"""The house: settings, content and ledger of one installation, opened together.

Belongs here: what every flow needs. Content and ledger are opened when first used, so that a
command that needs neither stays quick.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from spbe_data.checks.engine import Pemeriksa
from spbe_data.checks.prepare import Lingkup
from spbe_data.intake.model import Batas
from spbe_data.ledger.records import Versi
from spbe_data.settings import Settings
from spbe_data.standards.catalog import Catalog
from spbe_data.warehouse.versions import baca_versi

if TYPE_CHECKING:
    from spbe_data.ledger.store import Ledger


class Rumah:
    """One installation."""

    def __init__(self, settings: Settings, catalog: Catalog | None = None) -> None:
        self.settings = settings
        self._catalog = catalog

    @cached_property
    def catalog(self) -> Catalog:
        if self._catalog is None:
            self._catalog = Catalog(self.settings.schemas, self.settings.quality)
        if not self.punya_buku():
            return self._catalog
        from spbe_data.flows.master import dengan_buku

        return dengan_buku(self._catalog, self.ledger)

    def muat_ulang_induk(self) -> None:
        """Read the accepted changes of the registers again (after a decision)."""
        self.__dict__.pop("catalog", None)

    def punya_buku(self) -> bool:
        """Whether there is a record; a dry check on a machine without one must not create it."""
        url = self.settings.buku
        return not url.startswith("sqlite:///") or (self.settings.home / "buku").is_dir()

    @cached_property
    def ledger(self) -> Ledger:
        # A dry check needs no record; SQLAlchemy is loaded when something asks for it.
        from spbe_data.ledger.store import Ledger

        return Ledger(self.settings.buku)

    @property
    def lingkup(self) -> Lingkup:
        s = self.settings
        return Lingkup(s.kode_kemendagri, s.kode_bps, s.nama_wilayah)

    def hari_ini(self) -> dt.date:
        """Today where the office is."""
        return dt.datetime.now(self.settings.zona).date()

    def pemeriksa(self) -> Pemeriksa:
        """The engine, comparing with what is curated now."""
        batas = Batas(
            ukuran_berkas=self.settings.ukuran_berkas, jumlah_sel=self.settings.jumlah_sel
        )
        return Pemeriksa(self.catalog, self.lingkup, AcuanGudang(self), batas, self.hari_ini())

    def tutup(self) -> None:
        """Close what was opened."""
        if "ledger" in self.__dict__:
            self.ledger.close()


class AcuanGudang:
    """Curated data as the dataset rules see them: the ledger's current versions."""

    def __init__(self, house: Rumah) -> None:
        self._house = house
        self._versions: dict[str, dict[str, Versi]] = {}

    def _current(self, dataset: str) -> dict[str, Versi]:
        if dataset not in self._versions:
            rows = self._house.ledger.semua_versi(dataset) if self._house.punya_buku() else []
            self._versions[dataset] = {row.periode: row for row in rows}  # ordered: the last wins
        return self._versions[dataset]

    def periode(self, dataset: str) -> list[str]:
        return sorted(self._current(dataset))

    def kini(self, dataset: str, periode: str) -> pl.DataFrame | None:
        row = self._current(dataset).get(periode)
        return (
            None
            if row is None
            else baca_versi(self._house.settings.gudang, row.berkas, row.sha256_berkas)
        )
