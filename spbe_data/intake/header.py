"""Finding the heading among the first rows and giving columns their names.

Belongs here: names, matches, which rows are the header. Pure Python without polars, because the
capped child uses it too. Does not belong here: the rows below the header.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

DIPERIKSA = 30
"""Rows looked at for a header; also what every loader must be able to show first."""

_TINGKAT_MAKS = 5  # BPS tables for download stack up to five header rows
_TAHUN = re.compile(r"(19|20)[0-9]{2}(\.0)?")
_ANGKA = re.compile(r"[-+(]?[0-9][0-9.,  %)]*")


@dataclass(frozen=True, slots=True)
class Harapan:
    """What the caller's standard leads us to expect.

    ``kolom``: expected names (snake_case); ``sinonim``: another spelling of a heading → name.
    Both may be empty (a standard is still to be drafted from the file).
    """

    kolom: tuple[str, ...]
    sinonim: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Judul:
    """Where the header is: ``baris`` = index of its first row, ``tinggi`` rows joined.

    ``tulisan[i]`` is the heading of grid column i as written, "" if none. ``cocok`` counts the
    expected names found; ``diduga`` is True when none was and the row is a guess.
    """

    baris: int
    tinggi: int
    tulisan: tuple[str, ...]
    cocok: int
    diduga: bool


@dataclass(frozen=True, slots=True)
class NamaKolom:
    """A column's name; ``dasar`` is the name before it was made unique."""

    nama: str
    dasar: str
    dikenal: bool


def normal(judul: str) -> str:
    """A heading as snake_case: "Jumlah  Penduduk (Jiwa)" → "jumlah_penduduk_jiwa"."""
    teks = unicodedata.normalize("NFKC", judul)
    # Format characters (BOM, zero width, bidi) are invisible to the sender: they name nothing.
    teks = "".join(c for c in teks if unicodedata.category(c) != "Cf")
    return re.sub(r"[\W_]+", "_", teks.casefold()).strip("_")


def huruf(urutan: int) -> str:
    """Spreadsheet letters of a column, from 0: 0 → "A", 26 → "AA"."""
    teks = ""
    urutan += 1
    while urutan:
        urutan, sisa = divmod(urutan - 1, 26)
        teks = chr(65 + sisa) + teks
    return teks


class Pencocok:
    """Matches headings to expected names, blind to case, spaces, underscores and signs."""

    def __init__(self, harapan: Harapan) -> None:
        self.jumlah = len(harapan.kolom)
        self._nama = {_padat(nama): nama for nama in harapan.kolom}
        self._sinonim = {_padat(lain): nama for lain, nama in harapan.sinonim.items()}

    def langsung(self, judul: str) -> str | None:
        return self._nama.get(_padat(judul))

    def cocok(self, judul: str) -> str | None:
        kunci = _padat(judul)
        return self._nama.get(kunci) or self._sinonim.get(kunci)

    def hitung(self, baris: Iterable[str | None]) -> int:
        """How many different expected names the row holds."""
        return len({nama for sel in baris if sel and (nama := self.cocok(sel))})

    def cukup(self, jumlah: int) -> bool:
        """Two names, or half of what is expected, make a header."""
        return jumlah >= 2 or (jumlah > 0 and jumlah * 2 >= self.jumlah)


def _padat(judul: str) -> str:
    return normal(judul).replace("_", "")


def cari_judul(awal: Sequence[Sequence[str | None]], pencocok: Pencocok) -> Judul | None:
    """The header among the first rows of the grid, or None.

    The row with most expected names wins, the first of equals; where no row has enough of them,
    the first row that looks like headings (texts and years, no figures, most of it filled) is
    taken and marked as a guess.
    """
    baris = awal[:DIPERIKSA]
    nilai = [pencocok.hitung(isi) for isi in baris]
    if nilai and pencocok.cukup(max(nilai)):
        mulai = nilai.index(max(nilai))
        return _tumpuk(baris, mulai, nilai[mulai], diduga=False)
    # A header in two rows may carry the expected names only once joined.
    tumpukan = [_tumpuk(baris, i, 0, diduga=True) for i in range(len(baris))]
    bertingkat = [pencocok.hitung(judul.tulisan) for judul in tumpukan]
    if bertingkat and pencocok.cukup(max(bertingkat)):
        terbaik = tumpukan[bertingkat.index(max(bertingkat))]
        return Judul(terbaik.baris, terbaik.tinggi, terbaik.tulisan, max(bertingkat), False)
    lebar = max((_terisi(isi) for isi in baris), default=0)
    separuh = max(min(2, lebar), (lebar + 1) // 2)
    # Age groups make headings of bare figures ("05"), so figures are allowed in the last try.
    for paling_sedikit, teks in ((separuh, 1.0), (min(2, lebar), 1.0), (separuh, 0.5)):
        for judul in tumpukan:
            if paling_sedikit and _mirip_judul(judul.tulisan, paling_sedikit, teks):
                return judul
    return None


def _terisi(isi: Iterable[str | None]) -> int:
    return sum(1 for sel in isi if sel and sel.strip())


def _mirip_judul(tulisan: Sequence[str], paling_sedikit: int, teks: float) -> bool:
    """Enough cells filled, and at least the share ``teks`` of them texts or years; a row of
    years alone is none, nor one that says the same thing twice where figures are allowed."""
    terisi = [sel for sel in tulisan if sel]
    return (
        len(terisi) >= paling_sedikit
        and sum(map(_teks_atau_tahun, terisi)) >= teks * len(terisi)
        and not all(_TAHUN.fullmatch(sel) for sel in terisi)
        and (teks == 1.0 or len(set(terisi)) == len(terisi))
    )


def _teks_atau_tahun(sel: str) -> bool:
    return not _ANGKA.fullmatch(sel) or _TAHUN.fullmatch(sel) is not None


def _rapi(isi: Sequence[str | None]) -> list[str]:
    return [(sel or "").strip().lstrip("\ufeff") for sel in isi]


def _tumpuk(awal: Sequence[Sequence[str | None]], mulai: int, cocok: int, *, diduga: bool) -> Judul:
    """The header that starts at ``mulai``, with the rows below that continue it joined on."""
    atas = _rapi(awal[mulai])
    tinggi = 1
    for isi in awal[mulai + 1 : mulai + _TINGKAT_MAKS]:
        bawah = _rapi(isi)
        bawah += [""] * (len(atas) - len(bawah))
        atas += [""] * (len(bawah) - len(atas))
        if not _lanjutan(atas, bawah, pertama=tinggi == 1):
            break
        atas = _gabung(atas, bawah)
        tinggi += 1
    return Judul(mulai, tinggi, tuple(atas), cocok, diduga)


def _lanjutan(atas: list[str], bawah: list[str], *, pertama: bool) -> bool:
    """Whether ``bawah`` is a further header row: empty at the left, texts or years, and it names
    columns that the row above leaves open (merged cells) or names more than once."""
    isi = [j for j, sel in enumerate(bawah) if sel]
    if not isi or bawah[0] or not all(_teks_atau_tahun(bawah[j]) for j in isi):
        return False
    if not pertama:
        return True
    return any(not atas[j] or atas.count(atas[j]) > 1 for j in isi)


def _gabung(atas: list[str], bawah: list[str]) -> list[str]:
    hasil: list[str] = []
    di_atas = ""
    for kepala, sel in zip(atas, bawah, strict=True):
        if kepala:
            # Only a heading with something under it stretches over the columns to its right.
            di_atas = kepala if sel else ""
        judul = kepala or (di_atas if sel else "")
        hasil.append(" / ".join(dict.fromkeys(bagian for bagian in (judul, sel) if bagian)))
    return hasil


def beri_nama(tulisan: Sequence[str], letak: Sequence[str], pencocok: Pencocok) -> list[NamaKolom]:
    """Names for the headings, unique, in order.

    A heading that is an expected name itself goes before one that is only its synonym; a second
    "tahun" becomes "tahun__2"; a column without heading is called by its letter ("kolom_c").
    """
    langsung = {nama for judul in tulisan if (nama := pencocok.langsung(judul))}
    terpakai: set[str] = set()
    hasil = []
    for judul, huruf_kolom in zip(tulisan, letak, strict=True):
        nama = pencocok.langsung(judul)
        if nama is None and (lain := pencocok.cocok(judul)) and lain not in langsung:
            nama = lain
        dasar = nama or normal(judul) or f"kolom_{huruf_kolom.lower()}"
        unik, ke = dasar, 1
        while unik in terpakai:
            ke += 1
            unik = f"{dasar}__{ke}"
        terpakai.add(unik)
        hasil.append(NamaKolom(unik, dasar, nama is not None))
    return hasil
