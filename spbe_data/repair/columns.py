"""Columns that are missing or too many: renamed, filled from what is known, or left out.

Belongs here: one column at a time. Columns that are values are :mod:`spbe_data.repair.unpivot`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from spbe_data.checks.privacy import safe
from spbe_data.checks.structure import needed_columns
from spbe_data.identifiers.periode import NAMA_BULAN, Periode
from spbe_data.identifiers.wilayah import RegisterWilayah
from spbe_data.intake.model import JenisCatatan, KolomTerbaca, Terbaca
from spbe_data.repair.headings import (
    LEVELS,
    MIRIP,
    area_code,
    area_names,
    is_total,
    likeness,
    nearest_column,
)
from spbe_data.repair.offer import NOMOR_BARIS, Kata, Meja, Perbaikan, Tawaran, buang_kolom
from spbe_data.repair.offer import isi_kolom as fill
from spbe_data.repair.values import apply_list, touched, work_out
from spbe_data.standards.drafting.periods import (
    bulan_dari_teks,
    semester_dari_teks,
    triwulan_dari_teks,
)
from spbe_data.standards.models import Kolom

_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
_NAMES = 100_000
"""More different values than this in one column are no names of areas: there are not so many."""

_REGENCY = re.compile(r"(?i)\s*kab(?:upaten)?\b")
_PARTS = {
    "semester": (
        re.compile(r"(?i)\b(?:semester|smt)[\s.\-_]*(?:[12]|i{1,2})\b"),
        semester_dari_teks,
    ),
    "triwulan": (
        re.compile(r"(?i)\b(?:triwulan|tw|kuartal)[\s.\-_]*(?:[1-4]|iv|i{1,3})\b"),
        triwulan_dari_teks,
    ),
    "bulan": (
        re.compile(r"(?i)(?<![a-z])(?:" + "|".join(NAMA_BULAN["id"]) + r")(?![a-z])"),
        bulan_dari_teks,
    ),
}


def renamed(read: Terbaca, old: str, new: str) -> Terbaca:
    """The table with a column's name changed; its heading as written is kept."""
    columns = tuple(replace(c, nama=new, dikenal=True) if c.nama == old else c for c in read.kolom)
    return replace(
        read,
        kolom=columns,
        tabel=read.tabel.rename({old: new}),
        bertipe=None if read.bertipe is None else read.bertipe.rename({old: new}),
    )


def _title(column: KolomTerbaca) -> str:
    """A heading as it may be shown: it is the sender's text, and may hold anything."""
    return safe(column.judul_asli) if column.judul_asli else column.letak


class GantiJudul(Perbaikan):
    """A heading that is near to that of one missing column, and to no other."""

    jenis = "ganti_judul"

    def tawarkan(self, read: Terbaca, meja: Meja) -> list[Tawaran]:
        missing = meja.hilang(read)
        foreign = [c for c in meja.asing(read) if c.judul_asli and c.nama not in NOMOR_BARIS]
        near: dict[str, list[KolomTerbaca]] = {}
        for column in foreign:
            target = nearest_column(column.judul_asli, missing, meja)
            if target is not None:
                near.setdefault(target.nama, []).append(column)
        offers = []
        for name, columns in near.items():
            column = columns[0]
            others = [c for c in foreign if c is not column]
            rival = any(
                likeness(c.judul_asli, meja.standard.satu(name), meja) >= MIRIP for c in others
            )
            if len(columns) != 1 or rival:
                continue  # two headings for one column: only the sender knows
            offers.append(
                Tawaran(
                    self.jenis,
                    "KOLOM_HILANG",
                    name,
                    Kata(
                        f'Judul "{_title(column)}" dibaca sebagai kolom {name}.',
                        f'The heading "{_title(column)}" is taken for the column {name}.',
                    ),
                    "kolom",
                    1,
                    {"dari": column.nama, "menjadi": name},
                    contoh=tuple(read.baris.head(2).to_list()),
                    kolom_contoh=(column.nama, name),
                )
            )
        return offers

    def terapkan(self, read: Terbaca, parameter: Mapping[str, Any]) -> Terbaca:
        return renamed(read, parameter["dari"], parameter["menjadi"])


class IsiTetap(Perbaikan):
    """A missing column whose value is one and known: a period that is said, the only unit."""

    jenis = "isi_tetap"

    def tawarkan(self, read: Terbaca, meja: Meja) -> list[Tawaran]:
        offers = []
        for column, value, source in self._known(read, meja):
            offers.append(
                Tawaran(
                    self.jenis,
                    "KOLOM_HILANG",
                    column.nama,
                    Kata(
                        f'Kolom {column.nama} diisi "{value}" pada semua baris ({source.id}).',
                        f'The column {column.nama} gets "{value}" in all rows ({source.en}).',
                    ),
                    "sel",
                    read.tabel.height,
                    {"kolom": column.nama, "nilai": value},
                    contoh=tuple(read.baris.head(2).to_list()),
                )
            )
        return offers

    def _known(self, read: Terbaca, desk: Meja) -> Iterator[tuple[Kolom, str, Kata]]:
        missing = desk.hilang(read)
        if read.tabel.height == 0:
            return
        for column in missing:
            if column.nama in desk.standard.kolom_waktu and column.tipe == "bulat":
                found = _time_said(column.nama, read, desk)
            elif column.peran == "satuan":
                found = _only_unit(column, desk)
            else:
                continue
            if found is not None:
                yield column, *found

    def terapkan(self, read: Terbaca, parameter: Mapping[str, Any]) -> Terbaca:
        value = pl.repeat(parameter["nilai"], read.tabel.height, dtype=pl.String, eager=True)
        return fill(read, parameter["kolom"], value)


def _only_unit(column: Kolom, desk: Meja) -> tuple[str, Kata] | None:
    if column.daftar is None:
        return None
    period = desk.catalog.periode_terakhir(desk.standard, desk.hari)
    names = [e.nama for e in desk.catalog.daftar[column.daftar].dalam(period.awal, period.akhir)]
    fitting = [n for n in names if column.pola is None or re.fullmatch(column.pola, n)]
    if len(fitting) != 1:
        return None
    return fitting[0], Kata("satu-satunya satuan dalam standar", "the standard's only unit")


def _time_said(name: str, read: Terbaca, desk: Meja) -> tuple[str, Kata] | None:
    """One part of the period, from the first source that says exactly one."""
    for source, texts in _sources(read, desk):
        found: set[str] = set()
        for text in texts:
            if name == "tahun":
                found |= {y for y in _YEAR.findall(text) if int(y) <= desk.hari.year}
            elif name in _PARTS:
                pattern, number = _PARTS[name]
                found |= {str(n) for m in pattern.findall(text) if (n := number(m)) is not None}
        if len(found) == 1:
            return found.pop(), source
        if found:
            return None  # several years: whichever is meant, this file does not say it once
    return None


def _sources(read: Terbaca, desk: Meja) -> Iterator[tuple[Kata, list[str]]]:
    stated = desk.periode
    if stated is not None:
        period = Periode.parse(stated)
        words = [str(period.awal.year)]
        if period.frekuensi == desk.standard.periode:
            month = period.awal.month
            words += [
                f"semester {(month + 5) // 6}",
                f"triwulan {(month + 2) // 3}",
                NAMA_BULAN["id"][month - 1],
            ]
        yield Kata("periode yang Anda nyatakan", "the period that you stated"), words
    titles = [
        str(note.params.get("teks", ""))
        for note in read.catatan
        if note.jenis is JenisCatatan.BARIS_JUDUL_DI_ATAS
    ]
    yield Kata("baris judul di atas tabel", "the title lines above the table"), titles
    measures = {c.nama for c in desk.standard.ukuran}
    yield (
        Kata("judul kolom angka", "the heading of the figures"),
        [c.judul_asli for c in read.kolom if c.nama in measures],
    )
    yield Kata("nama lembar", "the name of the sheet"), [read.lembar or ""]
    yield Kata("nama berkas", "the name of the file"), [desk.nama_berkas]


class KodeDariNama(Perbaikan):
    """A missing code column whose areas are named in the table: exact names of one area each."""

    jenis = "kode_dari_nama"

    def tawarkan(self, read: Terbaca, meja: Meja) -> list[Tawaran]:
        present = {c.nama for c in read.kolom}
        codes = [c for c in meja.standard.kolom_wilayah("kode") if c.wilayah]
        offers: list[Tawaran] = []
        for column in sorted(codes, key=lambda c: c.nama not in meja.standard.kunci):
            if column.nama in present or column not in needed_columns(meja.standard, present):
                continue
            offer = self._one(read, meja, column)
            if offer is not None:
                offers.append(offer)
                present.add(column.nama)
        return offers

    def _one(self, read: Terbaca, desk: Meja, column: Kolom) -> Tawaran | None:
        if _elsewhere(read, desk, column):
            return None
        parent, parent_code = self._parent(read, desk, column)
        for source, name_column in self._names(read, desk, column):
            named = {
                RegisterWilayah.normal(v) for v in read.tabel[source.nama].unique() if v is not None
            }
            known: dict[str | None, dict[str, tuple[str, ...]]] = {}

            def judge(
                value: str,
                period: str | None,
                beside: str | None,
                known: dict[str | None, dict[str, tuple[str, ...]]] = known,
                named: set[str] = named,
            ) -> str | None:
                if period not in known:
                    parsed = Periode.parse(period) if period else None
                    known[period] = area_names(column, parsed, desk)
                city = f"KOTA{RegisterWilayah.normal(value)}"
                if city in known[period] and city not in named and not _REGENCY.match(value):
                    return None  # the bare name may be the kota or the kabupaten
                return area_code(value, known[period], parent_code(beside))

            time, entries = work_out(read, desk, source.nama, judge, parent)
            values = set(read.tabel[source.nama].drop_nulls().to_list())
            unmatched = sorted(
                v for v in values - {e["nilai"] for e in entries} if not is_total(v, desk)
            )
            # A column outside the standard is known as one of areas only by all its values; and
            # where many names are not ours, those that are may be namesakes elsewhere.
            matched = len({e["nilai"] for e in entries})
            foreign = source.nama not in desk.standard.nama_kolom
            if not entries or (unmatched if foreign else len(unmatched) > matched):
                continue
            rename = None
            if name_column is not None and not desk.punya(read, name_column.nama):
                rename = name_column.nama
            notes: tuple[Kata, ...] = ()
            if unmatched:
                some = ", ".join(f'"{v}"' for v in unmatched[:5])
                notes = (
                    Kata(
                        f"Tidak dikenal, kodenya dibiarkan kosong: {some} ({len(unmatched)} nama).",
                        f"Not known, their code is left empty: {some} ({len(unmatched)} names).",
                    ),
                )
            return Tawaran(
                self.jenis,
                "KOLOM_HILANG",
                column.nama,
                Kata(
                    f'Kolom {column.nama} diisi dari nama di kolom "{_title(source)}", hanya nama yang persis sama.',
                    f'The column {column.nama} is filled from the names in "{_title(source)}", exact names only.',
                ),
                "sel",
                touched(read, source.nama, time, entries)[0],
                {
                    "dari": source.nama,
                    "kolom": column.nama,
                    "menurut": time,
                    "peta": entries,
                    "nama_menjadi": rename,
                },
                catatan=notes,
                contoh=tuple(read.baris.head(3).to_list()),
            )
        return None

    @staticmethod
    def _parent(
        read: Terbaca, desk: Meja, code: Kolom
    ) -> tuple[str | None, Callable[[str | None], str | None]]:
        """The column of the next higher area beside a name, and how a cell of it gives its code.

        Desa of one name lie in several kecamatan; the kecamatan beside it says which is meant.
        """
        area = code.wilayah
        assert area is not None
        above = [
            c
            for c in desk.standard.kolom
            if c.wilayah
            and LEVELS.index(c.wilayah.tingkat) == LEVELS.index(area.tingkat) - 1
            and LEVELS.index(c.wilayah.tingkat) > desk.lingkup.kode_kemendagri.count(".")
            and desk.punya(read, c.nama)
        ]
        own = [c for c in above if c.wilayah and c.wilayah.bagian == "kode"]
        for column in own:
            if column.wilayah and column.wilayah.sistem == area.sistem:
                return column.nama, lambda cell: cell
        named = [c for c in above if c.wilayah and c.wilayah.bagian == "nama"]
        same = [
            c
            for c in desk.standard.kolom_wilayah("kode")
            if c.wilayah
            and c.wilayah.sistem == area.sistem
            and LEVELS.index(c.wilayah.tingkat) == LEVELS.index(area.tingkat) - 1
        ]
        if not named or not same:
            return None, lambda _cell: None
        known = area_names(same[0], None, desk)
        return named[0].nama, lambda cell: None if cell is None else area_code(cell, known)

    @staticmethod
    def _names(
        read: Terbaca, desk: Meja, code: Kolom
    ) -> Iterator[tuple[KolomTerbaca, Kolom | None]]:
        """Columns that may name the areas: those of the standard first, then foreign text."""
        assert code.wilayah is not None
        level = code.wilayah.tingkat
        names = [
            c
            for c in desk.standard.kolom_wilayah("nama")
            if c.wilayah and c.wilayah.tingkat == level
        ]
        by_name = {c.nama: c for c in read.kolom}
        for one in names:
            if one.nama in by_name:
                yield by_name[one.nama], one
        own = [c for c in names if c.wilayah and c.wilayah.sistem == code.wilayah.sistem] or names
        for foreign in desk.asing(read):
            if 2 <= read.tabel[foreign.nama].n_unique() <= _NAMES:
                yield foreign, own[0] if own else None

    def terapkan(self, read: Terbaca, parameter: Mapping[str, Any]) -> Terbaca:
        done = apply_list(read, parameter)
        if parameter["nama_menjadi"] is not None:
            done = renamed(done, parameter["dari"], parameter["nama_menjadi"])
        return done


def _elsewhere(read: Terbaca, desk: Meja, code: Kolom) -> bool:
    """Whether the table names a regency other than ours, so that lower names may be theirs."""
    assert code.wilayah is not None
    own_depth = desk.lingkup.kode_kemendagri.count(".")
    if LEVELS.index(code.wilayah.tingkat) <= own_depth:
        return False
    ours = {
        RegisterWilayah.normal(desk.lingkup.nama),
        RegisterWilayah.normal(desk.lingkup.kode_kemendagri),
        RegisterWilayah.normal(desk.lingkup.kode_bps),
    }
    for column in desk.standard.kolom:
        area = column.wilayah
        if (
            area is None
            or LEVELS.index(area.tingkat) != own_depth
            or not desk.punya(read, column.nama)
        ):
            continue
        values = read.tabel[column.nama].drop_nulls().unique().to_list()
        if any(RegisterWilayah.normal(v.removesuffix(".0")) not in ours for v in values):
            return True
    return False


class BuangKolom(Perbaikan):
    """Columns that the standard has not, row numbers among them."""

    jenis = "buang_kolom"

    def tawarkan(self, read: Terbaca, meja: Meja) -> list[Tawaran]:
        foreign = meja.asing(read)
        if not foreign:
            return []
        listed = ", ".join(f'"{_title(c)}"' for c in foreign)
        return [
            Tawaran(
                self.jenis,
                "KOLOM_TAK_DIKENAL",
                None,
                Kata(
                    f"Kolom yang tidak ada dalam standar ditinggalkan: {listed}.",
                    f"Columns that the standard does not have are left out: {listed}.",
                ),
                "kolom",
                len(foreign),
                # By letter: a name is made of the heading, and the recipe is kept.
                {"letak": [c.letak for c in foreign]},
                contoh=tuple(read.baris.head(2).to_list()),
            )
        ]

    def terapkan(self, read: Terbaca, parameter: Mapping[str, Any]) -> Terbaca:
        letters = set(parameter["letak"])
        return buang_kolom(read, [c.nama for c in read.kolom if c.letak in letters])


class IsiWilayahSendiri(IsiTetap):
    """The installation's own code, where the table names no area and the standard no lower one."""

    jenis = "isi_wilayah_sendiri"

    def _known(self, read: Terbaca, desk: Meja) -> Iterator[tuple[Kolom, str, Kata]]:
        if any(c.nama not in NOMOR_BARIS for c in desk.asing(read)):
            return  # a column that we do not know may be the one that names other areas
        present = {c.nama for c in read.kolom}
        codes = desk.standard.kolom_wilayah("kode")
        if any(c.wilayah and c.nama in present for c in desk.standard.kolom):
            return
        depth = desk.lingkup.kode_kemendagri.count(".")
        deepest = max((LEVELS.index(c.wilayah.tingkat) for c in codes if c.wilayah), default=-1)
        if deepest != depth:
            return
        for column in sorted(codes, key=lambda c: c.nama not in desk.standard.kunci):
            area = column.wilayah
            if area is None or LEVELS.index(area.tingkat) != depth:
                continue
            if column not in needed_columns(desk.standard, present):
                continue
            own = area.sistem == "kemendagri"
            present.add(column.nama)
            yield (
                column,
                desk.lingkup.kode_kemendagri if own else desk.lingkup.kode_bps,
                Kata(
                    f"wilayah pemasangan ini: {desk.lingkup.nama}",
                    f"this installation's own area: {desk.lingkup.nama}",
                ),
            )
