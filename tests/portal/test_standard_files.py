"""The standard's files: listed on the dataset page, reached by an address that stays."""

from __future__ import annotations

import hashlib
import json

import pytest
from starlette.testclient import TestClient

from spbe_data.portal.releases import STANDARD_FILES
from tests.portal.conftest import Reader, World

PAGE = "/dataset/jumlah-dokter"


@pytest.fixture
def with_standard(world: World) -> World:
    """Two releases, of which only the newest carries the standard's files."""
    world.add("jumlah-dokter", rilis=2)
    folder = world.settings.terbitan / "jumlah-dokter" / "rilis" / "2"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for ending in STANDARD_FILES:
        data = ending.encode()
        (folder / f"standar.{ending}").write_bytes(data)
        manifest["berkas"][f"standar.{ending}"] = {
            "sha256": hashlib.sha256(data).hexdigest(),
            "ukuran": len(data),
        }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    world.sql += [
        "ALTER TABLE katalog.dataset ADD COLUMN konsep VARCHAR",
        "UPDATE katalog.dataset SET konsep = 'Banyaknya dokter.'",
    ]
    world.write()
    return world


def test_each_file_is_listed_in_both_languages_and_leads_to_the_newest_release(
    with_standard: World, client: TestClient, read: Reader
) -> None:
    for address in (PAGE, f"{PAGE}?bahasa=en"):
        text = read(address)
        for ending in STANDARD_FILES:
            assert f'href="{PAGE}/standar.{ending}"' in text
    assert "Formulir metadata BPS" in read(PAGE)
    for ending in STANDARD_FILES:
        moved = client.get(f"{PAGE}/standar.{ending}")
        assert moved.status_code == 302
        got = client.get(moved.headers["location"])
        assert (got.status_code, got.content) == (200, ending.encode())
        assert f"jumlah-dokter-rilis-2-standar.{ending}" in got.headers["content-disposition"]
    yaml = client.get(f"{PAGE}/rilis/2/standar.odcs.yaml")
    assert yaml.headers["content-type"].startswith("application/yaml")


@pytest.mark.parametrize("ending", ["csv", "xlsx", "odcs", "../manifest.json", "csvw.json"])
def test_what_a_release_does_not_carry_is_not_there(
    published: World, client: TestClient, ending: str
) -> None:
    assert client.get(f"{PAGE}/standar.{ending}").status_code == 404


def test_an_older_release_without_them_keeps_its_page(published: World, read: Reader) -> None:
    assert "/standar." not in read(PAGE)
