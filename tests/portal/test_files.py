"""Downloads: only what the manifest names, with the headers a careful client needs."""

from __future__ import annotations

import hashlib

import pytest
from starlette.testclient import TestClient

from tests.portal.conftest import World

BASE = "/dataset/jumlah-dokter/rilis/1/"


def test_a_file_comes_with_its_hash_its_type_and_a_long_life(
    published: World, client: TestClient
) -> None:
    answer = client.get(BASE + "jumlah-dokter.csv")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["etag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'
    assert answer.headers["last-modified"] == "Sun, 22 Nov 2026 03:04:05 GMT"
    assert 'filename="jumlah-dokter-rilis-1.csv"' in answer.headers["content-disposition"]
    assert "immutable" in answer.headers["cache-control"]
    assert "sandbox" in answer.headers["content-security-policy"]
    again = client.get(
        BASE + "jumlah-dokter.csv", headers={"if-none-match": answer.headers["etag"]}
    )
    assert again.status_code == 304 and again.content == b""


def test_ranges_and_head(published: World, client: TestClient) -> None:
    part = client.get(BASE + "jumlah-dokter.csv", headers={"range": "bytes=0-8"})
    assert part.status_code == 206 and part.content == b"kode_desa"
    stale = client.get(
        BASE + "jumlah-dokter.csv", headers={"range": "bytes=0-8", "if-range": '"lain"'}
    )
    assert stale.status_code == 200
    assert (
        client.get(BASE + "jumlah-dokter.csv", headers={"range": "bytes=99999-"}).status_code == 416
    )
    head = client.head(BASE + "jumlah-dokter.csv")
    assert head.status_code == 200 and head.content == b""
    assert int(head.headers["content-length"]) > 0
    assert client.head("/").status_code == 200


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("jumlah-dokter.json", "application/json"),
        ("jumlah-dokter.parquet", "application/vnd.apache.parquet"),
        ("manifest.json", "application/json"),
        ("kamus.json", "application/json"),
        ("grafik.svg", "image/svg+xml"),
    ],
)
def test_media_types(published: World, client: TestClient, name: str, media: str) -> None:
    answer = client.get(BASE + name)
    assert (answer.status_code, answer.headers["content-type"]) == (200, media)


def test_newest_file_redirects_within_the_site(published: World, client: TestClient) -> None:
    answer = client.get("/dataset/jumlah-dokter/unduh.csv", headers={"host": "jahat.example"})
    assert answer.status_code == 302
    assert answer.headers["location"] == "/dataset/jumlah-dokter/rilis/2/jumlah-dokter.csv"
    assert client.get("/dataset/jumlah-dokter/unduh.xlsx").status_code == 404  # not in the release
    assert client.get("/dataset/jumlah-dokter/unduh.svg").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        BASE + "..%2f2%2fjumlah-dokter.csv",
        BASE + "%2e%2e%2fmanifest.json",
        BASE + "..\\manifest.json",
        BASE + "/etc/passwd",
        BASE + "%2fetc%2fpasswd",
        BASE + "rahasia.csv",
        BASE + "titip.csv",
        BASE + "jumlah-dokter.csv%00.svg",
        BASE + ".hidden",
        "/dataset/jumlah-dokter/rilis/3/jumlah-dokter.csv",
        "/dataset/jumlah-dokter/rilis/0/jumlah-dokter.csv",
        "/dataset/jumlah-dokter/rilis/-1/jumlah-dokter.csv",
        "/dataset/jumlah-dokter/rilis/01/jumlah-dokter.csv",
        "/dataset/jumlah-dokter/rilis/" + "9" * 6000 + "/jumlah-dokter.csv",
        "/dataset/..%2f..%2fgudang/rilis/1/spbe.duckdb",
        "/dataset/jumlah-dokter%27%20OR%201=1--",
        "/static/..%2fapp.py",
        "/static/portal.css",
    ],
)
def test_nothing_else_can_be_reached(published: World, client: TestClient, address: str) -> None:
    folder = published.settings.terbitan / "jumlah-dokter" / "rilis" / "1"
    (folder / "rahasia.csv").write_text("isi-dapur")  # there, but not in the manifest
    (published.settings.terbitan / "jumlah-dokter" / "rilis" / "3").mkdir(exist_ok=True)
    answer = client.get(address)
    assert answer.status_code == 404
    assert "isi-dapur" not in answer.text


def test_a_changed_file_or_a_link_is_not_handed_out(published: World, client: TestClient) -> None:
    folder = published.settings.terbitan / "jumlah-dokter" / "rilis" / "1"
    data = folder / "jumlah-dokter.csv"
    kept = data.read_bytes()
    data.write_bytes(kept + b"x")
    assert client.get(BASE + "jumlah-dokter.csv").status_code == 404
    outside = published.settings.home / "luar.csv"
    outside.write_bytes(kept)
    data.unlink()
    data.symlink_to(outside)
    assert client.get(BASE + "jumlah-dokter.csv").status_code == 404


def test_a_release_without_its_folder_still_has_a_page(
    published: World, client: TestClient
) -> None:
    (published.settings.terbitan / "jumlah-dokter" / "rilis" / "2" / "manifest.json").unlink()
    page = client.get("/dataset/jumlah-dokter")
    assert page.status_code == 200
    assert "sedang tidak tersedia" in page.text and "Pratinjau tidak dapat dibuat" in page.text
