"""The child's marks of a sheet → notes with the sender's rows and letters.

Belongs here: grouping marks into notes. Does not belong here: finding marks (``sheet_marks``),
what a note means to a check.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from spbe_data.intake.header import huruf
from spbe_data.intake.model import CatatanBaca, JenisCatatan

CATATAN_MAKS = 1_000
"""Notes of one kind at most; a sheet with more runs than that has one problem, not thousands."""


def catatan_markah(markah: dict[str, Any]) -> Iterator[CatatanBaca]:
    """``markah`` as :meth:`spbe_data.intake.sheet_marks.Markah.jawaban` gives it, over JSON."""
    for i, j, teks in markah["galat"]:
        yield CatatanBaca(JenisCatatan.SEL_GALAT, i + 1, huruf(j), {"galat": teks})
    sementara = bool(markah["sementara"])
    for awal, akhir, j in _deret_kolom(markah["tanpa_nilai"]):
        yield CatatanBaca(
            JenisCatatan.FORMULA_TANPA_NILAI,
            awal + 1,
            huruf(j),
            {"sampai": akhir + 1, "jumlah": akhir - awal + 1, "sementara": False},
        )
    if sementara:
        yield CatatanBaca(
            JenisCatatan.FORMULA_TANPA_NILAI,
            params={
                "jumlah": markah["rumus"] - markah["jumlah_tanpa_nilai"],
                "sementara": True,
            },
        )
    for awal, akhir in markah["baris_sembunyi"][:CATATAN_MAKS]:
        yield CatatanBaca(
            JenisCatatan.BARIS_TERSEMBUNYI,
            awal + 1,
            params={"sampai": akhir + 1, "jumlah": akhir - awal + 1},
        )
    for awal, akhir in markah["kolom_sembunyi"]:
        yield CatatanBaca(
            JenisCatatan.KOLOM_TERSEMBUNYI,
            letak=huruf(awal),
            params={"sampai_letak": huruf(akhir), "jumlah": akhir - awal + 1},
        )
    for kolom, jumlah in markah["persen"].items():
        yield CatatanBaca(
            JenisCatatan.SEL_PERSEN, letak=huruf(int(kolom)), params={"jumlah": jumlah}
        )
    for kolom, (jumlah, lebar) in markah["nol_depan"].items():
        yield CatatanBaca(
            JenisCatatan.NOL_DEPAN_TAMPILAN,
            letak=huruf(int(kolom)),
            params={"jumlah": jumlah, "lebar": lebar},
        )


def _deret_kolom(letak: Iterable[Iterable[int]]) -> list[tuple[int, int, int]]:
    """Cells as runs down a column: (first row, last row, column), by place."""
    deret: list[tuple[int, int, int]] = []
    for j, i in sorted((kolom, baris) for baris, kolom in letak):
        if deret and deret[-1][2] == j and deret[-1][1] + 1 == i:
            deret[-1] = (deret[-1][0], i, j)
        else:
            deret.append((i, i, j))
    return sorted(deret)[:CATATAN_MAKS]
