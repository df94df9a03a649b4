"""Texts beside the table, of every sheet, for the privacy scan."""

from __future__ import annotations

from collections.abc import Callable

from spbe_data.intake.container_text import teks_lembar_kerja


def test_texts_of_every_sheet_of_an_xlsx(buat_xlsx: Callable[..., bytes]) -> None:
    data = buat_xlsx({"A": [["Kepala"]], "B": [["rahasia & lain", 3216010101900001]]}, ["B"])
    assert {"Kepala", "rahasia & lain", "3216010101900001"} <= set(teks_lembar_kerja(data))


def test_texts_of_every_sheet_of_an_ods(buat_ods: Callable[[str], bytes]) -> None:
    sel = (
        '<table:table-row><table:table-cell office:value-type="string">'
        "<text:p>A &amp; <text:span>B</text:span></text:p></table:table-cell>"
        '<table:table-cell office:value-type="float" office:value="3216010101900001"/>'
        "</table:table-row>"
    )
    lain = '</table:table><table:table table:name="L2" table:style-name="x">'
    data = buat_ods(sel + lain + sel.replace("A &amp;", "C"))
    assert list(teks_lembar_kerja(data)) == [
        "A & B",
        "3216010101900001",
        "C B",
        "3216010101900001",
    ]


def test_other_files_give_nothing() -> None:
    assert list(teks_lembar_kerja(b"PK\x03\x04rusak")) == []
    assert list(teks_lembar_kerja(b"a;b\n")) == []
