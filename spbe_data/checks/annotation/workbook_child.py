"""Child process that writes the annotated workbook: ``python -m …annotation.workbook_child``.

Belongs here: openpyxl, which opens the sender's bytes only inside the caps of
:mod:`spbe_data.intake.child_side`. Does not belong here: wording, or where a finding lies; both
come with the request (:mod:`spbe_data.checks.annotation.annotate`).
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import struct
import zipfile
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from spbe_data.intake.child_side import jalankan, kepala
from spbe_data.intake.model import Batas

_WARNA = {"tolak": "FFC7CE", "peringatan": "FFEB9C", "catatan": "DDEBF7"}
_GELAP = {"tolak": "9C0006", "peringatan": "7F6000", "catatan": "1F4E78"}
_BERAT = ("tolak", "peringatan", "catatan")
_TAK_SAH = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PENGARANG = "Pemeriksaan"
_SEL_MAKS = 32_000
_KOLOM_KALIMAT = 5
_KOMENTAR_MAKS = 4_000

# What openpyxl drops or cannot draw again; such a workbook is copied by value instead.
_HILANG = re.compile(
    r"^xl/(charts|chartsheets|media|diagrams|embeddings|activeX|ctrlProps|slicers|slicerCaches"
    r"|timelines|pivotTables|pivotCache|model|queryTables|drawings/drawing)",
    re.I,
)


def kerja(pesan: dict[str, Any], data: bytes, batas: Batas) -> list[bytes]:
    """``mode`` "buku": ``data`` is an XLSX or XLSM; "baru": JSON rows to be laid out afresh.

    The answer's head says how the copy was made (``cara``: "asli", "nilai" or "baru"); the XLSX
    follows.
    """
    if pesan["mode"] == "buku":
        buku, cara = _buku(data)
    else:
        buku, cara = _baru(json.loads(data)), "baru"
    for tanda in pesan["tanda"]:
        _tandai(buku, *tanda)
    _halaman(buku, pesan["halaman"], pesan["keterangan"][cara])
    isi = _simpan(buku)
    return [kepala({"cara": cara}), struct.pack("<Q", len(isi)), isi]


def _buku(data: bytes) -> tuple[Workbook, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as arsip:
        utuh = not any(_HILANG.match(nama) for nama in arsip.namelist())
    if utuh:
        # Macros are not carried over: keep_vba stays False.
        return load_workbook(io.BytesIO(data), rich_text=True), "asli"
    asal = load_workbook(io.BytesIO(data), data_only=True)
    tujuan = Workbook()
    tujuan.remove(tujuan.worksheets[0])
    for lembar in asal.worksheets:
        salin = tujuan.create_sheet(lembar.title)
        salin.sheet_state = lembar.sheet_state
        for huruf, ukuran in lembar.column_dimensions.items():
            if ukuran.width:
                salin.column_dimensions[huruf].width = ukuran.width
        for baris in lembar.iter_rows():
            for sel in baris:
                if sel.value is not None and not isinstance(sel, MergedCell):
                    _isi(salin, sel.row, sel.column, sel.value, sel.number_format)
    if not tujuan.worksheets:
        tujuan.create_sheet("Data")
    return tujuan, "nilai"


def _baru(isi: dict[str, Any]) -> Workbook:
    """``isi``: ``lembar`` name or null, ``judul`` row number, ``sel`` [row, [cells]]."""
    buku = Workbook()
    lembar = buku.worksheets[0]
    if isi["lembar"] is None:
        buku.remove(lembar)
        return buku
    lembar.title = _nama_lembar(isi["lembar"])
    tebal = Font(bold=True)
    for nomor, nilai in isi["sel"]:
        for j, satu in enumerate(nilai, 1):
            if satu is not None:
                sel = _isi(lembar, nomor, j, satu)
                if nomor == isi["judul"]:
                    sel.font = tebal
    if isi["judul"]:
        lembar.freeze_panes = lembar.cell(isi["judul"] + 1, 1)
    return buku


def _isi(lembar: Worksheet, baris: int, kolom: int, nilai: object, tata: str = "General") -> Cell:
    sel = lembar.cell(baris, kolom)
    assert isinstance(sel, Cell)
    if isinstance(nilai, str):
        _teks(sel, nilai)
    elif isinstance(nilai, bool | int | float | dt.date | dt.time | dt.timedelta):
        sel.value = nilai
        sel.number_format = tata
    else:
        _teks(sel, str(nilai))
    return sel


def _teks(sel: Cell, teks: str) -> None:
    """Text stays text, whatever it begins with: no formula is ever made of it."""
    sel.value = _TAK_SAH.sub("\N{REPLACEMENT CHARACTER}", teks)[:_SEL_MAKS]
    sel.data_type = "s"
    if teks[:1] in ("=", "+", "-", "@"):
        # An editor that opens the cell later must not make a formula of it either.
        sel.quotePrefix = True


def _nama_lembar(nama: str) -> str:
    return re.sub(r"[\\*?:/\[\]\x00-\x1f]", " ", nama)[:31].strip("' ") or "Data"


def _tandai(
    buku: Workbook, nama: str | None, baris: int, kolom: int | None, tingkat: str, teks: str
) -> None:
    """Colour and comment one cell; a place that no spreadsheet has stays on the list alone."""
    lembar = _lembar(buku, nama)
    if lembar is None or not 1 <= baris <= 1_048_576:
        return
    kolom = kolom or _pertama(lembar, baris)
    if kolom > 16_384:
        return
    sel = lembar.cell(baris, kolom)
    if isinstance(sel, MergedCell):
        for gabung in lembar.merged_cells.ranges:
            if sel.coordinate in gabung:
                sel = lembar.cell(gabung.min_row, gabung.min_col)
                break
    if isinstance(sel, MergedCell):
        return
    sel.fill = PatternFill("solid", fgColor=_WARNA[tingkat])
    lama = f"{sel.comment.text}\n\n" if sel.comment else ""
    teks = _TAK_SAH.sub("", lama + teks)[:_KOMENTAR_MAKS]
    sel.comment = Comment(teks, _PENGARANG, width=360, height=min(400, 60 + len(teks) // 2))


def _lembar(buku: Workbook, nama: str | None) -> Worksheet | None:
    semua = buku.worksheets
    if nama is None:
        return semua[0] if len(semua) == 1 else None
    return next((satu for satu in semua if satu.title == nama), None)


def _pertama(lembar: Worksheet, baris: int) -> int:
    """The row's first filled cell, else column A."""
    lebar = min(lembar.max_column, 200)
    nilai = next(lembar.iter_rows(baris, baris, 1, lebar, values_only=True))
    return next((j for j, satu in enumerate(nilai, 1) if satu is not None), 1)


def _halaman(buku: Workbook, halaman: dict[str, Any], keterangan: str) -> None:
    """The first sheet: what was found, grouped, with links to the cells."""
    lembar = buku.create_sheet(halaman["nama"], 0)
    for satu in buku.worksheets:
        satu.sheet_view.tabSelected = satu is lembar
    buku.active = 0
    lembar.sheet_view.showGridLines = False
    nomor = 1
    for ke, kalimat in enumerate([*halaman["pembuka"], *filter(None, [keterangan])]):
        sel = _lebar(lembar, nomor, kalimat)
        sel.font = Font(bold=ke == 0, size=14 if ke == 0 else 11)
        nomor += 1
    for tingkat in _BERAT:
        sel = _lebar(lembar, nomor, halaman["warna"][tingkat])
        sel.fill = PatternFill("solid", fgColor=_WARNA[tingkat])
        nomor += 1
    nomor += 1
    for j, judul in enumerate(halaman["judul"], 1):
        sel = _isi(lembar, nomor, j, judul)
        sel.font, sel.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        lembar.column_dimensions[get_column_letter(j)].width = halaman["lebar"][j - 1]
    lembar.freeze_panes = lembar.cell(nomor + 1, 1)
    atas = Alignment(wrap_text=True, vertical="top")
    for gugus in halaman["gugus"]:
        nomor += 1
        for j, nilai in enumerate(gugus["isi"], 1):
            if nilai is None:
                continue
            sel = _isi(lembar, nomor, j, nilai)
            sel.alignment = atas
            if j == 1:
                sel.fill = PatternFill("solid", fgColor=_WARNA[gugus["tingkat"]])
                sel.font = Font(bold=True, color=_GELAP[gugus["tingkat"]])
        for ke, (nama, baris, kolom, tulisan) in enumerate(gugus["contoh"]):
            sel = _isi(lembar, nomor, len(gugus["isi"]) + 1 + ke, tulisan)
            sel.alignment = atas
            tujuan = _lembar_data(buku, lembar, nama)
            if tujuan is not None:
                alamat = f"{get_column_letter(kolom or 1)}{baris}"
                kutip = tujuan.title.replace("'", "''")
                sel.hyperlink = Hyperlink(ref=sel.coordinate, location=f"'{kutip}'!{alamat}")
                sel.font = Font(color="0563C1", underline="single")


def _lebar(lembar: Worksheet, nomor: int, kalimat: str) -> Cell:
    """A sentence over the first columns, with room for its lines."""
    sel = _isi(lembar, nomor, 1, kalimat)
    sel.alignment = Alignment(wrap_text=True, vertical="top")
    lembar.merge_cells(start_row=nomor, start_column=1, end_row=nomor, end_column=_KOLOM_KALIMAT)
    lembar.row_dimensions[nomor].height = 20 * (1 + len(kalimat) // 130)
    return sel


def _lembar_data(buku: Workbook, temuan: Worksheet, nama: str | None) -> Worksheet | None:
    lain = [satu for satu in buku.worksheets if satu is not temuan]
    if nama is None:
        return lain[0] if len(lain) == 1 else None
    return next((satu for satu in lain if satu.title == nama), None)


class _Penulis(ExcelWriter):  # type: ignore[misc]
    """Writes sheets through memory: this process may not write any file."""

    def write_worksheet(self, ws: Worksheet) -> None:
        from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing

        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        wadah = io.BytesIO()
        penulis = WorksheetWriter(ws, wadah)
        penulis.write()
        ws._rels = penulis._rels
        self._archive.writestr(ws.path[1:], wadah.getvalue())
        self.manifest.append(ws)


def _simpan(buku: Workbook) -> bytes:
    wadah = io.BytesIO()
    buku.template = False
    with zipfile.ZipFile(wadah, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as arsip:
        _Penulis(buku, arsip).write_data()
    return wadah.getvalue()


if __name__ == "__main__":
    jalankan(kerja)
