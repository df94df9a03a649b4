"""Metadata of a submission: asked for, never guessed (docs/doors.md, "Metadata of a submission")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spbe_data.checks.finding import Temuan, Tingkat
from spbe_data.standards.models import Standar

WAJIB = ("judul_kegiatan", "cara_pengumpulan", "rujukan_waktu", "kontak", "status_angka")
BOLEH = (*WAJIB, "catatan", "alasan_revisi")
STATUS_ANGKA = ("tetap", "sementara", "sangat_sementara")


def check_metadata(
    metadata: Mapping[str, Any], standard: Standar, severity: dict[str, Tingkat]
) -> list[Temuan]:
    """Missing, unknown and malformed fields of a submission's metadata."""

    def finding(code: str, **params: Any) -> Temuan:
        return Temuan(code, "struktur", severity[code], f"{standard.id}:metadata", params=params)

    findings = [
        finding("METADATA_KURANG", isian=field)
        for field in WAJIB
        if not str(metadata.get(field) or "").strip()
    ]
    for field, value in metadata.items():
        if field in BOLEH and not isinstance(value, str | int | float | None):
            findings.append(
                finding("METADATA_TIDAK_SAH", isian=field, nilai="(susunan)", harapan="satu teks")
            )
        if field not in BOLEH:
            findings.append(
                finding(
                    "METADATA_TIDAK_SAH", isian=field, nilai=str(value), harapan=", ".join(BOLEH)
                )
            )
    status = metadata.get("status_angka")
    if status and status not in STATUS_ANGKA:
        findings.append(
            finding(
                "METADATA_TIDAK_SAH",
                isian="status_angka",
                nilai=str(status),
                harapan=", ".join(STATUS_ANGKA),
            )
        )
    return findings
