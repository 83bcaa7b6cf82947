"""Smoothing: a One-Euro filter on every coordinate, by timestamp."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from posturecheck.core import Floats, Joint, Pose
from posturecheck.kinematics.body import Body
from posturecheck.kinematics.trunk import TRUNK_LENGTH_M

MIN_CUTOFF_HZ = 2.5  # still: removes the model's jitter, delays a slow bend by about 60 ms
SPEED_COEFFICIENT = 3.0  # per m/s: at arm-swing speeds the filter is out of the way
SPEED_CUTOFF_HZ = 1.0
SETTLE_S = 0.3  # the model leans a body it has just found by up to 20 degrees
JUMP_BODIES = 1.0  # trunk lengths from one frame to the next: a cut, not a movement
SWAP_WITHIN_S = 0.2  # hips that turn by over 90 degrees in so short a time: left and right swapped
GAP_S = 0.5  # after a longer gap the past says nothing about the present


class PoseSmoother:
    """One-Euro filter over a pose's points (Casiez, Roussel, Vogel, CHI 2012)."""

    def __init__(self) -> None:
        self._t_s = self._since_s = -math.inf
        self._trunk_px: Floats = np.zeros((2, 2))
        self._hip_line: Floats = np.zeros(3)
        self._metres = _OneEuro()
        self._pixels = _OneEuro()

    def smooth(self, body: Body) -> Body:
        """Return the body with smoothed points.

        A gap in time, a jump across the picture and a swap of left and right start afresh.

        Pixels are filtered in units of the body's own size, so that near and far
        people are smoothed alike.
        """
        t_s, pose = body.t_s, body.pose
        elapsed_s = t_s - self._t_s
        self._t_s = t_s
        jumped = float(np.abs(body.trunk_px - self._trunk_px).max()) > JUMP_BODIES * body.size_px
        self._trunk_px = body.trunk_px
        hip_line = pose.points_m[Joint.LEFT_HIP] - pose.points_m[Joint.RIGHT_HIP]
        swapped = elapsed_s <= SWAP_WITHIN_S and float(hip_line @ self._hip_line) < 0
        self._hip_line = hip_line
        if elapsed_s > GAP_S or jumped or swapped:
            self._since_s = t_s
            self._metres, self._pixels = _OneEuro(), _OneEuro()
        smooth = Pose(
            points_m=self._metres.step(pose.points_m, elapsed_s),
            points_px=self._pixels.step(pose.points_px, elapsed_s, body.size_px / TRUNK_LENGTH_M),
            visibility=pose.visibility,
            motion=pose.motion,
        )
        return Body(t_s, smooth)

    @property
    def settled(self) -> bool:
        """Whether the present track is old enough to be trusted."""
        return self._t_s - self._since_s >= SETTLE_S


class _OneEuro:
    def __init__(self) -> None:
        self._value: Floats | None = None
        self._speed: Floats | None = None

    def step(self, value: Floats, elapsed_s: float, unit_size: float = 1.0) -> Floats:
        if self._value is None or self._speed is None:
            self._value, self._speed = value, np.zeros_like(value)
            return value
        speed = (value - self._value) / (elapsed_s * unit_size)
        self._speed = self._speed + _share(SPEED_CUTOFF_HZ, elapsed_s) * (speed - self._speed)
        cutoff_hz = MIN_CUTOFF_HZ + SPEED_COEFFICIENT * np.abs(self._speed)
        self._value = self._value + _share(cutoff_hz, elapsed_s) * (value - self._value)
        return self._value


def _share(cutoff_hz: Any, elapsed_s: float) -> Any:
    # Share of the new value that a first-order low-pass lets through in one step.
    rate = 2 * math.pi * cutoff_hz * elapsed_s
    return rate / (rate + 1)
