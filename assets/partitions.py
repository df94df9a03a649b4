"""Partitions: the reporting calendar of a standard, so that Dagster's grid is that calendar.

Belongs here: which periods there are. When each is due is the flow's business (``flows.calendar``).
"""

from __future__ import annotations

import dagster as dg

from assets.installation import Installation, inside
from spbe_data.standards.models import Standar


def reporting_calendar(
    installation: Installation, standard: Standar
) -> dg.PartitionsDefinition[str]:
    """All periods of the standard, from its first to today's.

    Fixed when the definitions load: a reload (or restart) brings a new period into the grid.
    """
    return dg.StaticPartitionsDefinition(installation.calendar(standard))


def periods_of(
    installation: Installation, standard: Standar, found: list[str], stated: str | None
) -> list[str]:
    """Periods of the calendar that a submission concerns.

    Those found in its rows; before it could be read, those it was declared for. Periods outside
    the calendar have no place in the grid and are left out.
    """
    calendar = installation.calendar(standard)
    if found:
        return [period for period in calendar if period in found]
    return [period for period in calendar if inside(period, stated)] if stated else []
