"""Measure the privacy stage on the labelled set; write the table into ``docs/privasi.md``.

``python -m scripts.ukur_privasi`` prints precision and recall per kind, and rewrites the part of
the page between its two marks. ``--salah`` lists the cases that were judged otherwise than labelled.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import polars as pl

from spbe_data.checks.privacy import KATA
from spbe_data.checks.privacy_plan import make_plan
from spbe_data.checks.privacy_scan import scan
from spbe_data.standards.models import Standar
from tests.privasi.berlabel import Kasus, semua

PAGE = Path(__file__).resolve().parents[1] / "docs" / "privasi.md"
START, END = "<!-- ukuran:awal -->", "<!-- ukuran:akhir -->"


class _NoStandard:
    """A table of which no standard says anything."""

    id = "tanpa-standar"
    kolom = ()
    nama_kolom = ()


@dataclass(slots=True)
class Ukuran:
    """Counts of one kind: cases with it, near misses of it, and what was said of them."""

    positif: int = 0
    mirip: int = 0
    benar: int = 0
    luput: int = 0
    salah: int = 0
    salah_menolak: int = 0

    @property
    def presisi(self) -> float:
        return self.benar / (self.benar + self.salah) if self.benar + self.salah else 1.0

    @property
    def perolehan(self) -> float:
        return self.benar / self.positif if self.positif else 1.0


def judge(case: Kasus) -> dict[str, bool]:
    """Kinds found in a case, and whether each is sure."""
    names = [f"k{i}" for i in range(len(case.judul))]
    table = pl.DataFrame(
        {
            name: pl.Series([row[i] for row in case.baris], dtype=pl.String)
            for i, name in enumerate(names)
        }
    )
    columns = [
        (n, h, h, chr(65 + i)) for i, (n, h) in enumerate(zip(names, case.judul, strict=True))
    ]
    plan = make_plan(columns, table, cast(Standar, _NoStandard()))
    found: dict[str, bool] = {}
    for kind, sure, _name, _mask in scan(plan, table):
        found[kind] = found.get(kind, False) or sure
    return found


def measure(cases: Sequence[Kasus]) -> tuple[dict[str, Ukuran], list[str]]:
    """Counts per kind, and a line for every case judged otherwise than labelled."""
    counts = {kind: Ukuran() for kind in KATA}
    wrong: list[str] = []
    for case in cases:
        found = judge(case)
        if not case.harap:
            counts[case.tentang].mirip += 1
        for kind in case.harap:
            counts[kind].positif += 1
            if kind in found:
                counts[kind].benar += 1
            else:
                counts[kind].luput += 1
                wrong.append(f"luput {kind}: {case.id} {case.judul} {case.baris[0]}")
        for kind in set(found) - case.harap:
            counts[kind].salah += 1
            counts[kind].salah_menolak += found[kind]
            wrong.append(f"salah {kind} ({found[kind]}): {case.id} {case.judul} {case.baris[0]}")
    return counts, wrong


def tabel() -> str:
    """The measured table, as Markdown."""
    counts, _wrong = measure(semua())
    lines = [
        "| Jenis | Memuat | Mirip saja | Presisi | Perolehan | Luput | Salah duga | di antaranya menolak |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for kind, (word, _english) in KATA.items():
        n = counts[kind]
        lines.append(
            f"| {word} | {n.positif} | {n.mirip} | {_percent(n.presisi)} | {_percent(n.perolehan)} "
            f"| {n.luput} | {n.salah} | {n.salah_menolak} |"
        )
    total = Ukuran(
        *(
            sum(getattr(n, field) for n in counts.values())
            for field in ("positif", "mirip", "benar", "luput", "salah", "salah_menolak")
        )
    )
    lines.append(
        f"| **Semua** | {total.positif} | {total.mirip} | {_percent(total.presisi)} "
        f"| {_percent(total.perolehan)} | {total.luput} | {total.salah} | {total.salah_menolak} |"
    )
    return "\n".join(lines)


def _percent(share: float) -> str:
    return f"{share * 100:.1f}".replace(".", ",") + " %"


def halaman(text: str) -> str:
    """The page with the measured table put between its marks."""
    before, _, rest = text.partition(START)
    _old, _, after = rest.partition(END)
    return f"{before}{START}\n\n{tabel()}\n\n{END}{after}"


if __name__ == "__main__":
    if "--salah" in sys.argv[1:]:
        print("\n".join(measure(semua())[1]))
    else:
        print(tabel())
        PAGE.write_text(halaman(PAGE.read_text("utf-8")), "utf-8")
