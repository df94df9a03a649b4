"""Schema ``induk``: the registers of data induk, their history, aliases, proposals, duplicates.

Belongs here: rows of tables. Only columns that the public may see, and no account names: who
proposed or accepted stands here as a role.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from spbe_data.flows.house import Rumah
from spbe_data.flows.master import buku_induk
from spbe_data.flows.tables.record import BOOL, DATE, INT, TEXT, tabel
from spbe_data.standards.register import Induk
from spbe_data.warehouse.publish import Muatan

if TYPE_CHECKING:
    from spbe_data.ledger.master import Rekaman

_YA_TIDAK = {"ya": True, "tidak": False}
_FLOAT = pl.Float64()


def master_tables(house: Rumah) -> list[Muatan]:
    """One table a register, and those that tell of all of them."""
    registers = list(house.catalog.induk.values())
    book = buku_induk(house.ledger)
    record = book.semua()
    return [
        *(_register_table(register) for register in registers),
        _about(house, registers),
        _columns(registers),
        _contents(registers),
        _aliases(registers),
        _history(house, registers),
        _proposals(house, record),
        _candidates(house, book.calon(), record),
    ]


def _public(register: Induk) -> tuple[str, ...]:
    return tuple(c.nama for c in register.keterangan.kolom if c.umum)


def _shown(register: Induk, values: Mapping[str, str]) -> str:
    names = _public(register)
    return json.dumps({n: values[n] for n in names if n in values}, ensure_ascii=False)


def _register_table(register: Induk) -> Muatan:
    about = register.keterangan
    yes_no = {c.nama for c in about.kolom if set(c.pilihan) == set(_YA_TIDAK)}
    names = _public(register)
    types: dict[str, pl.DataType] = {n: BOOL if n in yes_no else TEXT for n in names}
    types |= {
        "berlaku_sejak": DATE,
        "berlaku_sampai": DATE,
        "pengganti": TEXT,
        "digabung_ke": TEXT,
    }
    rows: list[dict[str, Any]] = []
    for key, pieces in register.keadaan.babak.items():
        newest = pieces[-1]
        alias = register.keadaan.alias.get(key)
        rows.append(
            {
                **{n: _YA_TIDAK.get(v) if n in yes_no else v or None for n, v in newest.isi.items() if n in names},
                "berlaku_sejak": newest.sejak,
                "berlaku_sampai": newest.sampai,
                "pengganti": "|".join(newest.pengganti) or None,
                "digabung_ke": alias.ke if alias else None,
            }
        )  # fmt: skip
    return tabel(
        "induk",
        register.id,
        rows,
        types,
        f"{about.judul.id}: isi terakhir tiap kunci dan masa berlakunya (kosong: terbuka). "
        f"Isi sebelumnya ada di induk.babak. Sumber: {'; '.join(about.sumber)}",
        {c.nama: c.judul.id for c in about.kolom if c.umum},
    )


def _about(house: Rumah, registers: Iterable[Induk]) -> Muatan:
    today = house.hari_ini()
    rows = [
        {
            "register": r.id,
            "judul": r.keterangan.judul.id,
            "judul_en": r.keterangan.judul.en,
            "deskripsi": r.keterangan.deskripsi.id,
            "deskripsi_en": r.keterangan.deskripsi.en,
            "catatan": r.keterangan.catatan.id,
            "catatan_en": r.keterangan.catatan.en,
            "penanggung_jawab": house.catalog.nama_instansi(r.keterangan.penanggung_jawab),
            "kunci": r.keterangan.kunci,
            "nama": r.keterangan.nama,
            "versi": r.keterangan.versi,
            "dasar_hukum": r.keterangan.dasar_hukum,
            "sumber": "; ".join(r.keterangan.sumber),
            "referensi": r.keterangan.referensi,
            "contoh": r.keterangan.contoh,
            "jumlah_berlaku": len(r.pada(today)),
            "jumlah_kunci": len(r.kunci),
        }
        for r in registers
    ]
    types: dict[str, pl.DataType] = dict.fromkeys(rows[0] if rows else ("register",), TEXT)
    types |= {"contoh": BOOL, "jumlah_berlaku": INT, "jumlah_kunci": INT} if rows else {}
    return tabel(
        "induk",
        "register",
        rows,
        types,
        "Register data induk: penanggung jawab, kunci, dasar hukum, sumber (Permen PPN 16/2020 "
        "Pasal 12-15).",
    )


def _columns(registers: Iterable[Induk]) -> Muatan:
    rows = [
        {
            "register": r.id,
            "urut": number,
            "kolom": c.nama,
            "judul": c.judul.id,
            "judul_en": c.judul.en,
            "induk": c.induk,
        }
        for r in registers
        for number, c in enumerate(r.keterangan.kolom)
        if c.umum
    ]
    types: dict[str, pl.DataType] = {
        "register": TEXT, "urut": INT, "kolom": TEXT, "judul": TEXT, "judul_en": TEXT, "induk": TEXT,
    }  # fmt: skip
    return tabel("induk", "kolom", rows, types, "Kolom umum tiap register data induk.")


def _contents(registers: Iterable[Induk]) -> Muatan:
    rows = [
        {
            "register": r.id,
            "kunci": piece.kunci,
            "nama": piece.isi[r.keterangan.nama] or piece.kunci,
            "berlaku_sejak": piece.sejak,
            "berlaku_sampai": piece.sampai,
            "pengganti": "|".join(piece.pengganti) or None,
            "usulan": piece.asal or None,
            "isi": _shown(r, piece.isi),
        }
        for r in registers
        for pieces in r.keadaan.babak.values()
        for piece in pieces
    ]
    types: dict[str, pl.DataType] = dict.fromkeys(
        ("register", "kunci", "nama", "berlaku_sejak", "berlaku_sampai", "pengganti", "usulan", "isi"),
        TEXT,
    )  # fmt: skip
    types |= {"berlaku_sejak": DATE, "berlaku_sampai": DATE}
    return tabel(
        "induk",
        "babak",
        rows,
        types,
        "Semua isi semua kunci data induk menurut waktu: satu baris per kunci dan masa berlaku; isi "
        "adalah JSON kolom umum, usulan adalah perubahan yang membuatnya (kosong: berkas register).",
    )


def _aliases(registers: Iterable[Induk]) -> Muatan:
    rows = [
        {"register": r.id, "kunci": a.kunci, "ke": a.ke, "sejak": a.sejak, "usulan": a.usulan}
        for r in registers
        for a in r.keadaan.alias.values()
    ]
    types: dict[str, pl.DataType] = {
        "register": TEXT, "kunci": TEXT, "ke": TEXT, "sejak": DATE, "usulan": TEXT,
    }  # fmt: skip
    return tabel(
        "induk",
        "alias",
        rows,
        types,
        "Kunci yang melebur: sejak tanggal itu dibaca sebagai kunci yang bertahan.",
    )


def _history(house: Rumah, registers: Iterable[Induk]) -> Muatan:
    rows = [
        {
            "register": r.id,
            "kunci": key,
            "urut": number,
            "usulan": line.peristiwa.id,
            "jenis": line.peristiwa.jenis,
            "kunci_usulan": line.peristiwa.kunci,
            "tanggal": line.peristiwa.tanggal,
            "ke": line.peristiwa.ke,
            "isi": _shown(r, line.peristiwa.isi),
            "alasan": line.peristiwa.alasan,
            "alasan_putusan": line.peristiwa.alasan_putusan,
            "diusulkan_pada": line.peristiwa.diusulkan_pada,
            "diterima_oleh": house.catalog.nama_instansi(r.keterangan.penanggung_jawab),
            "diterima_pada": line.peristiwa.diputuskan_pada,
            "dibatalkan": line.dibatalkan is not None,
        }
        for r in registers
        for key in dict.fromkeys(
            k for e in r.peristiwa for k in (e.kunci, e.ke if e.jenis == "gabung" else None) if k
        )
        for number, line in enumerate(r.riwayat(key), 1)
    ]
    types: dict[str, pl.DataType] = dict.fromkeys(
        ("register", "kunci", "urut", "usulan", "jenis", "kunci_usulan", "tanggal", "ke", "isi",
         "alasan", "alasan_putusan", "diusulkan_pada", "diterima_oleh", "diterima_pada", "dibatalkan"),
        TEXT,
    )  # fmt: skip
    types |= {"urut": INT, "tanggal": DATE, "dibatalkan": BOOL}
    return tabel(
        "induk",
        "riwayat",
        rows,
        types,
        "Perubahan yang diterima, per kunci: apa, sejak kapan, mengapa, dan penanggung jawab yang "
        "menerimanya. Nama akun tidak dimuat.",
    )


def _proposals(house: Rumah, record: Rekaman) -> Muatan:
    rows = [
        {
            "usulan": p.id,
            "register": p.register,
            "kunci": p.kunci,
            "jenis": p.jenis,
            "tanggal": p.tanggal,
            "ke": p.ke,
            "isi": _shown(house.catalog.induk[p.register], p.isi),
            "alasan": p.alasan,
            "diusulkan_pada": p.pada,
            "putusan": d.putusan if d else None,
            "alasan_putusan": d.alasan if d else None,
            "diputuskan_pada": d.pada if d else None,
        }
        for p, d in record
        if p.register in house.catalog.induk
    ]
    types: dict[str, pl.DataType] = dict.fromkeys(
        ("usulan", "register", "kunci", "jenis", "tanggal", "ke", "isi", "alasan", "diusulkan_pada",
         "putusan", "alasan_putusan", "diputuskan_pada"),
        TEXT,
    )  # fmt: skip
    return tabel(
        "induk",
        "usulan",
        rows,
        types,
        "Usulan perubahan data induk dan putusannya (kosong: menunggu). Nama akun tidak dimuat.",
    )


def _candidates(
    house: Rumah, stored: Mapping[str, tuple[str, list[dict[str, Any]]]], record: Rekaman
) -> Muatan:
    refused = {
        (p.register, frozenset((p.kunci, p.ke)))
        for p, d in record
        if p.jenis == "gabung" and d is not None and d.putusan == "tolak"
    }
    today = house.hari_ini()
    rows: list[dict[str, Any]] = []
    for id_, (state, pairs) in stored.items():
        register = house.catalog.induk.get(id_)
        if register is None:
            continue
        valid = register.pada(today)
        for pair in pairs:
            left, right = pair["kiri"], pair["kanan"]
            if left not in valid or right not in valid:
                continue  # merged or ended since the search
            no_duplicate = (id_, frozenset((left, right))) in refused
            rows.append(
                {
                    "register": id_,
                    "kiri": left,
                    "kiri_nama": register.nama(left),
                    "kanan": right,
                    "kanan_nama": register.nama(right),
                    "bobot": pair["bobot"],
                    "peluang": pair["peluang"],
                    "sama": ", ".join(pair["sama"]),
                    "mirip": ", ".join(pair["mirip"]),
                    "beda": ", ".join(pair["beda"]),
                    "keadaan": "bukan_ganda" if no_duplicate else "menunggu",
                    "mutakhir": state == register.sidik,
                }
            )
    types: dict[str, pl.DataType] = dict.fromkeys(
        ("register", "kiri", "kiri_nama", "kanan", "kanan_nama", "bobot", "peluang", "sama", "mirip",
         "beda", "keadaan", "mutakhir"),
        TEXT,
    )  # fmt: skip
    types |= {"bobot": _FLOAT, "peluang": _FLOAT, "mutakhir": BOOL}
    return tabel(
        "induk",
        "calon_ganda",
        rows,
        types,
        "Pasangan rekaman yang mungkin satu hal, dari pencarian terakhir: bobot (bit) dan peluang, "
        "kolom yang sama, mirip, dan beda. bukan_ganda: penggabungannya pernah ditolak.",
    )
