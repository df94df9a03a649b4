"""Standards in the formats of others: judged by the validators of others, and brought back whole."""

from __future__ import annotations

import csv
import datetime as dt
import json
import warnings
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from spbe_data.cli import app
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.exchange.exports import AKHIRAN, Format, ekspor
from spbe_data.standards.exchange.imports import BukanStandar, impor
from spbe_data.standards.models import Kolom, Standar
from tests.conftest import ROOT

HARI = dt.date(2026, 11, 25)
SAMPLES = ROOT / "contoh" / "pengajuan"
FLOODS = "jumlah-kejadian-banjir"
FORMATS: list[Format] = [f for f in AKHIRAN if f != "bps"]  # the forms: test_exchange_bps.py


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog(ROOT / "schemas", ROOT / "quality")


def _again(text: str, id_: str) -> Standar:
    return Standar.model_validate({**yaml.safe_load(text), "id": id_})


@pytest.mark.parametrize("form", FORMATS)
def test_every_standard_comes_back_whole(catalog: Catalog, form: Format) -> None:
    for standard in catalog.standar.values():
        data = ekspor(standard, catalog, form, HARI)
        assert data == ekspor(standard, catalog, form, HARI)
        made = impor(data)
        back = _again(made.yaml, made.id)
        same = {n: getattr(standard, n) for n in ("status", "penetapan", "riwayat_status")}
        assert back.model_copy(update=same) == standard
        assert (made.bentuk, made.catatan) == (form, ())
        assert back.status == "rancangan"


_bound = st.decimals(min_value=-(10**6), max_value=10**6, places=3)


@st.composite
def _columns(draw: st.DrawFn) -> Kolom:
    kind = draw(st.sampled_from(["teks", "bulat", "desimal", "tanggal"]))
    more: dict[str, Any] = {}
    if kind in ("bulat", "desimal"):
        low, high = sorted((draw(_bound), draw(_bound)))
        more = {
            "minimum": draw(st.sampled_from([None, low])),
            "maksimum": draw(st.sampled_from([None, high])),
            "tata_angka": draw(st.sampled_from([None, "id", "en"])),
        }
        if kind == "desimal":
            more["skala"] = draw(st.none() | st.integers(0, 6))
    elif kind == "teks":
        more = {
            "pola": draw(st.sampled_from([None, "[A-Z]{2,4}", "A|B", r"\d+"])),
            "panjang": draw(st.none() | st.integers(1, 500)),
        }
    words = st.text("abcde :#'\"ñ", min_size=1).filter(lambda t: bool(t.strip()))
    return Kolom(
        nama="baru",
        judul={"id": draw(words).strip(), "en": "New"},  # type: ignore[arg-type]  # pydantic reads it
        peran="keterangan",
        tipe=kind,  # type: ignore[arg-type]  # drawn from the four
        konsep="k",
        definisi=draw(words).strip(),
        rujukan_pemilihan="r",
        rujukan_waktu="w",
        wajib=draw(st.booleans()),
        akses_umum=True,
        **more,
    )


@settings(max_examples=60, deadline=None)
@given(column=_columns(), form=st.sampled_from(FORMATS))
def test_any_column_comes_back(catalog: Catalog, column: Kolom, form: Format) -> None:
    base = catalog.standar[FLOODS]
    standard = base.model_copy(update={"kolom": (*base.kolom, column)})
    made = impor(ekspor(standard, catalog, form, HARI))
    assert _again(made.yaml, made.id).kolom == standard.kolom


def _frictionless(catalog: Catalog, dataset: str, path: Path) -> tuple[bool, set[str]]:
    frictionless = pytest.importorskip("frictionless")
    schema = json.loads(ekspor(catalog.standar[dataset], catalog, "table-schema", HARI))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = frictionless.Resource.from_descriptor(
            {
                "name": "data",
                "path": path.name,
                "format": "csv",
                "encoding": "utf-8",
                "schema": schema,
            },
            basepath=str(path.parent),
        ).validate()
    return report.valid, {row[0] for row in report.flatten(["type"])}


def _good() -> list[tuple[str, Path]]:
    found = []
    for path in sorted(SAMPLES.glob("*.yaml")):
        about = yaml.safe_load(path.read_text(encoding="utf-8"))
        data = path.with_suffix(".csv")
        if about["cacat"] is None and data.exists() and data.stat().st_size < 100_000:
            found.append((about["standar"], data))
    return found


def test_the_sample_figures_pass_the_exported_table_schema(catalog: Catalog) -> None:
    tried = 0
    for dataset, path in _good():
        with path.open(encoding="utf-8") as handle:
            head = next(csv.reader(handle))
        if not set(catalog.standar[dataset].kunci) <= set(head):
            continue  # the other area code system: Table Schema knows no "one of both"
        assert _frictionless(catalog, dataset, path) == (True, set()), path.name
        tried += 1
    assert tried > 15


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("KEJADIAN", "ORANG", "constraint-error"),
        (",34,", ",tiga,", "type-error"),
        (",34,", ",-34,", "constraint-error"),
        (",2013", ",2012", "primary-key"),
        (",34,", ",,", "constraint-error"),
    ],
)
def test_a_damaged_file_does_not_pass(
    catalog: Catalog, tmp_path: Path, before: str, after: str, kind: str
) -> None:
    text = (SAMPLES / "18-jumlah-kejadian-banjir-rilis-lama.csv").read_text(encoding="utf-8")
    path = tmp_path / "rusak.csv"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    valid, kinds = _frictionless(catalog, FLOODS, path)
    assert not valid
    assert kind in kinds


def test_frictionless_accepts_every_data_package(catalog: Catalog) -> None:
    frictionless = pytest.importorskip("frictionless")
    for standard in catalog.standar.values():
        doc = json.loads(ekspor(standard, catalog, "datapackage", HARI))
        assert list(frictionless.Package.metadata_validate(doc)) == []
        assert ("licenses" in doc) == (standard.lisensi != "belum-ditetapkan")
        names = {r["name"] for r in doc["resources"]}
        assert {r["type"] for r in doc["resources"]} == {"table"}
        for key in doc["resources"][0]["schema"].get("foreignKeys", []):
            assert key["reference"]["resource"] in names


def test_the_contract_model_of_bitol_knows_every_field(catalog: Catalog) -> None:
    model = pytest.importorskip("open_data_contract_standard.model")
    ids = set()
    for standard in catalog.standar.values():
        doc = yaml.safe_load(ekspor(standard, catalog, "odcs", HARI))
        contract = model.OpenDataContractStandard.model_validate(doc)
        kept = contract.model_dump(by_alias=True, exclude_none=True)
        assert {k: v for k, v in doc.items() if k != "schema"} == {
            k: v for k, v in kept.items() if k != "schema"
        }
        assert doc["schema"] == kept["schema"]
        assert doc["status"] == "draft"
        assert "price" not in doc
        assert "members" not in doc["team"]
        ids.add(doc["id"])
    assert len(ids) == len(catalog.standar)


def test_the_json_schema_of_bitol_finds_no_fault(catalog: Catalog) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    package = pytest.importorskip("open_data_contract_standard")
    schema = json.loads(Path(package.__file__).with_name("schema.json").read_text(encoding="utf-8"))
    judge = jsonschema.validators.validator_for(schema)(schema)
    for standard in catalog.standar.values():
        doc = yaml.safe_load(ekspor(standard, catalog, "odcs", HARI))
        assert [e.message for e in judge.iter_errors(doc)] == [], standard.id
    doc["status"] = 1
    assert [e.message for e in judge.iter_errors(doc)]


def test_a_csvw_reader_accepts_good_rows_and_refuses_damaged_ones(
    catalog: Catalog, tmp_path: Path
) -> None:
    csvw = pytest.importorskip("csvw")
    source = SAMPLES / "18-jumlah-kejadian-banjir-rilis-lama.csv"
    (tmp_path / "m.json").write_bytes(ekspor(catalog.standar[FLOODS], catalog, "csvw", HARI))
    target = tmp_path / f"{FLOODS}.csv"
    text = source.read_text(encoding="utf-8")
    target.write_text(text, encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        rows = list(csvw.CSVW(str(tmp_path / "m.json"), validate=True).tables[0])
    assert rows[1]["jumlah_banjir"] == 34
    for before, after in (
        ("KEJADIAN", "ORANG"),
        (",34,", ",-34,"),
        (",34,", ",tiga,"),
        (",34,", ",,"),
    ):
        target.write_text(text.replace(before, after, 1), encoding="utf-8")
        with pytest.raises(ValueError):
            list(csvw.CSVW(str(tmp_path / "m.json")).tables[0].iterdicts(strict=True))


def test_a_foreign_schema_becomes_a_draft_that_says_what_it_lacks() -> None:
    made = impor(
        json.dumps(
            {
                "fields": [
                    {"name": "Nama Desa", "type": "string", "constraints": {"enum": ["A+", "B"]}},
                    {
                        "name": "n",
                        "type": "integer",
                        "constraints": {"minimum": 1, "exclusiveMinimum": 0},
                    },
                    {"name": "titik", "type": "geopoint"},
                ],
                "foreignKeys": [{}],
            }
        ).encode()
    )
    draft = yaml.safe_load(made.yaml)
    assert [c["nama"] for c in draft["kolom"]] == ["nama_desa", "n", "titik"]
    assert draft["kolom"][0]["pola"] == r"A\+|B"
    assert draft["kolom"][0]["ejaan_judul"] == ["Nama Desa"]
    assert Decimal(draft["kolom"][1]["minimum"]) == 1
    assert draft["kolom"][0]["peran"].startswith("LENGKAPI:")
    assert draft["kunci"][0].startswith("LENGKAPI:")
    told = " ".join(made.catatan)
    for word in ("Nama Desa", "exclusiveMinimum", "geopoint", "foreignKeys", "pola"):
        assert word in told
        assert word in made.yaml


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe", b"a: &x 1\nb: *x", b"[1]", b"{}", b'{"fields": []}', b"{: ["]
)
def test_what_is_no_standard_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(BukanStandar, match=r"\."):
        impor(data)


def test_the_terminal_writes_and_reads(tmp_path: Path) -> None:
    run = CliRunner()
    target = tmp_path / "k.yaml"
    args = ["standar", "ekspor", FLOODS, "--format", "odcs", "--out", str(target)]
    assert run.invoke(app, args).exit_code == 0
    assert run.invoke(app, args).exit_code == 2  # nothing is written over
    assert run.invoke(app, ["standar", "ekspor", FLOODS]).exit_code == 2
    assert run.invoke(app, ["standar", "ekspor", "x-x", "--format", "csvw"]).exit_code == 2
    read = run.invoke(app, ["standar", "impor", str(target)])
    assert read.exit_code == 0
    assert "kunci:" in read.stdout
    folder = tmp_path / "semua"
    assert run.invoke(app, ["standar", "ekspor", "--semua", "--out", str(folder)]).exit_code == 0
    names = {p.name for p in folder.iterdir()}
    assert {f"{FLOODS}.{ending}" for ending in AKHIRAN.values()} <= names


def test_what_cannot_be_brought_over_is_told_and_not_written() -> None:
    document = {
        "name": "uji-impor",
        "fields": [
            {"name": "x", "type": "integer", "constraints": {"pattern": "((("}},
            {"name": "x", "type": "string"},
            {"name": "tahun", "type": "integer", "constraints": {"minimum": "abc"}},
        ],
        "primaryKey": ["tidak_ada"],
    }
    made = impor(json.dumps(document).encode())
    told = " | ".join(made.catatan)
    for word in ("lebih dari sekali", "'((('", "tidak_ada bukan kolom", "minimum 'abc'"):
        assert word in told
    body = yaml.safe_load(made.yaml)
    assert [c["nama"] for c in body["kolom"]] == ["x", "tahun"]
    assert all("pola" not in c and "minimum" not in c for c in body["kolom"])
    assert "tidak_ada" not in body["kunci"]
