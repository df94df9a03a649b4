"""``spbe mutu``: a review is recorded with who and what, and refused when it says nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from spbe_data.cli import app
from spbe_data.ledger.reviews import BukuTinjauan
from spbe_data.ledger.store import Ledger
from spbe_data.settings import load_settings
from tests.conftest import ROOT

RUN = CliRunner()
STANDARD = "jumlah-penduduk-miskin"


def test_reviews_of_a_standard_and_of_the_policy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPBE_HOME", str(tmp_path))
    for what in (STANDARD, "kebijakan"):
        done = RUN.invoke(app, ["mutu", "tinjau", what, "--hasil", " sesuai ", "--aktor", "Ani"])
        assert (done.exit_code, "dicatat" in done.output) == (0, True), done.output
    for args in (["tidak-ada", "--hasil", "x"], [STANDARD, "--hasil", " "]):
        assert RUN.invoke(app, ["mutu", "tinjau", *args, "--aktor", "Ani"]).exit_code == 2
    ledger = Ledger(load_settings(ROOT, tmp_path).buku)
    found = BukuTinjauan(ledger).semua()
    assert [(r.objek, r.hasil, r.oleh) for r in found] == [
        (STANDARD, "sesuai", "Ani"),
        ("kebijakan", "sesuai", "Ani"),
    ]
    assert all(r.versi for r in found) and ledger.periksa_rantai() == 2
    ledger.close()
