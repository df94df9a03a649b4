"""Scorecards of every curated version, by every framework of the policy."""

from __future__ import annotations

from collections import Counter
from typing import Any

from spbe_data.checks.score import DasarSkor, skor
from spbe_data.flows.house import Rumah
from spbe_data.flows.tables.record import Rekaman


def scores(house: Rumah, record: Rekaman) -> list[dict[str, Any]]:
    policy = house.catalog.kebijakan(record.today)
    due = {(o.dataset, o.periode): o for o in record.obligations}
    rows: list[dict[str, Any]] = []
    for version in record.versions:
        verdict = record.verdicts[version.pemeriksaan]
        obligation = due.get((version.dataset, version.periode))
        counts: Counter[str] = Counter()
        for line in verdict.ringkasan:
            counts[line["kode"]] += line["jumlah"]
        base = DasarSkor(
            baris=int(verdict.dimensi.get("baris", 0)),
            sel=int(verdict.dimensi.get("sel_wajib", 0)),
            sel_terisi=int(verdict.dimensi.get("sel_wajib_terisi", 0)),
            temuan=counts,
            terlambat_hari=obligation.selisih_hari if obligation else None,
            toleransi_hari=policy.toleransi_terlambat_hari,
            format_terbuka=house.catalog.standar[version.dataset].publik,
        )
        for framework in policy.kerangka:
            for dimension, value in skor(
                framework, house.catalog.standar[version.dataset], house.catalog, base
            ).items():
                rows.append(
                    {
                        "dataset": version.dataset,
                        "periode": version.periode,
                        "versi": version.versi,
                        "kerangka": framework.id,
                        "dimensi": dimension,
                        "skor": value,
                        "ambang_versi": policy.versi,
                        "dihitung_pada": record.today,
                    }
                )
    return rows
