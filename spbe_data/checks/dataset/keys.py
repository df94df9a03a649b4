"""The declared key: one row for one key, and every row that shares it with another is told.

Belongs here: finding doubled keys exactly in a table larger than memory. Rows are grouped by a
64-bit hash of their key, which costs half of grouping by the key itself and spills as numbers do;
only hashes that occur twice are looked at again, by the key's own values.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from spbe_data.checks.dataset.rule import AturanDataset, group_text, quote, same

SIDIK = "__sidik"
"""Column of ``data`` with a hash of each row's key, null where a part of the key is blank, where
whoever made the table gave one."""
CALON = "calon_kunci"
"""Table of the rows of ``data`` that may share their key with another, where whoever made ``data``
knows them: all others are then certain to stand alone."""

if TYPE_CHECKING:
    from spbe_data.checks.dataset.room import RuangDataset


def fingerprint(columns: Sequence[str], turn: int) -> str:
    """SQL for the hash of a key. Another ``turn`` is another hash of the same key."""
    names = ", ".join(quote(c) for c in columns)
    return f"hash({names})" if turn == 0 else f"hash({turn}, {names})"


def key_rules(room: RuangDataset) -> Iterator[AturanDataset]:
    """The key of the standard, within each period."""
    keys = key_columns(room)
    # A key that cannot be read has its own finding; unreadable is not equal.
    known = " AND ".join(f"{quote(k)} IS NOT NULL" for k in room.standard.kunci)
    for turn in itertools.count():
        hashed, filled = f"{fingerprint(keys, turn)} AS sidik", known
        if turn == 0 and room.has(CALON):
            hashed, filled = f"{quote(SIDIK)} AS sidik", "TRUE"
        elif turn == 0 and SIDIK in room.types:
            # The rows came with a hash of their key, null where a part of the key is blank.
            hashed, filled = f"{quote(SIDIK)} AS sidik", f"{quote(SIDIK)} IS NOT NULL"
        if _group(room, hashed, filled, keys):
            break
    # Of a pair each names the other; of more, all name the first, and the first names the second.
    sql = (
        f"SELECT d.baris, {group_text(room.standard.kunci, 'd')} AS nilai, d.periode, k.jumlah, "
        "CASE WHEN d.baris = k.pertama THEN k.kedua ELSE k.pertama END AS baris_lain "
        "FROM kunci_calon d JOIN kunci_ganda k ON k.sidik = d.sidik ORDER BY d.baris"
    )
    # The second engine groups by the key itself, so that it does not repeat this one's reasoning.
    names = ", ".join(quote(k) for k in keys)
    plainly = (
        f"SELECT d.baris FROM data d JOIN (SELECT {names} FROM data WHERE {known} "
        f"GROUP BY {names} HAVING count(*) > 1) k ON "
        + " AND ".join(f"k.{quote(c)} = d.{quote(c)}" for c in keys)
    )
    params = {"kunci": " + ".join(room.standard.kunci)}
    yield AturanDataset("kunci", "KUNCI_GANDA", sql, None, params, sql_kedua=plainly)


def key_columns(room: RuangDataset) -> list[str]:
    """The key with the period, unless the key's own time columns tell it."""
    keys = list(room.standard.kunci)
    return keys if set(room.standard.kolom_waktu) <= set(keys) else ["periode", *keys]


def _group(room: RuangDataset, hashed: str, known: str, keys: Sequence[str]) -> bool:
    """Make ``kunci_calon`` (the rows whose hash occurs twice) and ``kunci_ganda`` (such hashes with
    their rows, the first and the second); whether hash and key agree in them."""
    shown = dict.fromkeys(["periode", *room.standard.kunci])
    source = CALON if room.has(CALON) else "data"
    picked = (
        f"SELECT {hashed}, baris, {', '.join(quote(c) for c in shown)} FROM {source} WHERE {known}"
    )
    room.con.execute(
        "CREATE OR REPLACE TABLE kunci_sama AS SELECT sidik FROM "
        f"(SELECT {hashed} FROM {source} WHERE {known}) GROUP BY sidik HAVING count(*) > 1"
    )
    # Usually there are none, and a second pass is cheaper than carrying rows through the first.
    some = room.exists("SELECT 1 FROM kunci_sama")
    room.con.execute(
        f"CREATE OR REPLACE TABLE kunci_calon AS SELECT * FROM ({picked}) SEMI JOIN kunci_sama USING (sidik)"
        if some
        else f"CREATE OR REPLACE TABLE kunci_calon AS {picked} LIMIT 0"
    )
    room.con.execute("DROP TABLE kunci_sama")
    room.con.execute(
        "CREATE OR REPLACE TABLE kunci_ganda AS SELECT sidik, count(*) AS jumlah, "
        "min(baris) AS pertama, max(baris) AS kedua FROM kunci_calon GROUP BY sidik"
    )
    if not some:
        return True
    different = (
        "SELECT 1 FROM kunci_calon d JOIN kunci_ganda k ON k.sidik = d.sidik "
        f"JOIN kunci_calon p ON p.baris = k.pertama WHERE NOT ({same(keys, 'd', 'p')})"
    )
    if room.exists(different):
        return False
    room.con.execute(
        "UPDATE kunci_ganda SET kedua = n.kedua FROM (SELECT d.sidik, min(d.baris) AS kedua "
        "FROM kunci_calon d JOIN kunci_ganda k ON k.sidik = d.sidik AND k.jumlah > 2 "
        "AND d.baris > k.pertama GROUP BY d.sidik) n WHERE n.sidik = kunci_ganda.sidik"
    )
    return True
