"""All Data Referensi of one installation, read together.

Belongs here: which file of ``schemas/referensi`` is what, and the area register with its national
list. The shape of one list is :mod:`spbe_data.standards.reference`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spbe_data.identifiers.masa import cacat_masa
from spbe_data.identifiers.wilayah import RegisterTidakSah, RegisterWilayah
from spbe_data.standards.content import ContentError, FaultInContent, read_text, shown
from spbe_data.standards.mapping import Pemetaan, area_mapping, load_mapping
from spbe_data.standards.reference import Daftar, KeteranganDaftar
from spbe_data.standards.reference_files import DAFTAR_WILAYAH, load_description, load_list

WILAYAH, WILAYAH_NASIONAL = "wilayah.csv", "wilayah_nasional.csv"


@dataclass(frozen=True, slots=True)
class Referensi:
    """Lists by id, mappings by ``<dari>--<ke>``, the area register, and the descriptions of its
    files. ``faults`` are those of every file; ``rusak`` names the lists that are there but faulty,
    so that nobody is told besides that they do not exist."""

    wilayah: RegisterWilayah
    daftar: dict[str, Daftar] = field(default_factory=dict)
    pemetaan: dict[str, Pemetaan] = field(default_factory=dict)
    keterangan_wilayah: dict[str, KeteranganDaftar] = field(default_factory=dict)
    faults: list[FaultInContent] = field(default_factory=list)
    rusak: set[str] = field(default_factory=set)


def load_references(folder: Path, root: Path, agencies: Collection[str]) -> Referensi:
    """Read ``schemas/referensi``; what is wrong is in ``faults``, every file's.

    Raises :class:`ContentError` only when there is no area list at all.
    """
    register, faults = load_areas(folder, root)
    found = Referensi(register, faults=faults)
    for path in sorted(folder.glob("*.csv")):
        try:
            if path.stem in DAFTAR_WILAYAH:
                about, _doc = load_description(path.with_suffix(".yaml"), root, agencies)
                found.keterangan_wilayah[path.stem] = about
            else:
                found.daftar[path.stem] = load_list(path, root, agencies)
        except ContentError as exc:
            found.faults.extend(exc.faults)
            found.rusak.add(path.stem)
    if "wilayah" in found.keterangan_wilayah:
        areas = area_mapping(found.wilayah, found.keterangan_wilayah["wilayah"].sumber)
        found.pemetaan[areas.id] = areas
    for path in sorted((folder / "pemetaan").glob("*.csv")):
        if found.rusak.intersection(path.stem.split("--")):
            continue  # its ends cannot be looked up before that list is mended
        try:
            mapping = load_mapping(path, root, found.daftar)
            found.pemetaan[mapping.id] = mapping
        except ContentError as exc:
            found.faults.extend(exc.faults)
    return found


def load_areas(folder: Path, root: Path) -> tuple[RegisterWilayah, list[FaultInContent]]:
    """The area register (the own list and, where one was loaded, the national one) and its faults.

    With a list that cannot be used the register is empty, so that the other files can be checked
    all the same. Raises :class:`ContentError` when there is no list.
    """
    path, national = folder / WILAYAH, folder / WILAYAH_NASIONAL
    read_text(path, shown(path, root))
    lines = _lines(path)
    try:
        register = RegisterWilayah.dari_csv(path, national if national.is_file() else None)
    except RegisterTidakSah as exc:
        faults = [_placed(text, folder, root, lines) for text in str(exc).splitlines()]
        return RegisterWilayah([]), faults
    return register, list(_broken_intervals(path, root, register, lines))


_Lines = dict[tuple[str, str], int]
_TOLD = re.compile(r"(?P<berkas>[\w.]+), baris (?P<baris>[0-9]+): |Kode (?P<kode>[0-9.]+): ")


def _lines(path: Path) -> _Lines:
    """The line of each (code, first day) of the own list."""
    with path.open(encoding="utf-8", newline="") as handle:
        return {
            (row.get("kode_kemendagri") or "", row.get("berlaku_sejak") or ""): number
            for number, row in enumerate(csv.DictReader(handle), start=2)
        }


def _placed(text: str, folder: Path, root: Path, lines: _Lines) -> FaultInContent:
    """A fault of the register with the file and line that its words name."""
    told = _TOLD.match(text)
    file, line = WILAYAH, None
    if told and told["berkas"]:
        file, line, text = told["berkas"], int(told["baris"]), text[told.end() :]
    elif told:
        line = next((n for (code, _since), n in lines.items() if code == told["kode"]), None)
    return FaultInContent(shown(folder / file, root), line, "", text)


def _broken_intervals(
    path: Path, root: Path, register: RegisterWilayah, lines: _Lines
) -> Iterator[FaultInContent]:
    """Gaps and successors that are not valid when they should be, in the own list."""
    own = {code for code, _since in lines}
    rows = [w.masa() for w in register.baris if w.kode_kemendagri in own]
    for fault in cacat_masa(rows):
        since = fault.baris.sejak.isoformat() if fault.baris.sejak else ""
        yield FaultInContent(
            shown(path, root), lines.get((fault.baris.kode, since)), fault.isian, fault.aturan
        )
