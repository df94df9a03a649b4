"""A "format" for tests of isolation: instead of parsing, the child does what ``mode`` says."""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from pathlib import Path
from typing import Any

from spbe_data.intake.child_side import jalankan, kepala
from spbe_data.intake.model import Batas, BerkasDitolak, KodeTolak


def contoh() -> tuple[dict[str, Any], bytes]:
    return {"mode": "biasa"}, b""


def kerja(pesan: dict[str, Any], data: bytes, _batas: Batas) -> list[bytes]:
    match pesan["mode"]:
        case "tidur":
            time.sleep(60)
        case "putar":
            while True:
                pass
        case "memori":
            return [bytes(2 << 30)]
        case "tulis":
            Path(pesan["letak"]).write_bytes(b"x" * 10)
        case "batal":
            os.abort()
        case "keluar":
            os._exit(7)
        case "salah":
            raise LookupError("isi berkas yang tidak boleh bocor")
        case "tolak":
            raise BerkasDitolak(KodeTolak.TERLALU_LEBAR, {"jumlah": 3, "batas": 2})
        case "banjir":
            while True:
                os.write(1, bytes(1 << 20))
        case "sampah":
            os.write(1, b"\xff" * 100)
            os._exit(0)
        case "cucu":
            if os.fork() == 0:
                time.sleep(60)
        case "bunuh_zigot":
            os.kill(os.getppid(), signal.SIGKILL)
            time.sleep(60)
    return [
        kepala(
            {
                "pid": os.getpid(),
                "zigot": os.getppid(),
                "grup": os.getpgid(0),
                "sesi": os.getsid(0),
                "lingkungan": dict(os.environ),
                "folder": str(Path.cwd()),
                "pegangan": sorted(int(p.name) for p in Path("/proc/self/fd").iterdir())[:-1],
                "batas": {
                    nama: resource.getrlimit(getattr(resource, f"RLIMIT_{nama}"))[0]
                    for nama in ("AS", "CPU", "FSIZE", "CORE")
                },
                "polars": "polars" in sys.modules,
                "panjang": len(data),
            }
        ),
        data,
    ]


if __name__ == "__main__":
    jalankan(kerja)
