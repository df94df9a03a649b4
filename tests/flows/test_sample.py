"""The sample system: every planted or found defect is caught by the codes its file names, every
other file is published, and nobody can take a sample for the government's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from spbe_data.flows import check, curate, publish, refresh, replay, verify
from spbe_data.flows.house import Rumah
from spbe_data.settings import load_settings
from spbe_data.standards.catalog import Catalog
from spbe_data.warehouse.query import tanya
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, catalog: Catalog) -> Iterator[Rumah]:
    """The sample replayed through the flows."""
    house = Rumah(load_settings(ROOT, tmp_path_factory.mktemp("rumah")), catalog)
    for wave in replay.gelombang(house, replay.kiriman(house.settings.contoh)):
        records = [replay.kirim(house, item) for item in wave]
        for record in records:
            check.periksa_pengajuan(house, record.id, aktor="uji")
        for id_ in replay.tanda_tangani(house):
            curate.kurasi(house, id_, aktor="uji")
        for dataset in {r.dataset for r in records}:
            publish.terbitkan(house, dataset, aktor="uji")
    replay.penilaian_contoh(house)
    refresh.segarkan(house)
    yield house
    house.tutup()


SAMPLES = [
    (path.stem, yaml.safe_load(path.read_text(encoding="utf-8")))
    for path in sorted((ROOT / "contoh" / "pengajuan").glob("*.yaml"))
]


@pytest.mark.parametrize(("stem", "about"), SAMPLES, ids=[s for s, _ in SAMPLES])
def test_each_sample_ends_as_its_file_says(house: Rumah, stem: str, about: dict) -> None:  # type: ignore[type-arg]
    record = next(p for p in house.ledger.semua_pengajuan() if p.nama_berkas == about["berkas"])
    verdict = house.ledger.pemeriksaan(record.id)[-1]
    blocking = {line["kode"] for line in verdict.ringkasan if line["tingkat"] == "tolak"}
    if about["cacat"] is None:
        assert (record.status, blocking) == ("terbit", set())
    else:
        assert record.status == "dikembalikan"
        assert blocking == set(about["cacat"]["kode_temuan"])


def test_at_least_six_classes_of_defect_are_returned() -> None:
    classes = {about["cacat"]["kelas"] for _, about in SAMPLES if about["cacat"]}
    assert len(classes) >= 6


def test_every_door_shape_of_the_doors_is_there(house: Rumah) -> None:
    wanted = {
        "katalog.dataset": "dataset, judul, perangkat_daerah, rad, frekuensi, akses, lisensi, rilis, periode_awal, periode_akhir, jumlah_baris, skor_kualitas, terbit_pada, contoh",
        "referensi.wilayah": "kode_kemendagri, kode_bps, nama, jenis, level, induk, berlaku_sejak, berlaku_sampai, dasar_hukum, tanggal_diasumsikan, pengganti",
        "referensi.satuan": "kode, nama, berlaku_sejak, berlaku_sampai, dasar_hukum",
        "kualitas.temuan": "dataset, periode, versi, kode, tahap, tingkat, kolom, baris, sel, jumlah",
        "kualitas.skor_dataset": "dataset, periode, versi, kerangka, dimensi, skor, ambang_versi, dihitung_pada",
        "kualitas.ketepatan_waktu": "dataset, periode, jadwal, terbit_pada, selisih_hari, lag_dari_akhir_periode",
        "kematangan.indeks": "instansi, tahun, instrumen, status, indeks, predikat, sumber",
        "kematangan.domain": "instansi, tahun, instrumen, status, id, indeks",
        "kematangan.aspek": "instansi, tahun, instrumen, status, id, indeks",
        "kematangan.indikator": "instansi, tahun, instrumen, status, id, indeks",
        "kurasi.jumlah_penduduk_menurut_jenis_kelamin": "bps_kode_kabupaten_kota, kemendagri_kode_kabupaten_kota, periode, versi, sumber_sha256, sumber_baris",
    }
    for table, columns in wanted.items():
        _, rows = tanya(house.settings.duckdb, f"SELECT {columns} FROM {table} LIMIT 1")
        assert rows, table


def test_the_index_lands_exactly_and_says_whose_it_is(house: Rumah) -> None:
    _, rows = tanya(
        house.settings.duckdb,
        "SELECT instansi, tahun, status, indeks::VARCHAR FROM kematangan.indeks ORDER BY status, tahun",
    )
    by_status: dict[str, list[tuple[str, int, str]]] = {}
    for agency, year, status, index in rows:
        by_status.setdefault(status, []).append((agency, year, index.rstrip("0")))
    assert ("Kementerian Koordinator Bidang Perekonomian", 2021, "2.9475") in by_status["contoh"]
    assert [(y, i) for a, y, i in by_status["terbit"]] == [
        (2021, "1.6"),
        (2022, "1.71"),
        (2023, "3.28"),
        (2024, "4.08"),
        (2025, "4.48"),
    ]
    own = {a for a, _, _ in by_status["terbit"]}
    assert not own & {a for a, _, _ in by_status["contoh"]}
    _, parts = tanya(
        house.settings.duckdb,
        "SELECT count(*) FROM kematangan.indikator WHERE instansi LIKE '%Bekasi%'",
    )
    assert parts == [(0,)]


def test_codes_of_both_systems_stand_beside_each_other_everywhere(house: Rumah) -> None:
    published = {v.dataset for v in house.ledger.semua_versi()}
    below = 0
    for standard in (house.catalog.standar[id_] for id_ in sorted(published)):
        if standard.tingkat_penyajian == "desa_kelurahan":
            level = "desa_kelurahan"
        elif standard.tingkat_penyajian == "kecamatan":
            level = "kecamatan"
        else:
            continue
        _, rows = tanya(
            house.settings.duckdb,
            f"SELECT count(*) FROM kurasi.{standard.tabel} WHERE kemendagri_kode_{level} IS NULL OR bps_kode_{level} IS NULL",
        )
        assert rows == [(0,)], standard.id
        below += 1
    assert below >= 5


def test_all_is_marked_contoh_and_intact(house: Rumah) -> None:
    assert tanya(house.settings.duckdb, "SELECT count(*) FROM katalog.dataset WHERE NOT contoh")[
        1
    ] == [(0,)]
    for release in house.ledger.rilis():
        folder = house.settings.terbitan / release.dataset / "rilis" / str(release.nomor)
        assert '"contoh": true' in (folder / "manifest.json").read_text(encoding="utf-8")
    report = verify.periksa_keutuhan(house)
    assert report.rusak == []


def test_analysts_read_pandas_frames_as_the_readme_says(house: Rumah) -> None:
    import duckdb

    with duckdb.connect(str(house.settings.duckdb), read_only=True) as con:
        frame = con.sql("FROM kurasi.jumlah_penduduk_menurut_jenis_kelamin").df()
    assert len(frame) == 24
    assert frame.loc[frame["tahun"] == 2024, "jumlah_penduduk"].sum() == 3_387_601


def test_nothing_is_refreshed_when_nothing_changed(house: Rumah) -> None:
    before = house.settings.duckdb.stat().st_ino
    assert refresh.segarkan(house) == []
    assert house.settings.duckdb.stat().st_ino == before


def test_the_calendar_counts_what_is_owed(house: Rumah) -> None:
    _, rows = tanya(
        house.settings.duckdb, "SELECT keadaan, count(*) FROM kualitas.kalender GROUP BY 1"
    )
    counts = dict(rows)
    _, versions = tanya(
        house.settings.duckdb, "SELECT count(DISTINCT (dataset, periode)) FROM katalog.versi"
    )
    assert counts["terbit"] == versions[0][0]
    assert counts["terlambat"] > 0


def test_the_home_holds_all_state(house: Rumah) -> None:
    assert {p.name for p in house.settings.home.iterdir()} == {
        "asli",
        "buku",
        "gudang",
        "temuan",
        "terbitan",
    }
    assert not (Path(house.settings.content) / "asli").exists()
