"""Derives two registers of master data from published lists: schools and health facilities.

    python scripts/turunkan_induk.py RAW_FOLDER [--keluar FOLDER]

``RAW_FOLDER`` holds ``samples/dapodik/sekolah_*.json`` (schools with NPSN, collected in 2019) and
``samples/*/fasilitas_kesehatan.geojson`` (unnamed points of the national topographic map). Writes ``satuan_pendidikan.csv`` and ``fasilitas_kesehatan.csv``. The same
folder gives the same bytes. Exits with 1 when a kecamatan cannot be told.

Only what a register needs is carried over. A kecamatan is found by name in the area list; a name
that only comes near one is printed, so that a person sees it. Points have no code and no name: their
key is made of their place.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from spbe_data.identifiers.nama import cari_nama
from spbe_data.identifiers.wilayah_berkas import baca_wilayah
from spbe_data.settings import load_settings

STATUS = {"N": "negeri", "S": "swasta"}


def kecamatan(path: Path, kabupaten: str) -> dict[str, str]:
    """Kemendagri code → name of the kecamatan of one kabupaten, as of now."""
    return {
        a.kode_kemendagri: a.nama
        for a in baca_wilayah(path)
        if a.level == "kecamatan" and a.induk == kabupaten and a.berlaku_sampai is None
    }


def kode_kecamatan(nama: str, known: Mapping[str, str]) -> str:
    """The code of a kecamatan by its written name. Raises ``ValueError`` when none is nearest."""
    found = cari_nama(nama, known.items(), 2)
    if not found or (len(found) > 1 and found[0][1] == found[1][1]):
        raise ValueError(f"Kecamatan '{nama}' tidak dapat dipastikan.")
    code, distance = found[0]
    if distance:
        print(f"  '{nama}' dibaca sebagai {known[code]} ({code})", file=sys.stderr)
    return code


def schools(data: Mapping[str, Any], known: Mapping[str, str]) -> list[dict[str, str]]:
    rows = [row for part in data.values() for row in part]
    codes = {name: kode_kecamatan(name, known) for name in sorted({r["kecamatan"] for r in rows})}
    return sorted(
        (
            {
                "npsn": row["npsn"].strip(),
                "nama": " ".join(row["sekolah"].split()),
                "bentuk": row["bentuk"].strip(),
                "status": STATUS[row["status"].strip()],
                "kode_kecamatan": codes[row["kecamatan"]],
                "sumber": "Dapodik (Kemendikbud), 2019",
                "berlaku_sejak": "",
                "berlaku_sampai": "",
            }
            for row in rows
        ),
        key=lambda r: r["npsn"],
    )


def facilities(data: Mapping[str, Any]) -> list[dict[str, str]]:
    rows = []
    for feature in data["features"]:
        east, north = feature["geometry"]["coordinates"][:2]
        place = f"{north:.5f},{east:.5f}"
        rows.append(
            {
                "id": f"titik-{hashlib.sha256(place.encode()).hexdigest()[:8]}",
                "nama": "",
                "jenis": "lainnya",
                "kode_kecamatan": "",
                "lintang": f"{north:.5f}",
                "bujur": f"{east:.5f}",
                "sumber": "Peta Rupabumi Indonesia, unsur fasilitas kesehatan lainnya",
                "berlaku_sejak": "",
                "berlaku_sampai": "",
            }
        )
    return sorted(rows, key=lambda r: r["id"])


def hospitals(path: Path) -> list[dict[str, str]]:
    """The hospitals that the register of agencies names itself; their place is not told there."""
    with path.open(encoding="utf-8", newline="") as handle:
        return [
            {
                "id": row["id"],
                "nama": row["nama"],
                "jenis": "rumah_sakit",
                "kode_kecamatan": "",
                "lintang": "",
                "bujur": "",
                "sumber": "Data induk perangkat daerah",
                "berlaku_sejak": row["berlaku_sejak"],
                "berlaku_sampai": row["berlaku_sampai"],
            }
            for row in csv.DictReader(handle)
            if row["jenis"] == "rsud"
        ]


def one_file(folder: Path, pattern: str) -> Any:
    """The JSON of the one file that fits. Raises ``ValueError``."""
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise ValueError(f"{folder}: harus ada tepat satu {pattern}, ditemukan {len(found)}.")
    return json.loads(found[0].read_bytes())


def write(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    listed = list(rows)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(listed[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)
    print(f"{path}: {len(listed)} baris")


def main() -> int:
    parser = argparse.ArgumentParser(description="Turunkan data induk dari daftar yang terbit.")
    parser.add_argument("bahan", type=Path)
    parser.add_argument("--keluar", type=Path, default=None)
    args = parser.parse_args()
    settings = load_settings()
    out = args.keluar or settings.schemas / "induk"
    known = kecamatan(settings.schemas / "referensi" / "wilayah.csv", settings.kode_kemendagri)
    samples = args.bahan / "samples"
    try:
        listed = schools(one_file(samples, "dapodik/sekolah_*.json"), known)
        points = facilities(one_file(samples, "*/fasilitas_kesehatan.geojson"))
    except ValueError as exc:
        print(exc, file=sys.stderr)
        return 1
    write(out / "satuan_pendidikan.csv", listed)
    agencies = settings.schemas / "induk" / "perangkat_daerah.csv"
    write(out / "fasilitas_kesehatan.csv", [*hospitals(agencies), *points])
    return 0


if __name__ == "__main__":
    sys.exit(main())
