"""Running a parser in a child process that may die, and only it.

Belongs here: asking for a child, waiting, the frame in which rows come back. Does not belong here:
any format. A file of 1 KiB can abort a spreadsheet parser (SIGABRT, not an exception), so every
parser that is not a plain loop over bytes runs here.

The children are forked by a small process per module (:mod:`spbe_data.intake.zygote`), started at
the first file and again when it is gone; it ends when this process does.

The frame: 8 bytes length + JSON head, 8 bytes length + CSV of all rows (every cell quoted, "" =
empty), then one byte per cell, 1 where the cell is a real number or date.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from spbe_data.intake.descriptors import PIPA, di_memori, pipa
from spbe_data.intake.model import Batas, BerkasDitolak, KodeTolak
from spbe_data.intake.zygote import ADA, PESAN
from spbe_data.intake.zygotes import PARA, ZigotHilang, lingkungan


def jalankan_anak(
    modul: str, pesan: dict[str, Any], data: bytes, batas: Batas, *, berutas: bool = False
) -> tuple[dict[str, Any], memoryview]:
    """Run ``kerja`` of ``modul`` on ``data`` in a capped child; its JSON head and what follows it.

    ``berutas``: the module's libraries start threads when imported, so no process that holds them
    can be forked; the child is then an interpreter of its own (half a second instead of 2 ms).
    Safe from several threads. Raises BerkasDitolak: the child's own refusal, or PEMBACA_GAGAL when
    it died ("mati", with ``kode_keluar``), ran out of time ("waktu") or crashed ("galat"). Raises
    ZigotHilang when no child can be made at all.
    """
    kepala = json.dumps({**pesan, "batas": asdict(batas)}).encode()
    masuk = di_memori((struct.pack("<Q", len(kepala)), kepala, data))
    try:
        kode, keluaran = (_penerjemah if berutas else _cabang)(modul, masuk, batas)
    finally:
        os.close(masuk)
    if kode:
        lewat_cpu = kode in (-signal.SIGXCPU, -signal.SIGKILL)
        raise _gagal("waktu" if lewat_cpu else "mati", kode_keluar=kode)
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


def _cabang(modul: str, masuk: int, batas: Batas) -> tuple[int, bytes | memoryview]:
    """Exit code and answer of a forked child. What was gone before it had the file is replaced."""
    for _ in range(2):
        kendali = PARA.ambil(modul)
        try:
            return _satu_cabang(kendali, masuk, batas)
        except _BelumMulai:
            continue
        except _Putus:
            PARA.buang(modul, kendali)
    raise ZigotHilang(modul)


def _satu_cabang(kendali: socket.socket, masuk: int, batas: Batas) -> tuple[int, memoryview]:
    baca, tulis = pipa()
    kami, mereka = socket.socketpair()

    def kode() -> int:
        tulisan = kami.recv(4)
        if len(tulisan) != 4:
            raise _Putus
        return int.from_bytes(tulisan, "little", signed=True)

    try:
        try:
            os.lseek(masuk, 0, os.SEEK_SET)
            socket.send_fds(kendali, [PESAN], [masuk, tulis, mereka.fileno()])
        except OSError:
            raise _Putus from None
        finally:
            os.close(tulis)
            mereka.close()
        akhir, isi = _tunggu(baca, kami.fileno(), kode, batas)
    finally:
        # Tells the zygote to kill a child that still runs, even where a fork of this process
        # holds a copy of the socket.
        with contextlib.suppress(OSError):
            kami.shutdown(socket.SHUT_RDWR)
        kami.close()
        os.close(baca)
    if not isi:
        raise _BelumMulai
    return akhir, memoryview(isi)[len(ADA) :]


def _penerjemah(modul: str, masuk: int, batas: Batas) -> tuple[int, bytes | memoryview]:
    """Exit code and answer of ``python -m modul``."""
    baca, tulis = pipa()
    os.lseek(masuk, 0, os.SEEK_SET)
    try:
        try:
            anak = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-P", "-m", modul],
                stdin=masuk,
                stdout=tulis,
                stderr=subprocess.DEVNULL,
                env=lingkungan(),
                cwd="/",
                start_new_session=True,
            )
        finally:
            os.close(tulis)
        with anak:
            pegangan = os.pidfd_open(anak.pid)
            try:
                return _tunggu(baca, pegangan, anak.wait, batas)
            finally:
                os.close(pegangan)
                anak.kill()
    finally:
        os.close(baca)


def _tunggu(
    baca: int, akhir: int, kode_keluar: Callable[[], int], batas: Batas
) -> tuple[int, bytes]:
    """Read the answer until ``akhir`` says that the child ended. Raises BerkasDitolak."""
    sampai = time.monotonic() + batas.detik_anak
    tunggu = select.poll()
    tunggu.register(baca, select.POLLIN)
    tunggu.register(akhir, select.POLLIN)
    potongan: list[bytes] = []
    jumlah = 0
    while True:
        sisa = sampai - time.monotonic()
        siap = {pegangan for pegangan, _ in tunggu.poll(max(0.0, sisa) * 1000)}
        if not siap:
            raise _gagal("waktu")
        # The end is looked at first: what the child wrote was all in the pipe by then.
        kode = kode_keluar() if akhir in siap else None
        while potong := _baca(baca):
            potongan.append(potong)
            jumlah += len(potong)
            if jumlah > batas.memori_anak:
                raise _gagal("mati", kode_keluar=0)
            if time.monotonic() > sampai:
                raise _gagal("waktu")
        if kode is not None:
            return kode, b"".join(potongan)
        if potong is not None:  # the child closed its end; its exit code is to come
            with contextlib.suppress(KeyError):
                tunggu.unregister(baca)


def _baca(pegangan: int) -> bytes | None:
    """What is in the pipe; empty at its end, None when there is nothing yet."""
    try:
        return os.read(pegangan, PIPA)
    except BlockingIOError:
        return None


class _BelumMulai(Exception):
    """The child in waiting was gone before it had the file."""


class _Putus(Exception):
    """The zygote went away before it said how the child ended."""
