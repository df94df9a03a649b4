"""One register of Data Induk: its records as of any day, and what it says about a written key.

Belongs here: questions about a register whose file and accepted changes are known. Does not belong
here: reading files (:mod:`spbe_data.standards.master_files`) and how changes are accepted.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from typing import Literal

from spbe_data.identifiers.nama import normal, terdekat
from spbe_data.standards.master import Babak, KeteranganInduk, cacat_nilai
from spbe_data.standards.master_state import (
    Keadaan,
    Peristiwa,
    TidakDapat,
    dibatalkan,
    keadaan,
    terapkan,
)

StatusKunci = Literal["benar", "berakhir", "digabung", "tidak_berlaku", "tidak_dikenal"]


@dataclass(frozen=True, slots=True)
class PenilaianKunci:
    """What a register says about a written key for one period.

    ``benar``: valid on the last day of the period too; ``berakhir``: valid in the period but not on
    its last day; ``digabung``: an alias of ``pengganti[0]``; ``tidak_berlaku``: known, but not valid
    in the period, ``pengganti`` is what was valid instead; ``tidak_dikenal``. ``babak``: the record
    (its nearest content in time), where the key is known.
    """

    status: StatusKunci
    babak: Babak | None = None
    pengganti: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catatan:
    """One line of a record's history: what changed, from when, why, who, and when it was accepted.

    ``dibatalkan``: the change that undid it (merges only).
    """

    peristiwa: Peristiwa
    dibatalkan: Peristiwa | None


class Induk:
    """A register, never changed: the records of its file and the accepted changes in order."""

    def __init__(
        self,
        id: str,
        keterangan: KeteranganInduk,
        dasar: Mapping[str, tuple[Babak, ...]],
        peristiwa: Sequence[Peristiwa] = (),
    ) -> None:
        self.id, self.keterangan, self.dasar = id, keterangan, dasar
        self.peristiwa = tuple(peristiwa)
        # Files repeat few keys over many rows; one look-up per key and period is enough.
        self._nilai = lru_cache(maxsize=65536)(self._judge)

    def dengan(self, peristiwa: Sequence[Peristiwa]) -> Induk:
        """The same register after these accepted changes (all of them, oldest first)."""
        return Induk(self.id, self.keterangan, self.dasar, peristiwa)

    @cached_property
    def keadaan(self) -> Keadaan:
        return keadaan(self.keterangan, self.dasar, self.peristiwa)

    @cached_property
    def sidik(self) -> str:
        """SHA-256 of everything that decides which key is valid when: file and accepted changes."""
        content = [
            self.keterangan.model_dump(mode="json"),
            [[asdict(row) for row in rows] for rows in self.dasar.values()],
            [asdict(event) for event in self.peristiwa],
        ]
        text = json.dumps(content, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def kunci(self) -> frozenset[str]:
        """Every key ever known, aliases and ended ones too."""
        return frozenset(self.keadaan.babak)

    def pada(self, hari: dt.date) -> dict[str, Babak]:
        """The records valid on a day."""
        return self.keadaan.pada(hari)

    def babak(self, kunci: str) -> tuple[Babak, ...]:
        """All contents of a key, oldest first; empty when unknown."""
        return self.keadaan.babak.get(kunci, ())

    def nama(self, kunci: str) -> str:
        """What a key is called now; the key itself when it has no name."""
        rows = self.babak(kunci)
        return (rows[-1].isi[self.keterangan.nama] if rows else "") or kunci

    def riwayat(self, kunci: str) -> tuple[Catatan, ...]:
        """The accepted changes of a key, also of those merged into it, in order of acceptance."""
        undone = dibatalkan(self.peristiwa)
        return tuple(
            Catatan(e, undone.get(e.id))
            for e in self.peristiwa
            if e.kunci == kunci or (e.jenis == "gabung" and e.ke == kunci)
        )

    def cari(self, teks: str, paling_banyak: int = 5) -> list[tuple[str, int]]:
        """Keys whose name or key is nearest to a text, with the distance; aliases are left out."""
        best: dict[str, int] = {}
        for (key, _spelling), distance in terdekat(teks, self._ejaan):
            best.setdefault(key, distance)
        return list(best.items())[:paling_banyak]

    @cached_property
    def _ejaan(self) -> dict[tuple[str, str], str]:
        # Made once: a file may hold many unknown keys, each of which is looked up here.
        return {
            (key, text): plain
            for key, rows in self.keadaan.babak.items()
            if key not in self.keadaan.alias
            for text in sorted({key, *(row.isi[self.keterangan.nama] for row in rows)})
            if (plain := normal(text))
        }

    def nilai(self, teks: str, awal: dt.date, akhir: dt.date) -> PenilaianKunci:
        """Judge a written key for the period from ``awal`` to ``akhir`` (docs/doors.md, *As of*)."""
        return self._nilai(teks, awal, akhir)

    def _judge(self, teks: str, awal: dt.date, akhir: dt.date) -> PenilaianKunci:
        state = self.keadaan
        rows = state.babak.get(teks, ())
        if not rows:
            return PenilaianKunci("tidak_dikenal")
        valid = [row for row in rows if row.berlaku(awal, akhir)]
        if valid and valid[-1].berlaku(akhir, akhir):
            return PenilaianKunci("benar", valid[-1])
        survivor = state.arah(teks, akhir)
        if valid:
            heirs = (survivor,) if survivor != teks else valid[-1].pengganti
            return PenilaianKunci("berakhir", valid[-1], heirs)
        if survivor != teks and any(r.berlaku(awal, akhir) for r in state.babak.get(survivor, ())):
            return PenilaianKunci("digabung", rows[-1], (survivor,))
        ended = [row for row in rows if row.sampai is not None and row.sampai < awal]
        if ended:
            return PenilaianKunci("tidak_berlaku", ended[-1], self._heirs(ended[-1], awal, akhir))
        return PenilaianKunci("tidak_berlaku", rows[0], self._before(teks, awal, akhir))

    def _heirs(self, row: Babak, awal: dt.date, akhir: dt.date) -> tuple[str, ...]:
        """What a record that ended has become and was valid in the period."""
        front, seen, found = list(row.pengganti), {row.kunci}, list[str]()
        while front:
            key = front.pop(0)
            if key in seen:
                continue
            seen.add(key)
            rows = self.babak(key)
            if any(r.berlaku(awal, akhir) for r in rows):
                found.append(key)
            elif rows:
                front += [*rows[-1].pengganti, self.keadaan.arah(key, akhir)]
        return tuple(found)

    def _before(self, kunci: str, awal: dt.date, akhir: dt.date) -> tuple[str, ...]:
        """The records valid in the period that a later one followed."""
        return tuple(
            key
            for key, rows in self.keadaan.babak.items()
            if any(kunci in r.pengganti and r.berlaku(awal, akhir) for r in rows)
        )

    # -- changes ----------------------------------------------------------------------------------

    def cacat_usulan(
        self, usulan: Peristiwa, kunci_induk: Mapping[str, frozenset[str]]
    ) -> list[str]:
        """Every reason why a change may not be accepted now, as sentences; empty when it may.

        ``kunci_induk``: the known keys of every register (for values that refer to one).
        """
        if self.keterangan.referensi is not None:
            return [
                f"Register {self.id} mengikuti daftar referensi {self.keterangan.referensi}; "
                "ubah daftar itu, bukan registernya."
            ]
        if usulan.jenis == "batal_gabung":
            return self._cannot_undo(usulan)
        faults = self._value_faults(usulan, kunci_induk)
        try:
            terapkan(self.keterangan, self.keadaan, usulan)
        except TidakDapat as exc:
            faults.append(str(exc))
        return faults

    def _value_faults(
        self, usulan: Peristiwa, kunci_induk: Mapping[str, frozenset[str]]
    ) -> list[str]:
        faults = [
            f"Kolom '{name}' tidak ada di register {self.id}. "
            f"Yang ada: {', '.join(self.keterangan.nama_kolom)}."
            for name in usulan.isi
            if name not in self.keterangan.nama_kolom
        ]
        values = dict(usulan.isi)
        if usulan.jenis == "tambah":
            values = {n: values.get(n, "") for n in self.keterangan.nama_kolom}
            values[self.keterangan.kunci] = usulan.kunci
        known = {**kunci_induk, self.id: self.kunci | {usulan.kunci}}
        for column in self.keterangan.kolom:
            if column.nama in values:
                fault = cacat_nilai(column, values[column.nama], known)
                if fault is not None:
                    faults.append(fault[0].upper() + fault[1:])
        if usulan.jenis in ("akhiri",) and usulan.isi:
            faults.append("Usulan 'akhiri' tidak membawa isi. Usulkan 'ubah' bila isinya berganti.")
        return faults

    def _cannot_undo(self, usulan: Peristiwa) -> list[str]:
        merges = {e.id: e for e in self.peristiwa if e.jenis == "gabung"}
        merge = merges.get(usulan.ke or "")
        if merge is None or merge.kunci != usulan.kunci:
            return [f"Tidak ada penggabungan '{usulan.ke}' atas kunci '{usulan.kunci}'."]
        if merge.id in dibatalkan(self.peristiwa):
            return [f"Penggabungan '{usulan.ke}' sudah dibatalkan."]
        after = keadaan(self.keterangan, self.dasar, [*self.peristiwa, usulan])
        stranded = {e.id for e, _why in after.tertinggal} - {
            e.id for e, _why in self.keadaan.tertinggal
        }
        return [
            f"Perubahan {e.id} ({e.jenis} {e.kunci}) bertumpu pada penggabungan ini: {why} "
            "Batalkan perubahan itu dulu."
            for e, why in after.tertinggal
            if e.id in stranded
        ]

    def penggabungan(self, kunci: str) -> Peristiwa | None:
        """The merge that made ``kunci`` an alias and was not undone."""
        alias = self.keadaan.alias.get(kunci)
        return next((e for e in self.peristiwa if alias and e.id == alias.usulan), None)


def dengan_perubahan(
    registers: Mapping[str, Induk], peristiwa: Mapping[str, Sequence[Peristiwa]]
) -> dict[str, Induk]:
    """All registers after their accepted changes (register id → changes, oldest first)."""
    return {
        id_: register.dengan(peristiwa[id_]) if peristiwa.get(id_) else register
        for id_, register in registers.items()
    }
