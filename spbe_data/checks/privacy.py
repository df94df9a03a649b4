"""Privacy stage: no identifier of a person in any cell, whatever the column is called.

Belongs here: scanning every column of the file as sent, also those outside the standard. What is
found is never shown: neither here nor in the findings of other stages (:func:`mask`).
"""

from __future__ import annotations

import polars as pl

from spbe_data.checks.finding import Temuan, Tingkat
from spbe_data.identifiers.nomor import cari_data_pribadi
from spbe_data.intake.reader import Terbaca
from spbe_data.standards.models import Standar

_ENGLISH = {
    "NIK": "NIK (resident number)",
    "KK": "family card number",
    "NIP": "civil servant number",
    "NPWP": "personal tax number",
    "TELEPON": "telephone number",
    "EMAIL": "e-mail address",
}
# Cheap first look: only cells with ten digits or an @ can hold an identifier.
_SUSPECT = r"@|(?:[0-9][ .\-()]*){10}"


def check_privacy(read: Terbaca, standard: Standar, severity: dict[str, Tingkat]) -> list[Temuan]:
    """All findings of the privacy stage, by row then column."""
    known = set(standard.nama_kolom)
    findings: list[Temuan] = []
    for column in read.kolom:
        values = read.tabel[column.nama]
        suspects = values.str.contains(_SUSPECT).fill_null(False)
        # Each distinct text is looked at once: codes repeat over many rows.
        kinds = {
            text: sorted({hit.jenis for hit in cari_data_pribadi(text)})
            for text in values.filter(suspects).unique().to_list()
        }
        personal = [text for text, found in kinds.items() if found]
        for index in values.is_in(personal).fill_null(False).arg_true().to_list():
            row = read.baris[index]
            for kind in kinds[values[index]]:
                findings.append(
                    Temuan(
                        kode="DATA_PRIBADI",
                        tahap="privasi",
                        tingkat=severity["DATA_PRIBADI"],
                        aturan=f"{standard.id}:data_pribadi",
                        lembar=read.lembar,
                        baris=row,
                        kolom=column.nama if column.nama in known else column.judul_asli,
                        sel=f"{column.letak}{row}",
                        params={
                            "jenis_pribadi": kind,
                            "jenis_pribadi_en": _ENGLISH.get(kind.upper(), kind),
                        },
                    )
                )
    return sorted(findings, key=lambda f: (f.baris or 0, f.sel or ""))


def mask(finding: Temuan) -> Temuan:
    """The finding without what must not be shown: values that hold a personal identifier."""
    texts = [finding.nilai, *(v for v in finding.params.values() if isinstance(v, str))]
    if not any(
        t and pl.Series([t]).str.contains(_SUSPECT)[0] and cari_data_pribadi(t) for t in texts
    ):
        return finding
    return finding.dengan(
        nilai="(disembunyikan)",
        saran=(),
        params={
            k: ("(disembunyikan)" if isinstance(v, str) and cari_data_pribadi(v) else v)
            for k, v in finding.params.items()
        },
    )
