"""Running a job in this process, on record: what ``spbe build`` uses.

Belongs here: a run that shows in Dagster's pages like one launched there, with its logs, checks and
materializations, while the caller is told each step.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import dagster as dg

# A run of a code location, made without its server: not part of the public interface of the pinned
# version, so it stands here alone, under a test.
from dagster._core.code_pointer import CodePointer
from dagster._core.definitions.reconstruct import ReconstructableRepository
from dagster._core.execution.api import execute_run_iterator
from dagster._core.remote_origin import (
    ManagedGrpcPythonEnvCodeLocationOrigin,
    RemoteJobOrigin,
    RemoteRepositoryOrigin,
)
from dagster._core.types.loadable_target_origin import LoadableTargetOrigin

from assets.home import siapkan_rumah_dagster
from assets.keys import LOCATION
from assets.progress import TAG_PROSES, Kabar, listening, this_process
from spbe_data.settings import Settings

MODULE, ATTRIBUTE = "assets.definitions", "defs"

_QUIET: dict[str, Any] = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@contextmanager
def buka_instansi(settings: Settings) -> Iterator[dg.DagsterInstance]:
    """The persistent instance of an installation, its home made ready first."""
    siapkan_rumah_dagster(settings)
    with dg.DagsterInstance.get() as instance:
        yield instance


def _origin(repository: str, job: str) -> RemoteJobOrigin:
    """Where a run launched from the pages would say it comes from (``workspace.yaml``)."""
    location = ManagedGrpcPythonEnvCodeLocationOrigin(
        LoadableTargetOrigin(module_name=MODULE, attribute=ATTRIBUTE), LOCATION
    )
    return RemoteJobOrigin(RemoteRepositoryOrigin(location, repository), job)


def jalankan(
    instance: dg.DagsterInstance,
    job: str,
    *,
    on_step: Kabar | None = None,
    run_config: Mapping[str, Any] | None = None,
) -> bool:
    """Run ``job`` here and now on the record of ``instance``; whether it succeeded.

    ``on_step`` is told every step in Indonesian. The installation is this process's
    (``spbe_data.settings.current``).
    """
    repository = ReconstructableRepository(CodePointer.from_module(MODULE, ATTRIBUTE, None))
    target = repository.get_reconstructable_job(job)
    definition = target.get_definition()
    run = instance.create_run_for_job(
        definition,
        run_config={**_QUIET, **(run_config or {})},
        tags={TAG_PROSES: this_process()},
        remote_job_origin=_origin(repository.get_definition().name, job),
        job_code_origin=target.get_python_origin(),
    )
    with listening(on_step):
        for _event in execute_run_iterator(target, run, instance):
            pass
    finished = instance.get_run_by_id(run.run_id)
    return finished is not None and finished.status == dg.DagsterRunStatus.SUCCESS
