"""The child's half of :mod:`spbe_data.intake.child`: caps first, then the request, then an answer.

Belongs here: limits of this process and the answer frame. Imports nothing beyond the standard
library and this room's codes: it is loaded once in :mod:`spbe_data.intake.zygote` and forked.
"""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import struct
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from spbe_data.intake.descriptors import tulis_semua
from spbe_data.intake.model import Batas, BerkasDitolak, KodeTolak

KELUAR_MEMORI = 137
_KELUARAN_MAKS = 1 << 30


def jalankan(kerja: Callable[[dict[str, Any], bytes, Batas], Iterable[bytes]]) -> NoReturn:
    """Read the request from descriptor 0, cap this process, answer on descriptor 1, exit.

    Exit codes: 0 answered (a refusal is an answer too), 137 out of memory, else a signal.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Nothing is written but the answer; a parser that tries to write a file dies.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    with os.fdopen(0, "rb", closefd=False) as masuk:
        (panjang,) = struct.unpack("<Q", masuk.read(8))
        pesan = json.loads(masuk.read(panjang))
        batas = Batas(**pesan.pop("batas"))
        data = masuk.read()
    resource.setrlimit(resource.RLIMIT_AS, (batas.memori_anak, batas.memori_anak))
    resource.setrlimit(resource.RLIMIT_CPU, (batas.detik_cpu, batas.detik_cpu + 1))
    try:
        bagian = list(kerja(pesan, data, batas))
    except BerkasDitolak as tolak:
        bagian = [kepala({"galat": tolak.kode.value, "params": tolak.params})]
    except MemoryError:
        os._exit(KELUAR_MEMORI)
    except Exception as galat:
        # The parser's words may quote the file; only the kind of error leaves this process.
        params = {"alasan": "galat", "jenis": type(galat).__name__}
        bagian = [kepala({"galat": KodeTolak.PEMBACA_GAGAL.value, "params": params})]
    for satu in bagian:
        tulis_semua(1, satu)
    # Freeing millions of cells one by one takes longer than leaving.
    os._exit(0)


def kepala(jawaban: dict[str, Any]) -> bytes:
    isi = json.dumps(jawaban).encode()
    return struct.pack("<Q", len(isi)) + isi


class Penulis:
    """Collects rows of text and the mask of typed cells; every row must have ``lebar`` cells."""

    def __init__(self, lebar: int, batas: Batas) -> None:
        self._lebar = lebar
        self._batas = batas
        self._csv = io.StringIO(newline="")
        self._tulis = csv.writer(self._csv, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow
        self._topeng = bytearray()
        self.jumlah = 0

    def baris(self, teks: list[str], terketik: Iterable[bool]) -> None:
        self._tulis(teks)
        self._topeng.extend(terketik)
        self.jumlah += 1
        if self.jumlah % 1024 == 0:
            self._cukup()

    def _cukup(self) -> None:
        # One shared string may stand in a million cells; what is unpacked is what counts.
        for ukuran, jumlah, batas in (
            ("baris", self.jumlah, self._batas.jumlah_baris),
            ("sel", self.jumlah * self._lebar, self._batas.jumlah_sel),
            ("karakter", self._csv.tell(), _KELUARAN_MAKS),
        ):
            if jumlah > batas:
                raise BerkasDitolak(
                    KodeTolak.TERLALU_BESAR, {"ukuran": ukuran, "jumlah": jumlah, "batas": batas}
                )

    def jawab(self, isi: dict[str, Any]) -> list[bytes]:
        self._cukup()
        teks = self._csv.getvalue().encode("utf-8", "replace")
        return [kepala(isi), struct.pack("<Q", len(teks)), teks, bytes(self._topeng)]
