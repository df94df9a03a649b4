"""Texts of a workbook outside the table that was read: other sheets, hidden ones, comments.

Belongs here: taking them out of the container, for the privacy scan. What they mean is not known
here. Only XLSX: its parts are XML in a ZIP that the reader has measured before.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator

_PARTS = re.compile(r"^xl/(sharedStrings|comments.*|threadedComments/.*|worksheets/[^/]+)\.xml$")
_TEXT = re.compile(r"<(?:\w+:)?t(?: [^>]*)?>([^<]*)<|<(?:\w+:)?v>([0-9]{10,22})<")


def teks_lembar_kerja(data: bytes, terbesar: int = 67_108_864) -> Iterator[str]:
    """Every text, and every long whole number, of an XLSX; nothing for other files.

    Parts of more than ``terbesar`` unpacked bytes are left out: the table itself is scanned cell
    by cell elsewhere.
    """
    if not data.startswith(b"PK\x03\x04"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            for part in book.infolist():
                if _PARTS.match(part.filename) and part.file_size <= terbesar:
                    xml = book.read(part).decode("utf-8", "replace")
                    for match in _TEXT.finditer(xml):
                        yield html.unescape(match.group(1) or match.group(2) or "")
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return  # the reader has its own word for a broken container
