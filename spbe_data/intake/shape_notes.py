"""Shapes of a table that a careful person sees at once: everything in one column, the heading again.

Belongs here: noticing them, once per table. Does not belong here: taking rows out, splitting cells
(a repair is offered elsewhere), words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from spbe_data.intake.header import normal
from spbe_data.intake.model import CatatanBaca, JenisCatatan, KolomTerbaca

_PEMISAH = (";", "\t", "|", ",")
_CONTOH = 200
_CATATAN_MAKS = 1_000


def catatan_satu_kolom(kolom: Sequence[KolomTerbaca], tabel: pl.DataFrame) -> Iterator[CatatanBaca]:
    """A text file opened with the wrong delimiter and saved: the whole row stands in one cell.

    Heading and nine of ten of the first rows must hold the same sign equally often.
    """
    berisi = [k for k in kolom if tabel[k.nama].null_count() < tabel.height]
    if len(berisi) != 1 or not berisi[0].judul_asli:
        return
    satu = berisi[0]
    contoh = tabel[satu.nama].drop_nulls().head(_CONTOH).to_list()
    for tanda in _PEMISAH:
        kali = satu.judul_asli.count(tanda)
        serupa = sum(_di_luar_kutip(isi, tanda) == kali for isi in contoh)
        # One comma is how prose looks; one semicolon, tab or bar is how nothing else does.
        if kali >= (2 if tanda == "," else 1) and serupa * 10 >= 9 * len(contoh):
            yield CatatanBaca(
                JenisCatatan.SATU_KOLOM_BERPEMISAH,
                letak=satu.letak,
                params={"pemisah": tanda, "jumlah": kali + 1},
            )
            return


def _di_luar_kutip(isi: str, tanda: str) -> int:
    return sum(bagian.count(tanda) for bagian in isi.split('"')[::2])


def catatan_judul_terulang(
    kolom: Sequence[KolomTerbaca], tabel: pl.DataFrame, baris: pl.Series
) -> Iterator[CatatanBaca]:
    """Rows that say the headings again: pages put one below the other, or a second table."""
    berjudul = [k for k in kolom if k.judul_asli]
    if len(berjudul) < 2 or not tabel.height:
        return
    # A look at two columns finds the rows worth comparing; a table has millions of others.
    calon = pl.repeat(False, tabel.height, dtype=pl.Boolean, eager=True)
    for satu in berjudul[:2]:
        calon |= (tabel[satu.nama] == satu.judul_asli).fill_null(False)
    if not calon.any():
        return
    judul = {k.nama: normal(k.judul_asli) for k in berjudul}
    jumlah = 0
    for ke in calon.arg_true().to_list():
        isi = {n: normal(sel) for n, sel in tabel.row(ke, named=True).items() if sel}
        sama = sum(isi.get(nama) == tulisan for nama, tulisan in judul.items())
        if sama < 2 or sama * 2 < len(isi):
            continue
        jumlah += 1
        if jumlah > _CATATAN_MAKS:
            return
        yield CatatanBaca(
            JenisCatatan.JUDUL_TERULANG, int(baris[ke]), params={"sama": sama, "dari": len(judul)}
        )
