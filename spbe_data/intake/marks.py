"""Marks of a sheet: what it says about its cells beyond their values, by place.

Belongs here: the data class every format fills, and what number formats mean. Runs in the capped
child: standard library alone. Does not belong here: any format's bytes, words.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import Any

MARKAH_MAKS = 100_000
"""Places kept of each kind; the counts go on."""

_PERSEN_BAWAAN = (9, 10)  # 0% and 0.00%: ECMA-376 part 1, 18.8.30, and the same in XLS


@dataclass(slots=True)
class Markah:
    """Rows and columns from 0.

    ``galat``: [row, column, "#REF!"]. ``rumus``: cells with a formula; ``tanpa_nilai`` those that
    hold no result, [row, column], ``jumlah_tanpa_nilai`` all of them; ``sementara`` True when the
    results are the zeros of a program that does not calculate (to be worked out on opening).
    ``persen``: column → numeric cells shown as a percentage. ``nol_depan``: column → [numeric
    cells shown with zeros in front, width shown]. ``baris_sembunyi``, ``kolom_sembunyi``: runs,
    [first, last].
    """

    galat: list[list[Any]] = field(default_factory=list)
    rumus: int = 0
    tanpa_nilai: list[list[int]] = field(default_factory=list)
    jumlah_tanpa_nilai: int = 0
    sementara: bool = False
    persen: dict[int, int] = field(default_factory=dict)
    nol_depan: dict[int, list[int]] = field(default_factory=dict)
    baris_sembunyi: list[list[int]] = field(default_factory=list)
    kolom_sembunyi: list[list[int]] = field(default_factory=list)

    def jawaban(self) -> dict[str, Any]:
        """As the child answers it (JSON: the keys of columns become texts)."""
        return asdict(self)

    def tambah_tanpa_nilai(self, baris: int, kolom: int, kali: int = 1) -> None:
        """``kali``: so many rows, one below the other."""
        self.jumlah_tanpa_nilai += kali
        ruang = MARKAH_MAKS - len(self.tanpa_nilai)
        self.tanpa_nilai += [[baris + k, kolom] for k in range(min(kali, ruang))]


def sambung(deret: list[list[int]], awal: int, akhir: int) -> None:
    """Add a run, joined to the one before it where they touch."""
    if deret and deret[-1][1] + 1 >= awal:
        deret[-1][1] = max(deret[-1][1], akhir)
    elif len(deret) < MARKAH_MAKS:
        deret.append([awal, akhir])


def _polos(pola: str) -> str:
    """A number format without what is shown as it stands: quotes, escapes, colours."""
    return re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", pola)


def format_persen(nomor: int, pola: str) -> bool:
    """Whether a number format (its number, its pattern if it is no built-in one) shows 0.5 as 50%."""
    return nomor in _PERSEN_BAWAAN or "%" in _polos(pola)


def lebar_nol(pola: str) -> int:
    """How many digits a format of zeros alone shows at least ("000" → 3); 0 for other formats."""
    depan = _polos(pola).partition(";")[0].strip()
    return len(depan) if re.fullmatch(r"0{2,20}", depan) else 0
