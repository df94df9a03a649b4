"""What all content models share: strictness, and the few kinds of values that YAML mistakes."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def as_text(value: object) -> object:
    # YAML reads 2024 and 1.0 as numbers; as versions and periods they are text.
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _as_decimal(value: object) -> object:
    return Decimal(str(value)) if isinstance(value, int | float | str) else value


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
