"""A big text in pieces is the same table as the same text whole."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spbe_data.intake.model import Arahan, Batas, BerkasDitolak, Harapan, KodeTolak, Terbaca
from spbe_data.intake.pieces import Anggapan, BacaUlang, baca_bertahap, muat
from spbe_data.intake.reader import read_table

HARAPAN = Harapan(("nama_kecamatan", "tahun", "nilai"), {})


def in_pieces(
    data: bytes | Path, size: int, batas: Batas | None = None, arahan: Arahan | None = None
) -> list[Terbaca]:
    assumed: Anggapan | None = None
    for _ in range(4):
        try:
            return list(
                baca_bertahap(
                    data,
                    "a.csv",
                    HARAPAN,
                    batas or Batas(),
                    arahan,
                    assumed,
                    utuh=size,
                    potongan=size,
                )
            )
        except BacaUlang as again:
            assumed = again.anggapan
    raise AssertionError("begins again without end")


def joined(pieces: list[Terbaca]) -> tuple[pl.DataFrame, list[int], list[tuple[int, list[str]]]]:
    return (
        pl.concat([p.tabel for p in pieces]),
        [row for p in pieces for row in p.baris],
        [
            (note.baris or 0, [cell.strip() for cell in note.params["lebihan"]])
            for p in pieces
            for note in p.catatan
            if note.params.get("lebihan")
        ],
    )


cells = st.one_of(
    st.sampled_from(["Setu", "", " Cibitung", "Kali Abang é", 'pipa 12" biru', "1.234,5"]),
    st.text(alphabet='ab,;"\n é', max_size=6).map(lambda t: '"' + t.replace('"', '""') + '"'),
)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.lists(cells, min_size=3, max_size=3), min_size=30, max_size=60),
    ragged=st.dictionaries(st.integers(0, 59), st.lists(cells, min_size=1, max_size=5), max_size=3),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    end=st.sampled_from(["\n", "\r\n"]),
    parts=st.integers(2, 6),
    blank=st.sets(st.integers(0, 59), max_size=4),
)
def test_pieces_are_the_whole(
    rows: list[list[str]],
    ragged: dict[int, list[str]],
    encoding: str,
    end: str,
    parts: int,
    blank: set[int],
) -> None:
    lines = ["nama_kecamatan,tahun,nilai"]
    for number, row in enumerate(rows):
        lines += [""] * (number in blank) + [",".join(ragged.get(number, row))]
    data = end.join(lines).encode(encoding)
    try:
        whole = read_table(data, "a.csv", HARAPAN)
    except BerkasDitolak as refused:
        with pytest.raises(BerkasDitolak) as again:
            in_pieces(data, max(600, len(data) // parts))
        assert refused.kode in (again.value.kode, KodeTolak.KUTIP_TIDAK_DITUTUP)
        return
    table, numbers, surplus = joined(in_pieces(data, max(600, len(data) // parts)))
    expected = joined([whole])
    assert table.equals(expected[0])
    assert (numbers, surplus) == expected[1:]


def big(rows: int, start: str = "nama_kecamatan,tahun,nilai\n") -> bytes:
    return (start + "".join(f"Setu,{2000 + i % 20},{i}\n" for i in range(rows))).encode()


def test_a_file_is_read_from_its_path_piece_by_piece(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(big(5_000))
    pieces = in_pieces(path, 20_000)
    assert len(pieces) > 3
    assert [p.kolom for p in pieces] == [pieces[0].kolom] * len(pieces)
    assert joined(pieces)[1] == list(range(2, 5_002))
    assert muat(path, 20_000) is path
    assert muat(path) == path.read_bytes()


def test_a_late_column_and_a_late_byte_make_it_begin_again() -> None:
    plain = big(2_000, "nama_kecamatan,tahun,nilai,\n").replace(b"\n", b",\n").replace(b",,", b",")
    late = plain + b"Setu,2001,5,baru\nKali Abang \xe9,2001,6,\n"
    pieces = in_pieces(late, 20_000)
    table = joined(pieces)[0]
    assert table.width == 4
    assert table[table.columns[3]].drop_nulls().to_list() == ["baru"]
    assert table["nama_kecamatan"][-1] == "Kali Abang é"


def test_a_quote_that_never_closes_is_refused_and_not_swallowed() -> None:
    data = big(500) + b'"Setu,2001,5\n' + big(40_000, "")
    with pytest.raises(BerkasDitolak) as refused:
        in_pieces(data, 20_000, Batas(karakter_sel=20_000))
    assert refused.value.kode is KodeTolak.KUTIP_TIDAK_DITUTUP


def test_more_rows_than_allowed_are_refused_while_reading() -> None:
    with pytest.raises(BerkasDitolak) as refused:
        in_pieces(big(5_000), 20_000, Batas(jumlah_baris=3_000))
    assert refused.value.params["ukuran"] == "baris"
