"""Dagster's own graph, handed to the catalogue: from submission to publication to indicator.

Belongs here: reading the edges off the repository that is running, and refreshing the analysts' file
with them.
"""

# No `from __future__ import annotations` here: Dagster reads annotations as types elsewhere.
from typing import TYPE_CHECKING

import dagster as dg

from assets.installation import Installation

if TYPE_CHECKING:
    from spbe_data.flows.house import Rumah
    from spbe_data.flows.lineage import Garis


def edges(installation: Installation, repository: dg.RepositoryDefinition) -> "list[Garis]":
    """Every dependency between two assets of ``repository``."""
    from spbe_data.flows.lineage import Garis

    by_table = {standard.tabel: standard.id for standard in installation.standards}
    graph = repository.asset_graph
    return [
        Garis(
            hulu=parent.to_user_string(),
            hilir=key.to_user_string(),
            dataset=by_table.get(key.path[-1], ""),
        )
        for key in graph.get_all_asset_keys()
        for parent in graph.get(key).parent_keys
    ]


def segarkan_gudang(
    installation: Installation,
    context: dg.AssetExecutionContext | dg.OpExecutionContext,
    house: "Rumah",
) -> list[str]:
    """Bring the analysts' file up to date, the lineage in it; names of the tables that changed."""
    from spbe_data.flows.lineage import simpan_garis
    from spbe_data.flows.refresh import segarkan

    simpan_garis(house, edges(installation, context.repository_def))
    return segarkan(house)
