"""Hints: what a message needs beyond the code — expected form, nearest value, successor.

Belongs here: parameters and suggestions of row findings, made once per distinct value.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import polars as pl
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

from spbe_data.checks.blocks import Rinci
from spbe_data.checks.finding import Saran
from spbe_data.checks.prepare import Lingkup, Siap, list_status
from spbe_data.checks.registers import key_hint
from spbe_data.identifiers.periode import NAMA_BULAN, Periode
from spbe_data.identifiers.wilayah import HasilKode, Sistem, Tingkat
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.models import Kolom, Standar
from spbe_data.standards.reference import Daftar, Penilaian

Saranan = list[tuple[str, int]]
Pembuat = Callable[[str | None, int], tuple[dict[str, Any], Saranan]]

SEBAB_MAKS = 2_000
"""Distinct causes of one rule in one column of a file that get a hint of their own."""
_FEW = 500
_COMPARED = 200
"""Characters up to which a value is compared with the names of a list."""
_NOBODYS = "\ufffd" * 60
"""A value near to nothing: its hint is what may be said of any value."""

_LEVEL = {
    "provinsi": "provinsi",
    "kabupaten_kota": "kabupaten/kota",
    "kecamatan": "kecamatan",
    "desa_kelurahan": "desa/kelurahan",
}
_SISTEM = {"kemendagri": "Kemendagri", "bps": "BPS"}
_LOOKALIKE = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "i": "1", "S": "5", "B": "8"})


def tanggal_panjang(day: dt.date) -> str:
    """``9 November 2022``."""
    return f"{day.day} {NAMA_BULAN['id'][day.month - 1]} {day.year}"


Ingatan = dict[tuple[str, str], dict[tuple[Any, ...], Rinci]]
"""Per code and column: cause → what is told about it. Kept from piece to piece of one file."""


class Petunjuk:
    """Hints for one check: one standard, one prepared table or piece of it.

    ``ingatan`` holds what earlier pieces were told, so that the bound is the file's.
    """

    def __init__(
        self,
        standard: Standar,
        catalog: Catalog,
        scope: Lingkup,
        ready: Siap,
        today: dt.date,
        ingatan: Ingatan,
    ) -> None:
        self._ingatan = ingatan
        self.standard, self.catalog, self.scope, self.ready, self.today = (
            standard,
            catalog,
            scope,
            ready,
            today,
        )
        self._fallback = catalog.periode_terakhir(standard, today)
        self._nearest = lru_cache(maxsize=4096)(self._near_in_list)

    def rincian(
        self, code: str, column: str, rows: pl.Series
    ) -> tuple[tuple[Rinci, ...], pl.Series]:
        """Parameters and suggestions for the findings of ``code`` in ``column``: what is told, and
        per row which of it (Int32). Made once for each distinct cause; beyond :data:`SEBAB_MAKS` of
        them in one file, findings share what holds for all."""
        kolom = self.standard.satu(column)
        make = self._maker(code, kolom)
        keys = self._keys(code, kolom)
        if not keys:
            return (self._one(make, self.ready.tabel[column][int(rows[0])], int(rows[0])),), (
                pl.repeat(0, len(rows), dtype=pl.Int32, eager=True)
            )
        known = self._ingatan.setdefault((code, column), {})
        cause = self._source(code).select(keys)[rows]
        if len(rows) <= _FEW:
            return self._one_by_one(make, column, known, cause.rows(), rows.to_list())
        cause = cause.with_columns(rows.alias("__i"))
        first = cause.group_by(keys, maintain_order=True).agg(pl.col("__i").first())
        first = first.with_row_index("__rinci")
        some = first.head(SEBAB_MAKS)
        told = [
            self._told(make, column, known, one, row)
            for one, row in zip(some.select(keys).rows(), some["__i"].to_list(), strict=True)
        ]
        if first.height > SEBAB_MAKS:
            told.append(self._one(make, _NOBODYS, int(first["__i"][SEBAB_MAKS])))
        index = cause.join(
            first.drop("__i"), on=keys, how="left", nulls_equal=True, maintain_order="left"
        )
        return tuple(told), index["__rinci"].clip(upper_bound=SEBAB_MAKS).cast(pl.Int32)

    def _one_by_one(
        self,
        make: Pembuat,
        column: str,
        known: dict[tuple[Any, ...], Rinci],
        causes: list[tuple[Any, ...]],
        rows: list[int],
    ) -> tuple[tuple[Rinci, ...], pl.Series]:
        """For few findings, without the cost of asking a frame."""
        place: dict[tuple[Any, ...], int] = {}
        told: list[Rinci] = []
        index: list[int] = []
        for cause, row in zip(causes, rows, strict=True):
            if cause not in place:
                place[cause] = len(told)
                told.append(self._told(make, column, known, cause, row))
            index.append(place[cause])
        return tuple(told), pl.Series(index, dtype=pl.Int32)

    def _told(
        self,
        make: Pembuat,
        column: str,
        known: dict[tuple[Any, ...], Rinci],
        cause: tuple[Any, ...],
        row: int,
    ) -> Rinci:
        """What is told about a cause: known already, made now, or what may be said of any."""
        if cause not in known:
            if len(known) >= SEBAB_MAKS:
                if () not in known:
                    known[()] = self._one(make, _NOBODYS, row)
                return known[()]
            known[cause] = self._one(make, self.ready.tabel[column][row], row)
        return known[cause]

    @staticmethod
    def _one(make: Pembuat, value: str | None, index: int) -> Rinci:
        params, suggestions = make(value, index)
        return Rinci(params, tuple(Saran(text, far) for text, far in suggestions))

    def _source(self, code: str) -> pl.DataFrame:
        return self.ready.mentah if code == "SEL_KOSONG" else self.ready.tabel

    def _keys(self, code: str, column: Kolom) -> list[str]:
        """The columns that a message about a cell depends on."""
        match code:
            case "SEL_KOSONG":
                return [column.nama] if column.nama in self.ready.mentah.columns else []
            case "BUKAN_ANGKA" | "ANGKA_CAMPUR" | "ANGKA_AMBIGU" | "TERLALU_PANJANG":
                return [column.nama]
            case "NAMA_TIDAK_COCOK":
                return [self._code_column(column)]
            case "KODE_TIDAK_SEPASANG":
                return [self._partner(column), "__periode"]
            case "NILAI_DI_LUAR_DAFTAR" | "EJAAN_BERBEDA":
                return [column.nama, "__periode"]
            case _ if code.startswith(("KODE_", "INDUK_", "NILAI_")):
                return [column.nama, "__periode"]
        return []

    def _code_column(self, column: Kolom) -> str:
        assert column.wilayah is not None
        own = (column.wilayah.sistem, column.wilayah.tingkat)
        return next(
            c.nama
            for c in self.standard.kolom_wilayah("kode")
            if c.wilayah and (c.wilayah.sistem, c.wilayah.tingkat) == own
        )

    def _partner(self, column: Kolom) -> str:
        assert column.wilayah is not None
        own = ("kemendagri", column.wilayah.tingkat)
        return next(
            c.nama
            for c in self.standard.kolom_wilayah("kode")
            if c.wilayah and (c.wilayah.sistem, c.wilayah.tingkat) == own
        )

    def _period(self, index: int) -> Periode:
        text = self.ready.tabel["__periode"][index]
        return Periode.parse(text) if text else self._fallback

    def _maker(self, code: str, column: Kolom) -> Pembuat:
        match code:
            case "BUKAN_ANGKA":
                return lambda value, _i: self._not_a_number(value or "", column)
            case "ANGKA_CAMPUR":
                return lambda value, _i: _mixed(value or "")
            case "ANGKA_AMBIGU":
                return lambda value, _i: ({"tanpa": re.sub(r"[.,]", "", value or "")}, [])
            case "DESIMAL_BERLEBIH":
                return lambda _v, _i: ({"skala": column.skala}, [])
            case "DI_BAWAH_MINIMUM":
                return lambda _v, _i: ({"batas": f"{column.minimum:f}"}, [])
            case "DI_ATAS_MAKSIMUM":
                return lambda _v, _i: ({"batas": self._highest(column)}, [])
            case "SEL_KOSONG":
                return lambda _v, i: self._blank(column, i)
            case "POLA_TIDAK_COCOK":
                return lambda _v, _i: ({"pola": column.pola}, [])
            case "TERLALU_PANJANG":
                return lambda value, _i: (
                    {"panjang": column.panjang, "panjang_nilai": len(value or "")},
                    [],
                )
            case "NILAI_DI_LUAR_DAFTAR" | "EJAAN_BERBEDA":
                return lambda value, i: self._listed(value or "", column, self._period(i))
            case "NILAI_TIDAK_BERLAKU" | "NILAI_BERAKHIR_DALAM_PERIODE":
                return lambda value, i: self._out_of_time(value or "", column, self._period(i))
            case "NAMA_TIDAK_COCOK":
                return lambda _v, i: self._name(column, i)
            case "KODE_TIDAK_SEPASANG":
                return lambda _v, i: self._pair(column, i)
            case _ if column.induk is not None and code.startswith("INDUK_"):
                register = self.catalog.induk[column.induk]
                return lambda value, i: key_hint(code, value or "", register, self._period(i))
            case _ if code.startswith("KODE_"):
                return lambda value, i: self._code(code, value or "", column, self._period(i))
            case _:
                return lambda _v, _i: ({}, [])

    def _highest(self, column: Kolom) -> str:
        assert column.maksimum is not None
        return str(self.today.year) if column.nama == "tahun" else f"{column.maksimum:f}"

    def _blank(self, column: Kolom, index: int) -> tuple[dict[str, Any], Saranan]:
        """What stands in a cell that counts as empty ("-", "n/a")."""
        raw = self.ready.mentah
        written = raw[column.nama][index] if column.nama in raw.columns else None
        said = f' (tertulis "{written}")' if written else ""
        return {"tertulis": said, "tertulis_en": said.replace("tertulis", "it reads")}, []

    def _not_a_number(self, value: str, column: Kolom) -> tuple[dict[str, Any], Saranan]:
        year = column.nama == "tahun"
        whole = column.tipe == "bulat"
        low = int(column.minimum) if column.minimum is not None else None
        if year:
            low = low or 1945
            form, form_en = (
                f"angka 4 digit antara {low} dan {self.today.year}",
                f"a 4-digit year from {low} to {self.today.year}",
            )
        elif whole:
            form, form_en = "bilangan bulat, misalnya 1250", "a whole number such as 1250"
        else:
            form, form_en = "angka, misalnya 1250.5", "a number such as 1250.5"
        unseen = next(
            (c for c in value if unicodedata.category(c) in ("Cf", "Zs", "Cc") and c != " "), None
        )
        if unseen is not None:
            hint = f"Ada huruf tak tampak (U+{ord(unseen):04X}) di dalamnya; ketik ulang angkanya."
            hint_en = (
                f"It holds an invisible character (U+{ord(unseen):04X}); type the number again."
            )
            return {
                "bentuk": form,
                "bentuk_en": form_en,
                "petunjuk": hint,
                "petunjuk_en": hint_en,
            }, []
        fixed = value.translate(_LOOKALIKE)
        if fixed != value and re.fullmatch(r"-?[0-9]+([.,][0-9]+)?", fixed):
            letter = next(c for c in value if c.translate(_LOOKALIKE) != c)
            digit = letter.translate(_LOOKALIKE)
            hint = f"Periksa huruf {letter} yang seharusnya angka {digit}."
            hint_en = f"Check the letter {letter}, which should be the digit {digit}."
            return {
                "bentuk": form,
                "bentuk_en": form_en,
                "petunjuk": hint,
                "petunjuk_en": hint_en,
            }, [(fixed, 1)]
        digits = re.search(r"-?[0-9][0-9.,]*[0-9]|[0-9]", value)
        if re.match(r"(?i)\s*(rp|idr)", value):
            hint, hint_en = "Hapus tanda mata uang.", "Remove the currency sign."
        elif digits and re.search(r"[A-Za-z%]", value):
            hint, hint_en = (
                "Tulis angkanya saja; satuan ada di kolom satuan.",
                "Write the number alone; the unit has its own column.",
            )
        else:
            hint, hint_en = (
                "Tulis angkanya. Bila datanya tidak ada, keluarkan baris itu dan jelaskan di metadata.",
                "Write the number. If there is none, leave the row out and say so in the metadata.",
            )
        return {"bentuk": form, "bentuk_en": form_en, "petunjuk": hint, "petunjuk_en": hint_en}, []

    def _out_of_time(
        self, value: str, column: Kolom, period: Periode
    ) -> tuple[dict[str, Any], Saranan]:
        """A value of the list that another period has: when it held, and what holds instead."""
        assert column.daftar is not None
        codes = self.catalog.daftar[column.daftar]
        judged = codes.nilai(value, period.awal, period.akhir)
        return list_time_words(codes, judged, period)

    def _near_in_list(
        self, value: str, list_id: str, period: Periode
    ) -> tuple[tuple[str, int], ...]:
        entries = self.catalog.daftar[list_id].dalam(period.awal, period.akhir)
        names = {e.nama: e.nama.casefold() for e in entries}
        most = max(2, len(value) // 3)
        found = extract(
            value.casefold(),
            names,
            scorer=Levenshtein.distance,
            processor=None,
            score_cutoff=most,
            limit=3,
        )
        return tuple((key, int(distance)) for _text, distance, key in found)

    def _listed(self, value: str, column: Kolom, period: Periode) -> tuple[dict[str, Any], Saranan]:
        assert column.daftar is not None
        codes = self.catalog.daftar[column.daftar]
        _status, standard_name = list_status(value, codes, period)
        title = codes.judul.get("id", codes.id)
        if standard_name is not None:
            return {"daftar": title, "baku": standard_name}, [(standard_name, 0)]
        # A cell of a page of text is near to nothing, and dear to compare.
        near = self._nearest(value, column.daftar, period) if len(value) <= _COMPARED else ()
        names = [e.nama for e in codes.dalam(period.awal, period.akhir)]
        shown = ", ".join(names[:8]) + (f", … ({len(names)} nilai)" if len(names) > 8 else "")
        hint = f'Mungkin maksudnya "{near[0][0]}".' if near else "Pilih nilai dari daftar itu."
        hint_en = f'Perhaps "{near[0][0]}" is meant.' if near else "Choose a value of that list."
        return {"daftar": title, "harapan": shown, "petunjuk": hint, "petunjuk_en": hint_en}, list(
            near
        )

    def _name(self, column: Kolom, index: int) -> tuple[dict[str, Any], Saranan]:
        code = self.ready.tabel[self._code_column(column)][index]
        rows = self.catalog.wilayah.cari(code) if code else ()
        name = rows[-1].nama.upper() if rows else ""
        return {"kode_wilayah": code, "harapan": name}, [(name, 0)] if name else []

    def _pair(self, column: Kolom, index: int) -> tuple[dict[str, Any], Saranan]:
        code = self.ready.tabel[self._partner(column)][index]
        right = (
            self.catalog.wilayah.bps_dari_kemendagri(code, self._period(index)) if code else None
        )
        return {"kemendagri": code, "harapan": right}, [(right, 0)] if right else []

    def _code(
        self, code: str, value: str, column: Kolom, period: Periode
    ) -> tuple[dict[str, Any], Saranan]:
        assert column.wilayah is not None
        area = column.wilayah
        judged = self.catalog.wilayah.periksa(value, area.sistem, area.tingkat, period)
        params: dict[str, Any] = {
            "sistem": _SISTEM[area.sistem],
            "tingkat_wilayah": _LEVEL[area.tingkat],
            "wilayah": self.scope.nama,
            "periode": period.teks,
            "nama": judged.wilayah.nama if judged.wilayah else "",
            "jenis_wilayah": judged.wilayah.jenis if judged.wilayah else "",
            "tingkat_ditemukan": _LEVEL[judged.wilayah.level] if judged.wilayah else "",
        }
        suggestions: Saranan = []
        if judged.kode_saran:
            suggestions = [(judged.kode_saran, 0)]
        elif code == "KODE_TIDAK_DIKENAL":
            suggestions = self._nearest_codes(value, area.tingkat, area.sistem, period)
        example = self._example(area.tingkat, area.sistem, period)
        params["contoh"] = example
        params |= _validity_words(judged)
        if "petunjuk" not in params:
            if suggestions:
                params["petunjuk"] = f"Mungkin maksudnya {suggestions[0][0]}."
                params["petunjuk_en"] = f"Perhaps {suggestions[0][0]} is meant."
            else:
                params["petunjuk"] = "Salin kodenya dari daftar referensi wilayah."
                params["petunjuk_en"] = "Copy the code from the reference list of areas."
        return params, suggestions

    def _universe(self, level: Tingkat, system: Sistem, period: Periode) -> list[str]:
        areas = self.catalog.wilayah.semesta(level, period, induk=self.scope.kode_kemendagri)
        return [code for a in areas if (code := a.kode(system))]

    def _example(self, level: Tingkat, system: Sistem, period: Periode) -> str:
        if level in ("provinsi", "kabupaten_kota"):
            code = self.scope.kode_kemendagri if system == "kemendagri" else self.scope.kode_bps
            return code[:2] if level == "provinsi" else code
        return next(iter(self._universe(level, system, period)), "")

    def _nearest_codes(
        self, value: str, level: Tingkat, system: Sistem, period: Periode
    ) -> Saranan:
        found = extract(
            value,
            self._universe(level, system, period),
            scorer=Levenshtein.distance,
            processor=None,
            score_cutoff=2,
            limit=3,
        )
        return [(text, int(distance)) for text, distance, _i in found]


def list_time_words(
    codes: Daftar, judged: Penilaian, period: Periode
) -> tuple[dict[str, Any], Saranan]:
    """Words and offers for a list value that is not valid (to the end) in a period."""
    entry = judged.entri
    assert entry is not None
    names = [e.nama for e in judged.pengganti]
    quoted = " atau ".join(f'"{name}"' for name in names)
    quoted_en = " or ".join(f'"{name}"' for name in names)
    assumed = entry.masa().diasumsikan
    words: dict[str, Any] = {
        "daftar": codes.judul["id"],
        "periode": period.teks,
        "sebab": "",
        "sebab_en": "",
        "petunjuk": f"Pakai {quoted}." if names else "Daftar tidak menyebut penggantinya.",
        "petunjuk_en": f"Use {quoted_en}." if names else "The list names no successor.",
        "diasumsikan": " (tanggal berlaku diasumsikan)" if assumed else "",
        "diasumsikan_en": " (day of entry into force assumed)" if assumed else "",
    }
    if entry.sampai is not None and entry.sampai < period.akhir:
        decree = (judged.pengganti[0].dasar_hukum if judged.pengganti else "") or tanggal_panjang(
            entry.sampai + dt.timedelta(days=1)
        )
        words["sebab"] = f": berakhir sejak {decree}"
        words["sebab_en"] = f": ended by {decree}"
    elif entry.sejak is not None:
        decree = entry.dasar_hukum or tanggal_panjang(entry.sejak)
        words["sebab"] = f": baru ada sejak {decree}"
        words["sebab_en"] = f": it exists only since {decree}"
    # Several heirs are a choice of the sender, not a repair to take over.
    return words, [(names[0], 0)] if len(names) == 1 and judged.status == "tidak_berlaku" else []


def _mixed(value: str) -> tuple[dict[str, Any], Saranan]:
    comma = bool(
        re.search(r",[0-9]{1,2}$|,[0-9]{4,}$|\.[0-9]{3},|^-?[0-9]{1,3}(\.[0-9]{3}){2,}$", value)
    )
    point = (
        re.sub(r"\.(?=[0-9]{3})", "", value).replace(",", ".") if comma else value.replace(",", "")
    )
    other, other_en = (
        (
            "titik desimal atau angka asli lembar kerja",
            "a decimal point or real spreadsheet numbers",
        )
        if comma
        else (
            "koma desimal atau angka asli lembar kerja",
            "a decimal comma or real spreadsheet numbers",
        )
    )
    return {"tata_lain": other, "tata_lain_en": other_en, "contoh": point}, [(point, 1)]


def _validity_words(judged: HasilKode) -> dict[str, Any]:
    """Words on when a code holds, its successor or predecessor, and whether the day is assumed."""
    if judged.status not in ("tidak_berlaku", "berlaku_tidak_sampai_akhir") or judged.batas is None:
        return {}
    decree = judged.dasar_hukum or f"{tanggal_panjang(judged.batas)}"
    assumed = " (tanggal berlaku diasumsikan)" if judged.tanggal_diasumsikan else ""
    assumed_en = " (day of entry into force assumed)" if judged.tanggal_diasumsikan else ""
    kind = judged.saran.jenis if judged.saran else ""
    parts = [code for w in judged.pilihan if (code := w.kode(judged.sistem))]
    choice, choice_en = " atau ".join(parts), " or ".join(parts)
    words: dict[str, Any] = {
        "pengganti": judged.kode_saran or choice or "-",
        "diasumsikan": assumed,
        "diasumsikan_en": assumed_en,
    }
    if judged.arah == "pengganti":
        last = judged.batas - dt.timedelta(days=1)
        words["sebab"] = (
            f": sejak {decree} menjadi {kind} {judged.kode_saran}"
            if judged.saran
            else f": sejak {decree} dipecah menjadi {choice}"
            if choice
            else f": dihapus sejak {decree}"
        )
        words["sebab_en"] = (
            f": since {decree} it is {kind} {judged.kode_saran}"
            if judged.saran
            else f": split by {decree} into {choice_en}"
            if choice
            else f": ended by {decree}"
        )
        words["petunjuk"] = (
            f"Ganti kodenya{f' menjadi {judged.kode_saran}' if judged.saran else ''}, atau pilih periode {last.year} ke bawah."
        )
        words["petunjuk_en"] = (
            f"Change the code{f' to {judged.kode_saran}' if judged.saran else ''}, or choose a period up to {last.year}."
        )
    else:
        words["sebab"] = f": baru ada sejak {decree}"
        words["sebab_en"] = f": it exists only since {decree}"
        if judged.saran:
            words["petunjuk"] = (
                f"Pakai kode yang berlaku waktu itu: {judged.kode_saran} ({judged.saran.nama}, {kind})."
            )
            words["petunjuk_en"] = (
                f"Use the code valid then: {judged.kode_saran} ({judged.saran.nama}, {kind})."
            )
        else:
            words["petunjuk"] = (
                f"Pilih periode {judged.batas.year} ke atas, atau kode yang berlaku waktu itu."
            )
            words["petunjuk_en"] = (
                f"Choose a period from {judged.batas.year} on, or the code valid then."
            )
    return words
