"""Periods of the rows: against the standard's validity, the calendar, and what was stated.

Belongs here: findings about the time columns as a whole, and dates that leave their row's period.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from spbe_data.checks.blocks import Gugus
from spbe_data.checks.finding import Temuan, Tingkat
from spbe_data.checks.prepare import IsiPeriode, Siap
from spbe_data.checks.structure import Bentuk
from spbe_data.identifiers.periode import Periode
from spbe_data.standards.models import Standar
from spbe_data.standards.pandera_schema import NILAI
from spbe_data.standards.series import Seri


def check_periods(
    standard: Standar,
    series: Seri,
    shape: Bentuk,
    rows_of: IsiPeriode,
    severity: Mapping[str, Tingkat],
    today: dt.date,
    stated: str | None,
) -> Iterator[Temuan]:
    """Periods outside the standard's validity, in the future, or other than stated."""
    since, last = series.sejak, series.periode_terakhir
    column = standard.kolom_waktu[0]

    def finding(code: str, text: str, **params: Any) -> Temuan:
        row, count = rows_of[text]
        return Temuan(
            kode=code,
            tahap="struktur" if code == "PERIODE_TIDAK_SESUAI" else "baris",
            tingkat=severity[code],
            aturan=f"{standard.id}:{code.lower()}",
            lembar=shape.lembar,
            baris=row,
            kolom=column,
            sel=shape.sel(column, row),
            nilai=text,
            params={"jumlah": count, **params},
        )

    for text in rows_of:
        period = Periode.parse(text)
        if period.awal < since.awal:
            yield finding("STANDAR_TIDAK_BERLAKU", text, versi=standard.versi, sejak=since.teks)
        if last is not None and period.awal > last.akhir:
            ended = series.kini.pencabutan
            assert ended is not None  # it gives the last period
            yield finding(
                "STANDAR_DICABUT",
                text,
                versi=standard.versi,
                terakhir=last.teks,
                dasar=ended.dasar_hukum,
                pengganti=ended.pengganti or "-",
            )
        if period.awal > today:
            yield finding("PERIODE_BELUM_TIBA", text, hari=today.isoformat())
        elif period.akhir > today:
            yield finding("PERIODE_BELUM_BERAKHIR", text, akhir=period.akhir.isoformat())
        if stated is not None and not _inside(period, stated):
            yield finding("PERIODE_TIDAK_SESUAI", text, dinyatakan=stated)


def check_dates(standard: Standar, ready: Siap, severity: Mapping[str, Tingkat]) -> Iterator[Gugus]:
    """Dates that do not lie in the period of their row's time columns."""
    dates = [
        c.nama for c in standard.kolom if c.tipe == "tanggal" and c.peran in ("waktu", "dimensi")
    ]
    if not dates:
        return
    spans = [(text, (p := Periode.parse(text)).awal, p.akhir) for text in ready.isi_periode]
    schema = {"__periode": pl.String, "__awal": pl.Date, "__akhir": pl.Date}
    known = pl.DataFrame(spans, schema=schema, orient="row")
    for name in dates:
        day = pl.col(NILAI + name)
        rows = ready.tabel.select("__periode", NILAI + name, name, "__baris").join(
            known, on="__periode", how="inner", maintain_order="left"
        )
        off = rows.filter((day < pl.col("__awal")) | (day > pl.col("__akhir")))
        if off.height:
            yield Gugus(
                kode="WAKTU_BERTENTANGAN",
                tahap="baris",
                tingkat=severity["WAKTU_BERTENTANGAN"],
                aturan=f"{standard.id}:{name}:waktu",
                kolom=name,
                isi=off.select(
                    pl.col("__baris").alias("baris"),
                    pl.col(name).alias("nilai"),
                    pl.col("__periode").alias("periode"),
                ),
                lembar=ready.lembar,
                huruf=ready.letak.get(name),
                params={"kolom_waktu": ", ".join(standard.kolom_waktu)},
            )


def mixed_versions(
    standard: Standar, severity: Mapping[str, Tingkat], periods: tuple[str, ...], series: Seri
) -> Temuan:
    """One file cannot be judged by two versions: which periods belong to which."""
    parts: dict[str, list[str]] = {}
    for text in periods:
        parts.setdefault(series.untuk(Periode.parse(text)).versi, []).append(text)
    listed = "; ".join(f"{v}: {_span(of)}" for v, of in parts.items())
    return Temuan(
        kode="STANDAR_DUA_VERSI",
        tahap="struktur",
        tingkat=severity["STANDAR_DUA_VERSI"],
        aturan=f"{standard.id}:standar_dua_versi",
        kolom=standard.kolom_waktu[0],
        params={"versi": listed, "jumlah": len(parts)},
    )


def _inside(period: Periode, stated: str) -> bool:
    """A stated year admits its semesters and months; a stated month only itself."""
    outer = Periode.parse(stated)
    return outer.awal <= period.awal and period.akhir <= outer.akhir


def _span(periods: list[str]) -> str:
    return periods[0] if len(periods) == 1 else f"{periods[0]} s.d. {periods[-1]}"
