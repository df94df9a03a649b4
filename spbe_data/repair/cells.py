"""Values written otherwise than data are: numbers, dates, codes, spellings.

Belongs here: what one cell certainly means. What only the sender can know is never offered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import polars as pl

from spbe_data.identifiers.kode_wilayah import HasilKode
from spbe_data.identifiers.periode import Periode
from spbe_data.intake.dates import ke_tanggal, putuskan_tata_tanggal
from spbe_data.intake.model import Terbaca
from spbe_data.intake.numbers import Tata, ke_desimal, putuskan_tata_angka
from spbe_data.repair.amounts import grammar_of, plain
from spbe_data.repair.offer import Kata, Meja, Perbaikan, Tawaran, isi_kolom
from spbe_data.repair.values import apply_list, places, touched, work_out
from spbe_data.standards.reference import Daftar

_GRAMMAR = {
    "id": Kata("titik ribuan, koma desimal", "thousands by point, decimal comma"),
    "en": Kata("koma ribuan, titik desimal", "thousands by comma, decimal point"),
}
_ORDER = {
    "hbt": Kata("hari-bulan-tahun", "day-month-year"),
    "bht": Kata("bulan-hari-tahun", "month-day-year"),
    "panjang": Kata("nama bulan", "names of months"),
    "iso": Kata("tahun-bulan-hari", "year-month-day"),
}


def _typed(read: Terbaca, name: str) -> pl.Series | None:
    return None if read.bertipe is None else read.bertipe[name]


class AngkaPolos(Perbaikan):
    """Number text with separators → plain numbers, by the one grammar of the column.

    The grammar is what the column's values decide, what the standard declares or what the sender
    names. Mixed or ambiguous columns have no offer until the sender names it.
    """

    jenis = "angka_polos"

    def tawarkan(self, read: Terbaca, meja: Meja) -> list[Tawaran]:
        offers = []
        for column in meja.standard.kolom:
            if column.tipe not in ("bulat", "desimal") or not meja.punya(read, column.nama):
                continue
            text, typed = read.tabel[column.nama], _typed(read, column.nama)
            own = putuskan_tata_angka(text, typed, column.tata_angka)
            grammar: Tata = own.tata
            said = Kata("", "")
            if (
                grammar == "ambigu"
                and (wider := self._as_sent(column.nama, read, meja)) in _GRAMMAR
            ):
                # Rows and columns left out above (totals) were written by the same hand.
                grammar = wider
                said = Kata(", menurut seluruh isinya semula", ", by all that stood in it")
            elif grammar in ("campur", "ambigu") and meja.arahan.tata_angka is not None:
                grammar = meja.arahan.tata_angka
                said = Kata(" yang Anda sebut", " as you named it")
            if grammar not in _GRAMMAR:
                continue
            after = _numbers(text, typed, grammar)
            changed, first = places(read, after.ne_missing(text))
            if not changed:
                continue
            mixed = own.tata == "campur" or own.terketik > 0
            code = (
                "ANGKA_AMBIGU"
                if own.tata == "ambigu"
                else "ANGKA_CAMPUR"
                if mixed
                else "ANGKA_TEKS"
            )
            words = _GRAMMAR[grammar]
            offers.append(
                Tawaran(
                    self.jenis,
                    code,
                    column.nama,
                    Kata(
                        f"Angka kolom {column.nama} ({words.id}{said.id}) ditulis polos.",
                        f"The numbers of {column.nama} ({words.en}{said.en}) are written plainly.",
                    ),
                    "sel",
                    changed,
                    {"kolom": column.nama, "tata": grammar},
                    contoh=first,
                    kolom_contoh=(column.nama,),
                )
            )
        return offers

    @staticmethod
    def _as_sent(name: str, read: Terbaca, desk: Meja) -> Tata:
        """The grammar of all cells that the sender wrote in the columns that this one came from."""
        letters = {x for c in read.kolom if c.nama == name for x in c.letak.split(",")}
        sources = [c.nama for c in desk.asal.kolom if c.letak in letters]
        return grammar_of(desk.asal, sources)

    def terapkan(self, read: Terbaca, parameter: Mapping[str, Any]) -> Terbaca:
        name = parameter["kolom"]
        typed = _typed(read, name)
        after = _numbers(read.tabel[name], typed, parameter["tata"])
        return isi_kolom(read, name, after, typed=typed)


def _numbers(text: pl.Series, typed: pl.Series | None, grammar: Any) -> pl.Series:
    """Plain spelling of the cells that the grammar reads and that carry a separator."""
    own = typed.fill_null(False) if typed is not None else pl.repeat(False, len(text), eager=True)
    marked = text.str.contains(r"[0-9][.,\s\u00a0\u202f][0-9]").fill_null(False) & ~own
    pairs = text.filter(marked).unique()
    values = ke_desimal(pairs, None, grammar)
    spelled = {
        t: plain(v) for t, v in zip(pairs, values, strict=True) if v is not None and _exact(t, v)
    }
    return text.replace(spelled) if spelled else text


def _exact(text: str, value: Any) -> bool:
    """Reading keeps ten decimals: a number with more would lose some, so it stays."""
    digits = "".join(c for c in text if c.isdigit()).strip("0")
    kept = "".join(c for c in f"{value:f}" if c.isdigit()).strip("0")
    return digits == kept


class TanggalIso(Perbaikan):
    """Dates in a decided (or named) order → year-month-day."""

    jenis = "tanggal_iso"

    def tawarkan(self, read: Terbaca, meja: Meja) -> list[Tawaran]:
        offers = []
        for column in meja.standard.kolom:
            if column.tipe != "tanggal" or not meja.punya(read, column.nama):
                continue
            text, typed = read.tabel[column.nama], _typed(read, column.nama)
            own = putuskan_tata_tanggal(text, typed)
            named = meja.arahan.tata_tanggal if own.tata in ("campur", "ambigu") else None
            order = named or own.tata
            if order not in _ORDER:
                continue
            after = _dates(text, typed, order)
            changed, first = places(read, after.ne_missing(text))
            if not changed:
                continue
            unclear = own.tata in ("ambigu", "campur")
            words = _ORDER[order]
            offers.append(
                Tawaran(
                    self.jenis,
                    "TANGGAL_AMBIGU" if unclear else "TANGGAL_TEKS",
                    column.nama,
                    Kata(
                        f"Tanggal kolom {column.nama} ({words.id}) ditulis tahun-bulan-hari.",
                        f"The dates of {column.nama} ({words.en}) are written year-month-day.",
                    ),
                    "sel",
                    changed,
                    {"kolom": column.nama, "tata": order},
                    contoh=first,
                    kolom_contoh=(column.nama,),
                )
            )
        return offers

    def terapkan(self, read: Terbaca, parameter: Mapping[str, Any]) -> Terbaca:
        name = parameter["kolom"]
        typed = _typed(read, name)
        after = _dates(read.tabel[name], typed, parameter["tata"])
        return isi_kolom(read, name, after, typed=typed)


def _dates(text: pl.Series, typed: pl.Series | None, order: Any) -> pl.Series:
    days = ke_tanggal(text, typed, order).dt.strftime("%Y-%m-%d")
    return days.zip_with(days.is_not_null(), text)


class KodeWilayah(Perbaikan):
    """Area codes that certainly mean another: renamed areas, and codes spoilt by a spreadsheet."""

    jenis = "kode_wilayah"

    def tawarkan(self, read: Terbaca, meja: Meja) -> list[Tawaran]:
        offers: list[Tawaran] = []
        for column in meja.standard.kolom_wilayah("kode"):
            if meja.punya(read, column.nama):
                offers += [
                    offer
                    for kind in ("KODE_SALAH_BENTUK", "KODE_TIDAK_BERLAKU")
                    if (offer := self._one(read, meja, column.nama, kind)) is not None
                ]
        return offers

    def _one(self, read: Terbaca, desk: Meja, name: str, kind: str) -> Tawaran | None:
        area = desk.standard.satu(name).wilayah
        assert area is not None
        register = desk.catalog.wilayah
        fallback = desk.catalog.periode_terakhir(desk.standard, desk.hari)

        def judge(value: str, period: str | None, _beside: str | None) -> str | None:
            when = Periode.parse(period) if period else fallback
            judged = register.periksa(value, area.sistem, area.tingkat, when)
            if kind == "KODE_SALAH_BENTUK":
                return judged.kode_saran if judged.status == "salah_bentuk" else None
            return judged.kode_saran if self._renamed(judged, desk) and period else None

        time, entries = work_out(read, desk, name, judge)
        if not entries:
            return None
        count, first = touched(read, name, time, entries)
        words = (
            Kata(
                f"Kode di kolom {name} yang salah bentuk ditulis sebagaimana mestinya.",
                f"Codes of {name} in the wrong form are written as they should be.",
            )
            if kind == "KODE_SALAH_BENTUK"
            else Kata(
                f"Kode di kolom {name} diganti dengan satu-satunya kode tempat itu pada periodenya.",
                f"Codes of {name} are replaced by the one code of that place in the period.",
            )
        )
        return Tawaran(
            self.jenis,
            kind,
            name,
            words,
            "sel",
            count,
            {"dari": name, "kolom": name, "menurut": time, "peta": entries},
            contoh=first,
            kolom_contoh=(name,),
        )

    @staticmethod
    def _renamed(judged: HasilKode, desk: Meja) -> bool:
        """One place under two codes: neither split, nor joined with another, nor cut off one."""
        if judged.status != "tidak_berlaku" or judged.saran is None or judged.wilayah is None:
            return False
        register = desk.catalog.wilayah
        if judged.arah == "pengganti":
            old, new = judged.wilayah, judged.saran
        else:
            old, new = judged.saran, judged.wilayah
        heirs = {
            code
            for row in register.kode(old.kode_kemendagri, "kemendagri")
            for code in row.para_pengganti
        }
        forebears = {row.kode_kemendagri for row in register.pendahulu(new.kode_kemendagri)}
        return heirs == {new.kode_kemendagri} and forebears == {old.kode_kemendagri}

    def terapkan(self, read: Terbaca, parameter: Mapping[str, Any]) -> Terbaca:
        return apply_list(read, parameter)


class EjaanBaku(Perbaikan):
    """Known other spellings of list values → the list's own name; never a near guess."""

    jenis = "ejaan_baku"

    def tawarkan(self, read: Terbaca, meja: Meja) -> list[Tawaran]:
        offers = []
        fallback = meja.catalog.periode_terakhir(meja.standard, meja.hari)
        for column in meja.standard.kolom:
            if column.daftar is None or not meja.punya(read, column.nama):
                continue
            codes = meja.catalog.daftar[column.daftar]

            def judge(
                value: str,
                period: str | None,
                _beside: str | None,
                codes: Daftar = codes,
                pola: str | None = column.pola,
            ) -> str | None:
                when = Periode.parse(period) if period else fallback
                judged = codes.nilai(value, when.awal, when.akhir)
                if judged.status != "ejaan" or judged.baku is None or judged.baku == value:
                    return None
                # A name of the list that this column does not allow is no repair.
                return judged.baku if pola is None or re.fullmatch(pola, judged.baku) else None

            time, entries = work_out(read, meja, column.nama, judge)
            if not entries:
                continue
            count, first = touched(read, column.nama, time, entries)
            changes = {e["nilai"]: e["menjadi"] for e in entries}
            some = ", ".join(f'"{a}" → "{b}"' for a, b in list(changes.items())[:4])
            offers.append(
                Tawaran(
                    self.jenis,
                    "EJAAN_BERBEDA",
                    column.nama,
                    Kata(
                        f"Ejaan di kolom {column.nama} disamakan dengan daftar: {some}.",
                        f"Spellings in {column.nama} are made those of the list: {some}.",
                    ),
                    "sel",
                    count,
                    {"dari": column.nama, "kolom": column.nama, "menurut": time, "peta": entries},
                    contoh=first,
                    kolom_contoh=(column.nama,),
                )
            )
        return offers

    def terapkan(self, read: Terbaca, parameter: Mapping[str, Any]) -> Terbaca:
        return apply_list(read, parameter)
