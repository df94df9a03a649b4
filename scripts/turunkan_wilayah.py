"""Derives the area list and the bridge between Kemendagri and BPS codes from the official lists.

    python scripts/turunkan_wilayah.py RAW_FOLDER [--keluar FOLDER]

``RAW_FOLDER`` holds ``kepmendagri/wilayah_*_<year>.csv`` (kode, nama; one file per decree),
``bps/mfd2018_*.csv`` and ``bps/mfd_23_1_<provinsi>.csv`` (master files of villages). Writes
``wilayah.csv`` (the own province, all its kabupaten/kota, and the own kabupaten's kecamatan and
desa in every version) and ``jembatan_wilayah.csv``. Which kabupaten is the own one stands in
``spbe.toml``. The same folder gives the same bytes. Exits with 1 when a pair is missing or
doubtful.

The bridge is found from above: province and kabupaten/kota by name, kecamatan by name within the
kabupaten, desa by name within the kecamatan; names that differ in spelling by the smallest edit
distance, one to one; a last pair left over in one parent by exclusion.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from spbe_data.identifiers.wilayah import (
    KOLOM,
    RegisterWilayah,
    Tingkat,
    tingkat_dari_bentuk,
)
from spbe_data.identifiers.wilayah_berkas import jenis_dari_kode
from spbe_data.settings import load_settings


class TurunanGagal(ValueError):
    """The lists do not give a whole and certain answer; the message says where."""


@dataclass(frozen=True, slots=True)
class Versi:
    """One list of Kemendagri: the year in its file name, its decree, the day taken as its force.

    A day of ``None`` is not among the facts at hand; a change that needs it stops the script. The
    days that are given are assumed, and every row that uses one says so.
    """

    tahun: int
    dasar_hukum: str
    sejak: dt.date | None


VERSI = (
    Versi(2018, "Permendagri 137/2017", None),
    Versi(2020, "Permendagri 72/2019 jo. Kepmendagri 146.1-4717/2020", None),
    Versi(2022, "Permendagri 58/2021 jo. Kepmendagri 050-145/2022", None),
    Versi(2023, "Kepmendagri 100.1.1-6117/2022", dt.date(2022, 11, 9)),
    Versi(2025, "Kepmendagri 300.2.2-2138/2025 jo. 300.2.2-2430/2025", dt.date(2025, 4, 25)),
)

JEMBATAN = (
    "kode_kemendagri",
    "kode_bps",
    "level",
    "cara",
    "nama_kemendagri",
    "nama_bps",
    "berlaku_sejak",
    "berlaku_sampai",
)


@dataclass(frozen=True, slots=True)
class Selang:
    """One code under one name, from version ``awal`` to ``akhir`` (indices of :data:`VERSI`)."""

    kode: str
    nama: str
    awal: int
    akhir: int

    @property
    def sejak(self) -> dt.date | None:
        return _day(self.awal) if self.awal else None

    @property
    def sampai(self) -> dt.date | None:
        if self.akhir == len(VERSI) - 1:
            return None
        return _day(self.akhir + 1) - dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pasangan:
    """The BPS code and name that belong to a Kemendagri code, and how they were found."""

    kode_bps: str
    nama_bps: str
    cara: str


def _day(version: int) -> dt.date:
    day = VERSI[version].sejak
    if day is None:
        raise TurunanGagal(
            f"Ada perubahan pada {VERSI[version].dasar_hukum}, tetapi hari berlakunya belum "
            "ditetapkan dalam VERSI. Isi harinya dahulu."
        )
    return day


def _rows(path: Path, names: Sequence[str] | None = None) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle, fieldnames=names))


def _one(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise TurunanGagal(f"Harus ada tepat satu berkas {folder / pattern}; ada {len(found)}.")
    return found[0]


def _parent(kode: str) -> str:
    return kode.rpartition(".")[0]


def _level(kode: str) -> Tingkat:
    level = tingkat_dari_bentuk(kode, "kemendagri")
    if level is None:
        raise TurunanGagal(f"Kode Kemendagri '{kode}' salah bentuk.")
    return level


def baca_kemendagri(raw: Path, own: str) -> list[dict[str, str]]:
    """Names by code, per version: province, its kabupaten/kota, and all of the own area."""
    province = own[:2]
    versions: list[dict[str, str]] = []
    for version in VERSI:
        path = _one(raw / "kepmendagri", f"wilayah_*_{version.tahun}.csv")
        names = {row["kode"]: " ".join(row["nama"].split()) for row in _rows(path)}
        versions.append(
            {
                kode: nama
                for kode, nama in names.items()
                if kode == province
                or (kode.startswith(province + ".") and len(kode) == 5)
                or kode.startswith(own + ".")
            }
        )
    # The lists write provinces and kabupaten now as KAB. X, now as Kabupaten X: no change of name.
    newest = versions[-1]
    for names in versions[:-1]:
        for kode, nama in names.items():
            if len(kode) <= 5 and _same(nama, newest.get(kode, "")):
                names[kode] = newest[kode]
    return versions


def _same(one: str, other: str) -> bool:
    return RegisterWilayah.normal(one) == RegisterWilayah.normal(other)


def selang(versions: Sequence[Mapping[str, str]]) -> list[Selang]:
    """Every (code, name) with the versions it stands in, in order of code."""
    found: list[Selang] = []
    for kode in sorted({kode for names in versions for kode in names}):
        start: int | None = None
        for index, names in enumerate(versions):
            if start is not None and names.get(kode) != versions[start][kode]:
                found.append(Selang(kode, versions[start][kode], start, index - 1))
                start = None
            if start is None and kode in names:
                start = index
        if start is not None:
            found.append(Selang(kode, versions[start][kode], start, len(versions) - 1))
    return found


def pengganti(spans: Sequence[Selang]) -> dict[str, str]:
    """Successor of each code that ended: the code of that name that began in the same parent."""
    last = {span.kode: span for span in spans}
    first: dict[str, Selang] = {}
    for span in spans:
        first.setdefault(span.kode, span)
    found: dict[str, str] = {}
    for kode, span in last.items():
        if span.akhir == len(VERSI) - 1:
            continue
        heirs = [
            other.kode
            for other in first.values()
            if other.awal == span.akhir + 1
            and _parent(other.kode) == _parent(kode)
            and _same(other.nama, span.nama)
        ]
        if len(heirs) != 1:
            raise TurunanGagal(
                f"Kode {kode} ({span.nama}) berakhir; penggantinya ada {len(heirs)}."
            )
        found[kode] = heirs[0]
    return found


def baca_bps(raw: Path, own: str) -> dict[str, str]:
    """Names by BPS code: the newest list below kabupaten, the national list above.

    ``own`` is the BPS code of the kabupaten. Raises :class:`TurunanGagal` when the list of 2018 and
    that of 2023 differ inside it, since the bridge would then need versions of its own.
    """
    province = own[:2]
    names = {
        row["kode"]: row["nama"]
        for level in ("provinces", "regencies")
        for row in _rows(
            raw / "bps" / f"mfd2018_{level}.csv",
            ("kode", "nama") if level == "provinces" else ("kode", "induk", "nama"),
        )
        if row["kode"].startswith(province)
    }
    inside: dict[str, str] = {}
    for row in _rows(raw / "bps" / f"mfd_23_1_{province}.csv"):
        if row["iddesa"].startswith(own):
            inside[row["iddesa"][:7]] = row["nmkec"]
            inside[row["iddesa"]] = row["nmdesa"]
    older = {
        row["kode"]: row["nama"]
        for level in ("districts", "villages")
        for row in _rows(raw / "bps" / f"mfd2018_{level}.csv", ("kode", "induk", "nama"))
        if row["kode"].startswith(own)
    }
    differing = sorted(
        kode
        for kode in inside.keys() | older.keys()
        if not _same(inside.get(kode, ""), older.get(kode, ""))
    )
    if differing:
        raise TurunanGagal(f"Daftar BPS 2018 dan 2023 berbeda pada kode {', '.join(differing)}.")
    return names | inside


def pasangkan(
    kemendagri: Mapping[str, str], bps: Mapping[str, str], where: str
) -> dict[str, Pasangan]:
    """One-to-one pairs of the children of one parent in both lists.

    Raises :class:`TurunanGagal` when a child has no partner or two partners that are as near.
    """
    left, right = dict(kemendagri), dict(bps)
    pairs: dict[str, Pasangan] = {}

    def take(kode: str, kode_bps: str, cara: str) -> None:
        pairs[kode] = Pasangan(kode_bps, right.pop(kode_bps), cara)
        del left[kode]

    by_name = _by_name(right)
    for names in (_by_name(left), by_name):
        doubled = [name for name, codes in names.items() if len(codes) > 1]
        if doubled:
            raise TurunanGagal(f"{where}: nama {', '.join(doubled)} dipakai dua kali.")
    for kode, nama in sorted(left.items()):
        codes = by_name.get(RegisterWilayah.normal(nama))
        if codes:
            take(kode, codes[0], "nama_sama")
    while left and right:
        distances = sorted(
            (_distance(nama, nama_bps), kode, kode_bps)
            for kode, nama in left.items()
            for kode_bps, nama_bps in right.items()
        )
        best, kode, kode_bps = distances[0]
        if best > _most(left[kode]):
            break
        rivals = [d for d in distances[1:] if d[0] == best and (d[1] == kode or d[2] == kode_bps)]
        if rivals:
            raise TurunanGagal(f"{where}: {left[kode]} sama dekat dengan beberapa nama BPS.")
        take(kode, kode_bps, "ejaan_berbeda")
    if len(left) == len(right) == 1:
        take(next(iter(left)), next(iter(right)), "satu_sisa")
    if left or right:
        raise TurunanGagal(
            f"{where}: tanpa pasangan {sorted(left.values())} dan {sorted(right.values())}."
        )
    return pairs


def _by_name(names: Mapping[str, str]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for kode, nama in sorted(names.items()):
        found[RegisterWilayah.normal(nama)].append(kode)
    return found


def _distance(one: str, other: str) -> int:
    return Levenshtein.distance(RegisterWilayah.normal(one), RegisterWilayah.normal(other))


def _most(nama: str) -> int:
    """Greatest edit distance that is still taken as another spelling: a quarter of the letters."""
    return max(1, len(RegisterWilayah.normal(nama)) // 4)


def jembatan(names: Mapping[str, str], bps: Mapping[str, str], own: str) -> dict[str, Pasangan]:
    """Pairs of one version of the Kemendagri list, level by level from the province down."""
    province = own[:2]
    levels = ((0, 2), (2, 4), (4, 7), (7, 10))
    pairs: dict[str, Pasangan] = pasangkan(
        {province: names[province]},
        {kode: nama for kode, nama in bps.items() if len(kode) == 2},
        "provinsi",
    )
    children: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for kode, nama in names.items():
        children[_parent(kode)][kode] = nama
    front = [province]
    for upper, lower in levels[1:]:
        following: list[str] = []
        for parent in front:
            if parent not in children:
                continue
            above = pairs[parent].kode_bps
            pairs |= pasangkan(
                children[parent],
                {k: n for k, n in bps.items() if len(k) == lower and k[:upper] == above},
                names[parent],
            )
            following += children[parent]
        front = following
    return pairs


def turunkan(
    raw: Path, own: str, own_bps: str
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Rows of ``wilayah.csv`` and of ``jembatan_wilayah.csv``. Raises :class:`TurunanGagal`."""
    versions = baca_kemendagri(raw, own)
    bps = baca_bps(raw, own_bps)
    bridges = [jembatan(names, bps, own) for names in versions]
    spans = selang(versions)
    heirs = pengganti(spans)
    partners: defaultdict[str, set[str]] = defaultdict(set)
    for pairs in bridges:
        for kode, pair in pairs.items():
            partners[kode].add(pair.kode_bps)
    moved = sorted(kode for kode, codes in partners.items() if len(codes) > 1)
    if moved:
        raise TurunanGagal(f"Pasangan BPS berganti antarversi untuk kode {', '.join(moved)}.")
    areas: list[dict[str, str]] = []
    bridge: list[dict[str, str]] = []
    for span in spans:
        pair = bridges[span.awal][span.kode]
        since = span.sejak.isoformat() if span.sejak else ""
        until = span.sampai.isoformat() if span.sampai else ""
        ends = span.akhir == max(s.akhir for s in spans if s.kode == span.kode)
        areas.append(
            {
                "kode_kemendagri": span.kode,
                "kode_bps": pair.kode_bps,
                "nama": span.nama,
                "jenis": jenis_dari_kode(span.kode),
                "level": _level(span.kode),
                "induk": _parent(span.kode),
                "berlaku_sejak": since,
                "berlaku_sampai": until,
                "dasar_hukum": VERSI[span.awal].dasar_hukum,
                "tanggal_diasumsikan": "ya" if since or until else "tidak",
                "pengganti": heirs.get(span.kode, "") if ends else "",
                "nama_bps": pair.nama_bps,
            }
        )
        bridge.append(
            {
                "kode_kemendagri": span.kode,
                "kode_bps": pair.kode_bps,
                "level": _level(span.kode),
                "cara": pair.cara,
                "nama_kemendagri": span.nama,
                "nama_bps": pair.nama_bps,
                "berlaku_sejak": since,
                "berlaku_sampai": until,
            }
        )
    return areas, bridge


def _write(path: Path, columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 when both files are written, 1 when the lists give no certain answer."""
    settings = load_settings()
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("bahan", type=Path, help="folder with kepmendagri/ and bps/")
    parser.add_argument("--keluar", type=Path, default=settings.schemas / "referensi")
    options = parser.parse_args(arguments)
    try:
        areas, bridge = turunkan(options.bahan, settings.kode_kemendagri, settings.kode_bps)
    except TurunanGagal as exc:
        print(exc, file=sys.stderr)
        return 1
    options.keluar.mkdir(parents=True, exist_ok=True)
    _write(options.keluar / "wilayah.csv", (*KOLOM, "nama_bps"), areas)
    _write(options.keluar / "jembatan_wilayah.csv", JEMBATAN, bridge)
    for (level, cara), count in sorted(Counter((r["level"], r["cara"]) for r in bridge).items()):
        print(f"{level}: {count} baris {cara}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
