"""Long tables made wide the ways agencies send them: for the tests of repairs only."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spbe_data.flows.house import Rumah
from spbe_data.flows.repair import Hasil, terapkan
from spbe_data.intake.model import Arahan
from spbe_data.standards.catalog import Catalog
from tests.synthetic import Row, rows_of

KECAMATAN = "jumlah-penduduk-menurut-kecamatan-dan-kelompok-umur"
JIWA = "jumlah_penduduk"
LABELS = (
    "kemendagri_kode_kecamatan",
    "kemendagri_nama_kecamatan",
    "kelompok_umur",
    "jenis_kelamin",
)
LONG = (*LABELS, JIWA, "satuan", "tahun")


def polos(number: int) -> str:
    return str(number)


def indonesia(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def inggris(number: int) -> str:
    return f"{number:,}"


@dataclass(frozen=True)
class Gaya:
    """How the wide table is written."""

    angka: Callable[[int], str] = polos
    bertingkat: bool = False
    awalan: str = ""
    judul: tuple[str, ...] = ()
    baris_jumlah: bool = False
    kolom_jumlah: bool = False
    sumber: bool = False
    tanpa_kode: bool = False
    tanpa_satuan: bool = False


def panjang(
    catalog: Catalog, years: Sequence[int], values: Sequence[int], groups: int = 2
) -> list[Row]:
    """Rows of the kecamatan standard for the first areas and ``groups`` age groups."""
    rows = rows_of(catalog, catalog.standar[KECAMATAN], [str(y) for y in years])
    ages = list(dict.fromkeys(r["kelompok_umur"] for r in rows))[:groups]
    areas = list(dict.fromkeys(r["kemendagri_kode_kecamatan"] for r in rows))[:3]
    kept = [
        r for r in rows if r["kelompok_umur"] in ages and r["kemendagri_kode_kecamatan"] in areas
    ]
    return [{**r, JIWA: values[i % len(values)]} for i, r in enumerate(kept)]


def lebar(rows: list[Row], style: Gaya) -> bytes:
    """The rows with their years as columns."""
    years = list(dict.fromkeys(r["tahun"] for r in rows))
    labels = [n for n in LABELS if not (style.tanpa_kode and n == "kemendagri_kode_kecamatan")]
    tail = [] if style.tanpa_satuan else ["satuan"]
    groups: dict[tuple[str, ...], dict[int, int]] = {}
    for row in rows:
        key = tuple(str(row[n]) for n in [*labels, *tail])
        groups.setdefault(key, {})[row["tahun"]] = row[JIWA]
    lines: list[list[str]] = [[text] for text in style.judul]
    heads = [f"{style.awalan} {y}".strip() for y in years]
    total = ["Jumlah"] if style.kolom_jumlah else []
    if style.bertingkat:
        lines.append([*labels, *tail, "Jumlah Penduduk", *[""] * (len(years) - 1), *total])
        lines.append(
            [*[""] * len(labels), *[""] * len(tail), *map(str, years), *([""] if total else [])]
        )
    else:
        lines.append([*labels, *tail, *heads, *total])
    for key, values in groups.items():
        numbers = [values[y] for y in years]
        extra = [style.angka(sum(numbers))] if total else []
        lines.append([*key, *map(style.angka, numbers), *extra])
    if style.baris_jumlah:
        sums = [sum(v[y] for v in groups.values()) for y in years]
        blank = [""] * (len(labels) - 2 + len(tail))
        name = ["", "Jumlah"] if not style.tanpa_kode else ["Jumlah", ""]
        extra = [style.angka(sum(sums))] if total else []
        lines.append([*name, *blank, *map(style.angka, sums), *extra])
    if style.sumber:
        lines.append(["Sumber: kompilasi uji"])
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(lines)
    return buffer.getvalue().encode()


def isi(data: bytes, columns: Sequence[str] = LONG) -> list[tuple[str, ...]]:
    """The table as sorted tuples, to compare without regard to the order of rows."""
    table = csv.DictReader(io.StringIO(data.decode()))
    return sorted(tuple(row[c] for c in columns) for row in table)


def isi_baris(rows: list[Row], columns: Sequence[str] = LONG) -> list[tuple[str, ...]]:
    return sorted(tuple(str(row[c]) for c in columns) for row in rows)


def semua(
    house: Rumah,
    data: bytes,
    dataset: str = KECAMATAN,
    *,
    nama: str = "lebar.csv",
    hasil: str = "hasil.csv",
    diterima: Sequence[str] = ("SEMUA",),
    oleh: str | None = None,
    periode: str | None = None,
    arahan: Arahan | None = None,
) -> Hasil:
    return terapkan(
        house,
        data,
        nama,
        dataset,
        diterima=diterima,
        nama_hasil=hasil,
        oleh=oleh,
        periode=periode,
        arahan=arahan,
    )
