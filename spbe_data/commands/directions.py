"""The options by which a sender says how a file is to be read.

Belongs here: what ``spbe check`` and ``spbe repair`` share of them. What a direction does belongs to
the reader (:class:`spbe_data.intake.model.Arahan`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from spbe_data.commands.terminal import stop

if TYPE_CHECKING:
    from spbe_data.intake.model import Arahan

Lembar = Annotated[str | None, typer.Option("--lembar", help="Nama lembar kerja yang dibaca.")]
BarisJudul = Annotated[
    int | None, typer.Option("--baris-judul", min=1, help="Nomor baris judul kolom.")
]
TinggiJudul = Annotated[
    int | None, typer.Option("--tinggi-judul", min=1, help="Banyaknya baris judul kolom.")
]
Pemisah = Annotated[str | None, typer.Option("--pemisah", help="koma, titik-koma, tab, atau pipa.")]
Penyandian = Annotated[str | None, typer.Option("--penyandian", help="Misalnya utf-8 atau cp1252.")]
TataAngka = Annotated[
    str | None, typer.Option("--tata-angka", help="id (1.234,5) atau en (1,234.5).")
]
TataTanggal = Annotated[
    str | None,
    typer.Option("--tata-tanggal", help="hbt (hari/bulan/tahun) atau bht (bulan/hari/tahun)."),
]

_DELIMITERS = {"koma": ",", "titik-koma": ";", "tab": "\t", "pipa": "|"}


def directions(
    lembar: str | None,
    baris_judul: int | None,
    tinggi_judul: int | None,
    pemisah: str | None,
    penyandian: str | None,
    tata_angka: str | None,
    tata_tanggal: str | None,
) -> Arahan:
    """The directions of the options; a word that none of them knows stops with a sentence."""
    from spbe_data.intake.model import Arahan

    if pemisah is not None and pemisah not in _DELIMITERS.values():
        pemisah = _DELIMITERS[_one_of("--pemisah", pemisah, tuple(_DELIMITERS))]
    number = None if tata_angka is None else _one_of("--tata-angka", tata_angka, ("id", "en"))
    date = None if tata_tanggal is None else _one_of("--tata-tanggal", tata_tanggal, ("hbt", "bht"))
    return Arahan(
        lembar=lembar,
        baris_judul=baris_judul,
        tinggi_judul=tinggi_judul,
        pemisah=pemisah,
        penyandian=penyandian,
        tata_angka=cast('Literal["id", "en"] | None', number),
        tata_tanggal=cast('Literal["hbt", "bht"] | None', date),
    )


def _one_of(option: str, written: str, allowed: tuple[str, ...]) -> str:
    if written not in allowed:
        stop(f"{option} tertulis '{written}'; yang boleh: {', '.join(allowed)}.")
    return written
