"""Files of every format, made here; nothing is taken from an agency."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest
import xlsxwriter
from hypothesis import settings

from spbe_data.intake.reader import Harapan

# How long a case takes says nothing here; times belong to the benchmarks.
settings.register_profile("tanpa_tenggat", deadline=None)
settings.load_profile("tanpa_tenggat")

KOLOM = ("kode_kecamatan", "nama_kecamatan", "jumlah_penduduk", "tahun")
_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RNS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PKG = "http://schemas.openxmlformats.org/package/2006"
_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@pytest.fixture
def harapan() -> Harapan:
    return Harapan(KOLOM, {"Kecamatan": "nama_kecamatan", "jml pddk": "jumlah_penduduk"})


@pytest.fixture
def buat_xlsx() -> Callable[..., bytes]:
    """Sheets as {name: rows}; ``sembunyi`` are hidden, ``gabung`` merges ranges of the first."""

    def buat(
        lembar: dict[str, Sequence[Sequence[Any]]],
        sembunyi: Iterable[str] = (),
        gabung: Iterable[tuple[int, int, int, int, str]] = (),
    ) -> bytes:
        keluar = io.BytesIO()
        buku = xlsxwriter.Workbook(keluar, {"default_date_format": "yyyy-mm-dd"})
        for ke, (nama, baris) in enumerate(lembar.items()):
            satu = buku.add_worksheet(nama)
            for i, isi in enumerate(baris):
                for j, sel in enumerate(isi):
                    if sel is not None:
                        satu.write(i, j, sel)
            if ke == 0:
                for bentang in gabung:
                    satu.merge_range(*bentang)
            if nama in sembunyi:
                satu.hide()
        buku.close()
        return keluar.getvalue()

    return buat


@pytest.fixture
def xlsx_mentah() -> Callable[..., bytes]:
    """A workbook from raw sheet XML (after ``<worksheet>``'s start tag) and shared strings."""

    def buat(lembar: Iterable[bytes], kamus: Iterable[bytes] = (b"<sst/>",)) -> bytes:
        keluar = io.BytesIO()
        jenis = (
            f'<Types xmlns="{_PKG}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_MIME}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_MIME}.worksheet+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_MIME}.sharedStrings+xml"/>'
            "</Types>"
        )
        with zipfile.ZipFile(keluar, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as arsip:
            arsip.writestr("[Content_Types].xml", jenis)
            arsip.writestr("_rels/.rels", _rels(("officeDocument", "xl/workbook.xml")))
            arsip.writestr(
                "xl/workbook.xml",
                f'<workbook {_NS} xmlns:r="{_RNS}"><sheets>'
                '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
            )
            arsip.writestr(
                "xl/_rels/workbook.xml.rels",
                _rels(
                    ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
                ),
            )
            with arsip.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as satu:
                satu.write(f"<worksheet {_NS}>".encode())
                for potong in lembar:
                    satu.write(potong)
                satu.write(b"</worksheet>")
            with arsip.open("xl/sharedStrings.xml", "w", force_zip64=True) as satu:
                for potong in kamus:
                    satu.write(potong)
        return keluar.getvalue()

    return buat


def _rels(*isi: tuple[str, str]) -> str:
    satu = "".join(
        f'<Relationship Id="rId{i}" Type="{_RNS}/{jenis}" Target="{letak}"/>'
        for i, (jenis, letak) in enumerate(isi, 1)
    )
    return f'<Relationships xmlns="{_PKG}/relationships">{satu}</Relationships>'


@pytest.fixture
def buat_ods() -> Callable[[str], bytes]:
    """An ODS from the XML of its rows."""

    def buat(baris: str, manifes: str = "") -> bytes:
        ns = "urn:oasis:names:tc:opendocument:xmlns"
        isi = (
            f'<office:document-content xmlns:office="{ns}:office:1.0" xmlns:table="{ns}:table:1.0"'
            f' xmlns:text="{ns}:text:1.0" xmlns:calcext="urn:org:documentfoundation:names:'
            'experimental:calc:xmlns:calcext:1.0" office:version="1.2"><office:body>'
            f'<office:spreadsheet><table:table table:name="Lembar1">{baris}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>"
        )
        keluar = io.BytesIO()
        with zipfile.ZipFile(keluar, "w", zipfile.ZIP_DEFLATED) as arsip:
            mime = "application/vnd.oasis.opendocument.spreadsheet"
            arsip.writestr("mimetype", mime, zipfile.ZIP_STORED)
            arsip.writestr("content.xml", isi)
            arsip.writestr(
                "META-INF/manifest.xml",
                f'<manifest:manifest xmlns:manifest="{ns}:manifest:1.0">{manifes}'
                "</manifest:manifest>",
            )
        return keluar.getvalue()

    return buat


@pytest.fixture
def buat_xls() -> Callable[..., bytes]:
    """A binary workbook (BIFF8 in a compound file), the smallest that readers accept; further
    records (kind, content) of the workbook (``umum``) and of the sheet (``lembar``)."""

    def buat(
        baris: Sequence[Sequence[str | float]],
        umum: Iterable[tuple[int, bytes]] = (),
        lembar: Iterable[tuple[int, bytes]] = (),
    ) -> bytes:
        def rekaman(jenis: int, isi: bytes) -> bytes:
            return struct.pack("<HH", jenis, len(isi)) + isi

        def bof(jenis: int) -> bytes:
            return rekaman(0x0809, struct.pack("<HHHHII", 0x0600, jenis, 0, 0, 0, 0))

        akhir = rekaman(0x000A, b"")
        nama = b"\x06\x00Lembar"
        awal = bof(0x0005) + b"".join(rekaman(*satu) for satu in umum)
        panjang_batas = 4 + 6 + len(nama)
        letak = len(awal) + panjang_batas + len(akhir)
        batas = rekaman(0x0085, struct.pack("<IBB", letak, 0, 0) + nama)
        sel = b""
        for i, isi in enumerate(baris):
            for j, nilai in enumerate(isi):
                if isinstance(nilai, str):
                    teks = nilai.encode("utf-16-le")
                    kepala = struct.pack("<HHHHB", i, j, 0, len(nilai), 1)
                    sel += rekaman(0x0204, kepala + teks)
                else:
                    sel += rekaman(0x0203, struct.pack("<HHHd", i, j, 0, nilai))
        sel += b"".join(rekaman(*satu) for satu in lembar)
        return _cfb(awal + batas + akhir + bof(0x0010) + sel + akhir, "Workbook")

    return buat


@pytest.fixture
def cfb() -> Callable[[bytes, str], bytes]:
    return _cfb


def _cfb(aliran: bytes, nama: str) -> bytes:
    """A compound file of version 3 with one stream."""
    aliran += bytes(max(4096, -(-len(aliran) // 512) * 512) - len(aliran))
    banyak = len(aliran) // 512
    kosong, selesai, tabel = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

    def entri(judul: str, jenis: int, anak: int, mulai: int, ukuran: int) -> bytes:
        tulisan = (judul + "\0").encode("utf-16-le") if judul else b""
        return (
            tulisan.ljust(64, b"\0")
            + struct.pack("<HBB", len(tulisan), jenis, 1)
            + struct.pack("<III", kosong, kosong, anak)
            + bytes(36)
            + struct.pack("<IQ", mulai, ukuran)
        )

    rantai = [tabel, selesai, *range(3, banyak + 2), selesai]
    rantai += [kosong] * (128 - len(rantai))
    kepala = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
        + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, selesai, 0, selesai, 0)
        + struct.pack("<109I", 0, *[kosong] * 108)
    )
    folder = (
        entri("Root Entry", 5, 1, selesai, 0)
        + entri(nama, 2, kosong, 2, len(aliran))
        + entri("", 0, kosong, 0, 0) * 2
    )
    return kepala + struct.pack("<128I", *rantai) + folder + aliran
