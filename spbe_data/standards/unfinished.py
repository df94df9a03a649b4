"""The mark of a field that is still to be filled in, and finding every one of them.

Belongs here: the mark that a draft writes where the law wants what no machine can know. Does not
belong here: which fields are required (the model says so).
"""

from __future__ import annotations

from collections.abc import Iterator

from spbe_data.standards.content import Document, FaultInContent

LENGKAPI = "LENGKAPI:"
"""Begins the value of every unfinished field."""


def belum_lengkap(doc: Document) -> list[FaultInContent]:
    """A fault for every marked value of a document, with its line and what is asked for."""
    return [
        doc.fault(
            f"isian masih {LENGKAPI} {text.removeprefix(LENGKAPI).strip() or 'belum diisi'}. "
            f"Ganti seluruh teksnya, termasuk kata {LENGKAPI}",
            *loc,
        )
        for loc, text in _marked(doc.data, ())
    ]


def _marked(
    value: object, loc: tuple[int | str, ...]
) -> Iterator[tuple[tuple[int | str, ...], str]]:
    if isinstance(value, str) and value.startswith(LENGKAPI):
        yield loc, value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _marked(part, (*loc, str(name)))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _marked(part, (*loc, number))
