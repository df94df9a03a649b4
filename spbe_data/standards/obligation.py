"""The duty behind a register: which article asks for it, whom it binds, and how it is asked after.

Belongs here: the section ``register`` of a standard. A register is a dataset like any other
(standard, checks, signature, versions); this section only says whose duty it is, so that its
state can be told for each agency.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Annotated, Literal

from pydantic import Field

from spbe_data.standards.base import DuaBahasa, Strict, Text

_PASAL = re.compile(
    r"(?:pasal\s*)?(\d+[A-Z]?)\s*(?:ayat\s*)?((?:\(\d+[a-z]?\))?)\s*(?:huruf\s*)?([a-z]?)",
    re.IGNORECASE | re.ASCII,
)


class Pasal(Strict):
    """One place of a regulation: ``peraturan``, ``pasal`` (``32A``), ``ayat`` (``2a``), ``huruf``."""

    peraturan: Text
    pasal: Annotated[str, Field(pattern=r"^[0-9]+[A-Z]?$")]
    ayat: Annotated[str, Field(pattern=r"^[0-9]+[a-z]?$")] | None = None
    huruf: Annotated[str, Field(pattern=r"^[a-z]$")] | None = None

    def __str__(self) -> str:
        ayat = f"({self.ayat})" if self.ayat else ""
        return f"{self.peraturan} Pasal {self.pasal}{ayat}{self.huruf or ''}"

    def cocok(self, tanya: str) -> bool:
        """Whether a question asks for this place: ``16(6)``, ``Pasal 22``, ``24 ayat (3) huruf d``.

        A question without ayat or huruf asks for the whole article; a place that is a whole
        article, or a whole ayat, holds every part of it.
        """
        asked = _PASAL.fullmatch(tanya.strip())
        if asked is None:
            return False
        pasal, ayat, huruf = asked[1].upper(), asked[2].strip("()").lower(), asked[3].lower()
        return (
            pasal == self.pasal
            and (self.ayat is None or ayat in ("", self.ayat))
            and (self.huruf is None or huruf in ("", self.huruf))
        )


class Register(Strict):
    """A register that the regulation asks for.

    ``wajib``: ``semua`` agencies, only the one that keeps it (``koordinator``), or agencies of the
    kinds listed in ``jenis``. Every agency that is bound says so itself, with a row that tells it
    has nothing where that is so.
    """

    pasal: tuple[Pasal, ...] = Field(min_length=1, strict=False)
    kewajiban: DuaBahasa
    pelaku: DuaBahasa
    wajib: Literal["semua", "koordinator", "jenis"]
    jenis: tuple[Text, ...] = Field(default=(), strict=False)

    def terikat(
        self, instansi: str, jenis: str, koordinator: str, kecuali: Collection[str]
    ) -> bool:
        """Whether the duty binds the agency ``instansi`` of kind ``jenis``."""
        if self.wajib == "koordinator":
            return instansi == koordinator
        return jenis in self.jenis if self.wajib == "jenis" else jenis not in kecuali
