"""Submitting: the original is kept for ever, the submission is on record (Perpres 39/2019 Ps 33)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spbe_data.flows.file_label import label_berkas
from spbe_data.flows.house import Rumah
from spbe_data.identifiers.periode import Periode
from spbe_data.intake.originals import simpan
from spbe_data.ledger.records import Pengajuan


class StandarTidakDikenal(KeyError):
    """No standard of that id; the message names the nearest ones."""

    def __init__(self, dataset: str, known: list[str]) -> None:
        from rapidfuzz.process import extract

        near = [name for name, score, _i in extract(dataset, known, limit=3) if score > 60]
        hint = f" Mungkin maksudnya: {', '.join(near)}." if near else ""
        self.pesan = f"Standar '{dataset}' tidak dikenal.{hint} Daftar lengkap: spbe standar list."
        super().__init__(self.pesan)

    def __str__(self) -> str:
        return self.pesan


def pastikan_standar(house: Rumah, dataset: str) -> None:
    """Raises :class:`StandarTidakDikenal`."""
    if dataset not in house.catalog.standar:
        raise StandarTidakDikenal(dataset, sorted(house.catalog.standar))


class AktorTidakSah(ValueError):
    """A sender's name that cannot stand in the record; the message says why, in Indonesian."""


def pastikan_aktor(aktor: str) -> str:
    """The actor's name, trimmed. Raises :class:`AktorTidakSah`."""
    name = aktor.strip()
    if not name or len(name) > 120 or not name.isprintable():
        raise AktorTidakSah(
            "Nama pengirim harus diisi, satu baris, paling banyak 120 huruf, tanpa huruf kendali."
        )
    return name


def ajukan(
    house: Rumah,
    *,
    data: bytes,
    nama_berkas: str,
    dataset: str,
    metadata: Mapping[str, Any],
    aktor: str,
    periode: str | None = None,
    contoh: bool = False,
    kunci_ulang: str | None = None,
) -> Pengajuan:
    """Record one submission; the bytes are stored under their SHA-256 before anything else.

    ``kunci_ulang`` makes sending the same thing again harmless. Raises :class:`StandarTidakDikenal`,
    :class:`AktorTidakSah` and ``PeriodeTidakSah``; then nothing is kept.
    """
    pastikan_standar(house, dataset)
    aktor = pastikan_aktor(aktor)
    # All that can be refused is refused before anything is kept.
    stated = Periode.parse(periode).teks if periode is not None else None
    digest = simpan(house.settings.berkas_asli, data)
    return house.ledger.catat_pengajuan(
        dataset=dataset,
        nama_berkas=label_berkas(nama_berkas),
        sha256=digest,
        periode_dinyatakan=stated,
        metadata=metadata,
        aktor=aktor,
        contoh=contoh,
        kunci_ulang=kunci_ulang,
    )
