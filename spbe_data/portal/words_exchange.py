"""Words of the standard's files on a dataset page, in both languages."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "standar.unduh": ("Unduh standarnya", "Download the standard"),
    "standar.berkas.table-schema.json": ("Table Schema (JSON)", "Table Schema (JSON)"),
    "standar.berkas.odcs.yaml": ("Kontrak data ODCS (YAML)", "ODCS data contract (YAML)"),
    "standar.berkas.csvw.json": ("Metadata CSVW (JSON)", "CSVW metadata (JSON)"),
    "standar.berkas.bps.xlsx": (
        "Formulir metadata BPS: MS-Keg, MS-Var, MS-Ind (XLSX)",
        "Statistics Indonesia (BPS) metadata forms: MS-Keg, MS-Var, MS-Ind (XLSX)",
    ),
    "standar.berkas.templat.xlsx": (
        "Templat isian untuk produsen data (XLSX)",
        "Template for data producers to fill in (XLSX)",
    ),
}
