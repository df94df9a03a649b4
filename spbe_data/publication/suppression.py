"""What a release shows where a figure is not told: no value, and a status that says why.

Belongs here: hiding the figures that were decided on, and how a published table differs from its
standard. Which figures are hidden is decided by :mod:`spbe_data.checks.disclosure`; the codes are in
:mod:`spbe_data.standards.cell_status`.
"""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from spbe_data.checks.disclosure.tables import Petak
from spbe_data.standards.base import DuaBahasa
from spbe_data.standards.cell_status import (
    AKHIRAN,
    DIRAHASIAKAN,
    TERSEDIA,
    TIDAK_TERSEDIA,
    kolom_status,
)
from spbe_data.standards.disclosure import Pengungkapan
from spbe_data.standards.models import Kolom, Standar


def kolom_bertanda(standard: Standar, declared: Pengungkapan | None) -> list[str]:
    """Measures with a status: those protected, and those that may be not available."""
    own = declared.kolom_bertanda if declared else ()
    return [
        c.nama
        for c in standard.kolom
        if c.nama in own or (c.peran == "ukuran" and not c.wajib and c.tipe in ("bulat", "desimal"))
    ]


def tutup(
    frame: pl.DataFrame,
    standard: Standar,
    declared: Pengungkapan | None,
    hidden: Collection[Petak],
) -> pl.DataFrame:
    """``frame`` with the figures of ``hidden`` emptied, what is worked out from them too, and a
    status column after each measure that has one. ``frame`` itself is not changed."""
    chosen = set(hidden)
    keys = list(
        frame.select(
            pl.col(c).cast(pl.String).fill_null("") if c in frame.columns else pl.lit("").alias(c)
            for c in standard.kunci
        ).iter_rows()
    )
    periods = frame["periode"].to_list()
    masks: dict[str, list[bool]] = {}
    for rule in declared.ukuran if declared else ():
        mask = [(p, k, rule.ukuran) in chosen for p, k in zip(periods, keys, strict=True)]
        for name in (rule.ukuran, *rule.turunan):
            before = masks.get(name, [False] * len(mask))
            masks[name] = [a or b for a, b in zip(before, mask, strict=True)]
    order = list(frame.columns)
    for name in kolom_bertanda(standard, declared):
        if name not in frame.columns:
            continue
        mask_column = pl.Series(masks.get(name, [False] * frame.height), dtype=pl.Boolean)
        frame = frame.with_columns(
            pl.when(mask_column)
            .then(pl.lit(DIRAHASIAKAN))
            .when(pl.col(name).is_null())
            .then(pl.lit(TIDAK_TERSEDIA))
            .otherwise(pl.lit(TERSEDIA))
            .alias(kolom_status(name)),
            pl.when(mask_column).then(None).otherwise(pl.col(name)).alias(name),
        )
        order.insert(order.index(name) + 1, kolom_status(name))
    return frame.select(order)


def jumlah_dirahasiakan(frame: pl.DataFrame) -> dict[str, int]:
    """Hidden figures per measure of a published table."""
    return {
        name.removesuffix(AKHIRAN): int((frame[name] == DIRAHASIAKAN).sum())
        for name in frame.columns
        if name.endswith(AKHIRAN) and name.removesuffix(AKHIRAN) in frame.columns
    }


def uraian_status(judul: str) -> DuaBahasa:
    """What the status column says, for the data dictionary."""
    return DuaBahasa(
        id=f"Mengapa {judul} terisi atau kosong: tersedia (nol pun angka); dirahasiakan (angka kecil, "
        "atau angka lain yang membukanya, tidak diterbitkan); tidak_tersedia (tidak ada angkanya).",
        en=f"Why {judul} is filled or empty: tersedia (a figure, zero included); dirahasiakan (a small "
        "figure, or one that would tell it, is withheld); tidak_tersedia (there is no figure).",
    )


def standar_terbit(standard: Standar, declared: Pengungkapan | None) -> Standar:
    """The standard as its published table is: marked measures may be empty, and status follows."""
    marked = kolom_bertanda(standard, declared)
    columns: list[Kolom] = []
    for column in standard.kolom:
        if column.nama not in marked:
            columns.append(column)
            continue
        columns.append(column.model_copy(update={"wajib": False}))
        columns.append(
            Kolom(
                nama=kolom_status(column.nama),
                judul=DuaBahasa(
                    id=f"Status {column.judul.id.lower()}",
                    en=f"Status of {column.judul.en.lower()}",
                ),
                peran="keterangan",
                tipe="teks",
                konsep="Keterangan atas sel yang kosong atau terisi.",
                definisi=uraian_status(column.judul.id.lower()).id,
                rujukan_pemilihan="SDMX OBS_STATUS dan CONF_STATUS",
                rujukan_waktu=column.rujukan_waktu,
                akses_umum=column.akses_umum,
                pola=f"{TERSEDIA}|{DIRAHASIAKAN}|{TIDAK_TERSEDIA}",
            )
        )
    return standard.model_copy(update={"kolom": tuple(columns)}) if marked else standard
