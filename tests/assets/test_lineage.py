"""Lineage: what the catalogue tells is what Dagster's own graph says, end to end."""

from __future__ import annotations

import itertools

from assets.keys import JOB_METRIK
from spbe_data.warehouse.query import tanya
from tests.assets.dagster_world import World

DATASET = "jumlah-dokter-umum"


def test_a_run_hands_the_graph_to_the_catalogue(world: World) -> None:
    assert world.job(JOB_METRIK).success
    path = world.house.settings.duckdb
    _, found = tanya(
        path, f"SELECT hulu, hilir FROM katalog.garis_keturunan WHERE dataset = '{DATASET}'"
    )
    table = world.house.catalog.standar[DATASET].tabel
    steps = ("periksa", "kurasi", "terbit", "indikator")
    assert {
        *((f"{a}/{table}", f"{b}/{table}") for a, b in itertools.pairwise(steps)),
        ("referensi/wilayah", f"periksa/{table}"),
    } <= set(found)
    graph = world.defs.get_repository_def().asset_graph
    _, count = tanya(path, "SELECT count(*) FROM katalog.garis_keturunan")
    assert count[0][0] == sum(len(graph.get(k).parent_keys) for k in graph.get_all_asset_keys())


def test_the_architecture_is_one_table_over_all_standards(world: World) -> None:
    assert world.job(JOB_METRIK).success
    _, found = tanya(
        world.house.settings.duckdb,
        "SELECT dataset, sifat, validitas, jenis, rad_induk, tujuan FROM katalog.arsitektur_data",
    )
    assert {row[0] for row in found} == set(world.house.catalog.standar)
    own = next(row for row in found if row[0] == DATASET)
    assert own[1:5] == ("Terbuka", "Tahunan", "Statistik", "RAD.04")
    assert own[5] == world.house.catalog.standar[DATASET].arsitektur.tujuan  # type: ignore[union-attr]  # every standard here has one
