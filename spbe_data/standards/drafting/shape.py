"""Wide → long: headings that are values (years, months, sexes, age groups, list entries).

Belongs here: which part of a heading is a value, which columns make one measure, and turning them.
Does not belong here: what the resulting columns are called in a standard.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import polars as pl

from spbe_data.intake.header import normal
from spbe_data.standards.drafting.context import Konteks, lipat, padat
from spbe_data.standards.drafting.model import Dilewati, Pemetaan
from spbe_data.standards.drafting.periods import (
    bulan_dari_teks,
    periode_gabungan,
    triwulan_dari_teks,
)
from spbe_data.standards.drafting.table import Bersih, Kolom, angka

_TAHUN = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?:\.0)?(?![0-9])")
_KATA_TOTAL = frozenset(
    (
        "jumlah",
        "total",
        "jml",
        "jumlahtotal",
        "laptotal",
        "lp",
        "lakilakiperempuan",
        "tahunan",
        "setahun",
    )
)
_MURNI = frozenset(("tahun", "bulan", "triwulan", "semester", "", "pada"))


@dataclass(frozen=True, slots=True)
class Bentuk:
    """The table in long shape; ``peta`` is empty when nothing was turned."""

    bersih: Bersih
    peta: tuple[Pemetaan, ...] = ()
    dilewati: tuple[Dilewati, ...] = ()
    catatan: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Terurai:
    """A heading taken apart: what is measured, and the values it states by dimension."""

    kolom: Kolom
    batang: str
    nilai: tuple[tuple[str, str], ...]

    @property
    def dimensi(self) -> tuple[str, ...]:
        return tuple(sorted(name for name, _value in self.nilai))


def pecah_periode(bersih: Bersih) -> Bersih:
    """A column of whole periods ("Februari 2026") as two columns, year and part, with a sentence.

    Only where every value is one of the same kind, and no other column names the year.
    """
    if any(padat(c.judul) in ("tahun", "thn", "year") for c in bersih.kolom):
        return bersih
    for column in bersih.kolom:
        values = bersih.tabel[column.nama].drop_nulls().unique().to_list()
        if not values or len(values) > 2000:
            continue
        read = {v: periode_gabungan(v) for v in values}
        kinds = {r[1] for r in read.values() if r is not None}
        if None in read.values() or len(kinds) != 1:
            continue
        kind = kinds.pop()
        parts = {v: r for v, r in read.items() if r is not None}
        years = {v: str(r[0]) for v, r in parts.items()}
        numbers = {v: str(r[2]) for v, r in parts.items()}
        source = pl.col(column.nama)
        table = bersih.tabel.with_columns(
            source.replace_strict(years, default=None, return_dtype=pl.String).alias("dim_tahun"),
            source.replace_strict(numbers, default=None, return_dtype=pl.String).alias(
                f"dim_{kind}"
            ),
        ).drop(column.nama)
        typed = bersih.bertipe
        if typed is not None:
            flags = [pl.lit(False).alias("dim_tahun"), pl.lit(False).alias(f"dim_{kind}")]
            typed = typed.with_columns(flags).drop(column.nama)
        columns = [c for c in bersih.kolom if c is not column]
        columns += [
            Kolom(f"dim_{name}", name, column.judul_asli, column.letak) for name in ("tahun", kind)
        ]
        note = (
            f'Kolom {column.letak} "{column.judul_asli}" memuat periode lengkap; dipecah menjadi '
            f"kolom tahun dan {kind}."
        )
        return Bersih(tuple(columns), table, typed, bersih.judul_atas, (*bersih.catatan, note))
    return bersih


def panjangkan(bersih: Bersih, konteks: Konteks, ukuran_dari_judul: str) -> Bentuk:
    """The long shape, where two or more number columns differ only by a value in the heading.

    ``ukuran_dari_judul`` names the measure where the headings hold nothing but values.
    """
    numeric = [c for c in bersih.kolom if angka(bersih.tabel[c.nama], bersih.topeng(c.nama))]
    # Empty columns of a wide table (a year without figures) belong to their group too.
    empty = [c for c in bersih.kolom if bersih.tabel[c.nama].null_count() == bersih.tabel.height]
    parts = [_urai(c, konteks) for c in (*numeric, *empty)]
    # A list word that stands in one sort of heading only ("Keberangkatan Domestik") runs nowhere.
    values: defaultdict[str, set[str]] = defaultdict(set)
    for part in parts:
        for name, value in part.nilai:
            values[name].add(value)
    if still := {name for name, found in values.items() if len(found) == 1} - {"tahun"}:
        parts = [_urai(c, konteks, still) for c in (*numeric, *empty)]
    groups: defaultdict[tuple[str, ...], list[_Terurai]] = defaultdict(list)
    for part in parts:
        if part.nilai:
            groups[part.dimensi].append(part)
    best: list[_Terurai] = []
    for dims, members in groups.items():
        if _bergerak(dims, members) and len(members) > len(best):
            best = members
    if not best:
        return Bentuk(bersih)
    dims = best[0].dimensi
    used = {p.kolom.nama for p in best}
    skipped: list[Dilewati] = []
    for part in parts:
        if part.kolom.nama in used or part.kolom.nama not in {c.nama for c in numeric}:
            continue
        if _tetap(part.kolom):
            continue
        why = (
            "jumlah dari rinciannya; dihitung kembali dari baris"
            if padat(part.batang) in _KATA_TOTAL | {padat(p.batang) for p in best}
            else "ukuran pada rincian lain; rancang sebagai standar tersendiri"
        )
        skipped.append(Dilewati(part.kolom.judul_asli, part.kolom.letak, why))
    gone = used | {c.nama for c in empty}
    left = {d.letak for d in skipped}
    stay = []
    for column in bersih.kolom:
        if column.nama in gone or column.letak in left:
            continue
        if padat(column.judul) in ("no", "nomor", "nourut", "nomorurut"):
            skipped.append(Dilewati(column.judul_asli, column.letak, "nomor urut baris"))
        else:
            stay.append(column)
    return _putar(bersih, stay, best, dims, skipped, ukuran_dari_judul)


def _tetap(column: Kolom) -> bool:
    """Number columns that are keys of the row, not measures: they stay in every long row."""
    name = normal(column.judul)
    words = set(name.split("_"))
    return bool(
        words & {"kode", "kd", "id", "tahun", "thn", "bulan", "bln", "semester", "triwulan", "no",
                 "nomor", "npsn", "nik", "nip", "lintang", "bujur", "latitude", "longitude"}
    ) or name.startswith(("kode", "kd", "id"))  # fmt: skip


def _bergerak(dims: tuple[str, ...], members: Sequence[_Terurai]) -> bool:
    """Whether the values really run: every dimension has two values, and no column twice.

    A year that stays the same over running months (one year above twelve of them) runs along.
    """
    running = [n for n in dims if n != "tahun" or len({dict(m.nilai)[n] for m in members}) > 1]
    if not running:
        return False
    for name in running:
        values = {dict(m.nilai)[name] for m in members}
        enough = (
            2 if name in ("tahun", "bulan", "triwulan", "jenis_kelamin", "kelompok_umur") else 3
        )
        if len(values) < (enough if len(running) == 1 else 2):
            return False
    keys = [(m.batang, m.nilai) for m in members]
    return len(set(keys)) == len(keys)


def _urai(column: Kolom, konteks: Konteks, still: Collection[str] = ()) -> _Terurai:
    """``still``: dimensions that are left in the heading."""
    found: dict[str, str] = {}
    rest: list[str] = []
    for part in column.judul.split(" / "):
        text = part.strip()
        if (hit := _nilai(text, konteks)) and hit[0] not in (*found, *still):
            found[hit[0]] = hit[1]
            continue
        both = periode_gabungan(text)
        if both and not {"tahun", both[1]} & {*found, *still}:
            found |= {"tahun": str(both[0]), both[1]: str(both[2])}
            continue
        if "tahun" not in found and (year := _TAHUN.search(text)):
            found["tahun"] = year[1]
            text = (text[: year.start()] + " " + text[year.end() :]).strip(" _-,.()")
        # The value may stand at the end or the start: "Penduduk Laki-laki", "SD_2017"; longest first.
        words = [w for w in re.split(r"[\s_]+", text) if w]
        cuts = [(0, len(words))]
        for size in (3, 2, 1):
            cuts += [(len(words) - size, len(words)), (0, size)] if size < len(words) else []
        for start, stop in cuts:
            hit = _nilai(" ".join(words[start:stop]), konteks)
            whole = stop - start == len(words)
            if (
                hit
                and hit[0] not in (*found, *still)
                and (whole or hit[0] in _ENAK or len(words) <= 2)
            ):
                found[hit[0]] = hit[1]
                text = " ".join((*words[:start], *words[stop:]))
                break
        text = re.sub(r"[\s_]+", " ", text).strip(" -,.()")
        if padat(text) not in _MURNI:
            rest.append(text)
    if found and rest and padat(rest[-1]) in _KATA_TOTAL and len(rest) > 1:
        rest.pop()
    return _Terurai(column, " ".join(dict.fromkeys(rest)), tuple(sorted(found.items())))


_ENAK = frozenset(("jenis_kelamin", "kelompok_umur", "bulan", "triwulan"))


def _nilai(text: str, konteks: Konteks) -> tuple[str, str] | None:
    """The dimension (dictionary or list name) and standard value that a whole text is."""
    if not text:
        return None
    if year := _TAHUN.fullmatch(text):
        return "tahun", year[1]
    if (quarter := triwulan_dari_teks(text)) is not None and not text.isdigit():
        return "triwulan", str(quarter)
    if (month := bulan_dari_teks(text)) is not None and not text.isdigit():
        return "bulan", str(month)
    folded = lipat(text)
    for name in konteks.daftar_isi:
        columns = konteks.kolom_daftar.get(name, [])
        value = konteks.ejaan(name).get(folded)
        if value is not None and (len(columns) == 1):
            return columns[0], value
    if re.fullmatch(
        r"[0-9]{1,2}\s*[-–]\s*[0-9]{1,2}(?:\s*(?:tahun|thn|th))?|[0-9]{2}\s*\+", folded
    ):
        return "kelompok_umur", re.sub(r"\s", "", re.sub(r"tahun|thn|th", "", folded))
    return None


def _putar(
    bersih: Bersih,
    stay: list[Kolom],
    parts: list[_Terurai],
    dims: tuple[str, ...],
    skipped: list[Dilewati],
    fallback: str,
) -> Bentuk:
    stems = list(dict.fromkeys(p.batang for p in parts))
    names = {
        stem: _unik(
            (fallback if padat(stem) in _KATA_TOTAL and fallback else short) or fallback or "nilai",
            [c.nama for c in stay],
            dims,
        )
        for stem, short in _singkat(stems).items()
    }
    combos = list(dict.fromkeys(p.nilai for p in parts))
    by_place = {(p.batang, p.nilai): p.kolom for p in parts}
    ids = [c.nama for c in stay]
    frames: list[pl.DataFrame] = []
    masks: list[pl.DataFrame] = []
    for combo in combos:
        exprs = [pl.col(c) for c in ids]
        exprs += [pl.lit(value, dtype=pl.String).alias(f"dim_{name}") for name, value in combo]
        flags = [pl.col(c) for c in ids] + [pl.lit(False).alias(f"dim_{n}") for n, _v in combo]
        for stem in stems:
            source = by_place.get((stem, combo))
            alias = f"uk_{names[stem]}"
            exprs.append(
                pl.col(source.nama).alias(alias)
                if source
                else pl.lit(None, dtype=pl.String).alias(alias)
            )
            flags.append(pl.col(source.nama).alias(alias) if source else pl.lit(False).alias(alias))
        frames.append(bersih.tabel.select(exprs))
        if bersih.bertipe is not None:
            masks.append(bersih.bertipe.select(flags).head(bersih.tabel.height))
    long = pl.concat(frames)
    typed = pl.concat(masks) if masks and masks[0].height == frames[0].height else None
    measures = [f"uk_{names[s]}" for s in stems]
    keep = long.select(pl.any_horizontal(pl.col(m).is_not_null() for m in measures)).to_series()
    dropped = int((~keep).sum())
    long = long.filter(keep)
    typed = None if typed is None else typed.filter(keep)
    columns = list(stay)
    columns += [Kolom(f"dim_{n}", n, n, "", "") for n in dims]
    for stem in stems:
        first = next(p.kolom for p in parts if p.batang == stem)
        title = stem or names[stem].replace("_", " ").capitalize()
        columns.append(Kolom(f"uk_{names[stem]}", title, title, "", first.satuan))
    mapping = tuple(
        Pemetaan(p.kolom.judul_asli, p.kolom.letak, names[p.batang], dict(p.nilai)) for p in parts
    )
    notes = [
        f"Bentuk panjang diusulkan: {len(parts)} kolom menjadi {len(stems)} kolom ukuran dan "
        f"kolom {', '.join(dims)} ({bersih.tabel.height} baris menjadi {long.height})."
    ]
    if dropped:
        notes.append(f"{dropped} sel kosong tidak menjadi baris.")
    return Bentuk(
        Bersih(tuple(columns), long, typed, bersih.judul_atas, (*bersih.catatan, *notes)),
        mapping,
        tuple(skipped),
    )


def _unik(name: str, *taken: Sequence[str]) -> str:
    used = {n for group in taken for n in group}
    return f"jumlah_{name}" if name in used else name


def _singkat(stems: Sequence[str]) -> dict[str, str]:
    """A name for each measure. Long headings that share their beginning keep its core and what sets
    them apart: ``Jumlah Penumpang di Bandara (Orang) Domestik`` → ``jumlah_penumpang_domestik``."""
    names = {stem: normal(stem) for stem in stems}
    parted = [name.split("_") for name in names.values()]
    shared = 0
    while all(len(p) > shared + 1 for p in parted) and len({p[shared] for p in parted}) == 1:
        shared += 1
    if len(stems) < 2 or shared < 2 or max(map(len, names.values())) <= 40:
        return names
    core = re.split(r"_(?:menurut|berdasarkan|di|pada|per)_", "_".join(parted[0][:shared]) + "_")[0]
    return {
        stem: "_".join((core.strip("_"), *name.split("_")[shared:])) for stem, name in names.items()
    }
