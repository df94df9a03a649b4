"""Files made to hurt: each is refused by name, quickly, and this process lives."""

from __future__ import annotations

import contextlib
import io
import pickle
import random
import struct
import time
import zipfile
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spbe_data.intake.reader import Batas, BerkasDitolak, Harapan, KodeTolak, Terbaca, read_table

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


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acak=st.randoms(use_true_random=False), panjang=st.integers(0, 3))
def test_damaged_workbooks_are_read_or_refused(
    buat_xlsx: Callable[..., bytes], acak: random.Random, panjang: int
) -> None:
    data = bytearray(buat_xlsx({"D": [["a", "b"], ["x", 1], ["y", 2]]}))
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
