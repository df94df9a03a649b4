"""The content of this installation: standards, policy and sample submissions, as they are.

Engine rules are tested elsewhere; here it is the content that must be complete, honest and in
agreement with itself.
"""

from __future__ import annotations

import csv
import datetime as dt
import importlib.util
import os
import sys
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
import pytest
import yaml
from rapidfuzz import fuzz

from spbe_data.checks.catalogue import KATALOG
from spbe_data.checks.dataset import typed_frame
from spbe_data.checks.engine import HasilPeriksa, Pemeriksa
from spbe_data.checks.prepare import Lingkup
from spbe_data.identifiers.periode import Periode
from spbe_data.intake.model import Batas
from spbe_data.settings import load_settings
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.completeness import kekurangan
from spbe_data.standards.metadata import BELUM, LANGKAH
from spbe_data.standards.models import Standar

ROOT = Path(__file__).resolve().parents[2]
PENGAJUAN = ROOT / "contoh" / "pengajuan"
SIDECARS = sorted(PENGAJUAN.glob("*.yaml"))
TODAY = dt.date(2026, 11, 25)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog(ROOT / "schemas", ROOT / "quality")


def sidecar(path: Path) -> dict[str, Any]:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


def with_figures(catalog: Catalog) -> list[Standar]:
    """Standards of published figures: all but the registers that a regulation asks for."""
    return [s for s in catalog.standar.values() if s.register_spbe is None]


def registers(catalog: Catalog) -> list[Standar]:
    return [s for s in catalog.standar.values() if s.register_spbe is not None]


def test_there_are_both_kinds_of_standards(catalog: Catalog) -> None:
    assert len(with_figures(catalog)) >= 34
    assert len(registers(catalog)) >= 23
    for register in registers(catalog):
        assert not register.ukuran, register.id
        assert not register.indikator, register.id
        assert "perangkat_daerah" in register.kunci, register.id
    for standard in with_figures(catalog):
        assert standard.kolom_wilayah("kode"), standard.id


def test_standards_span_agencies_sectors_and_levels(catalog: Catalog) -> None:
    standards = with_figures(catalog)
    assert len(standards) >= 34
    assert len({s.produsen_data for s in standards}) >= 10
    assert {
        "Kependudukan", "Kesehatan", "Pendidikan", "Sosial", "Ketenagakerjaan", "Lingkungan",
        "Pariwisata", "Kebencanaan", "Perdagangan", "Desa", "Koperasi dan UMKM", "Perhubungan",
    } <= {s.topik for s in standards}  # fmt: skip
    below = [s for s in standards if s.tingkat_penyajian in ("kecamatan", "desa_kelurahan")]
    assert len(below) >= 6
    assert {"kecamatan", "desa_kelurahan"} == {s.tingkat_penyajian for s in below}
    assert {"tahunan", "semesteran", "bulanan"} <= {s.periode for s in standards}


def test_samples_are_marked_and_licences_are_said_to_be_chosen(catalog: Catalog) -> None:
    licences = Counter(s.lisensi for s in catalog.standar.values())
    assert licences["CC-BY-4.0"] >= 10
    assert set(licences) == {"CC-BY-4.0", "belum-ditetapkan"}
    for standard in catalog.standar.values():
        assert standard.contoh


def test_below_kabupaten_both_code_systems_stand_and_the_key_uses_kemendagri(
    catalog: Catalog,
) -> None:
    for standard in catalog.standar.values():
        if standard.tingkat_penyajian == "kabupaten_kota":
            continue
        systems = {
            c.wilayah.sistem
            for c in standard.kolom_wilayah("kode")
            if c.wilayah and c.wilayah.tingkat == standard.tingkat_penyajian
        }
        assert systems == {"bps", "kemendagri"}, standard.id
        assert f"kemendagri_kode_{standard.tingkat_penyajian}" in standard.kunci, standard.id
        assert standard.cakupan is not None, standard.id
        assert standard.cakupan.tingkat == standard.tingkat_penyajian


def test_columns_stand_in_the_order_of_open_data_jabar(catalog: Catalog) -> None:
    rank = {"wilayah": 0, "dimensi": 1, "keterangan": 1, "ukuran": 2, "satuan": 3, "waktu": 4}
    for standard in catalog.standar.values():
        order = [rank[column.peran] for column in standard.kolom]
        assert order == sorted(order), standard.id
        first = "kode_provinsi" if standard.register_spbe is None else "perangkat_daerah"
        assert standard.nama_kolom[0] == first, standard.id
        if "tahun" in standard.nama_kolom:
            assert standard.nama_kolom[-1] == "tahun"


def test_the_five_parts_are_written_for_each_dataset(catalog: Catalog) -> None:
    for standard in catalog.standar.values():
        five = standard.standar_data
        assert five.ukuran.casefold() != five.satuan.casefold(), standard.id
        texts = (five.konsep, five.definisi, standard.judul.id)
        for one, other in combinations(texts, 2):
            assert fuzz.ratio(one.casefold(), other.casefold()) <= 70, standard.id


@pytest.mark.parametrize("part", ["konsep", "definisi"])
def test_no_two_datasets_or_measures_share_a_meaning(catalog: Catalog, part: str) -> None:
    texts = [(s.id, getattr(s.standar_data, part)) for s in catalog.standar.values()]
    texts += [
        (f"{s.id}.{column.nama}", getattr(column, part))
        for s in catalog.standar.values()
        for column in s.ukuran
    ]
    for (one, a), (other, b) in combinations(texts, 2):
        assert fuzz.ratio(a.casefold(), b.casefold()) <= 90, (one, other, a, b)


NOT_YET_KNOWN = {"unit_produsen", "lisensi", "arsitektur.penanggung_jawab", "kegiatan.petugas"}
"""Gaps that only an office can close (with contacts and the days of each step); the staff of BPS's
surveys is published nowhere."""


def test_what_a_draft_lacks_is_only_what_an_office_must_say(catalog: Catalog) -> None:
    for standard in catalog.standar.values():
        assert standard.status == "rancangan", standard.id
        for gap in kekurangan(standard):
            assert (
                gap.isian in NOT_YET_KNOWN
                or gap.isian.startswith("kegiatan.penanggung_jawab.")
                or gap.isian.startswith("kegiatan.jadwal.")
            ), (standard.id, str(gap))


def test_nobody_is_named_and_no_day_is_made_up(catalog: Catalog) -> None:
    for standard in catalog.standar.values():
        about = standard.kegiatan.penanggung_jawab
        for name in ("telepon", "faksimile", "surel", "jabatan_teknis"):
            assert getattr(about, name) == BELUM, (standard.id, name)
        for name, _title in LANGKAH:
            assert getattr(standard.kegiatan.jadwal, name) is None, (standard.id, name)


def test_each_measure_has_an_indicator_with_its_own_reading(catalog: Catalog) -> None:
    readings: dict[str, str] = {}
    for standard in with_figures(catalog):
        assert standard.arsitektur is not None
        made_of = {v for i in standard.indikator if i.pembangun for v in i.pembangun.variabel}
        assert {c.nama for c in standard.ukuran} <= made_of, standard.id
        for indicator in standard.ms_ind:
            name = f"{standard.id}: {indicator.nama}"
            for text in (indicator.konsep, indicator.definisi, indicator.satuan, indicator.ukuran):
                assert text, name
            assert indicator.interpretasi not in readings, (name, readings)
            readings[indicator.interpretasi] = name
    backgrounds = [s.kegiatan.latar_belakang for s in with_figures(catalog)]
    assert len(set(backgrounds)) == len(backgrounds)


def test_the_policy_ranks_every_finding_the_engine_knows(catalog: Catalog) -> None:
    policy = catalog.kebijakan(TODAY)
    assert set(policy.tingkat) == set(KATALOG)
    for frame in policy.kerangka:
        assert sum(d.bobot for d in frame.dimensi) == 1, frame.id


def test_every_sample_has_a_sidecar_of_a_known_standard(catalog: Catalog) -> None:
    files = {p.name for p in PENGAJUAN.iterdir() if p.suffix != ".yaml"}
    named = [sidecar(path)["berkas"] for path in SIDECARS]
    assert sorted(named) == sorted(files)
    orders = [sidecar(path)["urutan"] for path in SIDECARS]
    assert sorted(orders) == list(range(1, len(SIDECARS) + 1))
    for path in SIDECARS:
        data = sidecar(path)
        assert data["standar"] in catalog.standar
        source = data["sumber"]
        for field in ("penerbit", "nama"):
            assert source[field], (path.name, field)
    # A register is filled by the agencies themselves: there is no published figure to sample.
    sampled = {sidecar(path)["standar"] for path in SIDECARS}
    assert sampled == {s.id for s in with_figures(catalog)}


def test_sound_samples_are_approved_and_flawed_ones_are_not() -> None:
    decisions = yaml.safe_load((ROOT / "contoh" / "keputusan.yaml").read_text(encoding="utf-8"))
    sound = {sidecar(path)["berkas"] for path in SIDECARS if sidecar(path)["cacat"] is None}
    assert {d["berkas"] for d in decisions} == sound
    assert {d["keputusan"] for d in decisions} == {"disetujui"}


def test_flaws_are_of_many_kinds_and_planted_ones_say_what_was_changed() -> None:
    flaws = [data for path in SIDECARS if (data := sidecar(path))["cacat"]]
    assert len({code for data in flaws for code in data["cacat"]["kode_temuan"]}) >= 8
    assert {data["cacat"]["ditanam"] for data in flaws} == {True, False}
    for data in flaws:
        planted = "Cacat ditanam dengan sengaja" in data["sumber"]["catatan"]
        assert planted is data["cacat"]["ditanam"], data["berkas"]


def test_values_of_sound_samples_are_in_their_code_lists(catalog: Catalog) -> None:
    seen = 0
    for path in SIDECARS:
        data = sidecar(path)
        if data["cacat"] is not None or not data["berkas"].endswith(".csv"):
            continue
        standard = catalog.standar[data["standar"]]
        with (PENGAJUAN / data["berkas"]).open(encoding="utf-8", newline="") as handle:
            reader = csv.DictReader(handle)
            assert set(reader.fieldnames or ()) <= set(standard.nama_kolom), data["berkas"]
            for row in reader:
                for column in standard.kolom:
                    if column.daftar and column.nama in row:
                        names = {e.nama for e in catalog.daftar[column.daftar].entri}
                        assert row[column.nama] in names, (data["berkas"], row)
                        seen += 1
    assert seen > 5000


class Gudang:
    """What has passed so far, as the warehouse would hold it."""

    def __init__(self) -> None:
        self.isi: dict[str, dict[str, pl.DataFrame]] = defaultdict(dict)

    def periode(self, dataset: str) -> list[str]:
        return sorted(self.isi[dataset], key=Periode.parse)

    def kini(self, dataset: str, periode: str) -> pl.DataFrame | None:
        return self.isi[dataset].get(periode)

    def terima(self, standard: Standar, result: HasilPeriksa, catalog: Catalog) -> None:
        assert result.siap is not None
        frame = pl.concat([typed_frame(standard, ready, catalog.wilayah) for ready in result.siap])
        for period in result.periode:
            self.isi[standard.id][period] = frame.filter(pl.col("periode") == period)


def test_each_sample_is_blocked_by_exactly_what_its_sidecar_says(catalog: Catalog) -> None:
    settings = load_settings(ROOT)
    house = Gudang()
    scope = Lingkup(settings.kode_kemendagri, settings.kode_bps, settings.nama_wilayah)
    engine = Pemeriksa(catalog, scope, house, Batas(), TODAY)
    wrong: list[tuple[str, set[str], set[str]]] = []
    for path in SIDECARS:
        data = sidecar(path)
        file = PENGAJUAN / data["berkas"]
        result = engine.periksa(
            file.read_bytes(),
            file.name,
            data["standar"],
            metadata=data["metadata"],
            simpan_siap=True,
        )
        blocking = {f.kode for f in result.temuan if f.tingkat == "tolak"}
        expected = set(data["cacat"]["kode_temuan"]) if data["cacat"] else set()
        if blocking != expected:
            wrong.append((file.name, blocking, expected))
        elif not blocking:
            house.terima(catalog.standar[data["standar"]], result, catalog)
    assert wrong == []


def _script() -> ModuleType:
    path = ROOT / "scripts" / "transkripsi_contoh.py"
    spec = importlib.util.spec_from_file_location("transkripsi_contoh", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_committed_samples_are_the_scripts_output(tmp_path: Path) -> None:
    raw = os.environ.get("SPBE_BAHAN")
    if not raw:
        pytest.skip("tabel terbitan tidak ada: isi SPBE_BAHAN dengan folder bahan")
    folders = (Path(raw), Path(raw) / "samples", Path(raw) / "data" / "samples")
    folder = next((f for f in folders if (f / "opendata-jabar").is_dir()), None)
    if folder is None:
        pytest.skip("SPBE_BAHAN tidak memuat folder tabel terbitan (opendata-jabar/ dan lain-lain)")
    assert _script().main([str(folder), "--keluar", str(tmp_path)]) == 0
    written = {p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file()}
    kept = {p.relative_to(ROOT / "contoh") for p in PENGAJUAN.iterdir()} | {Path("keputusan.yaml")}
    assert written == kept
    for name in sorted(written):
        assert (tmp_path / name).read_bytes() == (ROOT / "contoh" / name).read_bytes(), name
