"""Duplicate candidates of a register, by probabilistic record linkage (Splink on DuckDB).

Belongs here: what of a record is compared and how much an agreement weighs. Splink is loaded only
when a search is asked for; a candidate is an offer to a steward, never a merge.

How often two *different* records agree by chance (u) is measured on the register itself. How often
two records of *one* thing agree (m) cannot be learnt from a register with few duplicates, so it is
stated here: :data:`M_NAMA` and its neighbours, from most alike to unlike.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from spbe_data.identifiers.nama import normal
from spbe_data.standards.master import Babak, KeteranganInduk
from spbe_data.standards.register import Induk

if TYPE_CHECKING:
    from spbe_data.flows.house import Rumah

M_NAMA = (0.55, 0.25, 0.15, 0.05)
"""Core names of one thing, with the same number (``04`` is ``4``): equal; one letter off; two
letters off in a long name, or one name within the other; other names or numbers."""
M_SAMA = (0.97, 0.03)
"""A column such as form or area: equal, other."""
M_LETAK = (0.7, 0.2, 0.08, 0.02)
"""Distance: up to 50 m, 200 m, 1 km, farther."""

BOBOT_MINIMUM = 2.0
"""Least match weight shown: log2 of the odds, so 2 is a probability of 0.8."""

PALING_BANYAK = 500
"""Most candidates kept, the weightiest ones."""

_ALIKE = (
    "inti_l = inti_r",
    "damerau_levenshtein(inti_l, inti_r) <= 1",
    "((damerau_levenshtein(inti_l, inti_r) = 2 AND least(length(inti_l), length(inti_r)) >= 8)"
    " OR (least(length(inti_l), length(inti_r)) >= 6"
    " AND (contains(inti_l, inti_r) OR contains(inti_r, inti_l))))",
)
# Not Jaro-Winkler: it takes names for alike that begin alike, and names here begin alike by the
# dozen (SINDANGSARI, SINDANGJAYA).

_SEED = 20_001
_PASANGAN = 1_000_000


@dataclass(frozen=True, slots=True)
class CalonGanda:
    """Two records that may be one: ``bobot`` in bits, ``peluang`` from 0 to 1; ``sama``: the
    compared parts that agree, ``mirip``: those that nearly do, ``beda``: those that do not."""

    kiri: str
    kanan: str
    bobot: float
    peluang: float
    sama: tuple[str, ...]
    mirip: tuple[str, ...]
    beda: tuple[str, ...]


def cari_ganda(register: Induk, records: Mapping[str, Babak]) -> list[CalonGanda]:
    """Pairs among ``records`` (key → content) that may be one, the weightiest first.

    The same records give the same pairs. Empty for a register that declares no comparison.
    """
    about = register.keterangan
    if about.ganda is None or len(records) < 2:
        return []
    rows = [_features(about, records[key]) for key in sorted(records)]
    parts = [
        part
        for part in ("inti", *_same(about), *(("letak",) if about.ganda.letak else ()))
        if _told(rows, part)
    ]
    return [] if not parts else _link(rows, parts, _same(about))


def _same(about: KeteranganInduk) -> tuple[str, ...]:
    return about.ganda.sama if about.ganda else ()


def _told(rows: Sequence[Mapping[str, Any]], part: str) -> bool:
    """Whether at least two records say something of this part: else it can decide nothing."""
    column = "lintang" if part == "letak" else part
    return sum(row[column] is not None for row in rows) > 1


def _features(about: KeteranganInduk, record: Babak) -> dict[str, Any]:
    assert about.ganda is not None
    name = record.isi[about.ganda.nama]
    core, number = inti_nama(name, kata_jenis(about))
    place = [float(record.isi[c]) if record.isi[c] else None for c in about.ganda.letak or ()]
    return {
        "unique_id": record.kunci,
        "inti": core or None,
        "awal": core[:3] or None,
        # No number in a name is something that is known of it; no name at all is not.
        "nomor": (number or "0") if name else None,
        "lintang": place[0] if place else None,
        "bujur": place[1] if place else None,
        "petak": f"{place[0]:.2f},{place[1]:.2f}" if place and None not in place else None,
        **{c: record.isi[c] or None for c in about.ganda.sama},
    }


def kata_jenis(about: KeteranganInduk) -> frozenset[str]:
    """Words of a name that only repeat a compared column: its choices, and their short forms
    (``SD`` and ``negeri`` give ``SDN``)."""
    choices = [
        [c.upper() for c in about.satu(name).pilihan]
        for name in (about.ganda.sama if about.ganda else ())
    ]
    words = {word for column in choices for word in column}
    for left, right in product(choices, repeat=2):
        if left is not right:
            words |= {a + b[0] for a, b in product(left, right)}
    return frozenset(words)


def inti_nama(nama: str, kata: frozenset[str]) -> tuple[str, str]:
    """The telling letters of a name and its number: ``SDN Karang Baru 04`` → (``KARANGBARU``, ``4``)."""
    parts = re.findall(r"[A-Z]+|[0-9]+", nama.upper().replace("'", ""))
    letters = [p for p in parts if not p.isdigit() and p not in kata]
    numbers = [str(int(p)) for p in parts if p.isdigit()]
    return normal(" ".join(letters)), "-".join(numbers)


def _link(
    rows: Sequence[Mapping[str, Any]], parts: Sequence[str], same: Sequence[str]
) -> list[CalonGanda]:
    import duckdb
    import pyarrow as pa
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    made: dict[str, Any] = {
        "inti": lambda: cl.CustomComparison(
            [
                cll.NullLevel("inti"),
                *(
                    cll.CustomLevel(f"{alike} AND nomor_l = nomor_r").configure(m_probability=m)
                    for alike, m in zip(_ALIKE, M_NAMA, strict=False)
                ),
                cll.ElseLevel().configure(m_probability=M_NAMA[-1]),
            ],
            output_column_name="inti",
        ),
        "letak": lambda: cl.DistanceInKMAtThresholds("lintang", "bujur", [0.05, 0.2, 1]).configure(
            m_probabilities=list(M_LETAK)
        ),
    }
    comparisons = [
        made[part]()
        if part in made
        else cl.ExactMatch(part).configure(m_probabilities=list(M_SAMA))
        for part in parts
    ]
    blocks: list[Any] = [block_on("awal")]
    if "letak" in parts:
        blocks.append(block_on("petak"))
    told = [part for part in same if part in parts]
    if told:
        blocks.append(block_on(*told))
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=blocks,
        probability_two_random_records_match=1 / len(rows),
        retain_intermediate_calculation_columns=True,
    )
    # One thread: a sum of floats in another order would be another last digit.
    with duckdb.connect(":memory:", config={"threads": 1}) as con:
        table = pa.Table.from_pylist([dict(row) for row in rows])
        con.register("baris", table)
        api = DuckDBAPI(connection=con)
        linker = Linker(api.register(con.table("baris")), settings, log_level=logging.ERROR)
        linker.training.estimate_u_using_random_sampling(max_pairs=_PASANGAN, seed=_SEED)
        found = linker.inference.predict(
            threshold_match_weight=BOBOT_MINIMUM, warning_mode="never"
        ).as_record_list()
    pairs = [_candidate(row, parts) for row in found]
    return sorted(pairs, key=lambda c: (-c.bobot, c.kiri, c.kanan))[:PALING_BANYAK]


def _candidate(row: Mapping[str, Any], parts: Sequence[str]) -> CalonGanda:
    agree: dict[str, list[str]] = {"sama": [], "mirip": [], "beda": []}
    for part in parts:
        level = row["gamma_lintang_bujur" if part == "letak" else f"gamma_{part}"]
        if level is None or level < 0:
            continue  # one of both says nothing
        highest = {"inti": 3, "letak": 3}.get(part, 1)
        word = "sama" if level == highest else "mirip" if level > 0 else "beda"
        agree[word].append("nama" if part == "inti" else part)
    left, right = sorted((row["unique_id_l"], row["unique_id_r"]))
    return CalonGanda(
        kiri=left,
        kanan=right,
        bobot=round(float(row["match_weight"]), 2),
        peluang=round(float(row["match_probability"]), 4),
        sama=tuple(agree["sama"]),
        mirip=tuple(agree["mirip"]),
        beda=tuple(agree["beda"]),
    )


def perbarui_calon(house: Rumah, aktor: str) -> list[str]:
    """Search again every register that has changed since its last search; which ones they were."""
    from spbe_data.flows.master import buku_induk

    searched = buku_induk(house.ledger).calon()
    changed = [
        register.id
        for register in house.catalog.induk.values()
        if register.keterangan.ganda is not None
        and searched.get(register.id, ("", []))[0] != register.sidik
    ]
    for id_ in changed:
        catat_ganda(house, id_, aktor)
    return changed


def catat_ganda(house: Rumah, id_: str, aktor: str) -> list[CalonGanda]:
    """Search a register as it is today and keep the candidates in the record."""
    from spbe_data.flows.master import buku_induk, register

    searched = register(house.catalog, id_)
    found = cari_ganda(searched, searched.pada(house.hari_ini()))
    buku_induk(house.ledger).simpan_calon(
        id_, searched.sidik, [asdict(candidate) for candidate in found], aktor
    )
    return found
