"""What dataset-level rules compare a file with: curated data of other versions, periods, datasets.

Belongs here: the question, as a protocol. Who answers (a warehouse, a test) is not known here.
"""

from __future__ import annotations

from typing import Protocol

import polars as pl


class Acuan(Protocol):
    """Curated data as of now.

    Frames hold the standard's columns in their types plus ``periode`` (text).
    """

    def periode(self, dataset: str) -> list[str]:
        """Periods of ``dataset`` that have a curated version."""
        ...

    def kini(self, dataset: str, periode: str) -> pl.DataFrame | None:
        """Rows of the current version of one period, or ``None``."""
        ...


class TanpaAcuan:
    """No curated data yet: an empty house."""

    def periode(self, dataset: str) -> list[str]:
        return []

    def kini(self, dataset: str, periode: str) -> pl.DataFrame | None:
        return None
