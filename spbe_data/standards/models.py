"""The shape of one Standar Data as content: a frozen, strict model of a ``schemas/dataset`` file.

Belongs here: fields, their meaning and the rules one file must obey by itself. Rules that need
other files (code lists, agencies, other standards) are in :mod:`spbe_data.standards.catalog`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from spbe_data.standards.base import DuaBahasa, Exact, NumberText, Strict, Text, as_text
from spbe_data.standards.life import LangkahStatus, Pencabutan, Penetapan, Status, life_faults

ID_PATTERN = re.compile(r"[a-z0-9][a-z0-9-]{1,78}[a-z0-9]")
"""Dataset ids and perangkat daerah ids (docs/doors.md: ``[a-z0-9-]{3,80}``)."""

COLUMN_PATTERN = r"^[a-z][a-z0-9_]{0,62}$"

Frekuensi = Literal["tahunan", "semesteran", "triwulanan", "bulanan", "harian"]
Tingkat = Literal["provinsi", "kabupaten_kota", "kecamatan", "desa_kelurahan"]
Peran = Literal["wilayah", "waktu", "dimensi", "ukuran", "satuan", "keterangan"]
Tipe = Literal["teks", "bulat", "desimal", "tanggal"]
Keparahan = Literal["tolak", "peringatan", "catatan"]


class StandarData(Strict):
    """The five parts of a Standar Data (Perpres 39/2019 Pasal 4)."""

    konsep: Text
    definisi: Text
    klasifikasi: Text
    ukuran: Text
    satuan: Text


class Kegiatan(Strict):
    """What MS-Keg needs and the standard can know (PerBPS 5/2020, 4.1.1)."""

    judul: Text
    tujuan: Text
    cara_pengumpulan: NumberText
    sektor: NumberText


class SumberAngka(Strict):
    """Who published the figures; another thing than who answers for them here."""

    penerbit: Text
    nama: Text
    catatan: str = ""


class JadwalRilis(Strict):
    """Official release: the last day of the n-th month after the period's end.

    Apart from ``jadwal_pemutakhiran``, which is a frequency (Permen PPN 16/2020 Pasal 20).
    """

    bulan_setelah_periode: Annotated[int, Field(ge=0, le=36)]
    uraian: Text


class KolomWilayah(Strict):
    """Which area code or name a column holds."""

    sistem: Literal["kemendagri", "bps"]
    tingkat: Tingkat
    bagian: Literal["kode", "nama"]


class Kolom(Strict):
    """One column, with its MS-Var attributes (PerBPS 5/2020, columns 2 to 12).

    ``nama`` is the physical name (the Alias of MS-Var); ``minimum``/``maksimum`` are inclusive;
    ``skala`` is the greatest number of decimals.
    """

    nama: Annotated[str, Field(pattern=COLUMN_PATTERN)]
    judul: DuaBahasa
    peran: Peran
    tipe: Tipe
    konsep: Text
    definisi: Text
    rujukan_pemilihan: Text
    rujukan_waktu: Text
    wajib: bool = True
    akses_umum: bool = True
    wilayah: KolomWilayah | None = None
    daftar: str | None = None
    minimum: Exact | None = None
    maksimum: Exact | None = None
    skala: Annotated[int, Field(ge=0, le=10)] | None = None
    pola: str | None = None
    panjang: int | None = None
    tata_angka: Literal["id", "en"] | None = None
    ejaan_judul: tuple[str, ...] = Field(default=(), strict=False)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.peran == "wilayah") != (self.wilayah is not None):
            raise ValueError("peran 'wilayah' dan isian 'wilayah' harus ada bersama-sama")
        if self.peran == "ukuran" and self.tipe not in ("bulat", "desimal"):
            raise ValueError("kolom ukuran harus bertipe 'bulat' atau 'desimal'")
        if self.tipe not in ("bulat", "desimal") and (
            self.minimum is not None or self.maksimum is not None or self.skala is not None
        ):
            raise ValueError("minimum, maksimum, dan skala hanya untuk kolom angka")
        if self.minimum is not None and self.maksimum is not None and self.minimum > self.maksimum:
            raise ValueError("minimum lebih besar daripada maksimum")
        if self.pola is not None:
            try:
                re.compile(self.pola)
            except re.error as exc:
                raise ValueError(f"pola bukan ungkapan reguler yang sah: {exc}") from exc
        return self


class Cakupan(Strict):
    """The universe the dataset must cover in each period, for each value of the other columns."""

    tingkat: Tingkat
    jenis: tuple[Literal["desa", "kelurahan"], ...] = Field(default=(), strict=False)
    untuk_setiap: tuple[str, ...] = Field(default=(), strict=False)


class AturanJumlah(Strict):
    """Within a row: the parts add up to the total, within ``toleransi``."""

    id: Annotated[str, Field(pattern=COLUMN_PATTERN)]
    jenis: Literal["jumlah_kolom"]
    bagian: tuple[str, ...] = Field(min_length=2, strict=False)
    total: str
    toleransi: Exact = Decimal(0)
    alasan: DuaBahasa


class AturanBanding(Strict):
    """Within a row: ``kiri`` stands in ``operasi`` to ``kanan``."""

    id: Annotated[str, Field(pattern=COLUMN_PATTERN)]
    jenis: Literal["banding_kolom"]
    kiri: str
    operasi: Literal["<=", ">=", "<", ">", "="]
    kanan: str
    alasan: DuaBahasa


AturanBaris = Annotated[AturanJumlah | AturanBanding, Field(discriminator="jenis")]

TIME_COLUMNS: dict[str, tuple[str, ...]] = {
    "tahunan": ("tahun",),
    "semesteran": ("tahun", "semester"),
    "triwulanan": ("tahun", "triwulan"),
    "bulanan": ("tahun", "bulan"),
    "harian": ("tanggal",),
}
"""The columns that carry the period in the rows, per kind of period (docs/doors.md, Periode)."""


class Standar(Strict):
    """One dataset's Standar Data: everything its checks, exports, pages and assets follow from.

    ``id`` is the file's stem and the slug in every address; ``folder`` the agency's folder.
    """

    id: str
    judul: DuaBahasa
    ringkasan: DuaBahasa
    versi: Annotated[str, BeforeValidator(as_text), Field(pattern=r"^[0-9]+(\.[0-9]+){0,2}$")]
    status: Status
    contoh: bool
    berlaku_untuk_periode_sejak: NumberText
    penetapan: Penetapan
    pencabutan: Pencabutan | None = None
    riwayat_status: tuple[LangkahStatus, ...] = Field(default=(), strict=False)
    produsen_data: str
    sumber_angka: SumberAngka
    topik: Text
    kata_kunci: tuple[str, ...] = Field(strict=False)
    rad: str
    jadwal_pemutakhiran: str
    jadwal_rilis: JadwalRilis
    periode: Frekuensi
    tingkat_penyajian: Tingkat
    akses: Literal["terbuka", "terbatas", "tertutup"]
    lisensi: str
    kontak: Text = "belum ditetapkan"
    data_prioritas: Text | None = None
    standar_data: StandarData
    kegiatan: Kegiatan
    kolom: tuple[Kolom, ...] = Field(strict=False)
    kunci: tuple[str, ...] = Field(min_length=1, strict=False)
    cakupan: Cakupan | None = None
    aturan: tuple[AturanBaris, ...] = Field(default=(), strict=False)
    catatan: tuple[DuaBahasa, ...] = Field(default=(), strict=False)

    @property
    def tabel(self) -> str:
        """Table name in DuckDB (docs/doors.md)."""
        return self.id.replace("-", "_")

    @property
    def nama_kolom(self) -> tuple[str, ...]:
        return tuple(column.nama for column in self.kolom)

    @property
    def kolom_waktu(self) -> tuple[str, ...]:
        return TIME_COLUMNS[self.periode]

    @property
    def ukuran(self) -> tuple[Kolom, ...]:
        """The measure columns."""
        return tuple(column for column in self.kolom if column.peran == "ukuran")

    @property
    def publik(self) -> bool:
        """Whether the public may have it: class and every column open (strictest wins)."""
        return self.akses == "terbuka"

    def satu(self, nama: str) -> Kolom:
        """The column called ``nama``; raises ``KeyError``."""
        for column in self.kolom:
            if column.nama == nama:
                return column
        raise KeyError(nama)

    def kolom_wilayah(self, bagian: str) -> tuple[Kolom, ...]:
        """Area columns of one part (``kode`` or ``nama``)."""
        return tuple(c for c in self.kolom if c.wilayah is not None and c.wilayah.bagian == bagian)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problems: list[str] = []
        if not ID_PATTERN.fullmatch(self.id):
            problems.append(
                f"nama berkas '{self.id}' harus huruf kecil, angka, tanda hubung (3-80)"
            )
        names = self.nama_kolom
        for name in sorted({n for n in names if names.count(n) > 1}):
            problems.append(f"kolom '{name}' tertulis lebih dari sekali")
        for where, wanted in (
            ("kunci", self.kunci),
            ("kolom waktu", self.kolom_waktu),
            ("cakupan.untuk_setiap", self.cakupan.untuk_setiap if self.cakupan else ()),
        ):
            for name in wanted:
                if name not in names:
                    problems.append(f"{where} menyebut kolom '{name}' yang tidak ada")
        for rule in self.aturan:
            used = (
                (*rule.bagian, rule.total)
                if isinstance(rule, AturanJumlah)
                else (rule.kiri, rule.kanan)
            )
            for name in used:
                if name not in names:
                    problems.append(f"aturan '{rule.id}' menyebut kolom '{name}' yang tidak ada")
                elif self.satu(name).tipe not in ("bulat", "desimal"):
                    problems.append(f"aturan '{rule.id}' memakai kolom '{name}' yang bukan angka")
        for name in (*self.kunci, *self.kolom_waktu):
            if name in names and not self.satu(name).wajib and self.satu(name).peran != "wilayah":
                problems.append(f"kolom kunci '{name}' harus wajib")
        if self.cakupan and not any(
            c.wilayah and c.wilayah.tingkat == self.cakupan.tingkat
            for c in self.kolom_wilayah("kode")
        ):
            problems.append(f"cakupan {self.cakupan.tingkat} tanpa kolom kode wilayah tingkat itu")
        if not self.ukuran and not any(c.peran == "keterangan" for c in self.kolom):
            problems.append("tidak ada kolom ukuran maupun keterangan")
        if self.akses == "terbuka" and not all(
            c.akses_umum for c in self.kolom if c.nama in self.kunci
        ):
            problems.append("kolom kunci yang tidak dapat diakses umum menutup seluruh tabel")
        problems += life_faults(self.status, self.penetapan, self.pencabutan, self.riwayat_status)
        if problems:
            raise ValueError("; ".join(problems))
        return self
