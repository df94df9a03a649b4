"""Dataset stage: what no single row can show, as SQL on DuckDB.

Belongs here: the families of dataset-level rules (key, coverage, row count, revision, jump, parts
against totals, distribution), each one SQL query over prepared tables that returns the offending
groups. The doors run them here; the run of record runs the same declarations through Great
Expectations (:mod:`spbe_data.checks.gx`), and both must agree.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb
import polars as pl

from spbe_data.checks.areas import fill_codes
from spbe_data.checks.finding import Temuan
from spbe_data.checks.prepare import Siap
from spbe_data.checks.reference import Acuan
from spbe_data.checks.register_rules import register_rules
from spbe_data.identifiers.periode import Periode
from spbe_data.identifiers.wilayah import RegisterWilayah
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.models import Kolom, Standar
from spbe_data.standards.pandera_schema import MEANT, NILAI
from spbe_data.standards.policy import BagianTotal, Kebijakan, Suite


@dataclass(frozen=True, slots=True)
class AturanDataset:
    """One dataset-level rule: ``sql`` over table ``data`` returns one row per offence.

    ``label`` is the measure the finding names; ``params`` go into its text.
    """

    id: str
    kode: str
    sql: str
    label: str | None
    params: dict[str, Any]


def quote(name: str) -> str:
    """A DuckDB identifier."""
    return '"' + name.replace('"', '""') + '"'


def typed_frame(
    standard: Standar, ready: Siap, register: RegisterWilayah, *, meant: bool = False
) -> pl.DataFrame:
    """Rows whose period is known, in the standard's types, with both area code systems where one
    is known: the table ``data``."""
    columns = [pl.col("__baris").alias("baris"), pl.col("__periode").alias("periode")]
    for column in standard.kolom:
        value = pl.col(NILAI + column.nama)
        if column.tipe == "bulat":
            # A fraction here has its own finding; it is no whole number to reckon with.
            whole = pl.when(value == value.round(0)).then(value)
            columns.append(whole.cast(pl.Int64, strict=False).alias(column.nama))
        elif column.tipe in ("desimal", "tanggal"):
            columns.append(value.alias(column.nama))
        elif meant and MEANT + column.nama in ready.tabel.columns:
            columns.append(pl.col(MEANT + column.nama).alias(column.nama))
        else:
            columns.append(pl.col(column.nama))
    frame = ready.tabel.filter(pl.col("__periode").is_not_null()).select(columns)
    return fill_codes(frame, standard, register)


def _group_text(columns: Iterable[str]) -> str:
    parts = [f"coalesce(CAST({quote(c)} AS VARCHAR), '?')" for c in columns]
    return f"concat_ws(', ', {', '.join(parts)})" if parts else "'seluruh baris'"


def _plain(number: str) -> str:
    """SQL for a decimal as people write it: no trailing zeros."""
    return f"rtrim(rtrim(CAST(CAST({number} AS DECIMAL(38,6)) AS VARCHAR), '0'), '.')"


class RuangDataset:
    """The tables that dataset-level rules read, in one DuckDB connection, and the rules themselves."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        standard: Standar,
        catalog: Catalog,
        policy: Kebijakan,
        reference: Acuan,
        data: pl.DataFrame,
        kode_induk: str,
    ) -> None:
        self.con = con
        self.standard = standard
        self.catalog = catalog
        self.policy = policy
        self.suite = catalog.suite_of(standard.id) or Suite(sumber="kebijakan")
        self.reference = reference
        self.kode_induk = kode_induk
        self.periods = sorted(set(data["periode"].to_list()), key=Periode.parse)
        self.load("data", data)
        self.rules = tuple(self._rules(data))

    def load(self, name: str, frame: pl.DataFrame) -> None:
        self.con.register("__masuk", frame.to_arrow())
        self.con.execute(f"CREATE OR REPLACE TABLE {quote(name)} AS SELECT * FROM __masuk")
        self.con.unregister("__masuk")

    # -- the families -----------------------------------------------------------------------------

    def _rules(self, data: pl.DataFrame) -> Iterable[AturanDataset]:
        yield self._unique_key()
        if self.standard.cakupan:
            yield self._coverage(data)
            yield self._one_code_an_area()
        self._load_history(data)
        yield self._row_count()
        yield from self._revisions()
        if self.suite.tanpa_lonjakan is None:
            yield from self._jumps()
        for number, rule in enumerate(self.suite.bagian_total):
            yield from self._parts(number, rule)
        yield from self._spread()
        yield from register_rules(self)

    def _unique_key(self) -> AturanDataset:
        keys = ", ".join(quote(k) for k in self.standard.kunci)
        # A key that cannot be read has its own finding; unreadable is not equal.
        known = " AND ".join(f"{quote(k)} IS NOT NULL" for k in self.standard.kunci)
        sql = (
            f"SELECT periode, min(baris) AS baris, {_group_text(self.standard.kunci)} AS nilai, "
            "count(*) AS jumlah, string_agg(CAST(baris AS VARCHAR), ', ' ORDER BY baris) AS baris_semua "
            f"FROM data WHERE {known} GROUP BY periode, {keys} HAVING count(*) > 1 ORDER BY min(baris)"
        )
        return AturanDataset(
            "kunci", "KUNCI_GANDA", sql, None, {"kunci": " + ".join(self.standard.kunci)}
        )

    def _coverage(self, data: pl.DataFrame) -> AturanDataset:
        scope = self.standard.cakupan
        assert scope is not None
        code = self._coverage_code(scope.tingkat, data)
        assert code.wilayah is not None
        rows: list[dict[str, str]] = []
        for text in self.periods:
            period = Periode.parse(text)
            for area in self.catalog.wilayah.semesta(
                scope.tingkat, period, jenis=scope.jenis or None, induk=self.kode_induk
            ):
                value = (
                    area.kode_kemendagri if code.wilayah.sistem == "kemendagri" else area.kode_bps
                )
                rows.append(
                    {"periode": text, "kode": value or area.kode_kemendagri, "nama": area.nama}
                )
        universe = pl.DataFrame(
            rows, schema={"periode": pl.String, "kode": pl.String, "nama": pl.String}
        )
        size = universe.height // max(len(self.periods), 1)
        for name in scope.untuk_setiap:
            listed = self.standard.satu(name).daftar
            if listed:
                universe = universe.join(self._list_values(name, listed), on="periode")
                continue
            values = sorted({str(v) for v in data[name].drop_nulls().to_list()})
            universe = universe.join(
                pl.DataFrame({name: values}, schema={name: pl.String}), how="cross"
            )
        # Successor and predecessor are one place: in the year of the change both are right, and in
        # other years the wrong one has a finding of its own.
        self.load("semesta", universe)
        self.load("semesta_setara", self._equivalents(universe, code.wilayah.sistem))
        dims = [quote(d) for d in scope.untuk_setiap]
        join = " AND ".join(
            [
                "d.periode = s.periode",
                f"d.{quote(code.nama)} = e.setara",
                *(f"CAST(d.{d} AS VARCHAR) = s.{d}" for d in dims),
            ]
        )
        label = f"concat_ws(', ', {', '.join('s.' + d for d in dims)})" if dims else "''"
        sql = (
            "SELECT periode, kode AS nilai, nama, CASE WHEN kurang = semua THEN '' ELSE ' (' || rincian || ')' END AS untuk "
            "FROM (SELECT s.periode, s.kode, s.nama, count(*) FILTER (WHERE NOT ada) AS kurang, count(*) AS semua, "
            f"string_agg(untuk, '; ' ORDER BY untuk) FILTER (WHERE NOT ada) AS rincian FROM ("
            f"SELECT s.periode, s.kode, s.nama, {label} AS untuk, bool_or(d.baris IS NOT NULL) AS ada "
            f"FROM semesta s JOIN semesta_setara e ON e.kode = s.kode LEFT JOIN data d ON {join} "
            f"GROUP BY ALL) s GROUP BY ALL) WHERE kurang > 0 ORDER BY periode, kode"
        )
        kinds = f" ({' dan '.join(scope.jenis)} saja)" if scope.jenis else ""
        return AturanDataset(
            "cakupan",
            "CAKUPAN_KURANG",
            sql,
            None,
            {
                "jumlah_semesta": size,
                "tingkat_wilayah": scope.tingkat.replace("_", "/"),
                "jenis_semesta": kinds,
            },
        )

    def _list_values(self, column: str, list_id: str) -> pl.DataFrame:
        """The names of a code list as of the last day of each period of the file."""
        codes = self.catalog.daftar[list_id]
        rows = [
            {"periode": text, column: entry.nama}
            for text in self.periods
            for entry in codes.pada(Periode.parse(text).akhir)
        ]
        return pl.DataFrame(rows, schema={"periode": pl.String, column: pl.String})

    def _one_code_an_area(self) -> AturanDataset:
        """An area under its old and its new code in one period would be counted twice."""
        scope = self.standard.cakupan
        assert scope is not None
        column = next(
            (
                c
                for c in self.standard.kolom_wilayah("kode")
                if c.wilayah
                and (c.wilayah.sistem, c.wilayah.tingkat) == ("kemendagri", scope.tingkat)
            ),
            None,
        )
        pairs = [
            (code, w.kode_kemendagri, w.nama)
            for w in self.catalog.wilayah.berganti
            for code in w.para_pengganti
        ]
        self.load(
            "wilayah_berganti",
            pl.DataFrame(
                pairs,
                schema={"baru": pl.String, "lama": pl.String, "nama": pl.String},
                orient="row",
            ),
        )
        # Only Kemendagri codes are known to follow one another: a standard without them offends never.
        old, new = (f"{t}.{quote(column.nama)}" if column else "NULL" for t in ("a", "b"))
        dims = [d for d in self._keys_without_time() if column is None or d != column.nama]
        same = "".join(f" AND b.{quote(d)} IS NOT DISTINCT FROM a.{quote(d)}" for d in dims)
        sql = (
            f"SELECT a.periode, min(a.baris) AS baris, w.lama AS nilai, w.baru AS kode_lain, w.nama "
            f"FROM data a JOIN wilayah_berganti w ON {old} = w.lama "
            f"JOIN data b ON {new} = w.baru AND b.periode = a.periode{same} GROUP BY ALL ORDER BY ALL"
        )
        return AturanDataset("wilayah_ganda", "WILAYAH_GANDA", sql, None, {})

    def _coverage_code(self, level: str, data: pl.DataFrame) -> Kolom:
        """The code column that tells coverage: Kemendagri's, unless the file fills only BPS's."""
        columns = [
            c
            for c in self.standard.kolom_wilayah("kode")
            if c.wilayah and c.wilayah.tingkat == level
        ]
        columns.sort(key=lambda c: c.wilayah is not None and c.wilayah.sistem == "bps")
        return next((c for c in columns if data[c.nama].is_not_null().any()), columns[0])

    def _equivalents(self, universe: pl.DataFrame, system: str) -> pl.DataFrame:
        pairs = {(code, code) for code in universe["kode"].to_list()}
        if system == "kemendagri":
            for row in self.catalog.wilayah.berganti:
                for code in row.para_pengganti:
                    pairs.add((code, row.kode_kemendagri))
                    pairs.add((row.kode_kemendagri, code))
        return pl.DataFrame(
            sorted(pairs), schema={"kode": pl.String, "setara": pl.String}, orient="row"
        )

    def _load_history(self, data: pl.DataFrame) -> None:
        """``versi_lalu``: current curated rows of the file's periods; ``seluruh``: the file and all
        other curated periods; ``urutan``: each period and the one before it; ``acuan_baris``."""
        own, schema = self.standard.id, data.schema
        before = [f for p in self.periods if (f := self.reference.kini(own, p)) is not None]
        other_periods = [p for p in self.reference.periode(own) if p not in self.periods]
        others = [f for p in other_periods if (f := self.reference.kini(own, p)) is not None]
        empty = pl.DataFrame(schema=schema)
        shaped = [self._as_data(f, schema) for f in before]
        self.load("versi_lalu", pl.concat(shaped) if shaped else empty)
        self.load("seluruh", pl.concat([data, *(self._as_data(f, schema) for f in others)]))
        known = sorted({*self.periods, *other_periods}, key=Periode.parse)
        order = [(b, a) for a, b in itertools.pairwise(known) if b in self.periods]
        self.load(
            "urutan",
            pl.DataFrame(
                order, schema={"periode": pl.String, "sebelumnya": pl.String}, orient="row"
            ),
        )
        self.con.execute(
            "CREATE OR REPLACE TABLE acuan_baris AS "
            "SELECT periode, periode AS periode_acuan, count(*) AS acuan FROM versi_lalu GROUP BY periode UNION ALL "
            "SELECT u.periode, u.sebelumnya, count(*) FROM urutan u JOIN seluruh s ON s.periode = u.sebelumnya "
            "WHERE u.periode NOT IN (SELECT periode FROM versi_lalu) GROUP BY ALL"
        )

    @staticmethod
    def _as_data(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
        columns = [
            (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name)
            for name, kind in schema.items()
        ]
        return frame.select(columns)

    def _row_count(self) -> AturanDataset:
        bounds = self.suite.jumlah_baris or self.policy.keluarga.jumlah_baris
        low, high = (
            f"floor(acuan * {bounds.rasio_minimum})",
            f"ceil(acuan * {bounds.rasio_maksimum})",
        )
        sql = (
            f"SELECT * FROM (SELECT d.periode, count(*) AS nilai, a.periode_acuan, a.acuan, "
            f"CAST({low} AS BIGINT) AS minimum, CAST({high} AS BIGINT) AS maksimum "
            "FROM data d JOIN acuan_baris a ON a.periode = d.periode GROUP BY ALL) "
            "WHERE nilai NOT BETWEEN minimum AND maksimum ORDER BY periode"
        )
        return AturanDataset("jumlah_baris", "JUMLAH_BARIS_MENYIMPANG", sql, None, {})

    def _keys_without_time(self) -> list[str]:
        time = set(self.standard.kolom_waktu)
        return [k for k in self.standard.kunci if k not in time]

    def _revisions(self) -> Iterable[AturanDataset]:
        bound = (self.suite.revisi or self.policy.keluarga.revisi).batas_relatif
        keys = self._keys_without_time()
        on = " AND ".join(
            [
                "l.periode = d.periode",
                *(f"l.{quote(k)} IS NOT DISTINCT FROM d.{quote(k)}" for k in keys),
            ]
        )
        for column in self.standard.ukuran:
            name = quote(column.nama)
            sql = (
                f"SELECT d.periode, d.baris, {_plain('d.' + name)} AS nilai, {_plain('l.' + name)} AS acuan, "
                f"{self._label('d', keys)} AS kelompok, "
                f"CASE WHEN l.{name} = 0 THEN 'dari nol' ELSE CAST(round(100.0 * (d.{name} - l.{name}) / l.{name}, 1) AS VARCHAR) || ' %' END AS perubahan "
                f"FROM data d JOIN versi_lalu l ON {on} "
                f"WHERE abs(d.{name} - l.{name}) > {bound} * abs(l.{name}) ORDER BY d.baris"
            )
            yield AturanDataset(
                f"revisi_{column.nama}",
                "REVISI_BESAR",
                sql,
                column.nama,
                {"batas": f"{(bound * 100).normalize():f} %"},
            )

    @staticmethod
    def _label(alias: str, keys: Sequence[str]) -> str:
        parts = [
            f"{alias}.periode",
            *(f"coalesce(CAST({alias}.{quote(k)} AS VARCHAR), '?')" for k in keys),
        ]
        return f"concat_ws(', ', {', '.join(parts)})"

    def _jumps(self) -> Iterable[AturanDataset]:
        bounds = self.suite.lonjakan or self.policy.keluarga.lonjakan
        keys = self._keys_without_time()
        on = " AND ".join(
            [
                "l.periode = u.sebelumnya",
                *(f"l.{quote(k)} IS NOT DISTINCT FROM d.{quote(k)}" for k in keys),
            ]
        )
        for column in self.standard.ukuran:
            name = quote(column.nama)
            sql = (
                f"SELECT d.periode, d.baris, {_plain('d.' + name)} AS nilai, {_plain('l.' + name)} AS acuan, "
                f"u.sebelumnya AS periode_acuan, {self._label('d', keys)} AS kelompok "
                f"FROM data d JOIN urutan u ON u.periode = d.periode JOIN seluruh l ON {on} "
                f"WHERE greatest(d.{name}, l.{name}) >= {bounds.abaikan_di_bawah} AND l.{name} > 0 "
                f"AND NOT (d.{name} BETWEEN l.{name} * {bounds.rasio_minimum} AND l.{name} * {bounds.rasio_maksimum}) "
                "ORDER BY d.baris"
            )
            yield AturanDataset(
                f"lonjakan_{column.nama}",
                "LONJAKAN",
                sql,
                column.nama,
                {"minimum": f"{bounds.rasio_minimum:f}", "maksimum": f"{bounds.rasio_maksimum:f}"},
            )

    def _parts(self, number: int, rule: BagianTotal) -> Iterable[AturanDataset]:
        source, table = rule.total_dari, f"acuan_{number}"
        frames = [
            f for p in self.periods if (f := self.reference.kini(source.dataset, p)) is not None
        ]
        per = [c for c in rule.per if c not in self.standard.kolom_waktu]
        columns = ["periode", *per, source.ukuran]
        schema = {
            **dict.fromkeys(["periode", *per], pl.String()),
            source.ukuran: pl.Decimal(38, 10),
        }
        shaped = [
            f.select(
                pl.col(c).cast(pl.String)
                if c != source.ukuran
                else pl.col(c).cast(pl.Decimal(38, 10))
                for c in columns
            )
            for f in frames
        ]
        self.load(table, pl.concat(shaped) if shaped else pl.DataFrame(schema=schema))
        on = " AND ".join(["a.periode = d.periode", *(f"a.{quote(c)} = d.{quote(c)}" for c in per)])
        grouped = ", ".join(["periode", *(quote(c) for c in per)])
        sql = (
            f"SELECT d.periode, {_plain('d.jml')} AS nilai, {_plain('a.jml')} AS acuan, {self._label('d', per)} AS kelompok FROM "
            f"(SELECT {grouped}, sum({quote(rule.ukuran)}) AS jml FROM data GROUP BY {grouped} "
            f"HAVING count({quote(rule.ukuran)}) = count(*)) d JOIN "
            f"(SELECT {grouped}, sum({quote(source.ukuran)}) AS jml FROM {table} GROUP BY {grouped}) a ON {on} "
            f"WHERE abs(d.jml - a.jml) > {rule.toleransi} ORDER BY ALL"
        )
        params = {"acuan_dataset": source.dataset, "toleransi": f"{rule.toleransi:f}"}
        yield AturanDataset(
            f"bagian_total_{number}", "BAGIAN_TIDAK_SAMA_TOTAL", sql, rule.ukuran, params
        )
        missing = f"SELECT DISTINCT periode FROM data WHERE periode NOT IN (SELECT periode FROM {table}) ORDER BY periode"
        yield AturanDataset(
            f"bagian_total_{number}_acuan", "ACUAN_BELUM_ADA", missing, None, params
        )

    def _spread(self) -> Iterable[AturanDataset]:
        for rule in self.suite.sebaran:
            low = rule.jumlah_minimum if rule.jumlah_minimum is not None else Decimal("-1e30")
            high = rule.jumlah_maksimum if rule.jumlah_maksimum is not None else Decimal("1e30")
            total = f"sum({quote(rule.ukuran)})"
            sql = (
                f"SELECT periode, {_plain(total)} AS nilai FROM data GROUP BY periode "
                f"HAVING count({quote(rule.ukuran)}) = count(*) AND {total} NOT BETWEEN {low:f} AND {high:f} ORDER BY periode"
            )
            yield AturanDataset(
                f"sebaran_{rule.ukuran}",
                "SEBARAN_DI_LUAR_BATAS",
                sql,
                rule.ukuran,
                {
                    "minimum": "-" if rule.jumlah_minimum is None else f"{low:f}",
                    "maksimum": "-" if rule.jumlah_maksimum is None else f"{high:f}",
                    "alasan": rule.alasan,
                },
            )

    # -- running them -----------------------------------------------------------------------------

    def offences(self, rule: AturanDataset) -> list[dict[str, Any]]:
        """The rows a rule objects to, as SQL on DuckDB."""
        cursor = self.con.execute(rule.sql)
        names = [d[0] for d in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def check_dataset(room: RuangDataset, ready: Siap, alasan_revisi: str | None) -> list[Temuan]:
    """All findings of the dataset stage."""
    findings: list[Temuan] = []
    for rule in room.rules:
        severity = room.policy.tingkat[rule.kode]
        if rule.kode == "REVISI_BESAR" and alasan_revisi:
            # A reason was asked for and given: the change stays on record as a note.
            severity = "catatan"
        for row in room.offences(rule):
            line = row.pop("baris", None)
            value = row.pop("nilai", None)
            findings.append(
                Temuan(
                    kode=rule.kode,
                    tahap="dataset",
                    tingkat=severity,
                    aturan=f"{room.standard.id}:{rule.id}",
                    lembar=ready.lembar,
                    baris=line,
                    kolom=rule.label,
                    sel=ready.sel(rule.label, line) if rule.label and line is not None else None,
                    nilai=None if value is None else str(value),
                    params={**rule.params, **row},
                )
            )
    return findings
