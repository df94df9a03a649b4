"""Dagster's own record while a batch writes it: as quick as SQLite allows without losing it.

Belongs here: how the files of Dagster's history are opened during a run that reports hundreds of
events. The record that counts is the ledger, which keeps its own, stricter settings.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine


def _file(connection: Any) -> Path | None:
    if not isinstance(connection, sqlite3.Connection):
        return None
    for _number, name, path in connection.execute("PRAGMA database_list"):
        if name == "main" and path:
            return Path(path)
    return None


@contextlib.contextmanager
def riwayat_sigap(folder: Path) -> Iterator[None]:
    """While inside, SQLite files under ``folder`` are written without waiting for the disk.

    Dagster opens, commits and closes each event up to three times. The last one out of a file
    copies its journal back and waits for the disk twice: so one connection stays in every file
    until the end. ``synchronous=NORMAL`` waits at checkpoints only: a power cut may lose the last
    events, never the file.
    """
    root = folder.resolve()
    kept: dict[Path, sqlite3.Connection] = {}

    def opened(connection: Any, _record: Any) -> None:
        path = _file(connection)
        if path is None or not path.is_relative_to(root):
            return
        connection.execute("PRAGMA synchronous=NORMAL")
        if path not in kept:
            keeper = sqlite3.connect(path, check_same_thread=False)
            # The file is entered when it is read, not when it is opened.
            keeper.execute("PRAGMA schema_version").fetchone()
            kept[path] = keeper

    event.listen(Engine, "connect", opened)
    try:
        yield
    finally:
        event.remove(Engine, "connect", opened)
        for keeper in kept.values():
            keeper.close()
