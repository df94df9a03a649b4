"""Every register takes a file that is right, and tells each planted defect with a true message."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import re
from typing import Any

import polars as pl
import pytest

from spbe_data.checks.catalogue import pesan
from spbe_data.checks.engine import HasilPeriksa
from spbe_data.checks.finding import Temuan
from spbe_data.checks.gx import verify
from spbe_data.flows.house import Rumah
from spbe_data.flows.registers import instansi_terikat, register_dikenal
from spbe_data.standards.models import Kolom, Standar
from spbe_data.standards.register import Induk
from tests.synthetic import METADATA, Row, as_csv, changed

YEAR = 2025
TODAY = dt.date(2026, 6, 1)
OWNER, OTHER = "inspektorat", "dinas-kesehatan"
SERVICE = "pengawasan"  # by Pasal 20A of the Inspektorat, as the master data tell
KNOWN = {"kode_layanan": SERVICE, "kode_kegiatan": "K-1", "nama_aplikasi": "APLIKASI UJI"}
"""Values that one register takes from another."""

REGISTERS = [
    "register-api",
    "register-aplikasi",
    "register-aset-tik",
    "register-audit-tik",
    "register-basis-data",
    "register-domain-arsitektur",
    "register-jaringan-lokal",
    "register-keamanan-informasi",
    "register-keputusan",
    "register-layanan",
    "register-manajemen-layanan",
    "register-pedoman",
    "register-pemantauan-internal",
    "register-pengetahuan",
    "register-perubahan",
    "register-peta-rencana",
    "register-pusat-data-luar",
    "register-rencana-anggaran",
    "register-reviu-arsitektur",
    "register-reviu-peta-rencana",
    "register-risiko",
    "register-sdm",
    "register-usulan-proses-bisnis",
]

BOTH = {
    "register-manajemen-layanan",
    "register-pemantauan-internal",
    "register-rencana-anggaran",
    "register-reviu-peta-rencana",
    "register-risiko",
}
"""Right files that the second engine judges too: registers with families whose planted defects it
judges on another register. Its runs are slow."""


class Known:
    """Curated registers of the year that others refer to."""

    def __init__(self, asks: str, **columns: str) -> None:
        self._frames = {
            dataset: pl.DataFrame({"periode": [str(YEAR)], column: [value]})
            for dataset, column, value in (
                ("register-layanan", "kode_layanan", columns.get("kode_layanan")),
                ("register-peta-rencana", "kode_kegiatan", columns.get("kode_kegiatan")),
                ("register-aplikasi", "nama_aplikasi", columns.get("nama_aplikasi")),
            )
            if value is not None and dataset != asks
        }

    def periode(self, dataset: str) -> list[str]:
        return []  # no version before: row counts and revisions are no question here

    def kini(self, dataset: str, periode: str) -> pl.DataFrame | None:
        return self._frames.get(dataset) if periode == str(YEAR) else None


def _value(house: Rumah, column: Kolom, agency: str) -> Any:
    if column.daftar is not None:
        return house.catalog.daftar[column.daftar].entri[0].nama
    if column.tipe == "tanggal":
        return f"{YEAR}-06-01"
    if column.nama in ("tahun_awal", "tahun_mulai"):
        return YEAR
    if column.nama in ("tahun_akhir", "tahun_selesai"):
        return YEAR + 4
    if column.tipe == "bulat":
        return 7
    if column.nama == "standar_diisi":
        return "register-sdm"
    return KNOWN.get(column.nama, f"Isian {column.nama} {agency}")


def _full(house: Rumah, standard: Standar, agency: str, **values: Any) -> Row:
    row = {c.nama: _value(house, c, agency) for c in standard.kolom}
    own = {"perangkat_daerah": agency, "nomor": 1, "keberadaan": "ADA", "tahun": YEAR}
    return row | own | values


def _nil(standard: Standar, agency: str) -> Row:
    own: Row = {"perangkat_daerah": agency, "nomor": 1, "keberadaan": "NIHIL", "tahun": YEAR}
    return dict.fromkeys(standard.nama_kolom, "") | own


def _right(house: Rumah, standard: Standar) -> list[Row]:
    """One full row of the first agency, and NIHIL of every other that is bound."""
    bound = instansi_terikat(house, standard)
    first = OWNER if OWNER in bound else bound[0]
    return [
        _full(house, standard, first),
        *(_nil(standard, agency) for agency in bound if agency != first),
    ]


def _check(
    house: Rumah, standard: Standar, rows: list[Row], known: dict[str, str], *, both: bool
) -> HasilPeriksa:
    others = Known(standard.id, **known)
    tools = dataclasses.replace(house.pemeriksa(), acuan=others, hari=TODAY)
    return tools.periksa(
        as_csv(rows, standard.nama_kolom), "uji.csv", standard.id,
        metadata=METADATA, mesin_kedua=verify if both else None,
    )  # fmt: skip


def _texts(finding: Temuan) -> tuple[str, str]:
    """Both messages, with nothing in them that only a programmer reads."""
    texts = pesan(finding, "id"), pesan(finding, "en")
    for text in texts:
        assert not re.search(r"None|\bnan\b|[{}\[\]]|datetime|Decimal|\(\)|  | \.", text), text
        assert text.endswith((".", ")")) and '""' not in text, text
    assert texts[0] != texts[1]
    return texts


def _only(
    house: Rumah,
    register: str,
    rows: list[Row],
    *,
    known: dict[str, str] = KNOWN,
    both: bool = True,
) -> tuple[Temuan, str, str]:
    """The one finding of a file, judged by both engines, and its messages."""
    standard = house.catalog.standar[register]
    result = _check(house, standard, rows, known, both=both)
    assert len(result.temuan) == 1, [(f.kode, pesan(f, "id")) for f in result.temuan]
    (finding,) = result.temuan
    return finding, *_texts(finding)


def test_the_list_of_registers_is_whole(rumah: Rumah) -> None:
    assert [s.id for s in register_dikenal(rumah)] == REGISTERS


@pytest.mark.parametrize("register", REGISTERS)
def test_a_right_file_passes_without_a_word(rumah: Rumah, register: str) -> None:
    standard = rumah.catalog.standar[register]
    result = _check(rumah, standard, _right(rumah, standard), KNOWN, both=register in BOTH)
    assert [(f.kode, pesan(f, "id")) for f in result.temuan] == []
    assert result.hasil == "baik"


@pytest.mark.parametrize("register", REGISTERS)
def test_a_row_that_says_there_is_something_is_filled(rumah: Rumah, register: str) -> None:
    standard = rumah.catalog.standar[register]
    rule = next(r for r in standard.aturan if r.id == "isi_bila_ada")
    asked = rule.model_dump()["wajib"]
    rows = _right(rumah, standard)
    rows[0] |= dict.fromkeys(set(standard.nama_kolom) - set(standard.kunci) - {"keberadaan"}, "")
    result = _check(rumah, standard, rows, KNOWN, both=False)
    assert [(f.kode, f.kolom, f.baris) for f in result.temuan] == [
        ("WAJIB_BILA", name, 2) for name in standard.nama_kolom if name in asked
    ]
    for finding in result.temuan:
        text, english = _texts(finding)
        assert '"keberadaan" = ADA' in text and "A row that says ADA" in english


ROW_DEFECTS: list[tuple[str, dict[str, Any], str, str, str, str]] = [
    ("aplikasi", {"jenis_aplikasi": "KHUSUS", "rencana_beralih": ""},
     "WAJIB_BILA", "rencana_beralih", "DIPAKAI atau BERALIH", "DIPAKAI or BERALIH"),
    ("basis-data", {"uji_pulih_terakhir": ""},
     "WAJIB_BILA", "uji_pulih_terakhir", '"cadangan_ada" = YA', '"cadangan_ada" = YA'),
    ("keamanan-informasi", {"diterapkan": "TIDAK", "tindak_lanjut": ""},
     "WAJIB_BILA", "tindak_lanjut", '"diterapkan" = TIDAK', '"diterapkan" = TIDAK'),
    ("pusat-data-luar", {"alasan": "PROYEK RINTISAN", "berakhir": ""},
     "WAJIB_BILA", "berakhir", "bersifat sementara", "pilot is temporary"),
    ("pusat-data-luar", {"koordinasi_pada": "2025-07-01", "mulai_dipakai": "2025-06-30",
                         "berakhir": "2025-12-01"},
     "BANDING_TIDAK_TERPENUHI", "koordinasi_pada", "Koordinasi dilakukan terlebih dahulu",
     "Coordination comes first"),
    ("pusat-data-luar", {"berakhir": "2025-05-31"},
     "BANDING_TIDAK_TERPENUHI", "mulai_dipakai", "2025-05-31", "2025-05-31"),
    ("jaringan-lokal", {"koordinasi_pada": "2025-07-01"},
     "BANDING_TIDAK_TERPENUHI", "koordinasi_pada", "2025-07-01", "2025-07-01"),
    ("keputusan", {"berlaku_sampai": "2024-01-01"},
     "BANDING_TIDAK_TERPENUHI", "ditetapkan_pada", "2024-01-01", "2024-01-01"),
    ("pedoman", {"diserahkan_pada": "2025-06-02"},
     "BANDING_TIDAK_TERPENUHI", "diserahkan_pada", "2025-06-02", "2025-06-02"),
    ("perubahan", {"direncanakan_pada": "2025-06-02"},
     "BANDING_TIDAK_TERPENUHI", "direncanakan_pada", "2025-06-02", "2025-06-02"),
    ("peta-rencana", {"tahun_selesai": 2024},
     "BANDING_TIDAK_TERPENUHI", "tahun_mulai", "2024", "2024"),
    ("reviu-arsitektur", {"direviu_pada": "2025-06-02"},
     "BANDING_TIDAK_TERPENUHI", "direviu_pada", "2025-06-02", "2025-06-02"),
    ("reviu-peta-rencana", {"disampaikan_pada": ""},
     "WAJIB_BILA", "disampaikan_pada", "PARUH WAKTU atau TAHUN TERAKHIR",
     "PARUH WAKTU or TAHUN TERAKHIR"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "values", "code", "column", "words", "english"), ROW_DEFECTS)
def test_a_row_rule_names_its_cell(
    rumah: Rumah,
    name: str,
    values: dict[str, Any],
    code: str,
    column: str,
    words: str,
    english: str,
) -> None:
    register = f"register-{name}"
    rows = _right(rumah, rumah.catalog.standar[register])
    rows[0] |= values
    finding, text, other = _only(rumah, register, rows, both=False)
    assert (finding.kode, finding.kolom, finding.baris) == (code, column, 2)
    assert finding.tingkat == "tolak" and words in text and english in other


@pytest.mark.parametrize(
    "values",
    [
        {"jenis_aplikasi": "KHUSUS", "sejenis_aplikasi_umum": "TIDAK"},
        {"jenis_aplikasi": "KHUSUS", "status_pemakaian": "DIHENTIKAN"},
        {"jenis_aplikasi": "UMUM"},
    ],
)
def test_the_transition_binds_no_other_application(rumah: Rumah, values: dict[str, Any]) -> None:
    standard = rumah.catalog.standar["register-aplikasi"]
    rows = _right(rumah, standard)
    rows[0] |= values | {"rencana_beralih": ""}
    assert list(_check(rumah, standard, rows, KNOWN, both=False).temuan) == []


def _rows(house: Rumah, name: str, **values: Any) -> tuple[str, list[Row]]:
    register = f"register-{name}"
    rows = _right(house, house.catalog.standar[register])
    return register, changed(rows, lambda r: r is rows[0], **values)


@pytest.mark.parametrize(
    ("name", "column", "target"),
    [
        ("api", "nama_aplikasi", "register-aplikasi"),
        ("manajemen-layanan", "kode_layanan", "register-layanan"),
        ("rencana-anggaran", "kode_kegiatan", "register-peta-rencana"),
        ("risiko", "kode_layanan", "register-layanan"),
    ],
)
def test_a_reference_must_be_there(rumah: Rumah, name: str, column: str, target: str) -> None:
    register, rows = _rows(rumah, name, **{column: "lain"})
    # One pair of engine runs for the family; the others are the same rule with other names.
    finding, text, english = _only(rumah, register, rows, both=name == "api")
    assert (finding.kode, finding.tingkat, finding.baris) == ("RUJUKAN_TIDAK_ADA", "tolak", 2)
    assert f'"lain" tidak ada pada {target} periode {YEAR}' in text
    assert f'"lain" is not in {target} for period {YEAR}' in english


def test_a_reference_not_yet_there_is_a_note_only_where_something_refers_to_it(
    rumah: Rumah,
) -> None:
    register, rows = _rows(rumah, "api")
    finding, text, english = _only(rumah, register, rows, known={})
    assert (finding.kode, finding.tingkat) == ("ACUAN_BELUM_ADA", "catatan")
    assert "register-aplikasi" in text and "register-aplikasi" in english
    assert "bagian" not in text and "parts" not in english  # nothing is added up here
    standard = rumah.catalog.standar[register]
    nil = [_nil(standard, agency) for agency in instansi_terikat(rumah, standard)]
    assert list(_check(rumah, standard, nil, {}, both=False).temuan) == []


def _proposals(house: Rumah, first: str, second: str) -> tuple[str, list[Row]]:
    register, rows = _rows(house, "usulan-proses-bisnis", nama_usulan=first)
    standard = house.catalog.standar[register]
    other = _full(house, standard, OTHER, nama_usulan=second)
    return register, [other if r["perangkat_daerah"] == OTHER else r for r in rows]


def test_proposals_of_two_agencies_overlap_whatever_the_order_of_words(rumah: Rumah) -> None:
    register, rows = _proposals(rumah, "Pelayanan antrean daring", "ANTRIAN Daring, pelayanan")
    finding, text, english = _only(rumah, register, rows)
    line = 2 + next(i for i, r in enumerate(rows) if r["perangkat_daerah"] == OTHER)
    assert (finding.kode, finding.tingkat) == ("TUMPANG_TINDIH", "peringatan")
    assert finding.baris == 2 and f"(baris {line})" in text and f"(row {line})" in english
    assert "Pelayanan antrean daring" in text and "ANTRIAN Daring" in text and OTHER in english


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Penyederhanaan layanan perizinan", "Penyederhanaan layanan pengaduan"),
        ("Digitalisasi arsip", "Digitalisasi pajak"),
        ("???", "!!!"),
    ],
)
def test_titles_that_only_begin_alike_do_not_overlap(rumah: Rumah, first: str, second: str) -> None:
    register, rows = _proposals(rumah, first, second)
    standard = rumah.catalog.standar[register]
    assert list(_check(rumah, standard, rows, {}, both=False).temuan) == []


def test_one_agency_may_repeat_itself_and_a_row_without_owner_overlaps_nobody(
    rumah: Rumah,
) -> None:
    register, rows = _proposals(rumah, "Pelayanan antrean daring", "Pelayanan antrean daring")
    standard = rumah.catalog.standar[register]
    again = {**rows[0], "nomor": 2}
    quiet = [r for r in rows if r["perangkat_daerah"] != OTHER] + [_nil(standard, OTHER), again]
    assert list(_check(rumah, standard, quiet, {}, both=False).temuan) == []
    lost = [*quiet, {**again, "nomor": 3, "perangkat_daerah": ""}]
    found = _check(rumah, standard, lost, {}, both=False).temuan
    assert {f.kode for f in found} == {"SEL_KOSONG"}


@pytest.mark.parametrize(
    ("name", "column", "day", "kind", "basis"),
    [
        ("audit-tik", "audit_terakhir", "2023-12-30", "INFRASTRUKTUR", "31(3)"),
        ("basis-data", "uji_pulih_terakhir", "2024-12-30", OWNER, "16(2)e"),
        ("pemantauan-internal", "dipantau_pada", "2024-12-30", OWNER, "33(3)"),
        ("risiko", "ditinjau_pada", "2024-12-30", OWNER, "22(2)"),
    ],
)
def test_what_was_done_too_long_ago_is_told(
    rumah: Rumah, name: str, column: str, day: str, kind: str, basis: str
) -> None:
    register, rows = _rows(rumah, name, **{column: day})
    finding, text, english = _only(rumah, register, rows, both=name == "audit-tik")
    years = 2 if name == "audit-tik" else 1
    assert (finding.kode, finding.tingkat, finding.kolom) == ("LEWAT_MASA", "peringatan", column)
    assert all(part in text for part in (kind, day, f"{years} tahun", basis, str(YEAR)))
    assert all(part in english for part in (kind, day, f"{years} years", basis, str(YEAR)))
    edge = dt.date.fromisoformat(day) + dt.timedelta(days=1)  # exactly that many years is in time
    standard = rumah.catalog.standar[register]
    rows = changed(rows, lambda r: r is rows[0], **{column: edge.isoformat()})
    assert list(_check(rumah, standard, rows, KNOWN, both=False).temuan) == []


def test_an_audit_after_the_period_does_not_hide_that_it_was_overdue(rumah: Rumah) -> None:
    register, rows = _rows(rumah, "audit-tik", audit_terakhir="2020-05-05")
    rows.append({**rows[0], "nomor": 2, "audit_terakhir": "2026-03-01"})
    _finding, text, _english = _only(rumah, register, rows, both=False)
    assert "2020-05-05" in text and "2026" not in text
    rows.append({**rows[0], "nomor": 3, "audit_terakhir": "2025-03-01"})
    standard = rumah.catalog.standar[register]
    assert list(_check(rumah, standard, rows, {}, both=False).temuan) == []


@pytest.mark.parametrize("name", ["reviu-arsitektur", "reviu-peta-rencana"])
def test_a_plan_is_reviewed_at_mid_term_and_in_its_last_year(rumah: Rumah, name: str) -> None:
    none = {"jenis_reviu": "", "direviu_pada": "", "disampaikan_pada": ""}
    register, rows = _rows(rumah, name, tahun_awal=2023, tahun_akhir=2027, **none)
    finding, text, english = _only(rumah, register, rows, both=name == "reviu-arsitektur")
    assert (finding.kode, finding.tingkat) == ("REVIU_BELUM_ADA", "peringatan")
    assert "2023-2027" in text and "PARUH WAKTU" in text and "tahun 2025" in text
    assert "PARUH WAKTU" in english and "by the year 2025" in english
    standard = rumah.catalog.standar[register]
    for change, wanted in (
        ({"tahun_awal": 2024, "tahun_akhir": 2028}, []),  # mid-term is next year
        ({"tahun_awal": 2021, "tahun_akhir": 2025}, ["PARUH WAKTU", "TAHUN TERAKHIR"]),
    ):
        other = changed(rows, lambda r: r is rows[0], **change)
        found = _check(rumah, standard, other, {}, both=False).temuan
        assert [f.params["reviu"] for f in found] == wanted
    done = [
        {**rows[0], "tahun_awal": 2021, "tahun_akhir": 2025, "nomor": i, "jenis_reviu": kind}
        | {"direviu_pada": "2025-06-01", "disampaikan_pada": "2025-06-01"}
        for i, kind in enumerate(("PARUH WAKTU", "TAHUN TERAKHIR"), 1)
    ]
    assert list(_check(rumah, standard, done, {}, both=False).temuan) == []
    (last,) = _check(rumah, standard, done[:1], {}, both=False).temuan
    assert last.params["reviu"] == "TAHUN TERAKHIR" and "tahun 2025" in _texts(last)[0]


def test_a_service_belongs_to_the_agency_that_the_article_names(rumah: Rumah) -> None:
    register, rows = _rows(rumah, "layanan", kode_layanan="kepegawaian")
    finding, text, english = _only(rumah, register, rows)
    owner = "badan-kepegawaian-dan-pengembangan-sumber-daya-manusia"
    assert (finding.kode, finding.tingkat, finding.nilai) == (
        "PEMILIK_TIDAK_SESUAI",
        "tolak",
        OWNER,
    )
    for message in (text, english):
        assert owner in message and rumah.catalog.nama_instansi(owner) in message
    standard = rumah.catalog.standar[register]
    own = changed(rows, lambda r: r is rows[0], kode_layanan="layanan-sendiri")
    assert list(_check(rumah, standard, own, {}, both=False).temuan) == []  # no article names it


def test_the_owner_is_the_one_of_the_period(rumah: Rumah) -> None:
    now = rumah.catalog.induk["layanan_spbe"]
    row = now.dasar[SERVICE][0]
    since = dt.date(YEAR + 1, 1, 1)
    moved = (
        dataclasses.replace(row, sampai=since - dt.timedelta(days=1)),
        dataclasses.replace(row, sejak=since, isi={**row.isi, "pemilik": OTHER}),
    )
    later = Induk(now.id, now.keterangan, {**now.dasar, SERVICE: moved})
    catalog = copy.copy(rumah.catalog)
    catalog.induk = {**catalog.induk, now.id: later}
    house = Rumah(rumah.settings, catalog)
    standard = catalog.standar["register-layanan"]
    rows = _right(house, standard)
    assert list(_check(house, standard, rows, {}, both=False).temuan) == []
    tomorrow = [{**r, "tahun": YEAR + 1} for r in rows]
    found = _check(house, standard, tomorrow, {}, both=False).temuan
    assert "PEMILIK_TIDAK_SESUAI" in {f.kode for f in found}
    before = rumah.catalog.sidik_aturan(standard.id, TODAY)
    assert catalog.sidik_aturan(standard.id, TODAY) != before  # another owner, another rule


def test_a_database_feeds_a_standard_that_exists(rumah: Rumah) -> None:
    register, rows = _rows(rumah, "basis-data", standar_diisi="standar-tidak-ada")
    finding, text, english = _only(rumah, register, rows)
    assert (finding.kode, finding.tingkat) == ("STANDAR_TIDAK_DIKENAL", "tolak")
    assert "standar-tidak-ada" in text and "standar-tidak-ada" in english


def test_an_agency_without_a_row_is_named(rumah: Rumah) -> None:
    register, rows = _rows(rumah, "sdm")
    finding, text, english = _only(
        rumah, register, [r for r in rows if r["perangkat_daerah"] != OTHER]
    )
    assert (finding.kode, finding.tingkat) == ("INSTANSI_BELUM_MENGISI", "peringatan")
    bound = len(instansi_terikat(rumah, rumah.catalog.standar[register]))
    name = rumah.catalog.nama_instansi(OTHER)
    assert f"1 dari {bound} perangkat daerah" in text and name in text
    assert f"1 of {bound} agencies" in english and name in english
