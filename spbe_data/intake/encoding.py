"""Which character encoding the bytes of a text file are in.

Belongs here: BOM, UTF-8, UTF-16 by its zeros, the one legacy fallback. Does not belong here: what the text says.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from spbe_data.intake.model import BerkasDitolak, KodeTolak

# UTF-32 before UTF-16: its little-endian mark begins with the UTF-16 one.
_TANDA = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
_KENDALI = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Teks:
    """A text file as UTF-8 without BOM.

    ``penyandian`` is what it came in; ``diasumsikan`` is True where nothing in the file says so:
    cp1252 because it is not UTF-8, UTF-16 because of its zeros.
    """

    utf8: bytes
    penyandian: str
    diasumsikan: bool


def baca_teks(data: bytes, penyandian: str | None = None) -> Teks:
    """BOM, else UTF-8 if it is valid throughout, else UTF-16 if the zeros lie so, else cp1252.

    ``penyandian``: the codec the sender names instead. Raises BerkasDitolak:
    PENYANDIAN_TIDAK_DIKENAL, BYTE_NUL, BUKAN_TABEL for binary bytes, ARAHAN_TIDAK_COCOK when the
    bytes are not in the encoding named.
    """
    teks = _urai(data) if penyandian is None else _menurut(data, penyandian)
    nul = teks.utf8.find(b"\0")
    if nul >= 0:
        raise BerkasDitolak(KodeTolak.BYTE_NUL, {"baris": teks.utf8.count(b"\n", 0, nul) + 1})
    return teks


def _bertanda(isi: bytes, nama: str, codec: str) -> Teks:
    try:
        uraian = isi.decode(codec)
    except UnicodeDecodeError as galat:
        raise _tak_dikenal(isi, galat, nama) from None
    return Teks(isi if codec == "utf-8" else uraian.encode("utf-8"), nama, False)


def _menurut(data: bytes, penyandian: str) -> Teks:
    def tak_cocok(alasan: str, **lain: object) -> BerkasDitolak:
        return BerkasDitolak(
            KodeTolak.ARAHAN_TIDAK_COCOK,
            {"arahan": "penyandian", "nilai": penyandian, "alasan": alasan, **lain},
        )

    try:
        nama = codecs.lookup(penyandian).name
        uraian = data.decode(nama)
    except LookupError:
        raise tak_cocok("tidak_dikenal") from None
    except UnicodeDecodeError as galat:
        raise tak_cocok("byte_lain", baris=data.count(b"\n", 0, galat.start) + 1) from None
    except UnicodeError:
        raise tak_cocok("byte_lain") from None
    return Teks(uraian.removeprefix("\ufeff").encode("utf-8", "replace"), nama, False)


def utf16_tanpa_tanda(data: bytes) -> str | None:
    """ "utf-16-le"/"utf-16-be" where every other byte is (nearly) always zero and the rest never.

    Tables here are in Latin letters: their UTF-16 is half zeros, all on one side. No other text
    encoding looks like that, and binary formats have zeros on both sides.
    """
    contoh = data[:65_536]
    contoh = contoh[: len(contoh) // 2 * 2]
    if len(data) % 2 or len(contoh) < 8:
        return None
    separuh = len(contoh) // 2
    for nama, nol, isi in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        if contoh[nol::2].count(0) >= 0.8 * separuh and contoh[isi::2].count(0) == 0:
            return nama
    return None


def _urai(data: bytes) -> Teks:
    for tanda, nama, codec in _TANDA:
        if data.startswith(tanda):
            return _bertanda(data[len(tanda) :], nama, codec)
    if b"\0" in data[:256] and (utf16 := utf16_tanpa_tanda(data)):
        try:
            uraian = data.decode(utf16)
        except UnicodeDecodeError as galat:
            raise _tak_dikenal(data, galat, utf16) from None
        if not _KENDALI.search(uraian[:65_536]):
            return Teks(uraian.encode("utf-8"), utf16, True)
    if not data.isascii():
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return Teks(data, "utf-8", False)
        if _KENDALI.search(data[:65_536].decode("latin-1")) or b"\0" in data[:65_536]:
            raise BerkasDitolak(KodeTolak.BUKAN_TABEL, {"alasan": "biner"})
        try:
            return Teks(data.decode("cp1252").encode("utf-8"), "cp1252", True)
        except UnicodeDecodeError as galat:
            raise _tak_dikenal(data, galat, "cp1252") from None
    return Teks(data, "utf-8", False)


def _tak_dikenal(isi: bytes, galat: UnicodeDecodeError, dicoba: str) -> BerkasDitolak:
    return BerkasDitolak(
        KodeTolak.PENYANDIAN_TIDAK_DIKENAL,
        {
            "baris": isi.count(b"\n", 0, galat.start) + 1,
            "byte": isi[galat.start : galat.start + 1].hex(),
            "dicoba": dicoba,
        },
    )
