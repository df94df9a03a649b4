"""The batch work: all waiting submissions, all approved ones, whatever calendars they are of.

Belongs here: the ops of the two batch jobs. A run carries one partition key, so a plain run of an
asset cannot mix calendars; these report materializations and checks per dataset and period instead.
One submission's fault never stops the others.
"""

# No `from __future__ import annotations` here: Dagster reads the bodies' annotations as types.
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import dagster as dg

from assets.checking import periksa
from assets.history import riwayat_sigap
from assets.installation import AKTOR, Installation
from assets.keys import GUDANG, OP_PERIKSA, OP_TERBIT, terbit_key
from assets.lineage import segarkan_gudang
from assets.overview import tentang_gudang
from assets.partitions import periods_of
from assets.progress import begin, fault, tell
from assets.reporting import Laporan, kejadian_kurasi, kejadian_periksa, tentang_rilis

if TYPE_CHECKING:
    from spbe_data.flows.house import Rumah
    from spbe_data.ledger.records import Pengajuan

_CONFIG = {
    "pengajuan": dg.Field(
        [str],
        default_value=[],
        description="Nomor pengajuan; kosong berarti semua yang menunggu.",
    )
}


def _chosen(
    context: dg.OpExecutionContext, house: "Rumah", statuses: tuple[str, ...]
) -> "list[Pengajuan]":
    """What to work on, oldest first; submissions whose standard is gone are named and left."""
    wanted = set(context.op_config["pengajuan"])
    found = [
        p for p in house.ledger.semua_pengajuan(status=statuses) if not wanted or p.id in wanted
    ]
    for submission in found:
        if submission.dataset not in house.catalog.standar:
            context.log.warning(
                f"Pengajuan {submission.id}: standar '{submission.dataset}' tidak ada lagi; dilewati."
            )
    return [p for p in found if p.dataset in house.catalog.standar]


def _end(broken: list[str], what: str) -> Iterator[Any]:
    """A run that could not do all of its work fails, after doing the rest."""
    if broken:
        raise dg.Failure(
            f"{len(broken)} pengajuan tidak dapat {what} karena gangguan pada sistem: "
            f"{', '.join(broken)}. Yang lain selesai. Lihat log di atas.",
            allow_retries=False,
        )
    yield dg.Output(None)


def _told(report: Laporan) -> str:
    blocking = sum(n for (_stage, level), n in report.jumlah.items() if level == "tolak")
    more = f", {blocking} temuan menghalangi" if report.verdict.hasil == "tolak" else ""
    period = ", ".join(report.verdict.periode[:3])
    if len(report.verdict.periode) > 3:
        period += f" … {report.verdict.periode[-1]}"
    return f"{report.verdict.dataset} ({period or 'periode tidak terbaca'}): {report.verdict.hasil}{more}"


def check_op(installation: Installation) -> dg.OpDefinition:
    """Checks every waiting submission and reports it per period."""

    @dg.op(
        name=OP_PERIKSA,
        config_schema=_CONFIG,
        out=dg.Out(dg.Nothing),
        description="Memeriksa pengajuan yang menunggu, satu per satu, menurut urutan masuknya.",
    )
    def body(context: dg.OpExecutionContext) -> Iterator[Any]:
        from spbe_data.flows.check import DAPAT_DIPERIKSA, perlu_diperiksa
        from spbe_data.ledger.store import LangkahTidakSah

        begin(context)
        broken: list[str] = []
        with (
            riwayat_sigap(installation.settings.dagster_home),
            installation.house() as house,
        ):
            for submission in _chosen(context, house, DAPAT_DIPERIKSA):
                if not perlu_diperiksa(house, submission):
                    continue
                standard = house.catalog.standar[submission.dataset]
                try:
                    report = periksa(house, submission.id)
                except LangkahTidakSah as exc:
                    context.log.info(f"{exc} Sudah diputuskan sementara itu; dilewati.")
                    continue
                except Exception as exc:
                    context.log.error(f"Pengajuan {submission.id}: {fault(exc)}")
                    broken.append(submission.id)
                    continue
                tell(context, _told(report))
                periods = periods_of(
                    installation, standard, report.verdict.periode, submission.periode_dinyatakan
                )
                yield from kejadian_periksa(installation, context.instance, report, periods)
        yield from _end(broken, "diperiksa")

    return body


def publish_op(installation: Installation) -> dg.OpDefinition:
    """Curates and publishes every approved submission, then renews the analysts' file."""

    @dg.op(
        name=OP_TERBIT,
        config_schema=_CONFIG,
        out=dg.Out(dg.Nothing),
        description="Mengurasi pengajuan yang disetujui, menerbitkan datasetnya, lalu memperbarui gudang DuckDB.",
    )
    def body(context: dg.OpExecutionContext) -> Iterator[Any]:
        from spbe_data.flows.curate import kurasi
        from spbe_data.flows.gate import BelumLayak

        begin(context)
        broken: list[str] = []
        periods: dict[str, set[str]] = {}
        with (
            riwayat_sigap(installation.settings.dagster_home),
            installation.house() as house,
        ):
            for submission in _chosen(context, house, ("disetujui",)):
                try:
                    versions = kurasi(house, submission.id, aktor=AKTOR)
                except BelumLayak as exc:
                    context.log.warning(f"{exc} Tidak dikurasi.")
                    continue
                except Exception as exc:
                    context.log.error(f"Pengajuan {submission.id}: {fault(exc)}")
                    broken.append(submission.id)
                    continue
                periods.setdefault(submission.dataset, set()).update(v.periode for v in versions)
                yield from kejadian_kurasi(installation, house, versions)
            for dataset, changed in periods.items():
                try:
                    yield from _published(context, installation, house, dataset, changed)
                except BelumLayak as exc:
                    context.log.warning(f"{exc} Tidak diterbitkan.")
                except Exception as exc:
                    context.log.error(f"Dataset {dataset}: {fault(exc)}")
                    broken.append(dataset)
            tables = segarkan_gudang(installation, house)
            tell(context, f"gudang DuckDB: {len(tables)} tabel berubah")
            yield dg.AssetMaterialization(
                GUDANG, metadata=tentang_gudang(installation, house, tables)
            )
        yield from _end(broken, "diterbitkan")

    return body


def _published(
    context: dg.OpExecutionContext,
    installation: Installation,
    house: "Rumah",
    dataset: str,
    changed: set[str],
) -> Iterator[dg.AssetMaterialization]:
    from spbe_data.flows.publish import terbitkan, versi_kini

    standard = house.catalog.standar[dataset]
    release = terbitkan(house, dataset, aktor=AKTOR)
    if release is None:
        tell(context, f"{dataset}: dikurasi; berakses {standard.akses}, tidak diterbitkan")
        return
    tell(context, f"{dataset}: rilis {release.nomor}, {release.jumlah_baris} baris")
    for version in versi_kini(house, dataset):
        if version.periode in changed:
            yield dg.AssetMaterialization(
                terbit_key(standard),
                metadata=tentang_rilis(installation, house, release, version),
                partition=version.periode,
            )
