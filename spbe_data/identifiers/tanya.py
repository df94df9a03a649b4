"""The question of a reader: was this code valid then, and what is it now?

Belongs here: the whole answer about one area code, as values. Words are the doors' business; how a
file is judged is :meth:`RegisterWilayah.periksa`.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spbe_data.identifiers.kode_wilayah import (
    HasilKode,
    Sistem,
    Tingkat,
    Wilayah,
    tingkat_dari_bentuk,
)
from spbe_data.identifiers.masa import Masa, Riwayat
from spbe_data.identifiers.periode import Periode

if TYPE_CHECKING:
    from spbe_data.identifiers.wilayah import RegisterWilayah


@dataclass(frozen=True, slots=True)
class Jawaban:
    """What the register knows about one code, seen from one period.

    ``hasil``: the judgement for the period (status, decree, day, successor or predecessor valid
    then). ``sistem_dari_bentuk``: the system was read off the form. ``kode_lain``: the code in the
    other system (``None``: not known). ``sebelumnya``: the rows that directly came before the code.
    ``kini``: what the place is now, following every successor (empty: nothing follows).
    ``linimasa``: every row of the place under any of its codes, oldest first.
    """

    hasil: HasilKode
    sistem_dari_bentuk: bool
    kode_lain: str | None
    sebelumnya: tuple[Wilayah, ...]
    kini: tuple[Wilayah, ...]
    linimasa: tuple[Wilayah, ...]

    @property
    def berlaku(self) -> bool:
        """Valid on at least one day of the period."""
        return self.hasil.status in ("berlaku", "berlaku_tidak_sampai_akhir")


def tanya(
    register: RegisterWilayah, kode: str, sistem: Sistem | None, saat: Periode | dt.date
) -> Jawaban:
    """The answer about ``kode`` in the period or on the day ``saat``; never raises for a code."""
    period = Periode.parse(saat.isoformat()) if isinstance(saat, dt.date) else saat
    system: Sistem = sistem or ("kemendagri" if "." in kode else "bps")
    if sistem is None and not register.kode(kode, system) and register.kode(kode, "kemendagri"):
        system = "kemendagri"  # a province has no dots in either system
    rows = register.kode(kode, system)
    level: Tingkat = (
        rows[-1].level if rows else tingkat_dari_bentuk(kode, system) or _meant_level(kode)
    )
    result = register.periksa(kode, system, level, period)
    family = _family(register, rows)
    row = result.wilayah
    return Jawaban(
        hasil=result,
        sistem_dari_bentuk=sistem is None,
        kode_lain=row.kode("bps" if system == "kemendagri" else "kemendagri") if row else None,
        sebelumnya=register.pendahulu(row.kode_kemendagri) if row else (),
        kini=_now(family, row),
        linimasa=family,
    )


def _meant_level(kode: str) -> Tingkat:
    """The level that a code of wrong form can only mean by its number of digits."""
    digits = len(re.sub(r"[^0-9]", "", kode))
    return (
        "provinsi"
        if digits <= 2
        else "kabupaten_kota"
        if digits <= 4
        else "kecamatan"
        if digits <= 7
        else "desa_kelurahan"
    )


def _family(register: RegisterWilayah, rows: tuple[Wilayah, ...]) -> tuple[Wilayah, ...]:
    """Every row reached over codes, successors and predecessors."""
    seen: set[str] = set()
    front = [w.kode_kemendagri for w in rows]
    while front:
        code = front.pop()
        if code in seen:
            continue
        seen.add(code)
        for w in register.kode(code, "kemendagri"):
            front += w.para_pengganti
        front += [w.kode_kemendagri for w in register.pendahulu(code)]
    found = [w for code in seen for w in register.kode(code, "kemendagri")]
    return tuple(sorted(found, key=lambda w: (w.berlaku_sejak or dt.date.min, w.kode_kemendagri)))


def _now(family: tuple[Wilayah, ...], row: Wilayah | None) -> tuple[Wilayah, ...]:
    if row is None:
        return ()
    by_interval: dict[Masa, Wilayah] = {w.masa(): w for w in family}
    return tuple(by_interval[m] for m in Riwayat(by_interval).akhir(row.masa()))
