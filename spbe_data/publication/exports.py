"""The files of one release: CSV, XLSX, JSON, Parquet, data dictionary, chart and manifest.

Belongs here: writing a release folder whole, then renaming it into place. A release's address is
immutable: once it exists its files never change.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from spbe_data.publication.chart import gambar_rilis
from spbe_data.publication.data_package import NAMA_BERKAS, paket_rilis
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.cell_status import TANDA, kolom_status
from spbe_data.standards.models import Standar
from spbe_data.standards.series import Seri

XLSX_ROWS = 1_048_576
"""Rows a worksheet can hold, header included."""


@dataclass(frozen=True, slots=True)
class IsiRilis:
    """What a release is made of.

    ``pengungkapan``: the rule by which figures are withheld and how many are, per measure; ``None``
    where nothing of the dataset is protected.
    """

    nomor: int
    terbit_pada: str
    versi_periode: dict[str, int]
    pengajuan: tuple[dict[str, Any], ...]
    contoh: bool
    pengungkapan: dict[str, Any] | None = None


def kolom_terbuka(series: Seri, frame: pl.DataFrame) -> list[str]:
    """Columns that may go out: open by MS-Var column 12, plus both area code systems and period.

    A column that any version of the standard closes stays closed, also where a later one has
    dropped it: its old figures are still in the frame.
    """
    closed = {c.nama for version in series.versi for c in version.kolom if not c.akses_umum}
    hidden = closed | {kolom_status(n) for n in closed} | {"versi", "sumber_sha256", "sumber_baris"}
    return [name for name in frame.columns if name not in hidden]


def kamus(standard: Standar, columns: Sequence[str]) -> list[dict[str, Any]]:
    """The data dictionary of the open columns."""
    rows: list[dict[str, Any]] = []
    by_name = {c.nama: c for c in standard.kolom}
    for name in columns:
        column = by_name.get(name)
        rows.append(
            {
                "nama": name,
                "judul": column.judul.id if column else name.replace("_", " "),
                "judul_en": column.judul.en if column else name.replace("_", " "),
                "tipe": column.tipe if column else "teks",
                "konsep": column.konsep if column else "Kode atau nama wilayah padanan",
                "definisi": column.definisi
                if column
                else "Diisi dari jembatan kode BPS dan Kemendagri, atau periode baris.",
                "rujukan_waktu": column.rujukan_waktu if column else "",
                "daftar": (column.daftar or "") if column else "",
                "wajib": column.wajib if column else True,
            }
        )
    return rows


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def _csv(frame: pl.DataFrame) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")  # RFC 4180
    writer.writerow(frame.columns)
    writer.writerows([_text(v) for v in row] for row in frame.iter_rows())
    return buffer.getvalue().encode("utf-8")


def _json(frame: pl.DataFrame, head: dict[str, Any]) -> bytes:
    rows = [{k: _plain(v) for k, v in row.items()} for row in frame.iter_rows(named=True)]
    return json.dumps({**head, "data": rows}, ensure_ascii=False, indent=1).encode("utf-8")


def _xlsx(
    path: Path,
    frame: pl.DataFrame,
    dictionary: list[dict[str, Any]],
    about: Sequence[tuple[str, str]],
) -> None:
    book = xlsxwriter.Workbook(
        str(path),
        {
            "constant_memory": True,
            "default_date_format": "yyyy-mm-dd",
            "strings_to_formulas": False,
            "strings_to_urls": False,
        },
    )
    bold = book.add_format({"bold": True, "bg_color": "#E6EEF5"})
    text = book.add_format({"num_format": "@"})
    book.set_properties({"created": dt.datetime(2000, 1, 1)})  # same content, same bytes
    sheet = book.add_worksheet("Data")
    sheet.freeze_panes(1, 0)
    # Column number of a measure → that of its status, which says what an empty figure means.
    told = {
        j: frame.columns.index(kolom_status(name))
        for j, name in enumerate(frame.columns)
        if kolom_status(name) in frame.columns
    }
    sign = book.add_format({"num_format": "@", "align": "right", "font_color": "#5B5F66"})
    for j, name in enumerate(frame.columns):
        sheet.set_column(j, j, max(12, min(34, len(name) + 2)))
        sheet.write_string(0, j, name, bold)
    for i, row in enumerate(frame.iter_rows(), start=1):
        for j, value in enumerate(row):
            if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
                sheet.write_number(i, j, float(value))
            elif value is not None:
                sheet.write_string(i, j, _text(value), text)
            elif j in told:
                sheet.write_string(i, j, TANDA.get(str(row[told[j]]), ""), sign)
    sheet = book.add_worksheet("Kamus data")
    heads = ("nama", "judul", "tipe", "konsep", "definisi", "rujukan_waktu", "daftar")
    for j, name in enumerate(heads):
        sheet.write_string(0, j, name, bold)
    for i, entry in enumerate(dictionary, start=1):
        for j, name in enumerate(heads):
            sheet.write_string(i, j, str(entry[name]))
    sheet = book.add_worksheet("Keterangan")
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100)
    for i, (label, words) in enumerate(about):
        sheet.write_string(i, 0, label, bold)
        sheet.write_string(i, 1, words)
    book.close()


def typed(standard: Standar, frame: pl.DataFrame) -> pl.DataFrame:
    """Decimals at the scale the standard declares."""
    return frame.with_columns(
        pl.col(column.nama).cast(pl.Decimal(38, column.skala))
        for column in standard.kolom
        if column.tipe == "desimal" and column.skala is not None and column.nama in frame.columns
    )


def keterangan(standard: Standar, catalog: Catalog, isi: IsiRilis) -> list[tuple[str, str]]:
    """What a reader of a file must know, as label and words."""
    licence = catalog.daftar["lisensi"].kode()[standard.lisensi]
    rows = [
        ("Judul", standard.judul.id),
        ("Ringkasan", standard.ringkasan.id),
        ("Produsen data", catalog.nama_instansi(standard.produsen_data)),
        ("Sumber angka", f"{standard.sumber_angka.penerbit}: {standard.sumber_angka.nama}"),
        ("Konsep", standard.standar_data.konsep),
        ("Definisi", standard.standar_data.definisi),
        ("Klasifikasi", standard.standar_data.klasifikasi),
        ("Ukuran", standard.standar_data.ukuran),
        ("Satuan", standard.standar_data.satuan),
        ("Lisensi", licence.nama),
        ("Rilis", f"{isi.nomor} ({isi.terbit_pada[:10]})"),
        ("Periode", ", ".join(sorted(isi.versi_periode))),
    ]
    if any(kolom_status(c.nama) in standard.nama_kolom for c in standard.kolom):
        rows.append(
            (
                "Tanda",
                f"0 = nol; {TANDA['dirahasiakan']} = dirahasiakan; {TANDA['tidak_tersedia']} = tidak "
                "tersedia. Dalam CSV, JSON, dan Parquet selnya kosong dan kolom berakhiran _status "
                "menyebut sebabnya.",
            )
        )
    if isi.pengungkapan is not None:
        hidden = sum(isi.pengungkapan["dirahasiakan"].values())
        rows.append(
            (
                "Angka yang dirahasiakan",
                f"{hidden} sel, menurut kebijakan {isi.pengungkapan['kebijakan']}: angka kecil tentang "
                "orang atau usaha tidak diterbitkan, begitu pula angka lain yang dapat membukanya "
                "lewat pengurangan.",
            )
        )
    if isi.contoh:
        rows.insert(
            1,
            (
                "Contoh",
                "Rilis contoh untuk peragaan sistem; angka nyata dari sumber tersebut, pejabat penandatangan contoh.",
            ),
        )
    return rows


def tulis_rilis(
    folder: Path,
    standard: Standar,
    catalog: Catalog,
    frame: pl.DataFrame,
    isi: IsiRilis,
    sertaan: Mapping[str, bytes],
) -> dict[str, Any]:
    """Write release ``isi.nomor`` under ``folder/<dataset>/rilis/<nomor>``; returns its manifest.

    ``frame`` is the curated table, ``sertaan`` further files by name. Everything is written aside, fsynced and renamed, so a release
    is there whole or not at all; one already there is replaced only if it is not yet recorded.
    """
    target = folder / standard.id / "rilis" / str(isi.nomor)
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(dir=target.parent, prefix=".baru-"))
    try:
        shown = typed(standard, frame.select(kolom_terbuka(catalog.seri[standard.id], frame)))
        dictionary = kamus(standard, shown.columns)
        about = keterangan(standard, catalog, isi)
        stem = standard.id
        (aside / f"{stem}.csv").write_bytes(_csv(shown))
        head = {
            "dataset": stem,
            "rilis": isi.nomor,
            "judul": standard.judul.id,
            "contoh": isi.contoh,
            "keterangan": dict(about),
        }
        (aside / f"{stem}.json").write_bytes(_json(shown, head))
        shown.write_parquet(aside / f"{stem}.parquet", compression="zstd")
        if shown.height < XLSX_ROWS:
            _xlsx(aside / f"{stem}.xlsx", shown, dictionary, about)
        (aside / "kamus.json").write_text(
            json.dumps(dictionary, ensure_ascii=False, indent=1), encoding="utf-8"
        )
        day = dt.datetime.fromisoformat(isi.terbit_pada).date()
        (aside / NAMA_BERKAS).write_bytes(
            paket_rilis(standard, catalog, shown, isi.nomor, day, isi.pengungkapan)
        )
        for name, data in sertaan.items():
            (aside / name).write_bytes(data)
        picture = gambar_rilis(standard, shown)
        if picture is not None:
            (aside / "grafik.svg").write_text(picture, encoding="utf-8")
        manifest = _manifest(aside, standard, isi, shown)
        (aside / "manifest.json").write_text(
            json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8"
        )
        for path in aside.iterdir():
            with path.open("rb") as handle:
                os.fsync(handle.fileno())
        if target.exists():
            shutil.rmtree(target)
        aside.chmod(0o755)
        aside.rename(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return manifest


def _manifest(
    folder: Path, standard: Standar, isi: IsiRilis, frame: pl.DataFrame
) -> dict[str, Any]:
    files = {
        path.name: {
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "ukuran": path.stat().st_size,
        }
        for path in sorted(folder.iterdir())
    }
    return {
        "dataset": standard.id,
        "rilis": isi.nomor,
        "terbit_pada": isi.terbit_pada,
        "contoh": isi.contoh,
        "standar": {"versi": standard.versi, "penetapan": standard.penetapan.dasar_hukum},
        "lisensi": standard.lisensi,
        "versi_periode": dict(sorted(isi.versi_periode.items())),
        "pengajuan": list(isi.pengajuan),
        "jumlah_baris": frame.height,
        "kolom": frame.columns,
        "berkas": files,
        **({"pengungkapan": isi.pengungkapan} if isi.pengungkapan is not None else {}),
    }
