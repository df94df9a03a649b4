"""Validity in time: the six kinds of change, faults of a list, and laws over any list."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_data.identifiers.masa import Masa, Riwayat, cacat_masa, pisah_kode

Y = [dt.date(2000 + n, 1, 1) for n in range(40)]
EVE = dt.timedelta(days=1)


def row(kode: str, nama: str, sejak: int | None, sampai: int | None, *heirs: str) -> Masa:
    """Valid from 1 January of one year to the eve of another (years after 2000)."""
    return Masa(
        kode,
        nama,
        None if sejak is None else Y[sejak],
        None if sampai is None else Y[sampai] - EVE,
        heirs,
        f"Keputusan {sejak}",
    )


@pytest.mark.parametrize(
    ("rows", "kind", "old", "new"),
    [
        ([row("A", "a", 10, None)], "baru", "", "A"),
        ([row("A", "a", None, 10)], "hilang", "A", ""),
        ([row("A", "a", None, 10), row("A", "b", 10, None)], "berganti_nama", "A", "A"),
        ([row("A", "a", None, 10, "B"), row("B", "a", 10, None)], "diganti", "A", "B"),
        (
            [row("A", "a", None, 10, "B", "C"), row("B", "b", 10, None), row("C", "c", 10, None)],
            "dipecah", "A", "BC",
        ),
        (
            [row("A", "a", None, 10, "C"), row("B", "b", None, 10, "C"), row("C", "c", 10, None)],
            "digabung", "AB", "C",
        ),
        # A code that takes in another one was there before, and is part of what was merged.
        ([row("A", "a", None, 10, "B"), row("B", "b", None, None)], "digabung", "AB", "B"),
        # A part keeps the old code.
        (
            [row("A", "a", None, 10, "A", "B"), row("A", "a", 10, None), row("B", "b", 10, None)],
            "dipecah", "A", "AB",
        ),
    ],
)  # fmt: skip
def test_each_kind_of_change(rows: list[Masa], kind: str, old: str, new: str) -> None:
    assert list(cacat_masa(rows)) == []
    history = Riwayat(rows)
    (change,) = history.perubahan(Y[5], Y[15])
    assert change.jenis == kind
    assert "".join(m.kode for m in change.lama) == old
    assert "".join(m.kode for m in change.baru) == new
    assert change.pada == Y[10]
    assert history.catatan() == (change,)
    assert history.perubahan(Y[11], Y[15]) == history.perubahan(Y[1], Y[9]) == ()
    assert change.dasar_hukum == (
        "" if kind == "hilang" else history.pada(Y[15])[new[0]].dasar_hukum
    )


def test_a_chain_of_changes_is_one_step_from_far() -> None:
    rows = [
        row("A", "a", None, 5, "B"), row("B", "b", 5, 10, "C", "D"), row("C", "c", 10, None),
        row("D", "d", 10, 20, "C"),
    ]  # fmt: skip
    history = Riwayat(rows)
    assert [c.jenis for c in history.catatan()] == ["diganti", "dipecah", "digabung"]
    assert [c.jenis for c in history.perubahan(Y[1], Y[15])] == ["dipecah"]
    (whole,) = history.perubahan(Y[1], Y[25])
    assert (whole.jenis, whole.lama[0].kode, whole.baru[0].kode) == ("diganti", "A", "C")
    assert [m.kode for m in history.akhir(rows[0])] == ["C"]
    assert history.menjadi(rows[0], Y[12]) == (rows[2], rows[3])


def test_what_a_list_begins_with_is_not_new() -> None:
    rows = [row("A", "a", 10, None), row("B", "b", 12, None)]
    assert [c.baru[0].kode for c in Riwayat(rows, mulai=Y[10]).catatan()] == ["B"]
    assert [c.baru[0].kode for c in Riwayat(rows).catatan()] == ["A", "B"]


def test_days_out_of_order_are_a_misuse() -> None:
    with pytest.raises(ValueError, match="mendahului"):
        Riwayat([]).perubahan(Y[2], Y[1])


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ([row("A", "a", None, 10), row("A", "b", 9, None)], "hari yang sama"),
        ([row("A", "a", None, None), row("A", "b", 9, None)], "hari yang sama"),
        ([row("A", "a", None, 9), row("A", "b", 10, None)], "boleh_jeda"),
        ([row("A", "a", None, 9, "B")], "pengganti 'B' tidak ada"),
        ([row("A", "a", None, None, "B"), row("B", "b", None, None)], "masih berlaku"),
        ([row("A", "a", None, 9, "B"), row("B", "b", 10, None)], "sehari sesudah 'A' berakhir"),
        ([row("A", "a", 9, 8)], "sesudah berlaku_sampai"),
    ],
)
def test_faults_of_a_list(rows: list[Masa], word: str) -> None:
    faults = list(cacat_masa(rows))
    assert len(faults) == 1 and word in faults[0].aturan
    if word == "boleh_jeda":
        assert list(cacat_masa(rows, ["A"])) == []


def test_codes_of_a_successor_cell() -> None:
    assert pisah_kode(" a | b||") == ("a", "b") and pisah_kode(None) == ()


# -- laws over any sound list -----------------------------------------------------------------------


@st.composite
def lists(draw: st.DrawFn) -> list[Masa]:
    """A sound list: a few codes, each cut into touching intervals, some rows with successors."""
    codes = "ABCD"[: draw(st.integers(1, 4))]
    cuts = {
        code: sorted(draw(st.sets(st.sampled_from([5, 10, 15, 20, 25]), max_size=4)))
        for code in codes
    }
    raw: list[tuple[str, int | None, int | None]] = []
    for code, years in cuts.items():
        edges: list[int | None] = [None, *years, None]
        kept = draw(st.integers(0, len(edges) - 2)), draw(st.integers(1, len(edges) - 1))
        for n, (since, until) in enumerate(itertools.pairwise(edges)):
            if min(kept) <= n <= max(kept):
                raw.append((code, since, until))
    rows: list[Masa] = []
    for code, since, until in raw:
        heirs: list[str] = []
        if until is not None:
            alive = [
                c for c, s, u in raw
                if (s is None or s <= until) and (u is None or u > until)
            ]  # fmt: skip
            heirs = draw(st.lists(st.sampled_from(alive), unique=True)) if alive else []
        rows.append(row(code, draw(st.sampled_from("xyz")), since, until, *heirs))
    return rows


days = st.integers(0, 38).map(lambda n: Y[n] + dt.timedelta(days=100))


@given(lists(), days)
def test_the_list_as_of_a_day_is_total_and_single(rows: list[Masa], day: dt.date) -> None:
    assert list(cacat_masa(rows)) == []
    history = Riwayat(rows)
    state = history.pada(day)
    for code in {m.kode for m in rows}:
        valid = [m for m in history.kode(code) if m.pada(day)]
        assert len(valid) <= 1
        assert state.get(code) == history.satu(code, day) == (valid[0] if valid else None)


@given(lists(), days, days, days)
def test_what_became_of_a_code_composes(
    rows: list[Masa], a: dt.date, b: dt.date, c: dt.date
) -> None:
    a, b, c = sorted((a, b, c))
    history = Riwayat(rows)
    for start in history.pada(a).values():
        halfway = history.menjadi(start, b)
        assert all(m.pada(b) for m in halfway)
        later = {end for m in halfway for end in history.menjadi(m, c)}
        assert later == set(history.menjadi(start, c))


@given(lists(), days, days)
def test_changes_tell_one_state_from_the_other(rows: list[Masa], a: dt.date, b: dt.date) -> None:
    a, b = sorted((a, b))
    history = Riwayat(rows)
    before, after = history.pada(a), history.pada(b)
    changes = history.perubahan(a, b)
    for change in changes:
        assert a < change.pada <= b
        assert all(m.pada(a) for m in change.lama) and all(m.pada(b) for m in change.baru)
    touched_old = {m.kode for c in changes for m in c.lama}
    touched_new = {m.kode for c in changes for m in c.baru}
    for code in before.keys() - touched_old:
        assert after[code].nama == before[code].nama
    for code in before.keys() - after.keys():
        assert code in touched_old
    for code in after.keys() - before.keys():
        assert code in touched_new


@given(lists())
def test_the_log_holds_every_day_of_change(rows: list[Masa]) -> None:
    history = Riwayat(rows)
    log = history.catatan()
    assert list(log) == sorted(log, key=lambda c: c.pada)
    for change in log:
        assert change in history.perubahan(change.pada - EVE, change.pada)
