"""The instrument file of PermenPANRB 59/2020, and every way an instrument file can be wrong."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

import pytest

from spbe_data.maturity import (
    Instrument,
    InstrumenTidakSah,
    list_instruments,
    load_instrument,
)

ROOT = Path(__file__).resolve().parents[2]


def test_structure_is_the_regulations(spbe: Instrument) -> None:
    # PermenPANRB 59/2020, Tabel 7-9: indicators of each aspect and the weight of each.
    table = {
        "1": ("1", 1, 10, "1.30", "13.00"),
        "2": ("2", 11, 14, "2.50", "10.00"),
        "3": ("2", 15, 18, "2.50", "10.00"),
        "4": ("2", 19, 20, "2.50", "5.00"),
        "5": ("3", 21, 28, "1.50", "12.00"),
        "6": ("3", 29, 31, "1.50", "4.50"),
        "7": ("4", 32, 41, "2.75", "27.50"),
        "8": ("4", 42, 47, "3.00", "18.00"),
    }
    assert [item.id for item in spbe.indikator] == [str(n) for n in range(1, 48)]
    assert [item.id for item in spbe.aspek] == list(table)
    for aspect in spbe.aspek:
        domain, first, last, each, weight = table[aspect.id]
        inside = [item for item in spbe.indikator if item.aspek == aspect.id]
        assert [int(item.id) for item in inside] == list(range(first, last + 1))
        assert {item.bobot for item in inside} == {Fraction(each)}
        assert (aspect.domain, aspect.bobot) == (domain, Fraction(weight))
    assert [item.bobot for item in spbe.domain] == [
        Fraction(text) for text in ("13", "25", "16.5", "45.5")
    ]


def test_in_force_until_the_day_before_its_successor(spbe: Instrument) -> None:
    assert (spbe.berlaku_sejak, spbe.berlaku_sampai) == (dt.date(2021, 1, 1), dt.date(2026, 6, 4))


def test_every_indicator_has_a_question_and_five_different_criteria(spbe: Instrument) -> None:
    for item in spbe.indikator:
        assert item.pertanyaan.endswith("?")
        assert [level.nilai for level in item.kriteria] == [1, 2, 3, 4, 5]
        assert len({level.uraian for level in item.kriteria}) == 5
        assert item.kapabilitas == ("proses" if int(item.id) <= 31 else "layanan")
    ladders = [tuple(level.uraian for level in item.kriteria) for item in spbe.indikator]
    assert len(set(ladders)) == 47


def test_misprint_of_indicator_3_is_told(spbe: Instrument) -> None:
    third = next(item for item in spbe.indikator if item.id == "3")
    assert "Salah cetak" in third.catatan
    assert "sebagian" in third.kriteria[1].uraian
    assert "seluruhnya" in third.kriteria[2].uraian


@pytest.mark.parametrize(
    ("index", "name"),
    [
        ("1", "Kurang"),
        ("1.7999", "Kurang"),
        ("1.8", "Cukup"),
        ("2.5999", "Cukup"),
        ("2.6", "Baik"),
        ("3.4999", "Baik"),
        ("3.5", "Sangat Baik"),
        ("4.1999", "Sangat Baik"),
        ("4.2", "Memuaskan"),
        ("5", "Memuaskan"),
    ],
)
def test_bands_are_half_open(spbe: Instrument, index: str, name: str) -> None:
    assert spbe.predikat_untuk(Fraction(index)) == name


def test_a_wider_instrument_is_read(small: Instrument) -> None:
    assert small.indikator[1].bobot == Fraction(40, 3)
    assert not small.nilai.bulat


def _without_domains(text: str) -> str:
    head, rest = text.split("domain:\n", 1)
    return (
        head
        + "aspek:"
        + rest.split("aspek:", 1)[1].replace('domain: "1", ', "").replace('domain: "2", ', "")
    )


def test_domains_may_be_absent(small_text: str, tmp_path: Path) -> None:
    path = tmp_path / "kecil.yaml"
    path.write_text(_without_domains(small_text), encoding="utf-8")
    assert load_instrument(path).domain == ()


@pytest.mark.parametrize(
    ("old", "new", "field", "word"),
    [
        ('aspek: "1", bobot: "60"', 'aspek: "1", bobot: "59"', "aspek[1].bobot", "59"),
        ('aspek: "1", bobot: "60"', 'aspek: "1", bobot: "59"', "indikator", "tepat 100"),
        ('domain: "1", bobot: "60"', 'domain: "1", bobot: "61"', "domain[1].bobot", "61"),
        ('domain: "1", bobot: "60"', 'domain: "1", bobot: "61"', "aspek", "tepat 100"),
        ('nama: Satu, bobot: "60"', 'nama: Satu, bobot: "61"', "domain", "tepat 100"),
        ('aspek: "1", bobot: "60"', 'aspek: "1", bobot: 60.5', "indikator[34].bobot", "kutip"),
        ('aspek: "1", bobot: "60"', 'aspek: "1", bobot: "-60"', "indikator[34].bobot", "-60"),
        ('aspek: "1", bobot: "60"', 'aspek: "1", bobot: "0"', "indikator[34].bobot", "lebih dari"),
        ('id: "34"', "id: 34", "indikator[34].id", "kutip"),
        ('id: "35b"', 'id: "35a"', "indikator[35a]", "2 kali"),
        ('aspek: "1", bobot', 'aspek: "9", bobot', "indikator[34].aspek", "'9'"),
        ('domain: "2", bobot', 'domain: "9", bobot', "aspek[2].domain", "'9'"),
        ('domain: "2", bobot', "bobot", "aspek[2].domain", "wajib"),
        ("kapabilitas: proses", "kapabilitas: lain", "indikator[34].kapabilitas", "'lain'"),
        ('mulai: "2.5"', 'mulai: "2.6"', "predikat[Tinggi].mulai", "2.5"),
        ('mulai: "2.5"', 'mulai: "2.4"', "predikat[Tinggi].mulai", "2.5"),
        ('mulai: "0"', 'mulai: "1"', "predikat[Rendah].mulai", "0"),
        ('hingga: "5"', 'hingga: "4.9"', "predikat[Tinggi].hingga", "5"),
        ('hingga: "5"', 'hingga: "2"', "predikat[Tinggi].hingga", "di atas"),
        ("maksimum: 5", "maksimum: 0", "nilai", "minimum"),
        ("{nilai: 5, nama: Lima", "{nilai: 6, nama: Lima", "kapabilitas[proses].tingkat", "5"),
        (
            "kapabilitas: proses}",
            "kapabilitas: proses, kriteria: {1: a, 2: b}}",
            "indikator[34].kriteria",
            "0, 1, 2",
        ),
        ("id: kecil", "id: besar", "id", "kecil"),
        ("judul: Instrumen kecil", "judul: ''", "judul", "kosong"),
        ("judul: Instrumen kecil", "jdul: x", "judul", "wajib"),
        ("judul: Instrumen kecil", "judul: a\njdul: x", "jdul", "tidak dikenal"),
        ("2020-01-01", "2020-01-01\nberlaku_sampai: 2019-12-31", "berlaku_sampai", "sebelum"),
        ("2020-01-01", "kemarin", "berlaku_sejak", "tanggal"),
        ("bulat: false", "bulat: 'ya'", "nilai.bulat", "true"),
        ("sumber: [contoh]", "sumber: contoh", "sumber", "daftar"),
        ("sumber: [contoh]", "sumber: [contoh]\nsumber: [lain]", "", "2 kali"),
        ("sumber: [contoh]", "sumber: [contoh", "", "YAML"),
        ("2020-01-01", "2020-13-01", "", "YAML"),
        (None, "- satu", "", "kunci"),
        (None, "a: !!python/object/apply:os.getcwd []", "", "YAML"),
    ],
)
def test_a_fault_names_file_and_field(
    small_text: str, tmp_path: Path, old: str | None, new: str, field: str, word: str
) -> None:
    assert old is None or old in small_text
    path = tmp_path / "kecil.yaml"
    path.write_text(new if old is None else small_text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InstrumenTidakSah) as caught:
        load_instrument(path)
    faults = caught.value.faults
    assert any(fault.isian == field and word in fault.aturan for fault in faults), faults
    assert all(fault.berkas == "kecil.yaml" for fault in faults)
    assert "kecil.yaml" in str(caught.value)


def test_files_that_are_no_text_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "kecil.yaml"
    with pytest.raises(InstrumenTidakSah, match="tidak dapat dibuka"):
        load_instrument(path)
    path.write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(InstrumenTidakSah, match="UTF-8"):
        load_instrument(path)


def test_list_is_ordered_by_the_day_of_force(small_text: str, tmp_path: Path) -> None:
    (tmp_path / "kecil.yaml").write_text(small_text, encoding="utf-8")
    (tmp_path / "awal.yaml").write_text(
        small_text.replace("id: kecil", "id: awal").replace("2020-01-01", "2018-01-01"), "utf-8"
    )
    (tmp_path / "catatan.txt").write_text("bukan instrumen", encoding="utf-8")
    assert [item.id for item in list_instruments(tmp_path)] == ["awal", "kecil"]
    ours = list_instruments(ROOT / "schemas" / "instrumen")
    assert "permenpanrb-59-2020" in [item.id for item in ours]


def test_list_tells_the_faults_of_all_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text("judul: x", encoding="utf-8")
    with pytest.raises(InstrumenTidakSah) as caught:
        list_instruments(tmp_path)
    assert {fault.berkas for fault in caught.value.faults} == {"a.yaml", "b.yaml"}
    with pytest.raises(InstrumenTidakSah, match="folder"):
        list_instruments(tmp_path / "tidak-ada")
