"""Take the pictures of the README from a running system (``spbe up``).

``python scripts/gambar_readme.py PORTAL_URL DAGSTER_URL OUT``. Needs Chromium at /usr/bin/chromium.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _shot(page: Page, url: str, target: Path, wait: str | None = None, pause: int = 600) -> None:
    page.goto(url, wait_until="load")
    if wait:
        page.wait_for_selector(wait, timeout=60_000)
    page.wait_for_timeout(pause)
    page.screenshot(path=target)
    print(target)


def main() -> None:
    portal, dagster, out = sys.argv[1].rstrip("/"), sys.argv[2].rstrip("/"), Path(sys.argv[3])
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900}, device_scale_factor=1)
        page.set_viewport_size({"width": 1280, "height": 1060})
        _shot(
            page,
            f"{portal}/dataset/jumlah-penduduk-menurut-jenis-kelamin",
            out / "portal-dataset.png",
        )
        _shot(page, f"{portal}/monev", out / "portal-monev.png")
        _shot(page, f"{portal}/kualitas", out / "portal-kualitas.png")
        _shot(page, f"{portal}/arsitektur", out / "portal-arsitektur.png")
        _shot(page, f"{portal}/referensi/wilayah/32.16.01.2007?pada=2024", out / "portal-kode.png")
        page.set_viewport_size({"width": 1440, "height": 900})
        group = f"{dagster}/locations/satu-data/asset-groups/dinas_kesehatan/lineage"
        _shot(page, group, out / "dagster-graf.png", pause=9000)
        asset = f"{dagster}/assets/periksa/jumlah_kepala_keluarga_menurut_desa_kelurahan"
        _shot(
            page,
            f"{asset}?view=checks&checkDetail=pandera_baris",
            out / "dagster-pemeriksaan.png",
            pause=7000,
        )
        _shot(page, f"{dagster}/assets/kualitas/kalender", out / "dagster-kalender.png", pause=7000)
        browser.close()


if __name__ == "__main__":
    main()
