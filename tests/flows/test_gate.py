"""The gate, attacked: any step, alone and in any order, may curate and publish only what a stored
verdict of these bytes, metadata and rules passed and another person signed."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import text

from spbe_data.flows import check, curate, decide, publish, refresh, submit
from spbe_data.flows.gate import BelumLayak
from spbe_data.flows.house import Rumah
from spbe_data.intake.originals import AsliRusak
from spbe_data.ledger.store import LangkahTidakSah
from spbe_data.settings import load_settings
from spbe_data.standards.catalog import Catalog
from spbe_data.warehouse.query import tanya
from tests.conftest import ROOT
from tests.synthetic import METADATA, as_csv, rows_of, with_versions

DATASET = "jumlah-penduduk-menurut-jenis-kelamin"
CATALOG = Catalog(ROOT / "schemas", ROOT / "quality")
REFUSED = (BelumLayak, LangkahTidakSah, decide.KeputusanTidakSah, AsliRusak, IndexError)


class GateMachine(RuleBasedStateMachine):
    """Submissions good and bad; steps in any order; some of them by the wrong hands."""

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="spbe-gerbang-"))
        self.house = Rumah(load_settings(ROOT, self.folder), CATALOG)
        self.ids: list[str] = []
        self.signed: set[tuple[str, str]] = set()  # (submission, verdict) signed by the walidata
        self.number = 0

    def _some(self, pick: int) -> str | None:
        return self.ids[pick % len(self.ids)] if self.ids else None

    @rule(good=st.booleans(), year=st.sampled_from(["2021", "2022"]))
    def send(self, good: bool, year: str) -> None:
        self.number += 1
        standard = CATALOG.standar[DATASET]
        value = 1_500_000 + self.number if good else "bukan angka"
        rows = [{**r, "jumlah_penduduk": value} for r in rows_of(CATALOG, standard, [year])]
        record = submit.ajukan(
            self.house, data=as_csv(rows, standard.nama_kolom), nama_berkas="uji.csv", dataset=DATASET,
            metadata=METADATA, aktor="petugas",
        )  # fmt: skip
        self.ids.append(record.id)

    @rule(pick=st.integers(0, 9))
    def check(self, pick: int) -> None:
        if id_ := self._some(pick):
            with suppress(*REFUSED):
                check.periksa_pengajuan(self.house, id_, aktor="uji")

    @rule(
        pick=st.integers(0, 9),
        actor=st.sampled_from(["walidata", "petugas", "Petugas"]),
        yes=st.booleans(),
    )
    def decide(self, pick: int, actor: str, yes: bool) -> None:
        if id_ := self._some(pick):
            with suppress(*REFUSED):
                made = decide.putuskan(
                    self.house,
                    id_,
                    keputusan="disetujui" if yes else "dikembalikan",
                    alasan="uji",
                    aktor=actor,
                    peran="walidata",
                )
                assert actor == "walidata"
                if yes:
                    self.signed.add((id_, made.pemeriksaan))

    @rule(
        pick=st.integers(0, 9), status=st.sampled_from(["disetujui", "terbit", "menunggu_walidata"])
    )
    def forge_status(self, pick: int, status: str) -> None:
        if id_ := self._some(pick):
            with self.house.ledger.engine.execution_options(menulis=True).begin() as con:
                con.execute(
                    text("UPDATE pengajuan SET status = :s WHERE id = :i"), {"s": status, "i": id_}
                )

    @rule(pick=st.integers(0, 9))
    def swap_the_bytes(self, pick: int) -> None:
        """The record points to other bytes than were checked."""
        if (id_ := self._some(pick)) and (other := self._some(pick + 1)):
            digest = self.house.ledger.pengajuan(other).sha256
            with self.house.ledger.engine.execution_options(menulis=True).begin() as con:
                con.execute(
                    text("UPDATE pengajuan SET sha256 = :s WHERE id = :i"), {"s": digest, "i": id_}
                )

    @rule(pick=st.integers(0, 9))
    def curate(self, pick: int) -> None:
        if id_ := self._some(pick):
            with suppress(*REFUSED):
                curate.kurasi(self.house, id_, aktor="uji")

    @rule()
    def publish(self) -> None:
        with suppress(*REFUSED):
            publish.terbitkan(self.house, DATASET, aktor="uji")
        refresh.segarkan(self.house)

    @invariant()
    def only_signed_passing_verdicts_have_versions(self) -> None:
        if not self.ids:
            return
        verdicts = {v.id: v for v in self.house.ledger.semua_pemeriksaan()}
        for version in self.house.ledger.semua_versi():
            verdict = verdicts[version.pemeriksaan]
            assert verdict.hasil in ("baik", "peringatan")
            assert verdict.sha256 == version.sha256
            assert (version.pengajuan, version.pemeriksaan) in self.signed
        for release in self.house.ledger.rilis():
            versions = {(v.periode, v.versi) for v in self.house.ledger.semua_versi(DATASET)}
            assert set(release.isi.items()) <= versions
        if self.house.settings.duckdb.is_file():
            _, rows = tanya(
                self.house.settings.duckdb,
                "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'riwayat'",
            )
            if rows:
                _, found = tanya(
                    self.house.settings.duckdb,
                    f"SELECT count(*) FROM riwayat.{rows[0][0]} WHERE jumlah_penduduk IS NULL",
                )
                assert found == [(0,)]

    def teardown(self) -> None:
        if hasattr(self, "house"):
            self.house.tutup()
            shutil.rmtree(self.folder, ignore_errors=True)


GateMachine.TestCase.settings = settings(
    max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)
TestGate = GateMachine.TestCase


def test_changed_rules_need_a_new_check(rumah: Rumah) -> None:
    standard = rumah.catalog.standar[DATASET]
    rows = [{**r, "jumlah_penduduk": 1_500_000} for r in rows_of(rumah.catalog, standard, ["2021"])]
    record = submit.ajukan(
        rumah,
        data=as_csv(rows, standard.nama_kolom),
        nama_berkas="a.csv",
        dataset=DATASET,
        metadata=METADATA,
        aktor="p",
    )
    check.periksa_pengajuan(rumah, record.id, aktor="uji")
    decide.putuskan(rumah, record.id, keputusan="disetujui", alasan="", aktor="w", peran="walidata")
    with with_versions(rumah.catalog, standard.model_copy(update={"versi": "9.9"})):
        assert check.perlu_diperiksa(rumah, rumah.ledger.pengajuan(record.id))
        with suppress(BelumLayak):
            curate.kurasi(rumah, record.id, aktor="uji")
            raise AssertionError("curated under rules it was not checked by")
        assert rumah.ledger.semua_versi() == []
    assert len(curate.kurasi(rumah, record.id, aktor="uji")) == 1


def test_a_stale_verdict_cannot_be_signed_and_is_checked_again(rumah: Rumah) -> None:
    standard = rumah.catalog.standar[DATASET]
    rows = [{**r, "jumlah_penduduk": 1_500_000} for r in rows_of(rumah.catalog, standard, ["2021"])]
    record = submit.ajukan(
        rumah, data=as_csv(rows, standard.nama_kolom), nama_berkas="a.csv", dataset=DATASET, metadata=METADATA, aktor="p"
    )  # fmt: skip
    check.periksa_pengajuan(rumah, record.id, aktor="uji")
    assert not check.perlu_diperiksa(rumah, rumah.ledger.pengajuan(record.id))
    columns = tuple(
        c.model_copy(update={"maksimum": Decimal(10)}) if c.nama == "jumlah_penduduk" else c
        for c in standard.kolom
    )
    with with_versions(rumah.catalog, standard.model_copy(update={"kolom": columns})):
        with suppress(decide.KeputusanTidakSah):
            decide.putuskan(
                rumah, record.id, keputusan="disetujui", alasan="", aktor="w", peran="walidata"
            )
            raise AssertionError("signed a verdict of other rules")
        assert check.perlu_diperiksa(rumah, rumah.ledger.pengajuan(record.id))
        check.periksa_pengajuan(rumah, record.id, aktor="uji")
        assert rumah.ledger.pengajuan(record.id).status == "dikembalikan"
