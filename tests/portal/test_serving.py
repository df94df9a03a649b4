"""Readiness, replacing the file under a running portal, hostile input, errors and headers."""

from __future__ import annotations

import html
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from spbe_data.portal.app import create_app
from spbe_data.portal.store import Store, rows
from spbe_data.settings import Settings
from tests.portal.conftest import World

ATTACK = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_healthz_says_when_it_is_ready_and_why_not(world: World, client: TestClient) -> None:
    missing = client.get("/healthz")
    assert missing.status_code == 503
    assert missing.json()["siap"] is False
    assert "spbe build" in missing.json()["pesan"]["id"]
    world.write()
    assert client.get("/healthz").status_code == 503  # answers, but nothing is published
    world.settings.duckdb.write_bytes(b"bukan duckdb")
    assert client.get("/healthz").status_code == 503
    world.add("jumlah-dokter")
    world.write()
    ready = client.get("/healthz")
    assert ready.status_code == 200
    assert ready.json()["siap"] is True and ready.json()["dataset"] == 1


def test_pages_before_the_first_build_say_so_in_both_languages(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 503 and answer.headers["retry-after"] == "30"
    assert "Situs sedang disiapkan" in answer.text and "being prepared" in answer.text


def test_a_new_release_is_seen_at_once(published: World, client: TestClient) -> None:
    assert client.get("/dataset/jumlah-guru").status_code == 404
    published.add("jumlah-guru", judul="Jumlah Guru")
    published.write()
    assert "Jumlah Guru" in client.get("/dataset/jumlah-guru").text
    assert client.get("/healthz").json()["dataset"] == 2


def test_readers_never_see_an_old_file_while_others_read(published: World) -> None:
    """DuckDB would give the old file as long as any reader holds it."""
    store = Store(published.settings.duckdb)
    count = "SELECT count(*) AS n FROM katalog.dataset"
    seen: list[int] = []

    def late() -> None:
        with store.read() as con:
            seen.append(rows(con, count)[0]["n"])

    with store.read() as con:
        assert rows(con, count)[0]["n"] == 1
        published.add("jumlah-guru")
        published.write()
        reader = threading.Thread(target=late)
        reader.start()
        reader.join(0.2)
        assert reader.is_alive() and seen == []  # waits for the reader of the old file
        assert rows(con, count)[0]["n"] == 1  # whose page stays of one state
    reader.join(5)
    assert seen == [2]
    store.close()


def test_what_a_reader_types_comes_back_as_text(published: World, client: TestClient) -> None:
    answer = client.get("/dataset", params={"q": ATTACK, "topik": ATTACK, "lain": ATTACK})
    assert answer.status_code == 200
    assert "<script" not in answer.text and "<img src=x" not in answer.text
    assert (
        html.escape(ATTACK, quote=True).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
        in answer.text
    )
    broken = client.get(f"/dataset/{ATTACK}")
    assert broken.status_code == 404 and "<script" not in broken.text


@pytest.mark.parametrize(
    "query", ["'; DROP TABLE katalog.dataset;--", "%00", "%", "{{7*7}}", "{q}"]
)
def test_odd_queries_are_plain_words(published: World, client: TestClient, query: str) -> None:
    answer = client.get("/dataset", params={"q": query, "perangkat_daerah": query})
    assert answer.status_code == 200 and ">49<" not in answer.text
    assert client.get("/monev", params={"instansi": query}).status_code == 404
    assert client.get("/healthz").status_code == 200


def test_content_is_escaped_too(world: World, client: TestClient) -> None:
    world.add(
        "jumlah-dokter",
        judul=ATTACK,
        judul_en=ATTACK,
        agency_name=ATTACK,
        topik=ATTACK,
        lisensi="aneh",
    )
    world.sql.append(
        f"UPDATE katalog.kolom SET definisi = '{ATTACK.replace(chr(39), chr(39) * 2)}'"
    )
    world.sql.append(
        f"INSERT INTO kematangan.indeks VALUES ('Pemerintah {world.settings.nama_wilayah} <script>', "
        "2024, 'i', 'terbit', 3, '<b>', 's')"
    )
    world.write()
    for address in (
        "/",
        "/dataset",
        "/dataset/jumlah-dokter",
        "/dataset/jumlah-dokter/rilis/1",
        "/kualitas",
        "/monev",
        "/monev/indeks.svg",
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "<script" not in answer.text and "<img src=x" not in answer.text, address
        assert "javascript:" not in answer.text


def test_every_answer_carries_the_security_headers_and_no_cookie(
    published: World, client: TestClient
) -> None:
    for address in (
        "/",
        "/healthz",
        "/dataset/jumlah-dokter",
        "/tidak-ada",
        "/dataset/jumlah-dokter/unduh.csv",
    ):
        headers = client.get(address).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"], address
        assert headers["x-content-type-options"] == "nosniff"
        assert "referrer-policy" in headers
        assert "set-cookie" not in headers


def test_pages_need_no_script_and_no_inline_style(published: World, client: TestClient) -> None:
    """The content security policy would block them: then the page would be broken, not safe."""
    for address in ("/", "/dataset", "/dataset/jumlah-dokter", "/monev", "/kualitas", "/tentang"):
        page = client.get(address).text
        assert " style=" not in page and "<style" not in page and "<script" not in page
        assert 'src="http' not in page


def test_errors_are_bilingual_and_show_no_trace(
    published: World, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = client.get("/apa/saja")
    assert missing.status_code == 404
    assert "Halaman tidak ditemukan" in missing.text and "Page not found" in missing.text
    assert client.post("/dataset").status_code == 405

    def fail(*_: object) -> None:
        raise RuntimeError("rahasia-dapur")

    monkeypatch.setattr("spbe_data.portal.datasets.all_datasets", fail)
    broken = client.get("/dataset")
    assert broken.status_code == 500
    assert "Terjadi gangguan" in broken.text and "Something went wrong" in broken.text
    assert "rahasia-dapur" not in broken.text and "Traceback" not in broken.text
    assert "content-security-policy" in broken.headers


def test_unchanged_pages_are_not_sent_again(published: World, client: TestClient) -> None:
    first = client.get("/dataset")
    again = client.get("/dataset", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert (
        client.get(
            "/dataset?q=dokter", headers={"if-none-match": first.headers["etag"]}
        ).status_code
        == 200
    )


def test_style_sheet_is_named_after_its_content(published: World, client: TestClient) -> None:
    page = client.get("/").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    sheet = client.get(address)
    assert sheet.status_code == 200 and sheet.headers["content-type"].startswith("text/css")
    assert "immutable" in sheet.headers["cache-control"]
    assert "prefers-color-scheme: dark" in sheet.text and "@media print" in sheet.text


def test_serving_a_dataset_page_keeps_the_process_light(published: World) -> None:
    """Binding one parameter in DuckDB would pull in pandas and pyarrow."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom starlette.testclient import TestClient\n"
        "from spbe_data.settings import load_settings\nfrom spbe_data.portal.app import create_app\n"
        "root, home = map(Path, sys.argv[1:])\n"
        "client = TestClient(create_app(load_settings(root, home)))\n"
        "for a in ('/', '/dataset?q=dokter', '/dataset/jumlah-dokter', '/monev', '/kualitas', '/tentang'):\n"
        "    assert client.get(a).status_code == 200, a\n"
        "print(sorted({'pandas', 'pyarrow', 'polars', 'pandera', 'dagster', 'vl_convert'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, str(published.settings.content), str(published.settings.home)],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def served(
    published: World, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = _free_port()
    monkeypatch.setenv("SPBE_HOME", str(published.settings.home))
    monkeypatch.setenv("SPBE_CONTENT", str(published.settings.content))
    process = subprocess.Popen(
        [sys.executable, "-m", "spbe_data.portal.serve", "--port", str(port)]
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2).read()
            break
        except OSError:
            time.sleep(0.1)
    yield address, process
    process.kill()
    process.wait()


def test_the_real_process_serves_quietly_and_ends_on_sigterm(
    served: tuple[str, subprocess.Popen[bytes]],
) -> None:
    address, process = served
    with urllib.request.urlopen(f"{address}/dataset", timeout=10) as answer:
        assert answer.status == 200
        assert "server" not in {name.lower() for name in answer.headers}
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) in (0, -signal.SIGTERM)


CHROMIUM = Path("/usr/bin/chromium")


@pytest.mark.skipif(not CHROMIUM.is_file(), reason="chromium is not installed at /usr/bin/chromium")
def test_no_page_is_wider_than_a_small_phone(
    served: tuple[str, subprocess.Popen[bytes]], published: World
) -> None:
    published.sql.append(
        "INSERT INTO kematangan.indeks VALUES "
        f"('Pemerintah {published.settings.nama_wilayah}', 2024, 'i', 'terbit', 3, 'Baik', 'sumber')"
    )
    published.add("x" * 80, judul="Judul yang sangat panjang sekali " * 6)
    published.write()
    sync_api = pytest.importorskip("playwright.sync_api")
    address, _ = served
    with sync_api.sync_playwright() as player:
        browser = player.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 360, "height": 740})
        problems: list[str] = []
        page.on("console", lambda message: problems.append(message.text))
        for path in (
            "/",
            "/dataset",
            "/dataset/jumlah-dokter",
            "/dataset/" + "x" * 80,
            "/monev",
            "/kualitas",
            "/tentang",
        ):
            page.goto(address + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        page.goto(address)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        browser.close()
    assert problems == []  # nothing refused by the content security policy


def test_nothing_is_opened_before_the_first_request(settings: Settings) -> None:
    create_app(settings)
    assert not settings.home.exists()
