"""Row stage: runs the compiled Pandera schema and turns its failures into findings.

Belongs here: from failing rows to findings with cell, value and suggestion. The rules themselves
are compiled by :mod:`spbe_data.standards.pandera_schema`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandera.errors
import polars as pl

from spbe_data.checks.finding import Saran, Temuan, Tingkat
from spbe_data.checks.hints import Petunjuk
from spbe_data.checks.prepare import Siap
from spbe_data.standards.models import AturanJumlah, AturanSyarat, Standar
from spbe_data.standards.pandera_schema import NILAI, compile_pandera


@dataclass(frozen=True, slots=True)
class _Failure:
    code: str
    column: str
    rule: str
    rows: list[int]


def _failures(standard: Standar, ready: Siap) -> Iterator[_Failure]:
    try:
        compile_pandera(standard, ready.wajib).validate(ready.tabel, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        for error in errors.schema_errors:
            passed = error.check_output
            if passed is None or getattr(error.check, "error", None) is None:
                # No rule of ours: the checker itself is at fault, and says so upstream.
                raise
            code, _, rule = str(error.check.error).partition(":")
            rows = (~pl.Series(passed.to_series())).arg_true().to_list()
            yield _Failure(code, str(error.schema.name), rule, rows)


def check_rows(
    standard: Standar, ready: Siap, hints: Petunjuk, severity: dict[str, Tingkat]
) -> list[Temuan]:
    """All findings of the row stage, in the order of rows then columns."""
    order = {name: i for i, name in enumerate(standard.nama_kolom)}
    found: list[tuple[int, int, Temuan]] = []
    count = 0
    for failure in _failures(standard, ready):
        texts, periods = ready.tabel[failure.column], ready.tabel["__periode"]
        rows = ready.tabel["__baris"]
        params_of = hints.untuk(failure.code, failure.column)
        extra = _rule_params(standard, ready, failure)
        places = [i for i in failure.rows if (rows[i], failure.column) not in ready.galat]
        if failure.code == "ANGKA_AMBIGU":
            # The grammar is the column's, so is the doubt: one finding, at its first cell.
            count, places = len(places), places[:1]
        for index in places:
            value = texts[index]
            params, suggestions = params_of(value, index)
            found.append(
                (
                    index,
                    order[failure.column],
                    Temuan(
                        kode=failure.code,
                        tahap="baris",
                        tingkat=severity[failure.code],
                        aturan=f"{standard.id}:{failure.column}:{failure.rule or failure.code.lower()}",
                        lembar=ready.lembar,
                        baris=rows[index],
                        kolom=failure.column,
                        sel=ready.sel(failure.column, rows[index]),
                        nilai=value,
                        saran=tuple(Saran(v, d) for v, d in suggestions),
                        params={
                            "periode": periods[index],
                            **params,
                            **(extra(index) if extra else {}),
                            **({"jumlah": count} if failure.code == "ANGKA_AMBIGU" else {}),
                        },
                    ),
                )
            )
    found.sort(key=lambda item: (item[0], item[1]))
    return [item[2] for item in found]


def _rule_params(standard: Standar, ready: Siap, failure: _Failure) -> Any:
    if not failure.rule:
        return None
    rule = next(r for r in standard.aturan if r.id == failure.rule)
    if isinstance(rule, AturanJumlah):
        parts = [ready.tabel[NILAI + name] for name in rule.bagian]
        named = " + ".join(f'"{name}"' for name in rule.bagian)
        return lambda i: {
            "bagian": named,
            "dihitung": f"{sum(p[i] for p in parts):f}".rstrip("0").rstrip("."),
            "alasan": rule.alasan.id,
            "alasan_en": rule.alasan.en,
        }
    if isinstance(rule, AturanSyarat):
        asked, asked_en = (
            "; ".join(f'"{n}" = {word.join(v)}' for n, v in rule.bila.items())
            for word in (" atau ", " or ")
        )
        return lambda i: {
            "bila": asked,
            "bila_en": asked_en,
            "alasan": rule.alasan.id,
            "alasan_en": rule.alasan.en,
        }
    return lambda i: {
        "kanan": rule.kanan,
        "nilai_kanan": ready.tabel[rule.kanan][i],
        "operasi": rule.operasi,
        "alasan": rule.alasan.id,
        "alasan_en": rule.alasan.en,
    }
