"""The comparisons by name: which engines run on which file, against which bar.

Belongs here: the registry. Sizes can be made smaller, for tests; the bars are for the full ones.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import kelompok, kontrak
from benchmarks.hasil import Hasil
from benchmarks.mesin import frictionless_
from benchmarks.proses import Pekerja, Waktu, puncak_memori, selang_seling


@dataclass(frozen=True, slots=True)
class Tempat:
    """Where a run works.

    ``kecil`` divides the number of rows: 1 for the table, more for a test.
    """

    folder: Path
    isi: Path
    kecil: int = 1
    kabar: Callable[[str], None] = print

    def ukuran(self, n: int) -> int:
        return max(1_000, n // self.kecil)


def _agreed(
    place: Tempat, times: Waktu, truth: kontrak.Kebenaran, tanpa: Sequence[str] = ()
) -> bool:
    """Whether exactly the planted rows were found; what differs is told."""
    wrong = kontrak.selisih(truth, times.ditemukan, tanpa)
    if wrong:
        place.kabar(f"  {times.mesin}: found, planted: {wrong}")
    return not wrong


def csv_juta(place: Tempat) -> list[Hasil]:
    """1,000,000 rows of CSV, warm."""
    n, small = place.ukuran(1_000_000), place.ukuran(100_000)
    file, sample = kontrak.siapkan(place.folder, n), kontrak.siapkan(place.folder, small)
    work = {"isi": str(place.isi), "berkas": str(file.csv), "wilayah": str(file.wilayah)}
    parsers = ("pengurai_polars", "pengurai_pyarrow", "pengurai_duckdb")
    times = selang_seling(
        [("kami", work), ("duckdb_sql", work), *((p, work) for p in parsers)], kali=5
    )
    slow = selang_seling([("gx_pandas", work)], kali=3)
    slow |= selang_seling([("frictionless", {**work, "berkas": str(sample.csv)})], kali=3)
    ours = times["kami"]
    same = _agreed(place, ours, file.kebenaran)
    fastest = min(parsers, key=lambda p: times[p].median)
    read = all(times[p].ditemukan["baris"] == n for p in parsers)
    scale = n / small

    def row(peer: str, seconds: float, bar: float, kurang: bool, ok: bool, remark: str) -> Hasil:
        return Hasil("csv-1jt", ours.median, peer, seconds, bar, kurang, same and ok, remark)

    return [
        row(
            "DuckDB SQL by hand",
            times["duckdb_sql"].median,
            0.8,
            True,
            _agreed(place, times["duckdb_sql"], file.kebenaran),
            "returns row numbers only",
        ),
        row(
            f"bare parser {fastest.removeprefix('pengurai_')}",
            times[fastest].median,
            4,
            True,
            read,
            "; ".join(f"{p.removeprefix('pengurai_')} {times[p].median:.2f} s" for p in parsers),
        ),
        row(
            "frictionless",
            slow["frictionless"].median * scale,
            40,
            False,
            _agreed(place, slow["frictionless"], sample.kebenaran, frictionless_.TANPA),
            f"measured on {small:,} rows, times {scale:g}; without the key rule",
        ),
        row(
            "Great Expectations on pandas",
            slow["gx_pandas"].median,
            8,
            False,
            _agreed(place, slow["gx_pandas"], file.kebenaran),
            "complete results with row numbers",
        ),
    ]


def csv_seribu(place: Tempat) -> list[Hasil]:
    """1,000 rows of CSV, warm."""
    file = kontrak.siapkan(place.folder, 1_000)
    work = {"isi": str(place.isi), "berkas": str(file.csv), "wilayah": str(file.wilayah)}
    times = selang_seling(
        [("kami", work), ("duckdb_sql", work), ("frictionless", work)], kali=21, pemanasan=3
    )
    ours, sql, other = times["kami"], times["duckdb_sql"], times["frictionless"]
    same = _agreed(place, ours, file.kebenaran)
    return [
        Hasil(
            "csv-1000",
            ours.median,
            "DuckDB SQL by hand",
            sql.median,
            1.5,
            True,
            same and _agreed(place, sql, file.kebenaran),
        ),
        Hasil(
            "csv-1000",
            ours.median,
            "frictionless",
            other.median,
            5,
            False,
            same and _agreed(place, other, file.kebenaran, frictionless_.TANPA),
            "without the key rule",
        ),
    ]


def xlsx_seribu(place: Tempat) -> list[Hasil]:
    """1,000 rows of XLSX, warm, our reading isolated as always."""
    file = kontrak.siapkan(place.folder, 1_000)
    book = kontrak.siapkan_xlsx(file)
    work = {"isi": str(place.isi), "berkas": str(book), "wilayah": str(file.wilayah)}
    readers = ("pembaca_calamine", "pembaca_fastexcel")
    times = selang_seling(
        [("kami", work), *((r, work) for r in readers), ("frictionless", work)],
        kali=21,
        pemanasan=3,
    )
    ours, other = times["kami"], times["frictionless"]
    same = _agreed(place, ours, file.kebenaran)
    fastest = min(readers, key=lambda r: times[r].median)
    return [
        Hasil(
            "xlsx-1000",
            ours.median,
            f"bare reader {fastest.removeprefix('pembaca_')}",
            times[fastest].median,
            6,
            True,
            same and all(times[r].ditemukan["baris"] == 1_000 for r in readers),
            "; ".join(
                f"{r.removeprefix('pembaca_')} {times[r].median * 1e3:.1f} ms" for r in readers
            ),
        ),
        Hasil(
            "xlsx-1000",
            ours.median,
            "frictionless",
            other.median,
            5,
            False,
            same and _agreed(place, other, file.kebenaran, frictionless_.TANPA),
            "without the key rule",
        ),
    ]


def csv_sepuluh_juta(place: Tempat) -> list[Hasil]:
    """10,000,000 rows against 1,000,000 by the same road, with a hundred bad rows and all bad."""
    small, large = place.ukuran(1_000_000), place.ukuran(10_000_000)
    rows: list[Hasil] = []
    for label, prepare, count_only in (
        ("100 bad rows", kontrak.siapkan, False),
        ("every row bad", kontrak.siapkan_salah_semua, True),
    ):
        reference, file = prepare(place.folder, small), prepare(place.folder, large)
        base = {"isi": str(place.isi), "jumlah_saja": count_only}
        short = selang_seling([("kami", {**base, "berkas": str(reference.csv)})], kali=3)["kami"]
        with Pekerja("kami", {**base, "berkas": str(file.csv)}) as worker:
            with puncak_memori(worker.pid) as peak:
                seconds = worker.jalan()
            found = worker.cerita()
        long = Waktu("kami", worker.siap_s, [seconds], found)
        same = _agreed(place, long, file.kebenaran) and _agreed(place, short, reference.kebenaran)
        name = f"csv-10jt, {label}"
        rows += [
            Hasil(name, seconds, f"{small:,} rows", short.median, 12, True, same, "the same road"),
            Hasil(
                name,
                peak[0] / 2**30,
                "bound",
                2,
                1,
                True,
                same,
                "peak memory of the process tree (VmHWM)",
                satuan="GiB",
            ),
        ]
    return rows


def _per_juta(place: Tempat, name: str, engine: str, bound: float, remark: str) -> list[Hasil]:
    """Dataset-level rules over a loaded table, in seconds per million rows."""
    n = place.ukuran(1_000_000)
    file = kontrak.siapkan(place.folder, n)
    work = {"isi": str(place.isi), "berkas": str(file.csv)}
    other = "dataset_sql" if engine == "dataset_gx" else "dataset_gx"
    times = selang_seling([(engine, work), (other, work)], kali=3)
    ours = times[engine]
    same = dict(ours.ditemukan) == dict(times[other].ditemukan) and len(ours.ditemukan) > 1
    if not same:
        place.kabar(f"  {ours.ditemukan} / {times[other].ditemukan}")
    per_million = ours.median * 1_000_000 / n
    return [Hasil(name, per_million, "bound per million rows", bound, 1, True, same, remark)]


def dataset_sql(place: Tempat) -> list[Hasil]:
    """Dataset-level rules as SQL at the door."""
    return _per_juta(place, "dataset-sql", "dataset_sql", 0.2, "same answers as Great Expectations")


def dataset_gx(place: Tempat) -> list[Hasil]:
    """The same rules by Great Expectations on DuckDB, once loaded."""
    return _per_juta(place, "dataset-gx", "dataset_gx", 1.5, "same answers as the SQL")


def batch(place: Tempat) -> list[Hasil]:
    """200 submissions of 1,000 rows in one Dagster run, against a run each."""
    many, alone = max(4, 200 // place.kecil), 3 if place.kecil == 1 else 1
    with tempfile.TemporaryDirectory(prefix="spbe-kelompok-") as scratch:
        folder = Path(scratch)
        sent = kelompok.kirim(place.isi, folder / "rumah", folder, many + alone, 1_000)
        singles = [kelompok.run(place.isi, folder / "rumah", s.id) for s in sent[:alone]]
        together = kelompok.run(place.isi, folder / "rumah")
        found = kelompok.ditemukan(place.isi, folder / "rumah", sent)
    different = [
        (one.id, wrong)
        for one, rows in zip(sent, found, strict=True)
        if (wrong := kontrak.selisih(one.kebenaran, rows))
    ]
    if different:
        place.kabar(f"  {len(different)} of {len(sent)} differ: {different[:2]}")
    single = statistics.median(singles)
    return [
        Hasil(
            f"batch-{many}",
            together / many,
            "one run each",
            single,
            15,
            False,
            not different,
            f"per submission; {together:.1f} s for {many} in one run, {single:.1f} s for one run "
            "alone (new process each, as the launcher starts them)",
        )
    ]


BARIS: dict[str, Callable[[Tempat], list[Hasil]]] = {
    "csv-1jt": csv_juta,
    "csv-1000": csv_seribu,
    "xlsx-1000": xlsx_seribu,
    "csv-10jt": csv_sepuluh_juta,
    "dataset-sql": dataset_sql,
    "dataset-gx": dataset_gx,
    "batch-200": batch,
}
"""Name → comparison."""
