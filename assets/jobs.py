"""The jobs: few and named; single datasets are launched from the graph.

Belongs here: what each job runs. In 1,000 datasets a job per dataset would cost more to resolve
than to run.
"""

from __future__ import annotations

from dataclasses import dataclass

import dagster as dg

from assets.batch import check_op, publish_op
from assets.installation import Installation
from assets.keys import (
    GUDANG,
    JOB_KEMATANGAN,
    JOB_METRIK,
    JOB_PANGKAS,
    JOB_PERIKSA,
    JOB_TERBIT,
    KALENDER,
    KEMATANGAN,
)
from assets.retention import prune_op


@dataclass(frozen=True, slots=True)
class Jobs:
    """All jobs of the location, before the assets are resolved."""

    periksa: dg.JobDefinition
    terbit: dg.JobDefinition
    pangkas: dg.JobDefinition
    kematangan: dg.UnresolvedAssetJobDefinition
    metrik: dg.UnresolvedAssetJobDefinition

    def all(self) -> list[dg.JobDefinition | dg.UnresolvedAssetJobDefinition]:
        return [self.periksa, self.terbit, self.kematangan, self.metrik, self.pangkas]


def _op_job(name: str, description: str, op: dg.OpDefinition) -> dg.JobDefinition:
    @dg.job(name=name, description=description, executor_def=dg.in_process_executor)
    def job() -> None:
        op()

    return job


def build_jobs(installation: Installation) -> Jobs:
    """The five jobs of an installation."""
    return Jobs(
        periksa=_op_job(
            JOB_PERIKSA,
            "Memeriksa semua pengajuan yang menunggu dan melaporkannya per dataset dan periode.",
            check_op(installation),
        ),
        terbit=_op_job(
            JOB_TERBIT,
            "Mengurasi dan menerbitkan semua pengajuan yang sudah disetujui, lalu memperbarui gudang.",
            publish_op(installation),
        ),
        pangkas=_op_job(
            JOB_PANGKAS,
            "Memangkas riwayat run Dagster yang lama. Catatan resmi (buku besar) tidak tersentuh.",
            prune_op(installation),
        ),
        kematangan=dg.define_asset_job(
            JOB_KEMATANGAN,
            selection=[KEMATANGAN, GUDANG],
            description="Mencatat penilaian kematangan SPBE dan memperbarui gudang.",
        ),
        metrik=dg.define_asset_job(
            JOB_METRIK,
            selection=[GUDANG, KALENDER],
            description="Menghitung mutu dan ketepatan waktu harian: yang ditunggu, terlambat, dikembalikan, rusak.",
        ),
    )
