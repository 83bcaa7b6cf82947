"""Smoothing: a One-Euro filter on every coordinate, by timestamp."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from posturecheck.core import Floats, Pose
from posturecheck.kinematics.body import Body
from posturecheck.kinematics.sides import ARMS, TRUNK, body_lines, swap_sides
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
        self._lines: Floats = np.zeros((3, 3))
        self._kept = _Filtered(-math.inf)
        self._rival: _Filtered | None = None

    def smooth(self, body: Body) -> Body:
        """Return the body with smoothed points.

        A gap in time and a jump across the picture start afresh. Where the model swaps left and
        right, of legs, arms or both, they are swapped back: it does so for some frames when legs
        cross or hide each other. A body upside down is left out. What is seen so for ``SETTLE_S``
        on end takes the place of what was kept.

        Pixels are filtered in units of the body's own size, so that near and far
        people are smoothed alike.
        """
        t_s, elapsed_s = body.t_s, body.t_s - self._t_s
        self._t_s = t_s
        jumped = float(np.abs(body.trunk_px - self._trunk_px).max()) > JUMP_BODIES * body.size_px
        self._trunk_px = body.trunk_px
        turned = self._turned(body.pose, elapsed_s)
        if turned and self._kept.seen_s < PROVEN_S:
            jumped, turned = jumped or turned != (ARMS,), ()
        if elapsed_s > GAP_S or jumped:
            self._kept, turned = _Filtered(t_s), ()
        return Body(t_s, self._step(body, turned))

    @property
    def settled(self) -> bool:
        """Whether the present track, and what is left of it, is old enough to be trusted."""
        if self._rival is None:
            return self._t_s - self._kept.since_s >= SETTLE_S
        doubted = TRUNK in self._rival.turned or self._t_s - self._rival.since_s > DOUBT_S
        return self._t_s - self._kept.since_s >= SETTLE_S and not doubted

    def _step(self, body: Body, turned: tuple[int, ...]) -> Pose:
        rival = self._rival_of(body.t_s, turned)
        if rival is not None:
            smooth = rival.step(body, body.pose)
            if body.t_s - rival.since_s >= SETTLE_S:
                self._kept, rival = rival, None
                self._lines = body_lines(smooth)
            if rival is None or TRUNK in turned:
                self._rival = rival
                return smooth
        self._rival = rival
        smooth = self._kept.step(body, swap_sides(body.pose, turned))
        self._lines = body_lines(smooth)
        return smooth

    def _turned(self, pose: Pose, elapsed_s: float) -> tuple[int, ...]:
        """Return which of ``body_lines`` turned by over 90 degrees since just now.

        Against smooth points: between two swaps the model's own lines shrink to nothing and
        point anywhere.
        """
        if elapsed_s > (GAP_S if self._rival else SWAP_WITHIN_S):
            return ()
        along = np.einsum("ij,ij->i", body_lines(pose), self._lines).tolist()
        return tuple(i for i, length in enumerate(along) if length < 0)

    def _rival_of(self, t_s: float, turned: tuple[int, ...]) -> _Filtered | None:
        if not turned:
            return None
        same = self._rival is not None and self._rival.turned == turned
        return self._rival if same else _Filtered(t_s, turned)


class _Filtered:
    """One reading of the model's points, smoothed since ``since_s``; the trunk seen ``seen_s``.

    ``turned`` are the lines by which it is not what was kept.
    """

    def __init__(self, since_s: float, turned: tuple[int, ...] = ()) -> None:
        self.since_s = since_s
        self.seen_s = 0.0
        self.turned = turned
        self._t_s = since_s
        self._metres = _OneEuro()
        self._pixels = _OneEuro()

    def step(self, body: Body, pose: Pose) -> Pose:
        """Take the next pose of a body, in this reading; return it smoothed."""
        elapsed_s = body.t_s - self._t_s
        self._t_s = body.t_s
        if self.seen_s < PROVEN_S and elapsed_s <= SWAP_WITHIN_S and body.trunk is not None:
            self.seen_s += elapsed_s
        return Pose(
            points_m=self._metres.step(pose.points_m, elapsed_s),
            points_px=self._pixels.step(pose.points_px, elapsed_s, body.size_px / TRUNK_LENGTH_M),
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
