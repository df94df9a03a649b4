"""The processes of ``spbe up``: Dagster and the portal, started, watched and ended.

Belongs here: what the terminal door needs to start the other doors.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from spbe_data.settings import Settings

if TYPE_CHECKING:
    pass

from spbe_data.building import OFFLINE, BangunGagal, Bicara, mutakhir

READY_SECONDS = 120
STOP_SECONDS = 15


def _free(port: int, what: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as exc:
            raise BangunGagal(
                f"Port {port} untuk {what} sedang dipakai. Hentikan pemakainya, atau pilih port lain "
                "(--portal-port, --dagster-port)."
            ) from exc


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 - our own loopback address
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


class _Processes:
    """Child processes, each with its own group, so that all they start ends with them."""

    def __init__(self) -> None:
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(
        self, name: str, command: list[str], env: dict[str, str], log: Path, cwd: Path
    ) -> None:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as out:
            self.running[name] = subprocess.Popen(
                command,
                env=env,
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                cwd=cwd,
                start_new_session=True,
            )

    def ended(self) -> str | None:
        return next((name for name, p in self.running.items() if p.poll() is not None), None)

    def stop(self) -> None:
        """Ask every group to end, then make it."""
        for signum, patience in ((signal.SIGTERM, STOP_SECONDS), (signal.SIGKILL, 5)):
            for process in self.running.values():
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(process.pid, signum)
            until = time.monotonic() + patience
            while time.monotonic() < until and any(_group_alive(p) for p in self.running.values()):
                time.sleep(0.1)


def _group_alive(process: subprocess.Popen[bytes]) -> bool:
    process.poll()
    try:
        os.killpg(process.pid, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


class _Stop(Exception):
    """SIGTERM or SIGINT arrived."""


@contextlib.contextmanager
def _signals() -> Iterator[None]:
    def handler(_signum: int, _frame: object) -> None:
        # A process group is often told twice; the second telling must not break the stopping.
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, signal.SIG_IGN)
        raise _Stop

    before = {s: signal.signal(s, handler) for s in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for signum, old in before.items():
            signal.signal(signum, old)


def jalankan(settings: Settings, portal_port: int, dagster_port: int, say: Bicara) -> int:
    """Build if needed, serve Dagster and the portal, and end both on Ctrl-C or SIGTERM.

    Returns the exit code. Raises :class:`BangunGagal`.
    """
    _free(portal_port, "portal")
    _free(dagster_port, "Dagster")
    env = {
        **os.environ,
        **OFFLINE,
        "SPBE_HOME": str(settings.home),
        "SPBE_CONTENT": str(settings.content),
        "DAGSTER_HOME": str(settings.dagster_home),
    }
    processes = _Processes()
    with _signals():
        try:
            _build_aside(settings, env, say)
            _serve(settings, processes, env, portal_port, dagster_port, say)
        except _Stop:
            say("Menghentikan …")
            return 0
        finally:
            with _ignore_signals():
                processes.stop()
    return 1


@contextlib.contextmanager
def _ignore_signals() -> Iterator[None]:
    """A second Ctrl-C must not leave processes behind."""
    before = {s: signal.signal(s, signal.SIG_IGN) for s in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for signum, old in before.items():
            signal.signal(signum, old)


def _build_aside(settings: Settings, env: dict[str, str], say: Bicara) -> None:
    """The build runs in a process of its own: its memory is gone when the servers start."""
    if settings.home.is_dir() and mutakhir(settings):
        say("Data sudah mutakhir.")
        return
    command = [sys.executable, "-m", "spbe_data.cli", "build"]
    child = subprocess.Popen(
        command, env={**env, "PYTHONUNBUFFERED": "1"}, cwd=settings.content, start_new_session=True
    )
    try:
        code = child.wait()
    except _Stop:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(STOP_SECONDS)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        raise
    if code != 0:
        raise BangunGagal("Pembangunan tidak selesai; sebabnya tertulis di atas.")


def _serve(
    settings: Settings,
    processes: _Processes,
    env: dict[str, str],
    portal_port: int,
    dagster_port: int,
    say: Bicara,
) -> None:
    from assets.home import siapkan_rumah_dagster

    siapkan_rumah_dagster(settings)
    logs = settings.home / "log"
    workspace = Path(__file__).resolve().parents[1] / "workspace.yaml"
    processes.start(
        "Dagster",
        [
            str(Path(sys.executable).parent / "dagster"),
            "dev",
            "-w",
            str(workspace),
            "-h",
            "127.0.0.1",
            "-p",
            str(dagster_port),
        ],
        env,
        logs / "dagster.log",
        settings.content,
    )
    processes.start(
        "portal",
        [sys.executable, "-m", "spbe_data.portal.serve", "--port", str(portal_port)],
        env,
        logs / "portal.log",
        settings.content,
    )
    addresses = {
        "Portal ": (f"http://localhost:{portal_port}", f"http://127.0.0.1:{portal_port}/healthz"),
        "Dagster": (
            f"http://localhost:{dagster_port}",
            f"http://127.0.0.1:{dagster_port}/server_info",
        ),
    }
    say("Menjalankan portal dan Dagster …")
    until = time.monotonic() + READY_SECONDS
    while True:
        for name, (shown, probe) in list(addresses.items()):
            if _answers(probe):
                say(f"{name} siap: {shown}")
                del addresses[name]
                if not addresses:
                    say("Tekan Ctrl-C untuk berhenti.")
        ended = processes.ended()
        if ended:
            raise BangunGagal(f"Proses {ended} berhenti sendiri. Lihat catatannya di {logs}.")
        if addresses and time.monotonic() > until:
            raise BangunGagal(
                f"{', '.join(addresses)} tidak menjawab dalam {READY_SECONDS} detik. Lihat catatannya di {logs}."
            )
        time.sleep(0.3)
