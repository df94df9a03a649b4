"""Changing data induk: a proposal that fits, a steward's decision, and the register as it then is.

Permen PPN 16/2020 Pasal 13-14: data induk are kept up to date by their steward. Belongs here: who
may do what. What a change means is in :mod:`spbe_data.standards.master_state`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from spbe_data.identifiers.pengenal import cari_data_pribadi
from spbe_data.ledger.records import orang_sama
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.master_state import JenisUsulan, Peristiwa
from spbe_data.standards.register import Induk

if TYPE_CHECKING:
    from spbe_data.flows.house import Rumah
    from spbe_data.ledger.master import BukuInduk, PutusanInduk, Rekaman, UsulanInduk
    from spbe_data.ledger.store import Ledger


class UsulanTidakSah(ValueError):
    """A proposal or decision cannot be taken; the message says every reason, in Indonesian."""


def buku_induk(ledger: Ledger) -> BukuInduk:
    from spbe_data.ledger.master import BukuInduk

    return BukuInduk(ledger)


def peristiwa(rekaman: Rekaman) -> dict[str, list[Peristiwa]]:
    """The accepted changes of each register, in the order in which they were accepted."""
    found: dict[str, list[Peristiwa]] = {}
    for proposal, decision in rekaman:
        if decision is not None and decision.putusan == "terima":
            found.setdefault(proposal.register, []).append(_event(proposal, decision))
    return found


def _event(proposal: UsulanInduk, decision: PutusanInduk | None = None) -> Peristiwa:
    chosen = decision.isi if decision else {}
    return Peristiwa(
        id=proposal.id,
        jenis=proposal.jenis,  # type: ignore[arg-type]  # only known kinds are stored
        kunci=proposal.kunci,
        isi={**proposal.isi, **chosen},
        tanggal=dt.date.fromisoformat(proposal.tanggal) if proposal.tanggal else None,
        ke=proposal.ke,
        alasan=proposal.alasan,
        pengusul=proposal.pengusul,
        diusulkan_pada=proposal.pada,
        oleh=decision.oleh if decision else "",
        alasan_putusan=decision.alasan if decision else "",
        diputuskan_pada=decision.pada if decision else "",
    )


def dengan_buku(catalog: Catalog, ledger: Ledger) -> Catalog:
    """The content after the changes accepted in the record; itself when there are none."""
    events = peristiwa(buku_induk(ledger).semua())
    known = {id_: changes for id_, changes in events.items() if id_ in catalog.induk}
    return catalog.dengan_induk(known) if known else catalog


def register(catalog: Catalog, id_: str) -> Induk:
    """A register by id. Raises :class:`UsulanTidakSah`."""
    found = catalog.induk.get(id_)
    if found is None:
        raise UsulanTidakSah(
            f"Register '{id_}' tidak dikenal. Yang ada: {', '.join(sorted(catalog.induk))}."
        )
    return found


def _must_fit(catalog: Catalog, id_: str, event: Peristiwa) -> None:
    keys = {name: r.kunci for name, r in catalog.induk.items()}
    faults = register(catalog, id_).cacat_usulan(event, keys)
    if faults:
        raise UsulanTidakSah("\n".join(faults))


def _impersonal(*texts: str) -> None:
    """Nothing personal is stored for ever (UU 27/2022). Raises :class:`UsulanTidakSah`."""
    for text in texts:
        if cari_data_pribadi(text):
            raise UsulanTidakSah(
                "Alasan atau isian memuat nomor pribadi (misalnya NIK, telepon, atau surel), dan "
                "catatan ini disimpan selamanya. Hapus nomornya, lalu ulangi."
            )


def usulkan(
    house: Rumah,
    id_: str,
    jenis: JenisUsulan,
    kunci: str,
    *,
    isi: Mapping[str, str] | None = None,
    tanggal: dt.date | None = None,
    ke: str | None = None,
    alasan: str,
    pengusul: str,
) -> UsulanInduk:
    """Store a proposal that fits the register as it is now.

    ``tanggal`` and ``ke`` as in :class:`~spbe_data.standards.master_state.Peristiwa`; undoing a
    merge finds the merge by the key that was merged. Raises :class:`UsulanTidakSah`.
    """
    if not alasan.strip():
        raise UsulanTidakSah("Usulan harus disertai alasan.")
    _impersonal(alasan, *(isi or {}).values())
    current = register(house.catalog, id_)
    if jenis == "batal_gabung" and ke is None:
        merge = current.penggabungan(kunci)
        if merge is None:
            raise UsulanTidakSah(f"Kunci '{kunci}' tidak sedang digabung ke kunci lain.")
        ke = merge.id
    event = Peristiwa("", jenis, kunci, dict(isi or {}), tanggal, ke)
    _must_fit(house.catalog, id_, event)
    return buku_induk(house.ledger).usulkan(
        register=id_,
        kunci=kunci,
        jenis=jenis,
        isi=event.isi,
        tanggal=tanggal.isoformat() if tanggal else None,
        ke=ke,
        alasan=alasan.strip(),
        pengusul=pengusul,
    )


def putuskan_usulan(
    house: Rumah,
    usulan: str,
    *,
    terima: bool,
    alasan: str,
    oleh: str,
    isi: Mapping[str, str] | None = None,
) -> PutusanInduk:
    """Accept or refuse a proposal, as the register's steward; never by its proposer.

    ``isi``: values of the golden record that the steward chooses instead (merges only). What is
    accepted is checked again against the register as it is at that moment. The house's content
    shows the change at once. Raises :class:`UsulanTidakSah`, ``KeyError``.
    """
    from spbe_data.ledger.master import SudahDiputuskan

    book = buku_induk(house.ledger)
    proposal = book.usulan(usulan)
    if orang_sama(oleh, proposal.pengusul):
        raise UsulanTidakSah("Pengusul tidak dapat memutuskan usulannya sendiri.")
    if not alasan.strip():
        raise UsulanTidakSah("Putusan harus disertai alasan.")
    _impersonal(alasan, *(isi or {}).values())
    if isi and (proposal.jenis != "gabung" or not terima):
        raise UsulanTidakSah("Nilai pilihan hanya untuk penggabungan yang diterima.")
    catalog = house.catalog

    def fits(record: Rekaman) -> None:
        if not terima:
            return
        events = peristiwa(record).get(proposal.register, [])
        now = catalog.dengan_induk({proposal.register: events})
        event = _event(proposal)
        if isi:
            event = Peristiwa(
                event.id, event.jenis, event.kunci, {**event.isi, **isi}, event.tanggal, event.ke
            )
        _must_fit(now, proposal.register, event)

    try:
        decided = book.putuskan(
            usulan,
            putusan="terima" if terima else "tolak",
            isi=dict(isi or {}),
            alasan=alasan.strip(),
            oleh=oleh,
            periksa=fits,
        )
    except SudahDiputuskan as exc:
        raise UsulanTidakSah(str(exc)) from exc
    house.muat_ulang_induk()
    return decided
