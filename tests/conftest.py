"""Shared fixtures: the repository's own content, and a fresh home for every test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from spbe_data.flows.house import Rumah
from spbe_data.settings import Settings, load_settings
from spbe_data.standards.catalog import Catalog

ROOT = Path(__file__).resolve().parents[1]
for name in ("SPBE_HOME", "SPBE_CONTENT", "SPBE_LEDGER_URL", "DAGSTER_HOME"):
    os.environ.pop(name, None)


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The real content, loaded once."""
    return Catalog(ROOT / "schemas", ROOT / "quality")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(ROOT, tmp_path / "home")


@pytest.fixture
def rumah(settings: Settings, catalog: Catalog) -> Iterator[Rumah]:
    """An empty house over the real content."""
    house = Rumah(settings, catalog)
    yield house
    house.tutup()
