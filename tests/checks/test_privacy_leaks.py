"""Nothing that was found may be told again: planted identifiers, in every place of a file, and every
string that comes out of a check."""

from __future__ import annotations

import datetime as dt
import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from spbe_data.checks.annotation.annotate import anotasi
from spbe_data.checks.engine import HasilPeriksa, Pemeriksa
from spbe_data.checks.prepare import Lingkup
from spbe_data.checks.reference import TanpaAcuan
from spbe_data.identifiers.samaran import pasang_penyaring_log
from spbe_data.intake.model import Batas
from spbe_data.standards.catalog import Catalog
from tests.conftest import ROOT
from tests.synthetic import METADATA, Row, as_csv, rows_of

SEX = "jumlah-penduduk-menurut-jenis-kelamin"
CATALOG = Catalog(ROOT / "schemas", ROOT / "quality")
ENGINE = Pemeriksa(
    CATALOG,
    Lingkup("32.16", "3216", "Kabupaten Bekasi"),
    TanpaAcuan(),
    Batas(),
    dt.date(2026, 11, 25),
)
COLUMNS = CATALOG.standar[SEX].nama_kolom

# What is planted, and the digits or letters that must not be seen again.
PLANTED = {
    "NIK": "3216060101909999",
    "NIK berkelompok": "3216 0601 0190 9999",
    "KK": "No KK 3216060101159999",
    "NIP": "199001012015031999",
    "NPWP": "58.234.567.4-413.000",
    "TELEPON": "0812-1111-9999",
    "EMAIL": "budi.contoh@contoh.id",
    "REKENING": "no rek 123456789999",
    "BPJS": "BPJS 0001234569999",
    "NISN": "NISN 0051239999",
    "PLAT": "nopol B 1234 FXX",
}


def _core(text: str) -> str:
    """The part that would give somebody away, without words and separators."""
    found = re.search(r"[0-9][0-9 .\-]{4,}[0-9]|B 1234 FXX|[a-z.]+@[a-z.]+", text)
    assert found
    return _plain(found.group())


def _plain(text: str) -> str:
    return re.sub(r"[ .\-]", "", text)


@pytest.fixture(scope="module", autouse=True)
def _masked_log() -> Iterator[None]:
    before = logging.getLogRecordFactory()
    pasang_penyaring_log()
    yield
    logging.setLogRecordFactory(before)


def rows() -> list[Row]:
    made = rows_of(CATALOG, CATALOG.standar[SEX], ["2022", "2023"])
    return [{**r, "jumlah_penduduk": 1_500_000 + i} for i, r in enumerate(made)]


def said(result: HasilPeriksa) -> str:
    """Every string a check gives away: the document, the stored findings, their Parquet."""
    document = json.dumps(result.dokumen(), default=str, ensure_ascii=False)
    stored = json.dumps([f.simpan() for f in result.temuan], default=str, ensure_ascii=False)
    return f"{document}\n{stored}"


def assert_untold(result: HasilPeriksa, planted: str, *, found: bool = True) -> None:
    if found:
        assert {f.kode for f in result.temuan} & {"DATA_PRIBADI", "DATA_PRIBADI_DIDUGA"}
    assert _core(planted) not in _plain(said(result))
    assert planted not in said(result)


def check(data: bytes, name: str = "uji.csv", **rest: Any) -> HasilPeriksa:
    return ENGINE.periksa(data, name, SEX, **rest)


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_in_a_cell_of_every_column(planted: str) -> None:
    table = rows()
    for number, column in enumerate((*COLUMNS, "catatan_lain")):
        table[number % len(table)][column] = planted
    result = check(as_csv(table, [*COLUMNS, "catatan_lain"]))
    assert_untold(result, planted)
    told = {f.kolom for f in result.temuan if f.kode.startswith("DATA_PRIBADI")}
    assert told == {*COLUMNS, "catatan_lain"}


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_outside_the_cells(planted: str) -> None:
    text = as_csv(rows(), COLUMNS).decode()
    head, body = text.split("\r\n", 1)
    first, rest = body.split("\r\n", 1)
    # a title line, a heading and a surplus cell; then a foot note, the file's name and metadata
    title = f"{planted}{',' * (len(COLUMNS) - 1)}\r\n\r\n"
    result = check(f"{title}{head},{planted}\r\n{first},,{planted}\r\n{rest}".encode())
    assert_untold(result, planted)
    assert _places(result) >= {"sel di luar tabel", f"judul kolom {chr(65 + len(COLUMNS))}"}
    metadata = {**METADATA, "judul_kegiatan": planted, "lain": {"dalam": [planted]}}
    foot = f"Sumber: {planted}{',' * (len(COLUMNS) - 1)}\r\n"
    result = check(f"{text}{foot}".encode(), f"data {planted}.csv", metadata=metadata)
    assert_untold(result, planted)
    assert _places(result) >= {
        "nama berkas", "isian metadata judul_kegiatan", "isian metadata lain.dalam",
    }  # fmt: skip


def _places(result: HasilPeriksa) -> set[str]:
    return {f.params["tempat"] for f in result.temuan if f.kode.startswith("DATA_PRIBADI")}


@pytest.mark.parametrize(
    "corner", ["lembar", "tersembunyi", "komentar", "nama lembar", "kaki", "pembuat", "tautan"]
)
def test_in_the_corners_of_a_workbook(corner: str) -> None:
    planted = list(PLANTED.values())
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in [COLUMNS, *[[r[c] for c in COLUMNS] for r in rows()]]:
        sheet.append(list(line))
    match corner:
        case "lembar" | "tersembunyi":
            other = book.create_sheet("lain")
            other.sheet_state = "hidden" if corner == "tersembunyi" else "visible"
            for number, text in enumerate(planted):
                other.cell(number + 3, 2, text)
        case "komentar":
            sheet["A2"].comment = Comment("\n".join(planted), "penyusun")
        case "nama lembar":
            planted = [PLANTED["NIK"]]
            sheet.title = planted[0]
        case "kaki":
            planted = [PLANTED["NIK"], PLANTED["TELEPON"]]
            sheet.oddFooter.center.text = " / ".join(planted)
        case "tautan":
            planted = [PLANTED["EMAIL"]]
            sheet["A2"].hyperlink = f"mailto:{planted[0]}"
        case _:
            book.properties.creator = "; ".join(planted)
    buffer = io.BytesIO()
    book.save(buffer)
    result = check(buffer.getvalue(), "uji.xlsx")
    kinds = {f.params["jenis"] for f in result.temuan if f.kode.startswith("DATA_PRIBADI")}
    assert len(kinds) >= min(len(planted), len(PLANTED) - 1)  # two of them are written NIK
    for text in planted:
        assert_untold(result, text)


def test_a_number_that_only_its_heading_gives_away() -> None:
    """A bank account looks like any number: what other stages quote of its column stays hidden."""
    table = rows()
    for index, row in enumerate(table):
        row["No Rekening"] = f"88{index:02d}7766{index:02d}"
    result = check(as_csv(table, [*COLUMNS, "No Rekening"]))
    assert {f.kode for f in result.temuan} >= {"DATA_PRIBADI"}
    assert "7766" not in said(result)


def test_the_file_may_be_refused_and_still_say_nothing() -> None:
    nik = PLANTED["NIK"]
    for data in (b"\x00" * 40, f"{nik}".encode(), f'"{nik}'.encode(), b"PK\x03\x04" + nik.encode()):
        assert_untold(check(data, f"{nik}.csv"), nik, found=False)


def test_the_engine_may_fail_and_still_say_nothing(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    nik = PLANTED["NIK"]

    def broken(*_a: object, **_k: object) -> None:
        raise ValueError(f"tidak terurai: {nik}")

    monkeypatch.setattr("spbe_data.checks.engine.check_structure", broken)
    with caplog.at_level(logging.DEBUG):
        result = check(as_csv(rows(), COLUMNS), "uji.csv")
    assert result.hasil == "gagal_diperiksa"
    assert "tidak terurai" in caplog.text
    assert nik not in caplog.text and nik not in said(result)


def test_the_annotated_copy_adds_nothing_personal(tmp_path: Path) -> None:
    """The sender's own cells stay in the sender's own copy; comments and the list of findings, which
    are ours, must not repeat them."""
    nik = PLANTED["NIK"]
    table = rows()
    table[1]["jenis_kelamin"] = f"warga {nik}"
    table[2]["jumlah_penduduk"] = nik
    data = as_csv(table, COLUMNS)
    copy = anotasi(data, "uji.csv", list(check(data).temuan))
    book = openpyxl.load_workbook(io.BytesIO(copy.data))
    ours: list[str] = []
    for sheet in book.worksheets:
        cells = [cell for line in sheet.iter_rows() for cell in line]
        ours += [cell.comment.text for cell in cells if cell.comment]
        values = [str(cell.value) for cell in cells if cell.value is not None]
        if COLUMNS[0] not in values:  # not the sender's own table
            ours += values
    assert len(ours) > 5 and nik not in " ".join(ours)


_PLACE = st.sampled_from([*COLUMNS, "catatan_lain", "judul", "baris judul", "lebihan", "nama"])


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(_PLACE, st.sampled_from(sorted(PLANTED)), st.integers(0, 3)),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(["", "an. ", "lihat: ", "'", "(", "_"]),
    st.sampled_from(["", " dst", ")", ".0", "\t", ";"]),
)
def test_wherever_they_are_planted(
    caplog: pytest.LogCaptureFixture, plants: list[tuple[str, str, int]], before: str, after: str
) -> None:
    table, heading, title, surplus, name = rows(), "catatan_lain", "", "", "uji"
    for place, kind, row in plants:
        text = f"{before}{PLANTED[kind]}{after}".replace(",", " ")
        match place:
            case "judul":
                heading = text
            case "baris judul":
                title = text
            case "lebihan":
                surplus = text
            case "nama":
                name = re.sub(r"[/\t]", " ", text)
            case _:
                table[row % len(table)][place] = text
    lines = as_csv(table, [*COLUMNS, "catatan_lain"]).decode().split("\r\n")
    lines[0] = lines[0].replace("catatan_lain", heading)
    lines[1] += f",{surplus}" if surplus else ""
    if title:
        lines.insert(0, title + "," * len(COLUMNS))
    caplog.clear()
    result = check("\r\n".join(lines).encode(), f"{name}.csv")
    told = _plain(said(result) + caplog.text)
    for _place, kind, _row in plants:
        assert _core(PLANTED[kind]) not in told


class _Opened(Exception):
    """The door got past the line that installs the mask."""


def _open_terminal() -> None:
    from spbe_data import cli

    cli.main()


def _open_portal() -> None:
    from spbe_data.portal.app import create_app

    create_app(None)  # type: ignore[arg-type]


def _open_assets() -> None:
    from assets.definitions import build_definitions

    build_definitions(None, None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("door", "stopped_at"),
    [
        (_open_terminal, "spbe_data.cli.app"),
        (_open_portal, "spbe_data.portal.app._Portal"),
        (_open_assets, "assets.definitions.Installation"),
    ],
)
def test_every_door_masks_its_log(
    door: Any, stopped_at: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stop(*_a: object, **_k: object) -> None:
        raise _Opened

    monkeypatch.setattr(stopped_at, stop)
    before = logging.getLogRecordFactory()
    logging.setLogRecordFactory(logging.LogRecord)
    try:
        with pytest.raises((_Opened, SystemExit)):
            door()
        logging.getLogger("uji").error("NIK %s", PLANTED["NIK"])
    finally:
        logging.setLogRecordFactory(before)
    assert "NIK (disembunyikan)" in caplog.text and PLANTED["NIK"] not in caplog.text


def test_an_unexpected_fault_is_told_without_what_it_quotes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise ValueError(f"nilai {PLANTED['NIK']} tidak terurai")

    from spbe_data import cli

    monkeypatch.delenv("SPBE_DEBUG", raising=False)
    monkeypatch.setattr("spbe_data.cli.app", broken)
    with pytest.raises(SystemExit):
        cli.main()
    told = capsys.readouterr().err
    assert "nilai (disembunyikan) tidak terurai" in told and PLANTED["NIK"] not in told
