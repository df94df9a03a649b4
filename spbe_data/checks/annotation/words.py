"""The words of the annotated copy, in both languages.

Belongs here: fixed sentences of the sheet "Temuan". Messages of findings are the catalogue's.
"""

from __future__ import annotations

from typing import Any

KATA: dict[str, dict[str, Any]] = {
    "id": {
        "nama": "Temuan",
        "akhiran": "temuan",
        "judul": "Temuan pemeriksaan: {nama}",
        "tanpa_temuan": "Tidak ada temuan.",
        "jumlah": "{tolak} temuan menghalangi, {peringatan} peringatan, {catatan} catatan.",
        "petunjuk": (
            "Sel yang bermasalah diberi warna dan komentar di lembarnya; tekan alamat di kolom "
            "Contoh untuk melompat ke selnya. Perbaiki di berkas asli Anda, lalu kirim lagi; "
            "salinan ini hanya untuk Anda dan tidak disimpan."
        ),
        "terbatas": (
            "Hanya {ditandai} sel yang ditandai; selebihnya ada di daftar temuan lengkap "
            "(spbe check --json)."
        ),
        "gugus_terbatas": "Hanya {ditulis} kelompok temuan yang ditulis di lembar ini.",
        "tanpa_lembar": "Isi berkas tidak dapat disalin; hanya daftar temuannya yang ditulis.",
        "rekaman": "Rekaman nomor n di berkas Anda berada di baris n+1 salinan ini.",
        "dipilih": (
            "Berkas terlalu besar untuk disalin seluruhnya: hanya baris yang ditandai yang ada di "
            "sini, nomor baris aslinya di kolom A (huruf kolom bergeser satu ke kanan)."
        ),
        "cara": {
            "asli": "Salinan dari buku kerja Anda; makro tidak ikut disalin.",
            "nilai": (
                "Buku kerja Anda memuat bagan, gambar, atau tabel pivot yang tidak dapat disalin; "
                "karena itu yang disalin hanya nilai semua lembar, tanpa rumus dan hiasan."
            ),
            "baru": "Salinan dari tabel sebagaimana dibaca; semua sel ditulis sebagai teks.",
        },
        "warna": {
            "tolak": "Merah: menghalangi, harus diperbaiki.",
            "peringatan": "Kuning: peringatan, periksa lagi.",
            "catatan": "Biru: catatan.",
        },
        "tingkat": {"tolak": "Menghalangi", "peringatan": "Peringatan", "catatan": "Catatan"},
        "kepala": [
            "Tingkat", "Kode", "Kolom", "Banyaknya", "Pesan (temuan pertama)", "Dasar hukum",
            "Contoh 1", "Contoh 2", "Contoh 3",
        ],
        "baris": "baris {baris}",
        "rekaman_ke": "rekaman {baris}",
        "judul_kolom": "judul kolom",
    },
    "en": {
        "nama": "Findings",
        "akhiran": "findings",
        "judul": "Findings of the check: {nama}",
        "tanpa_temuan": "There are no findings.",
        "jumlah": "{tolak} blocking findings, {peringatan} warnings, {catatan} notices.",
        "petunjuk": (
            "Cells with a finding are coloured and carry a comment on their own sheet; click an "
            "address in the Example columns to go there. Repair your original file and send it "
            "again; this copy is for you alone and is not stored."
        ),
        "terbatas": (
            "Only {ditandai} cells are marked; the rest is in the full list of findings "
            "(spbe check --json)."
        ),
        "gugus_terbatas": "Only {ditulis} groups of findings are written on this sheet.",
        "tanpa_lembar": "The file's contents could not be copied; only the list is given.",
        "rekaman": "Record number n of your file is in row n+1 of this copy.",
        "dipilih": (
            "The file is too large to be copied whole: only marked rows are here, with their "
            "original row number in column A (column letters move one to the right)."
        ),
        "cara": {
            "asli": "A copy of your workbook; macros are left out.",
            "nilai": (
                "Your workbook holds charts, pictures or pivot tables that cannot be copied; so "
                "only the values of all sheets were copied, without formulae and decoration."
            ),
            "baru": "A copy of the table as it was read; every cell is written as text.",
        },
        "warna": {
            "tolak": "Red: blocking, must be repaired.",
            "peringatan": "Yellow: warning, look again.",
            "catatan": "Blue: notice.",
        },
        "tingkat": {"tolak": "Blocking", "peringatan": "Warning", "catatan": "Notice"},
        "kepala": [
            "Severity", "Code", "Column", "How many", "Message (first finding)", "Legal basis",
            "Example 1", "Example 2", "Example 3",
        ],
        "baris": "row {baris}",
        "rekaman_ke": "record {baris}",
        "judul_kolom": "heading",
    },
}  # fmt: skip
