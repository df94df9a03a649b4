"""Schemas ``kurasi`` (current versions) and ``riwayat`` (all versions)."""

from __future__ import annotations

from collections import defaultdict

from spbe_data.flows.house import Rumah
from spbe_data.flows.tables.record import Rekaman
from spbe_data.ledger.hashing import digest
from spbe_data.ledger.records import Versi
from spbe_data.standards.models import Standar
from spbe_data.warehouse.publish import Muatan, Pandangan

_ADDED = {
    "periode": "Periode baris (2024, 2024-S1, 2024-T3, 2024-07)",
    "versi": "Nomor versi periode itu",
    "sumber_sha256": "SHA-256 berkas asli",
    "sumber_baris": "Nomor baris dalam berkas asli, judul ikut dihitung",
}


def column_comments(standard: Standar) -> dict[str, str]:
    own = {c.nama: f"{c.judul.id}: {c.definisi}" for c in standard.kolom}
    return {**own, **_ADDED}


def curated_tables(house: Rumah, record: Rekaman) -> list[Muatan]:
    by_dataset: dict[str, list[Versi]] = defaultdict(list)
    for version in record.versions:
        by_dataset[version.dataset].append(version)
    tables: list[Muatan] = []
    for id_, versions in sorted(by_dataset.items()):
        standard = house.catalog.standar[id_]
        tables.append(
            Muatan(
                "riwayat",
                standard.tabel,
                digest(
                    [[v.periode, v.versi, v.sha256_berkas] for v in versions]
                    + [column_comments(standard)]
                ),
                tuple(house.settings.gudang / v.berkas for v in versions),
                f"{standard.judul.id}: semua versi tiap periode. Versi kini ada di kurasi.{standard.tabel}.",
                column_comments(standard),
            )
        )
    return tables


def curated_views(house: Rumah, record: Rekaman) -> list[Pandangan]:
    views: list[Pandangan] = []
    for id_, versions in sorted(record.current.items()):
        if not versions:
            continue
        standard = house.catalog.standar[id_]
        chosen = ", ".join(f"('{v.periode}', {v.versi})" for v in versions)
        views.append(
            Pandangan(
                "kurasi",
                standard.tabel,
                f'SELECT * FROM riwayat."{standard.tabel}" WHERE (periode, versi) IN ({chosen})',
                f"{standard.judul.id}. {standard.standar_data.definisi}",
                column_comments(standard),
            )
        )
    return views
