"""Privacy stage: no identifier of a person anywhere in what was sent.

Belongs here: the stage itself, over every cell of the table (also of columns outside the standard)
and every other text of the file: headings, titles, surplus cells, names of sheets and file, other
sheets, comments, metadata; and keeping what was found out of every finding (:func:`present`,
:func:`present_block`). What columns mean together is :mod:`spbe_data.checks.privacy_plan`; looking
at the rows is :mod:`spbe_data.checks.privacy_scan`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import polars as pl

from spbe_data.checks.blocks import Gugus, Rinci
from spbe_data.checks.finding import Saran, Temuan, Tingkat
from spbe_data.checks.privacy_plan import KolomRencana, Rencana, make_plan
from spbe_data.checks.privacy_scan import scan, scan_column, suspects
from spbe_data.identifiers.judul_pribadi import Judul
from spbe_data.identifiers.pengenal import JenisPribadi, cari_data_pribadi, jenis_dalam
from spbe_data.identifiers.samaran import TERSEMBUNYI
from spbe_data.intake.container_text import teks_lembar_kerja
from spbe_data.intake.reader import Terbaca
from spbe_data.standards.models import Standar

KATA: Mapping[str, tuple[str, str]] = {
    "NIK": ("NIK", "NIK (resident number)"),
    "KK": ("nomor KK", "family card number"),
    "NIP": ("NIP atau NI PPPK", "civil servant number"),
    "NPWP": ("NPWP orang pribadi", "personal tax number"),
    "TELEPON": ("nomor telepon", "telephone number"),
    "EMAIL": ("alamat surel", "e-mail address"),
    "REKENING": ("nomor rekening bank", "bank account number"),
    "BPJS": ("nomor peserta BPJS", "BPJS (social insurance) number"),
    "PLAT": ("nomor polisi kendaraan", "vehicle registration number"),
    "NISN": ("NISN", "NISN (pupil number)"),
    "NAMA": ("nama orang", "person's name"),
    "NAMA_ALAMAT": ("nama orang beserta alamatnya", "person's name with an address"),
    "TGL_LAHIR": ("tanggal lahir orang", "person's date of birth"),
    "NAMA_TGL_LAHIR": ("nama orang beserta tanggal lahirnya", "person's name with a date of birth"),
    "KOORDINAT": ("koordinat tepat tempat tinggal", "home's exact coordinates"),
}
"""Kinds in words: Indonesian, English."""

BERKONTEKS: frozenset[str] = frozenset(KATA) - {"NIK", "NIP", "EMAIL"}
"""Kinds that a value alone may not show: their whole column is hidden in findings."""

HIDDEN = TERSEMBUNYI
FEW = 200
"""Values that are looked at one by one, sooner than as a column."""
LONGEST = 80
"""Characters of a sender's value that a message quotes."""
CONTACT_FIELDS = frozenset({"kontak", "surel", "email", "telepon", "narahubung"})
"""Metadata whose purpose is to say where the producing office is reached: a telephone number or an
e-mail address belongs there (PerBPS 5/2020, MS-Keg), other identifiers do not."""

Sebab = tuple[str, str]


def kinds_in(text: str) -> list[str]:
    """Kinds of personal identifiers in a text, sorted."""
    return sorted({hit.jenis for hit in cari_data_pribadi(text)})


def plan_of(read: Terbaca, standard: Standar) -> Rencana:
    """What to look for in the rows of this table; made once, from headings and a sample."""
    known = set(standard.nama_kolom)
    columns = [
        (
            c.nama,
            c.judul_asli or c.nama,
            c.nama if c.nama in known else safe(c.judul_asli or c.letak),
            c.letak,
        )
        for c in read.kolom
    ]
    return make_plan(columns, read.tabel, standard)


def scan_table(
    table: pl.DataFrame,
    rows: pl.Series,
    plan: Rencana,
    standard: Standar,
    severity: Mapping[str, Tingkat],
    sheet: str | None = None,
) -> list[Gugus]:
    """Findings in the cells of ``table``: all rows of the planned table, or one chunk of them.

    ``rows``: Int64, the row in the sender's file per row of ``table``. One block per kind, column
    and sureness; ``nilai`` is null in all of them.
    """
    shown = {c.nama: (c.label, c.letak) for c in plan.kolom}
    blocks: list[Gugus] = []
    for kind, sure, name, mask in scan(plan, table):
        label, letter = shown[name]
        code = _code(sure)
        blocks.append(
            Gugus(
                kode=code,
                tahap="privasi",
                tingkat=severity[code],
                aturan=f"{standard.id}:{code.lower()}:{kind.lower()}",
                kolom=label,
                isi=pl.DataFrame({"baris": rows.filter(mask).cast(pl.Int64)}).with_columns(
                    pl.lit(None, dtype=pl.String).alias("nilai")
                ),
                lembar=None if sheet is None else safe(sheet),
                huruf=letter,
                params=_params(kind, "sel", "the cell"),
            )
        )
    return blocks


def check_outside(
    data: bytes,
    name: str,
    read: Terbaca,
    standard: Standar,
    severity: Mapping[str, Tingkat],
    metadata: Mapping[str, Any] | None = None,
) -> list[Temuan]:
    """Findings in every text that is no cell of the table. ``data`` may be empty for text files."""

    def finding(kind: JenisPribadi, sure: bool, spot: Sebab, row: int | None = None) -> Temuan:
        code = _code(sure)
        return Temuan(
            kode=code,
            tahap="privasi",
            tingkat=severity[code],
            aturan=f"{standard.id}:{code.lower()}:{kind.lower()}",
            baris=row,
            params=_params(kind, *spot),
        )

    findings = [
        finding(kind, sure, spot, row)
        for text, spot, row in _outside(name, read)
        for kind, sure in jenis_dalam(text).items()
    ]
    for field, text in _texts(metadata or {}):
        allowed = CONTACT_FIELDS & set(field.split("."))
        findings += [
            finding(kind, sure, (f"isian metadata {field}", f"the metadata field {field}"))
            for kind, sure in jenis_dalam(text).items()
            if not (allowed and kind in ("TELEPON", "EMAIL"))
        ]
    elsewhere: dict[JenisPribadi, bool] = {}
    for text in _beside(data, read):
        for kind, sure in jenis_dalam(text).items():
            elsewhere[kind] = elsewhere.get(kind, False) or sure
    findings += [
        finding(
            kind,
            elsewhere[kind],
            (
                "lembar lain, lembar tersembunyi, komentar, atau keterangan berkas",
                "another sheet, a hidden sheet, a comment or a property of the file",
            ),
        )
        for kind in sorted(elsewhere)
    ]
    return findings


def _code(sure: bool) -> str:
    return "DATA_PRIBADI" if sure else "DATA_PRIBADI_DIDUGA"


def _params(kind: str, spot: str, spot_en: str) -> dict[str, Any]:
    word, word_en = KATA[kind]
    return {
        "jenis": kind,
        "jenis_pribadi": word,
        "jenis_pribadi_en": word_en,
        "tempat": spot,
        "tempat_en": spot_en,
    }


def _outside(name: str, read: Terbaca) -> Iterator[tuple[str, Sebab, int | None]]:
    """Texts beside the table: (text, where, row)."""
    yield name, ("nama berkas", "the file's name"), None
    if read.lembar:
        yield read.lembar, ("nama lembar", "the sheet's name"), None
    for column in read.kolom:
        where = (f"judul kolom {column.letak}", f"the heading of column {column.letak}")
        yield column.judul_asli, where, None
    for note in read.catatan:
        for _key, text in _texts(note.params):
            yield text, ("sel di luar tabel", "a cell outside the table"), note.baris


def _texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text and number in nested values, with its path (``kontak.surel``)."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner, path)
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield path, str(value)


def _beside(data: bytes, read: Terbaca) -> Iterator[str]:
    """Texts of a workbook that hold an identifier and are no cell of the table that was read."""
    texts = {t for t in suspects(teks_lembar_kerja(data)) if cari_data_pribadi(t)}
    if not texts:
        return
    wanted = pl.Series([_canonical(t) for t in texts], dtype=pl.String).implode()
    inside: set[str] = {column.judul_asli for column in read.kolom}
    for values in read.tabel.iter_columns():
        inside.update(values.filter(values.is_in(wanted)).unique().to_list())
    for note in read.catatan:
        inside.update(text for _key, text in _texts(note.params))
    yield from sorted(t for t in texts if _canonical(t) not in inside)


def _canonical(text: str) -> str:
    """A cell of a workbook as the reader gives it: trimmed, a whole number without exponent."""
    plain = text.strip()
    if "E+" in plain:
        try:
            return f"{float(plain):.0f}"
        except ValueError:
            return plain
    return plain


# -- what may be shown --


def personal_columns(blocks: Iterable[Gugus], singles: Iterable[Temuan] = ()) -> frozenset[str]:
    """Names, as findings call them, of columns whose values must not be shown by any finding: what
    they hold can be told by the column and not by the value (a bank account, a name)."""
    found: set[str] = set()
    every: list[Gugus | Temuan] = [*blocks, *singles]
    for one in every:
        if (
            one.kode in ("DATA_PRIBADI", "DATA_PRIBADI_DIDUGA")
            and one.kolom is not None
            and one.params.get("jenis") in BERKONTEKS
        ):
            found.add(one.kolom)
    return frozenset(found)


def personal_of_plan(plan: Rencana) -> frozenset[str]:
    """As :func:`personal_columns`, but known before any row is looked at: for files in pieces, of
    which an early piece may show what a later one gives away."""
    labels = {c.nama: c.label for c in plan.kolom}
    announced = {
        c.label
        for c in plan.kolom
        if c.judul.nomor in BERKONTEKS and not (c.judul.nomor == "TELEPON" and c.judul.kantor)
    }
    together = {labels[name] for g in plan.gabungan for name in g.perlu}
    return frozenset(announced | together)


def safe(text: str) -> str:
    """A sender's text fit to show: nothing personal, no control or direction marks, not endless."""
    if cari_data_pribadi(text):
        return HIDDEN
    plain = "".join(
        "⏎" if c in "\r\n\u2028\u2029" else "·" if unicodedata.category(c)[0] == "C" else c
        for c in text[: LONGEST + 1]
    )
    return plain if len(plain) <= LONGEST else plain[:LONGEST] + "…"


def present(finding: Temuan, personal: Collection[str] = frozenset()) -> Temuan:
    """The finding as it may be shown and stored: every text of the sender made :func:`safe`.

    ``personal``: columns of which no value is shown (:func:`personal_columns`).
    """
    hidden = finding.kolom in personal and finding.tahap != "privasi"
    value = finding.nilai
    if value is not None:
        value = HIDDEN if hidden else safe(value)
    params = {k: _safe_param(k, v) for k, v in finding.params.items()}
    if hidden and finding.nilai is not None:
        params = {k: _without(v, finding.nilai) for k, v in params.items()}
    return finding.dengan(
        nilai=value,
        kolom=None if finding.kolom is None else safe(finding.kolom),
        lembar=None if finding.lembar is None else safe(finding.lembar),
        saran=() if value == HIDDEN else _safe_offers(finding.saran),
        params=params,
    )


def present_block(block: Gugus, personal: Collection[str] = frozenset()) -> Gugus:
    """A block as it may be shown and stored, as :func:`present`; each distinct text is read once.

    Where the value of a finding is hidden, its own parameters and suggestions are hidden too.
    """
    hidden = block.kolom in personal and block.tahap != "privasi"
    texts = [name for name, kind in block.isi.schema.items() if kind == pl.String]
    isi = block.isi
    for name in texts:
        isi = isi.with_columns(_safe_column(isi[name], hide=hidden))
    rincian = tuple(
        Rinci(
            {k: _safe_param(k, v) for k, v in one.params.items()},
            () if hidden else _safe_offers(one.saran),
        )
        for one in block.rincian
    )
    if hidden:
        written = set(block.isi["nilai"].drop_nulls().unique().to_list()) if rincian else set()
        rincian = tuple(
            replace(one, params={k: HIDDEN if v in written else v for k, v in one.params.items()})
            for one in rincian
        )
    return replace(
        block,
        isi=isi,
        kolom=None if block.kolom is None else safe(block.kolom),
        lembar=None if block.lembar is None else safe(block.lembar),
        params={k: _safe_param(k, v) for k, v in block.params.items()},
        rincian=rincian,
    )


_NO_COLUMN = KolomRencana("", "", "", Judul(""))


def _safe_column(values: pl.Series, *, hide: bool) -> pl.Series:
    """:func:`safe` of every text of a String column; text beyond plain ASCII one by one."""
    text = pl.lit(values)
    if hide:
        shown = pl.when(text.is_not_null()).then(pl.lit(HIDDEN))
        return pl.select(shown).to_series().cast(pl.String).alias(values.name)
    if len(values) <= FEW:
        few = [None if one is None else safe(one) for one in values]
        return pl.Series(values.name, few, dtype=pl.String)
    masks = list(scan_column(values, _NO_COLUMN).values())
    odd = values.filter(values.str.contains(r"[^ -~]").fill_null(False)).unique().to_list()
    longest = values.str.len_bytes().max()
    if not masks and not odd and (not isinstance(longest, int) or longest <= LONGEST):
        return values
    cut = text.str.slice(0, LONGEST) + "…"
    result = pl.when(text.str.len_chars() > LONGEST).then(cut).otherwise(text)
    if odd:
        shown_odd = text.replace_strict(odd, [safe(t) for t in odd], default=None)
        result = pl.when(text.is_in(odd)).then(shown_odd).otherwise(result)
    for mask in masks:
        result = pl.when(pl.lit(mask)).then(pl.lit(HIDDEN)).otherwise(result)
    return pl.select(result).to_series().alias(values.name)


def _safe_offers(offers: tuple[Saran, ...]) -> tuple[Saran, ...]:
    return tuple(s for s in offers if not cari_data_pribadi(s.nilai))


_QUOTED = frozenset({"nilai_kanan", "tertulis", "tertulis_en", "kelompok", "tanpa", "contoh"})
"""Parameters that quote a cell of the sender, and are cut like a value."""
_LONGEST_PARAM = 2_000
"""Characters of a parameter in our own words (lists of headings, reasons): bounded all the same."""


def _safe_param(name: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return {safe(str(k)): _safe_param(name, v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_safe_param(name, v) for v in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return HIDDEN if abs(value) >= 10**9 and cari_data_pribadi(str(value)) else value
    if not isinstance(value, str):
        return value
    if _is_personal(value):
        return HIDDEN
    if name in _QUOTED:
        return safe(value)
    return value if len(value) <= _LONGEST_PARAM else value[:_LONGEST_PARAM] + "…"


@lru_cache(maxsize=4096)
def _is_personal(text: str) -> bool:
    # Our own words come again with every block.
    return bool(cari_data_pribadi(text))


def _without(value: Any, written: str) -> Any:
    if isinstance(value, str) and written and written in value:
        return HIDDEN
    return value


def scrub(reading: dict[str, Any]) -> dict[str, Any]:
    """``dibaca_sebagai`` without what must not be shown (sheet names, headings)."""

    def clean(value: Any) -> Any:
        if isinstance(value, str):
            return safe(value)
        if isinstance(value, dict):
            return {safe(str(k)): clean(v) for k, v in value.items()}
        if isinstance(value, list | tuple):
            return [clean(v) for v in value]
        if isinstance(value, int | float) and not isinstance(value, bool):
            return HIDDEN if abs(value) >= 10**9 and cari_data_pribadi(str(value)) else value
        return value

    return {key: clean(value) for key, value in reading.items()}
