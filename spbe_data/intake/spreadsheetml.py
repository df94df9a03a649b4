"""The XML workbook of 2003 ("SpreadsheetML") that calls itself .xls → rows of text with marks.

Belongs here: that one format. Runs only in the capped child, on bytes without a DTD. Does not
belong here: which sheet is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from spbe_data.intake.marks import MARKAH_MAKS, Markah, format_persen, sambung
from spbe_data.intake.records import angka_baku

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_TENGAH_MALAM = re.compile(r"T00:00:00(?:\.0+)?$")


class BukanBukuKerja(ValueError):
    """The XML is broken, or not such a workbook, or its cells reach further than allowed; the text
    is a word of ours."""


class Terketik(str):
    """The canonical text of a cell that is a number or a date of the file itself."""

    __slots__ = ()


@dataclass(slots=True)
class LembarXml:
    """One sheet, with what the child asks a sheet of the spreadsheet parser for: ``name``,
    ``start`` and ``end`` (row, column; None when blank), ``iter_rows``, ``merged_cell_ranges``.
    Rows are as long as they are written."""

    name: str
    tersembunyi: bool = False
    baris: list[list[str]] = field(default_factory=list)
    markah: Markah = field(default_factory=Markah)
    merged_cell_ranges: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)

    @property
    def start(self) -> tuple[int, int] | None:
        return (0, 0) if self.baris else None

    @property
    def end(self) -> tuple[int, int] | None:
        return (len(self.baris) - 1, max(map(len, self.baris)) - 1) if self.baris else None

    def iter_rows(self) -> Iterator[list[str]]:
        return iter(self.baris)


@dataclass(frozen=True, slots=True)
class BukuXml:
    """All sheets in order."""

    lembar: tuple[LembarXml, ...]

    def get_sheet_by_name(self, nama: str) -> LembarXml:
        return next(satu for satu in self.lembar if satu.name == nama)


def baca_xml2003(teks: str, kolom_maks: int, baris_maks: int) -> BukuXml:
    """Raises BukanBukuKerja: "xml_rusak", "dtd", "terlalu_lebar", "terlalu_panjang"."""
    if "<!DOCTYPE" in teks or "<!ENTITY" in teks:
        raise BukanBukuKerja("dtd")
    try:
        # Decoded already: what the declaration says of the encoding is past.
        akar = ElementTree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", teks, count=1))  # noqa: S314
    except (ElementTree.ParseError, ValueError):
        raise BukanBukuKerja("xml_rusak") from None
    if akar.tag != f"{_SS}Workbook":
        raise BukanBukuKerja("xml_rusak")
    persen = {
        gaya.get(f"{_SS}ID", "")
        for gaya in akar.iter(f"{_SS}Style")
        for satu in gaya.iter(f"{_SS}NumberFormat")
        if (pola := satu.get(f"{_SS}Format", "")) == "Percent" or format_persen(0, pola)
    }
    return BukuXml(
        tuple(
            _lembar(satu, persen, kolom_maks, baris_maks) for satu in akar.iter(f"{_SS}Worksheet")
        )
    )


def _lembar(
    simpul: ElementTree.Element, persen: set[str], kolom_maks: int, baris_maks: int
) -> LembarXml:
    tampak = simpul.find("{urn:schemas-microsoft-com:office:excel}WorksheetOptions")
    sembunyi = tampak is not None and any(
        satu.tag.endswith("}Visible") and (satu.text or "").startswith("SheetHidden")
        for satu in tampak
    )
    hasil = LembarXml(simpul.get(f"{_SS}Name", ""), sembunyi)
    tabel = simpul.find(f"{_SS}Table")
    if tabel is None:
        return hasil
    kolom = -1
    for satu in tabel.findall(f"{_SS}Column"):
        kolom = _letak(satu, kolom)
        akhir = kolom + _bilangan(satu.get(f"{_SS}Span"))
        if satu.get(f"{_SS}Hidden") == "1":
            sambung(hasil.markah.kolom_sembunyi, kolom, akhir)
        kolom = akhir
    ke = -1
    for baris in tabel.findall(f"{_SS}Row"):
        ke = _letak(baris, ke)
        if ke >= baris_maks:
            raise BukanBukuKerja("terlalu_panjang")
        akhir = ke + _bilangan(baris.get(f"{_SS}Span"))
        if baris.get(f"{_SS}Hidden") == "1":
            sambung(hasil.markah.baris_sembunyi, ke, akhir)
        sel = _baris(baris, ke, persen, kolom_maks, hasil)
        if sel:
            hasil.baris += [[] for _ in range(ke - len(hasil.baris))]
            hasil.baris.append(sel)
        ke = akhir
    return hasil


def _baris(
    baris: ElementTree.Element, ke: int, persen: set[str], kolom_maks: int, hasil: LembarXml
) -> list[str]:
    isi: list[str] = []
    j = -1
    for sel in baris.findall(f"{_SS}Cell"):
        j = _letak(sel, j)
        if j >= kolom_maks:
            raise BukanBukuKerja("terlalu_lebar")
        kanan = _bilangan(sel.get(f"{_SS}MergeAcross"))
        bawah = _bilangan(sel.get(f"{_SS}MergeDown"))
        if (kanan or bawah) and len(hasil.merged_cell_ranges) < MARKAH_MAKS:
            hasil.merged_cell_ranges.append(((ke, j), (ke + bawah, j + kanan)))
        teks, jenis = _nilai(sel)
        markah = hasil.markah
        if jenis == "Error" and len(markah.galat) < MARKAH_MAKS:
            markah.galat.append([ke, j, teks[:30] or "#N/A"])
        if sel.get(f"{_SS}Formula"):
            markah.rumus += 1
            if not jenis:
                markah.tambah_tanpa_nilai(ke, j)
        if jenis == "Number" and sel.get(f"{_SS}StyleID") in persen:
            markah.persen[j] = markah.persen.get(j, 0) + 1
        if teks:
            isi += [""] * (j - len(isi))
            isi.append(Terketik(teks) if jenis in ("Number", "DateTime") else teks)
        j += kanan
    return isi


def _nilai(sel: ElementTree.Element) -> tuple[str, str]:
    """(canonical text, type as written); ("", "") for a cell without data."""
    data = sel.find(f"{_SS}Data")
    if data is None:
        return "", ""
    jenis = data.get(f"{_SS}Type", "String")
    teks = "".join(data.itertext())
    match jenis:
        case "Number":
            return angka_baku(teks.strip()), jenis
        case "DateTime":
            hari = _TENGAH_MALAM.sub("", teks.strip())
            return re.sub(r"\.0+$", "", hari), jenis
        case "Boolean":
            return ("TRUE" if teks.strip() == "1" else "FALSE"), jenis
        case _:
            return teks, jenis


def _letak(simpul: ElementTree.Element, sebelum: int) -> int:
    """Place from 0: the one written (from 1), else the next; never back."""
    tertulis = _bilangan(simpul.get(f"{_SS}Index"))
    return max(tertulis - 1, sebelum + 1)


def _bilangan(teks: str | None) -> int:
    return int(teks) if teks and re.fullmatch("[0-9]{1,7}", teks) else 0
