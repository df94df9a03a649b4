"""What a column's heading says about persons: the kind of number below it, and whose name it is.

Belongs here: reading a heading, and judging one value below such a heading. Does not belong here:
what a text says without a heading (:mod:`spbe_data.identifiers.pengenal`), and weighing several
columns of a table against each other (the privacy stage).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from spbe_data.identifiers.nomor import SELULER, nik_sah, npwp_sah, telepon_sah
from spbe_data.identifiers.pengenal import (
    NPWP_BADAN,
    PLAT_WILAYAH,
    JenisPribadi,
)

JenisNama = Literal["orang", "umum", "lain", "pejabat", "lembaga"]
"""Whose name a heading announces: a person outside office (penerima, pasien, siswa), nobody in
particular ("nama"), something unknown ("nama bintang"), the holder of an office (kepala desa, direktur), an institution or place."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A heading with one of these announces a quantity or a class, not a number of somebody.
_UKURAN = _words(
    "jumlah jml banyaknya banyak total persen persentase rata rasio anggaran biaya pagu realisasi "
    "nilai tarif harga pendapatan belanja iuran premi klaim saldo indeks cakupan target capaian "
    "status jenis kategori kepemilikan memiliki punya kode uraian satuan rp rupiah kapasitas "
    "pengguna pelanggan sambungan kunjungan kepadatan proporsi frekuensi durasi "
    "nominal besaran volume kuota luas panjang bobot kd count amount percent"
)
_KANTOR = _words(
    "kantor sekolah instansi puskesmas rs rsud dinas opd skpd hotline darurat layanan pengaduan "
    "faskes hotel perusahaan lembaga badan bendahara usaha toko pasar kecamatan kelurahan desa "
    "pemda pemerintah perpustakaan terminal operasional inventaris"
)
# Accounts that are no person's: of electricity, of water, of the treasury.
_REKENING_LAIN = _words("listrik air pln pdam koran kas rkud kasda giro")
_ANGKA_JUDUL: tuple[tuple[JenisPribadi, re.Pattern[str]], ...] = (
    ("NISN", re.compile(r"\bnisn\b|\binduk siswa nasional\b")),
    (
        "KK",
        re.compile(r"\b(?:no|nomor|nmr) ?kk\b|\bkartu keluarga\b|^kk$|\bnkk\b|\bnomor keluarga\b"),
    ),
    (
        "NIK",
        re.compile(
            r"\bnik\b|\be ?ktp\b|\bktp\b|\binduk kependudukan\b|\bno(?:mor)? identitas\b|\bnik[a-z]{2,8}\b"
        ),
    ),
    (
        "NIP",
        re.compile(
            r"\bnip\b|\bni ?p+k\b|\bni pppk\b|\bnipppk\b|\binduk pegawai\b|\bno(?:mor)? pegawai\b"
        ),
    ),
    ("NPWP", re.compile(r"\bnpwp\b|\bnitku\b|\bpokok wajib pajak\b")),
    ("BPJS", re.compile(r"\bbpjs(?:tk|kes)?\b|\bjkn\b|\bkis\b|\bnoka\b|\bkpj\b|\bno(?:mor)? peserta\b")),
    ("REKENING", re.compile(r"\brek(?:ening)?\b|\bnorek\b|\baccount number\b|\bno(?:mor)? akun bank\b")),
    (
        "TELEPON",
        re.compile(
            r"\b(?:no)?(?:telp|tlp|tel|telepon|telpon|telephone|phone|hp|handphone|hape|ponsel|"
            r"seluler|wa|whatsapp|kontak|contact|mobile|cp)\b"
        ),
    ),
    (
        "PLAT",
        re.compile(
            r"\bplat\b|\bnopol\b|\bno(?:mor)? ?pol(?:isi)?\b|\btnkb\b|\bno(?:mor)? kendaraan\b"
        ),
    ),
)  # fmt: skip
_LAHIR = re.compile(
    r"\b(?:tgl|tanggal|tggl) ?(?:lahir|lhr|kelahiran)\b|\bttl\b|\btempat (?:dan )?(?:tgl|tanggal) lahir\b|"
    r"\btempat tanggal lahir\b|\btgllahir\b|\bdob\b|\b(?:birth ?date|date of birth)\b"
)
_ALAMAT = re.compile(r"\balamat\b|\baddress\b|\bdomisili\b|\btempat tinggal\b|\bjalan\b")
_RT_RW = re.compile(r"\brt\b|\brw\b|\brt ?rw\b")
_LINTANG = re.compile(r"\b(?:lat|latitude|lintang|y|koordinat y|titik y)\b")
_BUJUR = re.compile(r"\b(?:lon|lng|long|longitude|bujur|x|koordinat x|titik x)\b")
_KOORDINAT = re.compile(
    r"\b(?:koordinat|coordinate|coordinates|titik|lokasi|geo ?tag|latlong|latlng|gps|geom)\b"
)
_RUMAH = re.compile(r"\brumah\b(?! (?:sakit|makan|ibadah|potong|susun|dinas|singgah|aman))")

_ORANG = re.compile(
    r"\b(?:penerima|kpm|pasien|siswa|siswi|murid|santri|peserta|pemohon|warga|penduduk|penghuni|"
    r"ibu|ayah|bapak|anak|balita|bayi|bumil|suami|istri|orang tua|ortu|wali|kepala keluarga|kk|"
    r"krt|art|anggota keluarga|lansia|difabel|disabilitas|korban|tersangka|terlapor|pelapor|pelaku|"
    r"responden|nasabah|debitur|pelamar|karyawan|pegawai|guru|pekerja|tenaga|kader|pelanggan|"
    r"wajib pajak|wp|pemilik|pemegang|ahli waris|petani|nelayan|pedagang|lengkap|panggilan|"
    r"penyewa|pembeli|penjual|pengunjung|penulis|peneliti|peternak|pekebun|perajin|pengrajin|"
    r"pengasuh|pendamping|penumpang|penerjemah|pembudidaya|penggarap|pendonor|penyandang|pengungsi|"
    r"pemudik|pelamar|pemilih|mahasiswa|alumni|pendaftar|pencari kerja|gadis|individu|orang|pengemudi|sopir|person|patient|"
    r"recipient|student|full name)\b"
)
_PEJABAT = re.compile(
    r"\b(?:kepala(?! keluarga)|kades|lurah|camat|kuwu|bupati|wakil|pejabat|pj|plt|direktur|direksi|"
    r"pimpinan|ketua|sekretaris|penanggung jawab|pengelola|pembina|kepsek|pengawas|koordinator|"
    r"dewan|dprd|komisioner|menteri|gubernur|rektor|pengurus|pic|narahubung|operator)\b"
)
_LEMBAGA = re.compile(
    r"\b(?:sekolah|satuan pendidikan|puskesmas|rs|rumah sakit|klinik|apotek|hotel|penginapan|"
    r"restoran|rumah makan|perusahaan|industri|usaha|umkm|toko|pasar|masjid|musala|gereja|stasiun|"
    r"terminal|halte|kantor|instansi|opd|skpd|dinas|perangkat daerah|fasilitas|faskes|fasyankes|"
    r"objek|wisata|destinasi|bank|koperasi|aplikasi|layanan|lembaga|yayasan|universitas|kampus|"
    r"organisasi|kelompok|gapoktan|poktan|desa|kelurahan|kecamatan|kabupaten|kota|provinsi|wilayah|"
    r"jalan|jembatan|irigasi|sungai|situ|waduk|taman|gedung|bangunan|aset|barang|produk|komoditas|"
    r"program|kegiatan|paket|pekerjaan|proyek|jabatan|posyandu|paud|tk|tps|tpa|spbu|menara|tower|"
    r"spam|embung|posko|perpustakaan|museum|cagar|dokumen|peraturan|standar|dataset|indikator|"
    r"merek|merk|brand|obat|ibukota|ibu kota|daerah|dusun|kampung|rw|rt|perumahan|event|acara|"
    r"tanaman|hewan|ternak|penyakit|pahlawan|tokoh|media|situs|website|ormas|parpol|partai|ukm|bumdes|lpk|pkbm|panti|lks)\b"
)
_CIRI = re.compile(
    r"^(?:jk|l p|p l|jenis kelamin|kelamin|sex|gender|umur|usia|agama|status (?:per)?kawin(?:an)?|"
    r"pekerjaan|hubungan keluarga|shdk|golongan darah|disabilitas|jenis disabilitas)(?: .{0,12})?$"
)
_LEMBAGA_NOMOR = re.compile(
    r"\b(?:npsn|nib|kbli|nspp|nsm|kode faskes|kode puskesmas|kode skpd|kode opd)\b"
)


@dataclass(frozen=True, slots=True)
class Judul:
    """What one heading says. ``nomor``: the kind of number it announces, if any; ``kantor``: it
    names an office or institution; ``nama``: whose name, ``None`` when it announces no name."""

    teks: str
    nomor: JenisPribadi | None = None
    kantor: bool = False
    nama: JenisNama | None = None
    alamat: bool = False
    rt_rw: bool = False
    lahir: bool = False
    lintang: bool = False
    bujur: bool = False
    koordinat: bool = False
    rumah: bool = False
    ukuran: bool = False
    lembaga: bool = False
    jabatan: bool = False
    ciri: bool = False
    """A trait that every person has (sex, age, religion): beside a name it means a list of
    persons."""


def baca_judul(judul: str) -> Judul:
    """Read a heading as written (``No. HP``, ``tgl_lahir``, ``NIK Ibu``)."""
    plain = unicodedata.normalize("NFKC", judul)
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain).lower()
    text = re.sub(r"[^a-z0-9]+", " ", plain).strip()
    tokens = frozenset(text.split())
    trait = bool(_CIRI.search(text))
    measure = bool(tokens & _UKURAN) and not trait
    number = None
    if not measure:
        number = next((kind for kind, pattern in _ANGKA_JUDUL if pattern.search(text)), None)
    if number == "REKENING" and tokens & _REKENING_LAIN:
        number = None
    return Judul(
        teks=text,
        nomor=number,
        kantor=bool(tokens & _KANTOR),
        nama=None if measure or number else _whose_name(text),
        alamat=not measure and bool(_ALAMAT.search(text)) and not text.startswith("nama jalan"),
        rt_rw=not measure and bool(_RT_RW.search(text)),
        lahir=not measure and bool(_LAHIR.search(text)),
        lintang=not measure and bool(_LINTANG.search(text)),
        bujur=not measure and bool(_BUJUR.search(text)),
        koordinat=not measure and bool(_KOORDINAT.search(text)),
        rumah=bool(_RUMAH.search(text)),
        ukuran=measure,
        lembaga=not measure
        and (
            bool(_LEMBAGA_NOMOR.search(text))
            or bool(re.search(r"\bnama\b|^[a-z]+(?: [a-z]+)?$", text) and _LEMBAGA.search(text))
        )
        and not re.search(
            r"^(?:desa|kelurahan|kecamatan|kabupaten|kota|provinsi|wilayah|daerah|dusun|kampung|rt|rw|jalan)\b",
            text,
        )
        and not re.search(
            r"\bnama (?:desa|kelurahan|kecamatan|kabupaten|kota|provinsi|wilayah|dusun|kampung|daerah|"
            r"jalan|rt|rw|barang|produk|komoditas|program|kegiatan|paket|obat|dokumen|indikator)\b",
            text,
        )
        and _whose_name(text) in (None, "lembaga"),
        ciri=trait,
        jabatan=text in ("jabatan", "pangkat", "golongan", "eselon") or "nama jabatan" in text,
    )


def _whose_name(text: str) -> JenisNama | None:
    if re.fullmatch(r"(?:no |nomor )?(?:nama|name|nama nama)(?: lengkap)?", text):
        return "orang" if "lengkap" in text else "umum"
    named = bool(re.search(r"\bnama\b|\bname\b", text))
    if not named and not re.fullmatch(
        r"(?:kepala keluarga|penerima(?: bantuan| manfaat)?|pasien|siswa|responden|ahli waris|"
        r"kepala (?:desa|sekolah|dinas|puskesmas)|lurah|camat|kuwu|direktur|ketua|pejabat|"
        r"penanggung jawab|pemilik|warga|kpm)",
        text,
    ):
        return None
    if _PEJABAT.search(text):
        return "pejabat"
    # "nama siswa" is a person's, "nama sekolah siswa" an institution's: the word behind nama rules.
    first_person, first_body = _ORANG.search(text), _LEMBAGA.search(text)
    if first_person and (not first_body or first_person.start() < first_body.start()):
        return "orang"
    if first_body:
        return "lembaga"
    return "lain"


# -- one value below a heading that announces a number --

_KODE_ANGGARAN = re.compile(r"[0-9](?:\.[0-9]{1,2}){2,}(?:\.[0-9]{2,4})*")
_UANG = re.compile(r"(?:rp\.? ?)?[0-9]{1,3}(?:[.,][0-9]{3}){1,5}(?:[.,][0-9]{1,2})?", re.IGNORECASE)
_EKOR = re.compile(r"[.,]0{1,2}$")
_EKSPONEN = re.compile(r"([0-9])[.,]?([0-9]{0,17})[eE]\+?([0-9]{1,2})")
_PLAT = re.compile(rf"{PLAT_WILAYAH}[ .\-]{{0,3}}[0-9]{{1,4}}[ .\-]{{0,3}}[A-Z]{{0,3}}")
_DITUTUP = re.compile(r"[0-9]{3,}[*xX#\u2022]{2,}[0-9]*|[*xX#\u2022]{2,}[0-9]{4,}")


def angka_polos(teks: str) -> tuple[str, bool]:
    """The digits of one number as a spreadsheet or a person may write it, and whether digits were
    lost (``3.21606E+15``). Empty when the text is not one number."""
    text = teks.strip().lstrip("'`’").strip()
    if match := _EKSPONEN.fullmatch(text):
        power = int(match[3])
        digits = match[1] + match[2]
        if power > 24:
            return "", False
        return digits.ljust(power + 1, "0")[: power + 1], len(digits) < power + 1
    if re.fullmatch(r"[0-9]+[.,]0{1,2}", text):
        text = _EKOR.sub("", text)
    if not re.fullmatch(r"[+(]?[0-9](?:[ .,\-_/()]*[0-9])*\)?", text):
        return "", False
    return re.sub(r"[^0-9]", "", text), False


def nilai_di_bawah(judul: Judul, teks: str) -> bool | None:
    """Whether a value is the number that its heading announces: surely (True), likely (False), or
    not at all (None). ``judul.nomor`` must be set. Values that name themselves (a valid NIK, a
    mobile number) are found without a heading too."""
    kind = judul.nomor
    if kind == "PLAT":
        if judul.kantor or " dinas" in f" {judul.teks}":
            return None
        return True if _PLAT.fullmatch(teks.strip().upper()) else None
    if kind in ("NIK", "KK", "NIP", "NISN", "BPJS") and _DITUTUP.fullmatch(teks.strip()):
        return False
    digits, lost = angka_polos(teks)
    count = len(digits)
    if not 6 <= count <= 22 or set(digits) == {"0"}:
        return None
    match kind:
        case "NIK" | "KK":
            return True if count == 16 else (False if 14 <= count <= 17 else None)
        case "NIP":
            return True if count == 18 else (False if count in (9, 17, 19) and not lost else None)
        case "NISN":
            return True if count == 10 else (False if count in (8, 9) else None)
        case "NPWP":
            return _tax(judul, digits)
        case "BPJS":
            return _insured(judul, teks, digits)
        case "REKENING":
            return _account(teks, digits)
        case "TELEPON":
            return _phone(judul, teks, digits)
    return None


def _tax(judul: Judul, digits: str) -> bool | None:
    if len(digits) in (16, 22) and nik_sah(digits[:16]):
        return True
    if judul.kantor or len(digits) != 15 or digits[:2] in NPWP_BADAN:
        return None
    return npwp_sah(digits)


def _insured(judul: Judul, teks: str, digits: str) -> bool | None:
    if _UANG.fullmatch(teks.strip()):
        return None
    if len(digits) == 13:
        return True
    if len(digits) == 11:
        return bool(re.search(r"kpj|tk|ketenagakerjaan|kerja", judul.teks))
    return False if len(digits) == 10 else None


def _account(teks: str, digits: str) -> bool | None:
    text = teks.strip()
    if _UANG.fullmatch(text) or _KODE_ANGGARAN.fullmatch(text):
        return None
    return True if 10 <= len(digits) <= 18 else (False if len(digits) >= 8 else None)


def _phone(judul: Judul, teks: str, digits: str) -> bool | None:
    if _UANG.fullmatch(teks.strip()) and not teks.startswith("0"):
        return None
    if re.fullmatch(rf"(?:62|0|620)?{SELULER}[0-9]{{6,9}}", digits):
        return not judul.kantor
    if judul.kantor:
        return None
    full = digits if digits.startswith(("0", "62")) else f"0{digits}"
    if telepon_sah(full) or re.fullmatch(r"[2-9][0-9]{5,7}", digits):
        return False
    return None
