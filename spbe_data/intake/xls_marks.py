"""What a binary workbook (XLS) says about its cells beyond their values.

Belongs here: the compound file's one stream and the few BIFF8 records that carry marks ([MS-CFB],
[MS-XLS]). Runs only in the capped child, after the spreadsheet parser has accepted the same bytes.
Does not belong here: values, other formats (``sheet_marks``).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from spbe_data.intake.marks import MARKAH_MAKS, Markah, format_persen, sambung

_AKHIR_RANTAI = 0xFFFFFFFC  # from here on: no sector, end, tables
_GALAT = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_BOF, _EOF, _BOUNDSHEET, _XF, _FORMAT = 0x0809, 0x000A, 0x0085, 0x00E0, 0x041E


def telaah_xls(data: bytes, lembar: str, tinggi: int) -> Markah:
    """Marks of the sheet ``lembar``, rows below ``tinggi`` left out.

    Raises ValueError, IndexError or struct.error for bytes that are no BIFF8 workbook.
    """
    hasil = Markah()
    aliran = _aliran(data)
    ifmt: list[int] = []
    pola: dict[int, str] = {}
    letak: int | None = None
    for jenis, isi in _rekaman(aliran, 0):
        if jenis == _BOUNDSHEET and _teks(isi[6:], pendek=True) == lembar:
            (letak,) = struct.unpack_from("<I", isi)
        elif jenis == _XF:
            ifmt.append(struct.unpack_from("<H", isi, 2)[0])
        elif jenis == _FORMAT:
            pola[struct.unpack_from("<H", isi)[0]] = _teks(isi[2:], pendek=False)
    if letak is None:
        return hasil
    khusus = [format_persen(nomor, pola.get(nomor, "")) for nomor in ifmt]
    for jenis, isi in _rekaman(aliran, letak):
        match jenis:
            case 0x0006:  # Formula
                _rumus(isi, hasil)
            case 0x0205 if isi[7]:  # BoolErr
                _galat(isi, isi[6], hasil)
            case 0x0208 if (
                isi[12] & 0x20 and (ke := struct.unpack_from("<H", isi)[0]) < tinggi
            ):  # Row
                sambung(hasil.baris_sembunyi, ke, ke)
            case 0x007D if isi[8] & 1:  # ColInfo
                sambung(hasil.kolom_sembunyi, *struct.unpack_from("<HH", isi))
            case 0x0203 | 0x027E:  # Number, RK
                _, kolom, gaya = struct.unpack_from("<HHH", isi)
                _persen(khusus, gaya, kolom, hasil)
            case 0x00BD:  # MulRk
                (kolom,) = struct.unpack_from("<H", isi, 2)
                for ke in range((len(isi) - 6) // 6):
                    (gaya,) = struct.unpack_from("<H", isi, 4 + 6 * ke)
                    _persen(khusus, gaya, kolom + ke, hasil)
    return hasil


def _rumus(isi: bytes, hasil: Markah) -> None:
    baris, kolom, _ = struct.unpack_from("<HHH", isi)
    hasil.rumus += 1
    if isi[12:14] != b"\xff\xff":
        return  # a number
    if isi[6] == 2:
        _galat(isi, isi[8], hasil)
    elif isi[6] == 3 and isi[14] & 2:
        # The empty text with "calculate on load": the program that wrote it did not calculate.
        hasil.tambah_tanpa_nilai(baris, kolom)


def _galat(isi: bytes, kode: int, hasil: Markah) -> None:
    baris, kolom = struct.unpack_from("<HH", isi)
    if len(hasil.galat) < MARKAH_MAKS:
        hasil.galat.append([baris, kolom, _GALAT.get(kode, "#N/A")])


def _persen(khusus: list[bool], gaya: int, kolom: int, hasil: Markah) -> None:
    if gaya < len(khusus) and khusus[gaya]:
        hasil.persen[kolom] = hasil.persen.get(kolom, 0) + 1


def _teks(isi: bytes, *, pendek: bool) -> str:
    """A string of BIFF8: length (1 or 2 bytes), a flag for UTF-16, characters."""
    panjang = isi[0] if pendek else struct.unpack_from("<H", isi)[0]
    mulai = 1 if pendek else 2
    if isi[mulai] & 1:
        return isi[mulai + 1 : mulai + 1 + 2 * panjang].decode("utf-16-le", "replace")
    return isi[mulai + 1 : mulai + 1 + panjang].decode("latin-1")


def _rekaman(aliran: bytes, letak: int) -> Iterator[tuple[int, bytes]]:
    """(kind, content) from ``letak`` up to the end of that part; parts inside it are passed by."""
    dalam = 0
    while letak + 4 <= len(aliran):
        jenis, panjang = struct.unpack_from("<HH", aliran, letak)
        isi = aliran[letak + 4 : letak + 4 + panjang]
        letak += 4 + panjang
        if jenis == _BOF:
            dalam += 1
        elif jenis == _EOF:
            dalam -= 1
            if dalam <= 0:
                return
        elif dalam <= 1:
            yield jenis, isi


def _aliran(data: bytes) -> bytes:
    """The workbook's stream out of the compound file."""
    if not data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise ValueError("bukan CFB")
    (geser,) = struct.unpack_from("<H", data, 30)
    if geser not in (9, 12):
        raise ValueError("ukuran sektor")
    ukuran = 1 << geser
    (folder,) = struct.unpack_from("<I", data, 48)
    terkecil, _, _, difat_lain, _ = struct.unpack_from("<IIIII", data, 56)
    per_sektor = ukuran // 4

    def sektor(ke: int) -> bytes:
        return data[(ke + 1) * ukuran : (ke + 2) * ukuran]

    difat = list(struct.unpack_from("<109I", data, 76))
    for _ in range(len(data) // ukuran):
        if difat_lain >= _AKHIR_RANTAI:
            break
        *isi, difat_lain = struct.unpack(f"<{per_sektor}I", sektor(difat_lain))
        difat += isi
    fat: list[int] = []
    for ke in difat:
        if ke < _AKHIR_RANTAI:
            fat += struct.unpack(f"<{per_sektor}I", sektor(ke))

    def rantai(ke: int) -> bytes:
        potong: list[bytes] = []
        while ke < _AKHIR_RANTAI:
            potong.append(sektor(ke))
            if len(potong) > len(data) // ukuran:  # a chain that bites its tail
                raise ValueError("rantai")
            ke = fat[ke]
        return b"".join(potong)

    isi_folder = rantai(folder)
    for letak in range(0, len(isi_folder) - 127, 128):
        entri = isi_folder[letak : letak + 128]
        (panjang,) = struct.unpack_from("<H", entri, 64)
        if entri[: max(panjang - 2, 0)].decode("utf-16-le", "replace") in ("Workbook", "Book"):
            awal, besar = struct.unpack_from("<II", entri, 116)
            if besar < terkecil:
                raise ValueError("aliran kecil")  # smaller than any real workbook
            return rantai(awal)[:besar]
    raise ValueError("tanpa aliran")
