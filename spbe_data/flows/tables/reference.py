"""Schemas ``referensi`` and ``induk``: code lists, areas, agencies."""

from __future__ import annotations

from dataclasses import asdict

import polars as pl

from spbe_data.flows.house import Rumah
from spbe_data.flows.tables.record import BOOL, DATE, TEXT, tabel
from spbe_data.standards.reference import Daftar
from spbe_data.warehouse.publish import Muatan


def _list_table(codes: Daftar) -> Muatan:
    rows = [
        {
            "kode": e.kode,
            "nama": e.nama,
            "berlaku_sejak": e.sejak,
            "berlaku_sampai": e.sampai,
            **e.lain,
        }
        for e in codes.entri
    ]
    types: dict[str, pl.DataType] = {
        name: (DATE if name.startswith("berlaku_") else TEXT) for name in codes.kolom
    }
    return tabel(
        "referensi",
        codes.id,
        rows,
        types,
        f"{codes.judul.get('id', codes.id)}. Sumber: {'; '.join(map(str, codes.sumber))}",
    )


def reference_tables(house: Rumah) -> list[Muatan]:
    areas = [
        {
            "kode_kemendagri": w.kode_kemendagri,
            "kode_bps": w.kode_bps,
            "nama": w.nama,
            "jenis": w.jenis,
            "level": w.level,
            "induk": w.induk,
            "berlaku_sejak": w.berlaku_sejak,
            "berlaku_sampai": w.berlaku_sampai,
            "dasar_hukum": w.dasar_hukum,
            "tanggal_diasumsikan": w.tanggal_diasumsikan,
            "pengganti": w.pengganti,
        }
        for w in house.catalog.wilayah.baris
    ]
    types: dict[str, pl.DataType] = dict.fromkeys(areas[0], TEXT)
    types |= {"berlaku_sejak": DATE, "berlaku_sampai": DATE, "tanggal_diasumsikan": BOOL}
    agencies = [asdict(a) for a in house.catalog.perangkat_daerah.values()]
    return [
        tabel(
            "referensi",
            "wilayah",
            areas,
            types,
            "Kode wilayah Kemendagri dan BPS, semua versi. Satu baris per kode dan masa berlaku; "
            "tanggal kosong berarti terbuka, tanggal_diasumsikan berarti hari berlakunya anggapan.",
        ),
        *(_list_table(codes) for codes in house.catalog.daftar.values()),
        tabel(
            "induk",
            "perangkat_daerah",
            agencies,
            {
                "id": TEXT,
                "nama": TEXT,
                "singkatan": TEXT,
                "jenis": TEXT,
                "bidang": TEXT,
                "walidata": BOOL,
            },
            "Data induk perangkat daerah.",
        ),
    ]
