"""Reporting periods: one frozen value for a year, half-year, quarter, month or day.

Belongs here: form, order, first and last day, calendar. Does not belong here: when a period is due
(``jadwal_rilis`` of a standard) or which periods a dataset has.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

Frekuensi = Literal["tahunan", "semesteran", "triwulanan", "bulanan", "harian"]

TAHUN_TERAWAL, TAHUN_TERAKHIR = 1900, 2199
"""Years outside are typing errors; what a dataset allows is narrower and stands in its standard."""

_BENTUK = re.compile(
    r"(?P<tahun>[0-9]{4})"
    r"(?:-(?:S(?P<semester>[0-9])|T(?P<triwulan>[0-9])|(?P<bulan>[0-9]{2})(?:-(?P<hari>[0-9]{2}))?))?"
)
_PANJANG_BULAN: dict[str, int] = {"tahunan": 12, "semesteran": 6, "triwulanan": 3, "bulanan": 1}
_BAGIAN: dict[str, str] = {"semesteran": "semester", "triwulanan": "triwulan", "bulanan": "bulan"}

NAMA_BULAN: dict[str, tuple[str, ...]] = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni",
        "Juli", "Agustus", "September", "Oktober", "November", "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


class PeriodeTidakSah(ValueError):
    """Not a period; the message says what was found and what is expected, in Indonesian."""


@dataclass(frozen=True, slots=True, order=True)
class Periode:
    """One reporting period, both ends included.

    Ordered by first day, then by last day (``2024-01`` < ``2024-T1`` < ``2024-S1`` < ``2024``).
    ``teks`` is the only spelling of the period: two periods are equal if and only if it is.
    Made by :meth:`parse`, :meth:`dari_kolom` and :meth:`deret`.
    """

    awal: dt.date
    akhir: dt.date
    teks: str = field(compare=False)
    frekuensi: Frekuensi = field(compare=False)

    @staticmethod
    def parse(teks: str) -> Periode:
        """``2024``, ``2024-S1``, ``2024-T3``, ``2024-07`` or ``2024-07-15``.

        Raises :class:`PeriodeTidakSah`.
        """
        return _parse(teks)

    @staticmethod
    def dari_kolom(
        frekuensi: Frekuensi,
        tahun: int | None = None,
        *,
        semester: int | None = None,
        triwulan: int | None = None,
        bulan: int | None = None,
        tanggal: dt.date | None = None,
    ) -> Periode:
        """The period that a row's time columns name.

        ``tahunan`` needs ``tahun``; ``semesteran``, ``triwulanan`` and ``bulanan`` need ``tahun``
        and their part; ``harian`` needs ``tanggal`` and, if ``tahun`` or ``bulan`` stand beside it,
        their agreement. Raises :class:`PeriodeTidakSah`.
        """
        if frekuensi == "harian":
            if tanggal is None:
                raise PeriodeTidakSah("Kolom tanggal kosong. Isi tanggalnya, misalnya 2024-07-15.")
            if tahun not in (None, tanggal.year) or bulan not in (None, tanggal.month):
                raise PeriodeTidakSah(
                    f"Tanggal {tanggal.isoformat()} tidak cocok dengan kolom tahun atau bulan di "
                    "baris yang sama. Periksa mana yang keliru."
                )
            return _harian(tanggal)
        if tahun is None:
            raise PeriodeTidakSah("Kolom tahun kosong. Isi tahun 4 angka, misalnya 2024.")
        if frekuensi == "tahunan":
            return _berbulan("tahunan", tahun, 1)
        part = {"semesteran": semester, "triwulanan": triwulan, "bulanan": bulan}[frekuensi]
        if part is None:
            name = _BAGIAN[frekuensi]
            most = 12 // _PANJANG_BULAN[frekuensi]
            raise PeriodeTidakSah(f"Kolom {name} kosong. Isi angka 1 sampai {most}.")
        return _berbulan(frekuensi, tahun, part)

    @staticmethod
    def deret(frekuensi: Frekuensi, dari: Periode, sampai: dt.date) -> list[Periode]:
        """All periods from ``dari`` to the one that contains ``sampai``, oldest first.

        Empty when ``dari`` begins after ``sampai``. Raises :class:`PeriodeTidakSah` when ``dari``
        is of another frequency.
        """
        if dari.frekuensi != frekuensi:
            raise PeriodeTidakSah(
                f"Periode {dari.teks} adalah periode {dari.frekuensi}, padahal kalendernya "
                f"{frekuensi}. Tulis periode pertama sebagai periode {frekuensi}."
            )
        periods: list[Periode] = []
        while dari.awal <= sampai:
            periods.append(dari)
            dari = dari.berikut()
        return periods

    def berikut(self) -> Periode:
        """The next period of the same frequency."""
        day = self.akhir + dt.timedelta(days=1)
        if self.frekuensi == "harian":
            return _harian(day)
        return _berbulan(
            self.frekuensi, day.year, (day.month - 1) // _PANJANG_BULAN[self.frekuensi] + 1
        )

    def tampil(self, bahasa: Literal["id", "en"] = "id") -> str:
        """For readers: ``Semester 1 2024``, ``Juli 2024``, ``15 Juli 2024``."""
        year, month = self.awal.year, NAMA_BULAN[bahasa][self.awal.month - 1]
        number = self.teks[-1]
        match self.frekuensi:
            case "tahunan":
                return str(year)
            case "semesteran":
                return (
                    f"Semester {number} {year}" if bahasa == "id" else f"Half-year {number}, {year}"
                )
            case "triwulanan":
                return (
                    f"Triwulan {number} {year}" if bahasa == "id" else f"Quarter {number}, {year}"
                )
            case "bulanan":
                return f"{month} {year}"
            case "harian":
                return f"{self.awal.day} {month} {year}"

    def __str__(self) -> str:
        return self.teks


@lru_cache(maxsize=4096)
def _parse(teks: str) -> Periode:
    match = _BENTUK.fullmatch(teks)
    if match is None:
        raise PeriodeTidakSah(
            f'Periode tertulis "{teks}". Harus 2024 (tahun), 2024-S1 (semester), '
            "2024-T3 (triwulan), 2024-07 (bulan), atau 2024-07-15 (tanggal)."
        )
    year = int(match["tahun"])
    if match["semester"]:
        return _berbulan("semesteran", year, int(match["semester"]))
    if match["triwulan"]:
        return _berbulan("triwulanan", year, int(match["triwulan"]))
    if match["hari"]:
        try:
            day = dt.date(year, int(match["bulan"]), int(match["hari"]))
        except ValueError:
            raise PeriodeTidakSah(
                f'Tanggal "{teks}" tidak ada dalam kalender. Periksa bulan dan harinya.'
            ) from None
        return _harian(day)
    if match["bulan"]:
        return _berbulan("bulanan", year, int(match["bulan"]))
    return _berbulan("tahunan", year, 1)


def _check_year(year: int) -> None:
    if not TAHUN_TERAWAL <= year <= TAHUN_TERAKHIR:
        raise PeriodeTidakSah(
            f"Tahun tertulis {year}. Harus 4 angka antara {TAHUN_TERAWAL} dan {TAHUN_TERAKHIR}."
        )


def _harian(day: dt.date) -> Periode:
    _check_year(day.year)
    return Periode(day, day, day.isoformat(), "harian")


def _berbulan(frekuensi: Frekuensi, year: int, part: int) -> Periode:
    """The ``part``-th period (from 1) of ``year``, for frequencies made of whole months."""
    _check_year(year)
    length = _PANJANG_BULAN[frekuensi]
    if not 1 <= part <= 12 // length:
        name = _BAGIAN[frekuensi].capitalize()
        raise PeriodeTidakSah(f"{name} tertulis {part}. Harus angka 1 sampai {12 // length}.")
    first = dt.date(year, (part - 1) * length + 1, 1)
    after = dt.date(year + 1, 1, 1) if part * length == 12 else dt.date(year, part * length + 1, 1)
    text = {
        "tahunan": f"{year:04d}",
        "semesteran": f"{year:04d}-S{part}",
        "triwulanan": f"{year:04d}-T{part}",
        "bulanan": f"{year:04d}-{part:02d}",
    }[frekuensi]
    return Periode(first, after - dt.timedelta(days=1), text, frekuensi)
