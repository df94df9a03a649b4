"""A Dagster world for tests: an installation, its definitions and a throw-away instance."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import dagster as dg

from assets.definitions import build_definitions
from spbe_data.flows.decide import putuskan
from spbe_data.flows.house import Rumah
from spbe_data.flows.submit import ajukan
from spbe_data.ledger.records import Pengajuan
from spbe_data.settings import Settings
from spbe_data.standards.catalog import Catalog
from tests.synthetic import METADATA, as_csv, rows_of

PETUGAS, WALIDATA = "petugas uji", "walidata uji"


@dataclass
class World:
    """One installation with its definitions."""

    house: Rumah
    defs: dg.Definitions
    instance: dg.DagsterInstance

    def file(
        self, dataset: str, periods: Sequence[str], change: Callable[[dict[str, Any]], None] | None
    ) -> bytes:
        standard = self.house.catalog.standar[dataset]
        rows = rows_of(self.house.catalog, standard, periods)
        if change is not None:
            change(rows[0])
        return as_csv(rows, standard.nama_kolom)

    def send(
        self,
        dataset: str,
        periods: Sequence[str] = (),
        *,
        data: bytes | None = None,
        change: Callable[[dict[str, Any]], None] | None = None,
        stated: str | None = None,
    ) -> Pengajuan:
        return ajukan(
            self.house,
            data=self.file(dataset, periods, change) if data is None else data,
            nama_berkas=f"{dataset}.csv",
            dataset=dataset,
            metadata=METADATA,
            aktor=PETUGAS,
            periode=stated,
        )

    def send_bad(self, dataset: str, periods: Sequence[str]) -> Pengajuan:
        measure = self.house.catalog.standar[dataset].ukuran[0].nama
        return self.send(dataset, periods, change=lambda row: row.update({measure: "2O24"}))

    def sign(self, id_: str) -> None:
        putuskan(
            self.house, id_, keputusan="disetujui", alasan="uji", aktor=WALIDATA, peran="walidata"
        )

    def status(self, id_: str) -> str:
        return self.house.ledger.pengajuan(id_).status

    def job(self, name: str, config: Mapping[str, Any] | None = None) -> dg.ExecuteInProcessResult:
        return self.defs.resolve_job_def(name).execute_in_process(
            instance=self.instance, run_config=dict(config or {}), raise_on_error=False
        )

    def asset(self, *keys: Sequence[str], period: str | None = None) -> dg.ExecuteInProcessResult:
        return self.defs.resolve_implicit_global_asset_job_def().execute_in_process(
            instance=self.instance,
            asset_selection=[dg.AssetKey(list(key)) for key in keys],
            partition_key=period,
            raise_on_error=False,
        )

    def checks(self, key: Sequence[str], period: str) -> dict[str, bool]:
        """The latest result of each check of an asset in one period."""
        asset = dg.AssetKey(list(key))
        names = ("struktur", "pandera_baris", "great_expectations_dataset", "privasi")
        infos = self.instance.event_log_storage.get_asset_check_partition_info(
            [dg.AssetCheckKey(asset, name) for name in names], partition_keys=[period]
        )
        return {i.check_key.name: i.latest_execution_status.value == "SUCCEEDED" for i in infos}

    def materialized(self, *key: str) -> set[str]:
        return set(self.instance.get_materialized_partitions(dg.AssetKey(list(key))))


def failure_text(result: dg.ExecuteInProcessResult) -> str:
    """What a failed run says of its failed step."""
    assert not result.success
    for event in result.all_events:
        if event.is_step_failure:
            data = event.step_failure_data.user_failure_data
            assert data is not None and data.description is not None
            return data.description
    raise AssertionError("no step failed")


@contextmanager
def open_world(settings: Settings, catalog: Catalog) -> Iterator[World]:
    house = Rumah(settings, catalog)
    try:
        with dg.DagsterInstance.ephemeral() as instance:
            yield World(house, build_definitions(settings, catalog), instance)
    finally:
        house.tutup()
