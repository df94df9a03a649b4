"""The PerBPS 5/2020 forms MS-Keg, MS-Var and MS-Ind of one standard, as one printable workbook.

Belongs here: sheets, cells and print settings, in the order and numbering of the printed forms.
What each line says is :mod:`.bps_isian` and :mod:`.bps_aturan`; reading a filled form is
:mod:`.bps_read`.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from spbe_data.identifiers.periode import Periode
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.exchange.bps_aturan import TIPE_DATA, aturan, domain, tipe_data
from spbe_data.standards.exchange.bps_isian import (
    BLOK,
    PETUGAS_BPS,
    TANDA_TANGAN,
    TINGKAT_NAMA,
    Butir,
    Lingkup,
    ada_jawaban,
    nilai_butir,
    pilihan_butir,
)
from spbe_data.standards.exchange.neutral import Uraian
from spbe_data.standards.metadata import BELUM, LANGKAH, Indikator
from spbe_data.standards.models import Standar

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

LEMBAR = ("MS-Keg", "MS-Var", "MS-Ind")
VARIABEL = (
    "No",
    "Nama Variabel",
    "Alias",
    "Konsep",
    "Definisi",
    "Referensi Pemilihan",
    "Referensi Waktu",
    "Tipe Data",
    "Klasifikasi Isian (Domain Value)",
    "Aturan Validasi",
    "Kalimat Pertanyaan",
    "Dapat Diakses Umum? (1 Ya, 2 Tidak)",
)
INDIKATOR = (
    "No",
    "Nama Indikator",
    "Konsep",
    "Definisi",
    "Interpretasi",
    "Metode/Rumus Penghitungan",
    "Ukuran",
    "Satuan",
    "Klasifikasi Penyajian",
    "Indikator Komposit? (1 Ya, 2 Tidak)",
    "Publikasi Ketersediaan Indikator Pembangun",
    "Nama Indikator Pembangun",
    "Kegiatan Penghasil Variabel Pembangun",
    f"Kode Kegiatan ({PETUGAS_BPS})",
    "Nama Variabel Pembangun",
    "Level Estimasi",
    "Dapat Diakses Umum? (1 Ya, 2 Tidak)",
)
_SYARAT_IND = {
    11: "hanya bila (10) = 1",
    12: "hanya bila (10) = 1",
    13: "hanya bila (10) = 2",
    14: "hanya bila (10) = 2",
    15: "hanya bila (10) = 2",
}
_LEBAR_VAR = (5, 22, 20, 24, 32, 24, 18, 9, 26, 26, 22, 11)
_LEBAR_IND = (5, 20, 20, 26, 26, 22, 12, 12, 16, 11, 16, 16, 20, 12, 18, 12, 11)
_TETAP = dt.datetime(2000, 1, 1)  # same content, same bytes
_A4 = 9


def tulis_formulir(
    standard: Standar,
    catalog: Catalog,
    about: Uraian,
    lingkup: Lingkup,
    periode: Periode | None = None,
) -> bytes:
    """The three forms as XLSX; the year of the activity is that of ``periode``.

    Same content, same bytes. ``about`` is the neutral description of the same standard.
    """
    return _Buku(standard, catalog, about, lingkup, periode).tulis()


class _Buku:
    """One workbook while it is written."""

    def __init__(
        self,
        standard: Standar,
        catalog: Catalog,
        about: Uraian,
        lingkup: Lingkup,
        period: Periode | None,
    ) -> None:
        import xlsxwriter

        self.standard, self.catalog, self.about = standard, catalog, about
        self.lingkup, self.period = lingkup, period
        self.buffer = io.BytesIO()
        self.book: xlsxwriter.Workbook = xlsxwriter.Workbook(
            self.buffer,
            {
                "in_memory": True,
                "constant_memory": False,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        cell = {"text_wrap": True, "valign": "top", "border": 1}
        self.plain = self.book.add_format(cell)
        self.box = self.book.add_format({**cell, "align": "left", "bold": True})
        self.day = self.book.add_format(
            {**cell, "align": "left", "bold": True, "num_format": "dd/mm/yyyy"}
        )
        self.grey = self.book.add_format({**cell, "bg_color": "#D9D9D9"})
        self.head = self.book.add_format({**cell, "bold": True, "bg_color": "#E6EEF5"})
        self.small = self.book.add_format({"italic": True, "font_size": 9})
        self.title = self.book.add_format({"bold": True, "font_size": 14})

    def tulis(self) -> bytes:
        self.book.set_properties(
            {"title": self.standard.judul.id, "subject": self.standard.id, "created": _TETAP}
        )
        self._activity(self.book.add_worksheet(LEMBAR[0]))
        self._variables(self.book.add_worksheet(LEMBAR[1]))
        self._indicators(self.book.add_worksheet(LEMBAR[2]))
        self.book.close()
        return self.buffer.getvalue()

    def _page(self, sheet: Worksheet, name: str, *, wide: bool, repeat: tuple[int, int]) -> None:
        """A4, one page wide, the header on every page."""
        sheet.set_paper(_A4)
        if wide:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.repeat_rows(*repeat)
        sheet.freeze_panes(repeat[1] + 1, 0)
        sheet.set_footer(f"&L{name} {self.standard.id} {self.standard.versi}&R&P/&N")

    def _heading(self, sheet: Worksheet, title: str) -> None:
        sheet.write_string(0, 0, title, self.title)
        sheet.write_string(
            1,
            0,
            f"Standar data: {self.standard.id}, versi {self.standard.versi}, "
            f"{self.standard.judul.id}",
            self.small,
        )

    def _text(self, sheet: Worksheet, row: int, at: int, value: object, style: Any = None) -> None:
        style = style or self.plain
        if value is None or value == "":
            sheet.write_blank(row, at, None, style)
        elif isinstance(value, int):
            sheet.write_number(row, at, value, style)
        else:
            sheet.write_string(row, at, str(value)[:32_767], style)

    def _row(
        self, sheet: Worksheet, row: int, values: tuple[object, ...], style: Any = None
    ) -> int:
        for at, value in enumerate(values):
            self._text(sheet, row, at, value, style)
        return row + 1

    # -- MS-Keg ----------------------------------------------------------------------------------

    def _activity(self, sheet: Worksheet) -> None:
        for at, width in enumerate((7, 30, 34, 30, 26)):
            sheet.set_column(at, at, width)
        self._heading(sheet, "MS-KEG: METADATA STATISTIK KEGIATAN (PerBPS 5/2020)")
        head = ("No", "Rincian", "Pilihan (kode)", "Isian", "Keterangan")
        row = self._row(sheet, 2, head, self.head)
        self._page(sheet, LEMBAR[0], wide=False, repeat=(2, 2))
        for title, items in BLOK:
            row = self._row(sheet, row, (title, "", "", "", ""), self.head)
            for number, one in enumerate(items):
                row = self._item(sheet, row, one)
                following = items[number + 1].nomor if number + 1 < len(items) else ""
                if one.nomor != following:
                    row = self._table_after(sheet, row, one.nomor)
        row = self._row(sheet, row, ("PENGESAHAN", "", "", "", ""), self.head)
        for label in TANDA_TANGAN:
            row = self._row(sheet, row, ("", label, "", "", ""))

    def _item(self, sheet: Worksheet, row: int, one: Butir) -> int:
        options = pilihan_butir(one, self.catalog)
        asked = ada_jawaban(one, self.standard.kegiatan)
        note = one.syarat
        if not asked and one.syarat != PETUGAS_BPS:
            note = f"{one.syarat}; dilewati"
        elif one.jenis == "jumlah":
            note = "jumlahkan kode yang sesuai"
        printed = ""
        if options:
            joint = "\n" if len(options) < 9 else "; "
            printed = joint.join(f"{code} {name}" for code, name in options.items())
        self._row(sheet, row, (one.nomor, one.label, printed))
        year = self.period.awal.year if self.period else None
        value = nilai_butir(one, self.standard, self.catalog, year)
        self._text(sheet, row, 3, value, self.box if asked else self.grey)
        self._text(sheet, row, 4, note)
        if options and asked:
            self._choice(sheet, row, one, tuple(options))
        return row + 1

    def _choice(self, sheet: Worksheet, row: int, one: Butir, codes: tuple[int, ...]) -> None:
        summed = one.jenis == "jumlah"
        sheet.data_validation(
            row,
            3,
            row,
            3,
            {
                "validate": "integer",
                "criteria": "between",
                "minimum": min(codes),
                "maximum": sum(codes) if summed else max(codes),
                "error_title": f"R.{one.nomor}"[:32],
                "error_message": "Isi jumlah kode pilihan." if summed else "Isi kode pilihan.",
            },
        )

    def _table_after(self, sheet: Worksheet, row: int, number: str) -> int:
        if number == "3.2":
            row = self._schedule(sheet, row)
            row = self._row(
                sheet,
                row,
                ("3.4", "Nama Variabel", "Konsep", "Definisi", "Referensi Waktu"),
                self.head,
            )
            for count, column in enumerate(self.standard.kolom, start=1):
                told = (column.judul.id, column.konsep, column.definisi, column.rujukan_waktu)
                row = self._row(sheet, row, (count, *told))
        elif number == "4.4":
            head = ("4.5", "Provinsi", "", "Kabupaten/Kota", "hanya bila R.4.4 = 2")
            row = self._row(sheet, row, head, self.head)
            row = self._row(
                sheet, row, (1, self.lingkup.provinsi, "", self.lingkup.kabupaten_kota, "")
            )
        return row

    def _schedule(self, sheet: Worksheet, row: int) -> int:
        head = (
            "3.3",
            "Rencana Jadwal Kegiatan",
            "",
            "Mulai (tgl/bln/thn)",
            "Selesai (tgl/bln/thn)",
        )
        row = self._row(sheet, row, head, self.head)
        for count, (name, title) in enumerate(LANGKAH, start=1):
            span = getattr(self.standard.kegiatan.jadwal, name)
            self._row(sheet, row, (count, title, ""))
            for at, day in ((3, span and span.mulai), (4, span and span.selesai)):
                if day is None:
                    sheet.write_blank(row, at, None, self.day)
                else:
                    sheet.write_datetime(row, at, dt.datetime.combine(day, dt.time()), self.day)
            row += 1
        return row

    # -- MS-Var and MS-Ind -----------------------------------------------------------------------

    def _identity(self, sheet: Worksheet) -> int:
        office = self.standard.kegiatan.penanggung_jawab
        row = 2
        for label, value in (
            ("Nama Kegiatan", self.standard.kegiatan.judul),
            (f"Kode Kegiatan ({PETUGAS_BPS})", ""),
            ("Penyelenggara", self.catalog.nama_instansi(self.standard.produsen_data)),
            ("Unit Eselon I", office.unit_eselon_1),
            ("Unit Eselon II", office.unit_eselon_2),
            ("Unit Eselon III", BELUM),
        ):
            sheet.write_string(row, 0, label)
            sheet.write_string(row, 3, value)
            row += 1
        return row

    def _table(
        self, sheet: Worksheet, title: str, head: tuple[str, ...], widths: tuple[int, ...]
    ) -> int:
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        self._heading(sheet, title)
        row = self._identity(sheet)
        self._row(sheet, row, head, self.head)
        self._row(sheet, row + 1, tuple(f"({n})" for n in range(1, len(head) + 1)), self.head)
        self._page(sheet, title.split(":")[0], wide=True, repeat=(row, row + 1))
        return row + 2

    def _variables(self, sheet: Worksheet) -> None:
        row = first = self._table(
            sheet, "MS-Var: METADATA STATISTIK VARIABEL (PerBPS 5/2020)", VARIABEL, _LEBAR_VAR
        )
        for count, (column, about) in enumerate(
            zip(self.standard.kolom, self.about.bidang, strict=True), start=1
        ):
            reasons = [r.alasan.id for r in self.standard.aturan if column.nama in r.kolom_terpakai]
            row = self._row(
                sheet,
                row,
                (
                    count,
                    column.judul.id,
                    column.nama,
                    column.konsep,
                    column.definisi,
                    column.rujukan_pemilihan,
                    column.rujukan_waktu,
                    tipe_data(about),
                    domain(about),
                    aturan(about, self.standard.kunci, reasons),
                    column.judul.id,
                    1 if column.akses_umum else 2,
                ),
            )
        if row > first:
            sheet.data_validation(
                first, 7, row - 1, 7, {"validate": "list", "source": list(TIPE_DATA)}
            )
            self._yes_no(sheet, first, row - 1, 11)

    def _indicators(self, sheet: Worksheet) -> None:
        row = first = self._table(
            sheet, "MS-Ind: METADATA STATISTIK INDIKATOR (PerBPS 5/2020)", INDIKATOR, _LEBAR_IND
        )
        for at, note in _SYARAT_IND.items():
            self._text(sheet, first - 1, at - 1, f"({at}) {note}", self.head)
        for count, one in enumerate(self.standard.ms_ind, start=1):
            values = (count, *self._indicator(one))
            self._row(sheet, row, values)
            skipped = (13, 14, 15) if one.komposit else (11, 12)
            for column in skipped:
                self._text(sheet, row, column - 1, None, self.grey)
            row += 1
        if row > first:
            self._yes_no(sheet, first, row - 1, 9)
            self._yes_no(sheet, first, row - 1, 16)

    def _indicator(self, one: Indikator) -> tuple[object, ...]:
        parts, made_of = one.komposit, one.pembangun
        activity = ""
        if made_of is not None:
            activity = made_of.kegiatan or self.standard.kegiatan.judul
        return (
            one.nama,
            one.konsep,
            one.definisi,
            one.interpretasi,
            one.rumus,
            one.ukuran,
            one.satuan,
            "\n".join(one.klasifikasi_penyajian),
            1 if parts else 2,
            parts.publikasi if parts else "",
            "\n".join(parts.indikator) if parts else "",
            activity,
            "",
            "\n".join(made_of.variabel) if made_of else "",
            TINGKAT_NAMA[self.standard.tingkat_penyajian],
            1 if one.akses_umum else 2,
        )

    def _yes_no(self, sheet: Worksheet, first: int, last: int, column: int) -> None:
        sheet.data_validation(
            first,
            column,
            last,
            column,
            {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 2},
        )
