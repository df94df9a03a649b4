"""The application: addresses and what answers them.

Belongs here: routes, thin. Reading is in ``datasets``, ``releases``, ``quality``, ``monev``;
rendering in ``pages``; nothing here changes anything.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from email.utils import format_datetime
from pathlib import PurePosixPath
from typing import Any

import duckdb
from fastapi import FastAPI, HTTPException
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response

from spbe_data.identifiers.samaran import pasang_penyaring_log
from spbe_data.portal import datasets, monev, quality, releases, scores, static_files, words
from spbe_data.portal.architecture import Architecture
from spbe_data.portal.datasets import Dataset, Wish
from spbe_data.portal.headers import CSP_FILE, SECURITY, SecurityHeaders
from spbe_data.portal.masters import Masters
from spbe_data.portal.pages import Pages, address, language, matches
from spbe_data.portal.references import References
from spbe_data.portal.registers import Registers
from spbe_data.portal.releases import DATA_FORMATS, STANDARD_FILES, File, Folder
from spbe_data.portal.standards import Standards
from spbe_data.portal.store import Cursor, GudangBelumAda, Store, literal, rows
from spbe_data.settings import Settings

log = logging.getLogger("spbe_data.portal")

IMMUTABLE = "public, max-age=31536000, immutable"
NEWEST_ON_HOME = 6

_NUMBER = re.compile(r"[1-9][0-9]{0,8}")

Answer = Callable[..., Response]


class _Portal:
    """The handlers of one installation. Each opens the analysts' file once, reads, renders."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.store = Store(settings.duckdb)
        self.files = static_files.load()
        self._by_name = {file.nama: file for file in self.files.values()}
        self.pages = Pages(settings, self.files, self._is_sample)

    def _is_sample(self) -> bool:
        """Whether sample records are shown; a page without a warehouse shows none."""
        try:
            with self.store.read() as con:
                found = rows(
                    con, "SELECT coalesce(bool_or(contoh), false) AS ya FROM katalog.dataset"
                )
        except (GudangBelumAda, duckdb.Error, OSError):
            return False
        return bool(found[0]["ya"])

    # -- frame -------------------------------------------------------------------------------------

    def healthz(self, request: Request) -> Response:
        """200 only when the warehouse answers and something is published."""
        try:
            with self.store.read() as con:
                found = rows(
                    con,
                    "SELECT count(*) AS n, max(terbit_pada) AS pada FROM katalog.dataset",
                )[0]
        except GudangBelumAda:
            return self._not_ready("siap.belum_ada")
        except (duckdb.Error, OSError):
            log.exception("healthz: the warehouse cannot be read")
            return self._not_ready("siap.rusak")
        if not found["n"]:
            return self._not_ready("siap.kosong")
        return JSONResponse(
            {"siap": True, "dataset": found["n"], "rilis_terakhir": found["pada"]},
            headers={"cache-control": "no-store"},
        )

    def _not_ready(self, key: str) -> Response:
        text = {"id": words.say("id")(key), "en": words.say("en")(key)}
        return JSONResponse(
            {"siap": False, "pesan": text},
            status_code=503,
            headers={"cache-control": "no-store", "retry-after": "30"},
        )

    def static(self, request: Request, nama: str) -> Response:
        file = self._by_name.get(nama)
        if file is None:
            raise HTTPException(404)
        return Response(file.isi, media_type=file.media, headers={"cache-control": IMMUTABLE})

    # -- pages -------------------------------------------------------------------------------------

    def home(self, request: Request) -> Response:
        with self.store.read() as con:
            every = datasets.all_datasets(con)
            own = monev.own_series(monev.indices(con), self.settings.nama_wilayah)
        newest = sorted(every, key=lambda d: (d.terbit_pada, d.id), reverse=True)
        return self.pages.page(
            request,
            "home.html",
            datasets=every,
            topik=datasets.facet(every, "topik"),
            jumlah_instansi=len({d.perangkat_daerah for d in every}),
            jumlah_periode=sum(d.jumlah_periode for d in every),
            jumlah_baris=sum(d.jumlah_baris for d in every),
            terbaru=newest[:NEWEST_ON_HOME],
            indeks=next((i for i in reversed(own) if i.indeks is not None), None),
            atas=monev.ceiling([i.indeks for i in own]),
        )

    def catalogue(self, request: Request) -> Response:
        asked = request.query_params
        page = asked.get("hal", "1")
        wish = Wish(
            q=asked.get("q", "").strip()[: datasets.QUERY_LENGTH],
            perangkat_daerah=asked.get("perangkat_daerah", "")[:100],
            topik=asked.get("topik", "")[:100],
            tingkat=asked.get("tingkat", "")[:100],
            urut=asked.get("urut", "")[:20],
            halaman=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
        )
        with self.store.read() as con:
            every = datasets.all_datasets(con)
        return self.pages.page(
            request,
            "list.html",
            minta=wish,
            hasil=datasets.search(every, wish, language(request)),
            format_berkas=DATA_FORMATS,
        )

    def dataset(self, request: Request, slug: str) -> Response:
        return self._dataset_page(request, slug, None)

    def release(self, request: Request, slug: str, nomor: str) -> Response:
        return self._dataset_page(request, slug, _number(nomor))

    def _dataset_page(self, request: Request, slug: str, number: int | None) -> Response:
        with self.store.read() as con:
            every = datasets.all_datasets(con)
            dataset = _published(every, slug)
            slug = dataset.id
            made = datasets.releases(con, slug)
            release = next((r for r in made if r.nomor == (number or dataset.rilis)), None)
            if release is None:
                raise HTTPException(404)
            context: dict[str, Any] = {
                "kolom": datasets.columns(con, slug),
                "lisensi": datasets.licence(con, dataset.lisensi),
                "frekuensi": datasets.frequency(con, dataset.frekuensi),
                "versi": datasets.period_versions(con, slug),
                "dimensi": quality.dimensions(con, slug),
                "temuan": quality.warnings(con, slug),
                "waktu": quality.punctuality(con, slug),
            }
        folder = releases.open_release(self.settings.terbitan, slug, release.nomor)
        return self.pages.page(
            request,
            "release.html" if number is not None else "dataset.html",
            d=dataset,
            rilis=release,
            semua_rilis=made,
            folder=folder,
            unduhan=folder.data(slug) if folder else [],
            pratinjau=self._preview(folder, slug),
            **context,
        )

    def _preview(self, folder: Folder | None, slug: str) -> releases.Preview | None:
        file = folder.berkas.get(f"{slug}.parquet") if folder else None
        return releases.preview(file) if file else None

    def monev(self, request: Request) -> Response:
        asked_for, asked_year = (request.query_params.get(k, "") for k in ("instansi", "tahun"))
        with self.store.read() as con:
            every = monev.indices(con)
            choices = monev.detailed(con, every)
            fitting = [
                i
                for i in choices
                if asked_for in ("", i.instansi) and asked_year in ("", str(i.tahun))
            ]
            if (asked_for or asked_year) and not fitting:
                raise HTTPException(404)
            chosen = monev.detail(con, fitting[0]) if fitting else None
        own = monev.own_series(every, self.settings.nama_wilayah)
        return self.pages.page(
            request,
            "monev.html",
            deret=own,
            putus=any(bar.putus for bar in monev.layout(own)),
            atas=monev.ceiling([i.indeks for i in own]),
            pilihan=choices,
            rinci=chosen,
            atas_rinci=monev.ceiling([v.indeks for v in chosen.domain]) if chosen else 5,
        )

    def monev_chart(self, request: Request) -> Response:
        with self.store.read() as con:
            own = monev.own_series(monev.indices(con), self.settings.nama_wilayah)
        bars = monev.layout(own)
        if not bars:
            raise HTTPException(404)
        picture = self.pages.render(
            "index_chart.svg",
            language(request),
            {
                "deret": own,
                "batang": bars,
                "luas": monev.CHART,
                "atas": monev.ceiling([i.indeks for i in own]),
            },
        )
        return Response(
            picture,
            media_type="image/svg+xml",
            headers={"cache-control": "no-cache", "content-security-policy": CSP_FILE},
        )

    def quality(self, request: Request) -> Response:
        with self.store.read() as con:
            every = datasets.all_datasets(con)
            agencies = quality.calendar(con)
            dimensions = quality.dimensions(con)
            trends, thresholds = scores.agencies(con), scores.thresholds(con)
            keeper = scores.walidata(con)
        return self.pages.page(
            request,
            "quality.html",
            tren=trends,
            ambang=thresholds,
            walidata=keeper,
            instansi=agencies,
            jumlah={s: sum(a.keadaan[s] for a in agencies) for s in quality.STATES},
            keadaan=quality.STATES,
            terbit={d.id for d in every},
            dimensi=dimensions,
        )

    def quality_of(self, request: Request, instansi: str) -> Response:
        """One agency's scores over time."""
        with self.store.read() as con:
            agency = scores.agencies(con).get(instansi)
            if agency is None:
                raise HTTPException(404)
            return self.pages.page(
                request,
                "quality_agency.html",
                a=agency,
                ambang=scores.thresholds(con),
                dimensi=scores.agency_dimensions(con, agency.id),
                hari=scores.agency_history(con, agency.id),
                dataset=scores.datasets_of(con, agency.id),
            )

    def about(self, request: Request) -> Response:
        with self.store.read() as con:
            walidata = self._walidata(con)
        return self.pages.page(request, "about.html", nama_walidata=walidata)

    def _walidata(self, con: Cursor) -> str:
        found = rows(
            con,
            f"SELECT nama FROM induk.perangkat_daerah WHERE id = {literal(self.settings.walidata)}",
        )
        return str(found[0]["nama"]) if found else self.settings.walidata

    # -- files -------------------------------------------------------------------------------------

    def newest_file(self, request: Request, slug: str, jenis: str) -> Response:
        """To the newest release's file: the address stays, what it leads to moves on."""
        return self._newest(slug, f"{slug}.{jenis}", jenis in DATA_FORMATS)

    def newest_standard(self, request: Request, slug: str, jenis: str) -> Response:
        """To the standard's file beside the newest release."""
        return self._newest(slug, f"standar.{jenis}", jenis in STANDARD_FILES)

    def _newest(self, slug: str, name: str, known: bool) -> Response:
        with self.store.read() as con:
            dataset = _published(datasets.all_datasets(con), slug)
        folder = releases.open_release(self.settings.terbitan, slug, dataset.rilis)
        if not known or folder is None or name not in folder.berkas:
            raise HTTPException(404)
        return RedirectResponse(
            address("id", f"/dataset/{slug}/rilis/{dataset.rilis}/{name}"),
            status_code=302,
            headers={"cache-control": "no-cache"},
        )

    def file(self, request: Request, slug: str, nomor: str, nama: str) -> Response:
        number = _number(nomor)
        with self.store.read() as con:
            slug = _published(datasets.all_datasets(con), slug).id
            if all(r.nomor != number for r in datasets.releases(con, slug)):
                raise HTTPException(404)
        folder = releases.open_release(self.settings.terbitan, slug, number)
        if folder is None or nama not in folder.berkas:
            raise HTTPException(404)
        return _send(request, folder.berkas[nama], folder, slug)

    # -- errors ------------------------------------------------------------------------------------

    async def http_error(self, request: Request, exc: Exception) -> Response:
        status = exc.status_code if isinstance(exc, StarletteHTTPException) else 500
        return self._error(request, 405 if status == 405 else 404, status)

    async def preparing(self, request: Request, exc: Exception) -> Response:
        return self._error(request, 503, 503, {"retry-after": "30"})

    async def failed(self, request: Request, exc: Exception) -> Response:
        # Answered outside the middleware: the headers are set here.
        return self._error(request, 500, 500, dict(SECURITY))

    def _error(
        self, request: Request, words_of: int, status: int, headers: dict[str, str] | None = None
    ) -> Response:
        return self.pages.page(
            request,
            "error.html",
            status=status,
            headers=headers,
            kunci=f"galat.{words_of}",
            kata_id=words.say("id"),
            kata_en=words.say("en"),
            cari=words_of == 404,
        )


def _published(every: list[Dataset], slug: str) -> Dataset:
    for dataset in every:
        if dataset.id == slug:
            return dataset
    raise HTTPException(404)


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise HTTPException(404)
    return int(text)


def _send(request: Request, file: File, folder: Folder, slug: str) -> Response:
    etag = f'"{file.sha256}"'
    headers = {
        "etag": etag,
        "last-modified": format_datetime(folder.terbit_pada.astimezone(dt.UTC), usegmt=True),
        "cache-control": IMMUTABLE,
        "content-security-policy": CSP_FILE,
        "access-control-allow-origin": "*",
    }
    if matches(request.headers.get("if-none-match"), etag):
        return Response(status_code=304, headers=headers)
    name = PurePosixPath(file.nama)
    download = (
        f"{slug}-rilis-{folder.nomor}{name.suffix}"
        if name.stem == slug
        else f"{slug}-rilis-{folder.nomor}-{name.name}"
    )
    return FileResponse(file.path, headers=headers, media_type=file.media, filename=download)


def create_app(settings: Settings) -> FastAPI:
    """The public portal of one installation; nothing is opened before the first request."""
    pasang_penyaring_log()
    portal = _Portal(settings)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        yield
        portal.store.close()

    app = FastAPI(
        title=settings.nama_situs,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,  # its redirect would repeat the request's host
        lifespan=life,
        exception_handlers={
            StarletteHTTPException: portal.http_error,
            GudangBelumAda: portal.preparing,
            Exception: portal.failed,
        },
    )
    app.add_middleware(SecurityHeaders)
    routes: tuple[tuple[str, Answer], ...] = (
        ("/healthz", portal.healthz),
        ("/static/{nama}", portal.static),
        ("/", portal.home),
        ("/dataset", portal.catalogue),
        ("/dataset/{slug}", portal.dataset),
        ("/dataset/{slug}/unduh.{jenis}", portal.newest_file),
        ("/dataset/{slug}/standar.{jenis}", portal.newest_standard),
        ("/dataset/{slug}/rilis/{nomor}", portal.release),
        ("/dataset/{slug}/rilis/{nomor}/{nama}", portal.file),
        ("/monev", portal.monev),
        ("/monev/indeks.svg", portal.monev_chart),
        ("/kualitas", portal.quality),
        ("/kualitas/{instansi}", portal.quality_of),
        ("/tentang", portal.about),
        *Standards(portal.store, portal.pages).routes(),
        *Architecture(portal.store, portal.pages).routes(),
        *Registers(portal.store, portal.pages).routes(),
        *Masters(portal.store, portal.pages, settings.zona).routes(),
        *References(settings, portal.store, portal.pages).routes(),
    )
    for path, answer in routes:
        app.add_api_route(path, answer, methods=["GET", "HEAD"], include_in_schema=False)
    return app
