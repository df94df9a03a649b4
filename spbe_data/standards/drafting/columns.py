"""The columns of a cleaned table → the proposed columns, with unique names.

Belongs here: which columns are proposed, required or not, and called what. Does not belong here:
one column's meaning (:mod:`spbe_data.standards.drafting.meanings`), nor keys and frequency.
"""

from __future__ import annotations

import dataclasses
import re

import polars as pl

from spbe_data.intake.header import normal
from spbe_data.standards.drafting.context import Konteks, padat
from spbe_data.standards.drafting.making import baru, nama_fisik
from spbe_data.standards.drafting.meanings import PENCARI, PERINGATAN_PRIBADI, Tampak
from spbe_data.standards.drafting.model import Dilewati, KolomUsul
from spbe_data.standards.drafting.table import Bersih, Kolom

_NILAI_PALING_BANYAK = 5000
_NOMOR_URUT = frozenset(("no", "nomor", "nomorurut", "nourut", "id", "index", "number", "num", ""))


def usulkan_kolom(bersih: Bersih, konteks: Konteks) -> tuple[list[KolomUsul], list[Dilewati]]:
    """Every column proposed or left out, each with its reason; names are unique."""
    proposed: list[KolomUsul] = []
    skipped: list[Dilewati] = []
    for column in bersih.kolom:
        series = bersih.tabel[column.nama]
        typed = bersih.topeng(column.nama)
        filled = series.drop_nulls()
        if filled.is_empty():
            skipped.append(Dilewati(column.judul_asli, column.letak, "kolom kosong"))
            continue
        if _row_numbers(column, filled):
            skipped.append(Dilewati(column.judul_asli, column.letak, "nomor urut baris"))
            continue
        proposed.append(_column(column, series, typed, konteks))
    return _unique(_about_persons(proposed)), skipped


_TENTANG_ORANG = re.compile(
    r"^(nama|nama_.*|alamat|alamat_.*|no_.*|nomor_.*|tanggal|tgl|usia|umur)$"
)


def _about_persons(columns: list[KolomUsul]) -> list[KolomUsul]:
    """Beside a column of personal numbers, names and addresses are those of persons too."""
    if not any(c.isian.get("akses_umum") is False for c in columns):
        return columns
    return [
        dataclasses.replace(
            c,
            isian={**c.isian, "akses_umum": False},
            alasan=f"{c.alasan}; di sebelah kolom data pribadi",
            peringatan=(*c.peringatan, PERINGATAN_PRIBADI),
        )
        if c.isian.get("peran") == "keterangan"
        and c.isian.get("akses_umum", True)
        and _TENTANG_ORANG.match(c.nama)
        else c
        for c in columns
    ]


def _column(
    column: Kolom, series: pl.Series, typed: pl.Series | None, konteks: Konteks
) -> KolomUsul:
    filled = series.drop_nulls()
    counts = filled.value_counts(sort=True)
    values: list[tuple[str, int]] = list(counts.head(_NILAI_PALING_BANYAK).iter_rows())
    turned = column.nama.startswith(("dim_", "uk_"))
    heading = normal(column.judul) or normal(column.judul_asli) or normal(column.satuan)
    if turned:
        heading = column.nama.split("_", 1)[1]
    empties = series.null_count()
    seen = Tampak(column, heading, values, series, typed)
    for find in PENCARI:
        found = find(seen, konteks)
        if found is not None:
            return _with_empties(found, empties, len(series))
    raise AssertionError("the last finder takes every column")  # pragma: no cover


def _with_empties(found: KolomUsul, empties: int, rows: int) -> KolomUsul:
    """``wajib`` from the values: no empties, unless the dictionary already leaves it open."""
    isian = dict(found.isian)
    if empties and isian.get("wajib", True):
        isian["wajib"] = False
    note = (f"{empties} dari {rows} baris kosong",) if empties else ()
    return dataclasses.replace(found, isian=isian, peringatan=(*found.peringatan, *note))


def _row_numbers(column: Kolom, filled: pl.Series) -> bool:
    if padat(column.judul) not in _NOMOR_URUT or len(filled) < 2:
        return False
    numbers = filled.str.replace(r"\.0?$", "").cast(pl.Int64, strict=False)
    if numbers.null_count():
        return False
    return bool((numbers.diff().drop_nulls() == 1).all()) or (
        padat(column.judul) in ("id", "no") and numbers.n_unique() == len(numbers)
    )


def _unique(columns: list[KolomUsul]) -> list[KolomUsul]:
    """Two columns of one meaning: the surest keeps the name, the other its own heading."""
    taken: set[str] = set()
    order = sorted(range(len(columns)), key=lambda i: -columns[i].yakin)
    result: dict[int, KolomUsul] = {}
    for place in order:
        column = columns[place]
        name = nama_fisik(column.nama, column.letak)
        if name in taken:
            base = nama_fisik(normal(column.judul_asli), column.letak)
            name, number = base, 2
            while name in taken:
                name, number = f"{base}_{number}", number + 1
            isian = column.isian
            if column.kamus or isian.get("peran") in ("wilayah", "waktu"):
                isian = baru(name, "keterangan", "teks")
            column = dataclasses.replace(
                column, nama=name, kamus=False, isian=isian, yakin=min(column.yakin, 0.4),
                alasan=column.alasan + "; artinya sama dengan kolom lain, pastikan",
            )  # fmt: skip
        elif name != column.nama:
            column = dataclasses.replace(column, nama=name)
        taken.add(name)
        result[place] = column
    return [result[i] for i in range(len(columns))]
