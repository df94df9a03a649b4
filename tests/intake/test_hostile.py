"""Files made to hurt: each is refused by name, quickly, and this process lives.

Where each item of the upload test list is tested. "B" is the table ``BERKAS`` or ``ANEH`` of
``tests/hostile_files.py``, read here (``test_each_file_is_read_or_refused``), and checked and
submitted in ``tests/flows/test_hostile_road.py``; W is ``test_workbooks.py``, D ``test_delimited.py``.

====================================  ================================================================
zip bomb, ratio above 100             B; test_size_on_the_label_is_not_believed, test_one_huge_string
nested zip                            B; W test_zip_with_one_file
declared range 1,048,576 x 16,384     B (two); test_two_far_cells_abort_the_parser_but_not_us
shared-string bomb                    test_one_huge_string, test_one_string_in_very_many_cells,
                                      test_child_is_capped_in_memory
XXE, external links                   B (XLSX, ODS, GML); test_entities_and_outside_references,
                                      test_nobody_is_called, test_geojson_links_are_not_followed
password                              B; test_passwords (CFB, ODS, ZIP)
macro file                            B; test_macros_are_noted
polyglot, SVG, wrong extension        B (HTML, SVG, PDF, GIF + ZIP, ELF; three wrong extensions)
0 bytes, NUL bytes                    B; D test_refusals
UTF-16, cp1252, BOM                   B; D test_cp1252_is_assumed_and_said and others
mixed line ends, unclosed quote       B; D test_unclosed_quote_names_its_line
10 MB cell, 20,000 columns            B; D test_limits
doubled, empty, very long headers     B; W test_doubled_and_missing_headings
header with HTML or bidi controls     B
formula cells, cached values          B (two)
dates 1900/1904                       test_both_calendars_of_workbooks
hidden sheets, merged cells           B; W test_merged_cells_below_the_header_are_noted
Parquet with crafted footers          B (three); test_parquet_footers_that_lie
very many rows of one byte            B
====================================  ================================================================
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import pickle
import random
import socket
import struct
import time
import zipfile
from collections.abc import Callable, Iterator

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from spbe_data.intake.reader import (
    Batas,
    BerkasDitolak,
    Harapan,
    JenisCatatan,
    KodeTolak,
    Terbaca,
    read_table,
)
from tests import hostile_files
from tests.hostile_files import ANEH, BERKAS

BAIK = [
    ["kode", "nama", "jumlah_penduduk", "tahun"],
    ["32.16.01", "Tarumajaya", "120", "2022"],
    ["32.16.02", "Babelan", "340", "2022"],
    ["32.16.03", "Sukawangi", "56", "2022"],
]

LONGGAR = Batas(
    rasio_mulai=1 << 40,
    ukuran_terbongkar=1 << 40,
    jumlah_sel=1 << 40,
    jumlah_kolom=20_000,
    jumlah_baris=1 << 40,
)
"""No check before the child: what is left is the child's own cap."""


def tolak(data: bytes, batas: Batas | None = None) -> BerkasDitolak:
    with pytest.raises(BerkasDitolak) as hasil:
        read_table(data, "x.xlsx", Harapan(("a", "b"), {}), batas or Batas())
    return hasil.value


JAUH = (
    b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
    b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
)


def test_two_far_cells_abort_the_parser_but_not_us(xlsx_mentah: Callable[..., bytes]) -> None:
    data = xlsx_mentah([JAUH])
    assert len(data) < 2048
    assert tolak(data).kode is KodeTolak.TERLALU_LEBAR
    galat = tolak(data, LONGGAR)
    assert galat.kode is KodeTolak.PEMBACA_GAGAL
    assert galat.params["alasan"] == "mati"
    assert galat.params["kode_keluar"] != 0


def test_far_cell_hidden_from_the_scan(xlsx_mentah: Callable[..., bytes]) -> None:
    # A character reference hides the letters from a scan of bytes; the cap of the child remains.
    data = xlsx_mentah(
        [JAUH.replace(b"XFD1048576", b"&#88;FD1048576").replace(b'r="1048576"', b"")]
    )
    assert tolak(data).kode in (KodeTolak.PEMBACA_GAGAL, KodeTolak.TERLALU_LEBAR)


def test_many_rows_in_few_bytes(xlsx_mentah: Callable[..., bytes]) -> None:
    def baris() -> Iterator[bytes]:
        yield b"<sheetData>"
        for _ in range(150):
            yield b"<row><c><v>1</v></c></row>" * 10_000
        yield b"</sheetData>"

    galat = tolak(xlsx_mentah(baris()))
    assert galat.kode in (KodeTolak.BOM_ZIP, KodeTolak.TERLALU_BESAR)


def test_one_huge_string(xlsx_mentah: Callable[..., bytes]) -> None:
    kamus = [b"<sst><si><t>", *[b"A" * (1 << 20)] * 40, b"</t></si></sst>"]
    data = xlsx_mentah(
        [b'<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>'], kamus
    )
    galat = tolak(data)
    assert (galat.kode, galat.params["ukuran"]) == (KodeTolak.BOM_ZIP, "rasio")
    assert tolak(data, Batas(ukuran_terbongkar=1 << 20)).params["ukuran"] == "byte"
    assert tolak(data, Batas(entri_zip=3)).params["ukuran"] == "entri"


def test_child_is_capped_in_memory(xlsx_mentah: Callable[..., bytes]) -> None:
    kamus = [b"<sst><si><t>", *[b"A" * (1 << 20)] * 200, b"</t></si></sst>"]
    data = xlsx_mentah(
        [b'<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>'], kamus
    )
    batas = Batas(rasio_mulai=1 << 40, memori_anak=300 << 20)
    assert tolak(data, batas).kode is KodeTolak.PEMBACA_GAGAL


def test_size_on_the_label_is_not_believed() -> None:
    isi = b"a,b\n" + b"1,2\n" * 8_000_000
    keluar = io.BytesIO()
    with zipfile.ZipFile(keluar, "w", zipfile.ZIP_DEFLATED) as arsip:
        arsip.writestr("a.csv", isi)
    data = keluar.getvalue().replace(struct.pack("<I", len(isi)), struct.pack("<I", 10))
    assert zipfile.ZipFile(io.BytesIO(data)).infolist()[0].file_size == 10
    assert tolak(data).kode is KodeTolak.BOM_ZIP


def test_entities_and_outside_references(xlsx_mentah: Callable[..., bytes]) -> None:
    for deklarasi in (b'<!ENTITY a "AAAA">', b'<!ENTITY a SYSTEM "file:///etc/passwd">'):
        data = xlsx_mentah(
            [b"<sheetData/>"], [b"<!DOCTYPE x [" + deklarasi + b"]><sst><si><t>&a;</t></si></sst>"]
        )
        galat = tolak(data)
        assert (galat.kode, galat.params) == (KodeTolak.ARSIP_RUSAK, {"alasan": "dtd"})


def test_clock_and_processor_time(xlsx_mentah: Callable[..., bytes]) -> None:
    # Unclosed brackets make the standard HTML parser quadratic.
    lambat = b"<html><table><tr><td>a" + b"<![CDATA[" * 200_000 + b"<a" * 200_000
    for batas in (Batas(detik_anak=0.5), Batas(detik_cpu=1, detik_anak=30)):
        mulai = time.monotonic()
        try:
            galat = tolak(lambat, batas)
        except pytest.fail.Exception:
            pytest.skip("pengurai HTML versi ini tidak lagi kuadratik")
        assert (galat.kode, galat.params["alasan"]) == (KodeTolak.PEMBACA_GAGAL, "waktu")
        assert time.monotonic() - mulai < 10


def test_passwords(cfb: Callable[[bytes, str], bytes], buat_ods: Callable[..., bytes]) -> None:
    assert tolak(cfb(b"x", "EncryptedPackage")).kode is KodeTolak.TERSANDI
    ods = buat_ods("", "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>")
    assert tolak(ods).kode is KodeTolak.TERSANDI
    keluar = io.BytesIO()
    with zipfile.ZipFile(keluar, "w") as arsip:
        arsip.writestr("a.csv", b"a,b\n1,2\n")
    data = bytearray(keluar.getvalue())
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert tolak(bytes(data)).kode is KodeTolak.TERSANDI


def test_other_office_files(cfb: Callable[[bytes, str], bytes]) -> None:
    galat = tolak(cfb(b"x", "WordDocument"))
    assert (galat.kode, galat.params) == (KodeTolak.JENIS_TIDAK_DIDUKUNG, {"jenis": "doc"})
    assert tolak(cfb(b"bukan BIFF", "Workbook")).kode in (
        KodeTolak.ARSIP_RUSAK,
        KodeTolak.KOSONG,
        KodeTolak.PEMBACA_GAGAL,
    )


def test_parquet_footers_that_lie() -> None:
    for data in (b"PAR1", b"PAR1" + b"\xff" * 64 + b"PAR1", b"PAR1\0\0\0\0\xff\xff\xff\x7fPAR1"):
        assert tolak(data).kode in (KodeTolak.ARSIP_RUSAK, KodeTolak.PEMBACA_GAGAL)


def test_refusals_survive_pickling() -> None:
    galat = BerkasDitolak(KodeTolak.BOM_ZIP, {"jumlah": 3})
    kembali = pickle.loads(pickle.dumps(galat))
    assert (kembali.kode, kembali.params) == (galat.kode, galat.params)


def _workbook() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    # A workbook tells when it was made: without a fixed day every run would damage other bytes.
    book.set_properties({"created": dt.datetime(2024, 1, 1, tzinfo=dt.UTC)})
    sheet = book.add_worksheet("D")
    for number, row in enumerate([["a", "b"], ["x", 1], ["y", 2]]):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


_SOUND = _workbook()


@settings(max_examples=40, deadline=None)
@given(acak=st.randoms(use_true_random=False), panjang=st.integers(0, 3))
def test_damaged_workbooks_are_read_or_refused(acak: random.Random, panjang: int) -> None:
    data = bytearray(_SOUND)
    for _ in range(panjang * 5 + 1):
        data[acak.randrange(4, len(data))] = acak.randrange(256)
    with contextlib.suppress(BerkasDitolak):
        assert isinstance(read_table(bytes(data), "a", Harapan(("a", "b"), {})), Terbaca)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        assert isinstance(read_table(data, "a", Harapan(("a",), {})), Terbaca)
    except BerkasDitolak as galat:
        assert galat.kode in KodeTolak


def baca(data: bytes, nama: str = "a") -> Terbaca:
    return read_table(data, nama, Harapan(tuple(BAIK[0]), {}))


def isi(terbaca: Terbaca) -> list[list[str]]:
    return [list(baris) for baris in terbaca.tabel.select(BAIK[0]).iter_rows()]


@pytest.mark.parametrize("kunci", BERKAS)
def test_each_file_is_read_or_refused(kunci: str) -> None:
    berkas = BERKAS[kunci]
    data = berkas.buat(BAIK)
    if berkas.harap is None:
        assert isi(baca(data, berkas.nama)) == BAIK[1:]
        return
    with pytest.raises(BerkasDitolak) as hasil:
        baca(data, berkas.nama)
    assert hasil.value.kode in berkas.harap
    # The next file is read as if nothing had been.
    assert isi(baca(hostile_files.xlsx(BAIK))) == BAIK[1:]


@pytest.mark.parametrize("kunci", ANEH)
def test_each_odd_file_is_read(kunci: str) -> None:
    assert isinstance(baca(ANEH[kunci][0](BAIK)), Terbaca)


def test_nobody_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as pendengar:
        pendengar.settimeout(0.3)
        monkeypatch.setitem(hostile_files.PENDENGAR, "port", pendengar.getsockname()[1])
        for kunci in ("tautan keluar xlsx", "tautan keluar ods", "xxe ods", "xxe gml"):
            with contextlib.suppress(BerkasDitolak):
                baca(BERKAS[kunci].buat(BAIK))
        with pytest.raises(TimeoutError):
            pendengar.accept()


def test_geojson_links_are_not_followed() -> None:
    sifat = dict(zip(BAIK[0], BAIK[1], strict=True))
    with socket.create_server(("127.0.0.1", 0)) as pendengar:
        pendengar.settimeout(0.3)
        alamat = f"http://127.0.0.1:{pendengar.getsockname()[1]}/"
        data = json.dumps(
            {
                "type": "FeatureCollection",
                "crs": {"type": "link", "properties": {"href": alamat, "type": "proj4"}},
                "$schema": alamat,
                "features": [
                    {
                        "type": "Feature",
                        "properties": {**sifat, "$ref": alamat},
                        "geometry": {"type": "Point", "coordinates": [107.1, -6.2]},
                    }
                ],
            }
        ).encode()
        with contextlib.suppress(BerkasDitolak):
            assert isi(baca(data)) == [BAIK[1]]
        with pytest.raises(TimeoutError):
            pendengar.accept()


def test_one_string_in_very_many_cells(xlsx_mentah: Callable[..., bytes]) -> None:
    # Few bytes however packed and however counted outside: only reading makes it large.
    kamus = [b"<sst><si><t>", b"A" * 30_000, b"</t></si></sst>"]
    sel = b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (i, i) for i in range(1, 40_001)
    )
    data = xlsx_mentah([b"<sheetData>", sel, b"</sheetData>"], kamus)
    assert len(data) < 1_000_000
    assert tolak(data, Batas(memori_anak=512 << 20)).kode in (
        KodeTolak.PEMBACA_GAGAL,
        KodeTolak.TERLALU_BESAR,
    )


def test_macros_are_noted() -> None:
    catatan = [c.jenis for c in baca(BERKAS["makro"].buat(BAIK)).catatan]
    assert JenisCatatan.BERKAS_BERMAKRO in catatan


def test_both_calendars_of_workbooks() -> None:
    for sejak_1904 in (False, True):
        keluar = io.BytesIO()
        buku = xlsxwriter.Workbook(keluar, {"date_1904": sejak_1904})
        lembar = buku.add_worksheet()
        lembar.write_row(0, 0, ["nama", "jumlah_penduduk"])
        bentuk = buku.add_format({"num_format": "yyyy-mm-dd"})
        lembar.write_datetime(1, 0, dt.datetime(2024, 7, 15), bentuk)
        lembar.write_number(1, 1, 5)
        buku.close()
        assert baca(keluar.getvalue()).tabel.row(0) == ("2024-07-15", "5"), sejak_1904
