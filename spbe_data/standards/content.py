"""Reading YAML content with file and line, so that a fault can be found and mended.

Belongs here: parsing and wording of content faults. YAML is data: no templates, no tags beyond
YAML's own scalars, nothing is evaluated.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

try:  # the C parser is ten times faster; wheels have it on every platform we know
    from yaml import CSafeLoader as _Loader
except ImportError:  # pragma: no cover
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class FaultInContent:
    """One fault of a content file: where, which field, what rule, how to repair."""

    berkas: str
    baris: int | None
    isian: str
    aturan: str

    def __str__(self) -> str:
        line = f", baris {self.baris}" if self.baris else ""
        field = f", isian '{self.isian}'" if self.isian else ""
        return f"{self.berkas}{line}{field}: {self.aturan}"


class ContentError(ValueError):
    """Content that cannot be used; carries every fault found, not only the first."""

    def __init__(self, faults: Iterable[FaultInContent]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed YAML file and its node tree (for line numbers)."""

    path: Path
    shown: str
    data: dict[str, Any]
    node: yaml.Node

    def line(self, loc: tuple[int | str, ...]) -> int:
        """Line (from 1) of the deepest node that exists on the way to ``loc``."""
        node = self.node
        for key in loc:
            child = _child(node, key)
            if child is None:
                break
            node = child
        return int(node.start_mark.line) + 1

    def fault(self, rule: str, *loc: int | str) -> FaultInContent:
        return FaultInContent(self.shown, self.line(loc), ".".join(map(str, loc)), rule)

    def faults_of(self, error: ValidationError) -> list[FaultInContent]:
        """Pydantic's errors in our words, with lines."""
        return [self.fault(_word(item), *_clean(item["loc"])) for item in error.errors()]


def _clean(loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
    # Pydantic adds the tag of a union member to the path; the file does not have it.
    return tuple(part for part in loc if part not in ("jumlah_kolom", "banding_kolom"))


def _child(node: yaml.Node, key: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == str(key):
                return value  # type: ignore[no-any-return]
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key]  # type: ignore[no-any-return]
    return None


def _word(item: Any) -> str:
    kind, ctx = item["type"], item.get("ctx", {})
    match kind:
        case "missing":
            return "isian ini wajib ada. Tambahkan."
        case "extra_forbidden":
            return "isian ini tidak dikenal. Periksa ejaannya atau hapus."
        case "literal_error" | "union_tag_invalid":
            allowed = ctx.get("expected") or ctx.get("expected_tags")
            return f"tertulis {item['input']!r}; yang boleh: {allowed}."
        case "string_pattern_mismatch":
            return f"tertulis {item['input']!r}; harus sesuai pola {ctx.get('pattern')}."
        case "string_too_short":
            return "isian ini tidak boleh kosong."
        case "value_error":
            return f"{ctx.get('error')}."
        case _:
            return f"tertulis {item['input']!r}; {item['msg']}."


def read_text(path: Path, shown: str) -> str:
    """The text of a content file. Raises :class:`ContentError` when it is missing or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as exc:
        raise ContentError(
            [FaultInContent(shown, None, "", "berkas ini tidak ada. Buat atau pulihkan.")]
        ) from exc
    except UnicodeDecodeError as exc:
        line = exc.object[: exc.start].count(b"\n") + 1
        raise ContentError(
            [FaultInContent(shown, line, "", "bukan UTF-8. Simpan ulang sebagai UTF-8.")]
        ) from exc
    except OSError as exc:
        raise ContentError(
            [FaultInContent(shown, None, "", f"tidak dapat dibaca ({exc.strerror}).")]
        ) from exc


def read_yaml(path: Path, root: Path) -> Document:
    """Parse one YAML mapping. Raises :class:`ContentError` when it is none, or repeats a key."""
    shown = str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
    loader = _Loader(read_text(path, shown))
    try:
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            raise ContentError(
                [FaultInContent(shown, 1, "", "isi berkas harus berupa pasangan kunci: nilai.")]
            )
        doubles = list(_doubled(node, shown))
        if doubles:
            raise ContentError(doubles)
        data = loader.construct_document(node)
    except yaml.MarkedYAMLError as exc:
        line = exc.problem_mark.line + 1 if exc.problem_mark else None
        raise ContentError(
            [
                FaultInContent(
                    shown,
                    line,
                    "",
                    f"bukan YAML yang sah ({exc.problem}). Periksa indentasi dan tanda kutip.",
                )
            ]
        ) from exc
    finally:
        loader.dispose()
    return Document(path, shown, data, node)


def _doubled(node: yaml.Node, shown: str) -> Iterable[FaultInContent]:
    # YAML lets the last of two equal keys win in silence; an officer would never see it.
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for name, value in node.value:
            if name.value in seen:
                yield FaultInContent(
                    shown,
                    name.start_mark.line + 1,
                    name.value,
                    "kunci ini tertulis dua kali. Hapus salah satu.",
                )
            seen.add(name.value)
            yield from _doubled(value, shown)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _doubled(value, shown)


def shown(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)


def csv_rows(
    path: Path, root: Path, needed: tuple[str, ...]
) -> tuple[tuple[str, ...], list[tuple[int, dict[str, str]]]]:
    """Columns and (line, row) of a content CSV. Raises :class:`ContentError`."""
    where = shown(path, root)
    reader = csv.DictReader(read_text(path, where).splitlines())
    columns = tuple(reader.fieldnames or ())
    missing = [name for name in needed if name not in columns]
    if missing:
        raise ContentError(
            [FaultInContent(where, 1, ", ".join(missing), "kolom ini tidak ada. Tambahkan.")]
        )
    rows: list[tuple[int, dict[str, str]]] = []
    faults: list[FaultInContent] = []
    for row in reader:
        if None in row or None in row.values():
            faults.append(
                FaultInContent(
                    where,
                    reader.line_num,
                    "",
                    f"jumlah sel tidak sama dengan judul ({len(columns)}). Periksa koma dan kutip.",
                )
            )
        else:
            rows.append((reader.line_num, {str(k): str(v) for k, v in row.items()}))
    if faults:
        raise ContentError(faults)
    return columns, rows
