"""Rendering: one Jinja environment, the reader's language, and addresses that keep it.

Belongs here: what every page has. Does not belong here: what a page says (templates, ``words``) or
knows (``datasets``, ``quality``, ``monev``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from spbe_data.portal import formats, words
from spbe_data.portal.formats import Bahasa
from spbe_data.portal.static_files import StaticFile
from spbe_data.settings import Settings

TEMPLATES = Path(__file__).resolve().parent / "templates"

SCORE_BANDS: tuple[tuple[int, str, str], ...] = (
    (90, "sangat_baik", "good"),
    (75, "baik", "good"),
    (60, "cukup", "fair"),
    (0, "kurang", "poor"),
)
"""Words for a score: from this value, word, tone. A reading aid of the portal, no ruling."""

GRADE_TONES = {
    "Memuaskan": "good",
    "Sangat Baik": "good",
    "Baik": "good",
    "Cukup": "fair",
    "Kurang": "poor",
}
"""Tone of a grade; names an instrument brings that are not here stay neutral."""

STATE_TONES = {
    "terbit": "good",
    "menunggu": "info",
    "ditunggu": "info",
    "terlambat": "poor",
    "dikembalikan": "fair",
    "belum_jatuh_tempo": "plain",
}

SIGNS = {"good": "✓", "fair": "!", "poor": "×", "info": "i", "plain": "·", "sample": "◇"}
"""A chip is colour, sign and word: never colour alone."""


def language(request: Request) -> Bahasa:
    """Indonesian unless ``?bahasa=en`` asks for English; no cookie, no guessing."""
    return "en" if request.query_params.get("bahasa") == "en" else "id"


def address(bahasa: Bahasa, path: str, **query: object) -> str:
    """A local address with the language kept; empty query values fall away."""
    pairs = [(k, str(v)) for k, v in query.items() if v not in (None, "")]
    if bahasa == "en":
        pairs.append(("bahasa", "en"))
    return quote(path, safe="/") + (f"?{urlencode(pairs)}" if pairs else "")


def score_band(score: Decimal | None) -> tuple[str, str]:
    """(word key, tone) of a quality score."""
    if score is None:
        return "skor.belum", "plain"
    return next((f"skor.{word}", tone) for least, word, tone in SCORE_BANDS if score >= least)


class Pages:
    """Renders templates for one installation."""

    def __init__(
        self,
        settings: Settings,
        files: Mapping[str, StaticFile],
        contoh: Callable[[], bool] = lambda: False,
    ) -> None:
        self._settings = settings
        self._contoh = contoh
        self._env = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._env.globals.update(
            situs=settings.nama_situs,
            wilayah=settings.nama_wilayah,
            provinsi=settings.nama_provinsi,
            alamat_portal=settings.alamat_portal,
            berkas_statis={name: f"/static/{file.nama}" for name, file in files.items()},
            tanda=SIGNS,
            nada_predikat=GRADE_TONES,
            nada_keadaan=STATE_TONES,
            pita_skor=score_band,
            ada_kata=words.known,
        )

    def render(self, template: str, bahasa: Bahasa, context: Mapping[str, object]) -> str:
        """The text of one template in one language."""
        zone = self._settings.zona
        return self._env.get_template(template).render(
            bahasa=bahasa,
            t=words.say(bahasa),
            tautan=partial(address, bahasa),
            angka=lambda v, d=None: formats.number(v, bahasa, d),
            tanggal=lambda v: formats.day(v, bahasa, zone),
            periode=lambda v: formats.period(v, bahasa),
            rentang=lambda a, b: formats.span(a, b, bahasa),
            ukuran=lambda v: formats.size(v, bahasa),
            sel=lambda v, measure: formats.cell(v, bahasa, zone, measure=measure),
            **context,
        )

    def page(
        self,
        request: Request,
        template: str,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        **context: Any,
    ) -> Response:
        """A whole page as an answer, with a strong ETag over its text (304 when unchanged)."""
        bahasa = language(request)
        here = {
            k: v
            for k, v in request.query_params.items()
            if k != "bahasa" and len(v) <= 300 and k.isidentifier() and k != "path"
        }
        path = request.scope["path"]
        context = {
            "contoh_situs": context["contoh_situs"]
            if "contoh_situs" in context
            else self._contoh(),
            "menu_aktif": path.split("/")[1],
            "alamat_lain": address("id" if bahasa == "en" else "en", path, **here),
            "alamat_id": address("id", path, **here),
            "alamat_en": address("en", path, **here),
            **context,
        }
        body = self.render(template, bahasa, context).encode("utf-8")
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        base = {"etag": etag, "cache-control": "no-cache", "content-language": bahasa}
        if status == 200 and matches(request.headers.get("if-none-match"), etag):
            return Response(status_code=304, headers=base)
        if status != 200:
            base = {"cache-control": "no-store", "content-language": bahasa}
        return Response(
            body,
            status_code=status,
            media_type="text/html; charset=utf-8",
            headers={**base, **(headers or {})},
        )


def matches(header: str | None, etag: str) -> bool:
    """Whether an ``If-None-Match`` header names ``etag`` (weak comparison, RFC 9110)."""
    if header is None:
        return False
    asked = {part.strip().removeprefix("W/") for part in header.split(",")}
    return "*" in asked or etag in asked
