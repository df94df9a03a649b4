"""Reading area lists from CSV: the own list with every version, and the lean national list.

Belongs here: columns, types and form of each row, told with its line. Rules between rows are the
register's (:mod:`spbe_data.identifiers.wilayah`).
"""

from __future__ import annotations

import csv
import datetime as dt
import sys
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import get_args

from spbe_data.identifiers.kode_wilayah import (
    Jenis,
    Tingkat,
    Wilayah,
    tingkat_dari_bentuk,
)

KOLOM = (
    "kode_kemendagri",
    "kode_bps",
    "nama",
    "jenis",
    "level",
    "induk",
    "berlaku_sejak",
    "berlaku_sampai",
    "dasar_hukum",
    "tanggal_diasumsikan",
    "pengganti",
)
"""Columns of ``wilayah.csv``; ``nama_bps`` may stand beside them."""

KOLOM_NASIONAL = ("kode", "nama", "berlaku_sejak", "berlaku_sampai", "dasar_hukum")
"""Columns of ``wilayah_nasional.csv``: kind, level and parent follow from the code."""


class RegisterTidakSah(ValueError):
    """The area list cannot be used; the message names every faulty line, in Indonesian."""


def jenis_dari_kode(kode: str) -> Jenis:
    """The kind a Kemendagri code of right form shows: kota from 71, kelurahan 1xxx, desa others."""
    match kode.count("."):
        case 0:
            return "provinsi"
        case 1:
            return "kota" if kode[3] >= "7" else "kabupaten"
        case 2:
            return "kecamatan"
        case _:
            return "kelurahan" if kode[9] == "1" else "desa"


def baca_wilayah(path: Path) -> list[Wilayah]:
    """The rows of ``wilayah.csv`` (UTF-8, all text, :data:`KOLOM`).

    Raises :class:`RegisterTidakSah` with every faulty line.
    """
    rows: list[Wilayah] = []
    faults: list[str] = []
    for number, row in _lines(path, KOLOM):
        try:
            rows.append(_row(row))
        except (ValueError, TypeError) as exc:
            faults.append(f"{path.name}, baris {number}: {exc}")
    if faults:
        raise RegisterTidakSah("\n".join(faults))
    return rows


def baca_wilayah_nasional(path: Path, kecuali: Collection[str] = ()) -> list[Wilayah]:
    """The rows of ``wilayah_nasional.csv`` whose code is not among ``kecuali``; no BPS codes.

    Read cell by cell without dictionaries, since the list has some 90,000 rows. Raises
    :class:`RegisterTidakSah` with every faulty line.
    """
    rows: list[Wilayah] = []
    faults: list[str] = []
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.reader(handle)
        if tuple(next(reader, ())) != KOLOM_NASIONAL:
            raise RegisterTidakSah(
                f"{path.name}, baris 1: kolomnya harus {', '.join(KOLOM_NASIONAL)}. "
                "Muat ulang dengan 'spbe referensi muat-wilayah'."
            )
        lines = list(reader)
        # The first list says what was there on its day, not since when: its codes begin openly, as
        # those of the own list do. Only a later list shows when a code began.
        first = min((cells[2] for cells in lines if len(cells) > 2), default="")
        for number, cells in enumerate(lines, start=2):
            try:
                code, name, since, until, decree = cells
                if code in kecuali:
                    continue
                level = tingkat_dari_bentuk(code, "kemendagri")
                if level is None or not name:
                    raise ValueError("kode salah bentuk atau nama kosong.")
                start, end = _day("" if since == first else since), _day(until)
                if start and end and start > end:
                    raise ValueError("berlaku_sejak sesudah berlaku_sampai.")
            except ValueError as exc:
                faults.append(f"{path.name}, baris {number}: {exc}")
                continue
            rows.append(
                Wilayah(
                    kode_kemendagri=code,
                    kode_bps=None,
                    nama=name,
                    jenis=jenis_dari_kode(code),
                    level=level,
                    # Few parents and decrees stand behind many rows: one text each is enough.
                    induk=sys.intern(code.rpartition(".")[0]) or None,
                    berlaku_sejak=start,
                    berlaku_sampai=end,
                    dasar_hukum=sys.intern(decree),
                    tanggal_diasumsikan=False,
                    pengganti=None,
                )
            )
    if faults:
        raise RegisterTidakSah("\n".join(faults))
    return rows


def _lines(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str | None]]]:
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        missing = [name for name in needed if name not in (reader.fieldnames or ())]
        if missing:
            raise RegisterTidakSah(
                f"{path.name}, baris 1: kolom {', '.join(missing)} tidak ada. Tambahkan."
            )
        yield from enumerate(reader, start=2)


_day = lru_cache(maxsize=4096)(lambda text: dt.date.fromisoformat(text) if text else None)


def _row(row: Mapping[str, str | None]) -> Wilayah:
    text = {name: (value or "").strip() for name, value in row.items() if name is not None}
    code, bps, level = text["kode_kemendagri"], text["kode_bps"], text["level"]
    for name, allowed in (("level", get_args(Tingkat)), ("jenis", get_args(Jenis))):
        if text[name] not in allowed:
            raise ValueError(f"{name} tertulis '{text[name]}'; yang boleh: {', '.join(allowed)}.")
    if text["tanggal_diasumsikan"] not in ("ya", "tidak"):
        raise ValueError("tanggal_diasumsikan harus 'ya' atau 'tidak'.")
    if not text["nama"]:
        raise ValueError("nama kosong. Isi nama wilayahnya.")
    if tingkat_dari_bentuk(code, "kemendagri") != level:
        raise ValueError(
            f"kode_kemendagri '{code}' bukan kode {level}, misalnya 11.01 atau 11.01.01."
        )
    if bps and tingkat_dari_bentuk(bps, "bps") != level:
        raise ValueError(f"kode_bps '{bps}' bukan kode {level}, misalnya 1101 atau 1101010.")
    since, until = _date(text, "berlaku_sejak"), _date(text, "berlaku_sampai")
    if since and until and since > until:
        raise ValueError("berlaku_sejak sesudah berlaku_sampai.")
    return Wilayah(
        kode_kemendagri=code,
        kode_bps=bps or None,
        nama=text["nama"],
        jenis=text["jenis"],  # type: ignore[arg-type]  # checked above
        level=level,
        induk=text["induk"] or None,
        berlaku_sejak=since,
        berlaku_sampai=until,
        dasar_hukum=text["dasar_hukum"],
        tanggal_diasumsikan=text["tanggal_diasumsikan"] == "ya",
        pengganti=text["pengganti"] or None,
        nama_bps=text.get("nama_bps", ""),
    )


def _date(text: Mapping[str, str], name: str) -> dt.date | None:
    value = text[name]
    if not value:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise ValueError(
            f"{name} tertulis '{value}'; harus tanggal, misalnya 2022-11-09."
        ) from None
