"""Dagster's own record during a batch: quick where it lies, and nowhere else."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from assets.history import riwayat_sigap

FULL, NORMAL = 2, 1


def _synchronous(path: Path) -> int:
    """The setting of a connection that is opened, written through, and closed again."""
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("PRAGMA journal_mode=WAL"))
        connection.execute(text("CREATE TABLE IF NOT EXISTS t (x)"))
        connection.execute(text("INSERT INTO t VALUES (1)"))
        value = connection.execute(text("PRAGMA synchronous")).scalar_one()
    engine.dispose()
    return int(value)


def test_files_of_the_history_are_written_without_waiting(tmp_path: Path) -> None:
    history, ledger = tmp_path / "dagster" / "riwayat.db", tmp_path / "buku.sqlite"
    history.parent.mkdir()
    journal = history.with_name("riwayat.db-wal")
    assert _synchronous(history) == FULL  # Dagster's files exist before a run writes to them
    assert not journal.exists()
    with riwayat_sigap(tmp_path / "dagster"):
        assert _synchronous(history) == NORMAL
        assert journal.is_file()  # somebody is still in: closing did not copy it back
        assert _synchronous(ledger) == FULL  # the record that counts keeps its settings
        assert not ledger.with_name("buku.sqlite-wal").exists()
    assert not journal.exists()
    assert _synchronous(history) == FULL
    engine = create_engine(f"sqlite:///{history}")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM t")).scalar_one() == 3
    engine.dispose()
