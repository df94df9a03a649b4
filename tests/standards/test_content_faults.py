"""Every fault of the content at once: with file, line, field and remedy, in Indonesian only."""

from __future__ import annotations

import copy
import datetime as dt
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from spbe_data.cli import app
from spbe_data.standards.content import ContentError, FaultInContent, read_yaml
from spbe_data.standards.loading import load_standard

ROOT = Path(__file__).parents[2]
DATASET = ROOT / "schemas" / "dataset" / "dinas-sosial" / "jumlah-penduduk-miskin.yaml"
KAMUS = read_yaml(ROOT / "schemas" / "kamus_kolom.yaml", ROOT).data
ENGLISH = re.compile(
    r"\b(input|should|valid|field|required|extra|permitted|must|expected|none|datetime|decimal|"
    r"found|error|instance|mapping|expect|character)\b",
    re.IGNORECASE,
)
REMEDY = re.compile(
    r"\b(tambahkan|hapus|isi|betulkan|ganti|pilih|tulis|pendekkan|tukar|lengkapi|pakai|buat|"
    r"harus|periksa|simpan|pindahkan|buka)\b",
    re.IGNORECASE,
)


def full() -> dict[str, Any]:
    """A standard that has every kind of field."""
    data: dict[str, Any] = yaml.safe_load(DATASET.read_text(encoding="utf-8"))
    about = data["kegiatan"]
    about["petugas"] = {
        "jenis": 1,
        "pendidikan_terendah": 2,
        "pengawas": 1,
        "pengumpul": 2,
        "pelatihan": True,
    }
    about["jadwal"] = {"desain": {"mulai": dt.date(2024, 1, 1), "selesai": dt.date(2024, 2, 1)}}
    about["penanggung_jawab"] = {"unit_eselon_2": "Bidang Uji"}
    data["kode_sds"] = "SD00001.01.00"
    data["aturan"] = [
        {
            "id": "sama",
            "jenis": "banding_kolom",
            "kiri": "jumlah_penduduk_miskin",
            "operasi": "<=",
            "kanan": "jumlah_penduduk_miskin",
            "alasan": {"id": "a", "en": "b"},
        }
    ]
    return data


def paths(value: object, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if at:
        yield at
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths(inner, (*at, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from paths(inner, (*at, number))


def parent(data: Any, at: tuple[Any, ...]) -> Any:
    for key in at[:-1]:
        data = data[key]
    return data


def faults(folder: Path, data: dict[str, Any]) -> tuple[FaultInContent, ...]:
    path = folder / "jumlah-penduduk-miskin.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    try:
        load_standard(path, folder, KAMUS)
    except ContentError as exc:
        return exc.faults
    return ()


def sound(found: tuple[FaultInContent, ...]) -> None:
    for fault in found:
        rule = re.sub(r"'[^']*'|\{.*\}|\[.*\]|<[^>]*>", "", fault.aturan)
        assert fault.berkas == "jumlah-penduduk-miskin.yaml"
        assert fault.baris
        assert not ENGLISH.search(rule), str(fault)
        assert REMEDY.search(rule), str(fault)


def test_the_full_standard_is_sound(tmp_path: Path) -> None:
    assert faults(tmp_path, full()) == ()


@pytest.mark.parametrize("at", list(paths(full())), ids=lambda at: ".".join(map(str, at)))
def test_a_broken_field_is_named_in_indonesian(tmp_path: Path, at: tuple[Any, ...]) -> None:
    for bad in ({"kunci_asing": 1}, None, 2.5, "hapus"):
        data = full()
        where = parent(data, at)
        if bad == "hapus" and isinstance(where, dict):
            del where[at[-1]]
        else:
            where[at[-1]] = bad
        found = faults(tmp_path, data)
        sound(found)
        if isinstance(bad, dict):
            assert found, at
            root = ".".join(map(str, at[:2]))
            assert any(f.isian.startswith((root, str(at[0]))) for f in found), [*map(str, found)]


WILD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
    | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from(list(paths(full()))), WILD), min_size=1, max_size=3))
def test_wild_values_never_crash_the_reader(
    tmp_path: Path, changes: list[tuple[tuple[Any, ...], Any]]
) -> None:
    data = full()
    for at, bad in changes:
        try:
            parent(data, at)[at[-1]] = copy.deepcopy(bad)
        except (TypeError, KeyError, IndexError):
            continue  # an earlier change took the place away
    for fault in faults(tmp_path, data):
        assert fault.aturan and fault.baris


def test_rules_between_fields_are_told_beside_wrong_fields(tmp_path: Path) -> None:
    data = full()
    data["judul"] = 3
    data["kegiatan"]["metode"] = 99
    data["akses"] = "tertutup"
    data["kunci"] = ["tak_ada", "tahun"]
    named = {fault.isian for fault in faults(tmp_path, data)}
    assert named == {"judul", "kegiatan.metode", "akses", "kunci"}


def test_a_column_that_is_stood_in_for_makes_no_fault_of_its_own(tmp_path: Path) -> None:
    data = full()
    data["kolom"][4]["tipe"] = "angka"
    assert [fault.isian for fault in faults(tmp_path, data)] == ["kolom.4.tipe"]
    data = full()
    data["kolom"][2] = None
    assert [fault.isian for fault in faults(tmp_path, data)] == ["kolom.2"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [1\nb: 2\n", "tidak cocok"),
        ('a: "x\n', "kutip tidak ditutup"),
        ("a: b: c\n", "titik dua"),
        ("a: *b\n", "jangkar"),
        ("a: !!python/object:os.system {}\n", "tanda jenis"),
        ("x: 1\na:\n  b: 2021-13-01\n", "tanggal yang tidak ada"),
        ("- a\n", "pasangan"),
        ("a: 1\na: 2\n", "dua kali"),
        ("\ta: 1\n", "tab"),
    ],
)
def test_broken_yaml_is_told_in_indonesian_with_its_line(
    tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as error:
        read_yaml(path, tmp_path)
    (fault,) = error.value.faults
    assert said in fault.aturan and fault.baris
    assert not ENGLISH.search(fault.aturan)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for name in ("schemas", "quality", "contoh"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "spbe.toml", tmp_path)
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, (path, old)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_faults_of_all_content_come_in_one_run(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    poor = content / "schemas/dataset/dinas-sosial/jumlah-penduduk-miskin.yaml"
    edit(poor, "topik: Sosial", "topik: ''")
    edit(poor, "rad: RAD.04.02", "rad: RAD.04.99")  # of another file, beside a wrong field
    teachers = content / "schemas/dataset/dinas-pendidikan/jumlah-guru-menurut-desa.yaml"
    edit(teachers, "satuan: orang", "satuan: orng")
    edit(teachers, "berulang: true", "berulang: false")
    schools = content / "schemas/dataset/dinas-pendidikan/jumlah-sekolah-menurut-desa.yaml"
    edit(schools, "  metode: 8", "  metode: 64")
    edit(content / "schemas/referensi/rad.csv", "Pertahanan,,,Perpres 132/2022,Defence,2,RAD.01",
         "Pertahanan,,,Perpres 132/2022,Defence,2,RAD.02")  # fmt: skip
    first, second = sorted((content / "contoh/pengajuan").glob("*.yaml"))[:2]
    first.write_text("standar: [\n", encoding="utf-8")
    edit(second, "standar: ", "standar: tak-ada-")
    instrument = next((content / "schemas/instrumen").glob("*.yaml"))
    edit(instrument, "\nberlaku_sejak:", "\nberlaku_sejk:")
    monkeypatch.setenv("SPBE_CONTENT", str(content))
    monkeypatch.setenv("SPBE_HOME", str(content / "var"))

    result = CliRunner().invoke(app, ["standar", "validate"])

    assert result.exit_code == 1
    lines = result.output.splitlines()
    for wanted in (
        r"jumlah-penduduk-miskin\.yaml, baris 20, isian 'topik': ",
        r"jumlah-penduduk-miskin\.yaml, baris \d+, isian 'rad': 'RAD\.04\.99' tidak ada",
        r"jumlah-guru-menurut-desa\.yaml, baris \d+, isian 'standar_data\.satuan': satuan 'orng'",
        r"jumlah-guru-menurut-desa\.yaml, baris \d+, isian 'kegiatan\.berulang': R\.4\.1",
        r"jumlah-sekolah-menurut-desa\.yaml, baris \d+, isian 'kegiatan\.metode': R\.4\.6",
        r"schemas/referensi/rad\.csv, baris 3, isian 'induk': kode RAD\.01\.01",
        rf"contoh/pengajuan/{re.escape(first.name)}, baris \d+: bukan YAML",
        rf"contoh/pengajuan/{re.escape(second.name)}, baris \d+, isian 'standar': ",
        r"schemas/instrumen/.*, baris \d+, isian 'berlaku_sejk': isian ini tidak dikenal",
    ):
        assert any(re.search(wanted, line) for line in lines), (wanted, result.output)
    assert lines[-1].endswith(f"{len(lines) - 1} kesalahan.")
