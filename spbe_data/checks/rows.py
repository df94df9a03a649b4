"""Row stage: runs the compiled Pandera schema and turns its failures into findings.

Belongs here: from failing rows to blocks of findings with cell, value and suggestion. The rules
themselves are compiled by :mod:`spbe_data.standards.pandera_schema`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandera.errors
import polars as pl

from spbe_data.checks.blocks import Gugus
from spbe_data.checks.finding import Tingkat
from spbe_data.checks.hints import Petunjuk
from spbe_data.checks.prepare import Siap
from spbe_data.standards.models import AturanBaris, AturanJumlah, AturanSyarat, Standar
from spbe_data.standards.pandera_schema import (
    ATURAN_BARIS,
    NILAI,
    compile_pandera,
    row_rules,
)


@dataclass(frozen=True, slots=True)
class _Failure:
    code: str
    column: str
    rule: str
    rows: pl.Series


def _failures(standard: Standar, ready: Siap) -> Iterator[_Failure]:
    try:
        compile_pandera(standard, ready.wajib).validate(ready.tabel, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        for error in errors.schema_errors:
            passed = error.check_output
            if passed is None or getattr(error.check, "error", None) != ATURAN_BARIS:
                # No rule of ours: the checker itself is at fault, and says so upstream.
                raise
            rows = (~pl.Series(passed.to_series())).arg_true()
            yield from _broken(standard, ready, rows)


def _broken(standard: Standar, ready: Siap, rows: pl.Series) -> Iterator[_Failure]:
    """Which rules the rows broke, column after column."""
    rules = [
        (column, rule)
        for column, of_column in row_rules(standard, ready.wajib).items()
        for rule in of_column
    ]
    broken = ready.tabel[rows].select(
        (~rule.lulus).alias(str(i)) for i, (_column, rule) in enumerate(rules)
    )
    some = broken.select(pl.all().any()).row(0)
    for (column, rule), hits, any_ in zip(rules, broken, some, strict=True):
        if any_:
            yield _Failure(rule.kode, column, rule.aturan, rows.gather(hits.arg_true()))


def check_rows(
    standard: Standar, ready: Siap, hints: Petunjuk, severity: dict[str, Tingkat]
) -> Iterator[Gugus]:
    """All findings of the row stage: one block per rule and column."""
    lines = ready.tabel["__baris"]
    for failure in _failures(standard, ready):
        rows = failure.rows
        told = ready.galat.get(failure.column)
        if told is not None:
            rows = rows.filter(~lines.gather(rows).is_in(told.implode()))
        if not len(rows):
            continue
        content: dict[str, pl.Series] = {
            "baris": lines.gather(rows),
            "nilai": ready.tabel[failure.column].gather(rows),
        }
        params: dict[str, Any] = {}
        rincian, index = hints.rincian(failure.code, failure.column, rows)
        content["rinci"] = index
        if failure.rule:
            rule = next(r for r in standard.aturan if r.id == failure.rule)
            params = _rule_params(rule)
            content |= _rule_columns(rule, ready, rows)
        yield Gugus(
            kode=failure.code,
            tahap="baris",
            tingkat=severity[failure.code],
            aturan=f"{standard.id}:{failure.column}:{failure.rule or failure.code.lower()}",
            kolom=failure.column,
            isi=pl.DataFrame(content),
            lembar=ready.lembar,
            huruf=ready.letak.get(failure.column),
            params=params,
            rincian=rincian,
        )


def _rule_params(rule: AturanBaris) -> dict[str, Any]:
    words = {"alasan": rule.alasan.id, "alasan_en": rule.alasan.en}
    if isinstance(rule, AturanJumlah):
        return {"bagian": " + ".join(f'"{name}"' for name in rule.bagian), **words}
    if isinstance(rule, AturanSyarat):
        asked, asked_en = (
            "; ".join(f'"{n}" = {word.join(v)}' for n, v in rule.bila.items())
            for word in (" atau ", " or ")
        )
        return {"bila": asked, "bila_en": asked_en, **words}
    return {"kanan": rule.kanan, "operasi": rule.operasi, **words}


def _rule_columns(rule: AturanBaris, ready: Siap, rows: pl.Series) -> dict[str, pl.Series]:
    """What the message of a rule over several columns quotes from the row."""
    if isinstance(rule, AturanJumlah):
        total = ready.tabel.select(
            pl.sum_horizontal(pl.col(NILAI + name).cast(pl.Decimal(38, 10)) for name in rule.bagian)
        ).to_series()
        text = total.gather(rows).cast(pl.String)
        return {"dihitung": text.str.strip_chars_end("0").str.strip_suffix(".")}
    if isinstance(rule, AturanSyarat):
        return {}
    return {"nilai_kanan": ready.tabel[rule.kanan].gather(rows)}
