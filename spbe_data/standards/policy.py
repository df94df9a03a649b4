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
    tanpa_register: tuple[str, ...] = Field(default=(), strict=False)
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


class Rujukan(Strict):
    """Values of ``kolom`` must stand in another dataset's current version of the same period."""

    kolom: str
    dataset: str
    tujuan: str


class TumpangTindih(Strict):
    """Texts of different owners that are nearly equal are told (overlap).

    ``kemiripan``: least share, 0 to 1, of letters that stay the same from one text to the other
    (1 - Damerau-Levenshtein distance / length), over the plain words in order of the alphabet.
    """

    kolom: str
    pemilik: str
    kemiripan: Annotated[Exact, Field(ge=0, le=1)] = Decimal("0.84")


class PalingLama(Strict):
    """The newest date in ``tanggal`` of each ``per`` is at most ``tahun`` years before period end."""

    tanggal: str
    per: tuple[str, ...] = Field(default=(), strict=False)
    tahun: Annotated[int, Field(ge=1)]
    dasar: Text


class Reviu(Strict):
    """A plan of several years is reviewed at mid-term and in its last year.

    ``awal`` and ``akhir``: columns with the first and last year of the plan; ``jenis``: the column
    that says which review a row is, with the two names.
    """

    awal: str
    akhir: str
    jenis: str
    paruh_waktu: Text
    tahun_terakhir: Text


class PemilikLayanan(Strict):
    """The owner in ``pemilik`` must be the one that the register names for the key in ``kunci``."""

    kunci: str
    pemilik: str
    induk: str
    kolom_pemilik: str


class Suite(Strict):
    """Dataset-level expectations of one dataset, beyond the policy's defaults."""

    sumber: Text
    bagian_total: tuple[BagianTotal, ...] = Field(default=(), strict=False)
    sebaran: tuple[SebaranUkuran, ...] = Field(default=(), strict=False)
    jumlah_baris: Rasio | None = None
    revisi: Revisi | None = None
    lonjakan: Rasio | None = None
    tanpa_lonjakan: Text | None = None
    rujukan: tuple[Rujukan, ...] = Field(default=(), strict=False)
    tumpang_tindih: tuple[TumpangTindih, ...] = Field(default=(), strict=False)
    paling_lama: tuple[PalingLama, ...] = Field(default=(), strict=False)
    reviu: Reviu | None = None
    pemilik_layanan: PemilikLayanan | None = None
    standar_dikenal: str | None = None

    @property
    def kolom_disebut(self) -> tuple[str, ...]:
        """Columns of the standard that the families name."""
        return (
            *(c for rule in self.bagian_total for c in (*rule.per, rule.ukuran)),
            *(rule.ukuran for rule in self.sebaran),
            *(rule.kolom for rule in self.rujukan),
            *(c for rule in self.tumpang_tindih for c in (rule.kolom, rule.pemilik)),
            *(c for rule in self.paling_lama for c in (rule.tanggal, *rule.per)),
            *((self.reviu.awal, self.reviu.akhir, self.reviu.jenis) if self.reviu else ()),
            *(
                (self.pemilik_layanan.kunci, self.pemilik_layanan.pemilik)
                if self.pemilik_layanan
                else ()
            ),
            *((self.standar_dikenal,) if self.standar_dikenal else ()),
        )

    @property
    def kolom_lain(self) -> tuple[tuple[str, str], ...]:
        """(dataset, column) of other standards that the families name."""
        return (
            *((r.total_dari.dataset, r.total_dari.ukuran) for r in self.bagian_total),
            *((r.dataset, r.tujuan) for r in self.rujukan),
        )


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
