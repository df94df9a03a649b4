"""The one way in: ``read_table``. Re-exports the words of :mod:`spbe_data.intake.model`.

Belongs here: which loader a file goes to. Does not belong here: any loader.
"""

from __future__ import annotations

from spbe_data.intake.assemble import susun
from spbe_data.intake.container import periksa_zip
from spbe_data.intake.delimited import baca_csv
from spbe_data.intake.detect import Wadah, jenis_teks, kenali
from spbe_data.intake.directions import periksa_arahan, periksa_berlaku
from spbe_data.intake.encoding import baca_teks
from spbe_data.intake.grid import Kisi
from spbe_data.intake.gzip_file import buka_gzip
from spbe_data.intake.header import Pencocok
from spbe_data.intake.model import (
    Arahan,
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
    "Arahan",
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
    data: bytes,
    nama_berkas: str,
    harapan: Harapan,
    batas: Batas = _BATAS_BAKU,
    arahan: Arahan | None = None,
) -> Terbaca:
    """Read ``data`` as one table of text, never guessing a type.

    CSV, TSV and other delimited text, XLSX, XLSM, XLS, ODS, HTML tables, JSON records and lines,
    GeoJSON, Parquet, or a ZIP or gzip with one such file. The kind is told by the bytes;
    ``nama_berkas`` is only carried into ``dibaca_sebagai``. What ``arahan`` says goes before our
    own judgement and stands in ``dibaca_sebagai["arahan"]``. Raises :class:`BerkasDitolak` for
    what cannot be read as a table or not as directed (ARAHAN_TIDAK_COCOK), and nothing else
    because of the file's contents.
    """
    if len(data) > batas.ukuran_berkas:
        raise BerkasDitolak(
            KodeTolak.TERLALU_BESAR,
            {"ukuran": "byte", "jumlah": len(data), "batas": batas.ukuran_berkas},
        )
    arah = arahan or Arahan()
    periksa_arahan(arah)
    pencocok = Pencocok(harapan)
    kisi = _muat(data, harapan, pencocok, batas, arah)
    periksa_berlaku(arah, kisi.info["format"])
    terbaca = susun(kisi, pencocok, batas, arah)
    terbaca.dibaca_sebagai["nama_berkas"] = nama_berkas
    terbaca.dibaca_sebagai["arahan"] = arah.dipilih()
    return terbaca


def _muat(
    data: bytes,
    harapan: Harapan,
    pencocok: Pencocok,
    batas: Batas,
    arahan: Arahan,
    *,
    dalam_zip: bool = False,
) -> Kisi:
    match kenali(data):
        case Wadah.ZIP:
            isi = periksa_zip(data, batas)
            if isi.isi is None:
                return baca_lembar(data, isi.jenis, harapan, batas, arahan.lembar)
            if dalam_zip:
                raise BerkasDitolak(KodeTolak.JENIS_TIDAK_DIDUKUNG, {"jenis": "zip-dalam-zip"})
            kisi = _muat(isi.isi, harapan, pencocok, batas, arahan, dalam_zip=True)
            kisi.info["di_dalam_zip"] = isi.berkas
            return kisi
        case Wadah.GZIP:
            if dalam_zip:
                raise BerkasDitolak(KodeTolak.JENIS_TIDAK_DIDUKUNG, {"jenis": "gzip-dalam-zip"})
            isi_gzip = buka_gzip(data, batas)
            kisi = _muat(isi_gzip, harapan, pencocok, batas, arahan, dalam_zip=True)
            kisi.info["di_dalam_gzip"] = True
            return kisi
        case Wadah.CFB:
            return baca_lembar(data, "xls", harapan, batas, arahan.lembar)
        case Wadah.PARQUET:
            return baca_parquet(data, batas)
        case Wadah.TEKS:
            return _muat_teks(data, harapan, pencocok, batas, arahan)


def _muat_teks(
    data: bytes, harapan: Harapan, pencocok: Pencocok, batas: Batas, arahan: Arahan
) -> Kisi:
    teks = baca_teks(data, arahan.penyandian)
    jenis = jenis_teks(teks.utf8)
    if jenis == "csv":
        return baca_csv(teks, pencocok, batas, pemisah=arahan.pemisah)
    if len(data) > batas.ukuran_perlahan:
        raise BerkasDitolak(
            KodeTolak.TERLALU_BESAR,
            {"ukuran": "byte", "jumlah": len(data), "batas": batas.ukuran_perlahan},
        )
    if jenis == "xml2003":
        kisi = baca_lembar(teks.utf8, jenis, harapan, batas, arahan.lembar)
        kisi.info["encoding"] = teks.penyandian
        return kisi
    return baca_teks_terbatas(teks, "html" if jenis == "html" else "json", batas, arahan.lembar)
