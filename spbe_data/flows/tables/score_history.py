"""Scores over agencies and over time: means of the versions' cards, and the yearly report.

Belongs here: which cards are averaged. Each dataset counts once in its agency's mean, however many
periods it has.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from spbe_data.checks.score import aktualitas, ketepatan_jadwal, rata
from spbe_data.flows.house import Rumah
from spbe_data.flows.tables.record import BOOL, DATE, EXACT, INT, TEXT, Rekaman, tabel
from spbe_data.flows.tables.scores import check_scores, panjang_periode, waktu_terbit
from spbe_data.flows.tables.walidata import walidata_rows
from spbe_data.identifiers.periode import Periode
from spbe_data.warehouse.publish import Muatan

Card: TypeAlias = Mapping[str, Any]
Key: TypeAlias = tuple[str, str]
"""(framework, dimension)."""

CAKUPAN = ("semua", "terbuka")
"""Means over all datasets, and over those that the public may have."""


def score_tables(house: Rumah, record: Rekaman, cards: list[dict[str, Any]]) -> list[Muatan]:
    """``skor_dataset``, ``skor_pemeriksaan``, ``skor_perangkat_daerah``, ``riwayat_skor``,
    ``ketepatan_waktu``, ``skor_walidata`` and ``laporan_tahunan``."""
    agencies = agency_rows(house, cards)
    walidata = walidata_rows(house, record)
    return [
        _cards(cards),
        _checks(check_scores(house, record)),
        _agencies(agencies),
        _history(history_rows(house, record, cards)),
        _punctuality(house, record),
        _walidata(walidata),
        _report(house, agencies, walidata),
    ]


def _means(cards: Iterable[Card]) -> dict[Key, tuple[Decimal | None, int, str]]:
    """Per framework and dimension: mean over datasets of their means, datasets, thresholds."""
    by_dataset: dict[Key, dict[str, list[Decimal | None]]] = defaultdict(lambda: defaultdict(list))
    thresholds: dict[Key, set[str]] = defaultdict(set)
    for card in cards:
        key = (card["kerangka"], card["dimensi"])
        by_dataset[key][card["dataset"]].append(card["skor"])
        thresholds[key].add(card["ambang_versi"])
    found: dict[Key, tuple[Decimal | None, int, str]] = {}
    for key, datasets in by_dataset.items():
        own = [rata(values) for values in datasets.values()]
        measured = sum(v is not None for v in own)
        found[key] = rata(own), measured, ", ".join(sorted(thresholds[key]))
    return found


def agency_rows(house: Rumah, cards: Iterable[Card]) -> list[dict[str, Any]]:
    """Current versions, per agency and year of the period's end."""
    groups: dict[tuple[str, int, str], list[Card]] = defaultdict(list)
    for card in cards:
        if not card["kini"]:
            continue
        standard = house.catalog.standar[card["dataset"]]
        year = Periode.parse(card["periode"]).akhir.year
        for scope in CAKUPAN if standard.publik else CAKUPAN[:1]:
            groups[(standard.produsen_data, year, scope)].append(card)
    return [
        {
            "perangkat_daerah": agency,
            "tahun": year,
            "cakupan": scope,
            "kerangka": framework,
            "dimensi": dimension,
            "skor": value,
            "jumlah_dataset": count,
            "ambang_versi": thresholds,
        }
        for (agency, year, scope), own in sorted(groups.items())
        for (framework, dimension), (value, count, thresholds) in _means(own).items()
    ]


def history_rows(house: Rumah, record: Rekaman, cards: Iterable[Card]) -> list[dict[str, Any]]:
    """Scores as of each release: of the dataset, and of its agency on each day that it released."""
    by_version: dict[tuple[str, str, int], list[Card]] = defaultdict(list)
    for card in cards:
        by_version[(card["dataset"], card["periode"], card["versi"])].append(card)

    def held(dataset: str, content: Mapping[str, int]) -> list[Card]:
        return [c for p, n in content.items() for c in by_version[(dataset, p, n)]]

    rows: list[dict[str, Any]] = []

    def add(kind: str, id_: str, day: dt.date, number: int | None, own: list[Card]) -> None:
        for (framework, dimension), (value, _count, thresholds) in _means(own).items():
            rows.append(
                {
                    "jenis": kind,
                    "id": id_,
                    "tanggal": day,
                    "rilis": number,
                    "kerangka": framework,
                    "dimensi": dimension,
                    "skor": value,
                    "ambang_versi": thresholds,
                    "terbuka": kind == "perangkat_daerah" or house.catalog.standar[id_].publik,
                }
            )

    standing: dict[str, dict[str, list[Card]]] = defaultdict(dict)
    changed: dict[dt.date, set[str]] = defaultdict(set)
    releases = sorted(record.releases, key=lambda r: (r.pada, r.dataset))
    days = [
        dt.datetime.fromisoformat(r.pada).astimezone(house.settings.zona).date() for r in releases
    ]
    for number, (release, day) in enumerate(zip(releases, days, strict=True)):
        own = held(release.dataset, release.isi)
        add("dataset", release.dataset, day, release.nomor, own)
        standard = house.catalog.standar[release.dataset]
        if standard.publik:
            standing[standard.produsen_data][release.dataset] = own
            changed[day].add(standard.produsen_data)
        if number + 1 == len(releases) or days[number + 1] != day:
            for agency in sorted(changed[day]):
                add(
                    "perangkat_daerah",
                    agency,
                    day,
                    None,
                    [c for part in standing[agency].values() for c in part],
                )
    return rows


def _cards(cards: list[dict[str, Any]]) -> Muatan:
    texts = ("dataset", "periode", "kerangka", "dimensi", "ambang_versi")
    return tabel(
        "kualitas",
        "skor_dataset",
        cards,
        {
            **dict.fromkeys(texts, TEXT),
            "versi": INT,
            "skor": EXACT,
            "dihitung_pada": DATE,
            "kini": BOOL,
        },
        "Kartu skor tiap versi menurut tiap kerangka (0-100); skor kosong berarti belum terukur. "
        "Versi lama tetap ada; kini: versi yang berlaku.",
        {
            "ambang_versi": "Versi kebijakan mutu yang dipakai memeriksa berkas itu.",
            "dihitung_pada": "Tanggal pemeriksaan yang menjadi dasarnya.",
        },
    )


def _checks(rows: list[dict[str, Any]]) -> Muatan:
    texts = (
        "pemeriksaan", "pengajuan", "dataset", "hasil", "diperiksa_pada", "kerangka", "dimensi", "ambang_versi",
    )  # fmt: skip
    return tabel(
        "kualitas",
        "skor_pemeriksaan",
        rows,
        {**dict.fromkeys(texts, TEXT), "skor": EXACT},
        "Skor setiap pemeriksaan yang sampai ke baris data, termasuk berkas yang dikembalikan; "
        "dimensi waktu kosong karena pemeriksaan bukan rilis.",
    )


def _agencies(rows: list[dict[str, Any]]) -> Muatan:
    texts = ("perangkat_daerah", "cakupan", "kerangka", "dimensi", "ambang_versi")
    return tabel(
        "kualitas",
        "skor_perangkat_daerah",
        rows,
        {
            "perangkat_daerah": TEXT,
            "tahun": INT,
            **dict.fromkeys(texts[1:], TEXT),
            "skor": EXACT,
            "jumlah_dataset": INT,
        },
        "Rata-rata skor dataset tiap perangkat daerah menurut tahun akhir periodenya, versi yang "
        "berlaku; tiap dataset dihitung sekali. cakupan: semua dataset, atau hanya yang terbuka.",
        {"ambang_versi": "Versi kebijakan mutu yang dipakai memeriksa."},
    )


def _history(rows: list[dict[str, Any]]) -> Muatan:
    texts = ("jenis", "id", "kerangka", "dimensi", "ambang_versi")
    return tabel(
        "kualitas",
        "riwayat_skor",
        rows,
        {
            **dict.fromkeys(texts, TEXT),
            "tanggal": DATE,
            "rilis": INT,
            "skor": EXACT,
            "terbuka": BOOL,
        },
        "Skor pada saat tiap rilis: jenis 'dataset' per rilis, jenis 'perangkat_daerah' per hari ada "
        "rilis (rilis terakhir semua dataset terbukanya saat itu).",
    )


def _punctuality(house: Rumah, record: Rekaman) -> Muatan:
    policy = house.catalog.kebijakan(record.today)
    rows = [
        {
            "dataset": w.dataset,
            "periode": w.periode,
            "jadwal": w.jadwal,
            "terbit_pada": w.terbit_pada,
            "selisih_hari": w.selisih_hari,
            "lag_dari_akhir_periode": w.jeda_hari,
            "skor_jadwal": ketepatan_jadwal(
                w.selisih_hari, policy.toleransi_terlambat_hari, policy.nol_skor
            ),
            "skor_aktualitas": aktualitas(w.jeda_hari, panjang_periode(w.periode), policy.nol_skor),
            "ambang_versi": policy.versi,
        }
        for w in waktu_terbit(house, record).values()
    ]
    return tabel(
        "kualitas",
        "ketepatan_waktu",
        rows,
        {
            **dict.fromkeys(("dataset", "periode", "terbit_pada", "ambang_versi"), TEXT),
            **dict.fromkeys(("selisih_hari", "lag_dari_akhir_periode"), INT),
            **dict.fromkeys(("skor_jadwal", "skor_aktualitas"), EXACT),
            "jadwal": DATE,
        },
        "Dua hal yang berbeda tentang waktu rilis pertama tiap periode: ketepatan terhadap jadwal "
        "(selisih_hari positif berarti terlambat) dan aktualitas (jeda dari akhir periode).",
        {
            "selisih_hari": "Hari dari jadwal rilis sampai terbit; kosong bila tidak ada jadwal.",
            "lag_dari_akhir_periode": "Hari dari akhir periode sampai terbit.",
            "skor_jadwal": "Ketepatan jadwal, 0-100.",
            "skor_aktualitas": "Aktualitas, 0-100.",
        },
    )


def _walidata(rows: list[dict[str, Any]]) -> Muatan:
    return tabel(
        "kualitas",
        "skor_walidata",
        rows,
        {
            "tahun": INT,
            "ukuran": TEXT,
            "nilai": EXACT,
            "satuan": TEXT,
            "dasar": INT,
            "skor": EXACT,
            "ambang_hari": INT,
            "ambang_versi": TEXT,
            "contoh": BOOL,
        },
        "Kartu Walidata sendiri per tahun, dari catatan sistem ini; kosong berarti belum terukur. "
        "contoh: di antara dasarnya ada pengajuan contoh.",
        {
            "nilai": "Nilai ukurannya dalam satuan itu.",
            "dasar": "Berapa keputusan, rilis, atau standar yang dihitung.",
            "skor": "0-100; kosong bila belum terukur atau tidak dinilai.",
            "ambang_hari": "Batas hari kalender yang dipakai, dari kebijakan mutu versi itu.",
        },
    )


def _report(house: Rumah, agencies: Iterable[Card], walidata: Iterable[Card]) -> Muatan:
    """The yearly export for the Tim koordinasi: agencies and the Walidata in one long table."""
    rows = [
        {
            "tahun": row["tahun"],
            "jenis": "perangkat_daerah",
            "id": row["perangkat_daerah"],
            "nama": house.catalog.nama_instansi(row["perangkat_daerah"]),
            "kerangka": row["kerangka"],
            "ukuran": row["dimensi"],
            "nilai": row["skor"],
            "satuan": "skor 0-100",
            "dasar": row["jumlah_dataset"],
            "ambang_versi": row["ambang_versi"],
        }
        for row in agencies
        if row["cakupan"] == "semua"
    ]
    keeper = house.settings.walidata
    rows += [
        {
            "tahun": row["tahun"],
            "jenis": "walidata",
            "id": keeper,
            "nama": house.catalog.nama_instansi(keeper),
            "kerangka": "walidata",
            "ukuran": row["ukuran"],
            "nilai": row["nilai"],
            "satuan": row["satuan"],
            "dasar": row["dasar"],
            "ambang_versi": row["ambang_versi"],
        }
        for row in walidata
    ]
    texts = ("jenis", "id", "nama", "kerangka", "ukuran")
    return tabel(
        "kualitas",
        "laporan_tahunan",
        rows,
        {
            "tahun": INT,
            **dict.fromkeys(texts, TEXT),
            "nilai": EXACT,
            "satuan": TEXT,
            "dasar": INT,
            "ambang_versi": TEXT,
        },
        "Laporan mutu tahunan bagi Tim Koordinasi: skor tiap perangkat daerah menurut tiap kerangka, "
        "dan kartu Walidata (Permen PPN/Bappenas 16/2020 Pasal 20(5)-(6); Perbup SPBE 28/2025 Pasal 33).",
        {
            "tahun": "Tahun akhir periode data (perangkat daerah) atau tahun keputusan (Walidata).",
            "nilai": "Kosong berarti belum terukur.",
            "dasar": "Banyaknya dataset, keputusan, rilis, atau standar yang dihitung.",
        },
    )
