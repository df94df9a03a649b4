"""Reading the lists of ``schemas/referensi``, with every fault told by file, line, field and remedy.

Belongs here: ``<id>.csv`` with ``<id>.yaml``, and the rules one list must obey by itself.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from spbe_data.identifiers.masa import cacat_masa
from spbe_data.standards.content import (
    ContentError,
    Document,
    FaultInContent,
    csv_rows,
    read_yaml,
    shown,
)
from spbe_data.standards.reference import BELUM_DITETAPKAN, Daftar, Entri, KeteranganDaftar

KOLOM_WAJIB = ("kode", "nama", "berlaku_sejak", "berlaku_sampai", "dasar_hukum")

DAFTAR_WILAYAH = ("wilayah", "wilayah_nasional", "jembatan_wilayah")
"""Area lists: described like the others, but read by the area register."""

NAMA_TERPAKAI = frozenset({"daftar", "versi_daftar", "riwayat_kode", "perubahan", "pemetaan"})
"""Tables of the schema ``referensi`` that no list may be called after."""


def load_list(path: Path, root: Path, agencies: Collection[str] | None = None) -> Daftar:
    """One code list with its description. Raises :class:`ContentError` with every fault.

    ``agencies``: the perangkat daerah ids a steward may be named by (``None``: not checked).
    """
    where = shown(path, root)
    faults: list[FaultInContent] = []
    if path.stem in NAMA_TERPAKAI:
        faults.append(
            FaultInContent(
                where, None, "", f"nama '{path.stem}' dipakai sistem. Ganti nama berkas."
            )
        )
    about: KeteranganDaftar | None = None
    doc: Document | None = None
    try:
        about, doc = load_description(path.with_suffix(".yaml"), root, agencies)
    except ContentError as exc:
        faults += exc.faults
    columns, rows = csv_rows(path, root, KOLOM_WAJIB)
    entries: list[Entri] = []
    for line, row in rows:
        found = list(_row_faults(where, line, row))
        faults += found
        if not found:
            entries.append(_entry(line, row))
    by_interval = {e.masa(): e.baris for e in entries}
    resting = about.boleh_jeda if about else ()
    faults += [
        FaultInContent(where, by_interval[fault.baris], fault.isian, fault.aturan)
        for fault in cacat_masa([e.masa() for e in entries], resting)
    ]
    if "ejaan_lain" in columns:  # names of such a list are what files are judged by
        faults += _doubled(where, entries)
    if doc is not None and not faults:
        known = {e.kode for e in entries}
        faults += [
            doc.fault(f"kode '{code}' tidak ada dalam daftar. Hapus.", "boleh_jeda", number)
            for number, code in enumerate(resting)
            if code not in known
        ]
    if faults or about is None:
        raise ContentError(faults)
    return Daftar(path.stem, about, columns, tuple(entries))


def load_description(
    path: Path, root: Path, agencies: Collection[str] | None = None
) -> tuple[KeteranganDaftar, Document]:
    """The description of a list. Raises :class:`ContentError` with every fault."""
    doc = read_yaml(path, root)
    try:
        about = KeteranganDaftar.model_validate(doc.data)
    except ValidationError as exc:
        raise ContentError(doc.faults_of(exc)) from exc
    faults = list(_version_faults(doc, about))
    if agencies is not None and about.penanggung_jawab not in (*agencies, BELUM_DITETAPKAN):
        faults.append(
            doc.fault(
                f"'{about.penanggung_jawab}' tidak ada di data induk perangkat daerah; tulis id-nya "
                f"atau '{BELUM_DITETAPKAN}'.",
                "penanggung_jawab",
            )
        )
    if faults:
        raise ContentError(faults)
    return about, doc


def _version_faults(doc: Document, about: KeteranganDaftar) -> Iterator[FaultInContent]:
    seen: set[str] = set()
    for number, version in enumerate(about.versi):
        if version.versi in seen:
            yield doc.fault(
                f"versi '{version.versi}' tertulis dua kali. Beri nomor lain.", "versi", number
            )
        seen.add(version.versi)
        since, until = version.berlaku_sejak, version.berlaku_sampai
        if since and until and since > until:
            yield doc.fault(
                "berlaku_sejak sesudah berlaku_sampai. Tukar.", "versi", number, "berlaku_sejak"
            )
    for number, (before, after) in enumerate(itertools.pairwise(about.versi), start=1):
        if before.berlaku_sampai is None or after.berlaku_sejak is None:
            yield doc.fault(
                f"versi '{before.versi}' dan '{after.versi}' berlaku bersamaan. Isi berlaku_sampai "
                "versi lama dan berlaku_sejak versi baru, dari yang paling lama.",
                "versi",
                number,
            )
        elif before.berlaku_sampai + dt.timedelta(days=1) != after.berlaku_sejak:
            yield doc.fault(
                f"versi '{after.versi}' harus mulai sehari sesudah versi '{before.versi}' berakhir "
                f"({before.berlaku_sampai}).",
                "versi",
                number,
                "berlaku_sejak",
            )


def _row_faults(where: str, line: int, row: dict[str, str]) -> Iterator[FaultInContent]:
    for name in ("kode", "nama"):
        if not row[name].strip():
            yield FaultInContent(where, line, name, "isian ini kosong. Isi.")
    for name in ("berlaku_sejak", "berlaku_sampai"):
        try:
            _date(row[name])
        except ValueError:
            yield FaultInContent(
                where,
                line,
                name,
                f"tertulis '{row[name]}'; harus tanggal, misalnya 2024-01-31, atau kosong.",
            )


def _doubled(where: str, entries: Sequence[Entri]) -> Iterator[FaultInContent]:
    """One spelling, valid at one time, means one code."""
    owners: dict[str, list[Entri]] = {}
    for entry in entries:
        for text in {t.casefold() for t in (entry.nama, *entry.ejaan_lain)}:
            for other in owners.get(text, ()):
                if other.kode != entry.kode and _meet(other, entry):
                    yield FaultInContent(
                        where,
                        entry.baris,
                        "nama",
                        f"'{text}' sudah berarti kode '{other.kode}' (baris {other.baris}). "
                        "Bedakan nama atau ejaan lainnya.",
                    )
            owners.setdefault(text, []).append(entry)


def _meet(a: Entri, b: Entri) -> bool:
    return (a.sejak is None or b.sampai is None or a.sejak <= b.sampai) and (
        b.sejak is None or a.sampai is None or b.sejak <= a.sampai
    )


def _entry(line: int, row: dict[str, str]) -> Entri:
    rest = {
        k: v for k, v in row.items() if k not in ("kode", "nama", "berlaku_sejak", "berlaku_sampai")
    }
    return Entri(
        row["kode"],
        row["nama"],
        _date(row["berlaku_sejak"]),
        _date(row["berlaku_sampai"]),
        rest,
        line,
    )


def _date(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
