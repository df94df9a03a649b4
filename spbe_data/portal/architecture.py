"""Arsitektur Data on pages: one entry a dataset, drawn per agency and per topic, and its lineage.

Belongs here: reading ``katalog.arsitektur_data`` and ``katalog.garis_keturunan`` and laying the
drawings out. Drawing is the template's business.
"""

from __future__ import annotations

import csv
import io
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from spbe_data.portal import words
from spbe_data.portal.headers import CSP_FILE
from spbe_data.portal.pages import Pages, language
from spbe_data.portal.store import Cursor, Store, literal, rows

WIDTH = 720.0
"""Width of a drawing; it scales down to the screen."""

_BOX, _LINE, _GAP, _PAD = 268.0, 17.0, 12.0, 9.0
_LETTER = 8.0
"""Width that a letter of a label takes at most on average."""

LAYERS = ("referensi", "induk", "periksa", "kurasi", "terbit", "indikator", "gudang")
"""Layers of the lineage, left to right, as the first part of an asset key names them."""


@dataclass(frozen=True, slots=True)
class Box:
    """A node of a drawing: where it stands, its label in lines, where it leads."""

    x: float
    y: float
    tinggi: float
    lebar: float
    baris: tuple[str, ...]
    alamat: str | None
    nada: str


@dataclass(frozen=True, slots=True)
class Curve:
    """A line between two boxes; ``tebal`` grows with what it stands for."""

    d: str
    tebal: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything of one drawing; ``tinggi`` is its height on a width of :data:`WIDTH`."""

    kotak: tuple[Box, ...]
    garis: tuple[Curve, ...]
    tinggi: float
    lebar: float = WIDTH


@dataclass(frozen=True, slots=True)
class Place:
    """A node to be placed: its id, its label, its page (``None``: none)."""

    id: str
    nama: str
    alamat: str | None = None
    nada: str = "biasa"


def layered(columns: Sequence[Sequence[Place]], links: Iterable[tuple[str, str, int]]) -> Drawing:
    """Columns of boxes from left to right, with curves between those that ``links`` names.

    Ids must be unique over all columns; links to boxes that are not there are left out.
    """
    shown = [column for column in columns if column]
    if not shown:
        return Drawing((), (), 0.0)
    box = min(_BOX, (WIDTH - 24.0 * (len(shown) - 1)) / len(shown))
    letters = max(8, int((box - 2 * _PAD) / _LETTER))
    step = (WIDTH - box) / max(1, len(shown) - 1)
    placed: dict[str, Box] = {}
    height = 0.0
    for number, column in enumerate(shown):
        y = 4.0
        for node in column:
            lines = tuple(textwrap.wrap(node.nama, letters)) or (node.nama,)
            tall = _LINE * len(lines) + 2 * _PAD
            placed[node.id] = Box(
                x=round(step * number, 1),
                y=round(y, 1),
                tinggi=tall,
                lebar=round(box, 1),
                baris=lines,
                alamat=node.alamat,
                nada=node.nada,
            )
            y += tall + _GAP
        height = max(height, y)
    # Shorter columns stand in the middle of the tallest one.
    for column in shown:
        low = placed[column[-1].id]
        shift = (height - (low.y + low.tinggi + _GAP)) / 2
        for node in column:
            old = placed[node.id]
            placed[node.id] = Box(
                old.x, round(old.y + shift, 1), old.tinggi, old.lebar, old.baris, old.alamat,
                old.nada,
            )  # fmt: skip
    curves = [
        Curve(_path(placed[a], placed[b]), round(min(1.5 + count, 9.0), 1))
        for a, b, count in links
        if a in placed and b in placed
    ]
    return Drawing(tuple(placed.values()), tuple(curves), round(height, 1))


def _path(a: Box, b: Box) -> str:
    x1, y1, x2, y2 = a.x + a.lebar, a.y + a.tinggi / 2, b.x, b.y + b.tinggi / 2
    middle = (x1 + x2) / 2
    return f"M{x1:.1f} {y1:.1f} C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"


def entries(con: Cursor) -> list[dict[str, Any]]:
    """All architecture entries, by title."""
    return rows(con, "SELECT * FROM katalog.arsitektur_data ORDER BY judul")


def lineage(con: Cursor, dataset: str, titles: dict[str, str]) -> Drawing:
    """The dataset's part of Dagster's graph, from what it is judged by to what is made of it."""
    found = rows(
        con,
        f"SELECT hulu, hilir FROM katalog.garis_keturunan WHERE dataset = {literal(dataset)} "
        "OR hulu IN (SELECT hilir FROM katalog.garis_keturunan WHERE dataset = "
        f"{literal(dataset)}) ORDER BY ALL",
    )
    names = dict.fromkeys(name for row in found for name in (row["hulu"], row["hilir"]))
    columns = [
        [
            Place(
                name,
                titles.get(layer, layer)
                + (f": {name.split('/', 1)[1].replace('_', ' ')}" if layer in ("referensi", "induk", "gudang") else ""),
                f"/referensi/{name.split('/', 1)[1]}" if layer == "referensi" else None,
                "rujukan" if layer in ("referensi", "induk") else "biasa",
            )
            for name in names
            if name.split("/")[0] == layer
        ]
        for layer in LAYERS
    ]  # fmt: skip
    both = [*columns[0], *columns[1]]
    return layered([both, *columns[2:]], [(r["hulu"], r["hilir"], 0) for r in found])


class Architecture:
    """The pages under ``/arsitektur``."""

    def __init__(self, store: Store, pages: Pages) -> None:
        self._store = store
        self._pages = pages

    def routes(self) -> tuple[tuple[str, Any], ...]:
        return (
            ("/arsitektur", self.overview),
            ("/arsitektur/tabel.csv", self.table),
            ("/arsitektur/perangkat-daerah/{id_}", self.agency),
            ("/arsitektur/rad/{kode}", self.topic),
            ("/arsitektur/dataset/{slug}", self.entry),
        )

    def overview(self, request: Request) -> Response:
        """Agencies and topics, with a line for what each contributes."""
        with self._store.read() as con:
            found = entries(con)
        agencies = {e["perangkat_daerah"]: e["perangkat_daerah_nama"] for e in found}
        topics = {e["rad_induk"]: e["rad_induk_nama"] for e in found}
        counts: dict[tuple[str, str], int] = {}
        for e in found:
            pair = (e["perangkat_daerah"], e["rad_induk"])
            counts[pair] = counts.get(pair, 0) + 1
        drawing = layered(
            [
                [
                    Place(i, n, f"/arsitektur/perangkat-daerah/{i}")
                    for i, n in sorted(agencies.items(), key=lambda p: p[1])
                ],
                [
                    Place(k, f"{k} {n}", f"/arsitektur/rad/{k}", "rujukan")
                    for k, n in sorted(topics.items())
                ],
            ],
            [(a, b, n) for (a, b), n in counts.items()],
        )
        return self._pages.page(
            request,
            "architecture.html",
            entri=found,
            gambar=drawing,
            pilihan="semua",
            nama="",
            lengkap=sum(not e["kekurangan"] for e in found),
        )

    def agency(self, request: Request, id_: str) -> Response:
        """The datasets of one agency and the topics they belong to."""
        with self._store.read() as con:
            found = [e for e in entries(con) if e["perangkat_daerah"] == id_]
        return self._part(request, found, "perangkat_daerah_nama", "rad", "rad_nama")

    def topic(self, request: Request, kode: str) -> Response:
        """The datasets of one topic, of its first or second level, and whose they are."""
        with self._store.read() as con:
            found = [e for e in entries(con) if e["rad"] == kode or e["rad"].startswith(f"{kode}.")]
        name = "rad_induk_nama" if kode.count(".") == 1 else "rad_nama"
        return self._part(request, found, name, "perangkat_daerah", "perangkat_daerah_nama")

    def _part(
        self, request: Request, found: list[dict[str, Any]], name: str, other: str, other_name: str
    ) -> Response:
        if not found:
            raise HTTPException(404)
        bahasa = language(request)
        title = "judul_en" if bahasa == "en" else "judul"
        page = "/arsitektur/rad/" if other == "rad" else "/arsitektur/perangkat-daerah/"
        others = {e[other]: e[other_name] for e in found}
        datasets = [
            Place(e["dataset"], e[title], f"/arsitektur/dataset/{e['dataset']}") for e in found
        ]
        right = [
            Place(
                f"#{k}", f"{k} {n}" if other == "rad" else n, f"{page}{k}", "rujukan"
            )
            for k, n in sorted(others.items(), key=lambda p: p[1])
        ]  # fmt: skip
        links = [(e["dataset"], f"#{e[other]}", 0) for e in found]
        if other != "rad":  # owners stand left of what they answer for
            drawing = layered([right, datasets], [(b, a, n) for a, b, n in links])
        else:
            drawing = layered([datasets, right], links)
        return self._pages.page(
            request,
            "architecture.html",
            entri=found,
            gambar=drawing,
            pilihan="bagian",
            nama=found[0][name],
            lengkap=sum(not e["kekurangan"] for e in found),
        )

    def entry(self, request: Request, slug: str) -> Response:
        """One entry with all its attributes, its standard's versions, and its lineage."""
        with self._store.read() as con:
            found = [e for e in entries(con) if e["dataset"] == slug]
            if not found:
                raise HTTPException(404)
            versions = rows(
                con, f"SELECT * FROM katalog.standar WHERE dataset = {literal(slug)} ORDER BY versi"
            )
            changes = rows(
                con,
                "SELECT * FROM katalog.perubahan_standar WHERE dataset = "
                f"{literal(slug)} ORDER BY dari_versi, kelas DESC, isian",
            )
            speak = words.say(language(request))
            drawing = lineage(con, slug, {k: speak(f"lapisan.{k}") for k in LAYERS})
        return self._pages.page(
            request,
            "architecture_entry.html",
            e=found[0],
            gambar=drawing,
            versi=versions,
            perubahan=changes,
        )

    def table(self, request: Request) -> Response:
        """All entries as one table (CSV, UTF-8 with a mark so that spreadsheets read it right)."""
        with self._store.read() as con:
            found = entries(con)
        out = io.StringIO(newline="")
        writer = csv.DictWriter(
            out, list(found[0]) if found else ["dataset"], lineterminator="\r\n"
        )
        writer.writeheader()
        writer.writerows({k: "" if v is None else v for k, v in row.items()} for row in found)
        return Response(
            out.getvalue().encode("utf-8-sig"),
            media_type="text/csv; charset=utf-8",
            headers={
                "content-disposition": 'attachment; filename="arsitektur-data.csv"',
                "content-security-policy": CSP_FILE,
                "cache-control": "no-cache",
            },
        )
