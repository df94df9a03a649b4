"""The zygotes of this process: started at the first file, again when gone, ended with this process.

Belongs here: their life and the environment that children get. Does not belong here: jobs
(:mod:`spbe_data.intake.child`), forking (:mod:`spbe_data.intake.zygote`).
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

from spbe_data.intake.zygote import SIAP

_AKAR = str(Path(__file__).resolve().parents[2])
_MULAI_DETIK = 30.0
"""How long a zygote may take to load its parser: a tenth of a second, more on a busy machine."""


class ZigotHilang(RuntimeError):
    """The process that forks children cannot be started or keeps ending. Not the file's fault."""


def lingkungan() -> dict[str, str]:
    """Children parse hostile bytes: they get no secret of the environment."""
    return {
        "PYTHONPATH": os.pathsep.join([_AKAR, *filter(None, [os.environ.get("PYTHONPATH")])]),
        "PATH": os.environ.get("PATH", ""),
        "LC_ALL": "C.UTF-8",
        "POLARS_MAX_THREADS": "1",
        # Keep freed memory: giving it back and touching it again costs more than the parsing.
        "MALLOC_MMAP_THRESHOLD_": "33554432",
        "MALLOC_TRIM_THRESHOLD_": "134217728",
        "MALLOC_TOP_PAD_": "16777216",
    }


class Para:
    """One zygote per module, started when first asked for. Safe from several threads."""

    def __init__(self) -> None:
        self._mulai_baru()
        # A forked copy of this process shares the sockets but is no parent: it starts its own.
        os.register_at_fork(after_in_child=self._lupakan)

    def _mulai_baru(self) -> None:
        self._kunci = threading.Lock()
        self._hidup: dict[str, tuple[subprocess.Popen[bytes], socket.socket]] = {}

    def _lupakan(self) -> None:
        for proses, kendali in self._hidup.values():
            kendali.close()
            proses.returncode = 0  # not ours to wait for
        self._mulai_baru()

    def ambil(self, modul: str) -> socket.socket:
        """The control socket of the zygote for ``modul``. Raises ZigotHilang."""
        with self._kunci:
            if modul in self._hidup and self._hidup[modul][0].poll() is not None:
                self._akhiri(modul)
            if modul not in self._hidup:
                self._hidup[modul] = self._lahir(modul)
            return self._hidup[modul][1]

    def buang(self, modul: str, kendali: socket.socket) -> None:
        """End the zygote that did not answer on ``kendali``; one started since is left alone."""
        with self._kunci:
            if modul in self._hidup and self._hidup[modul][1] is kendali:
                self._akhiri(modul)

    def _akhiri(self, modul: str) -> None:
        proses, kendali = self._hidup.pop(modul)
        kendali.close()
        proses.kill()
        proses.wait()

    def _lahir(self, modul: str) -> tuple[subprocess.Popen[bytes], socket.socket]:
        kami, mereka = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with mereka:
            proses = subprocess.Popen(  # noqa: S603 - our own interpreter and modules
                [
                    *(sys.executable, "-P", "-m", "spbe_data.intake.zygote"),
                    *(str(mereka.fileno()), modul),
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=lingkungan(),
                cwd="/",
                start_new_session=True,
                pass_fds=[mereka.fileno()],
            )
        kami.settimeout(_MULAI_DETIK)
        try:
            siap = kami.recv(len(SIAP)) == SIAP
        except OSError:
            siap = False
        if not siap:
            proses.kill()
            proses.wait()
            kami.close()
            raise ZigotHilang(modul)
        kami.settimeout(None)
        return proses, kami


PARA = Para()
