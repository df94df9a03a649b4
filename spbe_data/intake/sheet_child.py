"""Child process for workbooks, HTML and JSON: ``python -m spbe_data.intake.sheet_child``.

Belongs here: cells of these formats → canonical text. Started only by
:mod:`spbe_data.intake.child`; imports no data frame library, so that it starts in milliseconds.
"""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

from spbe_data.intake.child_side import Penulis, jalankan
from spbe_data.intake.header import DIPERIKSA, Harapan, Pencocok, cari_judul
from spbe_data.intake.html_table import baca_html
from spbe_data.intake.model import Batas, BerkasDitolak, KodeTolak
from spbe_data.intake.records import BukanRekaman, baca_json

_GABUNG_MAKS = 10_000
_GALAT_MAKS = 100_000
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_R_KETAT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def kerja(pesan: dict[str, Any], data: bytes, batas: Batas) -> list[bytes]:
    match pesan["mode"]:
        case "lembar":
            return _lembar(pesan, data, batas)
        case "html":
            return _html(data, batas)
        case _:
            return _json(data, batas)


def sel_baku(nilai: object) -> tuple[str, bool]:
    """Canonical text of a cell and whether it is a number or date of the file itself.

    1234.0 → "1234"; 0.1 → "0.1"; midnight → date alone; True → "TRUE"; a duration → "30:15:00".
    """
    match nilai:
        case str():
            return nilai, False
        case bool():
            return ("TRUE" if nilai else "FALSE"), False
        case int():
            return str(nilai), True
        case float():
            if nilai.is_integer():
                return str(int(nilai)), True
            tulisan = repr(nilai)
            return (format(Decimal(tulisan), "f") if "e" in tulisan else tulisan), True
        case dt.datetime():
            if nilai.time() == dt.time():
                return nilai.date().isoformat(), True
            return nilai.isoformat(timespec="seconds"), True
        case dt.date() | dt.time():
            return nilai.isoformat(), True
        case dt.timedelta():
            menit, detik = divmod(round(nilai.total_seconds()), 60)
            return f"{menit // 60:02d}:{menit % 60:02d}:{detik:02d}", True
        case _:
            return "", False


def _lembar(pesan: dict[str, Any], data: bytes, batas: Batas) -> list[bytes]:
    import python_calamine as calamine

    try:
        buku = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except calamine.PasswordError:
        raise BerkasDitolak(KodeTolak.TERSANDI) from None
    except (calamine.CalamineError, OSError) as galat:
        raise BerkasDitolak(
            KodeTolak.ARSIP_RUSAK, {"alasan": "buku_kerja", "jenis": type(galat).__name__}
        ) from None
    meta = [m for m in buku.sheets_metadata if m.typ == calamine.SheetTypeEnum.WorkSheet]
    tampak = [m.name for m in meta if m.visible == calamine.SheetVisibleEnum.Visible]
    sembunyi = [m.name for m in meta if m.visible != calamine.SheetVisibleEnum.Visible]
    pencocok = Pencocok(Harapan(tuple(pesan["kolom"]), pesan["sinonim"]))
    terpilih, terbaik = None, -1.0
    for nama in tampak or sembunyi:
        lembar = buku.get_sheet_by_name(nama)
        if lembar.end is None:
            continue
        nilai = _nilai(lembar, pencocok)
        if nilai > terbaik:
            terpilih, terbaik = lembar, nilai
        if pencocok.jumlah and nilai >= pencocok.jumlah:
            break
    if terpilih is None or terpilih.start is None or terpilih.end is None:
        raise BerkasDitolak(KodeTolak.KOSONG)
    lebar, tinggi = terpilih.end[1] + 1, terpilih.end[0] + 1
    if lebar > batas.jumlah_kolom:
        raise BerkasDitolak(KodeTolak.TERLALU_LEBAR, {"jumlah": lebar, "batas": batas.jumlah_kolom})
    if lebar * tinggi > batas.jumlah_sel:
        raise BerkasDitolak(
            KodeTolak.TERLALU_BESAR,
            {"ukuran": "sel", "jumlah": lebar * tinggi, "batas": batas.jumlah_sel},
        )
    sel_galat, galat_tanpa_tempat = _galat(pesan["jenis"], data, terpilih.name)
    penulis = Penulis(lebar, batas)
    for ke, baris in enumerate(_baris(terpilih, lebar)):
        teks, topeng = zip(*map(sel_baku, baris), strict=True)
        isi = list(teks)
        for j, tulisan in sel_galat.get(ke, ()):
            if j < lebar and not isi[j]:
                isi[j] = tulisan
        penulis.baris(isi, topeng)
    return penulis.jawab(
        {
            "lebar": lebar,
            "lembar": terpilih.name,
            "lembar_lain": [n for n in tampak if n != terpilih.name],
            "lembar_tersembunyi": [n for n in sembunyi if n != terpilih.name],
            "sel_galat": [[i, j, t] for i, isi in sel_galat.items() for j, t in isi],
            "galat_tanpa_tempat": galat_tanpa_tempat,
            "gabung": [[*a, *b] for a, b in _gabung(terpilih)],
        }
    )


def _nilai(lembar: Any, pencocok: Pencocok) -> float:
    """How well a sheet answers what is expected: names found, else whether it has a header."""
    awal = []
    for baris in _baris(lembar, lembar.end[1] + 1):
        awal.append([sel_baku(sel)[0] for sel in baris])
        if len(awal) == DIPERIKSA + 5:
            break
    judul = cari_judul(awal, pencocok)
    return judul.cocok + 0.5 if judul else 0.0


def _baris(lembar: Any, lebar: int) -> Iterator[list[Any]]:
    """All rows from the sheet's first, with the columns left of the data as blanks."""
    kiri = [""] * lembar.start[1]
    for baris in lembar.iter_rows():
        penuh = kiri + baris
        yield penuh + [""] * (lebar - len(penuh))


def _gabung(lembar: Any) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    try:
        return list(lembar.merged_cell_ranges or [])[:_GABUNG_MAKS]
    except Exception:  # an observation for the sender; no reason to refuse the file
        return []


def _galat(jenis: str, data: bytes, lembar: str) -> tuple[dict[int, list[tuple[int, str]]], int]:
    """Error cells (#REF!), which the parser gives as blanks: by row, and a count without place."""
    if jenis == "ods":
        with zipfile.ZipFile(io.BytesIO(data)) as arsip:
            return {}, arsip.read("content.xml").count(b'calcext:value-type="error"')
    if jenis not in ("xlsx", "xlsm"):
        return {}, 0
    hasil: dict[int, list[tuple[int, str]]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as arsip:
        bagian = _bagian_lembar(arsip, lembar)
        if bagian is None:
            return {}, 0
        xml = arsip.read(bagian)
    if b't="e"' not in xml:
        return {}, 0
    jumlah = 0
    for sel in re.finditer(rb"<c\b([^>]{0,300}\bt=\"e\"[^>]{0,300})>(.{0,20000}?)</c>", xml, re.S):
        acuan = re.search(rb"\br=\"([A-Z]{1,3})([0-9]{1,7})\"", sel[1])
        nilai = re.search(rb"<v>([^<]{1,30})</v>", sel[2])
        if acuan and nilai and jumlah < _GALAT_MAKS:
            jumlah += 1
            kolom = 0
            for angka in acuan[1]:
                kolom = kolom * 26 + angka - 64
            hasil.setdefault(int(acuan[2]) - 1, []).append((kolom - 1, nilai[1].decode()))
    return hasil, 0


def _bagian_lembar(arsip: zipfile.ZipFile, lembar: str) -> str | None:
    """The archive member that holds the sheet of this name."""
    try:
        buku, acuan = (
            ElementTree.fromstring(arsip.read(nama))  # noqa: S314 - DTDs were refused, we are capped
            for nama in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
        )
    except (KeyError, ElementTree.ParseError):
        return None
    tujuan = {r.get("Id"): r.get("Target", "") for r in acuan}
    for simpul in buku.iter():
        if simpul.tag.endswith("}sheet") and simpul.get("name") == lembar:
            letak = tujuan.get(simpul.get(_R) or simpul.get(_R_KETAT))
            if letak:
                nama = posixpath.normpath(posixpath.join("/xl", letak)).lstrip("/")
                return nama if nama in arsip.namelist() else None
    return None


def _html(data: bytes, batas: Batas) -> list[bytes]:
    try:
        baris, ke, banyak = baca_html(data.decode("utf-8", "replace"), batas.jumlah_kolom)
    except ValueError:
        raise BerkasDitolak(KodeTolak.BUKAN_TABEL, {"alasan": "html_tanpa_tabel"}) from None
    lebar = max(map(len, baris))
    if lebar > batas.jumlah_kolom:
        raise BerkasDitolak(KodeTolak.TERLALU_LEBAR, {"jumlah": lebar, "batas": batas.jumlah_kolom})
    penulis = Penulis(lebar, batas)
    for isi in baris:
        penulis.baris(isi + [""] * (lebar - len(isi)), ())
    return penulis.jawab({"lebar": lebar, "tabel_ke": ke, "jumlah_tabel": banyak})


def _json(data: bytes, batas: Batas) -> list[bytes]:
    try:
        rekaman = baca_json(data.decode("utf-8", "replace"), batas.jumlah_kolom)
    except BukanRekaman as galat:
        alasan = str(galat)
        if alasan == "geojson":
            raise BerkasDitolak(KodeTolak.JENIS_TIDAK_DIDUKUNG, {"jenis": alasan}) from None
        if alasan == "terlalu_lebar":
            raise BerkasDitolak(
                KodeTolak.TERLALU_LEBAR,
                {"jumlah": batas.jumlah_kolom + 1, "batas": batas.jumlah_kolom},
            ) from None
        raise BerkasDitolak(KodeTolak.BUKAN_TABEL, {"alasan": alasan}) from None
    if not rekaman.kolom:
        raise BerkasDitolak(KodeTolak.KOSONG)
    penulis = Penulis(len(rekaman.kolom), batas)
    penulis.baris(rekaman.kolom, [False] * len(rekaman.kolom))
    for isi in rekaman.sel():
        penulis.baris([teks for teks, _ in isi], [terketik for _, terketik in isi])
    return penulis.jawab(
        {
            "lebar": len(rekaman.kolom),
            "jalur": rekaman.jalur,
            "bersarang": rekaman.bersarang,
        }
    )


if __name__ == "__main__":
    jalankan(kerja)
