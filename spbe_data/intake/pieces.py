"""Files too big to hold: delimited text read in pieces, each a table of the same columns.

Belongs here: where a big text may be cut, and what must hold from the first piece to the last. Does
not belong here: how a piece is read (:mod:`spbe_data.intake.delimited`), any other format: those
are bounded by what their readers accept whole.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import polars as pl

from spbe_data.intake.assemble import KolomBaru, susun, susun_lanjutan
from spbe_data.intake.delimited import (
    Dialek,
    baca_csv,
    baca_rata,
    bingkai_rekaman,
    kutip_teratur,
    pemisah_berkas,
    posisi_kutip,
    spasi_awal,
    spasi_saja,
)
from spbe_data.intake.detect import Wadah, jenis_teks, kenali
from spbe_data.intake.directions import periksa_arahan
from spbe_data.intake.encoding import Teks, utf16_tanpa_tanda
from spbe_data.intake.grid import Kisi
from spbe_data.intake.header import Harapan, Pencocok, nomor_kolom
from spbe_data.intake.model import Arahan, Batas, BerkasDitolak, KodeTolak, Terbaca
from spbe_data.intake.reader import read_table

UTUH = 134_217_728
"""Bytes up to which a text is read whole: what is in memory once is judged faster."""
POTONGAN = 33_554_432
"""Bytes read at a time of a longer one."""

_KEPALA = 1 << 20
_REKAMAN = 100_000
_BOM = (
    (codecs.BOM_UTF8, "utf-8", 3),
    (codecs.BOM_UTF16_LE, "utf-16-le", 2),
    (codecs.BOM_UTF16_BE, "utf-16-be", 2),
)


@dataclass(frozen=True, slots=True)
class Anggapan:
    """What a reading in pieces takes for granted from the start; a later piece may overthrow it.

    ``penyandian``: the encoding, None = UTF-8 until a byte says otherwise. ``kolom``: positions of
    columns without heading that are not blank throughout.
    """

    penyandian: str | None = None
    kolom: frozenset[int] = frozenset()


class BacaUlang(Exception):
    """A later piece does not fit what was taken for granted: start again with ``anggapan``."""

    def __init__(self, anggapan: Anggapan) -> None:
        super().__init__(anggapan)
        self.anggapan = anggapan


def baca_bertahap(
    sumber: bytes | Path,
    nama_berkas: str,
    harapan: Harapan,
    batas: Batas,
    arahan: Arahan | None = None,
    anggapan: Anggapan | None = None,
    *,
    utuh: int = UTUH,
    potongan: int = POTONGAN,
) -> Iterator[Terbaca]:
    """The table of ``sumber``, beyond ``utuh`` bytes in pieces of about ``potongan``; one piece for all but big
    delimited text.

    Later pieces have the columns of the first; their ``dibaca_sebagai`` holds counts only. Raises
    :class:`BerkasDitolak`, and :class:`BacaUlang` when a later piece shows that the earlier ones
    must be read otherwise.
    """
    ukuran = len(sumber) if isinstance(sumber, bytes) else sumber.stat().st_size
    if ukuran > batas.ukuran_berkas:
        raise BerkasDitolak(
            KodeTolak.TERLALU_BESAR,
            {"ukuran": "byte", "jumlah": ukuran, "batas": batas.ukuran_berkas},
        )
    if ukuran <= utuh or not _teks_berpemisah(_awal(sumber)):
        data = sumber if isinstance(sumber, bytes) else sumber.read_bytes()
        yield read_table(data, nama_berkas, harapan, batas, arahan)
        return
    arah = arahan or Arahan()
    periksa_arahan(arah)
    yield from _Aliran(sumber, nama_berkas, harapan, batas, arah, anggapan or Anggapan(), potongan)


def muat(sumber: bytes | Path, utuh: int = UTUH) -> bytes | Path:
    """The bytes of a file that is read whole; the path of one that is read in pieces."""
    if isinstance(sumber, bytes):
        return sumber
    if sumber.stat().st_size > utuh and _teks_berpemisah(_awal(sumber)):
        return sumber
    return sumber.read_bytes()


def _awal(sumber: bytes | Path) -> bytes:
    if isinstance(sumber, bytes):
        return sumber[:_KEPALA]
    with sumber.open("rb") as berkas:
        return berkas.read(_KEPALA)


def _teks_berpemisah(kepala: bytes) -> bool:
    if kenali(kepala) is not Wadah.TEKS:
        return False
    for tanda, nama, _ in _BOM:
        if kepala.startswith(tanda):
            return jenis_teks(kepala.decode(nama, "replace").encode()) == "csv"
    # Whether it is JSON shows only at the end of the file, UTF-16 without a mark in the whole of it.
    if kepala.lstrip()[:1] in (b"{", b"[") or utf16_tanpa_tanda(kepala[: len(kepala) // 2 * 2]):
        return False
    return jenis_teks(kepala) == "csv"


class _Aliran:
    """One reading of one big text, from the first piece to the last."""

    def __init__(
        self,
        sumber: bytes | Path,
        nama: str,
        harapan: Harapan,
        batas: Batas,
        arahan: Arahan,
        anggapan: Anggapan,
        potongan: int,
    ) -> None:
        self.sumber, self.nama, self.batas, self.arahan = sumber, nama, batas, arahan
        self.pencocok = Pencocok(harapan)
        self.anggapan, self.potongan = anggapan, potongan
        self.baris = 0  # records handed on so far, as the sender counts them
        self.pemisah: str | None = None

    def __iter__(self) -> Iterator[Terbaca]:
        bagian = self._bagian()
        pertama = next(bagian)
        kisi = baca_csv(
            Teks(pertama, self.penyandian, self.penyandian == "cp1252"),
            self.pencocok,
            self.batas,
            pemisah=self.arahan.pemisah,
        )
        awal = susun(kisi, self.pencocok, self.batas, self.arahan, juga=self.anggapan.kolom)
        awal.dibaca_sebagai["nama_berkas"] = self.nama
        awal.dibaca_sebagai["arahan"] = self.arahan.dipilih()
        # Blank lines at the end of the piece are no part of its grid, but they count.
        ekor = pertama[len(pertama.rstrip(b"\r\n")) :]
        self.baris = int(kisi.baris[-1]) + max(ekor.count(b"\n") - 1, 0)
        self.lebar = kisi.tabel.width
        dialek = Dialek(kisi.info["pemisah"], False)
        posisi = [nomor_kolom(k.letak) for k in awal.kolom]
        yield awal
        for isi in bagian:
            for potong in self._kisi(isi, dialek):
                try:
                    yield susun_lanjutan(potong, awal, posisi, self.batas)
                except KolomBaru:
                    # All columns from now on, so that no file makes us begin again and again.
                    semua = frozenset(range(self.lebar))
                    raise BacaUlang(Anggapan(self.anggapan.penyandian, semua)) from None

    # -- bytes ------------------------------------------------------------------------------------

    def _mentah(self) -> Iterator[bytes]:
        if isinstance(self.sumber, bytes):
            isi = memoryview(self.sumber)
            for i in range(0, len(isi), self.potongan):
                yield bytes(isi[i : i + self.potongan])
            return
        with self.sumber.open("rb") as berkas:
            while potong := berkas.read(self.potongan):
                yield potong

    def _utf8(self) -> Iterator[bytes]:
        """The text as UTF-8, in pieces that do not cut a character."""
        self.penyandian = self.arahan.penyandian or self.anggapan.penyandian or "utf-8"
        pengurai: codecs.IncrementalDecoder | None = None
        buang = 0
        for ke, isi in enumerate(self._mentah()):
            if ke == 0:
                for tanda, nama, panjang in _BOM:
                    if isi.startswith(tanda):
                        self.penyandian, buang = nama, panjang
                if self.penyandian != "utf-8":
                    pengurai = codecs.getincrementaldecoder(self.penyandian)()
            potong = isi[buang:] if buang else isi
            buang = 0
            if b"\0" in potong and not self.penyandian.startswith("utf-16"):
                nul = self.baris + potong.count(b"\n", 0, potong.find(b"\0")) + 1
                raise BerkasDitolak(KodeTolak.BYTE_NUL, {"baris": nul})
            if pengurai is None:
                yield potong
                continue
            try:
                yield pengurai.decode(potong).encode("utf-8")
            except UnicodeDecodeError as galat:
                raise BerkasDitolak(
                    KodeTolak.PENYANDIAN_TIDAK_DIKENAL,
                    {
                        "baris": self.baris + potong.count(b"\n", 0, galat.start) + 1,
                        "byte": potong[galat.start : galat.start + 1].hex(),
                        "dicoba": self.penyandian,
                    },
                ) from None

    def _bagian(self) -> Iterator[bytes]:
        """Pieces of whole records; the last one may lack its line end."""
        sisa = b""
        for isi in self._utf8():
            isi = sisa + isi
            if self.pemisah is None:
                self.pemisah = self.arahan.pemisah or pemisah_berkas(isi, self.pencocok) or ""
            ujung = akhir_rekaman(isi, Dialek(self.pemisah or None, b'"' in isi))
            if ujung < 0:
                if len(isi) > self.potongan + 4 * self.batas.karakter_sel:
                    # A quote that nothing closes would swallow the rest of the file.
                    raise BerkasDitolak(
                        KodeTolak.KUTIP_TIDAK_DITUTUP,
                        {"baris": self.baris + 1, "potongan": isi[:80].decode("utf-8", "replace")},
                    )
                sisa = isi
                continue
            yield self._sah(isi[: ujung + 1])
            sisa = isi[ujung + 1 :]
        if sisa.strip():
            yield self._sah(sisa)

    def _sah(self, isi: bytes) -> bytes:
        if self.penyandian == "utf-8" and not isi.isascii():
            try:
                isi.decode("utf-8")
            except UnicodeDecodeError:
                raise BacaUlang(Anggapan("cp1252", self.anggapan.kolom)) from None
        return isi

    # -- records ----------------------------------------------------------------------------------

    def _kisi(self, isi: bytes, dialek: Dialek) -> Iterator[Kisi]:
        tabel = baca_rata(isi, dialek)
        if tabel is None or tabel.width > self.lebar:
            yield from self._satu_satu(isi, dialek)
            return
        lebar = tabel.width
        tabel = tabel.with_columns(
            pl.lit("", dtype=pl.String).alias(str(i)) for i in range(lebar, self.lebar)
        )
        yield self._berikut(
            tabel.rechunk(),
            pl.repeat(lebar, tabel.height, dtype=pl.Int32, eager=True),
            {},
            spasi_saja(isi),
        )

    def _berikut(
        self, tabel: pl.DataFrame, lebar: pl.Series, lebihan: dict[int, list[str]], spasi: bool
    ) -> Kisi:
        self.baris += tabel.height
        if self.baris > self.batas.jumlah_baris:
            raise BerkasDitolak(
                KodeTolak.TERLALU_BESAR,
                {"ukuran": "baris", "jumlah": self.baris, "batas": self.batas.jumlah_baris},
            )
        nomor = pl.int_range(self.baris - tabel.height, self.baris, eager=True) + 1
        return Kisi(tabel, nomor.alias("baris"), lebar=lebar, lebihan=lebihan, spasi_saja=spasi)

    def _satu_satu(self, isi: bytes, dialek: Dialek) -> Iterator[Kisi]:
        """A piece that is not even, record by record."""
        teks = io.StringIO(isi.decode("utf-8", "replace"), newline="")
        pembaca = Dialek(dialek.pemisah, spasi_awal(isi, dialek.pemisah)).pembaca(teks)
        while rekaman := list(islice(pembaca, _REKAMAN)):
            lebar = [len(r) if any(r) or len(r) > 1 else 0 for r in rekaman]
            tabel, lebihan = bingkai_rekaman(rekaman, self.lebar)
            yield self._berikut(tabel, pl.Series(lebar, dtype=pl.Int32), lebihan, False)


def akhir_rekaman(utf8: bytes, dialek: Dialek) -> int:
    """Position of the last line end that closes a record, -1 if there is none."""
    if b'"' not in utf8:
        return utf8.rfind(b"\n")
    if kutip_teratur(utf8, dialek.pemisah):
        isi = np.frombuffer(utf8, dtype=np.uint8)
        kutip = posisi_kutip(utf8)
        ujung = np.flatnonzero(isi == 10)
        genap = ujung[np.searchsorted(kutip, ujung) % 2 == 0]
        return int(genap[-1]) if len(genap) else -1
    # A quote inside a cell: only reading tells where records end. The last one may be cut, so the
    # end of the one before it is what counts.
    terbaca = 0

    def baris() -> Iterator[str]:
        nonlocal terbaca
        for satu in utf8.splitlines(keepends=True):
            terbaca += len(satu)
            yield satu.decode("utf-8", "replace")

    akhir = sebelum = 0
    for _ in dialek.pembaca(baris()):
        sebelum, akhir = akhir, terbaca
    return sebelum - 1
