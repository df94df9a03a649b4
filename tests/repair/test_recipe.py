"""Accepting, the recipe, and the record: nothing beyond what was accepted, and all of it again."""

from __future__ import annotations

import copy
import hashlib
import io
import json

import openpyxl
import pytest
from sqlalchemy import select

from spbe_data.flows.check import periksa_pengajuan
from spbe_data.flows.house import Rumah
from spbe_data.flows.repair import (
    ajukan_perbaikan,
    buku_perbaikan,
    simpan_perbaikan,
    tawaran,
    ulangi,
)
from spbe_data.flows.submit import AktorTidakSah
from spbe_data.intake.originals import ambil
from spbe_data.ledger.tables import audit
from spbe_data.repair.chain import PerluSerta, TidakDitawarkan
from spbe_data.repair.output import WujudTidakDikenal
from spbe_data.repair.recipe import ResepTidakSah
from spbe_data.standards.catalog import Catalog
from tests.repair.wide import KECAMATAN, LONG, Gaya, indonesia, isi, lebar, panjang, semua
from tests.synthetic import METADATA, as_csv

STYLE = Gaya(
    angka=indonesia,
    bertingkat=True,
    judul=("JUMLAH PENDUDUK",),
    baris_jumlah=True,
    sumber=True,
    tanpa_kode=True,
)


@pytest.fixture
def wide(catalog: Catalog) -> bytes:
    return lebar(panjang(catalog, [2024, 2025], [1200, 34_567, 59_000], groups=12), STYLE)


@pytest.mark.parametrize("name", ["hasil.csv", "hasil.xlsx"])
def test_a_recipe_gives_the_same_bytes_again(rumah: Rumah, wide: bytes, name: str) -> None:
    done = semua(rumah, wide, hasil=name)
    recipe = json.loads(done.resep_byte())
    assert ulangi(rumah, wide, recipe) == done.data
    assert recipe["asal"]["sha256"] == hashlib.sha256(wide).hexdigest()
    assert recipe["hasil"]["sha256"] == hashlib.sha256(done.data).hexdigest()
    assert [s["kode"] for s in recipe["langkah"]] == [t.kode for t in done.dipakai]
    assert {row["apa"] for row in recipe["tidak_ikut"]} == {"judul di atas tabel"}


def test_a_recipe_is_followed_by_what_it_says_not_by_todays_lists(
    rumah: Rumah, wide: bytes
) -> None:
    done = semua(rumah, wide)
    recipe = copy.deepcopy(done.resep)
    step = next(s for s in recipe["langkah"] if s["jenis"] == "kode_dari_nama")
    step["parameter"]["peta"][0]["menjadi"] = "32.16.99"
    with pytest.raises(ResepTidakSah, match="tidak sama"):
        ulangi(rumah, wide, recipe)


def test_a_recipe_fits_its_own_file_only(rumah: Rumah, wide: bytes) -> None:
    recipe = semua(rumah, wide).resep
    with pytest.raises(ResepTidakSah, match="SHA-256"):
        ulangi(rumah, wide + b"\n", recipe)
    with pytest.raises(ResepTidakSah, match="bentuk"):
        ulangi(rumah, wide, {**recipe, "resep": 2})
    with pytest.raises(ResepTidakSah, match="rusak"):
        ulangi(rumah, wide, {"resep": 1})


def test_a_workbook_holds_codes_as_text_and_figures_as_numbers(rumah: Rumah, wide: bytes) -> None:
    done = semua(rumah, wide, hasil="hasil.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(done.data)).active
    assert sheet is not None
    head, first = list(sheet.iter_rows(values_only=True))[:2]
    row = dict(zip(head, first, strict=True))
    assert row["kemendagri_kode_kecamatan"] == "32.16.01" and row["jumlah_penduduk"] == 1200
    assert row["tahun"] == 2024


def test_only_what_is_accepted_is_changed(rumah: Rumah, catalog: Catalog) -> None:
    rows = panjang(catalog, [2024], [1200, 3400])
    lines = as_csv(rows, LONG).decode().replace("JIWA", "jiwa").splitlines()
    lines[0] = lines[0].replace("jenis_kelamin", "catatan")
    data = "\n".join([f"{lines[0]},lain", *(f"{line},x" for line in lines[1:])]).encode()
    names = {t.nama for t in tawaran(rumah, data, "a.csv", KECAMATAN).tawaran}
    assert "KOLOM_TAK_DIKENAL" in names
    done = semua(rumah, data, diterima=["kolom_tak_dikenal"])
    kept = [c for c in LONG if c != "jenis_kelamin"]
    expected = [tuple("jiwa" if c == "satuan" else str(r[c]) for c in kept) for r in rows]
    assert isi(done.data, kept) == sorted(expected)
    assert [t.kode for t in done.dipakai] == ["KOLOM_TAK_DIKENAL"]


def test_codes_that_are_not_offered_or_need_others_are_refused(rumah: Rumah, wide: bytes) -> None:
    with pytest.raises(TidakDitawarkan, match="tidak ditawarkan") as unknown:
        semua(rumah, wide, diterima=["JUDUL_DUA_BARIS", "KOLOM_GANDA"])
    assert unknown.value.kode == ("KOLOM_GANDA",)
    with pytest.raises(TidakDitawarkan, match="mendahuluinya"):
        semua(rumah, wide, diterima=["JUDUL_DUA_BARIS", "ANGKA_AMBIGU"])
    with pytest.raises(PerluSerta) as lacking:
        semua(rumah, wide, diterima=["BARIS_TOTAL"])
    assert lacking.value.kode == ("JUDUL_DUA_BARIS",)
    with pytest.raises(WujudTidakDikenal):
        semua(rumah, wide, hasil="hasil.ods")


def test_both_files_and_the_recipe_are_kept_and_the_acceptance_is_on_record(
    rumah: Rumah, wide: bytes
) -> None:
    done = semua(rumah, wide, oleh="ani")
    record = simpan_perbaikan(rumah, wide, "lebar.csv", done)
    folder = rumah.settings.berkas_asli
    assert ambil(folder, record.sha256_asal) == wide
    assert ambil(folder, record.sha256_hasil) == done.data
    assert ulangi(rumah, wide, json.loads(ambil(folder, record.sha256_resep))) == done.data
    assert record == buku_perbaikan(rumah).satu(record.id)
    assert record.aktor == "ani" and record.tawaran == [t.nama for t in done.dipakai]
    with rumah.ledger.engine.connect() as con:
        line = con.execute(select(audit).order_by(audit.c.urut.desc())).mappings().first()
    assert line is not None
    assert (line["aksi"], line["objek"], line["aktor"]) == ("perbaikan.diterima", record.id, "ani")
    assert json.loads(line["isi"])["asal"] == hashlib.sha256(wide).hexdigest()
    assert rumah.ledger.periksa_rantai() >= 1


def test_nobody_accepts_without_a_name(rumah: Rumah, wide: bytes) -> None:
    with pytest.raises(AktorTidakSah):
        simpan_perbaikan(rumah, wide, "lebar.csv", semua(rumah, wide))
    assert buku_perbaikan(rumah).semua() == []


def test_a_repaired_file_is_submitted_with_a_link_to_its_original(
    rumah: Rumah, wide: bytes
) -> None:
    record = simpan_perbaikan(rumah, wide, "lebar.csv", semua(rumah, wide, oleh="ani"))
    sent = ajukan_perbaikan(rumah, record.id, metadata=METADATA, aktor="ani", kunci_ulang="k")
    again = ajukan_perbaikan(rumah, record.id, metadata=METADATA, aktor="ani", kunci_ulang="k")
    assert sent.id == again.id and sent.sha256 == record.sha256_hasil
    assert buku_perbaikan(rumah).dari_pengajuan(sent.id) == record
    _verdict, result = periksa_pengajuan(rumah, sent.id, aktor="uji")
    assert result.sha256 == record.sha256_hasil
    with pytest.raises(KeyError):
        ajukan_perbaikan(rumah, "P0", metadata=METADATA, aktor="ani")
