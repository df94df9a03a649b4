"""What a standard's metadata must agree on with the lists, and what a set standard may not lack."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from spbe_data.standards.agreement import satuan_terbaca
from spbe_data.standards.catalog import Catalog
from tests.standards.complete_standard import AT, ROOT, complete, write


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lists, registers and policy; the only standard is the complete one."""
    root = tmp_path_factory.mktemp("isi")
    for name in ("schemas/induk", "schemas/referensi", "quality/kebijakan"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "schemas" / "kamus_kolom.yaml", root / "schemas")
    return root


def told(content: Path, data: dict[str, Any]) -> list[tuple[str, str]]:
    write(data, content / AT)
    _catalog, faults = Catalog.dengan_kesalahan(content / "schemas", content / "quality")
    assert {fault.berkas for fault in faults} <= {str(AT)}
    return [(fault.isian, fault.aturan) for fault in faults]


def test_a_standard_that_is_set_may_lack_nothing_a_draft_may(content: Path) -> None:
    assert told(content, complete()) == []
    data = complete()
    del data["kegiatan"]["latar_belakang"]
    del data["kegiatan"]["petugas"]
    data["unit_produsen"] = "belum ditetapkan"
    found = told(content, data)
    assert {field for field, _text in found} == {
        "kegiatan.latar_belakang",
        "kegiatan.petugas",
        "unit_produsen",
    }
    assert all("standar yang ditetapkan harus lengkap" in text for _field, text in found)
    data |= {"status": "rancangan", "riwayat_status": []}
    assert told(content, data) == []


@pytest.mark.parametrize("code", ["RAD.04.02", "RAD.04.02.01", "RAD.04.02.01.07"])
def test_levels_three_and_four_of_rad_stand_below_a_theme_of_the_list(
    content: Path, code: str
) -> None:
    assert told(content, {**complete(), "rad": code}) == []


@pytest.mark.parametrize("code", ["RAD.10.99", "RAD.04.99.01", "RAD.04.99.01.01"])
def test_a_rad_code_without_a_theme_in_the_list_is_refused(content: Path, code: str) -> None:
    ((field, text),) = told(content, {**complete(), "rad": code})
    assert field == "rad"
    assert ".".join(code.split(".")[:3]) in text
    assert "schemas/referensi/rad.csv" in text


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("jiwa", ["jiwa"]),
        ("jiwa; persen", ["jiwa", "persen"]),
        ("ton, kuintal; hektare", ["ton", "kuintal", "hektare"]),
        ("(tanpa satuan)", ["(tanpa satuan)"]),
        (" ; ,", []),
    ],
)
def test_units_are_parted_by_semicolon_and_comma(text: str, units: list[str]) -> None:
    assert satuan_terbaca(text) == units


def test_each_unit_must_be_in_the_list(content: Path) -> None:
    data = complete()
    data["standar_data"]["satuan"] = "orang, keluarga; (tanpa satuan)"
    assert told(content, data) == []
    data["standar_data"]["satuan"] = "orang; parsek, keluarga"
    ((field, text),) = told(content, data)
    assert field == "standar_data.satuan"
    assert "'parsek'" in text
    data = complete()
    data["indikator"][1]["satuan"] = "parsek"
    ((field, text),) = told(content, data)
    assert field == "indikator.1.satuan"
    assert "'parsek'" in text
