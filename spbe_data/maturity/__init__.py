"""Maturity: assessment instruments as content, and the index computed from indicator values.

Imports no other room: an instrument file and a table of values are all it needs. Does not belong
here: who assessed, when, and where results are stored (ledger, warehouse, flows).
"""

from __future__ import annotations

from spbe_data.maturity.index import (
    Bagian,
    NilaiTidakSah,
    Penilaian,
    SalahNilai,
    decimal_text,
    read_values,
    score,
    two_decimals,
)
from spbe_data.maturity.instrument import (
    Instrument,
    InstrumenTidakSah,
    SalahInstrumen,
    list_instruments,
    load_instrument,
)

__all__ = [
    "Bagian",
    "InstrumenTidakSah",
    "Instrument",
    "NilaiTidakSah",
    "Penilaian",
    "SalahInstrumen",
    "SalahNilai",
    "decimal_text",
    "list_instruments",
    "load_instrument",
    "read_values",
    "score",
    "two_decimals",
]
