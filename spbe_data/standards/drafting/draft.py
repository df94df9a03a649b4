"""Drafting a standard from a table as read: the one way in.

Belongs here: the order of the steps. Does not belong here: any step.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from pathlib import PurePath

import polars as pl

from spbe_data.intake.header import normal
from spbe_data.intake.reader import Batas, Harapan, Terbaca, read_table
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.drafting import structure, suggest
from spbe_data.standards.drafting.columns import usulkan_kolom
from spbe_data.standards.drafting.context import Konteks
from spbe_data.standards.drafting.coverage import cakupan
from spbe_data.standards.drafting.making import isi_kolom, nama_fisik
from spbe_data.standards.drafting.model import (
    Dugaan,
    KolomUsul,
    Pemetaan,
    Rancangan,
    TidakDapatDirancang,
)
from spbe_data.standards.drafting.shape import Bentuk, panjangkan, pecah_periode
from spbe_data.standards.drafting.table import Bersih, aman, bersihkan

_PEMISAH = re.compile(r"(?i)\b(?:menurut|berdasarkan|di|per|tahun|pada|by)\b|,|\(|(?:19|20)\d\d")
_TAHUN = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_UKURAN_DI_JUDUL = re.compile(
    r"jumlah|jml|banyak|luas|harga|rata|rasio|indeks|angka|produksi|persentase|nilai|pendapatan|tingkat|laju"
)


_JUDUL_UMUM = (
    "No", "No.", "Nomor", "Kode Wilayah", "Wilayah", "Nama Wilayah", "Uraian", "Rincian", "Kategori",
    "Indikator", "Jumlah", "Total", "Keterangan", "Nama", "Alamat", "Status", "Jenis",
)  # fmt: skip
"""Headings that nearly every table has: they tell a table from a cover sheet, and name nothing."""


def konteks_dari(catalog: Catalog, wilayah: Mapping[str, str]) -> Konteks:
    """The drafting view of a catalogue. ``wilayah``: ``kode_kemendagri`` and ``kode_bps`` of the
    installation, and where known ``nama`` and ``provinsi``."""
    return Konteks(
        catalog,
        wilayah["kode_kemendagri"],
        wilayah["kode_bps"],
        wilayah.get("nama", ""),
        wilayah.get("provinsi", ""),
    )


def harapan(konteks: Konteks) -> Harapan:
    """What headings the column dictionary knows, so that the reader finds the header row."""
    dictionary = konteks.kamus
    synonyms: dict[str, str] = {}
    for name, column in dictionary.items():
        for spelling in column.get("ejaan_judul", ()):
            synonyms.setdefault(str(spelling), name)
    for heading in _JUDUL_UMUM:
        synonyms.setdefault(heading, normal(heading))
    return Harapan(tuple(dictionary), synonyms)


def rancang_berkas(
    data: bytes, nama_berkas: str, konteks: Konteks, *,
    judul: str | None = None, produsen: str | None = None, panjang: bool = True,
    batas: Batas | None = None,
) -> Rancangan:  # fmt: skip
    """The proposal for a file; ``panjang`` False keeps a wide table as it is.

    Raises ``BerkasDitolak`` (the file is no table) and :class:`TidakDapatDirancang`.
    """
    read = read_table(data, nama_berkas, harapan(konteks), batas or Batas())
    return rancang(read, nama_berkas, konteks, judul=judul, produsen=produsen, panjang=panjang)


def rancang(
    terbaca: Terbaca, nama_berkas: str, konteks: Konteks, *,
    judul: str | None = None, produsen: str | None = None, panjang: bool = True,
) -> Rancangan:  # fmt: skip
    """The proposal for a table as read. Raises :class:`TidakDapatDirancang`."""
    if produsen is not None and produsen not in konteks.catalog.perangkat_daerah:
        raise TidakDapatDirancang(
            f"Perangkat daerah '{produsen}' tidak ada di data induk. Lihat schemas/induk/perangkat_daerah.csv."
        )
    if terbaca.tabel.height == 0:
        raise TidakDapatDirancang(
            "Di bawah judul kolom tidak ada satu baris pun. Isi beberapa baris data, lalu ulangi."
        )
    clean = bersihkan(terbaca, konteks)
    if clean.tabel.height == 0:
        raise TidakDapatDirancang(
            "Setelah baris satuan, jumlah, dan catatan dilewati tidak ada baris data yang tersisa. "
            "Isi beberapa baris data, lalu ulangi."
        )
    title = _judul(judul, clean.judul_atas, terbaca, nama_berkas)
    clean = pecah_periode(clean)
    shaped = Bentuk(clean)
    if panjang:
        shaped = panjangkan(clean, konteks, _nama_ukuran(title))
    columns, skipped = usulkan_kolom(_tanpa_tahun(shaped.bersih), konteks)
    columns = structure.nama_sepasang(columns, shaped.bersih.tabel, konteks)
    if not columns:
        raise TidakDapatDirancang(
            "Tidak ada kolom berisi selain nomor urut. Periksa apakah lembar yang benar yang dibaca."
        )
    headings = [c.judul for c in clean.kolom] if not shaped.peta else []
    stem = PurePath(nama_berkas).stem
    texts = (*clean.judul_atas, judul or "", stem, terbaca.lembar or "")
    columns, constant, more = structure.tambah_kolom(columns, konteks, texts, headings)
    columns = structure.satukan_peran(columns, konteks)
    notes = [*shaped.bersih.catatan, *more]
    table = shaped.bersih.tabel.select(
        pl.col(c.sumber).alias(c.nama) for c in columns if c.sumber is not None
    )
    period = structure.frekuensi(columns)
    level = structure.tingkat(columns, konteks)
    key, columns = structure.kunci(columns, table, period.nilai, level.nilai, konteks)
    first, last = structure.periode_pertama(table, period.nilai, constant)
    coverage, sentence = cakupan(columns, table, level.nilai, last, key.nilai, konteks)
    if sentence:
        notes.append(sentence[0].upper() + sentence[1:])
    similar = suggest.standar_mirip(title.nilai, columns, konteks)
    topic = suggest.rad(f"{title.nilai} {PurePath(nama_berkas).stem}", columns, similar, konteks)
    agency = suggest.perangkat_daerah(title.nilai, produsen, similar, topic, konteks)
    personal = [c.nama for c in columns if c.isian.get("akses_umum") is False]
    access = (
        Dugaan(
            "terbatas",
            0.9,
            f"kolom {', '.join(personal)} memuat data pribadi; jangan diterbitkan apa adanya",
        )
        if personal
        else Dugaan("terbuka", 0.6, "tidak ada kolom yang tampak memuat data pribadi")
    )
    isian: dict[str, Dugaan] = {
        "judul": title,
        "periode": period,
        "tingkat_penyajian": level,
        "kunci": key,
        "akses": access,
    }
    for name, guess in (
        ("berlaku_untuk_periode_sejak", first),
        ("cakupan", coverage),
        ("topik", suggest.topik(similar, topic, konteks)),
        ("rad", topic),
        ("produsen_data", agency),
    ):
        if guess is not None:
            isian[name] = guess
    if read_as := terbaca.dibaca_sebagai.get("lembar_lain"):
        notes.insert(
            0,
            f'Lembar "{aman(terbaca.lembar or "", "pertama")}" yang dibaca; {len(read_as)} lembar lain dilewati.',
        )
    if not any(isi_kolom(c, konteks)["peran"] == "ukuran" for c in columns):
        notes.append("Tidak ada kolom ukuran: dirancang sebagai daftar (satu baris satu hal).")
    order = [c.nama for c in columns]
    long = table.with_columns(
        pl.lit(constant.get(n), dtype=pl.String).alias(n) for n in order if n not in table.columns
    ).select(order)
    return Rancangan(
        id=slug(title.nilai), berkas=aman(nama_berkas, "berkas"), lembar=terbaca.lembar, kolom=tuple(columns), isian=isian,
        dilewati=(*shaped.dilewati, *skipped), pemetaan=_bernama(shaped.peta, columns), mirip=tuple(similar),
        catatan=tuple(dict.fromkeys(notes)), tabel=long,
    )  # fmt: skip


def _tanpa_tahun(bersih: Bersih) -> Bersih:
    """Headings without their year, where all name one and the same: it is the table's period then,
    and no part of a column's name. Different years are left, they tell columns apart."""
    years = {y for c in bersih.kolom for y in _TAHUN.findall(c.judul)}
    if len(years) != 1:
        return bersih
    columns = tuple(
        dataclasses.replace(c, judul=_TAHUN.sub("", c.judul).strip(" ,-_/.()") or c.judul)
        for c in bersih.kolom
    )
    return dataclasses.replace(bersih, kolom=columns)


def _nama_ukuran(title: Dugaan) -> str:
    """What a table measures, by its title: the words before "menurut"; a file's name is trusted
    only when it says what is counted."""
    name = nama_fisik(normal(_PEMISAH.split(str(title.nilai))[0]), "")
    if name.startswith("kolom") or len(name) < 3:
        return "jumlah"
    if title.yakin < 0.5 and not _UKURAN_DI_JUDUL.search(name):
        return "jumlah"
    return name


def _bernama(mapping: tuple[Pemetaan, ...], columns: list[KolomUsul]) -> tuple[Pemetaan, ...]:
    """The mapping with the measures called as the columns are proposed."""
    names = {c.sumber: c.nama for c in columns if c.sumber}
    return tuple(
        dataclasses.replace(pair, ukuran=names.get(f"uk_{pair.ukuran}", pair.ukuran))
        for pair in mapping
    )


def slug(title: str) -> str:
    """A dataset id from a title: 3 to 80 small letters, digits and hyphens."""
    plain = nama_fisik(normal(title), "")[:60].strip("_").replace("_", "-")
    plain = plain.removeprefix("kolom-baru") or "standar-baru"
    return plain if len(plain) >= 3 else f"data-{plain}"


_TAHUN_DI_UJUNG = re.compile(
    r"(?i)[\s,(]*\b(?:tahun|thn)?\s*(?:19|20)[0-9]{2}(?:\s*[-–/]\s*(?:19|20)?[0-9]{2})?\)?\s*$"
)


def _judul_tanpa_tahun(title: str) -> str:
    """A title without the year at its end: a dataset goes on when the year is over."""
    plain = _TAHUN_DI_UJUNG.sub("", title).rstrip(" ,-(")
    return plain if len(plain) >= 4 else title


def _judul(said: str | None, above: tuple[str, ...], read: Terbaca, file_name: str) -> Dugaan:
    if said and said.strip():
        return Dugaan(said.strip(), 1.0, "disebut dengan --judul")
    for text in above:
        if len(text) >= 8 and re.search(r"[A-Za-z]{3}", text):
            plain = re.sub(r"(?i)^tabel\s*[0-9.]+\s*", "", re.sub(r"\s+", " ", text)).strip(" :")
            return Dugaan(_judul_tanpa_tahun(plain)[:150], 0.7, "baris judul di atas tabel")
    stem = aman(PurePath(file_name).stem, "data")
    plain = re.sub(r"[\s_-]+", " ", re.sub(r"(?i)[\s_-]*\bdata$|^[0-9]+[\s_-]+", "", stem)).strip()
    plain = _judul_tanpa_tahun(plain)
    return Dugaan((plain[:1].upper() + plain[1:]) or "Data", 0.4, "nama berkas")
