"""Classing of changes: what fits under the old version must fit under a compatible new one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_data.checks.engine import Pemeriksa
from spbe_data.flows.house import Rumah
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.changes import (
    kelas_perubahan,
    perubahan,
    versi_cukup,
    versi_wajar,
)
from spbe_data.standards.models import Kolom, Standar
from spbe_data.standards.series import urutan_versi
from tests.synthetic import as_csv, rows_of, with_versions

DATASET = "jumlah-penduduk-menurut-jenis-kelamin"
MEASURE = "jumlah_penduduk"


def with_column(standard: Standar, name: str, **values: object) -> Standar:
    columns = tuple(
        Kolom.model_validate({**c.model_dump(), **values}) if c.nama == name else c
        for c in standard.kolom
    )
    return standard.model_copy(update={"kolom": columns})


def test_a_standard_does_not_differ_from_itself(catalog: Catalog) -> None:
    for standard in catalog.standar.values():
        assert perubahan(standard, standard) == []
    assert kelas_perubahan([]) is None


@pytest.mark.parametrize(
    ("values", "kelas", "field"),
    [
        ({"maksimum": Decimal(99_999_999_999)}, "kompatibel", "maksimum"),
        ({"maksimum": Decimal(1)}, "memutus", "maksimum"),
        ({"maksimum": None}, "kompatibel", "maksimum"),
        ({"minimum": Decimal(5)}, "memutus", "minimum"),
        ({"minimum": None}, "kompatibel", "minimum"),
        ({"tipe": "desimal"}, "memutus", "tipe"),
        ({"wajib": False}, "kompatibel", "wajib"),
        ({"akses_umum": False}, "memutus", "akses_umum"),
        ({"pola": "x"}, "memutus", "pola"),
        ({"tata_angka": "id"}, "memutus", "tata_angka"),
        ({"definisi": "Arti yang lain sama sekali."}, "memutus", "definisi"),
        ({"rujukan_waktu": "Akhir tahun"}, "keterangan", "rujukan_waktu"),
        ({"ejaan_judul": ()}, "memutus", "ejaan_judul"),
        ({"ejaan_judul": ("penduduk", "judul baru")}, "memutus", "ejaan_judul"),
    ],
)
def test_a_columns_change_is_classed(
    catalog: Catalog, values: dict[str, object], kelas: str, field: str
) -> None:
    old = with_column(
        catalog.standar[DATASET], MEASURE, minimum=Decimal(0), maksimum=Decimal(9_999_999),
        ejaan_judul=("jumlah", "penduduk"),
    )  # fmt: skip
    found = perubahan(old, with_column(old, MEASURE, **values))
    assert [(c.kelas, c.isian) for c in found] == [(kelas, f"kolom.{MEASURE}.{field}")]
    assert all(c.sebab and c.dari != c.ke for c in found)


def test_columns_that_come_and_go(catalog: Catalog) -> None:
    old = catalog.standar[DATASET]
    extra = old.satu(MEASURE).model_copy(update={"nama": "tambahan", "wajib": False})
    optional = old.model_copy(update={"kolom": (*old.kolom, extra)})
    required = old.model_copy(
        update={"kolom": (*old.kolom, extra.model_copy(update={"wajib": True}))}
    )
    assert kelas_perubahan(perubahan(old, optional)) == "kompatibel"
    assert kelas_perubahan(perubahan(old, required)) == "memutus"
    assert kelas_perubahan(perubahan(optional, old)) == "memutus"
    swapped = old.model_copy(update={"kolom": old.kolom[::-1]})
    assert kelas_perubahan(perubahan(old, swapped)) == "keterangan"


def test_the_tables_own_changes(catalog: Catalog) -> None:
    old = catalog.standar["jumlah-kepala-keluarga-menurut-desa-kelurahan"]
    for update, kelas in (
        ({"cakupan": None}, "kompatibel"),
        ({"kunci": old.kunci[:1]}, "memutus"),
        ({"akses": "terbatas"}, "memutus"),
        ({"lisensi": "CC-BY-SA-4.0"}, "kompatibel"),
        ({"kontak": "Bidang Statistik"}, "keterangan"),
        (
            {"standar_data": old.standar_data.model_copy(update={"satuan": "keluarga inti"})},
            "memutus",
        ),
    ):
        found = perubahan(old, old.model_copy(update=update))
        assert [c.kelas for c in found] == [kelas], update
        assert kelas_perubahan(perubahan(old, old.model_copy(update=update))) == kelas
    reverse = perubahan(old.model_copy(update={"cakupan": None}), old)
    assert kelas_perubahan(reverse) == "memutus"


@given(
    st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30)),
    st.sampled_from([None, "keterangan", "kompatibel", "memutus"]),
)
def test_the_next_version_is_enough_and_no_less_is(
    parts: tuple[int, int, int], kelas: str | None
) -> None:
    old = ".".join(map(str, parts))
    new = versi_wajar(old, kelas)  # type: ignore[arg-type]  # sampled from its literals
    assert urutan_versi(new) > urutan_versi(old)
    assert versi_cukup(old, new, kelas)  # type: ignore[arg-type]
    assert not versi_cukup(old, old, kelas)  # type: ignore[arg-type]
    assert versi_cukup(old, versi_wajar(old, "memutus"), kelas)  # type: ignore[arg-type]


bound = st.one_of(st.none(), st.integers(-50, 50).map(Decimal))


@given(low=bound, high=bound, low2=bound, high2=bound, value=st.integers(-60, 60))
def test_a_value_that_was_right_stays_right_under_a_compatible_change(
    catalog: Catalog,
    low: Decimal | None,
    high: Decimal | None,
    low2: Decimal | None,
    high2: Decimal | None,
    value: int,
) -> None:
    """The definition of compatible, put to the numbers that the classing looks at."""
    base = catalog.standar[DATASET].satu(MEASURE)
    if (low is not None and high is not None and low > high) or (
        low2 is not None and high2 is not None and low2 > high2
    ):
        return
    old = base.model_copy(update={"minimum": low, "maksimum": high})
    new = base.model_copy(update={"minimum": low2, "maksimum": high2})
    standard = catalog.standar[DATASET]
    a = standard.model_copy(update={"kolom": (old,)})
    b = standard.model_copy(update={"kolom": (new,)})

    def fits(column: Kolom) -> bool:
        return (column.minimum is None or value >= column.minimum) and (
            column.maksimum is None or value <= column.maksimum
        )

    if kelas_perubahan(perubahan(a, b)) in (None, "kompatibel") and fits(old):
        assert fits(new)


@pytest.mark.parametrize(
    "values",
    [{"wajib": False}, {"maksimum": None}, {"minimum": None}, {"ejaan_judul": ("jml",)}],
)
def test_a_file_that_passed_passes_a_compatible_version(
    rumah: Rumah, catalog: Catalog, values: dict[str, object]
) -> None:
    """The same through the engine: rows valid under the old version are valid under the new."""
    old = with_column(catalog.standar[DATASET], MEASURE, ejaan_judul=())
    new = with_column(old, MEASURE, **values)
    assert kelas_perubahan(perubahan(old, new)) == "kompatibel"
    rows = [{**r, MEASURE: 1_500_000} for r in rows_of(catalog, old, ["2023"])]
    data = as_csv(rows, old.nama_kolom)
    tools = rumah.pemeriksa()
    results = []
    for version in (old, new):
        with with_versions(catalog, version):
            results.append(_verdict(tools, data))
    assert results[0] == results[1]
    assert results[0] in ("baik", "peringatan")


def _verdict(tools: Pemeriksa, data: bytes) -> str:
    return tools.periksa(data, "uji.csv", DATASET).hasil
