"""Masking of texts and of our own log: nothing found may remain, and nothing else may go."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_data.identifiers.pengenal import cari_data_pribadi
from spbe_data.identifiers.samaran import TERSEMBUNYI, pasang_penyaring_log, samarkan

NIK = "3216060101909999"
PLANTED = [NIK, "199001012015031999", "081211119999", "budi.contoh@contoh.id", "3.21606E+15"]


@given(
    st.lists(
        st.one_of(st.sampled_from(PLANTED), st.text(alphabet="abc XYZ.,:;-()é\u200b", max_size=12)),
        max_size=6,
    )
)
def test_nothing_found_remains(parts: list[str]) -> None:
    text = " | ".join(parts)
    masked = samarkan(text)
    assert cari_data_pribadi(masked) == []
    assert not any(value in masked for value in PLANTED)


@given(st.text(alphabet="abc dé 0123456789.,/", max_size=40))
def test_other_texts_stay_as_they_are(text: str) -> None:
    if not cari_data_pribadi(text):
        assert samarkan(text) == text


def test_only_the_identifier_goes() -> None:
    assert samarkan(f"baris 5: NIK {NIK}, tahun 2024") == f"baris 5: NIK {TERSEMBUNYI}, tahun 2024"


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What a handler of the root logger writes while the mask is installed."""
    before = logging.getLogRecordFactory()
    pasang_penyaring_log()
    pasang_penyaring_log()
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)
    logging.setLogRecordFactory(before)


def test_the_log_of_any_library_is_masked(logged: io.StringIO) -> None:
    log = logging.getLogger("pustaka.lain")
    log.error("baca %s dari %s", f"data_{NIK}.csv", "meja")
    log.error("langsung %s" % NIK)  # noqa: UP031
    log.error("angka %d", int(NIK))
    log.error("%(a)s dan %(b)d", {"a": "budi.contoh@contoh.id", "b": 7})
    log.error("bukan %s", 3_261_145)
    text = logged.getvalue()
    assert NIK not in text and "budi.contoh" not in text
    assert text.count(TERSEMBUNYI) == 4
    assert "dari meja" in text and "dan 7" in text and "bukan 3261145" in text


def test_tracebacks_are_masked(logged: io.StringIO) -> None:
    log = logging.getLogger("spbe_data.uji")
    # Its own handler: what other tests did to the root logger says nothing about the mask.
    handler = logging.StreamHandler(logged)
    log.addHandler(handler)
    try:
        raise ValueError(f"tidak dapat mengurai {NIK}")
    except ValueError:
        log.exception("gagal")
    try:
        raise ValueError("tanpa isi pribadi")
    except ValueError:
        log.exception("gagal")
    text = logged.getvalue()
    assert NIK not in text
    assert f"ValueError: tidak dapat mengurai {TERSEMBUNYI}" in text
    assert "ValueError: tanpa isi pribadi" in text


def test_access_logs_keep_their_arguments(logged: io.StringIO) -> None:
    """uvicorn's formatter takes the arguments apart, so that their number must stay."""
    seen: list[logging.LogRecord] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.append(record)

    log = logging.getLogger("uvicorn.access.uji")
    log.addHandler(Keep())
    log.error('%s - "%s %s HTTP/%s" %d', "10.0.0.1", "GET", f"/api?nik={NIK}", "1.1", 200)
    (record,) = seen
    assert record.args == ("10.0.0.1", "GET", f"/api?nik={TERSEMBUNYI}", "1.1", 200)


def test_a_wrong_log_call_neither_raises_nor_tells(logged: io.StringIO) -> None:
    logging.getLogger("x").error("%d %d", NIK)
    assert NIK not in logged.getvalue()
