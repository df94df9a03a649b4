"""Publishing: the current period versions of a dataset become a numbered, immutable release.

Belongs here: what is in a release and when a new one is due. The gate is asked again for every
version: a release holds only what a passing verdict and a signature stand behind.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from filelock import FileLock

from spbe_data.checks.finding import LOLOS
from spbe_data.flows.disclosure import (
    keterangan_manifes,
    pengungkapan_dari,
    periksa_pengungkapan,
    sidik_pengungkapan,
)
from spbe_data.flows.gate import DISETUJUI, BelumLayak
from spbe_data.flows.house import Rumah
from spbe_data.ledger.hashing import digest
from spbe_data.ledger.records import Rilis, Versi, orang_sama
from spbe_data.publication.exports import IsiRilis, tulis_rilis
from spbe_data.publication.standard_files import berkas_standar
from spbe_data.publication.suppression import jumlah_dirahasiakan, standar_terbit, tutup
from spbe_data.standards.exchange.bps_isian import Lingkup
from spbe_data.standards.models import Standar
from spbe_data.warehouse.versions import baca_versi, gabung


def versi_kini(house: Rumah, dataset: str) -> list[Versi]:
    """The current version of each period, oldest period first."""
    withdrawn = {p.id for p in house.ledger.semua_pengajuan(dataset, status=("ditarik",))}
    newest = {
        v.periode: v for v in house.ledger.semua_versi(dataset) if v.pengajuan not in withdrawn
    }
    return sorted(newest.values(), key=lambda v: v.periode)


def _stand_behind(house: Rumah, version: Versi) -> None:
    """The verdict and the signature that this very version came through. Raises ``BelumLayak``."""
    submission = house.ledger.pengajuan(version.pengajuan)
    verdict = next(
        (p for p in house.ledger.pemeriksaan(submission.id) if p.id == version.pemeriksaan), None
    )
    signed = any(
        d.keputusan == "disetujui"
        and d.pemeriksaan == version.pemeriksaan
        and not orang_sama(d.aktor, submission.akun)
        for d in house.ledger.keputusan(submission.id)
    )
    if (
        submission.status not in DISETUJUI
        or verdict is None
        or verdict.hasil not in LOLOS
        or verdict.sha256 != version.sha256
        or submission.sha256 != version.sha256
        or not signed
    ):
        raise BelumLayak(
            f"Versi {version.versi} periode {version.periode} '{version.dataset}' tidak punya pemeriksaan dan persetujuan yang sah."
        )


def _content_digest(standard: Standar, versions: list[Versi], hiding: str | None) -> str:
    return digest(
        {
            "standar": standard.model_dump(mode="json"),
            "versi": [[v.periode, v.versi, v.sha256_berkas] for v in versions],
            **({"pengungkapan": hiding} if hiding else {}),
        }
    )


METADATA_TERBUKA = (
    "judul_kegiatan",
    "cara_pengumpulan",
    "rujukan_waktu",
    "status_angka",
    "alasan_revisi",
)
"""What of a submission's metadata readers need; contact and notes were written for the Walidata."""


def _public_metadata(metadata: Mapping[str, Any]) -> dict[str, Any]:
    return {name: metadata[name] for name in METADATA_TERBUKA if metadata.get(name)}


def terbitkan(house: Rumah, dataset: str, *, aktor: str) -> Rilis | None:
    """Publish ``dataset`` as it now stands; the existing release when nothing changed, ``None``
    when there is nothing to publish or the standard is not open to the public.

    What small groups must not be told by is hidden in the release; the curated versions keep it.

    Raises :class:`BelumLayak` (of which :class:`~spbe_data.flows.disclosure.BelumAman` when hiding
    would not be enough); then nothing of the dataset is published anew.
    """
    standard = house.catalog.standar[dataset]
    house.settings.terbitan.mkdir(parents=True, exist_ok=True)
    with FileLock(str(house.settings.terbitan / "terbit.lock")):
        versions = versi_kini(house, dataset)
        if not versions or not standard.publik:
            return None
        for version in versions:
            _stand_behind(house, version)
        content = _content_digest(standard, versions, sidik_pengungkapan(house, dataset))
        releases = house.ledger.rilis(dataset)
        if releases and releases[-1].sidik_isi == content:
            return releases[-1]
        decided = periksa_pengungkapan(house, dataset, versions)
        frames = [baca_versi(house.settings.gudang, v.berkas, v.sha256_berkas) for v in versions]
        declared = pengungkapan_dari(house, dataset)
        frame = tutup(gabung(frames), standard, declared, decided.semua)
        rule = keterangan_manifes(house, dataset)
        submissions = [
            house.ledger.pengajuan(id_) for id_ in dict.fromkeys(v.pengajuan for v in versions)
        ]
        number = releases[-1].nomor + 1 if releases else 1
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        isi = IsiRilis(
            nomor=number,
            terbit_pada=now,
            versi_periode={v.periode: v.versi for v in versions},
            pengajuan=tuple(
                {"id": s.id, "sha256": s.sha256, "metadata": _public_metadata(s.metadata)}
                for s in submissions
            ),
            contoh=any(s.contoh for s in submissions),
            pengungkapan={**rule, "dirahasiakan": jumlah_dirahasiakan(frame)} if rule else None,
        )
        place = house.settings
        beside = berkas_standar(
            standard,
            house.catalog,
            Lingkup(place.nama_provinsi, place.nama_wilayah),
            place.kode_kemendagri,
            dt.datetime.fromisoformat(now).astimezone(place.zona).date(),
            standar_terbit(standard, declared),
        )
        manifest = tulis_rilis(
            place.terbitan, standar_terbit(standard, declared), house.catalog, frame, isi, beside
        )
        release = Rilis(
            dataset=dataset,
            nomor=number,
            isi=isi.versi_periode,
            sidik_isi=content,
            sidik_manifes=hashlib.sha256(
                json.dumps(manifest, sort_keys=True, ensure_ascii=False).encode()
            ).hexdigest(),
            jumlah_baris=frame.height,
            aktor=aktor,
            pada=now,
        )
        house.ledger.catat_rilis(release, [s.id for s in submissions if s.status != "terbit"])
        return release
