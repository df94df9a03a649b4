"""The register of area codes: Kemendagri and BPS codes in every version, judged as of a period.

Belongs here: form, existence, validity, successor and predecessor, bridge between both systems,
nearest names, and the universe of a level. Does not belong here: which areas an installation
answers for, and which column holds which code.

A code is right if it was valid on any day of the period. Which system a code is of is always said
by the caller: both systems have ten-digit codes that mean different places, so it is never guessed.
"""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

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

KOLOM = (
    "kode_kemendagri",
    "kode_bps",
    "nama",
    "jenis",
    "level",
    "induk",
    "berlaku_sejak",
    "berlaku_sampai",
    "dasar_hukum",
    "tanggal_diasumsikan",
    "pengganti",
)

_TINGKAT: tuple[Tingkat, ...] = get_args(Tingkat)
# Kabupaten 01-69, kota 71-99; desa segment 1 kelurahan, 2 desa, 3 desa adat (Permendagri 137/2017).
_KEMENDAGRI = re.compile(
    r"[0-9]{2}(?:\.(?!00|70)[0-9]{2}(?:\.(?!00)[0-9]{2}(?:\.[123][0-9]{3})?)?)?"
)
_BPS = re.compile(r"[0-9]{2}(?:[0-9]{2}(?:[0-9]{3}(?:[0-9]{3})?)?)?")
_PANJANG_BPS: dict[int, Tingkat] = dict(zip((2, 4, 7, 10), _TINGKAT, strict=True))

# Prefixes that writers add and drop at will. KOTA stays: Kota and Kabupaten of one name are two
# places. A real name that begins with DESA loses it on both sides of a comparison: no harm.
_SEBUTAN = re.compile(r"^(?:KABUPATEN|KAB|KECAMATAN|KEC|KELURAHAN|KEL|DESA)\b\.?\s*")
_BUKAN_HURUF = re.compile(r"[^A-Z0-9]")


class RegisterTidakSah(ValueError):
    """The area list cannot be used; the message names every faulty line, in Indonesian."""


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
    ``dasar_hukum``; ``tanggal_diasumsikan`` says that this day is assumed, since the decree's day
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


class RegisterWilayah:
    """All areas of one list, in every version, never changed after construction.

    ``baris`` must hold each parent (``induk``) and each successor (``pengganti``) that it names,
    and no two rows of one code that are valid on the same day. Raises :class:`RegisterTidakSah`.
    """

    def __init__(self, baris: Iterable[Wilayah]) -> None:
        self.baris: tuple[Wilayah, ...] = tuple(
            sorted(baris, key=lambda w: (w.kode_kemendagri, w.berlaku_sejak or dt.date.min))
        )
        self._kode: dict[Sistem, dict[str, tuple[Wilayah, ...]]] = {
            "kemendagri": _group((w.kode_kemendagri, w) for w in self.baris),
            "bps": _group((w.kode_bps, w) for w in self.baris if w.kode_bps),
        }
        self._pendahulu = _group((w.pengganti, w) for w in self.baris if w.pengganti)
        faults = list(self._faults())
        if faults:
            raise RegisterTidakSah("\n".join(faults))
        self._leluhur = {
            kode: frozenset(self._ancestors(kode)) for kode in self._kode["kemendagri"]
        }
        # Files repeat few codes over many rows; one look-up per code and period is enough.
        self._periksa = lru_cache(maxsize=65536)(self._judge)
        self._semesta = lru_cache(maxsize=1024)(self._universe)
        self._nama = lru_cache(maxsize=1024)(self._names)

    @classmethod
    def dari_csv(cls, path: Path) -> RegisterWilayah:
        """Read ``wilayah.csv`` (UTF-8, all text, columns :data:`KOLOM`, ``nama_bps`` optional).

        Raises :class:`RegisterTidakSah` with every faulty line.
        """
        with path.open(encoding="utf-8", newline="") as handle:
            reader = csv.DictReader(handle)
            missing = [name for name in KOLOM if name not in (reader.fieldnames or ())]
            if missing:
                raise RegisterTidakSah(
                    f"{path.name}, baris 1: kolom {', '.join(missing)} tidak ada. Tambahkan."
                )
            rows: list[Wilayah] = []
            faults: list[str] = []
            for number, row in enumerate(reader, start=2):
                try:
                    rows.append(_row(row))
                except (ValueError, TypeError) as exc:
                    faults.append(f"{path.name}, baris {number}: {exc}")
        if faults:
            raise RegisterTidakSah("\n".join(faults))
        return cls(rows)

    @staticmethod
    def normal(nama: str) -> str:
        """A name for comparison: ``Kec. Karang-Bahagia`` and ``KARANGBAHAGIA`` become one."""
        return _normal(nama)

    def cari(self, kode: str) -> tuple[Wilayah, ...]:
        """All rows of a code, oldest first, in whichever system its form belongs to.

        Only for showing what a code is called: judge a code with :meth:`periksa`, which is told the
        system. Unknown codes give an empty tuple.
        """
        return self._kode["kemendagri"].get(kode) or self._kode["bps"].get(kode, ())

    def periksa(self, kode: str, sistem: Sistem, level: Tingkat, periode: Periode) -> HasilKode:
        """Judge one code of a column that declares ``sistem`` and ``level``, for one period."""
        return self._periksa(kode, sistem, level, periode)

    def nama_terdekat(
        self, nama: str, level: Tingkat, induk: str | None = None, paling_banyak: int = 5
    ) -> list[tuple[Wilayah, int]]:
        """Areas whose name (now, before, or in the list of BPS) is nearest, with the edit distance.

        ``induk`` (a Kemendagri code of any higher level) narrows the search. Nearest first, each
        area once, at most one third of the letters wrong.
        """
        plain = _normal(nama)
        names = self._nama(level, induk)
        most = max(1, len(plain) // 3)
        found = extract(
            plain, names, scorer=Levenshtein.distance, processor=None, score_cutoff=most, limit=None
        )
        nearest: dict[str, tuple[Wilayah, int]] = {}
        for _, distance, (kode, _name) in sorted(found, key=lambda f: (f[1], f[2])):
            area = self._kode["kemendagri"][kode][-1]
            # A replaced code and its successor are one place; the living code is the one to offer.
            if area.pengganti is None:
                nearest.setdefault(area.kode_kemendagri, (area, int(distance)))
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
        after = self._kode["kemendagri"].get(row.pengganti or "", ())
        return HasilKode(
            kode,
            sistem,
            level,
            periode,
            status,
            row,
            saran=self._valid_after(row, periode),
            arah="pengganti",
            batas=row.berlaku_sampai + dt.timedelta(days=1),
            # The decree that brought the successor is the one that ended this code.
            dasar_hukum=after[0].dasar_hukum if after else "",
            tanggal_diasumsikan=row.tanggal_diasumsikan,
        )

    def _valid_after(self, row: Wilayah, periode: Periode) -> Wilayah | None:
        """The first area down the chain of successors that is valid on the period's last day."""
        seen = {row.kode_kemendagri}
        code = row.pengganti
        while code and code not in seen:
            seen.add(code)
            for candidate in reversed(self._kode["kemendagri"][code]):
                if candidate.berlaku(periode.akhir, periode.akhir):
                    return candidate
            code = self._kode["kemendagri"][code][-1].pengganti
        return None

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
                now = now or self._valid_after(row, periode) or self._valid_before(row, periode)
                if now is not None and now.level == level:
                    places[now.kode_kemendagri] = now
        return next(iter(places.values())) if len(places) == 1 else None

    def _universe(
        self, level: Tingkat, day: dt.date, kinds: tuple[str, ...], induk: str | None
    ) -> tuple[Wilayah, ...]:
        return tuple(
            w
            for w in self.baris
            if w.level == level
            and w.berlaku(day, day)
            and (not kinds or w.jenis in kinds)
            and (induk is None or induk in self._leluhur[w.kode_kemendagri])
        )

    def _names(self, level: Tingkat, induk: str | None) -> dict[tuple[str, str], str]:
        """Normalised names, of every version and of both systems, by (code, name)."""
        return {
            (w.kode_kemendagri, name): name
            for w in self.baris
            if w.level == level and (induk is None or induk in self._leluhur[w.kode_kemendagri])
            for name in (_normal(w.nama), _normal(w.nama_bps))
            if name
        }

    def _ancestors(self, kode: str) -> set[str]:
        found: set[str] = set()
        front = {kode}
        while front:
            parents = {w.induk for code in front for w in self._kode["kemendagri"][code] if w.induk}
            front = parents - found
            found |= parents
        return found

    def _faults(self) -> Iterable[str]:
        known = self._kode["kemendagri"]
        for w in self.baris:
            for name, code in (("induk", w.induk), ("pengganti", w.pengganti)):
                if code and code not in known:
                    yield f"Kode {w.kode_kemendagri}: {name} {code} tidak ada. Tambahkan barisnya."
            if w.induk is None and w.level != "provinsi":
                yield f"Kode {w.kode_kemendagri}: induk kosong. Isi kode wilayah di atasnya."
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
        key: tuple(sorted(rows, key=lambda w: w.berlaku_sejak or dt.date.min))
        for key, rows in groups.items()
    }


@lru_cache(maxsize=65536)
def _normal(nama: str) -> str:
    plain = unicodedata.normalize("NFKD", nama).upper().strip()
    return _BUKAN_HURUF.sub("", _SEBUTAN.sub("", plain))


def _row(row: Mapping[str, str | None]) -> Wilayah:
    text = {name: (value or "").strip() for name, value in row.items() if name is not None}
    code, bps, level = text["kode_kemendagri"], text["kode_bps"], text["level"]
    for name, allowed in (("level", get_args(Tingkat)), ("jenis", get_args(Jenis))):
        if text[name] not in allowed:
            raise ValueError(f"{name} tertulis '{text[name]}'; yang boleh: {', '.join(allowed)}.")
    if text["tanggal_diasumsikan"] not in ("ya", "tidak"):
        raise ValueError("tanggal_diasumsikan harus 'ya' atau 'tidak'.")
    if not text["nama"]:
        raise ValueError("nama kosong. Isi nama wilayahnya.")
    if tingkat_dari_bentuk(code, "kemendagri") != level:
        raise ValueError(
            f"kode_kemendagri '{code}' bukan kode {level}, misalnya 11.01 atau 11.01.01."
        )
    if bps and tingkat_dari_bentuk(bps, "bps") != level:
        raise ValueError(f"kode_bps '{bps}' bukan kode {level}, misalnya 1101 atau 1101010.")
    since, until = _date(text, "berlaku_sejak"), _date(text, "berlaku_sampai")
    if since and until and since > until:
        raise ValueError("berlaku_sejak sesudah berlaku_sampai.")
    return Wilayah(
        kode_kemendagri=code,
        kode_bps=bps or None,
        nama=text["nama"],
        jenis=text["jenis"],  # type: ignore[arg-type]  # checked above
        level=level,
        induk=text["induk"] or None,
        berlaku_sejak=since,
        berlaku_sampai=until,
        dasar_hukum=text["dasar_hukum"],
        tanggal_diasumsikan=text["tanggal_diasumsikan"] == "ya",
        pengganti=text["pengganti"] or None,
        nama_bps=text.get("nama_bps", ""),
    )


def _date(text: Mapping[str, str], name: str) -> dt.date | None:
    value = text[name]
    if not value:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise ValueError(
            f"{name} tertulis '{value}'; harus tanggal, misalnya 2022-11-09."
        ) from None
