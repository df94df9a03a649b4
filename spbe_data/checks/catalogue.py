"""The catalogue of findings: stable codes, legal basis and words in two languages.

Belongs here: reading ``catalogue.yaml`` (which a reviewer who is no programmer can edit) and making
a message of a finding when it is read. Severities are policy (``quality/kebijakan``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from spbe_data.checks.collection import KumpulanTemuan
from spbe_data.checks.finding import Tahap, Temuan
from spbe_data.standards.base import Strict, Text
from spbe_data.standards.content import read_yaml


class Kata(Strict):
    """Templates in one language (``str.format`` over the finding's parameters)."""

    temuan: Text
    harapan: Text
    perbaikan: Text


class Jenis(Strict):
    """One kind of finding; ``pemeriksaan`` is its id in the list of checks (SDI-, Q-, P-)."""

    kode: str
    tahap: Tahap
    pemeriksaan: Text
    dasar_hukum: Text
    id: Kata
    en: Kata


_FILE = Path(__file__).with_suffix(".yaml")

KATALOG: dict[str, Jenis] = {
    code: Jenis.model_validate({"kode": code, **entry})
    for code, entry in read_yaml(_FILE, _FILE.parent).data.items()
}


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


def _where(finding: Temuan, bahasa: str) -> str:
    row, sheet = ("Baris", "lembar") if bahasa == "id" else ("Row", "sheet")
    column, cell = ("kolom", "sel") if bahasa == "id" else ("column", "cell")
    parts: list[str] = []
    if finding.lembar:
        parts.append(f'{sheet.capitalize() if not parts else sheet} "{finding.lembar}"')
    if finding.baris is not None:
        parts.append(f"{row if not parts else row.lower()} {finding.baris}")
    if finding.kolom and (finding.baris is not None):
        spot = f" ({cell} {finding.sel})" if finding.sel else ""
        parts.append(f'{column} "{finding.kolom}"{spot}')
    return ", ".join(parts)


def _fill(template: str, finding: Temuan) -> str:
    values = _Blank(finding.params)
    values.setdefault("nilai", finding.nilai if finding.nilai is not None else "")
    values.setdefault("kolom", finding.kolom or "")
    return template.format_map(values)


def pesan(finding: Temuan, bahasa: str) -> str:
    """The whole message: where, what was found, what was expected, how to repair."""
    words = KATALOG[finding.kode].id if bahasa == "id" else KATALOG[finding.kode].en
    where = _where(finding, bahasa)
    found = _fill(words.temuan, finding)
    head = f"{where}: {found}" if where else found[:1].upper() + found[1:]
    rest = (_fill(words.harapan, finding), _fill(words.perbaikan, finding))
    return " ".join([f"{head}.", *(part for part in rest if part)])


def dokumen(finding: Temuan) -> dict[str, Any]:
    """One entry of the findings document (docs/doors.md)."""
    kind = KATALOG[finding.kode]
    return {
        "kode": finding.kode,
        "tahap": finding.tahap,
        "tingkat": finding.tingkat,
        "aturan": finding.aturan,
        "dasar_hukum": kind.dasar_hukum,
        "lembar": finding.lembar,
        "baris": finding.baris,
        "kolom": finding.kolom,
        "sel": finding.sel,
        "nilai": finding.nilai,
        "harapan": _fill(kind.id.harapan, finding),
        "perbaikan": _fill(kind.id.perbaikan, finding),
        "saran": [{"nilai": s.nilai, "jarak": s.jarak} for s in finding.saran],
        "pesan": {"id": pesan(finding, "id"), "en": pesan(finding, "en")},
    }


def ringkasan(findings: Iterable[Temuan] | KumpulanTemuan) -> list[dict[str, Any]]:
    """Counts per code, severity and column, most severe first (docs/doors.md ``ringkasan``)."""
    order = {"tolak": 0, "peringatan": 1, "catatan": 2}
    counts: Counter[tuple[str, str, str | None]] = Counter()
    if isinstance(findings, KumpulanTemuan):
        for key, n in findings.hitungan.items():
            counts[key.kode, key.tingkat, key.kolom] += n
    else:
        counts.update((f.kode, f.tingkat, f.kolom) for f in findings)
    rows = sorted(
        counts.items(), key=lambda kv: (order[kv[0][1]], -kv[1], kv[0][0], kv[0][2] or "")
    )
    return [{"kode": k, "tingkat": t, "kolom": c, "jumlah": n} for (k, t, c), n in rows]
