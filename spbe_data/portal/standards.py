"""The page of standards: every standard with its state, and the doors to what Pasal 24 asks for.

Belongs here: the overview. Architecture, reference lists, master data and registers have modules
of their own.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from spbe_data.portal.pages import Pages
from spbe_data.portal.store import Store, rows

DOORS = ("arsitektur", "induk", "referensi", "register")
"""The processes of Perbup SPBE 28/2025 Pasal 24(3) that have pages of their own."""


class Standards:
    """The page ``/standar``."""

    def __init__(self, store: Store, pages: Pages) -> None:
        self._store = store
        self._pages = pages

    def routes(self) -> tuple[tuple[str, Any], ...]:
        return (("/standar", self.overview),)

    def overview(self, request: Request) -> Response:
        """All standards by agency, with version, state and class."""
        with self._store.read() as con:
            found = rows(
                con,
                "SELECT a.dataset, a.judul, a.judul_en, a.perangkat_daerah, a.perangkat_daerah_nama, "
                "a.sifat, a.kekurangan, s.versi, s.status, s.berlaku_untuk_periode_sejak, "
                "(SELECT count(*) FROM katalog.standar v WHERE v.dataset = a.dataset) AS banyak_versi "
                "FROM katalog.arsitektur_data a JOIN katalog.standar s "
                "ON s.dataset = a.dataset AND s.kini ORDER BY perangkat_daerah_nama, judul",
            )
        states: dict[str, int] = {}
        for row in found:
            states[row["status"]] = states.get(row["status"], 0) + 1
        return self._pages.page(
            request, "standards.html", standar=found, keadaan=states, pintu=DOORS
        )
