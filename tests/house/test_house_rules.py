"""The rules of the house, held by tests: import floors, light paths, and what a stranger relies on."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240)


def test_import_rules_hold() -> None:
    done = _run(str(Path(sys.executable).parent / "lint-imports"), "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        (
            "spbe_data.cli",
            ("polars", "pandas", "pandera", "duckdb", "dagster", "great_expectations"),
        ),
        ("spbe_data.standards.catalog", ("polars", "pandas", "pandera", "duckdb", "dagster")),
        ("spbe_data.ledger.store", ("polars", "pandas", "pandera", "duckdb")),
        ("spbe_data.warehouse.query", ("polars", "pandas", "pandera")),
        ("spbe_data.flows.check", ("great_expectations", "dagster", "vl_convert")),
        (
            "spbe_data.portal.app",
            ("polars", "pandas", "pandera", "dagster", "great_expectations", "vl_convert"),
        ),
        (
            "assets.definitions",
            ("polars", "pandas", "pandera", "duckdb", "great_expectations", "vl_convert"),
        ),
    ],
)
def test_light_paths_import_nothing_heavy(module: str, heavy: tuple[str, ...]) -> None:
    code = f"import {module}, sys; print(sorted(set({heavy!r}) & set(sys.modules)))"
    done = _run(sys.executable, "-c", code)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_nothing_of_one_place_stands_in_code() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{n}"
        for folder in ("spbe_data", "assets")
        for path in (ROOT / folder).rglob("*.py")
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(r"(?i)bekasi|32\.16|\b3216\b", line)
    ]
    assert found == []


def test_no_page_loads_anything_from_outside() -> None:
    found = [
        str(path.relative_to(ROOT))
        for suffix in ("*.html", "*.j2", "*.css")
        for path in (ROOT / "spbe_data").rglob(suffix)
        if re.search(
            r"""(?:src|href)=["']https?://[^"']+\.(?:js|css|woff2?)|url\(["']?https?:""",
            path.read_text(encoding="utf-8"),
        )
    ]
    assert found == []
