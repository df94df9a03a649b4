"""The factory: one standard → its asset definitions. Adding a dataset is adding one file.

Belongs here: the shape of a dataset in Dagster. Two definitions each, since a human decision lies
between them: *periksa* before it, *kurasi* and *terbit* after it. Nothing is ``blocking``: a
returned file is a successful run with failed checks, and what may be curated is decided by the
stored verdict and signature alone, which the flows ask for.
"""

# No `from __future__ import annotations` here: Dagster reads the bodies' annotations as types.
from collections.abc import Iterator
from typing import Any

import dagster as dg

from assets.checking import newest, newest_approved, periksa
from assets.installation import AKTOR, Installation
from assets.keys import CHECKS, group, indikator_key, kurasi_key, periksa_key, terbit_key
from assets.lineage import segarkan_gudang
from assets.partitions import periods_of, reporting_calendar
from assets.progress import begin, fault, tell
from assets.reporting import (
    column_schema,
    kejadian_kurasi,
    kejadian_periksa,
    laporan,
    putusan,
    tentang_periksa,
    tentang_rilis,
    tentang_versi,
)
from spbe_data.standards.models import Standar

MAX_DRAWN = 200
"""With more datasets than this, edges to the nodes that all share are not drawn: the graph view
slows down, and a thousand edges into one list tell no one anything."""

Lapisan = dict[str, tuple[str, str, set[str]]]

_LAYERS: Lapisan = {
    "periksa": (
        "Pemeriksaan",
        "Putusan atas berkas yang disampaikan, per periode. Berkas yang dikembalikan tampak "
        "sebagai pemeriksaan yang gagal, bukan sebagai pekerjaan yang gagal.",
        {"csv", "pandera", "greatexpectations"},
    ),
    "kurasi": (
        "Kurasi",
        "Tabel yang sudah disetujui Walidata, per periode dan versi, dengan kode wilayah Kemendagri "
        "dan BPS.",
        {"parquet", "duckdb"},
    ),
    "terbit": (
        "Terbitan",
        "Rilis bernomor dengan berkas CSV, XLSX, JSON, Parquet, dan manifes.",
        {"csv", "excel", "parquet"},
    ),
}


def drawn(installation: Installation) -> bool:
    """Whether the graph shows the edges to what all datasets share."""
    return len(installation.standards) <= MAX_DRAWN


def references_of(standard: Standar) -> set[dg.AssetKey]:
    """Code lists and registers the standard judges by."""
    keys = {dg.AssetKey(["referensi", c.daftar]) for c in standard.kolom if c.daftar}
    keys |= {dg.AssetKey(["induk", c.induk]) for c in standard.kolom if c.induk}
    if any(c.wilayah is not None for c in standard.kolom):
        keys.add(dg.AssetKey(["referensi", "wilayah"]))
    return keys


def reference_specs(installation: Installation) -> list[dg.AssetSpec]:
    """Lists and registers as nodes outside Dagster's hands: content, changed by review."""
    used = {key for s in installation.standards for key in references_of(s)}
    content = installation.catalog
    titles = {("referensi", i): d.judul.get("id", i) for i, d in content.daftar.items()}
    titles |= {("induk", i): r.keterangan.judul.id for i, r in content.induk.items()}
    return [
        dg.AssetSpec(
            key,
            description=f"{titles.get((key.path[0], key.path[-1]), 'Kode dan nama wilayah menurut masa berlakunya')}. "
            "Daftar rujukan yang ditinjau sebagai berkas; tidak dijalankan.",
            group_name=key.path[0],
            tags={"lapisan": key.path[0]},
            kinds={"csv"},
            metadata={"berkas": f"schemas/{key.path[0]}/{key.path[-1]}.csv"},
        )
        for key in sorted(used, key=lambda k: list(k.path))
    ]


def indicator_specs(installation: Installation) -> list[dg.AssetSpec]:
    """The indicators of each dataset (MS-Ind) as the lower end of its lineage; read, never run."""
    return [
        dg.AssetSpec(
            indikator_key(standard),
            deps=[terbit_key(standard)],
            description="\n\n".join(
                f"**{one.nama}**: {one.definisi} Rumus: {one.rumus}. Satuan: {one.satuan}."
                for one in standard.ms_ind
            ),
            group_name=group(standard.produsen_data),
            tags={"lapisan": "indikator"},
            metadata={"jumlah_indikator": len(standard.indikator)},
        )
        for standard in installation.standards
        if standard.indikator
    ]


def _spec(
    installation: Installation,
    standard: Standar,
    layer: str,
    key: dg.AssetKey,
    partitions: dg.PartitionsDefinition[str],
    deps: list[dg.AssetKey],
    **more: Any,
) -> dg.AssetSpec:
    name, about, kinds = _LAYERS[layer]
    agency = installation.catalog.nama_instansi(standard.produsen_data)
    return dg.AssetSpec(
        key,
        deps=deps,
        description=(
            f"**{standard.judul.id}** · {name}\n\n{standard.ringkasan.id}\n\n{about}\n\n"
            f"Produsen data: {agency}." + (" *Standar contoh.*" if standard.contoh else "")
        ),
        metadata={
            "judul": standard.judul.id,
            "judul_en": standard.judul.en,
            "produsen_data": agency,
            "konsep": standard.standar_data.konsep,
            "definisi": standard.standar_data.definisi,
            "satuan": standard.standar_data.satuan,
            "jadwal_pemutakhiran": standard.jadwal_pemutakhiran,
            "jadwal_rilis": standard.jadwal_rilis.uraian,
            "periode": standard.periode,
            "rad": standard.rad,
            "akses": standard.akses,
            "lisensi": standard.lisensi,
            "sumber_angka": f"{standard.sumber_angka.penerbit}: {standard.sumber_angka.nama}",
            "halaman_dataset": dg.MetadataValue.url(installation.dataset_page(standard.id)),
            "standar": _file_of(installation, standard),
            "dagster/column_schema": column_schema(standard),
        },
        group_name=group(standard.produsen_data),
        owners=[f"team:{standard.produsen_data}"],
        tags={
            "lapisan": layer,
            "rad": standard.rad,
            "akses": standard.akses,
            "periode": standard.periode,
            "contoh": "ya" if standard.contoh else "tidak",
        },
        kinds=kinds,
        code_version=standard.versi,
        partitions_def=partitions,
        **more,
    )


def _file_of(installation: Installation, standard: Standar) -> str:
    return str(installation.catalog.berkas[standard.id].relative_to(installation.settings.content))


def periksa_definition(installation: Installation, standard: Standar) -> dg.AssetsDefinition:
    """*periksa*: the verdict on what was submitted for a period, with its four checks."""
    key = periksa_key(standard)
    calendar = reporting_calendar(installation, standard)
    deps = (
        sorted(references_of(standard), key=lambda k: list(k.path)) if drawn(installation) else []
    )

    @dg.multi_asset(
        name=f"periksa__{standard.tabel}",
        specs=[_spec(installation, standard, "periksa", key, calendar, deps)],
        check_specs=[
            dg.AssetCheckSpec(name, asset=key, description=about, partitions_def=calendar)
            for name, (_stages, about) in CHECKS.items()
        ],
    )
    def body(context: dg.AssetExecutionContext) -> Iterator[Any]:
        from spbe_data.flows.check import perlu_diperiksa

        begin(context)
        period = context.partition_key
        with installation.house() as house:
            tried: list[str] = []
            while submission := newest(house, standard.id, period, apart_from=tried):
                fresh = perlu_diperiksa(house, submission)
                try:
                    report = (
                        periksa(house, submission.id) if fresh else laporan(house, submission.id)
                    )
                except Exception as exc:
                    raise dg.Failure(
                        f"Pengajuan {submission.id} tidak dapat diperiksa karena gangguan pada "
                        f"sistem, bukan karena berkasnya: {fault(exc)}",
                        allow_retries=False,
                    ) from None
                periods = periods_of(
                    installation, standard, report.verdict.periode, submission.periode_dinyatakan
                )
                if fresh:
                    # One file may hold several periods: its other cells say so too.
                    others = [p for p in periods if p != period]
                    if others or not periods:
                        yield from kejadian_periksa(installation, context.instance, report, others)
                if period in periods:
                    break
                tried.append(submission.id)  # it holds other periods, as reading it has shown
            else:
                raise dg.Failure(
                    f"Belum ada pengajuan '{standard.id}' untuk periode {period}. Tidak ada yang "
                    "dapat diperiksa sampai produsen data menyampaikannya.",
                    allow_retries=False,
                )
            tell(
                context,
                f"{standard.id} {period}: {report.verdict.hasil}, status {report.status}",
            )
            if report.verdict.hasil != "gagal_diperiksa":
                yield dg.MaterializeResult(
                    asset_key=key, metadata=tentang_periksa(installation, report, period)
                )
            for check in CHECKS:
                result = putusan(installation, report, check)
                yield dg.AssetCheckResult(
                    asset_key=key,
                    check_name=check,
                    passed=result.passed,
                    severity=result.severity,
                    description=result.description,
                    metadata=result.metadata,
                )
            if report.verdict.hasil == "gagal_diperiksa":
                raise dg.Failure(
                    f"Pemeriksaan pengajuan {submission.id} tidak selesai karena gangguan pada sistem, "
                    "bukan karena berkasnya. Jalankan ulang; pengirim tidak perlu mengirim lagi.",
                    allow_retries=False,
                )

    return body


def terbit_definition(installation: Installation, standard: Standar) -> dg.AssetsDefinition:
    """*kurasi* and *terbit*: what was approved for a period, curated and released."""
    curated, released = kurasi_key(standard), terbit_key(standard)
    calendar = reporting_calendar(installation, standard)

    @dg.multi_asset(
        name=f"terbit__{standard.tabel}",
        specs=[
            _spec(
                installation,
                standard,
                "kurasi",
                curated,
                calendar,
                [periksa_key(standard)],
                skippable=True,
            ),
            # Skippable: a dataset that is not open is curated, never released.
            _spec(installation, standard, "terbit", released, calendar, [curated], skippable=True),
        ],
        can_subset=True,
    )
    def body(context: dg.AssetExecutionContext) -> Iterator[Any]:
        from spbe_data.flows.gate import BelumLayak

        begin(context)
        try:
            if curated in context.selected_asset_keys:
                yield from _curate(installation, standard, context)
            if released in context.selected_asset_keys:
                yield from _release(installation, standard, context)
        except dg.Failure:
            raise
        except BelumLayak as exc:
            raise dg.Failure(str(exc), allow_retries=False) from None
        except Exception as exc:
            raise dg.Failure(f"Gangguan pada sistem: {fault(exc)}", allow_retries=False) from None

    return body


def _curate(
    installation: Installation, standard: Standar, context: dg.AssetExecutionContext
) -> Iterator[Any]:
    from spbe_data.flows.curate import kurasi
    from spbe_data.flows.gate import pastikan_layak

    period = context.partition_key
    with installation.house() as house:
        submission = newest_approved(house, standard.id, period)
        if submission is None:
            latest = newest(house, standard.id, period)
            if latest is not None:
                pastikan_layak(house, latest)  # says why not
            raise dg.Failure(
                f"Belum ada pengajuan '{standard.id}' yang disetujui untuk periode {period}.",
                allow_retries=False,
            )
        versions = kurasi(house, submission.id, aktor=AKTOR)
        others = [v for v in versions if v.periode != period]
        yield from kejadian_kurasi(installation, house, others)
        for version in versions:
            if version.periode == period:
                tell(context, f"{standard.id} {period}: versi {version.versi} dikurasi")
                yield dg.MaterializeResult(
                    asset_key=kurasi_key(standard),
                    metadata=tentang_versi(installation, house, version),
                )


def _release(
    installation: Installation, standard: Standar, context: dg.AssetExecutionContext
) -> Iterator[Any]:
    from spbe_data.flows.publish import terbitkan, versi_kini

    period = context.partition_key
    with installation.house() as house:
        current = {v.periode: v for v in versi_kini(house, standard.id)}
        if period not in current:
            raise dg.Failure(
                f"Periode {period} dari '{standard.id}' belum dikurasi; jalankan kurasi lebih dahulu.",
                allow_retries=False,
            )
        release = terbitkan(house, standard.id, aktor=AKTOR)
        if release is None:
            context.log.info(f"'{standard.id}' berakses {standard.akses}: tidak diterbitkan.")
            return
        tell(context, f"{standard.id}: rilis {release.nomor} terbit")
        segarkan_gudang(installation, house)
        yield dg.MaterializeResult(
            asset_key=terbit_key(standard),
            metadata=tentang_rilis(installation, house, release, current[period]),
        )
