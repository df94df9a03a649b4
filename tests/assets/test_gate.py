"""Whatever is run, alone and in any order: only what was checked and signed gets through."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets.keys import JOB_PERIKSA, JOB_TERBIT
from spbe_data.settings import load_settings
from spbe_data.standards.catalog import Catalog
from tests.assets.dagster_world import PETUGAS, World, open_world

ROOT = Path(__file__).resolve().parents[2]
DATASET, TABLE = "jumlah-dokter-umum", "jumlah_dokter_umum"
PERIODS = ("2016", "2017")

STEPS = st.one_of(
    st.tuples(st.sampled_from(["send", "send_bad"]), st.sampled_from([*PERIODS, "2016 2017"])),
    st.tuples(
        st.sampled_from(["periksa", "kurasi", "terbit", "kurasi terbit"]), st.sampled_from(PERIODS)
    ),
    st.tuples(
        st.sampled_from([JOB_PERIKSA, JOB_TERBIT, "gudang", "sign", "forge", "return"]), st.just("")
    ),
)


class Model:
    """The world, and beside it our own account of what was signed by someone else than the sender."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.signed: set[str] = set()
        self.number = 0

    def _waiting(self) -> list[str]:
        return [
            p.id for p in self.world.house.ledger.semua_pengajuan(status=("menunggu_walidata",))
        ]

    def step(self, action: str, about: str) -> None:
        world, ledger = self.world, self.world.house.ledger
        match action:
            case "send" | "send_bad":
                self.number += 1
                value: object = "2O24" if action == "send_bad" else self.number
                world.send(
                    DATASET, about.split(), change=lambda row: row.update(jumlah_dokter_umum=value)
                )
            case "sign":
                for id_ in self._waiting():
                    world.sign(id_)
                    self.signed.add(id_)
            case "return":
                for id_ in self._waiting()[:1]:
                    ledger.catat_keputusan(
                        pengajuan=id_, pemeriksaan=ledger.pemeriksaan(id_)[-1].id,
                        keputusan="dikembalikan", peran="walidata", alasan="uji",
                        aktor="walidata uji", status="dikembalikan",
                    )  # fmt: skip
            case "forge":
                # Written past the flows: an approval by the sender himself.
                for id_ in self._waiting()[:1]:
                    ledger.catat_keputusan(
                        pengajuan=id_, pemeriksaan=ledger.pemeriksaan(id_)[-1].id,
                        keputusan="disetujui", peran="walidata", alasan="uji",
                        aktor=PETUGAS, status="disetujui",
                    )  # fmt: skip
            case "gudang":
                world.asset(("gudang", "duckdb"))
            case "periksa" | "kurasi" | "terbit" | "kurasi terbit":
                world.asset(*((layer, TABLE) for layer in action.split()), period=about)
            case job:
                world.job(job)

    def holds(self) -> None:
        house = self.world.house
        allowed = {p.sha256 for p in house.ledger.semua_pengajuan() if p.id in self.signed}
        versions = house.ledger.semua_versi()
        assert {v.pengajuan for v in versions} <= self.signed
        assert {v.sha256 for v in versions} <= allowed
        files = {
            str(p.relative_to(house.settings.gudang))
            for p in house.settings.gudang.glob("versi/**/*.parquet")
        }
        assert files == {v.berkas for v in versions}
        numbers = {(v.periode, v.versi) for v in versions}
        for release in house.ledger.rilis():
            assert set(release.isi.items()) <= numbers
        assert len(list(house.settings.terbitan.glob("*/rilis/*"))) == len(house.ledger.rilis())
        periods = {v.periode for v in versions}
        assert self.world.materialized("kurasi", TABLE) <= periods
        assert self.world.materialized("terbit", TABLE) <= periods
        if house.settings.duckdb.is_file():
            with duckdb.connect(str(house.settings.duckdb), read_only=True) as con:
                known = con.execute(
                    "SELECT count(*) FROM duckdb_views() WHERE schema_name = 'kurasi' AND view_name = ?",
                    [TABLE],
                ).fetchone()
                if known and known[0]:
                    found = con.execute(
                        f"SELECT DISTINCT sumber_sha256 FROM kurasi.{TABLE}"
                    ).fetchall()
                    assert {row[0] for row in found} <= allowed


@contextmanager
def _model(catalog: Catalog) -> Iterator[Model]:
    with (
        tempfile.TemporaryDirectory() as folder,
        open_world(load_settings(ROOT, Path(folder) / "home"), catalog) as world,
    ):
        yield Model(world)


def _walk(model: Model, steps: list[tuple[str, str]]) -> None:
    for action, about in steps:
        model.step(action, about)
        model.holds()


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, min_size=2, max_size=7))
def test_no_order_of_runs_gets_round_the_gate(
    catalog: Catalog, quick_second_engine: None, steps: list[tuple[str, str]]
) -> None:
    # Something is always waiting in every state, so that the later steps have what to try.
    with _model(catalog) as model:
        _walk(model, [("send", "2016"), ("periksa", "2016"), *steps])


@pytest.mark.parametrize(
    "steps",
    [
        [
            ("send", "2016"),
            (JOB_PERIKSA, ""),
            ("forge", ""),
            (JOB_TERBIT, ""),
            ("kurasi terbit", "2016"),
            ("gudang", ""),
        ],
        [
            ("send_bad", "2016"),
            (JOB_PERIKSA, ""),
            ("sign", ""),
            ("kurasi", "2016"),
            (JOB_TERBIT, ""),
            ("gudang", ""),
        ],
        [
            ("send", "2016"),
            ("kurasi terbit", "2016"),
            (JOB_PERIKSA, ""),
            ("terbit", "2016"),
            (JOB_TERBIT, ""),
        ],
    ],
)
def test_unsigned_work_leaves_no_trace(
    catalog: Catalog, quick_second_engine: None, steps: list[tuple[str, str]]
) -> None:
    with _model(catalog) as model:
        _walk(model, steps)
        world = model.world
        assert world.house.ledger.semua_versi() == []
        assert world.house.ledger.rilis() == []
        assert world.materialized("kurasi", TABLE) == world.materialized("terbit", TABLE) == set()


def test_signed_work_goes_through(catalog: Catalog, quick_second_engine: None) -> None:
    """The model above would also hold for a system that publishes nothing; this one does."""
    with _model(catalog) as model:
        _walk(
            model,
            [
                ("send", "2016 2017"),
                (JOB_PERIKSA, ""),
                ("sign", ""),
                ("kurasi", "2016"),
                ("terbit", "2017"),
                ("gudang", ""),
            ],
        )
        world = model.world
        assert world.materialized("kurasi", TABLE) == {"2016", "2017"}
        assert world.materialized("terbit", TABLE) == {"2017"}
        assert len(world.house.ledger.rilis()) == 1
