"""The list of checks forgets none, and says only what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from scripts.halaman_temuan import halaman_pemeriksaan
from spbe_data.checks.catalogue import KATALOG
from spbe_data.checks.listed import DAFTAR, Pemeriksaan
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.completeness import kekurangan

ROOT = Path(__file__).resolve().parents[2]
NUMBERS = {"SDI": 14, "Q": 9, "P": 5, "A": 4, "M": 1}
"""How many checks of each family the list of law has."""


def test_no_check_is_forgotten() -> None:
    wanted = [f"{family}-{n:02}" for family, most in NUMBERS.items() for n in range(1, most + 1)]
    assert list(DAFTAR) == wanted


def test_every_finding_belongs_to_a_listed_check() -> None:
    assert {k.pemeriksaan for k in KATALOG.values()} <= DAFTAR.keys()


@pytest.mark.parametrize("check", DAFTAR.values(), ids=DAFTAR.keys())
def test_the_places_named_are_there(check: Pemeriksaan) -> None:
    for path in check.tempat:
        assert (ROOT / path).is_file(), path
    for path in check.uji:
        file, _, name = path.partition("::")
        text = (ROOT / file).read_text(encoding="utf-8")
        assert not name or re.search(rf"^(async )?def {name}\(", text, re.MULTILINE), path


def test_what_is_done_nowhere_says_why() -> None:
    entry = {"id": "A-09", "apa": "x", "dasar": "x", "tingkat": "tolak", "tempat": [], "uji": []}
    with pytest.raises(ValidationError, match="belum"):
        Pemeriksaan.model_validate(entry)


def test_the_page_is_the_lists() -> None:
    page = (ROOT / "docs" / "pemeriksaan.md").read_text(encoding="utf-8")
    assert page == halaman_pemeriksaan()
    assert all(code in page for code in KATALOG)


def test_a_set_standard_below_kabupaten_needs_both_code_systems(catalog: Catalog) -> None:
    for standard in catalog.standar.values():
        assert not [g for g in kekurangan(standard) if g.isian == "kolom"], standard.id
        if standard.tingkat_penyajian != "desa_kelurahan":
            continue
        kept = tuple(c for c in standard.kolom if c.nama != "bps_kode_desa_kelurahan")
        gaps = kekurangan(standard.model_copy(update={"kolom": kept}))
        assert [g.pesan for g in gaps if g.isian == "kolom"] == [
            "kolom kode desa/kelurahan menurut bps belum ada"
        ]
