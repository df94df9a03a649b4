"""A standard that changed: old and new periods through the whole road, each by its own version."""

from __future__ import annotations

import csv
from collections.abc import Iterator

import pytest

from spbe_data.flows import check, publish, refresh
from spbe_data.flows.house import Rumah
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.life import Pencabutan
from spbe_data.standards.models import Kolom, Standar
from spbe_data.standards.series import Seri
from spbe_data.warehouse.query import tanya
from tests.flows.test_road import DATASET, approve, curate
from tests.standards.test_series import ROOT
from tests.synthetic import METADATA, as_csv, rows_of

TABLE = DATASET.replace("-", "_")


def _renamed(standard: Standar) -> Standar:
    """Version 2.0 from 2024 on: the measure has another name, and one closed column is gone."""
    columns = tuple(
        Kolom.model_validate({**c.model_dump(), "nama": "penduduk"})
        if c.nama == "jumlah_penduduk"
        else c
        for c in standard.kolom
        if c.nama != "nama_provinsi"
    )
    changes = {
        "versi": "2.0",
        "berlaku_untuk_periode_sejak": "2024",
        "kolom": [c.model_dump() for c in columns],
        "indikator": [
            {**one.model_dump(), "pembangun": {"variabel": ["penduduk"]}}
            for one in standard.indikator
        ],
    }
    return Standar.model_validate({**standard.model_dump(), **changes})


@pytest.fixture
def changed_house(settings: object) -> Iterator[Rumah]:
    catalog = Catalog(ROOT / "schemas", ROOT / "quality")
    old = catalog.standar[DATASET]
    closed = old.model_copy(
        update={
            "kolom": tuple(
                c.model_copy(update={"akses_umum": c.nama != "nama_provinsi"}) for c in old.kolom
            )
        }
    )
    new = _renamed(old)
    catalog.seri[DATASET] = Seri((closed, new))
    catalog.standar[DATASET] = new
    catalog.suite.pop(DATASET, None)  # its bounds name the old measure
    house = Rumah(settings, catalog)  # type: ignore[arg-type]  # the fixture's settings
    yield house
    house.tutup()


def _file(house: Rumah, versi: str, periods: list[str]) -> bytes:
    standard = house.catalog.seri[DATASET].satu(versi)
    measure = "penduduk" if versi == "2.0" else "jumlah_penduduk"
    rows = [{**r, measure: 1_500_000} for r in rows_of(house.catalog, standard, periods)]
    return as_csv(rows, standard.nama_kolom)


def _send(house: Rumah, data: bytes) -> str:
    from spbe_data.flows import submit

    return submit.ajukan(
        house, data=data, nama_berkas="uji.csv", dataset=DATASET, metadata=METADATA, aktor="petugas"
    ).id


def test_each_period_is_judged_by_the_version_that_holds_for_it(changed_house: Rumah) -> None:
    for versi, period in (("1.0", "2023"), ("2.0", "2024")):
        result = check.periksa_berkas(
            changed_house, _file(changed_house, versi, [period]), "uji.csv", DATASET
        )
        assert (result.versi_standar, result.periode) == (versi, (period,))
        assert result.hasil in ("baik", "peringatan"), [f.kode for f in result.temuan]
        stated = check.periksa_berkas(
            changed_house, _file(changed_house, versi, [period]), "uji.csv", DATASET, periode=period
        )
        assert stated.versi_standar == versi
    # The old shape for a new period is judged by the new version, and misses its column.
    wrong = check.periksa_berkas(
        changed_house, _file(changed_house, "1.0", ["2024"]), "uji.csv", DATASET
    )
    assert wrong.versi_standar == "2.0" and wrong.hasil == "tolak"
    assert "KOLOM_HILANG" in {f.kode for f in wrong.temuan}


def test_a_file_over_the_change_is_asked_to_be_split(changed_house: Rumah) -> None:
    result = check.periksa_berkas(
        changed_house, _file(changed_house, "1.0", ["2022", "2023", "2024"]), "uji.csv", DATASET
    )
    (found,) = [f for f in result.temuan if f.kode == "STANDAR_DUA_VERSI"]
    assert result.hasil == "tolak"
    assert found.params["versi"] == "1.0: 2022 s.d. 2023; 2.0: 2024"


def test_both_shapes_live_in_one_release_and_nothing_closed_comes_out(
    changed_house: Rumah,
) -> None:
    for versi, period in (("1.0", "2023"), ("2.0", "2024")):
        id_ = _send(changed_house, _file(changed_house, versi, [period]))
        approve(changed_house, id_)
        assert changed_house.ledger.pemeriksaan(id_)[-1].versi_standar == versi
        curate.kurasi(changed_house, id_, aktor="uji")
    release = publish.terbitkan(changed_house, DATASET, aktor="uji")
    assert release is not None and release.isi == {"2023": 1, "2024": 1}
    path = changed_house.settings.terbitan / DATASET / "rilis" / "1" / f"{DATASET}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert {(r["tahun"], r["penduduk"], r["jumlah_penduduk"]) for r in rows} == {
        ("2023", "", "1500000"),
        ("2024", "1500000", ""),
    }
    assert "nama_provinsi" not in rows[0]
    refresh.segarkan(changed_house)
    _, found = tanya(
        changed_house.settings.duckdb,
        f"SELECT tahun, min(penduduk), min(jumlah_penduduk) FROM kurasi.{TABLE} GROUP BY 1 ORDER BY 1",
    )
    assert found == [(2023, None, 1500000), (2024, 1500000, None)]
    _, versions = tanya(
        changed_house.settings.duckdb,
        f"SELECT versi, kini FROM katalog.standar WHERE dataset = '{DATASET}' ORDER BY 1",
    )
    assert versions == [("1.0", False), ("2.0", True)]
    _, changes = tanya(
        changed_house.settings.duckdb,
        f"SELECT DISTINCT kelas_versi, isian FROM katalog.perubahan_standar WHERE dataset = '{DATASET}' AND kelas = 'memutus' ORDER BY 2",
    )
    assert [isian for _kelas, isian in changes] == [
        "kolom.jumlah_penduduk",
        "kolom.nama_provinsi",
        "kolom.penduduk",
    ]


def test_a_withdrawn_standard_takes_no_later_period(changed_house: Rumah) -> None:
    old = changed_house.catalog.seri[DATASET].satu("1.0")
    ended = old.model_copy(
        update={
            "status": "dicabut",
            "pencabutan": Pencabutan.model_validate(
                {
                    "dasar_hukum": "Keputusan uji",
                    "tanggal": "2024-01-01",
                    "alasan": "uji",
                    "periode_terakhir": "2022",
                    "pengganti": "dataset-lain",
                },
                strict=False,
            ),
        }
    )
    changed_house.catalog.seri[DATASET] = Seri((ended,))
    result = check.periksa_berkas(
        changed_house, _file(changed_house, "1.0", ["2022", "2023"]), "uji.csv", DATASET
    )
    (found,) = [f for f in result.temuan if f.kode == "STANDAR_DICABUT"]
    assert (found.nilai, found.params["pengganti"]) == ("2023", "dataset-lain")
    assert result.hasil == "tolak"
