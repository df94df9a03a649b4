"""The PerBPS 5/2020 forms: written in the printed order, read back whole, filled in by hand."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from spbe_data.cli import app
from spbe_data.identifiers.periode import Periode
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.exchange import bps_aturan
from spbe_data.standards.exchange.bps_forms import INDIKATOR, LEMBAR, VARIABEL
from spbe_data.standards.exchange.bps_isian import BLOK, Lingkup
from spbe_data.standards.exchange.exports import ekspor
from spbe_data.standards.exchange.imports import BukanStandar, impor
from spbe_data.standards.exchange.neutral import uraikan
from spbe_data.standards.metadata import (
    Indikator,
    Kegiatan,
    PembangunKomposit,
    Petugas,
    RancanganSampel,
    Rekomendasi,
    Rentang,
)
from spbe_data.standards.models import Kolom, Standar
from tests.conftest import ROOT

HARI = dt.date(2026, 11, 25)
AREA = Lingkup("PROVINSI CONTOH", "KABUPATEN CONTOH")
FLOODS = "jumlah-kejadian-banjir"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog(ROOT / "schemas", ROOT / "quality")


def _forms(catalog: Catalog, standard: Standar, periode: Periode | None = None) -> bytes:
    return ekspor(standard, catalog, "bps", HARI, periode, AREA)


def _book(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def _saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _line(sheet: Any, label: str, number: str | None = None) -> Any:
    """The row number of a label, from the row of its number on."""
    seen = number is None
    for row in sheet.iter_rows():
        seen = seen or row[0].value == number
        if seen and row[1].value == label:
            return row[1].row
    raise AssertionError(label)


_SAME = (
    "nama", "tipe", "wajib", "konsep", "definisi", "rujukan_pemilihan", "rujukan_waktu", "minimum",
    "maksimum", "pola", "panjang", "skala", "daftar", "induk", "tata_angka", "akses_umum",
)  # fmt: skip


def _columns(standard: Standar) -> list[dict[str, Any]]:
    return [
        {
            **{n: v for n in _SAME if (v := getattr(c, n)) is not None},
            "judul": c.judul.id,
            "wilayah": c.wilayah.model_dump() if c.wilayah else None,
        }
        for c in standard.kolom
    ]


def _read(text: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    draft = yaml.safe_load(text)
    columns = []
    for found in draft["kolom"]:
        # Roles and English titles have no place in the forms; the model needs some to read.
        whole = {**found, "judul": {"id": found["judul"]["id"], "en": "x"}}
        if found["peran"].startswith("LENGKAPI"):
            whole["peran"] = "keterangan"
        column = Kolom.model_validate(whole)
        columns.append(column)
    model = Standar.model_construct(kolom=tuple(columns))
    return draft, _columns(model)


def _indicators(found: list[dict[str, Any]]) -> list[Indikator]:
    return [Indikator.model_validate(one) for one in found]


def test_every_standard_comes_back_from_its_forms(catalog: Catalog) -> None:
    for standard in catalog.standar.values():
        data = _forms(catalog, standard)
        assert data == _forms(catalog, standard), standard.id
        made = impor(data)
        draft, columns = _read(made.yaml)
        assert (made.id, made.bentuk) == (standard.id, "bps")
        assert columns == _columns(standard)
        assert tuple(draft["kunci"]) == standard.kunci
        assert (draft["versi"], draft["judul"]["id"]) == (standard.versi, standard.judul.id)
        assert Kegiatan.model_validate(draft["kegiatan"]) == standard.kegiatan
        assert _indicators(draft.get("indikator", [])) == list(standard.ms_ind)
        assert draft["jadwal_pemutakhiran"] == standard.jadwal_pemutakhiran
        if standard.indikator or standard.tingkat_penyajian != "desa_kelurahan":
            assert draft["tingkat_penyajian"] == standard.tingkat_penyajian
        assert draft["produsen_data"].startswith("LENGKAPI:")
        assert draft["status"] == "rancangan"
        rules = [n for n in made.catatan if "antarkolom" in n]
        assert bool(rules) == bool(standard.aturan)
        assert [n for n in made.catatan if n not in rules and "R.7.4" not in n] == []


def _survey(catalog: Catalog) -> Standar:
    base = catalog.standar[FLOODS]
    activity = Kegiatan.model_validate(
        {
            **base.kegiatan.model_dump(),
            "cara_pengumpulan": "2",
            "sarana": 1 + 32,
            "rekomendasi": Rekomendasi(ada=True, identitas="V-00.0000.000"),
            "rancangan_sampel": RancanganSampel(
                rancangan=1, pemilihan=2, nonprobabilitas=8, unit_sampel="u", unit_observasi="o"
            ),
            "petugas": Petugas(
                jenis=3, pendidikan_terendah=2, pengawas=0, pengumpul=12, pelatihan=True
            ),
            "jadwal": {"desain": Rentang(mulai=dt.date(2026, 2, 1), selesai=dt.date(2026, 2, 28))},
        }
    )
    composite = Indikator(
        nama="Indeks", konsep="k", definisi="d", interpretasi="i", rumus="=1+1",
        ukuran="Indeks", satuan="(tanpa satuan)",
        komposit=PembangunKomposit(publikasi="P", indikator=("A", "B")), akses_umum=False,
    )  # fmt: skip
    return base.model_copy(update={"kegiatan": activity, "indikator": (*base.indikator, composite)})


def test_a_survey_fills_the_conditional_blocks_and_comes_back(catalog: Catalog) -> None:
    standard = _survey(catalog)
    data = _forms(catalog, standard, Periode.parse("2025"))
    draft = yaml.safe_load(impor(data).yaml)
    assert Kegiatan.model_validate(draft["kegiatan"]) == standard.kegiatan
    assert _indicators(draft["indikator"]) == list(standard.ms_ind)
    book = _book(data)
    sheet = book["MS-Keg"]
    assert sheet.cell(_line(sheet, "Tahun"), 4).value == 2025
    row = _line(sheet, "Metode Probabilitas")
    assert sheet.cell(row, 4).value is None
    assert "dilewati" in sheet.cell(row, 5).value
    assert sheet.cell(_line(sheet, "Metode Nonprobabilitas"), 4).value == 8
    assert sheet.cell(_line(sheet, "Desain"), 4).value == dt.datetime(2026, 2, 1)
    composite = list(book["MS-Ind"].iter_rows(values_only=True))[-1]
    assert composite[5] == "=1+1"  # a formula of words is text, never one of the workbook
    assert book["MS-Ind"].cell(book["MS-Ind"].max_row, 6).data_type == "s"
    assert composite[9:15] == (1, "P", "A\nB", None, None, None)


def test_the_forms_follow_the_printed_order(catalog: Catalog) -> None:
    book = _book(_forms(catalog, catalog.standar[FLOODS]))
    assert tuple(book.sheetnames) == LEMBAR
    sheet = book["MS-Keg"]
    first = [str(r[0]) for r in sheet.iter_rows(values_only=True) if r[0]]
    titles = [t for t, _items in BLOK]
    assert [t for t in first if t in titles] == titles
    assert len(titles) == 9  # the general part and eight blocks
    numbers = [n for n in first if n[:2] in {f"{b}." for b in range(1, 9)}]
    assert numbers == sorted(numbers)
    assert set(numbers) == {
        "1.1", "1.2", "2.1", "2.2", "3.1", "3.2", "3.3", "3.4",
        *(f"4.{n}" for n in range(1, 9)), "5.1", "5.2", "5.3a", "5.3b",
        *(f"5.{n}" for n in range(4, 9)), *(f"6.{n}" for n in range(1, 8)),
        "7.1", "7.2", "7.3", "7.4", "8.1", "8.2",
    }  # fmt: skip
    assert (len(VARIABEL), len(INDIKATOR)) == (12, 17)
    for name, head in (("MS-Var", VARIABEL), ("MS-Ind", INDIKATOR)):
        rows = list(book[name].iter_rows(values_only=True))
        at = next(n for n, r in enumerate(rows) if r[0] == "No")
        assert rows[at][: len(head)] == head
        assert [str(v).split(" ")[0] for v in rows[at + 1]] == [
            f"({n})" for n in range(1, len(head) + 1)
        ]
    for name in LEMBAR:
        page = book[name]
        assert page.page_setup.paperSize == 9  # A4
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert page.page_setup.fitToWidth in (None, 1)  # 1 is what a file leaves unsaid
        assert page.page_setup.fitToHeight == 0
        assert page.print_title_rows


def test_codes_are_filled_options_printed_and_bps_left_alone(catalog: Catalog) -> None:
    standard = catalog.standar[FLOODS]
    sheet = _book(_forms(catalog, standard))["MS-Keg"]

    def line(label: str) -> tuple[Any, ...]:
        row = _line(sheet, label)
        return tuple(sheet.cell(row, at).value for at in (3, 4, 5))

    assert line("Kode Kegiatan") == (None, None, "diisi petugas BPS")
    printed, code, note = line("Metode Pengumpulan Data")
    assert printed.splitlines()[0] == "1 Wawancara"
    assert (code, note) == (standard.kegiatan.metode, "jumlahkan kode yang sesuai")
    printed, code, _note = line("Sektor Kegiatan")
    assert (code, printed.count(";")) == (6, 21)
    assert line("Kegiatan ini dilakukan")[1] == 2
    assert line("Frekuensi Penyelenggaraan")[1] == 7
    assert line("Tingkat Penyajian Hasil Analisis")[1] == 4
    assert line("Jenis Rancangan Sampel")[1] is None
    assert "dilewati" in line("Jenis Rancangan Sampel")[2]
    places = [r for r in sheet.iter_rows(values_only=True) if r[1] == AREA.provinsi]
    assert places[0][3] == AREA.kabupaten_kota
    collected = [r[1] for r in sheet.iter_rows(values_only=True) if r[4] and isinstance(r[0], int)]
    assert collected == [c.judul.id for c in standard.kolom]


def test_what_an_office_fills_in_comes_home(catalog: Catalog) -> None:
    book = _book(_forms(catalog, catalog.standar[FLOODS]))
    sheet = book["MS-Keg"]
    sheet.insert_rows(4)  # a row put in by hand moves nothing
    sheet.cell(_line(sheet, "Telepon", "2.2"), 4).value = "021-000"
    sheet.cell(_line(sheet, "Metode Pengumpulan Data"), 4).value = 5
    sheet.cell(_line(sheet, "Metode Analisis"), 4).value = 9
    row = _line(sheet, "Desain")
    sheet.cell(row, 4).value, sheet.cell(row, 5).value = "01/02/2026", "28/2/2026"
    sheet.cell(_line(sheet, "Evaluasi"), 4).value = "nanti"
    sheet.cell(_line(sheet, "Alamat", "1.2"), 4).value = "Jalan Contoh"
    variables = book["MS-Var"]
    variables.append(
        [99, "Warna Atap", None, "k", "d", "r", "w", "Array", "1. Merah", "maksimal dua", "q", 2]
    )
    made = impor(_saved(book))
    draft = yaml.safe_load(made.yaml)
    about = draft["kegiatan"]
    assert about["penanggung_jawab"] == {"telepon": "021-000"}
    assert about["metode"] == 5
    assert "metode_analisis" not in about
    assert about["jadwal"] == {
        "desain": {"mulai": dt.date(2026, 2, 1), "selesai": dt.date(2026, 2, 28)}
    }
    added = draft["kolom"][-1]
    assert (added["nama"], added["tipe"], added["akses_umum"]) == ("warna_atap", "teks", False)
    assert added["ejaan_judul"] == ["Warna Atap"]
    assert len(draft["kolom"]) == len(catalog.standar[FLOODS].kolom) + 1
    told = " ".join(made.catatan)
    for word in (
        "R.7.2",
        "nanti",
        "R.1.2 Alamat",
        "Array",
        "1. Merah",
        "maksimal dua",
        "pertanyaan",
    ):
        assert word in told


_bound = st.none() | st.decimals(-(10**9), 10**9, places=2)


@settings(max_examples=100, deadline=None)
@given(
    low=_bound,
    high=_bound,
    pattern=st.none() | st.sampled_from(["[A-Z]{2}", "A|B", "a: b", r"\d+;\d+"]),
    length=st.none() | st.integers(1, 999),
    kind=st.sampled_from(["teks", "bulat", "desimal", "tanggal"]),
    needed=st.booleans(),
)
def test_rules_in_words_are_the_same_rules(
    catalog: Catalog, low: Any, high: Any, pattern: Any, length: Any, kind: Any, needed: bool
) -> None:
    base = uraikan(catalog.standar[FLOODS], catalog, HARI).bidang[0]
    one = dataclasses.replace(
        base, tipe=kind, wajib=needed, minimum=low, maksimum=high, pola=pattern, panjang=length
    )
    words = bps_aturan.aturan(one, ["x", one.nama], ["antara dua\nkolom"])
    back = bps_aturan.baca(bps_aturan.tipe_data(one), bps_aturan.domain(one), words)
    assert (back.tipe, back.wajib, back.minimum, back.maksimum) == (kind, needed, low, high)
    assert (back.pola, back.panjang, back.urutan_kunci) == (pattern, length, 2)
    assert back.lain.get("wilayah") == one.lain.get("wilayah")
    assert back.catatan == ["aturan validasi 'antarkolom: antara dua kolom' tidak dibawa"]


@settings(max_examples=60, deadline=None)
@given(type_=st.text(), domain=st.text(), rule=st.text())
def test_wild_words_never_break_the_reading(type_: str, domain: str, rule: str) -> None:
    made = bps_aturan.baca(type_, domain, rule)
    assert made.tipe in ("teks", "bulat", "desimal", "tanggal")


def test_what_is_no_form_is_refused_in_words(catalog: Catalog) -> None:
    book = openpyxl.Workbook()
    for data in (_saved(book), b"PK\x03\x04rusak", _saved(book)[:200]):
        with pytest.raises(BukanStandar, match="PerBPS 5/2020"):
            impor(data)
    empty = _book(_forms(catalog, catalog.standar[FLOODS]))
    sheet = empty["MS-Var"]
    start = next(r[0].row for r in sheet.iter_rows() if r[0].value == "(1)")
    sheet.delete_rows(start + 1, sheet.max_row)
    with pytest.raises(BukanStandar, match="MS-Var"):
        impor(_saved(empty))


def test_the_terminal_writes_the_forms_and_reads_them(tmp_path: Path) -> None:
    run = CliRunner()
    target = tmp_path / "f.xlsx"
    args = ["standar", "ekspor", FLOODS, "--format", "bps", "--out", str(target)]
    assert run.invoke(app, args).exit_code == 0
    assert target.read_bytes()[:4] == b"PK\x03\x04"
    out = tmp_path / "r.yaml"
    read = run.invoke(app, ["standar", "impor", str(target), "--out", str(out)])
    assert read.exit_code == 0, read.output
    assert yaml.safe_load(out.read_text(encoding="utf-8"))["status"] == "rancangan"


def test_libreoffice_saves_the_forms_and_nothing_is_lost(catalog: Catalog, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice tidak terpasang")
    source = tmp_path / "f.xlsx"
    source.write_bytes(_forms(catalog, _survey(catalog)))
    out = tmp_path / "out"
    subprocess.run(
        [office, f"-env:UserInstallation=file://{tmp_path}/profil", "--headless",
         "--convert-to", "xlsx", "--outdir", str(out), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    saved = out / "f.xlsx"
    assert impor(saved.read_bytes()).yaml == impor(source.read_bytes()).yaml
