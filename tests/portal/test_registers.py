"""Pages of the registers, over the tables that a real refresh writes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from spbe_data.flows import refresh
from spbe_data.flows.house import Rumah
from spbe_data.flows.registers import instansi_terikat, register_dikenal
from spbe_data.portal import registers
from spbe_data.portal.app import create_app
from spbe_data.portal.store import Cursor, rows


@pytest.fixture
def client(rumah: Rumah) -> Iterator[TestClient]:
    refresh.segarkan(rumah)
    with TestClient(create_app(rumah.settings), raise_server_exceptions=False) as made:
        yield made


def test_matrix_and_filters(client: TestClient, rumah: Rumah) -> None:
    page = client.get("/register")
    assert page.status_code == 200
    for standard in register_dikenal(rumah):
        assert f'href="/register/{standard.id}"' in page.text
    standard = rumah.catalog.standar["register-risiko"]
    assert len(instansi_terikat(rumah, standard)) > 50 and "erlambat" in page.text
    one = client.get("/register?pasal=16(6)&bahasa=en").text
    assert "register-pusat-data-luar" in one and "register-risiko" not in one
    agency = client.get("/register/perangkat-daerah/dinas-kesehatan?bahasa=en")
    assert agency.status_code == 200 and "register-risiko" in agency.text
    assert "register-audit-tik" not in agency.text  # binds the coordinator only


def _matrix(page: str) -> str:
    return page.split('class="scroll scroll-tall matrix"')[1].split("</table>")[0]


def test_the_matrix_tells_each_agency_and_register_by_sign_and_word(
    client: TestClient, rumah: Rumah
) -> None:
    registers = register_dikenal(rumah)
    bound = [(r.id, a) for r in registers for a in instansi_terikat(rumah, r)]
    agencies = {a for _r, a in bound}
    whole = _matrix(client.get("/register").text)
    assert whole.count('<th scope="row"') == len(agencies)
    assert whole.count("<td ") == len(agencies) * len(registers)
    assert whole.count('title="Tidak terikat"') == len(agencies) * len(registers) - len(bound)
    late = '<td class="s-poor" title="Terlambat"><span aria-hidden="true">×</span>'
    assert whole.count(late) == len(bound)  # an empty house, long after every due day
    assert 'class="visually-hidden">Terlambat<' in whole
    english = _matrix(client.get("/register?bahasa=en").text)
    assert 'title="Late"' in english and 'title="Terlambat"' not in english


def test_the_matrix_is_narrowed_by_agency_and_article_together(client: TestClient) -> None:
    one = client.get("/register?perangkat_daerah=dinas-kesehatan").text
    table = _matrix(one)
    assert table.count('<th scope="row"') == 1 and "perangkat-daerah/dinas-kesehatan" in table
    assert 'value="dinas-kesehatan" selected' in one and 'value="dinas-pendidikan"' in one
    both = _matrix(client.get("/register?perangkat_daerah=dinas-kesehatan&pasal=16(6)").text)
    assert both.count("<td ") == 1 and "register-pusat-data-luar" in both
    # the article binds the coordinator only, so this agency has nothing there
    none = client.get("/register?perangkat_daerah=dinas-kesehatan&pasal=31(3)")
    assert none.status_code == 200 and "Tidak ada yang cocok" in none.text
    for wild in ("tidak-ada", "%27%3B--", "%3Cscript%3E"):
        page = client.get(f"/register?perangkat_daerah={wild}")
        assert page.status_code == 200 and "<script>" not in page.text
        assert "Tidak ada yang cocok" in page.text and "scroll-tall matrix" not in page.text


def test_pages_tell_that_a_register_is_there_but_no_version_of_it(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_version(con: Cursor, sql: str) -> list[dict[str, Any]]:
        found = rows(con, sql)
        return [
            {**r, "status": "ada", "bukti": "versi 41, 2025"} if "bukti" in r else r for r in found
        ]

    monkeypatch.setattr(registers, "rows", with_version)
    for path in ("", "/register-risiko", "/perangkat-daerah/dinas-kesehatan"):
        page = client.get(f"/register{path}").text
        assert ">Ada<" in page.replace("</span> Ada<", "</span>>Ada<") and "versi 41" not in page


def test_wild_filters_are_harmless(client: TestClient) -> None:
    for query in ("pasal=%27%3B--", "pasal=99", "pasal=" + "9" * 500):
        page = client.get(f"/register?{query}")
        assert page.status_code == 200 and 'href="/register/register-' not in page.text
    page = client.get("/register?pasal=<script>alert(1)</script>")
    assert page.status_code == 200 and "<script>" not in page.text
    assert client.get("/register/tidak-ada").status_code == 404
    assert client.get("/register/x'%20OR%201=1--").status_code == 404
    assert client.get("/register/perangkat-daerah/tidak-ada").status_code == 404


def test_one_register_names_duty_article_and_agencies(client: TestClient) -> None:
    page = client.get("/register/register-basis-data")
    assert page.status_code == 200
    assert "Pasal 24(3)d" in page.text and "Dinas Kesehatan" in page.text
    english = client.get("/register/register-basis-data?bahasa=en")
    assert english.status_code == 200 and 'lang="en"' in english.text


def test_registers_stay_out_of_the_public_catalogue(client: TestClient) -> None:
    assert client.get("/dataset/register-basis-data").status_code == 404
    assert "register-" not in client.get("/dataset").text
    assert client.get("/kualitas").status_code == 200
