"""What the reader noticed about the file itself that its sender should act on → findings.

Belongs here: which of the reader's notes are findings, on which columns, in whose parameters. Does
not belong here: noticing (the room ``intake``), cells, the shape of the table
(:mod:`spbe_data.checks.structure`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from spbe_data.checks.finding import Temuan, Tingkat
from spbe_data.intake.model import CatatanBaca, JenisCatatan, KolomTerbaca
from spbe_data.intake.reader import Terbaca
from spbe_data.standards.models import Kolom, Standar
from spbe_data.standards.template_words import LEMBAR_PENJELAS

_EQUAL_UNITS = (
    {"jiwa", "orang", "penduduk"},
    {"rp", "rp.", "rupiah", "idr"},
    {"%", "persen"},
    {"ha", "hektar", "hektare"},
    {"km2", "km²"},
    {"m2", "m²"},
    {"kk", "kepala keluarga", "keluarga"},
    {"kali", "kejadian", "kasus"},
)
_SIGNS = {";": "titik koma (;)", ",": "koma (,)", "|": "garis tegak (|)", "\t": "tab"}
_SIGNS_EN = {";": "semicolon (;)", ",": "comma (,)", "|": "bar (|)", "\t": "tab"}


def reading_findings(
    read: Terbaca, standard: Standar, severity: Mapping[str, Tingkat]
) -> list[Temuan]:
    """Findings of stage "struktur" from ``read.catatan``; those of the first piece for a big file,
    :data:`JenisCatatan.JUDUL_TERULANG` of every piece."""
    by_letter = {column.letak: column for column in read.kolom}
    by_name = {column.nama: column for column in read.kolom}
    found: list[Temuan] = []
    for note in read.catatan:
        for kind, column, row, params in _of(note, standard, by_letter, by_name):
            letter = column.letak if column else note.letak
            found.append(
                Temuan(
                    kode=kind,
                    tahap="struktur",
                    tingkat=severity[kind],
                    aturan=f"{standard.id}:{kind.lower()}",
                    lembar=read.lembar,
                    baris=row,
                    kolom=column.nama if column else None,
                    sel=f"{letter}{row}" if letter and row and read.lembar else None,
                    params=params,
                )
            )
    return found


_Found = tuple[str, KolomTerbaca | None, int | None, dict[str, Any]]


def _of(
    note: CatatanBaca,
    standard: Standar,
    by_letter: Mapping[str, KolomTerbaca],
    by_name: Mapping[str, KolomTerbaca],
) -> Iterator[_Found]:
    column = by_letter.get(note.letak or "")
    known = _column(standard, column.nama) if column else None
    count = note.params.get("jumlah")
    match note.jenis:
        case JenisCatatan.FORMULA_TANPA_NILAI:
            if column or note.letak is None:  # titles above the table may calculate as they like
                place = f"{note.letak}{note.baris}" if note.letak else "-"
                yield "FORMULA_TANPA_NILAI", column, note.baris, {"jumlah": count, "letak": place}
        case JenisCatatan.BARIS_TERSEMBUNYI:
            where = _run(note.baris, note.params["sampai"])
            params = {"bagian_id": f"baris {where}", "bagian_en": f"row {where}", "jumlah": count}
            yield "BAGIAN_TERSEMBUNYI", None, note.baris, params
        case JenisCatatan.KOLOM_TERSEMBUNYI:
            where = _run(note.letak, note.params["sampai_letak"])
            params = {
                "bagian_id": f"kolom {where}",
                "bagian_en": f"column {where}",
                "jumlah": count,
            }
            yield "BAGIAN_TERSEMBUNYI", None, None, params
        case JenisCatatan.SEL_PERSEN if known and known.tipe in ("bulat", "desimal"):
            yield "ANGKA_TAMPIL_PERSEN", column, None, {"jumlah": count, "letak": note.letak}
        case JenisCatatan.NOL_DEPAN_TAMPILAN if known and known.tipe == "teks":
            params = {"jumlah": count, "letak": note.letak, "lebar": note.params["lebar"]}
            yield "NOL_DEPAN_TAMPILAN", column, None, params
        case JenisCatatan.KODE_JADI_PECAHAN if known and known.tipe == "teks":
            params = {"jumlah": count, "letak": note.letak, "contoh": note.params["contoh"]}
            yield "KODE_JADI_PECAHAN", column, None, params
        case JenisCatatan.BARIS_SATUAN if note.params["macam"] == "satuan":
            for name, unit in note.params["isi"].items():
                wanted = _unit_of(_column(standard, name), standard)
                if wanted and not _same_unit(unit, wanted):
                    params = {"satuan": _bare(unit), "satuan_standar": wanted}
                    yield "SATUAN_BERBEDA", by_name[name], note.baris, params
        case JenisCatatan.LEMBAR_SERUPA if note.params["lembar"] not in LEMBAR_PENJELAS:
            params = {
                "lembar_lain": note.params["lembar"],
                "jumlah_baris": note.params["jumlah_baris"],
                "jumlah_kolom": note.params["jumlah_kolom"],
            }
            yield "LEMBAR_SERUPA", None, None, params
        case JenisCatatan.JUDUL_TERULANG:
            yield "JUDUL_TERULANG", None, note.baris, dict(note.params)
        case JenisCatatan.SATU_KOLOM_BERPEMISAH:
            sign = note.params["pemisah"]
            params = {
                "letak": note.letak,
                "jumlah": count,
                "pemisah_id": _SIGNS[sign],
                "pemisah_en": _SIGNS_EN[sign],
            }
            yield "SATU_KOLOM_BERPEMISAH", column, None, params


def _column(standard: Standar, name: str) -> Kolom | None:
    return next((column for column in standard.kolom if column.nama == name), None)


def _run(first: object, last: object) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _unit_of(column: Kolom | None, standard: Standar) -> str | None:
    """The unit the standard gives a measure; None for columns that have none."""
    if column is None or column.peran != "ukuran":
        return None
    own = [one.satuan for one in standard.ms_ind if one.kolom_sendiri == column.nama]
    unit = next((one for one in own if one), None) or standard.standar_data.satuan
    return None if unit.startswith("(") else unit


def _bare(unit: str) -> str:
    return " ".join(re.sub(r"^[(\[]\s*|\s*[)\]]$", "", unit.strip()).split())


def _same_unit(written: str, wanted: str) -> bool:
    a, b = _bare(written).casefold(), _bare(wanted).casefold()
    return a in ("", "-") or a == b or any({a, b} <= same for same in _EQUAL_UNITS)
