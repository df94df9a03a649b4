"""Refreshing the analysts' DuckDB file from the record: every table and view of DOORS.

Belongs here: what the tables hold. How the file is swapped is the warehouse's business.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from spbe_data.checks.finding import Temuan
from spbe_data.checks.score import DasarSkor, skor
from spbe_data.flows.calendar import Kewajiban, kalender
from spbe_data.flows.house import Rumah
from spbe_data.flows.publish import versi_kini
from spbe_data.ledger.hashing import digest
from spbe_data.ledger.records import Pemeriksaan, Pengajuan, Rilis, Versi
from spbe_data.standards.catalog import Daftar
from spbe_data.standards.models import Standar
from spbe_data.warehouse.publish import Muatan, Pandangan, terbitkan_gudang

_S, _I, _D, _B = pl.String(), pl.Int64(), pl.Decimal(18, 10), pl.Boolean()
_DATE = pl.Date()


@dataclass(frozen=True, slots=True)
class _Record:
    """The ledger, read once for one refresh."""

    submissions: dict[str, Pengajuan]
    verdicts: dict[str, Pemeriksaan]
    versions: list[Versi]
    current: dict[str, list[Versi]]
    releases: list[Rilis]
    obligations: list[Kewajiban]
    today: dt.date


def segarkan(house: Rumah) -> list[str]:
    """Bring the analysts' file up to date with the record; names of the tables that changed."""
    record = _read(house)
    tables = [
        *_reference_tables(house),
        *_curated_tables(house, record),
        *_catalogue_tables(house, record),
        *_quality_tables(house, record),
        *_maturity_tables(house),
    ]
    return terbitkan_gudang(house.settings.duckdb, tables, _views(house, record))


def _read(house: Rumah) -> _Record:
    ledger = house.ledger
    verdicts = {v.id: v for v in ledger.semua_pemeriksaan()}
    versions = [v for v in ledger.semua_versi() if v.dataset in house.catalog.standar]
    return _Record(
        submissions={p.id: p for p in ledger.semua_pengajuan()},
        verdicts=verdicts,
        versions=versions,
        current={id_: versi_kini(house, id_) for id_ in house.catalog.standar},
        releases=[r for r in ledger.rilis() if r.dataset in house.catalog.standar],
        obligations=kalender(house, house.hari_ini()),
        today=house.hari_ini(),
    )


def _table(
    schema: str,
    name: str,
    rows: list[dict[str, Any]],
    types: Mapping[str, pl.DataType],
    comment: str,
    comments: Mapping[str, str] | None = None,
) -> Muatan:
    frame = pl.DataFrame(rows, schema=dict(types), strict=False)
    stamp = digest(
        [
            json.loads(json.dumps(rows, default=str)),
            comment,
            dict(comments or {}),
            {k: str(v) for k, v in types.items()},
        ]
    )
    return Muatan(schema, name, stamp, frame, comment, comments or {})


# -- reference and master data ---------------------------------------------------------------------


def _list_table(codes: Daftar) -> Muatan:
    rows = [
        {
            "kode": e.kode,
            "nama": e.nama,
            "berlaku_sejak": e.sejak,
            "berlaku_sampai": e.sampai,
            **e.lain,
        }
        for e in codes.entri
    ]
    types: dict[str, pl.DataType] = {
        name: (_DATE if name.startswith("berlaku_") else _S) for name in codes.kolom
    }
    return _table(
        "referensi",
        codes.id,
        rows,
        types,
        f"{codes.judul.get('id', codes.id)}. Sumber: {'; '.join(map(str, codes.sumber))}",
    )


def _reference_tables(house: Rumah) -> list[Muatan]:
    areas = [
        {
            "kode_kemendagri": w.kode_kemendagri,
            "kode_bps": w.kode_bps,
            "nama": w.nama,
            "jenis": w.jenis,
            "level": w.level,
            "induk": w.induk,
            "berlaku_sejak": w.berlaku_sejak,
            "berlaku_sampai": w.berlaku_sampai,
            "dasar_hukum": w.dasar_hukum,
            "tanggal_diasumsikan": w.tanggal_diasumsikan,
            "pengganti": w.pengganti,
        }
        for w in house.catalog.wilayah.baris
    ]
    types: dict[str, pl.DataType] = dict.fromkeys(areas[0], _S)
    types |= {"berlaku_sejak": _DATE, "berlaku_sampai": _DATE, "tanggal_diasumsikan": _B}
    agencies = [asdict(a) for a in house.catalog.perangkat_daerah.values()]
    return [
        _table(
            "referensi",
            "wilayah",
            areas,
            types,
            "Kode wilayah Kemendagri dan BPS, semua versi. Satu baris per kode dan masa berlaku; "
            "tanggal kosong berarti terbuka, tanggal_diasumsikan berarti hari berlakunya anggapan.",
        ),
        *(_list_table(codes) for codes in house.catalog.daftar.values()),
        _table(
            "induk",
            "perangkat_daerah",
            agencies,
            {"id": _S, "nama": _S, "singkatan": _S, "jenis": _S, "bidang": _S, "walidata": _B},
            "Data induk perangkat daerah.",
        ),
    ]


# -- curated data ----------------------------------------------------------------------------------

_ADDED = {
    "periode": "Periode baris (2024, 2024-S1, 2024-T3, 2024-07)",
    "versi": "Nomor versi periode itu",
    "sumber_sha256": "SHA-256 berkas asli",
    "sumber_baris": "Nomor baris dalam berkas asli, judul ikut dihitung",
}


def _column_comments(standard: Standar) -> dict[str, str]:
    own = {c.nama: f"{c.judul.id}: {c.definisi}" for c in standard.kolom}
    return {**own, **_ADDED}


def _curated_tables(house: Rumah, record: _Record) -> list[Muatan]:
    by_dataset: dict[str, list[Versi]] = defaultdict(list)
    for version in record.versions:
        by_dataset[version.dataset].append(version)
    tables: list[Muatan] = []
    for id_, versions in sorted(by_dataset.items()):
        standard = house.catalog.standar[id_]
        tables.append(
            Muatan(
                "riwayat",
                standard.tabel,
                digest(
                    [[v.periode, v.versi, v.sha256_berkas] for v in versions]
                    + [_column_comments(standard)]
                ),
                tuple(house.settings.gudang / v.berkas for v in versions),
                f"{standard.judul.id}: semua versi tiap periode. Versi kini ada di kurasi.{standard.tabel}.",
                _column_comments(standard),
            )
        )
    return tables


# -- catalogue -------------------------------------------------------------------------------------


def _scores(house: Rumah, record: _Record) -> list[dict[str, Any]]:
    policy = house.catalog.kebijakan(record.today)
    due = {(o.dataset, o.periode): o for o in record.obligations}
    rows: list[dict[str, Any]] = []
    for version in record.versions:
        verdict = record.verdicts[version.pemeriksaan]
        obligation = due.get((version.dataset, version.periode))
        counts: Counter[str] = Counter()
        for line in verdict.ringkasan:
            counts[line["kode"]] += line["jumlah"]
        base = DasarSkor(
            baris=int(verdict.dimensi.get("baris", 0)),
            sel=int(verdict.dimensi.get("sel_wajib", 0)),
            sel_terisi=int(verdict.dimensi.get("sel_wajib_terisi", 0)),
            temuan=counts,
            terlambat_hari=obligation.selisih_hari if obligation else None,
            toleransi_hari=policy.toleransi_terlambat_hari,
            format_terbuka=house.catalog.standar[version.dataset].publik,
        )
        for framework in policy.kerangka:
            for dimension, value in skor(
                framework, house.catalog.standar[version.dataset], house.catalog, base
            ).items():
                rows.append(
                    {
                        "dataset": version.dataset,
                        "periode": version.periode,
                        "versi": version.versi,
                        "kerangka": framework.id,
                        "dimensi": dimension,
                        "skor": value,
                        "ambang_versi": policy.versi,
                        "dihitung_pada": record.today,
                    }
                )
    return rows


def _catalogue_tables(house: Rumah, record: _Record) -> list[Muatan]:
    newest = {r.dataset: r for r in record.releases}
    totals: dict[str, list[Decimal]] = defaultdict(list)
    shown = {(v.dataset, v.periode, v.versi) for vs in record.current.values() for v in vs}
    for row in _scores(house, record):
        total = row["kerangka"] == "jabar" and row["dimensi"] == "total" and row["skor"] is not None
        if total and (row["dataset"], row["periode"], row["versi"]) in shown:
            totals[row["dataset"]].append(row["skor"])
    published: list[dict[str, Any]] = []
    plan: list[dict[str, Any]] = []
    columns: list[dict[str, Any]] = []
    for id_, standard in sorted(house.catalog.standar.items()):
        release = newest.get(id_)
        common = {
            "dataset": id_,
            "judul": standard.judul.id,
            "judul_en": standard.judul.en,
            "perangkat_daerah": standard.produsen_data,
            "perangkat_daerah_nama": house.catalog.nama_instansi(standard.produsen_data),
            "topik": standard.topik,
            "rad": standard.rad,
            "frekuensi": standard.jadwal_pemutakhiran,
            "tingkat_penyajian": standard.tingkat_penyajian,
            "akses": standard.akses,
            "lisensi": standard.lisensi,
            "contoh": standard.contoh,
        }
        plan.append(
            {
                **common,
                "jadwal_rilis": standard.jadwal_rilis.uraian,
                "status_standar": standard.status,
                "versi_standar": standard.versi,
            }
        )
        if release is None or not standard.publik:
            continue
        scores = totals.get(id_, [])
        published.append(
            {
                **common,
                "ringkasan": standard.ringkasan.id,
                "ringkasan_en": standard.ringkasan.en,
                "konsep": standard.standar_data.konsep,
                "definisi": standard.standar_data.definisi,
                "klasifikasi": standard.standar_data.klasifikasi,
                "ukuran": standard.standar_data.ukuran,
                "satuan": standard.standar_data.satuan,
                "sumber_angka": f"{standard.sumber_angka.penerbit}: {standard.sumber_angka.nama}",
                "rilis": release.nomor,
                "periode_awal": min(release.isi),
                "periode_akhir": max(release.isi),
                "jumlah_periode": len(release.isi),
                "jumlah_baris": release.jumlah_baris,
                "skor_kualitas": (sum(scores, Decimal(0)) / len(scores)).quantize(Decimal("0.01"))
                if scores
                else None,
                "terbit_pada": release.pada,
            }
        )
        for number, column in enumerate(standard.kolom, start=1):
            columns.append(
                {
                    "dataset": id_,
                    "urut": number,
                    "nama": column.nama,
                    "judul": column.judul.id,
                    "judul_en": column.judul.en,
                    "peran": column.peran,
                    "tipe": column.tipe,
                    "konsep": column.konsep,
                    "definisi": column.definisi,
                    "rujukan_waktu": column.rujukan_waktu,
                    "daftar": column.daftar,
                    "wajib": column.wajib,
                    "akses_umum": column.akses_umum,
                }
            )
    base: dict[str, pl.DataType] = {
        **dict.fromkeys(
            (
                "dataset",
                "judul",
                "judul_en",
                "perangkat_daerah",
                "perangkat_daerah_nama",
                "topik",
                "rad",
                "frekuensi",
                "tingkat_penyajian",
                "akses",
                "lisensi",
            ),
            _S,
        ),
        "contoh": _B,
    }
    releases = [
        {
            "dataset": r.dataset,
            "rilis": r.nomor,
            "terbit_pada": r.pada,
            "jumlah_baris": r.jumlah_baris,
            "periode": periode,
            "versi": versi,
        }
        for r in record.releases
        for periode, versi in sorted(r.isi.items())
    ]
    return [
        _table(
            "katalog",
            "dataset",
            published,
            {
                **base,
                "ringkasan": _S,
                "ringkasan_en": _S,
                **dict.fromkeys(("konsep", "definisi", "klasifikasi", "ukuran", "satuan"), _S),
                "sumber_angka": _S,
                "rilis": _I,
                "periode_awal": _S,
                "periode_akhir": _S,
                "jumlah_periode": _I,
                "jumlah_baris": _I,
                "skor_kualitas": _D,
                "terbit_pada": _S,
            },
            "Dataset yang terbit, satu baris per dataset, pada rilis terakhirnya.",
        ),
        _table(
            "katalog",
            "daftar_data",
            plan,
            {**base, "jadwal_rilis": _S, "status_standar": _S, "versi_standar": _S},
            "Daftar data (contoh): semua standar, terbit ataupun belum.",
        ),
        _table(
            "katalog",
            "kolom",
            columns,
            {
                "dataset": _S,
                "urut": _I,
                **dict.fromkeys(
                    (
                        "nama",
                        "judul",
                        "judul_en",
                        "peran",
                        "tipe",
                        "konsep",
                        "definisi",
                        "rujukan_waktu",
                        "daftar",
                    ),
                    _S,
                ),
                "wajib": _B,
                "akses_umum": _B,
            },
            "Kamus data dataset yang terbit (atribut MS-Var, PerBPS 5/2020).",
        ),
        _table(
            "katalog",
            "rilis",
            releases,
            {
                "dataset": _S,
                "rilis": _I,
                "terbit_pada": _S,
                "jumlah_baris": _I,
                "periode": _S,
                "versi": _I,
            },
            "Isi setiap rilis: versi mana dari tiap periode.",
        ),
        _table(
            "katalog",
            "versi",
            [
                {
                    "dataset": v.dataset,
                    "periode": v.periode,
                    "versi": v.versi,
                    "kini": (v.dataset, v.periode, v.versi) in shown,
                    "pengajuan": v.pengajuan,
                    "sumber_sha256": v.sha256,
                    "jumlah_baris": v.jumlah_baris,
                    "pada": v.pada,
                }
                for v in record.versions
            ],
            {
                "dataset": _S,
                "periode": _S,
                "versi": _I,
                "kini": _B,
                "pengajuan": _S,
                "sumber_sha256": _S,
                "jumlah_baris": _I,
                "pada": _S,
            },
            "Semua versi kurasi tiap periode; yang lama tetap terbaca di skema riwayat.",
        ),
    ]


# -- quality ---------------------------------------------------------------------------------------


def _stored_findings(house: Rumah, verdict: str) -> list[Temuan]:
    path = house.settings.temuan / f"{verdict}.json"
    if not path.is_file():
        return []
    return [Temuan.muat(item) for item in json.loads(path.read_text(encoding="utf-8"))["temuan"]]


def _quality_tables(house: Rumah, record: _Record) -> list[Muatan]:
    numbers = {v.pemeriksaan: v for v in record.versions}
    newest = {v.pengajuan: v for v in record.verdicts.values()}
    findings: list[dict[str, Any]] = []
    checks: list[dict[str, Any]] = []
    for submission in record.submissions.values():
        verdict = newest.get(submission.id)
        checks.append(
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
        if verdict is None:
            continue
        version = numbers.get(verdict.id)
        for finding in _stored_findings(house, verdict.id):
            findings.append(
                {
                    "dataset": submission.dataset,
                    "pengajuan": submission.id,
                    "periode": str(finding.params.get("periode") or ", ".join(verdict.periode)),
                    "versi": version.versi if version else None,
                    "kode": finding.kode,
                    "tahap": finding.tahap,
                    "tingkat": finding.tingkat,
                    "kolom": finding.kolom,
                    "baris": finding.baris,
                    "sel": finding.sel,
                    "jumlah": 1,
                }
            )
    obligations = [asdict(o) for o in record.obligations]
    punctual = [
        {
            "dataset": o.dataset,
            "periode": o.periode,
            "jadwal": o.jatuh_tempo,
            "terbit_pada": o.terbit_pada,
            "selisih_hari": o.selisih_hari,
            "lag_dari_akhir_periode": o.lag_dari_akhir_periode,
        }
        for o in record.obligations
        if o.terbit_pada is not None
    ]
    return [
        _table(
            "kualitas",
            "temuan",
            findings,
            {
                "dataset": _S,
                "pengajuan": _S,
                "periode": _S,
                "versi": _I,
                "kode": _S,
                "tahap": _S,
                "tingkat": _S,
                "kolom": _S,
                "baris": _I,
                "sel": _S,
                "jumlah": _I,
            },
            "Temuan pemeriksaan terakhir tiap pengajuan. versi kosong: pengajuan tidak menjadi versi (dikembalikan).",
        ),
        _table(
            "kualitas",
            "pengajuan",
            checks,
            {
                **dict.fromkeys(("pengajuan", "dataset", "status", "hasil", "periode"), _S),
                **dict.fromkeys(("tolak", "peringatan", "catatan"), _I),
                **dict.fromkeys(
                    ("versi_standar", "versi_kebijakan", "disampaikan_pada", "diperiksa_pada"), _S
                ),
                "contoh": _B,
            },
            "Pengajuan, statusnya, dan hasil pemeriksaan terakhirnya.",
        ),
        _table(
            "kualitas",
            "skor_dataset",
            _scores(house, record),
            {
                "dataset": _S,
                "periode": _S,
                "versi": _I,
                "kerangka": _S,
                "dimensi": _S,
                "skor": _D,
                "ambang_versi": _S,
                "dihitung_pada": _DATE,
            },
            "Kartu skor tiap versi menurut tiap kerangka (0-100); skor kosong berarti belum terukur.",
        ),
        _table(
            "kualitas",
            "ketepatan_waktu",
            punctual,
            {
                "dataset": _S,
                "periode": _S,
                "jadwal": _DATE,
                "terbit_pada": _S,
                "selisih_hari": _I,
                "lag_dari_akhir_periode": _I,
            },
            "Ketepatan waktu rilis pertama tiap periode; selisih_hari positif berarti terlambat.",
        ),
        _table(
            "kualitas",
            "kalender",
            obligations,
            {
                "dataset": _S,
                "periode": _S,
                "jatuh_tempo": _DATE,
                "keadaan": _S,
                "terbit_pada": _S,
                "selisih_hari": _I,
                "lag_dari_akhir_periode": _I,
            },
            "Kalender pelaporan: terbit, menunggu, dikembalikan, terlambat, ditunggu, belum_jatuh_tempo.",
        ),
    ]


def _count(verdict: Pemeriksaan | None, severity: str) -> int:
    return (
        sum(line["jumlah"] for line in verdict.ringkasan if line["tingkat"] == severity)
        if verdict
        else 0
    )


# -- maturity --------------------------------------------------------------------------------------


def _maturity_tables(house: Rumah) -> list[Muatan]:
    index: list[dict[str, Any]] = []
    parts: dict[str, list[dict[str, Any]]] = {"domain": [], "aspek": [], "indikator": []}
    for stored in house.ledger.penilaian():
        head = {
            "instansi": stored.instansi,
            "tahun": stored.tahun,
            "instrumen": stored.instrumen,
            "status": stored.status,
        }
        value = stored.hasil.get("indeks")
        index.append(
            {
                **head,
                "indeks": Decimal(value) if value is not None else None,
                "predikat": stored.hasil.get("predikat"),
                "sumber": stored.sumber,
            }
        )
        for part, rows in parts.items():
            for number, row in enumerate(stored.hasil.get(part, []), start=1):
                score = row["indeks"]
                rows.append(
                    {
                        **head,
                        "urut": number,
                        "id": str(row["id"]),
                        "nama": row["nama"],
                        "indeks": Decimal(score) if score is not None else None,
                    }
                )
    base: dict[str, pl.DataType] = {"instansi": _S, "tahun": _I, "instrumen": _S, "status": _S}
    words = "status: terbit (diumumkan kementerian), dihitung, atau contoh (instansi lain, untuk peragaan)."
    return [
        _table(
            "kematangan",
            "indeks",
            index,
            {**base, "indeks": _D, "predikat": _S, "sumber": _S},
            f"Indeks kematangan SPBE. {words}",
        ),
        *(
            _table(
                "kematangan",
                part,
                rows,
                {**base, "urut": _I, "id": _S, "nama": _S, "indeks": _D},
                f"Nilai per {part}. {words}",
            )
            for part, rows in parts.items()
        ),
    ]


# -- views -----------------------------------------------------------------------------------------


def _views(house: Rumah, record: _Record) -> list[Pandangan]:
    views: list[Pandangan] = []
    for id_, versions in sorted(record.current.items()):
        if not versions:
            continue
        standard = house.catalog.standar[id_]
        chosen = ", ".join(f"('{v.periode}', {v.versi})" for v in versions)
        views.append(
            Pandangan(
                "kurasi",
                standard.tabel,
                f'SELECT * FROM riwayat."{standard.tabel}" WHERE (periode, versi) IN ({chosen})',
                f"{standard.judul.id}. {standard.standar_data.definisi}",
                _column_comments(standard),
            )
        )
    return views
