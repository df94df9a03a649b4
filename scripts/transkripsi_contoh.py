"""Transcribes published figures into the sample submissions of ``contoh/pengajuan``.

    python scripts/transkripsi_contoh.py RAW_FOLDER [--keluar FOLDER]

``RAW_FOLDER`` holds the tables as their publishers gave them, one folder per publisher
(``opendata-jabar/``, ``idm-desa-jabar/``, ``dukcapil/``, ``satudata-kab-bekasi/``, ``bps-jabar/``).
Writes one file and one sidecar (same stem, ``.yaml``) per submission, and ``keputusan.yaml`` beside
the folder. The same raw folder gives the same bytes.

Belongs here: which rows and columns go where, and which defects are planted; this script is part of
the sample's content, so it names its sources and places. A figure is never changed, except in a submission whose sidecar says ``cacat.ditanam: true`` and names the change.
Where a source gives names only, codes come from the area register; the sidecar says so.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import python_calamine
import xlsxwriter
import yaml

from spbe_data.identifiers.periode import Periode
from spbe_data.identifiers.wilayah import RegisterWilayah, Wilayah
from spbe_data.settings import load_settings
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.models import Standar

Row = dict[str, str]

_RUJUKAN_WAKTU_DAFTAR = "Tahun data"
_NO_STATED_LICENCE = "tidak dinyatakan"


class TranskripsiGagal(ValueError):
    """The raw tables are not what this script was written for; the message says where."""


# -- sources --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sumber:
    """One raw table: where it lies in the raw folder and where it was first published.

    ``lisensi`` is what the repository states for itself; it does not bind the first publisher.
    """

    berkas: str
    penerbit: str
    nama: str
    repositori: str
    berkas_asal: str
    komit: str
    lisensi: str = _NO_STATED_LICENCE


_JABAR = "Open Data Jabar"
_KONDISI = ("adindadwi68/Kondisi-kependudukan-Jawa-Barat", "316d0e0cc330")
_STUNTING = ("eryirawan/Dashboard-Jawa-Barat-Bebas-Stunting", "c0d2f76533d8")
_KERJA = ("defrijay/EDA-Work-Area-Decision-Making", "662746fab967")
_VISUAL = ("firmanh3200/Visualisasi-Open-Data-Jabar", "46b978ceec53")
_ANALISIS = ("electroguns/Analisis-Data", "0d29b6d6308c")
_JDS = ("jabardigitalservice/visualisasi-opendatajabar-r", "21938134938f")
_BANJIR = ("ibayyabi/II4013-Tubes-Data-Analytics-Banjir-Jawa-Barat", "0038697ba5bb")
_KCA = ("firmanh3200/kca3200", "c4082e45e8f6")


def _jabar(
    file: str, name: str, repo: tuple[str, str], folder: str = "", licence: str = _NO_STATED_LICENCE
) -> Sumber:
    return Sumber(
        f"opendata-jabar/{file}", _JABAR, name, repo[0], f"{folder}{file}", repo[1], licence
    )


def _idm(file: str, name: str) -> Sumber:
    return Sumber(
        f"idm-desa-jabar/{file}", "DPMDesa Jawa Barat", name, _KCA[0], f"data/{file}", _KCA[1]
    )


SUMBER: dict[str, Sumber] = {
    "penduduk-lama": _jabar(
        "jumlah_penduduk_berdasarkan_jenis_kelamin_data.csv",
        "Jumlah Penduduk Berdasarkan Jenis Kelamin di Jawa Barat (rilis lama)",
        _JDS,
        "2021-10_garis-kemiskinan-jabar/data_raw/",
    ),
    "penduduk": _jabar(
        "jumlah penduduk.csv",
        "Jumlah Penduduk Berdasarkan Jenis Kelamin di Jawa Barat",
        _KONDISI,
        "Dataset/",
    ),
    "piramida": Sumber(
        "dukcapil/piramida2024.csv",
        "BKKBN, Portal Pendataan Keluarga SIGA",
        "Penduduk menurut kelompok umur dan kecamatan 2024",
        "firmanh3200/makro32",
        "piramida2024/data.csv",
        "e40c8262eb7b",
    ),
    "gis": Sumber(
        "dukcapil/gis-dukcapil.csv",
        "Ditjen Dukcapil Kemendagri",
        "GIS Dukcapil, agregat penduduk per desa/kelurahan, semester 1 2024",
        "firmanh3200/adminduk32",
        "gis-dukcapil.csv",
        "96b54451d836",
        "MIT",
    ),
    "kk": replace(
        _idm("jumlahkk.xlsx", "Jumlah Kepala Keluarga Berdasarkan Desa/Kelurahan di Jawa Barat"),
        penerbit=_JABAR,
    ),
    "faskes": _jabar(
        "jum_fasilitas.csv", "Jumlah Fasilitas Kesehatan Berdasarkan Jenis", _KONDISI, "Dataset/"
    ),
    "penyakit": _jabar(
        "kasus penyakit.csv", "Jumlah Kasus Penyakit Berdasarkan Jenis", _KONDISI, "Dataset/"
    ),
    "rumah-sakit": _jabar(
        "daftar rumah sakit.csv", "Daftar Rumah Sakit di Jawa Barat", _KONDISI, "Dataset/"
    ),
    "miskin": _jabar(
        "jumlah penduduk miskin.csv",
        "Jumlah Penduduk Miskin Berdasarkan Kabupaten/Kota di Jawa Barat",
        _KONDISI,
        "Dataset/",
    ),
    "bblr": _jabar(
        "jml_bayi_berat_badan_lahir_rendah_bblr__kabupatenkota_data.csv",
        "Jumlah Bayi Berat Badan Lahir Rendah Berdasarkan Kabupaten/Kota",
        _STUNTING,
        "Dataset Analysis/",
    ),
    "kelahiran": _jabar(
        "jml_kelahiran_bayi__status_kelahiran_jk_data.csv",
        "Jumlah Kelahiran Bayi Berdasarkan Status Kelahiran dan Jenis Kelamin",
        _STUNTING,
        "Dataset Analysis/",
    ),
    "dokter": _jabar(
        "dinkes-od_17162_jumlah_dokter_umum_berdasarkan_kabupatenkota_data.csv",
        "od_17162, Jumlah Dokter Umum Berdasarkan Kabupaten/Kota",
        _STUNTING,
        "Dataset Analysis/",
    ),
    "sekolah": _idm("jumlah_sekolah.xlsx", "Jumlah Sekolah menurut Desa (Indeks Desa Membangun)"),
    "guru": _idm("jumlah_guru.xlsx", "Jumlah Guru menurut Desa (Indeks Desa Membangun)"),
    "pendapatan": _idm(
        "pendapatan_desa.xlsx", "Pendapatan Desa menurut Sumber (Indeks Desa Membangun)"
    ),
    "penduduk-desa": _idm(
        "penduduk_jk.xlsx", "Penduduk Desa menurut Jenis Kelamin (Indeks Desa Membangun)"
    ),
    "apm": Sumber(
        "bps-jabar/apm_jabar.csv",
        "BPS Provinsi Jawa Barat",
        "Angka Partisipasi Murni menurut Kabupaten/Kota",
        "rizqrama/Viz_OpenDataJabar",
        "data_raw/pendidikan/apm_jabar.csv",
        "c492837d30bf",
    ),
    "miskin-desa": Sumber(
        "satudata-kab-bekasi/jumlah_penduduk_miskin_2021n.xlsx",
        "Satu Data Kabupaten Bekasi",
        "Jumlah Penduduk Miskin 2021",
        "AmbarWS/DataAmbar",
        "jumlah_penduduk_miskin_2021n.xlsx",
        "c974b51da38a",
    ),
    "idm": Sumber(
        "idm-desa-jabar/idm_sosial_demografi_desa.csv",
        "Kemendes PDT / DPMDesa Jawa Barat",
        "Indeks Desa Membangun, sosial demografi desa",
        "firmanh3200/data-pokok-desa",
        "data/idm_sosial_demografi_desa.csv",
        "9a6f0b12df2c",
    ),
    "garis": _jabar(
        "bps-od_17110_angka_garis_kemiskinan_per_kapita_per_bulan__kabupaten_data.csv",
        "od_17110, Angka Garis Kemiskinan per Kapita per Bulan",
        _KERJA,
    ),
    "upah": _jabar(
        "upah_minimum.csv",
        "od_19868, Daftar Upah Minimum Kabupaten/Kota",
        _VISUAL,
        "disnaker/",
        "MIT",
    ),
    "bekerja": _jabar(
        "disnakertrans-od_15793_jumlah_penduduk_yang_bekerja_berdasarkan_kabupatenkota_data.csv",
        "od_15793, Jumlah Penduduk yang Bekerja Berdasarkan Kabupaten/Kota",
        _KERJA,
    ),
    "sampah": _jabar(
        "produksi_sampah.csv",
        "Jumlah Produksi Sampah Berdasarkan Kabupaten/Kota",
        _VISUAL,
        "disrumkim/",
        "MIT",
    ),
    "sampah-lain": _jabar(
        "sampah_opendata_jabar.csv",
        "Jumlah Sampah Berdasarkan Kabupaten/Kota",
        _BANJIR,
        "data/raw/",
    ),
    "pencemaran": _jabar(
        "dpmdes-idm_sts_kejadian_pencemaran_air__des_kel_data.csv",
        "Status Kejadian Pencemaran Air Berdasarkan Desa/Kelurahan (Indeks Desa Membangun)",
        _JDS,
        "2022-09_pencemaran-di-desa/data_raw/",
    ),
    "objek": _jabar(
        "Objek Wisata.csv",
        "Jumlah Pengunjung Objek Wisata Berdasarkan Jenis Wisatawan",
        _ANALISIS,
    ),
    "akomodasi": _jabar(
        "Akomodasi Wisata.csv",
        "Jumlah Pengunjung Akomodasi Berdasarkan Jenis Wisatawan",
        _ANALISIS,
    ),
    "banjir-lama": _jabar(
        "Jumlah Banjir.csv", "Jumlah Kejadian Bencana Banjir (rilis lama)", _ANALISIS
    ),
    "banjir": Sumber(
        "opendata-jabar/api_banjir_kab_page_skip_*.json",
        _JABAR,
        "Jumlah Kejadian Bencana Banjir, jawaban API",
        _BANJIR[0],
        "data/raw/api_opendata_jabar/banjir_kab/page_skip_*.json",
        _BANJIR[1],
    ),
    "longsor": _jabar(
        "Jumlah Tanah Longsor.csv", "Jumlah Kejadian Bencana Tanah Longsor", _ANALISIS
    ),
    "umkm": _jabar(
        "umkm_jabar.csv",
        "Proyeksi Jumlah UMKM Berdasarkan Kategori Usaha",
        ("KhaniefTrieNugraha/Analysis_UMKM_JAWABARAT_2016-2021", "82af58dc7ffb"),
    ),
    "cabai": Sumber(
        "satudata-kab-bekasi/cabe_rawit_merah_lag1.csv",
        "Open Data Kabupaten Bekasi",
        "Harga harian cabai rawit merah",
        "rainndrn/prediksi-harga-cabai-linear-regression",
        "data/cabe_rawit_merah_lag1.csv",
        "d23ff47a2afc",
    ),
    "stasiun": _jabar("Daftar Stasiun.csv", "Daftar Stasiun Kereta Api di Jawa Barat", _ANALISIS),
    "kendaraan": _jabar(
        "bapenda-od_15832_jml_kndrn_tidak_daftar_ulang__jenis_kndrn_fungsi_kndrn_data.csv",
        "od_15832, Jumlah Kendaraan Tidak Melakukan Daftar Ulang",
        ("Ikhwanand/Dashboard_kendaraan_tidak_terdaftar_ulang_jabar_2013_20222", "38a14ba0d3a3"),
        "data/",
    ),
}


# -- submissions ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cacat:
    """What is wrong with a submission: by nature of the source, or planted by hand."""

    kelas: str
    ditanam: bool
    uraian: str
    kode_temuan: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tabel:
    """The cells of one file: rows in order, headings first."""

    sel: tuple[tuple[str, ...], ...]

    @classmethod
    def dari(cls, rows: Sequence[Row], columns: Sequence[str]) -> Tabel:
        """The rows in the order of ``columns``, without columns that no row fills."""
        used = [c for c in columns if any(row.get(c) for row in rows)]
        return cls((tuple(used), *(tuple(row.get(c, "") for c in used) for row in rows)))


@dataclass(frozen=True, slots=True)
class Kiriman:
    """One sample submission before it is written."""

    dataset: str
    sumber: str
    tabel: Tabel
    catatan_sumber: str
    label: str = ""
    format: str = "csv"
    status_angka: str = "tetap"
    catatan: str = ""
    alasan_setuju: str = ""
    cacat: Cacat | None = None


class Bahan:
    """The raw folder and what the project already holds: standards and the area register."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder = folder
        settings = load_settings(root)
        self.kode_kemendagri = settings.kode_kemendagri
        self.kode_bps = settings.kode_bps
        self.catalog = Catalog(root / "schemas", root / "quality")
        self.wilayah: RegisterWilayah = self.catalog.wilayah
        own = self.wilayah.cari(self.kode_kemendagri)[-1]
        province = self.wilayah.cari(own.induk or "")[-1]
        self.tetap: Row = {
            "kode_provinsi": province.kode_bps or "",
            "nama_provinsi": province.nama.upper(),
            "bps_kode_kabupaten_kota": self.kode_bps,
            "bps_nama_kabupaten_kota": own.nama.upper(),
        }
        self.nama_pendek = own.nama.upper().removeprefix("KABUPATEN ")
        self._names = self._by_name()

    def standar(self, dataset: str) -> Standar:
        return self.catalog.standar[dataset]

    # -- reading

    def semua(self, key: str) -> list[Row]:
        """All rows of a raw CSV, cells without their outer spaces."""
        text = (self.folder / SUMBER[key].berkas).read_text(encoding="utf-8-sig")
        first = text.splitlines()[0]
        separator = ";" if first.count(";") > first.count(",") else ","
        reader = csv.DictReader(io.StringIO(text), delimiter=separator)
        return [{k: (v or "").strip() for k, v in row.items() if k} for row in reader]

    def kabupaten(self, key: str) -> list[Row]:
        """The own kabupaten's rows of a raw Open Data Jabar table, without its id."""
        rows = []
        for row in self.semua(key):
            if row.get("kode_kabupaten_kota") == self.kode_bps:
                row["bps_kode_kabupaten_kota"] = row.pop("kode_kabupaten_kota")
                row["bps_nama_kabupaten_kota"] = row.pop("nama_kabupaten_kota")
                row.pop("id", None)
                rows.append(row)
        return self._some(rows, key)

    def lembar(self, key: str) -> list[Row]:
        """The rows of the first sheet of a raw workbook, every cell as text."""
        book = python_calamine.CalamineWorkbook.from_path(str(self.folder / SUMBER[key].berkas))
        grid = book.get_sheet_by_index(0).to_python()
        head = [str(cell).strip() for cell in grid[0]]
        return [dict(zip(head, map(_text, line), strict=True)) for line in grid[1:]]

    def desa(self, key: str) -> list[Row]:
        """The own kabupaten's rows of a raw workbook that gives names only."""
        names = (f"KAB. {self.nama_pendek}", f"KABUPATEN {self.nama_pendek}")
        return self._some([r for r in self.lembar(key) if r["namakab"] in names], key)

    def _some(self, rows: list[Row], key: str) -> list[Row]:
        if not rows:
            raise TranskripsiGagal(f"{SUMBER[key].berkas}: tidak ada baris {self.nama_pendek}.")
        return rows

    # -- codes from names

    def _by_name(self) -> dict[tuple[str, str], set[str]]:
        found: dict[tuple[str, str], set[str]] = {}
        for area in self.wilayah.baris:
            if not area.kode_kemendagri.startswith(self.kode_kemendagri + "."):
                continue
            parent = area.induk if area.level == "desa_kelurahan" else ""
            for name in (area.nama, area.nama_bps):
                if name:
                    key = (parent or "", RegisterWilayah.normal(name))
                    found.setdefault(key, set()).add(area.kode_kemendagri)
        return found

    def kecamatan(self, name: str) -> Wilayah:
        """The kecamatan of that name. Raises :class:`TranskripsiGagal`."""
        codes = self._names.get(("", RegisterWilayah.normal(name)), set())
        if len(codes) != 1:
            raise TranskripsiGagal(f"kecamatan '{name}': {sorted(codes) or 'tidak dikenal'}.")
        return self.wilayah.cari(next(iter(codes)))[-1]

    def kode_desa(self, kecamatan: Wilayah, name: str, period: str, *, hanya_desa: bool) -> str:
        """The Kemendagri code of a desa/kelurahan, as valid in the period.

        In the year of a change both codes are right: a table of desa only has the desa's.
        """
        codes = self._names.get((kecamatan.kode_kemendagri, RegisterWilayah.normal(name)), set())
        judged = {
            code: self.wilayah.periksa(code, "kemendagri", "desa_kelurahan", Periode.parse(period))
            for code in codes
        }
        right = [
            c for c, j in judged.items() if j.status in ("berlaku", "berlaku_tidak_sampai_akhir")
        ]
        if len(right) > 1:
            desa = [c for c in right if self.wilayah.cari(c)[-1].jenis == "desa"]
            last = [c for c in right if judged[c].status == "berlaku"]
            right = desa if hanya_desa else last
        if len(right) != 1:
            raise TranskripsiGagal(f"'{name}', {kecamatan.nama}, {period}: {sorted(codes)}.")
        return right[0]

    def alamat(self, kecamatan: str, desa: str, period: str, *, hanya_desa: bool = True) -> Row:
        """All area columns of a desa/kelurahan known by name, names as the source spells them."""
        district = self.kecamatan(kecamatan)
        code = self.kode_desa(district, desa, period, hanya_desa=hanya_desa)
        return {
            **self.tetap,
            "bps_kode_kecamatan": district.kode_bps or "",
            "bps_kode_desa_kelurahan": self.wilayah.cari(code)[-1].kode_bps or "",
            "kemendagri_kode_kecamatan": district.kode_kemendagri,
            "kemendagri_nama_kecamatan": kecamatan.upper(),
            "kemendagri_kode_desa_kelurahan": code,
            "kemendagri_nama_desa_kelurahan": desa.upper(),
        }

    def susun(self, dataset: str, rows: Iterable[Row]) -> Tabel:
        """The rows in the columns of a standard."""
        return Tabel.dari(list(rows), self.standar(dataset).nama_kolom)


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


# -- clean submissions ----------------------------------------------------------------------------

_DISALIN = "Baris Kabupaten Bekasi disalin apa adanya; kolom id dan spasi di tepi sel dibuang."
_NAMA_SAJA = (
    "Sumber hanya memuat nama wilayah; kode Kemendagri dan BPS dicari dari daftar referensi wilayah"
    " menurut nama kecamatan dan desa pada periodenya. Angka tidak diubah."
)


def _tabel_kabupaten(bahan: Bahan) -> Iterable[Kiriman]:
    """Tables of Open Data Jabar that already have the shape of their standard."""

    def satu(
        dataset: str,
        key: str,
        ganti: dict[str, str] | None = None,
        keep: Callable[[Row], bool] = lambda row: True,
        **more: Any,
    ) -> Kiriman:
        rows = [
            {(ganti or {}).get(k, k): v for k, v in row.items()}
            for row in bahan.kabupaten(key)
            if keep(row)
        ]
        note = _DISALIN + (
            " Judul kolom disesuaikan: "
            + ", ".join(f"{a} menjadi {b}" for a, b in ganti.items())
            + "."
            if ganti
            else ""
        )
        return Kiriman(dataset, key, bahan.susun(dataset, rows), note, **more)

    yield satu(
        "jumlah-penduduk-menurut-jenis-kelamin",
        "penduduk-lama",
        label="rilis-lama",
        catatan="Rilis lama, 2013 sampai 2020.",
    )
    yield satu(
        "jumlah-fasilitas-kesehatan",
        "faskes",
        {
            "jenis_faskes": "jenis_fasilitas_kesehatan",
            "jumlah_faskes": "jumlah_fasilitas_kesehatan",
        },
        catatan="Nol posyandu pada 2019 demikian pada sumber.",
    )
    yield satu("jumlah-bayi-berat-lahir-rendah", "bblr", {"jumlah_bblr": "jumlah_bayi_bblr"})
    yield satu("jumlah-kelahiran-menurut-status-dan-jenis-kelamin", "kelahiran")
    yield satu(
        "jumlah-dokter-umum",
        "dokter",
        catatan="Lonjakan 2020 (157 menjadi 1.272) demikian pada sumber.",
    )
    yield satu(
        "daftar-rumah-sakit",
        "rumah-sakit",
        keep=lambda row: row["tahun"] in ("2019", "2020"),
        catatan="Tahun 2019 dan 2020.",
    )
    yield satu("jumlah-penduduk-miskin", "miskin")
    yield satu("garis-kemiskinan", "garis", {"garis_kemiskinan_perkapita": "garis_kemiskinan"})
    yield satu("upah-minimum", "upah")
    yield satu("jumlah-penduduk-bekerja", "bekerja", {"jumlah_penduduk": "jumlah_penduduk_bekerja"})
    yield satu(
        "produksi-sampah",
        "sampah",
        keep=lambda row: row["produksi_sampah"] != "",
        catatan="Tahun 2015 sampai 2021; 2022 dan 2023 kosong pada sumber dan tidak disertakan.",
    )
    yield satu(
        "jumlah-kunjungan-objek-wisata",
        "objek",
        catatan="Lonjakan 2021 demikian pada sumber; cakupan objek yang melapor tampak berubah.",
    )
    yield satu(
        "jumlah-tamu-akomodasi-wisata",
        "akomodasi",
        {"jumlah_pengunjung": "jumlah_tamu"},
        catatan="Angka 2014 sampai 2017 sama dan mancanegara 2018 hanya 25; demikian pada sumber.",
    )
    yield satu(
        "jumlah-kejadian-banjir",
        "banjir-lama",
        label="rilis-lama",
        catatan="Rilis lama, 2012 sampai 2024.",
    )
    yield satu("jumlah-kejadian-tanah-longsor", "longsor")
    yield satu("jumlah-umkm-menurut-kategori", "umkm", status_angka="sementara")
    yield satu("daftar-stasiun-kereta-api", "stasiun", {"status": "status_operasi"})
    yield satu(
        "jumlah-kendaraan-tidak-daftar-ulang",
        "kendaraan",
        catatan="Cabang pelayanan Cikarang; kolom cabang_pelayanan tidak disertakan.",
    )


def _piramida(bahan: Bahan) -> Iterable[Kiriman]:
    """Family data: the regency's total row and the kecamatan become two datasets."""
    own = f"KAB. {bahan.nama_pendek}"
    wide = [row for row in bahan.semua("piramida") if row["KAKO"] == own]
    ages = [name for name in wide[0] if name not in ("KAKO", "KECAMATAN", "GENDER")]

    def panjang(row: Row, area: Row) -> Iterable[Row]:
        for age in ages:
            yield {
                **bahan.tetap,
                **area,
                "kelompok_umur": age.replace(" ", ""),
                "jenis_kelamin": row["GENDER"],
                "jumlah_penduduk": row[age],
                "satuan": "JIWA",
                "tahun": "2024",
            }

    total = [line for row in wide if row["KECAMATAN"] == own for line in panjang(row, {})]
    detail: list[Row] = []
    for row in wide:
        if row["KECAMATAN"] != own:
            area = bahan.kecamatan(row["KECAMATAN"])
            detail += panjang(
                row,
                {
                    "bps_kode_kecamatan": area.kode_bps or "",
                    "kemendagri_kode_kecamatan": area.kode_kemendagri,
                    "kemendagri_nama_kecamatan": row["KECAMATAN"],
                },
            )
    note = (
        "Kelompok umur dipindahkan dari kolom menjadi baris, penulisannya disesuaikan dengan daftar"
        " referensi (0 - 4 menjadi 0-4); satuan dan tahun dari judul tabel sumber."
    )
    dataset = "jumlah-penduduk-keluarga-menurut-kelompok-umur"
    yield Kiriman(
        dataset, "piramida", bahan.susun(dataset, total), f"Baris jumlah kabupaten. {note}"
    )
    dataset = "jumlah-penduduk-menurut-kecamatan-dan-kelompok-umur"
    yield Kiriman(
        dataset,
        "piramida",
        bahan.susun(dataset, detail),
        f"Baris jumlah kabupaten tidak disertakan. {note} Kode dicari dari nama kecamatan.",
    )


def _dukcapil_rows(bahan: Bahan, key: str = "gis") -> Iterable[tuple[Row, Row]]:
    """(area columns by name, raw row) of the civil registration's village table."""
    for row in bahan.semua(key):
        if row["kode_kabupaten"] == bahan.kode_bps:
            place = (row["Kecamatan"], row["Kelurahan/Desa"])
            yield bahan.alamat(*place, "2024-S1", hanya_desa=False), row


_SEKS_GIS = {"Laki-laki": "LAKI-LAKI", "Perempuan": "PEREMPUAN"}
_WAKTU_GIS = {"satuan": "JIWA", "semester": "1", "tahun": "2024"}
_CATATAN_GIS = (
    "Kolom dipindahkan menjadi baris. Periode semester 1 2024 menurut halaman penyaji repositori"
    " asal; berkasnya tidak memuat periode."
)


def _menurut_seks(area: Row, row: Row) -> Iterable[Row]:
    for label, sex in _SEKS_GIS.items():
        yield {**area, "jenis_kelamin": sex, "jumlah_penduduk": row[label], **_WAKTU_GIS}


def _dukcapil(bahan: Bahan) -> Iterable[Kiriman]:
    ages = [f"{a:02d} - {a + 4:02d}" for a in range(0, 75, 5)] + ["75+"]
    sexes: list[Row] = []
    groups: list[Row] = []
    for area, row in _dukcapil_rows(bahan):
        # One sample in BPS codes alone: the other system must follow from the bridge.
        bps = {k: v for k, v in area.items() if not k.startswith("kemendagri_kode_")}
        sexes += _menurut_seks(bps, row)
        for age in ages:
            name = "75+" if age == "75+" else f"{int(age[:2])}-{int(age[-2:])}"
            groups.append(
                {**area, "kelompok_umur": name, "jumlah_penduduk": row[age], **_WAKTU_GIS}
            )
    codes = (
        "Kode BPS pada berkas berbeda dari Master File Desa 2023 di sepuluh desa, sehingga tidak"
        " dipakai; kode dicari dari nama."
    )
    dataset = "jumlah-penduduk-menurut-desa-kelurahan-dan-jenis-kelamin"
    yield Kiriman(
        dataset,
        "gis",
        bahan.susun(dataset, sexes),
        f"{_CATATAN_GIS} {codes} Hanya kode BPS yang diisi; kode Kemendagri dari jembatan kode.",
        status_angka="sementara",
    )
    dataset = "jumlah-penduduk-menurut-desa-kelurahan-dan-kelompok-umur"
    yield Kiriman(
        dataset,
        "gis",
        bahan.susun(dataset, groups),
        f"{_CATATAN_GIS} {codes}",
        status_angka="sementara",
    )


def _panjang_desa(
    bahan: Bahan, key: str, measure: str, kinds: dict[str, str], dimension: str, unit: str
) -> list[Row]:
    """Names-only workbook with one column per kind → one row per desa, year and kind."""
    return [
        {
            **bahan.alamat(row["namakec"], row["namadesa"], row["tahun"]),
            dimension: kind,
            measure: row[column],
            "satuan": unit,
            "tahun": row["tahun"],
        }
        for row in bahan.desa(key)
        for column, kind in kinds.items()
    ]


_SEKOLAH = {"jumlah_paud": "PAUD", "jumlah_sd": "SD", "jumlah_smp": "SMP", "jumlah_sma": "SMA"}
_GURU = {"jumlah_gurusd": "SD", "jumlah_gurusmp": "SMP", "jumlah_gurusma": "SMA"}
_PENDAPATAN = {
    "pad": "PENDAPATAN ASLI DESA",
    "dd": "DANA DESA",
    "pajak_dan_retribusi": "BAGI HASIL PAJAK DAN RETRIBUSI DAERAH",
    "alokasi_dd": "ALOKASI DANA DESA",
    "bantuan_prov": "BANTUAN KEUANGAN PROVINSI",
    "bantuan_kabkot": "BANTUAN KEUANGAN KABUPATEN/KOTA",
    "lainnya": "PENDAPATAN LAIN",
}


def _pendataan_desa(bahan: Bahan) -> Iterable[Kiriman]:
    dataset = "jumlah-kepala-keluarga-menurut-desa-kelurahan"
    rows = [
        {
            **bahan.alamat(row["namakec"], row["namadesa"], row["tahun"], hanya_desa=False),
            "jumlah_kepala_keluarga": row["jumlah_kepala_keluarga"],
            "satuan": "KELUARGA",
            "tahun": row["tahun"],
        }
        for row in sorted(bahan.desa("kk"), key=lambda r: r["tahun"])
    ]
    yield Kiriman(dataset, "kk", bahan.susun(dataset, rows), _NAMA_SAJA)

    kolom_ke_baris = f"{_NAMA_SAJA} Kolom rincian dipindahkan menjadi baris."
    dataset = "jumlah-sekolah-menurut-desa"
    rows = _panjang_desa(bahan, "sekolah", "jumlah_sekolah", _SEKOLAH, "jenjang_pendidikan", "UNIT")
    yield Kiriman(dataset, "sekolah", bahan.susun(dataset, rows), kolom_ke_baris)
    dataset = "jumlah-guru-menurut-desa"
    rows = _panjang_desa(bahan, "guru", "jumlah_guru", _GURU, "jenjang_pendidikan", "ORANG")
    yield Kiriman(dataset, "guru", bahan.susun(dataset, rows), kolom_ke_baris, format="xlsx")
    dataset = "pendapatan-desa-menurut-sumber"
    rows = _panjang_desa(
        bahan, "pendapatan", "jumlah_pendapatan", _PENDAPATAN, "sumber_pendapatan", "RUPIAH"
    )
    yield Kiriman(
        dataset,
        "pendapatan",
        bahan.susun(dataset, rows),
        f"{kolom_ke_baris} Nama kelompok menurut daftar referensi sumber_pendapatan_desa.",
    )
    dataset = "jumlah-penduduk-desa-menurut-pendataan-desa"
    rows = [
        {
            **bahan.alamat(row["namakec"], row["namadesa"], row["tahun"]),
            "jumlah_laki_laki": row["jumlah_laki"],
            "jumlah_perempuan": row["jumlah_perempuan"],
            "jumlah_penduduk": row["jumlah_penduduk"],
            "satuan": "JIWA",
            "tahun": row["tahun"],
        }
        for row in sorted(bahan.desa("penduduk-desa"), key=lambda r: r["tahun"])
    ]
    yield Kiriman(
        dataset,
        "penduduk-desa",
        bahan.susun(dataset, rows),
        _NAMA_SAJA,
        catatan="Pada 2022 Setia Asih masih dicatat sebagai desa (32.16.01.2007).",
    )


def _miskin_desa(bahan: Bahan) -> list[Row]:
    return [
        {
            **bahan.alamat(row["Kecamatan"], row["Nama Desa"], "2021"),
            "jumlah_penduduk": row["Jumlah Penduduk"],
            "jumlah_penduduk_miskin": row["Jumlah Penduduk Miskin"],
            "strata_desa": row["Klasifikasi Desa IDM"],
            "satuan": "JIWA",
            "tahun": "2021",
        }
        for row in bahan.lembar("miskin-desa")
    ]


def _idm_desa(bahan: Bahan, year: str) -> Iterable[tuple[Row, Row]]:
    """(area columns, raw row) of the village survey, codes as the source has them, dotted."""
    for row in bahan.semua("idm"):
        if row["id_kab"] == bahan.kode_bps:
            code = row["id_desa"]
            area = bahan.alamat(row["kecamatan"], row["desa"], year)
            if area["kemendagri_kode_desa_kelurahan"].replace(".", "") != code:
                raise TranskripsiGagal(f"id_desa {code} bukan kode {row['desa']}.")
            yield area, row


def _lain(bahan: Bahan) -> Iterable[Kiriman]:
    dataset = "jumlah-penduduk-miskin-menurut-desa"
    yield Kiriman(
        dataset,
        "miskin-desa",
        bahan.susun(dataset, _miskin_desa(bahan)),
        f"{_NAMA_SAJA} Tahun 2021 dari nama berkas.",
    )
    dataset = "status-indeks-desa-membangun"
    rows = _miskin_desa(bahan) + [
        {**area, "strata_desa": row["strata_desa_22"], "tahun": "2022"}
        for area, row in _idm_desa(bahan, "2022")
    ]
    yield Kiriman(
        dataset,
        "idm",
        bahan.susun(dataset, rows),
        "Tahun 2022 dari kolom strata_desa_22; tahun 2021 dari kolom Klasifikasi Desa IDM berkas"
        " jumlah_penduduk_miskin_2021n.xlsx (Satu Data Kabupaten Bekasi). " + _NAMA_SAJA,
    )
    dataset = "angka-partisipasi-murni"
    (apm,) = [r for r in bahan.semua("apm") if r["Wilayah"].upper() == bahan.nama_pendek]
    rows = [
        {
            **bahan.tetap,
            "jenjang_pendidikan": column.split("_")[0],
            "angka_partisipasi_murni": value,
            "satuan": "PERSEN",
            "tahun": column.split("_")[1],
        }
        for column, value in apm.items()
        if "_" in column
    ]
    rows.sort(key=lambda r: r["tahun"])
    yield Kiriman(
        dataset,
        "apm",
        bahan.susun(dataset, rows),
        "Baris Bekasi (kabupaten); judul seperti SD_2017 dipisah menjadi jenjang dan tahun.",
    )
    dataset = "status-pencemaran-air-menurut-desa"
    rows = [
        {
            k: v.removesuffix(".0") if k.startswith(("kode_", "bps_kode_")) or k == "tahun" else v
            for k, v in row.items()
        }
        for row in bahan.semua("pencemaran")
        if row["bps_kode_kabupaten_kota"] == f"{bahan.kode_bps}.0"
    ]
    yield Kiriman(
        dataset,
        "pencemaran",
        bahan.susun(dataset, rows),
        "Kode BPS dan tahun ditulis tanpa akhiran .0 yang ada pada sumber; isi lain disalin.",
    )
    dataset = "harga-cabai-rawit-merah"
    rows = [
        {
            **bahan.tetap,
            "tanggal": row["tanggal_lengkap"],
            "harga": row["cabe_rawit_merah"],
            "satuan": "RUPIAH",
            "bulan": str(int(row["tanggal_lengkap"][5:7])),
            "tahun": row["tanggal_lengkap"][:4],
        }
        for row in bahan.semua("cabai")
    ]
    yield Kiriman(
        dataset,
        "cabai",
        bahan.susun(dataset, rows),
        "Kolom lag_1 buatan penulis repositori dibuang; satuan, bulan, dan tahun ditambahkan.",
    )


def _rilis_baru(bahan: Bahan) -> Iterable[Kiriman]:
    """Newer releases of what has been sent before."""
    dataset = "jumlah-penduduk-menurut-jenis-kelamin"
    yield Kiriman(
        dataset,
        "penduduk",
        bahan.susun(dataset, bahan.kabupaten("penduduk")),
        _DISALIN,
        label="rilis-baru",
        catatan="Rilis baru, 2013 sampai 2024; angka 2013 sampai 2020 sama dengan rilis lama.",
    )
    dataset = "jumlah-kejadian-banjir"
    pages = sorted(bahan.folder.glob(SUMBER["banjir"].berkas), key=_page_number)
    records = [rec for p in pages for rec in json.loads(p.read_text(encoding="utf-8"))["data"]]
    rows = [
        {**bahan.tetap, **{k: str(rec[k]) for k in ("jumlah_banjir", "satuan", "tahun")}}
        for rec in records
        if str(rec["kode_kabupaten_kota"]) == bahan.kode_bps
    ]
    yield Kiriman(
        dataset,
        "banjir",
        bahan.susun(dataset, rows),
        "Empat halaman jawaban API digabung; baris Kabupaten Bekasi disalin.",
        label="rilis-baru",
        catatan="Rilis baru, 2012 sampai 2025; angka sampai 2024 sama dengan rilis lama.",
        status_angka="sementara",
    )


def _page_number(path: Path) -> int:
    return int(path.stem.rsplit("_", 1)[1])


# -- submissions with a defect --------------------------------------------------------------------


def _cacat_asli(bahan: Bahan) -> Iterable[Kiriman]:
    """Defects that the published tables have by themselves."""
    dataset = "jumlah-kasus-penyakit-menular"
    sick = bahan.kabupaten("penyakit")
    yield Kiriman(
        dataset,
        "penyakit",
        bahan.susun(dataset, sick),
        _DISALIN,
        label="ejaan-sumber",
        cacat=Cacat(
            "ejaan di luar daftar referensi",
            False,
            "Sumber menulis TB TUBERCOLOSIS; daftar referensi menulis TUBERKULOSIS.",
            ("EJAAN_BERBEDA",),
        ),
    )
    repaired = [
        {**r, "jenis_penyakit": "TUBERKULOSIS"} if r["jenis_penyakit"].startswith("TB ") else r
        for r in sick
    ]
    yield Kiriman(
        dataset,
        "penyakit",
        bahan.susun(dataset, repaired),
        f"{_DISALIN} Ejaan TB TUBERCOLOSIS diganti TUBERKULOSIS menurut saran pemeriksaan; angka"
        " tidak diubah.",
        label="ejaan-diperbaiki",
        catatan="Kiriman perbaikan atas pengembalian karena ejaan jenis penyakit.",
        alasan_setuju="Ejaan sudah sesuai daftar referensi; angka sama dengan kiriman sebelumnya.",
    )
    dataset = "daftar-rumah-sakit"
    rows = [r for r in bahan.kabupaten("rumah-sakit") if r["tahun"] in ("2021", "2022", "2023")]
    yield Kiriman(
        dataset,
        "rumah-sakit",
        bahan.susun(dataset, rows),
        _DISALIN,
        label="singkatan",
        cacat=Cacat(
            "singkatan sebagai ganti nama baku",
            False,
            "Rilis 2021 sampai 2023 menulis RSU dan RSIA, rilis sebelumnya nama lengkap.",
            ("EJAAN_BERBEDA",),
        ),
    )
    dataset = "produksi-sampah"
    yield Kiriman(
        dataset,
        "sampah",
        bahan.susun(dataset, bahan.kabupaten("sampah")),
        _DISALIN,
        label="sel-kosong",
        cacat=Cacat(
            "sel kosong",
            False,
            "Baris 2022 dan 2023 tidak berisi angka.",
            ("SEL_KOSONG",),
        ),
    )
    rows = bahan.kabupaten("sampah-lain")
    yield Kiriman(
        dataset,
        "sampah-lain",
        Tabel.dari(rows, (*list(bahan.tetap), "jumlah_sampah", "satuan", "tahun")),
        f"{_DISALIN} Judul kolom jumlah_sampah dibiarkan.",
        label="satuan-keliru",
        cacat=Cacat(
            "satuan tidak sesuai besaran",
            False,
            "Satuan tertulis TON PER HARI, tetapi angka 2015 sampai 2017 (565.157,03 dan seterusnya)"
            " tampak sebagai ton per tahun.",
            ("DI_ATAS_MAKSIMUM",),
        ),
    )
    dataset = "angka-partisipasi-murni"
    (apm,) = [r for r in bahan.semua("apm") if r["Wilayah"].upper() == bahan.nama_pendek]
    yield Kiriman(
        dataset,
        "apm",
        Tabel((tuple(apm), tuple(apm.values()))),
        "Satu baris Bekasi, judul kolom sebagaimana sumber (pemisah titik koma menjadi koma).",
        label="tahun-sebagai-kolom",
        cacat=Cacat(
            "tahun sebagai kolom",
            False,
            "Jenjang dan tahun digabung dalam judul kolom (SD_2017); kode wilayah tidak ada.",
            ("TAHUN_SEBAGAI_KOLOM", "KOLOM_HILANG"),
        ),
    )
    dataset = "jumlah-penduduk-miskin-menurut-desa"
    raw = bahan.lembar("miskin-desa")
    yield Kiriman(
        dataset,
        "miskin-desa",
        Tabel((tuple(raw[0]), *(tuple(r.values()) for r in raw))),
        "Seluruh sel sumber ditulis ulang apa adanya, termasuk judul kolomnya.",
        label="tanpa-kode",
        format="xlsx",
        cacat=Cacat(
            "kolom wajib hilang",
            False,
            "Sumber hanya memuat nama kecamatan dan desa, tanpa kode wilayah, satuan, dan tahun.",
            ("KOLOM_HILANG",),
        ),
    )
    dataset = "status-pencemaran-air-menurut-desa"
    rows = [
        r
        for r in bahan.semua("pencemaran")
        if r["bps_kode_kabupaten_kota"] == f"{bahan.kode_bps}.0" and r["tahun"] == "2021.0"
    ]
    yield Kiriman(
        dataset,
        "pencemaran",
        bahan.susun(dataset, rows),
        "Baris Kabupaten Bekasi tahun 2021 apa adanya; kolom id dibuang.",
        label="kode-desimal",
        cacat=Cacat(
            "kode tersimpan sebagai bilangan desimal",
            False,
            "Kode BPS tertulis 3216.0 dan seterusnya karena lembar kerja membacanya sebagai angka.",
            ("KODE_JADI_PECAHAN", "KODE_SALAH_BENTUK"),
        ),
    )
    dataset = "jumlah-penduduk-menurut-desa-kelurahan-dan-jenis-kelamin"
    rows = [
        line
        for area, row in _dukcapil_rows(bahan)
        for line in _menurut_seks({**area, "bps_kode_desa_kelurahan": row["kode_desa"]}, row)
    ]
    yield Kiriman(
        dataset,
        "gis",
        bahan.susun(dataset, rows),
        f"{_CATATAN_GIS} Kode BPS desa sebagaimana berkas; kode Kemendagri dicari dari nama.",
        label="kode-tertukar",
        status_angka="sementara",
        cacat=Cacat(
            "kode dua sistem tidak sepasang",
            False,
            "Kode BPS pada berkas berbeda dari Master File Desa 2023 di sepuluh desa (Babelan,"
            " Muaragembong, Tarumajaya): keliru digabung, atau dari versi kode yang lain.",
            ("KODE_TIDAK_SEPASANG",),
        ),
    )
    dataset = "jumlah-keluarga-menurut-desa"
    rows = [
        {
            **area,
            "jumlah_keluarga": row["total_kk"],
            "jumlah_keluarga_perempuan": row["total_kkp"],
            "jumlah_keluarga_miskin": row["total_kkmis"],
            "satuan": "KELUARGA",
            "tahun": row["tahun"],
        }
        for area, row in _idm_desa(bahan, "2023")
    ]
    yield Kiriman(
        dataset,
        "idm",
        bahan.susun(dataset, rows),
        "Kolom total_kk, total_kkp, total_kkmis disalin; kode desa diberi titik, kode lain dicari.",
        label="bagian-melebihi-jumlah",
        cacat=Cacat(
            "bagian lebih besar daripada jumlah",
            False,
            "Di dua desa keluarga berkepala perempuan tercatat lebih banyak daripada seluruh"
            " keluarga.",
            ("BANDING_TIDAK_TERPENUHI",),
        ),
    )


def _ubah(table: Tabel, change: Callable[[Row], Row | None]) -> Tabel:
    """The table after a change by hand; ``None`` drops the row. At least one row must change."""
    head, *lines = table.sel
    rows = [dict(zip(head, line, strict=True)) for line in lines]
    changed = [change(dict(row)) for row in rows]
    if changed == rows:
        raise TranskripsiGagal("cacat yang hendak ditanam tidak mengenai satu baris pun.")
    return Tabel((head, *(tuple(row[c] for c in head) for row in changed if row is not None)))


def _cacat_ditanam(clean: dict[str, Kiriman]) -> Iterable[Kiriman]:
    """Defects of real life, planted into clean tables; each says what was changed."""

    def tanam(dataset: str, label: str, table: Tabel, flaw: Cacat, **more: Any) -> Kiriman:
        base = clean[dataset]
        return replace(
            base,
            label=label,
            tabel=table,
            catatan="",
            format=more.get("format", "csv"),
            catatan_sumber=f"{base.catatan_sumber} Cacat ditanam dengan sengaja: {flaw.uraian}",
            cacat=flaw,
        )

    dataset = "jumlah-kepala-keluarga-menurut-desa-kelurahan"
    old, new = "32.16.01.2007", "32.16.01.1007"

    def lama(row: Row) -> Row | None:
        if row["tahun"] != "2023":
            return None
        if row["kemendagri_kode_desa_kelurahan"] == new:
            row["kemendagri_kode_desa_kelurahan"] = old
        return row

    yield tanam(
        dataset,
        "kode-lama",
        _ubah(clean[dataset].tabel, lama),
        Cacat(
            "kode tidak berlaku pada periodenya",
            True,
            f"Hanya tahun 2023; kode Setia Asih {new} diganti kode desanya yang lama, {old}.",
            ("KODE_TIDAK_BERLAKU",),
        ),
    )
    dataset = "jumlah-penduduk-miskin"
    comma = ("2021", "2022", "2023")
    yield tanam(
        dataset,
        "koma-desimal",
        _ubah(
            clean[dataset].tabel,
            lambda row: {
                **row,
                "jumlah_penduduk_miskin": row["jumlah_penduduk_miskin"].replace(
                    *((".", ",") if row["tahun"] in comma else (".", "."))
                ),
            },
        ),
        Cacat(
            "koma desimal di antara titik desimal",
            True,
            "Angka 2021 sampai 2023 ditulis dengan koma desimal, tahun lain dengan titik.",
            ("ANGKA_CAMPUR",),
        ),
    )
    dataset = "jumlah-fasilitas-kesehatan"
    head, *lines = clean[dataset].tabel.sel
    last = [line for line in lines if line[head.index("tahun")] == "2024"]
    measure = head.index("jumlah_fasilitas_kesehatan")
    total = list(last[0])
    total[head.index("jenis_fasilitas_kesehatan")] = "JUMLAH"
    total[measure] = str(sum(int(line[measure]) for line in last))
    yield tanam(
        dataset,
        "baris-total",
        Tabel((head, *last, tuple(total))),
        Cacat(
            "baris total",
            True,
            "Hanya tahun 2024; ditambah satu baris JUMLAH di bawah rincian.",
            ("BARIS_TOTAL",),
        ),
    )
    dataset = "jumlah-umkm-menurut-kategori"
    head, *lines = clean[dataset].tabel.sel
    kind, year = head.index("kategori_usaha"), head.index("tahun")
    kept = [line for line in lines if line[year] == "2021"]
    twice = next(line for line in kept if line[kind] == "KULINER")
    yield tanam(
        dataset,
        "kunci-ganda",
        Tabel((head, *kept, twice)),
        Cacat(
            "kunci ganda",
            True,
            "Hanya tahun 2021; baris KULINER tertulis dua kali.",
            ("KUNCI_GANDA",),
        ),
    )
    dataset = "jumlah-penduduk-menurut-kecamatan-dan-kelompok-umur"
    yield tanam(
        dataset,
        "kecamatan-hilang",
        _ubah(
            clean[dataset].tabel,
            lambda row: None if row["kemendagri_nama_kecamatan"] == "MUARAGEMBONG" else row,
        ),
        Cacat(
            "kecamatan hilang",
            True,
            "Seluruh baris Kecamatan Muaragembong dibuang.",
            ("CAKUPAN_KURANG", "BAGIAN_TIDAK_SAMA_TOTAL"),
        ),
    )

    def tertukar(row: Row) -> Row:
        here = (
            row["kemendagri_nama_kecamatan"],
            row["jenis_kelamin"],
            row["kelompok_umur"],
            row["jumlah_penduduk"],
        )
        if here == ("TAMBUN SELATAN", "LAKI-LAKI", "30-34", "14385"):
            row["jumlah_penduduk"] = "14835"
        return row

    yield tanam(
        dataset,
        "angka-tertukar",
        _ubah(clean[dataset].tabel, tertukar),
        Cacat(
            "bagian tidak sama dengan total",
            True,
            "Tambun Selatan, laki-laki 30-34 tahun: 14385 ditulis 14835. Tidak tampak per baris;"
            " hanya tampak saat dijumlahkan.",
            ("BAGIAN_TIDAK_SAMA_TOTAL",),
        ),
    )
    dataset = "jumlah-sekolah-menurut-desa"
    head, *lines = clean[dataset].tabel.sel
    measure = head.index("jumlah_sekolah")
    blank = tuple("" for _ in head)
    total = list(blank)
    total[head.index("kemendagri_nama_desa_kelurahan")] = "JUMLAH"
    total[measure] = str(sum(int(line[measure]) for line in lines))
    title = ("JUMLAH SEKOLAH MENURUT DESA DAN JENJANG PENDIDIKAN", *blank[1:])
    subtitle = ("KABUPATEN BEKASI TAHUN 2023", *blank[1:])
    yield tanam(
        dataset,
        "judul-dan-total",
        Tabel((title, subtitle, blank, head, *lines, tuple(total))),
        Cacat(
            "baris judul di atas tabel dan baris total di bawahnya",
            True,
            "Dua baris judul dan satu baris kosong di atas judul kolom; baris JUMLAH di akhir.",
            ("BARIS_TOTAL",),
        ),
        format="xlsx",
    )


# -- writing --------------------------------------------------------------------------------------


def _as_csv(table: Tabel) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(table.sel)
    return buffer.getvalue().encode("utf-8")


def _as_xlsx(table: Tabel, standard: Standar) -> bytes:
    """One sheet; measures as numbers, all else as text, since officers' workbooks look like that."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": dt.datetime(2026, 1, 1), "author": "contoh"})
    sheet = book.add_worksheet("Data")
    numeric = {
        spelling
        for column in standard.kolom
        if column.tipe in ("bulat", "desimal")
        for spelling in (column.nama, *column.ejaan_judul)
    }
    head: tuple[str, ...] = ()
    for number, line in enumerate(table.sel):
        if not head and sum(1 for cell in line if cell) > 1:
            head = line
        for position, cell in enumerate(line):
            if head and cell and head[position] in numeric and line is not head:
                sheet.write_number(number, position, float(cell))
            elif cell:
                sheet.write_string(number, position, cell)
    book.close()
    return buffer.getvalue()


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)


def _as_yaml(content: Any, comment: str) -> bytes:
    text = yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=98)
    return f"# {comment}\n{text}".encode()


def _sidecar(item: Kiriman, name: str, order: int, bahan: Bahan) -> dict[str, Any]:
    standard, source = bahan.standar(item.dataset), SUMBER[item.sumber]
    measured = standard.ukuran[0].rujukan_waktu if standard.ukuran else _RUJUKAN_WAKTU_DAFTAR
    metadata = {
        "judul_kegiatan": standard.kegiatan.judul,
        "cara_pengumpulan": standard.kegiatan.cara_pengumpulan,
        "rujukan_waktu": measured,
        "kontak": f"{bahan.catalog.nama_instansi(standard.produsen_data)} (contoh; belum ditetapkan)",
        "catatan": item.catatan,
        "status_angka": item.status_angka,
    }
    flaw = item.cacat
    return {
        "standar": item.dataset,
        "berkas": name,
        "periode": None,
        "urutan": order,
        "sumber": {
            "penerbit": source.penerbit,
            "nama": source.nama,
            "repositori": source.repositori,
            "berkas_asal": source.berkas_asal,
            "komit": source.komit,
            "lisensi": source.lisensi,
            "catatan": item.catatan_sumber,
        },
        "metadata": metadata,
        "cacat": None
        if flaw is None
        else {
            "kelas": flaw.kelas,
            "ditanam": flaw.ditanam,
            "uraian": flaw.uraian,
            "kode_temuan": list(flaw.kode_temuan),
        },
    }


def semua_kiriman(bahan: Bahan) -> list[Kiriman]:
    """All submissions in the order they are sent: totals before parts, old before new releases."""
    first = [
        *_piramida(bahan),
        *_dukcapil(bahan),
        *_tabel_kabupaten(bahan),
        *_pendataan_desa(bahan),
        *_lain(bahan),
    ]
    clean = {item.dataset: item for item in first}
    return [*first, *_rilis_baru(bahan), *_cacat_asli(bahan), *_cacat_ditanam(clean)]


def tulis(bahan: Bahan) -> dict[str, bytes]:
    """All files of ``contoh`` that this script owns, by path below it."""
    files: dict[str, bytes] = {}
    decisions: list[dict[str, str]] = []
    for order, item in enumerate(semua_kiriman(bahan), start=1):
        stem = f"{order:02d}-{item.dataset}" + (f"-{item.label}" if item.label else "")
        name = f"{stem}.{item.format}"
        if item.format == "csv":
            files[f"pengajuan/{name}"] = _as_csv(item.tabel)
        else:
            files[f"pengajuan/{name}"] = _as_xlsx(item.tabel, bahan.standar(item.dataset))
        files[f"pengajuan/{stem}.yaml"] = _as_yaml(
            _sidecar(item, name, order, bahan), "Pengajuan contoh; ditulis transkripsi_contoh.py."
        )
        if item.cacat is None:
            reason = item.alasan_setuju or "Lolos pemeriksaan; angka sesuai sumber yang disebut."
            decisions.append({"berkas": name, "keputusan": "disetujui", "alasan": reason})
    files["keputusan.yaml"] = _as_yaml(
        decisions, "Keputusan contoh oleh peran 'walidata contoh'; yang cacat dikembalikan mesin."
    )
    return files


def main(argv: Sequence[str] | None = None) -> int:
    """Write the sample; exit code 0, or 1 with a message when the raw tables do not fit."""
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(
        description="Menyalin angka terbitan menjadi pengajuan contoh."
    )
    parser.add_argument("bahan", type=Path, help="folder tabel mentah, satu folder tiap penerbit")
    parser.add_argument("--keluar", type=Path, default=root / "contoh", help="folder contoh")
    args = parser.parse_args(argv)
    try:
        files = tulis(Bahan(args.bahan, root))
    except (TranskripsiGagal, OSError, KeyError) as exc:
        print(f"Gagal: {exc}", file=sys.stderr)
        return 1
    target = args.keluar / "pengajuan"
    target.mkdir(parents=True, exist_ok=True)
    for old in target.iterdir():
        if f"pengajuan/{old.name}" not in files:
            old.unlink()
    for name, content in files.items():
        (args.keluar / name).write_bytes(content)
    print(f"{len(files)} berkas ditulis di {args.keluar}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
