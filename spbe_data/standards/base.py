"""What all content models share: strictness, and the few kinds of values that YAML mistakes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def as_text(value: object) -> object:
    # YAML reads 2024 and 1.0 as numbers; as versions and periods they are text.
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _as_decimal(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return value
    try:
        return Decimal(str(value))
    except InvalidOperation:  # no ValueError, so Pydantic would let it through as a crash
        return value


Text = Annotated[str, Field(min_length=1)]
NumberText = Annotated[str, BeforeValidator(as_text)]
Exact = Annotated[Decimal, BeforeValidator(_as_decimal)]


class Strict(BaseModel):
    """Base of all content models: unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, str_strip_whitespace=True)


class DuaBahasa(Strict):
    """A text in Bahasa Indonesia and in English, both complete."""

    id: Text
    en: Text


Letak = tuple[str | int, ...]
"""Where in a content file: keys and positions, as Pydantic names them."""


class Terurai(ValueError):
    """Several faults of one model, each at its own place (relative to the model)."""

    def __init__(self, bagian: Sequence[tuple[Letak, str]]) -> None:
        self.bagian = tuple(bagian)
        super().__init__("; ".join(text for _at, text in self.bagian))
