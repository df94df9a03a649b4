"""A stored verdict, a version, a release, as Dagster shows them.

Belongs here: descriptions, tables and metadata. Whoever can open Dagster sees all of it, so values
of columns that are not open, and free text of stray rows, are left out; identifiers of persons are
masked by the engine before they get here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import dagster as dg

# Not exported at the top of the package in the pinned version.
from dagster._core.definitions.asset_checks.asset_check_evaluation import (
    AssetCheckEvaluationTargetMaterializationData,
)

from assets.installation import Installation
from assets.keys import CHECKS, kurasi_key, periksa_key
from spbe_data.ledger.records import Pemeriksaan, Pengajuan, Rilis, Versi
from spbe_data.standards.models import Kolom, Standar

if TYPE_CHECKING:
    import polars as pl

    from spbe_data.flows.house import Rumah

Metadata = dict[str, Any]

PREVIEW_ROWS = 10
_FREE_TEXT = frozenset({"BARIS_KETERANGAN"})
"""Findings that quote a whole stray line, which may name a person."""

_SQL_TYPE = {"teks": "string", "bulat": "integer", "desimal": "decimal", "tanggal": "date"}


@dataclass(frozen=True, slots=True)
class Laporan:
    """A verdict on a submission with its findings, as stored.

    ``status`` is the submission's after the check; ``jumlah`` counts findings per stage and
    severity, ``temuan`` are the first of each stage; ``baris`` counts rows per period when known.
    """

    pengajuan: Pengajuan
    verdict: Pemeriksaan
    status: str
    jumlah: Mapping[tuple[str, str], int]
    temuan: tuple[Mapping[str, Any], ...]
    baris: Mapping[str, int] | None


@dataclass(frozen=True, slots=True)
class Putusan:
    """What one asset check says."""

    passed: bool
    severity: dg.AssetCheckSeverity
    description: str
    metadata: Metadata


def laporan(house: Rumah, id_: str, rows: Mapping[str, int] | None = None) -> Laporan:
    """The newest stored verdict of a submission. Raises ``KeyError`` when it has none."""
    from spbe_data.flows.check import ikhtisar_temuan

    verdicts = house.ledger.pemeriksaan(id_)
    if not verdicts:
        raise KeyError(id_)
    submission = house.ledger.pengajuan(id_)
    counts, firsts = ikhtisar_temuan(house, verdicts[-1].id, house.settings.temuan_di_dagster)
    return Laporan(submission, verdicts[-1], submission.status, counts, tuple(firsts), rows)


# -- checks ----------------------------------------------------------------------------------------


def putusan(installation: Installation, report: Laporan, check: str) -> Putusan:
    """The result of the check called ``check``: failed by ERROR when something blocks, by WARN
    when something warns, or when its stage was not reached."""
    stages, _about = CHECKS[check]
    findings = [f for f in report.temuan if f["tahap"] in stages]
    count = {
        level: sum(report.jumlah.get((stage, level), 0) for stage in stages)
        for level in ("tolak", "peringatan", "catatan")
    }
    metadata: Metadata = {
        **_rests_on(installation, report),
        "jumlah_menghalangi": count["tolak"],
        "jumlah_peringatan": count["peringatan"],
        "jumlah_catatan": count["catatan"],
        "mesin": dg.MetadataValue.text(_engine(report, stages)),
    }
    if findings:
        cap = installation.settings.temuan_di_dagster
        metadata["temuan_pertama"] = findings_table(
            installation.catalog.standar.get(report.verdict.dataset), findings[:cap]
        )
        if (more := sum(count.values()) - min(len(findings), cap)) > 0:
            metadata["temuan_selebihnya"] = more
    if count["tolak"]:
        text = f"{count['tolak']} temuan menghalangi, {count['peringatan']} peringatan."
        return Putusan(False, dg.AssetCheckSeverity.ERROR, text, metadata)
    if not _reached(report, check):
        text = (
            "Belum selesai diperiksa karena gangguan pada sistem, bukan karena berkas."
            if report.verdict.hasil == "gagal_diperiksa"
            else "Tidak diperiksa, karena tahap sebelumnya menghalangi."
        )
        return Putusan(False, dg.AssetCheckSeverity.WARN, text, metadata)
    if count["peringatan"]:
        text = f"{count['peringatan']} peringatan; tidak menghalangi."
        return Putusan(False, dg.AssetCheckSeverity.WARN, text, metadata)
    return Putusan(True, dg.AssetCheckSeverity.ERROR, "Tidak ada temuan.", metadata)


def _reached(report: Laporan, check: str) -> bool:
    """Whether the stage came to its end (an engine fault leaves none of them certain)."""
    if report.verdict.hasil == "gagal_diperiksa":
        return False
    refused = any(line["kode"] == "BERKAS_DITOLAK" for line in report.verdict.ringkasan)
    if check == "struktur":
        return True
    if check == "privasi":
        return not refused
    # The engine takes its counts once the rows are judged; without them the table never got there.
    return bool(report.verdict.dimensi)


def _engine(report: Laporan, stages: Sequence[str]) -> str:
    engines = report.verdict.mesin
    return next((engines[stage] for stage in reversed(stages) if stage in engines), "spbe-data")


def _rests_on(installation: Installation, report: Laporan) -> Metadata:
    verdict = report.verdict
    return {
        "hasil": verdict.hasil,
        "pengajuan": report.pengajuan.id,
        "contoh": report.pengajuan.contoh,
        "sha256": verdict.sha256,
        "versi_standar": verdict.versi_standar,
        "versi_kebijakan": verdict.versi_kebijakan,
        "diperiksa_pada": verdict.pada,
        "halaman_dataset": dg.MetadataValue.url(installation.dataset_page(verdict.dataset)),
        "semua_temuan": dg.MetadataValue.path(
            installation.settings.temuan / f"{verdict.id}.parquet"
        ),
    }


def _shown(standard: Standar | None, finding: Mapping[str, Any]) -> str:
    """The message, unless it would quote a value that not everyone may see."""
    name = finding["kolom"]
    column = next((c for c in standard.kolom if c.nama == name), None) if standard else None
    closed = (
        standard is None
        or not standard.publik
        or (column is not None and not column.akses_umum)
        or finding["kode"] in _FREE_TEXT
    )
    if closed and finding["nilai"] is not None:
        return "Isi sel tidak ditampilkan di sini; pesan lengkap ada di dokumen temuan."
    return str(finding["pesan"]["id"])


def findings_table(
    standard: Standar | None, findings: Sequence[Mapping[str, Any]]
) -> dg.TableMetadataValue:
    """Findings as rows ``kode, tingkat, baris, kolom, pesan``."""
    return table(
        [
            {
                "kode": f["kode"],
                "tingkat": f["tingkat"],
                "baris": f["baris"],
                "kolom": f["kolom"],
                "pesan": _shown(standard, f),
            }
            for f in findings
        ],
        {
            "kode": "string",
            "tingkat": "string",
            "baris": "int",
            "kolom": "string",
            "pesan": "string",
        },
    )


def table(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> dg.TableMetadataValue:
    """A metadata table; ``columns`` gives name → type, in order."""
    return dg.MetadataValue.table(
        records=[dg.TableRecord({name: row.get(name) for name in columns}) for row in rows],
        schema=dg.TableSchema([dg.TableColumn(name, kind) for name, kind in columns.items()]),
    )


# -- materializations ------------------------------------------------------------------------------


def tentang_periksa(installation: Installation, report: Laporan, period: str | None) -> Metadata:
    """Metadata of *periksa* for one period of the submission."""
    verdict = report.verdict
    metadata: Metadata = {
        **_rests_on(installation, report),
        "status_pengajuan": report.status,
        "periode_dalam_berkas": ", ".join(verdict.periode) or "tidak terbaca",
        "ringkasan": table(
            verdict.ringkasan,
            {"kode": "string", "tingkat": "string", "kolom": "string", "jumlah": "int"},
        ),
    }
    if verdict.dimensi:
        metadata["dagster/row_count"] = int(verdict.dimensi["baris"])
    if report.baris is not None and period is not None and period in report.baris:
        metadata["dagster/partition_row_count"] = report.baris[period]
    return metadata


def tentang_versi(installation: Installation, house: Rumah, version: Versi) -> Metadata:
    """Metadata of *kurasi* for one period version, with a preview of the open columns."""
    from spbe_data.publication.exports import kamus, kolom_terbuka
    from spbe_data.warehouse.versions import baca_versi

    standard = installation.catalog.standar[version.dataset]
    frame = baca_versi(house.settings.gudang, version.berkas, version.sha256_berkas)
    open_columns = kolom_terbuka(installation.catalog.seri[version.dataset], frame)
    metadata: Metadata = {
        "versi": version.versi,
        "pengajuan": version.pengajuan,
        "contoh": house.ledger.pengajuan(version.pengajuan).contoh,
        "sha256_berkas_asli": version.sha256,
        "sha256_kurasi": version.sha256_berkas,
        "berkas": version.berkas,
        "dagster/partition_row_count": version.jumlah_baris,
        "dagster/column_schema": dg.TableSchema(
            [
                dg.TableColumn(
                    row["nama"],
                    _SQL_TYPE.get(row["tipe"], "string"),
                    description=f"{row['judul']}. {row['definisi']}",
                    constraints=dg.TableColumnConstraints(nullable=not row["wajib"]),
                )
                for row in kamus(standard, frame.columns)
            ]
        ),
        "halaman_dataset": dg.MetadataValue.url(installation.dataset_page(version.dataset)),
    }
    if standard.publik:
        metadata["pratinjau"] = dg.MetadataValue.md(preview(frame.select(open_columns)))
    return metadata


def tentang_rilis(
    installation: Installation, house: Rumah, release: Rilis, version: Versi
) -> Metadata:
    """Metadata of *terbit* for one period of a release."""
    folder = house.settings.terbitan / release.dataset / "rilis" / str(release.nomor)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return {
        "rilis": release.nomor,
        "versi": version.versi,
        "terbit_pada": release.pada,
        "contoh": bool(manifest.get("contoh", False)),
        "sidik_manifes": release.sidik_manifes,
        "dagster/row_count": release.jumlah_baris,
        "dagster/partition_row_count": version.jumlah_baris,
        "berkas": table(
            [
                {
                    "nama": name,
                    "byte": (folder / name).stat().st_size,
                    "sha256": entry["sha256"],
                }
                for name, entry in sorted(manifest["berkas"].items())
            ],
            {"nama": "string", "byte": "int", "sha256": "string"},
        ),
        "halaman_dataset": dg.MetadataValue.url(installation.dataset_page(release.dataset)),
    }


def preview(frame: pl.DataFrame) -> str:
    """The first rows as a Markdown table."""
    return markdown_table(frame.columns, frame.head(PREVIEW_ROWS).iter_rows())


def markdown_table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A Markdown table; cell texts cannot break it."""

    def cell(value: Any) -> str:
        text = "" if value is None else str(value)
        return (
            text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
        )

    lines = [columns, ["---"] * len(columns), *([cell(v) for v in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


# -- definitions -----------------------------------------------------------------------------------


def _constraints(column: Kolom) -> list[str]:
    words: list[str] = []
    if column.minimum is not None:
        words.append(f"≥ {column.minimum}")
    if column.maksimum is not None:
        words.append(f"≤ {column.maksimum}")
    if column.daftar:
        words.append(f"daftar {column.daftar}")
    if column.pola:
        words.append(f"pola {column.pola}")
    return words


def column_schema(standard: Standar) -> dg.TableSchema:
    """The standard's columns with what they mean and must obey."""
    return dg.TableSchema(
        [
            dg.TableColumn(
                column.nama,
                _SQL_TYPE[column.tipe],
                description=f"{column.judul.id}. {column.definisi}",
                constraints=dg.TableColumnConstraints(
                    nullable=not column.wajib, other=_constraints(column)
                ),
            )
            for column in standard.kolom
        ]
    )


# -- events of a run that is not a run of the asset ------------------------------------------------


def kejadian_periksa(
    installation: Installation,
    instance: dg.DagsterInstance,
    report: Laporan,
    periods: Sequence[str],
) -> Iterable[dg.AssetMaterialization | dg.AssetObservation | dg.AssetCheckEvaluation]:
    """Events that put a verdict into the grid, per period.

    A check that the engine could not finish materializes nothing, and a file whose period is not
    in the calendar has no cell: both are kept as observations.
    """
    standard = installation.catalog.standar[report.verdict.dataset]
    key = periksa_key(standard)
    finished = report.verdict.hasil != "gagal_diperiksa"
    if not periods:
        yield dg.AssetObservation(key, metadata=tentang_periksa(installation, report, None))
    for period in periods:
        metadata = tentang_periksa(installation, report, period)
        if finished:
            yield dg.AssetMaterialization(key, metadata=metadata, partition=period)
        else:
            yield dg.AssetObservation(key, metadata=metadata, partition=period)
        target = _latest(instance, key, period)
        for check in CHECKS:
            result = putusan(installation, report, check)
            yield dg.AssetCheckEvaluation(
                asset_key=key,
                check_name=check,
                passed=result.passed,
                severity=result.severity,
                description=result.description,
                metadata=result.metadata,
                partition=period,
                target_materialization_data=target,
                blocking=False,
            )


def _latest(
    instance: dg.DagsterInstance, key: dg.AssetKey, period: str
) -> AssetCheckEvaluationTargetMaterializationData | None:
    """The materialization a check is about: without it Dagster holds the check for outdated."""
    records = instance.fetch_materializations(
        dg.AssetRecordsFilter(asset_key=key, asset_partitions=[period]), limit=1
    ).records
    if not records:
        return None
    record = records[0]
    return AssetCheckEvaluationTargetMaterializationData(
        storage_id=record.storage_id,
        run_id=record.event_log_entry.run_id,
        timestamp=record.event_log_entry.timestamp,
    )


def kejadian_kurasi(
    installation: Installation, house: Rumah, versions: Iterable[Versi]
) -> Iterable[dg.AssetMaterialization]:
    """Materializations of *kurasi*, one per period version."""
    for version in versions:
        standard = installation.catalog.standar[version.dataset]
        yield dg.AssetMaterialization(
            kurasi_key(standard),
            metadata=tentang_versi(installation, house, version),
            partition=version.periode,
        )
