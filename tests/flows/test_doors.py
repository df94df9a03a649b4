"""Every door gives the same findings for the same bytes: terminal, flow of record, second engine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from spbe_data.checks.gx import verify
from spbe_data.flows import check, submit
from spbe_data.flows.house import Rumah
from tests.conftest import ROOT

SAMPLES = ["26-*", "35-*", "40-*", "42-*", "45-*", "46-*", "48-*", "49-*", "51-*"]


@pytest.mark.parametrize("pattern", SAMPLES)
def test_terminal_and_record_say_the_same(rumah: Rumah, pattern: str, tmp_path: Path) -> None:
    (sidecar,) = (ROOT / "contoh" / "pengajuan").glob(f"{pattern}.yaml")
    about = yaml.safe_load(sidecar.read_text(encoding="utf-8"))
    path = sidecar.parent / about["berkas"]
    record = submit.ajukan(
        rumah,
        data=path.read_bytes(),
        nama_berkas=path.name,
        dataset=about["standar"],
        metadata=about["metadata"],
        aktor="petugas",
    )
    verdict, _ = check.periksa_pengajuan(rumah, record.id, aktor="dagster", mesin_kedua=verify)
    stored = check.temuan_tersimpan(rumah, verdict.id)
    done = subprocess.run(
        [sys.executable, "-m", "spbe_data.cli", "check", str(path), "--standar", about["standar"],
         "--metadata", str(sidecar), "--json", "-"],
        cwd=ROOT, env={**os.environ, "SPBE_HOME": str(tmp_path / "lain")}, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    shown = json.loads(done.stdout)
    assert shown["temuan"] == stored["temuan"]
    assert shown["temuan"], "a sample without findings shows nothing"
    assert (shown["hasil"], shown["ringkasan"]) == (stored["hasil"], stored["ringkasan"])
    assert shown["dibaca_sebagai"] == stored["dibaca_sebagai"]
    assert stored["mesin"]["dataset"].startswith(shown["mesin"]["dataset"])
