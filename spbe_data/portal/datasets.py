"""Published datasets: the catalogue, its search and facets, and what one dataset's page tells.

Belongs here: reading ``katalog.*`` and ``referensi.*`` for the public. Only what stands in
``katalog.dataset`` with open access is ever returned.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from spbe_data.portal.formats import Bahasa
from spbe_data.portal.store import Cursor, literal, rows

PER_PAGE = 20
QUERY_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Dataset:
    """One published dataset at its newest release (a row of ``katalog.dataset``).

    ``standar_data``: the parts of its Standar Data that the catalogue carries, by name
    (Perpres 39/2019 Pasal 4: konsep, definisi, klasifikasi, ukuran, satuan).
    """

    id: str
    judul: dict[Bahasa, str]
    ringkasan: dict[Bahasa, str]
    perangkat_daerah: str
    perangkat_daerah_nama: str
    topik: str
    rad: str
    frekuensi: str
    tingkat_penyajian: str
    lisensi: str
    contoh: bool
    sumber_angka: str
    rilis: int
    periode_awal: str
    periode_akhir: str
    jumlah_periode: int
    jumlah_baris: int
    skor: Decimal | None
    terbit_pada: str
    standar_data: dict[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """One open column of the data dictionary."""

    nama: str
    judul: dict[Bahasa, str]
    peran: str
    tipe: str
    konsep: str
    definisi: str
    rujukan_waktu: str
    daftar: str | None
    wajib: bool


@dataclass(frozen=True, slots=True)
class Release:
    """One immutable release; ``isi`` is the version of each period in it."""

    nomor: int
    terbit_pada: str
    jumlah_baris: int
    isi: dict[str, int]


@dataclass(frozen=True, slots=True)
class PeriodVersion:
    """One version of one period that went out in a release."""

    periode: str
    versi: int
    kini: bool
    jumlah_baris: int | None
    sejak_rilis: int


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence of ``referensi.lisensi``; ``url`` is only given when it is an https address."""

    kode: str
    nama: dict[Bahasa, str]
    url: str | None
    komersial: bool
    catatan: dict[Bahasa, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, with how many datasets it would leave."""

    nilai: str
    nama: str
    jumlah: int
    dipilih: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader asked the list for; empty text means no filter."""

    q: str = ""
    perangkat_daerah: str = ""
    topik: str = ""
    tingkat: str = ""
    urut: str = ""
    halaman: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the list; ``saringan`` holds the facets with their counts."""

    datasets: list[Dataset]
    jumlah: int
    halaman: int
    jumlah_halaman: int
    saringan: dict[str, list[Choice]]


def _two(row: dict[str, Any], name: str) -> dict[Bahasa, str]:
    first = str(row[name] or "")
    return {"id": first, "en": str(row.get(f"{name}_en") or first)}


_PARTS = ("konsep", "definisi", "klasifikasi", "ukuran", "satuan")


def all_datasets(con: Cursor) -> list[Dataset]:
    """Every published dataset, by title."""
    found = rows(con, "SELECT * FROM katalog.dataset WHERE akses = 'terbuka' ORDER BY judul")
    return [
        Dataset(
            id=row["dataset"],
            judul=_two(row, "judul"),
            ringkasan=_two(row, "ringkasan"),
            perangkat_daerah=row["perangkat_daerah"],
            perangkat_daerah_nama=row["perangkat_daerah_nama"],
            topik=row["topik"],
            rad=row["rad"],
            frekuensi=row["frekuensi"],
            tingkat_penyajian=row["tingkat_penyajian"],
            lisensi=row["lisensi"],
            contoh=bool(row["contoh"]),
            sumber_angka=row["sumber_angka"],
            rilis=row["rilis"],
            periode_awal=row["periode_awal"],
            periode_akhir=row["periode_akhir"],
            jumlah_periode=row["jumlah_periode"],
            jumlah_baris=row["jumlah_baris"],
            skor=row["skor_kualitas"],
            terbit_pada=row["terbit_pada"],
            standar_data={name: row[name] for name in _PARTS if row.get(name)},
        )
        for row in found
    ]


def columns(con: Cursor, dataset: str) -> list[Column]:
    """The data dictionary: open columns only (MS-Var column 12)."""
    found = rows(
        con,
        f"SELECT * FROM katalog.kolom WHERE dataset = {literal(dataset)} AND akses_umum "
        "ORDER BY urut",
    )
    return [
        Column(
            nama=row["nama"],
            judul=_two(row, "judul"),
            peran=row["peran"],
            tipe=row["tipe"],
            konsep=row["konsep"] or "",
            definisi=row["definisi"] or "",
            rujukan_waktu=row["rujukan_waktu"] or "",
            daftar=row["daftar"],
            wajib=bool(row["wajib"]),
        )
        for row in found
    ]


def releases(con: Cursor, dataset: str) -> list[Release]:
    """All releases, newest first."""
    made: dict[int, Release] = {}
    for row in rows(
        con,
        "SELECT rilis, terbit_pada, jumlah_baris, periode, versi FROM katalog.rilis "
        f"WHERE dataset = {literal(dataset)} ORDER BY rilis DESC, periode",
    ):
        release = made.setdefault(
            row["rilis"], Release(row["rilis"], row["terbit_pada"], row["jumlah_baris"], {})
        )
        release.isi[row["periode"]] = row["versi"]
    return list(made.values())


def period_versions(con: Cursor, dataset: str) -> list[PeriodVersion]:
    """Versions per period, newest first; only those that a release has carried to the public."""
    one = literal(dataset)
    found = rows(
        con,
        f"""
        WITH keluar AS (
            SELECT periode, versi, min(rilis) AS sejak, max(rilis) AS sampai
            FROM katalog.rilis WHERE dataset = {one} GROUP BY periode, versi
        ), terakhir AS (SELECT max(rilis) AS nomor FROM katalog.rilis WHERE dataset = {one})
        SELECT k.periode, k.versi, k.sejak, k.sampai = t.nomor AS kini, v.jumlah_baris
        FROM keluar k CROSS JOIN terakhir t
        LEFT JOIN katalog.versi v ON v.dataset = {one} AND v.periode = k.periode AND v.versi = k.versi
        ORDER BY k.periode DESC, k.versi DESC
        """,
    )
    return [
        PeriodVersion(r["periode"], r["versi"], bool(r["kini"]), r["jumlah_baris"], r["sejak"])
        for r in found
    ]


def licence(con: Cursor, code: str) -> Licence | None:
    """The licence's entry that is valid last."""
    found = rows(
        con,
        f"SELECT * FROM referensi.lisensi WHERE kode = {literal(code)} "
        "ORDER BY berlaku_sampai IS NULL DESC, berlaku_sampai DESC LIMIT 1",
    )
    if not found:
        return None
    row = found[0]
    url = str(row.get("url") or "")
    return Licence(
        kode=code,
        nama=_two(row, "nama"),
        url=url if url.startswith("https://") else None,
        komersial=row.get("komersial") == "ya",
        catatan=_two(row, "catatan"),
    )


def frequency(con: Cursor, code: str) -> dict[Bahasa, str]:
    """The name of a frequency of ``referensi.frekuensi``; its code when the list lacks it."""
    found = rows(con, f"SELECT * FROM referensi.frekuensi WHERE kode = {literal(code)} LIMIT 1")
    return _two(found[0], "nama") if found else {"id": code, "en": code}


# -- search ----------------------------------------------------------------------------------------


def fold(text: str) -> str:
    """For comparing: without case and without accents."""
    flat = unicodedata.normalize("NFKD", text)
    return "".join(c for c in flat if not unicodedata.combining(c)).casefold()


def _score(dataset: Dataset, terms: Sequence[str]) -> int:
    """0: some word is nowhere; else higher for words in the title."""
    title = fold(" ".join(dataset.judul.values()))
    rest = fold(
        " ".join(
            (
                *dataset.ringkasan.values(),
                dataset.topik,
                dataset.perangkat_daerah_nama,
                dataset.id,
                dataset.sumber_angka,
            )
        )
    )
    total = 0
    for term in terms:
        if term in title:
            total += 3
        elif term in rest:
            total += 1
        else:
            return 0
    return total


_FACETS: dict[str, Callable[[Dataset], tuple[str, str]]] = {
    "topik": lambda d: (d.topik, d.topik),
    "perangkat_daerah": lambda d: (d.perangkat_daerah, d.perangkat_daerah_nama),
    "tingkat": lambda d: (d.tingkat_penyajian, d.tingkat_penyajian),
}


def facet(datasets: Sequence[Dataset], name: str, chosen: str = "") -> list[Choice]:
    """The values of one facet among ``datasets``, most frequent first."""
    of = _FACETS[name]
    counts = Counter(of(d) for d in datasets)
    return [
        Choice(value, label, n, value == chosen)
        for (value, label), n in sorted(counts.items(), key=lambda item: (-item[1], item[0][1]))
    ]


def search(datasets: Sequence[Dataset], wish: Wish, bahasa: Bahasa) -> Found:
    """Filter, count the facets (each under the other filters), sort, and cut one page."""
    terms = fold(wish.q[:QUERY_LENGTH]).split()
    ranked = [(d, _score(d, terms)) for d in datasets]
    hits = [(d, n) for d, n in ranked if n or not terms]
    chosen = {name: getattr(wish, name) for name in _FACETS}

    def keep(dataset: Dataset, besides: str | None = None) -> bool:
        return all(
            not value or name == besides or _FACETS[name](dataset)[0] == value
            for name, value in chosen.items()
        )

    facets = {
        name: facet([d for d, _ in hits if keep(d, name)], name, chosen[name]) for name in _FACETS
    }
    left = [(d, n) for d, n in hits if keep(d)]
    left.sort(key=lambda item: fold(item[0].judul[bahasa]))
    if wish.urut == "terbaru":
        left.sort(key=lambda item: item[0].terbit_pada, reverse=True)
    elif wish.urut == "skor":
        left.sort(key=lambda item: item[0].skor or Decimal(-1), reverse=True)
    elif terms and wish.urut != "judul":
        left.sort(key=lambda item: -item[1])
    pages = max(1, -(-len(left) // PER_PAGE))
    page = min(max(wish.halaman, 1), pages)
    return Found(
        datasets=[d for d, _ in left[(page - 1) * PER_PAGE : page * PER_PAGE]],
        jumlah=len(left),
        halaman=page,
        jumlah_halaman=pages,
        saringan=facets,
    )
