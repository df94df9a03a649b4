"""Findings grouped for the eye: the same rule in the same column is one thing, n rows, examples.

Belongs here: groups and their wording. The single findings stay as they are; nobody reads a thousand
lines that say the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from spbe_data.checks.catalogue import KATALOG, pesan
from spbe_data.checks.collection import KumpulanTemuan
from spbe_data.checks.finding import TAHAP, Temuan, Tingkat

_ORDER: dict[Tingkat, int] = {"tolak": 0, "peringatan": 1, "catatan": 2}


@dataclass(frozen=True, slots=True)
class Kelompok:
    """Findings of one rule in one column: how many, and the first of them."""

    kode: str
    tingkat: Tingkat
    kolom: str | None
    jumlah: int
    contoh: tuple[Temuan, ...]

    def pesan(self, bahasa: str) -> str:
        """The first finding's whole message, and where the others are."""
        text = pesan(self.contoh[0], bahasa)
        if self.jumlah == 1:
            return text
        places = [f.sel or f"{f.baris}" for f in self.contoh[1:] if f.baris is not None]
        rest = self.jumlah - 1
        if bahasa == "id":
            where = (
                f" (juga {', '.join(places)}{', …' if rest > len(places) else ''})"
                if places
                else ""
            )
            return f"{text} Ada {_thousands(rest, '.')} lagi seperti ini{where}."
        where = (
            f" (also {', '.join(places)}{', …' if rest > len(places) else ''})" if places else ""
        )
        return f"{text} There are {_thousands(rest, ',')} more like this{where}."

    def dokumen(self) -> dict[str, object]:
        """As part of a findings document."""
        return {
            "kode": self.kode,
            "tingkat": self.tingkat,
            "kolom": self.kolom,
            "jumlah": self.jumlah,
            "dasar_hukum": KATALOG[self.kode].dasar_hukum,
            "contoh": [{"baris": f.baris, "sel": f.sel, "nilai": f.nilai} for f in self.contoh],
            "pesan": {"id": self.pesan("id"), "en": self.pesan("en")},
        }


def kelompok(findings: KumpulanTemuan) -> list[Kelompok]:
    """The groups: what blocks first, by stage, the largest first."""
    groups = [
        Kelompok(key.kode, key.tingkat, key.kolom, count, findings.contoh[key])
        for key, count in findings.hitungan.items()
    ]
    stages = {stage: i for i, stage in enumerate(TAHAP)}
    groups.sort(
        key=lambda g: (
            _ORDER[g.tingkat],
            stages[g.contoh[0].tahap],
            -g.jumlah,
            g.kode,
            g.kolom or "",
        )
    )
    return groups


def _thousands(number: int, sign: str) -> str:
    return f"{number:,}".replace(",", sign)
