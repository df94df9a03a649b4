"""The standard in the formats of others beside the data of every release."""

from __future__ import annotations

import datetime as dt
import json

from spbe_data.flows import verify
from spbe_data.flows.house import Rumah
from spbe_data.publication.standard_files import berkas_standar
from spbe_data.standards.exchange.bps_isian import Lingkup
from spbe_data.standards.exchange.imports import impor
from tests.flows.test_road import DATASET, released, rows
from tests.synthetic import with_versions

NAMES = {
    f"standar.{ending}"
    for ending in ("table-schema.json", "odcs.yaml", "csvw.json", "bps.xlsx", "templat.xlsx")
}


def test_a_release_carries_its_standard_and_the_next_one_the_same_bytes(rumah: Rumah) -> None:
    released(rumah, rows(rumah))
    released(rumah, rows(rumah, 1_400_000))
    first, second = (rumah.settings.terbitan / DATASET / "rilis" / n for n in ("1", "2"))
    manifest = json.loads((first / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["berkas"]) >= NAMES
    for name in NAMES:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name
    for name in NAMES - {"standar.templat.xlsx"}:
        assert impor((first / name).read_bytes()).id == DATASET
    forms = impor((first / "standar.bps.xlsx").read_bytes())
    assert f"dari {rumah.catalog.nama_instansi(rumah.catalog.standar[DATASET].produsen_data)}" in (
        forms.yaml
    )
    assert not verify.periksa_keutuhan(rumah).rusak
    (second / "standar.odcs.yaml").write_text("lain", encoding="utf-8")
    assert any("standar.odcs.yaml" in line for line in verify.periksa_keutuhan(rumah).rusak)


def test_closed_columns_and_what_speaks_of_them_stay_in(rumah: Rumah) -> None:
    standard = rumah.catalog.standar[DATASET]
    measure, key = "jumlah_penduduk", "jenis_kelamin"
    closed = standard.model_copy(
        update={
            "kolom": tuple(
                c.model_copy(update={"akses_umum": c.nama not in (measure, key)})
                for c in standard.kolom
            )
        }
    )
    with with_versions(rumah.catalog, closed):
        made = berkas_standar(closed, rumah.catalog, Lingkup(), "32.16", dt.date(2026, 11, 25))
    assert set(made) == NAMES - {"standar.templat.xlsx"}
    for data in made.values():
        draft = impor(data).yaml
        assert f"nama: {measure}" not in draft
        assert f"nama: {key}" not in draft
        assert f"- {measure}" not in draft
        assert "nama: tahun" in draft
    schema = json.loads(made["standar.table-schema.json"])
    assert "primaryKey" not in schema  # a part of the key is no key
