"""The quality policy: severities, thresholds and dataset-level suites of ``quality/``.

Belongs here: reading ``quality/kebijakan/*.yaml`` (versioned, valid in time) and
``quality/suite/<dataset>.yaml`` (what one dataset's checks need beyond the defaults).
Thresholds are set before the run and named in every result (BPS Quality Gates, Perka 117/2023).
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from spbe_data.standards.base import Exact, NumberText, Strict, Text
from spbe_data.standards.content import ContentError, FaultInContent, read_yaml
from spbe_data.standards.models import Keparahan


class Rasio(Strict):
    """Bounds on new value / old value, inclusive."""

    rasio_minimum: Exact
    rasio_maksimum: Exact
    abaikan_di_bawah: Exact = Decimal(0)


class Revisi(Strict):
    """Greatest relative change of a figure against the version before, without a reason given."""

    batas_relatif: Exact


class Keluarga(Strict):
    """Default thresholds of the dataset-level families."""

    jumlah_baris: Rasio
    revisi: Revisi
    lonjakan: Rasio


class Dimensi(Strict):
    """One dimension of a quality framework and its weight in the total."""

    id: str
    nama: Text
    bobot: Exact


class Kerangka(Strict):
    """A quality framework (several exist; each is a separate scorecard over the same checks)."""

    id: str
    nama: Text
    dasar: Text
    dimensi: tuple[Dimensi, ...] = Field(strict=False)


class Kebijakan(Strict):
    """One version of the quality policy."""

    versi: NumberText
    berlaku_sejak: dt.date
    berlaku_sampai: dt.date | None = None
    dasar_hukum: Text
    tanda_kosong: tuple[str, ...] = Field(strict=False)
    kata_total: tuple[str, ...] = Field(strict=False)
    toleransi_terlambat_hari: Annotated[int, Field(ge=0)]
    tingkat: dict[str, Keparahan]
    keluarga: Keluarga
    kerangka: tuple[Kerangka, ...] = Field(strict=False)


class TotalDari(Strict):
    """Where the total stands: another dataset, summed over the same group."""

    dataset: str
    ukuran: str


class BagianTotal(Strict):
    """Parts against a total: Σ ``ukuran`` over each group ``per`` equals the other dataset's."""

    ukuran: str
    per: tuple[str, ...] = Field(min_length=1, strict=False)
    total_dari: TotalDari
    toleransi: Exact = Decimal(0)


class SebaranUkuran(Strict):
    """Bounds on the sum of one measure over one period."""

    ukuran: str
    jumlah_minimum: Exact | None = None
    jumlah_maksimum: Exact | None = None
    alasan: Text


class Suite(Strict):
    """Dataset-level expectations of one dataset, beyond the policy's defaults."""

    sumber: Text
    bagian_total: tuple[BagianTotal, ...] = Field(default=(), strict=False)
    sebaran: tuple[SebaranUkuran, ...] = Field(default=(), strict=False)
    jumlah_baris: Rasio | None = None
    revisi: Revisi | None = None
    lonjakan: Rasio | None = None
    tanpa_lonjakan: Text | None = None


def load_policies(folder: Path, root: Path) -> tuple[Kebijakan, ...]:
    """All versions of the policy, oldest first. Raises :class:`ContentError`."""
    policies: list[Kebijakan] = []
    faults: list[FaultInContent] = []
    for path in sorted((folder / "kebijakan").glob("*.yaml")):
        doc = read_yaml(path, root)
        try:
            policies.append(Kebijakan.model_validate(doc.data))
        except ValidationError as exc:
            faults += doc.faults_of(exc)
    if not policies and not faults:
        faults.append(
            FaultInContent(str(folder / "kebijakan"), None, "", "tidak ada kebijakan mutu.")
        )
    if faults:
        raise ContentError(faults)
    return tuple(sorted(policies, key=lambda p: p.berlaku_sejak))


def load_suite(path: Path, root: Path) -> Suite:
    """The suite in ``path``. Raises :class:`ContentError`."""
    doc = read_yaml(path, root)
    try:
        return Suite.model_validate(doc.data)
    except ValidationError as exc:
        raise ContentError(doc.faults_of(exc)) from exc
