"""Data Induk: a register's description, and what its records must obey (Permen PPN 16/2020 Pasal 12-15).

Belongs here: the shape of ``schemas/induk/<register>.yaml``, values of one record, and which record
wins in a merge. Does not belong here: reading the folder (:mod:`spbe_data.standards.master_files`)
and what accepted changes make of the records (:mod:`spbe_data.standards.master_state`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from spbe_data.identifiers.masa import Masa
from spbe_data.identifiers.nomor import JenisNomor, sah
from spbe_data.standards.base import DuaBahasa, NumberText, Strict, Text

NAMA_KOLOM = r"^[a-z][a-z0-9_]{0,62}$"
KOLOM_MASA = ("berlaku_sejak", "berlaku_sampai", "pengganti")
"""Columns of the CSV that are not values of the record but its validity."""


class KolomInduk(Strict):
    """One value of a record.

    ``nomor``: a kind of identifier whose form is known; ``induk``: the value is a key of that
    register; ``umum``: the public may see it; ``gabung``: whose value the golden record keeps,
    ``terisi`` (the survivor's, the other's where it is empty) or ``terbaru`` (of the record that
    was changed last).
    """

    nama: Annotated[str, Field(pattern=NAMA_KOLOM)]
    judul: DuaBahasa
    tipe: Literal["teks", "angka", "tanggal"] = "teks"
    wajib: bool = False
    pilihan: tuple[NumberText, ...] = Field(default=(), strict=False)
    pola: str | None = None
    nomor: JenisNomor | None = None
    induk: str | None = None
    umum: bool = True
    gabung: Literal["terisi", "terbaru"] = "terisi"


class PembandingGanda(Strict):
    """What makes two records look alike: a name, columns that agree, a place (latitude, longitude
    in degrees)."""

    nama: str
    sama: tuple[str, ...] = Field(default=(), strict=False)
    letak: tuple[str, str] | None = Field(default=None, strict=False)


class Semesta(Strict):
    """How many areas there are, by kind, in a span of time."""

    masa: Text
    kecamatan: int
    desa: int
    kelurahan: int


class KeteranganInduk(Strict):
    """The description of a register: structure, key and steward (Permen PPN 16/2020 Pasal 12).

    ``penanggung_jawab``: the perangkat daerah that accepts or refuses changes, or *belum
    ditetapkan*. ``nama``: the column that a record is called by. ``referensi``: the records are
    those of a reference list and change only there.
    """

    judul: DuaBahasa
    deskripsi: DuaBahasa
    dasar_hukum: Text
    sumber: tuple[Text, ...] = Field(min_length=1, strict=False)
    versi: NumberText
    berlaku_sejak: dt.date | None
    penanggung_jawab: Text
    contoh: bool = False
    kunci: str
    nama: str
    kolom: tuple[KolomInduk, ...] = Field(min_length=1, strict=False)
    ganda: PembandingGanda | None = None
    referensi: Literal["wilayah"] | None = None
    semesta: tuple[Semesta, ...] = Field(default=(), strict=False)
    catatan: DuaBahasa

    @property
    def nama_kolom(self) -> tuple[str, ...]:
        return tuple(column.nama for column in self.kolom)

    def satu(self, nama: str) -> KolomInduk:
        """The column called ``nama``; raises ``KeyError``."""
        for column in self.kolom:
            if column.nama == nama:
                return column
        raise KeyError(nama)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        names = self.nama_kolom
        problems = [
            f"kolom '{n}' tertulis lebih dari sekali" for n in set(names) if names.count(n) > 1
        ]
        wanted = {"kunci": (self.kunci,), "nama": (self.nama,)}
        if self.ganda is not None:
            wanted["ganda"] = (self.ganda.nama, *self.ganda.sama, *(self.ganda.letak or ()))
        for where, columns in wanted.items():
            problems += [
                f"{where} menyebut kolom '{n}' yang tidak ada" for n in columns if n not in names
            ]
        for column in self.kolom:
            if column.nama in KOLOM_MASA:
                problems.append(f"'{column.nama}' adalah masa berlaku, bukan kolom isi")
            if column.pola is not None:
                try:
                    re.compile(column.pola)
                except re.error as exc:
                    problems.append(f"pola kolom '{column.nama}' tidak sah: {exc}")
        if self.kunci in names and not self.satu(self.kunci).umum:
            problems.append("kolom kunci harus umum: kunci dipakai di setiap alamat dan data")
        if problems:
            raise ValueError("; ".join(problems))
        return self


@dataclass(frozen=True, slots=True)
class Babak:
    """One record under one content, valid in ``[sejak, sampai]`` (open ends are ``None``).

    ``asal``: the id of the accepted change that made it, empty for the register's own file.
    ``pengganti``: the keys that follow when the record has ended.
    """

    kunci: str
    isi: Mapping[str, str]
    sejak: dt.date | None
    sampai: dt.date | None
    asal: str = ""
    pengganti: tuple[str, ...] = ()
    baris: int = 0

    def berlaku(self, awal: dt.date, akhir: dt.date) -> bool:
        """Valid on any day from ``awal`` to ``akhir``."""
        return (self.sejak is None or self.sejak <= akhir) and (
            self.sampai is None or self.sampai >= awal
        )

    def masa(self, nama: str) -> Masa:
        """As a plain interval, called by the column ``nama``."""
        return Masa(self.kunci, self.isi[nama], self.sejak, self.sampai, self.pengganti)


def cacat_nilai(
    column: KolomInduk, value: str, kunci_induk: Mapping[str, frozenset[str]]
) -> str | None:
    """What is wrong with one value, as a sentence in Indonesian, or ``None``.

    ``kunci_induk``: the known keys of each register that a column may refer to.
    """
    if not value:
        return f"kolom '{column.nama}' wajib diisi." if column.wajib else None
    written = f"kolom '{column.nama}' tertulis '{value}'"
    if value != value.strip():
        return f"{written}: ada spasi di tepinya. Hapus spasi itu."
    if column.pilihan and value not in column.pilihan:
        return f"{written}; yang boleh: {', '.join(column.pilihan)}."
    if column.nomor is not None and not sah(column.nomor, value):
        return f"{written}; bentuknya bukan {column.nomor.upper().replace('_', ' ')} yang sah."
    if column.pola is not None and not re.fullmatch(column.pola, value):
        return f"{written}; harus sesuai pola {column.pola}."
    if column.tipe == "angka" and not _number(value):
        return f"{written}; harus angka dengan titik desimal, misalnya 107.14."
    if column.tipe == "tanggal" and not _day(value):
        return f"{written}; harus tanggal seperti 2024-01-31."
    # A register that could not be read has its own fault; its keys are not a second one.
    keys = kunci_induk.get(column.induk) if column.induk is not None else None
    if keys is not None and value not in keys:
        return f"{written}; tidak ada di data induk {column.induk}."
    return None


def _number(value: str) -> bool:
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False


def _day(value: str) -> bool:
    try:
        return dt.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def pilih_emas(
    keterangan: KeteranganInduk, bertahan: Babak, melebur: Babak, dipilih: Mapping[str, str]
) -> dict[str, str]:
    """The golden record of a merge, value by value: what the steward chose, else the column's rule.

    The key is always the survivor's.
    """
    later = (
        melebur if (melebur.sejak or dt.date.min) > (bertahan.sejak or dt.date.min) else bertahan
    )
    golden: dict[str, str] = {}
    for column in keterangan.kolom:
        name = column.nama
        own, other = bertahan.isi[name], melebur.isi[name]
        if name == keterangan.kunci:
            golden[name] = own
        elif name in dipilih:
            golden[name] = dipilih[name]
        elif column.gabung == "terbaru":
            golden[name] = later.isi[name] or own or other
        else:
            golden[name] = own or other
    return golden
