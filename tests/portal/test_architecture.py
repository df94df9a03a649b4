"""The pages of standards and architecture: what is drawn, what it leads to, and the one table."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from spbe_data.portal.architecture import WIDTH, Place, layered
from tests.portal.conftest import World

Reader = Callable[[str], str]

SHAPE = """
CREATE TABLE katalog.arsitektur_data (dataset VARCHAR, judul VARCHAR, judul_en VARCHAR,
  uraian VARCHAR, tujuan VARCHAR, sifat VARCHAR, jenis VARCHAR, validitas VARCHAR,
  perangkat_daerah VARCHAR, perangkat_daerah_nama VARCHAR, unit_produsen VARCHAR,
  penanggung_jawab VARCHAR, masukan VARCHAR, keluaran VARCHAR, interoperabilitas BOOLEAN,
  keterangan_interoperabilitas VARCHAR, proses_bisnis VARCHAR, layanan VARCHAR, rad VARCHAR,
  rad_nama VARCHAR, rad_induk VARCHAR, rad_induk_nama VARCHAR, terbit BOOLEAN, contoh BOOLEAN,
  kekurangan VARCHAR);
CREATE TABLE katalog.standar (dataset VARCHAR, versi VARCHAR, status VARCHAR, kini BOOLEAN,
  berlaku_untuk_periode_sejak VARCHAR, dasar_hukum VARCHAR, nomor_penetapan VARCHAR);
CREATE TABLE katalog.perubahan_standar (dataset VARCHAR, dari_versi VARCHAR, ke_versi VARCHAR,
  kelas_versi VARCHAR, kelas VARCHAR, isian VARCHAR, dari VARCHAR, ke VARCHAR, sebab VARCHAR);
CREATE TABLE katalog.garis_keturunan (hulu VARCHAR, hilir VARCHAR, dataset VARCHAR);
INSERT INTO katalog.arsitektur_data VALUES
  ('jumlah-dokter', 'Jumlah Dokter', 'Doctors', 'Uraian <dokter>', 'Tujuan', 'Terbuka', 'Statistik',
   'Tahunan', 'dinas-kesehatan', 'Dinas Kesehatan', 'belum ditetapkan', 'Kepala Dinas', 'SISDMK',
   'Profil kesehatan', true, 'lewat berkas', 'Pelayanan', 'Layanan Data', 'RAD.04.01', 'Kesehatan',
   'RAD.04', 'Perlindungan Sosial dan Kesehatan', true, true, ''),
  ('jumlah-pasar', 'Jumlah Pasar', 'Markets', 'U', 'T', 'Terbatas', NULL, 'Tahunan',
   'dinas-perdagangan', 'Dinas Perdagangan', '', '', '', '', NULL, '', '', '', 'RAD.02.02',
   'Perdagangan', 'RAD.02', 'Ekonomi dan Industri', false, true, 'tujuan, jenis data');
INSERT INTO katalog.standar VALUES
  ('jumlah-dokter', '1.0', 'ditetapkan', false, '2020', 'Keputusan uji', '7'),
  ('jumlah-dokter', '2.0', 'ditetapkan', true, '2024', 'Keputusan uji', '9'),
  ('jumlah-pasar', '1.0', 'rancangan', true, '2020', 'belum ada', NULL);
INSERT INTO katalog.perubahan_standar VALUES ('jumlah-dokter', '1.0', '2.0', 'memutus', 'memutus',
  'kolom.jumlah.maksimum', '10', '5', 'batas dipersempit');
INSERT INTO katalog.garis_keturunan VALUES
  ('referensi/wilayah', 'periksa/jumlah_dokter', 'jumlah-dokter'),
  ('periksa/jumlah_dokter', 'kurasi/jumlah_dokter', 'jumlah-dokter'),
  ('kurasi/jumlah_dokter', 'terbit/jumlah_dokter', 'jumlah-dokter'),
  ('terbit/jumlah_dokter', 'indikator/jumlah_dokter', 'jumlah-dokter'),
  ('kurasi/jumlah_dokter', 'gudang/duckdb', '');
"""


@pytest.fixture
def drawn(world: World) -> World:
    world.add("jumlah-dokter")
    world.sql.append(SHAPE)
    world.write()
    return world


def test_the_map_joins_agencies_and_topics(drawn: World, read: Reader) -> None:
    page = read("/arsitektur")
    assert page.count('class="map-line"') == 2
    for address in (
        "/arsitektur/perangkat-daerah/dinas-kesehatan",
        "/arsitektur/rad/RAD.04",
        "/arsitektur/dataset/jumlah-pasar",
    ):
        assert f'href="{address}"' in page
    assert "2 dataset, 1 lengkap" in page
    assert "2 datasets, 1 complete" in read("/arsitektur?bahasa=en")


def test_an_agency_and_a_topic_show_only_their_own(drawn: World, read: Reader) -> None:
    for address in ("/arsitektur/perangkat-daerah/dinas-kesehatan", "/arsitektur/rad/RAD.04"):
        page = read(address)
        assert "Jumlah Dokter" in page and "Jumlah Pasar" not in page
        assert page.count('class="map-line"') == 1


def test_an_entry_tells_attributes_lineage_versions_and_changes(drawn: World, read: Reader) -> None:
    page = read("/arsitektur/dataset/jumlah-dokter")
    assert "Uraian &lt;dokter&gt;" in page and "SISDMK" in page
    assert page.count('class="map-line"') == 5
    assert "Memutus" in page and "batas dipersempit" in page and "Keputusan uji 9" in page
    lacking = read("/arsitektur/dataset/jumlah-pasar")
    assert "Belum lengkap: tujuan, jenis data" in lacking
    assert "Grafik belum tercatat" in lacking


def test_the_pages_of_a_sample_system_say_so(drawn: World, read: Reader) -> None:
    for address in ("/standar", "/arsitektur", "/arsitektur/dataset/jumlah-dokter"):
        assert "Sistem contoh." in read(address)
    drawn.sql = [s.replace("true, 'Ringkasan", "false, 'Ringkasan").replace("True, 'Ringkasan", "False, 'Ringkasan") for s in drawn.sql]  # fmt: skip
    drawn.write()
    assert "Sistem contoh." not in read("/standar")


def test_what_is_not_there_is_not_found(drawn: World, client: TestClient) -> None:
    for address in ("perangkat-daerah/tidak-ada", "rad/RAD.99", "dataset/tidak-ada"):
        assert client.get(f"/arsitektur/{address}").status_code == 404


def test_the_table_reads_back(drawn: World, client: TestClient) -> None:
    answer = client.get("/arsitektur/tabel.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    found = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(r["dataset"], r["sifat"], r["jenis"]) for r in found] == [
        ("jumlah-dokter", "Terbuka", "Statistik"),
        ("jumlah-pasar", "Terbatas", ""),
    ]


def test_the_page_of_standards_lists_state_and_gaps(drawn: World, read: Reader) -> None:
    page = read("/standar")
    assert "2 standar" in page and "Ditetapkan 1" in page and "Rancangan 1" in page
    assert "2 versi" in page and "Belum lengkap: tujuan, jenis data" in page
    for door in ("arsitektur", "induk", "referensi", "register", "kualitas"):
        assert f'href="/{door}"' in page


nodes = st.lists(st.text(min_size=1, max_size=60), max_size=8)


@given(st.lists(nodes, min_size=1, max_size=5), st.randoms())
def test_a_drawing_stays_within_its_frame_and_boxes_apart(
    labels: list[list[str]], chance: object
) -> None:
    columns = [
        [Place(f"{c}.{n}", label) for n, label in enumerate(column)]
        for c, column in enumerate(labels)
    ]
    every = [p.id for column in columns for p in column]
    drawing = layered(columns, [(a, b, 1) for a in every[:3] for b in every[-3:]])
    assert len(drawing.kotak) == len(every)
    for box in drawing.kotak:
        assert box.x >= 0 and box.x + box.lebar <= WIDTH + 0.2
        assert box.y >= 0 and box.y + box.tinggi <= drawing.tinggi + 0.2
    for one, other in zip(drawing.kotak, drawing.kotak[1:], strict=False):
        if one.x == other.x:
            assert other.y >= one.y + one.tinggi
