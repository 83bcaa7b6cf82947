"""How a figure is shown; one that nothing speaks for is "none"."""

from __future__ import annotations

from collections.abc import Callable

NONE = "none"


def number(decimals: int) -> Callable[[float | None], str]:
    """Return what shows a number with so many decimals."""
    return lambda value: NONE if value is None else f"{value:.{decimals}f}"


def percent(share: float | None) -> str:
    """Return a share in percent."""
    return NONE if share is None else f"{100 * share:.0f}%"
