"""Handing bytes to another process: in memory there, through a pipe back.

Belongs here: the few system calls that every parent of a worker needs. Linux only.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterable

PIPA = 1 << 20
"""Bytes that a pipe holds, and that are read from it at once."""


def di_memori(bagian: Iterable[bytes]) -> int:
    """A descriptor of a file in memory with ``bagian`` one after the other, read from its start."""
    pegangan = os.memfd_create("berkas", os.MFD_CLOEXEC)
    try:
        for satu in bagian:
            tulis_semua(pegangan, satu)
        os.lseek(pegangan, 0, os.SEEK_SET)
    except BaseException:
        os.close(pegangan)
        raise
    return pegangan


def tulis_semua(pegangan: int, isi: bytes) -> None:
    """Write all of ``isi``; one call of the system takes 2 GiB at most, a pipe less."""
    sisa = memoryview(isi)
    while sisa:
        sisa = sisa[os.write(pegangan, sisa) :]


def pipa() -> tuple[int, int]:
    """Both ends of a pipe; only the reading one does not block."""
    baca, tulis = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
    os.set_blocking(tulis, True)  # the flag belongs to each end apart
    with contextlib.suppress(OSError):  # above the user's share of pipe memory
        fcntl.fcntl(tulis, fcntl.F_SETPIPE_SZ, PIPA)
    return baca, tulis
