"""The instrument of the project's own content, and small instruments made for one rule each."""

from __future__ import annotations

from pathlib import Path

import pytest

from spbe_data.maturity import Instrument, load_instrument

ROOT = Path(__file__).resolve().parents[2]

SMALL = """\
id: kecil
judul: Instrumen kecil
dasar_hukum: Peraturan contoh
berlaku_sejak: 2020-01-01
sumber: [contoh]
nilai: {minimum: 0, maksimum: 5, bulat: false}
predikat:
  - {nama: Rendah, mulai: "0", hingga: "2.5"}
  - {nama: Tinggi, mulai: "2.5", hingga: "5"}
kapabilitas:
  - id: proses
    nama: Proses
    tingkat:
      - {nilai: 0, nama: Nol, uraian: belum}
      - {nilai: 1, nama: Satu, uraian: ada}
      - {nilai: 2, nama: Dua, uraian: ada}
      - {nilai: 3, nama: Tiga, uraian: ada}
      - {nilai: 4, nama: Empat, uraian: ada}
      - {nilai: 5, nama: Lima, uraian: ada}
domain:
  - {id: "1", nama: Satu, bobot: "60"}
  - {id: "2", nama: Dua, bobot: "40"}
aspek:
  - {id: "1", nama: Satu, domain: "1", bobot: "60"}
  - {id: "2", nama: Dua, domain: "2", bobot: "40"}
indikator:
  - {id: "34", nama: Tiga empat, aspek: "1", bobot: "60", kapabilitas: proses}
  - {id: "35a", nama: Lima a, aspek: "2", bobot: "40/3"}
  - {id: "35b", nama: Lima b, aspek: "2", bobot: "40/3"}
  - {id: "35c", nama: Lima c, aspek: "2", bobot: "40/3"}
"""
"""Decimals, a lowest value of 0, ids that are no numbers, weights that never end."""


@pytest.fixture(scope="session")
def small_text() -> str:
    return SMALL


@pytest.fixture(scope="session")
def spbe() -> Instrument:
    return load_instrument(ROOT / "schemas" / "instrumen" / "permenpanrb-59-2020.yaml")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Instrument:
    path = tmp_path_factory.mktemp("instrumen") / "kecil.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return load_instrument(path)
