"""The pages of reference data: all lists, one list as of a day, and any area code.

Belongs here: reading ``referensi.*``. What a list or code means is decided when the tables are
written; the answer about an area code is the register's, over the rows of that area alone.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fastapi import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from spbe_data.identifiers.kode_wilayah import Wilayah, tingkat_dari_bentuk
from spbe_data.identifiers.nama import cari_nama
from spbe_data.identifiers.periode import Periode, PeriodeTidakSah
from spbe_data.identifiers.tanya import Jawaban
from spbe_data.identifiers.wilayah import RegisterWilayah
from spbe_data.portal.pages import Pages
from spbe_data.portal.store import Cursor, Row, Store, literal, rows
from spbe_data.settings import Settings

AREAS, NATIONAL = "wilayah", "wilayah_nasional"
HIDDEN = ("kode", "nama", "nama_en", "berlaku_sejak", "berlaku_sampai", "dasar_hukum", "ejaan_lain",
          "pengganti", "tanggal_diasumsikan", "penjelasan_en", "catatan_en")  # fmt: skip
"""Columns of a list that have a place of their own on the page, or are for machines."""

SHOWN_CHANGES = 200
FOUND = 10
CODE_LENGTH = 20
QUERY_LENGTH = 100

KINDS = {
    "baru": "ref.jenis_baru",
    "hilang": "ref.jenis_hilang",
    "berganti_nama": "ref.jenis_berganti_nama",
    "dipecah": "ref.jenis_dipecah",
    "digabung": "ref.jenis_digabung",
    "diganti": "ref.jenis_diganti",
}
PAIRS = {
    "sama": "ref.padanan_sama",
    "lebih_luas": "ref.padanan_lebih_luas",
    "lebih_sempit": "ref.padanan_lebih_sempit",
    "sebagian": "ref.padanan_sebagian",
}
SENTENCES = {
    "berlaku": ("ref.jawab_berlaku", "ref.ya", "good"),
    "berlaku_tidak_sampai_akhir": ("ref.jawab_sebagian", "ref.ya_sebagian", "fair"),
    "pengganti": ("ref.jawab_berakhir", "ref.tidak", "poor"),
    "pendahulu": ("ref.jawab_belum", "ref.tidak", "poor"),
    "tidak_dikenal": ("ref.jawab_tidak_dikenal", "ref.tidak", "poor"),
    "salah_bentuk": ("ref.jawab_salah_bentuk", "ref.tidak", "poor"),
}
SYSTEMS = {"kemendagri": "ref.sistem_kemendagri", "bps": "ref.sistem_bps"}


@dataclass(frozen=True, slots=True)
class AsOf:
    """What ``?pada=`` asks for: the period, its last day, and the text where it is no period."""

    teks: str
    periode: Periode
    salah: bool

    @property
    def hari(self) -> dt.date:
        return self.periode.akhir


class References:
    """The pages under ``/referensi``."""

    def __init__(self, settings: Settings, store: Store, pages: Pages) -> None:
        self._settings = settings
        self._store = store
        self._pages = pages

    def routes(self) -> tuple[tuple[str, Any], ...]:
        return (
            ("/referensi", self.overview),
            ("/referensi/wilayah", self.areas),
            ("/referensi/{daftar}/unduh.csv", self.download),
            ("/referensi/wilayah/{kode}", self.area),
            ("/referensi/{daftar}", self.one),
        )

    def overview(self, request: Request) -> Response:
        """All lists, with version, size, steward and use."""
        with self._store.read() as con:
            lists = _lists(con)
        return self._pages.page(request, "references.html", daftar=lists)

    def one(self, request: Request, daftar: str) -> Response:
        """One list as of ``?pada=``: entries, versions, changes, mappings."""
        asked = self._as_of(request)
        with self._store.read() as con:
            about = _known(con, daftar)
            entries, extra = _entries(con, about["id"], asked.hari)
            context = _around(con, about["id"])
        return self._pages.page(
            request,
            "reference.html",
            d=about,
            pada=asked,
            entri=entries,
            lain=extra,
            # A list without days is valid for all periods; a column saying so in every row is noise.
            bertanggal=any(e["berlaku_sejak"] or e["berlaku_sampai"] for e in entries),
            **context,
        )

    def download(self, request: Request, daftar: str) -> Response:
        """Every row of a list in every version, as CSV."""
        with self._store.read() as con:
            about = _known(con, daftar)
            table = rows(con, f"SELECT * FROM referensi.{_quoted(about['id'])}")
        return _csv(about["id"], table)

    def areas(self, request: Request) -> Response:
        """The areas below ``?induk=`` (the own kabupaten when left out), and the search ``?q=``."""
        asked = self._as_of(request)
        query = request.query_params.get("q", "").strip()[:QUERY_LENGTH]
        own = self._settings.kode_kemendagri
        parent = request.query_params.get("induk", own)
        if tingkat_dari_bentuk(parent, "kemendagri") is None:
            raise HTTPException(404)
        with self._store.read() as con:
            about = _known(con, AREAS)
            above = [_area_as_of(con, code, asked.hari) for code in _ancestors(parent)]
            if above[-1] is None:
                raise HTTPException(404)
            children = _children(con, parent, asked.hari)
            found = _search(con, query) if query else []
            context = _around(con, AREAS)
        return self._pages.page(
            request,
            "areas.html",
            d=about,
            pada=asked,
            q=query,
            temuan=found,
            jejak_wilayah=[row for row in above if row is not None],
            anak=children,
            **context,
        )

    def area(self, request: Request, kode: str) -> Response:
        """Was this code valid in ``?pada=``, and what is it now?"""
        if len(kode) > CODE_LENGTH:
            raise HTTPException(404)
        asked = self._as_of(request)
        system = request.query_params.get("sistem")
        with self._store.read() as con:
            register = RegisterWilayah(_family(con, kode))
        answer = register.tanya(
            kode,
            system if system in ("kemendagri", "bps") else None,  # type: ignore[arg-type]
            asked.periode,
        )
        return self._pages.page(
            request,
            "area.html",
            status=200 if answer.hasil.wilayah else 404,
            kode=kode,
            pada=asked,
            jawaban=answer,
            kalimat=_sentence(answer),
            sistem_kata=SYSTEMS[answer.hasil.sistem],
        )

    def _as_of(self, request: Request) -> AsOf:
        text = request.query_params.get("pada", "").strip()[:20]
        today = dt.datetime.now(self._settings.zona).date()
        try:
            return AsOf(text, Periode.parse(text or today.isoformat()), False)
        except PeriodeTidakSah:
            return AsOf(text, Periode.parse(today.isoformat()), True)


# -- lists ----------------------------------------------------------------------------------------


def _lists(con: Cursor) -> list[Row]:
    return rows(con, "SELECT * FROM referensi.daftar ORDER BY judul")


def _known(con: Cursor, id_: str) -> Row:
    for row in _lists(con):
        if row["id"] == id_:
            return row
    raise HTTPException(404)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _valid(day: dt.date) -> str:
    on = f"DATE '{day.isoformat()}'"
    return f"coalesce(berlaku_sejak <= {on}, true) AND coalesce(berlaku_sampai >= {on}, true)"


def _entries(con: Cursor, id_: str, day: dt.date) -> tuple[list[Row], list[str]]:
    """Entries valid on a day, and the further columns that hold something."""
    found = rows(con, f"SELECT * FROM referensi.{_quoted(id_)} WHERE {_valid(day)}")
    extra = [
        name
        for name in (found[0] if found else ())
        if name not in HIDDEN and any(row[name] not in (None, "") for row in found)
    ]
    return found, extra


def _around(con: Cursor, id_: str) -> dict[str, Any]:
    """Versions, change log and mappings of a list."""
    name = literal(id_)
    described = f"{name}, {literal(NATIONAL)}" if id_ == AREAS else name
    log = rows(con, f"SELECT * FROM referensi.perubahan WHERE daftar = {name} ORDER BY urut DESC")
    pairs = (
        []
        if id_ == AREAS
        else rows(
            con,
            f"SELECT * FROM referensi.pemetaan WHERE dari_daftar = {name} OR ke_daftar = {name}",
        )
    )
    return {
        "versi": rows(
            con,
            f"SELECT * FROM referensi.versi_daftar WHERE daftar IN ({described}) "
            "ORDER BY daftar, urut DESC",
        ),
        "perubahan": log[:SHOWN_CHANGES],
        "perubahan_sisa": max(0, len(log) - SHOWN_CHANGES),
        "jenis_kata": KINDS,
        "pemetaan": pairs,
        "padanan_kata": PAIRS,
    }


def _csv(name: str, table: list[Row]) -> Response:
    buffer = io.StringIO(newline="")
    if table:
        writer = csv.DictWriter(buffer, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
    return Response(
        buffer.getvalue().encode("utf-8"),
        media_type="text/csv; charset=utf-8",
        headers={
            "content-disposition": f'attachment; filename="{name}.csv"',
            "cache-control": "no-cache",
            "access-control-allow-origin": "*",
        },
    )


# -- areas ----------------------------------------------------------------------------------------


def _ancestors(code: str) -> list[str]:
    """The code with all above it, from the province down."""
    parts = code.split(".")
    return [".".join(parts[: n + 1]) for n in range(len(parts))]


def _area_as_of(con: Cursor, code: str, day: dt.date) -> Row | None:
    # A code of right form holds digits and dots only.
    found = rows(
        con,
        f"SELECT * FROM referensi.wilayah WHERE kode_kemendagri = {literal(code)} "
        f"ORDER BY ({_valid(day)}) DESC, berlaku_sejak DESC NULLS LAST LIMIT 1",
    )
    return found[0] if found else None


def _children(con: Cursor, parent: str, day: dt.date) -> list[tuple[Row, list[Row]]]:
    """Areas directly below, each with its own desa and kelurahan where it is a kecamatan."""
    below = rows(
        con,
        f"SELECT * FROM referensi.wilayah WHERE induk = {literal(parent)} AND {_valid(day)} "
        "ORDER BY kode_kemendagri",
    )
    deeper = (
        rows(
            con,
            "SELECT * FROM referensi.wilayah WHERE level = 'desa_kelurahan' "
            f"AND starts_with(kode_kemendagri, {literal(parent + '.')}) AND {_valid(day)} "
            "ORDER BY kode_kemendagri",
        )
        if below and below[0]["level"] == "kecamatan"
        else []
    )
    return [(row, [d for d in deeper if d["induk"] == row["kode_kemendagri"]]) for row in below]


def _search(con: Cursor, query: str) -> list[tuple[Row, int]]:
    """Areas by code (exact, in either system) or by nearest name; living codes only."""
    table = rows(
        con,
        "SELECT kode_kemendagri, kode_bps, nama, jenis, induk, berlaku_sampai "
        "FROM referensi.wilayah ORDER BY kode_kemendagri, berlaku_sejak NULLS FIRST",
    )
    newest = {row["kode_kemendagri"]: row for row in table}
    exact = [r for r in newest.values() if query in (r["kode_kemendagri"], r["kode_bps"])]
    if exact:
        return [(row, 0) for row in exact]
    near = cari_nama(query, ((r["kode_kemendagri"], r["nama"]) for r in table), 2 * FOUND)
    living = [(newest[code], far) for code, far in near]
    return [(row, far) for row, far in living if row["berlaku_sampai"] is None][:FOUND]


def _family(con: Cursor, code: str) -> list[Wilayah]:
    """Every row of an area under any of its codes, with the rows of all above it."""
    forms = [tingkat_dari_bentuk(code, "kemendagri"), tingkat_dari_bentuk(code, "bps")]
    if forms == [None, None]:
        return []
    found: dict[tuple[str, Any], Row] = {}
    asked: set[str] = set()
    front = {code}
    while front:
        listed = ", ".join(map(literal, sorted(front)))
        asked |= front
        new = rows(
            con,
            f"SELECT * FROM referensi.wilayah WHERE kode_kemendagri IN ({listed}) "
            f"OR kode_bps IN ({listed}) OR list_has_any(string_split(pengganti, '|'), [{listed}])",
        )
        found |= {(row["kode_kemendagri"], row["berlaku_sejak"]): row for row in new}
        front = {c for row in found.values() for c in _next_codes(row)} - asked
    return [_area(row) for row in found.values()]


def _next_codes(row: Row) -> Iterable[str]:
    yield row["kode_kemendagri"]
    if row["induk"]:
        yield row["induk"]
    yield from (row["pengganti"] or "").split("|") if row["pengganti"] else ()


def _area(row: Row) -> Wilayah:
    return Wilayah(
        kode_kemendagri=row["kode_kemendagri"],
        kode_bps=row["kode_bps"],
        nama=row["nama"],
        jenis=row["jenis"],
        level=row["level"],
        induk=row["induk"],
        berlaku_sejak=row["berlaku_sejak"],
        berlaku_sampai=row["berlaku_sampai"],
        dasar_hukum=row["dasar_hukum"],
        tanggal_diasumsikan=row["tanggal_diasumsikan"],
        pengganti=row["pengganti"],
    )


def _sentence(answer: Jawaban) -> dict[str, Any]:
    """Which sentence says the answer, its chip, and its facts."""
    result = answer.hasil
    kind = result.status
    if kind == "tidak_berlaku":
        sentence, chip, tone = SENTENCES[result.arah or "pendahulu"]
    else:
        sentence, chip, tone = SENTENCES.get(kind, SENTENCES["salah_bentuk"])
    ended = result.arah == "pengganti" and result.batas is not None
    day = result.batas - dt.timedelta(days=1) if ended and result.batas else result.batas
    row = result.wilayah
    decree = row.dasar_hukum if row and kind == "berlaku" else result.dasar_hukum
    return {
        "kunci": sentence,
        "cip": chip,
        "nada": tone,
        "hari": day,
        "dasar": decree,
        "diasumsikan": result.tanggal_diasumsikan,
        "saat_itu": (result.saran,) if result.saran else result.pilihan,
    }
