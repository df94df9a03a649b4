"""What the drafter reads out of workbooks it has never seen: sheets, merged headings, grammars.

Single rules are in test_drafting_core, data with a known standard in test_drafting_round_trip.
"""

from __future__ import annotations

import pytest

from spbe_data.standards.catalog import Catalog
from tests.standards.drafting_sheets import (
    as_csv,
    as_xlsx,
    columns,
    desa,
    draft,
    kecamatan,
    proposed,
)


def test_a_workbook_with_titles_units_totals_and_notes(catalog: Catalog) -> None:
    areas = kecamatan(catalog)
    rows: list[list[object]] = [
        ["Luas Wilayah dan Jumlah Rumah Tangga Menurut Kecamatan, 2023", "", "", ""],
        [],
        ["No", "Kecamatan", "Luas", "Rumah Tangga"],
        ["", "", "(Km2)", "(Rumah tangga)"],
        ["(1)", "(2)", "(3)", "(4)"],
        *[[n, f"Kec. {a.nama.title()}", 10.5 + n, 1000 * n] for n, a in enumerate(areas, 1)],
        ["", "Jumlah", 999, 9999],
        ["Sumber: Dinas Perumahan, 2023", "", "", ""],
    ]
    made = draft(catalog, as_xlsx(rows), "luas.xlsx")
    found = columns(made, catalog)
    assert made.tabel.height == len(areas)
    assert made.isian["judul"].nilai.startswith("Luas Wilayah dan Jumlah Rumah Tangga")
    assert {"bps_kode_kecamatan", "kemendagri_kode_kecamatan"} <= set(found)
    assert proposed(made, "kemendagri_kode_kecamatan").sumber is None
    assert (found["luas"]["tipe"], found["luas"]["skala"]) == ("desimal", 1)
    assert found["rumah_tangga"]["tipe"] == "bulat"
    assert proposed(made, "rumah_tangga").satuan == "RUMAH TANGGA"
    assert proposed(made, "luas").satuan not in ("", "RUMAH TANGGA")
    assert made.isian["tingkat_penyajian"].nilai == "kecamatan"
    assert made.isian["berlaku_untuk_periode_sejak"].nilai == "2023"


@pytest.mark.parametrize("system", ["kemendagri", "bps"])
def test_codes_of_one_system_bring_a_column_for_the_other(catalog: Catalog, system: str) -> None:
    areas = desa(catalog)
    rows = [["kolom satu", "tahun", "jumlah posyandu"]]
    rows += [[a.kode(system), "2024", "3"] for a in areas]
    made = draft(catalog, as_csv(rows))
    column = proposed(made, f"{system}_kode_desa_kelurahan")
    assert f"{len(areas)} dari {len(areas)} nilai" in column.alasan
    other = {"kemendagri": "bps", "bps": "kemendagri"}[system]
    assert proposed(made, f"{other}_kode_desa_kelurahan").sumber is None
    assert made.isian["kunci"].nilai[0] == "kemendagri_kode_desa_kelurahan"
    assert made.isian["cakupan"].nilai["tingkat"] == "desa_kelurahan"


def test_merged_sexes_over_age_groups_become_two_dimensions(catalog: Catalog) -> None:
    areas = kecamatan(catalog)
    ages = ["0-4", "5-9", "10-14"]
    rows: list[list[object]] = [
        ["Penduduk Menurut Umur 2024", "", "", "", "", "", ""],
        ["Kecamatan", "Laki-laki", "", "", "Perempuan", "", ""],
        ["", *ages, *ages],
        *[[a.nama, 1, 2, 3, 4, 5, 6] for a in areas],
    ]
    made = draft(catalog, as_xlsx(rows, merge=("B2:D2", "E2:G2")), "penduduk.xlsx")
    found = columns(made, catalog)
    assert found["jenis_kelamin"]["daftar"] == "jenis_kelamin"
    assert found["kelompok_umur"]["daftar"] == "kelompok_umur"
    assert made.tabel.height == 6 * len(areas)
    assert set(made.isian["kunci"].nilai) == {
        "kemendagri_kode_kecamatan", "jenis_kelamin", "kelompok_umur", "tahun",
    }  # fmt: skip
    pair = next(p for p in made.pemetaan if p.letak == "F")
    assert pair.nilai == {"jenis_kelamin": "PEREMPUAN", "kelompok_umur": "5-9"}


def test_four_header_rows_with_one_year_over_its_months(catalog: Catalog) -> None:
    months = ["Januari", "Februari", "Maret"]
    rows: list[list[object]] = [
        ["Pelabuhan", *["Jumlah Penumpang di Pelabuhan Utama (Orang)"] * 8],
        ["", *["Keberangkatan Domestik"] * 4, *["Keberangkatan Internasional"] * 4],
        ["", *["2023"] * 8],
        ["", *months, "Tahunan", *months, "Tahunan"],
        ["Utara", *range(1, 9)],
        ["Selatan", 11, 12, 13, 14, "-", "-", "-", "-"],
    ]
    made = draft(catalog, as_csv(rows), "penumpang.csv")
    found = columns(made, catalog)
    measures = [n for n, f in found.items() if f["peran"] == "ukuran"]
    assert measures == ["jumlah_penumpang_domestik", "jumlah_penumpang_internasional"]
    assert made.isian["periode"].nilai == "bulanan"
    assert made.tabel.height == 6
    assert {d.alasan.split(";")[0] for d in made.dilewati} == {"jumlah dari rinciannya"}
    assert {p.ukuran for p in made.pemetaan} == set(measures)
    assert made.tabel.filter(bulan="2")["jumlah_penumpang_domestik"].to_list() == ["2", "12"]


@pytest.mark.parametrize(
    ("values", "tipe", "tata", "skala"),
    [
        (["1.234,5", "12,75", "1.000"], "desimal", "id", 2),
        (["1,234.5", "12.75", "1,000"], "desimal", "en", 2),
        (["1.234", "12.500", "1.234.567"], "bulat", "id", None),
        (["12", "7", "1000"], "bulat", None, None),
    ],
)
def test_the_number_grammar_is_decided_over_all_values(
    catalog: Catalog, values: list[str], tipe: str, tata: str | None, skala: int | None
) -> None:
    rows = [
        ["nama_kecamatan", "produksi", "tahun"],
        *[[a.nama, v, 2024] for a, v in zip(kecamatan(catalog), values, strict=False)],
    ]
    found = columns(draft(catalog, as_csv(rows)), catalog)["produksi"]
    assert (found["tipe"], found.get("tata_angka"), found.get("skala")) == (tipe, tata, skala)
    assert found["minimum"] == 0 and found["maksimum"] >= 1000


def test_registers_agencies_and_sex_are_known_by_values_under_headings_that_say_nothing(
    catalog: Catalog,
) -> None:
    agencies = [a for a in catalog.perangkat_daerah.values() if a.singkatan][:6]
    schools = list(catalog.induk["satuan_pendidikan"].dasar)[:6]
    rows = [["a", "b", "c", "d", "tahun"]]
    rows += [
        [school, agency.singkatan, sex, str(n), "2024"]
        for n, (school, agency) in enumerate(zip(schools, agencies, strict=False), 10)
        for sex in ("L", "P")
    ]
    made = draft(catalog, as_csv(rows))
    by_place = {c.letak: c for c in made.kolom if c.letak}
    found = columns(made, catalog)
    assert found[by_place["A"].nama]["induk"] == "satuan_pendidikan"
    assert "perangkat_daerah" in by_place["B"].alasan
    assert by_place["C"].nama == "jenis_kelamin"


@pytest.mark.parametrize(
    ("heading", "cells", "period", "first"),
    [
        ("Bulan", ["Januari", "Februari", "Maret"], "bulanan", "2024-01"),
        ("Month", ["Jan", "Feb", "Mar"], "bulanan", "2024-01"),
        ("Triwulan", ["I", "II", "III"], "triwulanan", "2024-T1"),
        ("TW", ["TW 2", "TW 3", "TW 4"], "triwulanan", "2024-T2"),
        ("Semester", ["Semester I", "Semester II"], "semesteran", "2024-S1"),
    ],
)
def test_parts_of_the_year_give_the_frequency(
    catalog: Catalog, heading: str, cells: list[str], period: str, first: str
) -> None:
    rows = [["Tahun", heading, "Jumlah Kasus"]]
    rows += [["2024", cell, str(n)] for n, cell in enumerate(cells)]
    made = draft(catalog, as_csv(rows))
    assert made.isian["periode"].nilai == period
    assert made.isian["berlaku_untuk_periode_sejak"].nilai == first


def test_dates_alone_are_daily(catalog: Catalog) -> None:
    rows = [["Tgl", "Harga (Rp)"], *[[f"{d:02d}/07/2024", 1000 + d] for d in range(1, 32)]]
    made = draft(catalog, as_csv(rows), "cabai.csv")
    assert made.isian["periode"].nilai == "harian"
    assert columns(made, catalog)["tanggal"]["peran"] == "waktu"
    assert columns(made, catalog)["satuan"]["pola"] == "RUPIAH"


def test_the_key_is_the_smallest_unique_set_with_its_evidence(catalog: Catalog) -> None:
    areas = kecamatan(catalog)
    rows = [["kemendagri_kode_kecamatan", "jenis_kelamin", "keterangan", "jumlah", "tahun"]]
    rows += [
        [a.kode_kemendagri, sex, "sama", "5", "2024"]
        for a in areas
        for sex in ("LAKI-LAKI", "PEREMPUAN")
    ]
    key = draft(catalog, as_csv(rows)).isian["kunci"]
    assert key.nilai == ["kemendagri_kode_kecamatan", "jenis_kelamin", "tahun"]
    assert f"tanpa jenis_kelamin ada {len(areas)} baris kembar" in key.alasan
    rows.append(rows[-1])
    doubled = draft(catalog, as_csv(rows)).isian["kunci"]
    assert doubled.yakin < 0.5 and "1 dari" in doubled.alasan


def test_coverage_for_each_entry_only_where_every_entry_stands_in_every_area(
    catalog: Catalog,
) -> None:
    areas = kecamatan(catalog)
    rows = [["kemendagri_kode_kecamatan", "jenis_kelamin", "jumlah", "tahun"]]
    rows += [[a.kode_kemendagri, sex, "5", "2024"] for a in areas for sex in ("L", "P")]
    whole = draft(catalog, as_csv(rows)).isian["cakupan"].nilai
    assert whole == {"tingkat": "kecamatan", "untuk_setiap": ["jenis_kelamin"]}
    part = draft(catalog, as_csv(rows[:-1])).isian["cakupan"].nilai
    assert part == {"tingkat": "kecamatan"}


def test_the_sheet_with_the_table_is_read_and_said(catalog: Catalog) -> None:
    rows: list[list[object]] = [
        ["No", "Kode Wilayah", "Wilayah", "Tahun", "Jumlah RTLH (unit)"],
        *[[n, a.kode_kemendagri, a.nama, 2024, n] for n, a in enumerate(kecamatan(catalog), 1)],
    ]
    cover: list[list[object]] = [
        ["Kode", "DISPERKIM/079", "Frekuensi Data", "Tahunan"],
        ["Produsen Data", "Dinas Perumahan", "Tgl. Input Data", "28 Oktober 2022"],
    ]
    made = draft(catalog, as_xlsx(rows, sheet="Isi", before={"Metadata": cover}), "rtlh.xlsx")
    assert made.lembar == "Isi"
    assert any('"Isi"' in note and "1 lembar lain" in note for note in made.catatan)


def test_nothing_alike_is_not_called_alike(catalog: Catalog) -> None:
    rows = [["panjang trotoar", "tahun"], ["12", "2024"], ["13", "2023"]]
    assert draft(catalog, as_csv(rows), "trotoar.csv").mirip == ()


def test_the_region_itself_among_its_kecamatan_is_a_total(catalog: Catalog) -> None:
    areas = kecamatan(catalog)
    rows: list[list[object]] = [["Kecamatan", "Jumlah Posyandu"], *[[a.nama, 3] for a in areas]]
    rows.append(["Kabupaten Bekasi", 3 * len(areas)])
    made = draft(catalog, as_csv(rows), "posyandu 2024.csv")
    assert made.tabel.height == len(areas)
    assert made.isian["cakupan"].nilai == {"tingkat": "kecamatan"}
    level_above = [["Kabupaten/Kota", "Jumlah"], ["Kabupaten Bekasi", 3], ["Kota Bekasi", 4]]
    assert draft(catalog, as_csv(level_above), "x 2024.csv").tabel.height == 2


def test_names_and_addresses_beside_personal_numbers_are_personal(catalog: Catalog) -> None:
    beside = [["NIK", "Nama", "Alamat", "Jumlah"]]
    beside += [[f"321602050505{n:04d}", f"Orang {n}", f"Jalan {n}", "3"] for n in range(1, 9)]
    found = columns(draft(catalog, as_csv(beside)), catalog)
    assert [found[n].get("akses_umum", True) for n in ("nik", "nama", "alamat", "jumlah")] == [
        False, False, False, True,
    ]  # fmt: skip
    alone = columns(draft(catalog, as_csv([row[1:] for row in beside])), catalog)
    assert alone["nama"].get("akses_umum", True)


def test_short_months_with_two_digit_years_are_periods(catalog: Catalog) -> None:
    rows = [["Kecamatan", "Des-23", "Jan-24", "Feb-24"]]
    rows += [[a.nama, "1", "2", "3"] for a in kecamatan(catalog)]
    made = draft(catalog, as_csv(rows), "kunjungan.csv")
    assert made.isian["periode"].nilai == "bulanan"
    assert made.isian["berlaku_untuk_periode_sejak"].nilai == "2023-12"
    assert made.pemetaan[1].nilai == {"bulan": "1", "tahun": "2024"}


def test_the_year_of_the_title_goes_before_years_in_headings(catalog: Catalog) -> None:
    rows: list[list[object]] = [
        ["Penduduk dan Laju Pertumbuhan Menurut Kecamatan, 2022"],
        ["Kecamatan", "Jumlah Penduduk", "Laju Pertumbuhan Penduduk per Tahun 2010-2020 (%)"],
        *[[a.nama, 1000 + n, 1.2] for n, a in enumerate(kecamatan(catalog))],
    ]
    made = draft(catalog, as_xlsx(rows), "penduduk.xlsx")
    assert made.isian["berlaku_untuk_periode_sejak"].nilai == "2022"
    measures = [n for n, f in columns(made, catalog).items() if f["peran"] == "ukuran"]
    assert len(measures) == 2


def test_the_ends_of_long_numbers_are_not_shown(catalog: Catalog) -> None:
    rows = [["rekening", "jumlah"], *[[f"98{n:013d}", str(n)] for n in range(1, 30)]]
    made = draft(catalog, as_csv(rows), "x.csv")
    shown = str(made.dokumen()).replace(".", "")
    assert "980000000000001" not in shown and "980000000000029" not in shown
    assert "1 sampai 29" in proposed(made, "jumlah").alasan
