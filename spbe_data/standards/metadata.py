"""Metadata statistik of a standard: MS-Keg and MS-Ind of PerBPS 5/2020, and the architecture entry.

Belongs here: the fields of the printed forms with their conditions. What the standard knows
elsewhere is derived, never written twice: MS-Var from its columns, R.4.2 from
``jadwal_pemutakhiran``, R.7.4 from ``tingkat_penyajian``, R.4.4 and R.4.5 from the installation.
Codes are those of the form; fields named by their number there (``R.4.6``).
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from spbe_data.standards.base import NumberText, Strict, Text

BELUM = "belum ditetapkan"
"""What stands where an office has not named a person, unit or number: told as a gap, never made up."""

METODE = {1: "Wawancara", 2: "Swacacah", 4: "Observasi", 8: "Data sekunder", 16: "Lainnya"}
SARANA = {1: "PAPI", 2: "CAPI", 4: "CATI", 8: "CAWI", 16: "Mail", 32: "Lainnya"}
UNIT = {1: "Individu", 2: "Rumah tangga", 4: "Usaha/perusahaan", 8: "Lainnya"}
PEMERIKSAAN = {1: "Kunjungan kembali", 2: "Supervisi", 4: "Task Force", 8: "Lainnya"}
TINGKAT = {1: "Nasional", 2: "Provinsi", 4: "Kabupaten/Kota", 8: "Kecamatan", 16: "Lainnya"}
"""Options of R.7.4; desa/kelurahan is not among them and counts as 16."""

CARA = {
    "1": "Pencacahan Lengkap",
    "2": "Survei",
    "3": "Kompilasi Produk Administrasi",
    "4": "Cara lain sesuai perkembangan TI",
}
TIPE = {1: "Longitudinal Panel", 2: "Longitudinal Cross Sectional", 3: "Cross Sectional"}
ANALISIS = {1: "Deskriptif", 2: "Inferensia", 3: "Deskriptif dan Inferensia"}
RANCANGAN = {1: "Single stage", 2: "Multi stage"}
PEMILIHAN = {1: "Probabilitas", 2: "Nonprobabilitas"}
PROBABILITAS = {
    1: "Simple Random Sampling",
    2: "Systematic Random Sampling",
    3: "Stratified Random Sampling",
    4: "Cluster Sampling",
    5: "Multi Stage Sampling",
}
NONPROBABILITAS = {
    6: "Quota Sampling",
    7: "Accidental Sampling",
    8: "Purposive Sampling",
    9: "Snowball Sampling",
    10: "Saturation Sampling",
}
KERANGKA = {1: "List frame", 2: "Area frame"}
PETUGAS = {1: "Staf instansi penyelenggara", 2: "Mitra/tenaga kontrak", 3: "Staf dan mitra"}
PENDIDIKAN = {1: "SMP ke bawah", 2: "SMA/SMK", 3: "Diploma I/II/III", 4: "Diploma IV/S1/S2/S3"}
LANGKAH = (
    ("perencanaan", "Perencanaan Kegiatan"),
    ("desain", "Desain"),
    ("pengumpulan", "Pengumpulan Data"),
    ("pengolahan", "Pengolahan Data"),
    ("analisis", "Analisis"),
    ("diseminasi", "Diseminasi Hasil"),
    ("evaluasi", "Evaluasi"),
)
"""The seven steps of R.3.3 in the form's order."""

BERSAMA_PETUGAS = (1, 2, 4)
"""Means of R.4.7 that need field staff: only then R.6.4 to R.6.7 are filled."""


def bit_jumlah(nilai: int, pilihan: dict[int, str]) -> tuple[int, ...]:
    """The options that add up to ``nilai``. Raises ``ValueError`` naming what is no option."""
    known = sum(pilihan)
    if nilai < 1 or nilai & ~known:
        wrong = [2**n for n in range(max(nilai, 0).bit_length()) if 2**n & nilai & ~known]
        listed = ", ".join(f"{k} {v}" for k, v in pilihan.items())
        what = f"memuat {', '.join(map(str, wrong))} yang bukan pilihan" if wrong else "tidak ada"
        raise ValueError(
            f"tertulis {nilai}, {what}; harus jumlah dari kode pilihan ({listed}), "
            "misalnya wawancara dan observasi 1 + 4 = 5"
        )
    return tuple(code for code in pilihan if code & nilai)


def _sum_of(options: dict[int, str], number: str) -> AfterValidator:
    def check(value: int) -> int:
        try:
            bit_jumlah(value, options)
        except ValueError as exc:
            raise ValueError(f"{number} {exc}") from None
        return value

    return AfterValidator(check)


def _one_of(options: dict[int, str], number: str) -> AfterValidator:
    def check(value: int) -> int:
        if value not in options:
            listed = ", ".join(f"{k} {v}" for k, v in options.items())
            raise ValueError(f"{number} tertulis {value}; yang boleh: {listed}. Pilih salah satu")
        return value

    return AfterValidator(check)


class Rentang(Strict):
    """Start and end of one step (R.3.3)."""

    mulai: dt.date
    selesai: dt.date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.mulai > self.selesai:
            raise ValueError("R.3.3 tanggal mulai sesudah tanggal selesai; tukar keduanya")
        return self


class Jadwal(Strict):
    """The seven steps of an activity (R.3.3), each with its days once they are known."""

    perencanaan: Rentang | None = None
    desain: Rentang | None = None
    pengumpulan: Rentang | None = None
    pengolahan: Rentang | None = None
    analisis: Rentang | None = None
    diseminasi: Rentang | None = None
    evaluasi: Rentang | None = None


class Kontak(Strict):
    """Block II: who answers for the activity; roles, never invented persons."""

    unit_eselon_1: Text = BELUM
    unit_eselon_2: Text = BELUM
    jabatan_teknis: Text = BELUM
    alamat: Text = BELUM
    telepon: Text = BELUM
    faksimile: Text = BELUM
    surel: Text = BELUM


class Rekomendasi(Strict):
    """BPS's recommendation of a sectoral survey; ``identitas`` only where there is one."""

    ada: bool
    identitas: Text | None = None

    @model_validator(mode="after")
    def _named(self) -> Self:
        if self.ada != (self.identitas is not None):
            raise ValueError(
                "identitas rekomendasi BPS diisi bila dan hanya bila rekomendasinya ada; lengkapi, "
                "atau hapus"
            )
        return self


class RancanganSampel(Strict):
    """Block V, of a survey only; 5.3 to 5.6 depend on 5.2 as the form prints."""

    rancangan: Annotated[int, _one_of(RANCANGAN, "R.5.1")]
    pemilihan: Annotated[int, _one_of(PEMILIHAN, "R.5.2")]
    probabilitas: Annotated[int, _one_of(PROBABILITAS, "R.5.3a")] | None = None
    nonprobabilitas: Annotated[int, _one_of(NONPROBABILITAS, "R.5.3b")] | None = None
    kerangka: Annotated[int, _one_of(KERANGKA, "R.5.4")] | None = None
    fraksi: Text | None = None
    galat: Text | None = None
    unit_sampel: Text
    unit_observasi: Text

    @model_validator(mode="after")
    def _conditions(self) -> Self:
        chance = self.pemilihan == 1
        problems = _conditional(
            {
                "R.5.3a probabilitas": (self.probabilitas, chance),
                "R.5.3b nonprobabilitas": (self.nonprobabilitas, not chance),
                "R.5.4 kerangka": (self.kerangka, chance),
                "R.5.5 fraksi": (self.fraksi, chance),
                "R.5.6 galat": (self.galat, chance),
            },
            "R.5.2 = 1 (probabilitas)" if chance else "R.5.2 = 2 (nonprobabilitas)",
        )
        if problems:
            raise ValueError("; ".join(problems))
        return self


class Petugas(Strict):
    """R.6.4 to R.6.7: field staff."""

    jenis: Annotated[int, _one_of(PETUGAS, "R.6.4")]
    pendidikan_terendah: Annotated[int, _one_of(PENDIDIKAN, "R.6.5")]
    pengawas: Annotated[int, Field(ge=0)]
    pengumpul: Annotated[int, Field(ge=0)]
    pelatihan: bool


class Pengolahan(Strict):
    """R.7.1: which steps of processing are done."""

    editing: bool
    coding: bool
    data_entry: bool
    validasi: bool


class Produk(Strict):
    """R.8.1: what the public may have. When, is R.8.2, from ``jadwal_rilis``."""

    tercetak: bool
    digital: bool
    data_mikro: bool


class Kegiatan(Strict):
    """MS-Keg (PerBPS 5/2020): the activity that produces the data.

    ``judul`` and ``tujuan`` are always there; the rest may still be missing in a draft
    (:mod:`spbe_data.standards.completeness` tells what). The code of the activity is filled by
    BPS's officer and is no field here.
    """

    judul: Text
    tujuan: Text
    cara_pengumpulan: NumberText
    sektor: NumberText
    latar_belakang: Text | None = None
    rekomendasi: Rekomendasi | None = None
    penanggung_jawab: Kontak = Kontak()
    jadwal: Jadwal = Jadwal()
    berulang: bool | None = None
    tipe_pengumpulan: Annotated[int, _one_of(TIPE, "R.4.3")] | None = None
    metode: Annotated[int, _sum_of(METODE, "R.4.6")] | None = None
    sarana: Annotated[int, _sum_of(SARANA, "R.4.7")] | None = None
    unit_pengumpulan: Annotated[int, _sum_of(UNIT, "R.4.8")] | None = None
    rancangan_sampel: RancanganSampel | None = None
    uji_coba: bool | None = None
    pemeriksaan_kualitas: Annotated[int, _sum_of(PEMERIKSAAN, "R.6.2")] | None = None
    penyesuaian_nonrespon: bool | None = None
    petugas: Petugas | None = None
    pengolahan: Pengolahan | None = None
    metode_analisis: Annotated[int, _one_of(ANALISIS, "R.7.2")] | None = None
    unit_analisis: Annotated[int, _sum_of(UNIT, "R.7.3")] | None = None
    produk: Produk | None = None

    @model_validator(mode="after")
    def _conditions(self) -> Self:
        problems: list[str] = []
        if self.rancangan_sampel is not None and self.cara_pengumpulan != "2":
            problems.append(
                "blok V rancangan_sampel hanya untuk survei (cara_pengumpulan 2); hapus, atau ubah caranya"
            )
        if self.rekomendasi is not None and self.cara_pengumpulan != "2":
            problems.append(
                "rekomendasi BPS hanya ditanyakan untuk survei (cara_pengumpulan 2); hapus"
            )
        if self.petugas is not None and not self.butuh_petugas:
            problems.append(
                "R.6.4-R.6.7 petugas hanya bila R.4.7 sarana memuat 1 PAPI, 2 CAPI, atau 4 CATI; hapus"
            )
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @property
    def butuh_petugas(self) -> bool:
        """Whether R.4.7 holds a means that needs field staff."""
        return self.sarana is not None and any(self.sarana & bit for bit in BERSAMA_PETUGAS)


class PembangunKomposit(Strict):
    """Columns 11 and 12: where the parts of a composite indicator are published, and which."""

    publikasi: Text
    indikator: tuple[Text, ...] = Field(min_length=1, strict=False)


class PembangunVariabel(Strict):
    """Columns 13 and 15: the activity and the variables a plain indicator is made of.

    ``kegiatan`` empty means the standard's own; ``variabel`` are then columns of the standard.
    """

    variabel: tuple[Text, ...] = Field(min_length=1, strict=False)
    kegiatan: Text | None = None


class Indikator(Strict):
    """MS-Ind (PerBPS 5/2020, 17 columns): one published indicator.

    ``satuan`` may be ``(tanpa satuan)``. Column 16 is the standard's ``tingkat_penyajian``; column
    14 is filled by BPS's officer. An indicator that is one column of the standard takes konsep and
    definisi from it, and ukuran and satuan from the standard, where it says nothing else
    (:attr:`spbe_data.standards.models.Standar.ms_ind`).
    """

    nama: Text
    konsep: Text | None = None
    definisi: Text | None = None
    interpretasi: Text
    rumus: Text
    ukuran: Text | None = None
    satuan: Text | None = None
    klasifikasi_penyajian: tuple[Text, ...] = Field(default=(), strict=False)
    komposit: PembangunKomposit | None = None
    pembangun: PembangunVariabel | None = None
    akses_umum: bool = True

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.komposit is None) == (self.pembangun is None):
            raise ValueError(
                "kolom 10: isi 'komposit' (kolom 11-12) untuk indikator komposit, atau 'pembangun' "
                "(kolom 13 dan 15) untuk yang bukan; tepat satu"
            )
        if self.kolom_sendiri is None and (self.konsep is None or self.definisi is None):
            raise ValueError(
                "kolom 3 dan 4: konsep dan definisi wajib ditulis, kecuali indikator itu satu kolom standar ini"
            )
        return self

    @property
    def kolom_sendiri(self) -> str | None:
        """The one column of the standard that this indicator is, if it is one."""
        made_of = self.pembangun
        if made_of is None or made_of.kegiatan is not None or len(made_of.variabel) != 1:
            return None
        return made_of.variabel[0]


class Interoperabilitas(Strict):
    """Whether the data can be shared between systems, and how (Perbup SPBE 2/2023 Pasal 11(2))."""

    ya: bool
    keterangan: Text


class Arsitektur(Strict):
    """The architecture entry of a dataset (Permen PPN 16/2020 Pasal 5; SPBE architecture, RAD).

    ``sifat`` follows from ``akses``, ``validitas`` from ``jadwal_pemutakhiran``, the producer from
    ``produsen_data`` and RAD from ``rad``: none is written here again.
    """

    tujuan: Text
    jenis: Literal["Statistik", "Geospasial", "Keuangan", "Lainnya"]
    penanggung_jawab: Text
    masukan: tuple[Text, ...] = Field(min_length=1, strict=False)
    keluaran: tuple[Text, ...] = Field(min_length=1, strict=False)
    interoperabilitas: Interoperabilitas
    proses_bisnis: Text
    layanan: Text


class Pengecualian(Strict):
    """Why a dataset is closed: UU 14/2008 Pasal 17 letter, PPID decision, and its end (P-04)."""

    dasar: Annotated[str, Field(pattern=r"^Pasal 17 huruf [a-j]$")]
    keputusan_ppid: Text
    tanggal: dt.date
    berakhir: dt.date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.tanggal >= self.berakhir:
            raise ValueError("pengecualian.berakhir harus sesudah tanggal keputusan PPID; betulkan")
        return self


def _conditional(fields: dict[str, tuple[object, bool]], why: str) -> list[str]:
    problems: list[str] = []
    for name, (value, wanted) in fields.items():
        if wanted and value is None:
            problems.append(f"{name} wajib ada bila {why}; tambahkan")
        elif not wanted and value is not None:
            problems.append(f"{name} tidak diisi bila {why}; hapus")
    return problems
