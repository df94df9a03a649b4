"""Places of a regulation answer the questions that ask for them, and no text breaks the asking."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_data.standards.catalog import Catalog
from spbe_data.standards.models import Standar
from spbe_data.standards.obligation import Pasal

_PLACES = st.builds(
    Pasal,
    peraturan=st.just("Perbup"),
    pasal=st.from_regex(r"[0-9]{1,3}[A-Z]?", fullmatch=True),
    ayat=st.none() | st.from_regex(r"[0-9]{1,2}[a-z]?", fullmatch=True),
    huruf=st.none() | st.from_regex(r"[a-z]", fullmatch=True),
)
_NEARLY = st.text("0123456789()abcdeABpasljythurf ,.²٣ſK\n\x00", max_size=30)


@given(place=_PLACES, asked=st.text(max_size=60) | _NEARLY)
def test_no_text_breaks_the_asking(place: Pasal, asked: str) -> None:
    if place.cocok(asked):
        assert place.pasal.lower() in asked.lower()


@given(place=_PLACES)
def test_a_place_answers_to_its_own_name_and_to_its_whole_article(place: Pasal) -> None:
    ayat = f"({place.ayat})" if place.ayat else ""
    huruf = place.huruf or ""
    for asked in (
        place.pasal,
        f"{place.pasal}{ayat}",
        f"{place.pasal}{ayat}{huruf}",
        f"Pasal {place.pasal}" + (f" ayat {ayat}" if ayat else "") + (f" huruf {huruf}" * bool(huruf)),
    ):  # fmt: skip
        # "5" and "a" without an ayat between them would read as Article 5A.
        if not (
            huruf
            and not ayat
            and place.pasal.isdigit()
            and "huruf" not in asked
            and asked != place.pasal
        ):
            assert place.cocok(asked), asked


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("24", True),
        ("24(3)", True),
        ("24(3)d", True),
        ("pasal 24 AYAT (3) huruf D", True),
        ("24(3)a", False),
        ("24(4)", False),
        ("24A", False),
        ("2", False),
        ("4(3)d", False),
        ("٢٤", False),
    ],
)
def test_a_letter_of_a_paragraph(asked: str, found: bool) -> None:
    assert Pasal(peraturan="Perbup", pasal="24", ayat="3", huruf="d").cocok(asked) is found


def test_a_whole_article_holds_each_of_its_parts() -> None:
    assert Pasal(peraturan="Perbup", pasal="34").cocok("34(2)")
    assert Pasal(peraturan="Perbup", pasal="20B").cocok("20B huruf a")
    assert not Pasal(peraturan="Perbup", pasal="32").cocok("32A")


def _found(catalog: Catalog, asked: str) -> set[str]:
    return {
        s.id
        for s in catalog.standar.values()
        if s.register_spbe is not None and any(p.cocok(asked) for p in s.register_spbe.pasal)
    }


def _registers(catalog: Catalog) -> list[Standar]:
    return [s for s in catalog.standar.values() if s.register_spbe is not None]


def test_every_register_is_found_by_each_of_its_articles(catalog: Catalog) -> None:
    assert len(_registers(catalog)) == 23
    for standard in _registers(catalog):
        assert standard.register_spbe is not None
        for place in standard.register_spbe.pasal:
            ayat = f"({place.ayat})" if place.ayat else ""
            for asked in (
                place.pasal,
                f"{place.pasal}{ayat}",
                f"{place.pasal}{ayat}{place.huruf or ''}",
            ):
                assert standard.id in _found(catalog, asked), (standard.id, asked)
                assert standard.id in _found(catalog, f"Pasal {asked}")


def test_an_article_that_no_register_cites_finds_none(catalog: Catalog) -> None:
    cited = {p.pasal for s in _registers(catalog) if s.register_spbe for p in s.register_spbe.pasal}
    for number in range(1, 60):
        assert bool(_found(catalog, str(number))) == (str(number) in cited)
