"""Processes that are measured: started, asked in turns, watched for memory, ended.

Belongs here: the parent's side of :mod:`benchmarks.pekerja`.
"""

from __future__ import annotations

import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil

from benchmarks.mesin import Ditemukan, Kerja


class MesinGagal(RuntimeError):
    """An engine's process ended or did not start; the message has its last words."""


class Pekerja:
    """One engine, warm, in a process of its own."""

    def __init__(self, mesin: str, kerja: Kerja) -> None:
        self.mesin = mesin
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed with the process
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.pekerja", mesin, json.dumps(dict(kerja))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            cwd=Path(__file__).resolve().parents[1],
        )
        self.siap_s = float(self._answer()["siap"])

    @property
    def pid(self) -> int:
        return self._process.pid

    def jalan(self) -> float:
        """One step; its seconds. Raises :class:`MesinGagal`."""
        return float(self._ask("jalan")["s"])

    def cerita(self) -> Ditemukan:
        """What the last step found. Raises :class:`MesinGagal`."""
        found: Ditemukan = self._ask("cerita")["ditemukan"]
        return found

    def _ask(self, what: str) -> Mapping[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{what}\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> Mapping[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self._process.wait()
            self._errors.seek(0)
            last = "".join(self._errors.readlines()[-15:])
            raise MesinGagal(f"{self.mesin} (kode {self._process.returncode}):\n{last}")
        answer: Mapping[str, Any] = json.loads(line)
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(BrokenPipeError):
            self._process.communicate("selesai\n", timeout=30)
        self._errors.close()


@dataclass(slots=True)
class Waktu:
    """Times of one engine in one run, and what it found the last time."""

    mesin: str
    siap_s: float
    detik: list[float] = field(default_factory=list)
    ditemukan: Ditemukan = field(default_factory=dict)

    @property
    def median(self) -> float:
        return statistics.median(self.detik)


def selang_seling(
    mesin: Sequence[tuple[str, Kerja]], *, kali: int, pemanasan: int = 1
) -> dict[str, Waktu]:
    """Every engine warm in its own process, asked in turns ``kali`` times after ``pemanasan``.

    Raises :class:`MesinGagal`.
    """
    with contextlib.ExitStack() as stack:
        workers = [stack.enter_context(Pekerja(name, work)) for name, work in mesin]
        times = {w.mesin: Waktu(w.mesin, w.siap_s) for w in workers}
        for turn in range(-pemanasan, kali):
            for worker in workers:
                seconds = worker.jalan()
                if turn >= 0:
                    times[worker.mesin].detik.append(seconds)
        for worker in workers:
            times[worker.mesin].ditemukan = worker.cerita()
        return times


# -- memory ----------------------------------------------------------------------------------------


def _high_water(pid: int) -> int:
    """VmHWM of a process in bytes: its greatest resident memory so far; 0 when it is gone."""
    try:
        text = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    for line in text.splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


@contextlib.contextmanager
def puncak_memori(pid: int, jeda_s: float = 0.05) -> Iterator[list[int]]:
    """The peak memory of a process with its children, in bytes, in the list's only item.

    It is the greatest sum of VmHWM over the processes that lived at the same time: never less than
    the true peak of what was seen, pages that they share counted for each.
    """
    peak = [0]
    end = threading.Event()

    def look() -> None:
        root = psutil.Process(pid)
        while not end.wait(jeda_s):
            with contextlib.suppress(psutil.Error):
                tree = [pid, *(c.pid for c in root.children(recursive=True))]
                peak[0] = max(peak[0], sum(map(_high_water, tree)))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        end.set()
        thread.join()
