"""Each dataset-level family catches a planted defect that no row check can see, in both engines."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spbe_data.checks.gx import verify
from spbe_data.flows import check, curate, decide, submit
from spbe_data.flows.house import Rumah
from tests.synthetic import METADATA, Row, as_csv, changed, rows_of

DESA = "jumlah-penduduk-menurut-desa-kelurahan-dan-jenis-kelamin"
ROW_STAGES = {"wadah", "struktur", "baris", "privasi"}


def _send(house: Rumah, dataset: str, rows: list[Row]) -> str:
    columns = house.catalog.standar[dataset].nama_kolom
    record = submit.ajukan(
        house,
        data=as_csv(rows, columns),
        nama_berkas="uji.csv",
        dataset=dataset,
        metadata=METADATA,
        aktor="petugas",
    )
    return record.id


def _publish(house: Rumah, dataset: str, rows: list[Row]) -> None:
    id_ = _send(house, dataset, rows)
    verdict, result = check.periksa_pengajuan(house, id_, aktor="uji")
    assert verdict.hasil in ("baik", "peringatan"), [
        f for f in result.temuan if f.tingkat == "tolak"
    ][:3]
    decide.putuskan(
        house, id_, keputusan="disetujui", alasan="uji", aktor="walidata", peran="walidata"
    )
    curate.kurasi(house, id_, aktor="uji")


def _codes(house: Rumah, dataset: str, rows: list[Row]) -> dict[str, int]:
    """Findings by code, both engines agreeing; the row stages must be silent."""
    columns = house.catalog.standar[dataset].nama_kolom
    result = house.pemeriksa().periksa(
        as_csv(rows, columns), "uji.csv", dataset, metadata=METADATA, mesin_kedua=verify
    )
    assert not [f for f in result.temuan if f.tahap in ROW_STAGES]
    counts: dict[str, int] = {}
    for finding in result.temuan:
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
    rows = desa[:-1]
    columns = rumah.catalog.standar[DESA].nama_kolom
    result = rumah.pemeriksa().periksa(as_csv(rows, columns), "uji.csv", DESA, mesin_kedua=verify)
    (finding,) = result.temuan
    assert finding.kode == "CAKUPAN_KURANG"
    assert finding.params["untuk"] == f" ({desa[-1]['jenis_kelamin']})"


def test_a_whole_missing_half_gives_more_findings_than_any_cap(
    rumah: Rumah, desa: list[Row]
) -> None:
    rows = [r for r in desa if r["jenis_kelamin"] == "PEREMPUAN"]
    assert _codes(rumah, DESA, rows)["CAKUPAN_KURANG"] == len(desa) // 2


def test_duplicate_key(rumah: Rumah, desa: list[Row]) -> None:
    assert _codes(rumah, DESA, [*desa, desa[3]]) == {"KUNCI_GANDA": 1}


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
    _publish(rumah, dataset, rows)
    assert _codes(rumah, dataset, rows) == {}
    assert _codes(rumah, dataset, rows[:20]) == {"JUMLAH_BARIS_MENYIMPANG": 1}


def test_revision_beyond_the_bound(rumah: Rumah, desa: list[Row]) -> None:
    measure = rumah.catalog.standar[DESA].ukuran[0].nama
    _publish(rumah, DESA, desa)
    target = desa[7]["kemendagri_kode_desa_kelurahan"], desa[7]["jenis_kelamin"]
    rows = changed(
        desa,
        lambda r: (r["kemendagri_kode_desa_kelurahan"], r["jenis_kelamin"]) == target,
        **{measure: 12_000},
    )
    assert _codes(rumah, DESA, rows) == {"REVISI_BESAR": 1}


def test_a_given_reason_turns_a_revision_into_a_note(rumah: Rumah, desa: list[Row]) -> None:
    measure = rumah.catalog.standar[DESA].ukuran[0].nama
    _publish(rumah, DESA, desa)
    rows = changed(desa, lambda r: r is desa[7], **{measure: 12_000})
    columns = rumah.catalog.standar[DESA].nama_kolom
    result = rumah.pemeriksa().periksa(
        as_csv(rows, columns),
        "uji.csv",
        DESA,
        metadata={**METADATA, "alasan_revisi": "salah ketik"},
    )
    assert [(f.kode, f.tingkat) for f in result.temuan] == [("REVISI_BESAR", "catatan")]


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
    rows = [{**r, rule.ukuran: 10} for r in rows_of(rumah.catalog, parts, [period])]
    keys = [c for c in rule.per if c not in parts.kolom_waktu]
    sums: dict[tuple[str, ...], int] = {}
    for row in rows:
        sums[tuple(row[k] for k in keys)] = sums.get(tuple(row[k] for k in keys), 0) + 10
    totals = []
    done: set[tuple[str, ...]] = set()
    for row in rows_of(rumah.catalog, total, [period]):
        key = tuple(row[k] for k in keys)
        totals.append({**row, rule.total_dari.ukuran: 0 if key in done else sums[key]})
        done.add(key)
    assert _codes(rumah, dataset, rows) == {"ACUAN_BELUM_ADA": 1}
    _publish(rumah, rule.total_dari.dataset, totals)
    assert _codes(rumah, dataset, rows) == {}
    assert _codes(rumah, dataset, changed(rows, lambda r: r is rows[5], **{rule.ukuran: 11})) == {
        "BAGIAN_TIDAK_SAMA_TOTAL": 1
    }


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
    assert _codes(rumah, DESA, [{**r, measure: 8} for r in desa]) == {"SEBARAN_DI_LUAR_BATAS": 1}


def test_one_area_under_its_old_and_its_new_code(rumah: Rumah) -> None:
    dataset = "jumlah-kepala-keluarga-menurut-desa-kelurahan"
    standard = rumah.catalog.standar[dataset]
    rows = [
        {**r, standard.ukuran[0].nama: 5000} for r in rows_of(rumah.catalog, standard, ["2022"])
    ]
    new = next(r for r in rows if r["kemendagri_kode_desa_kelurahan"] == "32.16.01.1007")
    rows.append({**new, "kemendagri_kode_desa_kelurahan": "32.16.01.2007"})
    columns = standard.nama_kolom
    result = rumah.pemeriksa().periksa(
        as_csv(rows, columns), "uji.csv", dataset, mesin_kedua=verify
    )
    assert [f.kode for f in result.temuan if f.tahap == "dataset"] == ["WILAYAH_GANDA"]
