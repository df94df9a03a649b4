"""Reviewing once a year: that a standard or the quality policy was looked at again is on record.

BPS asks for it of every procedure (EPSS), the Perbup of the Tim koordinasi (28/2025 Pasal 33).
"""

from __future__ import annotations

from spbe_data.flows.house import Rumah
from spbe_data.flows.submit import pastikan_aktor, pastikan_standar
from spbe_data.ledger.reviews import BukuTinjauan, Tinjauan

KEBIJAKAN = "kebijakan"
"""The name under which the quality policy itself is reviewed."""


class TinjauanTidakSah(ValueError):
    """A review that says nothing; the message says so, in Indonesian."""


def catat_tinjauan(house: Rumah, objek: str, *, hasil: str, aktor: str) -> Tinjauan:
    """Record a review of the standard ``objek``, or of the policy (:data:`KEBIJAKAN`).

    Raises ``StandarTidakDikenal``, ``AktorTidakSah`` and :class:`TinjauanTidakSah`.
    """
    if objek == KEBIJAKAN:
        version = house.catalog.kebijakan(house.hari_ini()).versi
    else:
        pastikan_standar(house, objek)
        version = house.catalog.standar[objek].versi
    actor = pastikan_aktor(aktor)
    if not hasil.strip():
        raise TinjauanTidakSah(
            "Hasil tinjauan belum ditulis. Tulis apa yang diperiksa dan kesimpulannya."
        )
    return BukuTinjauan(house.ledger).catat(
        objek=objek, versi=version, hasil=hasil.strip(), oleh=actor
    )
