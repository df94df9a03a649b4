"""The table as read → the table to draft from: unit rows, number rows, totals and footnotes out.

Belongs here: which rows are no data, and what they say about the columns. Does not belong here:
what a column means.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

import polars as pl

from spbe_data.identifiers.nama import normal as normal_nama
from spbe_data.identifiers.pengenal import cari_data_pribadi
from spbe_data.intake.header import normal
from spbe_data.intake.model import JenisCatatan, Terbaca
from spbe_data.intake.numbers import putuskan_tata_angka
from spbe_data.standards.drafting.context import Konteks, lipat

KOSONG = ("-", "–", "—", "...", "…", "n/a", "N/A", "NA", "null", "NULL", "nan", "NaN", "*", "x")
"""Marks that officers write for "no value"; taken as empty while drafting, and said."""

TOTAL = (
    r"(?i)^(?:grand\s*|sub\s*)?(?:jumlah|total|jml)"
    r"(?:\s*(?:/|dan)?\s*(?:jumlah|total|seluruhnya|keseluruhan|umum|akhir|kabupaten\b.*|kecamatan\b.*|provinsi\b.*))?"
    r"\s*:?$"
)
_CATATAN_KAKI = re.compile(
    r"(?i)^\s*(?:\*|\d\)|sumber|source|catatan|note|keterangan|ket\b|dicetak|diperbarui|update)"
)
_SATUAN_DI_JUDUL = re.compile(r"[(\[]([^()\[\]]{1,40})[)\]]\s*$")
_AWALAN = re.compile(r"^\(?\d{1,3}\)?$")


@dataclass(frozen=True, slots=True)
class Kolom:
    """One column of the cleaned table; ``judul`` without its unit, ``satuan`` as read or ``""``."""

    nama: str
    judul: str
    judul_asli: str
    letak: str
    satuan: str = ""


@dataclass(frozen=True, slots=True)
class Bersih:
    """``tabel``: String columns, null = empty; ``bertipe``: mask of the same shape, or None."""

    kolom: tuple[Kolom, ...]
    tabel: pl.DataFrame
    bertipe: pl.DataFrame | None
    judul_atas: tuple[str, ...]
    catatan: tuple[str, ...]

    def topeng(self, nama: str) -> pl.Series | None:
        return None if self.bertipe is None else self.bertipe[nama]


def aman(text: str, pengganti: str) -> str:
    """The text, unless it holds a personal identifier (a data row read as a heading can)."""
    return pengganti if cari_data_pribadi(text) else text


def angka(teks: pl.Series, bertipe: pl.Series | None) -> bool:
    """Whether nearly all values are numbers in some grammar."""
    if teks.null_count() == len(teks):
        return False
    found = putuskan_tata_angka(teks, bertipe, None)
    total = found.hanya_id + found.hanya_en + found.keduanya + found.polos + found.terketik
    return total > 0 and found.bukan <= 0.05 * (total + found.bukan)


def bersihkan(terbaca: Terbaca, konteks: Konteks) -> Bersih:
    """Rows that are no data taken out, with a sentence for each kind."""
    notes: list[str] = []
    table = terbaca.tabel.with_columns(
        pl.when(~pl.col(c).is_in(KOSONG)).then(pl.col(c)).alias(c) for c in terbaca.tabel.columns
    )
    emptied = sum(table.null_count().row(0)) - sum(terbaca.tabel.null_count().row(0))
    if emptied:
        notes.append(
            f'{emptied} sel berisi tanda seperti "-" atau "..." dibaca sebagai kosong. '
            "Dalam pengajuan, kosongkan selnya."
        )
    units: dict[str, str] = {}
    keep = [True] * table.height
    for note in terbaca.catatan:
        if note.jenis is JenisCatatan.BARIS_SATUAN:  # the reader has left the row out already
            if note.params["macam"] == "satuan":
                cells = dict(note.params["isi"])
                units |= _unit_row(cells, table.width, konteks) or {}
                notes.append(
                    "Baris satuan di bawah judul dikenali dan tidak dihitung sebagai data."
                )
            else:
                notes.append("Baris nomor kolom di bawah judul tidak dihitung sebagai data.")
    for number in range(min(3, table.height)):
        row = {
            name: cell for name, cell in zip(table.columns, table.row(number), strict=True) if cell
        }
        if row and (found := _unit_row(row, table.width, konteks)) is not None:
            units |= found
            keep[number] = False
            notes.append("Baris satuan di bawah judul dikenali dan tidak dihitung sebagai data.")
        elif _number_row(row, table.width):
            keep[number] = False
            notes.append("Baris nomor kolom di bawah judul tidak dihitung sebagai data.")
        else:
            break
    last = table.height - 1
    tail = 0
    while last >= 0 and table.width >= 3 and _footnote(table.row(last)):
        keep[last] = False
        tail, last = tail + 1, last - 1
    if tail:
        notes.append(f"{tail} baris catatan di bawah tabel (sumber, keterangan) dilewati.")
    mask = pl.Series(keep, dtype=pl.Boolean)
    typed = terbaca.bertipe
    texts = [c for c in table.columns if not angka(table[c].filter(mask), None)]
    if texts and table.height:
        totals = (
            table.select(pl.any_horizontal(pl.col(c).str.contains(TOTAL) for c in texts))
            .to_series()
            .fill_null(False)
        ) | _region_rows(table, texts[:3], konteks)
        count = int((totals & mask).sum())
        if 0 < count <= 0.5 * table.height:
            mask &= ~totals
            notes.append(
                f"{count} baris jumlah/total dilewati: nilainya dapat dihitung dari rinciannya."
            )
    table = table.filter(mask)
    if typed is not None:
        typed = typed.filter(mask)
    table, filled = _fill_merged(table)
    if filled:
        notes.append(
            f"Kolom {', '.join(filled)}: sel gabungan atau kosong di bawah nama diisi dengan nama di "
            "atasnya. Dalam pengajuan, tulis nama pada setiap baris."
        )
    columns = []
    for read in terbaca.kolom:
        heading = aman(read.judul_asli, f"kolom {read.letak}")
        title, unit = _split_unit(heading, konteks)
        columns.append(
            Kolom(read.nama, title, heading, read.letak, units.get(read.nama, "") or unit)
        )
    above = tuple(
        aman(str(note.params.get("teks", "")), "")
        for note in terbaca.catatan
        if note.jenis is JenisCatatan.BARIS_JUDUL_DI_ATAS
    )
    return Bersih(tuple(columns), table, typed, tuple(t for t in above if t), tuple(notes))


def _region_rows(table: pl.DataFrame, texts: list[str], konteks: Konteks) -> pl.Series:
    """Rows that name the whole region in a column of its kecamatan or desa: totals too."""
    whole = {lipat(name) for name in (konteks.nama_wilayah, konteks.nama_provinsi) if name}
    whole |= {f"provinsi {lipat(konteks.nama_provinsi)}"}
    found = pl.repeat(False, table.height, dtype=pl.Boolean, eager=True)
    below = [
        names
        for level, names in konteks.nama_wilayah_per_tingkat.items()
        if level in ("kecamatan", "desa_kelurahan")
    ]
    for name in texts:
        values = table[name].drop_nulls().unique().to_list()
        total = [v for v in values if lipat(v) in whole]
        hits = max((sum(normal_nama(v) in names for v in values) for names in below), default=0)
        if total and hits >= 0.6 * len(values):
            found |= table[name].is_in(total).fill_null(False)
    return found


def _unit_row(row: dict[str, str], width: int, konteks: Konteks) -> dict[str, str] | None:
    """Units by column when every filled cell is one, else ``None``."""
    found: dict[str, str] = {}
    for name, cell in row.items():
        unit = konteks.satuan(cell)
        if unit is None and re.fullmatch(r"\([^()0-9]{1,30}\)", cell):
            unit = cell.strip("()").upper()
        if unit is None:
            return None
        found[name] = unit
    return found if len(row) < width or all("(" in c for c in row.values()) else None


def _number_row(row: dict[str, str], width: int) -> bool:
    """``(1) (2) (3)``, or 1 2 3 from the first column on."""
    cells = list(row.values())
    if len(cells) < max(3, width - 1) or not all(_AWALAN.fullmatch(c) for c in cells):
        return False
    numbers = [int(c.strip("()")) for c in cells]
    return all(b - a == 1 for a, b in itertools.pairwise(numbers)) and numbers[0] <= 2


def _footnote(row: tuple[str | None, ...]) -> bool:
    filled = [cell for cell in row if cell]
    return len(filled) == 1 and (
        _CATATAN_KAKI.match(filled[0]) is not None or not re.fullmatch(r"[-0-9.,\s]+", filled[0])
    )


def _fill_merged(table: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Text columns at the left that are filled once per block, while a column to their right is
    filled on every row: what merged cells look like."""
    filled: list[str] = []
    for place, name in enumerate(table.columns[:6]):
        column = table[name]
        empty = column.null_count()
        rest = table.columns[place + 1 :]
        if (
            empty == 0
            or empty > 0.97 * len(column)
            or not rest
            or column[0] is None
            or angka(column, None)
            or table[rest[0]].null_count() > 0.05 * len(column)
            or int((~column.is_null()).sum()) != column.drop_nulls().n_unique()
        ):
            continue
        table = table.with_columns(pl.col(name).forward_fill())
        filled.append(f'"{normal(name)}"')
    return table, filled


def _split_unit(heading: str, konteks: Konteks) -> tuple[str, str]:
    """A heading and the unit in it: ``Luas (Ha)`` → ``Luas``, ``HEKTARE``."""
    match = _SATUAN_DI_JUDUL.search(heading)
    if match and (unit := konteks.satuan(match[1])):
        rest = heading[: match.start()].rstrip(" /")
        return (rest or heading), unit
    last = heading.rsplit(" / ", 1)
    if len(last) == 2 and (unit := konteks.satuan(last[1])):
        return last[0], unit
    if re.search(r"(?i)\bpersentase\b|\bpersen\b|%", heading):
        return heading.replace("%", "").strip() or heading, konteks.satuan("persen") or ""
    if re.search(r"\bRp\.?(?=\s|$|\))", heading):
        return re.sub(r"\(?\bRp\.?\)?", "", heading).strip() or heading, konteks.satuan("rp") or ""
    # "Jumlah Penduduk (jiwa) 2023" keeps its year outside the brackets.
    inner = re.search(r"[(\[]([^()\[\]]{1,40})[)\]]", heading)
    if inner and (unit := konteks.satuan(inner[1])):
        return re.sub(r"\s+", " ", heading[: inner.start()] + heading[inner.end() :]).strip(), unit
    return heading, ""
