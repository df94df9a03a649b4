"""Why a published figure is there or not: the codes, their signs for people, and SDMX's words.

Belongs here: names only, light enough for every door. Giving figures their status is
:mod:`spbe_data.publication.suppression`.
"""

from __future__ import annotations

from typing import Literal

Status = Literal["tersedia", "dirahasiakan", "tidak_tersedia"]

TERSEDIA: Status = "tersedia"
DIRAHASIAKAN: Status = "dirahasiakan"
TIDAK_TERSEDIA: Status = "tidak_tersedia"

TANDA: dict[str, str] = {DIRAHASIAKAN: "(r)", TIDAK_TERSEDIA: "…"}
"""What people see in place of a figure; a zero is the figure 0."""

SDMX: dict[Status, tuple[str, str]] = {
    TERSEDIA: ("A", "F"),
    DIRAHASIAKAN: ("Q", "C"),
    TIDAK_TERSEDIA: ("O", "F"),
}
"""The same in SDMX: ``OBS_STATUS`` (A normal, Q suppressed, O missing) and ``CONF_STATUS`` (F free,
C confidential). Small figures and those hidden for their sake carry one code: to tell them apart
(CONF_STATUS S) would tell which ones are small."""

AKHIRAN = "_status"


def kolom_status(nama: str) -> str:
    """The status column of a measure."""
    return f"{nama}{AKHIRAN}"
