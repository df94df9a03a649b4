"""Freezing a version: its file with every column written out, kept beside the one being edited."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import yaml

from spbe_data.standards.catalog import Catalog
from spbe_data.standards.models import Standar


class SudahBeku(FileExistsError):
    """The version is kept already; a kept version never changes."""


def bekukan_versi(catalog: Catalog, standard: Standar) -> Path:
    """Write ``<perangkat_daerah>/<id>/<versi>.yaml``; returns its path.

    Columns are written out, so that a later change of the column dictionary does not reach a
    version that data were judged by. Raises :class:`SudahBeku`.
    """
    folder = catalog.schemas / "dataset" / standard.produsen_data / standard.id
    target = folder / f"{standard.versi}.yaml"
    if target.exists():
        raise SudahBeku(
            f"Versi {standard.versi} sudah tersimpan di {target}. Naikkan versi pada berkas standarnya."
        )
    folder.mkdir(exist_ok=True)
    text = f"# Versi {standard.versi}, disimpan utuh; jangan disunting.\n" + tulis_yaml(standard)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".baru-")
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    Path(temporary).chmod(0o644)
    Path(temporary).replace(target)
    return target


def tulis_yaml(standard: Standar) -> str:
    """The standard as the text of a ``schemas/dataset`` file, empty and default fields left out."""
    data = standard.model_dump(mode="json", exclude={"id"}, exclude_defaults=True)
    plain: dict[str, Any] = _dates(data, standard)
    return yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=100)


def _dates(dumped: Any, original: Any) -> Any:
    # JSON mode turns dates and decimals into text; the file's strict reading wants them as YAML's own.
    import datetime as dt
    from decimal import Decimal

    if isinstance(dumped, dict):
        return {
            k: _dates(
                v,
                original.get(k) if isinstance(original, dict) else getattr(original, k, None),
            )
            for k, v in dumped.items()
        }
    if isinstance(dumped, list):
        return [_dates(v, o) for v, o in zip(dumped, original, strict=True)]
    if isinstance(original, dt.date):
        return original
    if isinstance(original, Decimal):
        return int(original) if original == original.to_integral_value() else float(original)
    return dumped
