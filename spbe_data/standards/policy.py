"""The quality policy: severities, thresholds and dataset-level suites of ``quality/``.

Belongs here: reading ``quality/kebijakan/*.yaml`` (versioned, valid in time) and
``quality/suite/<dataset>.yaml`` (what one dataset's checks need beyond the defaults).
Thresholds are set before the run and named in every result (BPS Quality Gates, Perka 117/2023).
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator

from spbe_data.standards.base import Exact, NumberText, Strict, Text
from spbe_data.standards.content import ContentError, FaultInContent, read_yaml
from spbe_data.standards.disclosure import KebijakanPengungkapan, Pengungkapan
from spbe_data.standards.models import Keparahan


class Rasio(Strict):
    """Bounds on new value / old value, inclusive."""

    rasio_minimum: Exact
    rasio_maksimum: Exact
    abaikan_di_bawah: Exact = Decimal(0)


class Revisi(Strict):
    """Greatest relative change of a figure against the version before, without a reason given."""

    batas_relatif: Exact


class KolomTetap(Strict):
    """A measure with one value in at least ``baris_minimum`` rows of a period is told."""

    baris_minimum: Annotated[int, Field(ge=2)]


class Pecahan(Strict):
    """Where the standard's unit is ``satuan``, at least ``sel_minimum`` values within 0 to 1 are
    taken for fractions."""

    satuan: Text
    sel_minimum: Annotated[int, Field(ge=1)]


class NamaLain(Strict):
    """Least share of rows whose area name is that of another area than the code's."""

    bagian_minimum: Annotated[Exact, Field(gt=0, le=1)]


class Keluarga(Strict):
    """Default thresholds of the dataset-level families."""

    jumlah_baris: Rasio
    revisi: Revisi
    lonjakan: Rasio
    kolom_tetap: KolomTetap
    pecahan: Pecahan
    nama_lain: NamaLain


UkuranSkor = Literal[
    "baris_tanpa_temuan",
    "sel_terisi",
    "kunci_unik",
    "isi_sejalan",
    "kolom_berujukan",
    "ketepatan_jadwal",
    "aktualitas",
    "metadata_terisi",
    "akses_terbuka",
]
"""What can be measured of a version (:mod:`spbe_data.checks.score` says how)."""


class Dimensi(Strict):
    """One dimension of a quality framework and its weight in the total.

    ``ukuran``: the measures whose mean it is; empty: nothing here measures it.
    """

    id: str
    nama: Text
    bobot: Exact
    ukuran: tuple[UkuranSkor, ...] = Field(default=(), strict=False)


class Kerangka(Strict):
    """A quality framework (several exist; each is a separate scorecard over the same checks)."""

    id: str
    nama: Text
    dasar: Text
    dimensi: tuple[Dimensi, ...] = Field(strict=False)


class NolSkor(Strict):
    """Where the two scores of time reach zero.

    ``jadwal_hari``: days after the due day (beyond the tolerance); ``aktualitas_periode``: lag from
    the end of the period, in lengths of that period.
    """

    jadwal_hari: Annotated[int, Field(ge=1)] = 365
    aktualitas_periode: Annotated[Exact, Field(gt=0)] = Decimal(2)


class AmbangWalidata(Strict):
    """Calendar days within which the Walidata decides, and publishes after the approval."""

    hari_putusan: Annotated[int, Field(ge=0)]
    hari_terbit: Annotated[int, Field(ge=0)]


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
    pengungkapan: KebijakanPengungkapan | None = None
    nol_skor: NolSkor = NolSkor()
    walidata: AmbangWalidata | None = None
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


class AnggotaTotal(Strict):
    """A member of the dimension ``kolom`` is the total of all its other members in the same file.

    ``total``: the member's name as the code list has it.
    """

    ukuran: str
    kolom: str
    total: Text
    toleransi: Exact = Decimal(0)


class FaktaLain(Strict):
    """Where the same fact stands a second time; see :class:`FaktaSama`."""

    dataset: str
    ukuran: str | None = None
    per: tuple[str, ...] = Field(default=(), strict=False)
    saring: dict[str, Annotated[tuple[str, ...], Field(min_length=1, strict=False)]] = Field(
        default_factory=dict
    )


class FaktaSama(Strict):
    """One fact in two datasets: both sums, per pair of ``per`` columns, agree within a share.

    ``ukuran``: the measure that is summed; without one, rows are counted. ``saring``: only rows
    with one of these values. ``pasangan_periode``: the same period, or the other dataset's last
    period that ends in the same year. ``batas_relatif``: greatest difference, as a share of the
    other figure.
    """

    ukuran: str | None = None
    per: tuple[str, ...] = Field(default=(), strict=False)
    saring: dict[str, Annotated[tuple[str, ...], Field(min_length=1, strict=False)]] = Field(
        default_factory=dict
    )
    dengan: FaktaLain
    pasangan_periode: Literal["sama", "tahun"] = "sama"
    batas_relatif: Annotated[Exact, Field(ge=0)]
    alasan: Text

    @model_validator(mode="after")
    def _paired(self) -> Self:
        if len(self.per) != len(self.dengan.per):
            raise ValueError(
                "per dan dengan.per harus sama banyak: tiap kolom berpasangan dengan satu kolom dataset lain"
            )
        return self


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
    anggota_total: tuple[AnggotaTotal, ...] = Field(default=(), strict=False)
    fakta_sama: tuple[FaktaSama, ...] = Field(default=(), strict=False)
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
    pengungkapan: Pengungkapan | None = None

    @property
    def kolom_disebut(self) -> tuple[str, ...]:
        """Columns of the standard that the families name."""
        return (
            *(c for rule in self.bagian_total for c in (*rule.per, rule.ukuran)),
            *(c for member in self.anggota_total for c in (member.kolom, member.ukuran)),
            *(c for fact in self.fakta_sama for c in (*fact.per, *fact.saring)),
            *(fact.ukuran for fact in self.fakta_sama if fact.ukuran is not None),
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
            *(self.pengungkapan.kolom_disebut if self.pengungkapan else ()),
        )

    def nilai_disebut(self, dataset: str) -> tuple[tuple[str, str, str], ...]:
        """(dataset, column, value) that the families name; ``dataset`` is the suite's own."""
        sides = [
            side
            for fact in self.fakta_sama
            for side in ((dataset, fact.saring), (fact.dengan.dataset, fact.dengan.saring))
        ]
        return (
            *((dataset, member.kolom, member.total) for member in self.anggota_total),
            *((id_, c, v) for id_, only in sides for c, values in only.items() for v in values),
        )

    @property
    def kolom_lain(self) -> tuple[tuple[str, str], ...]:
        """(dataset, column) of other standards that the families name."""
        return (
            *((r.total_dari.dataset, r.total_dari.ukuran) for r in self.bagian_total),
            *(
                (fact.dengan.dataset, column)
                for fact in self.fakta_sama
                for column in (
                    *fact.dengan.per,
                    *fact.dengan.saring,
                    *((fact.dengan.ukuran,) if fact.dengan.ukuran is not None else ()),
                )
            ),
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
