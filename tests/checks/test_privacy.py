"""Privacy stage: where it looks, how well (on the labelled set), and that it never tells."""

from __future__ import annotations

import re
from typing import Any, cast

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.ukur_privasi import PAGE, halaman, judge, measure
from spbe_data.checks.blocks import Gugus, Rinci
from spbe_data.checks.finding import Saran, Temuan
from spbe_data.checks.privacy import (
    HIDDEN,
    KATA,
    LONGEST,
    personal_of_plan,
    present,
    present_block,
    safe,
    scan_table,
)
from spbe_data.checks.privacy_plan import KolomRencana, make_plan
from spbe_data.checks.privacy_scan import kinds_of_cell, scan, scan_column
from spbe_data.identifiers.judul_pribadi import baca_judul
from spbe_data.identifiers.nomor import nik_sah
from spbe_data.standards.models import Standar
from tests.privasi.berlabel import Kasus, semua

NIK = "3216060101909999"
SEVERITY: Any = {"DATA_PRIBADI": "tolak", "DATA_PRIBADI_DIDUGA": "peringatan"}


class _NoStandard:
    id = "uji"
    kolom = ()
    nama_kolom = ()


STANDARD = cast(Standar, _NoStandard())


def plan_for(table: pl.DataFrame) -> Any:
    return make_plan([(c, c, c, chr(65 + i)) for i, c in enumerate(table.columns)], table, STANDARD)


# -- how well --


def test_floors_on_the_labelled_set() -> None:
    """Errors cost both ways; every kind has enough of both sorts of cases."""
    cases = semua()
    counts, wrong = measure(cases)
    assert len(cases) > 600
    for kind, n in counts.items():
        assert n.positif >= 3 and n.mirip >= 5, kind
        assert n.perolehan >= 0.95, (kind, wrong)
        assert n.presisi >= 0.95, (kind, wrong)
        assert n.salah_menolak <= 0.02 * (n.positif + n.mirip), (kind, wrong)


def test_the_page_shows_what_is_measured() -> None:
    text = PAGE.read_text("utf-8")
    assert halaman(text) == text


def test_the_labelled_set_holds_nobodys_number() -> None:
    """Every NIK-shaped number in it ends in a serial that is given to nobody here."""
    for case in semua():
        for row in case.baris:
            for text in row:
                for number in re.findall(r"(?<![0-9])[0-9]{16}(?![0-9])", text or ""):
                    assert not nik_sah(number) or number[12:] in ("9999", "9990", "9000"), case


@pytest.mark.parametrize(
    ("heading", "rows", "kinds"),
    [
        # The same values, once a list of persons and once a list of schools.
        ("nama", ["Asep Hidayat", "Siti Rohayati"], {"NAMA_ALAMAT"}),
        ("nama_sekolah", ["SDN Sukamaju 1", "SDN Sukamaju 2"], set()),
        ("nama_kepala_desa", ["Asep Hidayat", "Siti Rohayati"], set()),
    ],
)
def test_an_address_is_personal_by_whose_it_is(
    heading: str, rows: list[str], kinds: set[str]
) -> None:
    case = Kasus(
        "x", (heading, "alamat"), tuple((r, "Jl. Melati No. 5") for r in rows), frozenset(), "NAMA"
    )
    assert set(judge(case)) == kinds


# -- every row, fast and slow alike --


def test_each_row_is_found_at_its_place() -> None:
    table = pl.DataFrame(
        {
            "catatan": ["", None, NIK, "aman", f"NIK {NIK} dan 081211119999", "'" + NIK],
            "No Rekening": ["0012349999", None, "-", "12", "5.1.02.01.01.0024", "1234567890"],
        }
    )
    rows = pl.Series([3, 4, 5, 7, 8, 9])
    blocks = scan_table(table, rows, plan_for(table), STANDARD, SEVERITY, "Lembar1")
    found = {
        (b.params["jenis"], b.kolom, b.huruf): b.isi["baris"].to_list()
        for b in blocks
        if b.kode == "DATA_PRIBADI"
    }
    assert found == {
        ("NIK", "catatan", "A"): [5, 8, 9],
        ("TELEPON", "catatan", "A"): [8],
        ("REKENING", "No Rekening", "B"): [3, 9],
    }
    assert all(b.isi["nilai"].null_count() == len(b) and b.lembar == "Lembar1" for b in blocks)


def test_a_table_full_of_persons_is_held_as_columns() -> None:
    niks = [
        f"321606{d:02d}{m:02d}{y:02d}9999"
        for d in range(1, 29)
        for m in range(1, 13)
        for y in range(100)
    ]
    table = pl.DataFrame({"catatan": niks * 3})
    rows = pl.Series(range(2, len(niks) * 3 + 2))
    (block,) = scan_table(table, rows, plan_for(table), STANDARD, SEVERITY)
    assert isinstance(block, Gugus) and len(block) == len(niks) * 3
    assert block.isi["baris"].equals(rows.alias("baris"))


def test_values_that_repeat_are_found_in_every_row() -> None:
    values = ["aman sekali ini", NIK, None, "12345678901.5", f"NIK {NIK}", "a@b.id"] * 5_000
    (column,) = plan_for(pl.DataFrame({"catatan": values})).kolom
    found = scan_column(pl.Series("catatan", values), column)
    assert {key: mask.arg_true().to_list()[:4] for key, mask in found.items()} == {
        ("NIK", True): [1, 4, 7, 10],
        ("EMAIL", True): [5, 11, 17, 23],
    }
    assert all(mask.sum() in (5_000, 10_000) for mask in found.values())


def test_pieces_of_a_file_are_judged_like_the_whole() -> None:
    table = pl.DataFrame(
        {
            "nama_penerima": [f"Asep Hidayat {'I' * (i % 3)}" for i in range(300)],
            "alamat": [f"Kp. Poncol RT {i % 9:02d}/01" if i % 4 else None for i in range(300)],
            "isi": [NIK if i % 7 == 0 else f"catatan nomor {i}" for i in range(300)],
        }
    )
    rows = pl.Series(range(2, 302))
    plan = plan_for(table)

    def gather(step: int) -> dict[tuple[str, str | None], list[int]]:
        found: dict[tuple[str, str | None], list[int]] = {}
        for start in range(0, 300, step):
            part = table.slice(start, step)
            for b in scan_table(part, rows.slice(start, step), plan, STANDARD, SEVERITY):
                found.setdefault((b.params["jenis"], b.kolom), []).extend(b.isi["baris"])
        return found

    whole = gather(300)
    assert set(whole) == {("NAMA_ALAMAT", "nama_penerima"), ("NIK", "isi")}
    assert len(whole["NAMA_ALAMAT", "nama_penerima"]) == 225
    assert gather(17) == whole


_WILD = st.one_of(
    st.sampled_from(
        [NIK, f"{NIK}.0", "'" + NIK, "3216063201909999", "199001012015031999", "081211119999",
         "81211119999", "+6281211119999", "(021) 8997 9999", "budi@contoh.id", "a@b.id", "00012345678",
         "0001234569999", "0051239999", "0012349999", "B 1234 FXX", "58.234.567.4-413.000",
         "3.21606E+15", "1.234.567.890,5", "2024-07-15", "0812345678", "0.3216060101909999",
         f"NIK {NIK}", f"KK {NIK}", f"{NIK} {NIK}", "hp 081211119999", "1,3216060101909999",
         f"NPWP:{NIK}", "12 unit", "000000000000"]
    ),
    st.from_regex(r"\A[0-9]{9,18}\Z"),
    st.from_regex(r"\A0?8[0-9]{8,11}\Z"),
    st.from_regex(r"\A[A-Za-z]{0,5} ?[0-9]{15,17}[.,]?[0-9A-Za-z*]{0,3}\Z"),
    st.text(alphabet="0123456789 .,-+@aRtHPkK", max_size=24),
)  # fmt: skip


@settings(max_examples=150)
@given(
    st.lists(_WILD, min_size=1, max_size=12),
    st.sampled_from(
        ["catatan", "NIK", "No KK", "nip", "NISN", "BPJS", "no rekening", "No HP", "telepon_kantor",
         "npwp", "nopol", "anggaran"]
    ),
)  # fmt: skip
def test_columns_are_judged_as_each_cell_would_be(values: list[str], heading: str) -> None:
    title = baca_judul(heading)
    column = KolomRencana("c", "c", "A", title)
    series = pl.Series("c", values, dtype=pl.String)
    fast = {key: mask.to_list() for key, mask in scan_column(series, column).items()}
    slow: dict[tuple[str, bool], list[bool]] = {}
    for index, text in enumerate(values):
        for kind, sure in kinds_of_cell(text, title).items():
            slow.setdefault((kind, sure), [False] * len(values))[index] = True
    assert fast == slow


def test_typed_numbers_are_looked_at_too() -> None:
    plan = make_plan([("c", "c", "c", "A")], pl.DataFrame({"c": ["1"]}), STANDARD)
    for values in (pl.Series("c", [1, int(NIK), None]), pl.Series("c", [1.5, float(NIK), None])):
        ((kind, sure, _name, mask),) = scan(plan, values.to_frame())
        assert (kind, sure, mask.to_list()) == ("NIK", True, [False, True, False])


# -- never told --


def test_values_are_cut_at_eighty_characters() -> None:
    assert LONGEST == 80
    assert safe("x" * 80) == "x" * 80
    assert safe("x" * 81) == "x" * 80 + "…"


def _finding(**changes: Any) -> Temuan:
    return Temuan("X", "baris", "tolak", "uji:x", kolom="norek").dengan(**changes)


def test_a_column_of_personal_numbers_is_hidden_whatever_its_values_look_like() -> None:
    finding = _finding(
        nilai="123456",
        saran=(Saran("123457", 1),),
        params={"terbaca": 'nilai "123456" salah', "n": 3},
    )
    shown = present(finding, {"norek"})
    assert (shown.nilai, shown.saran) == (HIDDEN, ())
    assert "123456" not in str(shown.params) and shown.params["n"] == 3
    assert present(finding).nilai == "123456"


def test_blocks_are_hidden_as_single_findings_are() -> None:
    isi = pl.DataFrame(
        {
            "baris": [2, 3, 4],
            "nilai": [NIK, "aman", "y" * 100],
            "rinci": [0, 0, 1],
            "kata": ["a", f"k {NIK}", None],
        },
        schema={"baris": pl.Int64, "nilai": pl.String, "rinci": pl.Int32, "kata": pl.String},
    )
    block = Gugus(
        "X", "baris", "tolak", "uji:x", f"judul {NIK}", isi, lembar=NIK,
        params={"a": NIK, "b": 5, "c": [NIK], "d": int(NIK)},
        rincian=(Rinci({"p": NIK}, (Saran(NIK, 1), Saran("dekat", 1))), Rinci({"p": "q"})),
    )  # fmt: skip
    shown = present_block(block)
    assert NIK not in f"{shown.isi.to_dicts()} {shown}"
    assert shown.isi["nilai"].to_list() == [HIDDEN, "aman", "y" * 80 + "…"]
    assert shown.rincian[0].saran == (Saran("dekat", 1),) and shown.params["b"] == 5
    hidden = present_block(block, {f"judul {NIK}"})
    assert hidden.isi["nilai"].to_list() == [HIDDEN] * 3


@given(st.lists(st.one_of(_WILD, st.text(max_size=100)), min_size=1, max_size=8))
def test_columns_of_texts_are_shown_as_each_text_would_be(values: list[str]) -> None:
    isi = pl.DataFrame({"baris": [2] * len(values), "nilai": pl.Series(values, dtype=pl.String)})
    block = Gugus("X", "baris", "tolak", "uji:x", None, isi)
    assert present_block(block).isi["nilai"].to_list() == [safe(v) for v in values]


def test_columns_to_hide_are_known_before_the_first_row() -> None:
    table = pl.DataFrame(
        {"No Rekening": ["1"], "telepon_kantor": ["(021) 8997 9999"], "nama_penerima": ["Asep Hidayat"],
         "alamat": ["Kp. Poncol RT 01/02"], "jumlah": ["5"]}
    )  # fmt: skip
    assert personal_of_plan(plan_for(table)) == {"No Rekening", "nama_penerima", "alamat"}


def test_every_kind_has_words_in_both_languages() -> None:
    for kind, (word, english) in KATA.items():
        assert word and english and word != english, kind
