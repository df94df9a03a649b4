"""``spbe standar``: the standards that are known, and whether their content is right."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from spbe_data.commands.terminal import FINDINGS, open_catalog, open_settings, say, stop

app = typer.Typer(help="Standar data: daftar dan pemeriksaan isi schemas/.", no_args_is_help=True)


@app.command("list")
def standar_list(
    as_json: Annotated[bool, typer.Option("--json", help="Keluaran JSON.")] = False,
) -> None:
    """Daftar standar data yang dikenal."""
    catalog = open_catalog(open_settings())
    rows = [
        {
            "id": s.id,
            "judul": s.judul.id,
            "perangkat_daerah": s.produsen_data,
            "frekuensi": s.jadwal_pemutakhiran,
            "level": s.tingkat_penyajian,
            "akses": s.akses,
        }
        for s in catalog.standar.values()
    ]
    if as_json:
        say(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        say(
            f"{row['id']}\n    {row['judul']} · {row['perangkat_daerah']} · {row['frekuensi']} · {row['akses']}"
        )
    say(f"{len(rows)} standar.")


@app.command("validate")
def standar_validate() -> None:
    """Periksa semua isi schemas/ dan quality/; tiap kesalahan dengan berkas, baris, isian, aturan."""
    settings = open_settings()
    catalog = open_catalog(settings, FINDINGS)
    from spbe_data.flows.replay import kesalahan_contoh
    from spbe_data.maturity import InstrumenTidakSah, list_instruments

    faults = kesalahan_contoh(settings.contoh, catalog)
    if faults:
        stop("\n".join(map(str, faults)), FINDINGS)
    try:
        instruments = list_instruments(settings.schemas / "instrumen")
    except InstrumenTidakSah as exc:
        stop(str(exc), FINDINGS)
    say(
        f"Benar: {len(catalog.standar)} standar, {len(catalog.daftar)} daftar referensi, "
        f"{len(catalog.perangkat_daerah)} perangkat daerah, {len(catalog.wilayah.baris)} baris wilayah, {len(instruments)} instrumen."
    )
