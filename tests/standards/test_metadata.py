"""MS-Keg and MS-Ind: sums of powers of two, conditional fields, and what a standard derives."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from spbe_data.standards.catalog import Catalog
from spbe_data.standards.completeness import daftar_data, kekurangan, pengecualian_berakhir
from spbe_data.standards.metadata import (
    BELUM,
    LANGKAH,
    METODE,
    PEMERIKSAAN,
    SARANA,
    UNIT,
    Indikator,
    Kegiatan,
    Pengecualian,
    RancanganSampel,
    Rentang,
    bit_jumlah,
)
from spbe_data.standards.models import Standar

ROOT = Path(__file__).parents[2]
DASAR: dict[str, Any] = {
    "judul": "Survei Uji",
    "tujuan": "Menguji isian bersyarat.",
    "cara_pengumpulan": "2",
    "sektor": "5",
}
SAMPEL: dict[str, Any] = {
    "rancangan": 1,
    "pemilihan": 1,
    "probabilitas": 3,
    "kerangka": 1,
    "fraksi": "5 persen",
    "galat": "2 persen",
    "unit_sampel": "Rumah tangga",
    "unit_observasi": "Rumah tangga",
}
JUMLAH = {
    "metode": ("R.4.6", METODE),
    "sarana": ("R.4.7", SARANA),
    "unit_pengumpulan": ("R.4.8", UNIT),
    "pemeriksaan_kualitas": ("R.6.2", PEMERIKSAAN),
    "unit_analisis": ("R.7.3", UNIT),
}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog(ROOT / "schemas", ROOT / "quality")


def told(error: pytest.ExceptionInfo[ValidationError]) -> str:
    return " ".join(str(item.get("ctx", {}).get("error", "")) for item in error.value.errors())


@given(st.sampled_from([METODE, SARANA, UNIT, PEMERIKSAAN]), st.data())
def test_a_sum_gives_back_the_options_it_was_made_of(
    options: dict[int, str], data: st.DataObject
) -> None:
    chosen = data.draw(st.sets(st.sampled_from(sorted(options)), min_size=1))
    assert set(bit_jumlah(sum(chosen), options)) == chosen


@given(st.sampled_from(sorted(JUMLAH)), st.integers(-10, 500))
def test_a_sum_is_legal_only_between_one_and_all_options(field: str, value: int) -> None:
    number, options = JUMLAH[field]
    if 1 <= value <= sum(options):
        assert getattr(Kegiatan.model_validate({**DASAR, field: value}), field) == value
        return
    with pytest.raises(ValidationError) as error:
        Kegiatan.model_validate({**DASAR, field: value})
    assert told(error).startswith(f"{number} tertulis {value}")
    for bit in (2**n for n in range(9)):
        if value > 0 and value & bit and bit not in options:
            assert str(bit) in told(error)


@given(
    st.sampled_from([1, 2]),
    st.sets(st.sampled_from(["probabilitas", "nonprobabilitas", "kerangka", "fraksi", "galat"])),
)
def test_each_field_of_the_sample_design_stands_exactly_when_its_condition_holds(
    selection: int, present: set[str]
) -> None:
    values: dict[str, Any] = {**SAMPEL, "nonprobabilitas": 8}
    data = {k: v for k, v in values.items() if k in present or k in ("rancangan",)}
    data |= {"pemilihan": selection, "unit_sampel": "x", "unit_observasi": "x"}
    wanted = (
        {"probabilitas", "kerangka", "fraksi", "galat"} if selection == 1 else {"nonprobabilitas"}
    )
    if present == wanted:
        assert RancanganSampel.model_validate(data).pemilihan == selection
        return
    with pytest.raises(ValidationError) as error:
        RancanganSampel.model_validate(data)
    for field in present ^ wanted:
        assert f" {field} " in told(error), field
    for field in present & wanted:
        assert f" {field} " not in told(error), field


@pytest.mark.parametrize("way", ["1", "3", "4"])
def test_block_five_and_the_recommendation_are_of_a_survey_only(way: str) -> None:
    with pytest.raises(ValidationError, match="blok V"):
        Kegiatan.model_validate({**DASAR, "cara_pengumpulan": way, "rancangan_sampel": SAMPEL})
    with pytest.raises(ValidationError, match="rekomendasi BPS"):
        Kegiatan.model_validate({**DASAR, "cara_pengumpulan": way, "rekomendasi": {"ada": False}})
    survey = {**DASAR, "rancangan_sampel": SAMPEL, "rekomendasi": {"ada": False}}
    assert Kegiatan.model_validate(survey).rancangan_sampel is not None


@pytest.mark.parametrize(("there", "named"), [(True, False), (False, True)])
def test_a_recommendation_has_its_identity_and_only_then(there: bool, named: bool) -> None:
    data: dict[str, Any] = {"ada": there, **({"identitas": "V-00.0000.000"} if named else {})}
    with pytest.raises(ValidationError, match="identitas rekomendasi"):
        Kegiatan.model_validate({**DASAR, "rekomendasi": data})


@given(st.integers(1, sum(SARANA)))
def test_field_staff_are_asked_exactly_where_the_means_hold_1_2_or_4(means: int) -> None:
    staff = {
        "jenis": 3,
        "pendidikan_terendah": 2,
        "pengawas": 1,
        "pengumpul": 4,
        "pelatihan": True,
    }
    bare = Kegiatan.model_validate({**DASAR, "sarana": means})
    assert bare.butuh_petugas is bool(means % 8)
    if bare.butuh_petugas:
        assert Kegiatan.model_validate({**DASAR, "sarana": means, "petugas": staff}).petugas
    else:
        with pytest.raises(ValidationError, match=r"R\.6\.4-R\.6\.7"):
            Kegiatan.model_validate({**DASAR, "sarana": means, "petugas": staff})


@given(st.dates(), st.dates())
def test_a_step_ends_on_or_after_the_day_it_starts(start: dt.date, end: dt.date) -> None:
    if start <= end:
        assert Rentang(mulai=start, selesai=end).selesai == end
    else:
        with pytest.raises(ValidationError, match=r"R\.3\.3"):
            Rentang(mulai=start, selesai=end)


KOMPOSIT = {"publikasi": "Buku uji", "indikator": ["a"]}
PEMBANGUN = {"variabel": ["jumlah"]}


@pytest.mark.parametrize(
    ("parts", "good"),
    [
        ({"komposit": KOMPOSIT, "konsep": "k", "definisi": "d"}, True),
        ({"pembangun": PEMBANGUN}, True),
        ({"komposit": KOMPOSIT, "pembangun": PEMBANGUN, "konsep": "k", "definisi": "d"}, False),
        ({"konsep": "k", "definisi": "d"}, False),
        ({"komposit": KOMPOSIT}, False),  # nothing to take konsep and definisi from
        ({"pembangun": {"variabel": ["a", "b"]}}, False),
        ({"pembangun": {"variabel": ["a"], "kegiatan": "Kegiatan lain"}}, False),
        ({"pembangun": {"variabel": []}}, False),
    ],
)
def test_an_indicator_is_composite_or_made_of_variables(parts: dict[str, Any], good: bool) -> None:
    data = {"nama": "Uji", "interpretasi": "i", "rumus": "r", **parts}
    if good:
        Indikator.model_validate(data)
    else:
        with pytest.raises(ValidationError):
            Indikator.model_validate(data)


def some(catalog: Catalog, id_: str = "jumlah-guru-menurut-desa") -> dict[str, Any]:
    return catalog.standar[id_].model_dump()


def refused(data: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as error:
        Standar.model_validate(data)
    return told(error)


def test_a_variable_of_an_indicator_is_a_column_unless_another_activity_gives_it(
    catalog: Catalog,
) -> None:
    data = some(catalog)
    data["indikator"][0]["pembangun"]["variabel"] = ["jumlah_murid"]
    data["indikator"] = [data["indikator"][0] | {"konsep": "k", "definisi": "d"}]
    assert "'jumlah_murid' bukan kolom" in refused(data)
    data["indikator"][0]["pembangun"]["kegiatan"] = "Pendataan murid"
    Standar.model_validate(data)


def test_ms_ind_takes_from_the_column_and_the_standard_what_it_does_not_say(
    catalog: Catalog,
) -> None:
    standard = catalog.standar["jumlah-guru-menurut-desa"]
    made, column = standard.ms_ind[0], standard.satu("jumlah_guru")
    assert standard.indikator[0].konsep is None
    assert (made.konsep, made.definisi) == (column.konsep, column.definisi)
    assert (made.ukuran, made.satuan) == (
        standard.standar_data.ukuran,
        standard.standar_data.satuan,
    )


@pytest.mark.parametrize(
    ("code", "good"),
    [
        ("RAD.04", True), ("RAD.10.04", True), ("RAD.04.02.01", True), ("RAD.04.02.01.99", True),
        ("RAD.11", False), ("RAD.4.2", False), ("RAD.04.02.01.01.01", False), ("RAD.04.2", False),
    ],
)  # fmt: skip
def test_rad_has_one_to_four_levels(catalog: Catalog, code: str, good: bool) -> None:
    data = some(catalog) | {"rad": code}
    if good:
        assert Standar.model_validate(data).rad == code
    else:
        with pytest.raises(ValidationError):
            Standar.model_validate(data)


@pytest.mark.parametrize(
    ("code", "good"),
    [
        ("SD00001.01.00", True), ("S12345.00.00", True), ("SDX0001.01.00", False),
        ("SD0001.01.00", False), ("SD00001.1.00", False), ("sd00001.01.00", False),
    ],
)  # fmt: skip
def test_an_sds_code_has_its_shape(catalog: Catalog, code: str, good: bool) -> None:
    data = some(catalog) | {"kode_sds": code}
    if good:
        assert Standar.model_validate(data).kode_sds == code
    else:
        with pytest.raises(ValidationError):
            Standar.model_validate(data)


def test_the_class_of_a_table_is_the_strictest_of_its_columns(catalog: Catalog) -> None:
    data = some(catalog)
    column = next(c for c in data["kolom"] if c["nama"] == "jumlah_guru")
    column["akses_umum"] = False
    assert "kolom jumlah_guru tidak untuk umum" in refused(data)
    data["akses"] = "terbatas"
    assert Standar.model_validate(data).kelas == "terbatas"


def test_a_closed_dataset_has_ground_decision_date_and_end(catalog: Catalog) -> None:
    data = some(catalog) | {"akses": "tertutup"}
    assert "pengecualian" in refused(data)
    ground = {
        "dasar": "Pasal 17 huruf h",
        "keputusan_ppid": "belum ditetapkan",
        "tanggal": dt.date(2024, 1, 1),
        "berakhir": dt.date(2026, 1, 1),
    }
    for field in ground:
        with pytest.raises(ValidationError):
            Standar.model_validate(data | {"pengecualian": {**ground, field: None}})
    standard = Standar.model_validate(data | {"pengecualian": ground})
    assert not pengecualian_berakhir(standard, dt.date(2026, 1, 1))
    assert pengecualian_berakhir(standard, dt.date(2026, 1, 2))
    assert "pengecualian" in refused(some(catalog) | {"pengecualian": ground})
    with pytest.raises(ValidationError):
        Pengecualian.model_validate(ground | {"dasar": "Pasal 17 huruf k"})
    with pytest.raises(ValidationError, match="sesudah tanggal"):
        Pengecualian.model_validate(ground | {"berakhir": dt.date(2023, 1, 1)})


LENGKAP: dict[str, Any] = {
    "latar_belakang": "l",
    "berulang": True,
    "tipe_pengumpulan": 1,
    "metode": 8,
    "sarana": 32,
    "unit_pengumpulan": 8,
    "uji_coba": False,
    "pemeriksaan_kualitas": 8,
    "penyesuaian_nonrespon": False,
    "pengolahan": dict.fromkeys(("editing", "coding", "data_entry", "validasi"), True),
    "metode_analisis": 1,
    "unit_analisis": 8,
    "produk": dict.fromkeys(("tercetak", "digital", "data_mikro"), True),
    "jadwal": {
        step: {"mulai": dt.date(2024, 1, 1), "selesai": dt.date(2024, 1, 2)} for step, _ in LANGKAH
    },
    "penanggung_jawab": dict.fromkeys(
        (
            "unit_eselon_1", "unit_eselon_2", "jabatan_teknis", "alamat", "telepon", "faksimile",
            "surel",
        ),
        "Bidang Uji",
    ),
}  # fmt: skip


def whole(catalog: Catalog) -> dict[str, Any]:
    data = some(catalog) | {"unit_produsen": "Bidang Uji", "lisensi": "CC-BY-4.0"}
    data["kegiatan"] = {**DASAR, **LENGKAP, "cara_pengumpulan": "3"}
    return data


def test_a_standard_with_every_field_lacks_nothing(catalog: Catalog) -> None:
    assert kekurangan(Standar.model_validate(whole(catalog))) == []


@pytest.mark.parametrize("field", sorted(LENGKAP))
def test_every_empty_field_of_ms_keg_is_told(catalog: Catalog, field: str) -> None:
    data = whole(catalog)
    del data["kegiatan"][field]
    gaps = kekurangan(Standar.model_validate(data))
    assert gaps and {gap.isian.split(".")[1] for gap in gaps} == {field}
    assert all(gap.pesan and gap.dasar for gap in gaps)


def test_a_survey_is_asked_for_its_sample_its_recommendation_and_its_staff(
    catalog: Catalog,
) -> None:
    data = whole(catalog)
    data["kegiatan"] |= {"cara_pengumpulan": "2", "sarana": 3}
    gaps = {gap.isian for gap in kekurangan(Standar.model_validate(data))}
    assert gaps == {"kegiatan.rancangan_sampel", "kegiatan.rekomendasi", "kegiatan.petugas"}


@pytest.mark.parametrize(
    ("change", "gap"),
    [
        ({"arsitektur": None}, "arsitektur"),
        ({"rad": "RAD.04"}, "rad"),
        ({"unit_produsen": BELUM}, "unit_produsen"),
        ({"lisensi": "belum-ditetapkan"}, "lisensi"),
        ({"indikator": ()}, "indikator"),
        ({"topik": "LENGKAPI: topik"}, "topik"),
    ],
)
def test_every_other_part_that_is_missing_is_told(
    catalog: Catalog, change: dict[str, Any], gap: str
) -> None:
    found = kekurangan(Standar.model_validate(whole(catalog) | change))
    assert [one.isian for one in found] == [gap]


def test_the_daftar_data_has_its_minimum_attributes(catalog: Catalog) -> None:
    standard = Standar.model_validate(whole(catalog))
    assert daftar_data(standard, "Dinas Uji", "Pendidikan") == {
        "nama_instansi": "Dinas Uji",
        "nama_data": standard.judul.id,
        "produsen_data": "Bidang Uji",
        "jadwal_pemutakhiran": "tahunan",
        "jadwal_rilis": "Juni tahun berikutnya",
        "rad": "RAD.06.01",
        "rad_nama": "Pendidikan",
    }
