"""Registers of data induk: records in time, merges that can be undone, and faults of the content."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from spbe_data.standards.base import DuaBahasa
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.content import ContentError
from spbe_data.standards.master import Babak, KeteranganInduk, KolomInduk, pilih_emas
from spbe_data.standards.master_files import load_registers
from spbe_data.standards.master_state import Keadaan, Peristiwa, TidakDapat, keadaan, terapkan
from spbe_data.standards.register import Induk

ROOT = Path(__file__).resolve().parents[2]
WORD = DuaBahasa(id="a", en="a")
DAY, HARI = dt.date(2024, 1, 1), dt.timedelta(days=1)
ABOUT = KeteranganInduk(
    judul=WORD,
    deskripsi=WORD,
    dasar_hukum="uji",
    sumber=("uji",),
    versi="1",
    berlaku_sejak=None,
    penanggung_jawab="belum ditetapkan",
    kunci="id",
    nama="nama",
    kolom=(
        KolomInduk(nama="id", judul=WORD, wajib=True, pola="[a-z]+"),
        KolomInduk(nama="nama", judul=WORD, wajib=True),
        KolomInduk(nama="alamat", judul=WORD),
        KolomInduk(nama="kelas", judul=WORD, gabung="terbaru"),
    ),
    catatan=WORD,
)


def record(
    key: str, nama: str = "", alamat: str = "", kelas: str = "", sejak: dt.date | None = None
) -> Babak:
    content = {"id": key, "nama": nama or key.upper(), "alamat": alamat, "kelas": kelas}
    return Babak(key, content, sejak, None)


def base(*records: Babak) -> dict[str, tuple[Babak, ...]]:
    return {r.kunci: (r,) for r in records}


def merge(number: int, loser: str, survivor: str, day: dt.date = DAY, **isi: str) -> Peristiwa:
    return Peristiwa(f"g{number}", "gabung", loser, isi, day, survivor)


def undo(merged: Peristiwa) -> Peristiwa:
    return Peristiwa(f"b{merged.id}", "batal_gabung", merged.kunci, ke=merged.id)


THREE = base(
    record("a", alamat="Jl. A"), record("b", kelas="2", sejak=dt.date(2020, 1, 1)), record("c")
)


def test_the_golden_record_keeps_the_survivors_value_else_the_others() -> None:
    a, b = record("a", alamat="Jl. A", kelas="1"), record("b", kelas="2", sejak=DAY)
    assert pilih_emas(ABOUT, b, a, {}) == {"id": "b", "nama": "B", "alamat": "Jl. A", "kelas": "2"}
    # 'kelas' is of the newest record, whichever survives; what the steward chose wins over all.
    assert pilih_emas(ABOUT, a, b, {"alamat": "Jl. C"})["kelas"] == "2"
    assert pilih_emas(ABOUT, a, b, {"alamat": "Jl. C"})["alamat"] == "Jl. C"


def test_a_merged_key_lives_on_as_an_alias_from_its_day() -> None:
    state = keadaan(ABOUT, THREE, [merge(1, "a", "b"), merge(2, "b", "c", DAY + 10 * HARI)])
    assert state.arah("a", DAY - HARI) == "a"
    assert state.arah("a", DAY) == "b"
    assert state.arah("a", DAY + 10 * HARI) == state.arah("b", DAY + 10 * HARI) == "c"
    assert set(state.pada(DAY - HARI)) == {"a", "b", "c"}
    assert set(state.pada(DAY)) == {"b", "c"}
    assert state.pada(DAY)["b"].isi["alamat"] == "Jl. A"


def test_merges_make_no_circle() -> None:
    with pytest.raises(TidakDapat, match="sudah digabung"):
        terapkan(ABOUT, keadaan(ABOUT, THREE, [merge(1, "a", "b")]), merge(2, "b", "a"))


def test_undoing_the_first_of_two_merges_leaves_the_second() -> None:
    first, second = merge(1, "a", "b"), merge(2, "b", "c", DAY + HARI)
    assert keadaan(ABOUT, THREE, [first, second, undo(first)]) == keadaan(ABOUT, THREE, [second])
    assert keadaan(ABOUT, THREE, [first, second, undo(second)]) == keadaan(ABOUT, THREE, [first])


DAYS = st.dates(dt.date(2019, 1, 1), dt.date(2027, 1, 1))
KEYS = st.sampled_from("abcde")


@st.composite
def changes(draw: st.DrawFn) -> list[Peristiwa]:
    """Changes that were accepted one after another: each fits what those before it made."""
    accepted: list[Peristiwa] = []
    state = Keadaan(THREE, {})
    for number in range(draw(st.integers(0, 10))):
        event = Peristiwa(
            f"u{number}",
            draw(st.sampled_from(("tambah", "ubah", "akhiri", "gabung"))),
            draw(KEYS),
            draw(st.dictionaries(st.sampled_from(("nama", "alamat", "kelas")), st.sampled_from("xyz"), min_size=1)),
            draw(DAYS),
        )  # fmt: skip
        if event.jenis == "gabung" or draw(st.booleans()):
            event = Peristiwa(
                event.id, event.jenis, event.kunci, event.isi, event.tanggal, draw(KEYS)
            )
        try:
            state = terapkan(ABOUT, state, event)
        except TidakDapat:
            continue
        accepted.append(event)
    return accepted


@given(changes(), DAYS)
def test_every_key_has_at_most_one_content_a_day_and_aliases_end(
    events: list[Peristiwa], day: dt.date
) -> None:
    state = keadaan(ABOUT, THREE, events)
    assert state.tertinggal == ()
    for key, rows in state.babak.items():
        assert sum(row.berlaku(day, day) for row in rows) <= 1
        for before, after in itertools.pairwise(rows):
            assert before.sampai is not None and before.sampai + HARI == after.sejak
        for row in rows:
            assert row.sejak is None or row.sampai is None or row.sejak <= row.sampai
        assert state.arah(state.arah(key, day), day) == state.arah(key, day)


@given(changes(), KEYS, KEYS, DAYS, st.dictionaries(st.just("alamat"), st.just("z")))
def test_merging_and_undoing_is_as_if_nothing_had_been(
    events: list[Peristiwa], loser: str, survivor: str, day: dt.date, chosen: dict[str, str]
) -> None:
    before = keadaan(ABOUT, THREE, events)
    merged = Peristiwa("g", "gabung", loser, chosen, day, survivor)
    try:
        after = terapkan(ABOUT, before, merged)
    except TidakDapat:
        return
    assert after.arah(loser, day) == survivor and loser not in after.pada(day)
    assert keadaan(ABOUT, THREE, [*events, merged, undo(merged)]) == before


@given(changes(), st.data())
def test_undoing_an_accepted_merge_is_as_if_it_had_never_been_accepted(
    events: list[Peristiwa], data: st.DataObject
) -> None:
    merges = [e for e in events if e.jenis == "gabung"]
    if not merges:
        return
    merged = data.draw(st.sampled_from(merges))
    register = Induk("uji", ABOUT, THREE, events)
    undoing = undo(merged)
    after = keadaan(ABOUT, THREE, [*events, undoing])
    assert after == keadaan(ABOUT, THREE, [e for e in events if e is not merged])
    if not register.cacat_usulan(undoing, {}):  # else a later change rests on it
        assert after.tertinggal == ()
        assert merged.kunci not in after.alias


def test_a_change_that_the_file_no_longer_fits_is_told_and_skipped() -> None:
    events = [Peristiwa("u", "ubah", "zz", {"nama": "Z"}, DAY), merge(1, "a", "b")]
    state = keadaan(ABOUT, THREE, events)
    assert [e.id for e, _why in state.tertinggal] == ["u"]
    assert state.arah("a", DAY) == "b"


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (Peristiwa("", "tambah", "a", {"nama": "A"}, DAY), "sudah ada"),
        (Peristiwa("", "tambah", "d", {}, DAY), "wajib diisi"),
        (Peristiwa("", "tambah", "D1", {"nama": "D"}, DAY), "harus sesuai pola"),
        (Peristiwa("", "tambah", "d", {"nama": "D"}), "Tanggal"),
        (Peristiwa("", "ubah", "a", {"nama": "A"}, DAY), "tidak mengubah apa pun"),
        (Peristiwa("", "ubah", "a", {"warna": "merah"}, DAY), "tidak ada di register"),
        (Peristiwa("", "ubah", "b", {"nama": "X"}, dt.date(2019, 1, 1)), "mendahului"),
        (Peristiwa("", "akhiri", "b", {}, dt.date(2019, 1, 1)), "mendahului"),
        (Peristiwa("", "akhiri", "a", {}, DAY, "zz"), "Pengganti 'zz'"),
        (Peristiwa("", "gabung", "a", {}, DAY, "a"), "sama"),
        (Peristiwa("", "gabung", "a", {}, DAY, "zz"), "tidak ada dalam register"),
        (Peristiwa("", "batal_gabung", "a", {}, None, "g1"), "Tidak ada penggabungan"),
    ],
)  # fmt: skip
def test_a_proposal_that_breaks_a_rule_says_which(event: Peristiwa, why: str) -> None:
    assert any(why in fault for fault in Induk("uji", ABOUT, THREE).cacat_usulan(event, {}))


def test_keys_are_judged_as_of_the_period() -> None:
    ended = Peristiwa("e", "akhiri", "c", {}, DAY - HARI, "b")
    new = Peristiwa("t", "tambah", "d", {"nama": "D"}, DAY)
    register = Induk("uji", ABOUT, THREE, [ended, new, merge(1, "a", "b", DAY + 180 * HARI)])
    year = {y: (dt.date(y, 1, 1), dt.date(y, 12, 31)) for y in (2023, 2024, 2025)}

    def said(key: str, y: int) -> tuple[str, tuple[str, ...]]:
        judged = register.nilai(key, *year[y])
        return judged.status, judged.pengganti

    assert said("a", 2023) == ("benar", ())
    assert said("a", 2024) == ("berakhir", ("b",))
    assert said("a", 2025) == ("digabung", ("b",))
    assert said("c", 2024) == ("tidak_berlaku", ("b",))
    assert said("d", 2023) == ("tidak_berlaku", ())
    assert said("zz", 2024) == ("tidak_dikenal", ())


def test_the_registers_of_this_repository(catalog: Catalog) -> None:
    sizes = {id_: len(register.kunci) for id_, register in catalog.induk.items()}
    assert sizes["satuan_pendidikan"] == 1513
    assert sizes["perangkat_daerah"] == len(catalog.perangkat_daerah) == 80
    assert sizes["fasilitas_kesehatan"] == 80
    assert {"wilayah", "layanan_spbe", "aplikasi_spbe"} <= set(sizes)
    schools = catalog.induk["satuan_pendidikan"]
    assert all(r.isi["kode_kecamatan"] in catalog.induk["wilayah"].kunci
               for rows in schools.keadaan.babak.values() for r in rows)  # fmt: skip
    year = (dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    assert catalog.induk["wilayah"].nilai("32.16.01.2007", *year).pengganti == ("32.16.01.1007",)


def test_all_faults_of_all_files_are_told_with_their_lines(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    folder = tmp_path / "schemas" / "induk"
    schools = folder / "satuan_pendidikan.csv"
    lines = schools.read_text(encoding="utf-8").splitlines()
    cells = lines[1].split(",")
    lines[1] = ",".join(["1234", *cells[1:4], "99.99.99", *cells[5:]])
    schools.write_text("\n".join([*lines, lines[2]]) + "\n", encoding="utf-8")
    services = folder / "layanan_spbe.yaml"
    text = services.read_text(encoding="utf-8")
    services.write_text(text.replace("\npenanggung_jawab: ", "\npenanggung_jawab: x"), "utf-8")
    (folder / "tanpa.csv").write_text("id\n", encoding="utf-8")
    said = [str(f) for f in load_registers(tmp_path / "schemas", tmp_path)[1]]
    for part in (
        "satuan_pendidikan.csv, baris 2, isian 'npsn'",
        "satuan_pendidikan.csv, baris 2, isian 'kode_kecamatan'",
        "dua baris yang berlaku pada hari yang sama",
        "layanan_spbe.yaml, baris",
        "tanpa.csv",
    ):
        assert any(part in line for line in said), (part, said)


def test_a_dataset_column_must_name_a_register_that_exists(tmp_path: Path) -> None:
    for name in ("schemas", "quality"):
        shutil.copytree(ROOT / name, tmp_path / name)
    path = next((tmp_path / "schemas" / "dataset").rglob("jumlah-sekolah-menurut-desa.yaml"))
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    measure = next(c for c in data["kolom"] if isinstance(c, dict) and c.get("peran") == "ukuran")
    bounds = ("minimum", "maksimum", "skala")
    school = {k: v for k, v in measure.items() if k not in bounds}
    school |= {"nama": "pasar", "peran": "keterangan", "tipe": "teks", "induk": "pasar"}
    data["kolom"].append(school)
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
    with pytest.raises(ContentError, match="data induk 'pasar' tidak ada"):
        Catalog(tmp_path / "schemas", tmp_path / "quality")


def test_derived_registers_are_the_scripts_output(tmp_path: Path) -> None:
    raw = os.environ.get("SPBE_BAHAN")
    folders = (Path(raw), Path(raw) / "data") if raw else ()
    folder = next((f for f in folders if (f / "samples" / "dapodik").is_dir()), None)
    if folder is None:
        pytest.skip("bahan tidak ada: isi SPBE_BAHAN dengan folder yang memuat samples/dapodik")
    script = ROOT / "scripts" / "turunkan_induk.py"
    subprocess.run(
        [sys.executable, str(script), str(folder), "--keluar", str(tmp_path)], cwd=ROOT, check=True
    )
    for name in ("satuan_pendidikan.csv", "fasilitas_kesehatan.csv"):
        kept = ROOT / "schemas" / "induk" / name
        assert (tmp_path / name).read_bytes() == kept.read_bytes(), name
