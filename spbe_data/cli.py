"""The terminal door (``spbe``): parse, call, print. Messages in Bahasa Indonesia.

Exit codes: 0 good, 1 findings, 2 misuse. Heavy rooms are imported inside the commands that need
them, so that the light ones answer at once.
"""

from __future__ import annotations

import csv
import itertools
import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from spbe_data.commands import (
    check,
    disclosure,
    draft,
    exchange,
    induk,
    mutu,
    referensi,
    register,
    repair,
    standar,
    template,
    versions,
)
from spbe_data.commands.terminal import (
    FINDINGS,
    GOOD,
    MISUSE,
    open_catalog,
    open_settings,
    read_file,
    read_metadata,
    read_period,
    say,
    stop,
)

"""Findings printed on the terminal; the document (``--json``) always has all."""

TABLE_ROWS = 1000
"""Rows that ``query`` prints as a table."""

app = typer.Typer(
    name="spbe",
    help="Satu Data dan SPBE kabupaten: periksa, terbitkan, dan ukur data perangkat daerah.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
kematangan_app = typer.Typer(help="Tingkat kematangan SPBE.", no_args_is_help=True)
standar.app.add_typer(versions.app)
standar.app.add_typer(draft.app)
standar.app.add_typer(template.app)
standar.app.add_typer(exchange.app)
app.add_typer(standar.app, name="standar")
app.add_typer(register.app, name="register")
app.add_typer(referensi.app, name="referensi")
app.add_typer(induk.app, name="induk")
app.add_typer(mutu.app, name="mutu")
app.add_typer(check.app)
app.add_typer(repair.app)
app.add_typer(disclosure.app)
app.add_typer(kematangan_app, name="kematangan")


# -- checking and submitting -----------------------------------------------------------------------


@app.command()
def submit(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Berkas data.")],
    standar: Annotated[str, typer.Option("--standar", metavar="ID", help="Id standar.")],
    metadata: Annotated[
        Path, typer.Option("--metadata", help="Metadata pengajuan (JSON atau YAML).")
    ],
    sebagai: Annotated[
        str,
        typer.Option("--sebagai", metavar="AKUN", help="Siapa yang mengirim; tercatat di buku."),
    ],
    periode: Annotated[str | None, typer.Option("--periode", help="Periode yang dimaksud.")] = None,
) -> None:
    """Ajukan satu berkas; aslinya disimpan, pemeriksaan dijalankan Dagster."""
    settings = open_settings()
    data = read_file(file, settings.ukuran_berkas)
    about, stated = read_metadata(metadata), read_period(periode)
    from spbe_data.flows.house import Rumah
    from spbe_data.flows.submit import AktorTidakSah, StandarTidakDikenal, ajukan

    house = Rumah(settings, open_catalog(settings))
    try:
        record = ajukan(
            house,
            data=data,
            nama_berkas=file.name,
            dataset=standar,
            metadata=about,
            aktor=sebagai,
            periode=stated,
        )
    except (StandarTidakDikenal, AktorTidakSah) as exc:
        stop(str(exc))
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        stop(f"Folder data {settings.home} tidak dapat ditulis. Periksa SPBE_HOME dan izinnya.")
    finally:
        house.tutup()
    say(f"Pengajuan {record.id} tercatat (SHA-256 {record.sha256[:12]}…), status {record.status}.")
    say(
        "Pemeriksaan dijalankan oleh Dagster; bila 'spbe up' tidak berjalan, jalankan 'spbe build'."
    )


# -- maturity --------------------------------------------------------------------------------------


@kematangan_app.command("skor")
def kematangan_skor(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.csv", help="CSV dengan kolom indikator,nilai.")
    ],
    instrumen: Annotated[
        str,
        typer.Option(
            "--instrumen", metavar="ID", help="Id instrumen, misalnya permenpanrb-59-2020."
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Keluaran JSON.")] = False,
) -> None:
    """Hitung indeks, predikat, domain, dan aspek dari nilai indikator."""
    settings = open_settings()
    from spbe_data.maturity import (
        InstrumenTidakSah,
        NilaiTidakSah,
        list_instruments,
        read_values,
        score,
    )

    data = read_file(file, settings.ukuran_berkas)
    try:
        known = {i.id: i for i in list_instruments(settings.schemas / "instrumen")}
    except InstrumenTidakSah as exc:
        stop(str(exc), FINDINGS)
    if instrumen not in known:
        stop(f"Instrumen '{instrumen}' tidak dikenal. Yang ada: {', '.join(known)}.")
    try:
        result = score(known[instrumen], read_values(data, known[instrumen])).to_dict()
    except NilaiTidakSah as exc:
        if as_json:
            say(
                json.dumps(
                    {"instrumen": instrumen, "kesalahan": [f.to_dict() for f in exc.faults]},
                    ensure_ascii=False,
                    indent=2,
                )
            )
        stop("\n".join(f.pesan["id"] for f in exc.faults), FINDINGS)
    if as_json:
        say(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        _show_index(result)
    raise typer.Exit(FINDINGS if result["kosong"] else GOOD)


def _comma(value: str | None) -> str:
    return "–" if value is None else f"{float(value):.2f}".replace(".", ",")


def _show_index(result: dict[str, Any]) -> None:
    if result["indeks"] is None:
        say(
            f"Indeks belum dapat dihitung: {len(result['kosong'])} indikator kosong ({', '.join(result['kosong'])})."
        )
        say(
            f"Bila yang kosong bernilai tingkat 1: {_comma(result['indeks_bila_kosong_tingkat_1'])}."
        )
    else:
        say(
            f"Indeks SPBE {result['indeks_tampil'].replace('.', ',')} ({result['predikat']}); tanpa pembulatan {result['indeks']}."
        )
    for part in ("domain", "aspek"):
        say()
        for row in result[part]:
            say(f"  {part} {row['id']:<3} {row['nama']:<60} {_comma(row['indeks'])}")
    for note in result["catatan"]:
        say(f"Catatan: {note}")


# -- analysts --------------------------------------------------------------------------------------


@app.command()
def query(
    sql: Annotated[str, typer.Argument(metavar='"SQL"', help="Pertanyaan SQL, hanya baca.")],
    bentuk: Annotated[str, typer.Option("--format", help="tabel, csv, atau json.")] = "tabel",
) -> None:
    """Tanya gudang data (DuckDB) dengan SQL; hanya membaca."""
    bentuk = bentuk or ("tabel" if sys.stdout.isatty() else "csv")
    if bentuk not in ("tabel", "csv", "json"):
        stop(f"--format tertulis '{bentuk}'; yang boleh: tabel, csv, json.")
    from spbe_data.warehouse.query import GudangBelumAda, SqlDitolak, potongan

    try:
        with potongan(open_settings().duckdb, sql) as (columns, rows):
            {"csv": _csv_rows, "json": _json_rows, "tabel": _table_rows}[bentuk](columns, rows)
    except GudangBelumAda as exc:
        stop(str(exc))
    except SqlDitolak as exc:
        stop(str(exc))


def _csv_rows(columns: list[str], rows: Iterator[tuple[Any, ...]]) -> None:
    writer = csv.writer(sys.stdout)
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if v is None else v for v in row])


def _json_rows(columns: list[str], rows: Iterator[tuple[Any, ...]]) -> None:
    if len(set(columns)) < len(columns):
        stop("Dua kolom bernama sama; beri nama lain dengan AS agar tidak ada yang hilang di JSON.")
    sys.stdout.write("[")
    for number, row in enumerate(rows):
        item = {
            k: None if isinstance(v, float) and not math.isfinite(v) else v
            for k, v in zip(columns, row, strict=True)
        }
        sys.stdout.write(
            (",\n" if number else "\n") + json.dumps(item, ensure_ascii=False, default=str)
        )
    sys.stdout.write("\n]\n")


def _table_rows(columns: list[str], rows: Iterator[tuple[Any, ...]]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table
    from rich.text import Text

    table = Table(*(escape(name) for name in columns))
    shown = list(itertools.islice(rows, TABLE_ROWS + 1))
    for row in shown[:TABLE_ROWS]:
        table.add_row(*(Text("" if v is None else str(v)) for v in row))
    Console().print(table)
    more = len(shown) > TABLE_ROWS
    say(
        f"{TABLE_ROWS} baris pertama; seluruhnya dengan --format csv."
        if more
        else f"{len(shown)} baris."
    )


@app.command()
def verify() -> None:
    """Periksa keutuhan: rantai audit, berkas asli, berkas kurasi, dan rilis terhadap catatannya."""
    from spbe_data.flows.house import Rumah
    from spbe_data.flows.verify import periksa_keutuhan

    settings = open_settings()
    house = Rumah(settings, open_catalog(settings))
    try:
        report = periksa_keutuhan(house)
    finally:
        house.tutup()
    for line in report.baris:
        say(line)
    if report.rusak:
        stop("\n".join(report.rusak), FINDINGS)
    say("Utuh.")


# -- the system ------------------------------------------------------------------------------------


@app.command()
def build() -> None:
    """Jalankan seluruh alur lewat Dagster atas isi folder ini, tanpa peladen."""
    from spbe_data.building import BangunGagal, bangun

    settings = open_settings()
    open_catalog(settings)
    try:
        bangun(settings, say)
    except BangunGagal as exc:
        stop(str(exc), FINDINGS)


@app.command()
def up(
    portal_port: Annotated[
        int | None, typer.Option("--portal-port", help="Port portal (bawaan 8000).")
    ] = None,
    dagster_port: Annotated[
        int | None, typer.Option("--dagster-port", help="Port Dagster (bawaan 3000).")
    ] = None,
) -> None:
    """Bangun bila perlu, lalu jalankan Dagster dan portal sampai dihentikan (Ctrl-C)."""
    from spbe_data.building import BangunGagal
    from spbe_data.serving import jalankan

    settings = open_settings()
    open_catalog(settings)
    try:
        code = jalankan(
            settings,
            portal_port or settings.portal_port,
            dagster_port or settings.dagster_port,
            say,
        )
    except BangunGagal as exc:
        stop(str(exc), FINDINGS)
    raise typer.Exit(code)


def main() -> None:
    """Entry point of ``spbe``: no stack trace ever reaches a user."""
    from spbe_data.identifiers.samaran import pasang_penyaring_log, samarkan

    pasang_penyaring_log()
    try:
        app()
    except KeyboardInterrupt:
        _interrupted()
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(MISUSE) from None
    except Exception as exc:
        import logging
        import os

        if os.environ.get("SPBE_DEBUG"):
            raise
        logging.getLogger("spbe_data").debug("unexpected", exc_info=exc)
        typer.echo(
            f"Terjadi gangguan yang tidak terduga ({type(exc).__name__}: {samarkan(str(exc))}). "
            "Ulangi dengan SPBE_DEBUG=1 dan kirim keluarannya kepada pengelola sistem.",
            err=True,
        )
        raise SystemExit(MISUSE) from None


def _interrupted() -> NoReturn:
    typer.echo("Dihentikan.", err=True)
    raise SystemExit(130)


if __name__ == "__main__":
    main()
