"""From indicator values to the index: reading them, refusing the wrong ones, computing.

Belongs here: the formula and what counts as a value. Does not belong here: the instrument's own
rules (:mod:`spbe_data.maturity.instrument`) and where an assessment is stored.

Formula (PermenPANRB 59/2020, Lampiran I): aspect = Σ(value × weight) / weight of the aspect, domain
= Σ(aspect × weight) / weight of the domain, index = Σ(domain × weight) / 100; in one line, index =
Σ(value × weight) / 100. Computed in exact fractions and never rounded between levels: rounding
domains first contradicts published totals (Kabupaten Aceh Tengah 2025: 2,59, not 2,60). Only what
is shown is rounded, to two decimals, half up (the regulation is silent; an assumption).
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from spbe_data.maturity.instrument import WHOLE, Instrument

LONGEST_FILE = 1_048_576
"""Bytes; an honest table of values has a few hundred."""


@dataclass(frozen=True, slots=True)
class SalahNilai:
    """One value that cannot be used. Texts in Indonesian (``_id``) and English (``_en``).

    ``baris`` counts from 1 as in the sender's file, header included; ``None`` when the values did
    not come from a file or the fault is the whole file's. ``nilai`` is what was found.
    """

    kode: str
    baris: int | None
    indikator: str | None
    nilai: str
    harapan_id: str
    harapan_en: str
    perbaikan_id: str
    perbaikan_en: str

    @property
    def pesan(self) -> dict[str, str]:
        """Where, found, expected, how to repair, as ``{"id", "en"}``."""
        where_id = [f"baris {self.baris}"] if self.baris else []
        where_en = [f"row {self.baris}"] if self.baris else []
        if self.indikator:
            where_id.append(f'indikator "{self.indikator}"')
            where_en.append(f'indicator "{self.indikator}"')
        id_, en = ", ".join(where_id) or "berkas", ", ".join(where_en) or "file"
        return {
            "id": f'{id_[0].upper()}{id_[1:]}: tertulis "{self.nilai}". '
            f"Harus {self.harapan_id}. {self.perbaikan_id}",
            "en": f'{en[0].upper()}{en[1:]}: found "{self.nilai}". '
            f"Expected {self.harapan_en}. {self.perbaikan_en}",
        }

    def to_dict(self) -> dict[str, object]:
        """Keys as in the findings document (docs/doors.md)."""
        return {
            "kode": self.kode,
            "baris": self.baris,
            "indikator": self.indikator,
            "nilai": self.nilai,
            "harapan": {"id": self.harapan_id, "en": self.harapan_en},
            "perbaikan": {"id": self.perbaikan_id, "en": self.perbaikan_en},
            "pesan": self.pesan,
        }


class NilaiTidakSah(ValueError):
    """Values that cannot be scored; carries every fault found, not only the first."""

    def __init__(self, faults: Iterable[SalahNilai]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(f"{f.pesan['id']}\n{f.pesan['en']}" for f in self.faults))


@dataclass(frozen=True, slots=True)
class Bagian:
    """A domain, aspect or indicator with its unrounded value; ``None`` while values are unset."""

    id: str
    nama: str
    indeks: Fraction | None

    def to_dict(self) -> dict[str, str | None]:
        return {"id": self.id, "nama": self.nama, "indeks": _text_or_none(self.indeks)}


@dataclass(frozen=True, slots=True)
class Penilaian:
    """The result of one set of values, unrounded (exact fractions, in the instrument's unit).

    ``indeks`` and ``predikat`` are ``None`` while any indicator is unset (ids in ``kosong``): an
    unset indicator is not zero and must not look like a score.
    ``indeks_bila_kosong_tingkat_1`` is the index with the unset ones at the lowest value, which is
    what an indicator without evidence gets.
    """

    instrumen: str
    indeks: Fraction | None
    predikat: str | None
    domain: tuple[Bagian, ...]
    aspek: tuple[Bagian, ...]
    indikator: tuple[Bagian, ...]
    kosong: tuple[str, ...]
    indeks_bila_kosong_tingkat_1: Fraction
    catatan: tuple[str, ...]

    @property
    def indeks_tampil(self) -> str | None:
        """The index as people see it: two decimals, half up, with a point."""
        return None if self.indeks is None else two_decimals(self.indeks)

    def to_dict(self) -> dict[str, object]:
        """The document of ``spbe kematangan skor --json`` (docs/doors.md); decimals as strings."""
        return {
            "instrumen": self.instrumen,
            "indeks": _text_or_none(self.indeks),
            "indeks_tampil": self.indeks_tampil,
            "predikat": self.predikat,
            "domain": [item.to_dict() for item in self.domain],
            "aspek": [item.to_dict() for item in self.aspek],
            "indikator": [item.to_dict() for item in self.indikator],
            "kosong": list(self.kosong),
            "indeks_bila_kosong_tingkat_1": decimal_text(self.indeks_bila_kosong_tingkat_1),
            "catatan": list(self.catatan),
        }


def decimal_text(value: Fraction) -> str:
    """``value`` as decimal text without exponent or trailing zeros (``"2.9475"``).

    Exact when it ends; a value that never ends (an aspect of three indicators) is given with 10
    decimals, as in the ministry's own data.
    """
    rest = value.denominator
    places = 0
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest //= prime
            power += 1
        places = max(places, power)
    text = _rounded(value, places if rest == 1 else 10)
    return text.rstrip("0").rstrip(".") if "." in text else text


def two_decimals(value: Fraction) -> str:
    """``value`` rounded half up to two decimals (``"2.95"``)."""
    return _rounded(value, 2)


def score(instrument: Instrument, values: Mapping[str, Decimal | None]) -> Penilaian:
    """Compute index, domains and aspects of ``values`` (indicator id → value; absent = unset).

    Raises :class:`NilaiTidakSah` for unknown indicators and values the instrument does not allow.
    """
    known = {indicator.id for indicator in instrument.indikator}
    faults: list[SalahNilai] = []
    levels: dict[str, Fraction] = {}
    for name, value in values.items():
        if name not in known:
            faults.append(_unknown(instrument, name, None))
        elif value is not None:
            fault = _not_allowed(instrument, name, value, str(value), None)
            if fault is None:
                levels[name] = Fraction(value)
            else:
                faults.append(fault)
    if faults:
        raise NilaiTidakSah(faults)
    return _compute(instrument, levels)


def _compute(instrument: Instrument, levels: Mapping[str, Fraction]) -> Penilaian:
    unset = tuple(item.id for item in instrument.indikator if item.id not in levels)
    aspects = {
        aspect.id: _mean(
            (levels.get(item.id), item.bobot)
            for item in instrument.indikator
            if item.aspek == aspect.id
        )
        for aspect in instrument.aspek
    }
    domains = {
        domain.id: _mean(
            (aspects[item.id], item.bobot) for item in instrument.aspek if item.domain == domain.id
        )
        for domain in instrument.domain
    }
    lowest = instrument.nilai.minimum
    at_least = sum(
        (levels.get(item.id, lowest) * item.bobot for item in instrument.indikator),
        Fraction(0),
    )
    at_least /= WHOLE
    index = None if unset else at_least
    return Penilaian(
        instrumen=instrument.id,
        indeks=index,
        predikat=None if index is None else instrument.predikat_untuk(index),
        domain=tuple(Bagian(d.id, d.nama, domains[d.id]) for d in instrument.domain),
        aspek=tuple(Bagian(a.id, a.nama, aspects[a.id]) for a in instrument.aspek),
        indikator=tuple(Bagian(i.id, i.nama, levels.get(i.id)) for i in instrument.indikator),
        kosong=unset,
        indeks_bila_kosong_tingkat_1=at_least,
        catatan=tuple(_notes(instrument, index, unset)),
    )


def _mean(parts: Iterable[tuple[Fraction | None, Fraction]]) -> Fraction | None:
    total = weight = Fraction(0)
    for value, share in parts:
        if value is None:
            return None
        total += value * share
        weight += share
    return total / weight


def _notes(instrument: Instrument, index: Fraction | None, unset: Sequence[str]) -> Iterator[str]:
    if index is None:
        yield (
            f"{len(unset)} dari {len(instrument.indikator)} indikator belum diisi "
            f"({', '.join(unset)}); indeks tidak dihitung. Isi semuanya, atau baca "
            "indeks_bila_kosong_tingkat_1 yang menghitungnya dengan nilai terendah "
            f"({_comma(decimal_text(instrument.nilai.minimum))})."
        )
        return
    shown = two_decimals(index)
    exact, rounded = (
        instrument.predikat_untuk(index),
        instrument.predikat_untuk(Fraction(shown)),
    )
    if exact != rounded:
        yield (
            f"Indeks {_comma(decimal_text(index))} berpredikat {exact}; dibulatkan menjadi "
            f"{_comma(shown)} ia akan berpredikat {rounded}. Predikat diambil dari nilai yang "
            "belum dibulatkan."
        )


def read_values(data: bytes, instrument: Instrument) -> dict[str, Decimal | None]:
    """Read a table ``indikator,nilai`` (CSV) into the instrument's indicators, in its order.

    Every indicator of the instrument is a key; blank and absent ones are ``None``. Separators may
    be comma, semicolon or tab; a byte order mark, upper case and blanks in the header, blank rows
    and further columns do no harm. ``3,0`` is read as 3.0 unless it could be a thousand.
    Raises :class:`NilaiTidakSah` with all faults of the file.
    """
    known = {indicator.id for indicator in instrument.indikator}
    values: dict[str, Decimal | None] = dict.fromkeys(i.id for i in instrument.indikator)
    faults: list[SalahNilai] = []
    seen: dict[str, int] = {}
    for row, name, text, surplus in _rows(data):
        if surplus:
            faults.append(_surplus(row, name, surplus))
        elif not name:
            if text:
                faults.append(_nameless(row, text))
        elif name not in known:
            faults.append(_unknown(instrument, name, row))
        elif name in seen:
            faults.append(_doubled(row, name, seen[name]))
        else:
            seen[name] = row
            if text:
                value = _number(instrument, name, text, row)
                if isinstance(value, SalahNilai):
                    faults.append(value)
                else:
                    values[name] = value
    if faults:
        raise NilaiTidakSah(faults)
    return values


def _rows(data: bytes) -> Iterator[tuple[int, str, str, str]]:
    """(row, indicator, value, what stands beyond the header) of each row that is not blank."""
    text = _decoded(data)
    first = ""
    for delimiter in (",", ";", "\t"):
        # Universal newlines: files of old Macintosh programs end their lines with CR alone.
        reader = csv.reader(io.StringIO(text, newline=None), delimiter=delimiter, strict=True)
        table = enumerate(_records(reader), start=1)
        start, header = next(((n, row) for n, row in table if any(row)), (1, []))
        names = [" ".join(cell.casefold().split()) for cell in header]
        first = first or " ".join(header)
        if "indikator" in names and "nilai" in names:
            break
    else:
        raise NilaiTidakSah([_no_header(first)])
    for wanted in ("indikator", "nilai"):
        if names.count(wanted) > 1:
            raise NilaiTidakSah([_doubled_column(start, wanted)])
    at_name, at_value = names.index("indikator"), names.index("nilai")
    for number, row in table:
        if any(row):
            row += [""] * (len(names) - len(row))
            beyond = [cell for cell in row[len(names) :] if cell]
            yield number, row[at_name], row[at_value], delimiter.join(beyond)


def _records(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    number = 0
    try:
        for number, row in enumerate(reader, start=1):  # noqa: B007 - named in the fault
            yield [cell.strip() for cell in row]
    except csv.Error as exc:
        raise NilaiTidakSah([_broken(number + 1, exc)]) from exc


def _decoded(data: bytes) -> str:
    if len(data) > LONGEST_FILE:
        raise NilaiTidakSah([_too_long(len(data))])
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise NilaiTidakSah([_a_workbook()])
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace").removeprefix("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Ids and values are ASCII; only columns that are ignored can hold anything else.
        return data.decode("latin-1")


def _number(instrument: Instrument, name: str, text: str, row: int) -> Decimal | SalahNilai:
    if not re.fullmatch(r"[+-]?[0-9]{1,12}([.,][0-9]{1,12})?", text):
        return _not_a_number(instrument, name, text, row)
    if re.fullmatch(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}", text):
        thousand = Fraction(re.sub(r"[.,]", "", text))
        if instrument.nilai.memuat(thousand):
            return _two_readings(name, text, row)
    value = Decimal(text.replace(",", "."))
    return _not_allowed(instrument, name, value, text, row) or value


def _not_allowed(
    instrument: Instrument, name: str, value: Decimal, text: str, row: int | None
) -> SalahNilai | None:
    span = instrument.nilai
    expected_id, expected_en = _range(instrument)
    # Exponents beyond any table of values: Fraction(Decimal("1E-999999999")) would fill the memory.
    if not value.is_finite() or abs(value.adjusted()) > 12 or len(value.as_tuple().digits) > 25:
        return _not_a_number(instrument, name, text, row)
    if not span.memuat(Fraction(value)):
        kind = "di_luar_rentang"
    elif span.bulat and value != value.to_integral_value():
        kind = "harus_bulat"
    else:
        return None
    return SalahNilai(
        kind,
        row,
        name,
        text[:60],
        expected_id,
        expected_en,
        "Periksa kembali tingkat yang dinilai, lalu perbaiki; kosongkan bila belum dinilai.",
        "Check the level that was given and correct it; leave it blank if not yet assessed.",
    )


def _rounded(value: Fraction, places: int) -> str:
    scaled = math.floor(value * 10**places + Fraction(1, 2))
    whole, rest = divmod(scaled, 10**places)
    return f"{whole}.{rest:0{places}d}" if places else str(whole)


def _text_or_none(value: Fraction | None) -> str | None:
    return None if value is None else decimal_text(value)


def _comma(text: str) -> str:
    return text.replace(".", ",")


def _range(instrument: Instrument) -> tuple[str, str]:
    span = instrument.nilai
    low, high = decimal_text(span.minimum), decimal_text(span.maksimum)
    if span.bulat:
        return (
            f"bilangan bulat {low} sampai {high}",
            f"a whole number from {low} to {high}",
        )
    return (
        f"angka {_comma(low)} sampai {_comma(high)}",
        f"a number from {low} to {high}",
    )


def _unknown(instrument: Instrument, name: str, row: int | None) -> SalahNilai:
    ids = [indicator.id for indicator in instrument.indikator]
    # "01", "1.0" and "Indikator 1" are what spreadsheets make of 1.
    guess = re.sub(r"^\D*?0*(?=[0-9])|[.,]0+$", "", name)
    meant_id = f'Mungkin maksudnya "{guess}"; ' if guess in ids else ""
    meant_en = f'Did you mean "{guess}"? ' if guess in ids else ""
    listed = ", ".join(ids) if len(ids) < 5 else f"{ids[0]}, {ids[1]}, …, {ids[-1]}"
    return SalahNilai(
        "indikator_tidak_dikenal",
        row,
        name[:60],
        name[:60],
        f"salah satu dari {len(ids)} indikator instrumen {instrument.id} ({listed})",
        f"one of the {len(ids)} indicators of instrument {instrument.id} ({listed})",
        f"{meant_id}perbaiki nomornya atau hapus barisnya."
        if meant_id
        else "Perbaiki nomornya atau hapus barisnya.",
        f"{meant_en}Correct the number or delete the row.",
    )


def _doubled(row: int, name: str, first: int) -> SalahNilai:
    return SalahNilai(
        "indikator_ganda",
        row,
        name,
        name,
        f"satu baris untuk tiap indikator (sudah ada di baris {first})",
        f"one row for each indicator (already in row {first})",
        "Hapus salah satu dari kedua baris itu.",
        "Delete one of the two rows.",
    )


def _nameless(row: int, text: str) -> SalahNilai:
    return SalahNilai(
        "indikator_kosong",
        row,
        None,
        text[:60],
        "nomor indikator di kolom indikator pada baris yang bernilai",
        "an indicator id in column indikator of a row that has a value",
        "Isi nomor indikatornya, atau kosongkan nilainya.",
        "Fill in the indicator id, or clear the value.",
    )


def _surplus(row: int, name: str, surplus: str) -> SalahNilai:
    return SalahNilai(
        "sel_berlebih",
        row,
        name[:60] or None,
        surplus[:60],
        "sel sebanyak judul kolomnya",
        "as many cells as the header has",
        'Bila desimal ditulis dengan koma, apit dengan tanda kutip ("3,0"), pakai titik (3.0), '
        "atau pisahkan kolom dengan titik koma.",
        'If decimals have a comma, quote them ("3,0"), use a point (3.0), or separate the columns '
        "with semicolons.",
    )


def _not_a_number(instrument: Instrument, name: str, text: str, row: int | None) -> SalahNilai:
    expected_id, expected_en = _range(instrument)
    return SalahNilai(
        "bukan_angka",
        row,
        name,
        text[:60],
        expected_id,
        expected_en,
        "Tulis angkanya saja; kosongkan selnya bila belum dinilai.",
        "Write the number only; leave the cell blank if not yet assessed.",
    )


def _two_readings(name: str, text: str, row: int) -> SalahNilai:
    plain = re.sub(r"[.,]", "", text)
    decimal = text.replace(",", ".") + "0"
    return SalahNilai(
        "dua_arti",
        row,
        name,
        text,
        f"angka yang hanya dapat dibaca satu cara (ini dapat berarti {plain} atau {decimal})",
        f"a number with one reading only (this may mean {plain} or {decimal})",
        f"Tulis {plain} atau {decimal}.",
        f"Write {plain} or {decimal}.",
    )


def _no_header(found: str) -> SalahNilai:
    return SalahNilai(
        "judul_kolom",
        1,
        None,
        found[:60],
        'judul kolom "indikator" dan "nilai" pada baris pertama',
        'the column headings "indikator" and "nilai" in the first row',
        "Tambahkan kedua judul kolom itu, dipisahkan koma, titik koma, atau tab.",
        "Add both headings, separated by comma, semicolon or tab.",
    )


def _doubled_column(row: int, column: str) -> SalahNilai:
    return SalahNilai(
        "judul_ganda",
        row,
        None,
        column,
        f'satu kolom "{column}" saja',
        f'only one column "{column}"',
        "Hapus kolom yang tidak dipakai, atau ganti judulnya.",
        "Delete the column that is not meant, or rename it.",
    )


def _broken(row: int, error: csv.Error) -> SalahNilai:
    return SalahNilai(
        "csv_rusak",
        row,
        None,
        str(error)[:60],
        "CSV yang tanda kutipnya berpasangan dan selnya tidak terlalu panjang",
        "CSV with paired quotation marks and cells of sensible length",
        "Periksa tanda kutip pada baris itu dan sesudahnya, atau simpan ulang sebagai CSV.",
        "Check the quotation marks in that row and after it, or save as CSV again.",
    )


def _too_long(size: int) -> SalahNilai:
    return SalahNilai(
        "berkas_terlalu_besar",
        None,
        None,
        f"{size} bita",
        f"paling besar {LONGEST_FILE} bita",
        f"at most {LONGEST_FILE} bytes",
        "Kirim tabel indikator dan nilainya saja.",
        "Send the table of indicators and values only.",
    )


def _a_workbook() -> SalahNilai:
    return SalahNilai(
        "bukan_csv",
        None,
        None,
        "Excel",
        "berkas CSV",
        "a CSV file",
        "Buka berkasnya, lalu simpan sebagai CSV (pilih Simpan Sebagai, jenis CSV).",
        "Open the file and save it as CSV (Save As, type CSV).",
    )
