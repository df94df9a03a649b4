"""Names as people write them: made comparable, and near ones offered with their distance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_data.identifiers.nama import cari_nama, normal, terdekat

KECAMATAN = {
    n: normal(n)
    for n in (
        "Setu", "Karang Bahagia", "Kedung Waringin", "Tambun Selatan", "Tambun Utara",
        "Cikarang Utara", "Cikarang Barat", "Muaragembong", "Tarumajaya", "Sukawangi",
    )
}  # fmt: skip


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("Kec. Karang-Bahagia", "KARANGBAHAGIA"),
        ("KAB. BEKASI", "Kabupaten  Bekasi"),
        ("Ds. Segara Makmur", "Desa SEGARAMAKMUR"),
        ("Kel.Setia Asih", "kelurahan setia asih"),
        ("Prov. Jawa Barat", "JAWA BARAT"),
        ("Kec. Kel. Uji", "UJI"),
    ],
)
def test_case_spacing_and_titles_do_not_count(written: str, same: str) -> None:
    assert normal(written) == normal(same)


def test_a_title_alone_and_a_kota_keep_their_name() -> None:
    assert normal("Desa") == "DESA" and normal("Kelurahan") == "KELURAHAN"
    assert normal("Kota Bekasi") != normal("Kabupaten Bekasi")
    assert normal("Kecil") == "KECIL" and normal("Dsun") == "DSUN"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("kec karang bahgia", "Karang Bahagia"),
        ("Tambun Sel.", "Tambun Selatan"),
        ("TAMBUN UTR", "Tambun Utara"),
        ("Tjikarang Oetara", "Cikarang Utara"),
        ("muara gembung", "Muaragembong"),
        ("Kedungwringin", "Kedung Waringin"),
        ("Sukawangy", "Sukawangi"),
        ("Gembong", "Muaragembong"),
    ],
)
def test_misspelling_short_forms_and_old_spelling_are_offered(written: str, meant: str) -> None:
    assert terdekat(written, KECAMATAN)[0][0] == meant


def test_far_names_are_no_offer_and_a_near_one_has_its_distance() -> None:
    assert terdekat("Surabaya", KECAMATAN) == []
    assert terdekat("Setu", KECAMATAN)[0] == ("Setu", 0)
    assert terdekat("Sety", KECAMATAN) == [("Setu", 1)]
    assert terdekat("", KECAMATAN) == terdekat("?!", KECAMATAN) == []


def test_a_key_of_several_spellings_is_offered_once() -> None:
    spellings = [("P", "PEREMPUAN"), ("P", "WANITA"), ("L", "LAKI-LAKI"), ("L", "")]
    assert cari_nama("perempuan", spellings) == [("P", 0)]
    assert cari_nama("wanta", spellings) == [("P", 1)]


@given(st.text(max_size=30))
def test_any_text_has_a_stable_form(text: str) -> None:
    once = normal(text)
    assert once.isascii() and (once == "" or once.isalnum())
    assert all(distance >= 0 for _name, distance in terdekat(text, KECAMATAN))
