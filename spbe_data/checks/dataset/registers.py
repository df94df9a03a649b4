"""Dataset-level families that registers need: references, overlap, agencies, age, reviews, owners.

Belongs here: SQL for what ``quality/suite`` declares of a register, run by both engines like the
families beside this module. Nothing is a second mechanism: a register is a dataset.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import polars as pl

from spbe_data.checks.dataset.rule import AturanDataset
from spbe_data.checks.dataset.rule import quote as _name
from spbe_data.identifiers.periode import Periode
from spbe_data.standards.policy import PalingLama, PemilikLayanan, Reviu, Rujukan, TumpangTindih

if TYPE_CHECKING:
    from spbe_data.checks.dataset.room import RuangDataset

NIHIL = "NIHIL"
"""What an agency writes that has nothing to report; it counts as having answered."""

KEBERADAAN = "keberadaan"
INSTANSI = "perangkat_daerah"
"""Columns every register has: whose row it is, and whether there is anything."""


def _rule(id_: str, code: str, sql: str, label: str | None, **params: str) -> AturanDataset:
    return AturanDataset(id_, code, sql, label, dict(params))


def register_rules(room: RuangDataset) -> Iterator[AturanDataset]:
    """The rules of one room that its suite and its duty declare."""
    for number, reference in enumerate(room.suite.rujukan):
        yield from _references(room, number, reference)
    for overlap in room.suite.tumpang_tindih:
        yield _overlap(overlap)
    for age in room.suite.paling_lama:
        yield _age(room, age)
    if room.suite.reviu is not None:
        yield from _reviews(room.suite.reviu)
    if room.suite.pemilik_layanan is not None:
        yield _owners(room, room.suite.pemilik_layanan)
    if room.suite.standar_dikenal is not None:
        yield _standards(room, room.suite.standar_dikenal)
    if room.standard.register_spbe is not None:
        yield _agencies(room)


def _references(room: RuangDataset, number: int, rule: Rujukan) -> Iterator[AturanDataset]:
    table = f"rujukan_{number}"
    frames = [f for p in room.periods if (f := room.reference.kini(rule.dataset, p)) is not None]
    shaped = [
        f.select("periode", pl.col(rule.tujuan).cast(pl.String).alias("nilai")) for f in frames
    ]
    schema = {"periode": pl.String, "nilai": pl.String}
    room.load(table, pl.concat(shaped) if shaped else pl.DataFrame(schema=schema))
    column = _name(rule.kolom)
    sql = (
        f"SELECT d.periode, d.baris, d.{column} AS nilai FROM (SELECT * FROM data) d "
        f"WHERE d.{column} IS NOT NULL AND d.periode IN (SELECT periode FROM {table}) "
        f"AND NOT EXISTS (SELECT 1 FROM {table} r WHERE r.periode = d.periode AND r.nilai = CAST(d.{column} AS VARCHAR)) "
        "ORDER BY d.baris"
    )
    params = {"acuan_dataset": rule.dataset, "kolom_acuan": rule.tujuan}
    yield _rule(f"rujukan_{number}", "RUJUKAN_TIDAK_ADA", sql, rule.kolom, **params)
    # A file with nothing but NIHIL refers to nothing, so it waits for nothing.
    missing = (
        f"SELECT DISTINCT periode FROM data WHERE {column} IS NOT NULL "
        f"AND periode NOT IN (SELECT periode FROM {table}) ORDER BY periode"
    )
    yield _rule(
        f"rujukan_{number}_acuan", "ACUAN_BELUM_ADA", missing, None,
        acuan_dataset=rule.dataset, toleransi="0",
    )  # fmt: skip


def _overlap(rule: TumpangTindih) -> AturanDataset:
    text, owner = _name(rule.kolom), _name(rule.pemilik)
    # Words in order of the alphabet, so that their order in the sentence does not matter. Not
    # Jaro-Winkler: it takes titles for alike that begin alike, as titles of proposals do.
    words = (
        "array_to_string(list_sort(string_split(trim(regexp_replace(lower({0}.{1}), "
        "'[^a-z0-9]+', ' ', 'g')), ' ')), ' ')"
    )
    a, b = words.format("a", text), words.format("b", text)
    alike = f"1 - damerau_levenshtein({a}, {b}) / greatest(length({a}), length({b}), 1)"
    sql = (
        f"SELECT a.periode, a.baris, a.{text} AS nilai, b.baris AS baris_lain, b.{text} AS nilai_lain, "
        f"b.{owner} AS pemilik_lain FROM data a JOIN data b ON b.periode = a.periode AND b.baris > a.baris "
        f"AND b.{owner} <> a.{owner} WHERE a.{text} IS NOT NULL AND b.{text} IS NOT NULL "
        f"AND {a} <> '' AND {alike} >= {rule.kemiripan} ORDER BY a.baris, b.baris"
    )
    return _rule(f"tumpang_tindih_{rule.kolom}", "TUMPANG_TINDIH", sql, rule.kolom)


def _ends(room: RuangDataset) -> None:
    ends = [(text, Periode.parse(text).akhir) for text in room.periods]
    room.load(
        "akhir_periode",
        pl.DataFrame(ends, schema={"periode": pl.String, "akhir": pl.Date}, orient="row"),
    )


def _age(room: RuangDataset, rule: PalingLama) -> AturanDataset:
    _ends(room)
    day = _name(rule.tanggal)
    groups = ", ".join(f"d.{_name(c)}" for c in rule.per)
    shown = ", ".join(f"coalesce(CAST(d.{_name(c)} AS VARCHAR), '?')" for c in rule.per)
    label = f"concat_ws(', ', {shown})" if shown else "'seluruh baris'"
    by = f"d.periode, p.akhir{', ' + groups if groups else ''}"
    sql = (
        f"SELECT d.periode, max(d.{day}) AS nilai, {label} AS kelompok "
        f"FROM data d JOIN akhir_periode p ON p.periode = d.periode AND d.{day} <= p.akhir GROUP BY {by} "
        f"HAVING max(d.{day}) < p.akhir - INTERVAL {rule.tahun} YEAR ORDER BY ALL"
    )
    return _rule(
        f"paling_lama_{rule.tanggal}", "LEWAT_MASA", sql, rule.tanggal,
        batas=f"{rule.tahun}", dasar=rule.dasar,
    )  # fmt: skip


def _reviews(rule: Reviu) -> Iterator[AturanDataset]:
    first, last, kind = _name(rule.awal), _name(rule.akhir), _name(rule.jenis)
    year = "CAST(left(d.periode, 4) AS INTEGER)"
    middle = f"d.{first} + (d.{last} - d.{first}) // 2"
    for name, wanted, due in (
        ("paruh_waktu", rule.paruh_waktu, middle),
        ("tahun_terakhir", rule.tahun_terakhir, f"d.{last}"),
    ):
        sql = (
            f"SELECT d.periode, concat(d.{first}, '-', d.{last}) AS nilai, max({due}) AS jatuh_tempo "
            f"FROM (SELECT * FROM data) d WHERE d.{first} IS NOT NULL AND d.{last} IS NOT NULL AND {year} >= {due} "
            f"GROUP BY d.periode, d.{first}, d.{last} "
            f"HAVING count(*) FILTER (WHERE d.{kind} = '{wanted}') = 0 ORDER BY ALL"
        )
        yield _rule(f"reviu_{name}", "REVIU_BELUM_ADA", sql, rule.jenis, reviu=wanted)


def _owners(room: RuangDataset, rule: PemilikLayanan) -> AturanDataset:
    register = room.catalog.induk[rule.induk]
    owners: list[tuple[str, str, str, str]] = []
    for text in room.periods:
        period = Periode.parse(text)
        for service, records in register.keadaan.babak.items():
            valid = [r for r in records if r.berlaku(period.awal, period.akhir)]
            if valid and (agency := valid[-1].isi.get(rule.kolom_pemilik)):
                owners.append((text, service, agency, room.catalog.nama_instansi(agency)))
    columns = ("periode", "kunci", "pemilik", "nama")
    room.load(
        "pemilik_menurut_aturan",
        pl.DataFrame(owners, schema=dict.fromkeys(columns, pl.String), orient="row"),
    )
    key, owner = _name(rule.kunci), _name(rule.pemilik)
    sql = (
        f"SELECT d.periode, d.baris, d.{owner} AS nilai, p.pemilik AS seharusnya, p.nama AS seharusnya_nama, d.{key} AS layanan "
        f"FROM data d JOIN pemilik_menurut_aturan p ON p.periode = d.periode AND p.kunci = d.{key} "
        f"WHERE d.{owner} IS NOT NULL AND d.{owner} <> p.pemilik ORDER BY d.baris"
    )
    return _rule("pemilik_layanan", "PEMILIK_TIDAK_SESUAI", sql, rule.pemilik)


def _standards(room: RuangDataset, column: str) -> AturanDataset:
    room.load(
        "standar_ada",
        pl.DataFrame({"id": sorted(room.catalog.seri)}, schema={"id": pl.String}),
    )
    name = _name(column)
    sql = (
        f"SELECT d.periode, d.baris, d.{name} AS nilai FROM (SELECT * FROM data) d WHERE d.{name} IS NOT NULL "
        f"AND d.{name} NOT IN (SELECT id FROM standar_ada) ORDER BY d.baris"
    )
    return _rule("standar_dikenal", "STANDAR_TIDAK_DIKENAL", sql, column)


def _agencies(room: RuangDataset) -> AturanDataset:
    duty = room.standard.register_spbe
    assert duty is not None
    bound = [
        (a.id, a.nama)
        for a in room.catalog.perangkat_daerah.values()
        if duty.terikat(a.id, a.jenis, room.standard.produsen_data, room.policy.tanpa_register)
    ]
    room.load(
        "instansi_wajib",
        pl.DataFrame(bound, schema={"id": pl.String, "nama": pl.String}, orient="row"),
    )
    sql = (
        "SELECT p.periode, string_agg(w.nama, '; ' ORDER BY w.nama) AS nilai, count(*) AS jumlah "
        "FROM (SELECT DISTINCT periode FROM data) p CROSS JOIN instansi_wajib w "
        f"WHERE NOT EXISTS (SELECT 1 FROM data d WHERE d.periode = p.periode AND d.{_name(INSTANSI)} = w.id) "
        "GROUP BY p.periode ORDER BY p.periode"
    )
    return _rule(
        "cakupan_instansi", "INSTANSI_BELUM_MENGISI", sql, INSTANSI, jumlah_wajib=f"{len(bound)}"
    )
