"""A workbook of two rows, made here: what a zygote reads once before it forks.

Belongs here: that one sample. Code that has run and modules that are loaded cost the first reader a
few milliseconds; after this they are paid once, not in every child.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

_PAKET = "http://schemas.openxmlformats.org/package/2006"
_HUBUNGAN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_UTAMA = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_JENIS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_KEPALA = '<?xml version="1.0" encoding="UTF-8"?>'

_ISI = {
    "[Content_Types].xml": f'<Types xmlns="{_PAKET}/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_JENIS}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_JENIS}.worksheet+xml"/>'
    "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{_PAKET}/relationships"><Relationship Id="rId1" '
    f'Type="{_HUBUNGAN}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_UTAMA}" xmlns:r="{_HUBUNGAN}"><sheets>'
    '<sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PAKET}/relationships">'
    f'<Relationship Id="rId1" Type="{_HUBUNGAN}/worksheet" Target="worksheets/sheet1.xml"/>'
    "</Relationships>",
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_UTAMA}"><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>nama</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>jumlah</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>contoh</t></is></c>'
    '<c r="B2"><f>1+0.5</f><v>1.5</v></c></row>'
    "</sheetData></worksheet>",
}


def contoh() -> tuple[dict[str, Any], bytes]:
    """The request (as ``sheet_child.kerja`` takes it) and the bytes of the sample."""
    keluar = io.BytesIO()
    with zipfile.ZipFile(keluar, "w", zipfile.ZIP_DEFLATED) as arsip:
        for nama, isi in _ISI.items():
            arsip.writestr(nama, _KEPALA + isi)
    pesan = {"mode": "lembar", "jenis": "xlsx", "kolom": ["nama", "jumlah"], "sinonim": {}}
    return pesan, keluar.getvalue()
