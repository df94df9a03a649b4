"""The MS-Keg form of PerBPS 5/2020 as a list of its items, and what a standard answers to each.

Belongs here: order, numbers, options and conditions of the printed form, once for writing and for
reading. Not here: cells and sheets (:mod:`.bps_forms`, :mod:`.bps_read`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from spbe_data.standards import metadata as m
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.metadata import BELUM, Kegiatan
from spbe_data.standards.models import Standar, Tingkat

Jenis = Literal["teks", "kode", "jumlah", "ya_tidak", "angka"]
Pilihan = Mapping[int, str]
Nilai = str | int | None

YA_TIDAK = {1: "Ya", 2: "Tidak"}
BERULANG = {1: "Hanya sekali", 2: "Berulang"}
FREKUENSI = {
    1: "Harian",
    2: "Mingguan",
    3: "Bulanan",
    4: "Triwulanan",
    5: "Empat Bulanan",
    6: "Semesteran",
    7: "Tahunan",
    8: "> Dua Tahunan",
}
CAKUPAN = {1: "Seluruh wilayah Indonesia", 2: "Sebagian wilayah Indonesia"}
TINGKAT_KODE: dict[Tingkat, int] = {
    "provinsi": 2,
    "kabupaten_kota": 4,
    "kecamatan": 8,
    "desa_kelurahan": 16,
}
"""R.7.4; desa/kelurahan is no option of the form and counts as *Lainnya*."""

TINGKAT_NAMA: dict[Tingkat, str] = {
    "provinsi": "Provinsi",
    "kabupaten_kota": "Kabupaten/Kota",
    "kecamatan": "Kecamatan",
    "desa_kelurahan": "Desa/Kelurahan",
}
"""MS-Ind column 16, which is free text."""

PETUGAS_BPS = "diisi petugas BPS"
SEKTOR = "Sektor Kegiatan"
"""Its options are the code list ``sektor_kegiatan``; all others stand here."""


@dataclass(frozen=True, slots=True)
class Lingkup:
    """The area of the installation: R.4.5 asks for its names."""

    provinsi: str = BELUM
    kabupaten_kota: str = BELUM


@dataclass(frozen=True, slots=True)
class Butir:
    """One line of the form.

    ``jalur``: the field of :class:`Kegiatan` (dotted) that answers it; empty where the answer comes
    from elsewhere in the standard or from outside it. ``syarat`` is the printed condition and
    ``berlaku`` whether it is met.
    """

    nomor: str
    label: str
    jenis: Jenis = "teks"
    jalur: str = ""
    pilihan: Pilihan | None = None
    syarat: str = ""
    berlaku: Callable[[Kegiatan], bool] | None = None

    @property
    def kunci(self) -> tuple[str, str]:
        """What tells this line from all others of the form."""
        return self.nomor, self.label


def _survei(about: Kegiatan) -> bool:
    return about.cara_pengumpulan == "2"


def _sampel(wanted: int | None) -> Callable[[Kegiatan], bool]:
    def met(about: Kegiatan) -> bool:
        design = about.rancangan_sampel
        return _survei(about) and (design is None or wanted is None or design.pemilihan == wanted)

    return met


def _petugas(about: Kegiatan) -> bool:
    return about.butuh_petugas


_CHANCE = "hanya bila R.5.2 = 1"
_BLOCK_V = "hanya survei sebagian (cara pengumpulan 2)"
_STAFF = "hanya bila R.4.7 memuat 1, 2, atau 4"
_R = "rancangan_sampel."


def _kontak(nomor: str, jalur: str) -> tuple[Butir, ...]:
    return tuple(
        Butir(nomor, label, "teks", f"{jalur}{name}" if jalur else "")
        for label, name in (
            ("Alamat", "alamat"),
            ("Telepon", "telepon"),
            ("Faksimile", "faksimile"),
            ("E-mail", "surel"),
        )
    )


BLOK: tuple[tuple[str, tuple[Butir, ...]], ...] = (
    (
        "UMUM",
        (
            Butir("", "Judul Kegiatan", "teks", "judul"),
            Butir("", "Tahun"),
            Butir("", "Kode Kegiatan", syarat=PETUGAS_BPS),
            Butir(
                "",
                "Cara Pengumpulan Data",
                "kode",
                "cara_pengumpulan",
                {int(code): name for code, name in m.CARA.items()},
            ),
            Butir("", SEKTOR, "kode", "sektor"),
            Butir(
                "",
                "Mendapatkan Rekomendasi Kegiatan Statistik dari BPS",
                "ya_tidak",
                "rekomendasi.ada",
                YA_TIDAK,
                "hanya survei sektoral (cara pengumpulan 2)",
                _survei,
            ),
            Butir(
                "",
                "Identitas Rekomendasi",
                "teks",
                "rekomendasi.identitas",
                None,
                "hanya bila ada rekomendasi",
                lambda k: _survei(k) and (k.rekomendasi is None or k.rekomendasi.ada),
            ),
        ),
    ),
    (
        "I. PENYELENGGARA",
        (Butir("1.1", "Instansi Penyelenggara"), *_kontak("1.2", "")),
    ),
    (
        "II. PENANGGUNG JAWAB",
        (
            Butir("2.1", "Unit Eselon 1", "teks", "penanggung_jawab.unit_eselon_1"),
            Butir("2.1", "Unit Eselon 2", "teks", "penanggung_jawab.unit_eselon_2"),
            Butir("2.2", "Jabatan", "teks", "penanggung_jawab.jabatan_teknis"),
            *_kontak("2.2", "penanggung_jawab."),
        ),
    ),
    (
        "III. PERENCANAAN DAN PERSIAPAN",
        (
            Butir("3.1", "Latar Belakang Kegiatan", "teks", "latar_belakang"),
            Butir("3.2", "Tujuan Kegiatan", "teks", "tujuan"),
        ),
    ),
    (
        "IV. DESAIN KEGIATAN",
        (
            Butir("4.1", "Kegiatan ini dilakukan", "ya_tidak", "berulang", BERULANG),
            Butir(
                "4.2",
                "Frekuensi Penyelenggaraan",
                "kode",
                "",
                FREKUENSI,
                "hanya bila R.4.1 = 2",
                lambda k: k.berulang is not False,
            ),
            Butir("4.3", "Tipe Pengumpulan Data", "kode", "tipe_pengumpulan", m.TIPE),
            Butir("4.4", "Cakupan Wilayah Pengumpulan Data", "kode", "", CAKUPAN),
            Butir("4.6", "Metode Pengumpulan Data", "jumlah", "metode", m.METODE),
            Butir("4.7", "Sarana Pengumpulan Data", "jumlah", "sarana", m.SARANA),
            Butir("4.8", "Unit Pengumpulan Data", "jumlah", "unit_pengumpulan", m.UNIT),
        ),
    ),
    (
        "V. DESAIN SAMPEL",
        (
            Butir("5.1", "Jenis Rancangan Sampel", "kode", f"{_R}rancangan", m.RANCANGAN, _BLOCK_V, _survei),
            Butir("5.2", "Metode Pemilihan Sampel Tahap Terakhir", "kode", f"{_R}pemilihan", m.PEMILIHAN, _BLOCK_V, _survei),
            Butir("5.3a", "Metode Probabilitas", "kode", f"{_R}probabilitas", m.PROBABILITAS, _CHANCE, _sampel(1)),
            Butir("5.3b", "Metode Nonprobabilitas", "kode", f"{_R}nonprobabilitas", m.NONPROBABILITAS, "hanya bila R.5.2 = 2", _sampel(2)),
            Butir("5.4", "Kerangka Sampel Tahap Terakhir", "kode", f"{_R}kerangka", m.KERANGKA, _CHANCE, _sampel(1)),
            Butir("5.5", "Fraksi Sampel Keseluruhan", "teks", f"{_R}fraksi", None, _CHANCE, _sampel(1)),
            Butir("5.6", "Nilai Perkiraan Sampling Error Variabel Utama", "teks", f"{_R}galat", None, _CHANCE, _sampel(1)),
            Butir("5.7", "Unit Sampel", "teks", f"{_R}unit_sampel", None, _BLOCK_V, _survei),
            Butir("5.8", "Unit Observasi", "teks", f"{_R}unit_observasi", None, _BLOCK_V, _survei),
        ),
    ),
    (
        "VI. PENGUMPULAN DATA",
        (
            Butir("6.1", "Melakukan Uji Coba (Pilot Survey)", "ya_tidak", "uji_coba", YA_TIDAK),
            Butir("6.2", "Metode Pemeriksaan Kualitas Pengumpulan Data", "jumlah", "pemeriksaan_kualitas", m.PEMERIKSAAN),
            Butir("6.3", "Melakukan Penyesuaian Nonrespon", "ya_tidak", "penyesuaian_nonrespon", YA_TIDAK),
            Butir("6.4", "Petugas Pengumpulan Data", "kode", "petugas.jenis", m.PETUGAS, _STAFF, _petugas),
            Butir("6.5", "Persyaratan Pendidikan Terendah Petugas", "kode", "petugas.pendidikan_terendah", m.PENDIDIKAN, _STAFF, _petugas),
            Butir("6.6", "Jumlah Supervisor/Penyelia/Pengawas", "angka", "petugas.pengawas", None, _STAFF, _petugas),
            Butir("6.6", "Jumlah Pengumpul Data/Enumerator", "angka", "petugas.pengumpul", None, _STAFF, _petugas),
            Butir("6.7", "Melakukan Pelatihan Petugas", "ya_tidak", "petugas.pelatihan", YA_TIDAK, _STAFF, _petugas),
        ),
    ),
    (
        "VII. PENGOLAHAN DAN ANALISIS",
        (
            Butir("7.1", "Penyuntingan (Editing)", "ya_tidak", "pengolahan.editing", YA_TIDAK),
            Butir("7.1", "Penyandian (Coding)", "ya_tidak", "pengolahan.coding", YA_TIDAK),
            Butir("7.1", "Data Entry", "ya_tidak", "pengolahan.data_entry", YA_TIDAK),
            Butir("7.1", "Penyahihan (Validasi)", "ya_tidak", "pengolahan.validasi", YA_TIDAK),
            Butir("7.2", "Metode Analisis", "kode", "metode_analisis", m.ANALISIS),
            Butir("7.3", "Unit Analisis", "jumlah", "unit_analisis", m.UNIT),
            Butir("7.4", "Tingkat Penyajian Hasil Analisis", "jumlah", "", m.TINGKAT),
        ),
    ),
    (
        "VIII. DISEMINASI HASIL",
        (
            Butir("8.1", "Tercetak (hardcopy)", "ya_tidak", "produk.tercetak", YA_TIDAK),
            Butir("8.1", "Digital (softcopy)", "ya_tidak", "produk.digital", YA_TIDAK),
            Butir("8.1", "Data Mikro", "ya_tidak", "produk.data_mikro", YA_TIDAK),
            *(
                Butir(
                    "8.2",
                    f"Rencana Rilis {label}",
                    syarat="hanya bila R.8.1 = 1",
                    berlaku=lambda k, n=name: k.produk is None or getattr(k.produk, n),  # type: ignore[misc]  # bound now
                )
                for label, name in (
                    ("Tercetak", "tercetak"),
                    ("Digital", "digital"),
                    ("Data Mikro", "data_mikro"),
                )
            ),
        ),
    ),
)  # fmt: skip
"""The blocks in their order. The tables R.3.3, R.3.4 and R.4.5 stand between the lines:
:mod:`.bps_forms` puts them after R.3.2 and R.4.4."""

TANDA_TANGAN = ("Tempat, tanggal", "Penanggung jawab", "NIP", "Tanda tangan")


def pilihan_butir(one: Butir, catalog: Catalog) -> Pilihan | None:
    """The options of a line; those of the sector are a code list."""
    if one.label == SEKTOR:
        return {int(e.kode): e.nama for e in catalog.daftar["sektor_kegiatan"].entri}
    return one.pilihan


def ada_jawaban(one: Butir, about: Kegiatan) -> bool:
    """Whether the form asks this line of the activity."""
    return one.syarat != PETUGAS_BPS and (one.berlaku is None or one.berlaku(about))


def nilai_butir(one: Butir, standard: Standar, catalog: Catalog, tahun: int | None) -> Nilai:
    """What stands in the box of one line; ``None`` where the standard does not say."""
    if not ada_jawaban(one, standard.kegiatan):
        return None
    if not one.jalur:
        return _derived(one, standard, catalog, tahun)
    value: object = standard.kegiatan
    for name in one.jalur.split("."):
        value = getattr(value, name) if value is not None else None
    if one.jenis == "ya_tidak" and isinstance(value, bool):
        # R.4.1 counts the other way: 2 is "Berulang".
        return int(value) + 1 if one.pilihan is BERULANG else 2 - int(value)
    if one.jenis == "kode" and isinstance(value, str):
        return int(value) if value.isdecimal() else value
    return value if isinstance(value, str | int) else None


def _derived(one: Butir, standard: Standar, catalog: Catalog, tahun: int | None) -> Nilai:
    match one.kunci:
        case ("", "Tahun"):
            return tahun
        case ("1.1", _):
            return catalog.nama_instansi(standard.produsen_data)
        case ("1.2", _):
            return BELUM
        case ("4.2", _):
            return _frequency(standard, catalog)
        case ("4.4", _):
            return 2  # a regency is always part of the country
        case ("7.4", _):
            return TINGKAT_KODE[standard.tingkat_penyajian]
        case ("8.2", _):
            return standard.jadwal_rilis.uraian if standard.kegiatan.produk else None
    return None


def _frequency(standard: Standar, catalog: Catalog) -> int | None:
    for entry in catalog.daftar["frekuensi"].entri:
        if entry.kode == standard.jadwal_pemutakhiran:
            code = entry.lain.get("ms_keg_4_2", "")
            return int(code) if code else None
    return None
