"""Settings of one installation, read from ``spbe.toml``.

Belongs here: where content, state and addresses are. Does not belong here: anything the law may
change (that is content in ``schemas/`` and ``quality/``).
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo


class PengaturanTidakSah(ValueError):
    """``spbe.toml`` is missing or incomplete; the message says which key, in Indonesian."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation.

    ``content`` holds ``schemas/``, ``quality/`` and ``contoh/``; ``home`` holds all state.
    """

    content: Path
    home: Path
    kode_kemendagri: str
    kode_bps: str
    nama_wilayah: str
    nama_provinsi: str
    walidata: str
    nama_situs: str
    zona: ZoneInfo
    alamat_portal: str
    portal_port: int
    dagster_port: int
    ukuran_berkas: int
    jumlah_sel: int
    temuan_di_dagster: int
    simpan_riwayat_dagster_hari: int

    @property
    def schemas(self) -> Path:
        return self.content / "schemas"

    @property
    def quality(self) -> Path:
        return self.content / "quality"

    @property
    def contoh(self) -> Path:
        return self.content / "contoh"

    @property
    def berkas_asli(self) -> Path:
        """Content-addressed store of the bytes as sent (immutable)."""
        return self.home / "asli"

    @property
    def gudang(self) -> Path:
        return self.home / "gudang"

    @property
    def duckdb(self) -> Path:
        """The analysts' file (docs/doors.md: ``<home>/gudang/spbe.duckdb``)."""
        return self.gudang / "spbe.duckdb"

    @property
    def terbitan(self) -> Path:
        """Published releases: exports, manifests, catalogue."""
        return self.home / "terbitan"

    @property
    def temuan(self) -> Path:
        """Stored findings, one file per verdict."""
        return self.home / "temuan"

    @property
    def buku(self) -> str:
        """SQLAlchemy address of the ledger."""
        return os.environ.get("SPBE_LEDGER_URL", f"sqlite:///{self.home / 'buku' / 'spbe.sqlite'}")

    @property
    def dagster_home(self) -> Path:
        return self.home / "dagster"


def _find_root() -> Path:
    """The folder of ``spbe.toml``: upwards from here, else beside the package (editable install)."""
    content = os.environ.get("SPBE_CONTENT")
    if content:
        return Path(content).resolve()
    for folder in (Path.cwd(), *Path.cwd().parents, Path(__file__).resolve().parents[1]):
        if (folder / "spbe.toml").is_file():
            return folder
    raise PengaturanTidakSah(
        "Berkas spbe.toml tidak ditemukan di folder ini maupun di atasnya. "
        "Jalankan perintah dari folder proyek, atau isi SPBE_CONTENT dengan alamat folder itu."
    )


def _need(data: dict[str, Any], section: str, key: str, kind: type) -> Any:
    value = data.get(section, {}).get(key)
    if not isinstance(value, kind):
        raise PengaturanTidakSah(
            f"spbe.toml, bagian [{section}]: kunci '{key}' harus ada dan berupa "
            f"{'bilangan' if kind is int else 'teks'}; tertulis {value!r}. Tambahkan atau perbaiki."
        )
    if isinstance(value, int) and value <= 0:
        raise PengaturanTidakSah(
            f"spbe.toml, bagian [{section}]: kunci '{key}' harus lebih dari nol; tertulis {value}."
        )
    return value


def load_settings(root: Path | None = None, home: Path | None = None) -> Settings:
    """Read ``spbe.toml`` of ``root`` (default: found by ``SPBE_CONTENT`` or upwards from here).

    ``home`` overrides ``SPBE_HOME``; without either, state lives in ``<root>/var``.
    Raises :class:`PengaturanTidakSah`.
    """
    folder = (root or _find_root()).resolve()
    path = folder / "spbe.toml"
    if not path.is_file():
        raise PengaturanTidakSah(
            f"Berkas {path} tidak ada. Salin dari proyek dan sesuaikan isinya."
        )
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise PengaturanTidakSah(f"{path} tidak dapat dibaca sebagai TOML: {exc}.") from exc
    where = home or Path(os.environ.get("SPBE_HOME", folder / "var"))
    return Settings(
        content=folder,
        home=where.resolve(),
        kode_kemendagri=_need(data, "wilayah", "kode_kemendagri", str),
        kode_bps=_need(data, "wilayah", "kode_bps", str),
        nama_wilayah=_need(data, "wilayah", "nama", str),
        nama_provinsi=_need(data, "wilayah", "provinsi", str),
        walidata=_need(data, "instansi", "walidata", str),
        nama_situs=_need(data, "instansi", "nama_situs", str),
        zona=ZoneInfo(_need(data, "instansi", "zona_waktu", str)),
        alamat_portal=_need(data, "portal", "alamat", str).rstrip("/"),
        portal_port=_need(data, "portal", "port", int),
        dagster_port=_need(data, "portal", "dagster_port", int),
        ukuran_berkas=_need(data, "batas", "ukuran_berkas", int),
        jumlah_sel=_need(data, "batas", "jumlah_sel", int),
        temuan_di_dagster=_need(data, "batas", "temuan_di_dagster", int),
        simpan_riwayat_dagster_hari=_need(data, "batas", "simpan_riwayat_dagster_hari", int),
    )


@cache
def current() -> Settings:
    """The installation of this process; read once."""
    return load_settings()
