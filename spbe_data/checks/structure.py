"""Structure stage: does the table have the standard's shape at all?

Belongs here: missing, doubled and unknown columns, years as columns, header rows. A broken structure
stops the check with that alone. Which rows are data is :mod:`spbe_data.checks.detail_rows`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from spbe_data.checks.finding import Temuan, Tingkat
from spbe_data.checks.privacy import safe
from spbe_data.checks.reading import reading_findings
from spbe_data.intake.reader import Terbaca
from spbe_data.standards.models import Kolom, Standar
from spbe_data.standards.policy import Kebijakan

_YEAR = re.compile(r"^(?:.*[^0-9])?((?:19|20)[0-9]{2})$")
_ROW_NUMBERS = frozenset({"id", "_id", "no", "nomor", "no_urut"})
_LEVELS = ("provinsi", "kabupaten_kota", "kecamatan", "desa_kelurahan")


@dataclass(frozen=True, slots=True)
class Bentuk:
    """How the file holds the standard's columns: those it has (``ada``, in the standard's order),
    their letters (``letak``), those that must be filled (``wajib``)."""

    ada: tuple[str, ...]
    letak: dict[str, str]
    lembar: str | None
    wajib: frozenset[str]

    def sel(self, column: str, row: int) -> str | None:
        """Spreadsheet address, such as ``C122``."""
        letter = self.letak.get(column)
        return f"{letter}{row}" if letter else None


def needed_columns(standard: Standar, present: set[str]) -> tuple[Kolom, ...]:
    """Columns that must be in the file.

    Names of areas follow from codes, codes of higher levels from lower ones, and one of the two
    code systems from the other: those may be absent.
    """
    codes = standard.kolom_wilayah("kode")
    lowest = max((_LEVELS.index(c.wilayah.tingkat) for c in codes if c.wilayah), default=0)
    needed: list[Kolom] = []
    for column in standard.kolom:
        area = column.wilayah
        if area is None:
            if column.wajib:
                needed.append(column)
            continue
        if area.bagian == "nama" or _LEVELS.index(area.tingkat) < lowest:
            continue
        pair = [c for c in codes if c.wilayah and c.wilayah.tingkat == area.tingkat]
        if any(c.nama in present for c in pair) and column.nama not in present:
            continue
        if column.nama in present or column.wajib:
            needed.append(column)
    return tuple(needed)


def _finding(kind: str, severity: dict[str, Tingkat], standard: Standar, **rest: Any) -> Temuan:
    return Temuan(
        kode=kind,
        tahap="struktur",
        tingkat=severity[kind],
        aturan=f"{standard.id}:{kind.lower()}",
        **rest,
    )


def check_structure(
    read: Terbaca, standard: Standar, policy: Kebijakan
) -> tuple[Bentuk | None, list[Temuan]]:
    """The table's shape, or ``None`` when it is broken, with the stage's findings."""
    severity = policy.tingkat
    wanted = set(standard.nama_kolom)
    names = [column.nama for column in read.kolom]
    present = wanted & set(names)
    findings: list[Temuan] = []

    years = [
        c.judul_asli
        for c in read.kolom
        if c.nama not in wanted and _YEAR.match(c.judul_asli.strip())
    ]
    as_columns = len(years) >= 2 and "tahun" in wanted and "tahun" not in present
    if as_columns:
        measure = standard.ukuran[0].nama if standard.ukuran else standard.kolom[-1].nama
        findings.append(
            _finding(
                "TAHUN_SEBAGAI_KOLOM",
                severity,
                standard,
                lembar=read.lembar,
                params={"kolom_tahun": ", ".join(years), "ukuran": measure},
            )
        )
    findings += _header_findings(read, standard, severity)
    for column in needed_columns(standard, present):
        if column.nama in present or (as_columns and column.peran in ("waktu", "ukuran")):
            continue
        findings.append(
            _finding(
                "KOLOM_HILANG",
                severity,
                standard,
                lembar=read.lembar,
                kolom=column.nama,
                params={
                    "judul": column.judul.id,
                    "judul_en": column.judul.en,
                    "terbaca": ", ".join(f'"{safe(c.judul_asli)}"' for c in read.kolom),
                },
            )
        )
    for extra in read.kolom:
        base = extra.nama.split("__")[0]
        if base in wanted and extra.nama not in wanted:
            findings.append(
                _finding(
                    "KOLOM_GANDA",
                    severity,
                    standard,
                    lembar=read.lembar,
                    kolom=base,
                    sel=extra.letak,
                )
            )
        elif (
            extra.nama not in wanted
            and base not in _ROW_NUMBERS
            and not (as_columns and extra.judul_asli in years)
        ):
            findings.append(
                _finding(
                    "KOLOM_TAK_DIKENAL",
                    severity,
                    standard,
                    lembar=read.lembar,
                    kolom=extra.judul_asli or extra.letak,
                    params={"harapan": ", ".join(standard.nama_kolom)},
                )
            )
    if read.tabel.height == 0:
        findings.append(without_rows(read.lembar, standard, severity))
    broken = any(f.tingkat == "tolak" for f in findings)
    findings += reading_findings(read, standard, severity)  # of the file; the shape may be whole
    if broken:
        return None, findings
    kept = tuple(name for name in standard.nama_kolom if name in present)
    letters = {column.nama: column.letak for column in read.kolom}
    required = frozenset(column.nama for column in needed_columns(standard, present))
    return Bentuk(kept, letters, read.lembar, required), findings


def without_rows(lembar: str | None, standard: Standar, severity: dict[str, Tingkat]) -> Temuan:
    """A table of headings only, or of nothing but totals and notes."""
    return _finding("TANPA_BARIS", severity, standard, lembar=lembar)


def _header_findings(
    read: Terbaca, standard: Standar, severity: dict[str, Tingkat]
) -> list[Temuan]:
    kinds = {note.jenis for note in read.catatan}
    if "judul_dua_baris" in kinds:
        return [_finding("JUDUL_DUA_BARIS", severity, standard, lembar=read.lembar)]
    return []
