"""Verifying: does what is stored still match the record? Reads everything, changes nothing."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

from spbe_data.flows.house import Rumah
from spbe_data.intake.originals import AsliRusak, AsliTidakAda, ambil
from spbe_data.ledger.store import AuditRusak
from spbe_data.warehouse.versions import BerkasVersiRusak, baca_versi


@dataclass(slots=True)
class LaporanKeutuhan:
    """What was verified, and what does not match."""

    baris: list[str] = field(default_factory=list)
    rusak: list[str] = field(default_factory=list)


def periksa_keutuhan(house: Rumah) -> LaporanKeutuhan:
    """Audit chain, originals, curated files, releases and their manifests."""
    report = LaporanKeutuhan()
    try:
        report.baris.append(f"Rantai audit: {house.ledger.periksa_rantai()} catatan.")
    except AuditRusak as exc:
        report.rusak.append(str(exc))
    submissions = house.ledger.semua_pengajuan()
    for digest in sorted({p.sha256 for p in submissions}):
        try:
            ambil(house.settings.berkas_asli, digest)
        except (AsliRusak, AsliTidakAda) as exc:
            report.rusak.append(f"Berkas asli {digest[:12]}…: {exc}")
    report.baris.append(f"Berkas asli: {len({p.sha256 for p in submissions})}.")
    versions = house.ledger.semua_versi()
    for version in versions:
        try:
            baca_versi(house.settings.gudang, version.berkas, version.sha256_berkas)
        except BerkasVersiRusak as exc:
            report.rusak.append(str(exc))
    report.baris.append(f"Versi kurasi: {len(versions)}.")
    releases = house.ledger.rilis()
    for release in releases:
        report.rusak += _release_faults(
            house, release.dataset, release.nomor, release.sidik_manifes
        )
    report.baris.append(f"Rilis: {len(releases)}.")
    return report


def _release_faults(house: Rumah, dataset: str, number: int, digest: str) -> list[str]:
    folder = house.settings.terbitan / dataset / "rilis" / str(number)
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return [f"Manifes rilis {number} '{dataset}' tidak ada atau tidak terbaca."]
    canonical = json.dumps(manifest, sort_keys=True, ensure_ascii=False).encode()
    if hashlib.sha256(canonical).hexdigest() != digest:
        return [f"Manifes rilis {number} '{dataset}' berubah sejak dicatat."]
    faults: list[str] = []
    for name, entry in manifest["berkas"].items():
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != entry["sha256"]:
            faults.append(f"Berkas {name} rilis {number} '{dataset}' hilang atau berubah.")
    return faults
