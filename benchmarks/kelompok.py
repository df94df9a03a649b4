"""A batch of submissions in one Dagster run, against a run each.

Belongs here: the house with waiting submissions, the runs, and reading what was found back.
"""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks import kontrak
from benchmarks.mesin.kami import JUGA, arti
from spbe_data.flows.check import temuan_tersimpan
from spbe_data.flows.house import Rumah
from spbe_data.flows.submit import ajukan
from spbe_data.settings import load_settings

_METADATA = {
    "judul_kegiatan": "Pengukuran kecepatan",
    "cara_pengumpulan": "3",
    "rujukan_waktu": "akhir periode",
    "kontak": "tolok ukur",
    "status_angka": "tetap",
}


class RunGagal(RuntimeError):
    """A Dagster run did not succeed; the message has its last words."""


@dataclass(frozen=True, slots=True)
class Kiriman:
    """One waiting submission and what was planted in it."""

    id: str
    kebenaran: kontrak.Kebenaran


def kirim(isi: Path, home: Path, folder: Path, jumlah: int, baris: int) -> list[Kiriman]:
    """``jumlah`` submissions of ``baris`` rows of one period each, three calendars by turns.

    Every second one has the planted faults; the others are sound.
    """
    folder.mkdir(parents=True, exist_ok=True)
    house = Rumah(load_settings(isi, home))
    sent: list[Kiriman] = []
    low, high = kontrak.TAHUN
    try:
        for number in range(jumlah):
            dataset, masa = list(kontrak.KALENDER.items())[number % len(kontrak.KALENDER)]
            turn = number // len(kontrak.KALENDER)
            own = kontrak.Masa(
                tahun=(low + turn % (high - low + 1),),
                bulan=(masa.bulan[turn % len(masa.bulan)],),
                kolom=masa.kolom,
            )
            path = folder / f"k{number}.csv"
            truth = kontrak.buat_csv(
                path, baris, benih=1_000 + number, rusak=number % 2 == 0, masa=own
            )
            submission = ajukan(
                house,
                data=path.read_bytes(),
                nama_berkas=path.name,
                dataset=dataset,
                metadata=_METADATA,
                aktor="tolok ukur",
            )
            path.unlink()
            sent.append(Kiriman(submission.id, truth))
    finally:
        house.tutup()
    return sent


def run(isi: Path, home: Path, *ids: str) -> float:
    """Seconds of one run in a process of its own, from its start to its end.

    Raises :class:`RunGagal`.
    """
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.satu_run", str(isi), str(home), *ids],
        cwd=kontrak.ROOT,
        capture_output=True,
        text=True,
    )
    seconds = time.perf_counter() - start
    if done.returncode:
        raise RunGagal("\n".join(done.stderr.splitlines()[-20:]))
    return seconds


def ditemukan(isi: Path, home: Path, sent: list[Kiriman]) -> list[kontrak.Kebenaran]:
    """What the stored verdicts say, per submission."""
    house = Rumah(load_settings(isi, home))
    found: list[kontrak.Kebenaran] = []
    try:
        for one in sent:
            rows: dict[str, list[int]] = {}
            verdicts = house.ledger.pemeriksaan(one.id)
            stored = temuan_tersimpan(house, verdicts[-1].id)["temuan"] if verdicts else []
            for finding in stored:
                code, column = finding["kode"], finding["kolom"]
                if code in JUGA:
                    continue
                column = "bulan" if column == "semester" else column
                rows.setdefault(arti(code, column), []).append((finding["baris"] or 0) - 2)
            found.append(rows if verdicts else {"tidak diperiksa": 1})
    finally:
        house.tutup()
    return found
