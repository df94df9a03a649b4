"""The metadata of the sample standards: whole but for what only the office can say."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from rapidfuzz import fuzz

from spbe_data.standards.catalog import Catalog
from spbe_data.standards.completeness import kekurangan
from spbe_data.standards.metadata import BELUM
from spbe_data.standards.models import Standar

ROOT = Path(__file__).parents[2]
HANYA_KANTOR = (
    "kegiatan.penanggung_jawab.",
    "kegiatan.jadwal.",
    "kegiatan.petugas",  # the survey of another body: its staff is not on record here
    "unit_produsen",
    "lisensi",
)
"""Gaps that only the office itself can close: contacts, units, dates, staff and its licence."""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog(ROOT / "schemas", ROOT / "quality")


def datasets(catalog: Catalog) -> list[Standar]:
    """Without the registers of the Perbup, which have no meaning of their own to tell apart."""
    return [s for s in catalog.standar.values() if s.register_spbe is None]


def test_only_what_the_office_alone_knows_is_missing(catalog: Catalog) -> None:
    for standard in catalog.standar.values():
        for gap in kekurangan(standard):
            assert gap.isian.startswith(HANYA_KANTOR), (standard.id, str(gap))


def test_staff_are_missing_only_from_field_work_of_others(catalog: Catalog) -> None:
    for standard in catalog.standar.values():
        gaps = {gap.isian for gap in kekurangan(standard)}
        if "kegiatan.petugas" in gaps:
            assert standard.kegiatan.cara_pengumpulan in ("1", "2"), standard.id


def test_no_contact_is_made_up(catalog: Catalog) -> None:
    for standard in catalog.standar.values():
        told = standard.kegiatan.penanggung_jawab
        assert {told.telepon, told.faksimile, told.surel, told.alamat} == {BELUM}, standard.id
        assert standard.kontak == BELUM, standard.id


def test_compiled_administrative_data_say_so(catalog: Catalog) -> None:
    seen = 0
    for standard in catalog.standar.values():
        about = standard.kegiatan
        if about.cara_pengumpulan == "3":
            seen += 1
            assert (about.metode, about.sarana) == (8, 32), standard.id
            assert not about.butuh_petugas and about.rancangan_sampel is None
    assert seen >= 20


@pytest.mark.parametrize("part", ["latar_belakang", "interpretasi", "rumus", "tujuan arsitektur"])
def test_no_two_datasets_share_their_words(catalog: Catalog, part: str) -> None:
    texts: list[tuple[str, str]] = []
    for standard in datasets(catalog):
        if part == "latar_belakang":
            texts.append((standard.id, standard.kegiatan.latar_belakang or ""))
        elif part == "tujuan arsitektur":
            assert standard.arsitektur is not None, standard.id
            texts.append((standard.id, standard.arsitektur.tujuan))
        else:
            texts += [(f"{standard.id}.{one.nama}", getattr(one, part)) for one in standard.ms_ind]
    assert len(texts) >= 30
    for (one, a), (other, b) in combinations(texts, 2):
        assert fuzz.ratio(a.casefold(), b.casefold()) <= 90, (one, other, a, b)


def test_every_measure_has_an_indicator_with_all_columns_of_the_form(catalog: Catalog) -> None:
    for standard in datasets(catalog):
        named = {
            name
            for one in standard.ms_ind
            if one.pembangun is not None
            for name in one.pembangun.variabel
        }
        assert {column.nama for column in standard.ukuran} <= named, standard.id
        for one in standard.ms_ind:
            columns = (
                one.konsep,
                one.definisi,
                one.interpretasi,
                one.rumus,
                one.ukuran,
                one.satuan,
            )
            assert all(columns), (standard.id, one.nama)
            assert fuzz.ratio(one.interpretasi, one.rumus) < 90
