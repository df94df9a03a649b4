"""The build: the whole road run through Dagster on what is in the checkout.

Belongs here: the order of the work and when it is needed. Only the terminal door uses it.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from spbe_data.settings import Settings

if TYPE_CHECKING:
    from spbe_data.flows.house import Rumah
    from spbe_data.ledger.records import Pengajuan
    from spbe_data.ledger.store import Ledger

Bicara = Callable[[str], None]

OFFLINE = {
    "DAGSTER_DISABLE_TELEMETRY": "1",
    "GX_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "ANONYMIZED_TELEMETRY": "False",
}
"""Every call home of the libraries, off."""


class BangunGagal(RuntimeError):
    """The build did not come to its end; the message is a sentence for the administrator."""


def _fingerprint(settings: Settings) -> str:
    """Of all a build depends on: content, samples and the code itself."""
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parent
    folders = [
        settings.schemas,
        settings.quality,
        settings.contoh,
        package,
        package.parent / "assets",
    ]
    for folder in folders:
        for path in sorted(
            p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts
        ):
            digest.update(f"{path.relative_to(folder)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _marker(settings: Settings) -> Path:
    return settings.home / "bangun.json"


def mutakhir(settings: Settings) -> bool:
    """Whether the last build was of this very content and left nothing waiting."""
    try:
        marker = json.loads(_marker(settings).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    if marker.get("sidik") != _fingerprint(settings) or not settings.duckdb.is_file():
        return False
    from spbe_data.ledger.store import Ledger

    ledger = Ledger(settings.buku)
    try:
        return _waiting(ledger) <= set(marker.get("menunggu", ()))
    finally:
        ledger.close()


def _waiting(ledger: Ledger) -> set[str]:
    """Submissions that a build would take on."""
    return {p.id for p in ledger.semua_pengajuan(status=("disampaikan", "disetujui"))}


def bangun(settings: Settings, say: Bicara) -> None:
    """Run the whole road on what is in the checkout, through Dagster.

    Every step is idempotent: after a crash the next build goes on where this one stopped.
    Raises :class:`BangunGagal`.
    """
    from filelock import FileLock, Timeout

    settings.home.mkdir(parents=True, exist_ok=True)
    os.environ.update(OFFLINE)
    os.environ["SPBE_HOME"] = str(settings.home)
    os.environ["SPBE_CONTENT"] = str(settings.content)
    try:
        with FileLock(str(settings.home / "bangun.lock"), timeout=1):
            if mutakhir(settings):
                say("Sudah mutakhir: tidak ada yang perlu dibangun.")
                return
            _build(settings, say)
    except Timeout as exc:
        raise BangunGagal(
            "Pembangunan lain sedang berjalan di folder ini. Tunggu sampai selesai."
        ) from exc


def _build(settings: Settings, say: Bicara) -> None:
    say("Memuat standar dan Dagster …")
    from assets.run import buka_instansi, jalankan
    from spbe_data.flows.house import Rumah

    # Taken before the work: content changed meanwhile makes the next build look again.
    started, print_ = time.monotonic(), _fingerprint(settings)
    house = Rumah(settings)
    say(
        f"{len(house.catalog.standar)} standar dari {len({s.produsen_data for s in house.catalog.standar.values()})} perangkat daerah."
    )
    try:
        _pastikan_isi(house)
        from spbe_data.flows.duplicates import perbarui_calon

        if searched := perbarui_calon(house, "sistem"):
            say(f"Mencari rekaman ganda di {len(searched)} register data induk.")
        with buka_instansi(settings) as instance:

            def run(job: str, label: str) -> None:
                say(label)
                if not jalankan(instance, job, on_step=lambda text: say(f"  {text}")):
                    raise BangunGagal(
                        f"Pekerjaan Dagster '{job}' gagal. Lihat Runs di Dagster (spbe up), lalu jalankan 'spbe build' lagi."
                    )

            _replay(house, run, say)
            run("kematangan", "Menghitung kematangan SPBE …")
            run("metrik_harian", "Menghitung kualitas dan ketepatan waktu …")
        _summary(house, say)
        # What a build cannot finish (a dataset that is not open stays approved) does not call for
        # another one.
        left = sorted(_waiting(house.ledger))
        held = _held(house)
    finally:
        house.tutup()
    if held:
        raise BangunGagal(f"{len(held)} pengajuan yang disetujui tertahan:\n" + "\n".join(held))
    marker = _marker(settings)
    temporary = marker.with_suffix(".baru")
    temporary.write_text(json.dumps({"sidik": print_, "menunggu": left}), encoding="utf-8")
    temporary.replace(marker)
    say(f"Selesai dalam {time.monotonic() - started:.0f} detik.")


def _pastikan_isi(house: Rumah) -> None:
    """Content must fit the sample and the record before anything runs. Raises :class:`BangunGagal`."""
    from spbe_data.flows.replay import kesalahan_contoh

    faults = [str(f) for f in kesalahan_contoh(house.settings.contoh, house.catalog)]
    gone = sorted({r.dataset for r in house.ledger.rilis()} - set(house.catalog.standar))
    faults += [
        f"Standar '{id_}' sudah terbit, tetapi berkasnya tidak ada lagi di schemas/dataset/. "
        "Pulihkan berkasnya; bila tidak dipakai lagi, tulis 'status: dicabut' di dalamnya."
        for id_ in gone
    ]
    if faults:
        raise BangunGagal("Isi belum cocok, belum ada yang dijalankan:\n" + "\n".join(faults))


def _to_check(house: Rumah) -> list[Pengajuan]:
    from spbe_data.flows.check import DAPAT_DIPERIKSA, perlu_diperiksa

    return [
        p for p in house.ledger.semua_pengajuan(status=DAPAT_DIPERIKSA) if perlu_diperiksa(house, p)
    ]


def _held(house: Rumah) -> list[str]:
    """Why approved submissions did not go on, one sentence each."""
    from spbe_data.flows.gate import BelumLayak, pastikan_layak

    reasons: list[str] = []
    for submission in house.ledger.semua_pengajuan(status=("disetujui",)):
        if house.ledger.versi_pengajuan(submission.id):
            continue  # curated; its dataset is not open to the public
        try:
            pastikan_layak(house, submission)
        except BelumLayak as exc:
            reasons.append(str(exc))
    return reasons


def _replay(house: Rumah, run: Callable[[str, str], None], say: Bicara) -> None:
    from spbe_data.flows import replay

    waves = (
        list(replay.gelombang(house, replay.kiriman(house.settings.contoh)))
        if house.settings.contoh.is_dir()
        else []
    )
    for number, wave in enumerate(waves, start=1):
        records = [replay.kirim(house, item) for item in wave]
        waiting = _to_check(house)
        if waiting:
            run(
                "periksa_pengajuan_menunggu",
                f"Gelombang {number} dari {len(waves)}: memeriksa {len(waiting)} pengajuan …",
            )
        replay.tanda_tangani(house)
        if house.ledger.semua_pengajuan(status=("disetujui",)):
            run(
                "terbitkan_yang_disetujui",
                f"Gelombang {number} dari {len(waves)}: mengurasi dan menerbitkan …",
            )
        elif not waiting:
            say(f"Gelombang {number} dari {len(waves)}: {len(records)} pengajuan sudah selesai.")
    left = _to_check(house)
    if left:
        run("periksa_pengajuan_menunggu", f"Memeriksa {len(left)} pengajuan lain …")
    if house.ledger.semua_pengajuan(status=("disetujui",)):
        run("terbitkan_yang_disetujui", "Menerbitkan yang sudah disetujui …")


def _summary(house: Rumah, say: Bicara) -> None:
    submissions = house.ledger.semua_pengajuan()
    releases = {r.dataset for r in house.ledger.rilis()}
    returned = sum(p.status == "dikembalikan" for p in submissions)
    waiting = sum(p.status in ("menunggu_walidata", "menunggu_pembina") for p in submissions)
    say(
        f"{len(submissions)} pengajuan: {len(releases)} dataset terbit, {returned} dikembalikan, "
        f"{waiting} menunggu keputusan."
    )
