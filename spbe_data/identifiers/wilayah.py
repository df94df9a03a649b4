"""The register of area codes: Kemendagri and BPS codes in every version, judged as of a period.

Belongs here: existence, validity, successor and predecessor, bridge between both systems, nearest
names, and the universe of a level. Does not belong here: which areas an installation answers for,
which column holds which code, and how a list is read.

A code is right if it was valid on any day of the period. Which system a code is of is always said
by the caller: both systems have ten-digit codes that mean different places, so it is never guessed.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import get_args

from spbe_data.identifiers.kode_wilayah import (
    Arah,
    HasilKode,
    Jenis,
    Sistem,
    Status,
    Tingkat,
    Wilayah,
    tingkat_dari_bentuk,
)
from spbe_data.identifiers.masa import Riwayat
from spbe_data.identifiers.nama import normal, terdekat
from spbe_data.identifiers.periode import Periode
from spbe_data.identifiers.tanya import Jawaban, tanya
from spbe_data.identifiers.wilayah_berkas import (
    KOLOM,
    RegisterTidakSah,
    baca_wilayah,
    baca_wilayah_nasional,
)

__all__ = [
    "KOLOM",
    "Arah",
    "HasilKode",
    "Jawaban",
    "Jenis",
    "RegisterTidakSah",
    "RegisterWilayah",
    "Sistem",
    "Status",
    "Tingkat",
    "Wilayah",
    "tingkat_dari_bentuk",
]

_TINGKAT: tuple[Tingkat, ...] = get_args(Tingkat)


class RegisterWilayah:
    """All areas of one list, in every version, never changed after construction.

    ``baris`` must hold each parent (``induk``) and each successor (``pengganti``) that it names,
    and no two rows of one code that are valid on the same day. ``berganti`` holds the rows that
    name a successor. Raises :class:`RegisterTidakSah`.
    """

    def __init__(self, baris: Iterable[Wilayah]) -> None:
        self.baris: tuple[Wilayah, ...] = tuple(
            sorted(baris, key=lambda w: (w.kode_kemendagri, w.berlaku_sejak or dt.date.min))
        )
        self._kode: dict[Sistem, dict[str, tuple[Wilayah, ...]]] = {
            "kemendagri": _group((w.kode_kemendagri, w) for w in self.baris),
            "bps": _group((w.kode_bps, w) for w in self.baris if w.kode_bps),
        }
        self.berganti: tuple[Wilayah, ...] = tuple(w for w in self.baris if w.pengganti)
        self._pendahulu = _group((code, w) for w in self.berganti for code in w.para_pengganti)
        faults = list(self._faults())
        if faults:
            raise RegisterTidakSah("\n".join(faults))
        # Files repeat few codes over many rows; one look-up per code and period is enough.
        self._periksa = lru_cache(maxsize=65536)(self._judge)
        self._semesta = lru_cache(maxsize=1024)(self._universe)
        self._nama = lru_cache(maxsize=64)(self._names)
        self._bawah = lru_cache(maxsize=256)(self._below)

    @classmethod
    def dari_csv(cls, path: Path, nasional: Path | None = None) -> RegisterWilayah:
        """Read ``wilayah.csv`` and, where there is one, ``wilayah_nasional.csv``.

        A code of the own list wins over the same code of the national one: it has the versions and
        the BPS code. Raises :class:`RegisterTidakSah` with every faulty line.
        """
        own = baca_wilayah(path)
        if nasional is None:
            return cls(own)
        others = baca_wilayah_nasional(nasional, {w.kode_kemendagri for w in own})
        return cls([*own, *others])

    @staticmethod
    def normal(nama: str) -> str:
        """A name for comparison: ``Kec. Karang-Bahagia`` and ``KARANGBAHAGIA`` become one."""
        return normal(nama)

    def cari(self, kode: str) -> tuple[Wilayah, ...]:
        """All rows of a code, oldest first, in whichever system its form belongs to.

        Only for showing what a code is called: judge a code with :meth:`periksa`, which is told the
        system. Unknown codes give an empty tuple.
        """
        return self._kode["kemendagri"].get(kode) or self._kode["bps"].get(kode, ())

    def kode(self, kode: str, sistem: Sistem) -> tuple[Wilayah, ...]:
        """All rows of a code of one system, oldest first; empty when unknown."""
        return self._kode[sistem].get(kode, ())

    def semua_kode(self, sistem: Sistem) -> list[str]:
        """Every code the system ever had, valid or not."""
        return list(self._kode[sistem])

    def kode_dan_nama(self) -> list[str]:
        """``code|NAME`` of every row, in either system and by either name."""
        return [
            f"{kode}|{nama.upper()}"
            for w in self.baris
            for kode in (w.kode_kemendagri, w.kode_bps)
            if kode
            for nama in (w.nama, w.nama_bps)
            if nama
        ]

    def pendahulu(self, kode: str) -> tuple[Wilayah, ...]:
        """The rows that name a Kemendagri code as their successor."""
        return self._pendahulu.get(kode, ())

    def periksa(self, kode: str, sistem: Sistem, level: Tingkat, periode: Periode) -> HasilKode:
        """Judge one code of a column that declares ``sistem`` and ``level``, for one period."""
        return self._periksa(kode, sistem, level, periode)

    def tanya(self, kode: str, sistem: Sistem | None, saat: Periode | dt.date) -> Jawaban:
        """Was this code valid then, by which decree, what was it before, and what is it now?

        Without ``sistem`` the form decides (dots: Kemendagri, none: BPS), and the answer says so.
        """
        return tanya(self, kode, sistem, saat)

    @cached_property
    def riwayat(self) -> Riwayat:
        """The Kemendagri codes as validity intervals: list as of a day, changes, change log."""
        return Riwayat(w.masa() for w in self.baris)

    def nama_terdekat(
        self, nama: str, level: Tingkat | None = None, induk: str | None = None,
        paling_banyak: int = 5,
    ) -> list[tuple[Wilayah, int]]:  # fmt: skip
        """Areas whose name (now, before, or in the list of BPS) is nearest, with the edit distance.

        ``level`` and ``induk`` (a Kemendagri code of any higher level) narrow the search. Nearest
        first, each area once, at most one third of the letters wrong
        (:func:`spbe_data.identifiers.nama.terdekat`).
        """
        nearest: dict[str, tuple[Wilayah, int]] = {}
        for (kode, _name), distance in terdekat(nama, self._nama(level, induk)):
            area = self._kode["kemendagri"][kode][-1]
            # A replaced code and its successor are one place; the living code is the one to offer.
            if area.pengganti is None:
                nearest.setdefault(area.kode_kemendagri, (area, distance))
        return list(nearest.values())[:paling_banyak]

    def semesta(
        self,
        level: Tingkat,
        periode: Periode,
        jenis: Collection[Jenis] | Jenis | None = None,
        induk: str | None = None,
    ) -> list[Wilayah]:
        """All areas of a level that are valid on the last day of the period, each code once.

        ``jenis`` keeps only those kinds, ``induk`` (a Kemendagri code of any higher level) only
        what lies in it. In order of Kemendagri codes.
        """
        kinds = (jenis,) if isinstance(jenis, str) else tuple(sorted(jenis or ()))
        return list(self._semesta(level, periode.akhir, kinds, induk))

    def bps_dari_kemendagri(self, kode: str, periode: Periode) -> str | None:
        """The BPS code of a Kemendagri code that is valid in the period, else ``None``."""
        row = self._latest("kemendagri", kode, periode)
        return row.kode_bps if row else None

    def kemendagri_dari_bps(self, kode: str, periode: Periode) -> str | None:
        """The Kemendagri code of a BPS code, as of the last day of the period it is valid on."""
        row = self._latest("bps", kode, periode)
        return row.kode_kemendagri if row else None

    # -- how ----------------------------------------------------------------------------------

    def _latest(self, sistem: Sistem, kode: str, periode: Periode) -> Wilayah | None:
        valid = [
            w for w in self._kode[sistem].get(kode, ()) if w.berlaku(periode.awal, periode.akhir)
        ]
        return valid[-1] if valid else None

    def _judge(self, kode: str, sistem: Sistem, level: Tingkat, periode: Periode) -> HasilKode:
        rows = self._kode[sistem].get(kode, ())
        form = tingkat_dari_bentuk(kode, sistem)
        if form is None or (form != level and not rows):
            meant = self._meant(kode, sistem, level, periode)
            arah: Arah | None = "bentuk_benar" if meant else None
            return HasilKode(kode, sistem, level, periode, "salah_bentuk", saran=meant, arah=arah)
        if form != level:
            return HasilKode(kode, sistem, level, periode, "salah_level", rows[-1])
        if not rows:
            return HasilKode(kode, sistem, level, periode, "tidak_dikenal")
        row = self._latest(sistem, kode, periode)
        if row is not None and (row.berlaku_sampai is None or row.berlaku_sampai >= periode.akhir):
            return HasilKode(kode, sistem, level, periode, "berlaku", row)
        if row is not None:
            return self._ended(kode, sistem, level, periode, "berlaku_tidak_sampai_akhir", row)
        past = [w for w in rows if w.berlaku_sampai and w.berlaku_sampai < periode.awal]
        if past:
            return self._ended(kode, sistem, level, periode, "tidak_berlaku", past[-1])
        row = rows[0]
        return HasilKode(
            kode,
            sistem,
            level,
            periode,
            "tidak_berlaku",
            row,
            saran=self._valid_before(row, periode),
            arah="pendahulu",
            batas=row.berlaku_sejak,
            dasar_hukum=row.dasar_hukum,
            tanggal_diasumsikan=row.tanggal_diasumsikan,
        )

    def _ended(
        self,
        kode: str,
        sistem: Sistem,
        level: Tingkat,
        periode: Periode,
        status: Status,
        row: Wilayah,
    ) -> HasilKode:
        assert row.berlaku_sampai is not None
        heirs = [self._kode["kemendagri"][code][0] for code in row.para_pengganti]
        after = self._valid_after(row, periode)
        return HasilKode(
            kode,
            sistem,
            level,
            periode,
            status,
            row,
            # Of several parts of a split only the sender knows which one the row is about.
            saran=after[0] if len(after) == 1 else None,
            pilihan=after if len(after) > 1 else (),
            arah="pengganti",
            batas=row.berlaku_sampai + dt.timedelta(days=1),
            # The decree that brought the successor is the one that ended this code.
            dasar_hukum=heirs[0].dasar_hukum if heirs else "",
            tanggal_diasumsikan=row.tanggal_diasumsikan,
        )

    def _valid_after(self, row: Wilayah, periode: Periode) -> tuple[Wilayah, ...]:
        """The first areas down each chain of successors that are valid on the period's last day."""
        seen, front = {row.kode_kemendagri}, list(row.para_pengganti)
        found: dict[str, Wilayah] = {}
        while front:
            code = front.pop(0)
            if code in seen:
                continue
            seen.add(code)
            rows = self._kode["kemendagri"][code]
            valid = [w for w in rows if w.berlaku(periode.akhir, periode.akhir)]
            if valid:
                found[code] = valid[-1]
            else:
                front += rows[-1].para_pengganti
        return tuple(found.values())

    def _valid_before(self, row: Wilayah, periode: Periode) -> Wilayah | None:
        """The nearest area up the chain of predecessors that is valid in the period."""
        seen, front = {row.kode_kemendagri}, [row.kode_kemendagri]
        while front:
            older = [w for code in front for w in self._pendahulu.get(code, ())]
            for candidate in reversed(older):
                if candidate.berlaku(periode.awal, periode.akhir):
                    return candidate
            front = sorted({w.kode_kemendagri for w in older} - seen)
            seen.update(front)
        return None

    def _meant(self, kode: str, sistem: Sistem, level: Tingkat, periode: Periode) -> Wilayah | None:
        """The one area of the level that a wrongly written code can mean, as of the period.

        Read as a code of the other system, without a spreadsheet's ``.0``, and with the dots put in
        or left out. Two readings that name two places are no offer at all.
        """
        text = re.sub(r"\.0$", "", "".join(kode.split()))
        digits = re.sub(r"[^0-9]", "", text)
        readings: list[tuple[Sistem, str]] = [("kemendagri", text), ("bps", text)]
        if digits == text or text.count(".") == _TINGKAT.index(level):
            dotted = ".".join(p for p in (digits[:2], digits[2:4], digits[4:6], digits[6:]) if p)
            readings += [("kemendagri", dotted)]
        if sistem == "bps":
            readings.append(("bps", digits))
        places: dict[str, Wilayah] = {}
        for system, code in readings:
            for row in self._kode[system].get(code, ())[-1:]:
                now = self._latest("kemendagri", row.kode_kemendagri, periode)
                after = self._valid_after(row, periode)
                now = now or (after[0] if len(after) == 1 else None)
                now = now or self._valid_before(row, periode)
                if now is not None and now.level == level:
                    places[now.kode_kemendagri] = now
        return next(iter(places.values())) if len(places) == 1 else None

    def _universe(
        self, level: Tingkat, day: dt.date, kinds: tuple[str, ...], induk: str | None
    ) -> tuple[Wilayah, ...]:
        return tuple(
            w
            for w in self._within(induk)
            if w.level == level and w.berlaku(day, day) and (not kinds or w.jenis in kinds)
        )

    def _names(self, level: Tingkat | None, induk: str | None) -> dict[tuple[str, str], str]:
        """Normalised names, of every version and of both systems, by (code, name)."""
        return {
            (w.kode_kemendagri, name): name
            for w in self._within(induk)
            if level in (None, w.level)
            for name in (normal(w.nama), normal(w.nama_bps))
            if name
        }

    def _within(self, induk: str | None) -> tuple[Wilayah, ...]:
        return self.baris if induk is None else self._bawah(induk)

    def _below(self, induk: str) -> tuple[Wilayah, ...]:
        """All rows below a code, in order of code."""
        found: dict[str, None] = {}
        front = [induk]
        while front:
            front = [c for code in front for c in self._anak.get(code, ()) if c not in found]
            found |= dict.fromkeys(front)
        return tuple(w for code in sorted(found) for w in self._kode["kemendagri"][code])

    @cached_property
    def _anak(self) -> dict[str, tuple[str, ...]]:
        children: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for w in self.baris:
            if w.induk:
                children[w.induk][w.kode_kemendagri] = None
        return {code: tuple(found) for code, found in children.items()}

    def _faults(self) -> Iterable[str]:
        known = self._kode["kemendagri"]
        for w in self.baris:
            if w.induk is not None and w.induk not in known:
                yield f"Kode {w.kode_kemendagri}: induk {w.induk} tidak ada. Tambahkan barisnya."
            if w.induk is None and w.level != "provinsi":
                yield f"Kode {w.kode_kemendagri}: induk kosong. Isi kode wilayah di atasnya."
        for w in self.berganti:
            for code in w.para_pengganti:
                if code not in known:
                    yield f"Kode {w.kode_kemendagri}: pengganti {code} tidak ada. Tambahkan barisnya."
        for code, rows in known.items():
            for before, after in itertools.pairwise(rows):
                if before.berlaku_sampai is None or (
                    after.berlaku_sejak is None or before.berlaku_sampai >= after.berlaku_sejak
                ):
                    yield f"Kode {code}: dua baris berlaku pada hari yang sama. Betulkan tanggal."


def _group(pairs: Iterable[tuple[str | None, Wilayah]]) -> dict[str, tuple[Wilayah, ...]]:
    groups: defaultdict[str, list[Wilayah]] = defaultdict(list)
    for key, row in pairs:
        if key:
            groups[key].append(row)
    return {
        key: tuple(rows)
        if len(rows) == 1
        else tuple(sorted(rows, key=lambda w: w.berlaku_sejak or dt.date.min))
        for key, rows in groups.items()
    }
