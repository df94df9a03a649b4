"""Fixtures of the Dagster door: a world per test over the real content."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from spbe_data.checks.dataset import RuangDataset
from spbe_data.settings import Settings
from spbe_data.standards.catalog import Catalog
from tests.assets.dagster_world import World, open_world

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def world(settings: Settings, catalog: Catalog) -> Iterator[World]:
    with open_world(settings, catalog) as opened:
        yield opened


@pytest.fixture
def quick_second_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Great Expectations replaced by the engine's own count, where the test is about other things."""

    def count(room: RuangDataset) -> dict[str, int]:
        return {rule.id: room.count(rule) for rule in room.rules}

    monkeypatch.setattr("spbe_data.checks.gx.verify", count)


@pytest.fixture(scope="session")
def content_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the content that a test may change."""
    root = tmp_path_factory.mktemp("isi")
    for name in ("schemas", "quality"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "spbe.toml", root / "spbe.toml")
    return root
