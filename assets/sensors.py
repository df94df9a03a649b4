"""The sensors: what waits in the ledger becomes one run of a batch job.

Belongs here: noticing, cheaply and boundedly. A tick reads the ledger only. The cursor is one hash
and one number, whatever waits; the same waiting set is tried :data:`TRIES` times, then it stays
until it changes, and ``kualitas/kalender`` shows what is broken.
"""

# No `from __future__ import annotations` here: Dagster reads the bodies' annotations as types.
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence

import dagster as dg

from assets.checking import MENUNGGU_PERIKSA
from assets.installation import Installation
from assets.jobs import Jobs
from assets.keys import OP_PERIKSA, OP_TERBIT
from spbe_data.ledger.records import Pengajuan
from spbe_data.ledger.store import Ledger

TRIES = 3
"""Times that one submission is checked, and one waiting set is run, before someone must look."""

INTERVAL_SECONDS = 30

_UNFINISHED = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]

Waiting = Callable[[Ledger], Iterable[Pengajuan]]


def _to_check(installation: Installation) -> Waiting:
    def waiting(ledger: Ledger) -> Iterable[Pengajuan]:
        for submission in ledger.semua_pengajuan(status=MENUNGGU_PERIKSA):
            if submission.dataset not in installation.catalog.standar:
                continue
            failed = (
                sum(v.hasil == "gagal_diperiksa" for v in ledger.pemeriksaan(submission.id))
                if submission.status == "diperiksa"
                else 0
            )
            if failed < TRIES:
                yield submission

    return waiting


def _to_publish(installation: Installation) -> Waiting:
    def waiting(ledger: Ledger) -> Iterable[Pengajuan]:
        for submission in ledger.semua_pengajuan(status=("disetujui",)):
            standard = installation.catalog.standar.get(submission.dataset)
            # What is not open is done once curated: it stays "disetujui".
            if standard is not None and (
                standard.publik or not ledger.versi_pengajuan(submission.id)
            ):
                yield submission

    return waiting


def _stamp(waiting: Sequence[Pengajuan]) -> str:
    parts = sorted(f"{p.id} {p.status}" for p in waiting)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _cursor(text: str | None) -> tuple[str, int]:
    try:
        stamp, times = json.loads(text or "")
        return str(stamp), int(times)
    except (ValueError, TypeError):
        return "", 0


def _tick(
    installation: Installation,
    context: dg.SensorEvaluationContext,
    waiting_in: Waiting,
    job: str,
    op: str,
) -> dg.SensorResult:
    settings = installation.settings
    if settings.buku.startswith("sqlite:///") and not (settings.home / "buku").is_dir():
        return dg.SensorResult(skip_reason=dg.SkipReason("Belum ada buku besar."))
    ledger = Ledger(settings.buku)
    try:
        waiting = list(waiting_in(ledger))
    finally:
        ledger.close()
    if not waiting:
        return dg.SensorResult(skip_reason=dg.SkipReason("Tidak ada yang menunggu."))
    if context.instance.get_runs_count(dg.RunsFilter(job_name=job, statuses=_UNFINISHED)):
        return dg.SensorResult(skip_reason=dg.SkipReason("Pekerjaan yang sama masih berjalan."))
    stamp = _stamp(waiting)
    last, times = _cursor(context.cursor)
    times = times + 1 if stamp == last else 1
    if times > TRIES:
        return dg.SensorResult(
            skip_reason=dg.SkipReason(
                f"{len(waiting)} pengajuan sudah dicoba {TRIES} kali tanpa hasil; perlu dilihat orang."
            )
        )
    return dg.SensorResult(
        run_requests=[
            dg.RunRequest(
                run_key=f"{stamp}-{times}",
                run_config={"ops": {op: {"config": {"pengajuan": [p.id for p in waiting]}}}},
            )
        ],
        cursor=json.dumps([stamp, times]),
    )


def build_sensors(installation: Installation, jobs: Jobs) -> list[dg.SensorDefinition]:
    """One sensor for what waits for the check, one for what is approved."""

    def sensor(
        name: str, job: dg.JobDefinition, op: str, waiting: Waiting, about: str
    ) -> dg.SensorDefinition:
        @dg.sensor(
            name=name,
            job=job,
            minimum_interval_seconds=INTERVAL_SECONDS,
            default_status=dg.DefaultSensorStatus.RUNNING,
            description=about,
        )
        def body(context: dg.SensorEvaluationContext) -> dg.SensorResult:
            return _tick(installation, context, waiting, job.name, op)

        return body

    return [
        sensor(
            "pengajuan_menunggu",
            jobs.periksa,
            OP_PERIKSA,
            _to_check(installation),
            "Menyerahkan pengajuan yang menunggu diperiksa kepada satu pekerjaan.",
        ),
        sensor(
            "pengajuan_disetujui",
            jobs.terbit,
            OP_TERBIT,
            _to_publish(installation),
            "Menyerahkan pengajuan yang disetujui untuk dikurasi dan diterbitkan.",
        ),
    ]
