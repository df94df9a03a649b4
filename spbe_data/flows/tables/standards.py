"""Schema ``katalog``: the standards themselves, in every version, and what each version changed."""

from __future__ import annotations

import itertools

import polars as pl

from spbe_data.flows.house import Rumah
from spbe_data.flows.tables.record import BOOL, DATE, INT, TEXT, tabel
from spbe_data.standards.changes import kelas_perubahan, perubahan
from spbe_data.warehouse.publish import Muatan


def standard_tables(house: Rumah) -> list[Muatan]:
    """``standar`` (one row a version) and ``perubahan_standar`` (one row a difference)."""
    return [_versions(house), _changes(house)]


def _versions(house: Rumah) -> Muatan:
    rows = [
        {
            "dataset": id_,
            "versi": standard.versi,
            "status": standard.status,
            "kini": standard is series.kini,
            "berlaku_untuk_periode_sejak": standard.berlaku_untuk_periode_sejak,
            "dasar_hukum": standard.penetapan.dasar_hukum,
            "nomor_penetapan": standard.penetapan.nomor,
            "ditetapkan_oleh": standard.penetapan.oleh,
            "tanggal_penetapan": standard.penetapan.tanggal,
            "penetapan_berlaku_sejak": standard.penetapan.berlaku_sejak,
            "penetapan_berlaku_sampai": standard.penetapan.berlaku_sampai,
            "dicabut_pada": standard.pencabutan.tanggal if standard.pencabutan else None,
            "periode_terakhir": standard.pencabutan.periode_terakhir
            if standard.pencabutan
            else None,
            "pengganti": standard.pencabutan.pengganti if standard.pencabutan else None,
            "jumlah_kolom": len(standard.kolom),
        }
        for id_, series in house.catalog.seri.items()
        for standard in series.versi
    ]
    types: dict[str, pl.DataType] = dict.fromkeys(rows[0] if rows else (), TEXT)
    types |= {
        "kini": BOOL,
        "jumlah_kolom": INT,
        **dict.fromkeys(
            (
                "tanggal_penetapan",
                "penetapan_berlaku_sejak",
                "penetapan_berlaku_sampai",
                "dicabut_pada",
            ),
            DATE,
        ),
    }
    return tabel(
        "katalog",
        "standar",
        rows,
        types,
        "Standar data, satu baris per versi. kini: versi yang menilai data sekarang; "
        "berlaku_untuk_periode_sejak: periode pertama yang dinilai versi itu, terpisah dari tanggal penetapan.",
    )


def _changes(house: Rumah) -> Muatan:
    rows = [
        {
            "dataset": id_,
            "dari_versi": old.versi,
            "ke_versi": new.versi,
            "kelas_versi": kelas_perubahan(changes),
            "kelas": change.kelas,
            "isian": change.isian,
            "dari": change.dari,
            "ke": change.ke,
            "sebab": change.sebab,
        }
        for id_, series in house.catalog.seri.items()
        for old, new in itertools.pairwise(series.versi)
        for changes in [perubahan(old, new)]
        for change in changes
    ]
    names = (
        "dataset", "dari_versi", "ke_versi", "kelas_versi", "kelas", "isian", "dari", "ke", "sebab",
    )  # fmt: skip
    return tabel(
        "katalog",
        "perubahan_standar",
        rows,
        dict.fromkeys(names, TEXT),
        "Perubahan antarversi standar. kelas: keterangan (kata-kata saja), kompatibel (berkas lama "
        "tetap benar), memutus (perlu versi mayor baru dan periode mulai mengikat).",
    )
