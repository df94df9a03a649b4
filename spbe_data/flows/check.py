"""Checking: a verdict, stored with what it rests on; a blocking finding returns the file.

Belongs here: dry checks, checks of record, and reading stored findings back.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
import re
import uuid
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from spbe_data.checks import catalogue
from spbe_data.checks.collection import KumpulanTemuan, baca, ikhtisar
from spbe_data.checks.engine import HasilPeriksa, MesinKedua
from spbe_data.checks.finding import Temuan
from spbe_data.flows.house import Rumah
from spbe_data.flows.submit import pastikan_standar
from spbe_data.intake.model import Arahan
from spbe_data.intake.originals import ambil
from spbe_data.ledger.hashing import digest
from spbe_data.ledger.records import Pemeriksaan, Pengajuan

SISTEM = "sistem pemeriksa"
"""The actor of returns that follow from a blocking finding alone (Perpres 39/2019 Ps 34(2))."""


DAPAT_DIPERIKSA = ("disampaikan", "diperiksa", "menunggu_walidata", "menunggu_pembina", "disetujui")
"""Statuses from which a submission may be checked (again)."""


def aturan_berubah(house: Rumah, verdict: Pemeriksaan) -> bool:
    """Whether a verdict rests on other rules than those in force today."""
    return verdict.sidik_aturan != house.catalog.sidik_aturan(verdict.dataset, house.hari_ini())


def perlu_diperiksa(house: Rumah, submission: Pengajuan) -> bool:
    """Whether a new check has something to say: not yet checked, or checked by other rules.

    An unchanged verdict is not repeated: a second one would void a signature that rests on it.
    """
    if submission.status not in DAPAT_DIPERIKSA or submission.dataset not in house.catalog.standar:
        return False
    verdicts = house.ledger.pemeriksaan(submission.id)
    unchecked = submission.status in ("disampaikan", "diperiksa") or not verdicts
    return unchecked or aturan_berubah(house, verdicts[-1])


def periksa_berkas(
    house: Rumah,
    data: bytes | Path,
    nama_berkas: str,
    dataset: str,
    *,
    periode: str | None = None,
    metadata: Mapping[str, Any] | None = None,
    arahan: Arahan | None = None,
) -> HasilPeriksa:
    """A dry check of bytes or of the file at a path: nothing is stored.

    Raises ``StandarTidakDikenal``.
    """
    pastikan_standar(house, dataset)
    return house.pemeriksa().periksa(
        data, nama_berkas, dataset, periode=periode, metadata=metadata, arahan=arahan
    )


def _store_findings(folder: Path, id_: str, result: HasilPeriksa) -> None:
    """The findings as Parquet, codes and parameters without text; then the head, which makes them
    count."""
    folder.mkdir(parents=True, exist_ok=True)
    result.temuan.tulis(folder / f"{id_}.parquet")
    content = {"pemeriksaan": id_, **result.kepala()}
    temporary = folder / f".{id_}.baru"
    with temporary.open("w", encoding="utf-8") as handle:
        json.dump(content, handle, ensure_ascii=False, default=str)
        handle.flush()
        os.fsync(handle.fileno())
    temporary.replace(folder / f"{id_}.json")


def periksa_pengajuan(
    house: Rumah, id_: str, *, aktor: str, mesin_kedua: MesinKedua | None = None
) -> tuple[Pemeriksaan, HasilPeriksa]:
    """Check a waiting submission, store the verdict, and return or forward the file.

    A blocking finding returns it with its reasons; an engine fault leaves it for a re-run; else it
    waits for the Walidata. Raises ``KeyError`` for an unknown id and ``LangkahTidakSah`` when the
    submission is already decided.
    """
    submission = house.ledger.pengajuan(id_)
    data = ambil(house.settings.berkas_asli, submission.sha256)
    result = house.pemeriksa().periksa(
        data,
        submission.nama_berkas,
        submission.dataset,
        periode=submission.periode_dinyatakan,
        metadata=submission.metadata,
        mesin_kedua=mesin_kedua,
    )
    verdict = Pemeriksaan(
        id=uuid.uuid4().hex,
        pengajuan=id_,
        sha256=result.sha256,
        dataset=submission.dataset,
        versi_standar=result.versi_standar,
        versi_kebijakan=result.versi_kebijakan,
        sidik_aturan=result.sidik_aturan,
        sidik_metadata=digest(submission.metadata),
        hasil=result.hasil,
        periode=list(result.periode),
        ringkasan=catalogue.ringkasan(result.temuan),
        mesin=result.mesin,
        dimensi=dataclasses.asdict(result.ukuran) if result.ukuran else {},
        aktor=aktor,
        pada=_now(),
    )
    _store_findings(house.settings.temuan, verdict.id, result)
    status = {"tolak": "diperiksa", "gagal_diperiksa": "diperiksa"}.get(
        result.hasil, "menunggu_walidata"
    )
    house.ledger.catat_pemeriksaan(verdict, status)
    if result.hasil == "tolak":
        house.ledger.catat_keputusan(
            pengajuan=id_,
            pemeriksaan=verdict.id,
            keputusan="dikembalikan",
            peran="sistem",
            alasan=alasan_pengembalian(result.temuan),
            aktor=SISTEM,
            status="dikembalikan",
        )
    return verdict, result


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")


def alasan_pengembalian(findings: KumpulanTemuan) -> str:
    """The reasons of a return: how much blocks, and the first of each kind."""
    blocking = sum(n for key, n in findings.hitungan.items() if key.tingkat == "tolak")
    rows = findings.baris_terkena("tolak")
    firsts: dict[str, Temuan] = {}
    for key, found in findings.contoh.items():
        if key.tingkat == "tolak":
            firsts.setdefault(key.kode, found[0])
    where = f" pada {rows} baris" if rows else ""
    head = f"{blocking} temuan menghalangi{where}; perbaiki semuanya lalu kirim lagi."
    return "\n".join([head, *(catalogue.pesan(f, "id") for f in firsts.values())])


def kepala_temuan(house: Rumah, pemeriksaan: str) -> dict[str, Any]:
    """The findings document of a stored verdict without its findings. Raises ``KeyError``."""
    path = house.settings.temuan / f"{pemeriksaan}.json"
    # The number comes from outside (an address): anything else must not become a path.
    if not re.fullmatch("[0-9a-f]{32}", pemeriksaan) or not path.is_file():
        raise KeyError(pemeriksaan)
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def temuan_dari(house: Rumah, pemeriksaan: str) -> Iterator[Temuan]:
    """The stored findings of a verdict, one after the other. Raises ``KeyError``."""
    kepala_temuan(house, pemeriksaan)
    return baca(house.settings.temuan / f"{pemeriksaan}.parquet")


def temuan_tersimpan(
    house: Rumah, pemeriksaan: str, *, paling_banyak: int | None = None
) -> dict[str, Any]:
    """The findings document of a stored verdict; text is made now, from codes.

    ``paling_banyak``: only so many findings, the first. Raises ``KeyError``.
    """
    content = kepala_temuan(house, pemeriksaan)
    findings = islice(temuan_dari(house, pemeriksaan), paling_banyak)
    return {**content, "temuan": [catalogue.dokumen(f) for f in findings]}


def ikhtisar_temuan(
    house: Rumah, pemeriksaan: str, paling_banyak: int
) -> tuple[dict[tuple[str, str], int], list[dict[str, Any]]]:
    """Counts per stage and severity of a stored verdict, and the first findings of each stage as
    in the findings document (:func:`spbe_data.checks.collection.ikhtisar`). Raises ``KeyError``."""
    kepala_temuan(house, pemeriksaan)
    counts, firsts = ikhtisar(house.settings.temuan / f"{pemeriksaan}.parquet", paling_banyak)
    return counts, [catalogue.dokumen(f) for f in firsts]
