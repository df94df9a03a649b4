"""Dagster's own graph, handed to the catalogue: from submission to publication to indicator.

Belongs here: reading the edges off the definitions, and refreshing the analysts' file
with them.
"""

# No `from __future__ import annotations` here: Dagster reads annotations as types elsewhere.
from functools import cache
from typing import TYPE_CHECKING

from assets.installation import Installation

if TYPE_CHECKING:
    from spbe_data.flows.house import Rumah
    from spbe_data.flows.lineage import Garis


@cache
def edges(installation: Installation) -> "tuple[Garis, ...]":
    """Every dependency between two assets of the installation's graph.

    Made from the definitions, not asked of the running context: a run that was not launched from a
    code location has no repository to ask.
    """
    from assets.definitions import build_definitions
    from spbe_data.flows.lineage import Garis

    repository = build_definitions(installation.settings, installation.catalog).get_repository_def()
    by_table = {standard.tabel: standard.id for standard in installation.standards}
    graph = repository.asset_graph
    return tuple(
        Garis(
            hulu=parent.to_user_string(),
            hilir=key.to_user_string(),
            dataset=by_table.get(key.path[-1], ""),
        )
        for key in graph.get_all_asset_keys()
        for parent in graph.get(key).parent_keys
    )


def segarkan_gudang(installation: Installation, house: "Rumah") -> list[str]:
    """Bring the analysts' file up to date, the lineage in it; names of the tables that changed."""
    from spbe_data.flows.lineage import simpan_garis
    from spbe_data.flows.refresh import segarkan

    simpan_garis(house, edges(installation))
    return segarkan(house)
