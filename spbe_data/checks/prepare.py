"""Prepares a shaped table for the row rules: values in their types, codes with their status.

Belongs here: everything a row rule needs to be a plain comparison of columns. Each distinct code is
looked up once per period, never once per row.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from spbe_data.checks.registers import key_statuses
from spbe_data.checks.structure import Bentuk
from spbe_data.identifiers.periode import Periode, PeriodeTidakSah
from spbe_data.identifiers.wilayah import RegisterWilayah
from spbe_data.intake.dates import ke_tanggal, putuskan_tata_tanggal
from spbe_data.intake.numbers import ke_desimal, putuskan_tata_angka
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.models import Kolom, Standar
from spbe_data.standards.pandera_schema import GRAMMAR, MEANT, NILAI, STATUS
from spbe_data.standards.reference import Daftar, StatusEntri


@dataclass(frozen=True, slots=True)
class Lingkup:
    """The area this installation answers for; codes below must lie inside it."""

    kode_kemendagri: str
    kode_bps: str
    nama: str


@dataclass(frozen=True, slots=True)
class Siap:
    """The prepared table.

    ``tabel``: the standard's columns as text, ``__baris``, ``__periode`` and the helper columns;
    ``mentah``: the same rows as written; ``galat``: cells whose fault is told already (row, column);
    ``tata``: how each number or date column was read.
    """

    tabel: pl.DataFrame
    mentah: pl.DataFrame
    galat: frozenset[tuple[int, str]]
    wajib: frozenset[str]
    lembar: str | None
    letak: dict[str, str]
    tata: dict[str, str]

    def sel(self, column: str, row: int) -> str | None:
        """Spreadsheet address, such as ``C122``."""
        letter = self.letak.get(column)
        return f"{letter}{row}" if letter else None


def _typed(shape: Bentuk, column: str) -> pl.Series | None:
    typed = shape.rincian.bertipe
    return typed[column] if typed is not None and column in typed.columns else None


def _numbers(column: Kolom, table: pl.DataFrame, shape: Bentuk) -> tuple[list[pl.Series], str]:
    """Values of a number column, and which cells are in doubt (``campur`` or ``ambigu``).

    The grammar is decided once for the column. In a mixed column the greater part decides, and
    every other cell is a finding; a cell that fits both grammars is never guessed.
    """
    text, typed = table[column.nama], _typed(shape, column.nama)
    decided = putuskan_tata_angka(text, typed, column.tata_angka)
    own = (
        ~typed.fill_null(False) if typed is not None else pl.repeat(True, table.height, eager=True)
    )
    as_id = ke_desimal(text, typed, "id")
    as_en = ke_desimal(text, typed, "en")
    separated = own & text.str.contains(r"[0-9][.,\s\u00a0][0-9]").fill_null(False)
    either = separated & as_id.is_not_null() & as_en.is_not_null() & (as_id != as_en)
    if decided.tata == "campur" or (
        decided.terketik
        and (separated & as_id.is_not_null() | separated & as_en.is_not_null()).any()
    ):
        # Text with separators among the spreadsheet's own numbers is a mix as well.
        majority = None
        if not decided.terketik and decided.hanya_id != decided.hanya_en:
            majority = "id" if decided.hanya_id > decided.hanya_en else "en"
        value = (
            as_id
            if majority == "id"
            else as_en
            if majority == "en"
            else ke_desimal(text, typed, "polos")
        )
        readable = as_id.is_not_null() | as_en.is_not_null()
        doubt = either | (separated & readable & value.is_null())
        mode = "campur"
    elif decided.tata == "ambigu":
        value, doubt, mode = ke_desimal(text, typed, "polos"), either, "ambigu"
    else:
        value, doubt, mode = ke_desimal(text, typed, decided.tata), separated & False, decided.tata
    marked = pl.DataFrame({"v": value, "d": doubt, "e": either})
    return [
        marked.select(
            pl.when(~pl.col("d")).then(pl.col("v")).alias(NILAI + column.nama)
        ).to_series(),
        marked.select(
            pl.when(pl.col("d") & pl.col("e") & pl.lit(mode == "ambigu"))
            .then(pl.lit("ambigu"))
            .when(pl.col("d"))
            .then(pl.lit("campur"))
            .alias(GRAMMAR + column.nama)
        ).to_series(),
    ], mode


def _dates(column: Kolom, table: pl.DataFrame, shape: Bentuk) -> tuple[list[pl.Series], str]:
    text, typed = table[column.nama], _typed(shape, column.nama)
    decided = putuskan_tata_tanggal(text, typed)
    value = ke_tanggal(text, typed, decided.tata)
    unclear = pl.lit(decided.tata in ("ambigu", "campur"))
    numeric = pl.col("t").str.contains(r"^[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4}$")
    marked = pl.DataFrame({"t": text, "v": value})
    flag = pl.when(unclear & pl.col("v").is_null() & numeric).then(pl.lit("ambigu"))
    return [
        value.alias(NILAI + column.nama),
        marked.select(flag.alias(GRAMMAR + column.nama)).to_series(),
    ], decided.tata


def _periods(standard: Standar, table: pl.DataFrame) -> pl.Series:
    """Period of each row as text, null where the time columns cannot be read."""
    columns = [NILAI + name for name in standard.kolom_waktu]
    unique = table.select(columns).unique(maintain_order=True)
    texts: list[str | None] = []
    for row in unique.iter_rows():
        try:
            parts = {
                n: (v if isinstance(v, dt.date) else int(v))
                for n, v in zip(standard.kolom_waktu, row, strict=True)
            }
            texts.append(Periode.dari_kolom(standard.periode, **parts).teks)  # type: ignore[arg-type]
        except (PeriodeTidakSah, TypeError, ValueError):
            texts.append(None)
    keyed = unique.with_columns(pl.Series("__periode", texts, dtype=pl.String))
    return table.select(columns).join(
        keyed, on=columns, how="left", nulls_equal=True, maintain_order="left"
    )["__periode"]


def _statuses(table: pl.DataFrame, column: str, status: pl.DataFrame, on: list[str]) -> pl.Series:
    joined = table.select(on).join(
        status, on=on, how="left", nulls_equal=True, maintain_order="left"
    )
    return joined["__status"].alias(STATUS + column)


def _area_codes(
    column: Kolom, table: pl.DataFrame, register: RegisterWilayah, scope: Lingkup, fallback: Periode
) -> list[pl.Series]:
    assert column.wilayah is not None
    area = column.wilayah
    inside = scope.kode_kemendagri if area.sistem == "kemendagri" else scope.kode_bps
    pairs = table.select(column.nama, "__periode").unique(maintain_order=True)
    found: list[str | None] = []
    meant: list[str | None] = []
    for code, period_text in pairs.iter_rows():
        if code is None:
            found.append(None)
            meant.append(None)
            continue
        period = Periode.parse(period_text) if period_text else fallback
        judged = register.periksa(code, area.sistem, area.tingkat, period)
        status: str = judged.status
        meant.append(judged.kode_saran or code if status != "berlaku_tidak_sampai_akhir" else code)
        known = status in ("berlaku", "berlaku_tidak_sampai_akhir")
        if known and area.tingkat != "provinsi" and not code.startswith(inside):
            status = "di_luar_wilayah"
        found.append(None if status == "berlaku" else status)
    keyed = pairs.with_columns(
        pl.Series("__status", found, dtype=pl.String),
        pl.Series("__meant", meant, dtype=pl.String),
    )
    return _joined(table, column.nama, keyed)


def _joined(table: pl.DataFrame, column: str, keyed: pl.DataFrame) -> list[pl.Series]:
    """Status and meant value of a column, by value and period."""
    on = [column, "__periode"]
    joined = table.select(on).join(
        keyed, on=on, how="left", nulls_equal=True, maintain_order="left"
    )
    return [joined["__status"].alias(STATUS + column), joined["__meant"].alias(MEANT + column)]


def _paired(
    bps: Kolom, kemendagri: Kolom, table: pl.DataFrame, register: RegisterWilayah, fallback: Periode
) -> pl.Series:
    """BPS codes that are right by themselves but not the pair of the Kemendagri code beside them."""
    keys = [kemendagri.nama, bps.nama, "__periode"]
    status = STATUS + bps.nama
    pairs = table.select(*keys, status, STATUS + kemendagri.nama).unique(maintain_order=True)
    found: list[str | None] = []
    for code_k, code_b, period_text, own, other in pairs.iter_rows():
        usable = code_k and code_b and own is None and other in (None, "berlaku_tidak_sampai_akhir")
        if not usable:
            found.append(own)
            continue
        period = Periode.parse(period_text) if period_text else fallback
        pair = register.bps_dari_kemendagri(code_k, period)
        found.append("tidak_sepasang" if pair is not None and pair != code_b else None)
    keyed = pairs.select(keys).with_columns(pl.Series("__status", found, dtype=pl.String))
    return _statuses(table, bps.nama, keyed, keys)


def _area_names(
    name: Kolom, code: Kolom, table: pl.DataFrame, register: RegisterWilayah
) -> pl.Series:
    status = STATUS + code.nama
    pairs = table.select(code.nama, name.nama, status).unique(maintain_order=True)
    found: list[str | None] = []
    for code_text, name_text, judged in pairs.iter_rows():
        # A code that is wrong itself says nothing about the name beside it.
        sound = judged in (None, "berlaku_tidak_sampai_akhir", "tidak_sepasang")
        rows = register.cari(code_text) if code_text and sound else ()
        if not rows or not name_text:
            found.append(None)
            continue
        plain = RegisterWilayah.normal(name_text)
        found.append(
            None
            if any(
                plain in (RegisterWilayah.normal(r.nama), RegisterWilayah.normal(r.nama_bps))
                for r in rows
            )
            else "nama_lain"
        )
    keyed = pairs.with_columns(pl.Series("__status", found, dtype=pl.String))
    return _statuses(table, name.nama, keyed, [code.nama, name.nama, status])


def _listed(
    column: Kolom, table: pl.DataFrame, codes: Daftar, fallback: Periode
) -> list[pl.Series]:
    """List membership as of the period: right, a known other spelling, or outside the list."""
    pairs = table.select(column.nama, "__periode").unique(maintain_order=True)
    found: list[str | None] = []
    meant: list[str | None] = []
    for value, period_text in pairs.iter_rows():
        period = Periode.parse(period_text) if period_text else fallback
        status, standard_name = (None, None) if value is None else list_status(value, codes, period)
        found.append(status)
        meant.append(standard_name or value)
    keyed = pairs.with_columns(
        pl.Series("__status", found, dtype=pl.String), pl.Series("__meant", meant, dtype=pl.String)
    )
    return _joined(table, column.nama, keyed)


_LIST_STATUS: dict[StatusEntri, str | None] = {
    "benar": None,
    "berakhir": "nilai_berakhir",
    "ejaan": "ejaan",
    "tidak_berlaku": "nilai_tidak_berlaku",
    "di_luar_daftar": "di_luar_daftar",
}


def list_status(value: str, codes: Daftar, period: Periode) -> tuple[str | None, str | None]:
    """(status, the one name it means): no status when right, ``ejaan`` for a known other spelling,
    ``nilai_tidak_berlaku``/``nilai_berakhir`` when it is of another time, ``di_luar_daftar``."""
    judged = codes.nilai(value, period.awal, period.akhir)
    meant = judged.baku
    if judged.pengganti:
        # Of several parts of a split only the sender knows which one the row is about.
        meant = judged.pengganti[0].nama if len(judged.pengganti) == 1 else None
    return _LIST_STATUS[judged.status], meant


def prepare(
    shape: Bentuk, standard: Standar, catalog: Catalog, scope: Lingkup, today: dt.date
) -> Siap:
    """Add ``__v__``, ``__s__``, ``__g__`` and ``__periode`` to the shaped table."""
    table, modes = shape.rincian.tabel, {}
    absent = [c for c in standard.kolom if c.nama not in table.columns]
    if absent:
        table = table.with_columns(pl.lit(None, dtype=pl.String).alias(c.nama) for c in absent)
    for column in standard.kolom:
        if column.tipe in ("bulat", "desimal"):
            added, modes[column.nama] = _numbers(column, table, shape)
        elif column.tipe == "tanggal":
            added, modes[column.nama] = _dates(column, table, shape)
        else:
            continue
        table = table.with_columns(added)
    table = table.with_columns(_periods(standard, table))
    register = catalog.wilayah
    fallback = catalog.periode_terakhir(standard, today)
    for column in standard.kolom:
        if column.wilayah is not None and column.wilayah.bagian == "kode":
            table = table.with_columns(_area_codes(column, table, register, scope, fallback))
        elif column.daftar is not None:
            table = table.with_columns(
                _listed(column, table, catalog.daftar[column.daftar], fallback)
            )
        elif column.induk is not None:
            pairs = table.select(column.nama, "__periode").unique(maintain_order=True)
            keyed = key_statuses(pairs, catalog.induk[column.induk], fallback)
            table = table.with_columns(_joined(table, column.nama, keyed))
    codes = {
        (c.wilayah.sistem, c.wilayah.tingkat): c
        for c in standard.kolom_wilayah("kode")
        if c.wilayah
    }
    for (system, level), column in codes.items():
        partner = codes.get(("kemendagri", level))
        if system == "bps" and partner is not None:
            table = table.with_columns(_paired(column, partner, table, register, fallback))
    for column in standard.kolom_wilayah("nama"):
        assert column.wilayah is not None
        code = codes.get((column.wilayah.sistem, column.wilayah.tingkat))
        if code is None:
            table = table.with_columns(pl.lit(None, dtype=pl.String).alias(STATUS + column.nama))
        else:
            table = table.with_columns(_area_names(column, code, table, register))
    return Siap(
        table,
        shape.rincian.mentah,
        shape.rincian.galat,
        shape.wajib,
        shape.lembar,
        shape.letak,
        modes,
    )
