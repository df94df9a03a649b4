"""The store of bytes as sent."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from spbe_data.intake.originals import AsliRusak, AsliTidakAda, ambil, simpan


def test_kept_under_its_hash_read_only_and_once(tmp_path: Path) -> None:
    data = b"isi"
    sha = simpan(tmp_path, data)
    assert sha == hashlib.sha256(data).hexdigest()
    berkas = tmp_path / sha[:2] / sha
    assert berkas.read_bytes() == data
    assert berkas.stat().st_mode & 0o777 == 0o444
    sebelum = berkas.stat().st_ino
    assert simpan(tmp_path, data) == sha
    assert berkas.stat().st_ino == sebelum
    assert ambil(tmp_path, sha) == data
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == [sha]


def test_damage_is_noticed_on_reading_and_on_keeping_again(tmp_path: Path) -> None:
    sha = simpan(tmp_path, b"isi")
    berkas = tmp_path / sha[:2] / sha
    berkas.chmod(0o644)
    berkas.write_bytes(b"lain")
    with pytest.raises(AsliRusak):
        ambil(tmp_path, sha)
    with pytest.raises(AsliRusak):
        simpan(tmp_path, b"isi")
    assert berkas.read_bytes() == b"lain"


@pytest.mark.parametrize("sha", ["0" * 64, "../../etc/passwd", "", "A" * 64, "0" * 64 + "\n"])
def test_unknown_or_crooked_hash(tmp_path: Path, sha: str) -> None:
    with pytest.raises(AsliTidakAda):
        ambil(tmp_path, sha)


def test_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def penuh(_: int) -> None:
        raise OSError("disk penuh")

    monkeypatch.setattr("spbe_data.intake.originals.os.fsync", penuh)
    with pytest.raises(OSError, match="penuh"):
        simpan(tmp_path, b"isi")
    assert not [p for p in tmp_path.rglob("*") if p.is_file()]


def test_twins_at_the_same_time(tmp_path: Path) -> None:
    data = b"x" * 1_000_000
    with ThreadPoolExecutor(8) as kolam:
        hasil = set(kolam.map(lambda _: simpan(tmp_path, data), range(16)))
    assert len(hasil) == 1
    assert ambil(tmp_path, hasil.pop()) == data
    assert len([p for p in tmp_path.rglob("*") if p.is_file()]) == 1
