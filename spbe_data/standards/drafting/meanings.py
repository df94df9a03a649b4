"""The meanings of one column, each tried on its heading and values.

Belongs here: what a column is when it is looked at alone, with the reason. Does not belong here:
the order of columns, their unique names, and what columns mean together.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from spbe_data.identifiers.nama import normal as normal_nama
from spbe_data.identifiers.nomor import nik_sah, urai_nip
from spbe_data.identifiers.pengenal import cari_data_pribadi
from spbe_data.intake.dates import putuskan_tata_tanggal
from spbe_data.standards.drafting.areas import WilayahDiduga, kenali_kode, kenali_nama
from spbe_data.standards.drafting.context import Konteks, lipat, padat
from spbe_data.standards.drafting.making import baru, dari_kamus, ringkas, tersendiri
from spbe_data.standards.drafting.model import KolomUsul
from spbe_data.standards.drafting.numbers import baca_angka
from spbe_data.standards.drafting.periods import (
    bulan_dari_teks,
    semester_dari_teks,
    tahun_dari_teks,
    triwulan_dari_teks,
)
from spbe_data.standards.drafting.table import Kolom, angka

_ORANG = re.compile(
    r"^(nik|nip|no_?kk|nomor_kk|npwp)$|nama_(lengkap|siswa|guru|pegawai|pasien|penerima|kepala|pemilik|ibu|ayah|anak|"
    r"pelanggan|warga|peserta|korban|pemohon|dokter)|nomor_(induk|hp|telepon|ktp|kk)|no_(hp|telp|telepon|ktp|wa)|"
    r"e_?mail|(^|_)alamat_(rumah|lengkap)|tanggal_lahir|tgl_lahir|tempat_lahir"
)
_BUKAN_UKURAN = re.compile(
    r"(^|_)(kode|kd|id|no|nomor|npsn|rt|rw|telepon|telp|hp|kode_pos|pos|tahun|thn|nik|nip|nisn|nss|npwp|"
    r"latitude|longitude|lintang|bujur|lat|lon|lng|long)(_|$)"
)
PERINGATAN_PRIBADI = (
    "data pribadi (UU 27/2022 Pasal 4): jangan diterbitkan; hapus kolom ini atau ganti dengan "
    "jumlah per wilayah"
)
_KOORDINAT = re.compile(r"(^|_)(latitude|longitude|lintang|bujur|lat|lon|lng)(_|$)")
_UKURAN = re.compile(
    r"jumlah|jml|banyak|total|persen|luas|nilai|harga|rata|rasio|indeks|angka|produksi|laju|pertumbuhan|"
    r"kepadatan|pagu|realisasi"
)
_PERIODE_GABUNG = re.compile(
    r"(?:19|20)[0-9]{2}[-/ ](?:s[12]|t[1-4]|q[1-4]|[01][0-9])|(?:semester|triwulan|tw|[a-z]+)\s*[ivx0-9]*\s*(?:19|20)[0-9]{2}",
    re.I,
)


@dataclasses.dataclass(frozen=True, slots=True)
class Tampak:
    """One column as it is looked at: ``judul`` in snake_case without its unit; ``nilai``: distinct
    values and how often each stands, most frequent first; ``isi`` with nulls; ``bertipe`` as read."""

    kolom: Kolom
    judul: str
    nilai: Sequence[tuple[str, int]]
    isi: pl.Series
    bertipe: pl.Series | None


def _personal(lihat: Tampak, konteks: Konteks) -> KolomUsul | None:
    total = sum(n for _v, n in lihat.nilai)
    hits: dict[str, int] = {}
    for text, count in lihat.nilai:
        plain = re.sub(r"\.0$", "", text)
        kinds = {h.jenis for h in cari_data_pribadi(plain)}
        if nik_sah(plain) or urai_nip(plain):
            kinds.add("NIK" if len(plain) == 16 else "NIP")
        for kind in kinds:
            hits[str(kind)] = hits.get(str(kind), 0) + count
    by_name = _ORANG.search(lihat.judul)
    if not hits and not by_name:
        return None
    most = max(hits.values(), default=0)
    # One lucky 16-digit figure in a long column of numbers makes no personal column.
    if not by_name and most < max(1, 0.02 * total):
        return None
    kinds_text = ", ".join(sorted(hits))
    reason = (
        f"{most} dari {total} nilai berbentuk data pribadi ({kinds_text})"
        if hits
        else "judul kolomnya menunjuk ke data orang"
    )
    return KolomUsul(
        lihat.judul or f"kolom_{lihat.kolom.letak.lower()}", lihat.kolom.nama, lihat.kolom.judul_asli, lihat.kolom.letak, False,
        baru(lihat.judul, "keterangan", "teks") | {"akses_umum": False},
        0.95 if most > 0.5 * total else 0.7, reason,
        peringatan=(PERINGATAN_PRIBADI,),
    )  # fmt: skip


def _area(lihat: Tampak, konteks: Konteks) -> KolomUsul | None:
    if lihat.kolom.nama.startswith("uk_"):
        return None
    found: WilayahDiduga | None = kenali_kode(lihat.nilai, lihat.judul, konteks)
    if found is None and not angka(lihat.isi, lihat.bertipe):
        found = kenali_nama(lihat.nilai, lihat.judul, konteks)
    if found is None:
        return None
    name = konteks.kolom_wilayah.get((found.sistem, found.tingkat, found.bagian))
    known = name is not None
    if name is None and found.tingkat in ("provinsi", "kabupaten_kota"):
        # The dictionary may hold the upper levels in one system only; there both are the same digits.
        other = "bps" if found.sistem == "kemendagri" else "kemendagri"
        if found.bagian == "nama" or found.tingkat == "provinsi":
            name = konteks.kolom_wilayah.get((other, found.tingkat, found.bagian))
            known = name is not None
    isian: dict[str, Any] = {}
    if name is None:
        name = f"{found.sistem}_{found.bagian}_{found.tingkat}"
        isian = baru(name, "wilayah", "teks") | {
            "wilayah": {"sistem": found.sistem, "tingkat": found.tingkat, "bagian": found.bagian}
        }
    return KolomUsul(
        name, lihat.kolom.nama, lihat.kolom.judul_asli, lihat.kolom.letak, known, isian, found.yakin, found.alasan,
        peringatan=found.peringatan,
    )  # fmt: skip


_WAKTU: tuple[tuple[str, Callable[[str], int | None], str], ...] = (
    ("tahun", tahun_dari_teks, r"^(tahun|thn|year|periode|tahun_data|th|ta|tahun_anggaran)$"),
    ("semester", semester_dari_teks, r"^(semester|smt|sem)$"),
    ("triwulan", triwulan_dari_teks, r"^(triwulan|tw|kuartal|quarter)$"),
    ("bulan", bulan_dari_teks, r"^(bulan|bln|month|periode|bulan_data|periode_data)$"),
)


def _time(lihat: Tampak, konteks: Konteks) -> KolomUsul | None:
    if lihat.kolom.nama.startswith("uk_"):
        return None
    total = sum(n for _v, n in lihat.nilai)
    for name, read, words in _WAKTU:
        hits = sum(n for v, n in lihat.nilai if read(v) is not None)
        named = re.search(words, lihat.judul) is not None
        telling = sum(
            n
            for v, n in lihat.nilai
            if read(v) is not None and not re.fullmatch(r"[0-9.]+|i{1,3}|iv", v.strip().casefold())
        )
        years = (
            name == "tahun"
            and hits == total
            and len(lihat.nilai) <= 60
            and not _UKURAN.search(lihat.judul)
        )
        if hits < 0.9 * total or not (
            named
            or telling >= 0.9 * total
            or (years and not re.search(r"tahun_|lahir|berdiri|_tahun", lihat.judul))
        ):
            continue
        spelled = telling > 0 and name != "tahun"
        warn = ("tulis sebagai angka, bukan nama",) if spelled else ()
        sure = 0.97 if named and hits == total else 0.85
        return dari_kamus(
            name, lihat.kolom, konteks, sure, f"{hits} dari {total} nilai adalah {name}", warn,
            baru(name, "waktu", "bulat") | _BATAS_WAKTU[name],
        )  # fmt: skip
    dates = putuskan_tata_tanggal(lihat.isi, lihat.bertipe)
    good = (
        dates.terketik
        + dates.iso
        + dates.panjang
        + dates.hanya_hbt
        + dates.hanya_bht
        + dates.keduanya
    )
    # Typed cells of a workbook are numbers too: only a heading or a written date makes them days.
    written = good - dates.terketik
    shaped = sum(n for v, n in lihat.nilai if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", v))
    if good >= 0.9 * total and (written >= 0.9 * total or shaped >= 0.9 * total):
        warn = (
            ("urutan hari dan bulan tidak dapat dipastikan; tulis 2024-07-15",)
            if dates.tata in ("ambigu", "campur")
            else ()
        )
        reason = f"{good} dari {total} nilai adalah tanggal"
        if (
            re.search(r"^(tanggal|tgl|date|tanggal_lengkap|waktu|hari|tanggal_data)$", lihat.judul)
            or len(lihat.nilai) > 3
        ):
            return dari_kamus(
                "tanggal",
                lihat.kolom,
                konteks,
                0.95,
                reason,
                warn,
                baru("tanggal", "dimensi", "tanggal"),
            )
        return tersendiri(lihat.kolom, lihat.judul, "keterangan", "tanggal", 0.7, reason, warn)
    gabung = sum(n for v, n in lihat.nilai if _PERIODE_GABUNG.fullmatch(v.strip()))
    if gabung >= 0.9 * total:
        return tersendiri(
            lihat.kolom, "periode_tertulis", "keterangan", "teks", 0.6, f"{gabung} dari {total} nilai adalah periode gabungan",
            ("pecah menjadi kolom tahun dan semester/triwulan/bulan",),
        )  # fmt: skip
    return None


_BATAS_WAKTU: dict[str, dict[str, Any]] = {
    "tahun": {"minimum": 1990, "maksimum": 2100},
    "semester": {"minimum": 1, "maksimum": 2},
    "triwulan": {"minimum": 1, "maksimum": 4},
    "bulan": {"minimum": 1, "maksimum": 12},
}


def _unit(lihat: Tampak, konteks: Konteks) -> KolomUsul | None:
    total = sum(n for _v, n in lihat.nilai)
    units = {unit for v, _n in lihat.nilai if (unit := konteks.satuan(v))}
    hits = sum(n for v, n in lihat.nilai if konteks.satuan(v))
    named = konteks.judul_kamus.get(padat(lihat.judul)) == "satuan"
    if not named and (
        hits < 0.9 * total or len(lihat.nilai) > 8 or not re.search(r"satuan|unit", lihat.judul)
    ):
        return None
    extra: dict[str, Any] = (
        {"pola": re.escape(next(iter(units))).replace("\\ ", " ")} if len(units) == 1 else {}
    )
    warn = (
        ()
        if hits == total
        else (f"{total - hits} satuan tidak ada di daftar satuan; usulkan penambahannya",)
    )
    return dari_kamus(
        "satuan", lihat.kolom, konteks, 0.97 if hits == total else 0.75, f"{hits} dari {total} nilai ada di daftar satuan",
        warn, baru("satuan", "satuan", "teks"), extra,
    )  # fmt: skip


def _list(lihat: Tampak, konteks: Konteks) -> KolomUsul | None:
    if lihat.kolom.nama.startswith("uk_"):
        return None
    total = sum(n for _v, n in lihat.nilai)
    named = konteks.judul_kamus.get(padat(lihat.judul))
    wanted = konteks.kamus.get(named, {}).get("daftar") if named else None
    numeric = angka(lihat.isi, lihat.bertipe)
    best: tuple[float, str, int, bool] | None = None
    for name in konteks.daftar_isi:
        table = konteks.ejaan(name)
        matched = [(v, n) for v, n in lihat.nilai if lipat(v) in table]
        hits = sum(n for _v, n in matched)
        if not hits or (numeric and name != wanted):
            continue
        standard = {e.nama for e in konteks.catalog.daftar[name].entri}
        exact = all(v in standard for v, _n in matched)
        share = hits / total
        akin = (
            name == wanted or padat(name) in padat(lihat.judul) or padat(lihat.judul) in padat(name)
        )
        if share < (0.4 if akin else 0.75) or (len(matched) < 2 and not akin):
            continue
        # Codes of one letter (A, B) mean something in many lists: only a heading decides.
        letters = {v.strip().upper() for v, _n in matched}
        if not akin and all(len(v) <= 1 for v in letters) and letters != {"L", "P"}:
            continue
        score = share + (0.5 if akin else 0.0) + 0.2 * len(matched) / max(1, len(standard))
        if best is None or score > best[0]:
            best = (score, name, hits, exact)
    if best is None:
        return None
    _score, name, hits, exact = best
    columns = konteks.kolom_daftar.get(name, [])
    warn = []
    if hits < total:
        warn.append(
            f"{total - hits} nilai tidak ada di daftar {name}; usulkan penambahannya atau perbaiki"
        )
    if not exact:
        warn.append(
            "sebagian ditulis dengan ejaan lain; ejaan baku ditawarkan saat pengajuan diperiksa"
        )
    reason = f"{hits} dari {total} nilai ada di daftar referensi {name}"
    sure = min(0.97, 0.3 + 0.65 * hits / total + (0.02 if named else 0.0))
    if named in columns:
        return dari_kamus(str(named), lihat.kolom, konteks, sure, reason, tuple(warn), {})
    akin_column = next((c for c in columns if c == lihat.judul), None)
    if akin_column or (len(columns) == 1 and not _has_own_name(lihat.judul, columns[0])):
        return dari_kamus(
            akin_column or columns[0], lihat.kolom, konteks, sure, reason, tuple(warn), {}
        )
    return tersendiri(
        lihat.kolom, lihat.judul, "dimensi", "teks", sure, reason, tuple(warn), {"daftar": name}
    )


def _has_own_name(heading: str, column: str) -> bool:
    """Whether a heading says more than the dictionary's column: status_operasi is no status."""
    return len(heading) > 2 and not (set(heading.split("_")) & set(column.split("_"))) and heading not in (
        "gender", "jk", "sex", "uraian", "rincian", "kategori", "jenis", "kelompok",
    )  # fmt: skip


def _register(lihat: Tampak, konteks: Konteks) -> KolomUsul | None:
    if lihat.kolom.nama.startswith(("uk_", "dim_")):
        return None
    total = sum(n for _v, n in lihat.nilai)
    for id_, register in konteks.catalog.induk.items():
        keys = register.dasar
        if any(konteks.catalog.wilayah.kode(key, "kemendagri") for key in list(keys)[:3]):
            continue  # area codes are told by the area columns, where a figure is no code
        hits = sum(n for v, n in lihat.nilai if re.sub(r"\.0$", "", v) in keys)
        if hits >= 0.5 * total and len(lihat.nilai) >= 2:
            warn = () if hits == total else (f"{total - hits} kunci tidak ada di data induk {id_}",)
            return tersendiri(
                lihat.kolom, lihat.judul, "dimensi", "teks", min(0.97, 0.4 + 0.57 * hits / total),
                f"{hits} dari {total} nilai adalah kunci data induk {id_}", warn, {"induk": id_},
            )  # fmt: skip
        names = konteks.nama_induk(id_)
        if names and not angka(lihat.isi, lihat.bertipe):
            hits = sum(
                n
                for v, n in lihat.nilai
                if normal_nama(v) in names or _without_region(v, konteks) in names
            )
            if hits >= 0.6 * total and len(lihat.nilai) >= 2:
                return tersendiri(
                    lihat.kolom, lihat.judul, "dimensi", "teks", min(0.9, 0.3 + 0.6 * hits / total),
                    f"{hits} dari {total} nilai adalah nama atau singkatan dalam data induk {id_}",
                    (f"tambahkan kolom kunci data induk {id_} agar namanya tidak berubah-ubah",),
                )  # fmt: skip
    npsn = sum(n for v, n in lihat.nilai if re.fullmatch(r"[0-9]{8}(\.0)?", v))
    if "npsn" in lihat.judul and npsn >= 0.9 * total:
        return tersendiri(
            lihat.kolom, lihat.judul, "dimensi", "teks", 0.8, f"{npsn} dari {total} nilai berbentuk NPSN (8 angka)",
            (), {"pola": "[0-9]{8}"},
        )  # fmt: skip
    return None


def _without_region(text: str, konteks: Konteks) -> str:
    plain, region = normal_nama(text), re.sub(r"[^A-Z0-9]", "", konteks.nama_wilayah.upper())
    return plain.removesuffix(region) if region else plain


def _number(lihat: Tampak, konteks: Konteks) -> KolomUsul | None:
    turned = lihat.kolom.nama.startswith("uk_")
    if not turned and not angka(lihat.isi, lihat.bertipe):
        return None
    if (
        not turned
        and _BUKAN_UKURAN.search(lihat.judul)
        and not _UKURAN.search(lihat.judul)
        and not _KOORDINAT.search(lihat.judul)
    ):
        longest = max(len(v) for v, _n in lihat.nilai)
        return tersendiri(
            lihat.kolom, lihat.judul, "keterangan", "teks", 0.7, "judulnya menunjuk ke nomor atau kode, bukan banyaknya",
            (), {"panjang": longest} if longest <= 40 else {},
        )  # fmt: skip
    if not turned and sum(n for v, n in lihat.nilai if re.fullmatch(r"0[0-9]+", v)) > 0:
        return tersendiri(
            lihat.kolom,
            lihat.judul,
            "keterangan",
            "teks",
            0.75,
            "ada nilai berawalan nol: penanda, bukan banyaknya",
        )
    read = baca_angka(lihat.isi, lihat.bertipe, lihat.judul, lihat.kolom.satuan)
    if read is None:
        return None
    if _KOORDINAT.search(lihat.judul):
        return tersendiri(
            lihat.kolom, lihat.judul, "keterangan", "desimal", 0.85, "koordinat: " + read.alasan, read.peringatan,
            {"skala": min(10, max(1, read.skala))},
        )  # fmt: skip
    isian: dict[str, Any] = {"minimum": read.minimum, "maksimum": read.maksimum}
    if read.tipe == "desimal":
        isian["skala"] = read.skala
    if read.tata:
        isian["tata_angka"] = read.tata
    known = konteks.judul_kamus.get(padat(lihat.judul))
    name = known if known and konteks.kamus[known]["peran"] == "ukuran" else ringkas(lihat.judul)
    found = tersendiri(
        lihat.kolom, name, "ukuran", read.tipe,
        min(0.97, read.yakin + (0.02 if _UKURAN.search(lihat.judul) else 0.0)), read.alasan, read.peringatan, isian,
    )  # fmt: skip
    if turned and lihat.judul in ("nilai", "jumlah"):
        found = dataclasses.replace(
            found,
            yakin=0.4,
            peringatan=(
                *found.peringatan,
                "judul kolom tidak menyebut apa yang diukur; beri nama yang tepat",
            ),
        )
    return dataclasses.replace(found, satuan=lihat.kolom.satuan)


def _text(lihat: Tampak, konteks: Konteks) -> KolomUsul:
    named = konteks.judul_kamus.get(padat(lihat.judul))
    total = sum(n for _v, n in lihat.nilai)
    if named and konteks.kamus[named]["tipe"] == "teks" and not konteks.kamus[named].get("wilayah"):
        return dari_kamus(
            named, lihat.kolom, konteks, 0.6, "judulnya ada di kamus kolom",
            ("sebagian besar nilainya tidak ada di daftar referensinya",)
            if konteks.kamus[named].get("daftar") else (), {},
        )  # fmt: skip
    distinct = len(lihat.nilai)
    longest = max(len(v) for v, _n in lihat.nilai)
    extra = {"panjang": _round_length(longest)} if longest <= 200 else {}
    if lihat.kolom.nama.startswith("dim_"):
        return tersendiri(
            lihat.kolom,
            lihat.judul,
            "dimensi",
            "teks",
            0.7,
            "nilai dari judul kolom lebar",
            (),
            extra,
        )
    return tersendiri(
        lihat.kolom, lihat.judul, "keterangan", "teks", 0.5 if distinct < total else 0.6,
        f"teks, {distinct} nilai berbeda pada {total} baris; tidak cocok dengan daftar mana pun", (), extra,
    )  # fmt: skip


def _round_length(longest: int) -> int:
    return next((n for n in (10, 20, 50, 100, 200, 400) if n >= 1.5 * longest), 400)


PENCARI = (_personal, _unit, _area, _time, _list, _register, _number, _text)
"""In the order in which they are tried: personal numbers first, since nothing of them is ever shown;
the last takes every column."""
