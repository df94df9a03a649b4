"""Finding the heading among the first rows and giving columns their names.

Belongs here: names, matches, which rows are the header. Pure Python without polars, because the
capped child uses it too. Does not belong here: the rows below the header.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from spbe_data.intake.unit_rows import macam_baris_penjelas, tanpa_satuan_hitungan

DIPERIKSA = 30
"""Rows looked at for a header; also what every loader must be able to show first."""

_JUDUL_TERPANJANG = 1_000
_PENJELAS_MAKS = 2  # a row of units and a row of column numbers
_TINGKAT_MAKS = 5  # BPS tables for download stack up to five header rows
_DIINGAT_MAKS = 10_000
_TAHUN = re.compile(r"(19|20)[0-9]{2}(\.0)?")
_TANPA_NAMA = re.compile(r"Unnamed: [0-9]+_level_[0-9]+")
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
    ``penjelas``: what the rows right below the header are that explain the columns and hold no
    data, each "satuan" ("(jiwa)", "%") or "nomor_kolom" ("(1)", "(2)").
    """

    baris: int
    tinggi: int
    tulisan: tuple[str, ...]
    cocok: int
    diduga: bool
    penjelas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamaKolom:
    """A column's name; ``dasar`` is the name before it was made unique."""

    nama: str
    dasar: str
    dikenal: bool


def normal(judul: str) -> str:
    """A heading as snake_case: "Jumlah  Penduduk (Jiwa)" → "jumlah_penduduk_jiwa"."""
    # No name is that long, and a cell of megabytes in the first rows must not cost minutes.
    teks = judul[:_JUDUL_TERPANJANG]
    if not teks.isascii():
        teks = unicodedata.normalize("NFKC", teks)
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


def nomor_kolom(letak: str) -> int:
    """The inverse of :func:`huruf`: "A" → 0, "AA" → 26."""
    nomor = 0
    for satu in letak:
        nomor = nomor * 26 + ord(satu) - 64
    return nomor - 1


class Pencocok:
    """Matches headings to expected names, blind to case, spaces, underscores and signs, and to a
    unit of counting in brackets at the end."""

    def __init__(self, harapan: Harapan) -> None:
        self.jumlah = len(harapan.kolom)
        self._nama = {_padat(nama): nama for nama in harapan.kolom}
        self._diingat: dict[str, str | None] = {}
        self._sinonim = {_padat(lain): nama for lain, nama in harapan.sinonim.items()}

    def langsung(self, judul: str) -> str | None:
        return self._nama.get(_padat(judul))

    def cocok(self, judul: str) -> str | None:
        # The same cells are asked about for every delimiter and every stacking of header rows.
        if judul not in self._diingat:
            if len(self._diingat) >= _DIINGAT_MAKS:
                self._diingat.clear()
            self._diingat[judul] = self._cocok(judul)
        return self._diingat[judul]

    def _cocok(self, judul: str) -> str | None:
        kunci = _padat(judul)
        nama = self._nama.get(kunci) or self._sinonim.get(kunci)
        if nama is None and (polos := tanpa_satuan_hitungan(judul)):
            kunci = _padat(polos)
            nama = self._nama.get(kunci) or self._sinonim.get(kunci)
        return nama

    def hitung(self, baris: Iterable[str | None]) -> int:
        """How many different expected names the row holds."""
        return len({nama for sel in baris if sel and (nama := self.cocok(sel))})

    def cukup(self, jumlah: int) -> bool:
        """Two names, or half of what is expected, make a header."""
        return jumlah >= 2 or (jumlah > 0 and jumlah * 2 >= self.jumlah)


def _padat(judul: str) -> str:
    return normal(judul).replace("_", "")


def cari_judul(awal: Sequence[Sequence[str | None]], pencocok: Pencocok) -> Judul | None:
    """The header among the first rows of the grid with the rows that explain it, or None."""
    judul = _cari(awal, pencocok)
    return None if judul is None else _berpenjelas(awal, judul)


def judul_di(
    awal: Sequence[Sequence[str | None]], tinggi: int | None, pencocok: Pencocok
) -> Judul | None:
    """The header the sender points at: it begins with the first row of ``awal`` and has ``tinggi``
    rows, by our own judgement if None. None when it holds no heading; ``baris`` is 0."""
    judul = _tumpuk(awal, 0, 0, diduga=False, pasti=tinggi)
    if not any(judul.tulisan):
        return None
    cocok = pencocok.hitung(judul.tulisan)
    return _berpenjelas(awal, replace(judul, cocok=cocok))


def _berpenjelas(awal: Sequence[Sequence[str | None]], judul: Judul) -> Judul:
    mulai = judul.baris + judul.tinggi
    jumlah_kolom = sum(1 for sel in judul.tulisan if sel)
    macam: list[str] = []
    for ke in range(_PENJELAS_MAKS):
        satu = macam_baris_penjelas(awal[mulai + ke :], jumlah_kolom)
        if satu is None:
            break
        macam.append(satu)
    return replace(judul, penjelas=tuple(macam))


def _cari(awal: Sequence[Sequence[str | None]], pencocok: Pencocok) -> Judul | None:
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
    rapi = [(sel or "").strip().lstrip("\ufeff") for sel in isi]
    # What pandas writes into the blank cells of a header in several rows; nobody typed it.
    return ["" if _TANPA_NAMA.fullmatch(sel) else sel for sel in rapi]


def _tumpuk(
    awal: Sequence[Sequence[str | None]],
    mulai: int,
    cocok: int,
    *,
    diduga: bool,
    pasti: int | None = None,
) -> Judul:
    """The header that starts at ``mulai``, with the rows below that continue it joined on;
    ``pasti``: exactly so many rows."""
    atas = _rapi(awal[mulai])
    tinggi = 1
    for ke, isi in enumerate(awal[mulai + 1 : mulai + (pasti or _TINGKAT_MAKS)], mulai + 1):
        bawah = _rapi(isi)
        bawah += [""] * (len(atas) - len(bawah))
        atas += [""] * (len(bawah) - len(atas))
        if pasti is None and (
            not _lanjutan(atas, bawah, pertama=tinggi == 1)
            or macam_baris_penjelas(awal[ke:], sum(1 for sel in atas if sel))
        ):
            break
        atas = _gabung(atas, ["" if sel == "-" else sel for sel in bawah])
        tinggi += 1
    return Judul(mulai, tinggi, tuple(atas), cocok, diduga)


def _lanjutan(atas: list[str], bawah: list[str], *, pertama: bool) -> bool:
    """Whether ``bawah`` is a further header row: empty at the left, texts or years, and it names
    columns that the row above leaves open (merged cells) or names more than once."""
    isi = [j for j, sel in enumerate(bawah) if sel and sel != "-"]
    if not isi or isi[0] == 0 or not all(_teks_atau_tahun(bawah[j]) for j in isi):
        return False
    # A dash under the first heading fills a merged cell, if the row names what stands open above.
    if bawah[0] and not any(not atas[j] for j in isi):
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
        # A cell merged downwards comes back as the same words on every level.
        terulang = judul == sel or judul.endswith(f" / {sel}")
        hasil.append(judul if terulang or not sel else " / ".join(filter(None, (judul, sel))))
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
