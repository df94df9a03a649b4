"""Findings → marks on cells, and groups for the eye.

Belongs here: which cell each finding marks, what its comment says, and how findings are grouped
(same rule, same column). Does not belong here: files and formats.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from spbe_data.checks import catalogue
from spbe_data.checks.annotation.words import KATA
from spbe_data.checks.collection import KumpulanTemuan, Kunci
from spbe_data.checks.finding import Temuan, Tingkat

TANDA_MAKS = 20_000
"""Cells marked at most: beyond that a spreadsheet program opens the copy too slowly."""

BACA_MAKS = 200_000
"""Findings read one by one at most."""

GUGUS_MAKS = 1_000
CONTOH = 3
_PER_SEL = 8
_URUTAN: dict[Tingkat, int] = {"tolak": 0, "peringatan": 1, "catatan": 2}
_SEL = re.compile(r"([A-Z]{1,3})([0-9]{0,7})")

Tempat = tuple[str | None, int, int | None]
"""Sheet (``None``: the only one), row as in the sender's file, column from 1 (``None``: the row)."""


@dataclass(slots=True)
class Gugusan:
    """Findings of one rule in one column: the first of them, how many, the first places."""

    pertama: Temuan
    jumlah: int = 0
    contoh: list[Temuan] = field(default_factory=list)


@dataclass(slots=True)
class Tanda:
    """One marked cell: the worst severity and the messages, in the order of the findings."""

    tingkat: Tingkat
    pesan: list[str] = field(default_factory=list)
    lebih: int = 0

    def teks(self, bahasa: str) -> str:
        """The comment: numbered where there are several."""
        isi = self.pesan
        if len(isi) > 1:
            isi = [f"{ke}. {satu}" for ke, satu in enumerate(isi, 1)]
        if self.lebih:
            isi = [*isi, f"+ {self.lebih} {'temuan lain' if bahasa == 'id' else 'more'}"]
        return "\n".join(isi)


@dataclass(frozen=True, slots=True)
class Rencana:
    """What is to be marked and listed. ``terlewat``: findings whose cell is beyond the cap."""

    gugus: list[Gugusan]
    tanda: dict[Tempat, Tanda]
    jumlah: Mapping[Tingkat, int]
    terlewat: int


@dataclass(frozen=True, slots=True)
class Peta:
    """How the file was read: column name → number from 1, the header's row, the sheet.

    ``baris_judul`` 0 is the row before the first record; ``None``: not known.
    """

    letak: Mapping[str, int] = field(default_factory=dict)
    baris_judul: int | None = None
    lembar: str | None = None


def tempat(temuan: Temuan, peta: Peta) -> Tempat | None:
    """Where a finding is; ``None``: it is about the file. One about a column is at its heading."""
    lembar = temuan.lembar or peta.lembar
    alamat = _SEL.fullmatch(temuan.sel or "")
    # What was read of one sheet says nothing of another.
    dikenal = peta if lembar == peta.lembar else Peta()
    kolom = nomor_kolom(alamat[1]) if alamat else dikenal.letak.get(temuan.kolom or "")
    if alamat and alamat[2]:
        return lembar, int(alamat[2]), kolom
    if temuan.baris is not None:
        return lembar, temuan.baris, kolom
    if kolom is None or dikenal.baris_judul is None:
        return None
    return lembar, dikenal.baris_judul, kolom


def nomor_kolom(huruf: str) -> int:
    """Spreadsheet letters → number from 1: "A" → 1, "AA" → 27."""
    nomor = 0
    for satu in huruf:
        nomor = nomor * 26 + ord(satu) - 64
    return nomor


def rencana(findings: Iterable[Temuan] | KumpulanTemuan, peta: Peta, bahasa: str) -> Rencana:
    """Marks and groups; holds at most ``TANDA_MAKS`` marks, whatever the number of findings.

    Of a collection of more than ``BACA_MAKS`` the first of every kind and so many of the rest are
    read; how many there are it has counted itself.
    """
    susun = _Susunan(peta, bahasa)
    if not isinstance(findings, KumpulanTemuan) or len(findings) <= BACA_MAKS:
        for satu in findings:
            susun.tambah(satu, (satu.aturan, satu.kode, satu.tingkat, satu.kolom))
        return susun.rencana(susun.terlewat)
    pertama = findings.contoh
    for kind, contoh in pertama.items():
        for satu in contoh:
            susun.tambah(satu, kind)
    for satu in islice(findings, BACA_MAKS):
        kind = Kunci(satu.kode, satu.tahap, satu.tingkat, satu.kolom, satu.aturan)
        if satu not in pertama[kind]:
            susun.tambah(satu, kind)
    for kind, banyak in findings.hitungan.items():
        susun.gugus[kind].jumlah = banyak
    return susun.rencana(len(findings) - susun.dibaca + susun.terlewat)


class _Susunan:
    """Marks and groups in the making."""

    def __init__(self, peta: Peta, bahasa: str) -> None:
        self._peta, self._bahasa = peta, bahasa
        self.gugus: dict[Hashable, Gugusan] = {}
        self._tanda: dict[Tempat, Tanda] = {}
        self.terlewat = 0
        self.dibaca = 0

    def tambah(self, satu: Temuan, kunci: Hashable) -> None:
        self.dibaca += 1
        milik = self.gugus.setdefault(kunci, Gugusan(satu))
        milik.jumlah += 1
        di = tempat(satu, self._peta)
        if di is None:
            return
        if len(milik.contoh) < CONTOH:
            milik.contoh.append(satu)
        ada = self._tanda.get(di)
        if ada is None:
            if len(self._tanda) == TANDA_MAKS:
                self.terlewat += 1
                return
            ada = self._tanda[di] = Tanda(satu.tingkat)
        ada.tingkat = min(ada.tingkat, satu.tingkat, key=_URUTAN.__getitem__)
        if len(ada.pesan) < _PER_SEL:
            ada.pesan.append(_komentar(satu, self._bahasa))
        else:
            ada.lebih += 1

    def rencana(self, terlewat: int) -> Rencana:
        urut = sorted(self.gugus.values(), key=lambda g: (_URUTAN[g.pertama.tingkat], -g.jumlah))
        jumlah: dict[Tingkat, int] = dict.fromkeys(_URUTAN, 0)
        for milik in urut:
            jumlah[milik.pertama.tingkat] += milik.jumlah
        return Rencana(urut, self._tanda, jumlah, terlewat)


def _komentar(temuan: Temuan, bahasa: str) -> str:
    # The comment hangs on the cell: the place need not be said again.
    return f"[{temuan.kode}] {catalogue.pesan(temuan.dengan(lembar=None, baris=None), bahasa)}"


def halaman(
    rencana: Rencana, nama: str, peta: Peta, bahasa: str, *, rekaman: bool
) -> dict[str, Any]:
    """The sheet "Temuan" as plain data: openings, colours, header, groups with their examples.

    ``contoh`` are [sheet, row, column, text] in the sender's own counting.
    """
    kata = KATA[bahasa]
    pembuka = [kata["judul"].format(nama=nama)]
    pembuka.append(
        kata["jumlah"].format_map(rencana.jumlah) if rencana.gugus else kata["tanpa_temuan"]
    )
    pembuka.append(kata["petunjuk"])
    if rencana.terlewat:
        pembuka.append(kata["terbatas"].format(ditandai=len(rencana.tanda)))
    if len(rencana.gugus) > GUGUS_MAKS:
        pembuka.append(kata["gugus_terbatas"].format(ditulis=GUGUS_MAKS))
    baris = kata["rekaman_ke" if rekaman else "baris"]
    return {
        "nama": kata["nama"],
        "pembuka": pembuka,
        "warna": kata["warna"],
        "judul": kata["kepala"],
        "lebar": [14, 24, 22, 11, 80, 36, 16, 16, 16],
        "gugus": [
            {
                "tingkat": g.pertama.tingkat,
                "isi": [
                    kata["tingkat"][g.pertama.tingkat],
                    g.pertama.kode,
                    g.pertama.kolom,
                    g.jumlah,
                    catalogue.pesan(g.pertama, bahasa),
                    catalogue.KATALOG[g.pertama.kode].dasar_hukum,
                ],
                "contoh": [
                    [*di, _alamat(c, baris, kata["judul_kolom"], rekaman)]
                    for c in g.contoh
                    if (di := tempat(c, peta))
                ],
            }
            for g in rencana.gugus[:GUGUS_MAKS]
        ],
    }


def _alamat(temuan: Temuan, baris: str, judul: str, rekaman: bool) -> str:
    """How the place is called: the cell where the sender's program shows one, else the row."""
    if temuan.baris is None:
        return judul
    return temuan.sel if temuan.sel and not rekaman else baris.format(baris=temuan.baris)
