"""Both languages complete, and no word outside the table; how numbers and days are written."""

from __future__ import annotations

import datetime as dt
import re
import string
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from spbe_data.portal import formats, pages, quality, words
from spbe_data.portal.words import WORDS

TEMPLATES = sorted(pages.TEMPLATES.iterdir())
JAKARTA = ZoneInfo("Asia/Jakarta")


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_say_everything() -> None:
    for key, (indonesian, english) in WORDS.items():
        assert indonesian.strip() and english.strip(), key
        assert _fields(indonesian) == _fields(english), key


def test_every_key_a_template_uses_is_there() -> None:
    used = {
        (path.name, key)
        for path in TEMPLATES
        for key in re.findall(r"\bt\('([a-zA-Z0-9_.]+)'[,)]", path.read_text(encoding="utf-8"))
    }
    assert len(used) > 100
    assert [u for u in used if u[1] not in WORDS] == []


def test_no_key_is_left_over() -> None:
    source = "\n".join(
        p.read_text(encoding="utf-8")
        for p in [*TEMPLATES, *Path(pages.__file__).parent.glob("*.py")]
        if not p.name.startswith("words")
    )
    made = ("temuan.", "dimensi.", "kerangka.", "keadaan.", "tingkat_penyajian.", "tingkat.", "tipe.",
            "standar.", "status.", "format.", "menu.", "urut.", "saring.", "hukum.", "galat.", "skor.", "status_standar.",
            "kelas_perubahan.", "walidata.", "lapisan.", "arsitektur.", "standar_data.pintu_", "status_register.")  # fmt: skip
    left = [
        k
        for k in WORDS
        if f"'{k}'" not in source and f'"{k}"' not in source and not k.startswith(made)
    ]
    assert left == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_templates_hold_no_words_of_their_own(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"<style>.*?</style>", "", text, flags=re.S)
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.S)
    for attribute in ("alt", "aria-label", "title", "placeholder"):
        assert not re.search(rf'\b{attribute}="[^"]*[A-Za-z]{{3,}}', text), attribute
    text = re.sub(r"<[^>]*>", "", text, flags=re.S)
    assert re.findall(r"[A-Za-z]{2,}", text) == []


def test_vocabularies_of_the_catalogue_have_words() -> None:
    for state in quality.STATES:
        assert words.known(f"keadaan.{state}") and state in pages.STATE_TONES
    for _, word, tone in pages.SCORE_BANDS:
        assert words.known(f"skor.{word}") and tone in pages.SIGNS


def test_an_unknown_key_is_an_error_not_an_empty_page() -> None:
    with pytest.raises(KeyError):
        words.say("id")("tidak.ada")


@pytest.mark.parametrize(
    ("value", "decimals", "indonesian", "english"),
    [
        (1234567, None, "1.234.567", "1,234,567"),
        (Decimal("1234567.89"), None, "1.234.567,89", "1,234,567.89"),
        (Decimal("4.475"), 2, "4,48", "4.48"),
        (Decimal("2.945"), 2, "2,95", "2.95"),
        (0.1, None, "0,1", "0.1"),
        (float("nan"), None, "–", "–"),
        (None, None, "–", "–"),
        ("0016", None, "0016", "0016"),
        (Decimal("-1234.5"), 1, "-1.234,5", "-1,234.5"),
    ],
)
def test_numbers(value: object, decimals: int | None, indonesian: str, english: str) -> None:
    assert formats.number(value, "id", decimals) == indonesian
    assert formats.number(value, "en", decimals) == english


def test_days_are_told_in_the_zone_of_the_place() -> None:
    assert formats.day("2026-11-21T18:00:00+00:00", "id", JAKARTA) == "22 November 2026"
    assert formats.day(dt.date(2026, 8, 1), "id", JAKARTA) == "1 Agustus 2026"
    assert formats.day(dt.date(2026, 8, 1), "en", JAKARTA) == "1 August 2026"
    assert formats.day("entah", "id", JAKARTA) == "entah"


def test_periods_and_sizes() -> None:
    assert formats.span("2016", "2020", "id") == "2016–2020"
    assert formats.span("2020", "2020", "id") == "2020"
    assert formats.span("2023-01", "2025-12", "id") == "Januari 2023 – Desember 2025"
    assert formats.period("bukan periode", "id") == "bukan periode"
    assert formats.size(812, "id") == "812 B"
    assert formats.size(1_234_567, "id") == "1,2 MB"
    assert formats.size(1_234, "en") == "1.2 kB"


def test_addresses_keep_the_language_and_drop_what_is_empty() -> None:
    assert pages.address("id", "/dataset", q="", topik="A & B") == "/dataset?topik=A+%26+B"
    assert pages.address("en", "/dataset") == "/dataset?bahasa=en"
