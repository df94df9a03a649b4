"""The contract of the benchmarks, the files that are judged by it, and the content it lives in.

Belongs here: what every engine has to find, and where. 12 text columns, one list of 514 codes, ten
kinds of planted faults (100 bad rows in all). Does not belong here: how an engine finds them.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import yaml

ROOT = Path(__file__).resolve().parents[1]
ISI = Path(__file__).resolve().parent / "isi"

DATASET = "tolok-ukur"
INSTANSI = "dinas-komunikasi-informatika-persandian-dan-statistik"

KOLOM = (
    "record_id",
    "region_code",
    "year",
    "month",
    "indicator_code",
    "sex",
    "age_group",
    "value",
    "numerator",
    "denominator",
    "source",
    "status",
)
TAHUN = (2010, 2025)
JENIS_KELAMIN = ("L", "P", "T")
UMUR = ("0-4", "5-9", "10-14", "15-19", "20-24", "25-59", "60+", "ALL")
STATUS = ("draft", "final", "revised")
POLA_INDIKATOR = r"^[A-Z]{3}[0-9]{3}$"
KUNCI = ("region_code", "year", "month", "indicator_code", "sex")

KESALAHAN = (
    "region_null",
    "region_fk",
    "year_range",
    "month_range",
    "indicator_regex",
    "sex_enum",
    "value_type",
    "value_min",
    "num_le_den",
    "key_unique",
)
"""The kinds of faults that are planted."""

BENAR = ("age_enum", "status_enum", "source_null", "record_null", "den_type")
"""Rules that every engine judges and that no planted row breaks, so that all columns are judged."""

Kebenaran = Mapping[str, Sequence[int] | int]
"""Kind of fault → data rows (0-based, ascending) that have it, or how many."""


def wilayah() -> list[str]:
    """The 514 codes of the list: four digits, kept as text."""
    districts = [*range(1, 11), 71, 72, 73, 74]
    return [f"{p}{d:02d}" for p in range(11, 49) for d in districts][:514]


# -- files -----------------------------------------------------------------------------------------

_FAULTY: dict[str, tuple[int, str, tuple[str | None, ...]]] = {
    "region_null": (8, "region_code", (None,)),
    "region_fk": (12, "region_code", ("9999", "0000", "3271 ", "31.71")),
    "year_range": (10, "year", ("1899", "2099", "2026")),
    "month_range": (10, "month", ("0", "13")),
    "indicator_regex": (10, "indicator_code", ("edu001", "EDU01", "EDU0011", "ED-001")),
    "sex_enum": (10, "sex", ("X", "l", "Laki-laki")),
    "value_type": (10, "value", ("n/a", "12,5x", "-", "#REF!")),
    "value_min": (10, "value", ("-1.50",)),
}
"""Kind of fault → rows, column, what is written there in turn."""

_CHUNK = 1_000_000


@dataclass(frozen=True, slots=True)
class Masa:
    """Years and months that rows are drawn from; ``kolom``: what the second is called."""

    tahun: Sequence[int] = range(TAHUN[0], TAHUN[1] + 1)
    bulan: Sequence[int] = range(1, 13)
    kolom: str | None = "month"


def buat_csv(
    path: Path, n: int, *, benih: int = 7, rusak: bool = True, masa: Masa | None = None
) -> dict[str, list[int]]:
    """Write ``n`` rows of the contract to ``path`` (CSV, UTF-8, comma); which rows break what.

    The keys are drawn without repetition, so only the planted pairs are equal. ``rusak`` plants the
    100 bad rows. ``masa``: other times than all months of all years; a calendar without a part of
    the year has no rows that break it.
    """
    masa = masa or Masa()
    rng = np.random.default_rng(benih)
    key = _Key(rng, n, masa)
    bad = np.sort(rng.choice(n, size=100, replace=False)) if rusak else np.empty(0, np.int64)
    order = rng.permutation(bad.size)
    truth: dict[str, list[int]] = {kind: [] for kind in KESALAHAN}
    cells: dict[int, dict[str, str | None]] = {}
    rows = [int(bad[i]) for i in order]
    for kind, (count, column, values) in _FAULTY.items():
        if column == "month" and masa.kolom is None:
            continue
        for number in range(count if rusak else 0):
            value = values[number % len(values)]
            # A reader that knows what is meant must not see a pair that the others do not see.
            at = next(i for i, r in enumerate(rows) if not key.taken(r, column, value))
            row = rows.pop(at)
            key.take(row, column, value)
            cells[row] = {column: value}
            truth[kind].append(row)
    if rusak:
        for _number in range(10):
            row = rows.pop()
            cells[row] = {"numerator": "+"}  # one more than the denominator of its row
            truth["num_le_den"].append(row)
        for _number in range(5):
            first, second = rows.pop(), rows.pop()
            cells[second] = key.texts(first)
            truth["key_unique"] += [first, second]

    def change(frame: pl.DataFrame, start: int) -> pl.DataFrame:
        inside = {r - start: c for r, c in cells.items() if start <= r < start + frame.height}
        if not inside:
            return frame
        columns = {name: frame[name].to_list() for name in KOLOM}
        for row, changed in inside.items():
            for name, value in changed.items():
                columns[name][row] = (
                    str(int(columns["denominator"][row]) + 7) if value == "+" else value
                )
        return pl.DataFrame(columns, schema=dict.fromkeys(KOLOM, pl.String))

    def own_time(frame: pl.DataFrame, start: int) -> pl.DataFrame:
        frame = change(frame, start)
        if masa.kolom is None:
            return frame.drop("month")
        return frame.rename({"month": masa.kolom})

    _write(path, n, key, rng, own_time)
    return {kind: sorted(found) for kind, found in truth.items()}


def buat_csv_salah_semua(path: Path, n: int, *, benih: int = 11) -> dict[str, int]:
    """Write ``n`` rows that are all wrong, in five kinds by turns; how many rows break what."""
    rng = np.random.default_rng(benih)
    turn = pl.int_range(pl.len(), dtype=pl.Int64)

    def change(frame: pl.DataFrame, start: int) -> pl.DataFrame:
        row = turn + start
        kind = row % 5

        def when(number: int, wrong: pl.Expr, column: str) -> pl.Expr:
            return pl.when(kind == number).then(wrong).otherwise(pl.col(column)).alias(column)

        return frame.with_columns(
            pl.when(kind == 0)
            .then(pl.format("{}x", row))
            .when(kind == 1)
            .then(pl.format("-{}", "value"))
            .otherwise("value")
            .alias("value"),
            when(2, (pl.col("denominator").cast(pl.Int64) + 7).cast(pl.String), "numerator"),
            when(3, pl.format("X{}", row % 1000), "age_group"),
            when(4, pl.lit("selesai"), "status"),
        )

    _write(path, n, _Key(rng, n, Masa()), rng, change, least=1)
    count = {k: n // 5 + (i < n % 5) for i, k in enumerate(("t", "m", "n", "a", "s"))}
    return {
        "value_type": count["t"],
        "value_min": count["m"],
        "num_le_den": count["n"],
        "age_enum": count["a"],
        "status_enum": count["s"],
    }


class _Key:
    """Distinct keys of ``n`` rows."""

    def __init__(self, rng: np.random.Generator, n: int, masa: Masa) -> None:
        regions = wilayah()
        # More rows than 12 indicators have keys for: more indicators.
        combinations = len(regions) * len(masa.tahun) * len(masa.bulan) * len(JENIS_KELAMIN)
        per_group = max(4, -(-n // (combinations * 3)) + 1)
        indicators = [f"{a}{i:03d}" for a in ("EDU", "HLT", "POP") for i in range(1, per_group + 1)]
        self.parts: tuple[list[str], ...] = (
            regions,
            [str(y) for y in masa.tahun],
            [str(m) for m in masa.bulan],
            indicators,
            list(JENIS_KELAMIN),
        )
        self._taken: set[tuple[str | None, ...]] = set()
        self.drawn = rng.choice(combinations * len(indicators), size=n, replace=False)

    def columns(self, start: int, end: int) -> dict[str, pl.Series]:
        rest = self.drawn[start:end]
        made: dict[str, pl.Series] = {}
        for name, values in zip(KUNCI, self.parts, strict=True):
            made[name] = pl.Series(values, dtype=pl.String).gather(rest % len(values))
            rest = rest // len(values)
        return made

    def taken(self, row: int, column: str, value: str | None) -> bool:
        """Whether another row has the key of ``row`` with what ``value`` plainly means in
        ``column``: without spaces around it, in the letters of the list."""
        meant = (value or "").strip().casefold()
        factor = 1
        for name, values in zip(KUNCI, self.parts, strict=True):
            plain = [v.casefold() for v in values]
            if name == column and meant in plain:
                own = int(self.drawn[row]) // factor % len(values)
                other = int(self.drawn[row]) + (plain.index(meant) - own) * factor
                if (self.drawn == other).any():
                    return True
            factor *= len(values)
        return self._changed(row, column, value) in self._taken

    def take(self, row: int, column: str, value: str | None) -> None:
        """Remember the key that ``row`` has with ``value``."""
        self._taken.add(self._changed(row, column, value))

    def _changed(self, row: int, column: str, value: str | None) -> tuple[str | None, ...]:
        if column not in KUNCI:
            return (str(row),)  # its key stays its own
        return tuple({**self.texts(row), column: value}.values())

    def texts(self, row: int) -> dict[str, str | None]:
        return {name: column[0] for name, column in self.columns(row, row + 1).items()}


def _write(
    path: Path,
    n: int,
    key: _Key,
    rng: np.random.Generator,
    change: Callable[[pl.DataFrame, int], pl.DataFrame],
    least: int = 0,
) -> None:
    """``least``: hundredths below which no value lies."""
    sources = pl.Series([f"Dinas Pendidikan dan Kebudayaan unit {k}" for k in range(400)])
    with path.open("wb") as handle:
        for start in range(0, n, _CHUNK):
            end = min(n, start + _CHUNK)
            size = end - start
            below = rng.integers(1_000, 500_000, size)
            above = (below * rng.random(size)).astype(np.int64)
            hundredths = np.maximum(np.round(above / below * 10_000).astype(np.int64), least)
            frame = pl.DataFrame(
                {
                    "record_id": pl.Series(np.arange(start, end)).cast(pl.String),
                    **key.columns(start, end),
                    "age_group": pl.Series(UMUR).gather(rng.integers(0, len(UMUR), size)),
                    "value": pl.Series(hundredths),
                    "numerator": pl.Series(above).cast(pl.String),
                    "denominator": pl.Series(below).cast(pl.String),
                    "source": sources.gather(rng.integers(0, 400, size)),
                    "status": pl.Series(STATUS).gather(rng.integers(0, len(STATUS), size)),
                }
            ).with_columns(
                pl.concat_str(pl.lit("R"), pl.col("record_id").str.zfill(8)).alias("record_id"),
                pl.format(
                    "{}.{}",
                    pl.col("value") // 100,
                    (pl.col("value") % 100).cast(pl.String).str.zfill(2),
                ).alias("value"),
            )
            change(frame.select(KOLOM), start).write_csv(handle, include_header=start == 0)


def buat_xlsx(csv: Path, path: Path) -> None:
    """The same table as a workbook: figures as numbers where they are figures, the rest as text."""
    import xlsxwriter

    frame = pl.read_csv(csv, infer_schema=False)
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False})
    sheet = book.add_worksheet("Data")
    sheet.write_row(0, 0, frame.columns)
    number = re.compile(r"-?[0-9]+(\.[0-9]+)?")
    figures = {"year", "month", "value", "numerator", "denominator"}
    for column, name in enumerate(frame.columns):
        for row, text in enumerate(frame[name].to_list(), start=1):
            if text is None:
                continue
            if name in figures and number.fullmatch(text):
                sheet.write_number(row, column, float(text))
            else:
                sheet.write_string(row, column, text)
    book.close()


# -- content ---------------------------------------------------------------------------------------


def buat_isi(root: Path) -> Path:
    """A content root with the project's content and the benchmark's standard, lists and policy.

    The blank marks of the policy are dropped: the planted ``-`` and ``n/a`` are faults here. The
    limits on the size of a file are raised for the large files. Returns ``root``.
    """
    for name in ("schemas", "quality"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copytree(ISI, root, dirs_exist_ok=True)
    _other_calendars(root)
    codes = "\n".join(f"{code},{code},,,," for code in wilayah())
    (root / "schemas" / "referensi" / "tolok_ukur_wilayah.csv").write_text(
        f"kode,nama,berlaku_sejak,berlaku_sampai,dasar_hukum,nama_en\n{codes}\n", encoding="utf-8"
    )
    for path in (root / "quality" / "kebijakan").glob("*.yaml"):
        policy = yaml.safe_load(path.read_text(encoding="utf-8"))
        policy["tanda_kosong"] = []
        path.write_text(yaml.safe_dump(policy, allow_unicode=True, sort_keys=False), "utf-8")
    toml = (ROOT / "spbe.toml").read_text(encoding="utf-8")
    for key, value in (("ukuran_berkas", 4 << 30), ("jumlah_sel", 200_000_000)):
        toml = re.sub(rf"(?m)^{key} = \d+", f"{key} = {value}", toml)
    (root / "spbe.toml").write_text(toml, encoding="utf-8")
    return root


KALENDER: dict[str, Masa] = {
    "tolok-ukur": Masa(),
    "tolok-ukur-semesteran": Masa(bulan=(1, 2), kolom="semester"),
    "tolok-ukur-tahunan": Masa(bulan=(1,), kolom=None),
}
"""The benchmark's standard in three calendars: monthly, half-yearly, yearly."""


def _other_calendars(root: Path) -> None:
    """The same standard for half-years and years, made from the monthly one."""
    folder = root / "schemas" / "dataset" / INSTANSI
    monthly = yaml.safe_load((folder / f"{DATASET}.yaml").read_text(encoding="utf-8"))
    suite = (root / "quality" / "suite" / f"{DATASET}.yaml").read_text(encoding="utf-8")
    for id_, masa in KALENDER.items():
        if id_ == DATASET:
            continue
        part = [] if masa.kolom is None else [masa.kolom]
        name = id_.removeprefix(f"{DATASET}-")
        made = {
            **monthly,
            "judul": {k: f"{v} ({name})" for k, v in monthly["judul"].items()},
            "periode": name,
            "jadwal_pemutakhiran": name,
            "berlaku_untuk_periode_sejak": "2010-S1" if name == "semesteran" else "2010",
            "standar_data": {
                **monthly["standar_data"],
                "konsep": f"Tabel buatan {name}.",
                "definisi": f"Angka acak {name} tanpa arti.",
            },
            "kolom": [
                c for column in monthly["kolom"] for c in (part if column == "bulan" else [column])
            ],
            "kunci": [
                k for name in monthly["kunci"] for k in (part if name == "bulan" else [name])
            ],
        }
        (folder / f"{id_}.yaml").write_text(
            yaml.safe_dump(made, allow_unicode=True, sort_keys=False), encoding="utf-8"
        )
        (root / "quality" / "suite" / f"{id_}.yaml").write_text(suite, encoding="utf-8")


# -- what was found --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Berkas:
    """One file to judge, with its truth and the list beside it as CSV."""

    csv: Path
    wilayah: Path
    kebenaran: Kebenaran


def siapkan(folder: Path, n: int) -> Berkas:
    """The file of ``n`` rows with 100 bad ones in ``folder``, made when it is not there yet."""
    return _prepared(folder, f"u{n}", lambda path: buat_csv(path, n))


def siapkan_salah_semua(folder: Path, n: int) -> Berkas:
    """The file of ``n`` bad rows in ``folder``, made when it is not there yet; truth as counts."""
    return _prepared(folder, f"s{n}", lambda path: buat_csv_salah_semua(path, n))


def siapkan_xlsx(file: Berkas) -> Path:
    """The workbook beside the CSV, made when it is not there yet."""
    path = file.csv.with_suffix(".xlsx")
    if not path.is_file():
        buat_xlsx(file.csv, path)
    return path


def _prepared(folder: Path, name: str, make: Callable[[Path], Mapping[str, Any]]) -> Berkas:
    folder.mkdir(parents=True, exist_ok=True)
    csv, truth, codes = folder / f"{name}.csv", folder / f"{name}.json", folder / "wilayah.csv"
    if not truth.is_file():
        truth.write_text(json.dumps(make(csv)), encoding="utf-8")
    if not codes.is_file():
        codes.write_text("region_code\n" + "\n".join(wilayah()) + "\n", encoding="utf-8")
    return Berkas(csv, codes, json.loads(truth.read_text(encoding="utf-8")))


def selisih(
    truth: Kebenaran, found: Kebenaran, tanpa: Sequence[str] = ()
) -> dict[str, tuple[object, object]]:
    """Kinds of which an engine found other rows, or as many others: (found, planted).

    ``tanpa``: kinds that are not asked of it. A kind that is not of the contract is a difference.
    """

    def counted(rows: Sequence[int] | int) -> int:
        return rows if isinstance(rows, int) else len(rows)

    def plain(rows: Sequence[int] | int) -> Sequence[int] | int:
        return rows if isinstance(rows, int) else sorted(rows)

    return {
        k: (counted(found.get(k, [])), counted(truth.get(k, [])))
        for k in sorted({*truth, *found} - {*tanpa})
        if plain(found.get(k, [])) != plain(truth.get(k, [])) and (found.get(k) or truth.get(k))
    }
