"""Speeds: slopes over the last third of a second, by timestamp.

A straight line through about nine readings of 30 a second turns 1 degree of jitter into
about 4 degrees a second (clinical.md section 4.4); too few readings give no speed.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import replace
from typing import NamedTuple

from posturecheck.core import Posture, Reading
from posturecheck.geometry import wrapped_deg

WINDOW_S = 0.33
MIN_READINGS = 5
MIN_SPAN_S = 0.15
MIN_RATE_HZ = math.ceil((MIN_READINGS - 1) / WINDOW_S)  # fewer pictures give no speed
TURNED_DEG = 25.0  # in the window: somebody turning round has no measured speed, as the
# model's lean and twist jump by more than the movement itself while the view changes
JITTER_SHARE = 0.2  # of a measure's sd that changes from frame to frame


class _Rate(NamedTuple):
    """A measure's speed. Its error follows gestures, arms and gait, not only jitter.

    ``swing_per_s`` times the measure's sd is what comes and goes with them (fitted on
    people who gesture and walk and do not twist); ``gain_sd`` is a share of the speed.
    Neighbouring readings share most of their error, and movements are no straight lines:
    ``line_sd`` times the line's own sd allows for both (fitted on rendered people who were
    not learned from: 76 % of the speeds within one sd, 94 % within two).
    """

    name: str
    swing_per_s: float
    gain_sd: float
    line_sd: float


RATES = {
    "trunk_flexion_deg": _Rate("trunk_flexion_rate_deg_s", 1.5, 0.15, 3.0),
    "trunk_rotation_deg": _Rate("trunk_rotation_rate_deg_s", 2.0, 0.4, 1.0),
}


class AngularVelocities:
    """Remembers the readings of the last third of a second."""

    def __init__(self) -> None:
        self._past: dict[str, deque[tuple[float, Reading]]] = {name: deque() for name in RATES}
        self._facing: deque[tuple[float, float]] = deque()

    def add(self, posture: Posture) -> Posture:
        """Return the posture with its speeds; where there are too few readings, without."""
        if self._turning(posture):
            return posture
        speeds = {}
        for name, rate in RATES.items():
            past = self._past[name]
            reading = posture[name]
            if not math.isfinite(reading.value):
                past.clear()
                continue
            past.append((posture.t_s, reading))
            while past[0][0] < posture.t_s - WINDOW_S:
                past.popleft()
            slope = _slope(past)
            if slope is not None:
                known = (
                    rate.line_sd * slope.sd,
                    rate.swing_per_s * reading.sd,
                    rate.gain_sd * slope.value,
                )
                speeds[rate.name] = Reading(slope.value, math.hypot(*known))
        return replace(posture, readings={**posture.readings, **speeds})

    def _turning(self, posture: Posture) -> bool:
        yaw = posture["pelvis_yaw_deg"].value
        if math.isfinite(yaw):
            self._facing.append((posture.t_s, yaw))
        while self._facing and self._facing[0][0] < posture.t_s - WINDOW_S:
            self._facing.popleft()
        turned = [wrapped_deg(past - yaw) for _, past in self._facing]
        return bool(turned) and max(turned) - min(turned) > TURNED_DEG


def _slope(past: deque[tuple[float, Reading]]) -> Reading | None:
    if len(past) < MIN_READINGS or past[-1][0] - past[0][0] < MIN_SPAN_S:
        return None
    # Sums by hand: numpy takes five times as long over ten numbers.
    n, (now_s, last) = len(past), past[-1]
    times_s = [t - now_s for t, _ in past]
    values = [last.value + wrapped_deg(reading.value - last.value) for _, reading in past]
    mean_s, mean = sum(times_s) / n, sum(values) / n
    spread = sum((t - mean_s) ** 2 for t in times_s)
    along = zip(times_s, values, strict=True)
    slope = sum((t - mean_s) * (value - mean) for t, value in along) / spread
    off = [v - mean - slope * (t - mean_s) for t, v in zip(times_s, values, strict=True)]
    jitter = math.hypot(math.sqrt(sum(o * o for o in off) / n), JITTER_SHARE * last.sd)
    return Reading(slope, jitter / math.sqrt(spread))
