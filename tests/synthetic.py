"""Made-up tables that obey a standard: for tests only, never for a real agency."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from spbe_data.identifiers.periode import Periode
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.models import Kolom, Standar
from spbe_data.standards.series import Seri

Row = dict[str, Any]

METADATA = {
    "judul_kegiatan": "Kompilasi uji",
    "cara_pengumpulan": "3",
    "rujukan_waktu": "akhir periode",
    "kontak": "petugas uji",
    "status_angka": "tetap",
}


def _time(standard: Standar, period: Periode) -> Row:
    row: Row = {}
    for name in standard.kolom_waktu:
        if name == "tahun":
            row[name] = period.awal.year
        elif name == "bulan":
            row[name] = period.awal.month
        elif name == "semester":
            row[name] = 1 if period.awal.month == 1 else 2
        else:
            row[name] = period.awal.isoformat()
    return row


def _value(column: Kolom, catalog: Catalog, number: int) -> Any:
    if column.daftar:
        names = [e.nama for e in catalog.daftar[column.daftar].entri]
        return next(n for n in names if column.pola is None or re.fullmatch(column.pola, n))
    if column.tipe in ("bulat", "desimal"):
        low = int(column.minimum or 0)
        high = int(column.maksimum) if column.maksimum is not None else low + 10_000
        return low + number % max(1, min(high - low, 900))
    if column.tipe == "tanggal":
        return "2024-01-15"
    return f"contoh {number}"


def rows_of(
    catalog: Catalog,
    standard: Standar,
    periods: Sequence[str],
    kab: tuple[str, str] = ("32.16", "3216"),
) -> list[Row]:
    """One valid row per area and combination of the listed key columns, per period."""
    rows: list[Row] = []
    lists = {
        k: [e.nama for e in catalog.daftar[d].entri]
        for k in standard.kunci
        if (d := standard.satu(k).daftar) and k not in standard.kolom_waktu
    }
    for text in periods:
        period = Periode.parse(text)
        scope = standard.cakupan
        areas = (
            catalog.wilayah.semesta(scope.tingkat, period, jenis=scope.jenis or None, induk=kab[0])
            if scope
            else catalog.wilayah.cari(kab[0])[-1:]
        )
        for area in areas:
            for combo in itertools.product(*lists.values()):
                row: Row = {}
                for column in standard.kolom:
                    if column.wilayah is None:
                        row[column.nama] = _value(column, catalog, len(rows))
                        continue
                    depth = ("provinsi", "kabupaten_kota", "kecamatan", "desa_kelurahan").index(
                        column.wilayah.tingkat
                    ) + 1
                    code = ".".join(area.kode_kemendagri.split(".")[:depth])
                    own = [
                        w
                        for w in catalog.wilayah.cari(code)
                        if w.berlaku(period.akhir, period.akhir)
                    ][-1]
                    row[column.nama] = (
                        own.nama.upper()
                        if column.wilayah.bagian == "nama"
                        else own.kode(column.wilayah.sistem)
                    )
                row |= dict(zip(lists, combo, strict=True)) | _time(standard, period)
                rows.append(row)
    return rows


def as_csv(rows: Iterable[Row], columns: Sequence[str]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()


def changed(rows: list[Row], where: Callable[[Row], bool], **values: Any) -> list[Row]:
    """A copy with some rows changed; fails when ``where`` meets none."""
    assert any(map(where, rows))
    return [{**row, **values} if where(row) else dict(row) for row in rows]


@contextmanager
def with_versions(catalog: Catalog, *versions: Standar) -> Iterator[None]:
    """The catalogue with other versions of one standard, oldest first; restored at the end."""
    id_ = versions[0].id
    kept = catalog.seri[id_], catalog.standar[id_]
    catalog.seri[id_] = Seri(versions)
    catalog.standar[id_] = catalog.seri[id_].kini
    try:
        yield
    finally:
        catalog.seri[id_], catalog.standar[id_] = kept
