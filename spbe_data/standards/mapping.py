"""Pairs of code lists: which code of one list stands for which code of another.

Belongs here: reading ``schemas/referensi/pemetaan/<dari>--<ke>.csv`` with its YAML, checking both
ends, and the pairs of area codes, which the area register knows already. A pair says how far the two
codes cover each other; a code without a pair has none, which is not the same as an equal name.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field, ValidationError

from spbe_data.identifiers.wilayah import RegisterWilayah
from spbe_data.standards.base import DuaBahasa, Strict, Text
from spbe_data.standards.content import (
    ContentError,
    FaultInContent,
    csv_rows,
    read_yaml,
    shown,
)
from spbe_data.standards.reference import Daftar

JenisPadanan = Literal["sama", "lebih_luas", "lebih_sempit", "sebagian"]
"""The first code, compared with the second: equal, wider, narrower, or overlapping in part."""

_BALIK: dict[JenisPadanan, JenisPadanan] = {
    "sama": "sama",
    "lebih_luas": "lebih_sempit",
    "lebih_sempit": "lebih_luas",
    "sebagian": "sebagian",
}

KOLOM_PEMETAAN = ("dari", "ke", "jenis", "dasar", "catatan")

WILAYAH_KEMENDAGRI, WILAYAH_BPS = "wilayah_kemendagri", "wilayah_bps"


class KeteranganPemetaan(Strict):
    """The description of a mapping (``<dari>--<ke>.yaml``). ``lengkap``: every code of the first
    list has its pair; otherwise what is missing is not known, and said to be so."""

    judul: DuaBahasa
    dasar_hukum: Text
    sumber: tuple[Text, ...] = Field(min_length=1, strict=False)
    lengkap: bool
    catatan: DuaBahasa


@dataclass(frozen=True, slots=True)
class Padanan:
    """One pair, valid in ``[sejak, sampai]``; ``dasar`` is the decree or document that says so."""

    dari: str
    ke: str
    jenis: JenisPadanan
    dasar: str
    catatan: str = ""
    sejak: dt.date | None = None
    sampai: dt.date | None = None

    def balik(self) -> Padanan:
        """The pair read from the other end."""
        return Padanan(
            self.ke,
            self.dari,
            _BALIK[self.jenis],
            self.dasar,
            self.catatan,
            self.sejak,
            self.sampai,
        )


class Pemetaan:
    """All pairs of two lists; ``dari`` and ``ke`` are list ids."""

    def __init__(
        self,
        dari: str,
        ke: str,
        keterangan: KeteranganPemetaan,
        padanan: Iterable[Padanan],
    ) -> None:
        self.dari, self.ke, self.keterangan = dari, ke, keterangan
        self.semua: tuple[Padanan, ...] = tuple(padanan)
        self._dari: defaultdict[str, list[Padanan]] = defaultdict(list)
        self._ke: defaultdict[str, list[Padanan]] = defaultdict(list)
        for pair in self.semua:
            self._dari[pair.dari].append(pair)
            self._ke[pair.ke].append(pair.balik())

    @property
    def id(self) -> str:
        return f"{self.dari}--{self.ke}"

    def padanan(self, kode: str) -> tuple[Padanan, ...]:
        """The pairs of a code of the first list; empty when none is known."""
        return tuple(self._dari.get(kode, ()))

    def balik(self, kode: str) -> tuple[Padanan, ...]:
        """The pairs of a code of the second list, read from that end."""
        return tuple(self._ke.get(kode, ()))


def load_mapping(path: Path, root: Path, lists: Mapping[str, Daftar]) -> Pemetaan:
    """One mapping. Raises :class:`ContentError` with every fault."""
    where = shown(path, root)
    first, parted, second = path.stem.partition("--")
    ends = {"dari": first, "ke": second}
    faults = [
        FaultInContent(where, None, "", f"daftar referensi '{id_}' tidak ada. Periksa nama berkas.")
        for id_ in ends.values()
        if not parted or id_ not in lists
    ]
    if faults:
        raise ContentError(faults)
    doc = read_yaml(path.with_suffix(".yaml"), root)
    about: KeteranganPemetaan | None = None
    try:
        about = KeteranganPemetaan.model_validate(doc.data)
    except ValidationError as exc:
        faults += doc.faults_of(exc)
    known = {end: set(lists[id_].kode()) for end, id_ in ends.items()}
    _columns, rows = csv_rows(path, root, KOLOM_PEMETAAN)
    pairs: list[Padanan] = []
    seen: set[tuple[str, str]] = set()
    for line, row in rows:
        for end, id_ in ends.items():
            if row[end] not in known[end]:
                faults.append(
                    FaultInContent(
                        where, line, end, f"kode '{row[end]}' tidak ada di daftar '{id_}'."
                    )
                )
        if row["jenis"] not in get_args(JenisPadanan):
            allowed = ", ".join(get_args(JenisPadanan))
            faults.append(
                FaultInContent(
                    where, line, "jenis", f"tertulis '{row['jenis']}'; yang boleh: {allowed}."
                )
            )
            continue
        if not row["dasar"].strip():
            faults.append(
                FaultInContent(where, line, "dasar", "isian ini kosong. Sebutkan dasarnya.")
            )
        if (row["dari"], row["ke"]) in seen:
            faults.append(
                FaultInContent(
                    where, line, "dari", "pasangan ini tertulis dua kali. Hapus salah satu."
                )
            )
        seen.add((row["dari"], row["ke"]))
        kind: JenisPadanan = row["jenis"]  # type: ignore[assignment]  # checked above
        pairs.append(Padanan(row["dari"], row["ke"], kind, row["dasar"], row["catatan"]))
    if about is not None and about.lengkap:
        missing = sorted(known["dari"] - {p.dari for p in pairs})
        if missing:
            faults.append(
                doc.fault(f"belum lengkap: tanpa padanan {', '.join(missing)}.", "lengkap")
            )
    if faults or about is None:
        raise ContentError(faults)
    return Pemetaan(first, second, about, pairs)


def area_mapping(register: RegisterWilayah, sumber: tuple[str, ...]) -> Pemetaan:
    """Kemendagri and BPS area codes as a mapping: read off the register, not copied."""
    about = KeteranganPemetaan(
        judul=DuaBahasa(id="Kode wilayah Kemendagri dan BPS", en="Kemendagri and BPS area codes"),
        dasar_hukum="Permen PPN 16/2020 Pasal 12 sampai 15 (kode referensi)",
        sumber=sumber,
        lengkap=False,
        catatan=DuaBahasa(
            id="Dibaca dari daftar wilayah, dengan masa berlaku tiap pasangan. Kode tanpa pasangan "
            "belum diketahui kode BPS-nya.",
            en="Read from the list of areas, with the validity of each pair. A code without a pair "
            "has no known BPS code yet.",
        ),
    )
    merged: dict[tuple[str, str], Padanan] = {}
    for w in register.baris:
        if w.kode_bps is None:
            continue
        key = (w.kode_kemendagri, w.kode_bps)
        known = merged.get(key)
        # A corrected name does not end a pair.
        since = known.sejak if known else w.berlaku_sejak
        merged[key] = Padanan(*key, "sama", w.dasar_hukum, "", since, w.berlaku_sampai)
    return Pemetaan(WILAYAH_KEMENDAGRI, WILAYAH_BPS, about, merged.values())
