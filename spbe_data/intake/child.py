"""Running a parser in a child process that may die, and only it.

Belongs here: starting, capping, the frame in which rows come back. Does not belong here: any
format. A file of 1 KiB can abort a spreadsheet parser (SIGABRT, not an exception), so every parser
that is not a plain loop over bytes runs here.

The frame: 8 bytes length + JSON head, 8 bytes length + CSV of all rows (every cell quoted, "" =
empty), then one byte per cell, 1 where the cell is a real number or date.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from spbe_data.intake.model import Batas, BerkasDitolak, KodeTolak

_AKAR = str(Path(__file__).resolve().parents[2])


def jalankan_anak(
    modul: str, pesan: dict[str, Any], data: bytes, batas: Batas
) -> tuple[dict[str, Any], memoryview]:
    """Run ``python -m modul`` on ``data``; its JSON head and what follows it.

    Raises BerkasDitolak: the child's own refusal, or PEMBACA_GAGAL when it died ("mati", with
    ``kode_keluar``), ran out of time ("waktu") or crashed ("galat").
    """
    kepala = json.dumps({**pesan, "batas": asdict(batas)}).encode()
    # The child parses hostile bytes: it gets no secrets of the environment and no working folder.
    lingkungan = {
        "PYTHONPATH": os.pathsep.join([_AKAR, *filter(None, [os.environ.get("PYTHONPATH")])]),
        "PATH": os.environ.get("PATH", ""),
        "LC_ALL": "C.UTF-8",
        "POLARS_MAX_THREADS": "1",
    }
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module, nothing of the sender's
        [sys.executable, "-P", "-m", modul],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=lingkungan,
        cwd="/",
        start_new_session=True,
    ) as anak:
        try:
            keluaran, _ = anak.communicate(
                b"".join((struct.pack("<Q", len(kepala)), kepala, data)), batas.detik_anak
            )
        except subprocess.TimeoutExpired:
            raise _gagal("waktu") from None
        finally:
            anak.kill()
    if anak.returncode:
        lewat_cpu = anak.returncode in (-signal.SIGXCPU, -signal.SIGKILL)
        raise _gagal("waktu" if lewat_cpu else "mati", kode_keluar=anak.returncode)
    try:
        isi, sisa = _bagian(memoryview(keluaran))
        jawaban: dict[str, Any] = json.loads(bytes(isi))
    except (struct.error, ValueError):
        raise _gagal("mati", kode_keluar=0) from None
    if "galat" in jawaban:
        raise BerkasDitolak(KodeTolak(jawaban["galat"]), jawaban["params"])
    return jawaban, sisa


def pisah_bingkai(sisa: memoryview) -> tuple[memoryview, memoryview]:
    """What follows the head: the CSV and the mask."""
    return _bagian(sisa)


def _bagian(isi: memoryview) -> tuple[memoryview, memoryview]:
    (panjang,) = struct.unpack("<Q", isi[:8])
    if panjang > len(isi) - 8:
        raise ValueError("terpotong")
    return isi[8 : 8 + panjang], isi[8 + panjang :]


def _gagal(alasan: str, **lain: Any) -> BerkasDitolak:
    return BerkasDitolak(KodeTolak.PEMBACA_GAGAL, {"alasan": alasan, **lain})
