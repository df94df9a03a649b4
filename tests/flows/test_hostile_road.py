"""Hostile files and names on the whole road: told in words, nothing half-stored, service up.

What each file is, and where each item of the list is tested: ``tests/intake/test_hostile.py``.
Names and numbers from outside (second group of the list):

====================================  ================================================================
``../``, absolute, backslash,         test_names_become_labels, test_names_never_reach_the_disk
``%2e%2e``, device names, 300 bytes,
leading ``-``, NFC and NFD twins
ids with SQL or shell characters,     test_ids_from_outside_find_nothing, test_datasets_from_outside
ids of another form                   test_periods_from_outside
====================================  ================================================================
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_data.checks.finding import LOLOS
from spbe_data.flows import check, submit, verify
from spbe_data.flows.check_worker import PekerjaPeriksa
from spbe_data.flows.file_label import PALING_PANJANG, TANPA_NAMA, label_berkas
from spbe_data.flows.house import Rumah
from spbe_data.identifiers.periode import PeriodeTidakSah
from spbe_data.intake.originals import AsliTidakAda, ambil
from spbe_data.ledger.records import Pengajuan
from spbe_data.settings import load_settings
from spbe_data.standards.catalog import Catalog
from tests.conftest import ROOT
from tests.hostile_files import ANEH, BERKAS, Tabel, csv
from tests.synthetic import METADATA, rows_of

DATASET = "jumlah-penduduk-menurut-jenis-kelamin"


@pytest.fixture(scope="module")
def layanan(
    tmp_path_factory: pytest.TempPathFactory, catalog: Catalog
) -> Iterator[tuple[Rumah, Tabel]]:
    """One house for all files, as a service has, and a good table."""
    house = Rumah(load_settings(ROOT, tmp_path_factory.mktemp("layanan") / "home"), catalog)
    standard = catalog.standar[DATASET]
    rows = [
        {**r, "jumlah_penduduk": 1_500_000} for r in rows_of(catalog, standard, ["2022", "2023"])
    ]
    names = list(standard.nama_kolom)
    yield house, [names, *([str(r[name]) for name in names] for r in rows)]
    house.tutup()


def send(house: Rumah, data: bytes, name: str = "uji.csv") -> Pengajuan:
    return submit.ajukan(
        house, data=data, nama_berkas=name, dataset=DATASET, metadata=METADATA, aktor="petugas"
    )


def stored(house: Rumah) -> list[str]:
    """Every file of the house, by its path; what a crash would leave behind is among them."""
    return sorted(str(p.relative_to(house.settings.home)) for p in house.settings.home.rglob("*"))


@pytest.mark.parametrize("key", BERKAS)
def test_each_file_ends_in_words_and_whole(layanan: tuple[Rumah, Tabel], key: str) -> None:
    house, table = layanan
    file = BERKAS[key]
    data = file.buat(table)
    record = send(house, data, file.nama)
    verdict, _ = check.periksa_pengajuan(house, record.id, aktor="uji")
    document = check.temuan_tersimpan(house, verdict.id)
    status = house.ledger.pengajuan(record.id).status
    codes = [f["kode"] for f in document["temuan"]]
    if file.harap is None:
        assert document["hasil"] in LOLOS, codes
        assert status == "menunggu_walidata"
    else:
        assert (document["hasil"], codes, status) == ("tolak", ["BERKAS_DITOLAK"], "dikembalikan")
        (finding,) = document["temuan"]
        assert finding["pesan"]["id"] != finding["pesan"]["en"]
        assert finding["perbaikan"] in finding["pesan"]["id"]
        (decision,) = house.ledger.keputusan(record.id)
        assert finding["pesan"]["id"] in decision.alasan
    assert ambil(house.settings.berkas_asli, record.sha256) == data


@pytest.mark.parametrize("key", ANEH)
def test_each_odd_file_is_told_apart(layanan: tuple[Rumah, Tabel], key: str) -> None:
    house, table = layanan
    make, code = ANEH[key]
    record = send(house, make(table))
    verdict, _ = check.periksa_pengajuan(house, record.id, aktor="uji")
    document = check.temuan_tersimpan(house, verdict.id)
    assert code in {f["kode"] for f in document["temuan"]}
    for finding in document["temuan"]:
        for text in finding["pesan"].values():
            # Not endless, and nothing that turns the line around or hides in it.
            assert len(text) < 2_000
            assert text.isprintable()


def test_after_all_of_them_the_house_is_whole(layanan: tuple[Rumah, Tabel]) -> None:
    house, table = layanan
    record = send(house, csv(table).encode())
    verdict, _ = check.periksa_pengajuan(house, record.id, aktor="uji")
    assert verdict.hasil in LOLOS
    assert verify.periksa_keutuhan(house).rusak == []
    names = {Path(p).name for p in stored(house)}
    assert not [n for n in names if n.startswith(".") or n.endswith((".baru", ".tmp"))]
    known = {s.sha256 for s in house.ledger.semua_pengajuan()}
    kept = {p.name for p in house.settings.berkas_asli.rglob("*") if p.is_file()}
    assert kept == known


def test_a_dry_check_in_a_worker_stores_nothing(
    layanan: tuple[Rumah, Tabel], tmp_path: Path
) -> None:
    table = layanan[1]
    settings = load_settings(ROOT, tmp_path / "home")
    with PekerjaPeriksa(settings, jumlah=1) as workers:
        for key in ("bom zip", "xxe ods", "sel di ujung lembar", "parquet kaki sampah", "byte nol"):
            file = BERKAS[key]
            found = workers.periksa(file.buat(table), file.nama, DATASET)["temuan"]
            assert [f["kode"] for f in found] == ["BERKAS_DITOLAK"], key
        good = workers.periksa(csv(table).encode(), "uji.csv", DATASET)
    assert good["hasil"] in LOLOS
    assert not settings.home.exists()


# -- names ---------------------------------------------------------------------------

NAMES = {
    "../../etc/passwd": "passwd",
    "/etc/cron.d/tugas": "tugas",
    "C:\\Windows\\system32\\data.csv": "data.csv",
    "..\\..\\data.csv": "data.csv",
    "%2e%2e%2fdata.csv": "%2e%2e%2fdata.csv",
    "..": TANPA_NAMA,
    "": TANPA_NAMA,
    "  . .": TANPA_NAMA,
    "CON.csv": "_CON.csv",
    "lpt1": "_lpt1",
    "konten.csv": "konten.csv",
    "-rf data.csv": "_rf data.csv",
    "data\r\nSet-Cookie: a.csv": "data__Set-Cookie: a.csv",
    "data\0.csv": "data_.csv",
    "data\u202evsc.exe": "data_vsc.exe",
    "data\udcff.csv": "data_.csv",
    "'; DROP TABLE pengajuan; --.csv": "'; DROP TABLE pengajuan; --.csv",
    "$(reboot) `id`.csv": "$(reboot) `id`.csv",
    "cafe\u0301.csv": "caf\u00e9.csv",
}


@pytest.mark.parametrize("name", NAMES)
def test_names_become_labels(name: str) -> None:
    assert label_berkas(name) == NAMES[name]


def test_long_names_are_cut_but_keep_their_kind() -> None:
    cut = label_berkas("é" * 300 + ".xlsx")
    assert cut.endswith("….xlsx")
    assert len(cut.encode()) <= PALING_PANJANG
    assert len(label_berkas("a" * 300).encode()) == PALING_PANJANG
    assert len(label_berkas("a." + "b" * 300).encode()) == PALING_PANJANG


@given(st.text(st.characters(), max_size=400))
def test_any_name_is_one_plain_line(name: str) -> None:
    label = label_berkas(name)
    assert label and "/" not in label and "\\" not in label
    assert label.isprintable()
    assert not label.startswith("-")
    assert len(label.encode()) <= PALING_PANJANG
    assert label_berkas(label) == label


def test_names_never_reach_the_disk(layanan: tuple[Rumah, Tabel]) -> None:
    house, table = layanan
    before = stored(house)
    outside = sorted(house.settings.home.parent.iterdir())
    data = csv(table).encode() + b"\n"
    for name, label in NAMES.items():
        record = send(house, data, name)
        assert house.ledger.pengajuan(record.id).nama_berkas == label
        verdict, _ = check.periksa_pengajuan(house, record.id, aktor="uji")
        assert verdict.hasil in LOLOS
    new = set(stored(house)) - set(before)
    assert sorted(house.settings.home.parent.iterdir()) == outside
    originals = [p for p in new if p.startswith("asli/") and len(Path(p).name) == 64]
    assert len(originals) == 1, "the same bytes are kept once, whatever they are called"
    assert len([p for p in new if p.startswith("temuan/")]) >= len(NAMES)


# -- numbers and ids -------------------------------------------------------------------------------------

IDS = [
    "../../../etc/passwd",
    "..%2f..%2fbuku",
    "/etc/passwd",
    "'; DROP TABLE pengajuan; --",
    "x' OR '1'='1",
    "$(id)",
    "a" * 5000,
    "a\0b",
    "bukan-uuid",
    "",
    "\udcff",
]


@pytest.mark.parametrize("id_", IDS)
def test_ids_from_outside_find_nothing(layanan: tuple[Rumah, Tabel], id_: str) -> None:
    house, _table = layanan
    with pytest.raises((KeyError, UnicodeError)):
        house.ledger.pengajuan(id_)
    with pytest.raises(KeyError):
        check.temuan_tersimpan(house, id_)
    with pytest.raises(AsliTidakAda):
        ambil(house.settings.berkas_asli, id_)
    assert isinstance(house.ledger.semua_pengajuan(), list)


def test_findings_beside_the_folder_are_not_read(layanan: tuple[Rumah, Tabel]) -> None:
    house, _table = layanan
    (house.settings.home / "lain.json").write_text('{"temuan": []}', encoding="utf-8")
    with pytest.raises(KeyError):
        check.temuan_tersimpan(house, "../lain")


@pytest.mark.parametrize("id_", [*IDS, DATASET + "/..", DATASET.upper()])
def test_datasets_from_outside(layanan: tuple[Rumah, Tabel], id_: str) -> None:
    house, table = layanan
    before = stored(house)
    with pytest.raises(submit.StandarTidakDikenal):
        submit.ajukan(
            house,
            data=csv(table).encode() + id_.encode("utf-8", "replace") + b"#",
            nama_berkas="a.csv",
            dataset=id_,
            metadata=METADATA,
            aktor="petugas",
        )
    with pytest.raises(submit.StandarTidakDikenal):
        check.periksa_berkas(house, csv(table).encode(), "a.csv", id_)
    assert stored(house) == before


@pytest.mark.parametrize("period", ["../2022", "2022; DROP", "9999", "2022-13", "", "２０２２"])
def test_periods_from_outside(layanan: tuple[Rumah, Tabel], period: str) -> None:
    house, _table = layanan
    before = stored(house)
    with pytest.raises(PeriodeTidakSah):
        submit.ajukan(
            house,
            data=period.encode() + b"###",
            nama_berkas="a.csv",
            dataset=DATASET,
            metadata=METADATA,
            aktor="petugas",
            periode=period,
        )
    assert stored(house) == before
