"""Reading YAML content with file and line, so that a fault can be found and mended.

Belongs here: parsing and wording of content faults. YAML is data: no templates, no tags beyond
YAML's own scalars, nothing is evaluated.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from spbe_data.standards.base import Terurai

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
        faults: list[FaultInContent] = []
        for item in error.errors():
            at = _clean(item["loc"])
            inner = item.get("ctx", {}).get("error")
            if isinstance(inner, Terurai):
                faults += [self.fault(f"{text}.", *at, *more) for more, text in inner.bagian]
            else:
                faults.append(self.fault(_word(item), *at))
        return faults


def _clean(loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
    # Pydantic adds the tag of a union member to the path; the file does not have it.
    return tuple(
        part for part in loc if part not in ("jumlah_kolom", "banding_kolom", "wajib_bila")
    )


def _child(node: yaml.Node, key: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == str(key):
                return value  # type: ignore[no-any-return]
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key]  # type: ignore[no-any-return]
    return None


_KIND = {
    "string": "teks; bila angka, apit dengan tanda kutip",
    "int": "bilangan bulat",
    "bool": "true atau false",
    "decimal": "angka",
    "float": "angka",
    "date": "tanggal, misalnya 2024-01-31",
    "tuple": "daftar, satu isian per baris dengan tanda hubung",
    "list": "daftar, satu isian per baris dengan tanda hubung",
    "model": "pasangan isian dan nilai",
    "dict": "pasangan isian dan nilai",
}
"""What a field must be, by the first word of Pydantic's error type."""


def _word(item: Any) -> str:
    """One of Pydantic's errors in Indonesian: what stands there, what must, how to repair."""
    kind, ctx = str(item["type"]), item.get("ctx", {})
    found = _short(item.get("input"))
    match kind:
        case "missing":
            return "isian ini wajib ada. Tambahkan."
        case "extra_forbidden":
            return "isian ini tidak dikenal. Periksa ejaannya atau hapus."
        case "literal_error" | "union_tag_invalid":
            found = _short(ctx["tag"]) if "tag" in ctx else found
            allowed = str(ctx.get("expected") or ctx.get("expected_tags")).replace(" or ", " atau ")
            return f"tertulis {found}; yang boleh: {allowed}. Pilih salah satu."
        case "union_tag_not_found":
            return f"isian {ctx.get('discriminator')} wajib ada untuk menyebut jenisnya. Tambahkan."
        case "string_pattern_mismatch":
            return (
                f"tertulis {found}; harus sesuai pola {ctx.get('pattern')}. Betulkan penulisannya."
            )
        case "string_too_short":
            return "isian ini tidak boleh kosong. Isi."
        case "too_short":
            return f"isinya {ctx.get('actual_length')}; paling sedikit {ctx.get('min_length')}. Tambahkan."
        case "too_long" | "string_too_long":
            return f"tertulis {found}; paling banyak {ctx.get('max_length')}. Pendekkan."
        case "greater_than_equal" | "greater_than":
            least = ctx.get("ge", ctx.get("gt"))
            return f"tertulis {found}; paling kecil {least}. Ganti nilainya."
        case "less_than_equal" | "less_than":
            most = ctx.get("le", ctx.get("lt"))
            return f"tertulis {found}; paling besar {most}. Ganti nilainya."
        case "value_error":
            return f"{ctx.get('error')}."
        case "is_instance_of" | "finite_number":  # a number, of which only decimals are asked
            return f"tertulis {found}; harus angka. Betulkan isiannya."
        case _:
            wanted = _KIND.get(kind.split("_")[0])
            if wanted is None:
                return f"tertulis {found}; bentuknya tidak dikenali ({kind}). Betulkan isiannya."
            return f"tertulis {found}; harus {wanted}. Betulkan isiannya."


def _short(value: Any) -> str:
    """A value as the officer wrote it, not as Python shows it; long ones cut."""
    if value is None:
        return "kosong"
    text = str(value) if isinstance(value, dt.date | Decimal) else repr(value)
    if isinstance(value, bool):
        text = text.lower()
    elif isinstance(value, dict | list):
        text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=200).strip()
    return text if len(text) <= 80 else f"{text[:79]}…"


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
                    f"bukan YAML yang sah ({_yaml_problem(exc.problem)}). Periksa indentasi dan tanda kutip.",
                )
            ]
        ) from exc
    except ContentError:
        raise
    except yaml.YAMLError as exc:  # the reader's own: characters that no YAML file may hold
        raise ContentError(
            [FaultInContent(shown, None, "", "memuat karakter kendali. Simpan ulang sebagai teks.")]
        ) from exc
    except (TypeError, RecursionError) as exc:  # a list as a key, or a value that holds itself
        raise ContentError(
            [
                FaultInContent(
                    shown,
                    None,
                    "",
                    "memakai kunci yang bukan teks, atau isi yang merujuk dirinya. Tulis langsung.",
                )
            ]
        ) from exc
    except ValueError as exc:  # a scalar that only looks like a date, such as 2021-13-01
        raise ContentError(_impossible(node, shown)) from exc
    finally:
        loader.dispose()
    return Document(path, shown, data, node)


def _impossible(node: yaml.Node | None, shown: str) -> Iterable[FaultInContent]:
    """A fault for every scalar that YAML takes for a date that no calendar has."""
    for at in _scalars(node) if node is not None else ():
        if at.tag.endswith(":timestamp"):
            try:
                yaml.safe_load(at.value)
            except ValueError:
                yield FaultInContent(
                    shown,
                    at.start_mark.line + 1,
                    "",
                    f"tertulis {at.value}, tanggal yang tidak ada. Betulkan, misalnya 2024-01-31.",
                )


def _scalars(node: yaml.Node) -> Iterable[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.MappingNode):
        for _name, value in node.value:
            yield from _scalars(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _scalars(value)


_YAML = {
    "mapping values are not allowed": "titik dua di tempat yang tidak semestinya",
    "could not find expected ':'": "titik dua sesudah nama isian tidak ditemukan",
    "did not find expected": "tanda penutup, pemisah, atau indentasinya tidak cocok",
    "found unexpected end of stream": "tanda kutip tidak ditutup",
    "found character that cannot start any token": "ada tab atau tanda yang tidak boleh di awal isian",
    "found undefined alias": "menyebut jangkar yang tidak ada",
    "could not determine a constructor": "memakai tanda jenis (!) yang tidak diterima",
}
"""What the YAML parser says, by how it begins."""


def _yaml_problem(problem: object) -> str:
    for begins, ours in _YAML.items():
        if str(problem).startswith(begins):
            return ours
    return "susunannya tidak terbaca"


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
