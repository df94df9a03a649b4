"""``spbe register``: which registers the regulation asks for, and who has answered."""

from __future__ import annotations

import json
from collections import Counter
from typing import Annotated, Any

import typer

from spbe_data.commands.terminal import FINDINGS, GOOD, open_catalog, open_settings, say, stop

app = typer.Typer(
    help="Register menurut Peraturan Bupati: kewajiban per pasal dan keadaannya per perangkat daerah.",
    no_args_is_help=True,
)

_PASAL = typer.Option("--pasal", help="Hanya register pasal ini, misalnya '22' atau '16(6)'.")
KATA = {
    "ada": "ada",
    "nihil": "nihil",
    "tidak_sah": "dikembalikan",
    "menunggu": "menunggu",
    "terlambat": "terlambat",
    "belum_ada": "belum ada",
    "belum_jatuh_tempo": "belum jatuh tempo",
}


@app.command("list")
def daftar(
    pasal: Annotated[str | None, _PASAL] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Keluaran JSON.")] = False,
) -> None:
    """Register yang dikenal, pasalnya, dan kewajibannya."""
    from spbe_data.flows.house import Rumah
    from spbe_data.flows.registers import register_dikenal

    settings = open_settings()
    house = Rumah(settings, open_catalog(settings))
    found = register_dikenal(house, pasal)
    if not found:
        stop(f"Tidak ada register untuk pasal '{pasal}'. Daftar lengkap: spbe register list.")
    rows: list[dict[str, Any]] = [
        {
            "id": s.id,
            "judul": s.judul.id,
            "koordinator": s.produsen_data,
            "pasal": [str(p) for p in s.register_spbe.pasal],
            "kewajiban": s.register_spbe.kewajiban.id,
        }
        for s in found
        if s.register_spbe is not None
    ]
    if as_json:
        say(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        say(f"{row['id']}\n    {'; '.join(row['pasal'])}\n    {row['kewajiban']}")
    say(f"{len(rows)} register.")


@app.command("status")
def status(
    perangkat_daerah: Annotated[
        str | None, typer.Option("--perangkat-daerah", help="Hanya perangkat daerah ini (id).")
    ] = None,
    pasal: Annotated[str | None, _PASAL] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Keluaran JSON.")] = False,
) -> None:
    """Keadaan tiap register per perangkat daerah pada periode terakhir yang ditagih.

    Keluar dengan 1 bila ada yang terlambat atau dikembalikan.
    """
    from spbe_data.flows.house import Rumah
    from spbe_data.flows.registers import register_dikenal, status_register

    settings = open_settings()
    catalog = open_catalog(settings)
    if perangkat_daerah is not None and perangkat_daerah not in catalog.perangkat_daerah:
        stop(
            f"Perangkat daerah '{perangkat_daerah}' tidak dikenal. Lihat: spbe induk lihat perangkat_daerah."
        )
    house = Rumah(settings, catalog)
    try:
        wanted = {s.id for s in register_dikenal(house, pasal)}
        if not wanted:
            stop(f"Tidak ada register untuk pasal '{pasal}'. Daftar lengkap: spbe register list.")
        rows = [
            row
            for row in status_register(house, house.hari_ini())
            if row.register in wanted and perangkat_daerah in (None, row.perangkat_daerah)
        ]
    finally:
        house.tutup()
    if as_json:
        import dataclasses

        say(
            json.dumps(
                [dataclasses.asdict(r) for r in rows], ensure_ascii=False, indent=2, default=str
            )
        )
    elif perangkat_daerah is not None:
        for row in rows:
            say(
                f"{KATA[row.status]:<18} {row.register} ({row.periode}, jatuh tempo {row.jatuh_tempo})"
            )
    else:
        for register in dict.fromkeys(r.register for r in rows):
            counts = Counter(KATA[r.status] for r in rows if r.register == register)
            say(f"{register}: {', '.join(f'{n} {k}' for k, n in counts.most_common())}")
    late = any(r.status in ("terlambat", "tidak_sah") for r in rows)
    raise typer.Exit(FINDINGS if late else GOOD)
