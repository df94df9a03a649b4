"""Release folders on disk: the manifest, the files it names, and the first rows of the data.

Belongs here: which file a public address may reach. A name counts only if the manifest names it;
nothing of a request is ever joined to a path before that.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from spbe_data.portal.store import literal
from spbe_data.standards.cell_status import TANDA, kolom_status

MANIFEST = "manifest.json"
PREVIEW_ROWS = 20

MEDIA = {
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
    ".svg": "image/svg+xml",
    ".yaml": "application/yaml",
}
DATA_FORMATS = ("csv", "xlsx", "json", "parquet")
STANDARD_FILES = ("table-schema.json", "odcs.yaml", "csvw.json", "bps.xlsx", "templat.xlsx")
"""The standard beside the data, each as ``standar.<this>``; older releases have none."""

_SLUG = re.compile(r"[a-z0-9-]{3,80}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}")


@dataclass(frozen=True, slots=True)
class File:
    """One file of a release. ``ukuran`` in bytes."""

    nama: str
    path: Path
    sha256: str
    ukuran: int
    media: str


@dataclass(frozen=True, slots=True)
class Folder:
    """One release on disk; ``berkas`` are exactly the files its manifest names, and itself.

    ``dirahasiakan``: figures withheld under the policy version ``kebijakan`` (empty: none protected).
    """

    nomor: int
    terbit_pada: dt.datetime
    contoh: bool
    kolom: tuple[str, ...]
    standar_versi: str
    berkas: dict[str, File]
    kebijakan: str = ""
    dirahasiakan: int = 0

    def data(self, dataset: str) -> list[tuple[str, File]]:
        """The data files, as (format, file), in the order readers look for them."""
        return [
            (kind, self.berkas[f"{dataset}.{kind}"])
            for kind in DATA_FORMATS
            if f"{dataset}.{kind}" in self.berkas
        ]

    def standar(self) -> list[tuple[str, File]]:
        """The files of the standard, as (ending, file)."""
        return [
            (ending, self.berkas[f"standar.{ending}"])
            for ending in STANDARD_FILES
            if f"standar.{ending}" in self.berkas
        ]


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a release as DuckDB reads its Parquet file.

    An empty figure whose status the file tells is the status's sign, and the status columns are left
    out (``bertanda``: there were some).
    """

    kolom: tuple[str, ...]
    baris: list[tuple[Any, ...]]
    bertanda: bool = False


def _moment(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def open_release(published: Path, dataset: str, number: int) -> Folder | None:
    """The release ``number`` of ``dataset``, or ``None`` when it is not there whole.

    A file that is missing, is a link, or has another size than the manifest says is left out: what
    is not what was signed is not handed out.
    """
    if not _SLUG.fullmatch(dataset) or number < 1:
        return None
    folder = published / dataset / "rilis" / str(number)
    try:
        raw = (folder / MANIFEST).read_bytes()
        manifest = json.loads(raw)
    except (OSError, ValueError):
        return None
    files = {
        MANIFEST: File(
            MANIFEST, folder / MANIFEST, hashlib.sha256(raw).hexdigest(), len(raw), MEDIA[".json"]
        )
    }
    for name, about in manifest["berkas"].items():
        path = folder / name
        media = MEDIA.get(Path(name).suffix)
        if not _NAME.fullmatch(name) or media is None or path.is_symlink() or not path.is_file():
            continue
        if path.stat().st_size == about["ukuran"]:
            files[name] = File(name, path, about["sha256"], about["ukuran"], media)
    return Folder(
        nomor=manifest["rilis"],
        terbit_pada=_moment(manifest["terbit_pada"]),
        contoh=bool(manifest["contoh"]),
        kolom=tuple(manifest["kolom"]),
        standar_versi=str(manifest["standar"]["versi"]),
        berkas=files,
        **_withheld(manifest.get("pengungkapan")),
    )


def _withheld(about: dict[str, Any] | None) -> dict[str, Any]:
    if not about:
        return {}
    return {
        "kebijakan": str(about["kebijakan"]),
        "dirahasiakan": sum(about["dirahasiakan"].values()),
    }


def preview(file: File) -> Preview | None:
    """The first rows of a Parquet file; ``None`` when it cannot be read."""
    try:
        return _first_rows(file)
    except duckdb.Error:
        return None


@lru_cache(maxsize=256)
def _first_rows(file: File) -> Preview:
    """Kept, since a release never changes and opening DuckDB costs more than the rest of a page."""
    # A connection of its own: that of the analysts' file may reach no other file, and must not.
    with duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "threads": 1,
        },
    ) as con:
        found = con.execute(
            f"SELECT * FROM read_parquet({literal(str(file.path))}) LIMIT {PREVIEW_ROWS}"
        )
        names = tuple(d[0] for d in found.description or ())
        return _with_signs(names, found.fetchall())


def _with_signs(names: tuple[str, ...], found: list[tuple[Any, ...]]) -> Preview:
    status = {
        j: names.index(kolom_status(name))
        for j, name in enumerate(names)
        if kolom_status(name) in names
    }
    kept = [j for j in range(len(names)) if j not in status.values()]
    baris = [
        tuple(
            TANDA.get(str(row[status[j]])) if j in status and row[j] is None else row[j]
            for j in kept
        )
        for row in found
    ]
    return Preview(tuple(names[j] for j in kept), baris, bool(status))
