"""What the checker said of one clip, and what it said at a given moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from posturecheck.core import CueKind, Floats, Movement, Severity
from posturecheck.evaluate.labels import Span
from posturecheck.kinematics.trunk import view_of

NEAR_S = 0.05  # an answer this far off in time still counts as one
WRAPPING = frozenset({"pelvis_yaw_deg"})  # 179 and -179 degrees are 2 degrees apart
FACING = "pelvis_yaw_deg"


@dataclass(frozen=True, slots=True)
class ToldCue:
    """A cue, spoken or only shown: when, of which rule, and in which movement (0 = none).

    ``severity`` is that of its episode when it was given, amber of what is no correction.
    """

    t_s: float
    rule: str
    kind: CueKind = "correct"
    say: str = ""
    movement: int = 0
    spoken: bool = True
    severity: Severity = "amber"


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """The checker's answers on one clip; ``columns`` as in ``posture.csv``, nan = not seen.

    ``bar_orders`` are what the bar ordered without a cue, as cues that were only shown.
    ``warned_s`` is how long a gauge warned, ``calmer_s`` how long of it the bar was calmer.
    """

    seconds: float
    t_s: Floats = field(default_factory=lambda: np.zeros(0))
    columns: Mapping[str, Floats] = field(default_factory=dict)
    episodes: tuple[Span, ...] = ()
    cues: tuple[ToldCue, ...] = ()
    bar_orders: tuple[ToldCue, ...] = ()
    movements: tuple[Movement, ...] = ()
    warned_s: float = 0.0
    calmer_s: float = 0.0

    def at(self, t_s: Floats, measure: str) -> tuple[Floats, Floats]:
        """Return the measure and its sd at these times; nan where nothing was answered.

        Between two frames that were both seen and are no more than twice ``NEAR_S`` apart
        the value is interpolated; elsewhere the nearest frame within ``NEAR_S`` answers,
        seen or not.
        """
        if not len(self.t_s) or measure not in self.columns:
            return np.full(len(t_s), np.nan), np.full(len(t_s), np.nan)
        values, sds = self.columns[measure], self.columns[f"{measure}_sd"]
        after = np.clip(np.searchsorted(self.t_s, t_s), 1, max(len(self.t_s) - 1, 1))
        after = np.minimum(after, len(self.t_s) - 1)
        before = np.maximum(after - 1, 0)
        gap_s = self.t_s[after] - self.t_s[before]
        with np.errstate(invalid="ignore", divide="ignore"):
            share = np.where(gap_s > 0, (t_s - self.t_s[before]) / gap_s, 0.0)
        change = difference(values[after], values[before], measure)
        inside = (gap_s > 0) & (gap_s <= 2 * NEAR_S) & (share >= 0) & (share <= 1)
        between = inside & np.isfinite(change)
        near = np.where(share > 0.5, after, before)
        close = np.abs(self.t_s[near] - t_s) <= NEAR_S
        alone = np.where(close, values[near], np.nan), np.where(close, sds[near], np.nan)
        value = np.where(between, values[before] + share * change, alone[0])
        sd = np.where(between, sds[before] + share * (sds[after] - sds[before]), alone[1])
        return value, sd

    def views_at(self, t_s: Floats) -> tuple[str, ...]:
        """Return the view at these times, from the pelvis' facing; "unknown" if not seen."""
        return tuple(view_of(float(yaw)) for yaw in self.at(t_s, FACING)[0])


def difference(a: Floats, b: Floats, measure: str) -> Floats:
    """Return a - b, the shorter way round where the measure wraps."""
    if measure in WRAPPING:
        return (a - b + 180.0) % 360.0 - 180.0
    return a - b
