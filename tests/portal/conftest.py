"""A small published world: the analysts' file and release folders, made by hand for the portal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pytest
from starlette.testclient import TestClient

from spbe_data.portal.app import create_app
from spbe_data.settings import Settings

SHAPE = """
CREATE SCHEMA katalog; CREATE SCHEMA kualitas; CREATE SCHEMA kematangan; CREATE SCHEMA referensi;
CREATE SCHEMA induk; CREATE SCHEMA kurasi;
CREATE TABLE katalog.dataset (dataset VARCHAR, judul VARCHAR, judul_en VARCHAR,
  perangkat_daerah VARCHAR, perangkat_daerah_nama VARCHAR, topik VARCHAR, rad VARCHAR,
  frekuensi VARCHAR, tingkat_penyajian VARCHAR, akses VARCHAR, lisensi VARCHAR, contoh BOOLEAN,
  ringkasan VARCHAR, ringkasan_en VARCHAR, sumber_angka VARCHAR, rilis BIGINT,
  periode_awal VARCHAR, periode_akhir VARCHAR, jumlah_periode BIGINT, jumlah_baris BIGINT,
  skor_kualitas DECIMAL(18,10), terbit_pada VARCHAR);
CREATE TABLE katalog.daftar_data (dataset VARCHAR, judul VARCHAR, judul_en VARCHAR,
  perangkat_daerah VARCHAR, perangkat_daerah_nama VARCHAR, akses VARCHAR);
CREATE TABLE katalog.kolom (dataset VARCHAR, urut BIGINT, nama VARCHAR, judul VARCHAR,
  judul_en VARCHAR, peran VARCHAR, tipe VARCHAR, konsep VARCHAR, definisi VARCHAR,
  rujukan_waktu VARCHAR, daftar VARCHAR, wajib BOOLEAN, akses_umum BOOLEAN);
CREATE TABLE katalog.rilis (dataset VARCHAR, rilis BIGINT, terbit_pada VARCHAR,
  jumlah_baris BIGINT, periode VARCHAR, versi BIGINT);
CREATE TABLE katalog.versi (dataset VARCHAR, periode VARCHAR, versi BIGINT, kini BOOLEAN,
  pengajuan VARCHAR, sumber_sha256 VARCHAR, jumlah_baris BIGINT, pada VARCHAR);
CREATE TABLE kualitas.temuan (dataset VARCHAR, pengajuan VARCHAR, periode VARCHAR, versi BIGINT,
  kode VARCHAR, tahap VARCHAR, tingkat VARCHAR, kolom VARCHAR, baris BIGINT, sel VARCHAR,
  jumlah BIGINT);
CREATE TABLE kualitas.skor_dataset (dataset VARCHAR, periode VARCHAR, versi BIGINT,
  kerangka VARCHAR, dimensi VARCHAR, skor DECIMAL(18,10), ambang_versi VARCHAR, dihitung_pada DATE);
CREATE TABLE kualitas.skor_perangkat_daerah (perangkat_daerah VARCHAR, tahun BIGINT, cakupan VARCHAR,
  kerangka VARCHAR, dimensi VARCHAR, skor DECIMAL(18,10), jumlah_dataset BIGINT,
  ambang_versi VARCHAR);
CREATE TABLE kualitas.riwayat_skor (jenis VARCHAR, id VARCHAR, tanggal DATE, rilis BIGINT,
  kerangka VARCHAR, dimensi VARCHAR, skor DECIMAL(18,10), ambang_versi VARCHAR, terbuka BOOLEAN);
CREATE TABLE kualitas.skor_walidata (tahun BIGINT, ukuran VARCHAR, nilai DECIMAL(18,10),
  satuan VARCHAR, dasar BIGINT, skor DECIMAL(18,10), ambang_hari BIGINT, ambang_versi VARCHAR,
  contoh BOOLEAN);
CREATE TABLE kualitas.ketepatan_waktu (dataset VARCHAR, periode VARCHAR, jadwal DATE,
  terbit_pada VARCHAR, selisih_hari BIGINT, lag_dari_akhir_periode BIGINT);
CREATE TABLE kualitas.kalender (dataset VARCHAR, periode VARCHAR, jatuh_tempo DATE,
  keadaan VARCHAR, terbit_pada VARCHAR, selisih_hari BIGINT, lag_dari_akhir_periode BIGINT);
CREATE TABLE kematangan.indeks (instansi VARCHAR, tahun BIGINT, instrumen VARCHAR, status VARCHAR,
  indeks DECIMAL(18,10), predikat VARCHAR, sumber VARCHAR);
CREATE TABLE kematangan.domain (instansi VARCHAR, tahun BIGINT, instrumen VARCHAR, status VARCHAR,
  urut BIGINT, id VARCHAR, nama VARCHAR, indeks DECIMAL(18,10));
CREATE TABLE kematangan.aspek AS FROM kematangan.domain;
CREATE TABLE kematangan.indikator AS FROM kematangan.domain;
CREATE TABLE referensi.lisensi (kode VARCHAR, nama VARCHAR, nama_en VARCHAR, berlaku_sejak DATE,
  berlaku_sampai DATE, url VARCHAR, komersial VARCHAR, catatan VARCHAR, catatan_en VARCHAR);
CREATE TABLE referensi.frekuensi (kode VARCHAR, nama VARCHAR, nama_en VARCHAR);
CREATE TABLE induk.perangkat_daerah (id VARCHAR, nama VARCHAR);
INSERT INTO referensi.lisensi VALUES
  ('CC-BY-4.0', 'Atribusi 4.0', 'Attribution 4.0', NULL, NULL,
   'https://creativecommons.org/licenses/by/4.0/', 'ya', 'Perlu diputuskan.', 'To be decided.'),
  ('aneh', 'Aneh', 'Odd', NULL, NULL, 'javascript:alert(1)', 'tidak', NULL, NULL);
INSERT INTO referensi.frekuensi VALUES ('tahunan', 'Tahunan', 'Annual');
"""

MOMENT = "2026-11-22T03:04:05+00:00"


@dataclass
class World:
    """What is published; ``write`` makes the file aside and renames it, as the publisher does."""

    settings: Settings
    sql: list[str] = field(default_factory=list)

    def add(
        self,
        dataset: str,
        *,
        judul: str = "Jumlah Dokter",
        judul_en: str = "Doctors",
        agency: str = "dinas-kesehatan",
        agency_name: str = "Dinas Kesehatan",
        topik: str = "Kesehatan",
        lisensi: str = "CC-BY-4.0",
        akses: str = "terbuka",
        contoh: bool = True,
        rilis: int = 1,
        skor: str = "91.25",
    ) -> None:
        """One dataset with a measure, a code and years 2019 and 2020, and its release folders."""
        q = _q
        self.sql += [
            f"INSERT INTO katalog.dataset VALUES ({q(dataset)}, {q(judul)}, {q(judul_en)}, "
            f"{q(agency)}, {q(agency_name)}, {q(topik)}, 'RAD.04.01', 'tahunan', 'kabupaten_kota', "
            f"{q(akses)}, {q(lisensi)}, {contoh}, 'Ringkasan dokter.', 'Summary of doctors.', "
            f"'Penerbit: sumber', {rilis}, '2019', '2020', 2, 2, {skor}, '{MOMENT}')",
            f"INSERT INTO katalog.daftar_data VALUES ({q(dataset)}, {q(judul)}, {q(judul_en)}, "
            f"{q(agency)}, {q(agency_name)}, {q(akses)})",
            f"INSERT INTO katalog.kolom VALUES ({q(dataset)}, 1, 'kode_desa', 'Kode desa', "
            "'Village code', 'wilayah', 'teks', 'Penanda.', 'Sepuluh angka.', '', NULL, true, true), "
            f"({q(dataset)}, 2, 'tahun', 'Tahun', 'Year', 'waktu', 'bulat', 'T.', 'T.', '', NULL, "
            f"true, true), ({q(dataset)}, 3, 'jumlah', 'Jumlah', 'Number', 'ukuran', 'desimal', "
            f"'Banyaknya.', 'Definisi jumlah.', '31 Desember', NULL, true, true), ({q(dataset)}, 4, "
            "'rahasia', 'Kolom tertutup', 'Closed', 'keterangan', 'teks', 'R', 'R', '', NULL, true, "
            "false)",
        ]
        for number in range(1, rilis + 1):
            for periode in ("2019", "2020"):
                versi = number if periode == "2020" else 1
                self.sql.append(
                    f"INSERT INTO katalog.rilis VALUES ({q(dataset)}, {number}, '{MOMENT}', 2, "
                    f"'{periode}', {versi})"
                )
            self._folder(dataset, number)

    def _folder(self, dataset: str, number: int) -> None:
        folder = self.settings.terbitan / dataset / "rilis" / str(number)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{dataset}.csv").write_text(
            f"kode_desa,tahun,jumlah\r\n0016012001,2019,1234567.5\r\n0016012001,2020,{number}\r\n",
            encoding="utf-8",
        )
        (folder / f"{dataset}.json").write_text("{}", encoding="utf-8")
        (folder / "kamus.json").write_text("[]", encoding="utf-8")
        (folder / "grafik.svg").write_text(
            '<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8"
        )
        parquet = folder / f"{dataset}.parquet"
        with duckdb.connect() as con:
            con.execute(
                "COPY (SELECT * FROM (VALUES ('0016012001', 2019, 1234567.5::DECIMAL(12,1)), "
                f"('0016012001', 2020, {number}::DECIMAL(12,1))) t(kode_desa, tahun, jumlah)) "
                f"TO '{parquet}' (FORMAT parquet)"
            )
        files = {
            p.name: {
                "sha256": hashlib.sha256(p.read_bytes()).hexdigest(),
                "ukuran": p.stat().st_size,
            }
            for p in sorted(folder.iterdir())
            if p.name != "manifest.json"
        }
        manifest: dict[str, Any] = {
            "dataset": dataset,
            "rilis": number,
            "terbit_pada": MOMENT,
            "contoh": True,
            "standar": {"versi": "1.0"},
            "kolom": ["kode_desa", "tahun", "jumlah"],
            "berkas": files,
        }
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    def write(self) -> None:
        path = self.settings.duckdb
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(".baru.duckdb")
        aside.unlink(missing_ok=True)
        with duckdb.connect(str(aside)) as con:
            con.execute(SHAPE)
            for statement in self.sql:
                con.execute(statement)
        aside.replace(path)


def _q(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@pytest.fixture
def world(settings: Settings) -> World:
    return World(settings)


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(
        create_app(settings), raise_server_exceptions=False, follow_redirects=False
    ) as made:
        yield made


@pytest.fixture
def published(world: World) -> World:
    """One dataset, ``jumlah-dokter``, in two releases."""
    world.add("jumlah-dokter", rilis=2)
    world.write()
    return world


Reader = Callable[[str], str]


@pytest.fixture
def read(client: TestClient) -> Reader:
    """The text of a page that must answer 200."""

    def page(address: str) -> str:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code, answer.text[:400])
        return answer.text

    return page
