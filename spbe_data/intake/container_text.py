"""Texts of a workbook outside the table that was read: other sheets, hidden ones, comments.

Belongs here: taking them out of the container, for the privacy scan. What they mean is not known
here. XLSX and ODS: their parts are XML in a ZIP that the reader has measured before. Binary XLS: its
strings lie in the file as they are.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator

_PARTS = re.compile(
    r"^(xl/(sharedStrings|comments.*|threadedComments/.*|worksheets/[^/]+|workbook|drawings/[^/]+)"
    r"|docProps/(core|app|custom)|content|meta|styles)\.xml$|^xl/worksheets/_rels/[^/]+\.rels$"
)
# Cell texts, comments, drawings; long numbers, also as floats; headers, footers, names, properties.
_TEXT = re.compile(
    r"<(?:\w+:)?(?:t|oddHeader|oddFooter|creator|lastModifiedBy|title|subject|keywords|description|"
    r"category|Manager|Company|lpwstr|definedName)(?: [^>]*)?>([^<]*)(?=<)"
    r"|<(?:\w+:)?v>([0-9]{10,22}|[0-9][.][0-9]{5,17}E\+?[0-9]{2})<"
    r"|Target=\"mailto:([^\"?]{6,})"
)
_ODS_TEXT = re.compile(r"<text:p(?: [^>]*)?>(.*?)</text:p>|office:value=\"([0-9]{10,22})\"", re.S)
_CFB = b"\xd0\xcf\x11\xe0"
_RUN = re.compile(rb"[ -~]{6,400}|(?:[ -~]\x00){6,400}")
_TAG = re.compile(r"<[^>]*>")


def teks_lembar_kerja(data: bytes, terbesar: int = 67_108_864) -> Iterator[str]:
    """Every text, and every long whole number, of an XLSX or ODS; of a binary XLS the texts alone;
    nothing for other files.

    Parts of more than ``terbesar`` unpacked bytes are left out: the table itself is scanned cell
    by cell elsewhere.
    """
    if data.startswith(_CFB):
        yield from _runs(data)
    if not data.startswith(b"PK\x03\x04"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            for part in book.infolist():
                if _PARTS.match(part.filename) and part.file_size <= terbesar:
                    xml = book.read(part).decode("utf-8", "replace")
                    ods = part.filename in ("content.xml", "styles.xml")
                    pattern = _ODS_TEXT if ods else _TEXT
                    for match in pattern.finditer(xml):
                        text = _TAG.sub("", match.group(1) or "")  # ODS parts words by tags
                        yield html.unescape(text or next((g for g in match.groups()[1:] if g), ""))
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return  # the reader has its own word for a broken container


def _runs(data: bytes) -> Iterator[str]:
    """Runs of plain characters, of one byte or of two, in a binary workbook."""
    for match in _RUN.finditer(data):
        yield match.group().replace(b"\x00", b"").decode("ascii")
