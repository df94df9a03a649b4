"""Code lists as of the period of the data: the same rule as for areas, through the whole engine."""

from __future__ import annotations

import datetime as dt
import shutil

import pytest

from spbe_data.checks.catalogue import dokumen
from spbe_data.checks.engine import HasilPeriksa, Pemeriksa
from spbe_data.checks.finding import Temuan
from spbe_data.checks.prepare import Lingkup
from spbe_data.checks.reference import TanpaAcuan
from spbe_data.intake.model import Batas
from spbe_data.standards.catalog import Catalog
from tests.conftest import ROOT
from tests.synthetic import Row, as_csv, rows_of

SEX = "jumlah-penduduk-menurut-jenis-kelamin"
DATED = """kode,nama,berlaku_sejak,berlaku_sampai,dasar_hukum,nama_en,ejaan_lain,pengganti
L,LAKI-LAKI,,2021-06-30,,male,,
L,PRIA,2021-07-01,,Keputusan uji 7,male,COWOK,
P,PEREMPUAN,,,,female,,
X,LAIN,,2019-12-31,,other,,L|P
"""


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The real content with one list whose entries change on 1 July 2021."""
    root = tmp_path_factory.mktemp("isi")
    for name in ("schemas", "quality"):
        shutil.copytree(ROOT / name, root / name)
    (root / "schemas" / "referensi" / "jenis_kelamin.csv").write_text(DATED, encoding="utf-8")
    return Catalog(root / "schemas", root / "quality")


def check(catalog: Catalog, names: dict[str, str], year: str) -> HasilPeriksa:
    standard = catalog.standar[SEX]
    seed = rows_of(catalog, standard, [year])[0]
    rows: list[Row] = []
    for name in names.values():
        rows.append({**seed, "jenis_kelamin": name, "jumlah_penduduk": 1_500_000})
    engine = Pemeriksa(
        catalog, Lingkup("32.16", "3216", "Kab"), TanpaAcuan(), Batas(), dt.date(2026, 11, 25)
    )
    return engine.periksa(as_csv(rows, standard.nama_kolom), "uji.csv", SEX)


def found(result: HasilPeriksa, code: str) -> Temuan:
    (finding,) = [f for f in result.temuan if f.kode == code]
    return finding


def both(first: str) -> dict[str, str]:
    return {"LAKI-LAKI": first, "PEREMPUAN": "PEREMPUAN"}


@pytest.mark.parametrize(
    ("name", "year"), [("LAKI-LAKI", "2020"), ("PRIA", "2022"), ("PRIA", "2021")]
)
def test_the_name_of_its_time_is_good(dated: Catalog, name: str, year: str) -> None:
    result = check(dated, both(name), year)
    assert (result.hasil, list(result.temuan)) == ("baik", [])


@pytest.mark.parametrize(
    ("name", "year", "offer", "words"),
    [
        ("LAKI-LAKI", "2022", "PRIA", "berakhir sejak Keputusan uji 7"),
        ("PRIA", "2020", "LAKI-LAKI", "baru ada sejak Keputusan uji 7"),
    ],
)
def test_a_name_of_another_time_blocks_with_its_successor(
    dated: Catalog, name: str, year: str, offer: str, words: str
) -> None:
    finding = found(check(dated, both(name), year), "NILAI_TIDAK_BERLAKU")
    assert finding.tingkat == "tolak" and [s.nilai for s in finding.saran] == [offer]
    told = dokumen(finding)
    assert words in told["pesan"]["id"] and f'"{offer}"' in told["pesan"]["id"]
    assert year in told["pesan"]["en"]


def test_no_other_finding_tells_the_same_fault_again(dated: Catalog) -> None:
    result = check(dated, both("LAKI-LAKI"), "2022")
    assert [f.kode for f in result.temuan] == ["NILAI_TIDAK_BERLAKU"]


def test_valid_early_in_the_period_is_a_notice(dated: Catalog) -> None:
    result = check(dated, both("LAKI-LAKI"), "2021")
    finding = found(result, "NILAI_BERAKHIR_DALAM_PERIODE")
    assert finding.tingkat == "catatan" and result.hasil != "tolak"
    assert "Keputusan uji 7" in dokumen(finding)["pesan"]["id"]


def test_of_a_split_every_part_is_named_and_none_offered(dated: Catalog) -> None:
    finding = found(check(dated, both("LAIN"), "2022"), "NILAI_TIDAK_BERLAKU")
    assert finding.saran == ()
    assert '"PRIA" atau "PEREMPUAN"' in dokumen(finding)["pesan"]["id"]


def test_another_spelling_of_its_time_only(dated: Catalog) -> None:
    spelt = found(check(dated, both("cowok"), "2022"), "EJAAN_BERBEDA")
    assert [s.nilai for s in spelt.saran] == ["PRIA"]
    assert found(check(dated, both("cowok"), "2020"), "NILAI_TIDAK_BERLAKU")


VILLAGE = "jumlah-kepala-keluarga-menurut-desa-kelurahan"


def test_an_area_that_was_split_names_its_parts_and_offers_none(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    root = tmp_path_factory.mktemp("pecah")
    for name in ("schemas", "quality"):
        shutil.copytree(ROOT / name, root / name)
    path = root / "schemas" / "referensi" / "wilayah.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count(",ya,32.16.01.1007,") == 1
    path.write_text(
        text.replace(",ya,32.16.01.1007,", ",ya,32.16.01.1007|32.16.01.2001,"), encoding="utf-8"
    )
    catalog = Catalog(root / "schemas", root / "quality")
    standard = catalog.standar[VILLAGE]
    rows = rows_of(catalog, standard, ["2021"])
    rows = [{**r, "tahun": 2024, "jumlah_kepala_keluarga": 5000} for r in rows]
    engine = Pemeriksa(
        catalog, Lingkup("32.16", "3216", "Kab"), TanpaAcuan(), Batas(), dt.date(2026, 11, 25)
    )
    result = engine.periksa(as_csv(rows, standard.nama_kolom), "uji.csv", VILLAGE)
    finding = found(result, "KODE_TIDAK_BERLAKU")
    assert finding.saran == ()
    assert "dipecah menjadi 32.16.01.1007 atau 32.16.01.2001" in dokumen(finding)["pesan"]["id"]
