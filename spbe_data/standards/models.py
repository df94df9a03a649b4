"""The shape of one Standar Data as content: a frozen, strict model of a ``schemas/dataset`` file.

Belongs here: fields, their meaning and the rules one file must obey by itself. Rules that need
other files (code lists, agencies, other standards) are in :mod:`spbe_data.standards.catalog`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from spbe_data.standards.base import (
    DuaBahasa,
    Exact,
    Letak,
    NumberText,
    Strict,
    Terurai,
    Text,
    as_text,
)
from spbe_data.standards.life import LangkahStatus, Pencabutan, Penetapan, Status, life_faults
from spbe_data.standards.metadata import BELUM, Arsitektur, Indikator, Kegiatan, Pengecualian
from spbe_data.standards.obligation import Register

ID_PATTERN = re.compile(r"[a-z0-9][a-z0-9-]{1,78}[a-z0-9]")
"""Dataset ids and perangkat daerah ids (docs/doors.md: ``[a-z0-9-]{3,80}``)."""

COLUMN_PATTERN = r"^[a-z][a-z0-9_]{0,62}$"

Frekuensi = Literal["tahunan", "semesteran", "triwulanan", "bulanan", "harian"]
Tingkat = Literal["provinsi", "kabupaten_kota", "kecamatan", "desa_kelurahan"]
Peran = Literal["wilayah", "waktu", "dimensi", "ukuran", "satuan", "keterangan"]
Tipe = Literal["teks", "bulat", "desimal", "tanggal"]
Akses = Literal["terbuka", "terbatas", "tertutup"]
Keparahan = Literal["tolak", "peringatan", "catatan"]


class StandarData(Strict):
    """The five parts of a Standar Data (Perpres 39/2019 Pasal 4)."""

    konsep: Text
    definisi: Text
    klasifikasi: Text
    ukuran: Text
    satuan: Text


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
    induk: str | None = None
    minimum: Exact | None = None
    maksimum: Exact | None = None
    skala: Annotated[int, Field(ge=0, le=10)] | None = None
    pola: str | None = None
    panjang: int | None = None
    tata_angka: Literal["id", "en"] | None = None
    ejaan_judul: tuple[str, ...] = Field(default=(), strict=False)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problems = list(self._faults())
        if problems:
            raise Terurai(problems)
        return self

    def _faults(self) -> Iterator[tuple[Letak, str]]:
        if (self.peran == "wilayah") != (self.wilayah is not None):
            yield (
                ("peran",),
                "peran 'wilayah' dan isian 'wilayah' harus ada bersama-sama; lengkapi, atau hapus yang satu",
            )
        if self.peran == "ukuran" and self.tipe not in ("bulat", "desimal"):
            yield ("tipe",), "kolom ukuran harus bertipe 'bulat' atau 'desimal'; ganti tipenya"
        if self.tipe not in ("bulat", "desimal"):
            for name in ("minimum", "maksimum", "skala"):
                if getattr(self, name) is not None:
                    yield (name,), f"{name} hanya untuk kolom angka; hapus, atau ganti tipenya"
        if self.minimum is not None and self.maksimum is not None and self.minimum > self.maksimum:
            yield ("minimum",), "minimum lebih besar daripada maksimum; tukar keduanya"
        if self.induk is not None and (
            self.tipe != "teks" or self.daftar is not None or self.wilayah is not None
        ):
            yield (
                ("induk",),
                "induk hanya untuk kolom teks tanpa 'daftar' dan tanpa 'wilayah'; hapus salah satu",
            )
        if self.pola is not None:
            try:
                re.compile(self.pola)
            except re.error as exc:
                yield ("pola",), f"pola bukan ungkapan reguler yang sah ({exc}); betulkan"


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

    @property
    def kolom_terpakai(self) -> tuple[str, ...]:
        return (*self.bagian, self.total)


class AturanBanding(Strict):
    """Within a row: ``kiri`` stands in ``operasi`` to ``kanan``."""

    id: Annotated[str, Field(pattern=COLUMN_PATTERN)]
    jenis: Literal["banding_kolom"]
    kiri: str
    operasi: Literal["<=", ">=", "<", ">", "="]
    kanan: str
    alasan: DuaBahasa

    @property
    def kolom_terpakai(self) -> tuple[str, ...]:
        return (self.kiri, self.kanan)


class AturanSyarat(Strict):
    """Within a row: where every column of ``bila`` has one of its values, ``wajib`` is filled.

    The columns in ``wajib`` may be empty otherwise, so they are ``wajib: false`` themselves.
    """

    id: Annotated[str, Field(pattern=COLUMN_PATTERN)]
    jenis: Literal["wajib_bila"]
    bila: dict[str, Annotated[tuple[str, ...], Field(min_length=1, strict=False)]] = Field(
        min_length=1
    )
    wajib: tuple[str, ...] = Field(min_length=1, strict=False)
    alasan: DuaBahasa

    @property
    def kolom_terpakai(self) -> tuple[str, ...]:
        return (*self.bila, *self.wajib)

    def __hash__(self) -> int:
        # A standard is a key of the compiled schemas; a dictionary alone could not be one.
        return hash((self.id, tuple(self.bila.items()), self.wajib))


AturanBaris = Annotated[AturanJumlah | AturanBanding | AturanSyarat, Field(discriminator="jenis")]

TIME_COLUMNS: dict[str, tuple[str, ...]] = {
    "tahunan": ("tahun",),
    "semesteran": ("tahun", "semester"),
    "triwulanan": ("tahun", "triwulan"),
    "bulanan": ("tahun", "bulan"),
    "harian": ("tanggal",),
}
"""The columns that carry the period in the rows, per kind of period (docs/doors.md, Periode)."""


TANPA_KESESUAIAN = {"kesesuaian": False}
"""Context of a validation that judges each field by itself: only to look for further faults in a
file that has some (:mod:`spbe_data.standards.loading`)."""


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
    unit_produsen: Text = BELUM
    sumber_angka: SumberAngka
    topik: Text
    kata_kunci: tuple[str, ...] = Field(strict=False)
    rad: Annotated[str, Field(pattern=r"^RAD\.(0[1-9]|10)(\.[0-9]{2}){0,3}$")]
    kode_sds: Annotated[str, Field(pattern=r"^[A-Z]{1,2}[0-9]{5}\.[0-9]{2}\.[0-9]{2}$")] | None = (
        None
    )
    jadwal_pemutakhiran: str
    jadwal_rilis: JadwalRilis
    periode: Frekuensi
    tingkat_penyajian: Tingkat
    akses: Akses
    lisensi: str
    kontak: Text = "belum ditetapkan"
    data_prioritas: Text | None = None
    standar_data: StandarData
    kegiatan: Kegiatan
    indikator: tuple[Indikator, ...] = Field(default=(), strict=False)
    arsitektur: Arsitektur | None = None
    pengecualian: Pengecualian | None = None
    register_spbe: Register | None = None
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
    def ms_ind(self) -> tuple[Indikator, ...]:
        """The indicators with everything filled that their column and the standard say."""
        made: list[Indikator] = []
        for one in self.indikator:
            column = self.satu(one.kolom_sendiri) if one.kolom_sendiri else None
            made.append(
                one.model_copy(
                    update={
                        "konsep": one.konsep or (column.konsep if column else None),
                        "definisi": one.definisi or (column.definisi if column else None),
                        "ukuran": one.ukuran or self.standar_data.ukuran,
                        "satuan": one.satuan or self.standar_data.satuan,
                    }
                )
            )
        return tuple(made)

    @property
    def kelas(self) -> Akses:
        """The class of the table: the strictest of its columns (UU 14/2008; MS-Var column 12)."""
        closed = any(not c.akses_umum for c in self.kolom)
        return "terbatas" if closed and self.akses == "terbuka" else self.akses

    @property
    def publik(self) -> bool:
        """Whether the public may have it."""
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
    def _consistent(self, info: ValidationInfo) -> Self:
        if info.context == TANPA_KESESUAIAN:
            return self
        problems = [
            *self._column_faults(),
            *self._class_faults(),
            *self._indicator_faults(),
            *life_faults(self.status, self.penetapan, self.pencabutan, self.riwayat_status),
        ]
        if problems:
            raise Terurai(problems)
        return self

    def _column_faults(self) -> Iterator[tuple[Letak, str]]:
        """Names that are used must be columns of the kind their use needs."""
        if not ID_PATTERN.fullmatch(self.id):
            yield (
                (),
                f"nama berkas '{self.id}' harus huruf kecil, angka, dan tanda hubung (3-80); ganti nama berkasnya",
            )
        names = self.nama_kolom
        for name in sorted({n for n in names if names.count(n) > 1}):
            yield (
                ("kolom", len(names) - 1 - names[::-1].index(name)),
                f"kolom '{name}' tertulis lebih dari sekali; hapus salah satu",
            )
        unknown = f"tidak ada di daftar kolom ({', '.join(names)}); tambahkan kolomnya atau betulkan ejaannya"
        for at, wanted in (
            (("kunci",), self.kunci),
            (("periode",), self.kolom_waktu),
            (("cakupan", "untuk_setiap"), self.cakupan.untuk_setiap if self.cakupan else ()),
        ):
            for name in wanted:
                if name not in names:
                    yield at, f"menyebut kolom '{name}' yang {unknown}"
        for number, rule in enumerate(self.aturan):
            for name in rule.kolom_terpakai:
                if name not in names:
                    yield ("aturan", number), f"menyebut kolom '{name}' yang {unknown}"
            yield from self._rule_faults(number, rule)
        for name in (*self.kunci, *self.kolom_waktu):
            if name in names and not self.satu(name).wajib and self.satu(name).peran != "wilayah":
                yield (
                    ("kolom", names.index(name)),
                    f"kolom kunci '{name}' harus wajib; hapus 'wajib: false'",
                )
        if self.cakupan and not any(
            c.wilayah and c.wilayah.tingkat == self.cakupan.tingkat
            for c in self.kolom_wilayah("kode")
        ):
            yield (
                ("cakupan", "tingkat"),
                f"tidak ada kolom kode wilayah tingkat {self.cakupan.tingkat}; tambahkan kolomnya",
            )
        if not self.ukuran and not any(c.peran == "keterangan" for c in self.kolom):
            yield ("kolom",), "tidak ada kolom ukuran maupun keterangan; tambahkan isinya"

    def _rule_faults(self, number: int, rule: AturanBaris) -> Iterator[tuple[Letak, str]]:
        known = [self.satu(n) for n in rule.kolom_terpakai if n in self.nama_kolom]
        at: Letak = ("aturan", number)
        if isinstance(rule, AturanSyarat):
            for column in known:
                if column.nama in rule.wajib and column.wajib:
                    yield (
                        at,
                        f"kolom '{column.nama}' sudah selalu wajib; tulis 'wajib: false' padanya, atau hapus aturannya",
                    )
            return
        numbers = [c.tipe in ("bulat", "desimal") for c in known]
        dates = isinstance(rule, AturanBanding) and all(c.tipe == "tanggal" for c in known)
        if not all(numbers) and not dates:
            wrong = ", ".join(c.nama for c in known if c.tipe not in ("bulat", "desimal"))
            yield (
                at,
                f"memakai kolom {wrong} yang bukan angka; pakai kolom angka"
                + (", atau dua kolom tanggal" if isinstance(rule, AturanBanding) else ""),
            )

    def _class_faults(self) -> Iterator[tuple[Letak, str]]:
        if self.kelas != self.akses:
            closed = ", ".join(c.nama for c in self.kolom if not c.akses_umum)
            yield (
                ("akses",),
                f"tertulis '{self.akses}', padahal kolom {closed} tidak untuk umum; kelas tabel mengikuti kolomnya yang paling ketat: tulis '{self.kelas}', atau buka kolomnya",
            )
        if (self.akses == "tertutup") != (self.pengecualian is not None):
            yield (
                ("akses",),
                "akses 'tertutup' dan isian 'pengecualian' (UU 14/2008 Pasal 17, keputusan PPID, akhir masa) harus ada bersama-sama; lengkapi, atau hapus yang satu",
            )

    def _indicator_faults(self) -> Iterator[tuple[Letak, str]]:
        for number, indicator in enumerate(self.indikator):
            made_of = indicator.pembangun
            if made_of is None or made_of.kegiatan is not None:
                continue
            for name in made_of.variabel:
                if name not in self.nama_kolom:
                    yield (
                        ("indikator", number, "pembangun", "variabel"),
                        f"variabel '{name}' bukan kolom standar ini; sebutkan kegiatan asalnya atau betulkan namanya",
                    )
