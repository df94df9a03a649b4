"""The benchmarks run, and every engine finds the planted rows. Times are not judged here."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl
import pytest

from benchmarks import baris, kelompok, kontrak, pekerja, proses, satu_run
from benchmarks.__main__ import HALAMAN, tulis_halaman
from benchmarks.baris import BARIS, Tempat
from benchmarks.hasil import Hasil, tabel
from benchmarks.mesin import Ditemukan, Kerja
from spbe_data import settings

SAID: list[str] = []


class _Here:
    """An engine in this process, in the place of one of its own."""

    def __init__(self, mesin: str, kerja: Kerja) -> None:
        self.mesin, self.siap_s, self.pid = mesin, 0.0, os.getpid()
        self._step = pekerja.buka(mesin, kerja)

    def jalan(self) -> float:
        self._tell = self._step()
        return 0.001

    def cerita(self) -> Ditemukan:
        return self._tell()

    def __enter__(self) -> _Here:
        return self

    def __exit__(self, *_ended: object) -> None:
        return None


def _in_turns(
    mesin: Sequence[tuple[str, Kerja]], *, kali: int, pemanasan: int = 1
) -> dict[str, proses.Waktu]:
    times: dict[str, proses.Waktu] = {}
    for name, work in mesin:
        worker = _Here(name, work)
        times[name] = proses.Waktu(name, 0.0, [worker.jalan()], worker.cerita())
    return times


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Tempat:
    root = tmp_path_factory.mktemp("tolok-ukur")
    return Tempat(root / "berkas", kontrak.buat_isi(root / "isi"), 10_000, SAID.append)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Everything in this process: libraries that take seconds to import are imported once."""
    for name in ("SPBE_CONTENT", "SPBE_HOME", "DAGSTER_HOME", "DAGSTER_DISABLE_TELEMETRY"):
        monkeypatch.setenv(name, "")  # what a run sets is put back
    monkeypatch.setattr(baris, "selang_seling", _in_turns)
    monkeypatch.setattr(baris, "Pekerja", _Here)

    def run(isi: Path, home: Path, *ids: str) -> float:
        # The code location is of the first run's content: load it anew, as a new process would.
        settings.current.cache_clear()
        monkeypatch.delitem(sys.modules, "assets.definitions", raising=False)
        assert satu_run.main(str(isi), str(home), *ids) == 0
        return 0.001

    monkeypatch.setattr(kelompok, "run", run)
    SAID.clear()
    yield
    settings.current.cache_clear()


@pytest.mark.parametrize("name", BARIS)
def test_every_comparison_runs_and_finds_the_same_rows(
    name: str, place: Tempat, here: None
) -> None:
    rows = BARIS[name](place)
    assert rows
    assert all(row.sama for row in rows), SAID


def test_an_engine_that_misses_a_row_is_told(place: Tempat) -> None:
    truth = {"region_null": [3, 8], "key_unique": [1, 2]}
    assert kontrak.selisih(truth, {"region_null": [8, 3], "key_unique": [1, 2]}) == {}
    assert kontrak.selisih(truth, {"region_null": [3], "lain": [9]}) == {
        "key_unique": (0, 2),
        "lain": (1, 0),
        "region_null": (1, 2),
    }
    assert kontrak.selisih(truth, {"region_null": [3, 8]}, tanpa=["key_unique"]) == {}
    assert kontrak.selisih({"value_min": 4}, {"value_min": 5}) == {"value_min": (5, 4)}


def test_a_file_is_the_same_each_time_and_has_what_is_said_of_it(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    truth = kontrak.buat_csv(first, 3_000)
    assert truth == kontrak.buat_csv(second, 3_000)
    assert first.read_bytes() == second.read_bytes()
    assert sum(map(len, truth.values())) == 100
    frame = pl.read_csv(first, infer_schema=False)
    assert tuple(frame.columns) == kontrak.KOLOM
    assert frame["region_code"].is_null().arg_true().to_list() == truth["region_null"]
    # A reader that sees through spaces and letters sees no other pairs than the planted ones.
    meant = frame.with_columns(pl.col(*kontrak.KUNCI).str.strip_chars().str.to_uppercase())
    known = meant.with_row_index().drop_nulls("region_code")
    pairs = known.filter(pl.struct(kontrak.KUNCI).is_duplicated())["index"].to_list()
    assert pairs == truth["key_unique"]


def test_a_month_of_few_keys_has_no_other_pairs_than_the_planted_ones(tmp_path: Path) -> None:
    month = kontrak.Masa(tahun=(2020,), bulan=(11,))
    for seed in range(1_000, 1_040):
        truth = kontrak.buat_csv(tmp_path / "k.csv", 1_000, benih=seed, masa=month)
        frame = pl.read_csv(tmp_path / "k.csv", infer_schema=False)
        meant = frame.with_columns(pl.col(*kontrak.KUNCI).str.strip_chars().str.to_uppercase())
        known = meant.with_row_index().drop_nulls("region_code")
        pairs = known.filter(pl.struct(kontrak.KUNCI).is_duplicated())["index"].to_list()
        assert pairs == truth["key_unique"], seed


def test_bars_read_the_same_way_in_every_row() -> None:
    at_most = Hasil("a", 0.8, "x", 1.0, 0.8, kurang=True, sama=True)
    at_least = Hasil("b", 0.1, "y", 4.0, 40, kurang=False, sama=True)
    assert (at_most.ratio, at_most.holds) == (0.8, True)
    assert (at_least.ratio, at_least.holds) == (40, True)
    slower = Hasil("c", 0.9, "x", 1.0, 0.8, kurang=True, sama=True)
    other_rows = Hasil("d", 0.1, "x", 1.0, 0.8, kurang=True, sama=False)
    assert not slower.holds
    assert not other_rows.holds
    assert other_rows.dokumen().keys() >= {
        "name",
        "ours_s",
        "peer",
        "peer_s",
        "ratio",
        "bar",
        "holds",
    }
    assert len(tabel([at_most, at_least]).splitlines()) == 4


def test_a_worker_answers_in_its_own_process_and_its_end_is_told(place: Tempat) -> None:
    file = kontrak.siapkan(place.folder, 1_000)
    with (
        proses.Pekerja("pengurai_pyarrow", {"berkas": str(file.csv)}) as worker,
        proses.puncak_memori(worker.pid, 0.001) as peak,
    ):
        for _again in range(20):
            seconds = worker.jalan()
        found = worker.cerita()
    assert worker.pid != os.getpid()
    assert seconds > 0
    assert found == {"baris": 1_000}
    assert peak[0] > 10 << 20
    with (
        contextlib.ExitStack() as stack,
        pytest.raises(proses.MesinGagal, match="tidak-ada"),
    ):
        gone = {"berkas": str(place.folder / "tidak-ada.csv")}
        stack.enter_context(proses.Pekerja("pengurai_pyarrow", gone)).jalan()


def test_the_page_takes_the_table_and_keeps_the_rest(tmp_path: Path) -> None:
    page = tmp_path / "halaman.md"
    page.write_bytes(HALAMAN.read_bytes())
    tulis_halaman(page, "satu")
    tulis_halaman(page, "dua")
    before, after = HALAMAN.read_text(encoding="utf-8"), page.read_text(encoding="utf-8")
    assert after.count("dua") == before.count("dua") + 1
    assert after.startswith(before.partition("<!-- hasil")[0])
    assert "\nsatu\n" not in after
    page.write_text("tanpa tanda", encoding="utf-8")
    with pytest.raises(ValueError, match="marks"):
        tulis_halaman(page, "tiga")
