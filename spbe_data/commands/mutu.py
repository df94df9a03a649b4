"""``spbe mutu``: the quality policy's own duties, such as the yearly review."""

from __future__ import annotations

from typing import Annotated

import typer

from spbe_data.commands.terminal import open_catalog, open_settings, say, stop

app = typer.Typer(help="Mutu data: catatan tinjauan tahunan.", no_args_is_help=True)


@app.callback()
def mutu() -> None:
    """Mutu data: catatan tinjauan tahunan."""


@app.command("tinjau")
def tinjau(
    objek: Annotated[str, typer.Argument(metavar="OBJEK", help="Id standar, atau 'kebijakan'.")],
    hasil: Annotated[str, typer.Option("--hasil", help="Apa yang ditinjau dan kesimpulannya.")],
    aktor: Annotated[str, typer.Option("--aktor", help="Nama yang meninjau.")],
) -> None:
    """Catat bahwa sebuah standar, atau kebijakan mutu, sudah ditinjau."""
    from spbe_data.flows.house import Rumah
    from spbe_data.flows.review import TinjauanTidakSah, catat_tinjauan
    from spbe_data.flows.submit import AktorTidakSah, StandarTidakDikenal

    settings = open_settings()
    house = Rumah(settings, open_catalog(settings))
    try:
        record = catat_tinjauan(house, objek, hasil=hasil, aktor=aktor)
    except (StandarTidakDikenal, AktorTidakSah, TinjauanTidakSah) as exc:
        stop(str(exc))
    finally:
        house.tutup()
    say(f"Tinjauan {objek} versi {record.versi} dicatat ({record.pada}).")
