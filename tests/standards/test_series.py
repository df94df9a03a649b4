"""Versions of a standard: which judges which period, and what a version step must be."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from spbe_data.identifiers.periode import Periode
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.content import ContentError
from spbe_data.standards.freeze import SudahBeku, bekukan_versi
from spbe_data.standards.life import LANGKAH, LangkahStatus, Penetapan, life_faults
from spbe_data.standards.series import Seri

ROOT = Path(__file__).resolve().parents[2]
AGENCY, DATASET = "dinas-kependudukan-dan-pencatatan-sipil", "jumlah-penduduk-menurut-jenis-kelamin"

Changes = dict[str, Any]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for name in ("schemas", "quality"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def load(content: Path) -> Catalog:
    return Catalog(content / "schemas", content / "quality")


def rewrite(content: Path, **changes: Any) -> None:
    path = content / "schemas" / "dataset" / AGENCY / f"{DATASET}.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    for name, value in changes.items():
        data[name] = value(data[name]) if callable(value) else value
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")


def faults(content: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load(content)
    return [str(f) for f in caught.value.faults]


def without_last_bound(columns: list[Any]) -> list[Any]:
    return [
        {**c, "maksimum": 10} if isinstance(c, dict) and c.get("peran") == "ukuran" else c
        for c in columns
    ]


def test_a_frozen_version_is_the_same_standard(content: Path) -> None:
    catalog = load(content)
    for standard in catalog.standar.values():
        bekukan_versi(catalog, standard)
        rewritten = content / "schemas" / "dataset" / standard.produsen_data / f"{standard.id}.yaml"
        text = rewritten.read_text(encoding="utf-8")
        rewritten.write_text(
            text.replace(f"versi: '{standard.versi}'", "versi: '9.0'", 1), encoding="utf-8"
        )
    again = load(content)
    for id_, standard in catalog.standar.items():
        assert again.seri[id_].satu(standard.versi) == standard
        assert len(again.seri[id_].versi) == 2
    with pytest.raises(SudahBeku, match="Naikkan versi"):
        bekukan_versi(again, catalog.standar[DATASET])


def test_freezing_stops_nobody_until_the_standard_is_edited(content: Path) -> None:
    catalog = load(content)
    bekukan_versi(catalog, catalog.standar[DATASET])
    assert [v.versi for v in load(content).seri[DATASET].versi] == ["1.0"]
    rewrite(content, kontak="Bidang Statistik")
    assert any("sudah dipakai" in f for f in faults(content))


def test_a_breaking_change_needs_a_major_version_and_a_later_period(content: Path) -> None:
    catalog = load(content)
    since = catalog.standar[DATASET].berlaku_untuk_periode_sejak
    bekukan_versi(catalog, catalog.standar[DATASET])
    rewrite(content, versi="1.1", kolom=without_last_bound)
    found = faults(content)
    assert len(found) == 2
    assert "paling sedikit 2.0" in found[0] and "batas dipersempit" in found[0]
    assert f"{DATASET}.yaml, baris" in found[0] and "isian 'versi'" in found[0]
    assert "mengikat sejak periode sesudahnya" in found[1]
    rewrite(content, versi="2.0", berlaku_untuk_periode_sejak="2022")
    series = load(content).seri[DATASET]
    assert [v.versi for v in series.versi] == ["1.0", "2.0"]
    assert series.untuk(Periode.parse("2021")).versi == "1.0"
    assert series.untuk(Periode.parse("2022")).versi == "2.0"
    assert series.untuk(Periode.parse("1900")).versi == "1.0"
    assert series.sejak.teks == since


def test_words_need_no_new_period_but_a_number(content: Path) -> None:
    catalog = load(content)
    bekukan_versi(catalog, catalog.standar[DATASET])
    rewrite(content, kontak="Bidang Statistik")
    assert "sudah dipakai" in faults(content)[0]
    rewrite(content, versi="1.0.1")
    series = load(content).seri[DATASET]
    # Among versions that hold from the same period the newest counts.
    assert series.untuk(Periode.parse("2020")).versi == "1.0.1"


def test_a_file_in_the_wrong_place_is_told(content: Path) -> None:
    catalog = load(content)
    path = bekukan_versi(catalog, catalog.standar[DATASET])
    rewrite(content, versi="2.0")
    path.rename(path.with_name("0.9.yaml"))
    assert any("beri nama 1.0.yaml" in f for f in faults(content))
    path.with_name("0.9.yaml").rename(path)
    (content / "schemas" / "dataset" / AGENCY / f"{DATASET}.yaml").unlink()
    assert any(f"versi terbaru harus di {AGENCY}/{DATASET}.yaml" in f for f in faults(content))


def test_a_kept_version_does_not_lean_on_the_column_dictionary(content: Path) -> None:
    catalog = load(content)
    path = bekukan_versi(catalog, catalog.standar[DATASET])
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    data["kolom"][0] = data["kolom"][0]["nama"]
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    rewrite(content, versi="1.1")
    assert any("Tulis lengkap di sini" in f for f in faults(content))


def _decreed(series_of: Catalog, **changes: Any) -> Any:
    decree = Penetapan(
        dasar_hukum="Keputusan uji",
        nomor="1",
        tanggal=dt.date(2024, 1, 2),
        oleh="Tim koordinasi SPBE",
        berlaku_sejak=dt.date(2024, 1, 2),
    )
    return series_of.standar[DATASET].model_copy(
        update={"status": "ditetapkan", "penetapan": decree, **changes}
    )


def test_a_draft_does_not_judge_while_a_set_version_is_there(catalog: Catalog) -> None:
    old = _decreed(catalog)
    draft = catalog.standar[DATASET].model_copy(
        update={"versi": "2.0", "berlaku_untuk_periode_sejak": "2024"}
    )
    series = Seri((old, draft))
    assert series.kini is old and series.usulan is draft
    assert series.untuk(Periode.parse("2025")) is old
    both = Seri((old, draft.model_copy(update={"status": "ditetapkan"})))
    assert both.untuk(Periode.parse("2025")).versi == "2.0" and both.usulan is None


starts = st.lists(st.integers(2000, 2030), min_size=1, max_size=5).map(sorted)


@given(starts, st.integers(1990, 2040))
def test_every_period_has_exactly_one_version(
    catalog: Catalog, years: list[int], year: int
) -> None:
    base = catalog.standar[DATASET]
    series = Seri(
        tuple(
            base.model_copy(update={"versi": f"{n}.0", "berlaku_untuk_periode_sejak": str(y)})
            for n, y in enumerate(years, start=1)
        )
    )
    period = Periode.parse(str(year))
    chosen = series.untuk(period)
    holding = [v for v in series.versi if int(v.berlaku_untuk_periode_sejak) <= year]
    assert chosen is (holding[-1] if holding else series.versi[0])
    calendar = series.periode(dt.date(2026, 11, 25))
    assert [p.teks for p in calendar] == [str(y) for y in range(years[0], 2027)]


def test_the_calendar_follows_a_change_of_frequency_and_a_withdrawal(catalog: Catalog) -> None:
    base = catalog.standar[DATASET]
    half = base.model_copy(
        update={"versi": "2.0", "periode": "semesteran", "berlaku_untuk_periode_sejak": "2024-S1"}
    )
    old = base.model_copy(update={"berlaku_untuk_periode_sejak": "2022"})
    calendar = [p.teks for p in Seri((old, half)).periode(dt.date(2025, 2, 1))]
    assert calendar == ["2022", "2023", "2024-S1", "2024-S2", "2025-S1"]
    from spbe_data.standards.life import Pencabutan

    ended = _decreed(
        catalog,
        status="dicabut",
        berlaku_untuk_periode_sejak="2022",
        pencabutan=Pencabutan(
            dasar_hukum="Keputusan uji 2",
            tanggal=dt.date(2025, 1, 1),
            alasan="digabung",
            periode_terakhir="2023",
        ),
    )
    assert [p.teks for p in Seri((ended,)).periode(dt.date(2025, 2, 1))] == ["2022", "2023"]


DECREE = Penetapan(
    dasar_hukum="Keputusan uji",
    nomor="1",
    tanggal=dt.date(2024, 1, 3),
    oleh="Tim koordinasi SPBE",
    berlaku_sejak=dt.date(2024, 1, 3),
)


def steps(*states: str) -> tuple[LangkahStatus, ...]:
    return tuple(
        LangkahStatus.model_validate(
            {"status": s, "tanggal": dt.date(2024, 1, n), "oleh": "walidata"}
        )
        for n, s in enumerate(states, start=1)
    )


def test_a_life_in_its_order_is_right() -> None:
    life = steps("rancangan", "harmonisasi", "rancangan", "harmonisasi", "ditetapkan")
    assert life_faults("ditetapkan", DECREE, None, life) == []


@given(st.lists(st.sampled_from(["rancangan", "harmonisasi", "ditetapkan", "dicabut"]), max_size=6))
def test_only_lawful_steps_pass(states: list[str]) -> None:
    lawful = all(
        b in LANGKAH[a]  # type: ignore[index]  # sampled from its literals
        for a, b in zip([None, *states], states, strict=False)
    )
    told = [
        text
        for _at, text in life_faults("rancangan", DECREE, None, steps(*states))
        if "mengikuti" in text
    ]
    assert bool(told) == (not lawful)


@pytest.mark.parametrize(
    ("status", "decree", "life", "word"),
    [
        ("ditetapkan", Penetapan(dasar_hukum="x"), steps("rancangan"), "penetapan.nomor"),
        ("ditetapkan", DECREE, (), "riwayat_status"),
        ("dicabut", DECREE, steps("rancangan", "harmonisasi", "ditetapkan", "dicabut"), "pencabutan"),
        ("rancangan", DECREE, steps("rancangan", "harmonisasi"), "langkah terakhir"),
    ],
)  # fmt: skip
def test_what_a_state_needs(
    status: Any, decree: Penetapan, life: tuple[LangkahStatus, ...], word: str
) -> None:
    assert any(word in text for _at, text in life_faults(status, decree, None, life))
