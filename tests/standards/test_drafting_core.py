"""Drafts: the round trip over our own standards, wide shapes, what is never shown, and never a crash."""

from __future__ import annotations

import io
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from spbe_data.checks.finding import LOLOS
from spbe_data.cli import app
from spbe_data.flows.check import periksa_berkas
from spbe_data.flows.house import Rumah
from spbe_data.intake.model import BerkasDitolak
from spbe_data.settings import load_settings
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.content import ContentError
from spbe_data.standards.drafting.context import Konteks
from spbe_data.standards.drafting.draft import konteks_dari, rancang_berkas
from spbe_data.standards.drafting.making import isi_kolom
from spbe_data.standards.drafting.model import Rancangan, TidakDapatDirancang
from spbe_data.standards.drafting.periods import periode_gabungan
from spbe_data.standards.drafting.write import tulis_yaml
from spbe_data.standards.loading import load_standard
from spbe_data.standards.models import Standar
from spbe_data.standards.template import tulis_templat

ROOT = Path(__file__).resolve().parents[2]
REGION = {
    "kode_kemendagri": "32.16",
    "kode_bps": "3216",
    "nama": "Kabupaten Bekasi",
    "provinsi": "Jawa Barat",
}
SAMPLES = ROOT / "contoh" / "pengajuan"
FLOOR = 34
"""Of the sample submissions without a planted fault, how many must be drafted wholly right."""


@pytest.fixture(scope="module")
def konteks(catalog: Catalog) -> Konteks:
    return konteks_dari(catalog, REGION)


def draft(konteks: Konteks, text: str, name: str = "data.csv", **options: Any) -> Rancangan:
    return rancang_berkas(text.encode(), name, konteks, **options)


def fields(found: Rancangan, konteks: Konteks) -> dict[str, dict[str, Any]]:
    return {c.nama: isi_kolom(c, konteks) for c in found.kolom}


# -- round trip ------------------------------------------------------------------------------------


def good_samples(catalog: Catalog) -> Iterator[tuple[Path, Standar]]:
    for path in sorted(SAMPLES.glob("*.yaml")):
        about = yaml.safe_load(path.read_text(encoding="utf-8"))
        if not about.get("cacat"):
            yield path.parent / about["berkas"], catalog.standar[about["standar"]]


def differences(found: Rancangan, standard: Standar, konteks: Konteks) -> list[str]:
    """Where a draft departs from the standard its file was made for: columns of the file, types,
    roles, lists, key, kind of period, level."""
    mine = {
        n: (f["peran"], f["tipe"], f.get("daftar"), f.get("wilayah") is not None)
        for n, f in fields(found, konteks).items()
        if next(c for c in found.kolom if c.nama == n).sumber
    }
    theirs = {c.nama: (c.peran, c.tipe, c.daftar, c.wilayah is not None) for c in standard.kolom}
    wrong = [n for n, what in mine.items() if theirs.get(n) != what]
    if set(found.isian["kunci"].nilai) != set(standard.kunci):
        wrong.append("kunci")
    if found.isian["periode"].nilai != standard.periode:
        wrong.append("periode")
    if found.isian["tingkat_penyajian"].nilai != standard.tingkat_penyajian:
        wrong.append("tingkat_penyajian")
    return wrong


def test_samples_are_drafted_back_into_their_standards(catalog: Catalog, konteks: Konteks) -> None:
    right: list[str] = []
    wrong: dict[str, list[str]] = {}
    for path, standard in good_samples(catalog):
        found = rancang_berkas(path.read_bytes(), path.name, konteks)
        if problems := differences(found, standard, konteks):
            wrong[path.name] = problems
        else:
            right.append(path.name)
    assert len(right) >= FLOOR, wrong


def filled_template(standard: Standar, catalog: Catalog, found: Rancangan) -> bytes:
    """The draft's own rows typed into the template workbook of the finished standard."""
    book = openpyxl.load_workbook(io.BytesIO(tulis_templat(standard, catalog, "32.16", None)))
    sheet = book["Data"]
    place = {str(cell.value).removesuffix(" *"): cell.column for cell in sheet[1]}
    assert set(found.tabel.columns) <= set(place)
    numbers = {c.nama for c in standard.kolom if c.tipe in ("bulat", "desimal")}
    for row, values in enumerate(found.tabel.iter_rows(named=True), start=2):
        for name, value in values.items():
            typed = float(value) if name in numbers and value is not None else value
            sheet.cell(row, place[name]).value = typed
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


FILL = {
    "cara_pengumpulan": "3",
    "sektor": "2",
    "produsen_data": "dinas-kesehatan",
    "rad": "RAD.04.01",
    "lisensi": "belum-ditetapkan",
    "berlaku_untuk_periode_sejak": "2020",
    "penanggung_jawab": "dinas-kesehatan",
}


def finish(text: str) -> str:
    """What a steward does: every mark replaced, by a code where a code is asked for."""
    lines, number = [], 0
    for line in text.split("\n"):
        if not line.lstrip().startswith("#") and "LENGKAPI:" in line:
            number += 1
            name = line.strip().removeprefix("- ").split(":")[0]
            value = FILL.get(name, f"Isian uji nomor {number} yang ditulis orang.")
            head = (
                line[: line.index("'LENGKAPI:")]
                if "'LENGKAPI:" in line
                else line[: line.index("LENGKAPI:")]
            )
            line = f"{head}'{value}'"
        lines.append(line)
    return "\n".join(lines)


@pytest.mark.parametrize(
    "name",
    [
        "15-produksi-sampah.csv",
        "23-jumlah-kepala-keluarga-menurut-desa-kelurahan.csv",
        "08-jumlah-kelahiran-menurut-status-dan-jenis-kelamin.csv",
    ],
)
def test_a_finished_draft_is_a_standard_that_its_file_passes(
    name: str, konteks: Konteks, tmp_path: Path
) -> None:
    data = (SAMPLES / name).read_bytes()
    found = rancang_berkas(data, name, konteks, judul=f"Uji rancangan {name[3:9]}")
    content = tmp_path / "isi"
    for part in ("schemas", "quality", "contoh"):
        shutil.copytree(ROOT / part, content / part, ignore=shutil.ignore_patterns("pengajuan"))
    shutil.copy(ROOT / "spbe.toml", content / "spbe.toml")
    agency = found.isian["produsen_data"].nilai
    path = content / "schemas" / "dataset" / agency / f"{found.id}.yaml"
    path.write_text(tulis_yaml(found, konteks), encoding="utf-8")
    with pytest.raises(ContentError) as unfinished:
        Catalog(content / "schemas", content / "quality")
    told = [f for f in unfinished.value.faults if f.berkas.endswith(path.name)]
    marks = path.read_text(encoding="utf-8").count("LENGKAPI:")
    assert sum("isian masih LENGKAPI" in f.aturan for f in told) == marks
    assert all(f.baris for f in told)
    path.write_text(finish(path.read_text(encoding="utf-8")), encoding="utf-8")
    whole = Catalog(content / "schemas", content / "quality")
    house = Rumah(load_settings(content, tmp_path / "home"), whole)
    try:
        verdict = periksa_berkas(house, data, name, found.id)
        template = filled_template(whole.standar[found.id], whole, found)
        by_template = periksa_berkas(house, template, "isian.xlsx", found.id)
    finally:
        house.tutup()
    assert verdict.hasil in LOLOS, verdict.dokumen()["ringkasan"]
    assert by_template.hasil in LOLOS, by_template.dokumen()["ringkasan"]


# -- finding the table -----------------------------------------------------------------------------

BPS_TABLE = """\
Tabel 3.1 Jumlah Penduduk Menurut Kecamatan dan Jenis Kelamin, 2023,,,,
,,,,
No,Kecamatan,Laki-laki,Perempuan,Jumlah
,,(jiwa),(jiwa),(jiwa)
(1),(2),(3),(4),(5)
1,Setu,1.200,1.300,2.500
2,Serang Baru,2.100,2.000,4.100
3,Kec. Tambun Selatan,12.100,12.000,24.100
Jumlah,,15.400,15.300,30.700
Sumber: Disdukcapil,,,,
"""


def test_titles_units_numbers_totals_and_notes_are_no_data(konteks: Konteks) -> None:
    found = draft(konteks, BPS_TABLE)
    names = fields(found, konteks)
    assert found.tabel.height == 6
    assert names["jenis_kelamin"]["daftar"] == "jenis_kelamin"
    assert names["jumlah_penduduk"]["tipe"] == "bulat"
    assert names["jumlah_penduduk"]["tata_angka"] == "id"
    assert names["satuan"]["pola"] == "JIWA"
    assert {"bps_kode_kecamatan", "kemendagri_kode_kecamatan", "tahun"} <= set(names)
    assert found.isian["kunci"].nilai == ["kemendagri_kode_kecamatan", "jenis_kelamin", "tahun"]
    assert found.isian["berlaku_untuk_periode_sejak"].nilai == "2023"
    assert {d.letak for d in found.dilewati} == {"A", "E"}
    assert {p.nilai["jenis_kelamin"] for p in found.pemetaan} == {"LAKI-LAKI", "PEREMPUAN"}


@pytest.mark.parametrize(
    ("head", "rows", "dims"),
    [
        ("Desa,2019,2020,2021", "Setia Asih,10,11,12\nPahlawan Setia,1,2,3", {"tahun"}),
        ("Kecamatan,SD_2017,SD_2018,SMP_2017,SMP_2018", "Setu,1,2,3,4\nBabelan,5,6,7,8", {"tahun", "jenjang_pendidikan"}),
        ("Kecamatan,Januari,Februari,Maret", "Setu,1,2,3\nBabelan,5,6,7", {"bulan"}),
        ("Kecamatan,0 - 4,5 - 9,10 - 14", "Setu,1,2,3\nBabelan,5,6,7", {"kelompok_umur"}),
        ("Kecamatan,jumlah_laki_laki,jumlah_perempuan", "Setu,1,2\nBabelan,5,6", {"jenis_kelamin"}),
    ],
)  # fmt: skip
def test_values_in_headings_become_rows(
    head: str, rows: str, dims: set[str], konteks: Konteks
) -> None:
    text = f"{head}\n{rows}\n"
    found = draft(konteks, text, "jumlah posyandu 2023.csv")
    wide = head.count(",") * (rows.count("\n") + 1)
    assert dims <= set(fields(found, konteks))
    assert found.tabel.height == wide
    assert len(found.pemetaan) == head.count(",")
    # Every number of the wide table stands in the long one, once.
    measure = next(c.nama for c in found.kolom if isi_kolom(c, konteks)["peran"] == "ukuran")
    expected = sorted(v for row in rows.split("\n") for v in row.split(",")[1:])
    assert sorted(found.tabel[measure].to_list()) == expected
    same = draft(konteks, text, "jumlah posyandu 2023.csv", panjang=False)
    assert same.tabel.height == rows.count("\n") + 1 and not same.pemetaan


def test_a_period_in_one_cell_is_split(konteks: Konteks) -> None:
    found = draft(
        konteks,
        "Bulan;Harga (Rp)\nJanuari 2024;12.500,50\nFebruari 2024;13.000,25\n",
        "harga beras.csv",
    )
    assert found.isian["periode"].nilai == "bulanan"
    assert found.isian["berlaku_untuk_periode_sejak"].nilai == "2024-01"
    assert found.tabel["bulan"].to_list() == ["1", "2"]
    assert fields(found, konteks)["harga"]["skala"] == 2


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Februari 2026", (2026, "bulan", 2)), ("2024-07", (2024, "bulan", 7)), ("Agt-2023", (2023, "bulan", 8)),
        ("2024-S1", (2024, "semester", 1)), ("Semester II 2024", (2024, "semester", 2)),
        ("2024-T3", (2024, "triwulan", 3)), ("Triwulan III 2024", (2024, "triwulan", 3)),
        ("2024", None), ("7 2024", None), ("Jumlah 2024", None), ("2024-2025", None), ("", None),
    ],
)  # fmt: skip
def test_whole_periods_are_read(text: str, period: tuple[int, str, int] | None) -> None:
    assert periode_gabungan(text) == period


# -- columns by their values -----------------------------------------------------------------------


def codes(catalog: Catalog, system: str) -> list[str]:
    rows = [
        w for w in catalog.wilayah.baris if w.level == "desa_kelurahan" and w.berlaku_sampai is None
    ]
    return [code for w in rows if (code := w.kode(system))][:60]  # type: ignore[arg-type]  # one of the two systems


@pytest.mark.parametrize(
    ("system", "write", "name"),
    [
        ("kemendagri", str, "kemendagri_kode_desa_kelurahan"),
        ("kemendagri", lambda c: c.replace(".", ""), "kemendagri_kode_desa_kelurahan"),
        ("kemendagri", lambda c: c.replace(".", "") + ".0", "kemendagri_kode_desa_kelurahan"),
        ("bps", str, "bps_kode_desa_kelurahan"),
        ("bps", lambda c: c + ".0", "bps_kode_desa_kelurahan"),
    ],
)
def test_area_codes_are_known_by_their_values(
    system: str, write: Any, name: str, catalog: Catalog, konteks: Konteks
) -> None:
    """The heading says nothing; with dots lost or as a float the system is still told."""
    rows = "\n".join(
        f"{write(code)},{n},2024" for n, code in enumerate(codes(catalog, system), 100)
    )
    found = draft(konteks, f"x,jumlah_rumah,tahun\n{rows}\n")
    column = next(c for c in found.kolom if c.sumber == "x")
    assert column.nama == name
    assert column.yakin > 0.6
    assert ("titik" in " ".join(column.peringatan)) == (system == "kemendagri" and write is not str)
    assert found.isian["tingkat_penyajian"].nilai == "desa_kelurahan"


def test_what_is_no_area_code_is_not_taken_for_one(konteks: Konteks) -> None:
    rows = "\n".join(f"32.{n},3{n}7,{2000 + n}" for n in range(10, 25))
    found = draft(konteks, f"persen,jumlah,tahun\n{rows}\n")
    assert fields(found, konteks)["persen"]["peran"] == "ukuran"
    assert fields(found, konteks)["jumlah"]["peran"] == "ukuran"


def test_full_coverage_is_proposed_only_when_every_area_is_there(
    catalog: Catalog, konteks: Konteks
) -> None:
    names = [w.nama for w in catalog.wilayah.baris if w.level == "kecamatan"]
    rows = [f"Kec. {name.lower()},{n},2024" for n, name in enumerate(names)]
    whole = draft(konteks, "Nama Kecamatan,jumlah,tahun\n" + "\n".join(rows))
    part = draft(konteks, "Nama Kecamatan,jumlah,tahun\n" + "\n".join(rows[1:]))
    assert whole.isian["cakupan"].nilai == {"tingkat": "kecamatan"}
    assert "cakupan" not in part.isian
    assert any(f"{len(names) - 1} dari {len(names)}" in note for note in part.catatan)


NIK = "3216020505059999"


def test_personal_values_are_marked_and_never_shown(konteks: Konteks) -> None:
    """Not in the YAML, not in the JSON, not as a heading when the header row is missing."""
    rows = "\n".join(f"{int(NIK) + n},Orang {n},{n}" for n in range(5))
    for text in (f"nik,nama penerima,bantuan\n{rows}\n", f"{NIK},jumlah,tahun\n{rows}\n"):
        found = draft(konteks, text)
        shown = tulis_yaml(found, konteks) + str(found.dokumen())
        assert not re.search(r"[0-9]{16}", shown)
        assert "Orang" not in shown
    found = draft(konteks, f"nik,nama penerima,bantuan\n{rows}\n")
    names = fields(found, konteks)
    assert names["nik"]["akses_umum"] is False and names["nama_penerima"]["akses_umum"] is False
    assert found.isian["akses"].nilai == "terbatas"
    assert not {"nik", "nama_penerima"} & set(found.isian["kunci"].nilai)


def test_units_numbers_and_bounds(konteks: Konteks) -> None:
    found = draft(
        konteks,
        "Kecamatan;Tahun;Luas (Ha);Persentase terlayani (%);Kode Pos\n"
        "Setu;2024;1.234,5;45,5;17320\nBabelan;2024;2.000,25;99,9;17610\n",
    )
    names = fields(found, konteks)
    assert (names["luas"]["tipe"], names["luas"]["tata_angka"], names["luas"]["skala"]) == (
        "desimal",
        "id",
        2,
    )
    assert (
        names["persentase_terlayani"]["minimum"],
        names["persentase_terlayani"]["maksimum"],
    ) == (0, 100)
    assert next(c.satuan for c in found.kolom if c.nama == "luas") == "HEKTARE"
    assert names["kode_pos"]["tipe"] == "teks"


def test_similar_standards_topic_and_agency(konteks: Konteks) -> None:
    text = "kecamatan,tahun,jumlah\nSetu,2024,3\nBabelan,2024,5\n"
    found = draft(konteks, text, judul="Jumlah kejadian banjir menurut kecamatan")
    assert found.mirip and found.mirip[0].id == "jumlah-kejadian-banjir"
    assert found.isian["produsen_data"].nilai == "badan-penanggulangan-bencana-daerah"
    health = draft(konteks, text, judul="Jumlah puskesmas dan tenaga medis")
    assert health.isian["rad"].nilai == "RAD.04.01"
    assert all(0 <= g.yakin <= 1 and g.alasan for g in health.isian.values())
    assert all(0 <= c.yakin <= 1 and c.alasan for c in health.kolom)


# -- refusals, terminal, wild input ----------------------------------------------------------------


def test_nothing_to_draft_from_is_a_sentence(konteks: Konteks) -> None:
    for text in ("kecamatan,jumlah\n", "kecamatan,jumlah\nJumlah,5\n", "no,nomor\n1,1\n2,2\n"):
        try:
            draft(konteks, text)
        except (TidakDapatDirancang, BerkasDitolak) as refused:
            assert str(refused)
    with pytest.raises(TidakDapatDirancang, match="tidak ada di data induk"):
        draft(konteks, BPS_TABLE, produsen="dinas-tidak-ada")


def test_the_command_writes_once_and_speaks_to_the_error_stream(
    tmp_path: Path, konteks: Konteks
) -> None:
    source, out, rows = tmp_path / "data.csv", tmp_path / "draf.yaml", tmp_path / "panjang.csv"
    source.write_text(BPS_TABLE, encoding="utf-8")
    run = CliRunner()
    first = run.invoke(
        app, ["standar", "draft", str(source), "--out", str(out), "--contoh-panjang", str(rows)]
    )
    assert first.exit_code == 0, first.output
    assert rows.read_text(encoding="utf-8").count("\n") == 7
    before = out.read_bytes()
    again = run.invoke(app, ["standar", "draft", str(source), "--out", str(out)])
    assert again.exit_code == 2 and "sudah ada" in again.output
    assert out.read_bytes() == before
    printed = run.invoke(app, ["standar", "draft", str(source)])
    assert yaml.safe_load(printed.stdout)["periode"] == "tahunan"
    assert "Mengapa" in printed.stderr
    empty = tmp_path / "kosong.csv"
    empty.write_text("", encoding="utf-8")
    assert run.invoke(app, ["standar", "draft", str(empty)]).exit_code == 1


cell = st.one_of(
    st.text(max_size=12),
    st.integers(-(10**6), 10**17).map(str),
    st.sampled_from(
        ["Jumlah", "Laki-laki", "2023", "2023.0", "Setu", "32.16.01.2001", "3216010", "-", "", "L", "P", "(jiwa)", "1.234",
         "1,5", "Januari 2024", "0-4", "Total", "15/07/2024", "=1+1", "a: b # c", "'", '"', "LENGKAPI: x", "{}", "- x"]
    ),
)  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    rows=st.lists(st.lists(cell, min_size=1, max_size=6), min_size=1, max_size=12),
    wide=st.booleans(),
)
def test_any_table_gives_a_draft_or_a_sentence(
    rows: list[list[str]], wide: bool, konteks: Konteks
) -> None:
    import csv

    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    try:
        found = rancang_berkas(
            buffer.getvalue().encode("utf-8", "ignore"), "liar.csv", konteks, panjang=wide
        )
    except (BerkasDitolak, TidakDapatDirancang) as refused:
        assert str(refused)
        return
    text = tulis_yaml(found, konteks)
    data = yaml.safe_load(text)
    assert [c if isinstance(c, str) else c["nama"] for c in data["kolom"]] == [
        c.nama for c in found.kolom
    ]
    assert len({c.nama for c in found.kolom}) == len(found.kolom)
    assert found.tabel.columns == [c.nama for c in found.kolom]
    assert set(data["kunci"]) <= set(found.tabel.columns)


def test_marks_are_the_only_faults_of_a_draft(konteks: Konteks, tmp_path: Path) -> None:
    """Whatever the file, the draft has our shape: what validate says is what is left to fill in."""
    for path, _standard in good_samples(konteks.catalog):
        found = rancang_berkas(path.read_bytes(), path.name, konteks)
        target = tmp_path / f"{found.id}.yaml"
        target.write_text(tulis_yaml(found, konteks), encoding="utf-8")
        with pytest.raises(ContentError) as left:
            load_standard(target, tmp_path, konteks.kamus)
        assert [str(f) for f in left.value.faults if "isian masih LENGKAPI" not in f.aturan] == []


def test_published_tables_are_drafted_in_sane_time(konteks: Konteks) -> None:
    raw = os.environ.get("SPBE_BAHAN")
    folder = Path(raw) / "samples" if raw else None
    if folder is None or not folder.is_dir():
        pytest.skip("tabel terbitan tidak ada: isi SPBE_BAHAN dengan folder bahan")
    seen, refused, slow = 0, 0, []
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.suffix == ".md":
            continue
        start = time.monotonic()
        try:
            found = rancang_berkas(path.read_bytes(), path.name, konteks)
            yaml.safe_load(tulis_yaml(found, konteks))
            seen += 1
        except (BerkasDitolak, TidakDapatDirancang):
            refused += 1
        if time.monotonic() - start > 10:
            slow.append(path.name)
    assert seen >= 70 and refused <= 15
    assert not slow


def test_words_point_to_topics_that_exist(konteks: Konteks) -> None:
    known = konteks.catalog.daftar["rad"].kode()
    assert konteks.kata_rad and set(konteks.kata_rad) <= set(known)
    assert all(word == word.casefold() for words in konteks.kata_rad.values() for word in words)
