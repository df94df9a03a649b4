"""Score pages: three frameworks, trends that break where nothing was measured, the Walidata's card."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from starlette.testclient import TestClient

from spbe_data.portal import scores
from tests.portal.conftest import World

Reader = Callable[[str], str]
AGENCY = "dinas-kesehatan"


@pytest.fixture
def scored(published: World) -> World:
    """One open dataset with two releases, scored by two frameworks; a closed one beside it."""
    rows = [
        f"('{AGENCY}', {year}, '{scope}', '{framework}', '{dimension}', {score}, 1, '2026.1')"
        for year, score in ((2019, "70"), (2020, "NULL"), (2021, "88.5"))
        for scope, framework, dimension in (
            ("terbuka", "satu_data", "total"),
            ("terbuka", "satu_data", "mutakhir"),
            ("terbuka", "bps", "total"),
        )
    ]
    published.sql += [
        f"INSERT INTO kualitas.skor_perangkat_daerah VALUES {', '.join(rows)}, "
        f"('{AGENCY}', 2021, 'semua', 'satu_data', 'total', 11.1, 2, '2026.1')",
        "INSERT INTO kualitas.skor_dataset VALUES "
        "('jumlah-dokter','2019',1,'satu_data','total',64.5,'2026.1','2026-11-22'), "
        "('jumlah-dokter','2020',2,'satu_data','total',92.5,'2026.1','2026-11-22')",
        "INSERT INTO kualitas.riwayat_skor VALUES "
        "('dataset','jumlah-dokter','2026-10-01',1,'satu_data','total',55.5,'2026.1',true), "
        "('dataset','jumlah-dokter','2026-11-22',2,'satu_data','total',78.5,'2026.1',true), "
        f"('perangkat_daerah','{AGENCY}','2026-11-22',NULL,'satu_data','total',78.4,'2026.1',true)",
        "INSERT INTO kualitas.skor_walidata VALUES "
        "(2026,'standar_ditinjau',0,'persen',57,0,NULL,'2026.1',false), "
        "(2026,'terbit_tepat_waktu',NULL,'persen',0,NULL,3,'2026.1',false), "
        "(2026,'lama_putusan',2.5,'hari',12,NULL,NULL,'2026.1',true)",
    ]
    published.write()
    return published


def test_the_agency_page_shows_trend_table_and_threshold(scored: World, read: Reader) -> None:
    page = read(f"/kualitas/{AGENCY}")
    assert "Empat tujuan Manajemen Data" in page and "Enam dimensi kualitas BPS" in page
    assert "kebijakan mutu versi 2026.1" in page
    assert page.count("<polyline") == 1  # the year without a score breaks the agency's lines
    assert "70,0" in page and "88,5" in page and "11,1" not in page
    assert "Mutakhir" in page
    assert "64,5" in page and "92,5" in page  # by period
    assert "55,5" in page and "1 (1 Oktober 2026)" in page  # by release
    assert "22 November 2026" in page and "78,4" in page  # the agency, by day of release


def test_the_quality_page_leads_there_and_shows_the_walidatas_card(
    scored: World, read: Reader
) -> None:
    scored.sql.append(
        "INSERT INTO kualitas.kalender VALUES "
        "('jumlah-dokter', '2021', '2022-04-30', 'terlambat', NULL, NULL, NULL)"
    )
    scored.write()
    page = read("/kualitas")
    assert f'href="/kualitas/{AGENCY}"' in page
    assert "Kartu Walidata" in page
    assert (
        page.index("median") < page.index("Batas: 3 hari kalender") < page.index("ditinjau tahun")
    )
    assert "2,5 hari" in page and "termasuk pengajuan contoh" in page
    english = read("/kualitas?bahasa=en")
    assert "The Walidata&#39;s own card" in english and "2.5 days" in english


def test_the_dataset_page_tells_lag_apart_from_lateness(scored: World, read: Reader) -> None:
    scored.sql.append(
        "INSERT INTO kualitas.ketepatan_waktu VALUES "
        "('jumlah-dokter','2019','2020-04-30','2020-04-01T00:00:00+00:00',-29,92), "
        "('jumlah-dokter','2018',NULL,'2020-04-01T00:00:00+00:00',NULL,457)"
    )
    scored.write()
    page = read("/dataset/jumlah-dokter")
    assert "median 92 hari" in page and "1 periode" in page


def test_an_agency_without_open_scores_has_no_page(scored: World, client: TestClient) -> None:
    for name in ("tidak-ada", "'; DROP TABLE kualitas.temuan; --"):
        assert client.get(f"/kualitas/{name}").status_code == 404


def test_a_line_breaks_where_nothing_was_measured() -> None:
    line = scores.trend(
        "k", [("a", Decimal(0)), ("b", Decimal(100)), ("c", None), ("d", Decimal(50))]
    )
    assert line.garis == ("3.0,25.0 41.0,3.0",)
    assert line.titik == (("3.0", "25.0"), ("41.0", "3.0"), ("117.0", "14.0"))
    assert line.akhir == 50
    assert scores.trend("k", [("a", None)]).titik == ()
