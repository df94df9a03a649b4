"""Random standards: template → filled in by an officer → judged as the same figures in a CSV.

The standards are invented over the real areas and lists, so that no sample decides what a template
can hold.
"""

from __future__ import annotations

import copy
import datetime as dt
import io
import itertools
import time
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spbe_data.checks.engine import HasilPeriksa, Pemeriksa
from spbe_data.checks.prepare import Lingkup
from spbe_data.checks.reference import TanpaAcuan
from spbe_data.identifiers.periode import Periode
from spbe_data.intake.model import Batas
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.models import TIME_COLUMNS, Kolom, Standar
from spbe_data.standards.series import Seri
from spbe_data.standards.template import tulis_templat
from spbe_data.standards.template_words import LEMBAR_PENJELAS
from tests.synthetic import Row, as_csv

TODAY = dt.date(2026, 11, 25)
PERIODS = {
    "tahunan": "2024",
    "semesteran": "2024-S2",
    "triwulanan": "2024-T3",
    "bulanan": "2024-07",
    "harian": "2024-07-15",
}
UNIVERSES = (
    "jumlah-penduduk-menurut-kecamatan-dan-kelompok-umur",
    "jumlah-kepala-keluarga-menurut-desa-kelurahan",
)
LISTS = ("jenis_kelamin", "kelompok_umur", "status_kelahiran", "kategori_usaha_umkm")
MEASURES: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    tipe=st.sampled_from(["bulat", "desimal"]),
    minimum=st.sampled_from([None, "0", "-50", "1"]),
    maksimum=st.sampled_from([None, "100", "150000"]),
    skala=st.sampled_from([None, 0, 1, 3]),
    wajib=st.just(True),
)
TEXTS: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {"tipe": "teks", "panjang": 20},
        {"tipe": "teks", "pola": "[A-Z]{2}[0-9]{3}"},
        {"tipe": "teks", "wajib": False},
        {"tipe": "tanggal"},
    ]
)


def _column(name: str, role: str, **more: Any) -> dict[str, Any]:
    return {
        "nama": name,
        "judul": {"id": f"=Judul {name}", "en": f"@Title {name}"},
        "peran": role,
        "tipe": "teks",
        "konsep": "Konsep uji.",
        "definisi": "+Definisi uji yang cukup panjang. " * 12,
        "rujukan_pemilihan": "uji",
        "rujukan_waktu": "uji",
        **{k: v for k, v in more.items() if v is not None},
    }


@st.composite
def standards(draw: st.DrawFn, catalog: Catalog) -> Standar:
    level = draw(st.sampled_from(["kabupaten_kota", "kecamatan", "desa_kelurahan"]))
    frequency = draw(st.sampled_from(sorted(TIME_COLUMNS)))
    systems = draw(st.sampled_from([("kemendagri",), ("bps",), ("kemendagri", "bps")]))
    areas = [
        _column(
            f"{part}_{system}",
            "wilayah",
            wilayah={"sistem": system, "tingkat": level, "bagian": part},
        )
        for system in systems
        for part in ("kode", "nama")
        if part == "kode" or draw(st.booleans())
    ]
    dims = draw(st.lists(st.sampled_from(LISTS), max_size=2, unique=True))
    # Two long lists over all villages would only test patience.
    if level == "desa_kelurahan":
        dims = [d for d in dims if d == "jenis_kelamin"]
    times = [
        _column(n, "waktu", tipe="tanggal" if n == "tanggal" else "bulat")
        for n in TIME_COLUMNS[frequency]
    ]
    made = [
        *areas,
        *times,
        *(_column(f"dimensi_{d}", "dimensi", daftar=d) for d in dims),
        *(
            _column(f"teks_{i}", "keterangan", **one)
            for i, one in enumerate(draw(st.lists(TEXTS, max_size=2)))
        ),
        *(
            _column(f"angka_{i}", "ukuran", **one)
            for i, one in enumerate(draw(st.lists(MEASURES, min_size=1, max_size=3)))
        ),
    ]
    columns = draw(st.permutations([Kolom.model_validate(one) for one in made]))
    keys = (f"kode_{systems[0]}", *(f"dimensi_{d}" for d in dims), *TIME_COLUMNS[frequency])
    base = catalog.standar["jumlah-umkm-menurut-kategori"].model_dump()
    scope = None
    if level != "kabupaten_kota" and draw(st.booleans()):
        scope = {"tingkat": level, "untuk_setiap": tuple(f"dimensi_{d}" for d in dims)}
    return Standar.model_validate(
        base
        | {
            "id": "standar-acak",
            "periode": frequency,
            "jadwal_pemutakhiran": frequency,
            "berlaku_untuk_periode_sejak": PERIODS[frequency],
            "tingkat_penyajian": level,
            "indikator": (),
            "kolom": tuple(columns),
            "kunci": keys,
            "cakupan": scope,
            "aturan": (),
        }
    )


def _with(catalog: Catalog, standard: Standar) -> Catalog:
    other = copy.copy(catalog)
    other.standar = {**catalog.standar, standard.id: standard}
    other.seri = {**catalog.seri, standard.id: Seri((standard,))}
    return other


def _check(catalog: Catalog, data: bytes, dataset: str, name: str) -> HasilPeriksa:
    scope = Lingkup("32.16", "3216", "Kabupaten Bekasi")
    return Pemeriksa(catalog, scope, TanpaAcuan(), Batas(), TODAY).periksa(data, name, dataset)


def _free_value(column: Kolom, number: int) -> Any:
    """What an officer types into a cell that the template leaves open."""
    if column.tipe == "tanggal":
        return dt.date(2024, 7, 1)
    if column.tipe == "teks":
        return f"AB{number % 1000:03d}"
    low = column.minimum if column.minimum is not None else Decimal(0)
    value = low + number % 90
    return int(value) if column.tipe == "bulat" or column.skala == 0 else float(value) + 0.5


def _own_rows(standard: Standar, catalog: Catalog, period: Periode) -> list[Row]:
    """Rows that are typed whole: the universe of the standard, or of three areas without one."""
    level = standard.tingkat_penyajian
    if level == "kabupaten_kota":
        areas = list(catalog.wilayah.cari("32.16"))[-1:]
    else:
        areas = catalog.wilayah.semesta(level, period, induk="32.16")
    lists = {
        c.nama: [e.nama for e in catalog.daftar[c.daftar].pada(period.akhir)]
        for c in standard.kolom
        if c.daftar
    }
    times = {
        "tahun": period.awal.year,
        "semester": (period.awal.month + 5) // 6,
        "triwulan": (period.awal.month + 2) // 3,
        "bulan": period.awal.month,
        "tanggal": period.awal,
    }
    rows: list[Row] = []
    for area in areas if standard.cakupan else areas[:3]:
        for combo in itertools.product(*lists.values()):
            known = times | dict(zip(lists, combo, strict=True))
            row: Row = {}
            for column in standard.kolom:
                if column.wilayah is None:
                    row[column.nama] = known.get(column.nama, _free_value(column, len(rows)))
                elif column.wilayah.bagian == "nama":
                    row[column.nama] = area.nama.upper()
                else:
                    row[column.nama] = area.kode(column.wilayah.sistem)
            rows.append(row)
    return rows


def _filled(sheet: Any, standard: Standar, catalog: Catalog, period: Periode) -> list[Row]:
    """Fill the sheet; the same rows as plain values."""
    names = [str(c.value).removesuffix(" *") for c in sheet[1]]
    assert names == list(standard.nama_kolom)
    typed: list[Row] = []
    if sheet.max_row == 1:
        typed = _own_rows(standard, catalog, period)
        for i, row in enumerate(typed, start=2):
            for j, name in enumerate(standard.nama_kolom, start=1):
                sheet.cell(i, j).value = row[name]
        return typed
    for i in range(2, sheet.max_row + 1):
        row = {}
        for j, column in enumerate(standard.kolom, start=1):
            cell = sheet.cell(i, j)
            if cell.value is None:
                assert column.peran in ("ukuran", "keterangan"), column.nama
                cell.value = _free_value(column, i)
            row[column.nama] = (
                cell.value.date() if isinstance(cell.value, dt.datetime) else cell.value
            )
        typed.append(row)
    return typed


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_random_standard_filled_in_passes(catalog: Catalog, data: st.DataObject) -> None:
    standard = data.draw(standards(catalog))
    known = _with(catalog, standard)
    period = Periode.parse(PERIODS[standard.periode])
    stated = data.draw(st.sampled_from([period, None]))
    book = openpyxl.load_workbook(io.BytesIO(tulis_templat(standard, known, "32.16", stated)))
    assert stated is not None or book["Data"].max_row == 1
    rows = _filled(book["Data"], standard, known, period)
    buffer = io.BytesIO()
    book.save(buffer)
    result = _check(known, buffer.getvalue(), standard.id, "isi.xlsx")
    plain = _check(known, as_csv(rows, list(standard.nama_kolom)), standard.id, "isi.csv")
    assert result.dibaca_sebagai["lembar"] == "Data"
    assert result.periode == (period.teks,)
    assert result.ukuran == plain.ukuran and result.ukuran is not None
    assert [(f.kode, f.kolom, f.baris) for f in result.temuan] == [
        (f.kode, f.kolom, f.baris) for f in plain.temuan
    ]
    assert [f for f in result.temuan if f.tingkat == "tolak"] == []


@pytest.mark.parametrize("dataset", UNIVERSES)
def test_the_sheets_that_explain_are_never_the_data(catalog: Catalog, dataset: str) -> None:
    """Not even when they stand before the sheet Data and that sheet is empty."""
    standard = catalog.standar[dataset]
    book = openpyxl.load_workbook(io.BytesIO(tulis_templat(standard, catalog, "32.16", None)))
    book.move_sheet("Data", offset=len(book.sheetnames) - 1)
    buffer = io.BytesIO()
    book.save(buffer)
    result = _check(catalog, buffer.getvalue(), dataset, "templat.xlsx")
    assert result.dibaca_sebagai["lembar"] == "Data"
    assert set(result.dibaca_sebagai["lembar_lain"]) == set(LEMBAR_PENJELAS)
    assert [f.kode for f in result.temuan] == ["TANPA_BARIS"]


@pytest.mark.parametrize("dataset", UNIVERSES)
def test_an_unfilled_universe_is_told_cell_by_cell(catalog: Catalog, dataset: str) -> None:
    """Every cell that must be filled is named, and nothing stops the check before that."""
    standard = catalog.standar[dataset]
    period = Periode.parse(standard.berlaku_untuk_periode_sejak)
    data = tulis_templat(standard, catalog, "32.16", period)
    head, *rows = openpyxl.load_workbook(io.BytesIO(data))["Data"].iter_rows(values_only=True)
    names = [str(name).removesuffix(" *") for name in head]
    empty = {
        (i, name)
        for i, row in enumerate(rows, start=2)
        for name, value in zip(names, row, strict=True)
        if value is None and standard.satu(name).wajib
    }
    result = _check(catalog, data, dataset, "templat.xlsx")
    told = {(f.baris, f.kolom) for f in result.temuan if f.kode == "SEL_KOSONG"}
    assert empty and told == empty


def test_the_largest_universe_is_written_at_once(catalog: Catalog) -> None:
    """187 villages by sex and by age stay far below what an officer waits for."""
    for dataset in (
        "jumlah-penduduk-menurut-desa-kelurahan-dan-jenis-kelamin",
        "jumlah-penduduk-menurut-desa-kelurahan-dan-kelompok-umur",
    ):
        standard = catalog.standar[dataset]
        period = Periode.parse(standard.berlaku_untuk_periode_sejak)
        start = time.process_time()
        data = tulis_templat(standard, catalog, "32.16", period)
        spent = time.process_time() - start
        sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True)["Data"]
        assert sheet.max_row > 300
        assert spent < 2, (dataset, spent)


def test_codes_and_names_that_belong_together_stand_side_by_side(catalog: Catalog) -> None:
    """A village name alone is ambiguous: the sheet Daftar pairs it with its codes and kecamatan."""
    standard = catalog.standar["jumlah-penduduk-menurut-desa-kelurahan-dan-jenis-kelamin"]
    period = Periode.parse("2024-S1")
    book = openpyxl.load_workbook(io.BytesIO(tulis_templat(standard, catalog, "32.16", period)))
    head, *rows = book["Daftar"].iter_rows(values_only=True)
    titles = {f"Padanan: {c.judul.id}": c.nama for c in standard.kolom if c.wilayah}
    places = {titles[str(t)]: j for j, t in enumerate(head) if str(t) in titles}
    pairs = {
        (row[places["kemendagri_kode_desa_kelurahan"]], row[places["bps_kode_desa_kelurahan"]])
        for row in rows
        if row[places["kemendagri_kode_desa_kelurahan"]]
    }
    assert pairs == {
        (w.kode_kemendagri, w.kode_bps)
        for w in catalog.wilayah.semesta("desa_kelurahan", period, induk="32.16")
    }


def test_a_whole_row_can_be_deleted_in_the_locked_sheet(catalog: Catalog) -> None:
    """Spreadsheets refuse that while any cell of the row is locked, out to the last column."""
    standard = catalog.standar[UNIVERSES[0]]
    data = tulis_templat(standard, catalog, "32.16", Periode.parse("2024"))
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Data"]
    assert not sheet.protection.deleteRows and not sheet.protection.insertRows  # False: allowed
    reach = [d.max for d in sheet.column_dimensions.values() if not d.protection.locked]
    assert max(reach) == 16_384
    assert all(not cell.protection.locked for cell in sheet[2])
    assert all(cell.protection.locked for cell in sheet[1])


def test_few_choices_are_named_and_one_is_told_as_fixed(catalog: Catalog) -> None:
    standard = catalog.standar["jumlah-penduduk-menurut-jenis-kelamin"]
    data = tulis_templat(standard, catalog, "32.16", Periode.parse("2024"))
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Petunjuk"]
    allowed = {row[0]: row[4] for row in sheet.iter_rows(values_only=True) if row[4]}
    assert allowed["jenis_kelamin"] == "salah satu: LAKI-LAKI, PEREMPUAN"
    assert allowed["tahun"] == "selalu 2024"


def test_the_guides_tell_the_rules_between_columns(catalog: Catalog) -> None:
    told = 0
    for standard in catalog.standar.values():
        if not standard.aturan:
            continue
        book = openpyxl.load_workbook(io.BytesIO(tulis_templat(standard, catalog, "32.16", None)))
        for name, words in (
            ("Petunjuk", {rule.alasan.id for rule in standard.aturan}),
            ("Guide", {rule.alasan.en for rule in standard.aturan}),
        ):
            cells = {row[1] for row in book[name].iter_rows(values_only=True)}
            assert words <= cells, (standard.id, name)
        told += 1
        if told == 3:
            break
    assert told == 3


def test_a_universe_in_bps_codes_alone_is_checked(catalog: Catalog) -> None:
    """Kemendagri codes are not there to be followed from old to new; the check must not need them."""
    whole = catalog.standar["jumlah-kepala-keluarga-menurut-desa-kelurahan"]
    columns = [c for c in whole.kolom if c.wilayah is None or c.wilayah.sistem == "bps"]
    village = next(
        c.nama
        for c in columns
        if c.wilayah and (c.wilayah.tingkat, c.wilayah.bagian) == ("desa_kelurahan", "kode")
    )
    standard = Standar.model_validate(
        whole.model_dump()
        | {"id": "tanpa-kemendagri", "kolom": tuple(columns), "indikator": ()}
        | {"kunci": (village, *whole.kolom_waktu)}
    )
    known = _with(catalog, standard)
    period = Periode.parse(whole.berlaku_untuk_periode_sejak)
    book = openpyxl.load_workbook(io.BytesIO(tulis_templat(standard, known, "32.16", period)))
    _filled(book["Data"], standard, known, period)
    buffer = io.BytesIO()
    book.save(buffer)
    result = _check(known, buffer.getvalue(), standard.id, "isi.xlsx")
    assert result.hasil == "baik", result.temuan[:2]
