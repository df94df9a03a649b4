"""The Data Package beside a release: the published CSV as it is, column by column.

Belongs here: fitting the standard's descriptor to the published table. What a descriptor is made of
is :mod:`spbe_data.standards.exchange`.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import polars as pl

from spbe_data.standards.catalog import Catalog
from spbe_data.standards.exchange.exports import ekspor
from spbe_data.standards.models import Standar

NAMA_BERKAS = "datapackage.json"


def paket_rilis(
    standard: Standar,
    catalog: Catalog,
    frame: pl.DataFrame,
    rilis: int,
    hari: dt.date,
    pengungkapan: dict[str, Any] | None,
) -> bytes:
    """``standard`` as its published table ``frame`` is; ``pengungkapan`` as the manifest says it."""
    made: dict[str, Any] = json.loads(ekspor(standard, catalog, "datapackage", hari))
    schema = made["resources"][0]["schema"]
    known = {field["name"]: field for field in schema["fields"]}
    schema["fields"] = [known.get(n) or _field(n, kind) for n, kind in frame.schema.items()]
    for field in schema["fields"]:
        field.pop("groupChar", None)  # the published CSV is written plainly
        field.pop("decimalChar", None)
    schema["fieldsMatch"] = "exact"
    schema["missingValues"] = [""]
    if not set(schema.get("primaryKey", [])) <= set(frame.columns):
        del schema["primaryKey"]
    keys = [k for k in schema.pop("foreignKeys", []) if set(k["fields"]) <= set(frame.columns)]
    if keys:
        schema["foreignKeys"] = keys
    named = {key["reference"]["resource"] for key in keys}
    made["resources"] = [r for n, r in enumerate(made["resources"]) if n == 0 or r["name"] in named]
    made["spbe"] = {
        "rilis": rilis,
        **({"pengungkapan": pengungkapan} if pengungkapan is not None else {}),
    }
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def _field(name: str, kind: pl.DataType) -> dict[str, str]:
    word = "string"
    if kind.is_integer():
        word = "integer"
    elif kind.is_numeric():
        word = "number"
    elif kind == pl.Date:
        word = "date"
    return {"name": name, "type": word, "title": name.replace("_", " ")}
