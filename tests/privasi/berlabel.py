"""The labelled set for the privacy stage: what each cell or table holds, said beforehand.

Belongs here: hard cases written by hand (``sel.yaml``, ``tabel.yaml``) and cases made by a
generator with a fixed seed. Every number is made up (serial 999 or 9999 where there is one), so that no real
person is meant; names are put together from common parts. Labels say what a careful person would
say, not what the detector finds.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Kasus:
    """One small table and the kinds of personal data it holds. ``tentang``: the kind that a case
    without any is a near miss of."""

    id: str
    judul: tuple[str, ...]
    baris: tuple[tuple[str | None, ...], ...]
    harap: frozenset[str]
    tentang: str


def semua() -> list[Kasus]:
    """All cases: by hand, then generated; the same in every run."""
    return [*_by_hand(), *_generated(random.Random(20260101))]


def _entries(name: str) -> list[dict[str, Any]]:
    # Every scalar a text: "No" is a heading here, and 3216060101909999 no number.
    loaded = yaml.load((HERE / name).read_text("utf-8"), Loader=yaml.BaseLoader)
    return list(loaded)


def _by_hand() -> Iterator[Kasus]:
    for number, entry in enumerate(_entries("sel.yaml")):
        kinds = entry.get("jenis") or []
        yield Kasus(
            f"sel-{number}",
            (entry.get("judul", "keterangan"),),
            ((str(entry["teks"]),),),
            frozenset(kinds),
            entry.get("mirip") or kinds[0],
        )
    for number, entry in enumerate(_entries("tabel.yaml")):
        kinds = entry.get("jenis") or []
        yield Kasus(
            f"tabel-{number}",
            tuple(entry["judul"]),
            tuple(tuple(None if v is None else str(v) for v in row) for row in entry["baris"]),
            frozenset(kinds),
            entry.get("mirip") or kinds[0],
        )


# -- parts --

_DEPAN = [
    "Asep",
    "Siti",
    "Budi",
    "Nur",
    "Dedi",
    "Euis",
    "Wawan",
    "Rina",
    "Ahmad",
    "Yuyun",
    "Sarmin",
    "Ngatiyem",
    "Tukijan",
    "Yosefina",
    "Torang",
    "Warsih",
    "Engkos",
    "Mamah",
    "Poniman",
    "Lusiana",
]
_BELAKANG = [
    "Hidayat",
    "Rohayati",
    "Santoso",
    "Komalasari",
    "Supriatna",
    "Wulandari",
    "Kogoya",
    "Simbolon",
    "Sanusi",
    "Permadi",
    "Wahyudin",
    "Marpaung",
    "Sudrajat",
    "Ratnasari",
    "Daeng",
    "Mahesa",
    "Kartini",
    "Suparman",
    "Lengkong",
    "Herlambang",
]
_JALAN = ["Melati", "Kenanga", "Raya", "Pilar", "Pahlawan", "Cempaka", "Merdeka", "Anggrek"]
_KAMPUNG = ["Rawa Bugel", "Pulo Kecil", "Cabang Empat", "Poncol", "Babakan"]
_DESA = [
    "Sukamaju",
    "Karang Asih",
    "Jatireja",
    "Mekarwangi",
    "Setiadarma",
    "Ciantra",
    "Tanjungsari",
    "Pasirgombong",
    "Sukaraya",
    "Wangunharja",
]


def _nik(r: random.Random) -> str:
    day = r.randint(1, 28) + r.choice((0, 40))
    area = r.choice(("321606", "321612", "327501", "331702", "910203", "730311"))
    return f"{area}{day:02d}{r.randint(1, 12):02d}{r.randint(0, 99):02d}9999"


def _kk(r: random.Random) -> str:
    return f"3216{r.randint(1, 23):02d}{r.randint(1, 28):02d}{r.randint(1, 12):02d}{r.randint(5, 24):02d}9999"


def _nip(r: random.Random) -> str:
    return f"{r.randint(1966, 1996)}{r.randint(1, 12):02d}{r.randint(1, 28):02d}{r.randint(2017, 2023)}{r.randint(1, 12):02d}{r.choice('12')}999"


def _hp(r: random.Random) -> str:
    return f"08{r.choice(('12', '13', '21', '57', '78', '96'))}{r.randint(0, 9999):04d}9999"


def _npwp(r: random.Random) -> str:
    head = f"{r.choice((54, 58, 67, 73, 85, 91))}{r.randint(0, 999999):06d}"
    check = next(str(d) for d in range(10) if _luhn(head + str(d)))
    return f"{head}{check}413999"


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _nama(r: random.Random) -> str:
    name = f"{r.choice(_DEPAN)} {r.choice(_BELAKANG)}"
    return r.choice((name, name, name.upper(), f"H. {name}", f"{name}, S.Pd", r.choice(_DEPAN)))


def _alamat(r: random.Random) -> str:
    return r.choice(
        (
            f"Jl. {r.choice(_JALAN)} No. {r.randint(1, 90)}",
            f"Kp. {r.choice(_KAMPUNG)} RT {r.randint(1, 9):03d}/{r.randint(1, 9):03d}",
            f"Perum Griya Asri Blok {r.choice('ABCD')}{r.randint(1, 20)} No {r.randint(1, 30)}",
            f"KP {r.choice(_KAMPUNG).upper()} RT 0{r.randint(1, 9)} RW 0{r.randint(1, 9)}",
            f"Dusun {r.randint(1, 4)} RT {r.randint(1, 9)} RW {r.randint(1, 9)}",
        )
    )


def _hari(r: random.Random) -> str:
    day, month, year = r.randint(1, 28), r.randint(1, 12), r.randint(1950, 2018)
    return r.choice(
        (f"{day:02d}-{month:02d}-{year}", f"{year}-{month:02d}-{day:02d}", f"{day}/{month}/{year}")
    )


def _rek(r: random.Random) -> str:
    return (
        f"{r.randint(10**5, 10**6 - 1)}9999"
        if r.random() < 0.5
        else f"00{r.randint(10**8, 10**9 - 1)}99"
    )


def _bpjs(r: random.Random) -> str:
    return f"000{r.randint(10**5, 10**6 - 1)}9999"


def _plat(r: random.Random) -> str:
    return f"{r.choice(('B', 'D', 'F', 'T', 'AB', 'E'))} {r.randint(1000, 9899)} {r.choice(('FXX', 'KQZ', 'ZZ', 'TQX'))}"


def _nisn(r: random.Random) -> str:
    return f"00{r.randint(50, 99)}{r.randint(10, 99)}9999"


def _lat(r: random.Random) -> str:
    return f"-6.{r.randint(200000, 399999)}"


def _lon(r: random.Random) -> str:
    return f"107.{r.randint(100000, 199999)}"


def _rupiah(r: random.Random) -> str:
    return str(r.randint(10**9, 10**13))


# -- cells: (heading, text) with the kind, and near misses --

_Maker = Callable[[random.Random], str]
_CELLS: Sequence[tuple[str, _Maker, Sequence[tuple[str, str]]]] = (
    (
        "NIK",
        _nik,
        (
            ("keterangan", "{0}"), ("NIK", "{0}"), ("NIK", "'{0}"), ("no_ktp", "{0}.0"),
            ("catatan", "atas nama pemohon NIK {0} sudah diverifikasi"), ("kolom1", "{g4}"),
            ("keterangan", "{g6}"), ("jumlah", "{0}"), ("keterangan", "{f}"), ("nilai", "{f15}"),
            ("keterangan", "berkas_{0}_final.pdf"), ("Nomor Induk Kependudukan", "{cut}"),
        ),
    ),
    (
        "KK",
        _kk,
        (
            ("No KK", "{0}"), ("nomor_kartu_keluarga", "{0}"), ("keterangan", "No. KK {0}"),
            ("keterangan", "KK: {g4}"), ("NO.KK", "'{0}"), ("no kk", "{0}.0"),
        ),
    ),
    (
        "NIP",
        _nip,
        (
            ("NIP", "{0}"), ("keterangan", "{0}"), ("catatan", "ditandatangani NIP. {nip}"),
            ("nip_baru", "'{0}"), ("keterangan", "NIP {0}, golongan III/a"), ("nip", "{nip}"),
        ),
    ),
    (
        "NPWP",
        _npwp,
        (
            ("NPWP", "{0}"), ("npwp_pemilik", "{npwp}"), ("keterangan", "NPWP {npwp}"),
            ("keterangan", "NPWP: {0}"), ("catatan", "{npwp}"),
        ),
    ),
    (
        "TELEPON",
        _hp,
        (
            ("keterangan", "{0}"), ("No HP", "{0}"), ("keterangan", "hub. {hp}"), ("wa", "{62}"),
            ("no_hp", "{no0}"), ("keterangan", "WA {+62}"), ("Telp", "(021) 89{l5}"),
            ("telepon", "021-89{l6}"), ("catatan", "telp 022 73{l5} ibu RT"), ("Kontak", "{hp}"),
            ("keterangan", "hubungi {hp} (Asep)"), ("telepon_rumah", "0267 4{l5}"),
        ),
    ),
    (
        "REKENING",
        _rek,
        (
            ("No Rekening", "{0}"), ("norek", "{0}"), ("keterangan", "no. rek {0} a.n. penerima"),
            ("rekening_bank", "{0}"), ("catatan", "transfer ke rekening BJB {0}"),
            ("keterangan", "BRI {0}"), ("keterangan", "Rekening: {0} (BNI)"),
        ),
    ),
    (
        "BPJS",
        _bpjs,
        (
            ("No BPJS", "{0}"), ("nomor_kartu_bpjs", "{0}"), ("keterangan", "peserta BPJS {0}"),
            ("no_jkn", "'{0}"), ("catatan", "No. KIS: {0}"),
        ),
    ),
    (
        "PLAT",
        _plat,
        (
            ("No Polisi", "{0}"), ("nopol", "{nosp}"), ("keterangan", "mobil {0} milik warga"),
            ("plat_nomor", "{0}"), ("catatan", "No. Pol. {0}"), ("keterangan", "kendaraan nopol {nosp}"),
        ),
    ),
    (
        "NISN",
        _nisn,
        (
            ("NISN", "{0}"), ("nisn_siswa", "'{0}"), ("keterangan", "NISN {0}"),
            ("catatan", "siswa (NISN: {0}) pindah"), ("nis/nisn", "{0}"),
        ),
    ),
    (
        "EMAIL",
        lambda r: f"{r.choice(_DEPAN).lower()}{r.choice(('.', '_', ''))}{r.choice(_BELAKANG).lower()}{r.randint(1, 99)}@{r.choice(('contoh.com', 'mail.contoh.id', 'contoh.co.id', 'contoh.go.id'))}",
        (("email", "{0}"), ("keterangan", "surel {0}."), ("kontak", "{0}"), ("catatan", "kirim ke <{0}> segera")),
    ),
)  # fmt: skip

_NEAR: Sequence[tuple[str, str, _Maker]] = (
    ("NIK", "anggaran", _rupiah),
    ("NIK", "realisasi", lambda r: f"{r.randint(10**11, 10**13):,}".replace(",", ".")),
    ("NIK", "nilai", lambda r: f"0.{r.randint(10**15, 10**16 - 1)}"),
    ("NIK", "kode", lambda r: f"3216{r.randint(1, 23):02d}45{r.randint(13, 99)}{r.randint(10**5, 10**6 - 1)}"),
    ("NIK", "kode_transaksi", lambda r: f"99{r.randint(10**13, 10**14 - 1)}"),
    ("NIK", "kode_wilayah", lambda r: f"32.16.{r.randint(1, 23):02d}.{r.choice((1, 2))}0{r.randint(1, 13):02d}"),
    ("NIK", "pagu", lambda r: f"{r.uniform(1, 9):.4f}E+{r.randint(9, 13)}"),
    ("KK", "jumlah_kk", lambda r: str(r.randint(100, 99999))),
    ("KK", "kk", lambda r: str(r.randint(100, 9999))),
    ("NIP", "jumlah_pns", lambda r: str(r.randint(1, 9999))),
    ("NIP", "nomor_surat", lambda r: f"{r.randint(100, 999)}/{r.randint(1000, 9999)}-Set/{r.randint(2015, 2024)}"),
    ("NIP", "kode_barang", lambda r: f"1.3.2.{r.randint(1, 9):02d}.{r.randint(1, 9):02d}.{r.randint(1, 99):02d}.{r.randint(1, 999):03d}"),
    ("NPWP", "npwp_badan", lambda r: f"0{r.choice((1, 2, 3))}2345674413000"),
    ("NPWP", "nib", lambda r: f"{r.choice((9120, 8120, 1220, 220))}{r.randint(10**8, 10**9 - 1)}"[:13].rjust(13, "0")),
    ("NPWP", "NPWP perusahaan", lambda r: "0012345674413000"),
    ("TELEPON", "telepon_kantor", lambda r: f"(021) 8997{r.randint(1000, 9999)}"),
    ("TELEPON", "call_center", lambda r: f"1500{r.randint(100, 999)}"),
    ("TELEPON", "anggaran", lambda r: f"62812{r.randint(10**6, 10**8)}"),
    ("TELEPON", "keterangan", lambda r: f"kantor kecamatan telp. (021) 8997{r.randint(1000, 9999)}"),
    ("TELEPON", "jumlah_pelanggan_telepon", lambda r: str(r.randint(10**6, 10**8))),
    ("TELEPON", "tahun", lambda r: f"{r.randint(2010, 2014)}-{r.randint(2015, 2024)}"),
    ("TELEPON", "luas_ha", lambda r: f"{r.uniform(10, 999):.9f}"),
    ("REKENING", "kode_rekening", lambda r: f"5.1.02.{r.randint(1, 4):02d}.01.{r.randint(1, 99):04d}"),
    ("REKENING", "uraian", lambda r: f"Belanja rekening listrik {r.randint(10**6, 10**9)}"),
    ("REKENING", "jumlah_rekening", lambda r: str(r.randint(10**7, 10**9))),
    ("REKENING", "keterangan", lambda r: f"kode rekening 5.1.02.01.01.{r.randint(1, 99):04d}"),
    ("REKENING", "keterangan", lambda r: f"penyertaan modal bank bjb Rp {r.randint(10**9, 10**11)}"),
    ("REKENING", "kredit_bri", _rupiah),
    ("BPJS", "iuran_bpjs", lambda r: str(r.randint(10**12, 10**13 - 1))),
    ("BPJS", "jumlah_peserta_bpjs", lambda r: str(r.randint(10**5, 10**7))),
    ("BPJS", "keterangan", lambda r: f"BPJS Kesehatan {r.randint(2015, 2024)}: {r.randint(10**4, 10**6)} peserta"),
    ("BPJS", "klaim_jkn", lambda r: str(r.randint(10**12, 10**13 - 1))),
    ("PLAT", "nomor_ruang", lambda r: f"B {r.randint(10, 99)} A"),
    ("PLAT", "jumlah_kendaraan", lambda r: str(r.randint(100, 99999))),
    ("PLAT", "nomor_polisi_kendaraan_dinas", lambda r: f"B {r.randint(1000, 9899)} FQN"),
    ("PLAT", "kelas", lambda r: f"A{r.randint(1, 9)}"),
    ("PLAT", "jalur", lambda r: f"K{r.randint(10, 99)}A"),
    ("NISN", "npsn", lambda r: f"2021{r.randint(1000, 9999)}"),
    ("NISN", "jumlah_siswa", lambda r: str(r.randint(10, 9999))),
    ("NISN", "bps_kode_desa", lambda r: f"3216{r.randint(10, 150):03d}0{r.randint(1, 13):02d}"),
    ("NISN", "kode_sekolah", lambda r: f"P99{r.randint(10000, 99999)}"),
    ("EMAIL", "harga", lambda r: f"@ Rp {r.randint(1000, 99999)}"),
    ("EMAIL", "surel_dinas", lambda r: f"{r.choice(('info', 'humas', 'ppid', 'sekretariat'))}@{r.choice(('dinkes', 'disdik'))}.contoh.go.id"),
    ("EMAIL", "akun", lambda r: f"@pemkab_{r.randint(1, 99)}"),
    ("EMAIL", "situs", lambda r: f"https://contoh.go.id/a/{r.randint(1, 999)}"),
)  # fmt: skip


def _write(template: str, value: str, r: random.Random) -> str:
    digits = "".join(c for c in value if c.isdigit())
    forms = {
        "{0}": value,
        "{g4}": " ".join(digits[i : i + 4] for i in range(0, len(digits), 4)),
        "{g6}": f"{digits[:6]}{(s := r.choice('-. '))}{digits[6:12]}{s}{digits[12:]}",
        "{f}": f"{digits[:1]}.{digits[1:6]}E+15",
        "{f15}": f"{digits[:1]}.{digits[1:15]}E+15",
        "{cut}": digits[:15] + "0",
        "{nip}": f"{digits[:8]} {digits[8:14]} {digits[14:15]} {digits[15:]}",
        "{npwp}": f"{digits[:2]}.{digits[2:5]}.{digits[5:8]}.{digits[8:9]}-{digits[9:12]}.{digits[12:]}",
        "{hp}": f"{digits[:4]}-{digits[4:8]}-{digits[8:]}",
        "{62}": "62" + digits[1:],
        "{+62}": f"+62 {digits[1:4]} {digits[4:8]} {digits[8:]}",
        "{no0}": digits[1:],
        "{l5}": f"{r.randint(10000, 99999)}",
        "{l6}": f"{r.randint(100000, 999999)}",
        "{nosp}": value.replace(" ", ""),
    }
    for mark, written in forms.items():
        template = template.replace(mark, written)
    return template


# -- tables --


def _table(
    r: random.Random, count: int, *makers: Callable[[random.Random, int], str]
) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(make(r, i) for make in makers) for i in range(count))


def _of(make: _Maker) -> Callable[[random.Random, int], str]:
    return lambda r, _i: make(r)


def _pick(*values: str) -> Callable[[random.Random, int], str]:
    return lambda r, _i: r.choice(values)


def _number(r: random.Random, i: int) -> str:
    return str(i + 1)


def _school(r: random.Random, i: int) -> str:
    return f"{r.choice(('SDN', 'SMPN', 'SMAN', 'MTs'))} {i + 1} {r.choice(_DESA)}"


def _company(r: random.Random, i: int) -> str:
    return f"{r.choice(('PT', 'CV', 'UD'))} {r.choice(_BELAKANG)} {r.choice(('Jaya', 'Abadi', 'Makmur'))}"


def _year(r: random.Random, i: int) -> str:
    return str(2015 + i % 9)


_TABLES: Sequence[tuple[str, frozenset[str], tuple[str, ...], tuple[Callable[[random.Random, int], str], ...]]] = (
    # positives
    ("NAMA_ALAMAT", frozenset({"NAMA_ALAMAT"}), ("no", "nama_penerima", "alamat", "bantuan"), (_number, _of(_nama), _of(_alamat), _pick("PKH", "BPNT"))),
    ("NAMA_ALAMAT", frozenset({"NAMA_ALAMAT"}), ("NO", "NAMA", "ALAMAT", "KET"), (_number, _of(_nama), _of(_alamat), _pick("-", "ada"))),
    ("NAMA_ALAMAT", frozenset({"NAMA_ALAMAT"}), ("Nama KK", "RT", "RW", "Desa"), (_of(_nama), _pick("001", "002"), _pick("03", "04"), _pick(*_DESA))),
    ("NAMA_ALAMAT", frozenset({"NAMA_ALAMAT"}), ("kolom_1", "kolom_2", "kolom_3"), (_of(_nama), _of(_alamat), _number)),
    ("NAMA_ALAMAT", frozenset({"NAMA_ALAMAT"}), ("Nama Siswa", "Nama Sekolah", "Alamat Rumah"), (_of(_nama), _school, _of(_alamat))),
    ("NAMA_ALAMAT", frozenset({"NAMA_ALAMAT"}), ("nama_usaha", "nama_pemilik", "alamat"), (_company, _of(_nama), _of(_alamat))),
    ("NAMA_ALAMAT", frozenset({"NAMA_ALAMAT"}), ("no", "nama dan alamat"), (_number, lambda r, i: f"{_nama(r)}, {_alamat(r)}")),
    ("NAMA_TGL_LAHIR", frozenset({"NAMA_TGL_LAHIR"}), ("nama_lengkap", "tgl_lahir", "jk"), (_of(_nama), _of(_hari), _pick("L", "P"))),
    ("NAMA_TGL_LAHIR", frozenset({"NAMA_TGL_LAHIR"}), ("Nama", "Tempat, Tanggal Lahir"), (_of(_nama), lambda r, i: f"Bekasi, {_hari(r)}")),
    ("NAMA_TGL_LAHIR", frozenset({"NAMA_TGL_LAHIR"}), ("nama pasien", "TTL", "diagnosa"), (_of(_nama), lambda r, i: f"{r.choice(_DESA)}, {_hari(r)}", _pick("ISPA", "DBD"))),
    ("NAMA", frozenset({"NAMA"}), ("no", "nama_ibu", "berat_bayi"), (_number, _of(_nama), _pick("2400", "2300"))),
    ("NAMA", frozenset({"NAMA"}), ("nama pasien", "diagnosa"), (_of(_nama), _pick("TBC", "HIV"))),
    ("NAMA", frozenset({"NAMA"}), ("Nama", "Bantuan"), (_of(_nama), _pick("BLT", "PKH"))),
    ("TGL_LAHIR", frozenset({"TGL_LAHIR"}), ("tanggal_lahir", "jenis_kelamin", "desa"), (_of(_hari), _pick("L", "P"), _pick(*_DESA))),
    ("KOORDINAT", frozenset({"KOORDINAT", "NAMA"}), ("nama_kepala_keluarga", "lintang", "bujur"), (_of(_nama), _of(_lat), _of(_lon))),
    ("KOORDINAT", frozenset({"KOORDINAT"}), ("id_rumah_tangga", "latitude", "longitude", "status"), (_number, _of(_lat), _of(_lon), _pick("layak", "tidak"))),
    ("KOORDINAT", frozenset({"KOORDINAT"}), ("Kondisi Rumah Warga", "Koordinat"), (_pick("rusak", "baik"), lambda r, i: f"{_lat(r)}, {_lon(r)}")),
    ("KOORDINAT", frozenset({"KOORDINAT", "NIK"}), ("nik", "lat", "long"), (_of(_nik), _of(_lat), _of(_lon))),
    # near misses
    ("NAMA_ALAMAT", frozenset(), ("npsn", "nama_sekolah", "alamat"), (lambda r, i: f"2021{8000 + i}", _school, _of(_alamat))),
    ("NAMA_ALAMAT", frozenset(), ("nama_perusahaan", "alamat", "jumlah_pekerja"), (_company, _of(_alamat), _number)),
    ("NAMA_ALAMAT", frozenset(), ("nama_desa", "nama_kepala_desa", "alamat_kantor"), (_pick(*_DESA), _of(_nama), _of(_alamat))),
    ("NAMA_ALAMAT", frozenset(), ("Puskesmas", "Kepala Puskesmas", "Alamat Puskesmas"), (lambda r, i: f"Puskesmas {r.choice(_DESA)}", _of(_nama), _of(_alamat))),
    ("NAMA_ALAMAT", frozenset(), ("nama_jalan", "panjang_km", "kondisi"), (lambda r, i: f"Jl. {r.choice(_JALAN)}", _number, _pick("baik", "rusak"))),
    ("NAMA_ALAMAT", frozenset(), ("nama_kecamatan", "nama_desa", "jumlah_rt", "jumlah_rw"), (_pick("Setu", "Cibitung", "Babelan"), _pick(*_DESA), _number, _number)),
    ("NAMA_ALAMAT", frozenset(), ("desa", "rt", "rw", "jumlah_kk"), (_pick(*_DESA), _pick("001", "002"), _pick("01", "02"), _number)),
    ("NAMA", frozenset(), ("tahun", "nama_kecamatan", "jumlah"), (_year, _pick("Tarumajaya", "Sukawangi", "Pebayuran"), _number)),
    ("NAMA", frozenset(), ("nama_pejabat", "jabatan"), (_of(_nama), _pick("Kepala Dinas", "Camat"))),
    ("NAMA", frozenset(), ("nama", "jabatan", "eselon"), (_of(_nama), _pick("Kepala Bidang", "Sekretaris"), _pick("II.b", "III.a"))),
    ("NAMA", frozenset(), ("nama_komoditas", "harga"), (_pick("Cabai Rawit", "Beras Premium", "Telur Ayam"), _number)),
    ("NAMA", frozenset(), ("nama_aplikasi", "fungsi"), (_pick("SIMPEG", "e-Kinerja", "Sipandu"), _pick("kepegawaian", "keuangan"))),
    ("NAMA", frozenset(), ("nama_penyakit", "jumlah_kasus"), (_pick("Demam Berdarah", "Diare", "Campak"), _number)),
    ("NAMA", frozenset(), ("nama_obat", "stok"), (_pick("Amoxicillin", "Paracetamol", "Ibuprofen"), _number)),
    ("NAMA", frozenset(), ("nama_objek_wisata", "pengunjung"), (_pick("Pantai Muara Indah", "Situ Rawa Gede", "Taman Limo"), _number)),
    ("NAMA_TGL_LAHIR", frozenset(), ("nama_perusahaan", "tanggal_berdiri"), (_company, _of(_hari))),
    ("NAMA_TGL_LAHIR", frozenset(), ("bulan", "jumlah_kelahiran", "lahir_hidup"), (_pick("Januari", "Mei"), _number, _number)),
    ("TGL_LAHIR", frozenset(), ("tahun_lahir", "jumlah"), (lambda r, i: str(1950 + i), _number)),
    ("TGL_LAHIR", frozenset(), ("tanggal_kejadian", "jenis_bencana"), (_of(_hari), _pick("banjir", "longsor"))),
    ("KOORDINAT", frozenset(), ("nama_sekolah", "lintang", "bujur"), (_school, _of(_lat), _of(_lon))),
    ("KOORDINAT", frozenset(), ("nama_puskesmas", "koordinat"), (lambda r, i: f"Puskesmas {r.choice(_DESA)}", lambda r, i: f"{_lat(r)}, {_lon(r)}")),
    ("KOORDINAT", frozenset(), ("kecamatan", "lat", "lon"), (lambda r, i: f"Kecamatan {i + 1}", _of(_lat), _of(_lon))),
    ("KOORDINAT", frozenset(), ("nama_desa", "latitude", "longitude"), (lambda r, i: _DESA[i % 10] + ("" if i < 10 else " II"), lambda r, i: f"-6.{i:02d}", lambda r, i: f"107.{i:02d}")),
    ("KOORDINAT", frozenset(), ("rata_rata", "simpangan"), (lambda r, i: f"-5.{r.randint(100000, 999999)}", lambda r, i: f"101.{r.randint(100000, 999999)}")),
    ("KOORDINAT", frozenset(), ("nama_rumah_sakit", "latitude", "longitude", "kelas"), (lambda r, i: f"RS {r.choice(_BELAKANG)}", _of(_lat), _of(_lon), _pick("B", "C"))),
)  # fmt: skip


def _generated(r: random.Random) -> Iterator[Kasus]:
    for kind, make, templates in _CELLS:
        for number in range(36):
            heading, template = templates[number % len(templates)]
            text = _write(template, make(r), r)
            yield Kasus(f"{kind.lower()}-{number}", (heading,), ((text,),), frozenset({kind}), kind)
    for number, (kind, heading, make) in enumerate(_NEAR):
        for again in range(5):
            yield Kasus(f"mirip-{number}-{again}", (heading,), ((make(r),),), frozenset(), kind)
    for number, (about, kinds, headings, makers) in enumerate(_TABLES):
        for count in (6, 12, 30):
            rows = _table(r, count, *makers)
            yield Kasus(f"tabel-{about.lower()}-{number}-{count}", headings, rows, kinds, about)
