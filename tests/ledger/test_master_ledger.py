"""The record of data induk: written once, in order, with an audit line each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from spbe_data.ledger.master import BukuInduk, Rekaman, SudahDiputuskan, UsulanInduk
from spbe_data.ledger.store import Ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = Ledger(f"sqlite:///{tmp_path / 'buku.sqlite'}")
    yield made
    made.close()


def proposed(book: BukuInduk, kunci: str) -> UsulanInduk:
    return book.usulkan(
        register="pasar",
        kunci=kunci,
        jenis="tambah",
        isi={"nama": kunci},
        tanggal="2024-01-01",
        ke=None,
        alasan="uji",
        pengusul="ani",
    )


def decide(
    book: BukuInduk, id_: str, putusan: str = "terima", seen: list[int] | None = None
) -> None:
    def check(record: Rekaman) -> None:
        if seen is not None:
            seen.append(sum(d is not None for _p, d in record))

    book.putuskan(id_, putusan=putusan, isi={}, alasan="ya", oleh="budi", periksa=check)  # type: ignore[arg-type]  # as stored


def test_decisions_come_in_the_order_in_which_they_were_made(ledger: Ledger) -> None:
    book = BukuInduk(ledger)
    first, second, third = (proposed(book, k) for k in "abc")
    seen: list[int] = []
    decide(book, third.id, seen=seen)
    decide(book, first.id, "tolak", seen=seen)
    rows = book.semua("pasar")
    assert [p.kunci for p, _d in rows] == ["c", "a", "b"]
    assert [d.putusan if d else None for _p, d in rows] == ["terima", "tolak", None]
    assert seen == [0, 1]
    assert book.usulan(second.id) == second
    assert ledger.periksa_rantai() == 5


def test_a_proposal_is_decided_once(ledger: Ledger) -> None:
    book = BukuInduk(ledger)
    record = proposed(book, "a")
    decide(book, record.id)
    with pytest.raises(SudahDiputuskan):
        decide(book, record.id, "tolak")
    with pytest.raises(KeyError):
        decide(book, "tidak-ada")
    assert ledger.periksa_rantai() == 2


def test_a_check_that_fails_leaves_no_trace(ledger: Ledger) -> None:
    book = BukuInduk(ledger)
    record = proposed(book, "a")

    def refuse(_record: Rekaman) -> None:
        raise ValueError("tidak cocok")

    with pytest.raises(ValueError, match="tidak cocok"):
        book.putuskan(record.id, putusan="terima", isi={}, alasan="ya", oleh="budi", periksa=refuse)
    assert [d for _p, d in book.semua()] == [None]
    assert ledger.periksa_rantai() == 1


def test_candidates_replace_the_earlier_ones(ledger: Ledger) -> None:
    book = BukuInduk(ledger)
    book.simpan_calon("pasar", "s1", [{"kiri": "a", "kanan": "b"}], "budi")
    book.simpan_calon("pasar", "s2", [], "budi")
    assert book.calon() == {"pasar": ("s2", [])}
    assert ledger.periksa_rantai() == 2
