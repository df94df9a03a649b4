"""Registers on pages: what the regulation asks for and who has answered; never their contents.

Belongs here: reading ``kepatuhan.*register*`` into a matrix of agencies and registers.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from fastapi import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from spbe_data.portal.pages import Pages
from spbe_data.portal.store import Cursor, Store, literal, rows
from spbe_data.standards.obligation import Pasal

TONES = {
    "ada": "good",
    "nihil": "good",
    "menunggu": "info",
    "belum_ada": "fair",
    "belum_jatuh_tempo": "plain",
    "terlambat": "poor",
    "tidak_sah": "poor",
}
"""State → tone of its chip, the states in the order they are listed."""

SIGNS = {
    "ada": "✓",
    "nihil": "○",
    "menunggu": "i",
    "belum_ada": "!",
    "belum_jatuh_tempo": "·",
    "terlambat": "×",
    "tidak_sah": "↩",
}
"""State → its sign in the matrix, where one tone may stand for two states."""


class Registers:
    """The pages under ``/register``."""

    def __init__(self, store: Store, pages: Pages) -> None:
        self._store = store
        self._pages = pages

    def routes(self) -> tuple[tuple[str, Any], ...]:
        return (
            ("/register", self.overview),
            ("/register/{id_}", self.register),
            ("/register/perangkat-daerah/{id_}", self.agency),
        )

    def overview(self, request: Request) -> Response:
        """All registers, counts by state, and the matrix of agencies and registers.

        ``?pasal=`` keeps the registers of one article, ``?perangkat_daerah=`` (an id) one agency.
        """
        asked = request.query_params.get("pasal", "").strip()[:30]
        chosen = request.query_params.get("perangkat_daerah", "")
        with self._store.read() as con:
            found = _duties(con)
            states = rows(con, "SELECT * FROM kepatuhan.register")
        if asked:
            found = [d for d in found if any(p.cocok(asked) for p in d["tempat"])]
        names = {s["perangkat_daerah"]: s["perangkat_daerah_nama"] for s in states}
        known = {d["register"] for d in found}
        states = [
            s for s in states if s["register"] in known and chosen in ("", s["perangkat_daerah"])
        ]
        counts = {d["register"]: Counter(s["status"] for s in states if s["register"] == d["register"]) for d in found}  # fmt: skip
        agencies: dict[str, dict[str, Any]] = {}
        for state in states:
            row = agencies.setdefault(
                state["perangkat_daerah"],
                {
                    "id": state["perangkat_daerah"],
                    "nama": state["perangkat_daerah_nama"],
                    "jumlah": Counter(),
                    "sel": {},
                },
            )
            row["jumlah"][state["status"]] += 1
            row["sel"][state["register"]] = state["status"]
        return self._pages.page(
            request,
            "registers.html",
            daftar=found,
            jumlah=counts,
            instansi=sorted(agencies.values(), key=lambda a: a["nama"]),
            keadaan=TONES,
            lambang=SIGNS,
            minta=asked,
            pilihan=sorted(names.items(), key=lambda pair: pair[1]),
            terpilih=chosen,
        )

    def register(self, request: Request, id_: str) -> Response:
        """One register: its duty, and the state of every agency bound to it."""
        with self._store.read() as con:
            duty = next((d for d in _duties(con) if d["register"] == id_), None)
            if duty is None:
                raise HTTPException(404)
            states = rows(
                con,
                f"SELECT * FROM kepatuhan.register WHERE register = {literal(id_)} ORDER BY perangkat_daerah_nama",
            )
        return self._pages.page(
            request, "register.html", d=duty, baris=states, keadaan=TONES, nama=None
        )

    def agency(self, request: Request, id_: str) -> Response:
        """One agency: the state of every register it is bound to."""
        with self._store.read() as con:
            states = rows(
                con,
                "SELECT s.*, d.judul, d.judul_en FROM kepatuhan.register s JOIN kepatuhan.daftar_register d "
                f"USING (register) WHERE perangkat_daerah = {literal(id_)} ORDER BY d.judul",
            )
        if not states:
            raise HTTPException(404)
        return self._pages.page(
            request,
            "register.html",
            d=None,
            baris=states,
            keadaan=TONES,
            nama=states[0]["perangkat_daerah_nama"],
        )


def _duties(con: Cursor) -> list[dict[str, Any]]:
    found = rows(con, "SELECT * FROM kepatuhan.daftar_register ORDER BY judul")
    articles = rows(con, "SELECT * FROM kepatuhan.pasal_register ORDER BY ALL")
    for duty in found:
        duty["pasal"] = [a for a in articles if a["register"] == duty["register"]]
        duty["tempat"] = [
            Pasal.model_validate({part: a[part] for part in Pasal.model_fields})
            for a in duty["pasal"]
        ]
        duty["pendek"] = duty["judul"].removeprefix("Register ")
        duty["pendek_en"] = duty["judul_en"].removeprefix("Register of ")
    return found
