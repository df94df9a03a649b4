"""Scorecards: the same checks seen through a quality framework's dimensions (0 to 100).

Belongs here: how each dimension is measured. Which dimensions a framework has and what they weigh
is policy. A dimension that cannot be measured is ``None``, never a guess; the total is over what
was measured.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from spbe_data.standards.catalog import Catalog
from spbe_data.standards.models import Standar
from spbe_data.standards.policy import Kerangka

_INCONSISTENT = frozenset(
    {"NAMA_TIDAK_COCOK", "LONJAKAN", "REVISI_BESAR", "JUMLAH_BARIS_MENYIMPANG"}
)
_SCALE = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class DasarSkor:
    """What one version is scored on.

    ``temuan``: findings per code; ``terlambat_hari``: days after the due day (``None`` if the
    release day is unknown), ``toleransi_hari`` from the policy.
    """

    baris: int
    sel: int
    sel_terisi: int
    temuan: Mapping[str, int]
    terlambat_hari: int | None
    toleransi_hari: int
    format_terbuka: bool


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


def _share(good: int, all_: int) -> Decimal | None:
    return None if all_ == 0 else (Decimal(100) * good / all_).quantize(_SCALE)


def _consistency(base: DasarSkor) -> Decimal | None:
    bad = sum(n for code, n in base.temuan.items() if code in _INCONSISTENT)
    return _share(max(base.baris - bad, 0), base.baris)


def _timeliness(base: DasarSkor) -> Decimal | None:
    if base.terlambat_hari is None:
        return None
    late = max(0, base.terlambat_hari - base.toleransi_hari)
    return _share(max(0, 365 - late), 365)


def _uniqueness(base: DasarSkor) -> Decimal | None:
    return _share(max(base.baris - base.temuan.get("KUNCI_GANDA", 0), 0), base.baris)


def _completeness(base: DasarSkor) -> Decimal | None:
    return _share(base.sel_terisi, base.sel)


def skor(
    framework: Kerangka, standard: Standar, catalog: Catalog, base: DasarSkor
) -> dict[str, Decimal | None]:
    """Score per dimension of ``framework``, and ``total`` (weighted over measured dimensions)."""
    licence = catalog.daftar["lisensi"].kode().get(standard.lisensi)
    filled, asked = metadata_terisi(standard)
    accurate = _share(max(base.baris - sum(base.temuan.values()), 0), base.baris)
    measures: dict[str, Callable[[], Decimal | None]] = {
        "kesesuaian_metadata": lambda: _share(filled, asked),
        "keunikan": lambda: _uniqueness(base),
        "konsistensi": lambda: _consistency(base),
        "ketepatan_waktu": lambda: _timeliness(base),
        "kelengkapan": lambda: _completeness(base),
        "akurasi": lambda: accurate,
        "koherensi": lambda: _consistency(base),
        "aksesibilitas": lambda: _share(
            base.format_terbuka + (licence is not None and standard.lisensi != "belum-ditetapkan"),
            2,
        ),
        "interpretabilitas": lambda: _share(filled, asked),
    }
    scores = {d.id: measures[d.id]() if d.id in measures else None for d in framework.dimensi}
    weights = {d.id: d.bobot for d in framework.dimensi if scores[d.id] is not None}
    if weights:
        total = sum((weights[k] * (scores[k] or Decimal(0)) for k in weights), Decimal(0)) / sum(
            weights.values()
        )
        return {**scores, "total": total.quantize(_SCALE)}
    return {**scores, "total": None}
