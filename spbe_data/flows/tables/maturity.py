"""Schema ``kematangan``: indices and their parts, always with whose they are."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

from spbe_data.flows.house import Rumah
from spbe_data.flows.tables.record import EXACT, INT, TEXT, tabel
from spbe_data.warehouse.publish import Muatan


def maturity_tables(house: Rumah) -> list[Muatan]:
    index: list[dict[str, Any]] = []
    parts: dict[str, list[dict[str, Any]]] = {"domain": [], "aspek": [], "indikator": []}
    for stored in house.ledger.penilaian():
        head = {
            "instansi": stored.instansi,
            "tahun": stored.tahun,
            "instrumen": stored.instrumen,
            "status": stored.status,
        }
        value = stored.hasil.get("indeks")
        index.append(
            {
                **head,
                "indeks": Decimal(value) if value is not None else None,
                "predikat": stored.hasil.get("predikat"),
                "sumber": stored.sumber,
            }
        )
        for part, rows in parts.items():
            for number, row in enumerate(stored.hasil.get(part, []), start=1):
                score = row["indeks"]
                rows.append(
                    {
                        **head,
                        "urut": number,
                        "id": str(row["id"]),
                        "nama": row["nama"],
                        "indeks": Decimal(score) if score is not None else None,
                    }
                )
    base: dict[str, pl.DataType] = {
        "instansi": TEXT,
        "tahun": INT,
        "instrumen": TEXT,
        "status": TEXT,
    }
    words = "status: terbit (diumumkan kementerian), dihitung, atau contoh (instansi lain, untuk peragaan)."
    return [
        tabel(
            "kematangan",
            "indeks",
            index,
            {**base, "indeks": EXACT, "predikat": TEXT, "sumber": TEXT},
            f"Indeks kematangan SPBE. {words}",
        ),
        *(
            tabel(
                "kematangan",
                part,
                rows,
                {**base, "urut": INT, "id": TEXT, "nama": TEXT, "indeks": EXACT},
                f"Nilai per {part}. {words}",
            )
            for part, rows in parts.items()
        ),
    ]
