"""Lineage as Dagster's own graph gives it: kept beside the warehouse, read into the catalogue.

Belongs here: storing and reading the edges. Where they come from is the Dagster door's business.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from spbe_data.flows.house import Rumah


@dataclass(frozen=True, order=True, slots=True)
class Garis:
    """One edge of the graph: ``hilir`` is made from ``hulu`` (asset keys, parts joined by ``/``).

    ``dataset`` is the dataset the lower end belongs to, empty for what stands above datasets.
    """

    hulu: str
    hilir: str
    dataset: str


def simpan_garis(house: Rumah, edges: Iterable[Garis]) -> None:
    """Keep the whole graph, replacing the one before at once."""
    path = house.settings.gudang / "garis_keturunan.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps([asdict(edge) for edge in sorted(edges)], ensure_ascii=False)
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return
    temporary = path.with_name(".garis_keturunan.baru")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def baca_garis(house: Rumah) -> list[Garis]:
    """The graph as last kept; empty before Dagster has run once."""
    path = house.settings.gudang / "garis_keturunan.json"
    if not path.is_file():
        return []
    return [Garis(**row) for row in json.loads(path.read_text(encoding="utf-8"))]
