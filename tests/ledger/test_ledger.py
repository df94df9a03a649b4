"""The ledger: one record per submission, allowed steps only, an audit chain that shows tampering."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from spbe_data.ledger.records import Pengajuan
from spbe_data.ledger.store import AuditRusak, LangkahTidakSah, Ledger


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'buku.sqlite'}"
    else:
        url = os.environ.get("SPBE_UJI_POSTGRES", "")
        if not url:
            pytest.skip("tidak ada PostgreSQL: isi SPBE_UJI_POSTGRES (dijalankan oleh .ci/run)")
    ledger = Ledger(url)
    if request.param == "postgresql":
        with ledger.engine.begin() as con:
            con.execute(
                text(
                    "TRUNCATE audit, keputusan, versi, pemeriksaan, pengajuan, rilis, penilaian CASCADE"
                )
            )
    yield ledger
    ledger.close()


def _submit(ledger: Ledger, key: str | None = None) -> Pengajuan:
    return ledger.catat_pengajuan(
        dataset="uji", nama_berkas="a.csv", sha256="0" * 64, periode_dinyatakan=None, metadata={"a": 1},
        aktor="petugas", contoh=False, kunci_ulang=key,
    )  # fmt: skip


def test_the_same_key_is_the_same_submission(ledger: Ledger) -> None:
    assert _submit(ledger, "k").id == _submit(ledger, "k").id
    assert len(ledger.semua_pengajuan()) == 1
    assert ledger.jumlah_audit() == 1


def test_a_step_that_may_not_follow_is_refused_and_leaves_nothing(ledger: Ledger) -> None:
    record = _submit(ledger)
    before = ledger.jumlah_audit()
    with pytest.raises(LangkahTidakSah):
        ledger.catat_keputusan(
            pengajuan=record.id, pemeriksaan="tidak-ada", keputusan="disetujui", peran="walidata", alasan="",
            aktor="w", status="disetujui",
        )  # fmt: skip
    assert ledger.pengajuan(record.id).status == "disampaikan"
    assert ledger.jumlah_audit() == before


def test_every_change_names_its_actor_in_the_chain(ledger: Ledger) -> None:
    _submit(ledger)
    with ledger.engine.connect() as con:
        rows = con.execute(text("SELECT aktor, aksi FROM audit")).all()
    assert rows == [("petugas", "pengajuan.disampaikan")]
    assert ledger.periksa_rantai() == 1


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE audit SET aktor = 'orang lain' WHERE urut = 2",
        "UPDATE audit SET isi = '{}' WHERE urut = 1",
        "DELETE FROM audit WHERE urut = 2",
        "UPDATE audit SET urut = 9 WHERE urut = 3",
    ],
)
def test_tampering_with_the_chain_shows(ledger: Ledger, tamper: str) -> None:
    for _ in range(3):
        _submit(ledger)
    assert ledger.periksa_rantai() == 3
    with ledger.engine.begin() as con:
        con.execute(text(tamper))
    with pytest.raises(AuditRusak):
        ledger.periksa_rantai()


def test_many_writers_make_one_unbroken_chain(ledger: Ledger) -> None:
    threads = [
        threading.Thread(target=lambda: [_submit(ledger) for _ in range(5)]) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ledger.periksa_rantai() == 20
