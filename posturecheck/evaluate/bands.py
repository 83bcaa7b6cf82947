"""How a measure fares by the size of the truth; pure.

A measure that always says 0 is right most of the day: an error that is small on average hides
it, its slope and its bias in a band do not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from posturecheck.core import Floats

# DESIGN section 3: by the size of the true angle, degrees.
_LEANS = (0.0, 20.0, 40.0, 60.0, math.inf)
_SIDEWAYS = (0.0, 5.0, 15.0, 30.0, math.inf)
BANDS: Mapping[str, tuple[float, ...]] = {
    "trunk_inclination_deg": _LEANS,
    "trunk_flexion_deg": _LEANS,
    "trunk_side_bend_deg": _SIDEWAYS,
    "trunk_rotation_deg": _SIDEWAYS,
    "spine_flexion_deg": _LEANS,
}
LEAST_SPREAD_DEG = 1.0  # of the truth in a band; below it a slope is chance
LEAST_FOR_SLOPE = 3


@dataclass(frozen=True, slots=True)
class BandScore:
    """One measure where the truth's size is from ``low_deg`` to under ``high_deg``.

    Errors are estimate minus truth in degrees. ``bias_deg`` has the truth's sign taken off:
    negative is too small, to whichever side. ``slope`` is the regression of the estimate on the
    truth, both signs together. None where nothing speaks for a figure.
    """

    measure: str
    low_deg: float
    high_deg: float
    rows: int
    answered: int
    mae_deg: float | None
    bias_deg: float | None
    slope: float | None
    within_1_sd: float | None
    within_2_sd: float | None


def band_scores(
    measure: str, truth_deg: Floats, said_deg: Floats, sd_deg: Floats
) -> tuple[BandScore, ...]:
    """Return a measure's bands that hold any truth, after them all of them together.

    Args:
        measure: A column of ``BANDS``.
        truth_deg: (n,), none of them nan.
        said_deg: (n,), nan where nothing was answered.
        sd_deg: (n,), one standard deviation of what was said.

    Raises:
        KeyError: The measure has no bands.
    """
    limits = list(pairwise(BANDS[measure]))
    size = np.abs(truth_deg)
    found = []
    for low, high in [*limits, (0.0, math.inf)]:
        rows = (size >= low) & (size < high)
        if rows.any():
            found.append(_score(measure, low, high, truth_deg[rows], said_deg[rows], sd_deg[rows]))
    return tuple(found)


def _score(
    measure: str, low: float, high: float, truth: Floats, said: Floats, sd: Floats
) -> BandScore:
    got = np.isfinite(said)
    error = (said - truth)[got]
    size = np.abs(error)
    return BandScore(
        measure=measure,
        low_deg=low,
        high_deg=high,
        rows=len(truth),
        answered=int(got.sum()),
        mae_deg=_mean(size),
        bias_deg=_mean(error * np.where(truth[got] < 0, -1.0, 1.0)),
        slope=slope(truth[got], said[got]),
        within_1_sd=_mean(size <= sd[got]),
        within_2_sd=_mean(size <= 2 * sd[got]),
    )


def band_name(low_deg: float, high_deg: float | None) -> str:
    """Return a band as it is printed: "0-20", "over 60", "all"; None is no upper end."""
    if high_deg is None or math.isinf(high_deg):
        return f"over {low_deg:g}" if low_deg else "all"
    return f"{low_deg:g}-{high_deg:g}"


def slope(truth: Floats, said: Floats) -> float | None:
    """Return by how much more is said where the truth is one more; None where it hardly varies."""
    if len(truth) < LEAST_FOR_SLOPE or np.std(truth) < LEAST_SPREAD_DEG:
        return None
    return float(np.polyfit(truth, said, 1)[0])


def _mean(values: Sequence[float] | np.ndarray) -> float | None:
    return float(np.mean(values)) if len(values) else None
