"""What an XLSX says about its cells beyond their values: formulae, formats, what is hidden.

Belongs here: the XML of one sheet → marks by place. Runs only in the capped child, after the
spreadsheet parser has accepted the same bytes. Does not belong here: values, other formats. A
sheet without such marks costs a few searches in its bytes, no walk.
"""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from spbe_data.intake.marks import MARKAH_MAKS, Markah, format_persen, lebar_nol, sambung

_POTONG = 1 << 20
_AWAL_LEMBAR = 8_192
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_R_KETAT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"

_BARIS_ATAU_SEL = re.compile(
    rb"<(?:\w+:)?row\b([^>]*)>|<(?:\w+:)?c\b([^>]*?)(?:/>|>(.{0,40000}?)</(?:\w+:)?c>)", re.S
)
_ACUAN = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_ACUAN_AWAL = re.compile(rb"([A-Z]{1,3})([0-9]{1,7})\"")
_DIMENSI = re.compile(rb"<(?:\w+:)?dimension\b[^>]*\bref=\"[A-Z0-9]+:([A-Z]{1,3})([0-9]{1,7})\"")
_BARIS_KE = re.compile(rb"\br=[\"']([0-9]{1,7})[\"']")
_GAYA = re.compile(rb"\bs=[\"']([0-9]{1,6})[\"']")
_JENIS = re.compile(rb"\bt=[\"']([a-zA-Z]{1,9})[\"']")
_NILAI = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]{0,400})<")
_RUMUS = re.compile(rb"<(?:\w+:)?f\b")
_SEMBUNYI = re.compile(rb"\bhidden=[\"'](1|true)[\"']")
_XLSX_TANDA = (b't="e"', b"<f>", b"<f ")
_XLSX_TANDA_LAIN = (b"t='e'", b":f>", b":f ")
_KOLOM = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_BARIS = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")


def telaah_xlsx(data: bytes, lembar: str, tinggi: int) -> Markah:
    """Marks of the sheet ``lembar``, rows below ``tinggi`` left out; empty when it is not found."""
    hasil = Markah()
    with zipfile.ZipFile(io.BytesIO(data)) as arsip:
        bagian = bagian_lembar(arsip, lembar)
        if bagian is None:
            return hasil
        xml = arsip.read(bagian)
        gaya = arsip.read("xl/styles.xml") if "xl/styles.xml" in arsip.namelist() else b""
        buku = arsip.read("xl/workbook.xml")
    if b"hidden=" in xml:
        _tersembunyi(xml, hasil, tinggi)
    persen, nol = _gaya_khusus(gaya)
    dipakai = {ke for ke in (*persen, *nol) if b's="%d"' % ke in xml or b"s='%d'" % ke in xml}
    # The usual way of writing is told by the first tags; each search goes through all the bytes.
    biasa = b"<worksheet" in xml[:_AWAL_LEMBAR] and b"='" not in xml[:_AWAL_LEMBAR]
    tanda = _XLSX_TANDA if biasa else _XLSX_TANDA + _XLSX_TANDA_LAIN
    if not (dipakai or any(satu in xml for satu in tanda)):
        return hasil
    bukan_nol = False
    for i, j, atribut, isi in _sel(xml, tuple(dipakai)):
        ada = _NILAI.search(isi)
        nilai = html.unescape(ada[1].decode("utf-8", "replace")) if ada else ""
        cocok = _JENIS.search(atribut)
        tipe = cocok[1] if cocok else b"n"
        if tipe == b"e" and nilai and len(hasil.galat) < MARKAH_MAKS:
            hasil.galat.append([i, j, nilai[:30]])
        if _RUMUS.search(isi):
            hasil.rumus += 1
            # t="str" with an empty <v> is a result too: the formula gave the empty text.
            if not nilai and tipe != b"str":
                hasil.tambah_tanpa_nilai(i, j)
            elif nilai != "0":
                bukan_nol = True
        if tipe != b"n" or not nilai:
            continue
        bergaya = _GAYA.search(atribut)
        ke = int(bergaya[1]) if bergaya else 0
        if ke in persen:
            hasil.persen[j] = hasil.persen.get(j, 0) + 1
        elif ke in nol and len(nilai.partition(".")[0]) < nol[ke]:
            jumlah, lebar = hasil.nol_depan.get(j, [0, 0])
            hasil.nol_depan[j] = [jumlah + 1, max(lebar, nol[ke])]
    bernilai = hasil.rumus - hasil.jumlah_tanpa_nilai
    hasil.sementara = bool(bernilai) and not bukan_nol and b"fullCalcOnLoad=" in buku
    return hasil


def _sel(xml: bytes, gaya: tuple[int, ...]) -> Iterator[tuple[int, int, bytes, bytes]]:
    """(row, column, attributes, content) of the cells with a formula, an error or a style of
    ``gaya``; of all cells where the program wrote no references or prefixed its tags."""
    biasa = xml.count(b'<c r="')
    if biasa and biasa == xml.count(b"<c ") and b":c " not in xml and b"<c>" not in xml:
        return _sel_beracuan(xml, (b"<f", b't="e"', *(b's="%d"' % ke for ke in gaya)))
    return _sel_terhitung(xml)


def _sel_beracuan(xml: bytes, tanda: tuple[bytes, ...]) -> Iterator[tuple[int, int, bytes, bytes]]:
    menarik = re.compile(b"|".join(map(re.escape, tanda))).search
    mulai = 0
    while mulai < len(xml):
        # A piece at a time: a list of all cells of a big sheet would not fit the child's memory.
        akhir = xml.find(b"</row>", mulai + _POTONG)
        akhir = len(xml) if akhir < 0 else akhir
        for sel in filter(menarik, xml[mulai:akhir].split(b'<c r="')[1:]):
            atribut, _, isi = sel.partition(b">")
            acuan = _ACUAN_AWAL.match(atribut)
            if acuan and not atribut.endswith(b"/"):
                yield int(acuan[2]) - 1, _nomor(acuan[1]), atribut, isi.partition(b"</c>")[0]
        mulai = akhir


def _sel_terhitung(xml: bytes) -> Iterator[tuple[int, int, bytes, bytes]]:
    i, j = -1, -1
    for cocok in _BARIS_ATAU_SEL.finditer(xml):
        baris, atribut, isi = cocok.groups()
        if baris is not None:
            ke = _BARIS_KE.search(baris)
            i, j = (int(ke[1]) - 1 if ke else i + 1), -1
            continue
        acuan = _ACUAN.search(atribut)
        if acuan:
            j = _nomor(acuan[1])
            i = int(acuan[2]) - 1
        else:
            j += 1
        if isi:
            yield i, j, atribut, isi


def _nomor(huruf: bytes) -> int:
    nomor = 0
    for angka in huruf:
        nomor = nomor * 26 + angka - 64
    return nomor - 1


def _gaya_khusus(gaya: bytes) -> tuple[set[int], dict[int, int]]:
    """Cell styles shown as a percentage, and those shown with zeros in front → width."""
    format_sendiri = {
        int(nomor[1]): html.unescape(kode[1].decode("utf-8", "replace"))
        for satu in re.findall(rb"<(?:\w+:)?numFmt\b([^>]*)>", gaya)
        if (nomor := re.search(rb"\bnumFmtId=[\"']([0-9]{1,9})[\"']", satu))
        and (kode := re.search(rb"\bformatCode=[\"']([^\"']*)[\"']", satu))
    }
    awal = gaya.find(b"cellXfs")
    bagian = gaya[awal : gaya.find(b"cellXfs", awal + 7)] if awal >= 0 else b""
    persen: set[int] = set()
    nol: dict[int, int] = {}
    for ke, atribut in enumerate(re.findall(rb"<(?:\w+:)?xf\b([^>]*)>", bagian)):
        nomor = re.search(rb"\bnumFmtId=[\"']([0-9]{1,9})[\"']", atribut)
        pola = format_sendiri.get(int(nomor[1]), "") if nomor else ""
        if nomor and format_persen(int(nomor[1]), pola):
            persen.add(ke)
        elif lebar := lebar_nol(pola):
            nol[ke] = lebar
    return persen, nol


def _tersembunyi(xml: bytes, hasil: Markah, tinggi: int) -> None:
    for atribut in _KOLOM.findall(xml[: xml.find(b"sheetData")]):
        ujung = [re.search(rb"\b%s=[\"']([0-9]{1,5})[\"']" % n, atribut) for n in (b"min", b"max")]
        if _SEMBUNYI.search(atribut) and ujung[0] and ujung[1]:
            sambung(hasil.kolom_sembunyi, int(ujung[0][1]) - 1, int(ujung[1][1]) - 1)
    i = -1
    for atribut in _BARIS.findall(xml):
        ke = _BARIS_KE.search(atribut)
        i = int(ke[1]) - 1 if ke else i + 1
        if i < tinggi and _SEMBUNYI.search(atribut):
            sambung(hasil.baris_sembunyi, i, i)


def ukuran_tertulis(jenis: str, data: bytes) -> dict[str, tuple[int, int]]:
    """Sheet → (rows, columns) as the sheets of an XLSX say themselves, where they say it.

    Cheap and only as true as the program that wrote it: good enough to leave a sheet unopened
    that is nothing like the one that is read, never to read by.
    """
    if jenis not in ("xlsx", "xlsm"):
        return {}
    hasil: dict[str, tuple[int, int]] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as arsip:
            for nama, bagian in _bagian_semua(arsip).items():
                with arsip.open(bagian) as satu:
                    dimensi = _DIMENSI.search(satu.read(_AWAL_LEMBAR))
                if dimensi:
                    hasil[nama] = (int(dimensi[2]), _nomor(dimensi[1]) + 1)
    except (KeyError, ValueError, zipfile.BadZipFile):
        pass
    return hasil


def bagian_lembar(arsip: zipfile.ZipFile, lembar: str) -> str | None:
    """The archive member that holds the sheet of this name."""
    return _bagian_semua(arsip).get(lembar)


def _bagian_semua(arsip: zipfile.ZipFile) -> dict[str, str]:
    try:
        buku, acuan = (
            ElementTree.fromstring(arsip.read(nama))  # noqa: S314 - DTDs were refused, we are capped
            for nama in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
        )
    except (KeyError, ElementTree.ParseError):
        return {}
    tujuan = {r.get("Id"): r.get("Target", "") for r in acuan}
    isi = set(arsip.namelist())
    hasil: dict[str, str] = {}
    for simpul in buku.iter():
        if simpul.tag.endswith("}sheet"):
            letak = tujuan.get(simpul.get(_R) or simpul.get(_R_KETAT))
            nama = posixpath.normpath(posixpath.join("/xl", letak)).lstrip("/") if letak else ""
            if nama in isi:
                hasil.setdefault(simpul.get("name", ""), nama)
    return hasil
