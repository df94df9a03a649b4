"""``spbe standar ekspor`` and ``spbe standar impor``: standards to and from the formats of others."""

from __future__ import annotations

import datetime as dt
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from spbe_data.commands.terminal import (
    FINDINGS,
    open_catalog,
    open_settings,
    read_file,
    read_period,
    say,
    stop,
)

if TYPE_CHECKING:
    from spbe_data.standards.catalog import Catalog
    from spbe_data.standards.models import Standar

app = typer.Typer()

_MOST = 5_000_000
"""Bytes of a standard to import: far beyond any real one."""


class Bentuk(StrEnum):
    """The formats, as written on the command line."""

    table_schema = "table-schema"
    datapackage = "datapackage"
    odcs = "odcs"
    csvw = "csvw"
    bps = "bps"


@app.command("ekspor")
def ekspor_(
    id_: Annotated[
        str | None, typer.Argument(metavar="ID", help="Id standar (spbe standar list).")
    ] = None,
    bentuk: Annotated[
        Bentuk | None, typer.Option("--format", help="Format keluaran; wajib tanpa --semua.")
    ] = None,
    versi: Annotated[str | None, typer.Option("--versi", help="Versi standar.")] = None,
    periode: Annotated[
        str | None,
        typer.Option("--periode", help="Pilihan daftar yang berlaku pada periode ini saja."),
    ] = None,
    semua: Annotated[
        bool, typer.Option("--semua", help="Semua standar, semua format, ke folder --out.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help='Berkas baru ("-": layar), atau folder.')
    ] = None,
) -> None:
    """Tulis standar sebagai Table Schema, Data Package, ODCS, CSVW, atau formulir BPS (XLSX)."""
    from spbe_data.identifiers.periode import Periode
    from spbe_data.standards.exchange.bps_isian import Lingkup
    from spbe_data.standards.exchange.exports import AKHIRAN, ekspor

    text = read_period(periode)
    settings = open_settings()
    today = dt.datetime.now(settings.zona).date()
    catalog = open_catalog(settings)
    period = Periode.parse(text) if text else None
    area = Lingkup(settings.nama_provinsi, settings.nama_wilayah)
    if semua:
        if id_ is not None or bentuk is not None or versi is not None or out is None:
            stop("--semua dipakai tanpa ID, --format, dan --versi, dengan --out FOLDER.")
        written = 0
        for standard in catalog.standar.values():
            for form, ending in AKHIRAN.items():
                data = ekspor(standard, catalog, form, today, period, area)
                _write(out / f"{standard.id}.{ending}", data, make=True)
                written += 1
        say(f"{written} berkas dari {len(catalog.standar)} standar ditulis ke {out}.")
        return
    if id_ is None or bentuk is None:
        stop("Sebutkan ID standar dan --format, atau pakai --semua --out FOLDER.")
    data = ekspor(_chosen(catalog, id_, versi), catalog, bentuk.value, today, period, area)
    if out is None or str(out) == "-":
        if bentuk is Bentuk.bps and sys.stdout.isatty():
            stop("Formulir BPS adalah buku kerja; simpan dengan --out BERKAS.xlsx.")
        sys.stdout.buffer.write(data)
        return
    _write(out, data)
    say(f"Standar {id_} ditulis ke {out}.")


def _chosen(catalog: Catalog, id_: str, versi: str | None) -> Standar:
    if id_ not in catalog.seri:
        stop(f"Standar '{id_}' tidak dikenal. Daftar lengkap: spbe standar list.")
    series = catalog.seri[id_]
    if versi is None:
        return series.kini
    try:
        return series.satu(versi)
    except KeyError:
        known = ", ".join(v.versi for v in series.versi)
        stop(f"Standar '{id_}' tidak punya versi {versi}. Yang ada: {known}.")


@app.command("impor")
def impor_(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="JSON, YAML, atau formulir BPS (XLSX).")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", help='Berkas YAML baru ("-": layar).')
    ] = None,
) -> None:
    """Jadikan Table Schema, Data Package, ODCS, CSVW, atau formulir BPS rancangan standar.

    Formatnya dikenali dari isi. Isian yang belum ada bertanda LENGKAPI.
    """
    from spbe_data.standards.exchange.imports import BukanStandar, impor

    try:
        made = impor(read_file(file, _MOST))
    except BukanStandar as exc:
        stop(f"Berkas {file} tidak dapat diimpor. {exc}", FINDINGS)
    for note in made.catatan:
        typer.echo(f"- {note}", err=True)
    if out is None or str(out) == "-":
        sys.stdout.write(made.yaml)
        return
    _write(out, made.yaml.encode())
    marked = sum("LENGKAPI: " in line for line in made.yaml.splitlines() if line[0] != "#")
    say(f"Rancangan {made.id} ({made.bentuk}) ditulis ke {out}; {marked} tanda LENGKAPI.")


def _write(target: Path, data: bytes, *, make: bool = False) -> None:
    try:
        if make:
            target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as handle:
            handle.write(data)
    except FileExistsError:
        stop(f"Berkas {target} sudah ada dan tidak ditimpa. Pilih nama lain dengan --out.")
    except OSError:
        stop(f"Berkas {target} tidak dapat ditulis. Periksa foldernya dan izinnya.")
