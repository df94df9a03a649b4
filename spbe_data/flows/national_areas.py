"""Loading the national list of area codes from a file of the ministry into the content.

Belongs here: reading any two-column list, checking every row, joining it with what was loaded
before, and writing ``wilayah_nasional.csv`` with its description. A list is loaded under a decree
and from a day; loading an older decree first gives the codes their history. Nothing is guessed: a
code that disappears ends, and no successor is named for it.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import yaml

from spbe_data.identifiers.kode_wilayah import Tingkat, tingkat_dari_bentuk
from spbe_data.identifiers.wilayah import RegisterWilayah
from spbe_data.identifiers.wilayah_berkas import KOLOM_NASIONAL

NAMA_KODE = ("kode", "code", "kode_wilayah", "kode_kemendagri", "id")
NAMA_NAMA = ("nama", "name", "nama_wilayah", "wilayah")
"""Headings under which lists in circulation keep code and name."""

_HARI = dt.timedelta(days=1)
_PANJANG_TANPA_TITIK = {2, 4, 6, 10}


class DaftarNasionalTidakSah(ValueError):
    """The file cannot be loaded; ``kesalahan`` names every faulty row, in Indonesian."""

    def __init__(self, kesalahan: Sequence[str]) -> None:
        self.kesalahan = tuple(kesalahan)
        super().__init__("\n".join(kesalahan))


@dataclass(frozen=True, slots=True)
class Baris:
    """One row of ``wilayah_nasional.csv``; days as ISO text, empty when open."""

    kode: str
    nama: str
    sejak: str
    sampai: str
    dasar_hukum: str


@dataclass(frozen=True, slots=True)
class HasilMuat:
    """What a load did: rows per level, and how it changed what was loaded before."""

    berkas: Path
    per_tingkat: dict[str, int]
    baru: int
    berganti_nama: int
    hilang: int
    sudah_sama: bool
    di_daftar_sendiri: int
    beda_dari_sendiri: tuple[str, ...] = field(default=())


def muat_wilayah_nasional(
    sumber: Sequence[Path],
    tujuan: Path,
    dasar_hukum: str,
    berlaku_sejak: dt.date,
    sendiri: RegisterWilayah,
    lapor: Callable[[str], None] = lambda _: None,
) -> HasilMuat:
    """Check the lists of ``sumber`` (together one list) and write ``tujuan`` (CSV) and its YAML.

    The same files, decree and day give the same bytes; both files are replaced by rename. Raises
    :class:`DaftarNasionalTidakSah`.
    """
    names = _read_all(sumber)
    lapor(f"Terbaca {len(names)} kode dari {len(sumber)} berkas; memeriksa induk dan jumlah.")
    per_level = _check(names)
    before = _stored(tujuan)
    latest = max((b.sejak for b in before), default="")
    if latest > berlaku_sejak.isoformat():
        raise DaftarNasionalTidakSah(
            [
                f"Daftar yang sudah dimuat berlaku sejak {latest}, sesudah {berlaku_sejak}. Muat "
                f"daftar dari yang paling lama: hapus {tujuan.name} lalu muat semuanya berurutan."
            ]
        )
    rows = _joined(before, names, dasar_hukum, berlaku_sejak)
    about = _about(tujuan, sumber, dasar_hukum, berlaku_sejak, len(names))
    lapor(f"Menulis {len(rows)} baris ke {tujuan}.")
    changed = [_replace(tujuan, _csv(rows)), _replace(tujuan.with_suffix(".yaml"), about)]
    day = berlaku_sejak.isoformat()
    old_codes = {b.kode for b in before if b.sejak < day}
    begun = [r for r in rows if r.sejak == day]
    eve = (berlaku_sejak - _HARI).isoformat()
    return HasilMuat(
        berkas=tujuan,
        per_tingkat=per_level,
        baru=sum(r.kode not in old_codes for r in begun),
        berganti_nama=sum(r.kode in old_codes for r in begun),
        hilang=sum(r.sampai == eve and r.kode not in names for r in rows),
        sudah_sama=not any(changed),
        di_daftar_sendiri=sum(bool(sendiri.kode(code, "kemendagri")) for code in names),
        beda_dari_sendiri=tuple(_against_own(names, sendiri, berlaku_sejak)),
    )


# -- reading ------------------------------------------------------------------------------------


def _read_all(files: Sequence[Path]) -> dict[str, str]:
    names: dict[str, str] = {}
    faults: list[str] = []
    for path in files:
        for where, code, name in _read(path, faults):
            if names.setdefault(code, name) != name:
                faults.append(f"{where}: kode {code} sudah ada bernama '{names[code]}'.")
    if faults:
        raise DaftarNasionalTidakSah(faults)
    return dict(sorted(names.items()))


def _read(path: Path, faults: list[str]) -> Iterator[tuple[str, str, str]]:
    """(place, dotted code, name) of each row; what is wrong goes to ``faults``."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        faults.append(f"{path.name}: bukan UTF-8. Simpan ulang sebagai CSV UTF-8.")
        return
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    titles = [title.strip().casefold() for title in next(reader, [])]
    code_at = next((titles.index(n) for n in NAMA_KODE if n in titles), None)
    name_at = next((titles.index(n) for n in NAMA_NAMA if n in titles), None)
    if code_at is None or name_at is None:
        faults.append(
            f"{path.name}, baris 1: kolom kode ({', '.join(NAMA_KODE)}) dan nama "
            f"({', '.join(NAMA_NAMA)}) harus ada; tertulis {', '.join(titles) or 'tidak ada'}."
        )
        return
    rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    bare = {row[code_at].strip() for _line, row in rows if len(row) > code_at}
    dotted = any("." in code for code in bare)
    if not dotted and any(len(code) == 7 for code in bare):
        faults.append(
            f"{path.name}: kode 7 angka adalah kode BPS. Muat daftar kode Kemendagri (11.01.01)."
        )
        return
    for line, row in rows:
        where = f"{path.name}, baris {line}"
        if len(row) <= max(code_at, name_at):
            faults.append(f"{where}: selnya kurang. Periksa koma dan tanda kutip.")
            continue
        code, name = row[code_at].strip(), " ".join(row[name_at].split())
        if not dotted and len(code) in _PANJANG_TANPA_TITIK:
            code = ".".join(p for p in (code[:2], code[2:4], code[4:6], code[6:]) if p)
        if tingkat_dari_bentuk(code, "kemendagri") is None:
            faults.append(f"{where}: '{code}' bukan kode Kemendagri, misalnya 11.01.01.2001.")
        elif not name:
            faults.append(f"{where}: nama kode {code} kosong. Isi namanya.")
        else:
            yield where, code, name


def _check(names: dict[str, str]) -> dict[str, int]:
    """Rows per level; every parent must be there, and no level empty."""
    per_level = Counter(tingkat_dari_bentuk(code, "kemendagri") for code in names)
    faults = [
        f"Kode {code}: induknya {parent} tidak ada dalam daftar. Tambahkan barisnya."
        for code in names
        if (parent := code.rpartition(".")[0]) and parent not in names
    ]
    faults += [
        f"Tidak ada satu pun baris tingkat {level}. Muat daftar yang lengkap."
        for level in get_args(Tingkat)
        if not per_level[level]
    ]
    if faults:
        raise DaftarNasionalTidakSah(faults)
    return {level: per_level[level] for level in get_args(Tingkat)}


def _against_own(names: dict[str, str], own: RegisterWilayah, day: dt.date) -> Iterator[str]:
    """Where the loaded list and the own list differ on the day (the own list is the one in use)."""
    for w in own.baris:
        if not w.berlaku(day, day) or w.dasar_hukum == "":
            continue
        name = names.get(w.kode_kemendagri)
        if name is None:
            yield f"{w.kode_kemendagri} {w.nama}: tidak ada dalam daftar yang dimuat"
        elif RegisterWilayah.normal(name) != RegisterWilayah.normal(w.nama):
            yield f"{w.kode_kemendagri}: '{w.nama}' di daftar sendiri, '{name}' di daftar yang dimuat"


# -- joining and writing ------------------------------------------------------------------------


def _stored(path: Path) -> list[Baris]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.reader(handle)
        if tuple(next(reader, ())) != KOLOM_NASIONAL:
            raise DaftarNasionalTidakSah(
                [
                    f"{path.name}: kolomnya bukan {', '.join(KOLOM_NASIONAL)}. Hapus, lalu muat ulang."
                ]
            )
        return [Baris(*cells) for cells in reader]


def _joined(
    before: Iterable[Baris], names: dict[str, str], decree: str, since: dt.date
) -> list[Baris]:
    """The stored rows with the list of ``since`` put on top; an earlier load of that day is undone."""
    day, eve = since.isoformat(), (since - _HARI).isoformat()
    rows: list[Baris] = []
    going_on: set[str] = set()
    for row in before:
        if row.sejak == day:
            continue
        if row.sampai == "" or row.sampai == eve:
            same = names.get(row.kode) == row.nama
            if same:
                going_on.add(row.kode)
            row = Baris(row.kode, row.nama, row.sejak, "" if same else eve, row.dasar_hukum)
        rows.append(row)
    rows += [Baris(c, n, day, "", decree) for c, n in names.items() if c not in going_on]
    return sorted(rows, key=lambda r: (r.kode, r.sejak))


def _csv(rows: Iterable[Baris]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(KOLOM_NASIONAL)
    writer.writerows((r.kode, r.nama, r.sejak, r.sampai, r.dasar_hukum) for r in rows)
    return buffer.getvalue().encode()


def _about(target: Path, files: Sequence[Path], decree: str, since: dt.date, count: int) -> bytes:
    """The description beside the list, with one version per decree loaded."""
    path = target.with_suffix(".yaml")
    stored: dict[str, Any] = {}
    if path.is_file() and target.is_file():
        stored = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    versions = [v for v in stored.get("versi", []) if v["berlaku_sejak"] != since]
    for version in versions:
        if version["berlaku_sampai"] is None:
            version["berlaku_sampai"] = since - _HARI
    digests = ", ".join(
        f"{p.name} (SHA-256 {hashlib.sha256(p.read_bytes()).hexdigest()[:16]})" for p in files
    )
    versions.append(
        {
            "versi": since.isoformat(),
            "berlaku_sejak": since,
            "berlaku_sampai": None,
            "dasar_hukum": decree,
            "catatan": f"{count} kode, dimuat dari {digests}.",
        }
    )
    document = {
        "judul": {"id": "Kode wilayah nasional", "en": "National area codes"},
        "deskripsi": {
            "id": "Semua provinsi, kabupaten/kota, kecamatan, dan desa/kelurahan menurut kode Kemendagri.",
            "en": "All provinces, kabupaten/kota, kecamatan and desa/kelurahan by Kemendagri code.",
        },
        "dasar_hukum": "; ".join(dict.fromkeys(str(v["dasar_hukum"]) for v in versions)),
        "sumber": ["Kementerian Dalam Negeri, kode dan data wilayah administrasi pemerintahan"],
        "penanggung_jawab": "belum ditetapkan",
        "versi": versions,
        "catatan": {
            "id": "Ditulis oleh 'spbe referensi muat-wilayah'; jangan disunting. Kode yang ada di wilayah.csv mengikuti wilayah.csv. Tanpa kode BPS.",
            "en": "Written by 'spbe referensi muat-wilayah'; do not edit. A code that is in wilayah.csv follows wilayah.csv. Without BPS codes.",
        },
    }
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100).encode()


def _replace(path: Path, content: bytes) -> bool:
    """Write by rename; ``False`` when the file holds these bytes already."""
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.baru")
    with aside.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    aside.replace(path)
    return True
