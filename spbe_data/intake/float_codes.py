"""Columns of text in which a program has turned whole numbers into fractions or powers of ten.

Belongs here: noticing "3216010.0" and "3,21601E+15" in text files. Does not belong here: whether
the column holds codes (the standard says so), changing a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import polars as pl

from spbe_data.intake.model import CatatanBaca, JenisCatatan, KolomTerbaca

_CONTOH = 200
_TITIK_NOL = re.compile(r"-?[0-9]+[.,]0{1,2}")
_EKSPONEN = re.compile(r"-?[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,3}")


def catatan_pecahan(
    kolom: Sequence[KolomTerbaca], tabel: pl.DataFrame, bertipe: pl.DataFrame | None
) -> Iterator[CatatanBaca]:
    """One note per column and form; the first rows decide whether the rest is looked at.

    "titik_nol" is noted when every filled cell of the first rows ends in .0: that is how a program
    writes a column of whole numbers with blanks among them, and it does so from the first row on.
    """
    awal = tabel.head(_CONTOH)
    for satu in kolom:
        contoh = [isi for isi in awal[satu.nama].to_list() if isi]
        if not contoh:
            continue
        # Plain Python on a few hundred texts: cheaper than starting an engine for each column.
        if all(map(_TITIK_NOL.fullmatch, contoh)):
            bentuk, pola = "titik_nol", _TITIK_NOL
        elif any(map(_EKSPONEN.fullmatch, contoh)):
            bentuk, pola = "eksponen", _EKSPONEN
        else:
            continue
        isi = tabel[satu.nama]
        kena = isi.str.contains(f"^{pola.pattern}$").fill_null(False)
        if bertipe is not None:
            kena &= ~bertipe[satu.nama]
        jumlah = int(kena.sum())
        if jumlah:
            yield CatatanBaca(
                JenisCatatan.KODE_JADI_PECAHAN,
                letak=satu.letak,
                params={
                    "nama": satu.nama,
                    "jumlah": jumlah,
                    "contoh": isi.filter(kena)[0],
                    "bentuk": bentuk,
                },
            )
