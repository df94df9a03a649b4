"""Single repairs: what is certain is offered, what is not is left to the sender."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt

import pytest

from spbe_data.flows.house import Rumah
from spbe_data.flows.repair import tawaran
from spbe_data.identifiers.periode import Periode
from spbe_data.identifiers.wilayah import RegisterWilayah, Wilayah
from spbe_data.intake.model import Arahan
from spbe_data.repair.offer import Tawaran
from spbe_data.settings import Settings
from spbe_data.standards.catalog import Catalog
from tests.repair.wide import JIWA, KECAMATAN, LONG, isi, isi_baris, panjang, semua
from tests.synthetic import as_csv, changed

HARGA = "harga-cabai-rawit-merah"


def offers(
    house: Rumah, data: bytes, dataset: str = KECAMATAN, **how: object
) -> dict[str, Tawaran]:
    found = tawaran(house, data, str(how.pop("nama", "a.csv")), dataset, **how).tawaran  # type: ignore[arg-type]  # names as in tawaran
    return {t.nama: t for t in found}


def test_a_good_table_has_no_offer(rumah: Rumah, catalog: Catalog) -> None:
    assert offers(rumah, as_csv(panjang(catalog, [2024], [1200]), LONG)) == {}


@pytest.mark.parametrize("heading", ["Jumlah Pendudk", "JML. PENDUDUK 2024", "jml_penduduk"])
def test_a_near_heading_is_offered_as_the_missing_column(
    rumah: Rumah, catalog: Catalog, heading: str
) -> None:
    rows = panjang(catalog, [2024], [1200, 3400])
    data = as_csv(rows, LONG).replace(JIWA.encode(), heading.encode(), 1)
    assert f"KOLOM_HILANG:{JIWA}" in offers(rumah, data)
    done = semua(rumah, data, diterima=[f"KOLOM_HILANG:{JIWA}"])
    assert isi(done.data) == isi_baris(rows)


def test_two_near_headings_are_no_offer(rumah: Rumah) -> None:
    data = b"kelompok_umur,jumlah_pendudukk,jumlah_pendudk,tahun\n0-4,1,2,2024\n5-9,3,4,2024\n"
    assert f"KOLOM_HILANG:{JIWA}" not in offers(rumah, data)


@pytest.mark.parametrize(
    ("above", "name", "how", "year"),
    [
        ("JUMLAH PENDUDUK TAHUN 2024\n", "a.csv", {}, "2024"),
        ("JUMLAH PENDUDUK TAHUN 2023 DAN 2024\n", "data_2024.csv", {}, None),
        ("", "penduduk_2024.csv", {}, "2024"),
        ("", "penduduk.csv", {}, None),
        ("", "penduduk.csv", {"periode": "2024"}, "2024"),
    ],
)
def test_a_year_is_taken_from_where_it_is_said_once(
    rumah: Rumah, catalog: Catalog, above: str, name: str, how: dict[str, str], year: str | None
) -> None:
    table = as_csv(panjang(catalog, [2024], [1200]), [c for c in LONG if c != "tahun"])
    found = offers(rumah, above.encode() + table, nama=name, **how).get("KOLOM_HILANG:tahun")
    assert (found.parameter["nilai"] if found else None) == year


def test_the_own_area_is_filled_only_where_no_column_may_name_another(rumah: Rumah) -> None:
    bare = b"jumlah_penduduk_miskin,satuan,tahun\n1200,RIBU JIWA,2024\n"
    named = b"Wilayah,jumlah_penduduk_miskin,satuan,tahun\nBogor,12,RIBU JIWA,2024\nBekasi,13,RIBU JIWA,2024\n"
    code = "KOLOM_HILANG:bps_kode_kabupaten_kota"
    assert offers(rumah, bare, "jumlah-penduduk-miskin")[code].parameter["nilai"] == "3216"
    assert code not in offers(rumah, named, "jumlah-penduduk-miskin")
    whole = named.replace(b"Bogor", b"Kab. Bogor").replace(b"\nBekasi", b"\nKota Bekasi")
    peta = offers(rumah, whole, "jumlah-penduduk-miskin")[code].parameter["peta"]
    assert [e["menjadi"] for e in peta] == ["3201", "3275"]


def test_codes_come_from_exact_names_only(rumah: Rumah, catalog: Catalog) -> None:
    rows = panjang(catalog, [2024], [1200, 3400])
    columns = [c for c in LONG if c != "kemendagri_kode_kecamatan"]
    done = semua(rumah, as_csv(rows, columns))
    assert isi(done.data) == isi_baris(rows)
    name = rows[0]["kemendagri_nama_kecamatan"]
    misspelt = changed(
        rows, lambda r: r["kemendagri_nama_kecamatan"] == name, kemendagri_nama_kecamatan=f"{name}X"
    )
    offer = offers(rumah, as_csv(misspelt, columns))["KOLOM_HILANG:kemendagri_kode_kecamatan"]
    assert f"{name}X" in offer.catatan[0].id
    assert f"{name}X" not in {e["nilai"] for e in offer.parameter["peta"]}


def test_namesakes_are_told_apart_by_the_area_above(rumah: Rumah, catalog: Catalog) -> None:
    period = Periode.parse("2024")
    by_name: dict[str, list[Wilayah]] = {}
    for area in catalog.wilayah.semesta("desa_kelurahan", period, induk="32.16"):
        by_name.setdefault(area.nama.upper(), []).append(area)
    name, areas = next((n, a) for n, a in by_name.items() if len(a) > 1)
    heads = [catalog.wilayah.cari(a.kode_kemendagri[:8])[-1] for a in areas]
    head = "kemendagri_nama_kecamatan,kemendagri_nama_desa_kelurahan,jumlah_kepala_keluarga,satuan,tahun"
    lines = [f"{h.nama},{name},12,KEPALA KELUARGA,2024" for h in heads]
    dataset = "jumlah-kepala-keluarga-menurut-desa-kelurahan"
    done = semua(rumah, "\n".join([head, *lines]).encode(), dataset)
    codes = isi(done.data, ["kemendagri_kode_desa_kelurahan"])
    assert codes == sorted((a.kode_kemendagri,) for a in areas)
    alone = "\n".join([head, *lines]).replace("kemendagri_nama_kecamatan,", "x,").encode()
    assert "KOLOM_HILANG:kemendagri_kode_desa_kelurahan" not in offers(rumah, alone, dataset)


def test_codes_spoilt_by_a_spreadsheet_are_written_as_they_should_be(
    rumah: Rumah, catalog: Catalog
) -> None:
    rows = panjang(catalog, [2024], [1200, 3400])
    columns = ["bps_kode_kecamatan", *LONG[1:]]
    spoilt = [{**r, "bps_kode_kecamatan": f"{r['bps_kode_kecamatan']}.0"} for r in rows]
    done = semua(rumah, as_csv(spoilt, columns), diterima=["KODE_SALAH_BENTUK"])
    assert isi(done.data, columns) == isi_baris(rows, columns)


KELUARGA = "jumlah-kepala-keluarga-menurut-desa-kelurahan"
DESA, KELURAHAN = "32.16.01.2007", "32.16.01.1007"
"""One place: the desa became the kelurahan in November 2022."""


def _keluarga(code: str, year: int) -> bytes:
    head = "kemendagri_kode_desa_kelurahan,jumlah_kepala_keluarga,satuan,tahun"
    return f"{head}\n{code},12,KEPALA KELUARGA,{year}\n".encode()


@pytest.mark.parametrize(
    ("code", "year", "right"), [(DESA, 2024, KELURAHAN), (KELURAHAN, 2020, DESA)]
)
def test_a_renamed_code_becomes_that_of_the_period(
    rumah: Rumah, code: str, year: int, right: str
) -> None:
    done = semua(rumah, _keluarga(code, year), KELUARGA, diterima=["KODE_TIDAK_BERLAKU"])
    assert isi(done.data, ["kemendagri_kode_desa_kelurahan"]) == [(right,)]


def test_a_code_that_holds_in_its_period_is_left_alone(rumah: Rumah) -> None:
    assert not [n for n in offers(rumah, _keluarga(DESA, 2020), KELUARGA) if n.startswith("KODE")]


@pytest.mark.parametrize("joined", [False, True])
def test_a_split_or_joined_area_is_no_offer(
    settings: Settings, catalog: Catalog, joined: bool
) -> None:
    rows = []
    for row in catalog.wilayah.baris:
        if row.kode_kemendagri == DESA and not joined:
            rows.append(dataclasses.replace(row, pengganti=f"{KELURAHAN}|32.16.01.2008"))
        elif row.kode_kemendagri == "32.16.01.2001" and joined:
            rows.append(
                dataclasses.replace(
                    row, kode_kemendagri="32.16.01.2099", kode_bps=None, nama="UJI",
                    berlaku_sampai=dt.date(2022, 11, 8), pengganti=KELURAHAN,
                )
            )  # fmt: skip
            rows.append(row)
        else:
            rows.append(row)
    other = copy.copy(catalog)
    other.wilayah = RegisterWilayah(rows)
    house = Rumah(settings, other)
    found = offers(house, _keluarga(DESA, 2024), KELUARGA)
    assert not [n for n in found if n.startswith("KODE")]
    house.tutup()


def test_known_spellings_become_the_list_names_and_near_ones_do_not(
    rumah: Rumah, catalog: Catalog
) -> None:
    rows = panjang(catalog, [2024], [1200, 3400])
    entry = next(e for e in catalog.daftar["jenis_kelamin"].entri if e.ejaan_lain)
    other = entry.ejaan_lain[0]
    spelled = changed(rows, lambda r: r["jenis_kelamin"] == entry.nama, jenis_kelamin=other)
    done = semua(rumah, as_csv(spelled, LONG), diterima=["EJAAN_BERBEDA"])
    assert isi(done.data) == isi_baris(rows)
    near = changed(rows, lambda r: r["jenis_kelamin"] == entry.nama, jenis_kelamin=f"{entry.nama}X")
    assert not [n for n in offers(rumah, as_csv(near, LONG)) if n.startswith("EJAAN")]


def test_dates_in_a_decided_order_become_iso_and_unclear_ones_wait(rumah: Rumah) -> None:
    head = "bps_kode_kabupaten_kota,tanggal,harga,satuan,tahun,bulan\n"
    decided = f"{head}3216,15/07/2024,80000,x,2024,7\n3216,03/07/2024,80000,x,2024,7\n".encode()
    done = semua(rumah, decided, HARGA, diterima=["TANGGAL_TEKS"])
    assert isi(done.data, ["tanggal"]) == [("2024-07-03",), ("2024-07-15",)]
    unclear = f"{head}3216,04/07/2024,80000,x,2024,7\n".encode()
    assert not [n for n in offers(rumah, unclear, HARGA) if n.startswith("TANGGAL")]
    named = offers(rumah, unclear, HARGA, arahan=Arahan(tata_tanggal="hbt"))
    assert named["TANGGAL_AMBIGU:tanggal"].jumlah == 1


def test_mixed_numbers_wait_until_the_sender_says_how_they_are_written(
    rumah: Rumah, catalog: Catalog
) -> None:
    rows = panjang(catalog, [2024], [1200])
    text = as_csv(rows, LONG).decode().replace(",1200,", ',"1.234.567,5",', 1)
    mixed = text.replace(",1200,", ',"1,234,567.5",', 1).encode()
    assert not [n for n in offers(rumah, mixed) if n.startswith("ANGKA")]
    named = semua(rumah, mixed, diterima=["ANGKA_CAMPUR"], arahan=Arahan(tata_angka="id"))
    numbers = {row[0] for row in isi(named.data, [JIWA])}
    assert numbers == {"1234567.5", "1,234,567.5", "1200"}


def test_personal_numbers_are_not_shown_in_an_excerpt(rumah: Rumah, catalog: Catalog) -> None:
    nik = "3216010101900001"
    text = as_csv(panjang(catalog, [2024], [1200]), LONG).decode().splitlines()
    data = "\n".join([f"{text[0]},nik", *(f"{line},{nik}" for line in text[1:])]).encode()
    offer = offers(rumah, data)["KOLOM_TAK_DIKENAL"]
    assert offer.sebelum is not None and nik not in str(offer.sebelum)
