"""Which rows of the table are data: totals, notes, numbering and signature lines set aside.

Belongs here: telling detail rows from the rest, blank marks and error cells. What is set aside is
reported once and causes no further findings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from spbe_data.checks.blocks import Gugus
from spbe_data.checks.finding import Temuan
from spbe_data.checks.screening import Saringan, screen
from spbe_data.intake.model import JenisCatatan
from spbe_data.intake.reader import Terbaca
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.models import Kolom, Standar
from spbe_data.standards.policy import Kebijakan

_NOTE = re.compile(
    r"^\*|^(sumber|catatan|keterangan|ket|source|note|mengetahui|menyetujui|kepala (dinas|badan|bidang)"
    r"|dibuat (di|oleh)|nip)\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"^\(?([0-9]{1,2})\)?$")
ERROR_CELLS = (
    "#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
)  # fmt: skip
"""What spreadsheets write into a cell whose formula failed."""


@dataclass(frozen=True, slots=True)
class Rincian:
    """The detail rows of one piece.

    ``tabel``: the kept columns as text, blank marks and error cells null, with ``__baris``;
    ``mentah``: the same rows as written; ``galat``: per column the rows whose cell has its finding
    already; ``saringan``: the cells that need a closer look.
    """

    tabel: pl.DataFrame
    mentah: pl.DataFrame
    bertipe: pl.DataFrame | None
    galat: Mapping[str, pl.Series]
    saringan: Saringan


def detail_rows(
    read: Terbaca,
    standard: Standar,
    catalog: Catalog,
    policy: Kebijakan,
    kept: tuple[str, ...],
    *,
    pertama: bool = True,
) -> tuple[Rincian, list[Gugus | Temuan]]:
    """The detail rows of the columns ``kept``, and findings on all that is no detail row.

    ``pertama``: the table (or its first piece), below whose heading a row of numbering may stand.
    """
    columns = list(kept)
    screened = screen(read.tabel, standard, catalog, columns)
    totals = total_rows(read, standard, policy, columns, screened)
    aside = {**note_rows(read, pertama=pertama), **totals}
    findings: list[Gugus | Temuan] = []
    for kind, rows in (
        ("BARIS_TOTAL", totals),
        ("BARIS_KETERANGAN", {i: t for i, t in aside.items() if i not in totals}),
    ):
        if rows:
            places = sorted(rows)
            content = {
                "baris": read.baris.gather(places),
                "nilai": pl.Series([rows[i] for i in places], dtype=pl.String),
            }
            findings.append(_block(kind, read, standard, policy, pl.DataFrame(content)))
    findings += [
        Temuan(
            kode="BARIS_TIDAK_RATA",
            tahap="baris",
            tingkat=policy.tingkat["BARIS_TIDAK_RATA"],
            aturan=f"{standard.id}:baris_tidak_rata",
            lembar=read.lembar,
            baris=note.baris,
            params={"jumlah": note.params["jumlah"], "harapan": note.params["harapan"]},
        )
        for note in read.catatan
        if note.jenis is JenisCatatan.BARIS_TIDAK_RATA and note.params.get("lebihan")
    ]
    raw = read.tabel.select(columns).with_columns(read.baris.alias("__baris"))
    typed = read.bertipe.select(columns) if read.bertipe is not None else None
    if aside:
        keep = pl.Series([True], dtype=pl.Boolean).new_from_index(0, raw.height)
        keep = keep.scatter(sorted(aside), False)
        raw = raw.filter(keep)
        typed = typed.filter(keep) if typed is not None else None
        screened = screen(raw, standard, catalog, columns)
    table, errors, blocks = _without_marks(raw, read, standard, policy, screened)
    findings += blocks
    return Rincian(table, raw, typed, errors, screened), findings


def _block(
    kind: str, read: Terbaca, standard: Standar, policy: Kebijakan, isi: pl.DataFrame, **rest: Any
) -> Gugus:
    return Gugus(
        kode=kind,
        tahap="baris",
        tingkat=policy.tingkat[kind],
        aturan=f"{standard.id}:{kind.lower()}",
        kolom=rest.pop("kolom", None),
        isi=isi,
        lembar=read.lembar,
        **rest,
    )


def _without_marks(
    raw: pl.DataFrame, read: Terbaca, standard: Standar, policy: Kebijakan, screened: Saringan
) -> tuple[pl.DataFrame, dict[str, pl.Series], list[Gugus]]:
    """The rows with blank marks and error cells null; the error cells; and findings on those."""
    letters = {column.nama: column.letak for column in read.kolom}
    marks = sorted({form for mark in policy.tanda_kosong for form in _forms(mark)})
    special = [*ERROR_CELLS, *marks]
    errors: dict[str, pl.Series] = {}
    blocks: list[Gugus] = []
    changed: list[pl.Series] = []
    for name, doubt in screened.ragu.items():
        by_itself = doubt is None and name in screened.bebas
        if doubt is None and not by_itself:
            continue
        column = raw[name]
        hit = column.is_in(special).fill_null(False)
        if not hit.any():
            continue
        broken = (hit & column.is_in(list(ERROR_CELLS))).fill_null(False)
        if broken.any():
            rows = raw["__baris"].filter(broken)
            errors[name] = rows
            blocks.append(
                _block(
                    "SEL_GALAT",
                    read,
                    standard,
                    policy,
                    pl.DataFrame({"baris": rows, "nilai": column.filter(broken)}),
                    kolom=name,
                    huruf=letters[name],
                )
            )
        changed.append(
            pl.DataFrame({"t": column, "h": hit})
            .select(pl.when(~pl.col("h")).then(pl.col("t")).alias(name))
            .to_series()
        )
    return raw.with_columns(changed), errors, blocks


def _forms(mark: str) -> set[str]:
    """The ways people write a mark: ``n/a``, ``N/A``, ``N/a``."""
    return {mark, mark.lower(), mark.upper(), mark.capitalize(), mark.title(), mark.casefold()}


def total_rows(
    read: Terbaca,
    standard: Standar,
    policy: Kebijakan,
    kept: list[str],
    screened: Saringan,
) -> dict[int, str]:
    """Rows where a label cell (area, dimension, or a column outside the standard) says "total".

    In area columns a total may have a tail ("TOTAL KECAMATAN"); elsewhere only the word itself
    counts, since a category may begin with it. Position of the row → the cell's text.
    """
    words = frozenset(word.casefold() for word in policy.kata_total)
    starts = tuple(f"{word} " for word in words if " " not in word)
    pattern = "(?i)^[ .:]*(?:" + "|".join(re.escape(word) for word in sorted(words)) + ")"
    by_name = {c.nama: c for c in standard.kolom}
    found: dict[int, str] = {}
    for column in read.kolom:
        declared = by_name.get(column.nama) if column.nama in kept else None
        if declared is not None and not _is_label(declared):
            continue
        series = read.tabel[column.nama]
        # What the standard knows as a value of the column is no total.
        doubt = screened.ragu.get(column.nama)
        if declared is not None and declared.nama not in screened.bebas:
            if doubt is None:
                continue
            values = series.filter(doubt)
        else:
            values = series
        begins = values.filter(values.str.contains(pattern).fill_null(False)).unique().to_list()
        said = [v for v in begins if _says_total(v, words, starts, tails=False)]
        if declared is None or declared.peran == "wilayah":
            tailed = [v for v in begins if _says_total(v, words, starts, tails=True)]
            # A column of titles ("Jumlah Penduduk …", "Jumlah Sekolah …") sums nothing up.
            few = declared is not None or len(tailed) <= 3
            if few or len(tailed) <= series.n_unique() // 10:
                said = tailed
        if not said:
            continue
        for index in series.is_in(said).fill_null(False).arg_true().to_list():
            found.setdefault(index, series[index])
    return found


def _is_label(column: Kolom) -> bool:
    return column.tipe == "teks" and column.peran not in ("satuan", "keterangan")


def _says_total(text: str, words: frozenset[str], starts: tuple[str, ...], *, tails: bool) -> bool:
    plain = text.strip(" .:").lower()
    return plain in words or (tails and plain.startswith(starts))


def note_rows(read: Terbaca, *, pertama: bool = True) -> dict[int, str]:
    """Source lines, footnotes, signature blocks, and a row that only numbers the columns."""
    found: dict[int, str] = {}
    if pertama and read.tabel.height and read.tabel.width >= 4:
        first = [v for v in read.tabel.row(0) if v]
        numbers = [int(m.group(1)) for v in first if (m := _ORDINAL.match(v))]
        if len(numbers) == len(first) >= 3 and numbers == list(
            range(numbers[0], numbers[0] + len(numbers))
        ):
            found[0] = " ".join(first)
    if len(read.kolom) < 4:
        return found
    with_blanks = [name for name in read.tabel.columns if read.tabel[name].null_count()]
    if len(with_blanks) < read.tabel.width - 2:
        return found  # no row can be empty but for two cells
    filled = read.tabel.select(pl.sum_horizontal(pl.all().is_not_null().cast(pl.Int32)).alias("n"))[
        "n"
    ]
    for index in (filled <= 2).arg_true().to_list():
        text = next((v for v in read.tabel.row(index) if v), "")
        if _NOTE.match(text) or len(text) > 60:
            found[index] = text
    return found
