"""The pages of reference data: lists as of a day, area codes, and the answer in a sentence."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from spbe_data.flows.house import Rumah
from spbe_data.flows.tables.reference import reference_tables
from spbe_data.settings import Settings
from spbe_data.standards.catalog import Catalog
from spbe_data.warehouse.publish import terbitkan_gudang

Reader = Callable[[str], str]


@pytest.fixture(autouse=True)
def lists(settings: Settings, catalog: Catalog) -> None:
    house = Rumah(settings, catalog)
    terbitkan_gudang(settings.duckdb, reference_tables(house), [])
    house.tutup()


def test_the_overview_leads_to_every_list(read: Reader, catalog: Catalog) -> None:
    page = read("/referensi")
    for id_ in (*catalog.daftar, "wilayah"):
        assert f'href="/referensi/{id_}"' in page
    assert "Reference data" in read("/referensi?bahasa=en")


def test_a_list_shows_entries_versions_and_mappings(read: Reader) -> None:
    page = read("/referensi/kbli_2020?pada=2022")
    assert "Informasi dan Komunikasi" in page and "21 kode berlaku pada 31 Desember 2022" in page
    assert "lebih luas" in page and "PerBPS 2/2020" in page
    assert "wider" in read("/referensi/kbli_2020?bahasa=en")
    wrong = read("/referensi/kbli_2020?pada=%3Cb%3E")
    assert "&lt;b&gt;" in wrong and "<b>" not in wrong


def test_downloads_hold_every_version(client: TestClient) -> None:
    answer = client.get("/referensi/wilayah/unduh.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    codes = [row["kode_kemendagri"] for row in csv.DictReader(io.StringIO(answer.text))]
    assert codes.count("32.16.09.2009") == 2 and len(codes) > 240
    assert client.get("/referensi/satuan/unduh.csv").text.startswith("kode,nama,")


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("32.16.01.2007?pada=2024", "Tidak. 32.16.01.2007 (Setia Asih, desa) tidak berlaku untuk 2024"),
        ("32.16.01.2007?pada=2021", "Ya. 32.16.01.2007 (Setia Asih, desa) berlaku untuk 2021"),
        ("32.16.01.2007?pada=2022", "Ya, tetapi tidak sampai akhir."),
        ("32.16.01.1007?pada=2021", "baru berlaku sejak 9 November 2022 (tanggal diasumsikan)"),
        ("3216010?pada=2024", "Ya. 3216010 (Setu, kecamatan)"),
        ("32.16.01.2007?pada=2024&bahasa=en", "No. 32.16.01.2007 (Setia Asih, desa) is not valid"),
    ],
)  # fmt: skip
def test_the_answer_in_a_sentence(read: Reader, address: str, sentence: str) -> None:
    page = read(f"/referensi/wilayah/{address}")
    assert sentence in page
    if address.startswith("32.16.01.2007?pada=2024"):
        assert (
            "/referensi/wilayah/32.16.01.1007" in page and "Kepmendagri 100.1.1-6117/2022" in page
        )
        assert "3216100002" in page


@pytest.mark.parametrize(
    "address",
    [
        "/referensi/tidak-ada", "/referensi/tidak-ada/unduh.csv", "/referensi/wilayah/32.99",
        "/referensi/wilayah/abc", "/referensi/wilayah/' OR 1=1", "/referensi/wilayah/" + "1" * 60,
        "/referensi/wilayah?induk=32.99", "/referensi/wilayah?induk=x", "/referensi/jembatan_wilayah",
    ],
)  # fmt: skip
def test_what_is_not_there_is_404(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_areas_as_a_tree_as_of_a_day(read: Reader) -> None:
    page = read("/referensi/wilayah?pada=2021")
    assert page.count("<details") == 23
    assert "32.16.01.2007" in page and ">kelurahan</td>" in page
    assert "/referensi/wilayah/32.16.01.1007?pada=2021" not in page
    assert "/referensi/wilayah/32.16.01.1007?pada=2024" in read("/referensi/wilayah?pada=2024")
    assert "Kabupaten Bogor" in read("/referensi/wilayah?induk=32")


@pytest.mark.parametrize(
    ("query", "code"),
    [("Kec. Karang bahgia", "32.16.10"), ("3216010", "32.16.18"), ("Setia Asih", "32.16.01.1007")],
)
def test_search_offers_by_code_or_near_name(read: Reader, query: str, code: str) -> None:
    page = read(f"/referensi/wilayah?q={query}")
    first = page.index('id="hasil-wilayah"')
    assert f"/referensi/wilayah/{code}" in page[first : first + 200]
    assert "Tidak ada nama" in read("/referensi/wilayah?q=zzzzzzzz")
