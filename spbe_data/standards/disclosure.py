"""What must not be told about small groups, as content: the policy's numbers and one dataset's
declaration (``pengungkapan:`` in ``quality/kebijakan`` and ``quality/suite``).

Belongs here: the shape of both and the rules each must obey by itself. Which cells are hidden is
worked out in :mod:`spbe_data.checks.disclosure`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from spbe_data.standards.base import Exact, Strict, Terurai, Text
from spbe_data.standards.cell_status import kolom_status
from spbe_data.standards.models import Standar

JenisPengungkapan = Literal["orang", "kontributor"]


class Ambang(Strict):
    """Numbers for one kind of cell.

    ``minimum``: a cell made of 1 to ``minimum`` - 1 is hidden. ``lebar``: the least width, in the
    cell's own unit, of the interval that a reader can narrow it to. ``lebar_relatif``: the width as
    a share of the value, for amounts whose contributors are counted in another column.
    """

    minimum: Annotated[int, Field(ge=2, le=1000)]
    lebar: Annotated[int, Field(ge=1, le=1000)]
    lebar_relatif: Annotated[Exact, Field(gt=0, le=1)] = Decimal("0.15")

    @model_validator(mode="after")
    def _wide_enough(self) -> Self:
        if self.lebar < self.minimum - 1:
            raise Terurai(
                [
                    (
                        ("lebar",),
                        f"lebar {self.lebar} lebih sempit daripada minimum - 1 ({self.minimum - 1}): "
                        "pembaca dapat memastikan selnya kecil; besarkan",
                    )
                ]
            )
        return self


class KebijakanPengungkapan(Strict):
    """The policy's part on small groups; in force with the policy it stands in."""

    dasar: Text
    orang: Ambang
    kontributor: Ambang

    def ambang(self, jenis: JenisPengungkapan) -> Ambang:
        """The numbers for one kind."""
        return self.orang if jenis == "orang" else self.kontributor


class Margin(Strict):
    """A total the public knows or can ask for, formed within one period.

    Either ``atas``: the sum over these key columns, for each value of the others; or ``per``: the
    sum for each value of these columns (which need not be keys: a desa's kecamatan), over all else.
    """

    atas: Annotated[tuple[str, ...], Field(min_length=1, strict=False)] | None = None
    per: Annotated[tuple[str, ...], Field(strict=False)] | None = None
    alasan: Text

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.atas is None) == (self.per is None):
            raise Terurai([((), "margin ditulis dengan 'atas' atau dengan 'per', salah satu saja")])
        return self

    def kelompok(self, kunci: Sequence[str]) -> tuple[str, ...]:
        """The columns whose values part the sums, of a table with the key ``kunci``."""
        return (
            self.per
            if self.per is not None
            else tuple(c for c in kunci if c not in (self.atas or ()))
        )


class UkuranRahasia(Strict):
    """One measure that is protected.

    ``pencacah``: the column that counts who contributes to the amount; without it the measure is
    itself the count. ``minimum`` raises or lowers the policy's number for this measure.
    ``turunan``: percentages and averages worked out from it, hidden in the same rows.
    """

    ukuran: str
    jenis: JenisPengungkapan
    pencacah: str | None = None
    minimum: Annotated[int, Field(ge=2, le=1000)] | None = None
    turunan: tuple[str, ...] = Field(default=(), strict=False)


class Pengungkapan(Strict):
    """What is protected in one dataset, and against which totals."""

    ukuran: tuple[UkuranRahasia, ...] = Field(min_length=1, strict=False)
    margin: tuple[Margin, ...] = Field(default=(), strict=False)
    alasan: Text

    @property
    def kolom_disebut(self) -> tuple[str, ...]:
        """Columns of the standard that are named."""
        return (
            *(c for u in self.ukuran for c in (u.ukuran, u.pencacah, *u.turunan) if c),
            *(c for m in self.margin for c in (*(m.atas or ()), *(m.per or ()))),
        )

    def untuk(self, ukuran: str) -> UkuranRahasia | None:
        """The declaration of one measure."""
        return next((u for u in self.ukuran if u.ukuran == ukuran), None)

    @property
    def kolom_bertanda(self) -> tuple[str, ...]:
        """Columns that carry a status: the measures and what is worked out from them."""
        return tuple(dict.fromkeys(c for u in self.ukuran for c in (u.ukuran, *u.turunan)))


def salah_menyebut(standard: Standar, declared: Pengungkapan) -> Iterator[str]:
    """What is wrong with a declaration whose columns all exist, in words."""
    measures = {c.nama for c in standard.kolom if c.tipe in ("bulat", "desimal")}
    for rule in declared.ukuran:
        for name in (rule.ukuran, rule.pencacah, *rule.turunan):
            if name and name in standard.nama_kolom and name not in measures:
                yield f"kolom '{name}' bukan angka; sebutkan kolom angka"
        if rule.pencacah is not None and rule.jenis != "kontributor":
            yield f"'{rule.ukuran}': pencacah hanya untuk jenis kontributor; hapus, atau ganti jenisnya"
    names = [rule.ukuran for rule in declared.ukuran]
    for name in sorted({n for n in names if names.count(n) > 1}):
        yield f"ukuran '{name}' tertulis lebih dari sekali; hapus salah satu"
    for name in declared.kolom_bertanda:
        if (status := kolom_status(name)) in standard.nama_kolom:
            yield f"kolom '{status}' sudah ada, padahal nama itu dipakai untuk status '{name}' saat terbit; ganti namanya"
    for margin in declared.margin:
        for name in margin.atas or ():
            if name in standard.kolom_waktu:
                yield f"margin menjumlahkan atas '{name}'; jumlah dibentuk dalam satu periode, jadi sebutkan kolom selain waktu"
            elif name in standard.nama_kolom and name not in standard.kunci:
                yield f"margin menjumlahkan atas '{name}' yang bukan kolom kunci; sebutkan kolom kunci"
