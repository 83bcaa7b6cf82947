"""What every table of the profile is made of."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


def setting(default: Any, source: str, **bounds: Any) -> Any:
    """Return a field whose source is printed beside it in the commented profile."""
    return Field(default=default, description=source, **bounds)


class Table(BaseModel):
    """A table of the profile: unknown keys are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)
