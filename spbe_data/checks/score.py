"""Scorecards: the same checks seen through a quality framework's dimensions (0 to 100).

Belongs here: how each measure is taken. Which dimensions a framework has, which measures make them
and what they weigh is policy. What cannot be measured is ``None``, never a guess: a dimension is
the mean of its measured measures, the total the weighted mean of the measured dimensions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from spbe_data.checks.catalogue import KATALOG
from spbe_data.standards.models import Standar
from spbe_data.standards.policy import Kerangka, NolSkor, UkuranSkor

_SCALE = Decimal("0.01")

SEJALAN: frozenset[str] = frozenset({"Q-06", "Q-08"})
"""Checks on whether figures agree: parts and totals, names and codes, series, revisions."""

UNIK: frozenset[str] = frozenset({"Q-05"})
"""Checks on whether the declared key is unique."""


@dataclass(frozen=True, slots=True)
class DasarSkor:
    """What one version is scored on.

    ``temuan``: rejecting and warning findings per code (notices are no fault); ``terlambat_hari``:
    days after the due day, ``None`` without a release or a schedule; ``jeda_hari``: days from the
    end of the period to the first release; ``panjang_periode``: days of the period;
    ``berujukan``: (columns bound to a code list, area code or master register, columns that could
    be).
    """

    baris: int
    sel: int
    sel_terisi: int
    temuan: Mapping[str, int]
    terlambat_hari: int | None
    toleransi_hari: int
    jeda_hari: int | None
    panjang_periode: int
    metadata: tuple[int, int]
    berujukan: tuple[int, int]
    format_terbuka: bool
    lisensi_jelas: bool
    nol: NolSkor


def temuan_terhitung(ringkasan: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Findings per code of a stored summary, notices left out."""
    counts: dict[str, int] = {}
    for line in ringkasan:
        if line["tingkat"] != "catatan":
            counts[line["kode"]] = counts.get(line["kode"], 0) + int(line["jumlah"])
    return counts


def metadata_terisi(standard: Standar) -> tuple[int, int]:
    """(filled, asked): the metadata a reader can count on."""
    chosen = [
        standard.lisensi != "belum-ditetapkan",
        standard.kontak != "belum ditetapkan",
        standard.penetapan.tanggal is not None,
        bool(standard.kata_kunci),
        len(standard.ringkasan.id) > 100,
        len(standard.ringkasan.en) > 100,
        standard.standar_data.klasifikasi.casefold() not in ("-", "tidak ada"),
        bool(standard.jadwal_rilis.uraian),
        all(c.rujukan_pemilihan.casefold() != "belum ditetapkan" for c in standard.kolom),
    ]
    return sum(chosen), len(chosen)


def kolom_berujukan(standard: Standar) -> tuple[int, int]:
    """(bound, all) over the columns of text that say what a row is about, time left out."""
    about = [
        c for c in standard.kolom if c.peran in ("wilayah", "dimensi") and c.tipe not in _BUKAN_KODE
    ]
    bound = [c for c in about if c.wilayah or c.daftar or c.induk]
    return len(bound), len(about)


_BUKAN_KODE = ("bulat", "desimal", "tanggal")


def _share(good: int, all_: int) -> Decimal | None:
    return None if all_ == 0 else (Decimal(100) * good / all_).quantize(_SCALE)


def _rows_without(base: DasarSkor, checks: frozenset[str] | None = None) -> Decimal | None:
    bad = sum(
        n
        for code, n in base.temuan.items()
        if checks is None or (code in KATALOG and KATALOG[code].pemeriksaan in checks)
    )
    return _share(max(base.baris - bad, 0), base.baris)


def ketepatan_jadwal(
    terlambat_hari: int | None, toleransi_hari: int, nol: NolSkor
) -> Decimal | None:
    """Punctuality: 100 until the tolerance has passed, then falling to 0 at ``nol.jadwal_hari``."""
    if terlambat_hari is None:
        return None
    late = max(0, terlambat_hari - toleransi_hari)
    return _share(max(0, nol.jadwal_hari - late), nol.jadwal_hari)


def aktualitas(jeda_hari: int | None, panjang_periode: int, nol: NolSkor) -> Decimal | None:
    """Timeliness: 100 for a release on the period's last day, 0 after so many period lengths."""
    if jeda_hari is None or panjang_periode <= 0:
        return None
    worst = nol.aktualitas_periode * panjang_periode
    left = min(worst, max(Decimal(0), worst - jeda_hari))
    return (Decimal(100) * left / worst).quantize(_SCALE)


UKURAN: dict[UkuranSkor, Callable[[DasarSkor], Decimal | None]] = {
    "baris_tanpa_temuan": _rows_without,
    "sel_terisi": lambda b: _share(b.sel_terisi, b.sel),
    "kunci_unik": lambda b: _rows_without(b, UNIK),
    "isi_sejalan": lambda b: _rows_without(b, SEJALAN),
    "kolom_berujukan": lambda b: _share(*b.berujukan),
    "ketepatan_jadwal": lambda b: ketepatan_jadwal(b.terlambat_hari, b.toleransi_hari, b.nol),
    "aktualitas": lambda b: aktualitas(b.jeda_hari, b.panjang_periode, b.nol),
    "metadata_terisi": lambda b: _share(*b.metadata),
    "akses_terbuka": lambda b: _share(b.format_terbuka + b.lisensi_jelas, 2),
}
"""How each measure is taken, 0 to 100."""


def rata(values: Sequence[Decimal | None]) -> Decimal | None:
    """Mean of what was measured; ``None`` when nothing was."""
    known = [v for v in values if v is not None]
    return (sum(known, Decimal(0)) / len(known)).quantize(_SCALE) if known else None


def skor(framework: Kerangka, base: DasarSkor) -> dict[str, Decimal | None]:
    """Score per dimension of ``framework``, and ``total`` (weighted over measured dimensions)."""
    scores = {d.id: rata([UKURAN[u](base) for u in d.ukuran]) for d in framework.dimensi}
    return {**scores, "total": total(framework, scores)}


def total(framework: Kerangka, scores: Mapping[str, Decimal | None]) -> Decimal | None:
    """The weighted mean over the dimensions that were measured."""
    known = [(d.bobot, v) for d in framework.dimensi if (v := scores[d.id]) is not None]
    weight = sum((w for w, _ in known), Decimal(0))
    return (
        (sum((w * v for w, v in known), Decimal(0)) / weight).quantize(_SCALE) if weight else None
    )
