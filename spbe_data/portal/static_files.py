"""The style sheet and the icon, under names that carry their content's hash.

Belongs here: files that ship with the package. They are few and small, so they stay in memory.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent / "static"
_MEDIA = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file as served: ``nama`` is ``<stem>.<hash>.<suffix>``."""

    nama: str
    isi: bytes
    media: str


def load() -> dict[str, StaticFile]:
    """Served files by their own name (``portal.css``)."""
    made: dict[str, StaticFile] = {}
    for path in sorted(p for p in _FOLDER.iterdir() if p.suffix in _MEDIA):
        data = path.read_bytes()
        mark = hashlib.sha256(data).hexdigest()[:12]
        made[path.name] = StaticFile(f"{path.stem}.{mark}{path.suffix}", data, _MEDIA[path.suffix])
    return made
