"""What kind of file the bytes are, judged by the bytes alone; the file's name is never asked.

Belongs here: signatures. Does not belong here: opening anything.
"""

from __future__ import annotations

import re
from enum import StrEnum

from spbe_data.intake.model import BerkasDitolak, KodeTolak


class Wadah(StrEnum):
    """The outermost container. TEKS covers CSV, JSON and HTML, told apart after decoding."""

    ZIP = "zip"
    GZIP = "gzip"
    CFB = "cfb"
    PARQUET = "parquet"
    TEKS = "teks"


_LAIN = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "rar"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"(\xb5/\xfd", "zstd"),
    (b"{\\rtf", "rtf"),
    (b"SQLite format 3\0", "sqlite"),
    (b"ARROW1", "arrow"),
    (b"\x09\x08\x10\x00", "xls-lama"),
    (b"\x09\x04\x06\x00", "xls-lama"),
)
_HAMPA = b" \t\r\n\xef\xbb\xbf\xff\xfe\x00"  # white space, byte order marks and padding
_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"<(!doctype\s+html|html|head|body|table|meta|style|title|div|center|font|b)\b", re.I
)


def kenali(data: bytes) -> Wadah:
    """The container. Raises BerkasDitolak: KOSONG, JENIS_TIDAK_DIDUKUNG, TERSANDI."""
    if not (data[:4096].strip(_HAMPA) or data.strip(_HAMPA)):
        raise BerkasDitolak(KodeTolak.KOSONG)
    if data.startswith(b"PK\x03\x04"):
        return Wadah.ZIP
    if data.startswith(b"PK\x05\x06"):
        raise BerkasDitolak(KodeTolak.KOSONG)
    if data.startswith(_CFB):
        return _cfb(data)
    if data.startswith(b"\x1f\x8b\x08"):
        return Wadah.GZIP
    if data.startswith(b"PAR1"):
        return Wadah.PARQUET
    for tanda, jenis in _LAIN:
        if data.startswith(tanda):
            raise BerkasDitolak(KodeTolak.JENIS_TIDAK_DIDUKUNG, {"jenis": jenis})
    return Wadah.TEKS


def _cfb(data: bytes) -> Wadah:
    # The directory of a compound file names its streams in UTF-16; which ones tells what it is.
    def ada(nama: str) -> bool:
        return nama.encode("utf-16-le") in data

    if ada("EncryptedPackage"):
        raise BerkasDitolak(KodeTolak.TERSANDI)
    if ada("Workbook") or ada("Book"):
        return Wadah.CFB
    jenis = "doc" if ada("WordDocument") else "ppt" if ada("PowerPoint Document") else "cfb"
    raise BerkasDitolak(KodeTolak.JENIS_TIDAK_DIDUKUNG, {"jenis": jenis})


def jenis_teks(utf8: bytes) -> str:
    """ "html", "json" (JSON Lines too), "xml2003" or "csv" for decoded text. Raises JENIS_TIDAK_DIDUKUNG for other XML."""
    awal = utf8[:4096].lstrip()
    if awal.startswith(b"<?xml") or re.match(rb"<(svg|kml|gml:|gpx|rss|feed)\b", awal, re.I):
        if re.search(rb"<html\b", awal, re.I):
            return "html"
        if b"urn:schemas-microsoft-com:office:spreadsheet" in awal:
            return "xml2003"
        jenis = "svg" if re.search(rb"<svg\b", awal, re.I) else "xml"
        raise BerkasDitolak(KodeTolak.JENIS_TIDAK_DIDUKUNG, {"jenis": jenis})
    if _HTML.match(awal) or (awal.startswith(b"<!--") and re.search(rb"<(html|table)\b", awal)):
        return "html"
    akhir = utf8[-256:].rstrip()
    if (awal[:1], akhir[-1:]) in ((b"{", b"}"), (b"[", b"]")):
        return "json"
    # Cut off in the middle it is still no table of delimiters.
    return "json" if re.match(rb'[\[{]\s*(?:[\[{]\s*)*"[^"\n]*"\s*:', awal) else "csv"
