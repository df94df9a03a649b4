"""Marks of a sheet of any workbook, and sizes as workbooks state them.

Belongs here: which format goes where, and that nothing here refuses a file. Does not belong here:
any format. Runs only in the capped child.
"""

from __future__ import annotations

import struct
import zipfile

from spbe_data.intake.marks import Markah
from spbe_data.intake.ods_marks import telaah_ods
from spbe_data.intake.xls_marks import telaah_xls
from spbe_data.intake.xlsx_marks import telaah_xlsx, ukuran_tertulis

__all__ = ["Markah", "telaah", "ukuran_tertulis"]


def telaah(jenis: str, data: bytes, lembar: str, ukuran: tuple[int, int]) -> Markah:
    """Marks of the sheet ``lembar`` of ``ukuran`` (rows, columns); empty for other formats.

    Never refuses: what cannot be found out is left out, the values were read by the parser.
    """
    try:
        match jenis:
            case "xlsx" | "xlsm":
                hasil = telaah_xlsx(data, lembar, ukuran[0])
            case "ods":
                hasil = telaah_ods(data, lembar, ukuran[0])
            case "xls":
                hasil = telaah_xls(data, lembar, ukuran[0])
            case _:
                return Markah()
    except (KeyError, IndexError, ValueError, struct.error, zipfile.BadZipFile):
        return Markah()
    # Programs hide the empty columns and rows beyond the table; nobody misses those.
    hasil.kolom_sembunyi = [
        [awal, min(akhir, ukuran[1] - 1)]
        for awal, akhir in hasil.kolom_sembunyi
        if awal < ukuran[1]
    ]
    return hasil
