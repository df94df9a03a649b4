"""The SHA-256 of what was sent, reckoned while it is read.

Belongs here: that one thing. A hundred megabytes take as long to hash as to look through.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

_BIG = 4_000_000
"""Bytes from which a thread of its own is worth its start."""


class Sidik:
    """The SHA-256 of the source, for a big one reckoned while it is read."""

    def __init__(self, source: bytes | Path) -> None:
        self._source = source
        big = not isinstance(source, bytes) or len(source) > _BIG
        self._pool = ThreadPoolExecutor(1) if big else None
        self._future: Future[str] | None = None

    def __enter__(self) -> Callable[[], str]:
        if self._pool is None:
            return lambda: _digest(self._source)
        self._future = self._pool.submit(_digest, self._source)
        return self._future.result

    def __exit__(self, *_fault: object) -> None:
        if self._pool is not None:
            self._pool.shutdown()


def _digest(source: bytes | Path) -> str:
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest()
    with source.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
