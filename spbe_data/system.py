"""Bringing the system up: the build through Dagster, and the processes of ``spbe up``.

Belongs here: what the terminal door needs to start the other doors. Only :mod:`spbe_data.cli`
uses it; the CLI alone may start them.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from spbe_data.settings import Settings

if TYPE_CHECKING:
    from spbe_data.flows.house import Rumah
    from spbe_data.ledger.store import Ledger

Bicara = Callable[[str], None]

OFFLINE = {
    "DAGSTER_DISABLE_TELEMETRY": "1",
    "GX_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "ANONYMIZED_TELEMETRY": "False",
}
"""Every call home of the libraries, off."""

READY_SECONDS = 120
STOP_SECONDS = 15


class BangunGagal(RuntimeError):
    """The build did not come to its end; the message is a sentence for the administrator."""


# -- build -----------------------------------------------------------------------------------------


def _fingerprint(settings: Settings) -> str:
    """Of all a build depends on: content, samples and the code itself."""
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parent
    folders = [
        settings.schemas,
        settings.quality,
        settings.contoh,
        package,
        package.parent / "assets",
    ]
    for folder in folders:
        for path in sorted(
            p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts
        ):
            digest.update(f"{path.relative_to(folder)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _marker(settings: Settings) -> Path:
    return settings.home / "bangun.json"


def mutakhir(settings: Settings) -> bool:
    """Whether the last build was of this very content and left nothing waiting."""
    try:
        marker = json.loads(_marker(settings).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    if marker.get("sidik") != _fingerprint(settings) or not settings.duckdb.is_file():
        return False
    from spbe_data.ledger.store import Ledger

    ledger = Ledger(settings.buku)
    try:
        return _waiting(ledger) <= set(marker.get("menunggu", ()))
    finally:
        ledger.close()


def _waiting(ledger: Ledger) -> set[str]:
    """Submissions that a build would take on."""
    return {p.id for p in ledger.semua_pengajuan(status=("disampaikan", "disetujui"))}


def bangun(settings: Settings, say: Bicara) -> None:
    """Run the whole road on what is in the checkout, through Dagster.

    Every step is idempotent: after a crash the next build goes on where this one stopped.
    Raises :class:`BangunGagal`.
    """
    from filelock import FileLock, Timeout

    settings.home.mkdir(parents=True, exist_ok=True)
    os.environ.update(OFFLINE)
    os.environ["SPBE_HOME"] = str(settings.home)
    os.environ["SPBE_CONTENT"] = str(settings.content)
    try:
        with FileLock(str(settings.home / "bangun.lock"), timeout=1):
            if mutakhir(settings):
                say("Sudah mutakhir: tidak ada yang perlu dibangun.")
                return
            _build(settings, say)
    except Timeout as exc:
        raise BangunGagal(
            "Pembangunan lain sedang berjalan di folder ini. Tunggu sampai selesai."
        ) from exc


def _build(settings: Settings, say: Bicara) -> None:
    say("Memuat standar dan Dagster …")
    from assets.run import buka_instansi, jalankan
    from spbe_data.flows.house import Rumah

    # Taken before the work: content changed meanwhile makes the next build look again.
    started, print_ = time.monotonic(), _fingerprint(settings)
    house = Rumah(settings)
    say(
        f"{len(house.catalog.standar)} standar dari {len({s.produsen_data for s in house.catalog.standar.values()})} perangkat daerah."
    )
    try:
        with buka_instansi(settings) as instance:

            def run(job: str, label: str) -> None:
                say(label)
                if not jalankan(instance, job, on_step=lambda text: say(f"  {text}")):
                    raise BangunGagal(
                        f"Pekerjaan Dagster '{job}' gagal. Lihat Runs di Dagster (spbe up), lalu jalankan 'spbe build' lagi."
                    )

            _replay(house, run, say)
            run("kematangan", "Menghitung kematangan SPBE …")
            run("metrik_harian", "Menghitung kualitas dan ketepatan waktu …")
        _summary(house, say)
        # What a build cannot finish (a dataset that is not open stays approved) does not call for
        # another one.
        left = sorted(_waiting(house.ledger))
    finally:
        house.tutup()
    marker = _marker(settings)
    temporary = marker.with_suffix(".baru")
    temporary.write_text(json.dumps({"sidik": print_, "menunggu": left}), encoding="utf-8")
    temporary.replace(marker)
    say(f"Selesai dalam {time.monotonic() - started:.0f} detik.")


def _replay(house: Rumah, run: Callable[[str, str], None], say: Bicara) -> None:
    from spbe_data.flows import replay

    waves = (
        list(replay.gelombang(house, replay.kiriman(house.settings.contoh)))
        if house.settings.contoh.is_dir()
        else []
    )
    for number, wave in enumerate(waves, start=1):
        records = [replay.kirim(house, item) for item in wave]
        waiting = house.ledger.semua_pengajuan(status=("disampaikan", "diperiksa"))
        if waiting:
            run(
                "periksa_pengajuan_menunggu",
                f"Gelombang {number} dari {len(waves)}: memeriksa {len(waiting)} pengajuan …",
            )
        replay.tanda_tangani(house)
        if house.ledger.semua_pengajuan(status=("disetujui",)):
            run(
                "terbitkan_yang_disetujui",
                f"Gelombang {number} dari {len(waves)}: mengurasi dan menerbitkan …",
            )
        elif not waiting:
            say(f"Gelombang {number} dari {len(waves)}: {len(records)} pengajuan sudah selesai.")
    left = house.ledger.semua_pengajuan(status=("disampaikan",))
    if left:
        run("periksa_pengajuan_menunggu", f"Memeriksa {len(left)} pengajuan lain …")
    if house.ledger.semua_pengajuan(status=("disetujui",)):
        run("terbitkan_yang_disetujui", "Menerbitkan yang sudah disetujui …")


def _summary(house: Rumah, say: Bicara) -> None:
    submissions = house.ledger.semua_pengajuan()
    releases = {r.dataset for r in house.ledger.rilis()}
    returned = sum(p.status == "dikembalikan" for p in submissions)
    say(
        f"{len(submissions)} pengajuan: {len(releases)} dataset terbit, {returned} pengajuan dikembalikan."
    )


# -- up --------------------------------------------------------------------------------------------


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
