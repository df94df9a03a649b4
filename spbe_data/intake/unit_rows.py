"""Rows between header and data that explain the columns: units and column numbers.

Belongs here: telling such a row from data, by its words and by what stands under it. Pure Python
(the capped child uses it). Does not belong here: what becomes of the row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_DI_BAWAH = 8  # rows below that are looked at
_KALI = r"(?:ratus|ribu|ribuan|juta|jutaan|miliar|milyar|triliun|trilyun)"
_SATUAN = (
    "%|‰|persen|permil|poin|indeks|rasio|"
    "orang|jiwa|kk|kepala keluarga|keluarga|rumah tangga|ruta|rt|rw|rumah|penduduk|"
    "rp|rp\\.|rupiah|idr|us\\$|usd|dolar|"
    "unit|buah|bh|set|paket|lembar|dokumen|berkas|bidang|titik|lokasi|kegiatan|kasus|kejadian|"
    "kali|hari|hr|bulan|bln|tahun|thn|minggu|jam|menit|detik|"
    "ha|hektar|hektare|are|m|meter|km|kilometer|cm|mm|m2|m²|km2|km²|m3|m³|m persegi|"
    "kg|kilogram|gram|gr|g|mg|kw|kwintal|kuintal|ku|ton|ons|liter|ltr|l|ml|butir|"
    "ekor|ekor ternak|pohon|batang|rumpun|tangkai|ikat|koloni|"
    "watt|kwh|mwh|gwh|va|kva|mva|volt|mbps|°c|derajat|derajat celsius|mdpl|"
    "desa|kelurahan|kecamatan|sekolah|kelas|siswa|murid|guru|pasien|tempat tidur|"
    "perusahaan|usaha|koperasi|kendaraan|kapal|pelanggan|sambungan|peserta"
)
_SATU = rf"(?:{_KALI}\.? *)?(?:{_SATUAN})"
_POLA_SATUAN = re.compile(
    rf"(?:{_KALI}|(?:rp\.?|rupiah|idr|us\$|usd) *{_KALI}"
    rf"|{_SATU}(?: *(?:/|per) *(?:[0-9][0-9.]* *)?{_SATU})*"
    rf"|(?:/|per) *(?:[0-9][0-9.]* *)?{_SATU})"
)
_HITUNGAN = re.compile(
    "orang|jiwa|kk|kepala keluarga|keluarga|rumah tangga|ruta|unit|buah|bh|ekor|kasus|kejadian|kali|"
    "desa|kelurahan|kecamatan|sekolah|siswa|murid|guru|pasien|peserta|%|persen"
)
_BERAKHIR_KURUNG = re.compile(r"(.*\S)\s*[(\[]\s*([^()\[\]]{1,40}?)\s*[)\]]\s*", re.S)
_KURUNG = re.compile(r"[(\[]\s*([^()\[\]]{1,40}?)\s*[)\]]")
_NOMOR_KURUNG = re.compile(r"\(\s*([0-9]{1,3})\s*\)?(?:\s*[=:].*)?|([0-9]{1,3})\s*[=:].*")
_NOMOR = re.compile(r"([0-9]{1,3})(?:\.0)?")
_ANGKA = re.compile(r"[-+(]?[0-9][0-9., %)]*")
_TANPA_ISI = frozenset({"", "-", "–", "—", "...", "…", "n/a", "na", "*", "***"})


def tanpa_satuan_hitungan(judul: str) -> str | None:
    """A heading without the unit of counting at its end: "Jumlah Penduduk (jiwa)" → "Jumlah
    Penduduk"; None for any other heading. A unit that could be of another size than the one
    expected ("(ribu jiwa)", "(ha)") is part of what the heading says."""
    if not judul.rstrip().endswith((")", "]")) or len(judul) > 1_000:
        return None
    cocok = _BERAKHIR_KURUNG.fullmatch(judul)
    return cocok[1] if cocok and _HITUNGAN.fullmatch(cocok[2].casefold()) else None


def macam_baris_penjelas(awal: Sequence[Sequence[str | None]], jumlah_kolom: int) -> str | None:
    """Whether the first row of ``awal`` is one of units ("satuan") or of column numbers
    ("nomor_kolom") under a header of ``jumlah_kolom`` headings; the rows after it bear witness.

    A unit must stand over figures: a table whose values are names of units is data.
    """
    if not awal:
        return None
    isi = {j: sel.strip() for j, sel in enumerate(awal[0]) if sel and sel.strip()}
    bawah = [baris for baris in awal[1:] if any(sel and sel.strip() for sel in baris)][:_DI_BAWAH]
    # Two columns are the least that tell a row of units from a stray word.
    if not isi or jumlah_kolom < 2:
        return None
    if _nomor_kolom(list(isi.values()), jumlah_kolom):
        bersatu_kurung = all(_NOMOR_KURUNG.fullmatch(sel) for sel in isi.values())
        if bersatu_kurung or _ada_teks(bawah, list(isi)):
            return "nomor_kolom"
        return None
    bersatuan = [j for j, sel in isi.items() if _bersatuan(sel)]
    # Beside units there may be dashes, never a name or a figure.
    lain = [sel for j, sel in isi.items() if j not in bersatuan and sel not in _TANPA_ISI]
    if not bersatuan or lain:
        return None
    return "satuan" if bawah and _di_atas_angka(bawah, bersatuan) else None


def _bersatuan(sel: str) -> bool:
    teks = " ".join(sel.casefold().split())
    dalam = _KURUNG.fullmatch(teks)
    return _POLA_SATUAN.fullmatch(dalam[1] if dalam else teks) is not None


def _nomor_kolom(isi: list[str], jumlah_kolom: int) -> bool:
    """1, 2, 3 … over all columns; three at least, or a table of years could be taken for it."""
    if len(isi) < 3 or len(isi) < jumlah_kolom - 1:
        return False
    nomor = []
    for sel in isi:
        cocok = _NOMOR_KURUNG.fullmatch(sel) or _NOMOR.fullmatch(sel)
        if cocok is None:
            return False
        nomor.append(int(next(bagian for bagian in cocok.groups() if bagian)))
    return nomor == list(range(nomor[0], nomor[0] + len(nomor))) and nomor[0] <= 2


def _ada_teks(bawah: Sequence[Sequence[str | None]], kolom: list[int]) -> bool:
    """Whether most rows below hold a text in one of the columns: then bare 1, 2, 3 is no data."""
    if not bawah:
        return False
    bertulisan = sum(
        any(_isi(baris, j) not in _TANPA_ISI and not _angka(_isi(baris, j)) for j in kolom)
        for baris in bawah
    )
    return bertulisan * 2 > len(bawah)


def _di_atas_angka(bawah: Sequence[Sequence[str | None]], kolom: list[int]) -> bool:
    angka = teks = 0
    for baris in bawah:
        for j in kolom:
            sel = _isi(baris, j)
            if sel in _TANPA_ISI:
                continue
            if _angka(sel):
                angka += 1
            else:
                teks += 1
    return angka > teks


def _isi(baris: Sequence[str | None], j: int) -> str:
    return (baris[j] or "").strip() if j < len(baris) else ""


def _angka(sel: str) -> bool:
    return _ANGKA.fullmatch(sel.removeprefix("Rp").strip()) is not None
