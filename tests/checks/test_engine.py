"""The engine on single files: every stage's findings, exact places, and no surprises on wild input."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spbe_data.checks.engine import HasilPeriksa, Pemeriksa
from spbe_data.checks.prepare import Lingkup
from spbe_data.checks.reference import TanpaAcuan
from spbe_data.intake.model import Batas
from spbe_data.standards.catalog import Catalog
from tests.conftest import ROOT
from tests.synthetic import Row, as_csv, changed, rows_of

SEX = "jumlah-penduduk-menurut-jenis-kelamin"
VILLAGE = "jumlah-kepala-keluarga-menurut-desa-kelurahan"
POOR = "jumlah-penduduk-miskin"
CATALOG = Catalog(ROOT / "schemas", ROOT / "quality")
TODAY = dt.date(2026, 11, 25)


def engine() -> Pemeriksa:
    return Pemeriksa(
        CATALOG, Lingkup("32.16", "3216", "Kabupaten Bekasi"), TanpaAcuan(), Batas(), TODAY
    )


def run(data: bytes, dataset: str = SEX, name: str = "uji.csv", **rest: Any) -> HasilPeriksa:
    return engine().periksa(data, name, dataset, **rest)


def columns(dataset: str) -> tuple[str, ...]:
    return CATALOG.standar[dataset].nama_kolom


def sex_rows(*years: str) -> list[Row]:
    rows = rows_of(CATALOG, CATALOG.standar[SEX], list(years or ("2022", "2023")))
    return [{**r, "jumlah_penduduk": 1_500_000} for r in rows]


def village_rows(year: str) -> list[Row]:
    rows = rows_of(CATALOG, CATALOG.standar[VILLAGE], [year])
    return [{**r, "jumlah_kepala_keluarga": 5000 + i} for i, r in enumerate(rows)]


def codes(result: HasilPeriksa, severity: str = "tolak") -> list[str]:
    return [f.kode for f in result.temuan if f.tingkat == severity]


def one(data: list[Row], dataset: str = SEX) -> Any:
    (finding,) = [
        f for f in run(as_csv(data, columns(dataset)), dataset).temuan if f.tingkat == "tolak"
    ]
    return finding


def test_the_valid_table_is_good() -> None:
    result = run(as_csv(sex_rows(), columns(SEX)))
    assert (result.hasil, list(result.temuan), result.periode) == ("baik", [], ("2022", "2023"))


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("jumlah_penduduk", "", "SEL_KOSONG"),
        ("jumlah_penduduk", "n/a", "SEL_KOSONG"),
        ("jumlah_penduduk", "sejuta", "BUKAN_ANGKA"),
        ("jumlah_penduduk", "Rp 1500000", "BUKAN_ANGKA"),
        ("jumlah_penduduk", "1.500", "ANGKA_AMBIGU"),
        ("jumlah_penduduk", "1500000.5", "BUKAN_BULAT"),
        ("jumlah_penduduk", "-1500000", "DI_BAWAH_MINIMUM"),
        ("jenis_kelamin", "L", "EJAAN_BERBEDA"),
        ("jenis_kelamin", "Laki-laki", "EJAAN_BERBEDA"),
        ("jenis_kelamin", "LELAKI", "NILAI_DI_LUAR_DAFTAR"),
        ("satuan", "KILOGRAM", "POLA_TIDAK_COCOK"),
        ("bps_kode_kabupaten_kota", "3216.0", "KODE_SALAH_BENTUK"),
        ("bps_kode_kabupaten_kota", "3299", "KODE_TIDAK_DIKENAL"),
        ("bps_kode_kabupaten_kota", "3275", "KODE_DI_LUAR_WILAYAH"),
        ("tahun", "2O22", "BUKAN_ANGKA"),
        ("tahun", "2031", "PERIODE_BELUM_TIBA"),
        ("jumlah_penduduk", "#REF!", "SEL_GALAT"),
        ("tahun", "1999", "STANDAR_TIDAK_BERLAKU"),
    ],
)
def test_one_bad_cell_is_one_blocking_finding_at_its_place(
    column: str, value: str, code: str
) -> None:
    rows = sex_rows()
    bad = [dict(r) for r in rows]
    bad[2] = {**bad[2], column: value}
    result = run(as_csv(bad, columns(SEX)))
    found = [f for f in result.temuan if f.kode == code]
    assert len(found) == 1, [f.kode for f in result.temuan]
    letter = openpyxl.utils.get_column_letter(columns(SEX).index(column) + 1)
    assert (found[0].baris, found[0].kolom, found[0].sel) == (4, column, f"{letter}4")
    assert result.hasil == "tolak"
    row_stage = {f.kode for f in result.temuan if f.tahap == "baris" and f.tingkat == "tolak"}
    assert row_stage == {code}


def test_all_faults_are_told_at_once() -> None:
    rows = sex_rows()
    rows[0]["jumlah_penduduk"] = "x"
    rows[1]["jenis_kelamin"] = "y"
    rows[2]["bps_kode_kabupaten_kota"] = "3299"
    assert set(codes(run(as_csv(rows, columns(SEX))))) >= {
        "BUKAN_ANGKA",
        "NILAI_DI_LUAR_DAFTAR",
        "KODE_TIDAK_DIKENAL",
    }


@pytest.mark.parametrize(
    ("year", "ends"), [("2021", "tidak"), ("2022", "catatan"), ("2023", "baik"), ("2024", "baik")]
)
def test_the_new_code_of_setia_asih_as_of_the_period(year: str, ends: str) -> None:
    rows = changed(
        village_rows(year),
        lambda r: r["kemendagri_kode_desa_kelurahan"] in ("32.16.01.2007", "32.16.01.1007"),
        kemendagri_kode_desa_kelurahan="32.16.01.1007",
        kemendagri_nama_desa_kelurahan="SETIA ASIH",
    )
    result = run(as_csv(rows, columns(VILLAGE)), VILLAGE)
    if ends == "tidak":
        assert codes(result) == ["KODE_TIDAK_BERLAKU"]
        (finding,) = [f for f in result.temuan if f.kode == "KODE_TIDAK_BERLAKU"]
        assert [s.nilai for s in finding.saran] == ["32.16.01.2007"]
    else:
        assert codes(result) == []


@pytest.mark.parametrize(
    ("year", "code"),
    [("2021", None), ("2022", "KODE_BERAKHIR_DALAM_PERIODE"), ("2023", "KODE_TIDAK_BERLAKU")],
)
def test_the_old_code_of_setia_asih_as_of_the_period(year: str, code: str | None) -> None:
    rows = changed(
        village_rows(year),
        lambda r: r["kemendagri_kode_desa_kelurahan"] in ("32.16.01.2007", "32.16.01.1007"),
        kemendagri_kode_desa_kelurahan="32.16.01.2007",
    )
    result = run(as_csv(rows, columns(VILLAGE)), VILLAGE)
    assert [f.kode for f in result.temuan] == ([code] if code else [])
    if code == "KODE_TIDAK_BERLAKU":
        message = result.dokumen()["temuan"][0]["pesan"]["id"]
        assert "32.16.01.2007 (Setia Asih, desa) tidak berlaku untuk data periode 2023" in message
        assert "sejak Kepmendagri 100.1.1-6117/2022 menjadi kelurahan 32.16.01.1007" in message
        assert "pilih periode 2022 ke bawah" in message
        assert "diasumsikan" in message


@pytest.mark.parametrize("system", ["kemendagri", "bps"])
def test_one_code_system_is_enough(system: str) -> None:
    other = "bps" if system == "kemendagri" else "kemendagri"
    kept = [c for c in columns(VILLAGE) if not c.startswith(other)]
    result = run(as_csv(village_rows("2023"), kept), VILLAGE)
    assert (result.hasil, list(result.temuan)) == ("baik", [])


def test_no_code_system_at_all_is_missing() -> None:
    kept = [c for c in columns(VILLAGE) if "kode_desa" not in c]
    assert "KOLOM_HILANG" in codes(run(as_csv(village_rows("2023"), kept), VILLAGE))


def test_codes_that_do_not_pair() -> None:
    rows = village_rows("2023")
    rows[3]["bps_kode_desa_kelurahan"] = rows[9]["bps_kode_desa_kelurahan"]
    finding = one(rows, VILLAGE)
    assert finding.kode == "KODE_TIDAK_SEPASANG"
    assert [s.nilai for s in finding.saran] == [village_rows("2023")[3]["bps_kode_desa_kelurahan"]]


def test_mixed_decimal_signs_name_only_the_odd_ones() -> None:
    standard = CATALOG.standar[POOR]
    rows = rows_of(CATALOG, standard, [str(y) for y in range(2010, 2020)])
    rows = [{**r, standard.ukuran[0].nama: f"15{i}.5"} for i, r in enumerate(rows)]
    assert run(as_csv(rows, columns(POOR)), POOR).hasil == "baik"
    comma = [
        {**r, standard.ukuran[0].nama: r[standard.ukuran[0].nama].replace(".", ",")} for r in rows
    ]
    assert run(as_csv(comma, columns(POOR)), POOR).hasil == "baik"
    mixed = [comma[i] if i in (2, 5) else r for i, r in enumerate(rows)]
    result = run(as_csv(mixed, columns(POOR)), POOR)
    assert [(f.kode, f.baris) for f in result.temuan] == [("ANGKA_CAMPUR", 4), ("ANGKA_CAMPUR", 7)]
    assert [f.saran[0].nilai for f in result.temuan] == ["152.5", "155.5"]


def test_total_rows_and_notes_cause_no_further_findings() -> None:
    data = as_csv(sex_rows(), columns(SEX)).decode()
    data += ",,,JUMLAH,,6000000,,\r\nSumber: Disdukcapil,,,,,,,\r\n"
    result = run(data.encode())
    assert codes(result) == ["BARIS_TOTAL", "BARIS_KETERANGAN"]
    assert [f.baris for f in result.temuan] == [6, 7]


def test_years_as_columns_say_so_and_stop() -> None:
    data = b"bps_kode_kabupaten_kota,jenis_kelamin,satuan,2022,2023\n3216,LAKI-LAKI,JIWA,1,2\n"
    result = run(data)
    assert codes(result) == ["TAHUN_SEBAGAI_KOLOM"]


def test_headers_in_any_case_with_title_rows_and_another_order() -> None:
    kept = list(reversed(columns(SEX)))
    body = as_csv(sex_rows(), kept).decode().split("\r\n", 1)
    head = body[0].replace("_", " ").upper()
    data = f"Data Penduduk Kabupaten\r\n\r\n{head}\r\n{body[1]}"
    result = run(data.encode("utf-16"))
    assert (result.hasil, result.dibaca_sebagai["baris_judul"]) == ("baik", 3)


def test_a_real_workbook_with_text_numbers_among_numbers() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(columns(POOR))
    standard = CATALOG.standar[POOR]
    measure = standard.ukuran[0].nama
    for i, row in enumerate(rows_of(CATALOG, standard, [str(y) for y in range(2010, 2014)])):
        row[measure] = 150.5 if i != 2 else "151,5"
        sheet.append([row[c] for c in columns(POOR)])
    buffer = io.BytesIO()
    book.save(buffer)
    result = run(buffer.getvalue(), POOR, "uji.xlsx")
    (finding,) = result.temuan
    assert (finding.kode, finding.baris, finding.lembar) == ("ANGKA_CAMPUR", 4, "Sheet")


@pytest.mark.parametrize("stated", ["2021", "2024-S1"])
def test_a_stated_period_that_disagrees(stated: str) -> None:
    result = run(as_csv(sex_rows("2022"), columns(SEX)), periode=stated)
    assert codes(result) == ["PERIODE_TIDAK_SESUAI"]


NIK = "3216060101909999"


@pytest.mark.parametrize(
    "column",
    [
        "satuan",
        "bps_kode_kabupaten_kota",
        "bps_nama_kabupaten_kota",
        "jumlah_penduduk",
        "catatan_lain",
    ],
)
def test_a_personal_number_blocks_and_is_never_shown(column: str) -> None:
    rows = sex_rows()
    rows[1][column] = f"an. warga {NIK}" if column != "jumlah_penduduk" else NIK
    result = run(as_csv(rows, [*columns(SEX), "catatan_lain"]))
    assert "DATA_PRIBADI" in codes(result)
    assert NIK not in json.dumps(result.dokumen(), default=str)
    assert NIK not in json.dumps([f.simpan() for f in result.temuan], default=str)


def test_a_fault_of_the_engine_is_not_the_senders(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_a: object, **_k: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("spbe_data.checks.engine.check_rows", broken)
    result = run(as_csv(sex_rows(), columns(SEX)))
    assert result.hasil == "gagal_diperiksa"
    assert [f.kode for f in result.temuan] == ["PEMERIKSAAN_GAGAL"]


def test_engines_that_disagree_give_no_verdict() -> None:
    result = run(
        as_csv(sex_rows(), columns(SEX)), mesin_kedua=lambda room: {r.id: 99 for r in room.rules}
    )
    assert result.hasil == "gagal_diperiksa"


_CELLS = st.one_of(
    st.sampled_from(
        [
            "",
            "-",
            "3216",
            "32.16",
            "2022",
            "LAKI-LAKI",
            "PEREMPUAN",
            "JIWA",
            "1.234",
            "1,5",
            "1e5",
            "JUMLAH",
            "nan",
            "∞",
            "٣٢",
            "1" * 40,
            "-0",
            "{x}",
            "%s",
            "=1+1",
            "\u0000x",
        ]
    ),
    st.text(max_size=12),
    st.integers(-(10**30), 10**30).map(str),
    st.floats(allow_nan=True).map(str),
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    table=st.lists(st.lists(_CELLS, min_size=1, max_size=10), min_size=0, max_size=8),
    head=st.booleans(),
    dataset=st.sampled_from([SEX, VILLAGE, POOR, "harga-cabai-rawit-merah"]),
)
def test_wild_tables_never_break_the_engine(
    table: list[list[str]], head: bool, dataset: str
) -> None:
    import csv

    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    if head:
        writer.writerow(columns(dataset))
    writer.writerows(table)
    result = run(buffer.getvalue().encode("utf-8", "surrogatepass"), dataset)
    assert result.hasil != "gagal_diperiksa"
    json.dumps(result.dokumen())


@pytest.mark.parametrize(
    "spot", ["judul", "baris judul", "sel lebih", "nama berkas", "lembar lain", "komentar"]
)
def test_a_personal_number_outside_the_table_blocks_too(spot: str) -> None:
    rows, name = sex_rows(), "uji.csv"
    data = as_csv(rows, columns(SEX))
    if spot == "judul":
        data = as_csv(rows, [*columns(SEX), f"NIK {NIK}"])
    elif spot == "baris judul":
        data = f"Data warga {NIK}\r\n\r\n".encode() + data
    elif spot == "sel lebih":
        lines = data.decode().split("\r\n")
        lines[2] += f",{NIK}"
        data = "\r\n".join(lines).encode()
    elif spot == "nama berkas":
        name = f"data {NIK}.csv"
    else:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(columns(SEX))
        for row in rows:
            sheet.append([row[c] for c in columns(SEX)])
        if spot == "komentar":
            sheet["A2"].comment = openpyxl.comments.Comment(f"tanya {NIK}", "petugas")
        else:
            hidden = book.create_sheet("lama")
            hidden.sheet_state = "hidden"
            hidden["A1"] = int(NIK)
        buffer = io.BytesIO()
        book.save(buffer)
        data, name = buffer.getvalue(), "uji.xlsx"
    result = run(data, name=name)
    assert "DATA_PRIBADI" in codes(result)
    assert NIK not in json.dumps(result.dokumen(), default=str)


@pytest.mark.parametrize(
    "written",
    [
        "３２１６０６０１０１９０９９９９",
        "3216060101\u200b909999",
        "wa.me/6281234567890",
        "0812-3456-7890",
        "budi@contoh.go.id",
    ],
)
def test_identifiers_in_disguise(written: str) -> None:
    rows = sex_rows()
    rows[0]["catatan_lain"] = written
    assert "DATA_PRIBADI" in codes(run(as_csv(rows, [*columns(SEX), "catatan_lain"])))


def test_a_date_outside_its_month() -> None:
    dataset = "harga-cabai-rawit-merah"
    standard = CATALOG.standar[dataset]
    rows = rows_of(CATALOG, standard, ["2024-01"])
    price = standard.ukuran[0].nama
    good = [{**rows[0], price: 50_000, "tanggal": f"2024-01-{d:02d}"} for d in range(1, 20)]
    assert run(as_csv(good, columns(dataset)), dataset).hasil == "baik"
    bad = [{**r, "tanggal": "2024-02-05"} if i == 3 else r for i, r in enumerate(good)]
    result = run(as_csv(bad, columns(dataset)), dataset)
    assert [(f.kode, f.baris, f.kolom) for f in result.temuan] == [
        ("WAKTU_BERTENTANGAN", 5, "tanggal")
    ]


def test_both_codes_of_one_village_in_the_year_of_the_change() -> None:
    rows = village_rows("2022")
    new = next(r for r in rows if r["kemendagri_kode_desa_kelurahan"] == "32.16.01.1007")
    old = {**new, "kemendagri_kode_desa_kelurahan": "32.16.01.2007"}
    result = run(as_csv([*rows, old], columns(VILLAGE)), VILLAGE)
    assert codes(result) == ["WILAYAH_GANDA"]


def test_one_wrong_code_is_told_once_not_as_a_missing_area_too() -> None:
    rows = village_rows("2023")
    rows[4]["kemendagri_kode_desa_kelurahan"] = rows[4]["kemendagri_kode_desa_kelurahan"].replace(
        ".", ""
    )
    result = run(as_csv(rows, columns(VILLAGE)), VILLAGE)
    assert [f.kode for f in result.temuan] == ["KODE_SALAH_BENTUK"]


def test_an_ambiguous_column_is_one_finding_that_counts_its_cells() -> None:
    rows = [{**r, "jumlah_kepala_keluarga": "2.178"} for r in village_rows("2023")]
    result = run(as_csv(rows, columns(VILLAGE)), VILLAGE)
    (finding,) = result.temuan
    assert (finding.kode, finding.baris, finding.params["jumlah"]) == ("ANGKA_AMBIGU", 2, len(rows))


def test_what_counts_as_empty_is_quoted() -> None:
    rows = sex_rows()
    rows[1]["jumlah_penduduk"] = "n/a"
    message = run(as_csv(rows, columns(SEX))).dokumen()["temuan"][0]["pesan"]
    assert 'tertulis "n/a"' in message["id"] and 'it reads "n/a"' in message["en"]


def test_messages_carry_no_control_characters_and_end() -> None:
    rows = sex_rows()
    rows[0]["jenis_kelamin"] = "\x1b[31mX\r\n" + "y" * 5000
    text = run(as_csv(rows, columns(SEX))).dokumen()["temuan"][0]["pesan"]["id"]
    assert "\x1b" not in text and "\n" not in text and len(text) < 1500


def test_signatures_numbering_and_totals_with_a_tail_are_no_data() -> None:
    lines = as_csv(village_rows("2023"), columns(VILLAGE)).decode().split("\r\n")
    width = len(columns(VILLAGE))
    lines.insert(1, ",".join(f"({i + 1})" for i in range(width)))
    total = [""] * width
    total[columns(VILLAGE).index("kemendagri_nama_kecamatan")] = "TOTAL KECAMATAN"
    lines[-1:] = [
        ",".join(total),
        "Mengetahui," + "," * (width - 2),
        "Kepala Dinas," + "," * (width - 2),
        "",
    ]
    result = run("\r\n".join(lines).encode(), VILLAGE)
    assert sorted({f.kode for f in result.temuan}) == ["BARIS_KETERANGAN", "BARIS_TOTAL"]


def test_every_refusal_of_the_reader_has_words() -> None:
    from spbe_data.checks.refusals import _REFUSALS
    from spbe_data.intake.model import KodeTolak

    assert set(_REFUSALS) == {k.value for k in KodeTolak}


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "tidak berisi apa-apa"),
        (b"\x7fELF\x02\x01" + bytes(range(256)), "berkas ini|tidak dapat dibaca"),
        (b'[{"tahun": 2022, "tahun": 2023}]', "kunci yang sama dua kali"),
        (b"PK\x03\x04rusak", "rusak atau terpotong"),
    ],
)
def test_an_unreadable_file_is_one_finding_with_a_remedy(data: bytes, word: str) -> None:
    import re

    result = run(data)
    (entry,) = result.dokumen()["temuan"]
    assert (entry["kode"], result.hasil) == ("BERKAS_DITOLAK", "tolak")
    assert re.search(word, entry["pesan"]["id"]), entry["pesan"]["id"]
    assert entry["perbaikan"]
