"""Smoothing: a One-Euro filter on every coordinate, by timestamp."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from posturecheck.core import Floats, Pose
from posturecheck.kinematics.body import Body
from posturecheck.kinematics.sides import LEGS, PARTS, side_lines, swap_sides
from posturecheck.kinematics.trunk import TRUNK_LENGTH_M

MIN_CUTOFF_HZ = 2.5  # still: removes the model's jitter, delays a slow bend by about 60 ms
SPEED_COEFFICIENT = 3.0  # per m/s: at arm-swing speeds the filter is out of the way
SPEED_CUTOFF_HZ = 1.0
SETTLE_S = 0.3  # the model leans a body it has just found by up to 20 degrees
JUMP_BODIES = 1.0  # trunk lengths from one frame to the next: a cut, not a movement
SWAP_WITHIN_S = 0.2  # what turns by over 90 degrees in so short a time: left and right swapped
PROVEN_S = 0.5  # the trunk seen for so long: what was taken for left before is worth keeping
DOUBT_S = 0.15  # swapped for longer, it may be what was taken for left before that was wrong
GAP_S = 0.5  # after a longer gap the past says nothing about the present


class PoseSmoother:
    """One-Euro filter over a pose's points (Casiez, Roussel, Vogel, CHI 2012)."""

    def __init__(self) -> None:
        self._t_s = -math.inf
        self._trunk_px: Floats = np.zeros((2, 2))
        self._lines: Floats = np.zeros((len(PARTS), 3))
        self._kept = _Filtered(-math.inf)
        self._rival: _Filtered | None = None

    def smooth(self, body: Body) -> Body:
        """Return the body with smoothed points.

        A gap in time and a jump across the picture start afresh. Where the model swaps left and
        right, of legs, arms or both, they are swapped back: it does so for some frames when legs
        cross or hide each other. What it calls left for ``SETTLE_S`` on end is left from then on.

        Pixels are filtered in units of the body's own size, so that near and far
        people are smoothed alike.
        """
        t_s, elapsed_s = body.t_s, body.t_s - self._t_s
        self._t_s = t_s
        jumped = float(np.abs(body.trunk_px - self._trunk_px).max()) > JUMP_BODIES * body.size_px
        self._trunk_px = body.trunk_px
        swapped = self._swapped(body.pose, elapsed_s)
        if swapped and self._kept.seen_s < PROVEN_S:
            jumped, swapped = jumped or LEGS in swapped, ()
        if elapsed_s > GAP_S or jumped:
            self._kept, swapped = _Filtered(t_s), ()
        smooth = self._step(body, swapped, elapsed_s)
        self._lines = side_lines(smooth)
        return Body(t_s, smooth)

    @property
    def settled(self) -> bool:
        """Whether the present track, and what is left of it, is old enough to be trusted."""
        doubted = self._rival is not None and self._t_s - self._rival.since_s > DOUBT_S
        return self._t_s - self._kept.since_s >= SETTLE_S and not doubted

    def _step(self, body: Body, swapped: tuple[int, ...], elapsed_s: float) -> Pose:
        if not swapped:
            self._rival = None
        else:
            self._rival = self._rivalled(body.t_s, swapped)
            smooth = self._rival.step(body.pose, elapsed_s, body.size_px)
            if body.t_s - self._rival.since_s >= SETTLE_S:
                self._kept, self._rival = self._rival, None
                return smooth
        if body.trunk is not None and elapsed_s <= SWAP_WITHIN_S:
            self._kept.seen_s += elapsed_s
        return self._kept.step(swap_sides(body.pose, swapped), elapsed_s, body.size_px)

    def _swapped(self, pose: Pose, elapsed_s: float) -> tuple[int, ...]:
        """Return which of ``PARTS`` turned by over 90 degrees since just now.

        Against smooth points: between two swaps the model's own lines shrink to nothing and
        point anywhere.
        """
        if elapsed_s > (GAP_S if self._rival else SWAP_WITHIN_S):
            return ()
        turned = (side_lines(pose) * self._lines).sum(axis=1) < 0
        return tuple(int(i) for i in np.flatnonzero(turned))

    def _rivalled(self, t_s: float, swapped: tuple[int, ...]) -> _Filtered:
        rival = self._rival
        return rival if rival and rival.swapped == swapped else _Filtered(t_s, swapped)


class _Filtered:
    """One reading of what is left and right, smoothed since ``since_s``; trunk seen ``seen_s``."""

    def __init__(self, since_s: float, swapped: tuple[int, ...] = ()) -> None:
        self.since_s = since_s
        self.seen_s = 0.0
        self.swapped = swapped
        self._metres = _OneEuro()
        self._pixels = _OneEuro()

    def step(self, pose: Pose, elapsed_s: float, size_px: float) -> Pose:
        return Pose(
            points_m=self._metres.step(pose.points_m, elapsed_s),
            points_px=self._pixels.step(pose.points_px, elapsed_s, size_px / TRUNK_LENGTH_M),
            visibility=pose.visibility,
            motion=pose.motion,
        )


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
