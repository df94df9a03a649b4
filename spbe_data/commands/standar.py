"""``spbe standar``: the standards that are known, and whether their content is right."""

from __future__ import annotations

import datetime as dt
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
            "versi": s.versi,
            "status": s.status,
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
def standar_validate(
    lengkap: Annotated[
        bool, typer.Option("--lengkap", help="Sebutkan tiap kekurangan standar yang belum lengkap.")
    ] = False,
) -> None:
    """Periksa seluruh isi schemas/, quality/, dan contoh/ sekaligus.

    Tiap kesalahan disebut dengan berkas, baris, isian, aturan, dan cara memperbaikinya. Kekurangan
    (isian yang diminta aturan tetapi belum ada pada rancangan) dihitung, bukan kesalahan.
    """
    from spbe_data.flows.replay import kesalahan_contoh
    from spbe_data.maturity import InstrumenTidakSah, list_instruments
    from spbe_data.standards.catalog import Catalog
    from spbe_data.standards.completeness import kekurangan, pengecualian_berakhir

    settings = open_settings()
    catalog, found = Catalog.dengan_kesalahan(settings.schemas, settings.quality)
    found += tuple(kesalahan_contoh(settings.contoh, catalog))
    faults = [str(f) for f in sorted(found, key=lambda f: (f.berkas, f.baris or 0))]
    count = 0
    try:
        count = len(list_instruments(settings.schemas / "instrumen"))
    except InstrumenTidakSah as exc:
        faults += [str(f) if "/" in f.berkas else f"schemas/instrumen/{f}" for f in exc.faults]
    if faults:
        stop("\n".join([*faults, f"{len(faults)} kesalahan."]), FINDINGS)
    say(
        f"Benar: {len(catalog.standar)} standar, {len(catalog.daftar)} daftar referensi, "
        f"{len(catalog.perangkat_daerah)} perangkat daerah, {len(catalog.wilayah.baris)} baris wilayah, {count} instrumen."
    )
    today = dt.datetime.now(settings.zona).date()
    for id_, standard in catalog.standar.items():
        if pengecualian_berakhir(standard, today):
            say(
                f"{id_}: masa pengecualian informasinya sudah berakhir. Tinjau: buka, atau minta "
                "penetapan PPID yang baru (UU 14/2008 Pasal 2 dan 17)."
            )
    gaps = {id_: kekurangan(standard) for id_, standard in catalog.standar.items()}
    lacking = {id_: found for id_, found in gaps.items() if found}
    if lacking:
        say(
            f"{len(lacking)} standar belum lengkap untuk ditetapkan ({sum(map(len, lacking.values()))} isian)"
            + (":" if lengkap else "; rinciannya dengan --lengkap.")
        )
    for id_, gaps_of in lacking.items() if lengkap else ():
        say(f"{id_}: {len(gaps_of)} isian")
        for gap in gaps_of:
            say(f"    {gap}")
