"""What accepted changes make of a register: its records in time, its aliases, its history.

Belongs here: a pure function of the register's file and the accepted changes, in the order in which
they were accepted. A merge that was undone is left out of the replay, so undoing one restores both
records exactly.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from spbe_data.standards.master import Babak, KeteranganInduk, pilih_emas

JenisUsulan = Literal["tambah", "ubah", "akhiri", "gabung", "batal_gabung"]

_HARI = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Peristiwa:
    """One accepted change of a register.

    ``tanggal``: the first day of the new content (``tambah``, ``ubah``, ``gabung``) or the last day
    of the record (``akhiri``). ``ke``: the surviving key (``gabung``), the successor if any
    (``akhiri``), the id of the merge to undo (``batal_gabung``). Persons are account names: they
    stay inside the house.
    """

    id: str
    jenis: JenisUsulan
    kunci: str
    isi: Mapping[str, str] = field(default_factory=dict)
    tanggal: dt.date | None = None
    ke: str | None = None
    alasan: str = ""
    pengusul: str = ""
    diusulkan_pada: str = ""
    oleh: str = ""
    alasan_putusan: str = ""
    diputuskan_pada: str = ""


@dataclass(frozen=True, slots=True)
class Alias:
    """A key that lives on as another one from ``sejak``, by the merge ``usulan``."""

    kunci: str
    ke: str
    sejak: dt.date
    usulan: str


class TidakDapat(ValueError):
    """A change does not fit the register as it is; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Keadaan:
    """A register after its accepted changes.

    ``babak``: the records by key, each key's contents oldest first, without overlap. ``tertinggal``:
    accepted changes that no longer fit the register's file, with the reason.
    """

    babak: Mapping[str, tuple[Babak, ...]]
    alias: Mapping[str, Alias]
    tertinggal: tuple[tuple[Peristiwa, str], ...] = ()

    def pada(self, hari: dt.date) -> dict[str, Babak]:
        """The records valid on a day, each key at most once."""
        return {
            row.kunci: row
            for rows in self.babak.values()
            for row in rows
            if row.berlaku(hari, hari)
        }

    def arah(self, kunci: str, hari: dt.date) -> str:
        """The key that ``kunci`` lives on as on a day; itself when it was not merged by then."""
        seen = {kunci}
        while (alias := self.alias.get(kunci)) is not None and alias.sejak <= hari:
            kunci = alias.ke
            if kunci in seen:  # cannot happen while merges are only accepted between living records
                break
            seen.add(kunci)
        return kunci

    def hidup(self, kunci: str) -> Babak:
        """The last content of a key, which must be without an end. Raises :class:`TidakDapat`."""
        rows = self.babak.get(kunci)
        if not rows:
            raise TidakDapat(f"Kunci '{kunci}' tidak ada dalam register. Periksa penulisannya.")
        if kunci in self.alias:
            raise TidakDapat(
                f"Kunci '{kunci}' sudah digabung ke '{self.alias[kunci].ke}'. Usulkan pada kunci itu."
            )
        if rows[-1].sampai is not None:
            raise TidakDapat(f"Kunci '{kunci}' sudah berakhir pada {rows[-1].sampai}.")
        return rows[-1]


def keadaan(
    keterangan: KeteranganInduk,
    dasar: Mapping[str, tuple[Babak, ...]],
    peristiwa: Sequence[Peristiwa],
) -> Keadaan:
    """The register's records after ``peristiwa`` (in order of acceptance). Never fails: a change
    that the file no longer fits is told in ``tertinggal``."""
    undone = dibatalkan(peristiwa)
    state = Keadaan(dict(dasar), {})
    left: list[tuple[Peristiwa, str]] = []
    for event in peristiwa:
        if event.jenis == "batal_gabung" or event.id in undone:
            continue
        try:
            state = terapkan(keterangan, state, event)
        except TidakDapat as exc:
            left.append((event, str(exc)))
    return replace(state, tertinggal=tuple(left))


def dibatalkan(peristiwa: Iterable[Peristiwa]) -> dict[str, Peristiwa]:
    """Merges that were undone: id of the merge → the change that undid it."""
    return {e.ke: e for e in peristiwa if e.jenis == "batal_gabung" and e.ke is not None}


def terapkan(keterangan: KeteranganInduk, state: Keadaan, event: Peristiwa) -> Keadaan:
    """The register after one more change, other than an undoing. Raises :class:`TidakDapat`."""
    if event.tanggal is None:
        raise TidakDapat("Tanggal berlakunya perubahan belum disebut.")
    match event.jenis:
        case "tambah":
            return _add(keterangan, state, event, event.tanggal)
        case "ubah":
            return _change(keterangan, state, event, event.tanggal)
        case "akhiri":
            return _end(state, event, event.tanggal)
        case "gabung":
            return _merge(keterangan, state, event, event.tanggal)
        case _:
            raise TidakDapat(f"Perubahan '{event.jenis}' tidak dikenal.")


def _with(
    state: Keadaan, rows: Mapping[str, tuple[Babak, ...]], alias: Alias | None = None
) -> Keadaan:
    aliases = {**state.alias, alias.kunci: alias} if alias else state.alias
    return Keadaan({**state.babak, **rows}, aliases)


def _add(keterangan: KeteranganInduk, state: Keadaan, event: Peristiwa, day: dt.date) -> Keadaan:
    if event.kunci in state.babak:
        raise TidakDapat(
            f"Kunci '{event.kunci}' sudah ada dalam register. Usulkan 'ubah' bila isinya berganti."
        )
    content = {name: event.isi.get(name, "") for name in keterangan.nama_kolom}
    content[keterangan.kunci] = event.kunci
    return _with(state, {event.kunci: (Babak(event.kunci, content, day, None, event.id),)})


def _next(
    state: Keadaan, kunci: str, content: Mapping[str, str], day: dt.date, asal: str
) -> tuple[Babak, ...]:
    """The contents of a living key with a new one from ``day``, which may replace the last one."""
    last = state.hidup(kunci)
    rows = state.babak[kunci]
    if last.sejak is not None and day < last.sejak:
        raise TidakDapat(
            f"Tanggal {day} mendahului isi terakhir '{kunci}', yang berlaku sejak {last.sejak}."
        )
    new = Babak(kunci, content, day, None, asal)
    if last.sejak == day:
        return (*rows[:-1], new)
    return (*rows[:-1], replace(last, sampai=day - _HARI), new)


def _change(keterangan: KeteranganInduk, state: Keadaan, event: Peristiwa, day: dt.date) -> Keadaan:
    last = state.hidup(event.kunci)
    if event.isi.get(keterangan.kunci, event.kunci) != event.kunci:
        raise TidakDapat("Kunci tidak dapat diubah. Usulkan 'tambah' lalu 'gabung'.")
    content = {**last.isi, **event.isi}
    if content == dict(last.isi):
        raise TidakDapat(f"Usulan ini tidak mengubah apa pun pada '{event.kunci}'.")
    return _with(state, {event.kunci: _next(state, event.kunci, content, day, event.id)})


def _end(state: Keadaan, event: Peristiwa, day: dt.date) -> Keadaan:
    last = state.hidup(event.kunci)
    if last.sejak is not None and day < last.sejak:
        raise TidakDapat(f"Tanggal akhir {day} mendahului tanggal mulai {last.sejak}. Perbaiki.")
    successor: tuple[str, ...] = ()
    if event.ke is not None:
        if event.ke == event.kunci:
            raise TidakDapat("Pengganti tidak boleh kunci itu sendiri.")
        if not any(r.berlaku(day + _HARI, day + _HARI) for r in state.babak.get(event.ke, ())):
            raise TidakDapat(
                f"Pengganti '{event.ke}' tidak berlaku sehari sesudah {day}. Tambahkan dulu."
            )
        successor = (event.ke,)
    ended = replace(last, sampai=day, pengganti=successor)
    return _with(state, {event.kunci: (*state.babak[event.kunci][:-1], ended)})


def _merge(keterangan: KeteranganInduk, state: Keadaan, event: Peristiwa, day: dt.date) -> Keadaan:
    if event.ke is None:
        raise TidakDapat("Sebutkan kunci yang bertahan.")
    if event.ke == event.kunci:
        raise TidakDapat("Kunci yang melebur dan yang bertahan sama. Pilih dua kunci.")
    losing, surviving = state.hidup(event.kunci), state.hidup(event.ke)
    if losing.sejak is not None and day <= losing.sejak:
        raise TidakDapat(
            f"'{event.kunci}' baru berlaku sejak {losing.sejak}; tanggal gabung harus sesudahnya."
        )
    golden = pilih_emas(keterangan, surviving, losing, event.isi)
    rows = {event.kunci: (*state.babak[event.kunci][:-1], replace(losing, sampai=day - _HARI))}
    if golden != dict(surviving.isi):
        rows[event.ke] = _next(state, event.ke, golden, day, event.id)
    return _with(state, rows, Alias(event.kunci, event.ke, day, event.id))
