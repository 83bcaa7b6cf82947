"""The seconds of a clip that could not be read: where no picture came for longer than usual."""

from __future__ import annotations

import math
from collections.abc import Iterable

LOST_S = 0.5  # a shorter pause is a camera's; containers round their duration by a few frames
USUAL_PAUSES = 4.0  # a clip with one picture a second has pauses of a second

Stretch = tuple[float, float]


def lost_stretches(
    times_s: Iterable[float], frames: int, duration_s: float, start_s: float = 0.0
) -> tuple[Stretch, ...]:
    """Return the (start, end) seconds in which there is no picture, in order.

    Args:
        times_s: The pictures' times in seconds, rising.
        frames: How many there are.
        duration_s: The clip's stated length, nan where it states none; or where it was left.
        start_s: From where on the clip was looked at.
    """
    lost = []
    before_s, usual_s = start_s, math.nan
    for t_s in times_s:
        if t_s - before_s > LOST_S:
            lost.append((before_s, t_s))
        before_s = t_s
    usual_s = (before_s - start_s) / max(frames - 1, 1)
    if duration_s - before_s > LOST_S:
        lost.append((before_s, duration_s))
    return tuple((a, b) for a, b in lost if b - a > USUAL_PAUSES * usual_s)


def seconds_of(stretches: Iterable[Stretch]) -> float:
    """Return how long stretches are together, in seconds."""
    return sum((end_s - start_s for start_s, end_s in stretches), 0.0)
