"""``spbe standar templat``: the workbook an officer fills in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from spbe_data.commands.terminal import open_catalog, open_settings, read_period, say, stop

app = typer.Typer()


@app.command("templat")
def templat(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Id standar (spbe standar list).")],
    periode: Annotated[
        str | None,
        typer.Option("--periode", help="Periode data, misalnya 2024 atau 2024-S1."),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Berkas XLSX baru.")] = None,
) -> None:
    """Buat buku kerja isian (XLSX) untuk satu standar.

    Dengan --periode, wilayah dan pilihan yang sah pada periode itu sudah disiapkan bila diketahui.
    """
    from spbe_data.identifiers.periode import Periode
    from spbe_data.standards.template import tulis_templat

    text = read_period(periode)
    settings = open_settings()
    catalog = open_catalog(settings)
    if id_ not in catalog.seri:
        stop(f"Standar '{id_}' tidak dikenal. Daftar lengkap: spbe standar list.")
    period = Periode.parse(text) if text else None
    series = catalog.seri[id_]
    standard = series.untuk(period) if period else series.kini
    if period is not None and period.frekuensi != standard.periode:
        stop(
            f"Periode {period.teks} bukan periode {standard.periode}. Standar ini memakai periode {standard.periode}."
        )
    path = out or Path(f"templat-{id_}{f'-{period.teks}' if period else ''}.xlsx")
    data = tulis_templat(standard, catalog, settings.kode_kemendagri, period)
    try:
        with path.open("xb") as handle:
            handle.write(data)
    except FileExistsError:
        stop(f"Berkas {path} sudah ada dan tidak ditimpa. Pilih nama lain dengan --out.")
    except OSError:
        stop(f"Berkas {path} tidak dapat ditulis. Periksa foldernya dan izinnya.")
    say(f"Templat {standard.judul.id} (versi {standard.versi}) ditulis ke {path}.")
