"""The bytes as sent, kept for ever under their SHA-256.

Belongs here: writing and reading one content-addressed folder. Does not belong here: who sent
them and why (that is the ledger's).
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

_SHA256 = re.compile(r"[0-9a-f]{64}")


class AsliTidakAda(LookupError):
    """No original is kept under this hash."""


class AsliRusak(RuntimeError):
    """The kept bytes no longer have the hash they are kept under: the store was damaged."""


def simpan(folder: Path, data: bytes) -> str:
    """Keep ``data`` as ``folder/ab/abcdef…`` (read-only) and return its SHA-256 in hex.

    Bytes that are kept already are compared, never overwritten: :class:`AsliRusak` if they differ.
    Written beside, synced, then renamed, so a crash leaves the whole file or none.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    tujuan = _letak(folder, sha256)
    if tujuan.exists():
        ambil(folder, sha256)
        return sha256
    tujuan.parent.mkdir(parents=True, exist_ok=True)
    pegangan, sementara = tempfile.mkstemp(prefix=".tulis-", dir=tujuan.parent)
    try:
        with os.fdopen(pegangan, "wb") as berkas:
            berkas.write(data)
            berkas.flush()
            os.fchmod(berkas.fileno(), 0o444)
            os.fsync(berkas.fileno())
        # A twin that won the race wrote the same bytes, so replacing it changes nothing.
        Path(sementara).replace(tujuan)
    except BaseException:
        Path(sementara).unlink(missing_ok=True)
        raise
    _sinkron(tujuan.parent)
    return sha256


def ambil(folder: Path, sha256: str) -> bytes:
    """The bytes kept under ``sha256``, verified. Raises AsliTidakAda or AsliRusak."""
    try:
        data = _letak(folder, sha256).read_bytes()
    except FileNotFoundError:
        raise AsliTidakAda(sha256) from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise AsliRusak(sha256)
    return data


def _letak(folder: Path, sha256: str) -> Path:
    # The hash comes from outside (an address, a manifest): anything else must not become a path.
    if not _SHA256.fullmatch(sha256):
        raise AsliTidakAda(sha256)
    return folder / sha256[:2] / sha256


def _sinkron(folder: Path) -> None:
    pegangan = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(pegangan)
    finally:
        os.close(pegangan)
