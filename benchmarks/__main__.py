"""``python -m benchmarks [NAME …] [--json FILE] [--docs]``: run comparisons, show the table.

Belongs here: the command line only.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import re
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import kontrak
from benchmarks.baris import BARIS, Tempat
from benchmarks.hasil import Hasil, tabel


def mesin_ini() -> str:
    """This machine in a line: processor, cores, memory, system, Python."""
    model = "?"
    info = Path("/proc/cpuinfo")
    if info.is_file():
        models = [x for x in info.read_text().splitlines() if x.startswith("model name")]
        model = models[0].partition(":")[2].strip() if models else platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    return (
        f"{model}, {cores} cores, {memory:.0f} GiB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}"
    )


HALAMAN = kontrak.ROOT / "docs" / "benchmarks.md"
_BLOCK = re.compile(r"(?s)(<!-- hasil[^\n]*-->\n).*?(<!-- akhir hasil -->)")


def tulis_halaman(page: Path, text: str) -> None:
    """Put ``text`` between the marks of the page. Raises ``ValueError`` without them."""
    old = page.read_text(encoding="utf-8")
    if not _BLOCK.search(old):
        raise ValueError(f"{page}: the marks of the results are missing")
    page.write_text(_BLOCK.sub(lambda m: f"{m[1]}{text}\n{m[2]}", old), encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0 when every bar holds, 1 when one does not."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "nama", nargs="*", metavar="NAME", help=f"{', '.join(BARIS)} (default: all)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the rows as JSON")
    parser.add_argument(
        "--folder",
        type=Path,
        default=Path(tempfile.gettempdir()) / "spbe-tolok-ukur",
        help="where the generated files are kept (gigabytes)",
    )
    parser.add_argument(
        "--kecil", type=int, default=1, metavar="N", help="an n-th of the rows, to try it out"
    )
    parser.add_argument("--docs", action="store_true", help="put the table into docs/benchmarks.md")
    chosen = parser.parse_args(arguments)
    unknown = [n for n in chosen.nama if n not in BARIS]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; known: {', '.join(BARIS)}")
    started = dt.datetime.now(dt.UTC)
    print(f"{started:%Y-%m-%d %H:%M} UTC; {mesin_ini()}", flush=True)
    rows: list[Hasil] = []
    with tempfile.TemporaryDirectory(prefix="spbe-isi-") as scratch:
        place = Tempat(
            chosen.folder,
            kontrak.buat_isi(Path(scratch) / "isi"),
            chosen.kecil,
            lambda text: print(text, file=sys.stderr, flush=True),
        )
        for name in chosen.nama or BARIS:
            start = time.perf_counter()
            place.kabar(f"{name} …")
            found = BARIS[name](place)
            rows += found
            place.kabar(f"{name}: {time.perf_counter() - start:.0f} s\n{tabel(found)}\n")
    print(tabel(rows))
    if chosen.docs:
        tulis_halaman(HALAMAN, f"Measured {started:%Y-%m-%d} on {mesin_ini()}.\n\n{tabel(rows)}")
    if chosen.json:
        document = {
            "pada": started.isoformat(timespec="seconds"),
            "mesin": mesin_ini(),
            "kecil": chosen.kecil,
            "baris": [row.dokumen() for row in rows],
        }
        chosen.json.write_text(json.dumps(document, indent=1, ensure_ascii=False), "utf-8")
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
