"""What an ODS says about its cells beyond their values: formulae, percentages, what is hidden.

Belongs here: the XML of one sheet → marks by place. Runs only in the capped child, after the
spreadsheet parser has accepted the same bytes. Does not belong here: values, other formats.
"""

from __future__ import annotations

import html
import io
import re
import zipfile

from spbe_data.intake.marks import MARKAH_MAKS, Markah, sambung

_KOLOM_MAKS = 16_384  # columns of a sheet
_TABEL = re.compile(rb"<table:table\b([^>]*)>")
_UNSUR = re.compile(
    # An attribute may hold ">" (a formula that compares), so quotes are stepped over whole.
    rb"<table:(table-row|table-column|table-cell|covered-table-cell)\b"
    rb"((?:[^>\"]++|\"[^\"]*+\")*+)>"
)
_ULANG = re.compile(rb"table:number-(?:rows|columns)-repeated=\"([0-9]{1,7})\"")
_SEMBUNYI = re.compile(rb"table:visibility=\"(?:collapse|filter)\"")
_NILAI = re.compile(rb"office:(?:value|date-value|time-value|boolean-value|string-value)=\"[^\"]")
_TANDA = (b"table:formula=", b'"percentage"', b"table:visibility=", b'value-type="error"')


def telaah_ods(data: bytes, lembar: str, tinggi: int) -> Markah:
    """Marks of the sheet ``lembar``, rows below ``tinggi`` left out; empty when it is not found."""
    hasil = Markah()
    with zipfile.ZipFile(io.BytesIO(data)) as arsip:
        xml = arsip.read("content.xml")
    if not any(tanda in xml for tanda in _TANDA):
        return hasil
    awal = next((c.end() for c in _TABEL.finditer(xml) if _nama_ods(c[1]) == lembar), len(xml))
    akhir = xml.find(b"</table:table>", awal)
    i, i_berikut, j, kolom, sama = -1, 0, 0, 0, 1
    for cocok in _UNSUR.finditer(xml, awal, akhir if akhir >= 0 else len(xml)):
        unsur, atribut = cocok.groups()
        kali = _ULANG.search(atribut)
        ulang = int(kali[1]) if kali else 1
        if unsur == b"table-column":
            if _SEMBUNYI.search(atribut):
                sambung(hasil.kolom_sembunyi, kolom, kolom + ulang - 1)
            kolom += ulang
        elif unsur == b"table-row":
            i, i_berikut, j = i_berikut, i_berikut + ulang, 0
            if i >= tinggi:
                break
            sama = min(i_berikut, tinggi) - i  # rows written once and repeated
            if _SEMBUNYI.search(atribut):
                sambung(hasil.baris_sembunyi, i, min(i_berikut, tinggi) - 1)
        else:
            if unsur == b"table-cell":
                isi = None if atribut.endswith(b"/") else cocok.end()
                _sel_ods(xml, isi, atribut, (i, j), (sama, ulang), hasil)
            j += ulang
    return hasil


def _nama_ods(atribut: bytes) -> str:
    nama = re.search(rb"table:name=\"([^\"]*)\"", atribut)
    return html.unescape(nama[1].decode("utf-8", "replace")) if nama else ""


def _sel_ods(
    xml: bytes,
    isi: int | None,
    atribut: bytes,
    letak: tuple[int, int],
    ulang: tuple[int, int],
    hasil: Markah,
) -> None:
    i, j = letak
    sama, kolom = ulang[0], min(ulang[1], _KOLOM_MAKS)
    teks = ""
    if isi is not None:
        potong = xml[isi : isi + 400].partition(b"</table:table-cell>")[0]
        teks = html.unescape(re.sub(rb"<[^>]*>", b"", potong).decode("utf-8", "replace")).strip()
    galat = b'calcext:value-type="error"' in atribut
    if galat and len(hasil.galat) < MARKAH_MAKS:
        hasil.galat += [[i + k, j, teks[:30] or "#N/A"] for k in range(min(sama, MARKAH_MAKS))]
    if b"table:formula=" in atribut:
        hasil.rumus += sama * kolom
        # value-type alone without value is a text whose letters stand in <text:p>.
        bertipe_teks = b'office:value-type="string"' in atribut
        if not galat and not teks and not bertipe_teks and not _NILAI.search(atribut):
            for k in range(kolom):
                hasil.tambah_tanpa_nilai(i, j + k, sama)
    if b'office:value-type="percentage"' in atribut:
        for k in range(kolom):
            hasil.persen[j + k] = hasil.persen.get(j + k, 0) + sama
