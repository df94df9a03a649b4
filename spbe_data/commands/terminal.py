"""What every command needs: speaking, stopping with a sentence, opening settings and content.

Exit codes: 0 good, 1 findings, 2 misuse. Heavy rooms are imported inside the commands that need
them, so that the light ones answer at once.
"""

from __future__ import annotations

import errno
import json
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import typer

from spbe_data.settings import PengaturanTidakSah, Settings, load_settings

if TYPE_CHECKING:
    from spbe_data.standards.catalog import Catalog

GOOD, FINDINGS, MISUSE = 0, 1, 2


def say(text: str = "") -> None:
    typer.echo(text)


def stop(text: str, code: int = MISUSE) -> NoReturn:
    typer.echo(text, err=True)
    raise typer.Exit(code)


def open_settings() -> Settings:
    try:
        return load_settings()
    except PengaturanTidakSah as exc:
        stop(str(exc))


def open_catalog(settings: Settings, code: int = MISUSE) -> Catalog:
    from spbe_data.standards.catalog import Catalog
    from spbe_data.standards.content import ContentError

    try:
        return Catalog(settings.schemas, settings.quality)
    except ContentError as exc:
        stop(
            f"Standar di schemas/ atau quality/ belum benar ({len(exc.faults)} kesalahan):\n{exc}",
            code,
        )


def file_to_read(path: Path, most: int) -> Path:
    """A regular file of at most ``most`` bytes; anything else is a sentence."""
    try:
        about = path.stat()
    except FileNotFoundError:
        stop(f"Berkas {path} tidak ada. Periksa alamat dan ejaannya.")
    except PermissionError:
        stop(f"Berkas {path} tidak boleh dibaca akun ini. Periksa izin aksesnya.")
    except OSError:
        stop(f"Alamat {path} tidak dapat dibuka. Periksa alamat dan tautannya.")
    if stat.S_ISDIR(about.st_mode):
        stop(f"{path} adalah folder. Sebutkan satu berkas di dalamnya.")
    if not stat.S_ISREG(about.st_mode):
        stop(f"{path} bukan berkas biasa. Simpan isinya sebagai berkas, lalu periksa berkas itu.")
    if about.st_size > most:
        stop(
            f"Berkas {path} berukuran {about.st_size} byte, batasnya {most}. Pecah per periode.",
            FINDINGS,
        )
    try:
        with path.open("rb"):
            return path
    except OSError:
        stop(f"Berkas {path} tidak dapat dibaca. Periksa izin aksesnya.")


def read_file(path: Path, most: int) -> bytes:
    """The bytes of :func:`file_to_read`."""
    try:
        with file_to_read(path, most).open("rb") as handle:
            return handle.read(most + 1)
    except OSError:
        stop(f"Berkas {path} tidak dapat dibaca. Periksa izin aksesnya.")


_METADATA_BYTES = 65_536


def read_metadata(path: Path) -> dict[str, Any]:
    import yaml

    text = read_file(path, _METADATA_BYTES)
    try:
        # JSON is YAML too. References are refused: a few lines of them can unfold without end.
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.SafeLoader)):
            stop(f"Metadata {path} memakai rujukan YAML (*). Tulis nilainya langsung.")
        data = yaml.safe_load(text)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError):
        stop(f"Metadata {path} bukan JSON atau YAML yang sah. Periksa tanda kutip dan kurungnya.")
    if isinstance(data, dict) and isinstance(data.get("metadata"), dict):
        data = data["metadata"]
    if not isinstance(data, dict):
        stop(f"Metadata {path} harus berupa pasangan isian dan nilai.")
    return {str(key): value for key, value in data.items()}


def read_period(text: str | None) -> str | None:
    from spbe_data.identifiers.periode import Periode, PeriodeTidakSah

    if text is None:
        return None
    try:
        return Periode.parse(text).teks
    except PeriodeTidakSah as exc:
        stop(f"--periode tertulis '{text}'. {exc}")


def why(fault: OSError) -> str:
    """The reason of a failed write and what to do, in the user's language."""
    match fault:
        case FileNotFoundError() | NotADirectoryError():
            return "foldernya tidak ada. Buat dulu foldernya, atau pilih folder lain"
        case PermissionError():
            return "folder atau berkas itu tidak boleh ditulis akun ini. Pilih folder lain"
        case IsADirectoryError():
            return "alamat itu sebuah folder. Sebutkan nama berkasnya"
        case _ if fault.errno == errno.ENOSPC:
            return "tempat penyimpanan penuh. Kosongkan sebagian, lalu ulangi"
        case _:
            return "penyimpanannya menolak. Pilih folder lain"


@contextmanager
def writing(target: Path, newline: str | None = None) -> Iterator[TextIO]:
    """A text file to write to, or the screen for ``-``; a fault is a sentence."""
    if str(target) == "-":
        yield sys.stdout
        return
    try:
        with target.open("w", encoding="utf-8", newline=newline) as handle:
            yield handle
    except OSError as exc:
        stop(f"Hasil tidak dapat ditulis ke {target}: {why(exc)}.")


def write_json(target: Path, document: Any) -> None:
    with writing(target) as handle:
        handle.write(json.dumps(document, ensure_ascii=False, indent=2, default=str) + "\n")
