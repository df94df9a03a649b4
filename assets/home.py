"""Dagster's home: its folder under the home of the installation, and its configuration there.

Belongs here: making the folder ready before any Dagster process starts.
"""

from __future__ import annotations

import os
from pathlib import Path

import dagster as dg

from assets.progress import TAG_PROSES, alive
from spbe_data.settings import Settings

CONFIG = Path(__file__).resolve().parents[1] / "dagster.yaml"
"""The configuration as reviewed; ``{rumah}`` in it stands for Dagster's home."""


def siapkan_rumah_dagster(settings: Settings) -> Path:
    """Make Dagster's home ready and settle what a killed process left; returns the folder.

    Sets ``DAGSTER_HOME`` for this process.
    """
    home = settings.dagster_home
    home.mkdir(parents=True, exist_ok=True)
    content = CONFIG.read_text(encoding="utf-8").replace("{rumah}", home.as_posix())
    target = home / "dagster.yaml"
    if not target.is_file() or target.read_text(encoding="utf-8") != content:
        temporary = home / ".dagster.yaml.baru"
        temporary.write_text(content, encoding="utf-8")
        temporary.replace(target)
    os.environ["DAGSTER_HOME"] = str(home)
    with dg.DagsterInstance.get() as instance:
        settle_interrupted(instance)
    return home


def settle_interrupted(instance: dg.DagsterInstance) -> list[str]:
    """Mark runs as failed whose process is gone; their ids.

    A killed process cannot say so itself, and its runs would stay "running" for ever.
    """
    settled: list[str] = []
    open_runs = instance.get_runs(
        dg.RunsFilter(
            statuses=[
                dg.DagsterRunStatus.NOT_STARTED,
                dg.DagsterRunStatus.STARTING,
                dg.DagsterRunStatus.STARTED,
                dg.DagsterRunStatus.CANCELING,
            ]
        )
    )
    for run in open_runs:
        mark = run.tags.get(TAG_PROSES)
        if mark is not None and not alive(mark):
            instance.report_run_failed(
                run,
                "Prosesnya terhenti sebelum selesai. Yang sudah tercatat di buku besar tetap sah; "
                "jalankan lagi untuk meneruskan.",
            )
            settled.append(run.run_id)
    return settled
