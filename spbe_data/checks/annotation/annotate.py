"""The one way in: the sender's bytes and the findings → an XLSX with the findings in place.

Belongs here: which kind of copy is made. Does not belong here: opening a workbook (that happens in
the capped child) or storing anything: the copy holds what the sender's file held.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath

from spbe_data.checks.annotation.plan import Peta, Rencana, Tempat, halaman, nomor_kolom, rencana
from spbe_data.checks.annotation.words import KATA
from spbe_data.checks.collection import KumpulanTemuan
from spbe_data.checks.finding import Temuan
from spbe_data.intake.child import jalankan_anak, pisah_bingkai
from spbe_data.intake.container import periksa_zip
from spbe_data.intake.detect import Wadah, kenali
from spbe_data.intake.model import Arahan, Batas, BerkasDitolak, Harapan, Terbaca
from spbe_data.intake.reader import read_table

_ANAK = "spbe_data.checks.annotation.workbook_child"
_BAKU = Batas()
_HAMPA = Harapan((), {})
_BARIS_EXCEL = 1_048_576

UKURAN_BUKU = 150_000_000
"""Unpacked bytes of a workbook up to which it is copied as it is (about 3 million cells)."""

SEL_SALINAN = 200_000
"""Cells up to which a table is laid out whole; of a larger one only the marked rows."""

_Letakkan = Callable[[Tempat], Tempat | None]
"""A place in the sender's counting → the place in the copy (``None``: not in it)."""


@dataclass(frozen=True, slots=True)
class Anotasi:
    """``nama``: proposed file name; ``data``: the XLSX.

    ``cara``: "asli" (the sender's workbook), "nilai" (its values only), "baru" (the table as read),
    "daftar" (the list of findings alone).
    """

    nama: str
    data: bytes
    cara: str


@dataclass(frozen=True, slots=True)
class _Tugas:
    """What every road shares."""

    nama: str
    bahasa: str
    batas: Batas
    rencana: Rencana
    peta: Peta

    def tulis(
        self,
        mode: str,
        isi: bytes,
        letakkan: _Letakkan,
        *,
        rekaman: bool = False,
        tambahan: Iterable[str] = (),
    ) -> tuple[bytes, str]:
        """The child's XLSX and how it was made. Raises BerkasDitolak."""
        page = halaman(self.rencana, self.nama, self.peta, self.bahasa, rekaman=rekaman)
        page["pembuka"] += tambahan
        for gugus in page["gugus"]:
            gugus["contoh"] = [
                [*di, teks]
                for *asal, teks in gugus["contoh"]
                if (di := letakkan((asal[0], asal[1], asal[2])))
            ]
        tanda = [
            [*di, t.tingkat, t.teks(self.bahasa)]
            for asal, t in self.rencana.tanda.items()
            if (di := letakkan(asal))
        ]
        pesan = {
            "mode": mode,
            "tanda": tanda,
            "halaman": page,
            "keterangan": KATA[self.bahasa]["cara"],
        }
        jawaban, sisa = jalankan_anak(_ANAK, pesan, isi, self.batas, berutas=True)
        return bytes(pisah_bingkai(sisa)[0]), jawaban["cara"]


def anotasi(
    data: bytes,
    nama: str,
    temuan: Iterable[Temuan] | KumpulanTemuan,
    bahasa: str = "id",
    *,
    harapan: Harapan = _HAMPA,
    batas: Batas = _BAKU,
    arahan: Arahan | None = None,
) -> Anotasi:
    """An annotated copy of ``data``; ``temuan`` as the check presents them (personal values masked).

    ``harapan`` is what the check expected of the columns, ``arahan`` what the sender said of the
    reading (so that the same sheet and header are chosen). Always gives a copy: a workbook that cannot be opened again is laid out from the table
    as read, and what cannot be read at all gives the list of findings alone. Raises
    :class:`BerkasDitolak` only when even that list could not be written.
    """
    judul = f"{PurePath(nama).stem}-{KATA[bahasa]['akhiran']}.xlsx"
    try:
        terbaca: Terbaca | None = read_table(data, nama, harapan, batas, arahan)
    except BerkasDitolak:
        terbaca = None
    peta = _peta(terbaca) if terbaca else Peta()
    tugas = _Tugas(nama, bahasa, batas, rencana(temuan, peta, bahasa), peta)
    if _buku_kerja(data, batas):
        # What openpyxl cannot open, the reader may: then the table as read will do.
        with suppress(BerkasDitolak):
            return Anotasi(judul, *tugas.tulis("buku", data, lambda di: di))
    if terbaca:
        return Anotasi(judul, *_susun(tugas, terbaca))
    isi = json.dumps({"lembar": None}).encode()
    kalimat = [KATA[bahasa]["tanpa_lembar"]]
    return Anotasi(judul, tugas.tulis("baru", isi, _buang, tambahan=kalimat)[0], "daftar")


def _peta(terbaca: Terbaca) -> Peta:
    """Columns are found by the name they were given and by the heading as written."""
    letak = {k.judul_asli: nomor_kolom(k.letak) for k in terbaca.kolom}
    letak |= {k.nama: nomor_kolom(k.letak) for k in terbaca.kolom}
    judul = terbaca.dibaca_sebagai["baris_judul"]
    # Records have no heading of their own; the copy's stands before the first.
    return Peta(letak, 0 if judul is None else int(judul), terbaca.lembar)


def _buang(_di: Tempat) -> None:
    """Nothing of the file is in the copy."""


def _buku_kerja(data: bytes, batas: Batas) -> bool:
    """Whether the bytes are an XLSX or XLSM that may be handed to the workbook library."""
    try:
        if kenali(data) is not Wadah.ZIP or periksa_zip(data, batas).jenis not in ("xlsx", "xlsm"):
            return False
        with zipfile.ZipFile(io.BytesIO(data)) as arsip:
            return sum(e.file_size for e in arsip.infolist()) <= UKURAN_BUKU
    except (BerkasDitolak, zipfile.BadZipFile):
        return False


def _susun(tugas: _Tugas, terbaca: Terbaca) -> tuple[bytes, str]:
    """The table as read, each cell where the sender has it (or marked rows only, if large)."""
    rekaman = terbaca.dibaca_sebagai["baris_judul"] is None
    kata = KATA[tugas.bahasa]
    nomor = [int(n) + rekaman for n in terbaca.baris.to_list()]
    judul = 1 if rekaman else int(terbaca.dibaca_sebagai["baris_judul"])
    urutan = [nomor_kolom(k.letak) for k in terbaca.kolom]
    lebar = max(urutan)
    utuh = terbaca.tabel.height * terbaca.tabel.width <= SEL_SALINAN and (
        not nomor or nomor[-1] <= _BARIS_EXCEL
    )
    lembar = terbaca.lembar or "Data"

    def sebaris(isi: Iterable[str | None]) -> list[str | None]:
        sel: list[str | None] = [None] * lebar
        for j, satu in zip(urutan, isi, strict=True):
            sel[j - 1] = satu
        return sel

    kepala = sebaris(k.judul_asli or None for k in terbaca.kolom)
    if utuh:
        sel = [[judul, kepala]]
        sel += [[n, sebaris(b)] for n, b in zip(nomor, terbaca.tabel.iter_rows(), strict=True)]

        def letakkan(di: Tempat) -> Tempat | None:
            return None, di[1] + rekaman, di[2]

    else:
        ditandai = {di[1] + rekaman for di in tugas.rencana.tanda}
        ke: dict[int, int] = {judul: 1}
        sel = [[1, [kata["baris"].format(baris="").strip(), *kepala]]]
        for i, n in enumerate(nomor):
            if n in ditandai:
                ke[n] = len(ke) + 1
                sel.append([ke[n], [str(n - rekaman), *sebaris(terbaca.tabel.row(i))]])

        def letakkan(di: Tempat) -> Tempat | None:
            baris = ke.get(di[1] + rekaman)
            return None if baris is None else (None, baris, (di[2] or 0) + 1)

    tambahan = [] if utuh else [kata["dipilih"]]
    if rekaman and utuh:
        tambahan.append(kata["rekaman"])
    isi = {"lembar": lembar, "judul": judul if utuh else 1, "sel": sel}
    mentah = json.dumps(isi, ensure_ascii=False).encode("utf-8", "replace")
    return tugas.tulis("baru", mentah, letakkan, rekaman=rekaman, tambahan=tambahan)
