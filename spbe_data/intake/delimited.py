"""Delimited text (CSV and its cousins) → grid, by our own decision on the dialect.

Belongs here: delimiter, quotes, records, rows that are not even. Does not belong here: types (all
is text; sniffers lose leading zeros), the header's names.

Two ways through, with the same result (a test holds that): Python's csv module for anything, and
polars for big files that are provably even, every quote in its place.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
import polars as pl

from spbe_data.intake.encoding import Teks
from spbe_data.intake.grid import Kisi
from spbe_data.intake.header import DIPERIKSA, Pencocok, cari_judul
from spbe_data.intake.model import (
    Batas,
    BerkasDitolak,
    CatatanBaca,
    JenisCatatan,
    KodeTolak,
)

PEMISAH = (";", "\t", "|", ",")  # the order settles ties: a comma may be a decimal sign
_TUNGGAL = "\x1f"  # stands for "no delimiter"; control characters do not occur in such files
_CONTOH_BYTE = 262_144
_CONTOH_BARIS = 200
_AWAL = DIPERIKSA + 10
_AWAL_BYTE = 1 << 20
_BESAR = 50_000
_KUTIP_SEDIKIT = 20_000
_KELOMPOK = 50_000
_SEP = re.compile(rb'"?sep=([;,|\t])"?[ \t;,]*\r?\n', re.I)
_PENUTUP = "\0"  # NUL bytes were refused before, so no cell can hold it

# The module's own ceiling is 131,072 characters, for the whole process; ours is in Batas.
csv.field_size_limit(max(csv.field_size_limit(), 1 << 30))


@dataclass(frozen=True, slots=True)
class Dialek:
    """``pemisah`` None: one column. ``spasi_awal``: quotes come after "; " with a space."""

    pemisah: str | None
    spasi_awal: bool

    def pembaca(self, baris: Iterator[str]) -> Iterator[list[str]]:
        return csv.reader(
            baris,
            delimiter=self.pemisah or _TUNGGAL,
            quotechar='"',
            doublequote=True,
            skipinitialspace=self.spasi_awal,
        )


def baca_csv(
    teks: Teks,
    pencocok: Pencocok,
    batas: Batas,
    *,
    besar: int = _BESAR,
    pemisah: str | None = None,
) -> Kisi:
    """The grid of a delimited text; from ``besar`` bytes on by the fast way if the text allows.
    ``pemisah``: the sender's word on the delimiter, before the file's own and our judgement.

    Raises BerkasDitolak: TERLALU_BESAR, TERLALU_LEBAR, KUTIP_TIDAK_DITUTUP, KOSONG.
    """
    utf8 = teks.utf8
    if len(utf8) > batas.jumlah_baris:
        # Only so many bytes can hold so many rows; smaller files need no counting.
        jumlah = utf8.count(b"\n") or utf8.count(b"\r")
        if jumlah > batas.jumlah_baris:
            raise _besar("baris", jumlah, batas.jumlah_baris)
    sep = _SEP.match(utf8)
    awal_baris = 1
    if sep:
        utf8, awal_baris = utf8[sep.end() :], 2
    if pemisah is None:
        pemisah = pemisah_berkas(teks.utf8, pencocok)
    dialek = Dialek(pemisah, spasi_awal(utf8, pemisah))
    kisi = _cepat(utf8, dialek, pencocok, batas) if len(utf8) >= besar else None
    if kisi is None:
        kisi = _teliti(utf8.decode("utf-8", "replace"), dialek, pencocok, batas)
    catatan: tuple[CatatanBaca, ...] = ()
    if teks.diasumsikan:
        catatan = (
            CatatanBaca(
                JenisCatatan.PENYANDIAN_DIASUMSIKAN, params={"penyandian": teks.penyandian}
            ),
        )
    return Kisi(
        kisi.tabel,
        (pl.int_range(0, kisi.tabel.height, eager=True) + awal_baris).alias("baris"),
        lebar=kisi.lebar,
        lebihan=kisi.lebihan,
        spasi_saja=spasi_saja(utf8),
        info={
            "format": "csv",
            "encoding": teks.penyandian,
            "encoding_diasumsikan": teks.diasumsikan,
            "pemisah": pemisah,
            "pemisah_disebut": sep is not None,
        },
        catatan=catatan,
    )


def pemisah_berkas(utf8: bytes, pencocok: Pencocok) -> str | None:
    """The delimiter that the file names itself ("sep=;"), else the one we see in it."""
    sep = _SEP.match(utf8)
    return sep[1].decode() if sep else putuskan_pemisah(utf8, pencocok)


def spasi_awal(utf8: bytes, pemisah: str | None) -> bool:
    """Whether quotes come after a delimiter and spaces."""
    kutip = posisi_kutip(utf8)
    kiri = kutip[kutip > 0] - 1
    if not (np.frombuffer(utf8, dtype=np.uint8)[kiri] == 32).any():
        return False
    tanda = re.escape((pemisah or _TUNGGAL).encode())
    return re.search(tanda + rb' +"', utf8) is not None


def spasi_saja(utf8: bytes) -> bool:
    """Whether cells can have no white space around them but plain spaces."""
    if not utf8.isascii() or any(tanda in utf8 for tanda in (b"\t", b"\x0b", b"\x0c")):
        return False
    kutip = posisi_kutip(utf8)
    if len(kutip) % 2:
        return False
    # Line ends inside quotes count only at the edges of a cell, beside its quotes.
    isi = np.frombuffer(utf8, dtype=np.uint8)
    tepi = isi[np.concatenate([kutip[0::2] + 1, kutip[1::2] - 1])] if len(kutip) else isi[:0]
    return not np.isin(tepi, np.array([10, 13], dtype=np.uint8)).any()


def posisi_kutip(utf8: bytes) -> np.ndarray:
    """Positions of all quotes; where they are few, found without looking at every byte."""
    letak: list[int] = []
    di = utf8.find(b'"')
    while di >= 0 and len(letak) < _KUTIP_SEDIKIT:
        letak.append(di)
        di = utf8.find(b'"', di + 1)
    if di < 0:
        return np.array(letak, dtype=np.int64)
    return np.flatnonzero(np.frombuffer(utf8, dtype=np.uint8) == 34)


def putuskan_pemisah(utf8: bytes, pencocok: Pencocok) -> str | None:
    """The delimiter, or None for a single column.

    Most expected names in one row wins; then the heading's row being as wide as most; then the
    share of records of equal width among the first 200; then the width; then the order above.
    """
    contoh = utf8[:_CONTOH_BYTE]
    if len(utf8) > _CONTOH_BYTE:
        contoh = contoh[: max(contoh.rfind(b"\n"), 0) + 1]
    teks = contoh.decode("utf-8", "replace")
    terbaik, pilihan = None, None
    for urutan, calon in enumerate((*PEMISAH, None)):
        dialek = Dialek(calon, True)
        rekaman = [
            isi
            for isi in islice(dialek.pembaca(io.StringIO(teks, newline="")), _CONTOH_BARIS)
            if any(sel.strip() for sel in isi)
        ]
        if not rekaman:
            continue
        nilai = [pencocok.hitung(isi) for isi in rekaman[:DIPERIKSA]]
        lebar = Counter(len(isi) for isi in rekaman if len(isi) > 1 or calon is None)
        umum, kali = lebar.most_common(1)[0] if lebar else (1, 0)
        cocok = max(nilai)
        # A sign in a few lines is prose ("Jl. Raya, No 1"), unless it parts the names we expect.
        jarang = kali < min(len(rekaman), max(2, len(rekaman) / 4))
        if calon is not None and jarang and cocok < 2:
            continue
        # A title may say the name of a column too: of rows that match alike the widest counts.
        terlebar = max(len(r) for r, n in zip(rekaman, nilai, strict=False) if n == cocok)
        serata = cocok == 0 or terlebar == umum
        bagian = 0.0 if calon is None else kali / len(rekaman)
        skor = (cocok, serata, bagian, umum, -urutan)
        if terbaik is None or skor > terbaik:
            terbaik, pilihan = skor, calon
    return pilihan


def _teliti(teks: str, dialek: Dialek, pencocok: Pencocok, batas: Batas) -> Kisi:
    """Any text, through Python's csv module: once to measure, once to read."""
    lebar: list[int] = []
    awal: list[list[str]] = []
    terakhir: list[str] = []
    baris_teks = 0
    pembaca = dialek.pembaca(chain(io.StringIO(teks, newline=""), [_PENUTUP]))
    for isi in pembaca:
        if isi == [_PENUTUP]:
            break
        lebar.append(len(isi) if any(isi) or len(isi) > 1 else 0)
        if len(awal) < _AWAL:
            awal.append(isi)
        terakhir = isi
    if terakhir and terakhir[-1].endswith(_PENUTUP):
        # Everything after the open quote was swallowed into one cell.
        isi_akhir = terakhir[-1].rstrip(_PENUTUP)
        baris_teks = teks.count("\n") - isi_akhir.count("\n") + 1
        raise BerkasDitolak(
            KodeTolak.KUTIP_TIDAK_DITUTUP,
            {"baris": len(lebar), "baris_teks": baris_teks, "potongan": isi_akhir[:80]},
        )
    while lebar and lebar[-1] == 0:
        lebar.pop()
    if not lebar:
        raise BerkasDitolak(KodeTolak.KOSONG)
    umum = Counter(n for n in lebar if n).most_common(1)[0][0]
    penuh = _lebar_tabel(awal, umum, pencocok)
    _cukup(len(lebar), penuh, batas)
    lebihan: dict[int, list[str]] = {}
    bingkai: list[pl.DataFrame] = []
    ulang = dialek.pembaca(io.StringIO(teks, newline=""))
    mulai = 0
    while mulai < len(lebar):
        kelompok = list(islice(ulang, min(_KELOMPOK, len(lebar) - mulai)))
        tabel, lebih = bingkai_rekaman(kelompok, penuh)
        lebihan |= {mulai + i: isi for i, isi in lebih.items()}
        bingkai.append(tabel)
        mulai += len(kelompok)
    return Kisi(
        pl.concat(bingkai),
        pl.Series(dtype=pl.Int64),
        lebar=pl.Series(lebar, dtype=pl.Int32),
        lebihan=lebihan,
    )


def _lebar_tabel(awal: list[list[str]], umum: int, pencocok: Pencocok) -> int:
    """As wide as most records, or as the header if that is wider."""
    judul = cari_judul(awal, pencocok)
    if judul is None:
        return umum
    terisi = [j for j, sel in enumerate(judul.tulisan) if sel]
    return max(umum, terisi[-1] + 1 if terisi else 0)


def bingkai_rekaman(
    rekaman: list[list[str]], lebar: int
) -> tuple[pl.DataFrame, dict[int, list[str]]]:
    """Records as a frame of ``lebar`` columns, and what lies beyond it: position → cells."""
    lebihan: dict[int, list[str]] = {}
    for i, isi in enumerate(rekaman):
        if len(isi) > lebar:
            if any(sel.strip() for sel in isi[lebar:]):
                lebihan[i] = isi[lebar:]
            rekaman[i] = isi[:lebar]
        elif len(isi) < lebar:
            rekaman[i] = isi + [""] * (lebar - len(isi))
    return _bingkai(rekaman, lebar), lebihan


def _bingkai(baris: list[list[str]], lebar: int) -> pl.DataFrame:
    kolom = zip(*baris, strict=True) if baris else [()] * lebar
    return pl.DataFrame([pl.Series(str(i), isi, dtype=pl.String) for i, isi in enumerate(kolom)])


def _cepat(utf8: bytes, dialek: Dialek, pencocok: Pencocok, batas: Batas) -> Kisi | None:
    """The polars way, or None when the text is not even enough to be sure of the same answer."""
    if dialek.pemisah is None or dialek.spasi_awal or baris_balik(utf8):
        return None
    if utf8.endswith((b"\n\n", b"\n\r\n")):
        utf8 = utf8.rstrip(b"\r\n")
    kepala = _awal(utf8, dialek)
    if kepala is None:
        return None
    awal, ujung = kepala
    # The fast reader begins right below the heading, so that the body stays one block of memory.
    judul = cari_judul(awal, pencocok)
    atas = judul.baris + judul.tinggi + len(judul.penjelas) if judul else len(awal)
    awal, letak = awal[:atas], ujung[atas - 1]
    tabel = baca_rata(utf8, dialek, mulai=letak)
    if tabel is None:
        return None
    tinggi, umum = tabel.shape
    penuh = _lebar_tabel(awal, umum, pencocok)
    _cukup(len(awal) + tinggi, penuh, batas)
    tabel = tabel.rechunk().with_columns(
        pl.lit("", dtype=pl.String).alias(str(i)) for i in range(umum, penuh)
    )
    rata = [(isi + [""] * penuh)[:penuh] for isi in awal]
    lebar_awal = [len(isi) if any(isi) or len(isi) > 1 else 0 for isi in awal]
    lebar = pl.concat(
        [
            pl.Series(lebar_awal, dtype=pl.Int32),
            pl.repeat(umum, tinggi, dtype=pl.Int32, eager=True).alias(""),
        ]
    )
    lebihan = {
        i: isi[penuh:]
        for i, isi in enumerate(awal)
        if len(isi) > penuh and any(sel.strip() for sel in isi[penuh:])
    }
    return Kisi(
        pl.concat([_bingkai(rata, penuh), tabel]),
        pl.Series(dtype=pl.Int64),
        lebar=lebar,
        lebihan=lebihan,
    )


def baris_balik(utf8: bytes) -> bool:
    """Whether a carriage return stands alone: it ends a line for the csv module, none for polars."""
    return b"\r" in utf8 and utf8.count(b"\r") != utf8.count(b"\r\n")


def baca_rata(utf8: bytes, dialek: Dialek, *, mulai: int = 0) -> pl.DataFrame | None:
    """Records without header by polars, all text, or None when it is not certain that every record
    has as many cells and every quote is in its place. ``mulai``: the byte they begin at."""
    pemisah = dialek.pemisah
    # polars would take these bytes for the file's own mark, though they stand in its midst.
    if pemisah is None or dialek.spasi_awal or utf8.startswith(codecs.BOM_UTF8, mulai):
        return None
    # polars leaves blank lines at the end uncounted.
    if baris_balik(utf8) or utf8.endswith((b"\n\n", b"\n\r\n")):
        return None
    berkutip = b'"' in utf8
    if berkutip and not kutip_teratur(utf8, pemisah, tertutup=True):
        return None
    lebar = _lebar_rekaman_pertama(utf8[mulai : mulai + _AWAL_BYTE], pemisah)
    if lebar < 2:
        return None
    try:
        tabel = pl.read_csv(
            utf8,
            has_header=False,
            infer_schema=False,
            separator=pemisah,
            quote_char='"' if berkutip else None,
            skip_lines=utf8.count(b"\n", 0, mulai),
            new_columns=[str(i) for i in range(lebar)],
        )
    except pl.exceptions.PolarsError:
        return None  # a record with more cells than the first
    if tabel.width != lebar:
        return None
    # A record that is too short shows as an empty last cell; where there are such cells the
    # delimiters are counted.
    if tabel[str(lebar - 1)].null_count():
        if berkutip:
            persegi = _persegi(utf8[mulai:].rstrip(b"\r\n"), pemisah)
            return tabel if persegi == tabel.shape else None
        if utf8.count(pemisah.encode(), mulai) != tabel.height * (lebar - 1):
            return None
    return tabel


def _lebar_rekaman_pertama(utf8: bytes, pemisah: str) -> int:
    """Cells of the first record; 0 if it does not end within the first megabyte."""
    awal = utf8.decode("utf-8", "replace")
    rekaman = next(Dialek(pemisah, False).pembaca(io.StringIO(awal, newline="")), [])
    return len(rekaman) if "\n" in awal or len(utf8) < _AWAL_BYTE else 0


def _awal(utf8: bytes, dialek: Dialek) -> tuple[list[list[str]], list[int]] | None:
    """The first records, titles and header among them, and the byte after each."""
    potong = utf8[:_AWAL_BYTE]
    potong = potong[: potong.rfind(b"\n") + 1]
    pembaca = csv.reader(
        io.StringIO(potong.decode("utf-8", "replace"), newline=""),
        delimiter=dialek.pemisah or _TUNGGAL,
    )
    awal: list[list[str]] = []
    ujung: list[int] = []
    letak = baris = 0
    for isi in islice(pembaca, _AWAL):
        for _ in range(pembaca.line_num - baris):
            letak = potong.find(b"\n", letak) + 1
            if letak == 0:
                return None
        baris = pembaca.line_num
        awal.append(isi)
        ujung.append(letak)
    return (awal, ujung) if len(awal) == _AWAL else None


def _persegi(utf8: bytes, pemisah: str) -> tuple[int, int] | None:
    """(records, cells in each) if every record has as many cells and every quote is in its place.

    Delimiters and line ends inside quotes are told by the parity of the quotes before them; that
    holds as long as quotes open only at the start of a cell and close only at its end.
    """
    isi = np.frombuffer(utf8, dtype=np.uint8)
    tanda = np.flatnonzero(isi == ord(pemisah))
    ujung = np.flatnonzero(isi == 10)
    kutip = np.flatnonzero(isi == 34)
    if len(kutip):
        if not _di_tempat(isi, kutip, pemisah):
            return None
        tanda = tanda[np.searchsorted(kutip, tanda) % 2 == 0]
        ujung = ujung[np.searchsorted(kutip, ujung) % 2 == 0]
    tinggi = len(ujung) + 1
    per_baris, sisa = divmod(len(tanda), tinggi)
    if sisa or per_baris == 0:
        return None
    awal_baris, akhir_baris = tanda[0::per_baris], tanda[per_baris - 1 :: per_baris]
    if (akhir_baris[:-1] > ujung).any() or (awal_baris[1:] < ujung).any():
        return None
    return tinggi, per_baris + 1


def kutip_teratur(utf8: bytes, pemisah: str | None, *, tertutup: bool = False) -> bool:
    """Whether quotes open only at the start of a cell and close only at its end. The last may be
    open still, since the text may be cut there, unless ``tertutup``."""
    isi = np.frombuffer(utf8, dtype=np.uint8)
    kutip = posisi_kutip(utf8)
    if not tertutup:
        kutip = kutip[: len(kutip) // 2 * 2]
    return _di_tempat(isi, kutip, pemisah or _TUNGGAL)


def _di_tempat(isi: np.ndarray, kutip: np.ndarray, pemisah: str) -> bool:
    if len(kutip) % 2:
        return False
    buka, tutup = kutip[0::2], kutip[1::2]
    batas_kiri = np.array([ord(pemisah), 10, 34], dtype=np.uint8)
    batas_kanan = np.array([ord(pemisah), 10, 13, 34], dtype=np.uint8)
    kiri, kanan = buka[buka > 0] - 1, tutup[tutup < len(isi) - 1] + 1
    return bool(np.isin(isi[kiri], batas_kiri).all() and np.isin(isi[kanan], batas_kanan).all())


def _cukup(tinggi: int, lebar: int, batas: Batas) -> None:
    if lebar > batas.jumlah_kolom:
        raise BerkasDitolak(KodeTolak.TERLALU_LEBAR, {"jumlah": lebar, "batas": batas.jumlah_kolom})
    if tinggi > batas.jumlah_baris:
        raise _besar("baris", tinggi, batas.jumlah_baris)
    if tinggi * lebar > batas.jumlah_sel:
        raise _besar("sel", tinggi * lebar, batas.jumlah_sel)


def _besar(ukuran: str, jumlah: int, batas: int) -> BerkasDitolak:
    return BerkasDitolak(
        KodeTolak.TERLALU_BESAR, {"ukuran": ukuran, "jumlah": jumlah, "batas": batas}
    )
