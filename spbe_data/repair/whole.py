"""Repairs of the whole table that reading has done already, and that writing cannot undo.

Belongs here: the joined header, the outer spaces, the rows of units and column numbers under the
header. A table is written without them or not at all, so they must be accepted with anything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spbe_data.checks.privacy import safe
from spbe_data.intake.model import JenisCatatan, Terbaca
from spbe_data.repair.offer import Kata, Kutipan, Meja, Perbaikan, Tawaran

SELALU_SERTA = frozenset({"satu_baris_judul", "tanpa_spasi_tepi", "tanpa_baris_satuan"})
"""Repairs that anything else needs."""


class SatuBarisJudul(Perbaikan):
    """Stacked header rows → one."""

    jenis = "satu_baris_judul"

    def tawarkan(self, read: Terbaca, meja: Meja) -> list[Tawaran]:
        note = next((n for n in read.catatan if n.jenis is JenisCatatan.JUDUL_DUA_BARIS), None)
        if note is None:
            return []
        height = int(read.dibaca_sebagai.get("tinggi_judul") or 2)
        joined = [safe(c.judul_asli) for c in read.kolom if " / " in c.judul_asli]
        some = ", ".join(f'"{t}"' for t in joined[:3])
        return [
            Tawaran(
                self.jenis,
                "JUDUL_DUA_BARIS",
                None,
                Kata(
                    f"Judul dalam {height} baris disatukan menjadi satu baris: {some}.",
                    f"The header in {height} rows is joined into one: {some}.",
                ),
                "kolom",
                len(joined),
                {"tinggi": height, "judul": [safe(c.judul_asli) for c in read.kolom]},
                contoh=tuple(read.baris.head(1).to_list()),
                sebelum=_stacked(read),
            )
        ]

    def terapkan(self, read: Terbaca, parameter: Mapping[str, Any]) -> Terbaca:
        return read


def _stacked(read: Terbaca) -> Kutipan:
    """The header rows below one another, as they were before they were joined."""
    parts = [c.judul_asli.split(" / ") for c in read.kolom[:8]]
    deepest = max(len(p) for p in parts)
    rows = [("", *(safe(p[i]) if i < len(p) else "" for p in parts)) for i in range(deepest)]
    return Kutipan(("judul", *rows[0][1:]), tuple(("judul", *row[1:]) for row in rows[1:]))


class TanpaSpasiTepi(Perbaikan):
    """Spaces before and after a cell's text are left out."""

    jenis = "tanpa_spasi_tepi"

    def tawarkan(self, read: Terbaca, meja: Meja) -> list[Tawaran]:
        count = int(read.dibaca_sebagai.get("sel_dirapikan") or 0)
        if not count:
            return []
        where = {name: rows.to_list() for name, rows in read.dirapikan.items() if len(rows)}
        listed = ", ".join(where)
        return [
            Tawaran(
                self.jenis,
                "SPASI_DI_TEPI",
                None,
                Kata(
                    f"Spasi di awal atau akhir isi sel dibuang (kolom {listed}).",
                    f"Spaces before or after a cell's text are left out (columns {listed}).",
                ),
                "sel",
                count,
                {"jumlah_menurut_kolom": {name: len(rows) for name, rows in where.items()}},
                contoh=tuple(next(iter(where.values()), [])[:3]),
                kolom_contoh=tuple(where),
            )
        ]

    def terapkan(self, read: Terbaca, parameter: Mapping[str, Any]) -> Terbaca:
        return read


class TanpaBarisSatuan(Perbaikan):
    """Rows of units and column numbers right below the header are left out."""

    jenis = "tanpa_baris_satuan"

    def tawarkan(self, read: Terbaca, meja: Meja) -> list[Tawaran]:
        found = [n for n in read.catatan if n.jenis is JenisCatatan.BARIS_SATUAN]
        if not found:
            return []
        texts = [safe(" ".join(str(v) for v in n.params["isi"].values())) for n in found]
        return [
            Tawaran(
                self.jenis,
                "BARIS_KETERANGAN",
                None,
                Kata(
                    f'Baris satuan atau nomor kolom di bawah judul dikeluarkan: "{texts[0]}".',
                    f'Rows of units or column numbers below the header are taken out: "{texts[0]}".',
                ),
                "baris",
                len(found),
                {"baris": [n.baris for n in found], "teks": texts},
            )
        ]

    def terapkan(self, read: Terbaca, parameter: Mapping[str, Any]) -> Terbaca:
        return read
