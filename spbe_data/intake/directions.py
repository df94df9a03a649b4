"""What the sender directs (:class:`spbe_data.intake.model.Arahan`) against what the file holds.

Belongs here: whether a direction fits the kind of file, and the header it points at. Does not
belong here: the loaders that follow a sheet, a delimiter or an encoding.
"""

from __future__ import annotations

from typing import Any

from spbe_data.intake.grid import Kisi
from spbe_data.intake.header import DIPERIKSA, Judul, Pencocok, cari_judul, judul_di
from spbe_data.intake.model import Arahan, BerkasDitolak, KodeTolak

PEMISAH_BOLEH = (";", ",", "\t", "|")
_TINGGI_MAKS = 10
_BERLEMBAR = frozenset({"xlsx", "xlsm", "xls", "ods", "xml2003", "html"})
_BERLAKU = {
    "lembar": _BERLEMBAR,
    "pemisah": frozenset({"csv"}),
    "penyandian": frozenset({"csv", "html", "json", "jsonl", "geojson", "xml2003"}),
    "baris_judul": _BERLEMBAR | {"csv"},
    "tinggi_judul": _BERLEMBAR | {"csv"},
}
"""Direction → formats it means something for. One that means nothing is told, not swallowed."""


def tak_cocok(arahan: str, nilai: object, alasan: str, **lain: Any) -> BerkasDitolak:
    """The refusal: which direction, its value, a word of ours, figures."""
    return BerkasDitolak(
        KodeTolak.ARAHAN_TIDAK_COCOK, {"arahan": arahan, "nilai": nilai, "alasan": alasan, **lain}
    )


def periksa_arahan(arahan: Arahan) -> None:
    """Raises BerkasDitolak (ARAHAN_TIDAK_COCOK) for values that fit no file."""
    if arahan.pemisah is not None and arahan.pemisah not in PEMISAH_BOLEH:
        raise tak_cocok("pemisah", arahan.pemisah, "tidak_dikenal")
    if arahan.baris_judul is not None and arahan.baris_judul < 1:
        raise tak_cocok("baris_judul", arahan.baris_judul, "di_luar_berkas")
    if arahan.tinggi_judul is not None and not 1 <= arahan.tinggi_judul <= _TINGGI_MAKS:
        raise tak_cocok("tinggi_judul", arahan.tinggi_judul, "di_luar_berkas", batas=_TINGGI_MAKS)


def periksa_berlaku(arahan: Arahan, format_berkas: str) -> None:
    """Raises BerkasDitolak (ARAHAN_TIDAK_COCOK) for a direction that this format cannot follow."""
    for nama, nilai in arahan.dipilih().items():
        if nama in _BERLAKU and format_berkas not in _BERLAKU[nama]:
            raise tak_cocok(nama, nilai, "tidak_berlaku", format=format_berkas)


def judul_menurut(kisi: Kisi, pencocok: Pencocok, arahan: Arahan) -> Judul:
    """The header on the row, or of the height, that the sender names.

    Raises BerkasDitolak: ARAHAN_TIDAK_COCOK (row not in the file, or blank), TANPA_JUDUL.
    """
    tinggi = arahan.tinggi_judul
    if arahan.baris_judul is None:
        dugaan = cari_judul(kisi.tabel.head(DIPERIKSA + _TINGGI_MAKS).rows(), pencocok)
        if dugaan is None:
            diperiksa = min(DIPERIKSA, kisi.tabel.height)
            raise BerkasDitolak(
                KodeTolak.TANPA_JUDUL, {"lembar": kisi.lembar, "diperiksa": diperiksa}
            )
        mulai = dugaan.baris
    else:
        letak = kisi.baris.index_of(arahan.baris_judul)
        if letak is None:
            terakhir = int(kisi.baris[-1]) if len(kisi.baris) else 0
            raise tak_cocok(
                "baris_judul", arahan.baris_judul, "di_luar_berkas", baris_terakhir=terakhir
            )
        mulai = letak
    if tinggi is not None and mulai + tinggi > kisi.tabel.height:
        raise tak_cocok(
            "tinggi_judul", tinggi, "di_luar_berkas", baris_terakhir=int(kisi.baris[-1])
        )
    judul = judul_di(kisi.tabel[mulai : mulai + DIPERIKSA].rows(), tinggi, pencocok)
    if judul is None:
        raise tak_cocok("baris_judul", int(kisi.baris[mulai]), "baris_kosong")
    return Judul(
        mulai, judul.tinggi, judul.tulisan, judul.cocok, diduga=False, penjelas=judul.penjelas
    )
