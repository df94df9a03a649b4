"""Write every resolved version into ``[tool.uv] constraint-dependencies`` of ``pyproject.toml``.

Run after changing dependencies: ``uv lock --upgrade && python scripts/sematkan.py``. The lock file
itself is not committed, since it records download addresses; the pins live in ``pyproject.toml``.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    exported = subprocess.run(
        [
            "uv",
            "export",
            "--frozen",
            "--all-groups",
            "--no-hashes",
            "--no-emit-project",
            "--no-annotate",
            "--no-header",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    pins = sorted(
        {line.strip() for line in exported.splitlines() if re.match(r"^[a-z0-9._-]+==", line)}
    )
    body = "".join(
        f"    {pin!r},\n".replace("'", '"', 2) if "'" not in pin else f'    "{pin}",\n'
        for pin in pins
    )
    path = ROOT / "pyproject.toml"
    text = path.read_text(encoding="utf-8")
    new = re.sub(
        r"(?ms)^constraint-dependencies = \[\n.*?^\]\n",
        lambda _m: f"constraint-dependencies = [\n{body}]\n",
        text,
    )
    path.write_text(new, encoding="utf-8")
    print(f"{len(pins)} pins")


if __name__ == "__main__":
    main()
