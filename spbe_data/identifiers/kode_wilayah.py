"""One area and its code: kinds, levels, forms, and what a judgement of a code says.

Belongs here: the values that :mod:`spbe_data.identifiers.wilayah` speaks with, and what the form of
a code shows by itself. Does not belong here: existence and validity (that needs the register).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal, get_args

from spbe_data.identifiers.masa import Masa, pisah_kode
from spbe_data.identifiers.periode import Periode

Sistem = Literal["kemendagri", "bps"]
Tingkat = Literal["provinsi", "kabupaten_kota", "kecamatan", "desa_kelurahan"]
Jenis = Literal["provinsi", "kabupaten", "kota", "kecamatan", "desa", "kelurahan"]
Status = Literal[
    "berlaku",
    "berlaku_tidak_sampai_akhir",
    "tidak_berlaku",
    "tidak_dikenal",
    "salah_bentuk",
    "salah_level",
]
Arah = Literal["pengganti", "pendahulu", "bentuk_benar"]

_TINGKAT: tuple[Tingkat, ...] = get_args(Tingkat)
# Kabupaten 01-69, kota 71-99; desa segment 1 kelurahan, 2 desa, 3 desa adat (Permendagri 137/2017).
_KEMENDAGRI = re.compile(
    r"[0-9]{2}(?:\.(?!00|70)[0-9]{2}(?:\.(?!00)[0-9]{2}(?:\.[123][0-9]{3})?)?)?"
)
_BPS = re.compile(r"[0-9]{2}(?:[0-9]{2}(?:[0-9]{3}(?:[0-9]{3})?)?)?")
_PANJANG_BPS: dict[int, Tingkat] = dict(zip((2, 4, 7, 10), _TINGKAT, strict=True))


@dataclass(frozen=True, slots=True)
class Wilayah:
    """One area under one name and kind, valid in ``[berlaku_sejak, berlaku_sampai]``.

    An open end is ``None``: no start means as far back as the lists go. ``nama_bps`` is the name in
    the list of BPS, which may be spelt otherwise.
    """

    kode_kemendagri: str
    kode_bps: str | None
    nama: str
    jenis: Jenis
    level: Tingkat
    induk: str | None
    berlaku_sejak: dt.date | None
    berlaku_sampai: dt.date | None
    dasar_hukum: str
    tanggal_diasumsikan: bool
    pengganti: str | None
    nama_bps: str = ""

    def berlaku(self, awal: dt.date, akhir: dt.date) -> bool:
        """Valid on any day from ``awal`` to ``akhir``."""
        return (self.berlaku_sejak is None or self.berlaku_sejak <= akhir) and (
            self.berlaku_sampai is None or self.berlaku_sampai >= awal
        )

    @property
    def para_pengganti(self) -> tuple[str, ...]:
        """The Kemendagri codes that follow this row: several (``|``) where an area was split."""
        return pisah_kode(self.pengganti)

    def masa(self, sistem: Sistem = "kemendagri") -> Masa:
        """This row as a plain validity interval. Successors are known in Kemendagri codes only."""
        return Masa(
            kode=self.kode(sistem) or "",
            nama=self.nama,
            sejak=self.berlaku_sejak,
            sampai=self.berlaku_sampai,
            pengganti=self.para_pengganti if sistem == "kemendagri" else (),
            dasar_hukum=self.dasar_hukum,
            diasumsikan=self.tanggal_diasumsikan,
        )

    def kode(self, sistem: Sistem) -> str | None:
        """The area's code in one system."""
        return self.kode_kemendagri if sistem == "kemendagri" else self.kode_bps


@dataclass(frozen=True, slots=True)
class HasilKode:
    """What the register says about one code in one period.

    ``wilayah``: the area of the code (``None`` when unknown). ``saran``: the area to use instead
    (``None`` when there is none), by ``arah``: the code has ended (``pengganti``), was not there
    yet (``pendahulu``), or is written in the wrong form (``bentuk_benar``). ``batas``: first day on
    which the code is no longer (``pengganti``) or already (``pendahulu``) right, by
    ``dasar_hukum``; ``pilihan``: the areas that an area split into, of which only the sender can
    tell the right one (then there is no ``saran``); ``tanggal_diasumsikan`` says that this day is assumed, since the decree's day
    of force is not known.
    """

    kode: str
    sistem: Sistem
    level: Tingkat
    periode: Periode
    status: Status
    wilayah: Wilayah | None = None
    saran: Wilayah | None = None
    arah: Arah | None = None
    batas: dt.date | None = None
    dasar_hukum: str = ""
    tanggal_diasumsikan: bool = False
    pilihan: tuple[Wilayah, ...] = ()

    @property
    def kode_saran(self) -> str | None:
        """The code to use instead, in the same system."""
        return self.saran.kode(self.sistem) if self.saran else None


def tingkat_dari_bentuk(kode: str, sistem: Sistem) -> Tingkat | None:
    """Level that the form of a code shows (``None``: not a code of that system).

    Kemendagri: ``PP.KK.CC.DDDD`` with dots; BPS: ``PPKKCCCDDD`` without.
    """
    if sistem == "kemendagri":
        return _TINGKAT[kode.count(".")] if _KEMENDAGRI.fullmatch(kode) else None
    return _PANJANG_BPS[len(kode)] if _BPS.fullmatch(kode) else None
