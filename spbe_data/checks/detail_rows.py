"""Which rows of the table are data: totals, notes, numbering and signature lines set aside.

Belongs here: telling detail rows from the rest, blank marks and error cells. What is set aside is
reported once and causes no further findings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import polars as pl

from spbe_data.checks.finding import Temuan
from spbe_data.intake.model import JenisCatatan
from spbe_data.intake.reader import Terbaca
from spbe_data.standards.models import Standar
from spbe_data.standards.policy import Kebijakan

_NOTE = re.compile(
    r"^\*|^(sumber|catatan|keterangan|ket|source|note|mengetahui|menyetujui|kepala (dinas|badan|bidang)"
    r"|dibuat (di|oleh)|nip)\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"^\(?([0-9]{1,2})\)?$")
ERROR_CELL = r"^#(REF!|DIV/0!|N/A|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)$"


@dataclass(frozen=True, slots=True)
class Rincian:
    """The detail rows.

    ``tabel``: the kept columns as text, blank marks and error cells null, with ``__baris``;
    ``mentah``: the same rows as written; ``galat``: cells that have their finding already.
    """

    tabel: pl.DataFrame
    mentah: pl.DataFrame
    bertipe: pl.DataFrame | None
    galat: frozenset[tuple[int, str]]


def detail_rows(
    read: Terbaca, standard: Standar, policy: Kebijakan, kept: list[str]
) -> tuple[Rincian, list[Temuan]]:
    """The detail rows of the columns ``kept``, and findings on all that is no detail row."""

    def finding(kind: str, row: int | None, **rest: Any) -> Temuan:
        return Temuan(
            kode=kind,
            tahap="baris",
            tingkat=policy.tingkat[kind],
            aturan=f"{standard.id}:{kind.lower()}",
            lembar=read.lembar,
            baris=row,
            **rest,
        )

    raw = read.tabel.select(kept).with_columns(read.baris.alias("__baris"))
    totals = _total_rows(read, standard, policy, kept)
    aside = {**_note_rows(read), **totals}
    findings = [
        finding("BARIS_TOTAL" if i in totals else "BARIS_KETERANGAN", read.baris[i], nilai=text)
        for i, text in sorted(aside.items())
    ]
    findings += [
        finding(
            "BARIS_TIDAK_RATA",
            note.baris,
            params={"jumlah": note.params["jumlah"], "harapan": note.params["harapan"]},
        )
        for note in read.catatan
        if note.jenis is JenisCatatan.BARIS_TIDAK_RATA and note.params.get("lebihan")
    ]
    keep = pl.Series([i not in aside for i in range(raw.height)], dtype=pl.Boolean)
    raw = raw.filter(keep)
    typed = read.bertipe.select(kept).filter(keep) if read.bertipe is not None else None
    letters = {column.nama: column.letak for column in read.kolom}
    errors: set[tuple[int, str]] = set()
    for name in kept:
        for index in raw[name].str.contains(ERROR_CELL).fill_null(False).arg_true().to_list():
            row = raw["__baris"][index]
            errors.add((row, name))
            findings.append(
                finding(
                    "SEL_GALAT",
                    row,
                    kolom=name,
                    sel=f"{letters[name]}{row}",
                    nilai=raw[name][index],
                )
            )
    blanks = [mark.casefold() for mark in policy.tanda_kosong]
    table = raw.with_columns(
        pl.when(
            pl.col(name).str.to_lowercase().is_in(blanks)
            | (pl.col(name) == "")
            | pl.col(name).str.contains(ERROR_CELL)
        )
        .then(None)
        .otherwise(pl.col(name))
        .alias(name)
        for name in kept
    )
    return Rincian(table, raw, typed, frozenset(errors)), findings


def _total_rows(
    read: Terbaca, standard: Standar, policy: Kebijakan, kept: list[str]
) -> dict[int, str]:
    """Rows where a label cell (area, dimension, or a column outside the standard) says "total".

    In area columns a total may have a tail ("TOTAL KECAMATAN"); elsewhere only the word itself
    counts, since a category may begin with it.
    """
    words = [word.casefold() for word in policy.kata_total]
    starts = tuple(f"{word} " for word in words if " " not in word)
    by_name = {c.nama: c for c in standard.kolom}
    found: dict[int, str] = {}
    for column in read.kolom:
        declared = by_name.get(column.nama) if column.nama in kept else None
        if declared is not None and (
            declared.tipe != "teks" or declared.peran in ("satuan", "keterangan")
        ):
            continue
        series = read.tabel[column.nama]
        plain = series.str.strip_chars(" .:").str.to_lowercase()
        says = plain.is_in(words)
        if declared is None or declared.peran == "wilayah":
            says = says | pl.Series(
                [v is not None and v.startswith(starts) for v in plain], dtype=pl.Boolean
            )
        for index in says.fill_null(False).arg_true().to_list():
            found.setdefault(index, series[index])
    return found


def _note_rows(read: Terbaca) -> dict[int, str]:
    """Source lines, footnotes, signature blocks, and a row that only numbers the columns."""
    found: dict[int, str] = {}
    if read.tabel.height and read.tabel.width >= 4:
        first = [v for v in read.tabel.row(0) if v]
        numbers = [int(m.group(1)) for v in first if (m := _ORDINAL.match(v))]
        if len(numbers) == len(first) >= 3 and numbers == list(
            range(numbers[0], numbers[0] + len(numbers))
        ):
            found[0] = " ".join(first)
    if len(read.kolom) < 4:
        return found
    filled = read.tabel.select(pl.sum_horizontal(pl.all().is_not_null().cast(pl.Int32)).alias("n"))[
        "n"
    ]
    for index in (filled <= 2).arg_true().to_list():
        text = next((v for v in read.tabel.row(index) if v), "")
        if _NOTE.match(text) or len(text) > 60:
            found[index] = text
    return found
