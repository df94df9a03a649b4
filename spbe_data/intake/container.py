"""Looking through a ZIP before any parser may: sizes, ratio, what is inside, how far cells reach.

Belongs here: the outside of archives and workbooks. Does not belong here: reading cells. Sizes
written in an archive can lie, so bytes are counted while unpacking; the ``<dimension>`` of a sheet
can lie, so the references of its cells are read.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from spbe_data.intake.header import huruf
from spbe_data.intake.model import Batas, BerkasDitolak, KodeTolak

_POTONG = 1 << 20
_RUSAK = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    ValueError,
    OverflowError,
    NotImplementedError,
    EOFError,
    OSError,
)
_SEKADAR = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._)", re.I)
_BARIS_EXCEL = 1_048_576


@dataclass(frozen=True, slots=True)
class IsiZip:
    """``jenis``: "xlsx", "xlsm", "ods", or "zip" with ``berkas``/``isi`` of its one member."""

    jenis: str
    berkas: str | None = None
    isi: bytes | None = None


def periksa_zip(data: bytes, batas: Batas) -> IsiZip:
    """Walk the whole archive and say what it is.

    Raises BerkasDitolak: BOM_ZIP, ARSIP_RUSAK, ARSIP_ISI_BANYAK, TERSANDI, KOSONG,
    JENIS_TIDAK_DIDUKUNG, TERLALU_BESAR, TERLALU_LEBAR.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as arsip:
            entri = arsip.infolist()
    except _RUSAK as galat:
        raise _rusak(str(galat)) from None
    if len(entri) > batas.entri_zip:
        raise _bom("entri", len(entri), batas.entri_zip)
    if any(e.flag_bits & 1 for e in entri):
        raise BerkasDitolak(KodeTolak.TERSANDI)
    nama = {e.filename for e in entri}
    jenis = _jenis(nama, data, entri)
    terbongkar = 0
    tunggal = io.BytesIO()
    for e in entri:
        lembar = jenis in ("xlsx", "xlsm") and _lembar(e.filename)
        ukur = _Pengukur(batas) if lembar else None
        simpan = jenis == "zip" and not _sisipan(e)
        xml = e.filename.lower().endswith((".xml", ".rels"))
        for ke, potong in enumerate(_bongkar(data, e)):
            terbongkar += len(potong)
            if terbongkar > batas.ukuran_terbongkar:
                raise _bom("byte", terbongkar, batas.ukuran_terbongkar)
            if terbongkar > batas.rasio_mulai and terbongkar > batas.rasio_zip * len(data):
                raise _bom("rasio", terbongkar // len(data), batas.rasio_zip)
            # No office program writes a DTD; entity bombs and outside references need one.
            if xml and ke == 0 and jenis != "zip" and b"<!DOCTYPE" in potong[:4096]:
                raise _rusak("dtd")
            if e.filename == "META-INF/manifest.xml" and b":encryption-data" in potong:
                raise BerkasDitolak(KodeTolak.TERSANDI)
            if ukur:
                ukur.tambah(potong)
            if simpan:
                if tunggal.tell() + len(potong) > batas.ukuran_berkas:
                    jumlah = tunggal.tell() + len(potong)
                    raise BerkasDitolak(
                        KodeTolak.TERLALU_BESAR,
                        {"ukuran": "byte", "jumlah": jumlah, "batas": batas.ukuran_berkas},
                    )
                tunggal.write(potong)
        if ukur and ukur.melewati():
            ukur.tolak_bila_terisi(_bongkar(data, e))
    if jenis != "zip":
        return IsiZip(jenis)
    berkas = next(e.filename for e in entri if not _sisipan(e))
    return IsiZip(jenis, berkas, tunggal.getvalue())


def _jenis(nama: set[str], data: bytes, entri: list[zipfile.ZipInfo]) -> str:
    if "mimetype" in nama:
        pertama = next(e for e in entri if e.filename == "mimetype")
        mime = b"".join(_bongkar(data, pertama, paling_banyak=200)).decode("latin-1").strip()
        if mime in (
            "application/vnd.oasis.opendocument.spreadsheet",
            "application/vnd.oasis.opendocument.spreadsheet-template",
        ):
            return "ods"
        raise BerkasDitolak(KodeTolak.JENIS_TIDAK_DIDUKUNG, {"jenis": mime[-80:]})
    if "[Content_Types].xml" in nama:
        kecil = {n.lower() for n in nama}
        if "xl/workbook.xml" in kecil or any(_lembar(n) for n in nama):
            return "xlsm" if "xl/vbaproject.bin" in kecil else "xlsx"
        for tanda, jenis in (("xl/workbook.bin", "xlsb"), ("word/", "docx"), ("ppt/", "pptx")):
            if any(n.startswith(tanda) for n in kecil):
                raise BerkasDitolak(KodeTolak.JENIS_TIDAK_DIDUKUNG, {"jenis": jenis})
    isi = [e.filename for e in entri if not _sisipan(e)]
    if not isi:
        raise BerkasDitolak(KodeTolak.KOSONG)
    if len(isi) > 1:
        raise BerkasDitolak(KodeTolak.ARSIP_ISI_BANYAK, {"isi": isi[:20], "jumlah": len(isi)})
    return "zip"


def _sisipan(e: zipfile.ZipInfo) -> bool:
    return e.is_dir() or _SEKADAR.search(e.filename) is not None


def _lembar(nama: str) -> bool:
    return nama.lower().startswith("xl/worksheets/") and nama.lower().endswith(".xml")


def _bongkar(
    data: bytes, e: zipfile.ZipInfo, *, paling_banyak: int | None = None
) -> Iterator[bytes]:
    """The unpacked bytes in pieces, however many there are: the size on the label is not asked."""
    kepala = data[e.header_offset : e.header_offset + 30]
    if len(kepala) < 30 or not kepala.startswith(b"PK\x03\x04"):
        raise _rusak("kepala entri")
    panjang_nama, panjang_ekstra = struct.unpack("<HH", kepala[26:30])
    mulai = e.header_offset + 30 + panjang_nama + panjang_ekstra
    mentah = memoryview(data)[mulai : mulai + e.compress_size]
    if e.compress_type == zipfile.ZIP_STORED:
        for i in range(0, len(mentah), _POTONG):
            yield bytes(mentah[i : i + (paling_banyak or _POTONG)])
            if paling_banyak:
                return
        return
    if e.compress_type != zipfile.ZIP_DEFLATED:
        raise _rusak(f"pemampatan {e.compress_type}")
    pembuka = zlib.decompressobj(-15)
    sisa: bytes | memoryview = mentah
    try:
        while not pembuka.eof:
            potong = pembuka.decompress(sisa, paling_banyak or _POTONG)
            sisa = pembuka.unconsumed_tail
            if not potong and not sisa:
                raise _rusak("terpotong")
            yield potong
            if paling_banyak:
                return
    except zlib.error as galat:
        raise _rusak(str(galat)) from None


class _Pengukur:
    """How far the cells of one sheet reach, from its XML in pieces."""

    # Both begin with letters, which the regex engine looks for at the speed of memory; they may
    # match too much (text in a cell), never too little. Columns A to Z are not worth a list.
    _KOLOM = re.compile(rb"r=[\"']([A-Z]{2,3})[0-9]")
    _BARIS = re.compile(rb"row\b[^>]{0,200}?\br=[\"']([0-9]{1,7})[\"']")
    _AWALAN = re.compile(rb"<(\w+:)worksheet\b")
    _TERISI = re.compile(
        rb"<(?:\w+:)?c\b[^>]{0,200}?\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^>]{0,200}(?<!/)>"
    )

    def __init__(self, batas: Batas) -> None:
        self._batas = batas
        self._sisa = b""
        self._huruf: set[bytes] = set()
        self._baris = 0
        self._sel = 0
        self._jumlah_baris = 0
        self._awalan: bytes | None = None

    def tambah(self, potong: bytes) -> None:
        teks = self._utuh(potong)
        if self._awalan is None:
            ada = self._AWALAN.search(teks, 0, 4096)
            self._awalan = ada[1] if ada else b""
        self._huruf.update(self._KOLOM.findall(teks))
        self._baris = max(self._baris, max(map(int, self._BARIS.findall(teks)), default=0))
        self._jumlah_baris += teks.count(b"<" + self._awalan + b"row")
        self._sel += teks.count(b"<" + self._awalan + b"c")
        baris_maks = min(_BARIS_EXCEL, self._batas.jumlah_baris)
        if self._jumlah_baris > baris_maks:
            raise _besar("baris", self._jumlah_baris, baris_maks)
        if self._sel > 2 * self._batas.jumlah_sel:
            raise _besar("sel", self._sel, self._batas.jumlah_sel)

    def _utuh(self, potong: bytes) -> bytes:
        # A tag may lie across two pieces: the last unfinished one waits for the next piece.
        teks = self._sisa + potong
        akhir = teks.rfind(b"<", max(0, len(teks) - 1024))
        self._sisa = teks[akhir:] if akhir >= 0 else b""
        return teks[:akhir] if akhir >= 0 else teks

    def melewati(self) -> bool:
        lebar = max((_nomor(h) for h in self._huruf), default=26)
        tinggi = max(self._baris, self._jumlah_baris)
        return lebar > self._batas.jumlah_kolom or lebar * tinggi > self._batas.jumlah_sel

    def tolak_bila_terisi(self, potongan: Iterator[bytes]) -> None:
        """Refuse if cells with content reach that far; mere formatting often does, and is kept."""
        self._sisa = b""
        lebar = tinggi = 0
        for potong in potongan:
            for kolom, baris in self._TERISI.findall(self._utuh(potong)):
                lebar, tinggi = max(lebar, _nomor(kolom)), max(tinggi, int(baris))
        if lebar > self._batas.jumlah_kolom:
            raise BerkasDitolak(
                KodeTolak.TERLALU_LEBAR,
                {
                    "jumlah": lebar,
                    "batas": self._batas.jumlah_kolom,
                    "sel_terjauh": f"{huruf(lebar - 1)}{tinggi}",
                },
            )
        if lebar * tinggi > self._batas.jumlah_sel:
            raise _besar("sel", lebar * tinggi, self._batas.jumlah_sel)


def _nomor(huruf_kolom: bytes) -> int:
    nomor = 0
    for angka in huruf_kolom:
        nomor = nomor * 26 + angka - 64
    return nomor


def _rusak(alasan: str) -> BerkasDitolak:
    return BerkasDitolak(KodeTolak.ARSIP_RUSAK, {"alasan": alasan[:200]})


def _bom(ukuran: str, jumlah: int, batas: int) -> BerkasDitolak:
    return BerkasDitolak(KodeTolak.BOM_ZIP, {"ukuran": ukuran, "jumlah": jumlah, "batas": batas})


def _besar(ukuran: str, jumlah: int, batas: int) -> BerkasDitolak:
    return BerkasDitolak(
        KodeTolak.TERLALU_BESAR, {"ukuran": ukuran, "jumlah": jumlah, "batas": batas}
    )
