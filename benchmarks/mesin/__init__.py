"""The engines that are compared, one module each, behind one door.

Belongs here: the shape of an engine. An engine module has ``buka(kerja)``: it imports and prepares
what a long-lived worker has ready, and returns what is timed. That returns, not timed, what was
found, as data rows (0-based) per kind of fault, or as counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Ditemukan = Mapping[str, Sequence[int] | int]
"""Rows per kind of fault; or how many."""

Langkah = Callable[[], Callable[[], Ditemukan]]
"""What is timed; what it returns tells, untimed, what was found."""

Kerja = Mapping[str, Any]
"""What to work on: paths as text, and sizes."""
