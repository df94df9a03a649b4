"""Data Referensi: code lists whose entries are valid in time (Permen PPN 16/2020 Pasal 13-15).

Belongs here: reading one list of ``schemas/referensi`` and asking it questions.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from spbe_data.standards.content import ContentError, FaultInContent, csv_rows, read_yaml, shown


@dataclass(frozen=True, slots=True)
class Entri:
    """One row of a code list, valid in ``[sejak, sampai]`` (open ends are ``None``)."""

    kode: str
    nama: str
    sejak: dt.date | None
    sampai: dt.date | None
    lain: dict[str, str] = field(default_factory=dict)

    def berlaku(self, awal: dt.date, akhir: dt.date) -> bool:
        """Valid on any day from ``awal`` to ``akhir``."""
        return (self.sejak is None or self.sejak <= akhir) and (
            self.sampai is None or self.sampai >= awal
        )

    @property
    def ejaan_lain(self) -> tuple[str, ...]:
        return tuple(s.strip() for s in self.lain.get("ejaan_lain", "").split("|") if s.strip())


@dataclass(frozen=True, slots=True)
class Daftar:
    """A code list of ``schemas/referensi``."""

    id: str
    judul: dict[str, str]
    sumber: tuple[str, ...]
    dasar_hukum: str
    kolom: tuple[str, ...]
    entri: tuple[Entri, ...]

    def kode(self) -> dict[str, Entri]:
        return {e.kode: e for e in self.entri}


def _date(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def load_list(path: Path, root: Path) -> Daftar:
    """One code list: ``<id>.csv`` with its ``<id>.yaml``. Raises :class:`ContentError`."""
    doc = read_yaml(path.with_suffix(".yaml"), root)
    columns, rows = csv_rows(path, root, ("kode", "nama", "berlaku_sejak", "berlaku_sampai"))
    faults: list[FaultInContent] = []
    entries: list[Entri] = []
    for line, row in rows:
        try:
            since, until = _date(row["berlaku_sejak"]), _date(row["berlaku_sampai"])
        except ValueError:
            faults.append(
                FaultInContent(
                    shown(path, root),
                    line,
                    "berlaku_sejak/berlaku_sampai",
                    "harus tanggal, misalnya 2024-01-31, atau kosong.",
                )
            )
            continue
        rest = {
            k: v
            for k, v in row.items()
            if k not in ("kode", "nama", "berlaku_sejak", "berlaku_sampai")
        }
        entries.append(Entri(row["kode"], row["nama"], since, until, rest))
    if faults:
        raise ContentError(faults)
    data = doc.data
    return Daftar(
        id=path.stem,
        judul=dict(data.get("judul", {})),
        sumber=tuple(data.get("sumber", ())),
        dasar_hukum=str(data.get("dasar_hukum", "")),
        kolom=columns,
        entri=tuple(entries),
    )
