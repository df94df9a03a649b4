"""One engine in a process of its own, kept warm: ``python -m benchmarks.pekerja ENGINE JSON``.

Belongs here: the loop of the process. It makes itself ready, says so, times one step for every line
``jalan``, and on ``cerita`` says what the last step found. What libraries print goes to the error
output.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
import warnings
from collections.abc import Callable

from benchmarks.mesin import Ditemukan, Kerja, Langkah

MESIN: dict[str, tuple[str, str]] = {
    "kami": ("kami", "buka"),
    "duckdb_sql": ("duckdb_sql", "buka"),
    "pengurai_polars": ("pengurai", "buka_polars"),
    "pengurai_pyarrow": ("pengurai", "buka_pyarrow"),
    "pengurai_duckdb": ("pengurai", "buka_duckdb"),
    "pembaca_calamine": ("pengurai", "buka_calamine"),
    "pembaca_fastexcel": ("pengurai", "buka_fastexcel"),
    "frictionless": ("frictionless_", "buka"),
    "gx_pandas": ("gx_pandas", "buka"),
    "dataset_sql": ("aturan_dataset", "buka_sql"),
    "dataset_gx": ("aturan_dataset", "buka_gx"),
}
"""Engine → module in ``benchmarks.mesin`` and its door."""


def buka(mesin: str, kerja: Kerja) -> Langkah:
    """The step of an engine, ready. Raises ``KeyError``, and ``ImportError`` for what is missing."""
    module, door = MESIN[mesin]
    step: Langkah = getattr(importlib.import_module(f"benchmarks.mesin.{module}"), door)(kerja)
    return step


def main() -> None:
    """Answer on the standard output that was given, one JSON line per message."""
    warnings.simplefilter("ignore")
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def say(**message: object) -> None:
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    start = time.perf_counter()
    step = buka(sys.argv[1], json.loads(sys.argv[2]))
    tell: Callable[[], Ditemukan] = dict
    say(siap=time.perf_counter() - start)
    for line in sys.stdin:
        if line.strip() == "selesai":
            break
        if line.strip() == "cerita":
            say(ditemukan=dict(tell()))
            continue
        start = time.perf_counter()
        tell = step()
        say(s=time.perf_counter() - start)


if __name__ == "__main__":
    main()
