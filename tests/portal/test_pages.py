"""What readers see: pages in both languages, search, the marks of a sample system."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tests.portal.conftest import World

Reader = Callable[[str], str]

PAGES = (
    "/",
    "/dataset",
    "/dataset/jumlah-dokter",
    "/dataset/jumlah-dokter/rilis/1",
    "/monev",
    "/kualitas",
    "/tentang",
)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("bahasa", ["id", "en"])
def test_every_page_speaks_its_language_and_says_contoh(
    published: World, read: Reader, address: str, bahasa: str
) -> None:
    page = read(address + ("?bahasa=en" if bahasa == "en" else ""))
    assert f'<html lang="{bahasa}">' in page
    assert ("Sistem contoh." in page, "Sample system." in page) == (bahasa == "id", bahasa == "en")
    other = "bahasa=en" if bahasa == "id" else f'href="{address}"'
    assert other in page
    if bahasa == "en":
        assert 'href="/monev?bahasa=en"' in page


def test_without_sample_records_there_is_no_ribbon(world: World, read: Reader) -> None:
    world.add("jumlah-dokter", contoh=False)
    world.write()
    assert "Sistem contoh." not in read("/")


def test_home_counts_and_newest_index_of_the_own_government(published: World, read: Reader) -> None:
    region = published.settings.nama_wilayah
    published.sql.append(
        "INSERT INTO kematangan.indeks VALUES "
        f"('Pemerintah {region}', 2023, 'a', 'terbit', 3.28, 'Baik', 's'), "
        f"('Pemerintah {region}', 2024, 'a', 'terbit', 4.075, 'Sangat Baik', 's'), "
        "('Pemerintah Kota Lain', 2025, 'a', 'contoh', 1.2, 'Kurang', 's')"
    )
    published.write()
    page = read("/")
    assert "4,08" in page  # half up
    assert "Indeks SPBE 2024" in page
    assert "1,20" not in page


def test_dataset_page_tells_what_the_release_holds(published: World, read: Reader) -> None:
    published.sql += [
        "INSERT INTO kualitas.temuan VALUES "
        "('jumlah-dokter','p','2020',2,'LONJAKAN','dataset','peringatan','jumlah',3,'C3',1), "
        "('jumlah-dokter','p','2020',2,'LONJAKAN','dataset','peringatan','jumlah',4,'C4',1), "
        "('jumlah-dokter','p','2020',1,'REVISI_BESAR','dataset','peringatan','jumlah',4,'C4',1), "
        "('jumlah-dokter','p','2020',NULL,'BUKAN_ANGKA','baris','tolak','jumlah',9,'C9',1)",
        "INSERT INTO kualitas.skor_dataset VALUES "
        "('jumlah-dokter','2019',1,'jabar','keunikan',100,'1','2026-11-22'), "
        "('jumlah-dokter','2020',2,'jabar','keunikan',50,'1','2026-11-22'), "
        "('jumlah-dokter','2020',1,'jabar','keunikan',0,'1','2026-11-22'), "
        "('jumlah-dokter','2020',2,'bps','relevansi',NULL,'1','2026-11-22')",
        "INSERT INTO katalog.versi VALUES ('jumlah-dokter','2020',3,true,'p','x',2,'2026')",
    ]
    published.write()
    page = read("/dataset/jumlah-dokter")
    assert "1.234.567,5" in page  # a measure, the Indonesian way
    assert ">0016012001<" in page  # a code, as text
    assert ">2019<" in page and "2.019" not in page  # a year is no measure
    assert "Definisi jumlah." in page
    assert "Kolom tertutup" not in page and "rahasia" not in page
    assert "melonjak" in page and "2 kali" in page
    assert "Revisi mengubah" not in page  # of a superseded version
    assert "BUKAN_ANGKA" not in page and "bukan angka" not in page  # of a returned file
    assert "75,0" in page  # the mean over the current versions only
    assert "Belum terukur" in page
    assert "22 November 2026" in page
    assert "Pasal 5 ayat (5)" in page
    assert 'src="/dataset/jumlah-dokter/rilis/2/grafik.svg"' in page
    assert "Digantikan" in page and "Berlaku" in page
    assert page.count('<th scope="row">2020</th>') == 2  # version 3 is in no release: not shown


def test_english_dataset_page_formats_the_english_way(published: World, read: Reader) -> None:
    page = read("/dataset/jumlah-dokter?bahasa=en")
    assert "1,234,567.5" in page
    assert "Doctors" in page and "Summary of doctors." in page
    assert "Attribution 4.0" in page and "To be decided." in page


def test_standar_data_is_shown_when_the_catalogue_carries_it(
    published: World, read: Reader
) -> None:
    assert 'id="standar"' not in read("/dataset/jumlah-dokter")
    published.sql += [
        "ALTER TABLE katalog.dataset ADD COLUMN satuan VARCHAR",
        "UPDATE katalog.dataset SET satuan = 'orang'",
    ]
    published.write()
    assert "orang" in read("/dataset/jumlah-dokter").split('id="standar"')[1]


def test_old_release_page_points_to_the_newer_one(published: World, read: Reader) -> None:
    assert "rilis 2" in read("/dataset/jumlah-dokter/rilis/1")
    assert "Ada rilis yang lebih baru" not in read("/dataset/jumlah-dokter/rilis/2")


def test_list_searches_filters_and_counts(world: World, read: Reader) -> None:
    world.add("jumlah-dokter")
    world.add(
        "jumlah-sekolah", judul="Jumlah Sekolah", judul_en="Schools", topik="Pendidikan",
        agency="dinas-pendidikan", agency_name="Dinas Pendidikan",
    )  # fmt: skip
    world.add("jumlah-guru", judul="Jumlah Guru", judul_en="Teachers", topik="Pendidikan",
        agency="dinas-pendidikan", agency_name="Dinas Pendidikan",
    )  # fmt: skip
    world.write()
    every = read("/dataset")
    assert "3 dataset" in every
    one = read("/dataset?q=SEKÓLAH")
    assert "1 dataset" in one and "Jumlah Dokter" not in one
    by_english = read("/dataset?q=teachers")
    assert "Jumlah Guru" in by_english and "Jumlah Sekolah" not in by_english
    topic = read("/dataset?topik=Pendidikan")
    assert "2 dataset" in topic and "/dataset/jumlah-dokter" not in topic
    assert "topik=Kesehatan" in topic  # the other values of the facet stay within reach
    empty = read("/dataset?q=zzz")
    assert "Tidak ada dataset yang cocok" in empty
    assert read("/dataset?hal=-1") and read("/dataset?hal=999999999999") and read("/dataset?hal=٣")


def test_long_list_is_cut_into_pages(world: World, read: Reader) -> None:
    for n in range(23):
        world.add(f"data-nomor-{n:02}", judul=f"Data nomor {n:02}")
    world.write()
    first, second = read("/dataset"), read("/dataset?hal=2")
    assert "Data nomor 19" in first and "Data nomor 20" not in first
    assert "Data nomor 20" in second and "Data nomor 19" not in second
    assert "Halaman 2 dari 2" in second


def test_monev_keeps_other_governments_out_of_the_own_series(
    published: World, read: Reader, client: TestClient
) -> None:
    region = published.settings.nama_wilayah
    published.sql += [
        "INSERT INTO kematangan.indeks VALUES "
        f"('Pemerintah {region}', 2023, 'lama', 'terbit', 3.28, 'Baik', 'Penerbit A'), "
        f"('Pemerintah {region}', 2024, 'baru', 'terbit', 4.08, 'Sangat Baik', 'Penerbit B'), "
        "('Pemerintah Kota Lain', 2021, 'lama', 'contoh', 1.2, 'Kurang', 'Penerbit C')",
        "INSERT INTO kematangan.domain VALUES "
        "('Pemerintah Kota Lain', 2021, 'lama', 'contoh', 1, '1', 'Kebijakan', 2.25)",
        "INSERT INTO kematangan.indikator VALUES "
        "('Pemerintah Kota Lain', 2021, 'lama', 'contoh', 1, '35a', 'Layanan sektor', 3)",
    ]
    published.write()
    page = read("/monev")
    own, sample = page.split('id="rincian"')
    assert "3,28" in own and "4,08" in own and "Penerbit B" in own
    assert "Kota Lain" not in own
    assert "Garis putus-putus" in own  # the instrument changed between the years
    assert "bukan nilai " + region in sample
    assert "2,25" in sample and "35a" in sample and "Contoh" in sample
    picture = client.get("/monev/indeks.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert picture.text.count('class="bar"') == 2 and 'class="break"' in picture.text
    assert "Kota Lain" not in picture.text
    assert client.get("/monev?instansi=Tidak+ada").status_code == 404
    assert "35a" in read("/monev?instansi=Pemerintah+Kota+Lain&tahun=2021")


def test_quality_page_counts_open_standards_only(published: World, read: Reader) -> None:
    published.sql += [
        "INSERT INTO katalog.daftar_data VALUES ('data-tertutup', 'Judul Tertutup', 'Closed', "
        "'dinas-kesehatan', 'Dinas Kesehatan', 'tertutup')",
        "INSERT INTO kualitas.kalender VALUES "
        "('jumlah-dokter', '2021', '2022-04-30', 'terlambat', NULL, NULL, NULL), "
        "('jumlah-dokter', '2022', '2023-04-30', 'terlambat', NULL, NULL, NULL), "
        "('jumlah-dokter', '2020', '2021-04-30', 'terbit', '2026', 1, 1), "
        "('data-tertutup', '2020', '2021-04-30', 'dikembalikan', NULL, NULL, NULL)",
    ]
    published.write()
    page = read("/kualitas")
    assert "2021–2022" in page and "Terlambat" in page
    assert "Judul Tertutup" not in page
    assert "91,3" in page


def test_unpublished_and_closed_datasets_have_no_page(
    published: World, client: TestClient, read: Reader
) -> None:
    published.add("data-terbatas", judul="Judul Terbatas", akses="terbatas")
    published.write()
    assert "Judul Terbatas" not in read("/dataset") + read("/")
    for address in (
        "/dataset/data-terbatas",
        "/dataset/data-terbatas/rilis/1",
        "/dataset/data-terbatas/rilis/1/data-terbatas.csv",
        "/dataset/data-terbatas/unduh.csv",
        "/dataset/tidak-ada",
    ):
        assert client.get(address).status_code == 404, address
