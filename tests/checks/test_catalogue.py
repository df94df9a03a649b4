"""The catalogue of findings: complete, in two languages, and the same as the reference page."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from scripts.halaman_temuan import halaman
from spbe_data.checks.catalogue import KATALOG, dokumen, pesan
from spbe_data.checks.finding import Temuan
from spbe_data.standards.catalog import Catalog

ROOT = Path(__file__).resolve().parents[2]


def test_every_code_has_a_severity_and_every_severity_a_code(catalog: Catalog) -> None:
    for policy in catalog.kebijakan_semua:
        assert set(policy.tingkat) == set(KATALOG)


@pytest.mark.parametrize("code", sorted(KATALOG))
def test_both_languages_use_the_same_facts_and_say_all_three_things(code: str) -> None:
    kind = KATALOG[code]
    fields = {}
    for language, words in (("id", kind.id), ("en", kind.en)):
        assert all(part.strip() for part in (words.temuan, words.harapan, words.perbaikan)), (
            language
        )
        names = {
            f
            for t in (words.temuan, words.harapan, words.perbaikan)
            for _, f, _, _ in string.Formatter().parse(t)
            if f
        }
        fields[language] = {re.sub(r"_(id|en)$", "", name) for name in names}
    assert fields["id"] == fields["en"]
    assert kind.dasar_hukum and kind.pemeriksaan


def test_a_message_says_where_what_expected_and_repair() -> None:
    finding = Temuan(
        kode="BUKAN_ANGKA",
        tahap="baris",
        tingkat="tolak",
        aturan="x:tahun",
        baris=122,
        kolom="tahun",
        sel="C122",
        nilai="2O24",
        params={
            "bentuk": "angka 4 digit antara 2000 dan 2026",
            "bentuk_en": "a 4-digit year from 2000 to 2026",
            "petunjuk": "Periksa huruf O yang seharusnya angka 0.",
            "petunjuk_en": "Check the letter O, which should be the digit 0.",
        },
    )
    assert pesan(finding, "id") == (
        'Baris 122, kolom "tahun" (sel C122): tertulis "2O24". '
        "Harus angka 4 digit antara 2000 dan 2026. Periksa huruf O yang seharusnya angka 0."
    )
    assert pesan(finding, "en") == (
        'Row 122, column "tahun" (cell C122): it reads "2O24". '
        "Expected a 4-digit year from 2000 to 2026. Check the letter O, which should be the digit 0."
    )


def test_braces_in_a_senders_value_are_only_text() -> None:
    finding = Temuan(
        "POLA_TIDAK_COCOK",
        "baris",
        "tolak",
        "x",
        baris=1,
        kolom="k",
        nilai="{0.__class__} {x}",
        params={"pola": "[0-9]{4}"},
    )
    assert '"{0.__class__} {x}"' in pesan(finding, "id")
    assert "[0-9]{4}" in pesan(finding, "id")


def test_the_document_has_the_shape_of_the_doors() -> None:
    entry = dokumen(Temuan("SEL_KOSONG", "baris", "tolak", "x:y", baris=2, kolom="y", sel="A2"))
    assert set(entry) == {
        "kode", "tahap", "tingkat", "aturan", "dasar_hukum", "lembar", "baris", "kolom", "sel", "nilai",
        "harapan", "perbaikan", "saran", "pesan",
    }  # fmt: skip
    assert set(entry["pesan"]) == {"id", "en"}


def test_the_reference_page_is_generated_from_the_catalogue() -> None:
    assert (ROOT / "docs" / "temuan.md").read_text(encoding="utf-8") == halaman()
