"""The road without Dagster: from a file to a release and to the analysts' file, and back by number."""

from __future__ import annotations

import csv
import json

import openpyxl
import polars as pl
import pytest

from spbe_data.flows import check, curate, decide, publish, refresh, submit, verify
from spbe_data.flows.gate import BelumLayak
from spbe_data.flows.house import Rumah
from spbe_data.ledger.records import Pengajuan
from spbe_data.warehouse.query import tanya
from tests.synthetic import METADATA, Row, as_csv, changed, rows_of, with_versions

DATASET = "jumlah-penduduk-menurut-jenis-kelamin"
PERIODS = ["2022", "2023"]


def rows(house: Rumah, value: int = 1_500_000) -> list[Row]:
    standard = house.catalog.standar[DATASET]
    return [{**r, "jumlah_penduduk": value} for r in rows_of(house.catalog, standard, PERIODS)]


def send(house: Rumah, data: list[Row], metadata: dict[str, str] | None = None) -> Pengajuan:
    columns = house.catalog.standar[DATASET].nama_kolom
    return submit.ajukan(
        house,
        data=as_csv(data, columns),
        nama_berkas="uji.csv",
        dataset=DATASET,
        metadata=METADATA if metadata is None else metadata,
        aktor="petugas",
    )


def approve(house: Rumah, id_: str) -> None:
    check.periksa_pengajuan(house, id_, aktor="uji")
    decide.putuskan(
        house, id_, keputusan="disetujui", alasan="uji", aktor="walidata", peran="walidata"
    )


def released(house: Rumah, data: list[Row], metadata: dict[str, str] | None = None) -> Pengajuan:
    record = send(house, data, metadata)
    approve(house, record.id)
    curate.kurasi(house, record.id, aktor="uji")
    publish.terbitkan(house, DATASET, aktor="uji")
    return record


def test_a_good_file_reaches_every_format_unchanged(rumah: Rumah) -> None:
    record = released(rumah, rows(rumah))
    refresh.segarkan(rumah)
    folder = rumah.settings.terbitan / DATASET / "rilis" / "1"
    with (folder / f"{DATASET}.csv").open(encoding="utf-8", newline="") as handle:
        from_csv = list(csv.DictReader(handle))
    from_json = json.loads((folder / f"{DATASET}.json").read_text(encoding="utf-8"))["data"]
    from_parquet = pl.read_parquet(folder / f"{DATASET}.parquet")
    sheet = openpyxl.load_workbook(folder / f"{DATASET}.xlsx")["Data"]
    from_xlsx = [
        dict(zip([c.value for c in sheet[1]], (c.value for c in row), strict=True))
        for row in sheet.iter_rows(min_row=2)
    ]
    assert len(from_csv) == len(from_json) == from_parquet.height == len(from_xlsx) == 4
    for row in (from_csv[0], from_json[0], from_parquet.to_dicts()[0], from_xlsx[0]):
        assert str(row["bps_kode_kabupaten_kota"]) == "3216"
        assert row["kemendagri_kode_kabupaten_kota"] == "32.16"
        assert str(row["jumlah_penduduk"]) == "1500000"
    assert isinstance(from_xlsx[0]["kemendagri_kode_kabupaten_kota"], str)
    _, found = tanya(
        rumah.settings.duckdb,
        f"SELECT sumber_sha256, versi, count(*) FROM kurasi.{DATASET.replace('-', '_')} GROUP BY ALL",
    )
    assert found == [(record.sha256, 1, 4)]
    assert rumah.ledger.pengajuan(record.id).status == "terbit"
    manifest = (folder / "manifest.json").read_text(encoding="utf-8")
    assert METADATA["kontak"] not in manifest and METADATA["judul_kegiatan"] in manifest
    assert verify.periksa_keutuhan(rumah).rusak == []


def test_a_returned_file_leaves_no_trace_in_data(rumah: Rumah) -> None:
    record = send(
        rumah, changed(rows(rumah), lambda r: r["tahun"] == 2022, jumlah_penduduk="banyak")
    )
    verdict, _ = check.periksa_pengajuan(rumah, record.id, aktor="uji")
    assert verdict.hasil == "tolak"
    assert rumah.ledger.pengajuan(record.id).status == "dikembalikan"
    (decision,) = rumah.ledger.keputusan(record.id)
    assert "banyak" in decision.alasan and "Baris 2" in decision.alasan
    with pytest.raises(BelumLayak):
        curate.kurasi(rumah, record.id, aktor="uji")
    assert publish.terbitkan(rumah, DATASET, aktor="uji") is None
    refresh.segarkan(rumah)
    assert tanya(rumah.settings.duckdb, "SELECT count(*) FROM katalog.dataset")[1] == [(0,)]
    assert tanya(
        rumah.settings.duckdb, "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'riwayat'"
    )[1] == [(0,)]
    assert not (rumah.settings.gudang / "versi").exists()
    assert not (rumah.settings.terbitan / DATASET).exists()


def test_a_second_submission_is_a_new_version_and_the_old_one_stays_readable(rumah: Rumah) -> None:
    released(rumah, rows(rumah))
    only_2023 = [r for r in rows(rumah, 1_550_000) if r["tahun"] == 2023]
    released(rumah, only_2023)
    refresh.segarkan(rumah)
    table = DATASET.replace("-", "_")
    now = tanya(
        rumah.settings.duckdb,
        f"SELECT DISTINCT periode, versi, jumlah_penduduk FROM kurasi.{table} ORDER BY 1",
    )[1]
    assert now == [("2022", 1, 1_500_000), ("2023", 2, 1_550_000)]
    old = tanya(
        rumah.settings.duckdb,
        f"SELECT DISTINCT jumlah_penduduk FROM riwayat.{table} WHERE periode = '2023' AND versi = 1",
    )[1]
    assert old == [(1_500_000,)]
    folder = rumah.settings.terbitan / DATASET / "rilis"
    assert sorted(p.name for p in folder.iterdir()) == ["1", "2"]
    assert "1500000" in (folder / "1" / f"{DATASET}.csv").read_text(encoding="utf-8")


def test_publishing_again_without_change_makes_no_release(rumah: Rumah) -> None:
    released(rumah, rows(rumah))
    first = publish.terbitkan(rumah, DATASET, aktor="uji")
    again = publish.terbitkan(rumah, DATASET, aktor="uji")
    assert first == again
    assert len(rumah.ledger.rilis(DATASET)) == 1


def test_missing_metadata_is_asked_for(rumah: Rumah) -> None:
    record = send(rumah, rows(rumah), {"catatan": "hanya ini"})
    _, result = check.periksa_pengajuan(rumah, record.id, aktor="uji")
    missing = {f.params["isian"] for f in result.temuan if f.kode == "METADATA_KURANG"}
    assert missing == {
        "judul_kegiatan",
        "cara_pengumpulan",
        "rujukan_waktu",
        "kontak",
        "status_angka",
    }


def test_the_sender_cannot_sign(rumah: Rumah) -> None:
    record = send(rumah, rows(rumah))
    check.periksa_pengajuan(rumah, record.id, aktor="uji")
    with pytest.raises(decide.KeputusanTidakSah):
        decide.putuskan(
            rumah, record.id, keputusan="disetujui", alasan="x", aktor="petugas", peran="walidata"
        )


def test_verify_finds_what_was_tampered_with(rumah: Rumah) -> None:
    record = released(rumah, rows(rumah))
    (version, *_rest) = rumah.ledger.semua_versi(DATASET)
    release = rumah.settings.terbitan / DATASET / "rilis" / "1" / f"{DATASET}.csv"
    original = next(
        p
        for p in rumah.settings.berkas_asli.rglob("*")
        if p.is_file() and record.sha256.endswith(p.name[-10:])
    )
    for path in (rumah.settings.gudang / version.berkas, release, original):
        path.chmod(0o644)
        path.write_bytes(path.read_bytes() + b" ")
    assert len(verify.periksa_keutuhan(rumah).rusak) == 3


def test_a_crash_before_the_record_leaves_the_old_state(
    rumah: Rumah, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = send(rumah, rows(rumah))
    approve(rumah, record.id)

    def crash(*_args: object, **_kwargs: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(rumah.ledger, "catat_versi", crash)
        with pytest.raises(KeyboardInterrupt):
            curate.kurasi(rumah, record.id, aktor="uji")
    assert rumah.ledger.semua_versi() == []
    assert [v.versi for v in curate.kurasi(rumah, record.id, aktor="uji")] == [1, 1]
    with monkeypatch.context() as patch:
        patch.setattr(rumah.ledger, "catat_rilis", crash)
        with pytest.raises(KeyboardInterrupt):
            publish.terbitkan(rumah, DATASET, aktor="uji")
    assert rumah.ledger.rilis() == []
    release = publish.terbitkan(rumah, DATASET, aktor="uji")
    assert release is not None and release.nomor == 1
    assert verify.periksa_keutuhan(rumah).rusak == []


def test_nothing_closed_goes_out(rumah: Rumah) -> None:
    standard = rumah.catalog.standar[DATASET]
    columns = tuple(
        c.model_copy(update={"akses_umum": c.nama != "nama_provinsi"}) for c in standard.kolom
    )
    with with_versions(rumah.catalog, standard.model_copy(update={"kolom": columns})):
        released(rumah, rows(rumah))
        folder = rumah.settings.terbitan / DATASET / "rilis" / "1"
        for path in folder.iterdir():
            if path.name.startswith("standar."):
                continue  # the standard names its columns; it holds no figures
            assert b"nama_provinsi" not in path.read_bytes() or path.suffix == ".xlsx", path
        sheet = openpyxl.load_workbook(folder / f"{DATASET}.xlsx")["Data"]
        assert "nama_provinsi" not in [c.value for c in sheet[1]]
    with with_versions(rumah.catalog, standard.model_copy(update={"akses": "terbatas"})):
        assert publish.terbitkan(rumah, DATASET, aktor="uji") is None
