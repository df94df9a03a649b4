"""The sentences of the template workbook, in Bahasa Indonesia and English.

Belongs here: text only, and the names of the sheets. Where it stands is
:mod:`spbe_data.standards.template`.
"""

from __future__ import annotations

from typing import Literal

from spbe_data.standards.models import Kolom

Bahasa = Literal["id", "en"]

DATA, PETUNJUK, GUIDE, CONTOH, METADATA, DAFTAR = (
    "Data",
    "Petunjuk",
    "Guide",
    "Contoh",
    "Metadata",
    "Daftar",
)
LEMBAR_PENJELAS = (PETUNJUK, GUIDE, CONTOH, METADATA, DAFTAR)
"""Sheets of a template that hold no data: that they are not read need not be told."""

KEPALA: dict[Bahasa, tuple[str, ...]] = {
    "id": ("Kolom", "Judul", "Arti", "Satuan", "Yang boleh", "Wajib", "Contoh"),
    "en": ("Column", "Title", "Meaning (Indonesian)", "Unit", "Allowed", "Required", "Example"),
}

ANTARKOLOM: dict[Bahasa, str] = {
    "id": "Aturan dalam satu baris",
    "en": "Rules within one row",
}

YA: dict[Bahasa, tuple[str, str]] = {"id": ("ya", "tidak"), "en": ("yes", "no")}

IDENTITAS: dict[Bahasa, tuple[str, ...]] = {
    "id": (
        "Id standar",
        "Versi standar",
        "Periode",
        "Produsen data",
        "Kontak",
        "Konsep",
        "Definisi",
        "Klasifikasi",
        "Ukuran",
        "Satuan",
    ),
    "en": (
        "Standard id",
        "Standard version",
        "Period",
        "Data producer",
        "Contact",
        "Concept",
        "Definition",
        "Classification",
        "Measure",
        "Unit",
    ),
}

TANPA_PERIODE: dict[Bahasa, str] = {
    "id": "tidak ditentukan; isi kolom waktu di tiap baris",
    "en": "not stated; fill in the time columns in every row",
}

LANGKAH: dict[Bahasa, tuple[str, ...]] = {
    "id": (
        "Buku kerja ini templat isian satu dataset. Hanya lembar Data yang dibaca sebagai data.",
        "Isi lembar Data mulai baris 2, satu baris untuk satu keadaan. Judul di baris 1 terkunci; jangan diubah atau digeser.",
        "Kolom bertanda * dan berwarna wajib diisi. Baris yang sudah disiapkan tinggal diisi angkanya.",
        "Bila angka satu baris belum ada, jangan tulis 0 atau tanda hubung; selesaikan dahulu angkanya. Hapus baris yang memang tidak terjadi bila dataset tidak mewajibkan seluruh wilayah.",
        "Baris boleh ditambah, dihapus, diurutkan, dan disaring. Kolom kode adalah teks: titik dan nol di depan harus tetap.",
        "Tulis angka sebagai angka, tanpa satuan dan tanpa pemisah ribuan yang diketik.",
        "Lembar Contoh memuat satu baris terisi dengan angka karangan. Lembar Daftar memuat pilihan yang sah pada periode ini.",
        "Lembar Metadata mencatat keterangan yang diminta waktu mengirim; isinya diketik di formulir kirim, tidak dibaca dari buku kerja ini.",
        "Setelah dikirim diperiksa: susunan kolom, isi tiap sel, kode menurut periodenya, kelengkapan dan kunci ganda, data pribadi. Temuan disebut per sel dengan cara memperbaikinya.",
        "Yang disampaikan: data, standar datanya, dan metadatanya (Perpres 39/2019 Pasal 33 ayat (2)).",
    ),
    "en": (
        "This workbook is the template of one dataset. Only the sheet Data is read as data.",
        "Fill in the sheet Data from row 2 on, one row for one case. The headings in row 1 are locked; do not change or move them.",
        "Columns with * and a colour are required. Where rows are laid ready, only the figures are missing.",
        "Where a figure is not known yet, write neither 0 nor a dash; find the figure first. Delete a row that did not happen, unless the dataset must cover every area.",
        "Rows may be added, deleted, sorted and filtered. Code columns are text: dots and leading zeros must stay.",
        "Write numbers as numbers, without unit and without typed thousands separators.",
        "The sheet Contoh shows one filled row with made-up figures. The sheet Daftar holds the values valid in this period.",
        "The sheet Metadata notes what the submission form asks for; type it there, it is not read from this workbook.",
        "After sending it is checked: columns, every cell, codes as of their period, completeness and double keys, personal data. Findings name the cell and how to repair it.",
        "A submission is the data, its standard and its metadata (Perpres 39/2019 Article 33(2)).",
    ),
}

KIRIM: dict[Bahasa, tuple[str, str]] = {
    "id": ("Cara mengirim", "Portal, halaman Unggah; atau periksa dahulu di terminal:"),
    "en": ("How to send", "The portal, page Unggah; or check first in a terminal:"),
}

CONTOH_JUDUL = "CONTOH (angka karangan, bukan data) · EXAMPLE (made-up figures, not data)"

METADATA_ISIAN: tuple[tuple[str, str], ...] = (
    ("judul_kegiatan", "Nama kegiatan statistik atau administrasi asal data"),
    ("cara_pengumpulan", "Cara data dikumpulkan (kode daftar cara_pengumpulan)"),
    ("rujukan_waktu", "Waktu yang dirujuk angkanya"),
    ("kontak", "Yang dapat ditanya tentang data ini; tidak diterbitkan"),
    ("status_angka", "tetap, sementara, atau sangat_sementara"),
    ("catatan", "Bila perlu; tidak diterbitkan"),
    ("alasan_revisi", "Bila mengganti data yang sudah terbit"),
)


_DISEBUT = 4  # choices that are named one by one; more stand on the sheet Daftar


def aturan_kolom(column: Kolom, pilihan: tuple[str, ...], bahasa: Bahasa) -> str:
    """What a column may hold, in a few words; ``pilihan`` are all its values, if they are listed."""
    indonesian = bahasa == "id"
    if len(pilihan) == 1:
        return f"{'selalu' if indonesian else 'always'} {pilihan[0]}"
    if 0 < len(pilihan) <= _DISEBUT:
        return f"{'salah satu' if indonesian else 'one of'}: {', '.join(pilihan)}"
    if pilihan:
        return (
            f"{len(pilihan)} pilihan, lihat lembar Daftar"
            if indonesian
            else f"{len(pilihan)} choices, see the sheet Daftar"
        )
    kinds = {
        "teks": ("teks", "text"),
        "bulat": ("angka bulat", "whole number"),
        "desimal": ("angka", "number"),
        "tanggal": ("tanggal (2024-07-15)", "date (2024-07-15)"),
    }
    parts = [kinds[column.tipe][0 if indonesian else 1]]
    if column.minimum is not None:
        parts.append(f"{'paling kecil' if indonesian else 'at least'} {column.minimum:f}")
    if column.maksimum is not None:
        parts.append(f"{'paling besar' if indonesian else 'at most'} {column.maksimum:f}")
    if column.skala is not None:
        parts.append(
            f"paling banyak {column.skala} angka desimal"
            if indonesian
            else f"at most {column.skala} decimals"
        )
    if column.panjang is not None:
        parts.append(
            f"paling panjang {column.panjang} karakter"
            if indonesian
            else f"at most {column.panjang} characters"
        )
    if column.pola is not None:
        parts.append(f"{'bentuk' if indonesian else 'form'} {column.pola}")
    return "; ".join(parts)
