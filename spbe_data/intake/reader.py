"""The one way in: ``read_table``. Re-exports the words of :mod:`spbe_data.intake.model`.

Belongs here: which loader a file goes to. Does not belong here: any loader.
"""

from __future__ import annotations

from spbe_data.intake.assemble import susun
from spbe_data.intake.container import periksa_zip
from spbe_data.intake.delimited import baca_csv
from spbe_data.intake.detect import Wadah, jenis_teks, kenali
from spbe_data.intake.encoding import baca_teks
from spbe_data.intake.grid import Kisi
from spbe_data.intake.header import Pencocok
from spbe_data.intake.model import (
    Batas,
    BerkasDitolak,
    CatatanBaca,
    Harapan,
    JenisCatatan,
    KodeTolak,
    KolomTerbaca,
    Terbaca,
)
from spbe_data.intake.sheets import baca_lembar, baca_parquet, baca_teks_terbatas

__all__ = [
    "Batas",
    "BerkasDitolak",
    "CatatanBaca",
    "Harapan",
    "JenisCatatan",
    "KodeTolak",
    "KolomTerbaca",
    "Terbaca",
    "read_table",
]

_BATAS_BAKU = Batas()


def read_table(
    data: bytes, nama_berkas: str, harapan: Harapan, batas: Batas = _BATAS_BAKU
) -> Terbaca:
    """Read ``data`` as one table of text, never guessing a type.

    CSV, TSV and other delimited text, XLSX, XLSM, XLS, ODS, HTML tables, JSON records, Parquet, or
    a ZIP with one such file. The kind is told by the bytes; ``nama_berkas`` is only carried into
    ``dibaca_sebagai``. Raises :class:`BerkasDitolak` for what cannot be read as a table, and
    nothing else because of the file's contents.
    """
    if len(data) > batas.ukuran_berkas:
        raise BerkasDitolak(
            KodeTolak.TERLALU_BESAR,
            {"ukuran": "byte", "jumlah": len(data), "batas": batas.ukuran_berkas},
        )
    pencocok = Pencocok(harapan)
    terbaca = susun(_muat(data, harapan, pencocok, batas), pencocok, batas)
    terbaca.dibaca_sebagai["nama_berkas"] = nama_berkas
    return terbaca


def _muat(
    data: bytes, harapan: Harapan, pencocok: Pencocok, batas: Batas, *, dalam_zip: bool = False
) -> Kisi:
    match kenali(data):
        case Wadah.ZIP:
            isi = periksa_zip(data, batas)
            if isi.isi is None:
                return baca_lembar(data, isi.jenis, harapan, batas)
            if dalam_zip:
                raise BerkasDitolak(KodeTolak.JENIS_TIDAK_DIDUKUNG, {"jenis": "zip-dalam-zip"})
            kisi = _muat(isi.isi, harapan, pencocok, batas, dalam_zip=True)
            kisi.info["di_dalam_zip"] = isi.berkas
            return kisi
        case Wadah.CFB:
            return baca_lembar(data, "xls", harapan, batas)
        case Wadah.PARQUET:
            return baca_parquet(data, batas)
        case Wadah.TEKS:
            return _muat_teks(data, pencocok, batas)


def _muat_teks(data: bytes, pencocok: Pencocok, batas: Batas) -> Kisi:
    teks = baca_teks(data)
    jenis = jenis_teks(teks.utf8)
    if jenis == "csv":
        return baca_csv(teks, pencocok, batas)
    if len(data) > batas.ukuran_perlahan:
        raise BerkasDitolak(
            KodeTolak.TERLALU_BESAR,
            {"ukuran": "byte", "jumlah": len(data), "batas": batas.ukuran_perlahan},
        )
    return baca_teks_terbatas(teks, "html" if jenis == "html" else "json", batas)
