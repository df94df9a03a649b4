"""Privacy stage: no identifier of a person anywhere in what was sent.

Belongs here: scanning every cell of the table, also of columns outside the standard, and every other
text of the file: headings, titles, surplus cells, names of sheets and file, other sheets, comments.
What is found is never shown: neither here nor in the findings of other stages (:func:`present`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from spbe_data.checks.finding import Temuan, Tingkat
from spbe_data.identifiers.nomor import cari_data_pribadi
from spbe_data.intake.container_text import teks_lembar_kerja
from spbe_data.intake.reader import Terbaca
from spbe_data.standards.models import Standar

_ENGLISH = {
    "NIK": "NIK (resident number)",
    "KK": "family card number",
    "NIP": "civil servant number",
    "NPWP": "personal tax number",
    "TELEPON": "telephone number",
    "EMAIL": "e-mail address",
}
# Cheap first look: only cells with ten digits, an @ or characters beyond ASCII can hold one.
_SUSPECT = r"@|(?:[0-9][ .\-()]*){10}|[^\x00-\x7f]"
HIDDEN = "(disembunyikan)"
LONGEST = 200
"""Characters of a sender's value that a message quotes."""


def kinds_in(text: str) -> list[str]:
    """Kinds of personal identifiers in a text, sorted."""
    return sorted({hit.jenis for hit in cari_data_pribadi(text)})


def check_privacy(
    data: bytes, name: str, read: Terbaca, standard: Standar, severity: dict[str, Tingkat]
) -> list[Temuan]:
    """All findings of the privacy stage: by row and column, then those outside the table."""

    def finding(kind: str, spot: str, spot_en: str, **where: Any) -> Temuan:
        return Temuan(
            kode="DATA_PRIBADI",
            tahap="privasi",
            tingkat=severity["DATA_PRIBADI"],
            aturan=f"{standard.id}:data_pribadi",
            params={
                "jenis_pribadi": kind,
                "jenis_pribadi_en": _ENGLISH.get(kind, kind),
                "tempat": spot,
                "tempat_en": spot_en,
            },
            **where,
        )

    findings: list[Temuan] = []
    known = set(standard.nama_kolom)
    seen: set[str] = set()
    for column in read.kolom:
        values = read.tabel[column.nama]
        # Each distinct text is looked at once: codes repeat over many rows.
        suspects = values.filter(values.str.contains(_SUSPECT).fill_null(False)).unique().to_list()
        kinds = {text: found for text in suspects if (found := kinds_in(text))}
        label = column.nama if column.nama in known else safe(column.judul_asli or column.letak)
        for index in values.is_in(list(kinds)).fill_null(False).arg_true().to_list():
            row = read.baris[index]
            for kind in kinds[values[index]]:
                seen.add(kind)
                findings.append(
                    finding(
                        kind, "sel", "the cell",
                        lembar=read.lembar and safe(read.lembar), baris=row, kolom=label, sel=f"{column.letak}{row}",
                    )
                )  # fmt: skip
    findings.sort(key=lambda f: (f.baris or 0, f.sel or ""))
    for text, spot, spot_en, row in _outside(name, read):
        for kind in kinds_in(text):
            seen.add(kind)
            findings.append(finding(kind, spot, spot_en, baris=row))
    elsewhere = {kind for text in teks_lembar_kerja(data) for kind in kinds_in(text)} - seen
    findings += [
        finding(
            kind,
            "lembar lain, lembar tersembunyi, atau komentar",
            "another sheet, a hidden sheet or a comment",
        )
        for kind in sorted(elsewhere)
    ]
    return findings


def _outside(name: str, read: Terbaca) -> Iterator[tuple[str, str, str, int | None]]:
    """Texts beside the table: (text, where in Indonesian, in English, row)."""
    yield name, "nama berkas", "the file's name", None
    if read.lembar:
        yield read.lembar, "nama lembar", "the sheet's name", None
    for column in read.kolom:
        yield (
            column.judul_asli,
            f"judul kolom {column.letak}",
            f"the heading of column {column.letak}",
            None,
        )
    for note in read.catatan:
        for text in (note.params.get("teks"), *(note.params.get("lebihan") or ())):
            if isinstance(text, str):
                yield text, "sel di luar tabel", "a cell outside the table", note.baris


def safe(text: str) -> str:
    """A sender's text fit to show: nothing personal, no control characters, not endless."""
    if kinds_in(text):
        return HIDDEN
    plain = "".join(
        "⏎" if c in "\r\n" else "·" if unicodedata.category(c) == "Cc" else c
        for c in text[: LONGEST + 1]
    )
    return plain if len(plain) <= LONGEST else plain[:LONGEST] + "…"


def present(finding: Temuan) -> Temuan:
    """The finding as it may be shown and stored: every text of the sender made :func:`safe`."""
    hidden = finding.nilai is not None and bool(kinds_in(finding.nilai))
    return finding.dengan(
        nilai=None if finding.nilai is None else safe(finding.nilai),
        kolom=None if finding.kolom is None else safe(finding.kolom),
        lembar=None if finding.lembar is None else safe(finding.lembar),
        saran=() if hidden else finding.saran,
        params={k: _safe_param(k, v) for k, v in finding.params.items()},
    )


_LONG_PARAMS = frozenset({"terbaca", "harapan", "kolom_tahun", "baris_semua"})
"""Parameters that list things of ours or row numbers, and may be longer than a quoted value."""


def _safe_param(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if kinds_in(value):
        return HIDDEN
    return value if name in _LONG_PARAMS or len(value) <= LONGEST else safe(value)


def scrub(reading: dict[str, Any]) -> dict[str, Any]:
    """``dibaca_sebagai`` without what must not be shown (sheet names, headings)."""

    def clean(value: Any) -> Any:
        if isinstance(value, str):
            return safe(value)
        if isinstance(value, dict):
            return {safe(str(k)): clean(v) for k, v in value.items()}
        if isinstance(value, list | tuple):
            return [clean(v) for v in value]
        return value

    return {key: clean(value) for key, value in reading.items()}
