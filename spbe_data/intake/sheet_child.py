"""Child process for workbooks, HTML and JSON: cells of these formats → canonical text.

Runs only in children of :mod:`spbe_data.intake.zygote`; imports no data frame library, since a
process with threads cannot be forked.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

from spbe_data.intake.child_side import Penulis
from spbe_data.intake.header import DIPERIKSA, Harapan, Pencocok, cari_judul, normal
from spbe_data.intake.html_table import TabelTidakAda, baca_html
from spbe_data.intake.model import Batas, BerkasDitolak, KodeTolak
from spbe_data.intake.records import BukanRekaman, baca_json
from spbe_data.intake.sheet_marks import telaah, ukuran_tertulis
from spbe_data.intake.sheet_sample import contoh
from spbe_data.intake.spreadsheetml import (
    BukanBukuKerja,
    BukuXml,
    LembarXml,
    Terketik,
    baca_xml2003,
)

__all__ = ["contoh", "kerja"]

_BARIS_EXCEL = 1_048_576
_GABUNG_MAKS = 10_000
_LEMBAR_DILIHAT = 60


def kerja(pesan: dict[str, Any], data: bytes, batas: Batas) -> list[bytes]:
    match pesan["mode"]:
        case "lembar":
            return _lembar(pesan, data, batas)
        case "html":
            return _html(pesan, data, batas)
        case _:
            return _json(data, batas)


def _pecahan(nilai: float) -> str:
    if nilai.is_integer():
        return str(int(nilai))
    # Spreadsheets reckon with 15 digits and show no more: 12.299999999999999 is 12.3 to the sender.
    tulisan = f"{nilai:.15g}"
    return format(Decimal(tulisan), "f") if "e" in tulisan else tulisan


def _saat(nilai: dt.datetime) -> str:
    if nilai.time() == dt.time():
        return nilai.date().isoformat()
    return nilai.isoformat(timespec="seconds")


def _lama(nilai: dt.timedelta) -> str:
    menit, detik = divmod(round(nilai.total_seconds()), 60)
    return f"{menit // 60:02d}:{menit % 60:02d}:{detik:02d}"


_TEKS: dict[type, Callable[[Any], str]] = {
    bool: lambda nilai: "TRUE" if nilai else "FALSE",
    int: str,
    float: _pecahan,
    dt.datetime: _saat,
    dt.date: dt.date.isoformat,
    dt.time: dt.time.isoformat,
    dt.timedelta: _lama,
    Terketik: str,
}
"""Type of a cell, as the parser gives it → canonical text: 1234.0 → "1234"; 0.1 + 0.2 → "0.3";
midnight → the date alone; True → "TRUE"; a duration → "30:15:00". Texts stay as they are."""

_TERKETIK = frozenset(_TEKS) - {bool}
"""Types that are numbers or dates of the file itself."""


def _tulisan(baris: Iterable[Any]) -> list[str]:
    return [sel if type(sel) is str else _TEKS[type(sel)](sel) for sel in baris]


def _buka(jenis: str, data: bytes, batas: Batas) -> tuple[Any, list[str], list[str]]:
    """The workbook, the names of its visible sheets and of its hidden ones."""
    if jenis == "xml2003":
        return _buka_xml(data, batas)
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
    return buku, tampak, sembunyi


def _buka_xml(data: bytes, batas: Batas) -> tuple[BukuXml, list[str], list[str]]:
    teks = data.decode("utf-8", "replace")
    try:
        buku = baca_xml2003(teks, batas.jumlah_kolom, min(batas.jumlah_baris, _BARIS_EXCEL))
    except BukanBukuKerja as galat:
        alasan = str(galat)
        if alasan == "terlalu_lebar":
            jumlah = {"jumlah": batas.jumlah_kolom + 1, "batas": batas.jumlah_kolom}
            raise BerkasDitolak(KodeTolak.TERLALU_LEBAR, jumlah) from None
        if alasan == "terlalu_panjang":
            jumlah = {"jumlah": batas.jumlah_baris + 1, "batas": batas.jumlah_baris}
            raise BerkasDitolak(KodeTolak.TERLALU_BESAR, {"ukuran": "baris", **jumlah}) from None
        raise BerkasDitolak(KodeTolak.ARSIP_RUSAK, {"alasan": alasan}) from None
    return (
        buku,
        [satu.name for satu in buku.lembar if not satu.tersembunyi],
        [satu.name for satu in buku.lembar if satu.tersembunyi],
    )


def _lembar(pesan: dict[str, Any], data: bytes, batas: Batas) -> list[bytes]:
    buku, tampak, sembunyi = _buka(pesan["jenis"], data, batas)
    pencocok = Pencocok(Harapan(tuple(pesan["kolom"]), pesan["sinonim"]))
    dibuka: dict[str, Any] = {}
    terpilih = _pilih(buku, pesan.get("lembar"), (tampak, sembunyi), pencocok, dibuka)
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
    if isinstance(terpilih, LembarXml):
        markah = terpilih.markah
    else:
        markah = telaah(pesan["jenis"], data, terpilih.name, (tinggi, lebar))
    sel_galat: dict[int, list[tuple[int, str]]] = {}
    for i, j, tulisan in markah.galat:
        sel_galat.setdefault(i, []).append((j, tulisan))
    banyak = len(tampak) + len(sembunyi)
    tertulis = ukuran_tertulis(pesan["jenis"], data) if banyak > 1 else {}
    penulis = Penulis(lebar, batas)
    for ke, baris in enumerate(_baris(terpilih, lebar)):
        # A million cells: one look at the type each, a call only for what is no text.
        isi = _tulisan(baris)
        for j, tulisan in sel_galat.get(ke, ()):
            if j < lebar and not isi[j]:
                isi[j] = tulisan
        penulis.baris(isi, map(_TERKETIK.__contains__, map(type, baris)))
    return penulis.jawab(
        {
            "lebar": lebar,
            "lembar": terpilih.name,
            "lembar_lain": [n for n in tampak if n != terpilih.name],
            "lembar_tersembunyi": [n for n in sembunyi if n != terpilih.name],
            "lain": _lembar_lain(buku, terpilih, (tampak, sembunyi), pencocok, dibuka, tertulis),
            "markah": markah.jawaban(),
            "gabung": [[*a, *b] for a, b in _gabung(terpilih)],
        }
    )


def _pilih(
    buku: Any,
    diminta: str | None,
    nama_lembar: tuple[list[str], list[str]],
    pencocok: Pencocok,
    dibuka: dict[str, Any],
) -> Any:
    """The sheet asked for, else the one that answers best; ``dibuka`` keeps those looked into."""
    tampak, sembunyi = nama_lembar
    if diminta is not None:
        semua = tampak + sembunyi
        kunci = diminta.strip().casefold()
        cocok = [n for n in semua if n == diminta] or [
            n for n in semua if n.strip().casefold() == kunci
        ]
        if not cocok:
            raise BerkasDitolak(
                KodeTolak.ARAHAN_TIDAK_COCOK,
                {"arahan": "lembar", "nilai": diminta, "alasan": "tidak_ada", "ada": semua[:20]},
            )
        dibuka[cocok[0]] = buku.get_sheet_by_name(cocok[0])
        return dibuka[cocok[0]]
    terpilih, terbaik = None, (-1.0, 0)
    for nama in tampak or sembunyi:
        lembar = dibuka[nama] = buku.get_sheet_by_name(nama)
        if lembar.end is None:
            continue
        nilai = _nilai(lembar, pencocok)
        # Where no expected name helps, the largest table is the one: covers and notes are small.
        luas = 0 if nilai >= 1 else (lembar.end[0] + 1) * (lembar.end[1] + 1)
        if (nilai, luas) > terbaik:
            terpilih, terbaik = lembar, (nilai, luas)
        if pencocok.jumlah and nilai >= pencocok.jumlah:
            break
    return terpilih


def _lembar_lain(
    buku: Any,
    terpilih: Any,
    nama_lembar: tuple[list[str], list[str]],
    pencocok: Pencocok,
    dibuka: dict[str, Any],
    tertulis: dict[str, tuple[int, int]],
) -> list[dict[str, Any]]:
    """The sheets that were not read: name, rows, columns, whether hidden, whether alike."""
    tampak, sembunyi = nama_lembar
    lain_lain = [n for n in tampak + sembunyi if n != terpilih.name][:_LEMBAR_DILIHAT]
    if not lain_lain:
        return []
    judul = _nama_judul(terpilih, pencocok)
    hasil = []
    for nama in lain_lain:
        tinggi, lebar = tertulis.get(nama, (0, 0))
        serupa = False
        # A list of codes beside the table may be long; its width tells that it is another thing.
        if nama in dibuka or not lebar or len(judul) / 2 <= lebar <= 2 * len(judul):
            lembar = dibuka.get(nama) or _buka_bila_bisa(buku, nama)
            if lembar is None:
                continue
            ujung = lembar.end or (-1, -1)
            tinggi, lebar = ujung[0] + 1, ujung[1] + 1
            lain = _nama_judul(lembar, pencocok) if lembar.end else set()
            # Most headings shared: the same table of another year, agency or part of the area.
            serupa = len(judul & lain) >= max(2, 0.7 * len(judul | lain))
        hasil.append(
            {
                "lembar": nama,
                "baris": tinggi,
                "kolom": lebar,
                "tersembunyi": nama in sembunyi,
                "serupa": serupa,
            }
        )
    return hasil


def _buka_bila_bisa(buku: Any, nama: str) -> Any:
    """A sheet nobody asked to read is no reason to refuse the one that was."""
    try:
        return buku.get_sheet_by_name(nama)
    except Exception:
        return None
    except BaseException as galat:
        if type(galat).__name__ != "PanicException":
            raise
        return None


def _nama_judul(lembar: Any, pencocok: Pencocok) -> set[str]:
    judul = cari_judul(_awal(lembar), pencocok)
    if judul is None:
        return set()
    return {pencocok.cocok(satu) or normal(satu) for satu in judul.tulisan if satu}


def _nilai(lembar: Any, pencocok: Pencocok) -> float:
    """How well a sheet answers what is expected: names found, else whether it has a header."""
    judul = cari_judul(_awal(lembar), pencocok)
    return judul.cocok + 0.5 if judul else 0.0


def _awal(lembar: Any) -> list[list[str]]:
    semua = _baris(lembar, lembar.end[1] + 1)
    return [_tulisan(baris) for baris in islice(semua, DIPERIKSA + 5)]


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


def _html(pesan: dict[str, Any], data: bytes, batas: Batas) -> list[bytes]:
    diminta = pesan.get("lembar")
    try:
        ke = None if diminta is None else int(diminta)
        baris, ke, banyak = baca_html(data.decode("utf-8", "replace"), batas.jumlah_kolom, ke)
    except TabelTidakAda as galat:
        raise BerkasDitolak(
            KodeTolak.ARAHAN_TIDAK_COCOK,
            {"arahan": "lembar", "nilai": diminta, "alasan": "tidak_ada", "jumlah": galat.jumlah},
        ) from None
    except ValueError:
        if diminta is not None and not diminta.isdecimal():
            raise BerkasDitolak(
                KodeTolak.ARAHAN_TIDAK_COCOK,
                {"arahan": "lembar", "nilai": diminta, "alasan": "bukan_nomor"},
            ) from None
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
        if alasan == "topojson":
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
            "bentuk": rekaman.bentuk,
            "geometri": rekaman.geometri,
            "bersarang": rekaman.bersarang,
        }
    )
