"""Checking in a process of its own, so that no file can take the asking service down.

Belongs here: the workers of this process, their life, and what an officer is told when one dies.
Does not belong here: the check (:mod:`spbe_data.flows.check`), the worker's inside
(:mod:`spbe_data.flows.check_worker_side`). This module loads neither engine nor data frames: the
service that asks stays small.

Nothing is stored by a check; a file that is to be kept is submitted (:mod:`spbe_data.flows.submit`).
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import queue
import select
import shutil
import signal
import socket
import stat
import struct
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from spbe_data.intake.descriptors import PIPA, di_memori, pipa
from spbe_data.intake.model import Arahan
from spbe_data.settings import Settings

PESAN, SIAP, ADA = b"periksa", b"siap", b"+"
HABIS_MEMORI = 137

_AKAR = str(Path(__file__).resolve().parents[2])
_KEPALA = len(ADA) + 8
_MULAI_DETIK = 120.0
_DITERUSKAN = ("PATH", "SPBE_LEDGER_URL", "POLARS_MAX_THREADS", "TZ")


@dataclass(frozen=True, slots=True)
class BatasPeriksa:
    """What one check may use at most.

    ``memori``: bytes of address space beyond what the warm worker has; ``detik_cpu`` counts all
    threads; ``detik`` is the clock on the wall; ``tulis``: bytes of one temporary file;
    ``jawaban``: bytes of a findings document; ``detik_antre``: how long a file waits for a worker.
    """

    memori: int = 2_147_483_648
    detik_cpu: int = 240
    detik: float = 180.0
    tulis: int = 4_294_967_296
    jawaban: int = 1_073_741_824
    detik_antre: float = 60.0


class PekerjaSibuk(RuntimeError):
    """Every worker was busy for longer than a file may wait; the message is for the sender."""

    def __init__(self) -> None:
        super().__init__(
            "Pemeriksa sedang penuh. Berkas Anda tidak disimpan; kirim lagi beberapa menit lagi. "
            "(All checkers are busy. Your file was not stored; please send it again shortly.)"
        )


class PekerjaHilang(RuntimeError):
    """A worker cannot be started, or ends even without a file. Not the sender's fault."""


class _Mati(Exception):
    """The worker did not outlive the file; ``alasan`` as in ``checks.refusals``."""

    def __init__(self, alasan: str) -> None:
        super().__init__(alasan)
        self.alasan = alasan


class _Pergi(_Mati):
    """The worker was gone before it was asked."""


class PekerjaPeriksa:
    """A small pool of workers; ``periksa`` may be called from any thread.

    The content (``schemas/``, ``quality/``) is read when a worker starts: after a change of
    content, close this and make a new one. Accepted changes of the registers are seen at once.
    """

    def __init__(
        self, settings: Settings, *, jumlah: int = 2, batas: BatasPeriksa | None = None
    ) -> None:
        self._settings = settings
        self._batas = batas or BatasPeriksa()
        self._luang: queue.LifoQueue[_Pekerja | None] = queue.LifoQueue()
        self._kunci = threading.Lock()
        self._hidup: set[_Pekerja] = set()
        self._tutup = False
        self._jumlah = jumlah
        self._kosongkan()
        # A forked copy of the service shares the sockets but is no parent: it starts its own.
        milik = weakref.WeakMethod(self._lupakan)
        os.register_at_fork(after_in_child=lambda: (lupakan := milik()) and lupakan())

    def _kosongkan(self) -> None:
        for _ in range(self._jumlah):
            self._luang.put(None)  # a place without a worker yet

    def _lupakan(self) -> None:
        for satu in self._hidup:
            satu.lepaskan()
        self._luang, self._kunci, self._hidup = queue.LifoQueue(), threading.Lock(), set()
        self._kosongkan()

    def mulai(self) -> Self:
        """Start and warm up all workers now instead of at the first file. Raises PekerjaHilang."""
        diambil = [self._luang.get(timeout=self._batas.detik_antre) for _ in range(self._jumlah)]
        try:
            for ke, satu in enumerate(diambil):
                diambil[ke] = self._pastikan(satu)
        finally:
            for satu in diambil:
                self._luang.put(satu)
        return self

    def periksa(
        self,
        isi: bytes | Path,
        nama_berkas: str,
        dataset: str,
        *,
        periode: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        arahan: Arahan | None = None,
    ) -> dict[str, Any]:
        """The findings document (``HasilPeriksa.dokumen``) of a dry check of ``isi``.

        A check that exceeds a limit gives a document too: BERKAS_DITOLAK with PEMBACA_GAGAL, and
        the next file finds a fresh worker. Raises ``StandarTidakDikenal``, ``PekerjaSibuk``,
        ``PekerjaHilang``, and ``OSError`` when ``isi`` is a path that cannot be read.
        """
        minta = {
            "nama": nama_berkas,
            "dataset": dataset,
            "periode": periode,
            "metadata": None if metadata is None else dict(metadata),
            "arahan": arahan.dipilih() if arahan else {},
        }
        berkas = _berkas(isi)
        try:
            return self._jawaban(minta, berkas)
        finally:
            os.close(berkas)

    def pekerja(self) -> list[_Pekerja]:
        """The workers that live now, each with its ``pid``."""
        with self._kunci:
            return list(self._hidup)

    def tutup(self) -> None:
        """End all workers, also those at work; their callers get PekerjaHilang."""
        with self._kunci:
            self._tutup = True
            hidup, self._hidup = self._hidup, set()
        for satu in hidup:
            satu.akhiri()

    def __enter__(self) -> Self:
        return self.mulai()

    def __exit__(
        self,
        jenis: type[BaseException] | None,
        galat: BaseException | None,
        jejak: TracebackType | None,
    ) -> None:
        self.tutup()

    def _jawaban(self, minta: dict[str, Any], berkas: int) -> dict[str, Any]:
        try:
            pekerja = self._luang.get(timeout=self._batas.detik_antre)
        except queue.Empty:
            raise PekerjaSibuk from None
        try:
            pekerja = self._pastikan(pekerja)
            try:
                try:
                    jawaban = pekerja.tanya(minta, berkas)
                except _Pergi:  # it died while idle: that is nothing about this file
                    pekerja = self._ganti(pekerja)
                    jawaban = pekerja.tanya(minta, berkas)
            except _Mati as mati:
                pekerja = self._ganti(pekerja)
                try:
                    jawaban = pekerja.tanya({**minta, "terhenti": mati.alasan}, berkas)
                except _Mati:
                    raise PekerjaHilang("pemeriksa berakhir sendiri") from None
        finally:
            # One that died, that is worn out, or that was left in the middle of an answer, goes.
            if pekerja is not None and not pekerja.siap():
                self._buang(pekerja)
                pekerja = None
            self._luang.put(pekerja)
        if "tidak_dikenal" in jawaban:
            # Only now: its module loads the engine.
            from spbe_data.flows.submit import StandarTidakDikenal

            raise StandarTidakDikenal(minta["dataset"], jawaban["tidak_dikenal"])
        dokumen: dict[str, Any] = jawaban["dokumen"]
        return dokumen

    def _pastikan(self, pekerja: _Pekerja | None) -> _Pekerja:
        """A living worker in this place. Raises PekerjaHilang."""
        if pekerja is not None and pekerja.hidup():
            return pekerja
        return self._ganti(pekerja)

    def _ganti(self, pekerja: _Pekerja | None) -> _Pekerja:
        if pekerja is not None:
            self._buang(pekerja)
        if not self._tutup:
            baru = _Pekerja(self._settings, self._batas)
            with self._kunci:
                if not self._tutup:
                    self._hidup.add(baru)
                    return baru
            baru.akhiri()
        raise PekerjaHilang("pemeriksa sudah ditutup")

    def _buang(self, pekerja: _Pekerja) -> None:
        with self._kunci:
            self._hidup.discard(pekerja)
        pekerja.akhiri()


class _Pekerja:
    """One worker process; asked by one thread at a time."""

    def __init__(self, settings: Settings, batas: BatasPeriksa) -> None:
        self._batas = batas
        kami, mereka = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        lingkungan = {nama: os.environ[nama] for nama in _DITERUSKAN if nama in os.environ}
        lingkungan["LC_ALL"] = "C.UTF-8"
        # What a killed check had spilled goes with its worker.
        self._ruang = lingkungan["TMPDIR"] = tempfile.mkdtemp(prefix="spbe-periksa-")
        # Every thread would reserve 64 MiB of addresses for itself; the limit counts addresses.
        lingkungan["MALLOC_ARENA_MAX"] = "2"
        lingkungan["PYTHONPATH"] = os.pathsep.join(
            [_AKAR, *filter(None, [os.environ.get("PYTHONPATH")])]
        )
        with mereka:
            self._proses = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [
                    *(sys.executable, "-P", "-m", "spbe_data.flows.check_worker_side"),
                    *(str(mereka.fileno()), str(settings.content), str(settings.home)),
                    json.dumps(asdict(batas)),
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=lingkungan,
                cwd="/",
                start_new_session=True,
                pass_fds=[mereka.fileno()],
            )
        self._kendali = kami
        self._bebas = True
        kami.settimeout(_MULAI_DETIK)
        try:
            siap = kami.recv(len(SIAP)) == SIAP
        except OSError:
            siap = False
        if not siap:
            self.akhiri()
            raise PekerjaHilang("pemeriksa tidak dapat dimulai; lihat catatan layanan")

    @property
    def pid(self) -> int:
        return self._proses.pid

    def hidup(self) -> bool:
        return self._proses.poll() is None

    def siap(self) -> bool:
        """Alive, not worn out, and the last question was answered to its end."""
        return self._bebas and self.hidup()

    def lepaskan(self) -> None:
        """Forget it without touching it: it belongs to the process this one was forked from."""
        self._kendali.close()
        self._proses.returncode = 0

    def akhiri(self) -> None:
        self._kendali.close()
        if self._proses.returncode is None:  # not waited for: the number is still its own
            with contextlib.suppress(OSError):
                os.killpg(self._proses.pid, signal.SIGKILL)
        self._proses.wait()
        shutil.rmtree(self._ruang, ignore_errors=True)

    def tanya(self, minta: dict[str, Any], berkas: int) -> dict[str, Any]:
        """The worker's answer. Raises _Mati; the worker must then be thrown away."""
        baca, tulis = pipa()
        kepala = di_memori([json.dumps(minta, default=str).encode()])
        try:
            socket.send_fds(self._kendali, [PESAN], [kepala, berkas, tulis])
        except OSError:
            os.close(baca)
            raise _Pergi("periksa_mati") from None
        finally:
            os.close(kepala)
            os.close(tulis)
        self._bebas = False
        try:
            jawaban = self._tunggu(baca)
        finally:
            os.close(baca)
        self._bebas = not jawaban["lelah"]
        return jawaban

    def _tunggu(self, baca: int) -> dict[str, Any]:
        sampai = time.monotonic() + self._batas.detik
        tunggu = select.poll()
        tunggu.register(baca, select.POLLIN)
        isi = bytearray()
        while True:
            if not tunggu.poll(max(0.0, sampai - time.monotonic()) * 1000):
                raise _Mati("periksa_waktu")
            try:
                potong = os.read(baca, PIPA)
            except BlockingIOError:
                continue
            if not potong:
                # Not even "I have it": the worker died before this file came.
                raise _Mati(self._sebab()) if isi else _Pergi("periksa_mati")
            isi += potong
            if len(isi) < _KEPALA:
                continue
            (panjang,) = struct.unpack_from("<Q", isi, len(ADA))
            if panjang > self._batas.jawaban:
                raise _Mati("periksa_mati")
            if len(isi) == _KEPALA + panjang:
                jawaban: dict[str, Any] = json.loads(memoryview(isi)[_KEPALA:].tobytes())
                return jawaban

    def _sebab(self) -> str:
        try:
            kode = self._proses.wait(5)
        except subprocess.TimeoutExpired:
            return "periksa_mati"
        return "periksa_waktu" if kode == -signal.SIGXCPU else "periksa_mati"


def _berkas(isi: bytes | Path) -> int:
    """A descriptor of the bytes; the worker opens them anew, nothing goes through a pipe."""
    if isinstance(isi, Path):
        pegangan = os.open(isi, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        if stat.S_ISREG(os.fstat(pegangan).st_mode):
            return pegangan
        os.close(pegangan)
        raise OSError(errno.EINVAL, "bukan berkas biasa", str(isi))
    return di_memori([isi])
