"""Score tables out of the record: versions, agencies, history, punctuality, the Walidata."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from spbe_data.checks.score import aktualitas, ketepatan_jadwal
from spbe_data.flows import submit
from spbe_data.flows.house import Rumah
from spbe_data.flows.review import TinjauanTidakSah, catat_tinjauan
from spbe_data.flows.tables.record import Rekaman, baca_rekaman
from spbe_data.flows.tables.score_history import agency_rows, history_rows, score_tables
from spbe_data.flows.tables.scores import scores, waktu_terbit
from spbe_data.flows.tables.walidata import walidata_rows
from spbe_data.ledger.records import Pemeriksaan, Rilis, Versi
from spbe_data.warehouse.publish import Muatan
from tests.synthetic import METADATA

DATASET = "jumlah-penduduk-menurut-jenis-kelamin"


def now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")


def checked(
    house: Rumah, periods: list[str], findings: dict[str, int] | None = None, hasil: str = "baik"
) -> tuple[str, str]:
    """A submission of 100 rows with its verdict on the record, past the gate of the check."""
    submission = submit.ajukan(
        house,
        data=uuid.uuid4().bytes,
        nama_berkas="uji.csv",
        dataset=DATASET,
        metadata=METADATA,
        aktor="petugas",
    )
    severity = "tolak" if hasil == "tolak" else "peringatan"
    verdict = Pemeriksaan(
        id=uuid.uuid4().hex,
        pengajuan=submission.id,
        sha256=submission.sha256,
        dataset=DATASET,
        versi_standar=house.catalog.standar[DATASET].versi,
        versi_kebijakan=house.catalog.kebijakan(house.hari_ini()).versi,
        sidik_aturan="a" * 64,
        sidik_metadata="b" * 64,
        hasil=hasil,
        periode=periods,
        ringkasan=[
            {"kode": code, "tingkat": severity, "kolom": None, "jumlah": n}
            for code, n in (findings or {}).items()
        ],
        mesin={},
        dimensi={"baris": 100, "sel_wajib": 400, "sel_wajib_terisi": 400},
        aktor="uji",
        pada=now(),
    )
    house.ledger.catat_pemeriksaan(
        verdict, "diperiksa" if hasil == "tolak" else "menunggu_walidata"
    )
    return submission.id, verdict.id


def released(house: Rumah, periods: list[str], findings: dict[str, int] | None = None) -> None:
    """Signed, curated and in a release that holds the newest version of every period."""
    submission, verdict = checked(house, periods, findings)
    house.ledger.catat_keputusan(
        pengajuan=submission,
        pemeriksaan=verdict,
        keputusan="disetujui",
        peran="walidata",
        alasan="uji",
        aktor="walidata",
        status="disetujui",
    )
    held = {v.periode: v.versi for v in house.ledger.semua_versi(DATASET)}
    versions = [
        Versi(DATASET, p, held.get(p, 0) + 1, submission, verdict, "c" * 64, "x", "d" * 64, 50, now())
        for p in periods
    ]  # fmt: skip
    house.ledger.catat_versi(versions, "uji")
    held |= {v.periode: v.versi for v in versions}
    number = len(house.ledger.rilis(DATASET)) + 1
    house.ledger.catat_rilis(
        Rilis(DATASET, number, held, "e" * 64, "f" * 64, 100, "uji", now()), [submission]
    )


@pytest.fixture
def house(rumah: Rumah) -> Rumah:
    """Two releases of one dataset: the second replaces one period, with warnings."""
    released(rumah, ["2022", "2023"])
    released(rumah, ["2023"], {"LONJAKAN": 20})
    return rumah


def tables(house: Rumah) -> dict[str, Muatan]:
    record = baca_rekaman(house)
    return {t.nama: t for t in score_tables(house, record, scores(house, record))}


def picked(table: Muatan, *columns: str, **where: Any) -> list[tuple[Any, ...]]:
    assert isinstance(table.isi, pl.DataFrame)
    rows = table.isi.filter(pl.lit(True), **where).select(columns)
    return sorted(rows.rows(), key=str)


def test_every_version_keeps_its_score_and_its_threshold(house: Rumah) -> None:
    cards = tables(house)["skor_dataset"]
    policy = house.catalog.kebijakan(house.hari_ini()).versi
    assert picked(
        cards, "periode", "versi", "kini", "skor", "ambang_versi", kerangka="bps", dimensi="akurasi"
    ) == [
        ("2022", 1, True, Decimal(100), policy),
        ("2023", 1, False, Decimal(100), policy),
        ("2023", 2, True, Decimal(80), policy),
    ]
    assert picked(cards, "skor", dimensi="relevansi") == [(None,)] * 3


def test_agencies_get_the_current_versions_by_year(house: Rumah) -> None:
    found = picked(
        tables(house)["skor_perangkat_daerah"],
        *("tahun", "cakupan", "skor", "jumlah_dataset"),
        kerangka="bps",
        dimensi="akurasi",
    )
    assert found == [
        (2022, "semua", Decimal(100), 1),
        (2022, "terbuka", Decimal(100), 1),
        (2023, "semua", Decimal(80), 1),
        (2023, "terbuka", Decimal(80), 1),
    ]


def test_the_history_tells_each_release(house: Rumah) -> None:
    found = picked(
        tables(house)["riwayat_skor"],
        *("rilis", "skor", "id"),
        jenis="dataset",
        kerangka="bps",
        dimensi="akurasi",
    )
    assert found == [(1, Decimal(100), DATASET), (2, Decimal(90), DATASET)]


def test_punctuality_and_timeliness_are_two_scores(house: Rumah) -> None:
    found = picked(
        tables(house)["ketepatan_waktu"],
        *("selisih_hari", "lag_dari_akhir_periode", "skor_jadwal", "skor_aktualitas"),
    )
    policy = house.catalog.kebijakan(house.hari_ini())
    assert len(found) == 2
    for late, lag, punctual, timely in found:
        assert late < lag
        assert punctual == ketepatan_jadwal(late, policy.toleransi_terlambat_hari, policy.nol_skor)
        assert timely == aktualitas(lag, 365, policy.nol_skor)


def test_a_returned_file_is_scored_as_a_check_and_nowhere_else(rumah: Rumah) -> None:
    checked(rumah, ["2023"], {"DI_BAWAH_MINIMUM": 30}, "tolak")
    found = tables(rumah)
    checks = found["skor_pemeriksaan"]
    assert picked(checks, "hasil", "skor", dimensi="akurasi") == [("tolak", Decimal(70))]
    assert picked(checks, "skor", dimensi="aktualitas") == [(None,)]
    assert picked(found["skor_dataset"], "dataset") == []


def test_a_version_is_scored_by_the_policy_that_judged_it(house: Rumah) -> None:
    """A later policy with fewer frameworks leaves the scores of what was judged before alone."""
    record = baca_rekaman(house)
    (policy,) = house.catalog.kebijakan_semua
    newer = policy.model_copy(
        update={"versi": "2027.1", "berlaku_sejak": record.today, "kerangka": policy.kerangka[:1]}
    )
    house.catalog.kebijakan_semua = (policy, newer)
    try:
        cards = scores(house, record)
    finally:
        house.catalog.kebijakan_semua = (policy,)
    assert {c["ambang_versi"] for c in cards} == {policy.versi}
    assert {c["kerangka"] for c in cards} == {"jabar", "bps", "satu_data"}


def test_without_a_schedule_punctuality_is_not_measured_but_timeliness_is(house: Rumah) -> None:
    record = dataclasses.replace(baca_rekaman(house), obligations=[])
    cards = {
        (c["kerangka"], c["dimensi"]): c["skor"]
        for c in scores(house, record)
        if (c["periode"], c["versi"]) == ("2022", 1)
    }
    assert cards[("jabar", "ketepatan_waktu")] is None
    assert cards[("satu_data", "mutakhir")] == cards[("bps", "aktualitas")] is not None
    (row,) = [w for w in waktu_terbit(house, record).values() if w.periode == "2022"]
    assert (row.jadwal, row.selisih_hari) == (None, None) and row.jeda_hari > 365


def test_without_a_release_nothing_about_time_is_measured(house: Rumah) -> None:
    record = dataclasses.replace(baca_rekaman(house), releases=[])
    cards = scores(house, record)
    assert {c["skor"] for c in cards if c["dimensi"] in ("mutakhir", "aktualitas")} == {None}
    assert all(c["skor"] is not None for c in cards if c["dimensi"] == "total")


def later(record: Rekaman, days: int) -> Rekaman:
    """The same record with every release so many days after what it really was."""

    def moved(moment: str) -> str:
        return (dt.datetime.fromisoformat(moment) + dt.timedelta(days=days)).isoformat()

    return dataclasses.replace(
        record,
        releases=[dataclasses.replace(r, pada=moved(r.pada)) for r in record.releases],
        today=record.today + dt.timedelta(days=days),
    )


def test_the_agency_has_one_point_per_day_of_release(house: Rumah) -> None:
    record = baca_rekaman(house)
    first, second = record.releases
    moved = later(dataclasses.replace(record, releases=[second]), 40).releases
    apart = dataclasses.replace(record, releases=[first, *moved])
    points = [
        ((r["tanggal"] - record.today).days, r["skor"])
        for r in history_rows(house, apart, scores(house, record))
        if r["jenis"] == "perangkat_daerah" and (r["kerangka"], r["dimensi"]) == ("bps", "akurasi")
    ]
    assert points == [(0, 100), (40, 90)]


def test_each_dataset_counts_once_in_its_agency(house: Rumah) -> None:
    card = {"kerangka": "k", "dimensi": "d", "ambang_versi": "1", "kini": True, "versi": 1}
    other = "jumlah-kepala-keluarga-menurut-desa-kelurahan"
    agency = house.catalog.standar[DATASET].produsen_data
    assert house.catalog.standar[other].produsen_data == agency
    cards = [
        {**card, "dataset": DATASET, "periode": "2024-S1", "skor": Decimal(100)},
        {**card, "dataset": DATASET, "periode": "2024-S2", "skor": Decimal(100)},
        {**card, "dataset": other, "periode": "2024", "skor": Decimal(40)},
        {**card, "dataset": other, "periode": "2024", "skor": Decimal(0), "kini": False},
    ]
    whole = [r for r in agency_rows(house, cards) if r["cakupan"] == "semua"]
    assert [(r["tahun"], r["skor"], r["jumlah_dataset"]) for r in whole] == [(2024, 70, 2)]


def card_of(rows: list[dict[str, Any]], year: int) -> dict[str, tuple[Any, Any, int]]:
    return {r["ukuran"]: (r["nilai"], r["skor"], r["dasar"]) for r in rows if r["tahun"] == year}


def test_the_walidata_is_scored_from_the_record(house: Rumah) -> None:
    record = baca_rekaman(house)
    catat_tinjauan(house, DATASET, hasil="masih sesuai", aktor="walidata")
    catat_tinjauan(house, DATASET, hasil="sekali lagi", aktor="walidata")
    catat_tinjauan(house, "kebijakan", hasil="ambang tetap", aktor="walidata")
    card = card_of(walidata_rows(house, record), record.today.year)
    standards = len(house.catalog.standar)
    decreed = sum(s.penetapan.tanggal is not None for s in house.catalog.standar.values())
    assert card["lama_putusan"] == (0, None, 2)
    assert card["diputus_tepat_waktu"] == (100, 100, 2)
    assert card["terbit_tepat_waktu"] == (100, 100, 2)
    assert card["standar_ditetapkan"][0] == round(Decimal(100) * decreed / standards, 2)
    assert card["standar_ditinjau"][0] == round(Decimal(100) / standards, 2)


def test_late_releases_and_waiting_files_count_against_the_walidata(house: Rumah) -> None:
    checked(house, ["2023"])
    record = later(baca_rekaman(house), 30)
    rows = walidata_rows(house, record)
    assert card_of(rows, record.today.year)["terbit_tepat_waktu"][1:] == (0, 2)
    decided = [r for r in rows if r["ukuran"] == "diputus_tepat_waktu"]
    assert sum(r["dasar"] for r in decided) == 3
    if len(decided) == 1:  # the 30 days do not cross the year
        assert decided[0]["nilai"] == Decimal("66.67")


def test_a_file_returned_by_the_check_is_no_decision_of_the_walidata(rumah: Rumah) -> None:
    submission, verdict = checked(rumah, ["2023"], {"SEL_KOSONG": 1}, "tolak")
    rumah.ledger.catat_keputusan(
        pengajuan=submission,
        pemeriksaan=verdict,
        keputusan="dikembalikan",
        peran="sistem",
        alasan="uji",
        aktor="sistem",
        status="dikembalikan",
    )
    record = baca_rekaman(rumah)
    card = card_of(walidata_rows(rumah, record), record.today.year)
    assert card["lama_putusan"] == card["diputus_tepat_waktu"] == (None, None, 0)
    assert card["terbit_tepat_waktu"] == (None, None, 0)


def test_without_thresholds_the_walidata_is_not_judged(house: Rumah) -> None:
    (policy,) = house.catalog.kebijakan_semua
    house.catalog.kebijakan_semua = (policy.model_copy(update={"walidata": None}),)
    try:
        record = baca_rekaman(house)
        card = card_of(walidata_rows(house, record), record.today.year)
    finally:
        house.catalog.kebijakan_semua = (policy,)
    assert card["lama_putusan"] == (0, None, 2)
    assert card["diputus_tepat_waktu"][:2] == card["terbit_tepat_waktu"][:2] == (None, None)


def test_the_yearly_report_holds_agencies_and_the_walidata_and_says_what_it_is(
    house: Rumah,
) -> None:
    report = tables(house)["laporan_tahunan"]
    agency = house.catalog.standar[DATASET].produsen_data
    assert picked(report, "id", "nilai", "dasar", tahun=2023, ukuran="akurasi") == [
        (agency, Decimal(80), 1)
    ]
    own = picked(report, "id", "nama", "nilai", jenis="walidata", ukuran="terbit_tepat_waktu")
    keeper = house.settings.walidata
    assert own == [(keeper, house.catalog.nama_instansi(keeper), Decimal(100))]
    assert "Tim Koordinasi" in report.komentar and "16/2020" in report.komentar


def test_a_review_must_say_something(rumah: Rumah) -> None:
    with pytest.raises(TinjauanTidakSah, match="belum ditulis"):
        catat_tinjauan(rumah, DATASET, hasil="  ", aktor="walidata")
    with pytest.raises(submit.StandarTidakDikenal):
        catat_tinjauan(rumah, "tidak-ada", hasil="x", aktor="walidata")
    catat_tinjauan(rumah, DATASET, hasil="x", aktor="walidata")
    assert rumah.ledger.periksa_rantai() == 1
