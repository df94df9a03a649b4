"""Pruning Dagster's run history: the record is the ledger, not Dagster.

Belongs here: what may go. Dagster itself expires ticks only; runs, events and logs grow without
end (about 150 KB per small run).
"""

# No `from __future__ import annotations` here: Dagster reads the bodies' annotations as types.
import datetime as dt
from dataclasses import dataclass

import dagster as dg

from assets.installation import Installation
from assets.progress import begin, tell

_FINISHED = [
    dg.DagsterRunStatus.SUCCESS,
    dg.DagsterRunStatus.FAILURE,
    dg.DagsterRunStatus.CANCELED,
]
_PAGE = 200


@dataclass(frozen=True, slots=True)
class Pemangkasan:
    """How many runs were deleted and kept among those older than the limit."""

    dihapus: int
    disimpan: int


def _shown_in_grid(instance: dg.DagsterInstance) -> set[str]:
    """Runs behind the newest materialization of each asset and period.

    Dagster's grid is made of these events: without their runs the reporting calendar would go
    blank for old periods.
    """
    keep: set[str] = set()
    for key in instance.all_asset_keys():
        newest = instance.event_log_storage.get_latest_storage_id_by_partition(
            key, dg.DagsterEventType.ASSET_MATERIALIZATION
        )
        if newest:
            records = instance.fetch_materializations(
                dg.AssetRecordsFilter(asset_key=key, storage_ids=list(newest.values())),
                limit=len(newest),
            ).records
            keep |= {record.event_log_entry.run_id for record in records}
        last = instance.get_latest_materialization_event(key)
        if last is not None:
            keep.add(last.run_id)
    return keep


def _old_runs(instance: dg.DagsterInstance, before: dt.datetime) -> list[dg.DagsterRun]:
    """All of them, read page by page before any is deleted (a page starts after a run that exists)."""
    rule = dg.RunsFilter(statuses=_FINISHED, created_before=before)
    found: list[dg.DagsterRun] = []
    while page := instance.get_runs(rule, cursor=found[-1].run_id if found else None, limit=_PAGE):
        found += page
    return found


def prune(instance: dg.DagsterInstance, before: dt.datetime) -> Pemangkasan:
    """Delete finished runs created before ``before``, with their logs.

    Kept: runs behind what the grid shows, and each job's newest successful run.
    """
    keep = _shown_in_grid(instance)
    deleted = kept = 0
    newest: dict[str, str | None] = {}
    for run in _old_runs(instance, before):
        if run.job_name not in newest:
            found = instance.get_runs(
                dg.RunsFilter(job_name=run.job_name, statuses=[dg.DagsterRunStatus.SUCCESS]),
                limit=1,
            )
            newest[run.job_name] = found[0].run_id if found else None
        if run.run_id in keep or newest[run.job_name] == run.run_id:
            kept += 1
            continue
        instance.delete_run(run.run_id)
        instance.compute_log_manager.delete_logs(prefix=[run.run_id])
        deleted += 1
    return Pemangkasan(deleted, kept)


def prune_op(installation: Installation) -> dg.OpDefinition:
    """The op of the weekly job."""

    @dg.op(
        name="pangkas",
        description="Menghapus run lama dari riwayat Dagster; catatan resmi ada di buku besar.",
    )
    def body(context: dg.OpExecutionContext) -> None:
        begin(context)
        days = installation.settings.simpan_riwayat_dagster_hari
        before = dt.datetime.now(dt.UTC) - dt.timedelta(days=days)
        result = prune(context.instance, before)
        tell(
            context,
            f"riwayat Dagster: {result.dihapus} run lama dihapus, {result.disimpan} disimpan",
        )

    return body
