"""The template workbook: filled in from real figures it passes the checks as the figures do."""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
import subprocess
import time
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from spbe_data.checks.engine import HasilPeriksa, Pemeriksa
from spbe_data.checks.prepare import Lingkup
from spbe_data.checks.reference import TanpaAcuan
from spbe_data.identifiers.periode import Periode
from spbe_data.intake.model import Batas
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.models import Standar
from spbe_data.standards.template import tulis_templat
from tests.conftest import ROOT
from tests.synthetic import Row, as_csv

SAMPLES = sorted((ROOT / "contoh" / "pengajuan").glob("*.csv"))
TODAY = dt.date(2026, 11, 25)
VILLAGE_SEX = "jumlah-penduduk-menurut-desa-kelurahan-dan-jenis-kelamin"


def _good() -> list[Path]:
    return [
        p
        for p in SAMPLES
        if yaml.safe_load(p.with_suffix(".yaml").read_text(encoding="utf-8"))["cacat"] is None
    ]


def _check(catalog: Catalog, data: bytes, dataset: str, name: str) -> HasilPeriksa:
    scope = Lingkup("32.16", "3216", "Kabupaten Bekasi")
    engine = Pemeriksa(catalog, scope, TanpaAcuan(), Batas(), TODAY)
    return engine.periksa(data, name, dataset)


def _newest(standard: Standar, rows: list[Row]) -> tuple[Periode, list[Row]]:
    def period(row: Row) -> Periode:
        parts: dict[str, Any] = {
            n: dt.date.fromisoformat(row[n]) if n == "tanggal" else int(float(row[n]))
            for n in standard.kolom_waktu
        }
        return Periode.dari_kolom(standard.periode, **parts)

    newest = max(period(r) for r in rows)
    return newest, [r for r in rows if period(r) == newest]


def _typed(standard: Standar, name: str, text: str) -> Any:
    kind = standard.satu(name).tipe
    if kind == "tanggal":
        return dt.date.fromisoformat(text)
    return float(text) if kind in ("bulat", "desimal") else text


def fill(standard: Standar, template: bytes, rows: list[Row]) -> bytes:
    """As an officer does: rows laid ready get their measures, else whole rows are typed."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    sheet = book["Data"]
    place = {str(c.value).removesuffix(" *"): c.column for c in sheet[1]}
    given = set(rows[0])
    keys = [c.nama for c in standard.kolom if c.nama in given and c.nama in standard.kunci]
    codes = [
        c.nama
        for c in standard.kolom_wilayah("kode")
        if c.nama in given and (c.wilayah and c.wilayah.tingkat == standard.tingkat_penyajian)
    ]
    keys = list(dict.fromkeys([*keys, *codes]))

    def key(values: dict[str, Any]) -> tuple[str, ...]:
        return tuple(str(_typed(standard, k, str(values[k]))) for k in keys)

    ready: dict[tuple[str, ...], int] = {}
    for i in range(2, sheet.max_row + 1):
        values = {k: sheet.cell(i, place[k]).value for k in keys}
        if None not in values.values():
            ready[key(values)] = i
    if ready:
        wanted = {key(row) for row in rows}
        for k, i in ready.items():
            if k not in wanted:  # what did not happen is deleted, as the guide says
                for j in place.values():
                    sheet.cell(i, j).value = None
        assert wanted <= set(ready), sorted(wanted - set(ready))[:3]
    for number, row in enumerate(rows, start=2):
        at = ready[key(row)] if ready else number
        for name, text in row.items():
            if text == "" or (ready and standard.satu(name).peran not in ("ukuran", "keterangan")):
                continue
            sheet.cell(at, place[name]).value = _typed(standard, name, text)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _case(catalog: Catalog, path: Path) -> tuple[Standar, Periode, list[Row]]:
    dataset = yaml.safe_load(path.with_suffix(".yaml").read_text(encoding="utf-8"))["standar"]
    rows: list[Row] = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    period, rows = _newest(catalog.standar[dataset], rows)
    standard = catalog.seri[dataset].untuk(period)
    known = set(standard.nama_kolom)
    return standard, period, [{k: v for k, v in r.items() if k in known} for r in rows]


def _kinds(result: HasilPeriksa) -> Counter[tuple[str, str | None]]:
    return Counter((f.kode, f.kolom) for f in result.temuan)


@pytest.mark.parametrize("path", _good(), ids=lambda p: p.stem[:40])
def test_filled_from_real_figures_it_is_judged_as_they_are(catalog: Catalog, path: Path) -> None:
    standard, period, rows = _case(catalog, path)
    plain = _check(catalog, as_csv(rows, list(rows[0])), standard.id, "isi.csv")
    filled = fill(standard, tulis_templat(standard, catalog, "32.16", period), rows)
    result = _check(catalog, filled, standard.id, "isi.xlsx")
    assert result.dibaca_sebagai["lembar"] == "Data"
    assert result.periode == plain.periode == (period.teks,)
    assert (result.hasil, _kinds(result)) == (plain.hasil, _kinds(plain))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice tidak terpasang")
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_saved_by_libreoffice_it_passes_untouched(
    catalog: Catalog, tmp_path: Path, kind: str
) -> None:
    # Short ones that between them hold area codes, free names, dates, decimals and patterns.
    chosen = ("10-", "15-", "21-", "27-", "32-")
    cases = []
    for path in (p for p in _good() if p.name.startswith(chosen)):
        standard, period, rows = _case(catalog, path)
        filled = fill(standard, tulis_templat(standard, catalog, "32.16", period), rows)
        (tmp_path / f"{path.stem}.xlsx").write_bytes(filled)
        cases.append((path.stem, standard.id, _check(catalog, filled, standard.id, "isi.xlsx")))
    out = tmp_path / "hasil"
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profil",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(out),
            *map(str, sorted(tmp_path.glob("*.xlsx"))),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    assert len(cases) == len(chosen)
    for stem, dataset, before in cases:
        data = (out / f"{stem}.{kind}").read_bytes()
        after = _check(catalog, data, dataset, f"isi.{kind}")
        assert (after.hasil, _kinds(after)) == (before.hasil, _kinds(before)), stem


def test_an_unfilled_universe_is_told_cell_by_cell(catalog: Catalog) -> None:
    standard = catalog.standar[VILLAGE_SEX]
    start = time.perf_counter()
    data = tulis_templat(standard, catalog, "32.16", Periode.parse("2024-S1"))
    assert time.perf_counter() - start < 5  # about 0.3 s; wide, since machines differ
    result = _check(catalog, data, standard.id, "kosong.xlsx")
    assert result.hasil == "tolak"
    assert set(_kinds(result)) == {("SEL_KOSONG", "jumlah_penduduk")}
    assert len({f.sel for f in result.temuan}) == 187 * 2


def test_a_template_without_period_is_refused_kindly_when_empty(catalog: Catalog) -> None:
    for standard in [*catalog.standar.values()][::4]:
        data = tulis_templat(standard, catalog, "32.16", None)
        result = _check(catalog, data, standard.id, "kosong.xlsx")
        assert [f.kode for f in result.temuan] == ["TANPA_BARIS"], standard.id


def test_the_same_content_gives_the_same_bytes(catalog: Catalog) -> None:
    standard, period = catalog.standar[VILLAGE_SEX], Periode.parse("2024-S1")
    first = tulis_templat(standard, catalog, "32.16", period)
    assert first == tulis_templat(standard, catalog, "32.16", period)


def test_text_of_the_content_is_never_a_formula(catalog: Catalog) -> None:
    standard = catalog.standar[VILLAGE_SEX]
    title = standard.judul.model_copy(update={"id": '=HYPERLINK("x")', "en": "=1+1"})
    bad = standard.model_copy(update={"judul": title, "kontak": "+62 21"})
    book = openpyxl.load_workbook(io.BytesIO(tulis_templat(bad, catalog, "32.16", None)))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert book["Petunjuk"]["A1"].value == '=HYPERLINK("x")'


def test_locks_choices_and_notes(catalog: Catalog) -> None:
    standard = catalog.standar[VILLAGE_SEX]
    data = tulis_templat(standard, catalog, "32.16", Periode.parse("2024-S1"))
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["Data"]
    place = {str(c.value).removesuffix(" *"): c for c in sheet[1]}
    head = place["jumlah_penduduk"]
    assert sheet.protection.sheet and head.protection.locked
    cell = sheet.cell(2, head.column)
    assert not cell.protection.locked and cell.value is None
    assert standard.satu("jumlah_penduduk").definisi in head.comment.text
    rules = {str(v.sqref).split("2")[0]: v for v in sheet.data_validations.dataValidation}
    bounds = rules[head.column_letter]
    assert (bounds.type, float(bounds.formula1), float(bounds.formula2)) == ("whole", 1, 150000)
    choice = rules[place["jenis_kelamin"].column_letter]
    assert choice.type == "list"
    (target,) = book.defined_names[choice.formula1].destinations
    listed = [c.value for (c,) in book[target[0]][target[1]]]
    assert listed == [e.nama for e in catalog.daftar["jenis_kelamin"].entri]
    code = sheet.cell(2, place["bps_kode_desa_kelurahan"].column)
    assert (code.number_format, code.data_type) == ("@", "s")
    assert book.custom_doc_props["versi_standar"].value == standard.versi


def test_the_example_row_obeys_the_rules(catalog: Catalog) -> None:
    for standard in [*catalog.standar.values()][::4]:
        period = Periode.parse(standard.berlaku_untuk_periode_sejak)
        data = tulis_templat(standard, catalog, "32.16", period)
        sheet = openpyxl.load_workbook(io.BytesIO(data))["Contoh"]
        names = [str(c.value).removeprefix("Contoh: ") for c in sheet[3]]
        cells = [c.value for c in sheet[4]]
        row = {
            n: (v.date().isoformat() if isinstance(v, dt.datetime) else v)
            for n, v in zip(names, cells, strict=True)
        }
        result = _check(catalog, as_csv([row], names), standard.id, "contoh.csv")
        stages = {"struktur", "baris"}
        assert [f for f in result.temuan if f.tahap in stages and f.tingkat == "tolak"] == [], (
            standard.id
        )
