"""Each dataset-level family catches a planted defect that no row check can see, in both engines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from spbe_data.checks.areas import fill_codes
from spbe_data.checks.catalogue import pesan
from spbe_data.checks.dataset import RuangDataset, check_dataset, keys, room
from spbe_data.checks.finding import Temuan
from spbe_data.checks.gx import verify
from spbe_data.flows.house import Rumah
from spbe_data.identifiers.periode import Periode
from spbe_data.standards.agreement import faults_between
from spbe_data.standards.policy import Suite
from tests.synthetic import Row, as_csv, changed, rows_of

DESA = "jumlah-penduduk-menurut-desa-kelurahan-dan-jenis-kelamin"
TODAY = dt.date(2026, 6, 1)


class Curated:
    """Curated data by dataset and period; a published table stays as rows."""

    def __init__(self, house: Rumah) -> None:
        self.house = house
        self.frames: dict[tuple[str, str], pl.DataFrame] = {}

    def publish(self, dataset: str, rows: list[Row]) -> Curated:
        frame = _frame(self.house, dataset, rows)
        for (text,), part in frame.partition_by("periode", as_dict=True).items():
            self.frames[dataset, str(text)] = part.drop("baris")
        return self

    def periode(self, dataset: str) -> list[str]:
        return [period for known, period in self.frames if known == dataset]

    def kini(self, dataset: str, periode: str) -> pl.DataFrame | None:
        return self.frames.get((dataset, periode))


_TYPES: dict[str, pl.DataType] = {
    "bulat": pl.Int64(),
    "desimal": pl.Decimal(38, 10),
    "tanggal": pl.Date(),
    "teks": pl.String(),
}


def _frame(house: Rumah, dataset: str, rows: list[Row]) -> pl.DataFrame:
    """The table ``data`` of rows that are right by themselves."""
    standard = house.catalog.standar[dataset]
    columns = {c.nama: [row[c.nama] for row in rows] for c in standard.kolom}
    frame = pl.DataFrame(
        [pl.Series(n, [None if v == "" else str(v) for v in vs]) for n, vs in columns.items()]
    ).with_columns(pl.col(c.nama).cast(_TYPES[c.tipe]) for c in standard.kolom)
    periods = [
        Periode.dari_kolom(
            standard.periode,
            **{k: row[k] for k in standard.kolom_waktu},
        ).teks
        for row in rows
    ]
    lines = pl.Series("baris", range(2, len(rows) + 2), dtype=pl.Int64)
    frame = frame.select(lines, pl.Series("periode", periods), *standard.nama_kolom)
    return fill_codes(frame, standard, house.catalog.wilayah)


def _both(
    house: Rumah,
    dataset: str,
    rows: list[Row],
    known: Curated | None = None,
    reason: str | None = None,
) -> list[Temuan]:
    """Findings of the dataset stage, told by one engine and counted alike by the other."""
    with duckdb.connect(":memory:") as con:
        made = RuangDataset.dari_bingkai(
            con,
            house.catalog.standar[dataset],
            house.catalog,
            house.catalog.kebijakan(TODAY),
            known or Curated(house),
            _frame(house, dataset, rows),
            "32.16",
        )
        blocks = list(check_dataset(made, lambda column, row: f"C{row}", reason))
        own = {rule.id: 0 for rule in made.rules}
        for block in blocks:
            own[block.aturan.partition(":")[2]] += len(block)
        assert verify(made) == own
    return [finding for block in blocks for finding in block]


def _codes(
    house: Rumah, dataset: str, rows: list[Row], known: Curated | None = None
) -> dict[str, int]:
    counts: dict[str, int] = {}
    for finding in _both(house, dataset, rows, known):
        assert "{" not in pesan(finding, "id") + pesan(finding, "en")
        counts[finding.kode] = counts.get(finding.kode, 0) + 1
    return counts


@pytest.fixture
def desa(rumah: Rumah) -> list[Row]:
    standard = rumah.catalog.standar[DESA]
    rows = rows_of(rumah.catalog, standard, [standard.berlaku_untuk_periode_sejak])
    return [{**row, standard.ukuran[0].nama: 8000 + i} for i, row in enumerate(rows)]


def test_a_full_universe_passes(rumah: Rumah, desa: list[Row]) -> None:
    assert _codes(rumah, DESA, desa) == {}


def test_coverage_names_the_missing_village(rumah: Rumah, desa: list[Row]) -> None:
    victim = desa[40]["kemendagri_kode_desa_kelurahan"]
    rows = [r for r in desa if r["kemendagri_kode_desa_kelurahan"] != victim]
    assert _codes(rumah, DESA, rows) == {"CAKUPAN_KURANG": 1}


def test_coverage_of_one_sex_only(rumah: Rumah, desa: list[Row]) -> None:
    (finding,) = _both(rumah, DESA, desa[:-1])
    assert finding.kode == "CAKUPAN_KURANG"
    assert finding.params["untuk"] == f" ({desa[-1]['jenis_kelamin']})"


def test_a_whole_missing_half_gives_more_findings_than_any_cap(
    rumah: Rumah, desa: list[Row]
) -> None:
    rows = [r for r in desa if r["jenis_kelamin"] == "PEREMPUAN"]
    assert _codes(rumah, DESA, rows)["CAKUPAN_KURANG"] == len(desa) // 2


def test_every_row_of_a_doubled_key_is_told(rumah: Rumah, desa: list[Row]) -> None:
    found = _both(rumah, DESA, [*desa, desa[3], desa[8], desa[3]])
    doubled = [f for f in found if f.kode == "KUNCI_GANDA"]
    last = len(desa) + 1
    told = [(f.baris, f.params["baris_lain"], f.params["jumlah"]) for f in doubled]
    assert told == [
        (5, str(last + 1), "3"),
        (10, str(last + 2), "2"),
        (last + 1, "5", "3"),
        (last + 2, "10", "2"),
        (last + 3, "5", "3"),
    ]
    assert desa[3]["kemendagri_kode_desa_kelurahan"] in (doubled[0].nilai or "")
    assert f"baris {last + 1}" in pesan(doubled[0], "id")


def test_keys_with_one_hash_are_told_apart(
    rumah: Rumah, desa: list[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    turns: list[int] = []
    true = keys.fingerprint

    def poor(columns: Sequence[str], turn: int) -> str:
        turns.append(turn)
        return "CAST(baris % 7 AS UBIGINT)" if turn == 0 else true(columns, turn)

    monkeypatch.setattr(keys, "fingerprint", poor)
    found = _both(rumah, DESA, [*desa, desa[3]])
    assert turns == [0, 1]
    assert [f.baris for f in found] == [5, len(desa) + 2]


def test_row_count_against_the_last_version(rumah: Rumah) -> None:
    dataset = "daftar-rumah-sakit"
    standard = rumah.catalog.standar[dataset]
    period = standard.berlaku_untuk_periode_sejak
    base = rows_of(rumah.catalog, standard, [period])[0]
    name = next(
        k
        for k in standard.kunci
        if standard.satu(k).peran == "keterangan"
        or (standard.satu(k).daftar is None and standard.satu(k).peran == "dimensi")
    )
    rows = [{**base, "kelas_rumah_sakit": "C", name: f"RS UJI {i}"} for i in range(40)]
    known = Curated(rumah).publish(dataset, rows)
    assert _codes(rumah, dataset, rows, known) == {}
    assert _codes(rumah, dataset, rows[:20], known) == {"JUMLAH_BARIS_MENYIMPANG": 1}


def test_revision_beyond_the_bound(rumah: Rumah, desa: list[Row]) -> None:
    measure = rumah.catalog.standar[DESA].ukuran[0].nama
    known = Curated(rumah).publish(DESA, desa)
    target = desa[7]["kemendagri_kode_desa_kelurahan"], desa[7]["jenis_kelamin"]
    rows = changed(
        desa,
        lambda r: (r["kemendagri_kode_desa_kelurahan"], r["jenis_kelamin"]) == target,
        **{measure: 12_000},
    )
    assert _codes(rumah, DESA, rows, known) == {"REVISI_BESAR": 1, "REVISI_TERUKUR": 1}


def test_a_revision_within_the_bound_is_measured(rumah: Rumah, desa: list[Row]) -> None:
    measure = rumah.catalog.standar[DESA].ukuran[0].nama
    known = Curated(rumah).publish(DESA, desa)
    assert _codes(rumah, DESA, desa, known) == {}
    first = desa[0]["jenis_kelamin"]
    rows = [
        {**r, measure: r[measure] + 100} if r["jenis_kelamin"] == first else dict(r) for r in desa
    ]
    (note,) = _both(rumah, DESA, rows, known)
    assert (note.kode, note.tingkat) == ("REVISI_TERUKUR", "catatan")
    shown = (note.nilai, note.params["jumlah"], note.params["bagian"], note.params["terbesar"])
    assert shown == ("187", "374", "50.0 %", "1.3 %")


def test_a_given_reason_turns_a_revision_into_a_note(rumah: Rumah, desa: list[Row]) -> None:
    measure = rumah.catalog.standar[DESA].ukuran[0].nama
    known = Curated(rumah).publish(DESA, desa)
    rows = changed(desa, lambda r: r is desa[7], **{measure: 12_000})
    found = _both(rumah, DESA, rows, known, reason="salah ketik")
    assert [(f.kode, f.tingkat) for f in found] == [
        ("REVISI_BESAR", "catatan"),
        ("REVISI_TERUKUR", "catatan"),
    ]
    assert found[0].sel == "C9"


def test_jump_against_the_period_before(rumah: Rumah) -> None:
    dataset = "jumlah-penduduk-menurut-jenis-kelamin"
    standard = rumah.catalog.standar[dataset]
    rows = rows_of(rumah.catalog, standard, ["2021", "2022", "2023"])
    rows = [{**r, "jumlah_penduduk": 1_500_000} for r in rows]
    assert _codes(rumah, dataset, rows) == {}
    jumped = changed(
        rows,
        lambda r: r["tahun"] == 2022 and r["jenis_kelamin"] == "LAKI-LAKI",
        jumlah_penduduk=150_000,
    )
    counts = _codes(rumah, dataset, jumped)
    assert counts["LONJAKAN"] == 2  # down, and up again the year after


def test_parts_against_the_total_of_another_dataset(rumah: Rumah) -> None:
    dataset = "jumlah-penduduk-menurut-kecamatan-dan-kelompok-umur"
    (rule,) = rumah.catalog.suite[dataset].bagian_total
    total = rumah.catalog.standar[rule.total_dari.dataset]
    parts = rumah.catalog.standar[dataset]
    period = max(parts.berlaku_untuk_periode_sejak, total.berlaku_untuk_periode_sejak)
    made = rows_of(rumah.catalog, parts, [period])
    rows = [{**r, rule.ukuran: 10 + i % 2} for i, r in enumerate(made)]
    keys = [c for c in rule.per if c not in parts.kolom_waktu]
    sums: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = tuple(row[k] for k in keys)
        sums[key] = sums.get(key, 0) + row[rule.ukuran]
    totals = []
    done: set[tuple[str, ...]] = set()
    for row in rows_of(rumah.catalog, total, [period]):
        key = tuple(row[k] for k in keys)
        totals.append({**row, rule.total_dari.ukuran: 0 if key in done else sums[key]})
        done.add(key)
    assert _codes(rumah, dataset, rows) == {"ACUAN_BELUM_ADA": 1}
    known = Curated(rumah).publish(rule.total_dari.dataset, totals)
    assert _codes(rumah, dataset, rows, known) == {}
    wrong = changed(rows, lambda r: r is rows[5], **{rule.ukuran: 15})
    assert _codes(rumah, dataset, wrong, known) == {"BAGIAN_TIDAK_SAMA_TOTAL": 1}


def test_blank_keys_are_no_duplicates_and_both_engines_say_so(
    rumah: Rumah, desa: list[Row]
) -> None:
    blank = [{**r, "jenis_kelamin": ""} if r is desa[0] or r is desa[1] else r for r in desa]
    columns = rumah.catalog.standar[DESA].nama_kolom
    result = rumah.pemeriksa().periksa(as_csv(blank, columns), "uji.csv", DESA, mesin_kedua=verify)
    assert result.hasil == "tolak"
    assert {f.kode for f in result.temuan} == {"SEL_KOSONG", "CAKUPAN_KURANG"}


_DAMAGE = st.lists(
    st.tuples(
        st.integers(0, 45),
        st.sampled_from(["hapus", "kosong", "ganda", "angka", "kode", "tahun"]),
    ),
    max_size=8,
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(damage=_DAMAGE)
def test_both_engines_agree_on_whatever_happens_to_a_table(
    rumah: Rumah, damage: list[tuple[int, str]]
) -> None:
    dataset = "jumlah-penduduk-menurut-kecamatan-dan-kelompok-umur"
    standard = rumah.catalog.standar[dataset]
    rows = rows_of(rumah.catalog, standard, [standard.berlaku_untuk_periode_sejak])
    measure = standard.ukuran[0].nama
    for at, what in damage:
        row = rows[at]
        if what == "hapus":
            rows.pop(at)
        elif what == "ganda":
            rows.append(dict(row))
        elif what == "kosong":
            rows[at] = {**row, "kelompok_umur": ""}
        elif what == "angka":
            rows[at] = {**row, measure: "rusak"}
        elif what == "kode":
            rows[at] = {**row, "kemendagri_kode_kecamatan": "32.16.99", "bps_kode_kecamatan": ""}
        else:
            rows[at] = {**row, "tahun": row["tahun"] + 1}
    result = rumah.pemeriksa().periksa(
        as_csv(rows, standard.nama_kolom), "uji.csv", dataset, mesin_kedua=verify
    )
    assert result.hasil != "gagal_diperiksa"


def test_a_sum_out_of_all_proportion(rumah: Rumah, desa: list[Row]) -> None:
    measure = rumah.catalog.standar[DESA].ukuran[0].nama
    assert _codes(rumah, DESA, [{**r, measure: 8} for r in desa]) == {
        "SEBARAN_DI_LUAR_BATAS": 1,
        "KOLOM_TETAP": 1,
    }


def test_one_area_under_its_old_and_its_new_code(rumah: Rumah) -> None:
    dataset = "jumlah-kepala-keluarga-menurut-desa-kelurahan"
    standard = rumah.catalog.standar[dataset]
    rows = [
        {**r, standard.ukuran[0].nama: 5000 + i}
        for i, r in enumerate(rows_of(rumah.catalog, standard, ["2022"]))
    ]
    new = next(r for r in rows if r["kemendagri_kode_desa_kelurahan"] == "32.16.01.1007")
    rows.append({**new, "kemendagri_kode_desa_kelurahan": "32.16.01.2007"})
    assert _codes(rumah, dataset, rows) == {"WILAYAH_GANDA": 1}


# -- columns as a whole ---------------------------------------------------------------------------


def test_a_measure_that_never_varies(rumah: Rumah, desa: list[Row]) -> None:
    measure = rumah.catalog.standar[DESA].ukuran[0].nama
    same = [{**r, measure: 8500} for r in desa]
    assert _codes(rumah, DESA, same) == {"KOLOM_TETAP": 1}
    assert _codes(rumah, DESA, changed(same, lambda r: r is same[5], **{measure: 8501})) == {}


APM = "angka-partisipasi-murni"


def _shares(house: Rumah, *values: str) -> list[Row]:
    made = rows_of(house.catalog, house.catalog.standar[APM], ["2021"])
    return [{**r, "angka_partisipasi_murni": values[i % len(values)]} for i, r in enumerate(made)]


def test_percent_written_as_fractions(rumah: Rumah) -> None:
    assert _codes(rumah, APM, _shares(rumah, "0.975", "0.8", "1")) == {"PERSEN_BERUPA_PECAHAN": 1}


@pytest.mark.parametrize("values", [("97.5", "0.8"), ("0", "1")], ids=["percent", "whole"])
def test_percent_that_may_be_right(rumah: Rumah, values: tuple[str, ...]) -> None:
    assert _codes(rumah, APM, _shares(rumah, *values)) == {}


def _shifted(rows: list[Row], names: Sequence[str], many: int) -> list[Row]:
    """The first ``many`` rows with the names of the row two further on (the next village)."""
    return [
        {**r, **{n: rows[(i + 2) % len(rows)][n] for n in names}} if i < many else dict(r)
        for i, r in enumerate(rows)
    ]


def test_names_of_other_areas_in_most_rows_block(rumah: Rumah, desa: list[Row]) -> None:
    name = "kemendagri_nama_desa_kelurahan"
    (found,) = _both(rumah, DESA, _shifted(desa, [name], len(desa)))
    assert (found.kode, found.kolom, found.tingkat) == ("NAMA_WILAYAH_LAIN", name, "tolak")
    assert found.params["contoh_nama"] in pesan(found, "id")


def test_a_few_names_of_other_areas_are_for_the_row_stage(rumah: Rumah, desa: list[Row]) -> None:
    assert _codes(rumah, DESA, _shifted(desa, ["kemendagri_nama_desa_kelurahan"], 40)) == {}


def test_misspelt_names_are_not_other_areas(rumah: Rumah, desa: list[Row]) -> None:
    name = "kemendagri_nama_desa_kelurahan"
    assert _codes(rumah, DESA, [{**r, name: f"{r[name]}QX"} for r in desa]) == {}


# -- the series -----------------------------------------------------------------------------------

SEX = "jumlah-penduduk-menurut-jenis-kelamin"


def _years(house: Rumah, *years: str) -> list[Row]:
    rows = rows_of(house.catalog, house.catalog.standar[SEX], list(years))
    return [{**r, "jumlah_penduduk": 1_500_000} for r in rows]


def test_periods_missing_inside_a_file(rumah: Rumah) -> None:
    found = _both(rumah, SEX, _years(rumah, "2016", "2017", "2021", "2023"))
    gaps = [(f.params["rentang"], f.nilai) for f in found if f.kode == "PERIODE_HILANG"]
    assert gaps == [("2018 s.d. 2020", "3"), ("2022", "1")]


def test_a_period_that_is_curated_is_not_missing(rumah: Rumah) -> None:
    known = Curated(rumah).publish(SEX, _years(rumah, "2018"))
    assert _codes(rumah, SEX, _years(rumah, "2017", "2019"), known) == {}
    assert _codes(rumah, SEX, _years(rumah, "2017", "2020"), known) == {"PERIODE_HILANG": 1}


KK = "jumlah-kepala-keluarga-menurut-desa-kelurahan"


def _families(house: Rumah, *years: str) -> list[Row]:
    rows = rows_of(house.catalog, house.catalog.standar[KK], list(years))
    return [{**r, "jumlah_kepala_keluarga": 5000 + i % 90} for i, r in enumerate(rows)]


def test_codes_that_change_along_the_series_name_the_break(rumah: Rumah) -> None:
    found = _both(rumah, KK, _families(rumah, "2020", "2021", "2022", "2023"))
    breaks = [f for f in found if f.kode == "SERI_KODE_BERGANTI"]
    assert breaks
    (village,) = [f for f in breaks if f.kolom == "kemendagri_kode_desa_kelurahan"]
    assert "32.16.01.2007 menjadi 32.16.01.1007" in (village.nilai or "")
    assert (village.params["periode_acuan"], village.params["periode"]) == ("2021", "2022")


def test_codes_that_change_against_a_curated_period(rumah: Rumah) -> None:
    known = Curated(rumah).publish(KK, _families(rumah, "2021"))
    assert _codes(rumah, KK, _families(rumah, "2022"), known) == {"SERI_KODE_BERGANTI": 1}
    known.publish(KK, _families(rumah, "2022"))
    assert _codes(rumah, KK, _families(rumah, "2023"), known) == {}


# -- figures against figures ----------------------------------------------------------------------


def _with_suite(house: Rumah, dataset: str, monkeypatch: pytest.MonkeyPatch, **rules: Any) -> None:
    suite = Suite.model_validate({"sumber": "uji", **rules})
    monkeypatch.setitem(house.catalog.suite, dataset, suite)


def test_a_member_that_is_the_total_of_the_others(
    rumah: Rumah, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = "jumlah-fasilitas-kesehatan"
    kind, measure = "jenis_fasilitas_kesehatan", "jumlah_fasilitas_kesehatan"
    rows = rows_of(rumah.catalog, rumah.catalog.standar[dataset], ["2020", "2021"])
    total = rows[0][kind]
    others = len({r[kind] for r in rows}) - 1
    rows = [{**r, measure: 4 * others if r[kind] == total else 4} for r in rows]
    member = {"ukuran": measure, "kolom": kind, "total": total}
    _with_suite(rumah, dataset, monkeypatch, anggota_total=[member])
    assert _codes(rumah, dataset, rows) == {}
    wrong = changed(rows, lambda r: r is rows[-1], **{measure: 5})
    (found,) = _both(rumah, dataset, wrong)
    assert (found.kode, found.params["acuan"]) == ("BAGIAN_TIDAK_SAMA_TOTAL", str(4 * others))
    assert total in pesan(found, "id")


def test_one_fact_in_two_datasets(rumah: Rumah, desa: list[Row]) -> None:
    (fact,) = rumah.catalog.suite[DESA].fakta_sama
    assert (fact.dengan.dataset, fact.pasangan_periode) == (SEX, "tahun")
    measure = rumah.catalog.standar[DESA].ukuran[0].nama
    year = desa[0]["tahun"]
    sums: dict[str, int] = {}
    for row in desa:
        sums[row["jenis_kelamin"]] = sums.get(row["jenis_kelamin"], 0) + row[measure]
    assert _codes(rumah, DESA, desa) == {}
    rows = _years(rumah, str(year))
    near = [{**r, "jumlah_penduduk": sums[r["jenis_kelamin"]] * 97 // 100} for r in rows]
    known = Curated(rumah).publish(SEX, near)
    assert _codes(rumah, DESA, desa, known) == {}
    one = desa[0]["jenis_kelamin"]
    doubled = [
        {**r, measure: r[measure] * 6 // 5} if r["jenis_kelamin"] == one else dict(r) for r in desa
    ]
    (found,) = _both(rumah, DESA, doubled, known)
    assert (found.kode, found.tingkat) == ("FAKTA_BERBEDA", "peringatan")
    assert one in found.params["kelompok"] and found.params["periode_acuan"] == str(year)


def test_rows_of_a_list_against_a_count(rumah: Rumah) -> None:
    dataset, counted = "daftar-rumah-sakit", "jumlah-fasilitas-kesehatan"
    (fact,) = rumah.catalog.suite[dataset].fakta_sama
    assert (fact.ukuran, fact.dengan.dataset) == (None, counted)
    kinds = fact.saring["jenis_rumah_sakit"]
    base = rows_of(rumah.catalog, rumah.catalog.standar[dataset], ["2020"])[0]
    rows = [
        {**base, "nama_rumah_sakit": f"RS UJI {i}", "jenis_rumah_sakit": kinds[0]}
        for i in range(20)
    ]
    facilities = rows_of(rumah.catalog, rumah.catalog.standar[counted], ["2020"])
    facts = [{**r, "jumlah_fasilitas_kesehatan": 20} for r in facilities]
    known = Curated(rumah).publish(counted, facts)
    assert _codes(rumah, dataset, rows, known) == {}
    assert _codes(rumah, dataset, rows[:12], known) == {"FAKTA_BERBEDA": 1}


def test_a_fact_needs_as_many_columns_on_both_sides() -> None:
    fact = {"per": ["a"], "dengan": {"dataset": "x"}, "batas_relatif": "0", "alasan": "uji"}
    with pytest.raises(ValidationError, match="sama banyak"):
        Suite.model_validate({"sumber": "uji", "fakta_sama": [fact]})


def test_values_that_a_suite_names_are_in_their_lists(
    rumah: Rumah, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset, counted = "daftar-rumah-sakit", "jumlah-fasilitas-kesehatan"
    other = {"dataset": counted, "saring": {"jenis_fasilitas_kesehatan": ["RSUD"]}}
    fact = {
        "saring": {"jenis_rumah_sakit": ["RUMAH SAKIT UMM"]},
        "dengan": other,
        "batas_relatif": "0",
        "alasan": "uji",
    }
    _with_suite(rumah, dataset, monkeypatch, fakta_sama=[fact])
    told = " ".join(str(fault) for fault in faults_between(rumah.catalog))
    assert "'RUMAH SAKIT UMM'" in told and "'RSUD'" in told


# -- by the million -------------------------------------------------------------------------------


def test_offences_come_in_pieces(
    rumah: Rumah, desa: list[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "CHUNK", 100)
    with duckdb.connect(":memory:") as con:
        standard, rows = rumah.catalog.standar[DESA], [*desa, *desa]
        frame = _frame(rumah, DESA, rows)
        con.register("luar", frame.to_arrow())
        con.execute("CREATE TABLE data AS SELECT * FROM luar")
        policy, periods = rumah.catalog.kebijakan(TODAY), frame["periode"].unique().to_list()
        made = RuangDataset(con, standard, rumah.catalog, policy, Curated(rumah), periods, "32.16")
        blocks = list(check_dataset(made, lambda column, row: None, None))
    sizes = [len(b) for b in blocks if b.kode == "KUNCI_GANDA"]
    assert max(sizes) <= 100 and sum(sizes) == len(rows) == 748
    assert blocks[0].isi.schema == {
        "baris": pl.Int64,
        "nilai": pl.String,
        "periode": pl.String,
        "jumlah": pl.String,
        "baris_lain": pl.String,
    }


def test_data_may_be_a_view_that_only_this_connection_sees(rumah: Rumah, desa: list[Row]) -> None:
    frame = _frame(rumah, DESA, [*desa, desa[0]])
    known = Curated(rumah).publish(DESA, [{**r, "semester": 2, "tahun": 2023} for r in desa])
    with duckdb.connect(":memory:") as con:
        con.register("luar", frame.to_arrow())
        con.execute("CREATE TEMP VIEW data AS SELECT * FROM luar")
        standard, policy = rumah.catalog.standar[DESA], rumah.catalog.kebijakan(TODAY)
        made = RuangDataset(con, standard, rumah.catalog, policy, known, ["2024-S1"], "32.16")
        blocks = list(check_dataset(made, lambda column, row: None, None))
    assert [(b.kode, len(b)) for b in blocks] == [("KUNCI_GANDA", 2)]
