"""Files made to hurt or to mislead, each around an otherwise good table. Nothing is an agency's.

``BERKAS`` names them by item of the upload test list; ``harap`` says what must come of each: a
refusal code of the reader, or ``None`` where the table itself is good and must be read.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl
import xlsxwriter

from spbe_data.intake.model import KodeTolak
from tests.intake.conftest import _cfb as cfb

Tabel = Sequence[Sequence[str]]
"""Header and rows, as text."""

_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RNS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PKG = "http://schemas.openxmlformats.org/package/2006"
_JENIS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PENDENGAR = {"port": 9}
"""Where hostile files point to; a test listens there and hears nothing."""


def luar() -> str:
    return f"http://127.0.0.1:{PENDENGAR['port']}/rahasia"


@dataclass(frozen=True, slots=True)
class Berkas:
    """``buat`` takes a good table; ``harap`` may name several acceptable refusals."""

    nama: str
    buat: Callable[[Tabel], bytes]
    harap: tuple[KodeTolak, ...] | None = None


def csv(tabel: Tabel, pemisah: str = ",", akhir: str = "\n") -> str:
    return akhir.join(pemisah.join(baris) for baris in tabel) + akhir


def arsip(isi: Mapping[str, bytes | str]) -> bytes:
    keluar = io.BytesIO()
    with zipfile.ZipFile(keluar, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as satu:
        for nama, data in isi.items():
            satu.writestr(nama, data)
    return keluar.getvalue()


def _rels(*isi: tuple[str, str], luar: bool = False) -> str:
    mode = ' TargetMode="External"' if luar else ""
    satu = "".join(
        f'<Relationship Id="rId{i}" Type="{_RNS}/{jenis}" Target="{letak}"{mode}/>'
        for i, (jenis, letak) in enumerate(isi, 1)
    )
    return f'<Relationships xmlns="{_PKG}/relationships">{satu}</Relationships>'


def xlsx_mentah(
    lembar: bytes, kamus: bytes = b"<sst/>", tambahan: Mapping[str, bytes | str] | None = None
) -> bytes:
    """A workbook whose only sheet has ``lembar`` inside ``<worksheet>``."""
    jenis = "".join(
        f'<Override PartName="/xl/{bagian}.xml" ContentType="{_JENIS}.{nama}+xml"/>'
        for bagian, nama in (
            ("workbook", "sheet.main"),
            ("worksheets/sheet1", "worksheet"),
            ("sharedStrings", "sharedStrings"),
        )
    )
    isi: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{_PKG}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{jenis}</Types>',
        "_rels/.rels": _rels(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_NS}" xmlns:r="{_RNS}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _rels(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_NS}">'.encode()
        + lembar
        + b"</worksheet>",
        "xl/sharedStrings.xml": kamus,
    }
    return arsip(isi | dict(tambahan or {}))


def sel_xml(tabel: Tabel) -> bytes:
    """``<sheetData>`` of a table, every cell an inline string."""
    baris = []
    for i, isi in enumerate(tabel, 1):
        sel = "".join(
            f'<c r="{chr(65 + j)}{i}" t="inlineStr"><is><t>{teks}</t></is></c>'
            for j, teks in enumerate(isi)
        )
        baris.append(f'<row r="{i}">{sel}</row>')
    return f"<sheetData>{''.join(baris)}</sheetData>".encode()


def xlsx(tabel: Tabel, hias: Callable[[xlsxwriter.Workbook], None] = lambda _buku: None) -> bytes:
    keluar = io.BytesIO()
    buku = xlsxwriter.Workbook(keluar, {"in_memory": True})
    lembar = buku.add_worksheet("Data")
    for i, isi in enumerate(tabel):
        for j, teks in enumerate(isi):
            lembar.write_string(i, j, teks)
    hias(buku)
    buku.close()
    return keluar.getvalue()


def ods(tabel: Tabel, awal: str = "", luar: str = "") -> bytes:
    baris = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{teks}</text:p></table:table-cell>'
            for teks in isi
        )
        + "</table:table-row>"
        for isi in tabel
    )
    ruang = "".join(
        f' xmlns:{nama}="urn:oasis:names:tc:opendocument:xmlns:{nama}:1.0"'
        for nama in ("office", "table", "text")
    )
    konten = (
        f'{awal}<office:document-content{ruang} xmlns:xlink="http://www.w3.org/1999/xlink">'
        f'<office:body><office:spreadsheet><table:table table:name="Data">{luar}{baris}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return arsip(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": konten,
            "META-INF/manifest.xml": "<manifest/>",
        }
    )


def _dtd(sistem: str) -> str:
    return f'<!DOCTYPE x [<!ENTITY a SYSTEM "{sistem}">]>'


def _judul(tabel: Tabel, ganti: Mapping[int, str], tambah: Iterable[str] = ()) -> Tabel:
    kepala = [ganti.get(j, teks) for j, teks in enumerate(tabel[0])] + list(tambah)
    lebih = len(kepala) - len(tabel[0])
    return [kepala, *([*isi, *["x"] * lebih] for isi in tabel[1:])]


def _tautan_luar(tabel: Tabel) -> bytes:
    return xlsx_mentah(
        sel_xml(tabel),
        tambahan={
            "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{_NS}" xmlns:r="{_RNS}">'
            '<externalBook r:id="rId1"/></externalLink>',
            "xl/externalLinks/_rels/externalLink1.xml.rels": _rels(
                ("externalLinkPath", luar()), luar=True
            ),
            "xl/worksheets/_rels/sheet1.xml.rels": _rels(("hyperlink", luar()), luar=True),
        },
    )


def _rumus(tersimpan: bool) -> Callable[[Tabel], bytes]:
    def buat(tabel: Tabel) -> bytes:
        j = tabel[0].index("jumlah_penduduk")
        asli = tabel[1][j]
        nilai = f"<v>{asli}</v>" if tersimpan else ""
        sel = f'<c r="{chr(65 + j)}2" t="inlineStr"><is><t>{asli}</t></is></c>'.encode()
        isi = sel_xml(tabel)
        assert sel in isi
        return xlsx_mentah(
            isi.replace(sel, f'<c r="{chr(65 + j)}2"><f>1+1</f>{nilai}</c>'.encode())
        )

    return buat


def _makro(tabel: Tabel) -> bytes:
    return xlsx_mentah(sel_xml(tabel), tambahan={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0makro"})


def _tersembunyi(buku: xlsxwriter.Workbook) -> None:
    lembar = buku.add_worksheet("Rahasia")
    lembar.write_string(0, 0, "catatan dalam")
    lembar.hide()


def _parquet(tabel: Tabel, rusak: Callable[[bytearray], None]) -> bytes:
    keluar = io.BytesIO()
    kolom = list(zip(*tabel[1:], strict=True))
    pl.DataFrame(
        {nama: list(isi) for nama, isi in zip(tabel[0], kolom, strict=True)}
    ).write_parquet(keluar)
    data = bytearray(keluar.getvalue())
    rusak(data)
    return bytes(data)


def _panjang_kaki(data: bytearray) -> None:
    data[-8:-4] = (0x7FFFFFFF).to_bytes(4, "little")


def _kaki_sampah(data: bytearray) -> None:
    panjang = int.from_bytes(data[-8:-4], "little")
    data[-8 - panjang : -8] = b"\xfa" * panjang


def _jumlah_baris_dusta(data: bytearray) -> None:
    panjang = int.from_bytes(data[-8:-4], "little")
    kaki = len(data) - 8 - panjang
    for i in range(kaki, len(data) - 8, 7):
        data[i] ^= 0x55


_T = KodeTolak
_LAIN = (_T.BUKAN_TABEL, _T.JENIS_TIDAK_DIDUKUNG, _T.BYTE_NUL)
_RUSAK = (_T.ARSIP_RUSAK, _T.PEMBACA_GAGAL)

BERKAS: dict[str, Berkas] = {
    # -- archives ---------------------------------------------------------------------------------
    "bom zip": Berkas(
        "a.zip",
        lambda t: arsip({"a.csv": csv(t).encode() + b"0" * 30_000_000}),
        (_T.BOM_ZIP,),
    ),
    "zip dalam zip": Berkas(
        "a.zip", lambda t: arsip({"b.zip": arsip({"a.csv": csv(t)})}), (_T.JENIS_TIDAK_DIDUKUNG,)
    ),
    "zip dua berkas": Berkas(
        "a.zip", lambda t: arsip({"a.csv": csv(t), "b.csv": csv(t)}), (_T.ARSIP_ISI_BANYAK,)
    ),
    "zip kosong": Berkas("a.zip", lambda _t: arsip({}), (_T.KOSONG,)),
    "nama naik folder dalam zip": Berkas("a.zip", lambda t: arsip({"../../../etc/a.csv": csv(t)})),
    "rasio di atas seratus": Berkas(
        "a.xlsx",
        lambda t: xlsx_mentah(sel_xml(t), b"<sst><si><t>" + b"A" * 40_000_000 + b"</t></si></sst>"),
        (_T.BOM_ZIP,),
    ),
    # -- workbooks --------------------------------------------------------------------------------
    "bentang yang dinyatakan": Berkas(
        "a.xlsx", lambda t: xlsx_mentah(b'<dimension ref="A1:XFD1048576"/>' + sel_xml(t))
    ),
    "sel di ujung lembar": Berkas(
        "a.xlsx",
        lambda t: xlsx_mentah(
            sel_xml(t).replace(
                b"</sheetData>",
                b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
            )
        ),
        (_T.TERLALU_LEBAR,),
    ),
    "xxe xlsx": Berkas(
        "a.xlsx",
        lambda t: xlsx_mentah(
            sel_xml(t), f"{_dtd('file:///etc/passwd')}<sst><si><t>&a;</t></si></sst>".encode()
        ),
        (_T.ARSIP_RUSAK,),
    ),
    "tautan keluar xlsx": Berkas("a.xlsx", _tautan_luar),
    "xxe ods": Berkas("a.ods", lambda t: ods(t, awal=_dtd(luar())), (_T.ARSIP_RUSAK,)),
    "tautan keluar ods": Berkas(
        "a.ods",
        lambda t: ods(t, luar=f'<table:table-source xlink:href="{luar()}" table:table-name="x"/>'),
    ),
    "kata sandi": Berkas("a.xlsx", lambda _t: cfb(b"x", "EncryptedPackage"), (_T.TERSANDI,)),
    "makro": Berkas("a.xlsm", _makro),
    "lembar tersembunyi": Berkas("a.xlsx", lambda t: xlsx(t, _tersembunyi)),
    "rumus dengan nilai": Berkas("a.xlsx", _rumus(tersimpan=True)),
    "bukan buku kerja": Berkas(
        "a.xls", lambda _t: cfb(b"bukan BIFF", "Workbook"), (*_RUSAK, _T.KOSONG)
    ),
    "buku kerja terpotong": Berkas(
        "a.xlsx", lambda t: xlsx(t)[: len(xlsx(t)) // 2], (_T.ARSIP_RUSAK,)
    ),
    # -- other formats ----------------------------------------------------------------------------
    "xxe gml": Berkas(
        "a.gml",
        lambda _t: f'<?xml version="1.0"?>{_dtd(luar())}<gml:x>&a;</gml:x>'.encode(),
        (_T.JENIS_TIDAK_DIDUKUNG,),
    ),
    "svg": Berkas(
        "a.csv",
        lambda _t: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        (_T.JENIS_TIDAK_DIDUKUNG,),
    ),
    "parquet panjang kaki": Berkas("a.parquet", lambda t: _parquet(t, _panjang_kaki), _RUSAK),
    "parquet kaki sampah": Berkas("a.parquet", lambda t: _parquet(t, _kaki_sampah), _RUSAK),
    "parquet isi kaki": Berkas("a.parquet", lambda t: _parquet(t, _jumlah_baris_dusta), _RUSAK),
    "parquet bernama csv": Berkas("a.csv", lambda t: _parquet(t, lambda _d: None)),
    "xlsx bernama csv": Berkas("a.csv", lambda t: xlsx(t)),
    "csv bernama xlsx": Berkas("a.xlsx", lambda t: csv(t).encode()),
    "pdf": Berkas("a.csv", lambda _t: b"%PDF-1.7\n\xe2\xe3\xcf\xd3\n\0\0", _LAIN),
    "gambar dengan zip di belakang": Berkas(
        "a.csv",
        lambda t: b"GIF89a\x01\0\x01\0\0\0\0" + arsip({"a.csv": csv(t)}),
        _LAIN,
    ),
    "program": Berkas("a.csv", lambda _t: b"\x7fELF\x02\x01\x01" + bytes(60), _LAIN),
    # -- text -------------------------------------------------------------------------------------
    "nol byte": Berkas("a.csv", lambda _t: b"", (_T.KOSONG,)),
    "byte nol": Berkas(
        "a.csv", lambda t: csv(t).encode().replace(b"2022", b"20\x0022", 1), (_T.BYTE_NUL,)
    ),
    "utf-16": Berkas("a.csv", lambda t: csv(t, ";").encode("utf-16")),
    "utf-16 be": Berkas("a.csv", lambda t: b"\xfe\xff" + csv(t, "\t").encode("utf-16-be")),
    "cp1252": Berkas("a.csv", lambda t: "Café – data\n".encode("cp1252") + csv(t).encode()),
    "bom": Berkas("a.csv", lambda t: b"\xef\xbb\xbf" + csv(t).encode()),
    "akhir baris bercampur": Berkas(
        "a.csv",
        lambda t: b"".join(
            ",".join(isi).encode() + akhir
            for isi, akhir in zip(t, [b"\r\n", b"\n"] * len(t), strict=False)
        ),
    ),
    "kutip tidak ditutup": Berkas(
        "a.csv",
        lambda t: csv(t).encode().replace(b"\n", b'\n"', 1),
        (_T.KUTIP_TIDAK_DITUTUP,),
    ),
    "sel sepuluh mega": Berkas(
        "a.csv",
        lambda t: csv([*t[:-1], ["A" * 10_000_000, *t[-1][1:]]]).encode(),
        (_T.TERLALU_BESAR,),
    ),
    "dua puluh ribu kolom": Berkas(
        "a.csv",
        lambda t: csv(_judul(t, {}, (f"k{i}" for i in range(20_000)))).encode(),
        (_T.TERLALU_LEBAR,),
    ),
    "jutaan baris satu byte": Berkas(
        "a.csv", lambda _t: b"1\n" * 5_100_000, (_T.TERLALU_BESAR, _T.TANPA_JUDUL)
    ),
    "json terlalu dalam": Berkas(
        "a.json", lambda _t: b"[" * 300_000 + b"]" * 300_000, (_T.BUKAN_TABEL, _T.PEMBACA_GAGAL)
    ),
}

ANEH: dict[str, tuple[Callable[[Tabel], bytes], str]] = {
    # Read, but something is said of it: the finding's code.
    "judul ganda": (lambda t: csv(_judul(t, {}, [t[0][0]])).encode(), "KOLOM_GANDA"),
    "judul sangat panjang": (
        lambda t: csv(_judul(t, {}, ["panjang " * 20_000])).encode(),
        "KOLOM_TAK_DIKENAL",
    ),
    "judul html": (
        lambda t: csv(_judul(t, {}, ["<script>alert(1)</script>"])).encode(),
        "KOLOM_TAK_DIKENAL",
    ),
    "judul bidi": (
        lambda t: csv(_judul(t, {}, ["jumlah\u202egnaro\u2066"])).encode(),
        "KOLOM_TAK_DIKENAL",
    ),
    "rumus sebagai teks": (
        lambda t: csv([*t, ["=cmd|'/C calc'!A0", *t[1][1:]]]).encode(),
        "KODE_SALAH_BENTUK",
    ),
    "html bernama csv": (
        lambda _t: (
            b"<html><script>x()</script><table><tr><td>a</td><td>b</td></tr>"
            b"<tr><td>1</td><td>2</td></tr></table></html>"
        ),
        "KOLOM_HILANG",
    ),
    "rumus tanpa nilai": (_rumus(tersimpan=False), "SEL_KOSONG"),
}
