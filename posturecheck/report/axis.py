"""The value axis of a chart: round numbers up its side, and where a value stands in pixels.

The report's curves and the history's columns share it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

ROUND = (1, 2, 5, 10)
LEAST_SPAN = 1e-6


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """From ``low`` at the bottom to ``high`` at the top, a tick every ``step``."""

    low: float
    high: float
    step: float
    top_px: float
    height_px: float

    def y(self, value: float) -> float:
        """Return a value's height in the drawing, in pixels from above."""
        share = (self.high - value) / (self.high - self.low)
        return round(self.top_px + self.height_px * share, 1)

    @property
    def ticks(self) -> tuple[float, ...]:
        """The round numbers, from the lowest up."""
        count = round((self.high - self.low) / self.step) + 1
        return tuple(self.low + i * self.step for i in range(count))


def value_axis(
    low: float, high: float, steps: int, *, top_px: float, height_px: float
) -> ValueAxis:
    """Return an axis of about so many round steps that holds ``low`` to ``high``.

    Args:
        low: The lowest value to be drawn.
        high: The highest one.
        steps: Steps wanted between them; there may be one more.
        top_px: Where the drawing begins.
        height_px: How high it is.
    """
    span = max(high - low, LEAST_SPAN)
    power = 10.0 ** math.floor(math.log10(span / steps))
    step = next(k * power for k in ROUND if span / (k * power) <= steps + 1)
    # Rounding must not leave the outermost values outside by a last digit.
    first, last = min(step * math.floor(low / step), low), max(step * math.ceil(high / step), high)
    return ValueAxis(first, max(last, first + step), step, top_px, height_px)
