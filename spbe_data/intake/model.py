"""What the reader takes and gives: the words shared by the modules of this room.

Belongs here: data classes, codes of refusals and observations. Does not belong here: reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

from spbe_data.intake.header import Harapan

if TYPE_CHECKING:  # the children import the codes, not polars
    import polars as pl

__all__ = [
    "Arahan",
    "Batas",
    "BerkasDitolak",
    "CatatanBaca",
    "Harapan",
    "JenisCatatan",
    "KodeTolak",
    "KolomTerbaca",
    "Terbaca",
]


class KodeTolak(StrEnum):
    """Why a file cannot be read as a table at all. Params of each in the comment."""

    KOSONG = "KOSONG"  # -
    BUKAN_TABEL = "BUKAN_TABEL"  # alasan (a word of ours), baris?
    JENIS_TIDAK_DIDUKUNG = "JENIS_TIDAK_DIDUKUNG"  # jenis
    TERLALU_BESAR = "TERLALU_BESAR"  # ukuran ("byte"|"sel"|"baris"|"karakter_sel"), jumlah, batas
    TERLALU_LEBAR = "TERLALU_LEBAR"  # jumlah, batas (columns)
    BOM_ZIP = "BOM_ZIP"  # ukuran ("entri"|"byte"|"rasio"), jumlah, batas
    ARSIP_RUSAK = "ARSIP_RUSAK"  # alasan
    ARSIP_ISI_BANYAK = "ARSIP_ISI_BANYAK"  # isi: names in the ZIP (first 20), jumlah
    TERSANDI = "TERSANDI"  # - (protected by a password)
    PENYANDIAN_TIDAK_DIKENAL = "PENYANDIAN_TIDAK_DIKENAL"  # baris, byte
    BYTE_NUL = "BYTE_NUL"  # baris
    KUTIP_TIDAK_DITUTUP = "KUTIP_TIDAK_DITUTUP"  # baris, potongan (first 80 characters)
    TANPA_JUDUL = "TANPA_JUDUL"  # lembar?, diperiksa (rows looked at)
    ARAHAN_TIDAK_COCOK = "ARAHAN_TIDAK_COCOK"  # arahan (field of Arahan), nilai, alasan, ada?
    PEMBACA_GAGAL = "PEMBACA_GAGAL"  # alasan ("waktu"|"mati"|"galat"), kode_keluar?


class BerkasDitolak(Exception):
    """The file is refused before any check: ``kode`` says why, ``params`` hold the figures.

    It survives pickling, since the check may run in a worker process.
    """

    def __init__(self, kode: KodeTolak, params: Mapping[str, Any] | None = None) -> None:
        self.kode = KodeTolak(kode)
        self.params: dict[str, Any] = dict(params or {})
        super().__init__(self.kode, self.params)

    def __str__(self) -> str:
        return f"{self.kode.value} {self.params}" if self.params else self.kode.value


class JenisCatatan(StrEnum):
    """What the reader observed. Params of each in the comment."""

    BARIS_KOSONG = "baris_kosong"  # jumlah, sampai: blank rows inside the table, left out
    BARIS_TIDAK_RATA = "baris_tidak_rata"  # jumlah, harapan, lebihan: cells beyond the table
    JUDUL_GANDA = "judul_ganda"  # judul, nama (as made unique), nama_dasar, letak_pertama
    JUDUL_KOSONG = "judul_kosong"  # nama: a column with cells but no heading
    JUDUL_DIDUGA = "judul_diduga"  # no expected name found, the header row is our guess
    JUDUL_DUA_BARIS = "judul_dua_baris"  # jumlah: header rows that were joined
    BARIS_JUDUL_DI_ATAS = "baris_judul_di_atas"  # teks: a title line above the header
    LEMBAR_TERSEMBUNYI = "lembar_tersembunyi"  # lembar
    SEL_GALAT = "sel_galat"  # galat ("#REF!"); without a place: jumlah
    SEL_GABUNG = "sel_gabung"  # sampai_baris, sampai_letak: merged cells inside the table
    SEL_BERSARANG = "sel_bersarang"  # kolom, jumlah: JSON or Parquet values inside a value
    PENYANDIAN_DIASUMSIKAN = "penyandian_diasumsikan"  # penyandian
    BERKAS_BERMAKRO = "berkas_bermakro"  # - (macros were not run)
    # Rows and letters below point into the sender's own sheet; jumlah counts all, at most 1,000
    # places are noted one by one.
    FORMULA_TANPA_NILAI = "formula_tanpa_nilai"  # sampai?, jumlah, sementara (a stand-in)
    BARIS_TERSEMBUNYI = "baris_tersembunyi"  # sampai, jumlah: hidden rows, read all the same
    KOLOM_TERSEMBUNYI = "kolom_tersembunyi"  # sampai_letak, jumlah: hidden columns, read too
    SEL_PERSEN = "sel_persen"  # jumlah: numeric cells shown as a percentage (0.125 = 12,5 %)
    NOL_DEPAN_TAMPILAN = "nol_depan_tampilan"  # jumlah, lebar: 7 is shown as 007
    KODE_JADI_PECAHAN = "kode_jadi_pecahan"  # nama, jumlah, contoh, bentuk ("titik_nol"|"eksponen")
    BARIS_SATUAN = "baris_satuan"  # isi {nama: teks}, macam ("satuan"|"nomor_kolom"): left out
    SATU_KOLOM_BERPEMISAH = "satu_kolom_berpemisah"  # pemisah, jumlah: whole rows in one column
    JUDUL_TERULANG = "judul_terulang"  # sama, dari: a row below that says the headings again
    LEMBAR_SERUPA = "lembar_serupa"  # lembar, jumlah_baris, jumlah_kolom, tersembunyi


@dataclass(frozen=True, slots=True)
class Batas:
    """What the reader accepts at most.

    ``rasio_zip`` applies once the unpacked size passes ``rasio_mulai`` bytes: tiny files
    compress oddly, real workbooks measured 8:1, bombs 400:1 and more.
    ``ukuran_perlahan`` bounds HTML and JSON, whose parsers cost many times the bytes.
    """

    ukuran_berkas: int = 209_715_200
    jumlah_sel: int = 24_000_000
    jumlah_baris: int = 20_000_000
    jumlah_kolom: int = 2_000
    karakter_sel: int = 1_000_000
    ukuran_perlahan: int = 67_108_864
    entri_zip: int = 2_000
    ukuran_terbongkar: int = 2_147_483_648
    rasio_zip: int = 100
    rasio_mulai: int = 20_971_520
    memori_anak: int = 3_221_225_472
    detik_cpu: int = 60
    detik_anak: float = 90.0


@dataclass(frozen=True, slots=True)
class Arahan:
    """What the sender says instead of leaving it to the reader; None leaves it to the reader.

    ``lembar``: name of a sheet (for HTML the table's number, from 1). ``baris_judul``: row of the
    header as the sender's file counts it; ``tinggi_judul``: how many rows it has. ``pemisah``:
    one of ``; , | tab``. ``penyandian``: a Python codec name. ``tata_angka`` and ``tata_tanggal``
    are for the checks: the reader keeps every value as text.
    """

    lembar: str | None = None
    baris_judul: int | None = None
    tinggi_judul: int | None = None
    pemisah: str | None = None
    penyandian: str | None = None
    tata_angka: Literal["id", "en"] | None = None
    tata_tanggal: Literal["hbt", "bht"] | None = None

    def dipilih(self) -> dict[str, Any]:
        """The choices the sender made, by name."""
        return {
            nama: nilai for nama in self.__slots__ if (nilai := getattr(self, nama)) is not None
        }


@dataclass(frozen=True, slots=True)
class KolomTerbaca:
    """One column, in file order.

    ``judul_asli`` as written (rows of a joined header with " / " between), ``nama`` normalised and
    unique, ``letak`` in spreadsheet letters ("C", for text files too), ``urutan`` from 0 within
    the table, ``dikenal`` True when the heading is one the caller expected.
    """

    judul_asli: str
    nama: str
    letak: str
    urutan: int
    dikenal: bool


@dataclass(frozen=True, slots=True)
class CatatanBaca:
    """One observation; the checks give it words. ``baris`` as in the sender's file."""

    jenis: JenisCatatan
    baris: int | None = None
    letak: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Terbaca:
    """A file read as one table of text.

    ``tabel``: every column String, null = empty cell, outer white space taken off (counted in
    ``dibaca_sebagai["sel_dirapikan"]``), names = ``KolomTerbaca.nama``.
    ``bertipe``: Boolean mask of the same shape, True where the file itself holds a number or a
    date (then the text is canonical: "1234", "1234.5", "2024-07-15"); None for CSV and HTML.
    ``baris``: Int64, one per table row: the row a spreadsheet shows for it, from 1, header,
    titles and blank rows included. In CSV a record counts as one row even where a quoted cell
    has line breaks inside; JSON and Parquet count records from 1.
    ``dibaca_sebagai``: JSON-able account of every choice made, for the sender to see.
    ``dirapikan``: column name → rows (numbers as in ``baris``) whose cell lost outer white space.
    """

    kolom: tuple[KolomTerbaca, ...]
    tabel: pl.DataFrame
    bertipe: pl.DataFrame | None
    baris: pl.Series
    lembar: str | None
    dibaca_sebagai: dict[str, Any]
    catatan: tuple[CatatanBaca, ...]
    dirapikan: Mapping[str, pl.Series] = field(default_factory=dict)
