"""An assessment instrument as content: a frozen, strict model of a ``schemas/instrumen`` file.

Belongs here: the shape of an instrument and the rules one file must obey (weights, bands, ids).
Does not belong here: what an agency scored; that is :mod:`spbe_data.maturity.index`.

The model is wider than PermenPANRB 59/2020, since the law replaces instruments: values may be
decimals, the lowest value may be 0, weights may be fractions (``"5/3"``: PermenPANRB 5/2018 splits
one indicator into three rows), domains may be absent (PermenPANRB 8/2026 has aspects only), and an
instrument whose indicators have no level criteria simply states none. Nested percentages (PerBPS
3/2022) are written as their product, the effective weight.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    InstanceOf,
    ValidationError,
    ValidationInfo,
    field_validator,
)

try:  # the C parser is ten times faster; wheels have it on every platform we know
    from yaml import CSafeLoader as _BaseLoader
except ImportError:  # pragma: no cover
    from yaml import SafeLoader as _BaseLoader  # type: ignore[assignment]

WHOLE = Fraction(100)
"""What the weights of each level (domains, aspects, indicators) add up to."""


@dataclass(frozen=True, slots=True)
class SalahInstrumen:
    """One fault of an instrument file: which file, which field (ids instead of positions), what."""

    berkas: str
    isian: str
    aturan: str
    baris: int | None = None

    def __str__(self) -> str:
        line = f", baris {self.baris}" if self.baris else ""
        field = f", isian '{self.isian}'" if self.isian else ""
        return f"{self.berkas}{line}{field}: {self.aturan}"


class InstrumenTidakSah(ValueError):
    """Instrument content that cannot be used; carries every fault found, not only the first."""

    def __init__(self, faults: Iterable[SalahInstrumen]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


def _exact(value: object) -> object:
    # A bare 1.3 in YAML is a binary float and no longer 1,3; quoted it is exactly what was written.
    match value:
        case str() if re.fullmatch(r"[0-9]+(\.[0-9]+)?|[0-9]+/[1-9][0-9]*", value):
            return Fraction(value)
        case int() if not isinstance(value, bool) and value >= 0:
            return Fraction(value)
        case _:
            raise ValueError(
                f"tertulis {value!r}; harus bilangan bulat, atau angka tanpa tanda di dalam tanda "
                'kutip, misalnya "1.30" atau "5/3"'
            )


def _numbered(value: object) -> object:
    # The file says ``1: teks``; a mapping inside a frozen model would stay changeable.
    if isinstance(value, dict):
        return [{"nilai": level, "uraian": text} for level, text in value.items()]
    return value


Text = Annotated[str, Field(min_length=1)]
Exact = Annotated[InstanceOf[Fraction], BeforeValidator(_exact)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, str_strip_whitespace=True)


class RentangNilai(_Strict):
    """The values an indicator may have: from ``minimum`` to ``maksimum``, both included."""

    minimum: Exact
    maksimum: Exact
    bulat: bool

    def memuat(self, value: Fraction) -> bool:
        """Whether ``value`` lies in the range (whole or not)."""
        return self.minimum <= value <= self.maksimum


class Predikat(_Strict):
    """A band of the index: ``mulai`` included, ``hingga`` not, except in the highest band."""

    nama: Text
    mulai: Exact
    hingga: Exact


class Tingkat(_Strict):
    """One maturity level of a kind of capability."""

    nilai: int
    nama: Text
    uraian: Text


class Kapabilitas(_Strict):
    """A kind of capability (process, service) and the names of its levels."""

    id: Text
    nama: Text
    tingkat: tuple[Tingkat, ...] = Field(min_length=1, strict=False)
    catatan: str = ""


class Domain(_Strict):
    """A domain; ``bobot`` in percent of the index."""

    id: Text
    nama: Text
    bobot: Exact


class Aspek(_Strict):
    """An aspect of ``domain`` (none where the instrument has none); ``bobot`` in percent."""

    id: Text
    nama: Text
    domain: Text | None = None
    bobot: Exact


class Kriteria(_Strict):
    """What one level of one indicator asks for, summarised; the regulation's text binds."""

    nilai: int
    uraian: Text


class Indikator(_Strict):
    """An indicator of ``aspek``; ``bobot`` in percent of the index. ``id`` is text (``35a``)."""

    id: Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z.-]*$")]
    nama: Text
    aspek: Text
    bobot: Exact
    kapabilitas: Text | None = None
    pertanyaan: str = ""
    kriteria: Annotated[tuple[Kriteria, ...], Field(strict=False), BeforeValidator(_numbered)] = ()
    catatan: str = ""


class Instrument(_Strict):
    """One instrument with its validity (both days included) and legal basis.

    ``id`` is the file's stem. Guaranteed after :func:`load_instrument`: ids unique per level, the
    weights of each level add up to exactly 100, every aspect and domain weighs what its parts
    weigh, and the bands of ``predikat`` cover the range of ``nilai`` without gap or overlap.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    judul: Text
    dasar_hukum: Text
    berlaku_sejak: dt.date
    berlaku_sampai: dt.date | None = None
    sumber: tuple[Text, ...] = Field(min_length=1, strict=False)
    catatan: tuple[Text, ...] = Field(default=(), strict=False)
    nilai: RentangNilai
    predikat: tuple[Predikat, ...] = Field(min_length=1, strict=False)
    kapabilitas: tuple[Kapabilitas, ...] = Field(default=(), strict=False)
    domain: tuple[Domain, ...] = Field(default=(), strict=False)
    aspek: tuple[Aspek, ...] = Field(min_length=1, strict=False)
    indikator: tuple[Indikator, ...] = Field(min_length=1, strict=False)

    @field_validator("berlaku_sampai")
    @classmethod
    def _after_start(cls, value: dt.date | None, info: ValidationInfo) -> dt.date | None:
        start = info.data.get("berlaku_sejak")
        if value is not None and start is not None and value < start:
            raise ValueError(f"tertulis {value}; tidak boleh sebelum berlaku_sejak ({start})")
        return value

    def predikat_untuk(self, indeks: Fraction) -> str:
        """Name of the band that holds ``indeks`` (in the range of ``nilai``)."""
        return next(
            (band.nama for band in reversed(self.predikat) if band.mulai <= indeks),
            self.predikat[0].nama,
        )


def load_instrument(path: Path) -> Instrument:
    """Read one instrument file.

    Raises :class:`InstrumenTidakSah` with all faults of the file, in Indonesian.
    """
    shown = path.name
    data = _read(path)
    try:
        instrument = Instrument.model_validate(data)
    except ValidationError as exc:
        raise InstrumenTidakSah(
            SalahInstrumen(shown, field, _word(item), _line(path, field))
            for item in exc.errors()
            for field in (_field(data, item["loc"]),)
        ) from exc
    faults = [
        SalahInstrumen(shown, field, rule, _line(path, field))
        for field, rule in _contradictions(instrument)
    ]
    if instrument.id != path.stem:
        faults.insert(
            0,
            SalahInstrumen(
                shown,
                "id",
                f"tertulis '{instrument.id}'; harus sama dengan nama berkas, '{path.stem}'. "
                "Samakan keduanya.",
                _line(path, "id"),
            ),
        )
    if faults:
        raise InstrumenTidakSah(faults)
    return instrument


def list_instruments(folder: Path) -> tuple[Instrument, ...]:
    """All instruments of a folder (``*.yaml``), oldest first.

    Raises :class:`InstrumenTidakSah` with the faults of all files, or when there is no folder.
    """
    if not folder.is_dir():
        raise InstrumenTidakSah(
            [SalahInstrumen(str(folder), "", "folder instrumen tidak ada. Periksa letak konten.")]
        )
    found: list[Instrument] = []
    faults: list[SalahInstrumen] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            found.append(load_instrument(path))
        except InstrumenTidakSah as exc:
            faults.extend(exc.faults)
    if faults:
        raise InstrumenTidakSah(faults)
    return tuple(sorted(found, key=lambda item: (item.berlaku_sejak, item.id)))


class _Loader(_BaseLoader):
    """YAML's safe scalars only; a repeated key is an error instead of the last one winning."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        for name, count in Counter(key.value for key, _ in node.value).items():
            if count > 1:
                raise yaml.constructor.ConstructorError(
                    None, None, f"kunci '{name}' tertulis {count} kali", node.start_mark
                )
        return super().construct_mapping(node, deep)


def _read(path: Path) -> dict[str, Any]:
    def fault(rule: str) -> InstrumenTidakSah:
        return InstrumenTidakSah([SalahInstrumen(path.name, "", rule)])

    try:
        # A subclass of the safe loader: scalars, lists and mappings, nothing is evaluated.
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except OSError as exc:
        raise fault(f"berkas tidak dapat dibuka ({exc.strerror}).") from exc
    except UnicodeDecodeError as exc:
        raise fault("berkas bukan teks UTF-8. Simpan ulang sebagai UTF-8.") from exc
    except yaml.MarkedYAMLError as exc:
        where = f" pada baris {exc.problem_mark.line + 1}" if exc.problem_mark else ""
        raise fault(
            f"bukan YAML yang sah{where} ({exc.problem}). Periksa indentasi dan tanda kutip."
        ) from exc
    except (
        yaml.YAMLError,
        ValueError,
    ) as exc:  # ValueError: a scalar like the date 2021-13-01
        raise fault(f"bukan YAML yang sah ({exc}).") from exc
    if not isinstance(data, dict):
        raise fault("isi berkas harus berupa pasangan kunci: nilai.")
    return data


def _field(data: object, loc: tuple[int | str, ...]) -> str:
    # "indikator[12].bobot" helps the editor of the file, "indikator.11.bobot" does not.
    shown = ""
    for part in loc:
        inner: object = None
        if isinstance(part, int) and isinstance(data, list) and part < len(data):
            inner = data[part]
            name = inner.get("id") if isinstance(inner, dict) else None
            shown += f"[{name or part + 1}]"
        else:
            inner = data.get(part) if isinstance(data, dict) else None
            shown += f".{part}" if shown else str(part)
        data = inner
    return shown


def _line(path: Path, field: str) -> int:
    """Line (from 1) of a field as :func:`_field` writes it, or of the part of it that exists."""
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    for part in re.findall(r"[^.\[\]]+", field):
        if node is None or (at := _inner(node, part)) is None:
            break
        node = at
    return int(node.start_mark.line) + 1 if node is not None else 1


def _inner(node: yaml.Node, part: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == part), None)
    if not isinstance(node, yaml.SequenceNode):
        return None
    for number, item in enumerate(node.value, start=1):
        named = _inner(item, "id") if isinstance(item, yaml.MappingNode) else None
        if part == (named.value if named is not None else str(number)):
            return item  # type: ignore[no-any-return]
    return None


def _word(item: Any) -> str:
    match item["type"]:
        case "missing":
            return "isian ini wajib ada. Tambahkan."
        case "extra_forbidden":
            return "isian ini tidak dikenal. Periksa ejaannya atau hapus."
        case "string_type":
            return f"tertulis {item['input']!r}; harus teks. Tulis dalam tanda kutip."
        case "string_too_short" | "too_short":
            return "isian ini tidak boleh kosong."
        case "string_pattern_mismatch":
            return f"tertulis {item['input']!r}; harus sesuai pola {item['ctx']['pattern']}."
        case "value_error":
            return f"{item['ctx']['error']}."
        case "int_type":
            return f"tertulis {item['input']!r}; harus bilangan bulat."
        case "bool_type":
            return f"tertulis {item['input']!r}; harus true atau false."
        case "date_type":
            return f"tertulis {item['input']!r}; harus tanggal, misalnya 2021-01-01."
        case "tuple_type":
            return f"tertulis {item['input']!r}; harus daftar."
        case _:
            return f"tertulis {item['input']!r}; tidak sesuai ({item['msg']})."


def _contradictions(instrument: Instrument) -> Iterator[tuple[str, str]]:
    """Pairs (field, rule) where the parts of a well-formed instrument do not fit together."""
    yield from _doubled_ids(instrument)
    yield from _parents(instrument)
    yield from _weights(instrument)
    yield from _bands(instrument)
    yield from _levels(instrument)


def _doubled_ids(instrument: Instrument) -> Iterator[tuple[str, str]]:
    groups: Mapping[str, Iterable[str]] = {
        "kapabilitas": (item.id for item in instrument.kapabilitas),
        "domain": (item.id for item in instrument.domain),
        "aspek": (item.id for item in instrument.aspek),
        "indikator": (item.id for item in instrument.indikator),
        "predikat": (item.nama for item in instrument.predikat),
    }
    for group, ids in groups.items():
        for name, count in Counter(ids).items():
            if count > 1:
                yield (
                    f"{group}[{name}]",
                    f"tertulis {count} kali; harus sekali. Hapus salah satu.",
                )


def _parents(instrument: Instrument) -> Iterator[tuple[str, str]]:
    domains = {item.id for item in instrument.domain}
    aspects = {item.id for item in instrument.aspek}
    kinds = {item.id for item in instrument.kapabilitas}
    for aspect in instrument.aspek:
        if aspect.domain is None and domains:
            yield (
                f"aspek[{aspect.id}].domain",
                "wajib ada, sebab instrumen ini memiliki domain.",
            )
        elif aspect.domain is not None and aspect.domain not in domains:
            yield f"aspek[{aspect.id}].domain", f"domain '{aspect.domain}' tidak ada."
    for indicator in instrument.indikator:
        if indicator.aspek not in aspects:
            yield (
                f"indikator[{indicator.id}].aspek",
                f"aspek '{indicator.aspek}' tidak ada.",
            )
        if indicator.kapabilitas is not None and indicator.kapabilitas not in kinds:
            yield (
                f"indikator[{indicator.id}].kapabilitas",
                f"kapabilitas '{indicator.kapabilitas}' tidak ada.",
            )


def _weights(instrument: Instrument) -> Iterator[tuple[str, str]]:
    levels: Mapping[str, tuple[Domain | Aspek | Indikator, ...]] = {
        "domain": instrument.domain,
        "aspek": instrument.aspek,
        "indikator": instrument.indikator,
    }
    for level, items in levels.items():
        for item in items:
            if item.bobot == 0:
                yield (
                    f"{level}[{item.id}].bobot",
                    "tertulis 0; bobot harus lebih dari 0.",
                )
        total = sum((item.bobot for item in items), Fraction(0))
        if items and total != WHOLE:
            yield (
                level,
                f"jumlah bobot {_shown(total)}; harus tepat 100. Periksa bobotnya.",
            )
    for aspect in instrument.aspek:
        parts = [item.bobot for item in instrument.indikator if item.aspek == aspect.id]
        yield from _part_of(f"aspek[{aspect.id}].bobot", aspect.bobot, parts, "indikator")
    for domain in instrument.domain:
        parts = [item.bobot for item in instrument.aspek if item.domain == domain.id]
        yield from _part_of(f"domain[{domain.id}].bobot", domain.bobot, parts, "aspek")


def _part_of(
    field: str, weight: Fraction, parts: list[Fraction], kind: str
) -> Iterator[tuple[str, str]]:
    total = sum(parts, Fraction(0))
    if total != weight:
        yield (
            field,
            f"tertulis {_shown(weight)}; jumlah bobot {kind} di dalamnya {_shown(total)}.",
        )


def _bands(instrument: Instrument) -> Iterator[tuple[str, str]]:
    bands, span = instrument.predikat, instrument.nilai
    if span.minimum >= span.maksimum:
        yield "nilai", "minimum harus lebih kecil daripada maksimum."
        return
    expected = span.minimum
    for band in bands:
        field = f"predikat[{band.nama}]"
        if band.mulai != expected:
            rule = (
                f"tertulis {_shown(band.mulai)}; harus {_shown(expected)}, tanpa celah dan tindih."
            )
            yield f"{field}.mulai", rule
        if band.hingga <= band.mulai:
            yield (
                f"{field}.hingga",
                f"tertulis {_shown(band.hingga)}; harus di atas mulai.",
            )
        expected = band.hingga
    if expected != span.maksimum:
        yield (
            f"predikat[{bands[-1].nama}].hingga",
            f"tertulis {_shown(expected)}; pita teratas harus sampai {_shown(span.maksimum)}.",
        )


def _levels(instrument: Instrument) -> Iterator[tuple[str, str]]:
    span = instrument.nilai
    wanted = [
        level
        for level in range(int(span.minimum), int(span.maksimum) + 1)
        if span.memuat(Fraction(level))
    ]
    rule = f"harus tepat tingkat {', '.join(map(str, wanted))}, berurutan."
    for kind in instrument.kapabilitas:
        if [level.nilai for level in kind.tingkat] != wanted:
            yield f"kapabilitas[{kind.id}].tingkat", rule
    for indicator in instrument.indikator:
        if indicator.kriteria and [item.nilai for item in indicator.kriteria] != wanted:
            yield f"indikator[{indicator.id}].kriteria", rule


def _shown(value: Fraction) -> str:
    # Every decimal weight of a file is a short decimal; a fraction like 5/3 stays a fraction.
    text = f"{float(value):.10f}".rstrip("0").rstrip(".")
    return text if Fraction(text) == value else str(value)
