"""A check in a worker: the same words as without, limits that hold, and a service that stays up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from spbe_data.checks.finding import LOLOS
from spbe_data.flows.check import periksa_berkas
from spbe_data.flows.check_worker import BatasPeriksa, PekerjaHilang, PekerjaPeriksa, PekerjaSibuk
from spbe_data.flows.house import Rumah
from spbe_data.flows.submit import StandarTidakDikenal
from spbe_data.intake.model import Arahan
from spbe_data.settings import load_settings
from spbe_data.standards.catalog import Catalog
from tests.conftest import ROOT
from tests.hostile_files import BERKAS
from tests.synthetic import METADATA, Row, as_csv, changed, rows_of

DATASET = "jumlah-penduduk-menurut-jenis-kelamin"


@pytest.fixture(scope="module")
def rows(catalog: Catalog) -> list[Row]:
    made = rows_of(catalog, catalog.standar[DATASET], ["2022", "2023"])
    return [{**r, "jumlah_penduduk": 1_500_000} for r in made]


@pytest.fixture(scope="module")
def good(catalog: Catalog, rows: list[Row]) -> bytes:
    return as_csv(rows, catalog.standar[DATASET].nama_kolom)


@pytest.fixture(scope="module")
def heavy(catalog: Catalog, good: bytes) -> bytes:
    """More rows than small limits allow, every one of them wrong."""
    names = catalog.standar[DATASET].nama_kolom
    return good + (",".join("x" for _ in names) + "\n").encode() * 1_000_000


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PekerjaPeriksa]:
    settings = load_settings(ROOT, tmp_path_factory.mktemp("pekerja") / "home")
    with PekerjaPeriksa(settings, jumlah=2) as pool:
        yield pool


def pids(pool: PekerjaPeriksa) -> list[int]:
    return sorted(w.pid for w in pool.pekerja())


def limited(tmp_path: Path, **limits: Any) -> PekerjaPeriksa:
    return PekerjaPeriksa(
        load_settings(ROOT, tmp_path / "home"), jumlah=1, batas=BatasPeriksa(**limits)
    )


def stopped(document: dict[str, Any], word: str) -> None:
    """A findings document as any other, whose only finding says what happened."""
    (finding,) = document["temuan"]
    assert (document["hasil"], finding["kode"]) == ("tolak", "BERKAS_DITOLAK")
    assert document["ringkasan"] == [
        {"kode": "BERKAS_DITOLAK", "tingkat": "tolak", "kolom": None, "jumlah": 1}
    ]
    assert word in finding["pesan"]["id"]
    assert "dihentikan" in finding["pesan"]["id"] and "stopped" in finding["pesan"]["en"]
    assert "Walidata" in finding["perbaikan"]


def test_a_worker_says_what_the_terminal_says(
    workers: PekerjaPeriksa, rumah: Rumah, good: bytes, rows: list[Row], tmp_path: Path
) -> None:
    bad = as_csv(
        changed(rows, lambda r: r["tahun"] == 2022, jumlah_penduduk="banyak"),
        rumah.catalog.standar[DATASET].nama_kolom,
    )
    for data, about, period in ((good, METADATA, "2022"), (bad, None, None), (b"", {}, None)):
        own = periksa_berkas(rumah, data, "uji.csv", DATASET, periode=period, metadata=about)
        path = tmp_path / "uji.csv"
        path.write_bytes(data)
        for content in (data, path):
            told = workers.periksa(content, "uji.csv", DATASET, periode=period, metadata=about)
            assert told == own.dokumen()


def test_directions_of_the_sender_arrive(
    workers: PekerjaPeriksa, rumah: Rumah, good: bytes
) -> None:
    data = good.replace(b",", b"|")
    for directions in (Arahan(pemisah="|"), Arahan(pemisah=";"), None):
        own = periksa_berkas(rumah, data, "uji.csv", DATASET, arahan=directions).dokumen()
        assert workers.periksa(data, "uji.csv", DATASET, arahan=directions) == own


def test_what_cannot_be_asked(workers: PekerjaPeriksa, good: bytes, tmp_path: Path) -> None:
    with pytest.raises(StandarTidakDikenal, match="Mungkin maksudnya"):
        workers.periksa(good, "a.csv", DATASET + "x")
    with pytest.raises(FileNotFoundError):
        workers.periksa(tmp_path / "tidak-ada.csv", "a.csv", DATASET)
    with pytest.raises(OSError, match="bukan berkas biasa"):
        workers.periksa(tmp_path, "a.csv", DATASET)
    assert workers.periksa(good, "a.csv", DATASET)["hasil"] in LOLOS


def test_the_asking_service_stays_small() -> None:
    script = (
        "import sys; import spbe_data.flows.check_worker; "
        "print([m for m in ('polars', 'duckdb', 'pandera', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_many_threads_share_the_workers(workers: PekerjaPeriksa, good: bytes) -> None:
    before = pids(workers)

    def ask(number: int) -> tuple[str, str]:
        if number % 4 == 0:
            hostile = BERKAS["sel di ujung lembar"].buat([["a", "b"], ["1", "2"]])
            return workers.periksa(hostile, "x.xlsx", DATASET)["hasil"], "tolak"
        document = workers.periksa(good + b"\n" * number, f"{number}.csv", DATASET)
        assert document["dibaca_sebagai"]["nama_berkas"] == f"{number}.csv"
        return document["hasil"], workers.periksa(good, "a.csv", DATASET)["hasil"]

    with ThreadPoolExecutor(6) as threads:
        for told, expected in threads.map(ask, range(24)):
            assert told == expected
    assert pids(workers) == before


def test_a_worker_killed_while_idle_is_replaced_without_blame(
    workers: PekerjaPeriksa, good: bytes
) -> None:
    # The one that was idle last is asked first.
    victim = workers._luang.queue[-1]
    assert victim is not None
    os.kill(victim.pid, signal.SIGKILL)
    assert workers.periksa(good, "a.csv", DATASET)["hasil"] in LOLOS
    assert victim.pid not in pids(workers)
    assert len(pids(workers)) == 2


def test_the_clock_on_the_wall_and_a_full_house(tmp_path: Path, good: bytes) -> None:
    with limited(tmp_path, detik=1.0, detik_antre=0.2) as pool:
        (pid,) = pids(pool)
        os.kill(pid, signal.SIGSTOP)  # hangs, without using the processor

        def ask(number: int) -> dict[str, Any] | str:
            try:
                return pool.periksa(good, f"{number}.csv", DATASET)
            except PekerjaSibuk as busy:
                return str(busy)

        with ThreadPoolExecutor(4) as threads:
            told = list(threads.map(ask, range(4)))
        (document,) = [t for t in told if isinstance(t, dict)]
        stopped(document, "waktu")
        assert all("kirim lagi" in t for t in told if isinstance(t, str))
        assert pids(pool) != [pid]
        assert pool.periksa(good, "a.csv", DATASET)["hasil"] in LOLOS
    with pytest.raises(PekerjaHilang):
        pool.periksa(good, "a.csv", DATASET)


def test_processor_time_and_memory(
    tmp_path: Path, good: bytes, heavy: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    spill = tmp_path / "sementara"
    spill.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(spill))
    with limited(tmp_path, memori=64 << 20) as pool:
        stopped(pool.periksa(heavy, "a.csv", DATASET), "memori")
        assert pool.periksa(good, "a.csv", DATASET)["hasil"] in LOLOS
    with limited(tmp_path, detik_cpu=0) as pool:
        stopped(pool.periksa(heavy, "a.csv", DATASET), "waktu")
        assert pool.periksa(good, "a.csv", DATASET)["hasil"] in LOLOS
        assert len(list(spill.iterdir())) == 1, "the one worker that lives has a folder"
    # Nothing half-stored: neither in the house nor beside it.
    assert not (tmp_path / "home").exists()
    assert list(spill.iterdir()) == []


def test_a_worker_ends_with_the_service(tmp_path: Path) -> None:
    spill = tmp_path / "sementara"
    spill.mkdir()
    script = f"""
import os, signal
from pathlib import Path
from spbe_data.flows.check_worker import PekerjaPeriksa
from spbe_data.intake.model import Arahan
from spbe_data.settings import load_settings
pool = PekerjaPeriksa(load_settings(Path({str(ROOT)!r}), Path({str(tmp_path)!r})), jumlah=1)
pool.mulai()
print(*(w.pid for w in pool.pekerja()), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(spill)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    pid = int(done.stdout)
    until = time.monotonic() + 10
    while Path(f"/proc/{pid}/exe").exists() and time.monotonic() < until:
        time.sleep(0.02)
    assert not Path(f"/proc/{pid}/exe").exists()
    assert list(spill.iterdir()) == []
