"""Compiles one standard into a Pandera schema on the Polars backend (row rules).

The schema reads a *prepared* frame (:mod:`spbe_data.checks.prepare`): every column as text, beside
it ``__v__<column>`` (its value in the standard's type, null where unreadable) and ``__s__<column>``
(the status of a code or list value). Every rule is a named expression. All rules of the table are one Pandera
check, since the library's cost is per check (a file of a thousand rows would spend more on calling
checks than on checking); which rules a failing row broke is asked of the failing rows alone. Guards
make one cell give its first fault only.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandera.polars as pa
import polars as pl

from spbe_data.standards.models import AturanJumlah, AturanSyarat, Kolom, Standar

if TYPE_CHECKING:
    from pandera.api.polars.types import PolarsData

NILAI = "__v__"
STATUS = "__s__"
GRAMMAR = "__g__"
MEANT = "__m__"
"""Prefix of the value that a wrongly written code evidently means: for rules over the whole table,
so that one fault is not told again as a missing area. Never written into data."""

STATUS_KODE = {
    "salah_bentuk": "KODE_SALAH_BENTUK",
    "tidak_dikenal": "KODE_TIDAK_DIKENAL",
    "tidak_berlaku": "KODE_TIDAK_BERLAKU",
    "berlaku_tidak_sampai_akhir": "KODE_BERAKHIR_DALAM_PERIODE",
    "salah_level": "KODE_SALAH_TINGKAT",
    "di_luar_wilayah": "KODE_DI_LUAR_WILAYAH",
    "tidak_sepasang": "KODE_TIDAK_SEPASANG",
    "nama_lain": "NAMA_TIDAK_COCOK",
    "di_luar_daftar": "NILAI_DI_LUAR_DAFTAR",
    "ejaan": "EJAAN_BERBEDA",
    "induk_tidak_dikenal": "INDUK_TIDAK_DIKENAL",
    "induk_tidak_berlaku": "INDUK_TIDAK_BERLAKU",
    "induk_digabung": "INDUK_DIGABUNG",
    "induk_berakhir": "INDUK_BERAKHIR_DALAM_PERIODE",
    "nilai_tidak_berlaku": "NILAI_TIDAK_BERLAKU",
    "nilai_berakhir": "NILAI_BERAKHIR_DALAM_PERIODE",
}
"""Status of a prepared code, name or list value → finding's code."""


@dataclass(frozen=True, slots=True)
class AturanKolom:
    """One rule: the finding's code, the id of the standard's own rule behind it ("" if none), and
    the expression that is true (or null) where a row passes."""

    kode: str
    aturan: str
    lulus: pl.Expr


def _check(passes: pl.Expr, code: str, rule: str = "") -> AturanKolom:
    return AturanKolom(code, rule, passes.fill_null(True))


def _status(column: str, statuses: tuple[str, ...]) -> list[AturanKolom]:
    status = pl.col(STATUS + column)
    return [_check(status.ne_missing(pl.lit(s)), STATUS_KODE[s]) for s in statuses]


def _number_checks(column: Kolom) -> list[AturanKolom]:
    text, value = pl.col(column.nama), pl.col(NILAI + column.nama)
    grammar = pl.col(GRAMMAR + column.nama)
    readable = value.is_not_null()
    checks = [
        _check(text.is_null() | readable | grammar.is_not_null(), "BUKAN_ANGKA"),
        _check(grammar.ne_missing(pl.lit("campur")), "ANGKA_CAMPUR"),
        _check(grammar.ne_missing(pl.lit("ambigu")), "ANGKA_AMBIGU"),
    ]
    whole = value == value.round(0)
    if column.tipe == "bulat":
        checks.append(_check(whole, "BUKAN_BULAT"))
    elif column.skala is not None:
        checks.append(_check(value == value.round(column.skala), "DESIMAL_BERLEBIH"))
    in_scale = whole if column.tipe == "bulat" else pl.lit(True)
    if column.minimum is not None:
        checks.append(_check((value >= pl.lit(column.minimum)) | ~in_scale, "DI_BAWAH_MINIMUM"))
    if column.maksimum is not None:
        checks.append(_check((value <= pl.lit(column.maksimum)) | ~in_scale, "DI_ATAS_MAKSIMUM"))
    return checks


def _text_checks(column: Kolom, listed: pl.Expr | None) -> list[AturanKolom]:
    text = pl.col(column.nama)
    checks = []
    if column.pola is not None:
        fits = text.str.contains(f"^(?:{column.pola})$")
        # A value outside its list has that finding; its form is no second one.
        passes = fits if listed is None else fits | listed.is_not_null()
        checks.append(_check(passes, "POLA_TIDAK_COCOK"))
    if column.panjang is not None:
        checks.append(_check(text.str.len_chars() <= column.panjang, "TERLALU_PANJANG"))
    return checks


def _column_checks(column: Kolom, required: bool) -> list[AturanKolom]:
    text = pl.col(column.nama)
    checks: list[AturanKolom] = []
    if required:
        checks.append(_check(text.is_not_null(), "SEL_KOSONG"))
    if column.tipe in ("bulat", "desimal"):
        checks += _number_checks(column)
    elif column.tipe == "tanggal":
        ambiguous = pl.col(GRAMMAR + column.nama).eq_missing(pl.lit("ambigu"))
        checks.append(
            _check(
                text.is_null() | pl.col(NILAI + column.nama).is_not_null() | ambiguous,
                "BUKAN_TANGGAL",
            )
        )
        checks.append(_check(~ambiguous, "TANGGAL_AMBIGU"))
    else:
        known_by_list = column.daftar is not None or column.induk is not None
        listed = pl.col(STATUS + column.nama) if known_by_list else None
        checks += _text_checks(column, listed)
    if column.wilayah is not None:
        checks += _status(
            column.nama,
            ("nama_lain",)
            if column.wilayah.bagian == "nama"
            else (
                "salah_bentuk",
                "tidak_dikenal",
                "salah_level",
                "di_luar_wilayah",
                "tidak_berlaku",
                "berlaku_tidak_sampai_akhir",
                "tidak_sepasang",
            ),
        )
    if column.daftar is not None:
        checks += _status(
            column.nama, ("di_luar_daftar", "ejaan", "nilai_tidak_berlaku", "nilai_berakhir")
        )
    if column.induk is not None:
        checks += _status(
            column.nama,
            ("induk_tidak_dikenal", "induk_tidak_berlaku", "induk_digabung", "induk_berakhir"),
        )
    return checks


_COMPARE: dict[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "=": lambda a, b: a == b,
}


def _row_rules(standard: Standar) -> dict[str, list[AturanKolom]]:
    """Cross-column rules, hung on the column that the finding will name."""
    found: dict[str, list[AturanKolom]] = {}
    for rule in standard.aturan:
        if isinstance(rule, AturanJumlah):
            parts = functools.reduce(lambda a, b: a + b, [pl.col(NILAI + n) for n in rule.bagian])
            off = (parts - pl.col(NILAI + rule.total)).abs()
            check = _check(off <= pl.lit(rule.toleransi), "JUMLAH_KOLOM_TIDAK_COCOK", rule.id)
            found.setdefault(rule.total, []).append(check)
        elif isinstance(rule, AturanSyarat):
            asked = [pl.col(n).is_in(values) for n, values in rule.bila.items()]
            free = ~functools.reduce(lambda a, b: a & b, asked).fill_null(False)
            for name in rule.wajib:
                check = _check(free | pl.col(name).is_not_null(), "WAJIB_BILA", rule.id)
                found.setdefault(name, []).append(check)
        else:
            passes = _COMPARE[rule.operasi](pl.col(NILAI + rule.kiri), pl.col(NILAI + rule.kanan))
            check = _check(passes, "BANDING_TIDAK_TERPENUHI", rule.id)
            found.setdefault(rule.kiri, []).append(check)
    return found


@functools.lru_cache(maxsize=4096)
def row_rules(standard: Standar, wajib: frozenset[str]) -> dict[str, tuple[AturanKolom, ...]]:
    """The row rules of each column; ``wajib`` are the columns that must be filled in this file (an
    area code may stand in one system only)."""
    across = _row_rules(standard)
    return {
        column.nama: (
            *_column_checks(column, column.nama in wajib),
            *across.get(column.nama, ()),
        )
        for column in standard.kolom
    }


ATURAN_BARIS = "aturan_baris"
"""What a failure of our own check is called; any other is a fault of the checker."""


@functools.lru_cache(maxsize=4096)
def compile_pandera(standard: Standar, wajib: frozenset[str]) -> pa.DataFrameSchema:
    """The row rules of ``standard`` as a Pandera schema: every column text, and one check that a
    row passes all rules. Built once per standard and set of columns that must be filled."""
    rules = [rule.lulus for of_column in row_rules(standard, wajib).values() for rule in of_column]
    named = [rule.alias(str(number)) for number, rule in enumerate(rules)]

    def run(data: PolarsData) -> pl.LazyFrame:
        # Worked out once: the library asks its result several questions.
        told = data.lazyframe.select(named or pl.lit(True)).collect()
        return told.select(pl.all_horizontal(pl.all()).alias("lulus")).lazy()

    # One failure case is enough: rows come from check_output, and a printed case may be personal.
    check = pa.Check(run, error=ATURAN_BARIS, ignore_na=False, n_failure_cases=1)
    return pa.DataFrameSchema(
        {column.nama: pa.Column(pl.String, nullable=True) for column in standard.kolom},
        checks=[check],
        name=standard.id,
    )
