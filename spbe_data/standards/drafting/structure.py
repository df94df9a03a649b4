"""What the columns mean together: level, period, key, coverage; and the columns that are missing.

Belongs here: guesses that need more than one column. Does not belong here: one column's meaning.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Sequence
from typing import Any

import polars as pl

from spbe_data.identifiers.periode import Periode, PeriodeTidakSah
from spbe_data.intake.header import normal
from spbe_data.standards.drafting.areas import SISTEM_TAMPIL, TINGKAT, TINGKAT_TAMPIL
from spbe_data.standards.drafting.context import Konteks
from spbe_data.standards.drafting.making import isi_kolom
from spbe_data.standards.drafting.model import Dugaan, KolomUsul
from spbe_data.standards.drafting.periods import (
    bulan_dari_teks,
    semester_dari_teks,
    tahun_dari_teks,
    triwulan_dari_teks,
)
from spbe_data.standards.models import TIME_COLUMNS

_URUTAN_PERAN = {"wilayah": 0, "dimensi": 1, "keterangan": 2, "ukuran": 3, "satuan": 4, "waktu": 6}
_TAHUN_DI_TEKS = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


def tambah_kolom(
    columns: list[KolomUsul], konteks: Konteks, texts: Sequence[str], headings: Sequence[str]
) -> tuple[list[KolomUsul], dict[str, str], list[str]]:
    """The columns the conventions want and the file lacks: area codes of both systems, unit, year.

    Gives the columns, the one value known for an added column (by name), and sentences.
    """
    notes: list[str] = []
    constant: dict[str, str] = {}
    columns = list(columns)
    have = {c.nama for c in columns}
    fields = {c.nama: isi_kolom(c, konteks) for c in columns}
    levels = {w["tingkat"] for f in fields.values() if (w := f.get("wilayah"))}

    def add(name: str, reason: str, sure: float, isian: dict[str, Any] | None = None) -> None:
        columns.append(KolomUsul(name, None, "", "", True, isian or {}, sure, reason))
        have.add(name)

    deepest = max(levels, key=TINGKAT.index) if levels else None
    if deepest is None:
        name = konteks.kolom_wilayah.get(("bps", "kabupaten_kota", "kode"))
        if name:
            add(name, "tidak ada kolom wilayah; data dianggap mencakup satu kabupaten/kota", 0.5)
            constant[name] = konteks.kode_bps
            notes.append(
                "Tidak ada kolom wilayah. Kolom kode kabupaten/kota diusulkan agar data dapat digabung."
            )
    else:
        added = []
        for system in ("bps", "kemendagri"):
            name = konteks.kolom_wilayah.get((system, deepest, "kode"))
            if name and name not in have:
                add(
                    name,
                    f"kode {SISTEM_TAMPIL[system]} tingkat {TINGKAT_TAMPIL[deepest]} belum ada; "
                    "standar memakai kedua sistem kode",
                    0.9,
                )
                added.append(name)
        if added:
            notes.append(
                f"Kolom {', '.join(added)} diusulkan: nama wilayah saja tidak cukup, dan pertukaran data "
                "memerlukan kode Kemendagri dan BPS. Isinya ditawarkan dari daftar referensi wilayah."
            )
    measures = [c for c in columns if isi_kolom(c, konteks).get("peran") == "ukuran"]
    units = {c.satuan for c in measures if c.satuan}
    if measures and "satuan" not in have and "satuan" in konteks.kamus:
        if len(units) == 1 and all(c.satuan for c in measures):
            unit = next(iter(units))
            add(
                "satuan",
                f"satuan {unit} terbaca dari judul kolom; ditulis sebagai kolom",
                0.85,
                {"pola": unit},
            )
            constant["satuan"] = unit
        elif len(units) <= 1:
            add("satuan", "satuan tidak tertulis dalam berkas; isi satuannya", 0.5)
        else:
            notes.append(
                "Ukuran memakai satuan yang berbeda-beda: satu kolom satuan tidak cukup. Pecah per satuan, "
                "atau tulis satuan dalam judul tiap kolom."
            )
    if not have & {"tahun", "tanggal"} and "tahun" in konteks.kamus:
        # A title says the year of the data; a heading may say another ("Laju 2020-2022").
        years = _years(texts) or _years(headings)
        if len(years) == 1:
            add("tahun", f"tidak ada kolom tahun; judul atau nama berkas menyebut {years[0]}", 0.75)
            constant["tahun"] = years[0]
        else:
            add("tahun", "tidak ada kolom waktu; setiap baris harus menyebut tahunnya", 0.5)
    return _order(columns, konteks), constant, notes


def _years(texts: Sequence[str]) -> list[str]:
    return sorted({year for text in texts for year in _TAHUN_DI_TEKS.findall(text)})


def _order(columns: list[KolomUsul], konteks: Konteks) -> list[KolomUsul]:
    """Area from the largest, dimensions, measures, unit, time with the year last (Open Data Jabar)."""
    fine = {"tanggal": 0, "bulan": 1, "triwulan": 2, "semester": 3, "tahun": 4}

    def place(item: tuple[int, KolomUsul]) -> tuple[int, int, int, int]:
        number, column = item
        f = isi_kolom(column, konteks)
        area = f.get("wilayah")
        if area:
            return (
                0,
                TINGKAT.index(area["tingkat"]),
                area["sistem"] == "kemendagri",
                area["bagian"] == "nama",
            )
        return (_URUTAN_PERAN[f["peran"]], fine.get(column.nama, 0), number, 0)

    return [c for _n, c in sorted(enumerate(columns), key=place)]


_NAMA_TEMPAT = re.compile(r"nama|nm|wilayah|desa|kelurahan|kecamatan|kec|kabupaten|kab|area")


def nama_sepasang(
    columns: list[KolomUsul], table: pl.DataFrame, konteks: Konteks
) -> list[KolomUsul]:
    """Texts that stand one to one with an area code are that area's names, even where the area
    list at hand does not know the region."""
    taken = {c.nama for c in columns}
    codes = [
        (c, w)
        for c in columns
        if (w := isi_kolom(c, konteks).get("wilayah")) and w["bagian"] == "kode"
    ]
    result = []
    for column in columns:
        fields = isi_kolom(column, konteks)
        if (
            fields.get("peran") != "keterangan"
            or fields.get("tipe") != "teks"
            or column.sumber is None
            or not _NAMA_TEMPAT.search(normal(column.judul_asli))
            or not fields.get("akses_umum", True)
        ):
            result.append(column)
            continue
        for code, area in sorted(codes, key=lambda item: item[1]["sistem"] != "kemendagri"):
            names = [
                n
                for s in ("kemendagri", "bps")
                if (n := konteks.kolom_wilayah.get((s, area["tingkat"], "nama"))) and n not in taken
            ]
            if code.sumber is None:
                continue
            pairs = table.select([code.sumber, column.sumber]).drop_nulls().unique()
            if (
                names
                and pairs.height >= 3
                and pairs[code.sumber].n_unique() == pairs.height
                and pairs[column.sumber].n_unique() >= 0.9 * pairs.height
            ):
                reason = f"{pairs.height} nama berpasangan satu-satu dengan {code.nama}"
                column = KolomUsul(
                    names[0], column.sumber, column.judul_asli, column.letak, True, {}, 0.75, reason
                )
                taken.add(names[0])
                break
        result.append(column)
    return result


def satukan_peran(columns: list[KolomUsul], konteks: Konteks) -> list[KolomUsul]:
    """Time roles that depend on one another: a date is the period only where no year stands by it."""
    names = {c.nama for c in columns}
    result = []
    for column in columns:
        if column.nama == "tanggal" and "tahun" not in names:
            column = dataclasses.replace(column, isian={**column.isian, "peran": "waktu"})
        result.append(column)
    return result


def frekuensi(columns: Sequence[KolomUsul]) -> Dugaan:
    """The kind of period, from the time columns."""
    names = {c.nama: c for c in columns}
    for name, value in (
        ("bulan", "bulanan"),
        ("triwulan", "triwulanan"),
        ("semester", "semesteran"),
    ):
        if name in names and "tahun" in names:
            return Dugaan(value, min(0.95, names[name].yakin), f"ada kolom tahun dan {name}")
    if "tahun" in names:
        added = names["tahun"].sumber is None
        return Dugaan("tahunan", 0.6 if added else 0.9, "hanya kolom tahun yang menyatakan waktu")
    if "tanggal" in names:
        return Dugaan("harian", 0.8, "hanya kolom tanggal yang menyatakan waktu")
    return Dugaan("tahunan", 0.3, "tidak ada kolom waktu")


def tingkat(columns: Sequence[KolomUsul], konteks: Konteks) -> Dugaan:
    """The level of presentation: the deepest area column that has more than a heading."""
    found = [
        (TINGKAT.index(w["tingkat"]), c)
        for c in columns
        if (w := isi_kolom(c, konteks).get("wilayah"))
    ]
    if not found:
        return Dugaan("kabupaten_kota", 0.3, "tidak ada kolom wilayah")
    place, column = max(found, key=lambda item: item[0])
    return Dugaan(
        TINGKAT[place], min(0.97, column.yakin), f"kolom wilayah terdalam adalah {column.nama}"
    )


def kunci(
    columns: list[KolomUsul], table: pl.DataFrame, period: str, level: str, konteks: Konteks
) -> tuple[Dugaan, list[KolomUsul]]:
    """The smallest set of columns, measures aside, that makes every row one; with the evidence.

    ``table``: columns named as proposed. Text columns that the key needs become dimensions.
    """
    fields = {c.nama: isi_kolom(c, konteks) for c in columns}
    present = [c.nama for c in columns if c.sumber is not None and c.nama in table.columns]
    system = "bps" if level in ("provinsi", "kabupaten_kota") else "kemendagri"
    codes = [
        n for n, f in fields.items()
        if (w := f.get("wilayah")) and w["tingkat"] == level and w["bagian"] == "kode"
    ]  # fmt: skip
    codes.sort(key=lambda n: ((s := fields[n]["wilayah"]["sistem"]) != system, s))
    area = codes[:1]
    # Before codes are filled in, names with the names above them stand for the place.
    if area and area[0] in present:
        seen = list(area)
    else:
        seen = [n for n in present if fields[n].get("wilayah")]
    time = list(TIME_COLUMNS[period])
    daily = "tanggal" in fields
    if daily:
        time = ["tanggal"]
    seen += [n for n in time if n in present]
    dims = [n for n in present if fields[n]["peran"] == "dimensi" and n not in seen]
    texts = [
        n for n in present
        if fields[n]["peran"] == "keterangan" and fields[n]["tipe"] in ("teks", "bulat")
        and n not in seen and fields[n].get("akses_umum", True) and not table[n].null_count()
    ]  # fmt: skip
    dims = [n for n in dims if not table[n].null_count()]
    chosen, duplicates = _smallest(table, seen, dims, texts)
    key = [*area, *chosen, *(n for n in time if n in fields)]
    if not key:
        key = chosen or present[:1]
    before = _duplicates(table, seen)
    if table.height == 0:
        reason, sure = "tabel tidak berisi baris", 0.2
    elif duplicates:
        reason = f"{duplicates} dari {table.height} baris masih kembar; tidak ada susunan kolom yang unik"
        sure = 0.3
    elif chosen:
        reason = (
            f"unik pada {table.height} baris; tanpa {', '.join(chosen)} ada {before} baris kembar"
        )
        sure = 0.9 if all(n in dims for n in chosen) else 0.7
    else:
        reason, sure = f"unik pada {table.height} baris", 0.92 if table.height > 1 else 0.5
    raised = []
    for column in columns:
        isian = dict(column.isian)
        if column.nama in chosen and fields[column.nama]["peran"] == "keterangan":
            isian["peran"] = "dimensi"
        elif (
            fields[column.nama]["peran"] == "dimensi"
            and column.nama not in key
            and not column.kamus
            and column.nama != "tanggal"
            and fields[column.nama].get("induk") is None
        ):
            isian["peran"] = "keterangan"
        if column.nama in key and fields[column.nama]["peran"] != "wilayah":
            isian.pop("wajib", None)
        raised.append(dataclasses.replace(column, isian=isian))
    return Dugaan(key, sure, reason), raised


def _duplicates(table: pl.DataFrame, names: Sequence[str]) -> int:
    if not table.height:
        return 0
    return table.height - (table.select(names).n_unique() if names else 1)


def _smallest(
    table: pl.DataFrame, base: list[str], dims: list[str], texts: list[str]
) -> tuple[list[str], int]:
    """What must join ``base``: none, the fewest dimensions, then texts; and rows still double."""
    if not _duplicates(table, base):
        return [], 0
    most = min(3, len(dims))
    for size in range(1, most + 1):
        for combo in itertools.combinations(dims[:8], size):
            if not _duplicates(table, [*base, *combo]):
                return list(combo), 0
    # A name is likelier a key than any other text.
    texts = sorted(texts, key=lambda n: (not n.startswith("nama"), -table[n].n_unique()))[:8]
    for size in (1, 2):
        for extra in itertools.combinations(texts, size):
            for dim_size in range(most + 1):
                for combo in itertools.combinations(dims[:6], dim_size):
                    if not _duplicates(table, [*base, *combo, *extra]):
                        return [*combo, *extra], 0
    return dims, _duplicates(table, [*base, *dims])


def periode_pertama(
    table: pl.DataFrame, period: str, constant: dict[str, str]
) -> tuple[Dugaan | None, str | None]:
    """The first period in the data as ``berlaku_untuk_periode_sejak``, and the last one."""
    readers = {"tahun": tahun_dari_teks, "semester": semester_dari_teks,
               "triwulan": triwulan_dari_teks, "bulan": bulan_dari_teks}  # fmt: skip
    found: set[str] = set()
    names = TIME_COLUMNS[period]
    if any(n not in table.columns and n not in constant for n in names):
        return None, None
    rows = (
        table.select([n for n in names if n in table.columns]).unique().to_dicts()
        if any(n in table.columns for n in names)
        else [{}]
    )
    for row in rows:
        texts = {n: row.get(n) or constant.get(n) for n in names}
        if None in texts.values():
            continue
        if period == "harian":
            found.add(str(texts["tanggal"])[:10])
            continue
        numbers = {n: readers[n](str(t)) for n, t in texts.items()}
        if None in numbers.values():
            continue
        year = numbers["tahun"]
        found.add({
            "tahunan": f"{year}", "semesteran": f"{year}-S{numbers.get('semester')}",
            "triwulanan": f"{year}-T{numbers.get('triwulan')}",
            "bulanan": f"{year}-{numbers.get('bulan') or 0:02d}",
        }[period])  # fmt: skip
    periods = []
    for text in found:
        try:
            periods.append(Periode.parse(text))
        except PeriodeTidakSah:
            continue
    if not periods:
        return None, None
    periods.sort(key=lambda p: p.awal)
    return (
        Dugaan(
            periods[0].teks, 0.85, f"periode pertama dalam berkas; {len(periods)} periode dikenali"
        ),
        periods[-1].teks,
    )
