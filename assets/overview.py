"""Assets that stand above single datasets: the analysts' file, maturity, and the calendar at a glance.

Belongs here: what is owed, overdue, returned and broken *now*. Bounded retries make a broken thing
go quiet, so it is listed here until it is mended.
"""

# No `from __future__ import annotations` here: Dagster reads the bodies' annotations as types.
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import dagster as dg

from assets.installation import Installation
from assets.keys import (
    GUDANG,
    JOB_KEMATANGAN,
    JOB_METRIK,
    JOB_PANGKAS,
    JOB_PERIKSA,
    JOB_TERBIT,
    KALENDER,
    KEMATANGAN,
    kurasi_key,
)
from assets.lineage import segarkan_gudang
from assets.progress import begin, tell
from assets.reconcile import missing_reports
from assets.reporting import Metadata, markdown_table, table

if TYPE_CHECKING:
    from spbe_data.flows.calendar import Keadaan, Kewajiban
    from spbe_data.flows.house import Rumah

ROWS = 200
"""Rows of a list in Dagster; the whole of it is in DuckDB (``kualitas.kalender``)."""

TERTIB = "tertib"
"""Name of the check that fails while something is overdue, returned or broken."""

_STATES: "dict[Keadaan, str]" = {
    "terlambat": "Terlambat",
    "dikembalikan": "Dikembalikan",
    "ditunggu": "Ditunggu",
    "menunggu": "Menunggu",
    "terbit": "Terbit",
}
_OPEN = ("dikembalikan", "terlambat", "ditunggu", "menunggu")
"""Order of the list: first what an agency must mend, then the newest that is late."""

Rusak = dict[str, str]


# -- gudang/duckdb ---------------------------------------------------------------------------------


def tentang_gudang(installation: Installation, house: "Rumah", changed: Sequence[str]) -> Metadata:
    """Metadata of the analysts' file after a refresh."""
    from spbe_data.warehouse.query import tanya

    path = house.settings.duckdb
    _columns, rows = tanya(
        path, "SELECT schema_name, count(*) FROM duckdb_tables() GROUP BY 1 ORDER BY 1"
    )
    return {
        "berkas": str(path.relative_to(house.settings.home)),
        "byte": path.stat().st_size,
        "tabel_berubah": len(changed),
        "yang_berubah": ", ".join(changed[:ROWS]) or "tidak ada",
        "tabel_per_skema": table(
            [{"skema": schema, "tabel": number} for schema, number in rows],
            {"skema": "string", "tabel": "int"},
        ),
        "portal": dg.MetadataValue.url(installation.settings.alamat_portal),
    }


def warehouse_asset(installation: Installation, deps: Sequence[dg.AssetKey]) -> dg.AssetsDefinition:
    """``gudang/duckdb``: the file analysts query, brought up to date with the record."""

    @dg.asset(
        key=GUDANG,
        deps=[*deps, KEMATANGAN],
        group_name="gudang",
        kinds={"duckdb"},
        tags={"lapisan": "gudang"},
        owners=[f"team:{installation.settings.walidata}"],
        description="**Gudang DuckDB** · Berkas analis: referensi, data induk, tabel kurasi, kualitas, "
        "kematangan, dan katalog. Dibuat di samping lalu ditukar, sehingga pembaca tidak terganggu.",
    )
    def body(context: dg.AssetExecutionContext) -> dg.MaterializeResult[Any]:
        begin(context)
        with installation.house() as house:
            changed = segarkan_gudang(installation, house)
            tell(context, f"gudang DuckDB: {len(changed)} tabel berubah")
            return dg.MaterializeResult(metadata=tentang_gudang(installation, house, changed))

    return body


# -- kematangan/indeks -----------------------------------------------------------------------------


def maturity_asset(installation: Installation) -> dg.AssetsDefinition:
    """``kematangan/indeks``: assessments on record, the sample ones replayed."""

    @dg.asset(
        key=KEMATANGAN,
        group_name="kematangan",
        kinds={"python"},
        tags={"lapisan": "kematangan"},
        owners=[f"team:{installation.settings.walidata}"],
        description="**Indeks kematangan SPBE** · Penilaian yang tercatat, tiap baris dengan instansi "
        "dan statusnya (terbit, dihitung, contoh).",
    )
    def body(context: dg.AssetExecutionContext) -> dg.MaterializeResult[Any]:
        from spbe_data.flows.replay import penilaian_contoh

        begin(context)
        with installation.house() as house:
            if (house.settings.contoh / "penilaian").is_dir():
                penilaian_contoh(house)
            records = house.ledger.penilaian()
            tell(context, f"kematangan: {len(records)} penilaian tercatat")
            rows = [
                {
                    "instansi": r.instansi,
                    "tahun": r.tahun,
                    "instrumen": r.instrumen,
                    "status": r.status,
                    "indeks": str(r.hasil.get("indeks_tampil") or "belum lengkap"),
                    "predikat": str(r.hasil.get("predikat") or ""),
                }
                for r in records
            ]
            columns = {
                "instansi": "string",
                "tahun": "int",
                "instrumen": "string",
                "status": "string",
                "indeks": "string",
                "predikat": "string",
            }
            return dg.MaterializeResult(
                metadata={
                    "dagster/row_count": len(rows),
                    "penilaian": table(rows[:ROWS], columns),
                    "halaman_monev": dg.MetadataValue.url(
                        f"{installation.settings.alamat_portal}/monev"
                    ),
                }
            )

    return body


# -- kualitas/kalender -----------------------------------------------------------------------------


def broken_now(house: "Rumah", instance: dg.DagsterInstance) -> list[Rusak]:
    """What someone must mend: checks that crashed, approvals the gate refuses, jobs that failed."""
    from spbe_data.flows.gate import BelumLayak, pastikan_layak

    found: list[Rusak] = []

    def add(what: str, where: str, why: str) -> None:
        found.append({"apa": what, "di_mana": where, "sebab": why})

    for submission in house.ledger.semua_pengajuan(status=("disampaikan", "diperiksa")):
        verdicts = house.ledger.pemeriksaan(submission.id)
        if submission.dataset not in house.catalog.standar:
            add("standar hilang", submission.id, f"Standar '{submission.dataset}' tidak ada lagi.")
        elif verdicts and verdicts[-1].hasil == "gagal_diperiksa":
            times = sum(v.hasil == "gagal_diperiksa" for v in verdicts)
            add(
                "pemeriksaan gagal",
                submission.id,
                f"'{submission.dataset}': sistem gagal memeriksa {times} kali; jalankan ulang setelah diperbaiki.",
            )
    for submission in house.ledger.semua_pengajuan(status=("disetujui",)):
        try:
            pastikan_layak(house, submission)
        except BelumLayak as exc:
            add("disetujui tetapi tertahan", submission.id, str(exc))
    for job in (JOB_PERIKSA, JOB_TERBIT, JOB_KEMATANGAN, JOB_METRIK, JOB_PANGKAS):
        last = instance.get_runs(
            dg.RunsFilter(
                job_name=job, statuses=[dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE]
            ),
            limit=1,
        )
        if last and last[0].status == dg.DagsterRunStatus.FAILURE:
            add("pekerjaan gagal", job, f"Run terakhir {last[0].run_id[:8]} gagal; lihat lognya.")
    return found


def returned_unread(house: "Rumah") -> list[str]:
    """Returned files whose period could not be read, and nothing came after them.

    They have no cell in the calendar, so they are counted apart.
    """
    found: list[str] = []
    newest = {p.dataset: p for p in house.ledger.semua_pengajuan()}
    for submission in newest.values():
        if submission.status == "dikembalikan" and not submission.periode_dinyatakan:
            verdicts = house.ledger.pemeriksaan(submission.id)
            if verdicts and not verdicts[-1].periode:
                found.append(submission.id)
    return found


def _by_agency(installation: Installation, rows: "Sequence[Kewajiban]") -> str:
    counts: dict[str, Counter[Keadaan]] = defaultdict(Counter)
    for row in rows:
        owner = installation.catalog.standar[row.dataset].produsen_data
        counts[installation.catalog.nama_instansi(owner)][row.keadaan] += 1
    return markdown_table(
        ["Perangkat daerah", *_STATES.values()],
        [[name, *(counts[name][state] for state in _STATES)] for name in sorted(counts)],
    )


def _listed(installation: Installation, rows: "Sequence[Kewajiban]") -> dg.TableMetadataValue:
    order = {state: number for number, state in enumerate(_OPEN)}
    chosen = sorted(
        (r for r in rows if r.keadaan in order),
        key=lambda r: (order[r.keadaan], -r.jatuh_tempo.toordinal(), r.dataset),
    )
    return table(
        [
            {
                "keadaan": r.keadaan,
                "dataset": r.dataset,
                "periode": r.periode,
                "jatuh_tempo": r.jatuh_tempo.isoformat(),
                "perangkat_daerah": installation.catalog.standar[r.dataset].produsen_data,
            }
            for r in chosen[:ROWS]
        ],
        dict.fromkeys(
            ("keadaan", "dataset", "periode", "jatuh_tempo", "perangkat_daerah"), "string"
        ),
    )


def _scores(house: "Rumah") -> Metadata:
    """Mean score of the current versions per quality framework (0-100), as numbers to be plotted."""
    from spbe_data.warehouse.query import GudangBelumAda, tanya

    try:
        _names, rows = tanya(
            house.settings.duckdb,
            "SELECT kerangka, avg(skor) FROM kualitas.skor_dataset WHERE skor IS NOT NULL "
            "GROUP BY 1 ORDER BY 1",
        )
    except GudangBelumAda:
        return {}
    return {f"rata_skor_{frame}": round(float(mean), 2) for frame, mean in rows}


def calendar_asset(installation: Installation) -> dg.AssetsDefinition:
    """``kualitas/kalender``: the daily look at what is owed, overdue, returned and broken."""

    @dg.asset(
        key=KALENDER,
        deps=[GUDANG],
        group_name="kualitas",
        kinds={"table"},
        tags={"lapisan": "kualitas"},
        owners=[f"team:{installation.settings.walidata}"],
        description="**Kalender dan mutu** · Yang ditunggu, terlambat, dikembalikan, dan rusak sekarang, "
        "menurut perangkat daerah; dan rata-rata skor mutu.",
        check_specs=[
            dg.AssetCheckSpec(
                TERTIB,
                asset=KALENDER,
                description="Tidak ada yang terlambat, dikembalikan, atau rusak.",
            )
        ],
    )
    def body(context: dg.AssetExecutionContext) -> Iterator[Any]:
        from spbe_data.flows.calendar import kalender

        begin(context)
        with installation.house() as house:
            rows = kalender(house, installation.today())
            unread = returned_unread(house)
            broken = broken_now(house, context.instance)
            scores = _scores(house)
            late = 0
            for event in missing_reports(installation, house, context.instance):
                late += 1
                yield event
        count = Counter(row.keadaan for row in rows)
        numbers: Metadata = {f"jumlah_{state}": count[state] for state in _STATES}
        returned = count["dikembalikan"] + len(unread)
        numbers["jumlah_dikembalikan"] = returned
        numbers["jumlah_rusak"] = len(broken)
        if late:
            tell(context, f"grid: {late} kejadian dari buku besar dilaporkan ulang")
        tell(
            context,
            f"kalender: {count['terlambat']} terlambat, {returned} dikembalikan, "
            f"{count['ditunggu']} ditunggu, {len(broken)} rusak",
        )
        yield dg.MaterializeResult(
            asset_key=KALENDER,
            metadata={
                **numbers,
                **scores,
                "dikembalikan_tanpa_periode": ", ".join(unread[:ROWS]) or "tidak ada",
                "yang_rusak_sekarang": table(
                    broken[:ROWS], dict.fromkeys(("apa", "di_mana", "sebab"), "string")
                ),
                "menurut_perangkat_daerah": dg.MetadataValue.md(_by_agency(installation, rows)),
                "yang_terbuka": _listed(installation, rows),
                "halaman_kualitas": dg.MetadataValue.url(
                    f"{installation.settings.alamat_portal}/kualitas"
                ),
            },
        )
        yield dg.AssetCheckResult(
            asset_key=KALENDER,
            check_name=TERTIB,
            passed=not (count["terlambat"] or returned or broken),
            severity=dg.AssetCheckSeverity.WARN,
            description=f"{count['terlambat']} terlambat, {returned} dikembalikan, "
            f"{len(broken)} rusak.",
            metadata=numbers,
        )

    return body


def overview_assets(installation: Installation, drawn: bool) -> list[dg.AssetsDefinition]:
    """All assets of this module; ``drawn`` puts the datasets' edges into the graph."""
    datasets = [kurasi_key(s) for s in installation.standards] if drawn else []
    return [
        warehouse_asset(installation, datasets),
        maturity_asset(installation),
        calendar_asset(installation),
    ]
