"""The rules as SQL written by hand for DuckDB: reads the file, returns row numbers, no more.

Belongs here: the strongest plain peer. A new connection each time, as a door would open it.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import duckdb

from benchmarks import kontrak
from benchmarks.mesin import Ditemukan, Kerja, Langkah


def _in(values: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"'{v}'" for v in values) + ")"


def _number(column: str) -> str:
    return f"TRY_CAST({column} AS DECIMAL(18,2))"


_LOW, _HIGH = kontrak.TAHUN
ATURAN = {
    "region_null": "u.region_code IS NULL",
    "region_fk": "u.region_code IS NOT NULL AND w.region_code IS NULL",
    "year_range": f"NOT coalesce(TRY_CAST(u.year AS SMALLINT) BETWEEN {_LOW} AND {_HIGH}, false)",
    "month_range": "NOT coalesce(TRY_CAST(u.month AS TINYINT) BETWEEN 1 AND 12, false)",
    "indicator_regex": f"NOT coalesce(regexp_full_match(u.indicator_code, '{kontrak.POLA_INDIKATOR}'), false)",
    "sex_enum": f"coalesce(u.sex NOT IN {_in(kontrak.JENIS_KELAMIN)}, true)",
    "value_type": f"u.value IS NOT NULL AND {_number('u.value')} IS NULL",
    "value_min": f"coalesce({_number('u.value')} < 0, false)",
    "num_le_den": f"coalesce({_number('u.numerator')} > {_number('u.denominator')}, false)",
    "age_enum": f"coalesce(u.age_group NOT IN {_in(kontrak.UMUR)}, true)",
    "status_enum": f"coalesce(u.status NOT IN {_in(kontrak.STATUS)}, true)",
    "source_null": "u.source IS NULL",
    "record_null": "u.record_id IS NULL",
    "den_type": f"u.denominator IS NOT NULL AND {_number('u.denominator')} IS NULL",
}


def muat(con: duckdb.DuckDBPyConnection, csv: str) -> None:
    """The file as table ``u``, every column as text."""
    columns = ", ".join(f"'{c}': 'VARCHAR'" for c in kontrak.KOLOM)
    con.execute(
        f"CREATE TEMP TABLE u AS SELECT * FROM read_csv('{csv}', columns={{{columns}}}, header=true, "
        "auto_detect=false, delim=',', quote='\"', escape='\"', nullstr='', strict_mode=true)"
    )


def buka(kerja: Kerja) -> Langkah:
    """``berkas``: the CSV; ``wilayah``: the list as CSV."""
    threads = len(os.sched_getaffinity(0))

    def step() -> Callable[[], Ditemukan]:
        with duckdb.connect(config={"threads": threads}) as con:
            con.execute(
                "CREATE TABLE w AS SELECT region_code FROM "
                f"read_csv('{kerja['wilayah']}', all_varchar=true, header=true)"
            )
            muat(con, kerja["berkas"])
            found = _judge(con)
        return lambda: found

    return step


def _judge(con: duckdb.DuckDBPyConnection) -> dict[str, list[int]]:
    """All rules in one pass, as bits of one number; then the key."""
    names = list(ATURAN)
    bits = " + ".join(
        f"CASE WHEN {rule} THEN {1 << i} ELSE 0 END" for i, rule in enumerate(ATURAN.values())
    )
    found: dict[str, list[int]] = {name: [] for name in names}
    broken = con.execute(
        f"SELECT baris, bit FROM (SELECT u.rowid AS baris, {bits} AS bit "
        "FROM u LEFT JOIN w USING (region_code)) WHERE bit <> 0"
    ).fetchall()
    for row, mask in broken:
        for i, name in enumerate(names):
            if mask >> i & 1:
                found[name].append(row)
    key = ", ".join(kontrak.KUNCI)
    known = " AND ".join(f"{k} IS NOT NULL" for k in kontrak.KUNCI)
    same = " AND ".join(f"u.{k} = d.{k}" for k in kontrak.KUNCI)
    found["key_unique"] = [
        row
        for (row,) in con.execute(
            f"SELECT u.rowid FROM u JOIN (SELECT {key} FROM u WHERE {known} "
            f"GROUP BY ALL HAVING count(*) > 1) d ON {same}"
        ).fetchall()
    ]
    return found
