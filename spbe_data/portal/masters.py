"""Data induk on pages: the registers, one register as of a day, one record with its history.

Belongs here: reading the tables of schema ``induk``. They hold public columns and no account names;
so do the pages.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from spbe_data.identifiers.nama import normal
from spbe_data.portal.formats import Bahasa
from spbe_data.portal.pages import Pages, language
from spbe_data.portal.store import Cursor, Row, Store, literal, rows

PAGE = 100
"""Records on one page."""

KINDS = {
    "tambah": "induk.jenis_tambah",
    "ubah": "induk.jenis_ubah",
    "akhiri": "induk.jenis_akhiri",
    "gabung": "induk.jenis_gabung",
    "batal_gabung": "induk.jenis_batal",
}
"""Kind of a change → its word."""

_AGREEMENT = ("sama", "mirip", "beda")


def _valid(row: Row, day: dt.date) -> bool:
    start, end = row["berlaku_sejak"], row["berlaku_sampai"]
    return (start is None or start <= day) and (end is None or day <= end)


def _day(text: str | None, today: dt.date) -> tuple[dt.date, bool]:
    """The day asked for, and whether it could be read."""
    if not text:
        return today, True
    try:
        return dt.date.fromisoformat(text), True
    except ValueError:
        return today, False


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else 1


class Masters:
    """The pages under ``/induk``."""

    def __init__(self, store: Store, pages: Pages, zona: ZoneInfo) -> None:
        self._store = store
        self._pages = pages
        self._zone = zona

    def _today(self) -> dt.date:
        return dt.datetime.now(self._zone).date()

    def routes(self) -> tuple[tuple[str, Any], ...]:
        return (
            ("/induk", self.overview),
            ("/induk/{register}", self.register),
            ("/induk/{register}/{kunci}", self.record),
        )

    def overview(self, request: Request) -> Response:
        """All registers with their steward, size and open work."""
        with self._store.read() as con:
            found = rows(
                con,
                "SELECT r.*, (SELECT count(*) FROM induk.usulan u WHERE u.register = r.register "
                "AND u.putusan IS NULL) AS menunggu, (SELECT count(*) FROM induk.calon_ganda g "
                "WHERE g.register = r.register AND g.keadaan = 'menunggu') AS calon "
                "FROM induk.register r ORDER BY r.judul",
            )
        return self._pages.page(request, "masters.html", daftar=found)

    def register(self, request: Request, register: str) -> Response:
        """The records of one register on a day (``pada``), searched by name or key (``q``)."""
        query = request.query_params
        day, readable = _day(query.get("pada"), self._today())
        bahasa = language(request)
        words = query.get("q", "")[:200].strip()
        with self._store.read() as con:
            about = _about(con, register)
            columns = _columns(con, about["register"])
            called = _called(con, columns)
            found = [r for r in _contents(con, about["register"]) if _valid(r, day)]
            pairs = rows(
                con,
                "SELECT * FROM induk.calon_ganda WHERE register = "
                f"{literal(about['register'])} ORDER BY bobot DESC, kiri, kanan LIMIT {PAGE}",
            )
        if words:
            plain = normal(words)
            found = [
                r
                for r in found
                if words.casefold() in r["kunci"].casefold()
                or (plain and plain in normal(r["nama"]))
            ]
        pages = max(1, -(-len(found) // PAGE))
        number = min(max(1, _number(query.get("hal"))), pages)
        shown = found[(number - 1) * PAGE : number * PAGE]
        return self._pages.page(
            request,
            "master.html",
            r=about,
            kolom=columns,
            rekaman=[{**row, "isi": json.loads(row["isi"])} for row in shown],
            jumlah=len(found),
            hal=number,
            semua=pages,
            q=words,
            pada=day,
            pada_ditulis=query.get("pada", "")[:40],
            terbaca=readable,
            calon=[{**p, **{k: _titles(p[k], columns, bahasa) for k in _AGREEMENT}} for p in pairs],
            sebutan=called,
        )

    def record(self, request: Request, register: str, kunci: str) -> Response:
        """One record: its contents in time, the keys it stands for, and its history."""
        today = self._today()
        with self._store.read() as con:
            about = _about(con, register)
            columns = _columns(con, about["register"])
            called = _called(con, columns)
            pieces = [r for r in _contents(con, about["register"]) if r["kunci"] == kunci]
            if not pieces:
                raise HTTPException(404)
            key = literal(pieces[0]["kunci"])
            where = f"register = {literal(about['register'])}"
            history = rows(
                con, f"SELECT * FROM induk.riwayat WHERE {where} AND kunci = {key} ORDER BY urut"
            )
            merged = rows(con, f"SELECT * FROM induk.alias WHERE {where} AND kunci = {key}")
            aliases = rows(con, f"SELECT * FROM induk.alias WHERE {where} AND ke = {key}")
        valid = [p for p in pieces if _valid(p, today)]
        shown = (valid or pieces)[-1]
        return self._pages.page(
            request,
            "master_record.html",
            r=about,
            kolom=columns,
            kunci=pieces[0]["kunci"],
            nama=shown["nama"],
            isi=json.loads(shown["isi"]),
            babak=[{**p, "isi": json.loads(p["isi"])} for p in pieces],
            berlaku=bool(valid),
            digabung=merged[0] if merged else None,
            pengganti=[k for k in (shown["pengganti"] or "").split("|") if k],
            alias=aliases,
            riwayat=[{**h, "isi": json.loads(h["isi"])} for h in history],
            jenis=KINDS,
            sebutan=called,
        )


def _about(con: Cursor, register: str) -> Row:
    for row in rows(con, "SELECT * FROM induk.register"):
        if row["register"] == register:
            return row
    raise HTTPException(404)


def _columns(con: Cursor, register: str) -> list[Row]:
    return rows(
        con, f"SELECT * FROM induk.kolom WHERE register = {literal(register)} ORDER BY urut"
    )


def _contents(con: Cursor, register: str) -> list[Row]:
    return rows(
        con,
        f"SELECT * FROM induk.babak WHERE register = {literal(register)} "
        "ORDER BY nama, kunci, berlaku_sejak NULLS FIRST",
    )


def _called(con: Cursor, columns: list[Row]) -> dict[str, dict[str, str]]:
    """Names of the keys of every register that the columns refer to."""
    return {
        name: {
            row["kunci"]: row["nama"]
            for row in rows(
                con, f"SELECT kunci, nama FROM induk.babak WHERE register = {literal(name)}"
            )
        }
        for name in {c["induk"] for c in columns if c["induk"]}
    }


def _titles(names: str, columns: list[Row], bahasa: Bahasa) -> str:
    """Compared columns by their titles; parts that are no column (the place) stay as they are."""
    titles = {c["kolom"]: c["judul_en" if bahasa == "en" else "judul"] for c in columns}
    return ", ".join(titles.get(n, n) for n in names.split(", ")) if names else ""
