"""The build looks before it leaps: content that fits neither sample nor record stops it at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from spbe_data.building import BangunGagal, _pastikan_isi
from spbe_data.flows.house import Rumah
from spbe_data.flows.replay import kesalahan_contoh
from spbe_data.ledger.records import Rilis
from spbe_data.standards.catalog import Catalog
from tests.conftest import ROOT


def test_the_sample_of_the_repository_has_no_fault(catalog: Catalog) -> None:
    assert kesalahan_contoh(ROOT / "contoh", catalog) == []


def test_a_sample_without_standard_or_file_and_a_decision_on_nothing(
    tmp_path: Path, catalog: Catalog
) -> None:
    folder = tmp_path / "contoh"
    shutil.copytree(ROOT / "contoh", folder)
    sidecar = next((folder / "pengajuan").glob("13-*.yaml"))
    text = sidecar.read_text(encoding="utf-8")
    sidecar.write_text(
        text.replace("standar: upah-minimum", "standar: upah-maksimum").replace(".csv", ".csvx"),
        encoding="utf-8",
    )
    with (folder / "keputusan.yaml").open("a", encoding="utf-8") as handle:
        handle.write("\n- {berkas: tidak-ada.csv, keputusan: disetujui, alasan: x}\n")
    words = "\n".join(map(str, kesalahan_contoh(folder, catalog)))
    assert "upah-maksimum" in words and ".csvx" in words and "tidak-ada.csv" in words


def test_a_published_standard_cannot_simply_vanish(rumah: Rumah) -> None:
    _pastikan_isi(rumah)
    rumah.ledger.catat_rilis(
        Rilis("dataset-hilang", 1, {"2024": 1}, "x", "y", 1, "uji", "2026-01-01T00:00:00+00:00"), []
    )
    with pytest.raises(BangunGagal, match="dicabut"):
        _pastikan_isi(rumah)
