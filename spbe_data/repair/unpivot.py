"""Headings that are values: years, months, areas or categories as columns become rows.

Belongs here: telling that columns are one measure over many values, and turning them. Does not
belong here: what one heading says (:mod:`spbe_data.repair.headings`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from spbe_data.checks.privacy import safe
from spbe_data.intake.model import KolomTerbaca, Terbaca
from spbe_data.repair.amounts import amounts
from spbe_data.repair.headings import (
    area_code,
    area_names,
    is_total,
    listed_value,
    measure_of,
    uraikan,
)
from spbe_data.repair.offer import NOMOR_BARIS, Kata, Meja, Perbaikan, Tawaran
from spbe_data.standards.models import Kolom


@dataclass(frozen=True, slots=True)
class _Kepala:
    """One column that holds values of ``ukuran`` (a measure's name, or none said) for ``isi``."""

    kolom: KolomTerbaca
    isi: Mapping[str, str]
    ukuran: str | None
    total: bool
    lain: str | None


class JudulMenjadiBaris(Perbaikan):
    """Columns whose headings are values → one row per value."""

    jenis = "judul_menjadi_baris"

    def tawarkan(self, read: Terbaca, meja: Meja) -> list[Tawaran]:
        missing = meja.hilang(read)
        measures = [c for c in missing if c.peran == "ukuran"]
        time = [
            c.nama for c in missing if c.nama in meja.standard.kolom_waktu and c.tipe == "bulat"
        ]
        foreign = [c for c in meja.asing(read) if c.nama not in NOMOR_BARIS and c.judul_asli]
        if not measures or len(foreign) < 2:
            return []
        heads = [self._head(c, time, measures, meja) for c in foreign]
        heads = self._with_values(heads, missing, meja)
        group = self._largest([h for h in heads if h.isi and not h.lain])
        kinds = {frozenset(h.isi) for h in group}
        if len(kinds) != 1 or len({tuple(h.isi.items()) for h in group}) < 2:
            return []
        said = {h.ukuran for h in group}
        if said == {None}:
            needed = [c for c in measures if c.wajib] or measures
            if len(needed) != 1:
                return []
            group = [replace(h, ukuran=needed[0].nama) for h in group]
        elif None in said:
            return []
        if len({(h.ukuran, *h.isi.items()) for h in group}) != len(group):
            return []
        keys = sorted(kinds.pop(), key=meja.standard.nama_kolom.index)
        totals = [h for h in heads if h.total and h.kolom not in {g.kolom for g in group}]
        return [self._offer(read, meja, group, keys, totals)]

    @staticmethod
    def _head(
        column: KolomTerbaca, time: Sequence[str], measures: list[Kolom], desk: Meja
    ) -> _Kepala:
        taken = uraikan(column.judul_asli, time)
        measure: str | None = None
        left: list[str] = []
        for piece in taken.sisa:
            found = measure_of(piece, measures, desk) if measure is None else None
            if found is not None:
                measure = found.nama
            else:
                left.append(piece)
        total = bool(left) and is_total(left[-1], desk)
        return _Kepala(column, taken.waktu, measure, total, " / ".join(left) or None)

    def _with_values(self, heads: list[_Kepala], missing: list[Kolom], desk: Meja) -> list[_Kepala]:
        """Give what is left of the headings to the one column whose values it is."""
        left: set[str | None] = {h.lain for h in heads if h.lain and not (h.total and h.isi == {})}
        timed = [h for h in heads if h.isi]
        one_text = {h.lain for h in timed}
        if (
            len(timed) >= 2
            and len(one_text) == 1
            and len({tuple(h.isi.items()) for h in timed}) > 1
        ):
            # "Jumlah 2023", "Jumlah 2024": the text is the same, so the measure's own.
            return [replace(h, lain=None, total=False) if h.isi else h for h in heads]
        left -= {h.lain for h in heads if h.total}
        for column in sorted(missing, key=lambda c: c.nama not in desk.standard.kunci):
            known = self._values(column, left, desk)
            if len(known) >= 2:
                return [
                    replace(h, isi={**h.isi, column.nama: known[h.lain]}, lain=None)
                    if h.lain in known and not h.total
                    else h
                    for h in heads
                ]
        return heads

    @staticmethod
    def _values(column: Kolom, texts: set[str | None], desk: Meja) -> dict[str | None, str]:
        if column.peran == "dimensi" and column.daftar is not None:
            found = {t: listed_value(t, column, desk) for t in texts if t}
        elif column.wilayah is not None and column.wilayah.bagian == "kode":
            names = area_names(column, None, desk)
            found = {t: area_code(t, names) for t in texts if t}
        else:
            return {}
        return {t: v for t, v in found.items() if v is not None}

    @staticmethod
    def _largest(heads: list[_Kepala]) -> list[_Kepala]:
        groups: dict[frozenset[str], list[_Kepala]] = {}
        for head in heads:
            groups.setdefault(frozenset(head.isi), []).append(head)
        # More parts said is the better reading; of equals, the larger group.
        return max(groups.values(), key=lambda g: (len(g[0].isi), len(g)), default=[])

    def _offer(
        self,
        read: Terbaca,
        desk: Meja,
        group: list[_Kepala],
        keys: list[str],
        totals: list[_Kepala],
    ) -> Tawaran:
        names = ", ".join(keys)
        shown = ", ".join(f'"{safe(h.kolom.judul_asli)}"' for h in group[:3])
        more = ", …" if len(group) > 3 else ""
        notes = []
        if totals:
            listed = ", ".join(f'"{safe(h.kolom.judul_asli)}"' for h in totals)
            notes.append(
                Kata(
                    f"Kolom jumlah {listed} tidak ikut; {_sums(read, group, totals)[0]}.",
                    f"The total columns {listed} are left out; {_sums(read, group, totals)[1]}.",
                )
            )
        by_year = keys == ["tahun"] or "tahun" in keys
        return Tawaran(
            jenis=self.jenis,
            kode="TAHUN_SEBAGAI_KOLOM" if by_year else "KOLOM_HILANG",
            kolom=None if by_year else keys[0],
            kata=Kata(
                f"Judul {shown}{more} adalah isi kolom {names}: {len(group)} kolom dijadikan baris.",
                f"The headings {shown}{more} are values of {names}: {len(group)} columns become rows.",
            ),
            satuan="kolom",
            jumlah=len(group),
            parameter={
                "kunci": keys,
                "kolom": [
                    {"nama": h.kolom.nama, "isi": dict(h.isi), "ukuran": h.ukuran} for h in group
                ],
                "dibuang": [h.kolom.nama for h in totals],
            },
            catatan=tuple(notes),
            contoh=tuple(read.baris.head(1).to_list()),
        )

    def terapkan(self, read: Terbaca, parameter: Mapping[str, Any]) -> Terbaca:
        keys: list[str] = parameter["kunci"]
        parts: dict[tuple[str, ...], dict[str, str]] = {}
        for item in parameter["kolom"]:
            values = tuple(item["isi"][k] for k in keys)
            parts.setdefault(values, {})[item["ukuran"]] = item["nama"]
        gone = {item["nama"] for item in parameter["kolom"]} | set(parameter["dibuang"])
        kept = [c for c in read.kolom if c.nama not in gone]
        measures = list(dict.fromkeys(m for part in parts.values() for m in part))
        ids = [c.nama for c in kept]
        height = read.tabel.height

        def long(
            table: pl.DataFrame, kind: pl.DataType | type[pl.DataType], cells: bool
        ) -> pl.DataFrame:
            blocks = []
            for order, (values, part) in enumerate(parts.items()):
                key_cells = [
                    pl.lit(v if cells else False, dtype=kind).alias(k)
                    for k, v in zip(keys, values, strict=True)
                ]
                own = [
                    (pl.col(part[m]) if m in part else pl.lit(None, dtype=kind)).alias(m)
                    for m in measures
                ]
                blocks.append(
                    table.select(
                        *(pl.col(i) for i in ids),
                        *key_cells,
                        *own,
                        pl.int_range(height, dtype=pl.Int64).alias("__i"),
                        pl.lit(order, dtype=pl.Int64).alias("__j"),
                    )
                )
            return pl.concat(blocks).sort("__i", "__j")

        cells = long(read.tabel, pl.String, True)
        rows = read.baris.gather(cells["__i"])
        letter = {c.nama: c.letak for c in read.kolom}
        from_letters = {
            m: ",".join(letter[p[m]] for p in parts.values() if m in p) for m in measures
        }
        new = [
            KolomTerbaca(name, name, from_letters.get(name, ""), len(kept) + i, True)
            for i, name in enumerate([*keys, *measures])
        ]
        typed = None
        if read.bertipe is not None:
            typed = long(read.bertipe, pl.Boolean, False).drop("__i", "__j")
        return replace(
            read,
            kolom=(*kept, *new),
            tabel=cells.drop("__i", "__j"),
            bertipe=typed,
            baris=rows,
        )


def _sums(read: Terbaca, group: list[_Kepala], totals: list[_Kepala]) -> tuple[str, str]:
    """Whether the total columns equal the sum of the columns that they are the total of."""
    equal = unequal = 0
    figures = amounts(read, [h.kolom.nama for h in (*group, *totals)])
    for total in totals if figures else ():
        parts = [h for h in group if all(h.isi.get(k) == v for k, v in total.isi.items())]
        added = pl.DataFrame([figures[h.kolom.nama] for h in parts]).sum_horizontal()
        for whole, sum_ in zip(figures[total.kolom.nama], added, strict=True):
            if whole is not None and sum_ is not None:
                equal, unequal = equal + (whole == sum_), unequal + (whole != sum_)
    if not equal and not unequal:
        return (
            "tidak dapat dibandingkan dengan bagiannya",
            "it could not be compared with its parts",
        )
    if not unequal:
        return (
            f"sama dengan jumlah bagiannya pada {equal} baris",
            f"equal to its parts in {equal} rows",
        )
    return (
        f"BERBEDA dari jumlah bagiannya pada {unequal} dari {equal + unequal} baris",
        f"DIFFERENT from its parts in {unequal} of {equal + unequal} rows",
    )
