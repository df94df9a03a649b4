"""What runs do and show: verdicts per period, returned files, repairs that stay possible."""

from __future__ import annotations

import json
from typing import Any

import dagster as dg
import pytest

from assets.keys import CHECKS, JOB_METRIK, JOB_PERIKSA, JOB_TERBIT, KALENDER, OP_PERIKSA
from assets.overview import TERTIB
from assets.reporting import findings_table
from spbe_data.intake.originals import ambil
from spbe_data.standards.catalog import Catalog
from tests.assets.dagster_world import World, failure_text

DOKTER, SAMPAH, MISKIN = "jumlah-dokter-umum", "produksi-sampah", "garis-kemiskinan"
PERIKSA = ("periksa", "jumlah_dokter_umum")
KURASI = ("kurasi", "jumlah_dokter_umum")
TERBIT = ("terbit", "jumlah_dokter_umum")


def _metadata(world: World, key: tuple[str, ...], period: str) -> dict[str, Any]:
    records = world.instance.fetch_materializations(
        dg.AssetRecordsFilter(asset_key=dg.AssetKey(list(key)), asset_partitions=[period]), limit=1
    ).records
    materialization = records[0].asset_materialization
    assert materialization is not None
    return {name: _plain(value) for name, value in materialization.metadata.items()}


def _plain(value: dg.MetadataValue[Any]) -> Any:
    if isinstance(value, dg.TableMetadataValue):
        return [dict(record.data) for record in value.records]
    return value.value


def test_the_batch_reports_each_period_and_a_returned_file_is_no_failed_run(world: World) -> None:
    good = world.send(DOKTER, ["2016", "2017"])
    bad = world.send_bad(DOKTER, ["2018"])
    other = world.send(SAMPAH, ["2018"])
    unreadable = world.send(MISKIN, data=b"%PDF-1.4 bukan tabel")

    result = world.job(JOB_PERIKSA)

    assert result.success
    assert world.status(good.id) == world.status(other.id) == "menunggu_walidata"
    assert world.status(bad.id) == world.status(unreadable.id) == "dikembalikan"
    assert (
        world.checks(PERIKSA, "2016")
        == world.checks(PERIKSA, "2017")
        == dict.fromkeys(CHECKS, True)
    )
    assert world.checks(PERIKSA, "2018") == dict.fromkeys(CHECKS, True) | {"pandera_baris": False}
    assert world.checks(PERIKSA, "2019") == {}
    assert world.materialized(*PERIKSA) == {"2016", "2017", "2018"}
    assert world.materialized("periksa", "produksi_sampah") == {"2018"}
    shown = _metadata(world, PERIKSA, "2018")
    assert shown["hasil"] == "tolak"
    assert shown["status_pengajuan"] == "dikembalikan"
    assert shown["sha256"] == bad.sha256
    assert shown["halaman_dataset"].endswith("/dataset/jumlah-dokter-umum")
    assert _metadata(world, PERIKSA, "2017")["dagster/partition_row_count"] == 1
    # The unreadable file has no cell in the calendar; it is still on record.
    assert world.materialized("periksa", "garis_kemiskinan") == set()
    seen = world.instance.fetch_observations(
        dg.AssetKey(["periksa", "garis_kemiskinan"]), limit=5
    ).records
    assert [r.event_log_entry.run_id for r in seen] == [result.run_id]


def test_the_later_pass_of_one_period_does_not_hide_the_failure_of_another(world: World) -> None:
    world.send_bad(DOKTER, ["2018"])
    world.job(JOB_PERIKSA)
    world.send(DOKTER, ["2019"])
    world.job(JOB_PERIKSA)
    assert world.checks(PERIKSA, "2018")["pandera_baris"] is False
    assert world.checks(PERIKSA, "2019")["pandera_baris"] is True


def test_a_cell_of_the_grid_checks_its_submission(world: World) -> None:
    sent = world.send_bad(DOKTER, ["2017", "2018"])
    result = world.asset(PERIKSA, period="2018")
    assert result.success
    assert world.status(sent.id) == "dikembalikan"
    # One file, two periods: both cells say so.
    assert world.checks(PERIKSA, "2018") == world.checks(PERIKSA, "2017")
    assert world.checks(PERIKSA, "2018")["pandera_baris"] is False
    evaluations = {
        e.check_name: e for e in result.get_asset_check_evaluations() if e.partition == "2018"
    }
    assert evaluations["pandera_baris"].severity == dg.AssetCheckSeverity.ERROR
    rows = _plain(evaluations["pandera_baris"].metadata["temuan_pertama"])
    assert [(r["kode"], r["baris"], r["kolom"]) for r in rows] == [
        ("BUKAN_ANGKA", 2, "jumlah_dokter_umum")
    ]
    assert "2O24" in rows[0]["pesan"]


def test_a_cell_without_submission_says_so_and_materializes_nothing(world: World) -> None:
    world.send(DOKTER, ["2016"])
    result = world.asset(PERIKSA, period="2020")
    text = failure_text(result)
    assert "Belum ada pengajuan 'jumlah-dokter-umum' untuk periode 2020" in text
    # Which periods the waiting file holds could only be told by reading it: so it was checked.
    assert world.materialized(*PERIKSA) == {"2016"}
    assert world.checks(PERIKSA, "2016") == dict.fromkeys(CHECKS, True)


def test_looking_again_does_not_void_a_signature(world: World) -> None:
    sent = world.send(DOKTER, ["2016"])
    world.job(JOB_PERIKSA)
    world.sign(sent.id)
    before = world.house.ledger.pemeriksaan(sent.id)
    assert world.asset(PERIKSA, period="2016").success
    assert world.house.ledger.pemeriksaan(sent.id) == before
    assert world.status(sent.id) == "disetujui"
    assert world.asset(KURASI, TERBIT, period="2016").success
    assert world.status(sent.id) == "terbit"


def test_what_follows_a_decision_is_shown_with_preview_schema_and_files(
    world: World, quick_second_engine: None
) -> None:
    sent = world.send(DOKTER, ["2016", "2017"])
    world.job(JOB_PERIKSA)
    world.sign(sent.id)
    assert world.job(JOB_TERBIT).success
    assert world.materialized(*KURASI) == world.materialized(*TERBIT) == {"2016", "2017"}
    curated = _metadata(world, KURASI, "2016")
    assert curated["dagster/partition_row_count"] == 1
    assert "kemendagri_kode_kabupaten_kota" in {
        c.name for c in curated["dagster/column_schema"].columns
    }
    head, _rule, *rows = curated["pratinjau"].splitlines()
    assert "| jumlah_dokter_umum |" in head
    assert len(rows) == 1
    assert "sumber_baris" not in head
    released = _metadata(world, TERBIT, "2017")
    assert released["rilis"] == 1
    assert released["dagster/row_count"] == 2
    assert {r["nama"].rsplit(".", 1)[1] for r in released["berkas"]} >= {
        "csv",
        "xlsx",
        "json",
        "parquet",
    }
    assert (
        world.instance.get_latest_materialization_event(dg.AssetKey(["gudang", "duckdb"]))
        is not None
    )
    # A new version of one period is reported for that period alone.
    again = world.send(DOKTER, ["2017"], change=lambda row: row.update(jumlah_dokter_umum=7))
    world.job(JOB_PERIKSA)
    world.sign(again.id)
    result = world.job(JOB_TERBIT)
    assert result.success
    assert {
        (tuple(m.asset_key.path), m.partition)
        for m in result.asset_materializations_for_node("kurasi_dan_terbitkan")
        if m.partition
    } == {(KURASI, "2017"), (TERBIT, "2017")}
    assert _metadata(world, KURASI, "2017")["versi"] == 2


def test_refused_by_the_gate_says_why(world: World, quick_second_engine: None) -> None:
    assert "Belum ada pengajuan" in failure_text(world.asset(KURASI, period="2016"))
    assert "belum dikurasi" in failure_text(world.asset(TERBIT, period="2016"))
    sent = world.send(DOKTER, ["2016"])
    assert f"{sent.id} berstatus 'disampaikan', belum disetujui" in failure_text(
        world.asset(KURASI, period="2016")
    )
    world.job(JOB_PERIKSA)
    assert "'menunggu_walidata', belum disetujui" in failure_text(
        world.asset(KURASI, TERBIT, period="2016")
    )
    assert world.house.ledger.semua_versi() == []


def test_one_broken_submission_does_not_stop_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash_on_one(room: Any) -> dict[str, int]:
        if room.standard.id == DOKTER:
            raise RuntimeError("rahasia 3216061234567890")
        return {rule.id: room.count(rule) for rule in room.rules}

    monkeypatch.setattr("spbe_data.checks.gx.verify", crash_on_one)
    crashing = world.send(DOKTER, ["2016"])
    lost = world.send(DOKTER, ["2017"])
    fine = world.send(SAMPAH, ["2018"])
    original = next(world.house.settings.berkas_asli.rglob(f"*{lost.sha256}*"))
    original.unlink()
    with pytest.raises(Exception):  # noqa: B017 - whatever the store calls a lost file
        ambil(world.house.settings.berkas_asli, lost.sha256)

    result = world.job(JOB_PERIKSA)

    assert world.status(fine.id) == "menunggu_walidata"
    # The engine's own fault is an outcome of its own: no materialization, no blame on the sender.
    assert world.status(crashing.id) == "diperiksa"
    assert world.checks(PERIKSA, "2016") == dict.fromkeys(CHECKS, False)
    assert world.materialized(*PERIKSA) == set()
    assert lost.id in failure_text(result)
    assert crashing.id not in failure_text(result)
    logged = world.instance.all_logs(result.run_id)
    assert "3216061234567890" not in json.dumps([e.to_json() for e in logged])
    # And it stays in sight until someone mends it.
    assert world.job(JOB_METRIK).success
    calendar = world.instance.get_latest_materialization_event(KALENDER)
    assert calendar is not None
    assert calendar.asset_materialization is not None
    listed = _plain(calendar.asset_materialization.metadata["yang_rusak_sekarang"])
    assert {(r["apa"], r["di_mana"]) for r in listed} == {
        ("pemeriksaan gagal", crashing.id),
        ("pekerjaan gagal", JOB_PERIKSA),
    }


def test_the_batch_takes_only_what_it_is_given(world: World, quick_second_engine: None) -> None:
    first, second = world.send(DOKTER, ["2016"]), world.send(SAMPAH, ["2018"])
    config = {"ops": {OP_PERIKSA: {"config": {"pengajuan": [second.id]}}}}
    assert world.job(JOB_PERIKSA, config).success
    assert world.status(first.id) == "disampaikan"
    assert world.status(second.id) == "menunggu_walidata"


def test_nothing_personal_reaches_dagster(world: World, quick_second_engine: None) -> None:
    nik = "3216061708900001"
    world.send(DOKTER, ["2016"], change=lambda row: row.update(jumlah_dokter_umum=f"a.n. {nik}"))
    result = world.job(JOB_PERIKSA)
    assert world.checks(PERIKSA, "2016")["privasi"] is False
    assert nik not in json.dumps([e.to_json() for e in world.instance.all_logs(result.run_id)])


def test_values_of_closed_data_are_not_shown(catalog: Catalog) -> None:
    finding = {
        "kode": "BUKAN_ANGKA", "tingkat": "tolak", "baris": 2, "kolom": "jumlah_dokter_umum",
        "nilai": "Budi", "pesan": {"id": 'tertulis "Budi"'},
    }  # fmt: skip
    standard = catalog.standar[DOKTER]

    def shown(**changes: Any) -> str:
        record = findings_table(standard.model_copy(update=changes), [finding]).records[0]
        return str(record.data["pesan"])

    assert "Budi" in shown()
    assert "Budi" not in shown(akses="terbatas")
    closed = tuple(
        c.model_copy(update={"akses_umum": False}) if c.nama == "jumlah_dokter_umum" else c
        for c in standard.kolom
    )
    assert "Budi" not in shown(kolom=closed)


def test_findings_are_capped_and_counted(world: World, quick_second_engine: None) -> None:
    periods = [str(year) for year in range(2016, 2026)]
    rows = ["tahun,jumlah_dokter_umum"] + [f"{p},x{i}" for p in periods for i in range(5)]
    world.send(DOKTER, data="\n".join(rows).encode())
    world.job(JOB_PERIKSA)
    good = world.send(SAMPAH, ["2018"])
    assert world.status(good.id) == "disampaikan"
    evaluations = [
        e.asset_check_evaluation_data
        for r in world.instance.get_runs()
        for e in (log.dagster_event for log in world.instance.all_logs(r.run_id))
        if e is not None and e.event_type == dg.DagsterEventType.ASSET_CHECK_EVALUATION
    ]
    for evaluation in evaluations:
        table = evaluation.metadata.get("temuan_pertama")
        if table is not None:
            assert len(table.records) <= world.house.settings.temuan_di_dagster
            total = sum(
                evaluation.metadata[f"jumlah_{k}"].value
                for k in ("menghalangi", "peringatan", "catatan")
            )
            rest = evaluation.metadata.get("temuan_selebihnya")
            assert len(table.records) + (rest.value if rest else 0) == total


def test_the_calendar_at_a_glance(world: World, quick_second_engine: None) -> None:
    world.send_bad(DOKTER, ["2018"])
    world.send(SAMPAH, ["2018"])
    world.send(MISKIN, data=b"%PDF-1.4 bukan tabel")
    world.job(JOB_PERIKSA)
    result = world.job(JOB_METRIK)
    assert result.success
    event = world.instance.get_latest_materialization_event(KALENDER)
    assert event is not None
    assert event.asset_materialization is not None
    shown = {k: _plain(v) for k, v in event.asset_materialization.metadata.items()}
    assert shown["jumlah_dikembalikan"] == 2  # one with a period, one unreadable
    assert shown["jumlah_menunggu"] == 1
    assert shown["jumlah_rusak"] == 0
    first, second = shown["yang_terbuka"][:2]
    assert (first["keadaan"], first["dataset"], first["periode"]) == (
        "dikembalikan",
        DOKTER,
        "2018",
    )
    assert second["keadaan"] == "terlambat"
    assert "Dinas Kesehatan" in shown["menurut_perangkat_daerah"]
    (tidy,) = [e for e in result.get_asset_check_evaluations() if e.check_name == TERTIB]
    assert not tidy.passed
    assert tidy.severity == dg.AssetCheckSeverity.WARN
    assert "2 dikembalikan" in (tidy.description or "")
