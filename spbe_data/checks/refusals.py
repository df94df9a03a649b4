"""Words for a file that cannot be read at all: why, and what to do, in both languages.

Belongs here: the reader's refusal codes put into words. That a file is refused is the reader's say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spbe_data.checks.privacy import safe
from spbe_data.intake.model import BerkasDitolak

_REASONS: dict[str, tuple[str, str]] = {
    "biner": ("berkas biner yang tidak dikenal", "an unknown binary file"),
    "json_rusak": (
        "JSON-nya tidak lengkap atau salah tulis",
        "its JSON is incomplete or malformed",
    ),
    "tanpa_rekaman": ("JSON-nya tidak memuat daftar rekaman", "its JSON holds no list of records"),
    "kunci_ganda": (
        "sebuah rekaman JSON memuat kunci yang sama dua kali",
        "a JSON record holds the same key twice",
    ),
    "html_tanpa_tabel": ("halaman web tanpa tabel", "a web page without a table"),
    "kolom_bersarang": ("kolom Parquet-nya bersusun", "its Parquet columns are nested"),
}


_DIRECTIONS: dict[str, tuple[str, str]] = {
    "lembar": ("lembar", "sheet"),
    "baris_judul": ("baris judul", "header row"),
    "tinggi_judul": ("tinggi judul", "header height"),
    "pemisah": ("pemisah kolom", "delimiter"),
    "penyandian": ("penyandian huruf", "encoding"),
}

_MISFITS: dict[str, tuple[str, str]] = {
    "tidak_ada": ("tidak ada di berkas ini", "this file has none such"),
    "bukan_nomor": ("harus nomor tabel di halaman", "it must be the table's number on the page"),
    "di_luar_berkas": ("letaknya di luar isi berkas", "it lies outside the file's content"),
    "baris_kosong": ("baris itu kosong", "that row is blank"),
    "tidak_dikenal": ("nilai itu tidak dikenal", "that value is unknown"),
    "tidak_berlaku": (
        "tidak berlaku untuk jenis berkas ini",
        "it means nothing for this type of file",
    ),
    "byte_lain": (
        "isi berkas tidak tertulis dengan penyandian itu",
        "the content is not written in that encoding",
    ),
}


def _direction_words(params: Mapping[str, Any]) -> dict[str, str]:
    """The words of ARAHAN_TIDAK_COCOK: which direction, why it does not fit, what there is."""
    name_id, name_en = _DIRECTIONS.get(str(params.get("arahan")), ("", ""))
    why_id, why_en = _MISFITS.get(str(params.get("alasan")), ("", ""))
    choice_id = choice_en = ""
    if names := params.get("ada"):
        shown = ", ".join(f'"{safe(str(name))}"' for name in names)
        choice_id, choice_en = f" Lembar yang ada: {shown}.", f" Sheets there are: {shown}."
    elif last := params.get("baris_terakhir"):
        choice_id = f" Baris terakhir yang berisi: {last}."
        choice_en = f" Last row with content: {last}."
    elif count := params.get("jumlah"):
        choice_id, choice_en = f" Banyaknya tabel: {count}.", f" Number of tables: {count}."
    return {
        "nama_id": name_id,
        "nama_en": name_en,
        "sebab_id": why_id,
        "sebab_en": why_en,
        "pilihan_id": choice_id,
        "pilihan_en": choice_en,
        "nilai": safe(str(params.get("nilai", ""))),
    }


_REFUSALS: dict[str, tuple[str, str, str, str]] = {
    "KOSONG": (
        "berkas tidak berisi apa-apa",
        "the file is empty",
        "Kirim berkas yang berisi tabel.",
        "Send a file with a table.",
    ),
    "BUKAN_TABEL": (
        "isinya bukan tabel",
        "its content is no table",
        "Simpan tabel sebagai CSV atau XLSX, lalu kirim.",
        "Save the table as CSV or XLSX and send it.",
    ),
    "JENIS_TIDAK_DIDUKUNG": (
        "jenis berkas {jenis} tidak didukung",
        "file type {jenis} is not supported",
        "Simpan sebagai CSV atau XLSX.",
        "Save it as CSV or XLSX.",
    ),
    "TERLALU_BESAR": (
        "terlalu besar ({jumlah} {ukuran}, batas {batas})",
        "it is too large ({jumlah} {ukuran}, limit {batas})",
        "Pecah per periode lalu kirim satu per satu.",
        "Split it by period and send the parts.",
    ),
    "TERLALU_LEBAR": (
        "terlalu lebar ({jumlah} kolom, batas {batas})",
        "it is too wide ({jumlah} columns, limit {batas})",
        "Hapus kolom dan pemformatan di luar tabel.",
        "Delete columns and formatting outside the table.",
    ),
    "BOM_ZIP": (
        "isi terpadatkan melebihi batas aman",
        "its compressed content exceeds the safe limit",
        "Simpan ulang tabel sebagai XLSX atau CSV baru.",
        "Save the table again as a new XLSX or CSV.",
    ),
    "ARSIP_RUSAK": (
        "berkas rusak atau terpotong",
        "the file is damaged or cut off",
        "Simpan ulang dan kirim lagi; periksa sambungan saat mengunggah.",
        "Save it again and resend; check the connection.",
    ),
    "ARSIP_ISI_BANYAK": (
        "ZIP berisi lebih dari satu berkas",
        "the ZIP holds more than one file",
        "Kirim satu berkas tabel saja.",
        "Send one table only.",
    ),
    "TERSANDI": (
        "dilindungi kata sandi",
        "it is protected by a password",
        "Hapus kata sandinya lalu kirim lagi.",
        "Remove the password and send again.",
    ),
    "PENYANDIAN_TIDAK_DIKENAL": (
        "penyandian hurufnya tidak dikenal",
        "its character encoding is unknown",
        "Simpan sebagai CSV UTF-8.",
        "Save it as CSV UTF-8.",
    ),
    "BYTE_NUL": (
        "memuat byte nol; bukan berkas teks yang sah",
        "it holds zero bytes and is no valid text file",
        "Simpan ulang sebagai CSV UTF-8.",
        "Save it again as CSV UTF-8.",
    ),
    "KUTIP_TIDAK_DITUTUP": (
        "tanda kutip pada baris {baris} tidak ditutup",
        "a quotation mark on row {baris} is not closed",
        "Tutup atau hapus tanda kutip itu.",
        "Close or delete that quotation mark.",
    ),
    "TANPA_JUDUL": (
        "baris judul kolom tidak ditemukan",
        "no header row was found",
        "Beri satu baris judul kolom di atas data, sesuai standar.",
        "Put one header row above the data, as in the standard.",
    ),
    "ARAHAN_TIDAK_COCOK": (
        'arahan {nama_id} "{nilai}" tidak cocok: {sebab_id}',
        'the direction {nama_en} "{nilai}" does not fit: {sebab_en}',
        "Perbaiki atau kosongkan arahan itu, lalu kirim lagi.{pilihan_id}",
        "Correct or leave out that direction and send again.{pilihan_en}",
    ),
    "PEMBACA_GAGAL": (
        "pembaca lembar kerja tidak dapat membukanya",
        "the spreadsheet reader could not open it",
        "Buka di aplikasi lembar kerja, simpan sebagai XLSX baru, lalu kirim lagi.",
        "Open it in a spreadsheet program, save as a new XLSX, and resend.",
    ),
}


_TERHENTI: dict[str, tuple[str, str, str, str]] = {
    "periksa_waktu": (
        "pemeriksaannya memakan waktu melebihi batas, lalu dihentikan",
        "checking it took longer than the limit and was stopped",
        "Pecah per periode lalu kirim satu per satu. Bila berkasnya kecil, sampaikan ke Walidata.",
        "Split it by period and send the parts. If the file is small, tell the Walidata.",
    ),
    "periksa_mati": (
        "pemeriksaannya melampaui batas memori, lalu dihentikan",
        "checking it exceeded the memory limit and was stopped",
        "Pecah per periode lalu kirim satu per satu. Bila berkasnya kecil, sampaikan ke Walidata.",
        "Split it by period and send the parts. If the file is small, tell the Walidata.",
    ),
}
"""Checks that were stopped as a whole: more than the spreadsheet reader is concerned."""


def kata_berkas_ditolak(refused: BerkasDitolak) -> dict[str, str]:
    """Words for a refused file, in both languages."""
    known = _TERHENTI.get(str(refused.params.get("alasan")), _REFUSALS[refused.kode.value])
    id_, en, fix_id, fix_en = known
    params = {k: str(v) for k, v in refused.params.items()}
    fill = {"jenis": "", "jumlah": "", "ukuran": "", "batas": "", "baris": "", **params}
    fill |= _direction_words(refused.params)
    reason_id, reason_en = _REASONS.get(params.get("alasan", ""), ("", ""))
    if refused.kode.value == "BUKAN_TABEL" and reason_id:
        id_, en = f"{id_}: {reason_id}", f"{en}: {reason_en}"
    return {
        "alasan_id": id_.format_map(fill),
        "alasan_en": en.format_map(fill),
        "harapan_id": "berkas tabel: CSV, XLSX, XLS, ODS, JSON, GeoJSON, atau Parquet",
        "harapan_en": "a table file: CSV, XLSX, XLS, ODS, JSON, GeoJSON or Parquet",
        "perbaikan_id": fix_id.format_map(fill),
        "perbaikan_en": fix_en.format_map(fill),
    }
