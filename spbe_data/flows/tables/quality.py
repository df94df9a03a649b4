"""Schema ``kualitas``: findings, submissions and the reporting calendar; scores join them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from spbe_data.checks.finding import Temuan
from spbe_data.flows.check import temuan_dari
from spbe_data.flows.house import Rumah
from spbe_data.flows.tables.record import BOOL, DATE, INT, TEXT, Rekaman, tabel
from spbe_data.flows.tables.score_history import score_tables
from spbe_data.ledger.records import Pemeriksaan
from spbe_data.warehouse.publish import Muatan


def quality_tables(house: Rumah, record: Rekaman, cards: list[dict[str, Any]]) -> list[Muatan]:
    """``temuan``, ``pengajuan``, ``kalender`` and the tables of scores."""
    newest = {v.pengajuan: v for v in record.verdicts.values()}
    return [
        _findings(house, record, newest),
        _submissions(record, newest),
        _calendar(record),
        *score_tables(house, record, cards),
    ]


def _stored_findings(house: Rumah, verdict: str) -> Iterator[Temuan]:
    try:
        yield from temuan_dari(house, verdict)
    except KeyError:
        return


def _findings(house: Rumah, record: Rekaman, newest: dict[str, Pemeriksaan]) -> Muatan:
    versions = {(v.pemeriksaan, v.periode): v.versi for v in record.versions}
    rows: list[dict[str, Any]] = []
    for submission in record.submissions.values():
        verdict = newest.get(submission.id)
        if verdict is None:
            continue
        only = verdict.periode[0] if len(verdict.periode) == 1 else None
        for finding in _stored_findings(house, verdict.id):
            period = finding.params.get("periode") or only
            rows.append(
                {
                    "dataset": submission.dataset,
                    "pengajuan": submission.id,
                    "periode": period,
                    "versi": versions.get((verdict.id, str(period))),
                    "kode": finding.kode,
                    "tahap": finding.tahap,
                    "tingkat": finding.tingkat,
                    "kolom": finding.kolom,
                    "baris": finding.baris,
                    "sel": finding.sel,
                    "jumlah": int(finding.params.get("jumlah") or 1)
                    if finding.kode == "ANGKA_AMBIGU"
                    else 1,
                }
            )
    texts = ("dataset", "pengajuan", "periode", "kode", "tahap", "tingkat", "kolom", "sel")
    return tabel(
        "kualitas",
        "temuan",
        rows,
        {**dict.fromkeys(texts, TEXT), **dict.fromkeys(("versi", "baris", "jumlah"), INT)},
        "Temuan pemeriksaan terakhir tiap pengajuan. versi kosong: tidak menjadi versi "
        "(dikembalikan), atau temuan atas seluruh berkas.",
    )


def _count(verdict: Pemeriksaan | None, severity: str) -> int:
    lines = verdict.ringkasan if verdict else []
    return sum(line["jumlah"] for line in lines if line["tingkat"] == severity)


def _submissions(record: Rekaman, newest: dict[str, Pemeriksaan]) -> Muatan:
    rows: list[dict[str, Any]] = []
    for submission in record.submissions.values():
        verdict = newest.get(submission.id)
        rows.append(
            {
                "pengajuan": submission.id,
                "dataset": submission.dataset,
                "status": submission.status,
                "hasil": verdict.hasil if verdict else None,
                "periode": ", ".join(verdict.periode) if verdict else None,
                "tolak": _count(verdict, "tolak"),
                "peringatan": _count(verdict, "peringatan"),
                "catatan": _count(verdict, "catatan"),
                "versi_standar": verdict.versi_standar if verdict else None,
                "versi_kebijakan": verdict.versi_kebijakan if verdict else None,
                "disampaikan_pada": submission.disampaikan_pada,
                "diperiksa_pada": verdict.pada if verdict else None,
                "contoh": submission.contoh,
            }
        )
    texts = (
        "pengajuan", "dataset", "status", "hasil", "periode", "versi_standar", "versi_kebijakan",
        "disampaikan_pada", "diperiksa_pada",
    )  # fmt: skip
    return tabel(
        "kualitas",
        "pengajuan",
        rows,
        {
            **dict.fromkeys(texts, TEXT),
            **dict.fromkeys(("tolak", "peringatan", "catatan"), INT),
            "contoh": BOOL,
        },
        "Pengajuan, statusnya, dan hasil pemeriksaan terakhirnya.",
    )


def _calendar(record: Rekaman) -> Muatan:
    return tabel(
        "kualitas",
        "kalender",
        [asdict(o) for o in record.obligations],
        {
            **dict.fromkeys(("dataset", "periode", "keadaan", "terbit_pada"), TEXT),
            **dict.fromkeys(("selisih_hari", "lag_dari_akhir_periode"), INT),
            "jatuh_tempo": DATE,
        },
        "Kalender pelaporan: terbit, menunggu, dikembalikan, terlambat, ditunggu, belum_jatuh_tempo.",
    )
