"""Whole rows in one column; headings said again below."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from spbe_data.intake.reader import Harapan, JenisCatatan, Terbaca, read_table

JUDUL = ["Kode Kecamatan", "Kecamatan", "jumlah_penduduk", "Tahun"]


def catatan(terbaca: Terbaca, jenis: JenisCatatan) -> list[tuple[int | None, str | None, Any]]:
    return [(c.baris, c.letak, dict(c.params)) for c in terbaca.catatan if c.jenis is jenis]


@pytest.mark.parametrize(
    ("tanda", "isi"),
    [(";", "1;Setu;5;2024"), ("|", "1|Setu|5|2024"), (",", '1,"Setu, Barat",5,2024')],
)
def test_whole_rows_in_one_column_are_told(
    tanda: str, isi: str, buat_xlsx: Callable[..., bytes]
) -> None:
    data = buat_xlsx({"D": [[tanda.join(JUDUL)], [isi], [isi]]})
    assert catatan(
        read_table(data, "a.xlsx", Harapan((), {})), JenisCatatan.SATU_KOLOM_BERPEMISAH
    ) == [(None, "A", {"pemisah": tanda, "jumlah": 4})]


@pytest.mark.parametrize(
    "isi",
    [
        [["Nama"], ["Setu"], ["Tambun"]],
        [["Alamat, Kota"], ["Jl. A, Setu"], ["Jl. B, Tambun"]],
        [["a;b"], ["1;2;3"], ["4"]],
        [["a;b", "c"], ["1;2", "x"], ["3;4", "y"]],
    ],
)
def test_other_tables_are_not_taken_for_it(
    isi: list[list[str]], buat_xlsx: Callable[..., bytes]
) -> None:
    terbaca = read_table(buat_xlsx({"D": isi}), "a.xlsx", Harapan((), {}))
    assert not catatan(terbaca, JenisCatatan.SATU_KOLOM_BERPEMISAH)


def test_headings_said_again_are_told_by_row(
    buat_xlsx: Callable[..., bytes], harapan: Harapan
) -> None:
    satu = ["1", "Setu", 5, 2024]
    lagi = ["KODE KECAMATAN", "Kecamatan", "Jumlah Penduduk", None]
    data = buat_xlsx({"D": [JUDUL, satu, lagi, satu, [None] * 4, JUDUL, satu]})
    terbaca = read_table(data, "a.xlsx", harapan)
    assert terbaca.tabel.height == 5  # told, not taken out
    assert catatan(terbaca, JenisCatatan.JUDUL_TERULANG) == [
        (3, None, {"sama": 3, "dari": 4}),
        (6, None, {"sama": 4, "dari": 4}),
    ]


def test_a_value_that_equals_one_heading_is_no_heading(harapan: Harapan) -> None:
    data = b"nama_kecamatan;tahun;x\nnama_kecamatan;2024;1\nSetu;2024;2\n"
    assert not catatan(read_table(data, "a", harapan), JenisCatatan.JUDUL_TERULANG)
