"""A row of the table: one comparison, with its bar and whether it holds.

Belongs here: what ``ratio`` and ``bar`` mean, and how a table is printed and kept.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Hasil:
    """``ratio`` and ``bar`` are of one kind in every row.

    ``kurang``: ``ratio`` is ours/peer and must be at most ``bar``. Else it is peer/ours, how many
    times faster we are, and must be at least ``bar``. A row with an absolute bar has its bar as
    "peer" (in ``satuan``). ``sama``: the same rows were found; a row never holds without it.
    """

    name: str
    ours_s: float
    peer: str
    peer_s: float
    bar: float
    kurang: bool
    sama: bool
    catatan: str = ""
    satuan: str = "s"

    @property
    def ratio(self) -> float:
        return self.ours_s / self.peer_s if self.kurang else self.peer_s / self.ours_s

    @property
    def holds(self) -> bool:
        return self.sama and (self.ratio <= self.bar if self.kurang else self.ratio >= self.bar)

    def dokumen(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "ratio": self.ratio, "holds": self.holds}


def tabel(rows: list[Hasil]) -> str:
    """The rows as a Markdown table."""
    lines = [
        "| name | ours | peer | peer's | ratio | bar | same rows | holds | remark |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        sign = "≤" if row.kurang else "≥"
        lines.append(
            f"| {row.name} | {row.ours_s:.4g} {row.satuan} | {row.peer} "
            f"| {row.peer_s:.4g} {row.satuan} | {row.ratio:.2f} | {sign} {row.bar:g} "
            f"| {'yes' if row.sama else 'NO'} | {'yes' if row.holds else 'NO'} | {row.catatan} |"
        )
    return "\n".join(lines)
