"""Start ``spbe up``, wait for both addresses, end it by a signal, and look for what it left behind.

``python -m drills.naik_turun``. Uses ports of its own and a home of its own.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 400


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _family(home: str) -> list[psutil.Process]:
    """Every process that works for this home."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("SPBE_HOME") == home and process.pid != os.getpid():
                found.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return found


def _up(home: str, signum: signal.Signals) -> float:
    """Seconds until both addresses answered; ends the system by ``signum`` and checks the rest."""
    portal, dagster = _port(), _port()
    started = time.monotonic()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "spbe_data.cli",
            "up",
            "--portal-port",
            str(portal),
            "--dagster-port",
            str(dagster),
        ],
        cwd=ROOT,
        env={**os.environ, "SPBE_HOME": home, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            break
        assert time.monotonic() - started < PATIENCE, "".join(lines)
    ready = time.monotonic() - started
    output = "".join(lines)
    assert f"http://localhost:{portal}" in output, output
    assert f"http://localhost:{dagster}" in output, output
    for url in (f"http://127.0.0.1:{portal}/healthz", f"http://127.0.0.1:{dagster}/server_info"):
        with urllib.request.urlopen(url, timeout=10) as response:
            assert response.status == 200
    process.send_signal(signum)
    time.sleep(0.3)
    process.send_signal(signal.SIGTERM)  # service managers tell a whole group, often twice
    process.wait(60)
    assert process.returncode == 0, process.stdout.read()
    time.sleep(1)
    left = [p for p in _family(home) if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]
    assert not left, left
    return ready


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="spbe-latihan-") as home:
        first = _up(home, signal.SIGTERM)
        second = _up(home, signal.SIGINT)
        print(
            f"siap pertama {first:.0f} detik, kedua {second:.0f} detik; tidak ada proses tertinggal"
        )
        assert second < first


if __name__ == "__main__":
    main()
