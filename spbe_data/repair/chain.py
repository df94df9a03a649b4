"""The order of the repairs, the offers of a table, and doing those that were accepted.

Belongs here: what depends on what. Each repair is worked out on the table as the ones before it
leave it, so that numbers are looked at when years have become rows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from spbe_data.intake.model import Terbaca
from spbe_data.repair.cells import AngkaPolos, EjaanBaku, KodeWilayah, TanggalIso
from spbe_data.repair.columns import (
    BuangKolom,
    GantiJudul,
    IsiTetap,
    IsiWilayahSendiri,
    KodeDariNama,
)
from spbe_data.repair.offer import Meja, Perbaikan, Tawaran, kutip
from spbe_data.repair.rows_aside import BuangKeterangan, BuangTotal
from spbe_data.repair.unpivot import JudulMenjadiBaris
from spbe_data.repair.whole import SELALU_SERTA, SatuBarisJudul, TanpaBarisSatuan, TanpaSpasiTepi

URUTAN: tuple[Perbaikan, ...] = (
    TanpaSpasiTepi(),
    SatuBarisJudul(),
    TanpaBarisSatuan(),
    GantiJudul(),
    BuangKeterangan(),
    BuangTotal(),
    JudulMenjadiBaris(),
    TanggalIso(),
    IsiTetap(),
    KodeDariNama(),
    IsiWilayahSendiri(),
    EjaanBaku(),
    AngkaPolos(),
    KodeWilayah(),
    BuangKolom(),
)

MENURUT_JENIS: Mapping[str, Perbaikan] = {p.jenis: p for p in URUTAN}

SEMUA = "SEMUA"
"""Accepting every offer."""


KODE_DITAWARKAN: frozenset[str] = frozenset(
    {
        "SPASI_DI_TEPI", "JUDUL_DUA_BARIS", "BARIS_KETERANGAN", "BARIS_TOTAL", "TAHUN_SEBAGAI_KOLOM",
        "KOLOM_HILANG", "EJAAN_BERBEDA", "ANGKA_CAMPUR", "ANGKA_AMBIGU", "TANGGAL_AMBIGU",
        "KODE_SALAH_BENTUK", "KODE_TIDAK_BERLAKU", "KOLOM_TAK_DIKENAL",
    }
)  # fmt: skip
"""Findings that a repair may answer."""


@dataclass(frozen=True, slots=True)
class TidakDitawarkan(ValueError):
    """Accepted codes that are no offer, by themselves or without others."""

    kode: tuple[str, ...]
    perlu_lain: bool

    def __str__(self) -> str:
        listed = ", ".join(self.kode)
        if self.perlu_lain:
            return (
                f"{listed} baru dapat diterapkan bersama tawaran lain yang mendahuluinya. "
                "Terima juga tawaran itu, atau semuanya dengan --terima SEMUA."
            )
        return f"{listed} tidak ditawarkan untuk berkas ini. Lihat tawarannya tanpa --terima."


@dataclass(frozen=True, slots=True)
class PerluSerta(ValueError):
    """Offers without which nothing can be written, since reading has done them already."""

    kode: tuple[str, ...]

    def __str__(self) -> str:
        listed = ", ".join(self.kode)
        return (
            f"Berkas hasil selalu tanpa hal ini: {listed}. Terima juga ({listed}), "
            "atau perbaiki berkasnya sendiri."
        )


def semua_tawaran(read: Terbaca, desk: Meja) -> list[Tawaran]:
    """All offers for a table, each with its excerpt before and after, in the order of applying."""
    return _run(read, desk, None)[1]


def terima(read: Terbaca, desk: Meja, accepted: Collection[str]) -> tuple[Terbaca, list[Tawaran]]:
    """The table with the accepted offers done, and what was done.

    ``accepted``: codes (``ANGKA_TEKS``), codes with a column (``ANGKA_TEKS:jumlah``) or ``SEMUA``.
    Raises :class:`TidakDitawarkan` and :class:`PerluSerta`; then nothing is done.
    """
    names = {name.strip().casefold() for name in accepted}
    everything = SEMUA.casefold() in names
    done, used = _run(read, desk, None if everything else names)
    met = {n for t in used for n in (t.nama.casefold(), t.kode.casefold())}
    unmet = sorted(n for n in names - met - {SEMUA.casefold()})
    if unmet:
        offered = {
            n for t in semua_tawaran(read, desk) for n in (t.nama.casefold(), t.kode.casefold())
        }
        unknown = [n for n in unmet if n not in offered]
        shown = tuple(_upper(n) for n in unknown or unmet)
        raise TidakDitawarkan(shown, perlu_lain=not unknown)
    first = [t for p in URUTAN if p.jenis in SELALU_SERTA for t in p.tawarkan(read, desk)]
    lacking = tuple(t.nama for t in first if t.jenis not in {u.jenis for u in used})
    if lacking:
        raise PerluSerta(lacking)
    return done, used


def _upper(name: str) -> str:
    code, mark, column = name.partition(":")
    return f"{code.upper()}{mark}{column}"


def _run(
    read: Terbaca, desk: Meja, accepted: Collection[str] | None
) -> tuple[Terbaca, list[Tawaran]]:
    done: list[Tawaran] = []
    for repair in URUTAN:
        for offer in repair.tawarkan(read, desk):
            if accepted is not None and not (
                {offer.nama.casefold(), offer.kode.casefold()} & set(accepted)
            ):
                continue
            after = repair.terapkan(read, offer.parameter)
            done.append(
                replace(
                    offer,
                    sebelum=offer.sebelum or kutip(read, offer.contoh, offer.kolom_contoh),
                    sesudah=kutip(after, offer.contoh, offer.kolom_contoh),
                )
            )
            read = after
    return read, done
