"""Tables made wide come back: accepting all offers gives the table that they were made from."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spbe_data.flows.house import Rumah
from spbe_data.flows.repair import tawaran
from spbe_data.intake.model import Arahan
from spbe_data.standards.catalog import Catalog
from tests.repair.wide import (
    KECAMATAN,
    LONG,
    Gaya,
    indonesia,
    inggris,
    isi,
    isi_baris,
    lebar,
    panjang,
    polos,
    semua,
)
from tests.synthetic import as_csv

styles = st.builds(
    Gaya,
    angka=st.sampled_from([polos, indonesia, inggris]),
    bertingkat=st.booleans(),
    awalan=st.sampled_from(["", "Tahun", "Jumlah", "Jumlah Penduduk", "JUMLAH PENDUDUK (JIWA)"]),
    judul=st.sampled_from([(), ("JUMLAH PENDUDUK",), ("Tabel 3.1", "Menurut kecamatan")]),
    baris_jumlah=st.booleans(),
    kolom_jumlah=st.booleans(),
    sumber=st.booleans(),
    tanpa_kode=st.booleans(),
    tanpa_satuan=st.booleans(),
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    style=styles,
    years=st.lists(st.sampled_from([2024, 2025]), min_size=2, max_size=2, unique=True),
    values=st.lists(st.integers(0, 60_000), min_size=1, max_size=9),
)
def test_accepting_all_offers_gives_the_table_it_was_made_from(
    rumah: Rumah, catalog: Catalog, style: Gaya, years: list[int], values: list[int]
) -> None:
    rows = panjang(catalog, years, values)
    wide = lebar(rows, style)
    grammar = {"indonesia": "id", "inggris": "en"}.get(style.angka.__name__)
    how = Arahan(tata_angka=grammar)  # type: ignore[arg-type]  # one of the two names, or none
    done = semua(rumah, wide, arahan=how)
    assert isi(done.data) == isi_baris(rows)
    long = rumah.pemeriksa().periksa(as_csv(rows, LONG), "panjang.csv", KECAMATAN)
    found = {(r["kode"], r["kolom"], r["jumlah"]) for r in long.dokumen()["ringkasan"]}
    assert {
        (r["kode"], r["kolom"], r["jumlah"]) for r in done.sesudah.dokumen()["ringkasan"]
    } == found


def test_a_wide_table_is_refused_before_and_read_after(rumah: Rumah, catalog: Catalog) -> None:
    rows = panjang(catalog, [2024, 2025], [1200, 34_567])
    done = semua(rumah, lebar(rows, Gaya(baris_jumlah=True, awalan="Jumlah")))
    before = {f.kode for f in done.sebelum.temuan}
    assert "TAHUN_SEBAGAI_KOLOM" in before
    assert not {"TAHUN_SEBAGAI_KOLOM", "BARIS_TOTAL"} & {f.kode for f in done.sesudah.temuan}


def test_numbers_that_only_the_total_row_decides_are_read_by_it(
    rumah: Rumah, catalog: Catalog
) -> None:
    rows = panjang(catalog, [2024, 2025], [52_345, 59_876], groups=12)
    wide = lebar(rows, Gaya(angka=indonesia, baris_jumlah=True))
    done = semua(rumah, wide)
    assert isi(done.data) == isi_baris(rows)
    assert "ANGKA_AMBIGU:jumlah_penduduk" in {t.nama for t in done.dipakai}


def test_ambiguous_numbers_are_never_offered_until_the_sender_says_how_they_are_written(
    rumah: Rumah, catalog: Catalog
) -> None:
    rows = panjang(catalog, [2024, 2025], [1234, 2345])
    wide = lebar(rows, Gaya(angka=indonesia))
    offers = tawaran(rumah, wide, "a.csv", KECAMATAN).tawaran
    assert not [t for t in offers if t.kode.startswith("ANGKA_")]
    named = tawaran(rumah, wide, "a.csv", KECAMATAN, arahan=Arahan(tata_angka="id")).tawaran
    assert [t.nama for t in named if t.kode.startswith("ANGKA_")] == [
        "ANGKA_AMBIGU:jumlah_penduduk"
    ]


@pytest.mark.parametrize(("wrong", "words"), [(0, "sama dengan"), (1, "BERBEDA")])
def test_a_total_row_is_said_to_equal_its_parts_or_not(
    rumah: Rumah, catalog: Catalog, wrong: int, words: str
) -> None:
    rows = panjang(catalog, [2024, 2025], [1200, 34_567])
    lines = lebar(rows, Gaya(baris_jumlah=True)).decode().splitlines()
    cells = lines[-1].split(",")
    cells[-1] = str(int(cells[-1]) + wrong)
    data = "\n".join([*lines[:-1], ",".join(cells)]).encode()
    (offer,) = [
        t for t in tawaran(rumah, data, "a.csv", KECAMATAN).tawaran if t.kode == "BARIS_TOTAL"
    ]
    assert words in " ".join(k.id for k in offer.catatan)
    if wrong:
        assert f"Baris {len(lines)}" in offer.catatan[0].id and cells[-1] in offer.catatan[0].id


def test_areas_and_categories_as_columns_become_rows(rumah: Rumah, catalog: Catalog) -> None:
    rows = [
        r for r in panjang(catalog, [2024], [1200, 34_567]) if r["jenis_kelamin"] == "PEREMPUAN"
    ]
    areas = {r["kemendagri_kode_kecamatan"]: r["kemendagri_nama_kecamatan"] for r in rows}
    ages = list(dict.fromkeys(r["kelompok_umur"] for r in rows))
    value = {
        (r["kemendagri_kode_kecamatan"], r["kelompok_umur"]): r["jumlah_penduduk"] for r in rows
    }
    lines = [
        ",".join(["kelompok_umur", "jenis_kelamin", "tahun", *(n.title() for n in areas.values())])
    ]
    lines += [
        ",".join([age, "PEREMPUAN", "2024", *(str(value[a, age]) for a in areas)]) for age in ages
    ]
    done = semua(rumah, "\n".join(lines).encode())
    columns = [c for c in LONG if c != "kemendagri_nama_kecamatan"]
    assert isi(done.data, columns) == isi_baris(rows, columns)
    assert "KOLOM_HILANG:kemendagri_kode_kecamatan" in {t.nama for t in done.dipakai}

    both = panjang(catalog, [2024], [1200, 34_567, 8000])
    table: dict[tuple[str, str], dict[str, int]] = {}
    for r in both:
        table.setdefault((r["kemendagri_kode_kecamatan"], r["kelompok_umur"]), {})[
            r["jenis_kelamin"]
        ] = r["jumlah_penduduk"]
    lines = ["kemendagri_kode_kecamatan,kelompok_umur,tahun,Laki-laki,Perempuan,Jumlah"]
    for (area, age), v in table.items():
        lines.append(f"{area},{age},2024,{v['LAKI-LAKI']},{v['PEREMPUAN']},{sum(v.values())}")
    done = semua(rumah, "\n".join(lines).encode())
    assert isi(done.data, columns) == isi_baris(both, columns)
    (turned,) = [t for t in done.dipakai if t.nama == "KOLOM_HILANG:jenis_kelamin"]
    assert f"pada {len(table)} baris" in turned.catatan[0].id


def test_months_as_columns_become_rows(rumah: Rumah) -> None:
    data = b"tahun,Januari,Pebruari,Mar\n2024,10,20,30\n2025,11,21,31\n"
    done = semua(rumah, data, "harga-cabai-rawit-merah", diterima=["KOLOM_HILANG:bulan"])
    assert isi(done.data, ("tahun", "bulan", "harga")) == sorted(
        [
            ("2024", "1", "10"), ("2024", "2", "20"), ("2024", "3", "30"),
            ("2025", "1", "11"), ("2025", "2", "21"), ("2025", "3", "31"),
        ]
    )  # fmt: skip


def test_two_texts_that_name_no_one_column_are_no_offer(rumah: Rumah) -> None:
    data = b"kelompok_umur,A 2023,B 2023,A 2024\n0-4,1,2,3\n5-9,4,5,6\n"
    offers = tawaran(rumah, data, "a.csv", KECAMATAN).tawaran
    assert "TAHUN_SEBAGAI_KOLOM" not in {t.kode for t in offers}


def test_years_over_categories_with_totals_and_a_row_of_column_numbers(rumah: Rumah) -> None:
    lines = [
        "Tabel 1,,,,,,,",
        "Kecamatan,Kelompok Umur,2024,,,2025,,",
        ",,Laki-laki,Perempuan,Jumlah,Laki-laki,Perempuan,Jumlah",
        "(1),(2),(3),(4),(5),(6),(7),(8)",
        "Tarumajaya,0-4,100,110,210,120,130,250",
        "Babelan,0-4,200,210,410,220,230,450",
        "Jumlah,,300,320,620,340,360,700",
    ]
    done = semua(rumah, "\n".join(lines).encode())
    columns = ("kemendagri_kode_kecamatan", "jenis_kelamin", "tahun", "jumlah_penduduk")
    assert isi(done.data, columns) == [
        ("32.16.01", "LAKI-LAKI", "2024", "100"),
        ("32.16.01", "LAKI-LAKI", "2025", "120"),
        ("32.16.01", "PEREMPUAN", "2024", "110"),
        ("32.16.01", "PEREMPUAN", "2025", "130"),
        ("32.16.02", "LAKI-LAKI", "2024", "200"),
        ("32.16.02", "LAKI-LAKI", "2025", "220"),
        ("32.16.02", "PEREMPUAN", "2024", "210"),
        ("32.16.02", "PEREMPUAN", "2025", "230"),
    ]
    (notes,) = [t for t in done.dipakai if t.kode == "BARIS_KETERANGAN"]
    assert notes.parameter["baris"] == [4]
