"""The template workbook of one standard: what an officer fills in and sends back as it is.

Belongs here: sheets, locks, drop-downs, notes and formats, all compiled from the standard, so that
a rule stands in one place. What is laid ready is :mod:`spbe_data.standards.template_rows`, the words
are :mod:`spbe_data.standards.template_words`.
"""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from spbe_data.identifiers.periode import Periode
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.models import Kolom, Standar
from spbe_data.standards.template_rows import Isian, Nilai
from spbe_data.standards.template_words import (
    ANTARKOLOM,
    CONTOH,
    CONTOH_JUDUL,
    DAFTAR,
    DATA,
    GUIDE,
    IDENTITAS,
    KEPALA,
    KIRIM,
    LANGKAH,
    METADATA,
    METADATA_ISIAN,
    PETUNJUK,
    TANPA_PERIODE,
    YA,
    Bahasa,
    aturan_kolom,
)

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

_BARIS_AKHIR = 50_000  # drop-downs and bounds reach this far; formats reach the whole column
_KOLOM_AKHIR = 16_383  # the last column a worksheet has
_PESAN = 255  # longest input message a workbook may hold
_TETAP = dt.datetime(2000, 1, 1)  # same content, same bytes
_STATUS_ANGKA = ["tetap", "sementara", "sangat_sementara"]


def tulis_templat(
    standard: Standar, catalog: Catalog, lingkup_kode: str, periode: Periode | None
) -> bytes:
    """The XLSX template of ``standard`` for ``periode``; without one, with no row laid ready.

    ``lingkup_kode`` is the Kemendagri code of the installation's area. Same content, same bytes.
    """
    return _Buku(standard, catalog, lingkup_kode, periode).tulis()


class _Buku:
    """One workbook while it is written."""

    def __init__(
        self, standard: Standar, catalog: Catalog, scope: str, period: Periode | None
    ) -> None:
        import xlsxwriter

        self.standard, self.catalog, self.period = standard, catalog, period
        self.known = Isian(standard, catalog, scope, period)
        self.choices = {c.nama: self.known.pilihan(c) for c in standard.kolom}
        self.example = self.known.contoh()
        self.buffer = io.BytesIO()
        self.book: xlsxwriter.Workbook = xlsxwriter.Workbook(
            self.buffer,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        )
        self.bold = self.book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.plain = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.title = self.book.add_format({"bold": True, "font_size": 14})

    def tulis(self) -> bytes:
        self.book.set_properties(
            {"title": self.standard.judul.id, "subject": self.standard.id, "created": _TETAP}
        )
        for name, value in (
            ("standar", self.standard.id),
            ("versi_standar", self.standard.versi),
            ("periode", self.period.teks if self.period else ""),
        ):
            if value:
                self.book.set_custom_property(name, value, "text")
        data = self.book.add_worksheet(DATA)
        guides: tuple[tuple[Bahasa, Worksheet], ...] = (
            ("id", self.book.add_worksheet(PETUNJUK)),
            ("en", self.book.add_worksheet(GUIDE)),
        )
        example = self.book.add_worksheet(CONTOH)
        metadata = self.book.add_worksheet(METADATA)
        ranges = self._lists(self.book.add_worksheet(DAFTAR))
        self._data(data, ranges)
        for language, sheet in guides:
            self._guide(sheet, language)
        self._example_sheet(example)
        self._metadata(metadata)
        data.activate()
        self.book.close()
        return self.buffer.getvalue()

    # -- the sheet that is filled in -------------------------------------------------------------

    def _data(self, sheet: Worksheet, ranges: dict[str, str]) -> None:
        head = {"bold": True, "locked": True, "border": 1, "text_wrap": True, "valign": "top"}
        needed = self.book.add_format({**head, "bg_color": "#FFE7A3"})
        optional = self.book.add_format({**head, "bg_color": "#E6EEF5"})
        rows = self.known.baris()
        formats = [self._cell_format(column) for column in self.standard.kolom]
        for j, column in enumerate(self.standard.kolom):
            values = [str(v) for r in rows[:300] if (v := r.get(column.nama)) is not None]
            width = max([len(column.nama) + 3, 12, *(len(v) + 2 for v in values)])
            sheet.set_column(j, j, min(width, 44), formats[j])
            sign = " *" if column.wajib else ""
            sheet.write_string(0, j, f"{column.nama}{sign}", needed if column.wajib else optional)
            note = f"{column.judul.id}\n{column.definisi}\n{self._rule(column, 'id')}"
            sheet.write_comment(0, j, note, {"x_scale": 2, "y_scale": 1.6, "author": ""})
            if (rule := self._validation(column, ranges.get(column.nama))) is not None:
                sheet.data_validation(1, j, _BARIS_AKHIR, j, rule)
        # A spreadsheet deletes a row of a locked sheet only when all of its cells are unlocked.
        free = self.book.add_format({"locked": False})
        last = len(self.standard.kolom) - 1
        sheet.set_column(last + 1, _KOLOM_AKHIR, None, free)
        sheet.dim_colmax = last  # or every row is searched for cells out to the last column
        sheet.set_row(0, 32)
        for i, row in enumerate(rows, start=1):
            for j, column in enumerate(self.standard.kolom):
                if (value := row.get(column.nama)) is not None:
                    self._write(sheet, i, j, column, value, formats[j])
                else:
                    sheet.write_blank(i, j, None, formats[j])
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows), 1), last)
        # No password: the lock keeps the headings from slips, not from people.
        sheet.protect(
            "",
            {
                "format_cells": True,
                "format_columns": True,
                "format_rows": True,
                "insert_rows": True,
                "delete_rows": True,
                "sort": True,
                "autofilter": True,
            },
        )

    def _cell_format(self, column: Kolom) -> Any:
        if column.tipe == "teks":
            number = "@"
        elif column.tipe == "tanggal":
            number = "yyyy-mm-dd"
        elif column.peran != "ukuran":
            number = "0"
        elif column.tipe == "bulat" or column.skala == 0:
            number = "#,##0"
        elif column.skala is not None:
            number = "#,##0." + "0" * column.skala
        else:
            number = "General"  # a fixed number of decimals would hide what was typed
        return self.book.add_format({"num_format": number, "locked": False})

    @staticmethod
    def _write(
        sheet: Worksheet, row: int, col: int, column: Kolom, value: Nilai, form: Any = None
    ) -> None:
        """In the type of the column; text is never taken for a formula."""
        if isinstance(value, dt.date):
            sheet.write_datetime(row, col, dt.datetime.combine(value, dt.time()), form)
        elif column.tipe in ("bulat", "desimal") and value is not None:
            sheet.write_number(row, col, float(value), form)
        else:
            sheet.write_string(row, col, str(value), form)

    def _rule(self, column: Kolom, language: Bahasa) -> str:
        return aturan_kolom(column, self.choices[column.nama], language)

    def _validation(self, column: Kolom, choices: str | None) -> dict[str, Any] | None:
        rule: dict[str, Any] = {
            "input_title": column.judul.id[:32],
            "input_message": f"{self._rule(column, 'id')}. {column.definisi}"[:_PESAN],
            "error_title": "Periksa isian",
            "error_message": f"Harus: {self._rule(column, 'id')}."[:_PESAN],
            "ignore_blank": True,
        }
        if choices is not None:
            return {**rule, "validate": "list", "source": choices}
        if column.tipe == "tanggal":
            return {
                **rule,
                "validate": "date",
                "criteria": "between",
                "minimum": dt.date(1945, 8, 17),
                "maximum": dt.date(2999, 12, 31),
            }
        if column.tipe in ("bulat", "desimal"):
            return {
                **rule,
                "validate": "integer" if column.tipe == "bulat" else "decimal",
                "criteria": "between",
                "minimum": _bound(column.minimum, Decimal(-(10**12))),
                "maximum": _bound(column.maksimum, Decimal(10**12)),
            }
        if column.panjang is not None:
            return {**rule, "validate": "length", "criteria": "<=", "value": column.panjang}
        return {**rule, "validate": "any"}

    # -- the sheets that explain -----------------------------------------------------------------

    def _lists(self, sheet: Worksheet) -> dict[str, str]:
        """All choices, a column each; the ranges the drop-downs point to, by column name."""
        ranges: dict[str, str] = {}
        place = 0
        for column in self.standard.kolom:
            values = self.choices[column.nama]
            # A list holds texts: a number column is bounded instead, as its cells hold numbers.
            if not values or column.tipe != "teks":
                continue
            # The heading is a title, so that this sheet is never taken for the data.
            sheet.write_string(0, place, f"Pilihan: {column.judul.id}", self.bold)
            sheet.set_column(place, place, 30, self.book.add_format({"num_format": "@"}))
            for i, value in enumerate(values, start=1):
                sheet.write_string(i, place, value)
            letter = _letters(place)
            name = f"pilihan_{column.nama}"
            self.book.define_name(name, f"={DAFTAR}!${letter}$2:${letter}${len(values) + 1}")
            ranges[column.nama] = f"={name}"
            place += 1
        place = self._area_table(sheet, place)
        if not place:
            sheet.write_string(0, 0, "Tidak ada kolom berdaftar.", self.bold)
        sheet.freeze_panes(1, 0)
        sheet.protect("", {"format_columns": True})
        return ranges

    def _area_table(self, sheet: Worksheet, place: int) -> int:
        """The areas, codes and names of every level side by side, right of the choices; the column
        after it. A choice of each column alone does not say which belong together."""
        areas = self.known.daftar_wilayah()
        if len(areas) < 2:
            return place
        text = self.book.add_format({"num_format": "@"})
        start = place + 1 if place else 0
        columns = [c for c in self.standard.kolom if c.wilayah is not None]
        for j, column in enumerate(columns, start=start):
            sheet.write_string(0, j, f"Padanan: {column.judul.id}", self.bold)
            sheet.set_column(j, j, 24, text)
            for i, area in enumerate(areas, start=1):
                sheet.write_string(i, j, str(area.get(column.nama) or ""))
        return start + len(columns)

    def _guide(self, sheet: Worksheet, language: Bahasa) -> None:
        standard = self.standard
        sheet.set_column(0, 1, 30)
        sheet.set_column(2, 2, 60)
        sheet.set_column(3, 6, 24)
        title = standard.judul.id if language == "id" else standard.judul.en
        sheet.write_string(0, 0, title, self.title)
        values = (
            standard.id,
            standard.versi,
            self.period.tampil(language) if self.period else TANPA_PERIODE[language],
            self.catalog.nama_instansi(standard.produsen_data),
            standard.kontak,
            standard.standar_data.konsep,
            standard.standar_data.definisi,
            standard.standar_data.klasifikasi,
            standard.standar_data.ukuran,
            standard.standar_data.satuan,
        )
        line = 2
        for label, value in zip(IDENTITAS[language], values, strict=True):
            sheet.write_string(line, 0, label, self.bold)
            sheet.write_string(line, 1, value)
            line += 1
        line += 1
        for number, sentence in enumerate(LANGKAH[language], start=1):
            sheet.write_string(line, 0, f"{number}. {sentence}")
            line += 1
        heading, how = KIRIM[language]
        period = f" --periode {self.period.teks}" if self.period else ""
        sheet.write_string(line, 0, f"{heading}: {how}")
        sheet.write_string(line + 1, 0, f"spbe check FILE --standar {standard.id}{period}")
        line += 3
        for j, label in enumerate(KEPALA[language]):
            sheet.write_string(line, j, label, self.bold)
        for column in standard.kolom:
            line += 1
            example = self.example.get(column.nama)
            cells = (
                column.nama,
                column.judul.id if language == "id" else column.judul.en,
                column.definisi,
                standard.standar_data.satuan if column.peran == "ukuran" else "",
                self._rule(column, language),
                YA[language][0 if column.wajib else 1],
                "" if example is None else str(example),
            )
            for j, text in enumerate(cells):
                sheet.write_string(line, j, text, self.plain)
        if standard.aturan:
            line += 2
            sheet.write_string(line, 0, ANTARKOLOM[language], self.bold)
        for rule in standard.aturan:
            line += 1
            sheet.write_string(line, 0, ", ".join(rule.kolom_terpakai), self.plain)
            reason = rule.alasan.id if language == "id" else rule.alasan.en
            sheet.write_string(line, 1, reason)
        sheet.protect("", {"format_columns": True})

    def _example_sheet(self, sheet: Worksheet) -> None:
        sheet.write_string(0, 0, CONTOH_JUDUL, self.title)
        for j, column in enumerate(self.standard.kolom):
            sheet.set_column(j, j, 24)
            # "Contoh: …" is no heading of the standard: this row cannot be read as data.
            sheet.write_string(2, j, f"Contoh: {column.nama}", self.bold)
            if (value := self.example.get(column.nama)) is not None:
                form = self._cell_format(column)
                form.set_locked(True)
                self._write(sheet, 3, j, column, value, form)
        sheet.protect("", {"format_columns": True})

    def _metadata(self, sheet: Worksheet) -> None:
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 2, 60)
        free = self.book.add_format({"locked": False, "num_format": "@", "text_wrap": True})
        for j, label in enumerate(("Isian", "Nilai", "Keterangan")):
            sheet.write_string(0, j, label, self.bold)
        listed = self.catalog.daftar.get("cara_pengumpulan")
        ways = [e.kode for e in listed.entri] if listed else []
        ready = {
            "judul_kegiatan": self.standard.kegiatan.judul,
            "cara_pengumpulan": self.standard.kegiatan.cara_pengumpulan,
        }
        for i, (field, about) in enumerate(METADATA_ISIAN, start=1):
            sheet.write_string(i, 0, field, self.bold)
            sheet.write_string(i, 1, ready.get(field) or "", free)
            sheet.write_string(i, 2, about, self.plain)
            source = {"status_angka": _STATUS_ANGKA, "cara_pengumpulan": ways}.get(field)
            if source:
                sheet.data_validation(i, 1, i, 1, {"validate": "list", "source": source})
        sheet.protect("", {"format_columns": True})


def _bound(value: Decimal | None, default: Decimal) -> float:
    return float(default if value is None else value)


def _letters(index: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(index))
