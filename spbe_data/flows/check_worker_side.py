"""The worker that runs whole checks: ``python -m spbe_data.flows.check_worker_side``.

Belongs here: warming up, capping this process, one request after the other. Does not belong here:
who asks and what happens when this process dies (:mod:`spbe_data.flows.check_worker`).

The limits are soft ones, put on when everything is loaded: memory counts from there on, and the
children that parse workbooks keep the limits of their own.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import resource
import select
import shutil
import socket
import struct
import sys
import threading
from pathlib import Path
from typing import Any, NoReturn

import duckdb
import polars as pl

from spbe_data.checks import catalogue
from spbe_data.checks.finding import Temuan
from spbe_data.checks.refusals import kata_berkas_ditolak
from spbe_data.flows.check import periksa_berkas
from spbe_data.flows.check_worker import ADA, HABIS_MEMORI, PESAN, SIAP, BatasPeriksa
from spbe_data.flows.house import Rumah
from spbe_data.flows.submit import StandarTidakDikenal
from spbe_data.intake.descriptors import tulis_semua
from spbe_data.intake.model import Arahan, BerkasDitolak, KodeTolak
from spbe_data.intake.sheet_sample import contoh
from spbe_data.settings import load_settings


class _Memori(logging.Handler):
    """Leaves when a stage ran out of memory: the engine would call that a fault of its own."""

    def emit(self, record: logging.LogRecord) -> None:
        jenis = record.exc_info[0] if record.exc_info else None
        if jenis and issubclass(jenis, (MemoryError, duckdb.OutOfMemoryException)):
            os._exit(HABIS_MEMORI)


def hangatkan(house: Rumah) -> None:
    """Let every stage run once, and the workbook reader start, before the first file comes."""
    standar = next(iter(house.catalog.standar.values()))
    kolom = standar.nama_kolom
    tabel = "\n".join([",".join(kolom), ",".join("1" for _ in kolom)])
    periksa_berkas(house, tabel.encode(), "contoh.csv", standar.id).dokumen()
    periksa_berkas(house, contoh()[1], "contoh.xlsx", standar.id)
    # The database and Arrow reserve a gigabyte of addresses when first used; a row that is wrong
    # does not come as far as that.
    with duckdb.connect(":memory:") as con:
        con.register("tabel", pl.DataFrame({"a": ["1", "2"]}).to_arrow())
        con.execute("SELECT a, count(*) FROM tabel GROUP BY a").to_arrow_reader(1000).read_all()


def jawab(house: Rumah, minta: dict[str, Any], berkas: Path) -> dict[str, Any]:
    """The findings document of one request; ``terhenti`` asks for that of a check that died."""
    house.muat_ulang_induk()
    alasan = minta.get("terhenti")
    hasil = periksa_berkas(
        house,
        b"" if alasan else berkas,
        minta["nama"],
        minta["dataset"],
        periode=minta["periode"],
        metadata=minta["metadata"],
        arahan=Arahan(**minta["arahan"]),
    )
    dokumen = hasil.dokumen()
    if not alasan:
        return dokumen
    # An empty file gives the document of a refused one; its reason is replaced by the true one.
    with berkas.open("rb") as isi:
        dokumen["sha256"] = hashlib.file_digest(isi, "sha256").hexdigest()
    dokumen["temuan"] = [
        _terhenti(minta, alasan, f) if f["kode"] == "BERKAS_DITOLAK" else f
        for f in dokumen["temuan"]
    ]
    return dokumen


def _terhenti(minta: dict[str, Any], alasan: str, kosong: dict[str, Any]) -> dict[str, Any]:
    tolak = BerkasDitolak(KodeTolak.PEMBACA_GAGAL, {"alasan": alasan})
    sebab = tolak.kode.value
    return catalogue.dokumen(
        Temuan(
            kode="BERKAS_DITOLAK",
            tahap=kosong["tahap"],
            tingkat=kosong["tingkat"],
            aturan=f"{minta['dataset']}:{sebab.lower()}",
            params={"berkas": minta["nama"], "sebab": sebab, **kata_berkas_ditolak(tolak)},
        )
    )


def _layani(kendali: socket.socket, house: Rumah, batas: BatasPeriksa) -> None:
    dasar = _ukuran_maya()
    _batasi(resource.RLIMIT_AS, dasar + batas.memori)
    _batasi(resource.RLIMIT_FSIZE, batas.tulis)
    while True:
        isi, pegangan, _, _ = socket.recv_fds(kendali, len(PESAN), 3)
        if isi != PESAN or len(pegangan) != 3:
            return
        pakai = resource.getrusage(resource.RUSAGE_SELF)
        _batasi(resource.RLIMIT_CPU, int(pakai.ru_utime + pakai.ru_stime) + batas.detik_cpu + 1)
        kepala, berkas, keluar = pegangan
        os.write(keluar, ADA)
        try:
            minta = json.loads(_letak(kepala).read_bytes())
            jawaban: dict[str, Any] = {"dokumen": jawab(house, minta, _letak(berkas))}
        except StandarTidakDikenal:
            jawaban = {"tidak_dikenal": sorted(house.catalog.standar)}
        except MemoryError:
            os._exit(HABIS_MEMORI)
        # Libraries keep the address space they once had: the next file would find too little.
        jawaban["lelah"] = _ukuran_maya() > dasar + batas.memori // 4
        tulisan = json.dumps(jawaban, ensure_ascii=False, default=str).encode()
        try:
            tulis_semua(keluar, struct.pack("<Q", len(tulisan)) + tulisan)
        except BrokenPipeError:  # nobody waits for it any more
            continue
        finally:
            for satu in pegangan:
                os.close(satu)


def _letak(pegangan: int) -> Path:
    """Where the bytes of a descriptor can be opened anew, from their start."""
    return Path(f"/proc/self/fd/{pegangan}")


def _batasi(apa: int, lunak: int) -> None:
    keras = resource.getrlimit(apa)[1]
    resource.setrlimit(
        apa, (lunak if keras == resource.RLIM_INFINITY else min(lunak, keras), keras)
    )


def _ukuran_maya() -> int:
    halaman = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return halaman * resource.getpagesize()


def _ikut_berakhir(kendali: int) -> None:
    """End with the service, even in the middle of a check that nobody waits for any more."""
    tunggu = select.poll()
    tunggu.register(kendali, 0)  # only the other side's end is reported
    tunggu.poll()
    _selesai()


def _selesai() -> NoReturn:
    # A service that was killed cannot clear away; the folder is this process's alone.
    shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)
    os._exit(0)


def main(pegangan: str, konten: str, rumah: str, batas: str) -> None:
    """Open the house, warm up, say so, serve until the socket closes."""
    kendali = socket.socket(fileno=int(pegangan))
    os.set_inheritable(kendali.fileno(), False)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    threading.Thread(target=_ikut_berakhir, args=(kendali.fileno(),), daemon=True).start()
    logging.basicConfig(level=logging.WARNING)
    house = Rumah(load_settings(Path(konten), Path(rumah)))
    logging.getLogger("spbe_data").addHandler(_Memori())
    hangatkan(house)
    kendali.send(SIAP)
    _layani(kendali, house, BatasPeriksa(**json.loads(batas)))
    _selesai()


if __name__ == "__main__":
    main(*sys.argv[1:5])
