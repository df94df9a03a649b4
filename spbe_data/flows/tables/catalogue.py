"""Schema ``katalog``: what is published, planned, and in which versions."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

import polars as pl

from spbe_data.flows.house import Rumah
from spbe_data.flows.tables.record import BOOL, EXACT, INT, TEXT, Rekaman, tabel
from spbe_data.standards.agreement import rad_tingkat_2
from spbe_data.standards.completeness import daftar_data
from spbe_data.standards.models import Standar
from spbe_data.warehouse.publish import Muatan

_COMMON: dict[str, pl.DataType] = {
    **dict.fromkeys(
        (
            "dataset", "judul", "judul_en", "perangkat_daerah", "perangkat_daerah_nama", "topik", "rad",
            "frekuensi", "tingkat_penyajian", "akses", "lisensi",
        ),
        TEXT,
    ),
    "contoh": BOOL,
}  # fmt: skip


def catalogue_tables(house: Rumah, record: Rekaman, cards: list[dict[str, Any]]) -> list[Muatan]:
    """``dataset``, ``daftar_data``, ``kolom``, ``rilis`` and ``versi``."""
    return [
        _published(house, record, cards),
        _planned(house),
        _columns(house, record),
        _releases(record),
        _versions(record),
    ]


def _common(house: Rumah, standard: Standar) -> dict[str, Any]:
    return {
        "dataset": standard.id,
        "judul": standard.judul.id,
        "judul_en": standard.judul.en,
        "perangkat_daerah": standard.produsen_data,
        "perangkat_daerah_nama": house.catalog.nama_instansi(standard.produsen_data),
        "topik": standard.topik,
        "rad": standard.rad,
        "frekuensi": standard.jadwal_pemutakhiran,
        "tingkat_penyajian": standard.tingkat_penyajian,
        "akses": standard.akses,
        "lisensi": standard.lisensi,
        "contoh": standard.contoh,
    }


def _open_standards(house: Rumah, record: Rekaman) -> list[Standar]:
    """Standards with a release that the public may have."""
    released = {r.dataset for r in record.releases}
    return [s for id_, s in sorted(house.catalog.standar.items()) if id_ in released and s.publik]


def _mean_scores(house: Rumah, record: Rekaman, cards: list[dict[str, Any]]) -> dict[str, Decimal]:
    """Mean total of the first framework over each dataset's current versions."""
    policy = house.catalog.kebijakan(record.today)
    shown = {(v.dataset, v.periode, v.versi) for vs in record.current.values() for v in vs}
    totals: dict[str, list[Decimal]] = defaultdict(list)
    for row in cards:
        total = row["kerangka"] == policy.kerangka[0].id and row["dimensi"] == "total"
        current = (row["dataset"], row["periode"], row["versi"]) in shown
        if total and current and row["skor"] is not None:
            totals[row["dataset"]].append(row["skor"])
    return {k: (sum(v, Decimal(0)) / len(v)).quantize(Decimal("0.01")) for k, v in totals.items()}


def _published(house: Rumah, record: Rekaman, cards: list[dict[str, Any]]) -> Muatan:
    newest = {r.dataset: r for r in record.releases}
    means = _mean_scores(house, record, cards)
    rows = []
    for standard in _open_standards(house, record):
        release, parts = newest[standard.id], standard.standar_data
        rows.append(
            {
                **_common(house, standard),
                "ringkasan": standard.ringkasan.id,
                "ringkasan_en": standard.ringkasan.en,
                "konsep": parts.konsep,
                "definisi": parts.definisi,
                "klasifikasi": parts.klasifikasi,
                "ukuran": parts.ukuran,
                "satuan": parts.satuan,
                "sumber_angka": f"{standard.sumber_angka.penerbit}: {standard.sumber_angka.nama}",
                "rilis": release.nomor,
                "periode_awal": min(release.isi),
                "periode_akhir": max(release.isi),
                "jumlah_periode": len(release.isi),
                "jumlah_baris": release.jumlah_baris,
                "skor_kualitas": means.get(standard.id),
                "terbit_pada": release.pada,
            }
        )
    texts = (
        "ringkasan", "ringkasan_en", "konsep", "definisi", "klasifikasi", "ukuran", "satuan", "sumber_angka",
        "periode_awal", "periode_akhir", "terbit_pada",
    )  # fmt: skip
    types = {
        **_COMMON,
        **dict.fromkeys(texts, TEXT),
        **dict.fromkeys(("rilis", "jumlah_periode", "jumlah_baris"), INT),
        "skor_kualitas": EXACT,
    }
    return tabel(
        "katalog",
        "dataset",
        rows,
        types,
        "Dataset yang terbit, satu baris per dataset, pada rilis terakhirnya.",
    )


def _minimum(house: Rumah, standard: Standar) -> dict[str, str]:
    """The minimum attributes of the daftar data that no other column of the table holds."""
    themes = house.catalog.daftar["rad"].kode() if "rad" in house.catalog.daftar else {}
    theme = themes.get(standard.rad) or themes.get(rad_tingkat_2(standard.rad))
    row = daftar_data(
        standard,
        house.catalog.nama_instansi(standard.produsen_data),
        theme.nama if theme else "",
    )
    return {
        "unit_produsen": row["produsen_data"],
        "jadwal_rilis": row["jadwal_rilis"],
        "rad_nama": row["rad_nama"],
    }


def _planned(house: Rumah) -> Muatan:
    rows = [
        {
            **_common(house, standard),
            **_minimum(house, standard),
            "status_standar": standard.status,
            "versi_standar": standard.versi,
        }
        for _id, standard in sorted(house.catalog.standar.items())
    ]
    own = ("unit_produsen", "jadwal_rilis", "rad_nama", "status_standar", "versi_standar")
    types = {**_COMMON, **dict.fromkeys(own, TEXT)}
    return tabel(
        "katalog",
        "daftar_data",
        rows,
        types,
        "Daftar data (contoh): semua standar, terbit ataupun belum.",
    )


def _columns(house: Rumah, record: Rekaman) -> Muatan:
    rows = [
        {
            "dataset": standard.id,
            "urut": number,
            "nama": column.nama,
            "judul": column.judul.id,
            "judul_en": column.judul.en,
            "peran": column.peran,
            "tipe": column.tipe,
            "konsep": column.konsep,
            "definisi": column.definisi,
            "rujukan_waktu": column.rujukan_waktu,
            "daftar": column.daftar,
            "wajib": column.wajib,
            "akses_umum": column.akses_umum,
        }
        for standard in _open_standards(house, record)
        for number, column in enumerate(standard.kolom, start=1)
    ]
    texts = (
        "dataset",
        "nama",
        "judul",
        "judul_en",
        "peran",
        "tipe",
        "konsep",
        "definisi",
        "rujukan_waktu",
        "daftar",
    )
    types = {**dict.fromkeys(texts, TEXT), "urut": INT, "wajib": BOOL, "akses_umum": BOOL}
    return tabel(
        "katalog",
        "kolom",
        rows,
        types,
        "Kamus data dataset yang terbit (atribut MS-Var, PerBPS 5/2020).",
    )


def _releases(record: Rekaman) -> Muatan:
    rows = [
        {
            "dataset": r.dataset,
            "rilis": r.nomor,
            "terbit_pada": r.pada,
            "jumlah_baris": r.jumlah_baris,
            "periode": period,
            "versi": version,
        }
        for r in record.releases
        for period, version in sorted(r.isi.items())
    ]
    types = {
        "dataset": TEXT,
        "rilis": INT,
        "terbit_pada": TEXT,
        "jumlah_baris": INT,
        "periode": TEXT,
        "versi": INT,
    }
    return tabel("katalog", "rilis", rows, types, "Isi setiap rilis: versi mana dari tiap periode.")


def _versions(record: Rekaman) -> Muatan:
    shown = {(v.dataset, v.periode, v.versi) for vs in record.current.values() for v in vs}
    rows = [
        {
            "dataset": v.dataset,
            "periode": v.periode,
            "versi": v.versi,
            "kini": (v.dataset, v.periode, v.versi) in shown,
            "pengajuan": v.pengajuan,
            "sumber_sha256": v.sha256,
            "jumlah_baris": v.jumlah_baris,
            "pada": v.pada,
        }
        for v in record.versions
    ]
    types = {
        **dict.fromkeys(("dataset", "periode", "pengajuan", "sumber_sha256", "pada"), TEXT),
        **dict.fromkeys(("versi", "jumlah_baris"), INT),
        "kini": BOOL,
    }
    return tabel(
        "katalog",
        "versi",
        rows,
        types,
        "Semua versi kurasi tiap periode; yang lama tetap terbaca di skema riwayat.",
    )
