"""Schema ``referensi``: areas, and each code list as its own table.

Belongs here: rows as they stand in the content. What is computed over all lists (history, changes,
mappings, catalogue) is :mod:`spbe_data.flows.tables.reference_history`.
"""

from __future__ import annotations

import polars as pl

from spbe_data.flows.house import Rumah
from spbe_data.flows.tables.record import BOOL, DATE, TEXT, tabel
from spbe_data.flows.tables.reference_history import history_tables, muatan
from spbe_data.standards.reference import Daftar
from spbe_data.warehouse.publish import Muatan

_AREA_COLUMNS: dict[str, pl.DataType] = {
    "kode_kemendagri": TEXT,
    "kode_bps": TEXT,
    "nama": TEXT,
    "jenis": TEXT,
    "level": TEXT,
    "induk": TEXT,
    "berlaku_sejak": DATE,
    "berlaku_sampai": DATE,
    "dasar_hukum": TEXT,
    "tanggal_diasumsikan": BOOL,
    "pengganti": TEXT,
}


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
    areas = house.catalog.wilayah.baris
    frame = pl.DataFrame(
        {name: [getattr(w, name) for w in areas] for name in _AREA_COLUMNS}, schema=_AREA_COLUMNS
    )
    return [
        muatan(
            "wilayah",
            frame,
            "Kode wilayah Kemendagri dan BPS, semua versi. Satu baris per kode dan masa berlaku; "
            "tanggal kosong berarti terbuka, tanggal_diasumsikan berarti hari berlakunya anggapan.",
        ),
        *(_list_table(codes) for codes in house.catalog.daftar.values()),
        *history_tables(house),
    ]
