"""Names of things in Dagster: asset keys, check names, job names, groups.

Belongs here: every name that two modules or a reader outside rely on.
"""

from __future__ import annotations

import dagster as dg

from spbe_data.standards.models import Standar

LOCATION = "satu-data"
"""Name of the code location, as in ``workspace.yaml``."""

CHECKS: dict[str, tuple[tuple[str, ...], str]] = {
    "struktur": (("wadah", "struktur"), "Berkas terbaca, kolom dan metadata sesuai standar."),
    "pandera_baris": (("baris",), "Setiap baris dan sel menurut aturan standar (Pandera)."),
    "great_expectations_dataset": (
        ("dataset",),
        "Kunci, cakupan, jumlah, revisi, dan sebaran seluruh dataset (Great Expectations atas DuckDB).",
    ),
    "privasi": (("privasi",), "Tidak ada pengenal orang di sel mana pun."),
}
"""Check name → stages of the engine it reports, and what it says."""

JOB_PERIKSA = "periksa_pengajuan_menunggu"
JOB_TERBIT = "terbitkan_yang_disetujui"
JOB_KEMATANGAN = "kematangan"
JOB_METRIK = "metrik_harian"
JOB_PANGKAS = "pangkas_riwayat"
OP_PERIKSA = "periksa_menunggu"
OP_TERBIT = "kurasi_dan_terbitkan"

GUDANG = dg.AssetKey(["gudang", "duckdb"])
KEMATANGAN = dg.AssetKey(["kematangan", "indeks"])
KALENDER = dg.AssetKey(["kualitas", "kalender"])


def periksa_key(standard: Standar) -> dg.AssetKey:
    return dg.AssetKey(["periksa", standard.tabel])


def kurasi_key(standard: Standar) -> dg.AssetKey:
    return dg.AssetKey(["kurasi", standard.tabel])


def terbit_key(standard: Standar) -> dg.AssetKey:
    return dg.AssetKey(["terbit", standard.tabel])


def indikator_key(standard: Standar) -> dg.AssetKey:
    return dg.AssetKey(["indikator", standard.tabel])


def group(agency: str) -> str:
    """Group name of an agency (Dagster admits letters, digits and underscores)."""
    return agency.replace("-", "_")
