"""Coded columns: area codes and names, list values, keys of registers, each as of the row's period.

Belongs here: the status of every cell, told for few distinct values and spread over the rows. What
is right in every period of the table is told by one look per value; only the rest is judged value by
value and period by period. A status is null where the cell is right or empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from spbe_data.checks.patching import patched
from spbe_data.checks.registers import key_status
from spbe_data.identifiers.periode import Periode
from spbe_data.identifiers.wilayah import RegisterWilayah
from spbe_data.standards.models import Kolom
from spbe_data.standards.pandera_schema import MEANT, STATUS
from spbe_data.standards.reference import Daftar, StatusEntri
from spbe_data.standards.register import Induk

PASANGAN_MAKS = 20_000
"""Distinct pairs of an unknown value and a period that are judged one by one: a code may be nearly
right. In a table with more of them, the rest is told by its form alone."""

NAMA_MAKS = 200_000
"""Distinct pairs of code and name that are compared with tolerance for case, prefix and spacing."""

Ketetapan = tuple[str | None, str | None]
"""Status, and the value that is evidently meant."""
PERIODE = "__periode"


@dataclass(frozen=True, slots=True)
class Lingkup:
    """The area this installation answers for; codes below must lie inside it."""

    kode_kemendagri: str
    kode_bps: str
    nama: str


@dataclass(frozen=True, slots=True)
class Masa:
    """The periods of a table; ``cadangan`` stands in for those that cannot be read."""

    ada: tuple[Periode, ...]
    cadangan: Periode

    def dari(self, text: str | None) -> Periode:
        return self.cadangan if text is None else Periode.parse(text)

    @property
    def semua(self) -> tuple[Periode, ...]:
        return (*self.ada, self.cadangan)


def list_column(
    column: Kolom, table: pl.DataFrame, codes: Daftar, masa: Masa, unknown: pl.Series | None
) -> list[pl.Series]:
    """Membership as of the period: right, a known other spelling, or outside the list.

    ``unknown``: the cells whose text the list never had, ``None`` if there are none.
    """
    first, last = min(p.akhir for p in masa.semua), max(p.akhir for p in masa.semua)
    right = {
        e.nama
        for e in codes.entri
        if (e.sejak is None or e.sejak <= first) and (e.sampai is None or e.sampai >= last)
    }
    spelled = {s.casefold() for e in codes.entri for s in (e.nama, *e.ejaan_lain)}
    doubt = None
    if len(right) == len({e.nama for e in codes.entri}):
        # Whatever the list knows is right: the first look at the cells has told it all.
        if unknown is None:
            return _all_right(column, table)
        doubt = unknown

    def judge(value: str, period: Periode) -> Ketetapan:
        status, name = list_status(value, codes, period)
        if status == "ejaan" and name and column.pola and not re.fullmatch(column.pola, name):
            # Another spelling of a name that this column does not allow: its pattern says which.
            return None, value
        return status, name or value

    return _spread(
        column,
        table,
        sorted(right),
        masa,
        known=pl.col(column.nama).str.to_lowercase().is_in(sorted(spelled)),
        judge=judge,
        otherwise=lambda values: pl.repeat("di_luar_daftar", len(values), eager=True),
        some=0,
        doubt=doubt,
    )


def register_column(
    column: Kolom, table: pl.DataFrame, register: Induk, masa: Masa
) -> list[pl.Series]:
    """Keys of a register as of the period."""

    def judge(value: str, period: Periode) -> Ketetapan:
        return key_status(value, register, period)

    right = _right_always(table[column.nama], register.kunci, masa, judge)
    return _spread(
        column,
        table,
        right,
        masa,
        known=pl.col(column.nama).is_in(sorted(register.kunci)),
        judge=judge,
        otherwise=lambda values: pl.repeat("induk_tidak_dikenal", len(values), eager=True),
        some=0,
    )


def area_code_column(
    column: Kolom, table: pl.DataFrame, register: RegisterWilayah, scope: Lingkup, masa: Masa
) -> list[pl.Series]:
    """Area codes of the column's system and level as of the period, inside the own area."""
    assert column.wilayah is not None
    area = column.wilayah
    inside = scope.kode_kemendagri if area.sistem == "kemendagri" else scope.kode_bps

    def judge(code: str, period: Periode) -> Ketetapan:
        judged = register.periksa(code, area.sistem, area.tingkat, period)
        status: str = judged.status
        known = status in ("berlaku", "berlaku_tidak_sampai_akhir")
        meant = code if status == "berlaku_tidak_sampai_akhir" else judged.kode_saran or code
        if known and area.tingkat != "provinsi" and not code.startswith(inside):
            status = "di_luar_wilayah"
        return (None if status == "berlaku" else status), meant

    codes = frozenset(register.semua_kode(area.sistem))
    right = _right_always(table[column.nama], codes, masa, judge)
    form = _FORMS[area.sistem, area.tingkat]
    return _spread(
        column,
        table,
        right,
        masa,
        known=pl.col(column.nama).is_in(sorted(codes)),
        judge=judge,
        otherwise=lambda values: pl.select(
            pl.when(pl.lit(values).str.contains(form))
            .then(pl.lit("tidak_dikenal"))
            .otherwise(pl.lit("salah_bentuk"))
        ).to_series(),
        some=PASANGAN_MAKS,
    )


_FORMS = {
    ("kemendagri", "provinsi"): r"^[0-9]{2}$",
    ("kemendagri", "kabupaten_kota"): r"^[0-9]{2}\.[0-9]{2}$",
    ("kemendagri", "kecamatan"): r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}$",
    ("kemendagri", "desa_kelurahan"): r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[123][0-9]{3}$",
    ("bps", "provinsi"): r"^[0-9]{2}$",
    ("bps", "kabupaten_kota"): r"^[0-9]{4}$",
    ("bps", "kecamatan"): r"^[0-9]{7}$",
    ("bps", "desa_kelurahan"): r"^[0-9]{10}$",
}


def pair_column(
    bps: Kolom, kemendagri: Kolom, table: pl.DataFrame, register: RegisterWilayah, masa: Masa
) -> pl.Series:
    """BPS codes that are right by themselves but not the pair of the Kemendagri code beside them."""
    own, other = STATUS + bps.nama, STATUS + kemendagri.nama
    usable = (
        pl.col(bps.nama).is_not_null()
        & pl.col(kemendagri.nama).is_not_null()
        & pl.col(own).is_null()
        & (pl.col(other).is_null() | (pl.col(other) == "berlaku_tidak_sampai_akhir"))
    )
    rows = table.select(usable).to_series().arg_true()
    keys = [kemendagri.nama, bps.nama, PERIODE]
    part = table.select(keys)[rows]
    pairs = part.unique(maintain_order=True)
    wrong = [
        (pair := register.bps_dari_kemendagri(code, masa.dari(text))) is not None and pair != code_b
        for code, code_b, text in pairs.iter_rows()
    ]
    if not any(wrong):
        return table[own]
    offending = pairs.filter(pl.Series(wrong))
    hits = part.with_row_index("__i").join(offending, on=keys, how="semi", nulls_equal=True)
    places = rows.gather(hits["__i"])
    words = pl.repeat("tidak_sepasang", len(places), dtype=pl.String, eager=True)
    return patched(table[own].cast(pl.String), places, words)


def area_name_column(
    name: Kolom, code: Kolom, table: pl.DataFrame, register: RegisterWilayah
) -> pl.Series:
    """Names that are not what the code beside them is called, in any version of the register.

    A code that is wrong itself says nothing about the name beside it.
    """
    status = STATUS + code.nama
    sound = pl.col(status).is_null() | pl.col(status).is_in(
        ["berlaku_tidak_sampai_akhir", "tidak_sepasang"]
    )
    usable = sound & pl.col(code.nama).is_not_null() & pl.col(name.nama).is_not_null()
    blank = pl.repeat(None, table.height, dtype=pl.String, eager=True).alias(STATUS + name.nama)
    rows = table.select(usable.fill_null(False)).to_series().arg_true()
    keys = [code.nama, name.nama]
    part = table.select(keys)[rows]
    # Most names are written in capitals as the register has them: no look at each is needed.
    pairs = part.unique(maintain_order=True).filter(
        ~(pl.col(code.nama) + "|" + pl.col(name.nama).str.to_uppercase()).is_in(
            register.kode_dan_nama()
        )
    )
    if not pairs.height:
        return blank
    looked_at = [not _called(register, c, n) for c, n in pairs.head(NAMA_MAKS).iter_rows()]
    wrong = pl.Series(looked_at + [True] * max(0, pairs.height - NAMA_MAKS), dtype=pl.Boolean)
    if not wrong.any():
        return blank
    offending = pairs.filter(wrong)
    hits = part.with_row_index("__i").join(offending, on=keys, how="semi")
    places = rows.gather(hits["__i"])
    words = pl.repeat("nama_lain", len(places), dtype=pl.String, eager=True)
    return patched(blank, places, words)


def _called(register: RegisterWilayah, code: str, name: str) -> bool:
    rows = register.cari(code)
    plain = RegisterWilayah.normal(name)
    return not rows or any(
        plain in (RegisterWilayah.normal(r.nama), RegisterWilayah.normal(r.nama_bps)) for r in rows
    )


_LIST_STATUS: dict[StatusEntri, str | None] = {
    "benar": None,
    "berakhir": "nilai_berakhir",
    "ejaan": "ejaan",
    "tidak_berlaku": "nilai_tidak_berlaku",
    "di_luar_daftar": "di_luar_daftar",
}


def list_status(value: str, codes: Daftar, period: Periode) -> Ketetapan:
    """(status, the one name it means): no status when right, ``ejaan`` for a known other spelling,
    ``nilai_tidak_berlaku``/``nilai_berakhir`` when it is of another time, ``di_luar_daftar``."""
    judged = codes.nilai(value, period.awal, period.akhir)
    meant = judged.baku
    if judged.pengganti:
        # Of several parts of a split only the sender knows which one the row is about.
        meant = judged.pengganti[0].nama if len(judged.pengganti) == 1 else None
    return _LIST_STATUS[judged.status], meant


# -- spreading judgements over rows ---------------------------------------------------------------


def _right_always(
    values: pl.Series,
    known: frozenset[str],
    masa: Masa,
    judge: Callable[[str, Periode], Ketetapan],
) -> list[str]:
    """The known values of a column that are right, and mean themselves, in all its periods."""
    return [
        value
        for value in values.drop_nulls().unique().to_list()
        if value in known and all(judge(value, p) == (None, value) for p in masa.semua)
    ]


def _all_right(column: Kolom, table: pl.DataFrame) -> list[pl.Series]:
    status = pl.repeat(None, table.height, dtype=pl.String, eager=True)
    return [status.alias(STATUS + column.nama), table[column.nama].alias(MEANT + column.nama)]


def _spread(
    column: Kolom,
    table: pl.DataFrame,
    right: Sequence[str],
    masa: Masa,
    *,
    known: pl.Expr,
    judge: Callable[[str, Periode], Ketetapan],
    otherwise: Callable[[pl.Series], pl.Series],
    some: int,
    doubt: pl.Series | None = None,
) -> list[pl.Series]:
    """Status and meant value of a column.

    Values in ``right`` need no look. Others are judged by distinct value and period if they are
    ``known``, or among the first ``some`` that are not; the rest has the status ``otherwise``.
    """
    name, text = column.nama, table[column.nama]
    if doubt is None:
        doubt = (text.is_not_null() & ~text.is_in(list(right))).fill_null(False)
    elif text.null_count():
        doubt = doubt & text.is_not_null()
    places = doubt.arg_true()
    if not len(places):
        return _all_right(column, table)
    status = pl.repeat(None, table.height, dtype=pl.String, eager=True)
    part = table.select(name, PERIODE)[places]
    pairs = part.unique(maintain_order=True).with_columns(known.fill_null(False).alias("__known"))
    strangers = (~pairs["__known"]).arg_true()
    one_by_one = pairs["__known"] | pl.int_range(pairs.height, eager=True).is_in(
        strangers.head(some)
    )
    close = pairs.filter(one_by_one)
    judged = [judge(value, masa.dari(text_)) for value, text_, _known in close.iter_rows()]
    far = pairs.filter(~one_by_one)
    told = pl.concat(
        [
            close.select(name, PERIODE).with_columns(
                pl.Series("__s", [s for s, _ in judged], dtype=pl.String),
                pl.Series("__m", [m for _, m in judged], dtype=pl.String),
            ),
            far.select(name, PERIODE).with_columns(
                otherwise(far[name]).cast(pl.String).alias("__s"), far[name].alias("__m")
            ),
        ]
    )
    joined = part.join(
        told, on=[name, PERIODE], how="left", nulls_equal=True, maintain_order="left"
    )
    return [
        patched(status, places, joined["__s"]).alias(STATUS + name),
        patched(text, places, joined["__m"]).alias(MEANT + name),
    ]
