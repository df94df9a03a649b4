"""``spbe pengungkapan``: the gate asked beforehand."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from spbe_data.cli import app
from spbe_data.flows.house import Rumah
from tests.flows.test_disclosure_road import BIRTHS, births


def ask(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["pengungkapan", *words])
    return result.exit_code, result.output


def test_what_would_be_withheld_is_counted_and_a_refusal_is_a_finding(
    rumah: Rumah, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPBE_HOME", str(rumah.settings.home))
    births(rumah, {"2019": [900, 800, 30, 3]})
    code, text = ask(BIRTHS, "--json")
    assert code == 0
    made = json.loads(text)
    assert (made["angka_kecil"], made["ikut_disembunyikan"], made["periode"]) == (1, 3, 1)
    assert not (rumah.settings.terbitan / BIRTHS).exists()
    births(rumah, {"2019": [900, 800, 0, 3]})
    code, text = ask(BIRTHS)
    assert code == 1 and "tidak diterbitkan" in text
    assert ask("upah-minimum")[0] == 0
    assert ask("tidak-ada")[0] == 2
