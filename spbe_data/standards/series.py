"""All versions of one dataset's standard, and which of them judges which period.

Belongs here: the rule that data of an older period are judged by the version that says it holds
for them (``berlaku_untuk_periode_sejak``), apart from the day of the decree. What differs between
two versions is in :mod:`spbe_data.standards.changes`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from spbe_data.identifiers.periode import Periode
from spbe_data.standards.models import Standar

BERLAKU = ("ditetapkan", "dicabut")
"""States in which a version binds (Perbup 28/2025 Pasal 32A(5)); before, it is a proposal."""


def urutan_versi(versi: str) -> tuple[int, int, int]:
    """``"2"`` → ``(2, 0, 0)``: versions in their order."""
    parts = [int(part) for part in versi.split(".")]
    return (*parts, 0, 0, 0)[:3]  # type: ignore[return-value]  # always three


@dataclass(frozen=True, slots=True)
class Seri:
    """The versions of one standard, oldest first; never empty."""

    versi: tuple[Standar, ...]

    @property
    def mengikat(self) -> tuple[Standar, ...]:
        """The versions that judge data, oldest first.

        While none is set by decree the drafts do, so that a standard can be tried before it binds.
        """
        return tuple(v for v in self.versi if v.status in BERLAKU) or self.versi

    @property
    def kini(self) -> Standar:
        """The newest version that judges data."""
        return self.mengikat[-1]

    @property
    def usulan(self) -> Standar | None:
        """A version beyond the one in force that is still being prepared."""
        newest = self.versi[-1]
        return newest if newest is not self.kini else None

    def satu(self, versi: str) -> Standar:
        """The version called ``versi``. Raises ``KeyError``."""
        for standard in self.versi:
            if standard.versi == versi:
                return standard
        raise KeyError(versi)

    def untuk(self, periode: Periode) -> Standar:
        """The version that judges data of ``periode``; the oldest for a period before all of them.

        Among versions that hold from the same period the newest counts: it replaced the other.
        """
        chosen = self.mengikat[0]
        for standard in self.mengikat:
            if Periode.parse(standard.berlaku_untuk_periode_sejak).awal <= periode.awal:
                chosen = standard
        return chosen

    @property
    def sejak(self) -> Periode:
        """The first period of which data can be judged at all."""
        return min(
            (Periode.parse(v.berlaku_untuk_periode_sejak) for v in self.mengikat),
            key=lambda p: p.awal,
        )

    @property
    def periode_terakhir(self) -> Periode | None:
        """The last period that is owed, when the standard was withdrawn."""
        ended = self.kini.pencabutan
        return Periode.parse(ended.periode_terakhir) if ended else None

    def periode(self, sampai: dt.date) -> list[Periode]:
        """The reporting calendar up to ``sampai``, each period in the frequency of its version."""
        last = self.periode_terakhir
        found: list[Periode] = []
        versions = self.mengikat
        starts = [Periode.parse(v.berlaku_untuk_periode_sejak) for v in versions]
        for number, (standard, start) in enumerate(zip(versions, starts, strict=True)):
            until = min((s.awal for s in starts[number + 1 :]), default=None)
            for period in Periode.deret(standard.periode, start, sampai):
                if until is not None and period.awal >= until:
                    break
                if last is None or period.awal <= last.akhir:
                    found.append(period)
        return found
