"""``spbe standar draft``: a standard proposed from a spreadsheet, every guess with its confidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from spbe_data.commands.terminal import (
    FINDINGS,
    open_catalog,
    open_settings,
    read_file,
    say,
    stop,
    why,
    write_json,
)

if TYPE_CHECKING:
    from spbe_data.standards.drafting.model import Rancangan

app = typer.Typer()


@app.command("draft")
def draft(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV, XLSX, XLS, ODS, JSON, atau Parquet.")
    ],
    judul: Annotated[str | None, typer.Option("--judul", help="Judul dataset.")] = None,
    perangkat_daerah: Annotated[
        str | None,
        typer.Option("--perangkat-daerah", metavar="ID", help="Id perangkat daerah produsen."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Tulis YAML ke berkas baru ini.")
    ] = None,
    as_json: Annotated[
        Path | None, typer.Option("--json", help='Tulis semua dugaan sebagai JSON ("-": layar).')
    ] = None,
    contoh_panjang: Annotated[
        Path | None,
        typer.Option("--contoh-panjang", help="Tulis data dalam bentuk usulan (CSV) ke sini."),
    ] = None,
    bentuk_asal: Annotated[
        bool, typer.Option("--bentuk-asal", help="Jangan usulkan bentuk panjang.")
    ] = False,
) -> None:
    """Usulkan standar dari satu berkas tabel, tanpa menyimpan apa pun selain yang diminta.

    Tiap dugaan disertai keyakinan (0 sampai 1) dan alasannya. Isian bertanda LENGKAPI diisi orang.
    """
    from spbe_data.checks.refusals import kata_berkas_ditolak
    from spbe_data.intake.reader import Batas, BerkasDitolak
    from spbe_data.standards.drafting.draft import konteks_dari, rancang_berkas
    from spbe_data.standards.drafting.model import TidakDapatDirancang
    from spbe_data.standards.drafting.write import jumlah_lengkapi, tulis_yaml

    settings = open_settings()
    for target in (out, as_json, contoh_panjang):
        if target is not None and str(target) != "-" and target.exists():
            stop(f"Berkas {target} sudah ada dan tidak ditimpa. Pilih nama lain.")
    data = read_file(file, settings.ukuran_berkas)
    konteks = konteks_dari(
        open_catalog(settings),
        {
            "kode_kemendagri": settings.kode_kemendagri,
            "kode_bps": settings.kode_bps,
            "nama": settings.nama_wilayah,
            "provinsi": settings.nama_provinsi,
        },
    )
    limits = Batas(ukuran_berkas=settings.ukuran_berkas, jumlah_sel=settings.jumlah_sel)
    try:
        made = rancang_berkas(
            data, file.name, konteks,
            judul=judul, produsen=perangkat_daerah, panjang=not bentuk_asal, batas=limits,
        )  # fmt: skip
    except BerkasDitolak as refused:
        words = kata_berkas_ditolak(refused)
        stop(
            f"Berkas {file} tidak dapat dirancang: {words['alasan_id']}. {words['perbaikan_id']}",
            FINDINGS,
        )
    except TidakDapatDirancang as exc:
        stop(f"Berkas {file} tidak dapat dirancang. {exc}", FINDINGS)
    text = tulis_yaml(made, konteks)
    on_screen = as_json is not None and str(as_json) == "-"
    _summary(made)
    if contoh_panjang is not None:
        _write(contoh_panjang, made.tabel.write_csv())
        _tell(f"Data dalam bentuk usulan: {contoh_panjang} ({made.tabel.height} baris).")
    if as_json is not None:
        write_json(as_json, made.dokumen())
    if out is not None:
        _write(out, text)
        if not on_screen:
            _tell(f"Rancangan ditulis ke {out}; {jumlah_lengkapi(text)} isian bertanda LENGKAPI.")
    elif not on_screen:
        say(text.rstrip("\n"))


def _write(target: Path, text: str) -> None:
    try:
        with target.open("x", encoding="utf-8") as handle:
            handle.write(text)
    except FileExistsError:
        stop(f"Berkas {target} sudah ada dan tidak ditimpa. Pilih nama lain.")
    except OSError as exc:
        stop(f"Hasil tidak dapat ditulis ke {target}: {why(exc)}.")


def _tell(text: str) -> None:
    """The account goes to the error stream: the output is the YAML (or JSON) and nothing else."""
    from spbe_data.checks.privacy import safe

    typer.echo("\n".join(safe(line) for line in text.split("\n")), err=True)


def _summary(made: Rancangan) -> None:
    """What was guessed, as a table and sentences; never a value of a text column."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from spbe_data.checks.privacy import safe
    from spbe_data.standards.drafting.model import persen_yakin

    console = Console(stderr=True)
    table = Table("Kolom berkas", "Usulan", "Yakin", "Mengapa", box=None, pad_edge=False)
    for column in made.kolom:
        origin = column.judul_asli.replace("\n", " ") if column.sumber else "(ditambahkan)"
        reason = "; ".join((column.alasan, *column.peringatan))
        table.add_row(
            Text(safe(origin)[:40]), Text(column.nama), persen_yakin(column.yakin), Text(reason)
        )
    console.print(table)
    _tell("")
    about = Table("Isian", "Usulan", "Yakin", "Mengapa", box=None, pad_edge=False)
    for name, guess in made.isian.items():
        about.add_row(
            name, Text(safe(_shown(guess.nilai))), persen_yakin(guess.yakin), Text(guess.alasan)
        )
    console.print(about)
    for skip in made.dilewati:
        _tell(f'- Kolom {skip.letak} "{skip.judul_asli}" tidak diusulkan: {skip.alasan}.')
    for note in made.catatan:
        _tell(f"- {note}")
    for other in made.mirip:
        _tell(
            f"- Mungkin sama dengan {other.id} ({persen_yakin(other.skor)}: {other.alasan}); "
            "bila ya, pakai standar itu (Perpres 39/2019 Pasal 27 ayat (1))."
        )


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_shown(inner)}" for key, inner in value.items())
    return str(value)
