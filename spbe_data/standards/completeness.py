"""What the law asks of a standard and the standard does not hold yet.

Belongs here: gaps, apart from faults. A draft may have gaps, a standard that is set may not
(SDI-01, SDI-02, SDI-07, SDI-09, A-01: Perpres 39/2019 Pasal 4, 7 and 27(3), PerBPS 5/2020, Permen PPN
16/2020 Pasal 5).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from spbe_data.standards.metadata import BELUM, LANGKAH
from spbe_data.standards.models import Standar
from spbe_data.standards.unfinished import LENGKAPI


@dataclass(frozen=True, slots=True)
class Kekurangan:
    """One gap: the field, what belongs there, and by what rule."""

    isian: str
    pesan: str
    dasar: str

    def __str__(self) -> str:
        return f"isian '{self.isian}': {self.pesan} ({self.dasar})"


def kekurangan(standard: Standar) -> list[Kekurangan]:
    """Every gap of one standard, in the order of the forms."""
    return [
        *_markers(standard),
        *_activity(standard),
        *_indicators(standard),
        *_architecture(standard),
        *_list_entry(standard),
        *_code_systems(standard),
    ]


def _markers(standard: Standar) -> Iterator[Kekurangan]:
    def walk(value: object, at: str) -> Iterator[str]:
        if isinstance(value, str) and value.startswith(LENGKAPI):
            yield at
        elif isinstance(value, dict):
            for key, inner in value.items():
                yield from walk(inner, f"{at}.{key}" if at else str(key))
        elif isinstance(value, list | tuple):
            for number, inner in enumerate(value):
                yield from walk(inner, f"{at}.{number}")

    for at in walk(standard.model_dump(), ""):
        yield Kekurangan(at, f"masih bertanda {LENGKAPI} tulis isinya", "Perpres 39/2019 Pasal 4")


_KEG = {
    "latar_belakang": ("R.3.1", "latar belakang kegiatan"),
    "berulang": ("R.4.1", "hanya sekali atau berulang"),
    "tipe_pengumpulan": ("R.4.3", "tipe pengumpulan data"),
    "metode": ("R.4.6", "metode pengumpulan (jumlah kode)"),
    "sarana": ("R.4.7", "sarana pengumpulan (jumlah kode)"),
    "unit_pengumpulan": ("R.4.8", "unit pengumpulan (jumlah kode)"),
    "uji_coba": ("R.6.1", "ada tidaknya uji coba"),
    "pemeriksaan_kualitas": ("R.6.2", "metode pemeriksaan kualitas (jumlah kode)"),
    "penyesuaian_nonrespon": ("R.6.3", "ada tidaknya penyesuaian nonrespon"),
    "pengolahan": ("R.7.1", "tahapan pengolahan"),
    "metode_analisis": ("R.7.2", "metode analisis"),
    "unit_analisis": ("R.7.3", "unit analisis (jumlah kode)"),
    "produk": ("R.8.1", "produk yang tersedia untuk umum"),
}


def _activity(standard: Standar) -> Iterator[Kekurangan]:
    about = standard.kegiatan
    basis = "PerBPS 5/2020, MS-Keg"
    for name, (number, what) in _KEG.items():
        if getattr(about, name) is None:
            yield Kekurangan(f"kegiatan.{name}", f"{number} {what} belum diisi", basis)
    if about.cara_pengumpulan == "2":
        if about.rancangan_sampel is None:
            yield Kekurangan(
                "kegiatan.rancangan_sampel", "blok V rancangan sampel survei belum diisi", basis
            )
        if about.rekomendasi is None:
            yield Kekurangan(
                "kegiatan.rekomendasi",
                "ada tidaknya rekomendasi BPS untuk survei ini belum diisi",
                basis,
            )
    if about.butuh_petugas and about.petugas is None:
        yield Kekurangan("kegiatan.petugas", "R.6.4-R.6.7 petugas lapangan belum diisi", basis)
    for name, value in about.penanggung_jawab.model_dump().items():
        if value == BELUM:
            yield Kekurangan(f"kegiatan.penanggung_jawab.{name}", "blok II belum ditetapkan", basis)
    for name, title in LANGKAH:
        if getattr(about.jadwal, name) is None:
            yield Kekurangan(f"kegiatan.jadwal.{name}", f"R.3.3 jadwal {title} belum diisi", basis)


def _indicators(standard: Standar) -> Iterator[Kekurangan]:
    named = {name for one in standard.indikator if one.pembangun for name in one.pembangun.variabel}
    for column in standard.ukuran:
        if column.nama not in named:
            yield Kekurangan(
                "indikator",
                f"belum ada indikator yang dihitung dari kolom ukuran '{column.nama}'",
                "PerBPS 5/2020, MS-Ind",
            )


def _architecture(standard: Standar) -> Iterator[Kekurangan]:
    basis = "Permen PPN 16/2020 Pasal 5; Perbup SPBE 28/2025 Pasal 24(3)a"
    if standard.arsitektur is None:
        yield Kekurangan("arsitektur", "entri arsitektur data belum diisi", basis)
    elif standard.arsitektur.penanggung_jawab == BELUM:
        yield Kekurangan("arsitektur.penanggung_jawab", "belum ditetapkan", basis)
    if standard.rad.count(".") < 2:
        yield Kekurangan("rad", "baru tingkat 1; pilih tema tingkat 2", basis)


def _list_entry(standard: Standar) -> Iterator[Kekurangan]:
    basis = "Perpres 39/2019 Pasal 27(3); Juklak Sesmen PPN 7/2022"
    if standard.unit_produsen == BELUM:
        yield Kekurangan("unit_produsen", "unit yang menghasilkan data belum ditetapkan", basis)
    if standard.lisensi == "belum-ditetapkan":
        yield Kekurangan("lisensi", "lisensi belum ditetapkan", "Permen PPN 17/2020 Pasal 5")


def _code_systems(standard: Standar) -> Iterator[Kekurangan]:
    """Below the kabupaten both area code systems stand side by side (SDI-07)."""
    level = standard.tingkat_penyajian
    if level not in ("kecamatan", "desa_kelurahan"):
        return
    there = {
        c.wilayah.sistem
        for c in standard.kolom_wilayah("kode")
        if c.wilayah and c.wilayah.tingkat == level
    }
    for system in ("kemendagri", "bps"):
        if system not in there:
            yield Kekurangan(
                "kolom",
                f"kolom kode {level.replace('_', '/')} menurut {system} belum ada",
                "Forum SDI: kode wilayah BPS dan Kemendagri berpasangan",
            )


def pengecualian_berakhir(standard: Standar, hari: dt.date) -> bool:
    """Whether a closed dataset's ground has run out on ``hari``, so that it must be reviewed (P-04)."""
    return standard.pengecualian is not None and standard.pengecualian.berakhir < hari


def daftar_data(standard: Standar, nama_instansi: str, nama_rad: str) -> dict[str, str]:
    """The row of the daftar data with its minimum attributes (Juklak Sesmen PPN 7/2022)."""
    return {
        "nama_instansi": nama_instansi,
        "nama_data": standard.judul.id,
        "produsen_data": standard.unit_produsen,
        "jadwal_pemutakhiran": standard.jadwal_pemutakhiran,
        "jadwal_rilis": standard.jadwal_rilis.uraian,
        "rad": standard.rad,
        "rad_nama": nama_rad,
    }
