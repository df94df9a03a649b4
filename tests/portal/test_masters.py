"""Pages of data induk, over the tables that a real refresh writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from spbe_data.flows import refresh
from spbe_data.flows.house import Rumah
from spbe_data.flows.master import buku_induk, putuskan_usulan, usulkan
from spbe_data.portal.app import create_app

REGISTER = "satuan_pendidikan"
LOSER, SURVIVOR, OTHER = "20218093", "20218094", "20218944"
DAY = dt.date(2024, 7, 1)


@pytest.fixture
def client(rumah: Rumah) -> Iterator[TestClient]:
    record = usulkan(
        rumah, REGISTER, "gabung", LOSER, ke=SURVIVOR, tanggal=DAY, alasan="Satu <b>sekolah</b>.",
        pengusul="ani@contoh",
    )  # fmt: skip
    putuskan_usulan(rumah, record.id, terima=True, alasan="Sudah dicek.", oleh="budi@contoh")
    pair = {
        "kiri": OTHER, "kanan": SURVIVOR, "bobot": 3.5, "peluang": 0.92, "sama": ["bentuk"],
        "mirip": ["nama"], "beda": [],
    }  # fmt: skip
    gone = {**pair, "kiri": LOSER}
    buku_induk(rumah.ledger).simpan_calon(REGISTER, "lama", [pair, gone], "budi@contoh")
    refresh.segarkan(rumah)
    with TestClient(create_app(rumah.settings), raise_server_exceptions=False) as made:
        yield made


def test_every_page_answers_and_names_nobody(client: TestClient) -> None:
    pages = {
        path: client.get(path)
        for path in (
            "/induk",
            "/induk?bahasa=en",
            f"/induk/{REGISTER}",
            f"/induk/{REGISTER}?bahasa=en&hal=2",
            f"/induk/{REGISTER}?hal=999",
            "/induk/aplikasi_spbe",
            f"/induk/{REGISTER}/{LOSER}",
            f"/induk/{REGISTER}/{SURVIVOR}?bahasa=en",
            "/induk/wilayah/32.16.01.2007",
        )
    }
    assert {path: a.status_code for path, a in pages.items() if a.status_code != 200} == {}
    for answer in pages.values():
        assert "@contoh" not in answer.text
    for path in ("/induk/pasar", f"/induk/{REGISTER}/1", "/induk/'--/x"):
        assert client.get(path).status_code == 404


def test_a_register_is_shown_as_of_a_day(client: TestClient) -> None:
    before = client.get(f"/induk/{REGISTER}", params={"q": LOSER, "pada": "2024-06-30"}).text
    after = client.get(f"/induk/{REGISTER}", params={"q": LOSER, "pada": "2024-07-01"}).text
    link = f"/induk/{REGISTER}/{LOSER}"
    assert link in before and link not in after
    by_name = client.get(f"/induk/{REGISTER}", params={"q": "karang-baru 04"}).text
    assert f"/induk/{REGISTER}/{OTHER}" in by_name and "1 rekaman" in by_name
    assert "2024-13-45" in client.get(f"/induk/{REGISTER}", params={"pada": "2024-13-45"}).text


def test_a_record_tells_where_it_went_and_why(client: TestClient) -> None:
    lost = client.get(f"/induk/{REGISTER}/{LOSER}").text
    assert "sudah digabung ke" in lost and f'href="/induk/{REGISTER}/{SURVIVOR}"' in lost
    assert "Satu &lt;b&gt;sekolah&lt;/b&gt;." in lost and "Sudah dicek." in lost
    assert "1 Juli 2024" in lost and "Dinas Pendidikan" in lost
    kept = client.get(f"/induk/{REGISTER}/{SURVIVOR}").text
    assert f'href="/induk/{REGISTER}/{LOSER}"' in kept
    moved = client.get("/induk/wilayah/32.16.01.2007").text
    assert 'href="/induk/wilayah/32.16.01.1007"' in moved


def test_candidates_stand_side_by_side_while_both_live(client: TestClient) -> None:
    page = client.get(f"/induk/{REGISTER}").text
    section = page.split('id="h-ganda"')[-1]
    assert f"/induk/{REGISTER}/{OTHER}" in section and "92,0" in section
    assert f"/induk/{REGISTER}/{LOSER}" not in section
    assert "Register berubah" in page
