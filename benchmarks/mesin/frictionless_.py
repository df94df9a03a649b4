"""frictionless-py, the reference implementation of Data Package validation.

Belongs here: the contract as a Table Schema. The composite key is left out: the format knows a
primary key only, and reports the later row of a pair alone.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import kontrak
from benchmarks.mesin import Ditemukan, Kerja, Langkah

TANPA = ("key_unique",)
"""What is not asked of it."""


def _field(name: str, kind: str, **constraints: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, **({"constraints": constraints} if constraints else {})}


def _fields() -> list[dict[str, Any]]:
    low, high = kontrak.TAHUN
    return [
        _field("record_id", "string", required=True),
        _field("region_code", "string", required=True),
        _field("year", "integer", required=True, minimum=low, maximum=high),
        _field("month", "integer", required=True, minimum=1, maximum=12),
        _field("indicator_code", "string", required=True, pattern=kontrak.POLA_INDIKATOR),
        _field("sex", "string", required=True, enum=list(kontrak.JENIS_KELAMIN)),
        _field("age_group", "string", required=True, enum=list(kontrak.UMUR)),
        _field("value", "number", minimum="0"),
        _field("numerator", "number"),
        _field("denominator", "number"),
        _field("source", "string", required=True),
        _field("status", "string", required=True, enum=list(kontrak.STATUS)),
    ]


_TYPE = {"value": "value_type", "denominator": "den_type"}
_CONSTRAINT = {
    "region_code": "region_null",
    "value": "value_min",
    "age_group": "age_enum",
    "status": "status_enum",
    "source": "source_null",
    "record_id": "record_null",
}
_ANY = {
    "year": "year_range",
    "month": "month_range",
    "indicator_code": "indicator_regex",
    "sex": "sex_enum",
}


def _kind(error: str, field: str | None) -> str | None:
    if error == "foreign-key":
        return "region_fk"
    if error == "row-constraint":
        return "num_le_den"
    name = field or ""
    if error == "type-error" and name in _TYPE:
        return _TYPE[name]
    if error == "constraint-error" and name in _CONSTRAINT:
        return _CONSTRAINT[name]
    return _ANY.get(name)


def buka(kerja: Kerja) -> Langkah:
    """``berkas``: the CSV or XLSX; ``wilayah``: the list as CSV, in the same folder."""
    from frictionless import Checklist, Package

    path, codes = Path(kerja["berkas"]), Path(kerja["wilayah"])

    def step() -> Callable[[], Ditemukan]:
        package = Package.from_descriptor(
            {
                "name": "paket",
                "resources": [
                    {
                        "name": "u",
                        "path": path.name,
                        "schema": {
                            "fields": _fields(),
                            "foreignKeys": [
                                {
                                    "fields": ["region_code"],
                                    "reference": {"resource": "w", "fields": ["region_code"]},
                                }
                            ],
                        },
                    },
                    {
                        "name": "w",
                        "path": codes.name,
                        "schema": {"fields": [_field("region_code", "string")]},
                    },
                ],
            },
            basepath=str(path.parent),
        )
        checks = Checklist.from_descriptor(
            {
                "checks": [
                    {
                        "type": "row-constraint",
                        "formula": "numerator is None or denominator is None or numerator <= denominator",
                    }
                ]
            }
        )
        report = package.get_resource("u").validate(checks, limit_errors=1_000_000)
        return lambda: _found(report)

    return step


def _found(report: Any) -> Ditemukan:
    found: dict[str, list[int]] = {}
    for task in report.tasks:
        for error in task.errors:
            field = getattr(error, "field_name", None)
            kind = _kind(error.type, field) or f"{error.type} {field}"
            found.setdefault(kind, []).append(getattr(error, "row_number", 1) - 2)
    return found
