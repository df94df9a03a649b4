"""Repairs: what is offered for a file, doing what was accepted, keeping both files and the recipe.

Belongs here: the use cases. What a repair is and does is :mod:`spbe_data.repair`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from spbe_data.checks.engine import HasilPeriksa
from spbe_data.checks.expected import harapan
from spbe_data.flows.house import Rumah
from spbe_data.flows.submit import ajukan, pastikan_aktor, pastikan_standar
from spbe_data.identifiers.periode import Periode
from spbe_data.intake.model import Arahan, Batas, Terbaca
from spbe_data.intake.originals import ambil, simpan
from spbe_data.ledger.records import Pengajuan
from spbe_data.ledger.repair import BukuPerbaikan, PerbaikanDiterima
from spbe_data.repair.chain import semua_tawaran, terima
from spbe_data.repair.offer import Meja, Tawaran
from spbe_data.repair.output import wujud_dari_nama
from spbe_data.repair.recipe import baca, buat_resep, ikuti, tulis_hasil


@dataclass(frozen=True, slots=True)
class Penawaran:
    """What is offered for a file, with the verdict on the file as it is."""

    tawaran: tuple[Tawaran, ...]
    periksa: HasilPeriksa

    def dokumen(self) -> dict[str, Any]:
        """JSON-able, for machines."""
        document = self.periksa.dokumen()
        return {
            "standar": self.periksa.standar,
            "versi_standar": self.periksa.versi_standar,
            "sha256": self.periksa.sha256,
            "hasil": self.periksa.hasil,
            "ringkasan": document["ringkasan"],
            "tawaran": [dokumen_tawaran(t) for t in self.tawaran],
        }


@dataclass(frozen=True, slots=True)
class Hasil:
    """A repaired file: its bytes, the recipe, and the verdicts before and after."""

    data: bytes
    resep: dict[str, Any]
    dipakai: tuple[Tawaran, ...]
    sebelum: HasilPeriksa
    sesudah: HasilPeriksa

    def resep_byte(self) -> bytes:
        """The recipe as it is written and kept."""
        return resep_byte(self.resep)


def resep_byte(recipe: Mapping[str, Any]) -> bytes:
    """A recipe's bytes: the file ``….resep.json``, and what the record's hash is of."""
    return (json.dumps(recipe, ensure_ascii=False, indent=2) + "\n").encode()


def dokumen_tawaran(offer: Tawaran) -> dict[str, Any]:
    """One offer for machines; ``terima`` is what to accept it by."""
    return {
        "terima": offer.nama,
        "kode": offer.kode,
        "kolom": offer.kolom,
        "jenis": offer.jenis,
        "kata": {"id": offer.kata.id, "en": offer.kata.en},
        "catatan": [{"id": k.id, "en": k.en} for k in offer.catatan],
        "satuan": offer.satuan,
        "jumlah": offer.jumlah,
        "sebelum": _table(offer.sebelum),
        "sesudah": _table(offer.sesudah),
    }


def _table(excerpt: Any) -> dict[str, Any] | None:
    if excerpt is None:
        return None
    return {"judul": list(excerpt.judul), "baris": [list(row) for row in excerpt.baris]}


def _open(
    house: Rumah,
    data: bytes,
    name: str,
    dataset: str,
    period: str | None,
    directions: Arahan | None,
) -> tuple[Terbaca, Meja]:
    """The table as read, and the desk; the standard's version is that of the stated period."""
    pastikan_standar(house, dataset)
    series = house.catalog.seri[dataset]
    today = house.hari_ini()
    how = directions or Arahan()
    standard = series.untuk(Periode.parse(period)) if period else series.kini
    read = baca(data, name, harapan(standard), batas(house), how)
    policy = house.catalog.kebijakan(today)
    desk = Meja(read, standard, house.catalog, policy, house.lingkup, today, name, how, period)
    return read, desk


def batas(house: Rumah) -> Batas:
    """The reader's limits of this installation."""
    return house.pemeriksa().batas


def tawaran(
    house: Rumah,
    data: bytes,
    nama: str,
    dataset: str,
    *,
    periode: str | None = None,
    arahan: Arahan | None = None,
) -> Penawaran:
    """What is offered; nothing is stored or changed.

    Raises ``StandarTidakDikenal``, ``PeriodeTidakSah``, and ``BerkasDitolak`` for a file that
    cannot be read as a table at all.
    """
    read, desk = _open(house, data, nama, dataset, periode, arahan)
    verdict = house.pemeriksa().periksa(data, nama, dataset, periode=periode, arahan=desk.arahan)
    return Penawaran(tuple(semua_tawaran(read, desk)), verdict)


def terapkan(
    house: Rumah,
    data: bytes,
    nama: str,
    dataset: str,
    *,
    diterima: Collection[str],
    nama_hasil: str,
    oleh: str | None = None,
    periode: str | None = None,
    arahan: Arahan | None = None,
) -> Hasil:
    """Do the accepted offers and check the result again; nothing is stored.

    ``diterima``: as for :func:`spbe_data.repair.chain.terima`. Raises what :func:`tawaran` raises,
    ``TidakDitawarkan``, ``PerluSerta``, ``WujudTidakDikenal``, ``TerlaluBanyakBaris``.
    """
    form = wujud_dari_nama(nama_hasil)
    read, desk = _open(house, data, nama, dataset, periode, arahan)
    repaired, used = terima(read, desk, diterima)
    result = tulis_hasil(repaired, desk, form)
    recipe = buat_resep(
        asal=data,
        hasil=result,
        nama_hasil=nama_hasil,
        terbaca=read,
        perbaikan=repaired,
        dipakai=used,
        meja=desk,
        wujud=form,
        pada=dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
        oleh=oleh,
    )
    engine = house.pemeriksa()
    # Where the sheet and the header are was said of the sender's file, not of ours.
    grammar = Arahan(tata_angka=desk.arahan.tata_angka, tata_tanggal=desk.arahan.tata_tanggal)
    return Hasil(
        result,
        recipe,
        tuple(used),
        engine.periksa(data, nama, dataset, periode=periode, arahan=desk.arahan),
        engine.periksa(result, nama_hasil, dataset, periode=periode, arahan=grammar),
    )


def ulangi(house: Rumah, data: bytes, resep: Mapping[str, Any]) -> bytes:
    """Follow a recipe again: the same bytes as then. Raises ``ResepTidakSah``."""
    return ikuti(data, resep, batas(house))


def buku_perbaikan(house: Rumah) -> BukuPerbaikan:
    """The record of repairs."""
    return BukuPerbaikan(house.ledger)


def simpan_perbaikan(house: Rumah, data: bytes, nama: str, hasil: Hasil) -> PerbaikanDiterima:
    """Keep both files and the recipe, then record who accepted what (files first, record last).

    The recipe names the actor (``oleh``). Raises ``AktorTidakSah``.
    """
    actor = pastikan_aktor(hasil.resep["oleh"] or "")
    folder = house.settings.berkas_asli
    return buku_perbaikan(house).catat(
        dataset=hasil.resep["standar"]["id"],
        versi_standar=hasil.resep["standar"]["versi"],
        nama_asal=nama,
        sha256_asal=simpan(folder, data),
        nama_hasil=hasil.resep["hasil"]["nama"],
        sha256_hasil=simpan(folder, hasil.data),
        sha256_resep=simpan(folder, hasil.resep_byte()),
        tawaran=[t.nama for t in hasil.dipakai],
        aktor=actor,
        pada=hasil.resep["pada"],
    )


def ajukan_perbaikan(
    house: Rumah,
    perbaikan: str,
    *,
    metadata: Mapping[str, Any],
    aktor: str,
    periode: str | None = None,
    kunci_ulang: str | None = None,
) -> Pengajuan:
    """Submit a repaired file, linked to its original; it is checked like any other.

    Raises ``KeyError`` for an unknown repair, and what ``ajukan`` raises.
    """
    book = buku_perbaikan(house)
    record = book.satu(perbaikan)
    submission = ajukan(
        house,
        data=ambil(house.settings.berkas_asli, record.sha256_hasil),
        nama_berkas=record.nama_hasil,
        dataset=record.dataset,
        metadata=metadata,
        aktor=aktor,
        periode=periode,
        kunci_ulang=kunci_ulang,
    )
    book.kaitkan(submission.id, record, submission.akun)
    return submission
