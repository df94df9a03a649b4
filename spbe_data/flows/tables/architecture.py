"""Schema ``katalog``: the data architecture as one table, and the lineage Dagster's graph gives."""

from __future__ import annotations

import polars as pl

from spbe_data.flows.house import Rumah
from spbe_data.flows.lineage import baca_garis
from spbe_data.flows.tables.record import BOOL, TEXT, Rekaman, tabel
from spbe_data.standards.completeness import kekurangan
from spbe_data.standards.models import Standar
from spbe_data.warehouse.publish import Muatan


def architecture_tables(house: Rumah, record: Rekaman) -> list[Muatan]:
    """``arsitektur_data`` (one row a dataset) and ``garis_keturunan`` (one row an edge)."""
    return [_entries(house, record), _lineage(house)]


def _entries(house: Rumah, record: Rekaman) -> Muatan:
    released = {r.dataset for r in record.releases}
    rows = [_entry(house, s, s.id in released) for _id, s in sorted(house.catalog.standar.items())]
    types: dict[str, pl.DataType] = dict.fromkeys(rows[0] if rows else ("dataset",), TEXT)
    types |= {"interoperabilitas": BOOL, "terbit": BOOL, "contoh": BOOL}
    return tabel(
        "katalog",
        "arsitektur_data",
        rows,
        types,
        "Entri arsitektur data, satu baris per dataset (Permen PPN 16/2020 Pasal 5; Perbup SPBE "
        "28/2025 Pasal 24(3)a). kekurangan: isian metadata dan arsitektur yang belum ada.",
    )


def _entry(house: Rumah, standard: Standar, released: bool) -> dict[str, object]:
    themes = house.catalog.daftar["rad"].kode() if "rad" in house.catalog.daftar else {}
    top = ".".join(standard.rad.split(".")[:2])
    frequencies, classes = (house.catalog.daftar[name].kode() for name in ("frekuensi", "akses"))
    entry = standard.arsitektur
    return {
        "dataset": standard.id,
        "judul": standard.judul.id,
        "judul_en": standard.judul.en,
        "uraian": standard.ringkasan.id,
        "tujuan": entry.tujuan if entry else None,
        "sifat": classes[standard.kelas].lain["portal_sdi"],
        "jenis": entry.jenis if entry else None,
        "validitas": frequencies[standard.jadwal_pemutakhiran].lain.get("arsitektur_spbe", ""),
        "perangkat_daerah": standard.produsen_data,
        "perangkat_daerah_nama": house.catalog.nama_instansi(standard.produsen_data),
        "unit_produsen": standard.unit_produsen,
        "penanggung_jawab": entry.penanggung_jawab if entry else None,
        "masukan": "; ".join(entry.masukan) if entry else None,
        "keluaran": "; ".join(entry.keluaran) if entry else None,
        "interoperabilitas": entry.interoperabilitas.ya if entry else None,
        "keterangan_interoperabilitas": entry.interoperabilitas.keterangan if entry else None,
        "proses_bisnis": entry.proses_bisnis if entry else None,
        "layanan": entry.layanan if entry else None,
        "rad": standard.rad,
        "rad_nama": themes[standard.rad].nama if standard.rad in themes else standard.rad,
        "rad_induk": top,
        "rad_induk_nama": themes[top].nama if top in themes else top,
        "terbit": released,
        "contoh": standard.contoh,
        "kekurangan": ", ".join(_parts(standard)),
    }


_BAGIAN = {
    "kegiatan": "MS-Keg",
    "indikator": "MS-Ind",
    "arsitektur": "arsitektur",
    "unit_produsen": "unit produsen",
    "lisensi": "lisensi",
    "rad": "RAD",
}


def _parts(standard: Standar) -> list[str]:
    """The parts with gaps, in words; each once."""
    heads = dict.fromkeys(gap.isian.split(".")[0] for gap in kekurangan(standard))
    return [_BAGIAN.get(head, head) for head in heads]


def _lineage(house: Rumah) -> Muatan:
    rows = [
        {"hulu": edge.hulu, "hilir": edge.hilir, "dataset": edge.dataset}
        for edge in baca_garis(house)
    ]
    return tabel(
        "katalog",
        "garis_keturunan",
        rows,
        dict.fromkeys(("hulu", "hilir", "dataset"), TEXT),
        "Garis keturunan menurut grafik Dagster: hilir dibuat dari hulu. Lapisan adalah bagian "
        "pertama namanya (referensi, periksa, kurasi, terbit, indikator, gudang).",
    )
