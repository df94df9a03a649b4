"""The code location: everything Dagster loads, made once per process from one catalogue.

Belongs here: putting the parts together. Dagster calls a definitions function afresh at each
reconstruction (six times in one command), so it is memoised; a reload starts a new process.
"""

from __future__ import annotations

import warnings
from functools import cache

import dagster as dg

from assets.factory import (
    drawn,
    indicator_specs,
    periksa_definition,
    reference_specs,
    terbit_definition,
)
from assets.installation import Installation
from assets.jobs import build_jobs
from assets.overview import overview_assets
from assets.schedules import build_schedules
from assets.sensors import build_sensors
from spbe_data.identifiers.samaran import pasang_penyaring_log
from spbe_data.settings import Settings, current
from spbe_data.standards.catalog import Catalog


def build_definitions(settings: Settings, catalog: Catalog) -> dg.Definitions:
    """All definitions of one installation."""
    pasang_penyaring_log()
    with warnings.catch_warnings():
        # Partitioned checks are marked preview; without them one period's pass hides another's
        # failure (measured). The version is pinned and a test holds the behaviour.
        warnings.simplefilter("ignore", dg.PreviewWarning)
        return _build(Installation(settings, catalog))


def _build(installation: Installation) -> dg.Definitions:
    jobs = build_jobs(installation)
    standards = installation.standards
    return dg.Definitions(
        assets=[
            *(periksa_definition(installation, s) for s in standards),
            *(terbit_definition(installation, s) for s in standards),
            *overview_assets(installation, drawn(installation)),
            *reference_specs(installation),
            *(indicator_specs(installation) if drawn(installation) else ()),
        ],
        jobs=jobs.all(),
        schedules=build_schedules(installation, jobs),
        sensors=build_sensors(installation, jobs),
        executor=dg.in_process_executor,
    )


@dg.definitions
@cache
def defs() -> dg.Definitions:
    """The definitions of this process's installation."""
    settings = current()
    return build_definitions(settings, Catalog(settings.schemas, settings.quality))
