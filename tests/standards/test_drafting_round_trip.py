"""Draft → fill in → validate → check, over every standard that has a clean sample.

How much of a known standard comes back is measured in test_drafting_core.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from spbe_data.checks.engine import Pemeriksa
from spbe_data.checks.prepare import Lingkup
from spbe_data.intake.model import Batas
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.drafting.model import Rancangan
from spbe_data.standards.drafting.write import tulis_yaml
from tests.conftest import ROOT
from tests.content.test_content import Gudang
from tests.standards.drafting_sheets import draft, konteks

PENGAJUAN = ROOT / "contoh" / "pengajuan"
KODE = {
    "rad": "RAD.10.03",
    "produsen_data": "dinas-kesehatan",
    "kegiatan.cara_pengumpulan": "3",
    "kegiatan.sektor": "22",
    "standar_data.satuan": "(tanpa satuan)",
}
"""What a steward picks from a list; every other mark takes a sentence."""


@dataclass(frozen=True, slots=True)
class Contoh:
    """One clean sample file and the standard that people wrote for it."""

    berkas: Path
    standar: str
    metadata: dict[str, Any]


@cache
def samples() -> tuple[Contoh, ...]:
    """The first clean sample of every standard."""
    found: dict[str, Contoh] = {}
    for path in sorted(PENGAJUAN.glob("*.yaml")):
        about = yaml.safe_load(path.read_text(encoding="utf-8"))
        if not about["cacat"]:
            file = PENGAJUAN / about["berkas"]
            found.setdefault(about["standar"], Contoh(file, about["standar"], about["metadata"]))
    return tuple(found.values())


def drafted(catalog: Catalog, sample: Contoh) -> Rancangan:
    return draft(catalog, sample.berkas.read_bytes(), sample.berkas.name, panjang=False)


def test_the_known_standard_is_found_as_similar_and_its_topic_and_agency_proposed(
    catalog: Catalog,
) -> None:
    made = [(s, drafted(catalog, s)) for s in samples()]
    near = [any(m.id == s.standar for m in d.mirip) for s, d in made]
    topic = [
        "rad" in d.isian and d.isian["rad"].nilai == catalog.standar[s.standar].rad for s, d in made
    ]
    agency = [
        "produsen_data" in d.isian
        and d.isian["produsen_data"].nilai == catalog.standar[s.standar].produsen_data
        for s, d in made
    ]
    assert all(near)
    assert sum(topic) >= 0.9 * len(made)
    assert sum(agency) >= 0.9 * len(made)


def filled(text: str) -> dict[str, Any]:
    """The draft with every mark replaced, as a steward would."""

    def fill(value: Any, at: str) -> Any:
        if isinstance(value, dict):
            return {k: fill(v, f"{at}.{k}" if at else k) for k, v in value.items()}
        if isinstance(value, list):
            return [fill(v, at) for v in value]
        if isinstance(value, str) and value.startswith("LENGKAPI"):
            return KODE.get(at, f"Ditulis orang: {at}")
        return value

    data = fill(yaml.safe_load(text), "")
    assert isinstance(data, dict)
    return data


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory, catalog: Catalog) -> Path:
    """Content with nothing but drafted standards, each filled in."""
    root = tmp_path_factory.mktemp("isi")
    (root / "quality").mkdir()
    for path in (ROOT / "quality").iterdir():
        if path.name != "suite":
            (root / "quality" / path.name).symlink_to(path)
    (root / "schemas").mkdir()
    for path in (ROOT / "schemas").iterdir():
        if path.name != "dataset":
            (root / "schemas" / path.name).symlink_to(path)
    for sample in samples():
        made = drafted(catalog, sample)
        data = filled(tulis_yaml(made, konteks(catalog)))
        data["standar_data"]["konsep"] = f"Konsep {sample.standar}"
        data["standar_data"]["definisi"] = f"Definisi {sample.standar}"
        folder = root / "schemas" / "dataset" / data["produsen_data"]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{sample.standar}.yaml").write_text(yaml.safe_dump(data, allow_unicode=True))
    return root


def test_a_filled_draft_is_right_content_and_its_file_passes_the_checks(content: Path) -> None:
    made, faults = Catalog.dengan_kesalahan(content / "schemas", content / "quality")
    assert [str(f) for f in faults] == []
    assert set(made.standar) == {s.standar for s in samples()}
    scope = Lingkup("32.16", "3216", "Kabupaten Bekasi")
    engine = Pemeriksa(made, scope, Gudang(), Batas(), dt.date(2026, 11, 25))
    refused = {}
    for sample in samples():
        result = engine.periksa(
            sample.berkas.read_bytes(), sample.berkas.name, sample.standar, metadata=sample.metadata
        )
        if blocking := [f.kode for f in result.temuan if f.tingkat == "tolak"]:
            refused[sample.standar] = blocking
    assert refused == {}


def test_the_draft_says_how_sure_it_is_at_every_guess(catalog: Catalog) -> None:
    made = drafted(catalog, samples()[0])
    lines = tulis_yaml(made, konteks(catalog)).splitlines()
    for column in made.kolom:
        at = next(i for i, t in enumerate(lines) if re.match(rf"  - (nama: )?{column.nama}$", t))
        above = "\n".join(lines[max(0, at - 6) : at])
        assert re.search(r"# yakin [01],[0-9]{2}", above)
        assert 0 <= column.yakin <= 1
    for name, guess in made.isian.items():
        at = lines.index(next(t for t in lines if t.startswith(f"{name}:")))
        assert f"{guess.yakin:.2f}".replace(".", ",") in "\n".join(lines[max(0, at - 4) : at])
