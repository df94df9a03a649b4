"""What is computed over all reference lists: catalogue, versions, history, changes, mappings.

Belongs here: ``referensi.daftar``, ``.versi_daftar``, ``.riwayat_kode``, ``.perubahan``,
``.pemetaan``. Lists and areas stand beside each other, so that one query answers for any code.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from spbe_data.flows.house import Rumah
from spbe_data.flows.tables.record import BOOL, DATE, INT, TEXT, tabel
from spbe_data.identifiers.masa import Masa, Perubahan, Riwayat
from spbe_data.identifiers.wilayah import RegisterWilayah, Wilayah
from spbe_data.ledger.hashing import digest
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.mapping import Pemetaan
from spbe_data.standards.reference import KeteranganDaftar
from spbe_data.warehouse.publish import Muatan

AREAS = "wilayah"

_HISTORY: dict[str, pl.DataType] = {
    "daftar": TEXT,
    "kode": TEXT,
    "sistem": TEXT,
    "nama": TEXT,
    "berlaku_sejak": DATE,
    "berlaku_sampai": DATE,
    "dasar_hukum": TEXT,
    "tanggal_diasumsikan": BOOL,
    "pengganti": TEXT,
    "kode_kini": TEXT,
    "nama_kini": TEXT,
}


def muatan(
    name: str, frame: pl.DataFrame, comment: str, comments: Mapping[str, str] | None = None
) -> Muatan:
    """A table of ``referensi`` made column by column, stamped over its bytes: the national list has
    some 90,000 rows, which a stamp over rows as text would make slow."""
    buffer = io.BytesIO()
    frame.write_ipc(buffer)
    stamp = digest([hashlib.sha256(buffer.getvalue()).hexdigest(), comment, dict(comments or {})])
    return Muatan("referensi", name, stamp, frame, comment, comments or {})


def history_tables(house: Rumah) -> list[Muatan]:
    catalog = house.catalog
    return [
        _lists(catalog, house.hari_ini()),
        _versions(catalog),
        _history(catalog),
        _changes(catalog),
        _mappings(catalog),
    ]


def _descriptions(catalog: Catalog) -> dict[str, KeteranganDaftar]:
    found = {id_: codes.keterangan for id_, codes in catalog.daftar.items()}
    return {**catalog.keterangan_wilayah, **found}


def _lists(catalog: Catalog, today: dt.date) -> Muatan:
    users: dict[str, int] = {}
    for standard in catalog.standar.values():
        used = {c.daftar for c in standard.kolom if c.daftar}
        if any(c.wilayah for c in standard.kolom):
            used.add(AREAS)
        for id_ in used:
            users[id_] = users.get(id_, 0) + 1
    rows: list[dict[str, Any]] = []
    for id_, about in sorted(_descriptions(catalog).items()):
        if id_ != AREAS and id_ not in catalog.daftar:
            continue  # the bridge and the national list are parts of the list of areas
        version = about.versi_pada(today) or about.versi[-1]
        steward = about.penanggung_jawab
        rows.append(
            {
                "id": id_,
                "judul": about.judul.id,
                "judul_en": about.judul.en,
                "deskripsi": about.deskripsi.id,
                "deskripsi_en": about.deskripsi.en,
                "catatan": about.catatan.id,
                "catatan_en": about.catatan.en,
                "dasar_hukum": about.dasar_hukum,
                "sumber": "; ".join(about.sumber),
                "penanggung_jawab": steward,
                "penanggung_jawab_nama": catalog.nama_instansi(steward),
                "versi": version.versi,
                "berlaku_sejak": version.berlaku_sejak,
                "jumlah_kode": _size(catalog, id_, today),
                "dipakai_dataset": users.get(id_, 0),
            }
        )
    types = {
        name: DATE
        if name == "berlaku_sejak"
        else INT
        if name in ("jumlah_kode", "dipakai_dataset")
        else TEXT
        for name in rows[0]
    }
    return tabel(
        "referensi",
        "daftar",
        rows,
        types,
        "Katalog data referensi: penanggung jawab, dasar hukum, versi yang berlaku, jumlah kode yang "
        "berlaku, dan berapa standar yang memakainya (Permen PPN 16/2020 Pasal 13-15).",
    )


def _size(catalog: Catalog, id_: str, today: dt.date) -> int:
    if id_ == AREAS:
        return sum(w.berlaku(today, today) for w in catalog.wilayah.baris)
    return len(catalog.daftar[id_].pada(today))


def _versions(catalog: Catalog) -> Muatan:
    rows = [
        {
            "daftar": id_,
            "urut": number,
            "versi": version.versi,
            "berlaku_sejak": version.berlaku_sejak,
            "berlaku_sampai": version.berlaku_sampai,
            "dasar_hukum": version.dasar_hukum,
            "catatan": version.catatan,
            "tanggal_diasumsikan": version.tanggal_diasumsikan,
        }
        for id_, about in sorted(_descriptions(catalog).items())
        for number, version in enumerate(about.versi, start=1)
    ]
    types: dict[str, pl.DataType] = {
        "daftar": TEXT,
        "urut": INT,
        "versi": TEXT,
        "berlaku_sejak": DATE,
        "berlaku_sampai": DATE,
        "dasar_hukum": TEXT,
        "catatan": TEXT,
        "tanggal_diasumsikan": BOOL,
    }
    return tabel("referensi", "versi_daftar", rows, types, "Versi tiap daftar referensi.")


def _history(catalog: Catalog) -> Muatan:
    rows = [
        *_area_history(catalog.wilayah),
        *(
            row
            for id_, codes in sorted(catalog.daftar.items())
            for row in _list_history(id_, codes.riwayat)
        ),
    ]
    frame = pl.DataFrame(rows, schema=_HISTORY, orient="row")
    return muatan(
        "riwayat_kode",
        frame,
        "Setiap kode setiap daftar menurut masa berlakunya, dan menjadi apa kode itu kini (kode_kini; "
        "beberapa kode dipisah |, kosong bila tidak ada penerusnya). Kode wilayah ada dalam kedua "
        "sistem.",
        {
            "sistem": "kemendagri atau bps untuk kode wilayah; kosong untuk daftar lain",
            "dasar_hukum": "keputusan yang memuat baris ini",
        },
    )


_Row = tuple[Any, ...]


def _list_history(id_: str, history: Riwayat) -> Iterator[_Row]:
    for row in history.baris:
        last = history.akhir(row)
        yield _history_row(id_, row, "", "|".join(row.pengganti), last)


def _area_history(register: RegisterWilayah) -> Iterator[_Row]:
    areas: dict[Masa, Wilayah] = {}
    for w in register.baris:
        areas[w.masa()] = w
    for row, area in areas.items():
        last = register.riwayat.akhir(row) if row.sampai is not None else (row,)
        yield _history_row(AREAS, row, "kemendagri", area.pengganti or "", last)
        if area.kode_bps is not None:
            heirs = [areas[m] for m in last]
            yield _history_row(
                AREAS,
                area.masa("bps"),
                "bps",
                "",
                [h.masa("bps") for h in heirs if h.kode_bps is not None],
            )


def _history_row(id_: str, row: Masa, system: str, heirs: str, last: Sequence[Masa]) -> _Row:
    return (
        id_,
        row.kode,
        system or None,
        row.nama,
        row.sejak,
        row.sampai,
        row.dasar_hukum or None,
        row.diasumsikan,
        heirs or None,
        "|".join(m.kode for m in last) or None,
        "|".join(m.nama for m in last) or None,
    )


def _changes(catalog: Catalog) -> Muatan:
    rows = [
        row
        for id_, log in (
            (AREAS, catalog.wilayah.riwayat.catatan()),
            *((id_, codes.catatan_perubahan()) for id_, codes in sorted(catalog.daftar.items())),
        )
        for row in _change_rows(id_, log)
    ]
    types: dict[str, pl.DataType] = {
        "daftar": TEXT,
        "urut": INT,
        "pada": DATE,
        "jenis": TEXT,
        "kode_lama": TEXT,
        "nama_lama": TEXT,
        "kode_baru": TEXT,
        "nama_baru": TEXT,
        "dasar_hukum": TEXT,
    }
    return tabel(
        "referensi",
        "perubahan",
        rows,
        types,
        "Catatan perubahan tiap daftar, dihitung dari masa berlaku dan pengganti: baru, hilang, "
        "berganti_nama, dipecah, digabung, diganti. Beberapa kode dipisah |.",
    )


def _change_rows(id_: str, log: Iterable[Perubahan]) -> Iterator[dict[str, Any]]:
    for number, change in enumerate(log, start=1):
        yield {
            "daftar": id_,
            "urut": number,
            "pada": change.pada,
            "jenis": change.jenis,
            "kode_lama": "|".join(m.kode for m in change.lama) or None,
            "nama_lama": "|".join(m.nama for m in change.lama) or None,
            "kode_baru": "|".join(m.kode for m in change.baru) or None,
            "nama_baru": "|".join(m.nama for m in change.baru) or None,
            "dasar_hukum": change.dasar_hukum or None,
        }


def _mappings(catalog: Catalog) -> Muatan:
    rows = [
        row for _id, mapping in sorted(catalog.pemetaan.items()) for row in _mapping_rows(mapping)
    ]
    types: dict[str, pl.DataType] = {
        "pemetaan": TEXT,
        "dari_daftar": TEXT,
        "dari": TEXT,
        "ke_daftar": TEXT,
        "ke": TEXT,
        "jenis": TEXT,
        "dasar": TEXT,
        "catatan": TEXT,
        "berlaku_sejak": DATE,
        "berlaku_sampai": DATE,
    }
    return tabel(
        "referensi",
        "pemetaan",
        rows,
        types,
        "Padanan kode antardaftar. jenis menyatakan kode dari dibanding kode ke: sama, lebih_luas, "
        "lebih_sempit, sebagian. Kode tanpa baris belum punya padanan yang diketahui.",
    )


def _mapping_rows(mapping: Pemetaan) -> Iterator[dict[str, Any]]:
    for pair in mapping.semua:
        yield {
            "pemetaan": mapping.id,
            "dari_daftar": mapping.dari,
            "dari": pair.dari,
            "ke_daftar": mapping.ke,
            "ke": pair.ke,
            "jenis": pair.jenis,
            "dasar": pair.dasar,
            "catatan": pair.catatan or None,
            "berlaku_sejak": pair.sejak,
            "berlaku_sampai": pair.sampai,
        }
