"""Kill ``spbe build`` at random instants, build again, and compare with an undisturbed build.

``python -m drills.bunuh_bangun --seed 1 --rounds 2``. Needs nothing but the installed project.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from spbe_data.ledger.store import Ledger
from spbe_data.settings import load_settings

ROOT = Path(__file__).resolve().parents[1]


def _build(home: Path, kill_after: float | None = None) -> int | None:
    """Exit code of a build, or ``None`` when it was killed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "spbe_data.cli", "build"],
        cwd=ROOT,
        env={**os.environ, "SPBE_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        _out, err = process.communicate(timeout=kill_after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return None
    if process.returncode:
        print(err.decode(errors="replace")[-2000:])
    return process.returncode


def _state(home: Path) -> dict[str, object]:
    """All that must come out the same: versions and their bytes, releases, statuses."""
    ledger = Ledger(load_settings(ROOT, home).buku)
    try:
        return {
            "versi": [
                [v.dataset, v.periode, v.versi, v.sha256, v.sha256_berkas]
                for v in ledger.semua_versi()
            ],
            "rilis": [[r.dataset, r.nomor, r.isi] for r in ledger.rilis()],
            "pengajuan": sorted(
                [p.nama_berkas, p.dataset, p.status] for p in ledger.semua_pengajuan()
            ),
            "penilaian": [
                [p.instansi, p.tahun, p.status, p.hasil["indeks"]] for p in ledger.penilaian()
            ],
        }
    finally:
        ledger.close()


def _verify(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "spbe_data.cli", "verify"],
        cwd=ROOT,
        env={**os.environ, "SPBE_HOME": str(home)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    chance = random.Random(args.seed)
    with tempfile.TemporaryDirectory(prefix="spbe-latihan-") as folder:
        started = time.monotonic()
        calm = Path(folder) / "tenang"
        assert _build(calm) == 0
        length = time.monotonic() - started
        expected = _state(calm)
        for number in range(1, args.rounds + 1):
            home = Path(folder) / f"putaran-{number}"
            kills = 0
            for _ in range(3):
                if _build(home, kill_after=chance.uniform(0.15, 0.8) * length) is None:
                    kills += 1
            assert _build(home) == 0, "the build after the kills failed"
            _verify(home)
            found = _state(home)
            assert found == expected, json.dumps({"expected": expected, "found": found}, indent=1)[
                :4000
            ]
            print(f"putaran {number}: dibunuh {kills} kali, keadaan akhir sama", flush=True)
    print(f"{args.rounds} putaran lulus")


if __name__ == "__main__":
    main()
