"""What a template workbook knows before the officer does: areas, period, listed values.

Belongs here: the rows laid ready for one period, the choices of each column, and one example row,
all from the standard and the lists valid in that period. Does not belong here: how a workbook looks.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
import re
from decimal import Decimal

from spbe_data.identifiers.periode import Periode
from spbe_data.identifiers.wilayah import Wilayah
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.models import AturanJumlah, Kolom, Standar

Nilai = str | int | Decimal | dt.date | None
Baris = dict[str, Nilai]

PALING_BANYAK = 20_000
"""Rows laid ready at most; beyond it the officer's own system is the better source."""

_TINGKAT = ("provinsi", "kabupaten_kota", "kecamatan", "desa_kelurahan")
_JAUH = dt.date(9999, 12, 31)
_PILIHAN = re.compile(r"\(?([\w ]+(?:\|[\w ]+)+)\)?")  # a pattern that only names its values
_BENTUK = (
    *"ABCDEFGHIJ0123456789",
    *("ABCDEFGHIJ"[:n] for n in range(2, 11)),
    *("1234567890123456"[:n] for n in range(2, 17)),
    "CONTOH ISIAN",
)
"""Texts tried as the example of a column with a pattern; where none fits it stays empty."""


class Isian:
    """What is known beforehand about a template of ``standard`` for ``periode``.

    Without a period the lists are those still valid, and no row is laid ready: which areas and
    values must be there depends on the period. ``lingkup_kode``: the installation's Kemendagri code.
    """

    def __init__(
        self, standard: Standar, catalog: Catalog, lingkup_kode: str, periode: Periode | None
    ) -> None:
        self.standard, self.catalog, self.periode = standard, catalog, periode
        self.lingkup_kode = lingkup_kode
        self._saat = periode or Periode.parse(standard.berlaku_untuk_periode_sejak)

    def pilihan(self, column: Kolom) -> tuple[str, ...]:
        """The values a column may hold, in the spelling the checks want; empty when it is free."""
        if column.nama in (time := self.waktu()):
            return (str(time[column.nama]),)
        day = self.periode.akhir if self.periode else _JAUH
        if column.daftar is not None:
            names = [e.nama for e in self.catalog.daftar[column.daftar].pada(day)]
            if column.pola is not None:
                names = [n for n in names if re.fullmatch(column.pola, n)]
            return tuple(dict.fromkeys(names))
        if column.induk is not None:
            return tuple(self.catalog.induk[column.induk].pada(day))
        if column.pola is not None and (named := _PILIHAN.fullmatch(column.pola)):
            return tuple(named[1].split("|"))
        if column.wilayah is not None and (self.periode or self._depth(column) < 2):
            values = [self._area_value(column, area) for area in self.wilayah(self._lowest())]
            return tuple(dict.fromkeys(v for v in values if v))
        return ()

    def waktu(self) -> dict[str, int | dt.date]:
        """The time columns that follow from the period."""
        if self.periode is None:
            return {}
        first = self.periode.awal
        known: dict[str, int | dt.date] = {"tahun": first.year}
        # A month follows from a month or a day, never from a longer period.
        kind = self.periode.frekuensi
        if kind in ("bulanan", "harian"):
            known["bulan"] = first.month
        if kind == "triwulanan":
            known["triwulan"] = (first.month + 2) // 3
        if kind == "semesteran":
            known["semester"] = 1 if first.month == 1 else 2
        if kind == "harian":
            known["tanggal"] = first
        return {
            c.nama: known[c.nama]
            for c in self.standard.kolom
            if c.peran == "waktu" and c.nama in known
        }

    def wilayah(self, tingkat: str) -> list[Wilayah]:
        """The areas of a level inside the installation's area, on the last day of the period."""
        if _TINGKAT.index(tingkat) <= self.lingkup_kode.count("."):
            own = self._valid(self.lingkup_kode)
            return [own] if own else []
        scope = self.standard.cakupan
        kinds = scope.jenis if scope and scope.tingkat == tingkat else ()
        return self.catalog.wilayah.semesta(
            tingkat,  # type: ignore[arg-type]  # one of the four levels
            self._saat,
            jenis=kinds or None,
            induk=self.lingkup_kode,
        )

    def baris(self) -> list[Baris]:
        """The rows laid ready, measures empty; none without a period or when a key is free text."""
        if self.periode is None:
            return []
        dims = self._dimensions()
        if dims is None:
            return []
        areas = self.wilayah(self._lowest())
        combos = list(itertools.product(*dims.values()))
        if len(areas) * len(combos) > PALING_BANYAK:
            return []
        fixed = self._fixed()
        rows: list[Baris] = []
        for area in areas:
            base = fixed | self._area(area)
            rows += [base | dict(zip(dims, combo, strict=True)) for combo in combos]
        return rows

    def daftar_wilayah(self) -> list[Baris]:
        """The areas of the lowest level with the values of every area column, in order of codes.

        Without a period only when the area is the installation's own: others may change."""
        if self.periode is None and _TINGKAT.index(self._lowest()) > 1:
            return []
        return [self._area(area) for area in self.wilayah(self._lowest())]

    def contoh(self) -> Baris:
        """One whole row that obeys every rule of a row; its figures are made up."""
        areas = self.wilayah(self._lowest())
        row = self._fixed() | (self._area(areas[0]) if areas else {})
        for column in self.standard.kolom:
            if row.get(column.nama) is None and column.wilayah is None:
                row[column.nama] = self._example(column)
        for rule in self.standard.aturan:
            if isinstance(rule, AturanJumlah):
                parts = [row[n] for n in rule.bagian]
                row[rule.total] = sum(p for p in parts if isinstance(p, int | Decimal))
        return row

    def _dimensions(self) -> dict[str, tuple[str, ...]] | None:
        """The listed columns whose values span the rows, or ``None`` when no list can say them."""
        scope = self.standard.cakupan
        keys = [
            k
            for k in self.standard.kunci
            if self.standard.satu(k).peran not in ("wilayah", "waktu", "satuan")
        ]
        # Below the installation's own area, who must report is not known without a universe.
        if scope is None and _TINGKAT.index(self._lowest()) > self.lingkup_kode.count("."):
            return None
        names = dict.fromkeys([*(scope.untuk_setiap if scope else ()), *keys])
        known = self.waktu()
        if any(k not in known for k in self.standard.kolom_waktu):
            return None
        found: dict[str, tuple[str, ...]] = {}
        for name in names:
            values = self.pilihan(self.standard.satu(name))
            if values:
                found[name] = values
            elif scope is None:
                return None  # a free key, such as a name: no list says which rows there are
        return found

    def _fixed(self) -> Baris:
        row: Baris = dict(self.waktu())
        for column in self.standard.kolom:
            if column.peran == "satuan" and len(choices := self.pilihan(column)) == 1:
                row[column.nama] = choices[0]
        return row

    def _lowest(self) -> str:
        depths = [self._depth(c) for c in self.standard.kolom if c.wilayah]
        return _TINGKAT[max(depths, default=1)]

    @staticmethod
    def _depth(column: Kolom) -> int:
        return _TINGKAT.index(column.wilayah.tingkat) if column.wilayah else 0

    def _valid(self, code: str) -> Wilayah | None:
        rows = self.catalog.wilayah.cari(code)
        valid = [w for w in rows if w.berlaku(self._saat.akhir, self._saat.akhir)]
        return valid[-1] if valid else (rows[-1] if rows else None)

    def _area(self, area: Wilayah) -> Baris:
        return {
            c.nama: value
            for c in self.standard.kolom
            if c.wilayah is not None and (value := self._area_value(c, area))
        }

    def _area_value(self, column: Kolom, area: Wilayah) -> str | None:
        assert column.wilayah is not None
        code = ".".join(area.kode_kemendagri.split(".")[: self._depth(column) + 1])
        own = area if code == area.kode_kemendagri else self._valid(code)
        if own is None:
            return None
        if column.wilayah.bagian == "nama":
            return own.nama.upper()
        return own.kode(column.wilayah.sistem)

    def _example(self, column: Kolom) -> Nilai:
        if choices := self.pilihan(column):
            return choices[0]
        if column.tipe == "tanggal":
            return self._saat.awal
        if column.tipe == "teks":
            if column.pola is not None:
                return next((t for t in _BENTUK if re.fullmatch(column.pola, t)), None)
            return "CONTOH ISIAN"[: column.panjang or 12]
        if column.peran == "waktu":
            first = self._saat.awal
            known = {"tahun": first.year, "bulan": first.month}
            return known.get(column.nama, 1)
        low = column.minimum if column.minimum is not None else Decimal(0)
        high = column.maksimum if column.maksimum is not None else low + 1000
        return min(Decimal(math.ceil(low)) + 12, high)
