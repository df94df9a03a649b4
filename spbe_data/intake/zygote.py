"""The small process that forks one capped child per file: ``python -m spbe_data.intake.zygote``.

Belongs here: taking jobs from the process that started this one, forking, killing, telling how a
child ended. Does not belong here: formats (the module named at the start has them), limits
(:mod:`spbe_data.intake.child_side`), waiting for answers (:mod:`spbe_data.intake.child`).

Starting an interpreter and importing a parser takes 100 ms and more, forking a small process that
has done both takes one or two, and one child is always forked in advance. Forking is safe only
while there is a single thread, so this process starts none, and looks before each fork whether a
library did.

A job is one message of ``PESAN`` with three descriptors: the request (as
``child_side.jalankan`` reads it), the pipe for the answer (``ADA`` goes before it), and a socket. On the socket the exit code
of the child comes back (4 bytes, little-endian, negative = signal); when the other side shuts that
socket down, the child is killed with its group. When the control socket closes, so does everything.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import os
import resource
import select
import signal
import socket
import struct
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from spbe_data.intake.child_side import jalankan
from spbe_data.intake.model import Batas

PESAN, SIAP, ADA = b"kerja", b"siap", b"+"
KELUAR_BERUTAS = 75
"""Exit code of this process when a library started a thread: it must not fork any more."""

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_prctl = ctypes.CDLL(None, use_errno=True).prctl

Kerja = Callable[[dict[str, Any], bytes, Batas], Iterable[bytes]]
Contoh = tuple[dict[str, Any], bytes]


@dataclass(frozen=True, slots=True)
class _Anak:
    """``soket``: to the waiting child its job, to the working child's customer its end."""

    pid: int
    soket: socket.socket


class Zigot:
    """One control socket, any number of children at work, one in waiting.

    The one in waiting has read the sample: the pages it writes to are its own by then, and the
    file that comes does not wait for the fork either.
    """

    def __init__(self, kendali: socket.socket, kerja: Kerja, contoh: Contoh) -> None:
        self._kendali = kendali
        self._kerja = kerja
        self._contoh = contoh
        self._anak: dict[int, _Anak] = {}
        self._pidfd: dict[int, int] = {}
        self._tunggu = select.poll()
        self._cadangan = self._cabang()

    def layani(self) -> None:
        """Serve until the control socket closes; then kill what still runs."""
        self._tunggu.register(self._kendali, select.POLLIN)
        while True:
            siap = [pegangan for pegangan, _ in self._tunggu.poll()]
            # First what closes nothing, last what opens: a number closed in this round must not
            # be taken for the same number opened in it.
            for pegangan in filter(self._anak.__contains__, siap):
                # The other side gave up waiting. The child is not yet waited for, so its number
                # cannot have gone to another process.
                self._tunggu.unregister(pegangan)
                _bunuh(self._anak[pegangan].pid)
            for pegangan in filter(self._pidfd.__contains__, siap):
                self._selesai(pegangan)
            if self._kendali.fileno() in siap and not self._terima():
                return self._bubar()

    def _terima(self) -> bool:
        try:
            isi, pegangan, _, _ = socket.recv_fds(self._kendali, len(PESAN), 3)
        except OSError:
            return False
        if isi != PESAN or len(pegangan) != 3:
            return False
        *berkas, status = pegangan
        pid = self._serahkan(berkas)
        for satu in berkas:
            os.close(satu)
        soket = socket.socket(fileno=status)
        pidfd = os.pidfd_open(pid)
        self._anak[soket.fileno()] = _Anak(pid, soket)
        self._pidfd[pidfd] = soket.fileno()
        self._tunggu.register(pidfd, select.POLLIN)
        self._tunggu.register(soket, select.POLLIN)
        self._cadangan = self._cabang()
        return True

    def _serahkan(self, berkas: list[int]) -> int:
        """Give the job to the child in waiting, to a new one if that is gone; its number."""
        while True:
            anak = self._cadangan
            try:
                socket.send_fds(anak.soket, [PESAN], berkas)
            except OSError:
                _bunuh(anak.pid)
                os.waitpid(anak.pid, 0)
                self._cadangan = self._cabang()
            else:
                return anak.pid
            finally:
                anak.soket.close()

    def _selesai(self, pidfd: int) -> None:
        kunci = self._pidfd.pop(pidfd)
        anak = self._anak.pop(kunci)
        _bunuh(anak.pid)  # what the child may have left in its group
        _, status = os.waitpid(anak.pid, 0)
        self._tunggu.unregister(pidfd)
        with contextlib.suppress(KeyError):
            self._tunggu.unregister(kunci)
        with contextlib.suppress(OSError):
            anak.soket.send(struct.pack("<i", os.waitstatus_to_exitcode(status)))
        anak.soket.close()
        os.close(pidfd)

    def _bubar(self) -> None:
        for anak in [self._cadangan, *self._anak.values()]:
            _bunuh(anak.pid)

    def _cabang(self) -> _Anak:
        # A folder has a link for itself, one for its name, and one per folder in it.
        if Path("/proc/self/task").stat().st_nlink != 3:
            os._exit(KELUAR_BERUTAS)
        kami, mereka = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        pid = os.fork()
        if pid == 0:
            try:
                self._jadi_anak(mereka)
            finally:
                os._exit(1)
        mereka.close()
        # Both sides do this, whichever comes first: from now on the group can be killed.
        with contextlib.suppress(OSError):
            os.setpgid(pid, pid)
        return _Anak(pid, kami)

    def _jadi_anak(self, soket: socket.socket) -> NoReturn:
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        os.setpgid(0, 0)
        os.dup2(soket.fileno(), 3)
        os.closerange(4, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
        _baca(self._kerja, self._contoh)
        isi, berkas, _, _ = socket.recv_fds(socket.socket(fileno=3), len(PESAN), 2)
        if isi != PESAN:
            os._exit(0)
        for pegangan, tujuan in zip(berkas, (0, 1), strict=True):
            os.dup2(pegangan, tujuan)
        os.closerange(3, max(berkas) + 1)
        os.write(1, ADA)
        jalankan(self._kerja)


def _baca(kerja: Kerja, contoh: Contoh) -> None:
    pesan, data = contoh
    list(kerja(dict(pesan), data, Batas()))


def _bunuh(pid: int) -> None:
    for bunuh in (os.killpg, os.kill):
        with contextlib.suppress(OSError):
            bunuh(pid, signal.SIGKILL)


def main(pegangan: str, modul: str) -> None:
    """Load ``modul``, let it read its ``contoh`` (request and bytes) once, say so, serve."""
    kendali = socket.socket(fileno=int(pegangan))
    os.set_inheritable(kendali.fileno(), False)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    _prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    muatan = importlib.import_module(modul)
    kerja: Kerja = muatan.kerja
    contoh: Contoh = muatan.contoh()
    _baca(kerja, contoh)
    # A child works for a moment and leaves: collecting cycles in it only copies shared pages.
    gc.collect()
    gc.disable()
    gc.freeze()
    with contextlib.suppress(OSError):
        kendali.send(SIAP)
        Zigot(kendali, kerja, contoh).layani()
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:3])
