"""A gzip with one file in it.

Belongs here: unpacking it within limits. Does not belong here: what the file inside is.
"""

from __future__ import annotations

import zlib

from spbe_data.intake.model import Batas, BerkasDitolak, KodeTolak

_POTONG = 1 << 20


def buka_gzip(data: bytes, batas: Batas) -> bytes:
    """The bytes inside. Raises BerkasDitolak: BOM_ZIP, TERLALU_BESAR, ARSIP_RUSAK.

    The sizes that count are those of what comes out; a second member is read as gzip means it, as
    the continuation of the first.
    """
    keluar = bytearray()
    sisa: bytes = data
    while sisa:
        pembuka = zlib.decompressobj(31)  # 31: with the gzip head and its checksum
        while not pembuka.eof:
            try:
                potong = pembuka.decompress(sisa, _POTONG)
            except zlib.error as galat:
                raise _rusak(str(galat)) from None
            sisa = pembuka.unconsumed_tail
            if not potong and not sisa and not pembuka.eof:
                raise _rusak("terpotong")
            keluar += potong
            if len(keluar) > batas.ukuran_berkas:
                raise BerkasDitolak(
                    KodeTolak.TERLALU_BESAR,
                    {"ukuran": "byte", "jumlah": len(keluar), "batas": batas.ukuran_berkas},
                )
            if len(keluar) > batas.rasio_mulai and len(keluar) > batas.rasio_zip * len(data):
                raise BerkasDitolak(
                    KodeTolak.BOM_ZIP,
                    {
                        "ukuran": "rasio",
                        "jumlah": len(keluar) // len(data),
                        "batas": batas.rasio_zip,
                    },
                )
        sisa = pembuka.unused_data.lstrip(b"\0")  # tapes and disks pad with zeros
        if sisa and not sisa.startswith(b"\x1f\x8b"):
            raise _rusak("sisa")
    return bytes(keluar)


def _rusak(alasan: str) -> BerkasDitolak:
    return BerkasDitolak(KodeTolak.ARSIP_RUSAK, {"alasan": alasan[:200]})
