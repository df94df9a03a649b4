"""``spbe standar versi|beda|bekukan``: the versions of a standard and what differs between them."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spbe_data.commands.terminal import open_catalog, open_settings, say, stop

if TYPE_CHECKING:
    from spbe_data.standards.catalog import Catalog
    from spbe_data.standards.series import Seri

app = typer.Typer()

_ID = typer.Argument(metavar="ID", help="Id standar (spbe standar list).")


def _series(catalog: Catalog, id_: str) -> Seri:
    if id_ not in catalog.seri:
        stop(f"Standar '{id_}' tidak dikenal. Daftar lengkap: spbe standar list.")
    return catalog.seri[id_]


@app.command("versi")
def versi(
    id_: Annotated[str, _ID],
    periode: Annotated[
        str | None, typer.Option("--periode", help="Versi mana yang menilai periode ini.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Keluaran JSON.")] = False,
) -> None:
    """Semua versi satu standar: status, penetapan, periode yang dinilainya."""
    from spbe_data.identifiers.periode import Periode, PeriodeTidakSah

    series = _series(open_catalog(open_settings()), id_)
    shown = series.versi
    if periode is not None:
        try:
            shown = (series.untuk(Periode.parse(periode)),)
        except PeriodeTidakSah as exc:
            stop(f"--periode tertulis '{periode}'. {exc}")
    rows: list[dict[str, Any]] = [
        {
            "versi": s.versi,
            "status": s.status,
            "kini": s is series.kini,
            "berlaku_untuk_periode_sejak": s.berlaku_untuk_periode_sejak,
            "penetapan": s.penetapan.model_dump(mode="json"),
        }
        for s in shown
    ]
    if as_json:
        say(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        now = " (kini)" if row["kini"] else ""
        say(
            f"{row['versi']}{now} · {row['status']} · data sejak periode {row['berlaku_untuk_periode_sejak']} · {row['penetapan']['dasar_hukum']}"
        )


@app.command("beda")
def beda(
    id_: Annotated[str, _ID],
    lama: Annotated[str | None, typer.Argument(help="Versi lama; kosong: tiap langkah.")] = None,
    baru: Annotated[str | None, typer.Argument(help="Versi baru.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Keluaran JSON.")] = False,
) -> None:
    """Perubahan antarversi: kompatibel atau memutus, per isian, dengan sebabnya."""
    import dataclasses

    from spbe_data.standards.changes import kelas_perubahan, perubahan

    series = _series(open_catalog(open_settings()), id_)
    if (lama is None) != (baru is None):
        stop("Sebutkan versi lama dan versi baru, atau jangan keduanya.")
    try:
        pairs = (
            [(series.satu(lama), series.satu(baru))]
            if lama is not None and baru is not None
            else list(itertools.pairwise(series.versi))
        )
    except KeyError as exc:
        known = ", ".join(s.versi for s in series.versi)
        stop(f"Versi {exc.args[0]} tidak ada. Yang ada: {known}.")
    steps = [(a, b, perubahan(a, b)) for a, b in pairs]
    if as_json:
        document = [
            {
                "dari": a.versi,
                "ke": b.versi,
                "kelas": kelas_perubahan(changes),
                "perubahan": [dataclasses.asdict(c) for c in changes],
            }
            for a, b, changes in steps
        ]
        say(json.dumps(document, ensure_ascii=False, indent=2))
        return
    if not steps:
        say(f"Standar '{id_}' hanya punya versi {series.kini.versi}.")
    for a, b, changes in steps:
        say(f"{a.versi} → {b.versi}: {kelas_perubahan(changes) or 'tanpa perubahan'}")
        for change in changes:
            say(
                f"  {change.kelas:<10} {change.isian}: {change.dari} → {change.ke} ({change.sebab})"
            )


@app.command("bekukan")
def bekukan(id_: Annotated[str, _ID]) -> None:
    """Simpan versi kini sebagai versi lama, agar berkas standarnya dapat disunting menjadi versi baru."""
    from spbe_data.standards.freeze import SudahBeku, bekukan_versi

    settings = open_settings()
    catalog = open_catalog(settings)
    series = _series(catalog, id_)
    try:
        path = bekukan_versi(catalog, series.versi[-1])
    except SudahBeku as exc:
        stop(str(exc))
    say(f"Versi {series.versi[-1].versi} disimpan di {path}.")
    say("Sunting berkas standarnya: naikkan versi dan berlaku_untuk_periode_sejak, lalu")
    say("jalankan 'spbe standar beda' dan 'spbe standar validate'.")
