"""Data induk through its flows: proposals, decisions, and keys enforced as of the period of the data."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterator

import pytest

from spbe_data.checks.finding import Temuan
from spbe_data.flows import check, refresh
from spbe_data.flows.duplicates import cari_ganda, catat_ganda, inti_nama, kata_jenis
from spbe_data.flows.house import Rumah
from spbe_data.flows.master import UsulanTidakSah, buku_induk, putuskan_usulan, usulkan
from spbe_data.settings import Settings
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.master import Babak
from spbe_data.standards.models import Kolom
from spbe_data.standards.series import Seri
from spbe_data.warehouse.query import tanya
from tests.flows.test_road import DATASET
from tests.synthetic import as_csv, rows_of

REGISTER = "satuan_pendidikan"
DAY = dt.date(2024, 1, 1)
NEW = {
    "nama": "SD NEGERI UJI 01",
    "bentuk": "SD",
    "status": "negeri",
    "kode_kecamatan": "32.16.01",
}


def accept(house: Rumah, register: str, jenis: str, kunci: str, **more: object) -> str:
    chosen = more.pop("pilihan", None)
    record = usulkan(house, register, jenis, kunci, alasan="uji", pengusul="ani", **more)  # type: ignore[arg-type]  # names as in usulkan
    putuskan_usulan(house, record.id, terima=True, alasan="benar", oleh="budi", isi=chosen)  # type: ignore[arg-type]  # as above
    return record.id


def two(house: Rumah) -> tuple[str, str]:
    first, second, *_ = house.catalog.induk[REGISTER].keadaan.babak
    return first, second


def test_a_proposal_changes_nothing_until_a_steward_accepts_it(rumah: Rumah) -> None:
    record = usulkan(rumah, REGISTER, "tambah", "69999999", isi=NEW, tanggal=DAY, alasan="baru", pengusul="ani")  # fmt: skip
    assert "69999999" not in rumah.catalog.induk[REGISTER].kunci
    with pytest.raises(UsulanTidakSah, match="usulannya sendiri"):
        putuskan_usulan(rumah, record.id, terima=True, alasan="ya", oleh="ani")
    with pytest.raises(UsulanTidakSah, match="alasan"):
        putuskan_usulan(rumah, record.id, terima=True, alasan=" ", oleh="budi")
    putuskan_usulan(rumah, record.id, terima=True, alasan="ya", oleh="budi")
    register = rumah.catalog.induk[REGISTER]
    assert "69999999" in register.pada(DAY) and "69999999" not in register.pada(
        DAY - dt.timedelta(1)
    )
    (line,) = register.riwayat("69999999")
    assert (line.peristiwa.pengusul, line.peristiwa.oleh, line.peristiwa.alasan) == (
        "ani",
        "budi",
        "baru",
    )
    with pytest.raises(UsulanTidakSah, match="sudah diputuskan"):
        putuskan_usulan(rumah, record.id, terima=False, alasan="tidak", oleh="budi")
    assert rumah.ledger.periksa_rantai() == 2


def test_a_refused_proposal_leaves_the_register_as_it_was(rumah: Rumah) -> None:
    before = rumah.catalog.induk[REGISTER].sidik
    record = usulkan(rumah, REGISTER, "tambah", "69999999", isi=NEW, tanggal=DAY, alasan="baru", pengusul="ani")  # fmt: skip
    putuskan_usulan(rumah, record.id, terima=False, alasan="belum berizin", oleh="budi")
    assert rumah.catalog.induk[REGISTER].sidik == before


@pytest.mark.parametrize(
    ("kunci", "isi", "why"),
    [
        ("1234", NEW, "bukan NPSN yang sah"),
        ("69999999", {**NEW, "bentuk": "TK-SD"}, "yang boleh"),
        ("69999999", {**NEW, "kode_kecamatan": "32.16.99"}, "tidak ada di data induk wilayah"),
    ],
)
def test_a_proposal_that_breaks_a_rule_is_not_stored(
    rumah: Rumah, kunci: str, isi: dict[str, str], why: str
) -> None:
    with pytest.raises(UsulanTidakSah, match=why):
        usulkan(rumah, REGISTER, "tambah", kunci, isi=isi, tanggal=DAY, alasan="x", pengusul="ani")
    assert buku_induk(rumah.ledger).semua() == []


@pytest.mark.parametrize("same", ["ani", "Ani", " ani ", "ANI"])
def test_however_the_name_is_typed_nobody_decides_his_own_proposal(rumah: Rumah, same: str) -> None:
    record = usulkan(rumah, REGISTER, "tambah", "69999999", isi=NEW, tanggal=DAY, alasan="x", pengusul="ani")  # fmt: skip
    with pytest.raises(UsulanTidakSah, match="tidak dapat memutuskan"):
        putuskan_usulan(rumah, record.id, terima=True, alasan="ya", oleh=same)


def test_nothing_personal_is_kept_for_ever(rumah: Rumah) -> None:
    personal = "menurut NIK 3216060101909999"
    with pytest.raises(UsulanTidakSah, match="nomor pribadi"):
        usulkan(rumah, REGISTER, "tambah", "69999999", isi=NEW, tanggal=DAY, alasan=personal, pengusul="ani")  # fmt: skip
    record = usulkan(rumah, REGISTER, "tambah", "69999999", isi=NEW, tanggal=DAY, alasan="x", pengusul="ani")  # fmt: skip
    with pytest.raises(UsulanTidakSah, match="nomor pribadi"):
        putuskan_usulan(rumah, record.id, terima=False, alasan=personal, oleh="budi")


def test_the_register_of_areas_changes_only_in_its_list(rumah: Rumah) -> None:
    with pytest.raises(UsulanTidakSah, match="daftar referensi"):
        usulkan(rumah, "wilayah", "akhiri", "32.16.01", tanggal=DAY, alasan="x", pengusul="ani")


def test_of_two_proposals_that_exclude_each_other_only_one_is_accepted(rumah: Rumah) -> None:
    ids = [
        usulkan(rumah, REGISTER, "tambah", "69999999", isi=NEW, tanggal=DAY, alasan="x", pengusul=who).id
        for who in ("ani", "ari")
    ]  # fmt: skip
    putuskan_usulan(rumah, ids[0], terima=True, alasan="ya", oleh="budi")
    with pytest.raises(UsulanTidakSah, match="sudah ada dalam register"):
        putuskan_usulan(rumah, ids[1], terima=True, alasan="ya", oleh="budi")
    assert [d.putusan if d else None for _p, d in buku_induk(rumah.ledger).semua()] == [
        "terima",
        None,
    ]
    assert rumah.ledger.periksa_rantai() == 3  # nothing of the refused attempt stays


def test_a_merge_with_the_stewards_choice_and_its_undoing(rumah: Rumah) -> None:
    loser, survivor = two(rumah)
    before = rumah.catalog.induk[REGISTER].keadaan
    accept(
        rumah, REGISTER, "gabung", loser, ke=survivor, tanggal=DAY, pilihan={"nama": "SDN PILIHAN"}
    )
    merged = rumah.catalog.induk[REGISTER]
    assert merged.nama(survivor) == "SDN PILIHAN"
    assert merged.keadaan.arah(loser, DAY) == survivor
    accept(rumah, REGISTER, "batal_gabung", loser)
    assert rumah.catalog.induk[REGISTER].keadaan == before
    assert [c.dibatalkan is not None for c in rumah.catalog.induk[REGISTER].riwayat(survivor)] == [
        True
    ]


def test_an_agency_that_was_added_is_known_everywhere(rumah: Rumah) -> None:
    isi = {"nama": "Dinas Uji", "jenis": "dinas", "walidata": "tidak"}
    accept(rumah, "perangkat_daerah", "tambah", "dinas-uji", isi=isi, tanggal=DAY)
    assert rumah.catalog.perangkat_daerah["dinas-uji"].nama == "Dinas Uji"
    assert rumah.catalog.nama_instansi("dinas-kesehatan") == "Dinas Kesehatan"
    again = Rumah(rumah.settings)  # another process, later
    assert "dinas-uji" in again.catalog.perangkat_daerah
    again.tutup()


def test_a_dry_check_creates_no_record(rumah: Rumah) -> None:
    assert rumah.catalog.induk and not (rumah.settings.home / "buku").exists()


# -- enforcement -----------------------------------------------------------------------------------

COLUMN = {
    "nama": "npsn",
    "judul": {"id": "NPSN", "en": "NPSN"},
    "peran": "keterangan",
    "tipe": "teks",
    "konsep": "Sekolah.",
    "definisi": "Sekolah yang didata.",
    "rujukan_pemilihan": "Data induk",
    "rujukan_waktu": "Akhir tahun",
    "wajib": False,
    "induk": REGISTER,
}


@pytest.fixture
def schooled(settings: Settings, catalog: Catalog) -> Iterator[Rumah]:
    """A house whose sample standard has a column that refers to the register of schools."""
    own = copy.copy(catalog)
    standard = own.standar[DATASET]
    standard = standard.model_copy(
        update={"kolom": (*standard.kolom, Kolom.model_validate(COLUMN))}
    )
    own.standar = {**own.standar, DATASET: standard}
    own.seri = {**own.seri, DATASET: Seri((standard,))}
    house = Rumah(settings, own)
    yield house
    house.tutup()


def found(house: Rumah, period: str, npsn: str) -> list[Temuan]:
    standard = house.catalog.standar[DATASET]
    rows = [{**r, "jumlah_penduduk": 1_500_000, "npsn": npsn}
            for r in rows_of(house.catalog, standard, [period])]  # fmt: skip
    data = as_csv(rows, standard.nama_kolom)
    result = check.periksa_berkas(house, data, "uji.csv", DATASET)
    return [f for f in result.temuan if f.kolom == "npsn"]


def test_a_known_key_passes_and_an_unknown_one_is_told_the_nearest(schooled: Rumah) -> None:
    key, _other = two(schooled)
    assert found(schooled, "2023", key) == []
    unknown = found(schooled, "2023", key[:-1] + "X")
    assert {f.kode for f in unknown} == {"INDUK_TIDAK_DIKENAL"}
    assert {f.tingkat for f in unknown} == {"tolak"}
    by_name = found(schooled, "2023", "sd negeri karang baru 04")
    assert by_name[0].saran[0].nilai == "20218944"


def test_an_ended_key_is_refused_after_its_end_with_its_successor(schooled: Rumah) -> None:
    key, other = two(schooled)
    accept(schooled, REGISTER, "akhiri", key, tanggal=dt.date(2022, 6, 30), ke=other)
    assert found(schooled, "2021", key) == []
    (during, *_) = found(schooled, "2022", key)
    assert (during.kode, during.tingkat) == ("INDUK_BERAKHIR_DALAM_PERIODE", "catatan")
    (after, *_) = found(schooled, "2023", key)
    assert (after.kode, after.tingkat) == ("INDUK_TIDAK_BERLAKU", "tolak")
    assert after.saran[0].nilai == other
    assert "30 Juni 2022" in after.params["sebab"] and other in after.params["petunjuk"]


def test_a_merged_key_is_a_warning_that_offers_the_survivor(schooled: Rumah) -> None:
    key, other = two(schooled)
    accept(schooled, REGISTER, "gabung", key, ke=other, tanggal=dt.date(2023, 1, 1))
    assert found(schooled, "2022", key) == []
    (merged, *_) = found(schooled, "2023", key)
    assert (merged.kode, merged.tingkat) == ("INDUK_DIGABUNG", "peringatan")
    assert [s.nilai for s in merged.saran] == [other]


def test_a_verdict_ages_with_the_registers_its_standard_uses(schooled: Rumah) -> None:
    def stamps() -> tuple[str, str]:
        today = schooled.hari_ini()
        other = "jumlah-sekolah-menurut-desa"
        return (
            schooled.catalog.sidik_aturan(DATASET, today),
            schooled.catalog.sidik_aturan(other, today),
        )

    before = stamps()
    accept(schooled, REGISTER, "tambah", "69999999", isi=NEW, tanggal=DAY)
    after = stamps()
    assert before[0] != after[0] and before[1] == after[1]


# -- duplicates ------------------------------------------------------------------------------------


def _planted(records: dict[str, Babak]) -> dict[str, str]:
    """Twenty records written again under another key, as people write: planted key → real key."""
    spoil = (
        lambda n: n.replace("SD NEGERI", "SDN"),
        lambda n: n.lower(),
        lambda n: n[:-4] + n[-3:] if n[-1].isdigit() else n[:-1],  # a letter lost
        lambda n: n.replace(" 0", " "),
    )
    real = [
        k for k in sorted(records) if len(inti_nama(records[k].isi["nama"], frozenset())[0]) > 10
    ]
    pairs: dict[str, str] = {}
    for number, key in enumerate(real[:: len(real) // 20][:20]):
        new = f"7{number:07d}"
        content = dict(records[key].isi)
        content |= {"npsn": new, "nama": spoil[number % 4](content["nama"])}
        records[new] = Babak(new, content, None, None)
        pairs[new] = key
    return pairs


def test_planted_duplicates_are_found_among_all_schools(catalog: Catalog) -> None:
    register = catalog.induk[REGISTER]
    records = register.pada(dt.date(2026, 1, 1))
    real = len(cari_ganda(register, records))
    pairs = _planted(records)
    candidates = cari_ganda(register, records)
    told = {frozenset((c.kiri, c.kanan)) for c in candidates}
    hits = [new for new, key in pairs.items() if frozenset((new, key)) in told]
    assert len(hits) >= 18, set(pairs) - set(hits)
    assert len(candidates) <= real + 40  # an offer a person can read
    assert candidates == cari_ganda(register, dict(reversed(records.items())))


def test_names_lose_what_other_columns_say(catalog: Catalog) -> None:
    words = kata_jenis(catalog.induk[REGISTER].keterangan)
    assert inti_nama("SDN Karang Baru 04", words) == inti_nama("SD NEGERI KARANGBARU 4", words)
    assert inti_nama("SDN Karang Baru 04", words) == ("KARANGBARU", "4")


def test_candidates_are_kept_and_those_refused_say_so(rumah: Rumah) -> None:
    (first, *_) = catat_ganda(rumah, REGISTER, "uji")
    record = usulkan(rumah, REGISTER, "gabung", first.kiri, ke=first.kanan, tanggal=DAY, alasan="x", pengusul="ani")  # fmt: skip
    putuskan_usulan(rumah, record.id, terima=False, alasan="dua sekolah", oleh="budi")
    refresh.segarkan(rumah)
    rows = tanya(
        rumah.settings.duckdb, "SELECT kiri, keadaan, mutakhir FROM induk.calon_ganda ORDER BY bobot DESC"
    )[1]  # fmt: skip
    assert tuple(rows[0]) == (first.kiri, "bukan_ganda", True)


def test_the_analysts_file_tells_all_but_who(rumah: Rumah) -> None:
    loser, survivor = two(rumah)
    accept(rumah, REGISTER, "gabung", loser, ke=survivor, tanggal=DAY)
    secret = {
        "nama": "Uji",
        "jenis": "umum",
        "pemilik": "dinas-kesehatan",
        "alamat_server": "10.9.8.7",
    }
    accept(rumah, "aplikasi_spbe", "tambah", "uji", isi=secret, tanggal=DAY)
    refresh.segarkan(rumah)

    def ask(sql: str) -> list[tuple[object, ...]]:
        return [tuple(r) for r in tanya(rumah.settings.duckdb, sql)[1]]

    assert ask("SELECT kunci, ke FROM induk.alias") == [(loser, survivor)]
    assert ask(f"SELECT digabung_ke FROM induk.{REGISTER} WHERE npsn = '{loser}'") == [(survivor,)]
    assert ask("SELECT count(*) FROM induk.perangkat_daerah WHERE walidata") == [(1,)]
    whole = " ".join(
        str(ask(f"SELECT * FROM induk.{t}"))
        for t in ("riwayat", "usulan", "babak", "alias", "aplikasi_spbe", "kolom", "register")
    )
    assert "uji" in whole and "10.9.8.7" not in whole
    assert "'ani'" not in whole and "'budi'" not in whole
