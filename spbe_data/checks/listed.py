"""The list of checks that the law asks for, and where each is done.

Belongs here: reading ``pemeriksaan.yaml``. The words of findings are the catalogue's; which finding
belongs to which check is told there (``pemeriksaan``), so that neither list can forget the other.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from spbe_data.standards.base import Strict, Text
from spbe_data.standards.content import read_yaml


class Pemeriksaan(Strict):
    """One check: what, by what rule, how grave, where (``tempat``, ``uji``: paths from the root)."""

    id: str = Field(pattern=r"^(SDI|Q|P|A|M)-[0-9]{2}$")
    apa: Text
    dasar: Text
    tingkat: Literal["tolak", "peringatan", "dinilai", "laporan"]
    tempat: tuple[str, ...] = Field(strict=False)
    uji: tuple[str, ...] = Field(strict=False)
    catatan: str = ""
    belum: str = ""

    @model_validator(mode="after")
    def _accounted_for(self) -> Self:
        if not self.tempat and not self.belum:
            raise ValueError(f"{self.id}: tanpa tempat, tulis di 'belum' mengapa")
        return self


_FILE = Path(__file__).with_name("pemeriksaan.yaml")

DAFTAR: dict[str, Pemeriksaan] = {
    id_: Pemeriksaan.model_validate({"id": id_, **entry})
    for id_, entry in read_yaml(_FILE, _FILE.parent).data.items()
}
"""Every check by id, in the order of the list."""
