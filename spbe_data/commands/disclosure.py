"""``spbe pengungkapan``: what the next release of a dataset would withhold, without publishing it."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from spbe_data.commands.terminal import FINDINGS, open_catalog, open_settings, say, stop

app = typer.Typer()


@app.command("pengungkapan")
def pengungkapan(
    dataset: Annotated[str, typer.Argument(help="Id dataset.", metavar="ID")],
    as_json: Annotated[bool, typer.Option("--json", help="Keluaran JSON.")] = False,
) -> None:
    """Angka kecil yang akan dirahasiakan pada rilis berikutnya; keluar 1 bila rilis akan ditolak."""
    from spbe_data.flows.disclosure import BelumAman, pengungkapan_dari, periksa_pengungkapan
    from spbe_data.flows.house import Rumah
    from spbe_data.flows.publish import versi_kini

    settings = open_settings()
    house = Rumah(settings, open_catalog(settings))
    if dataset not in house.catalog.standar:
        stop(f"Tidak ada standar '{dataset}'. Daftar lengkap: spbe standar list.")
    try:
        versions = versi_kini(house, dataset) if house.punya_buku() else []
        decided = periksa_pengungkapan(house, dataset, versions)
    except BelumAman as exc:
        stop(str(exc), FINDINGS)
    finally:
        house.tutup()
    made: dict[str, Any] = {
        "dataset": dataset,
        "dilindungi": pengungkapan_dari(house, dataset) is not None,
        "periode": len(versions),
        "angka_kecil": len(decided.primer),
        "ikut_disembunyikan": len(decided.sekunder),
        "sudah_terbuka_di_rilis_lama": len(decided.sudah_terbuka),
    }
    if as_json:
        say(json.dumps(made, ensure_ascii=False, indent=2))
        return
    if not made["dilindungi"]:
        say(f"'{dataset}' tidak meminta perlindungan angka kecil (quality/suite/{dataset}.yaml).")
        return
    say(
        f"{dataset}, {len(versions)} periode: {len(decided.primer)} angka kecil dirahasiakan, "
        f"{len(decided.sekunder)} angka lain ikut disembunyikan agar yang kecil tidak dapat dihitung."
    )
    if decided.sudah_terbuka:
        say(
            f"{len(decided.sudah_terbuka)} angka kecil sudah terbuka di rilis lama dan tidak dapat "
            "dilindungi lagi; putuskan apakah rilis itu ditarik."
        )
