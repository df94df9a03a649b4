"""One standard with every field of the forms filled, to be broken field by field in tests.

Made of ``garis-kemiskinan`` (a survey) with its columns written out; people and decrees are made up
for the test only.
"""

from __future__ import annotations

import copy
import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from spbe_data.standards.content import read_yaml
from spbe_data.standards.loading import load_standard
from spbe_data.standards.models import Standar

ROOT = Path(__file__).resolve().parents[2]
AT = Path("schemas/dataset/badan-perencanaan-pembangunan-daerah/garis-kemiskinan.yaml")


@cache
def dictionary() -> dict[str, Any]:
    return read_yaml(ROOT / "schemas" / "kamus_kolom.yaml", ROOT).data


@cache
def _made() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((ROOT / AT).read_text(encoding="utf-8"))
    columns = [{"nama": c} if isinstance(c, str) else c for c in data["kolom"]]
    data["kolom"] = [{**dictionary().get(c["nama"], {}), **c} for c in columns]
    data |= {
        "status": "ditetapkan",
        "kontak": "Sekretariat",
        "data_prioritas": "Keputusan contoh",
        "kode_sds": "SD00012.01.00",
        "unit_produsen": "Bidang contoh",
        "lisensi": "CC-BY-4.0",
        "akses": "tertutup",
        "pengecualian": {
            "dasar": "Pasal 17 huruf h",
            "keputusan_ppid": "Keputusan contoh",
            "tanggal": dt.date(2024, 1, 1),
            "berakhir": dt.date(2026, 1, 1),
        },
        "penetapan": {
            "dasar_hukum": "Keputusan contoh",
            "nomor": "1",
            "tanggal": dt.date(2024, 1, 2),
            "oleh": "Tim koordinasi",
            "berlaku_sejak": dt.date(2024, 1, 3),
            "berlaku_sampai": dt.date(2030, 1, 1),
        },
        "riwayat_status": [
            {
                "status": status,
                "tanggal": dt.date(2023, month, 1),
                "oleh": "Walidata",
                "dasar": "Contoh",
            }
            for month, status in enumerate(("rancangan", "harmonisasi", "ditetapkan"), start=1)
        ],
    }
    about = data["kegiatan"]
    about["penanggung_jawab"] = dict.fromkeys(
        (
            "unit_eselon_1", "unit_eselon_2", "jabatan_teknis", "alamat", "telepon", "faksimile",
            "surel",
        ),
        "Contoh",
    )  # fmt: skip
    about["jadwal"] = {
        step: {"mulai": dt.date(2024, 1, 1), "selesai": dt.date(2024, 2, 1)}
        for step in (
            "perencanaan", "desain", "pengumpulan", "pengolahan", "analisis", "diseminasi",
            "evaluasi",
        )
    }  # fmt: skip
    about["rekomendasi"] = {"ada": True, "identitas": "V-00.0000.000"}
    about["petugas"] = {
        "jenis": 1,
        "pendidikan_terendah": 2,
        "pengawas": 3,
        "pengumpul": 4,
        "pelatihan": True,
    }
    data["indikator"][0] |= {
        "konsep": "Konsep",
        "definisi": "Definisi",
        "ukuran": "Nilai",
        "satuan": "(tanpa satuan)",
        "klasifikasi_penyajian": ["wilayah"],
        "akses_umum": True,
    }
    data["indikator"].append(
        {
            "nama": "Indeks",
            "konsep": "Gabungan",
            "definisi": "Rerata",
            "interpretasi": "Makin tinggi makin baik",
            "rumus": "(A + B) / 2",
            "komposit": {"publikasi": "Publikasi", "indikator": ["A", "B"]},
        }
    )
    data["aturan"] = [
        {
            "id": "masuk_akal",
            "jenis": "banding_kolom",
            "kiri": "garis_kemiskinan",
            "operasi": ">=",
            "kanan": "garis_kemiskinan",
            "alasan": {"id": "Contoh", "en": "Sample"},
        }
    ]
    return data


def complete() -> dict[str, Any]:
    """A copy that may be changed."""
    return copy.deepcopy(_made())


def write(data: dict[str, Any], path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def read(data: dict[str, Any], folder: Path) -> Standar:
    """The standard read from a file of ``folder``. Raises ``ContentError``."""
    path = write(data, folder / "garis-kemiskinan.yaml")
    return load_standard(path, folder, dictionary())[0]
