"""The name a file was sent under, made fit to stand in a record.

Belongs here: one label. It never becomes a path: originals lie under their hash, findings under the
number of the verdict.
"""

from __future__ import annotations

import re
import unicodedata

PALING_PANJANG = 200
"""Bytes of UTF-8; every file system takes 255, and a suffix may be added."""

TANPA_NAMA = "tanpa-nama"

_PERANTI = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.I)


def label_berkas(nama: str) -> str:
    """The last part of ``nama``, in NFC, one line, of at most 200 bytes; never empty.

    Folders are dropped (``/`` and ``\\``), control characters, direction marks and broken
    characters become ``_``, a leading ``-`` too (programs take it for an option). What follows the
    last dot is kept when the middle must be cut. Names of devices get a ``_``. Names alike to the eye are stored alike.
    """
    akhir = unicodedata.normalize("NFC", nama.replace("\\", "/").rsplit("/", 1)[-1])
    bersih = "".join("_" if unicodedata.category(c)[0] == "C" else c for c in akhir)
    bersih = " ".join(bersih.split())
    if bersih.startswith("-"):
        bersih = "_" + bersih[1:]
    if _PERANTI.match(bersih):
        bersih = "_" + bersih
    if not bersih.strip("._ "):
        return TANPA_NAMA
    if len(bersih.encode()) <= PALING_PANJANG:
        return bersih
    batang, titik, ekor = bersih.rpartition(".")
    if not titik or not batang or len(ekor.encode()) > 20:
        batang, ekor = bersih, ""
    ekor = f"….{ekor}" if ekor else "…"
    ruang = PALING_PANJANG - len(ekor.encode())
    return batang.encode()[:ruang].decode("utf-8", "ignore") + ekor
