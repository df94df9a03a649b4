"""The schedules: daily metrics and the weekly pruning, in the office's time.

Belongs here: when, not what.
"""

from __future__ import annotations

import dagster as dg

from assets.installation import Installation
from assets.jobs import Jobs


def build_schedules(installation: Installation, jobs: Jobs) -> list[dg.ScheduleDefinition]:
    """05.00 every day for metrics, 03.00 on Sundays for pruning."""
    zone = installation.settings.zona.key
    return [
        dg.ScheduleDefinition(
            name="metrik_setiap_hari",
            job=jobs.metrik,
            cron_schedule="0 5 * * *",
            execution_timezone=zone,
            default_status=dg.DefaultScheduleStatus.RUNNING,
            description="Setiap hari pukul 05.00: mutu dan ketepatan waktu.",
        ),
        dg.ScheduleDefinition(
            name="pangkas_setiap_minggu",
            job=jobs.pangkas,
            cron_schedule="0 3 * * 0",
            execution_timezone=zone,
            default_status=dg.DefaultScheduleStatus.RUNNING,
            description="Setiap Minggu pukul 03.00: memangkas riwayat run lama.",
        ),
    ]
