"""Small figures on the road: hidden in every format of a release, kept in the warehouse, and safe
against all releases together."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import frictionless
import openpyxl
import polars as pl
import pytest
from starlette.testclient import TestClient

from spbe_data.flows import check, curate, decide, disclosure, publish, refresh, submit, verify
from spbe_data.flows.house import Rumah
from spbe_data.portal.app import create_app
from spbe_data.settings import Settings
from spbe_data.standards.catalog import Catalog
from spbe_data.warehouse.query import tanya
from tests.checks.test_disclosure_core import determined, interval
from tests.conftest import ROOT
from tests.synthetic import METADATA, as_csv, rows_of

BIRTHS = "jumlah-kelahiran-menurut-status-dan-jenis-kelamin"
CASES = "jumlah-kasus-penyakit-menular"
Cell = tuple[str, str]
"""Status of birth and sex."""
CELLS: list[Cell] = [(s, j) for s in ("HIDUP", "MATI") for j in ("LAKI-LAKI", "PEREMPUAN")]


@pytest.fixture
def house(settings: Settings) -> Iterator[Rumah]:
    """A house whose content a test may change."""
    made = Rumah(settings, Catalog(ROOT / "schemas", ROOT / "quality"))
    yield made
    made.tutup()


def send(house: Rumah, dataset: str, rows: list[dict[str, Any]], **metadata: str) -> None:
    record = submit.ajukan(
        house,
        data=as_csv(rows, house.catalog.standar[dataset].nama_kolom),
        nama_berkas="uji.csv",
        dataset=dataset,
        metadata={**METADATA, **metadata},
        aktor="petugas",
    )
    check.periksa_pengajuan(house, record.id, aktor="uji")
    decide.putuskan(
        house, record.id, keputusan="disetujui", alasan="uji", aktor="walidata", peran="walidata"
    )
    curate.kurasi(house, record.id, aktor="uji")


def births(house: Rumah, values: dict[str, list[int]]) -> None:
    """Send one value per cell (order of ``CELLS``) for each year."""
    rows = rows_of(house.catalog, house.catalog.standar[BIRTHS], sorted(values))
    assert {(r["status_kelahiran"], r["jenis_kelamin"]) for r in rows} == set(CELLS)
    for row in rows:
        cell = (row["status_kelahiran"], row["jenis_kelamin"])
        row["jumlah_kelahiran"] = values[str(row["tahun"])][CELLS.index(cell)]
    send(house, BIRTHS, rows, alasan_revisi="perbaikan pencatatan")


def folder(house: Rumah, dataset: str, number: int) -> Path:
    return house.settings.terbitan / dataset / "rilis" / str(number)


def shown(house: Rumah, number: int, year: str) -> list[int | None]:
    frame = pl.read_parquet(folder(house, BIRTHS, number) / f"{BIRTHS}.parquet")
    found = {
        (r["status_kelahiran"], r["jenis_kelamin"]): r["jumlah_kelahiran"]
        for r in frame.filter(pl.col("periode") == year).to_dicts()
    }
    return [found[c] for c in CELLS]


def test_every_format_tells_zero_withheld_and_missing_apart(house: Rumah) -> None:
    births(house, {"2019": [900, 800, 30, 3], "2020": [900, 800, 12, 0]})
    assert publish.terbitkan(house, BIRTHS, aktor="uji") is not None
    place = folder(house, BIRTHS, 1)
    with (place / f"{BIRTHS}.csv").open(encoding="utf-8", newline="") as handle:
        from_csv = list(csv.DictReader(handle))
    from_json = json.loads((place / f"{BIRTHS}.json").read_text(encoding="utf-8"))["data"]
    from_parquet = pl.read_parquet(place / f"{BIRTHS}.parquet").to_dicts()
    book = openpyxl.load_workbook(place / f"{BIRTHS}.xlsx")
    head, *body = book["Data"].iter_rows(values_only=True)
    from_xlsx = [dict(zip(head, row, strict=True)) for row in body]
    told = []
    for row in from_parquet:
        told.append((row["jumlah_kelahiran"], row["jumlah_kelahiran_status"]))
    assert set(told) == {
        (None, "dirahasiakan"), (900, "tersedia"), (800, "tersedia"), (12, "tersedia"), (0, "tersedia")
    }  # fmt: skip
    assert (
        told.count((None, "dirahasiakan")) == 4
    )  # one small figure, and a ring of three around it
    for rows in (from_csv, from_json, from_xlsx):
        assert [r["jumlah_kelahiran_status"] for r in rows] == [s for _, s in told]
    assert [r["jumlah_kelahiran"] for r in from_json] == [v for v, _ in told]
    assert [r["jumlah_kelahiran"] for r in from_csv] == [
        "" if v is None else str(v) for v, _ in told
    ]
    assert [r["jumlah_kelahiran"] for r in from_xlsx] == [
        "(r)" if v is None else v for v, _ in told
    ]
    about = dict(book["Keterangan"].iter_rows(values_only=True))
    assert "(r) = dirahasiakan" in about["Tanda"] and "0 = nol" in about["Tanda"]
    assert about["Angka yang dirahasiakan"].startswith("4 sel")
    manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    policy = house.catalog.kebijakan(house.hari_ini())
    assert manifest["pengungkapan"]["kebijakan"] == policy.versi
    assert manifest["pengungkapan"]["dirahasiakan"] == {"jumlah_kelahiran": 4}
    package = json.loads((place / "datapackage.json").read_text(encoding="utf-8"))
    assert package["spbe"]["pengungkapan"] == manifest["pengungkapan"]
    report = frictionless.Package(str(place / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "note"])
    assert verify.periksa_keutuhan(house).rusak == []


def test_the_curated_version_keeps_what_the_release_hides(house: Rumah) -> None:
    births(house, {"2019": [900, 800, 30, 3]})
    publish.terbitkan(house, BIRTHS, aktor="uji")
    refresh.segarkan(house)
    table = BIRTHS.replace("-", "_")
    _, found = tanya(
        house.settings.duckdb, f"SELECT jumlah_kelahiran FROM kurasi.{table} ORDER BY 1"
    )
    assert found == [(3,), (30,), (800,), (900,)]
    assert shown(house, 1, "2019") == [None] * 4


def test_a_figure_that_nothing_can_hide_stops_the_release(house: Rumah) -> None:
    births(house, {"2019": [900, 800, 0, 3]})
    with pytest.raises(disclosure.BelumAman) as caught:
        publish.terbitkan(house, BIRTHS, aktor="uji")
    assert "MATI / PEREMPUAN / 2019" in str(caught.value)
    assert "Gabungkan kategori" in str(caught.value) and "not published" in str(caught.value)
    assert not (house.settings.terbitan / BIRTHS / "rilis").exists()
    assert house.ledger.rilis(BIRTHS) == []


def sums(values: list[int]) -> list[tuple[list[int], int]]:
    groups = [[0, 1], [2, 3], [0, 2], [1, 3], [0, 1, 2, 3]]
    return [(g, t) for g in groups if (t := sum(values[i] for i in g)) == 0 or t >= 5]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([900, 800, 30, 3], [950, 800, 30, 3]),  # a neighbour is revised
        ([900, 800, 30, 3], [900, 800, 30, 60]),  # the small one is no longer small
        ([900, 800, 30, 3], [900, 820, 41, 4]),
        ([900, 800, 30, 40], [900, 800, 30, 3]),  # it became small after being open
    ],
)
def test_two_releases_together_tell_nothing(
    house: Rumah, first: list[int], second: list[int]
) -> None:
    births(house, {"2019": first})
    publish.terbitkan(house, BIRTHS, aktor="uji")
    births(house, {"2019": second})
    try:
        release = publish.terbitkan(house, BIRTHS, aktor="uji")
    except disclosure.BelumAman:
        assert first == [900, 800, 30, 40]  # the ring around it is open already
        return
    assert release is not None and release.nomor == 2
    # The attacker is told which figures the revision left alone: those are one unknown.
    names: list[tuple[int, int]] = []
    for values in (first, second):
        names += [(i, v) for i, v in enumerate(values) if (i, v) not in names]
    truth = [v for _, v in names]
    known = {
        names.index((i, v))
        for number, values in ((1, first), (2, second))
        for i, v in enumerate(values)
        if shown(house, number, "2019")[i] is not None
    }
    system = [
        ([names.index((i, values[i])) for i in group], total)
        for values in (first, second)
        for group, total in sums(values)
    ]
    hidden = [i for i in range(len(names)) if i not in known]
    exact = determined(hidden, system, truth)
    for cell in hidden:
        if truth[cell] < 5:
            assert cell not in exact
            low, high = interval(cell, hidden, system, truth)
            assert high >= 5 and high - low >= 4


def test_another_rule_makes_another_release(house: Rumah) -> None:
    births(house, {"2019": [900, 800, 30, 20]})
    publish.terbitkan(house, BIRTHS, aktor="uji")
    assert shown(house, 1, "2019") == [900, 800, 30, 20]
    suite = house.catalog.suite[BIRTHS]
    assert suite.pengungkapan is not None
    house.catalog.suite[BIRTHS] = suite.model_copy(update={"pengungkapan": None})
    again = publish.terbitkan(house, BIRTHS, aktor="uji")
    assert again is not None and again.nomor == 2
    manifest = json.loads((folder(house, BIRTHS, 2) / "manifest.json").read_text(encoding="utf-8"))
    assert "pengungkapan" not in manifest
    assert "jumlah_kelahiran_status" not in manifest["kolom"]


def test_derived_figures_go_with_what_they_are_made_of() -> None:
    from spbe_data.publication.suppression import tutup
    from spbe_data.standards.disclosure import Pengungkapan

    catalog = Catalog(ROOT / "schemas", ROOT / "quality")
    base = catalog.standar[BIRTHS]
    rate = base.satu("jumlah_kelahiran").model_copy(
        update={"nama": "persen", "tipe": "desimal", "wajib": False}
    )
    standard = base.model_copy(update={"kolom": (*base.kolom, rate)})
    declared = Pengungkapan.model_validate(
        {
            "alasan": "uji",
            "ukuran": [{"ukuran": "jumlah_kelahiran", "jenis": "orang", "turunan": ["persen"]}],
        }
    )
    frame = pl.DataFrame(
        {
            "bps_kode_kabupaten_kota": ["3216"] * 3,
            "status_kelahiran": ["MATI"] * 3,
            "jenis_kelamin": ["A", "B", "C"],
            "tahun": [2019] * 3,
            "jumlah_kelahiran": [3, 90, 0],
            "persen": [Decimal("1.5"), Decimal("2.5"), None],
            "periode": ["2019"] * 3,
        }
    )
    hidden = {("2019", ("3216", "MATI", "A", "2019"), "jumlah_kelahiran")}
    made = tutup(frame, standard, declared, hidden)
    assert made["persen"].to_list() == [None, Decimal("2.5"), None]
    assert made["persen_status"].to_list() == ["dirahasiakan", "tersedia", "tidak_tersedia"]
    assert made["jumlah_kelahiran_status"].to_list() == ["dirahasiakan", "tersedia", "tersedia"]
    assert frame["jumlah_kelahiran"].to_list() == [3, 90, 0]


def test_the_chart_draws_no_sum_with_a_hole(house: Rumah) -> None:
    births(
        house,
        {
            "2018": [900, 800, 30, 20],
            "2019": [900, 800, 31, 3],
            "2020": [910, 801, 32, 21],
        },
    )
    publish.terbitkan(house, BIRTHS, aktor="uji")
    picture = (folder(house, BIRTHS, 1) / "grafik.svg").read_text(encoding="utf-8")
    assert "dirahasiakan" in picture
    assert "periode: 2018" in picture and "periode: 2020" in picture
    assert "periode: 2019" not in picture  # a gap, and no line over it


def test_no_public_door_tells_a_withheld_figure(house: Rumah) -> None:
    births(house, {"2019": [98_761, 87_652, 765_43, 3]})
    publish.terbitkan(house, BIRTHS, aktor="uji")
    refresh.segarkan(house)
    kept = ("98761", "98.761", "98,761", "87652", "87.652", "87,652", "76543", "76.543", "76,543")
    names = [p.name for p in folder(house, BIRTHS, 1).iterdir()]
    pages = [
        *(
            f"{path}{language}"
            for language in ("", "?bahasa=en")
            for path in ("/", "/dataset", f"/dataset/{BIRTHS}", f"/dataset/{BIRTHS}/rilis/1")
        ),
        *(f"/dataset/{BIRTHS}/rilis/1/{name}" for name in names),
    ]
    with TestClient(create_app(house.settings)) as client:
        for page in pages:
            answer = client.get(page)
            assert answer.status_code == 200, page
            assert not any(figure.encode() in answer.content for figure in kept), page
        text = client.get(f"/dataset/{BIRTHS}").text
        assert text.count(">(r)<") == 4 and "(r) = dirahasiakan" in text
        assert "4 angka dirahasiakan menurut kebijakan" in text
        assert "jumlah_kelahiran_status" not in text
        assert "(r) = withheld" in client.get(f"/dataset/{BIRTHS}?bahasa=en").text
    # XLSX and Parquet are packed; what is in them is read.
    place = folder(house, BIRTHS, 1)
    cells = openpyxl.load_workbook(place / f"{BIRTHS}.xlsx")["Data"].iter_rows(values_only=True)
    values = {v for row in cells for v in row}
    values |= set(pl.read_parquet(place / f"{BIRTHS}.parquet")["jumlah_kelahiran"].to_list())
    assert not values & {98_761, 87_652, 76_543, 3}


def test_no_public_page_reads_curated_tables() -> None:
    """The analysts' file holds true figures; a page takes figures from release files only."""
    for path in (ROOT / "spbe_data" / "portal").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\b(FROM|JOIN)\s+(kurasi|riwayat)\.", text, re.IGNORECASE), path
