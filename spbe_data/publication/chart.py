"""The chart of a release, as server-made SVG (Vega-Lite): declared measures over declared columns.

Belongs here: which picture a dataset gets and how it is drawn. Colours are the portal's tokens.
"""

from __future__ import annotations

import json
import textwrap
from typing import Any

import polars as pl

from spbe_data.standards.cell_status import DIRAHASIAKAN, kolom_status
from spbe_data.standards.models import Kolom, Standar

PALET = ("#0B5A8A", "#C8641E", "#3B7F4B", "#7A4E9C", "#8A6D00", "#A33A52", "#3F7F8C", "#5B5F66")
"""Colour-blind-safe, readable on white; never the only sign (series are labelled too)."""

_LOCALE = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["Rp", ""]}


def _dimension(standard: Standar, frame: pl.DataFrame) -> Kolom | None:
    for column in standard.kolom:
        if (
            column.peran == "dimensi"
            and column.tipe == "teks"
            and 2 <= frame[column.nama].n_unique() <= 8
        ):
            return column
    return None


def _caption(standard: Standar, periods: list[str]) -> list[str]:
    span = periods[0] if len(periods) == 1 else f"{periods[0]}–{periods[-1]}"
    return [
        f"Satuan: {standard.standar_data.satuan}. Periode: {span}.",
        f"Sumber: {standard.sumber_angka.penerbit}.",
    ]


def _spec(standard: Standar, frame: pl.DataFrame) -> dict[str, Any] | None:
    if not standard.ukuran or frame.height == 0:
        return None
    measure = standard.ukuran[0]
    periods = sorted(frame["periode"].unique().to_list())
    split = _dimension(standard, frame)
    title: dict[str, Any] = {
        "text": textwrap.wrap(standard.judul.id, 74),
        "subtitle": _caption(standard, periods),
        "anchor": "start",
        "fontSize": 15,
        "subtitleFontSize": 11,
        "subtitleColor": "#4A5560",
    }
    groups = ["periode", *([split.nama] if split else [])]
    value = pl.col(measure.nama).cast(pl.Float64)
    status = kolom_status(measure.nama)
    withheld = pl.col(status) == DIRAHASIAKAN if status in frame.columns else pl.lit(False)
    hides = status in frame.columns and bool((frame[status] == DIRAHASIAKAN).any())

    def drawn(figure: pl.Expr) -> pl.Expr:
        # A sum without its withheld part would be a wrong figure, and one without any figure no zero.
        none = withheld.any() | pl.col(measure.nama).is_null().all()
        return pl.when(none).then(None).otherwise(figure).alias(measure.nama)

    over_time = len(periods) >= 3
    area = next(
        (
            c
            for c in reversed(standard.kolom_wilayah("nama"))
            if frame.columns.count(c.nama) and frame[c.nama].n_unique() > 1
        ),
        None,
    )
    y_axis = {"title": measure.judul.id, "format": ",~f", "titleAnchor": "start"}
    additive = standard.standar_data.ukuran.casefold().startswith(("jumlah", "banyak"))
    if over_time:
        made = (
            frame.group_by(groups)
            .agg(drawn(value.sum() if additive else value.mean()))
            .sort(groups)
        )
        encoding: dict[str, Any] = {
            "x": {
                "field": "periode",
                "type": "ordinal",
                "axis": {
                    "title": None,
                    "labelAngle": 0 if len(periods) < 15 else -60,
                    "labelOverlap": True,
                },
            },
            "y": {
                "field": measure.nama,
                "type": "quantitative",
                "axis": y_axis,
                "scale": {"zero": True},
            },
        }
        mark: dict[str, Any] = {"type": "line", "point": {"size": 40}, "strokeWidth": 2}
        if not additive and frame.height > made.height:
            title["subtitle"].append("Garis: rata-rata tiap periode.")
    elif area is not None:
        last = frame.filter(pl.col("periode") == periods[-1])
        groups = [area.nama, *([split.nama] if split else [])]
        made = last.group_by(groups).agg(drawn(value.sum() if additive else value.mean()))
        top = (
            made.group_by(area.nama)
            .agg(pl.col(measure.nama).sum())
            .sort(measure.nama, descending=True)
            .head(25)
        )
        if made[area.nama].n_unique() > top.height:
            title["subtitle"].append(
                f"Ditampilkan {top.height} wilayah terbesar dari {made[area.nama].n_unique()}."
            )
        made = made.filter(pl.col(area.nama).is_in(top[area.nama].to_list())).sort(groups)
        encoding = {
            "y": {
                "field": area.nama,
                "type": "nominal",
                "sort": "-x",
                "axis": {"title": None, "labelLimit": 170},
            },
            "x": {
                "field": measure.nama,
                "type": "quantitative",
                "axis": {**y_axis, "tickCount": 6},
            },
        }
        mark = {"type": "bar"}
    elif split is not None:
        last = frame.filter(pl.col("periode") == periods[-1])
        made = last.group_by(split.nama).agg(drawn(value.sum())).sort(split.nama)
        encoding = {
            "y": {
                "field": split.nama,
                "type": "nominal",
                "sort": "-x",
                "axis": {"title": None, "labelLimit": 200},
            },
            "x": {
                "field": measure.nama,
                "type": "quantitative",
                "axis": {**y_axis, "tickCount": 6},
            },
        }
        mark = {"type": "bar", "color": PALET[0]}
        split = None
    else:
        return None
    if made[measure.nama].is_null().all():
        return None
    if over_time:
        mark["invalid"] = "break-paths-show-domains"  # a gap in the line, not a bridge over it
    else:
        made = made.filter(pl.col(measure.nama).is_not_null())
    if hides:
        title["subtitle"].append(
            "Angka yang dirahasiakan, dan jumlah yang memuatnya, tidak digambar."
        )
    if split is not None:
        encoding["color"] = {
            "field": split.nama,
            "type": "nominal",
            "scale": {"range": list(PALET)},
            "legend": {
                "title": split.judul.id,
                "orient": "bottom",
                "columns": 4,
                "labelLimit": 220,
            },
        }
    else:
        mark["color"] = PALET[0]
        if isinstance(mark.get("point"), dict):
            mark["point"]["color"] = PALET[0]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": title,
        "width": 640,
        "height": 300 if over_time else {"step": 18},
        "background": "#FFFFFF",
        "data": {"values": made.to_dicts()},
        "mark": mark,
        "encoding": encoding,
        "config": {
            "font": "system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif",
            "view": {"stroke": None},
            "axis": {
                "gridColor": "#E3E8EC",
                "domainColor": "#9AA5AF",
                "tickColor": "#9AA5AF",
                "labelFontSize": 11,
            },
        },
    }


def gambar(spec: dict[str, Any]) -> str:
    """SVG of a Vega-Lite specification, numbers written the Indonesian way."""
    # Imported here: the converter carries a JavaScript engine that only publishing needs.
    import vl_convert

    return str(vl_convert.vegalite_to_svg(json.dumps(spec), format_locale=_LOCALE))


def gambar_rilis(standard: Standar, frame: pl.DataFrame) -> str | None:
    """The release's chart, or ``None`` where no measure can be drawn honestly."""
    spec = _spec(standard, frame)
    return gambar(spec) if spec is not None else None
