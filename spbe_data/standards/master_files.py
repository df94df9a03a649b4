"""Reading ``schemas/induk``: each register's description and records, with every fault of every file.

Belongs here: files and their faults. The register ``wilayah`` is the reference list of areas seen
as records, never a second copy.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from pathlib import Path

from pydantic import ValidationError

from spbe_data.identifiers.masa import cacat_masa, pisah_kode
from spbe_data.identifiers.wilayah import Wilayah
from spbe_data.identifiers.wilayah_berkas import RegisterTidakSah, baca_wilayah
from spbe_data.standards.content import (
    ContentError,
    Document,
    FaultInContent,
    csv_rows,
    read_yaml,
    shown,
)
from spbe_data.standards.master import KOLOM_MASA, Babak, KeteranganInduk, cacat_nilai
from spbe_data.standards.register import Induk

BELUM_DITETAPKAN = "belum ditetapkan"

NAMA_TERPAKAI = ("register", "kolom", "babak", "alias", "riwayat", "usulan", "calon_ganda")
"""Tables of the schema ``induk`` that tell of all registers; no register may be called so."""


def load_registers(schemas: Path, root: Path) -> tuple[dict[str, Induk], list[FaultInContent]]:
    """All registers by id, and the faults found; a faulty register is left out."""
    folder = schemas / "induk"
    faults: list[FaultInContent] = []
    found: dict[str, Induk] = {}
    docs: dict[str, Document] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            doc = read_yaml(path, root)
            about = KeteranganInduk.model_validate(doc.data)
        except ContentError as exc:
            faults += exc.faults
            continue
        except ValidationError as exc:
            faults += doc.faults_of(exc)
            continue
        if path.stem in NAMA_TERPAKAI:
            faults.append(doc.fault(f"nama '{path.stem}' dipakai tabel lain. Ganti nama berkas."))
        docs[path.stem] = doc
        try:
            rows = (
                _areas(schemas / "referensi" / "wilayah.csv")
                if about.referensi == "wilayah"
                else _records(path.with_suffix(".csv"), root, about)
            )
        except ContentError as exc:
            faults += exc.faults
            continue
        except (RegisterTidakSah, OSError, UnicodeDecodeError):
            continue  # told with every line where the reference list itself is read
        found[path.stem] = Induk(path.stem, about, rows)
    faults += [
        FaultInContent(
            shown(path, root), None, "", f"tidak ada keterangan {path.stem}.yaml. Buat berkas itu."
        )
        for path in sorted(folder.glob("*.csv"))
        if not path.with_suffix(".yaml").is_file()
    ]
    keys = {id_: register.kunci for id_, register in found.items()}
    there = {path.stem for path in folder.glob("*.yaml")}  # a faulty one is told as such
    for id_, register in found.items():
        faults += _description_faults(docs[id_], register, there, keys)
        if register.keterangan.referensi is None:
            faults += _value_faults(shown(folder / f"{id_}.csv", root), register, keys)
    return found, faults


def _day(text: str, where: str, line: int, column: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as exc:
        fault = FaultInContent(
            where, line, column, f"tertulis '{text}'; harus tanggal seperti 2024-01-31."
        )
        raise ContentError([fault]) from exc


def _records(path: Path, root: Path, about: KeteranganInduk) -> dict[str, tuple[Babak, ...]]:
    where = shown(path, root)
    columns, rows = csv_rows(path, root, (*about.nama_kolom, "berlaku_sejak", "berlaku_sampai"))
    strange = [n for n in columns if n not in (*about.nama_kolom, *KOLOM_MASA)]
    faults = [
        FaultInContent(
            where, 1, name, f"kolom ini tidak ada di {path.stem}.yaml. Tambahkan di sana."
        )
        for name in strange
    ]
    grouped: dict[str, list[Babak]] = {}
    for line, row in rows:
        key = row[about.kunci]
        try:
            piece = Babak(
                kunci=key,
                isi={name: row[name] for name in about.nama_kolom},
                sejak=_day(row["berlaku_sejak"], where, line, "berlaku_sejak"),
                sampai=_day(row["berlaku_sampai"], where, line, "berlaku_sampai"),
                pengganti=pisah_kode(row.get("pengganti")),
                baris=line,
            )
        except ContentError as exc:
            faults += exc.faults
            continue
        grouped.setdefault(key, []).append(piece)
    if faults:
        raise ContentError(faults)
    return {
        key: tuple(sorted(pieces, key=lambda b: b.sejak or dt.date.min))
        for key, pieces in grouped.items()
    }


def _areas(path: Path) -> dict[str, tuple[Babak, ...]]:
    grouped: dict[str, list[Babak]] = {}
    for area in baca_wilayah(path):
        grouped.setdefault(area.kode_kemendagri, []).append(_area(area))
    return {
        key: tuple(sorted(pieces, key=lambda b: b.sejak or dt.date.min))
        for key, pieces in grouped.items()
    }


def _area(area: Wilayah) -> Babak:
    content = {
        "kode_kemendagri": area.kode_kemendagri,
        "kode_bps": area.kode_bps or "",
        "nama": area.nama,
        "jenis": area.jenis,
        "level": area.level,
        "induk": area.induk or "",
        "dasar_hukum": area.dasar_hukum,
    }
    return Babak(
        area.kode_kemendagri,
        content,
        area.berlaku_sejak,
        area.berlaku_sampai,
        pengganti=area.para_pengganti,
    )


def _description_faults(
    doc: Document,
    register: Induk,
    others: Collection[str],
    keys: Mapping[str, frozenset[str]],
) -> list[FaultInContent]:
    about = register.keterangan
    faults = [
        doc.fault(f"tidak ada register '{column.induk}'.", "kolom", number, "induk")
        for number, column in enumerate(about.kolom)
        if column.induk is not None and column.induk not in others
    ]
    agencies = keys.get("perangkat_daerah", frozenset())
    if about.penanggung_jawab != BELUM_DITETAPKAN and about.penanggung_jawab not in agencies:
        faults.append(
            doc.fault(
                f"'{about.penanggung_jawab}' tidak ada di data induk perangkat_daerah. "
                f"Tulis id-nya, atau '{BELUM_DITETAPKAN}'.",
                "penanggung_jawab",
            )
        )
    return faults


def _value_faults(
    where: str, register: Induk, keys: Mapping[str, frozenset[str]]
) -> list[FaultInContent]:
    faults: list[FaultInContent] = []
    line_of = {}
    about = register.keterangan
    for rows in register.dasar.values():
        for row in rows:
            line_of[row.kunci, row.sejak] = row.baris
            for column in about.kolom:
                fault = cacat_nilai(column, row.isi[column.nama], keys)
                if fault is not None:
                    faults.append(FaultInContent(where, row.baris, column.nama, fault))
    intervals = [row.masa(about.nama) for rows in register.dasar.values() for row in rows]
    faults += [
        FaultInContent(where, line_of[c.baris.kode, c.baris.sejak], c.isian, c.aturan)
        for c in cacat_masa(intervals)
    ]
    return faults
