"""Data Referensi: code lists whose entries are valid in time (Permen PPN 16/2020 Pasal 13-15).

Belongs here: the shape of one list and its description, and what can be asked of it. Reading and
checking the files is :mod:`spbe_data.standards.reference_files`; pairs of lists are
:mod:`spbe_data.standards.mapping`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from pydantic import Field

from spbe_data.identifiers.masa import Masa, Perubahan, Riwayat, pisah_kode
from spbe_data.identifiers.nama import cari_nama
from spbe_data.standards.base import DuaBahasa, NumberText, Strict, Text

BELUM_DITETAPKAN = "belum ditetapkan"

StatusEntri = Literal["benar", "berakhir", "ejaan", "tidak_berlaku", "di_luar_daftar"]


class VersiDaftar(Strict):
    """One version of a list: from when to when, by which decree, and what it brought.

    A start of ``None`` means as far back as the list goes. ``tanggal_diasumsikan``: the decree's day
    of force is not known for certain.
    """

    versi: NumberText
    berlaku_sejak: dt.date | None
    berlaku_sampai: dt.date | None
    dasar_hukum: Text
    catatan: Text
    tanggal_diasumsikan: bool = False


class KeteranganDaftar(Strict):
    """The description of a list (``<id>.yaml``): structure and steward of a Data Referensi
    (Permen PPN 16/2020 Pasal 14).

    ``penanggung_jawab``: a perangkat daerah id, or *belum ditetapkan*. ``boleh_jeda``: codes that
    may cease to be valid for a while and come back.
    """

    judul: DuaBahasa
    deskripsi: DuaBahasa
    dasar_hukum: Text
    sumber: tuple[Text, ...] = Field(min_length=1, strict=False)
    penanggung_jawab: Text
    versi: tuple[VersiDaftar, ...] = Field(min_length=1, strict=False)
    catatan: DuaBahasa
    boleh_jeda: tuple[NumberText, ...] = Field(default=(), strict=False)

    def versi_pada(self, hari: dt.date) -> VersiDaftar | None:
        """The version in force on a day."""
        for version in reversed(self.versi):
            if (version.berlaku_sejak is None or version.berlaku_sejak <= hari) and (
                version.berlaku_sampai is None or hari <= version.berlaku_sampai
            ):
                return version
        return None


@dataclass(frozen=True, slots=True)
class Entri:
    """One row of a code list, valid in ``[sejak, sampai]`` (open ends are ``None``).

    ``lain`` holds the other columns by name; ``baris`` the line in the file.
    """

    kode: str
    nama: str
    sejak: dt.date | None
    sampai: dt.date | None
    lain: dict[str, str] = field(default_factory=dict)
    baris: int = 0

    def berlaku(self, awal: dt.date, akhir: dt.date) -> bool:
        """Valid on any day from ``awal`` to ``akhir``."""
        return (self.sejak is None or self.sejak <= akhir) and (
            self.sampai is None or self.sampai >= awal
        )

    @property
    def ejaan_lain(self) -> tuple[str, ...]:
        return pisah_kode(self.lain.get("ejaan_lain"))

    @property
    def pengganti(self) -> tuple[str, ...]:
        """The codes that follow this row when it ends: several where it was split."""
        return pisah_kode(self.lain.get("pengganti"))

    @property
    def dasar_hukum(self) -> str:
        return self.lain.get("dasar_hukum", "")

    def masa(self) -> Masa:
        """This row as a plain validity interval."""
        return Masa(
            kode=self.kode,
            nama=self.nama,
            sejak=self.sejak,
            sampai=self.sampai,
            pengganti=self.pengganti,
            dasar_hukum=self.dasar_hukum,
            diasumsikan=self.lain.get("tanggal_diasumsikan") == "ya",
        )

    def disebut(self, teks: str) -> bool:
        """Whether a text is this entry's name or another spelling of it, whatever the case."""
        folded = teks.casefold()
        return folded == self.nama.casefold() or folded in (s.casefold() for s in self.ejaan_lain)


@dataclass(frozen=True, slots=True)
class Penilaian:
    """What a list says about one written value in one period.

    ``status``: ``benar`` (the standard name of an entry valid then), ``berakhir`` (the same, but not
    valid to the period's end), ``ejaan`` (another spelling of one, whose name is ``baku``), ``tidak_berlaku`` (an entry of the list, but not valid then: ``entri``
    is it, ``pengganti`` what was valid instead), ``di_luar_daftar``.
    """

    status: StatusEntri
    baku: str | None = None
    entri: Entri | None = None
    pengganti: tuple[Entri, ...] = ()


class Daftar:
    """A code list of ``schemas/referensi``, never changed; ``entri`` in the order of the file."""

    def __init__(
        self,
        id: str,
        keterangan: KeteranganDaftar,
        kolom: tuple[str, ...],
        entri: tuple[Entri, ...],
    ) -> None:
        self.id, self.keterangan, self.kolom, self.entri = id, keterangan, kolom, entri
        self.riwayat = Riwayat((e.masa() for e in entri), keterangan.versi[0].berlaku_sejak)
        # Files repeat few values over many rows; one look-up per value and period is enough.
        self._nilai = lru_cache(maxsize=65536)(self._judge)
        self._dalam = lru_cache(maxsize=1024)(self._within)

    @property
    def judul(self) -> dict[str, str]:
        return self.keterangan.judul.model_dump()

    @property
    def sumber(self) -> tuple[str, ...]:
        return self.keterangan.sumber

    @property
    def dasar_hukum(self) -> str:
        return self.keterangan.dasar_hukum

    def kode(self) -> dict[str, Entri]:
        """Every code ever on the list, with its newest row."""
        rows = sorted(self.entri, key=lambda e: e.sejak or dt.date.min)
        newest = {e.kode: e for e in rows}
        return {e.kode: newest[e.kode] for e in self.entri}

    def pada(self, hari: dt.date) -> tuple[Entri, ...]:
        """The list as of a day, in the order of the file: each code at most once."""
        return tuple(e for e in self.entri if e.berlaku(hari, hari))

    def dalam(self, awal: dt.date, akhir: dt.date) -> tuple[Entri, ...]:
        """The entries valid on any day from ``awal`` to ``akhir``, in the order of the file."""
        return self._dalam(awal, akhir)

    def _within(self, awal: dt.date, akhir: dt.date) -> tuple[Entri, ...]:
        return tuple(e for e in self.entri if e.berlaku(awal, akhir))

    def perubahan(self, dari: dt.date, ke: dt.date) -> tuple[Perubahan, ...]:
        """What differs between the list of ``dari`` and that of ``ke`` (not before it)."""
        return self.riwayat.perubahan(dari, ke)

    def catatan_perubahan(self) -> tuple[Perubahan, ...]:
        """The change log over all days, oldest first."""
        return self.riwayat.catatan()

    def cari(self, teks: str, paling_banyak: int = 5) -> list[tuple[Entri, int]]:
        """Entries whose name, code or other spelling is nearest to a text, with the distance."""
        newest = self.kode()
        spellings = [(e.kode, text) for e in self.entri for text in (e.nama, e.kode, *e.ejaan_lain)]
        return [(newest[code], far) for code, far in cari_nama(teks, spellings, paling_banyak)]

    def nilai(self, teks: str, awal: dt.date, akhir: dt.date) -> Penilaian:
        """Judge a written name for the period from ``awal`` to ``akhir``.

        A name is right if its entry was valid on any day of the period (docs/doors.md, *As of*).
        """
        return self._nilai(teks, awal, akhir)

    def _judge(self, teks: str, awal: dt.date, akhir: dt.date) -> Penilaian:
        named = [e for e in self.entri if e.nama == teks and e.berlaku(awal, akhir)]
        if any(e.sampai is None or e.sampai >= akhir for e in named):
            return Penilaian("benar", teks, named[-1])
        if named:
            return Penilaian("berakhir", teks, named[-1], self._instead(named[-1], awal, akhir))
        for entry in self.dalam(awal, akhir):
            if entry.disebut(teks):
                return Penilaian("ejaan", entry.nama, entry)
        for entry in self.entri:
            if entry.disebut(teks):
                return Penilaian("tidak_berlaku", None, entry, self._instead(entry, awal, akhir))
        return Penilaian("di_luar_daftar")

    def _instead(self, entry: Entri, awal: dt.date, akhir: dt.date) -> tuple[Entri, ...]:
        """What was valid in the period in the place of an entry that was not."""
        rows = {e.masa(): e for e in self.entri}
        if entry.sampai is not None and entry.sampai < akhir:
            return tuple(rows[m] for m in self.riwayat.menjadi(entry.masa(), akhir))
        before: defaultdict[Masa, list[Masa]] = defaultdict(list)
        for row in rows:
            for heir in self.riwayat.penerus(row):
                before[heir].append(row)
        front, seen = [entry.masa()], set[Masa]()
        while front:
            older = [m for row in front for m in before[row] if m not in seen]
            seen.update(older)
            if valid := [rows[m] for m in older if rows[m].berlaku(awal, akhir)]:
                return tuple(valid)
            front = older
        return ()
