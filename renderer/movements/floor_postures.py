"""How somebody is on the floor: on the knees, on all fours, on the front, seated, on the back."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from renderer.angles import FootGoal
from renderer.core import SIDES, Floats, Side
from renderer.keyframes import Hand, Posture, moved
from renderer.movements.dishwasher import kneeling, lunge
from renderer.movements.holds import AHEAD, HAND_M, on_knee, sign, vector
from renderer.posing import pose
from renderer.skeleton import Skeleton

KNEE_Y = 0.10  # where ``kneeling`` puts it
LIES_M = 0.125  # the pelvis' joint above the floor, on the front
ON_BACK_M = 0.105
ON_TOP_M = 0.13  # the ankle of a foot that lies on its top
FOOT_OUT_DEG = 128.0  # heel up, toes back: a foot that lies on its top
DOWN: Floats = vector(0, 0, -1)


@dataclass(frozen=True, slots=True, eq=False)
class Knees:
    """The way down over the knees, each posture lower than the one before."""

    lunging: Posture
    half: Posture
    both: Posture
    fours: Posture
    prone: Posture


def over_knees(skeleton: Skeleton, start: Posture, y: float) -> Knees:
    """Return the way down from a stance.

    Args:
        skeleton: Who.
        start: How one stands, the feet about ``y``.
        y: How far behind the origin one stands.
    """
    back = vector(0, y, 0)
    half = kneeling(skeleton, moved(start, -back)).but(tilt_deg=4, hands={"L": on_knee("L")})
    lunging = moved(lunge(skeleton, moved(start, -back), half), back)
    half = moved(half, back)
    both = half.but(
        feet={side: _kneeling_foot(skeleton, half, side, y) for side in SIDES},
        hands=start.hands,
        gaze=vector(0, y - 1.4, 0.5),
    )
    return Knees(lunging, half, both, fours(skeleton, both), prone(skeleton, both))


def fours(skeleton: Skeleton, both: Posture) -> Posture:
    """Return somebody on hands and knees, who kneels on both before."""
    assert both.pelvis is not None
    low = both.but(tilt_deg=82.0, gaze=None, head_deg=(-8.0, 0.0, 0.0))
    figure = pose(skeleton, low)
    hands = {
        side: _on_floor(side, figure.at(f"upperarm01.{side}") * vector(1, 1, 0)) for side in SIDES
    }
    return low.but(hands=hands)


def prone(skeleton: Skeleton, both: Posture) -> Posture:
    """Return somebody who lies on the front, the knees where they were."""
    assert both.pelvis is not None
    leg = skeleton.legs["L"]
    ankles = {side: both.feet[side].ankle for side in SIDES}
    far_y = max(float(ankle[1]) for ankle in ankles.values())
    pelvis = vector(both.pelvis[0], far_y - leg.length_m * 0.985, LIES_M)
    feet = {
        side: FootGoal(
            vector(ankles[side][0] + sign(side) * 0.02, far_y, ON_TOP_M),
            sign(side) * 0.25,
            math.radians(FOOT_OUT_DEG),
            DOWN,
        )
        for side in SIDES
    }
    low = both.but(
        pelvis=pelvis,
        tilt_deg=88.0,
        flexion_deg=-2.0,
        feet=feet,
        gaze=None,
        head_deg=(-6.0, 50.0, 0.0),
    )
    figure = pose(skeleton, low)
    hands: dict[Side, Hand] = {}
    for side in SIDES:
        shoulder = figure.at(f"upperarm01.{side}")
        beside = shoulder + vector(sign(side) * 0.16, -0.16, 0)
        hands[side] = _on_floor(side, beside, elbow=vector(sign(side), 0.5, 0))
    return low.but(hands=hands)


@dataclass(frozen=True, slots=True, eq=False)
class Back:
    """The way on to the back over the seat, the feet where one stood."""

    low: Posture
    sitting: Posture
    lying: Posture


def over_seat(skeleton: Skeleton, start: Posture) -> Back:
    """Return the way on to the back from a stance, the knees drawn up at its end."""
    feet_y = float(np.mean([goal.ankle[1] for goal in start.feet.values()]))
    pelvis = vector(0, feet_y + skeleton.legs["L"].upper_m * 1.05, ON_BACK_M)
    knees = {
        side: FootGoal(goal.ankle, goal.yaw, 0.0, vector(sign(side) * 0.12, -0.3, 1))
        for side, goal in start.feet.items()
    }
    behind = {
        side: _on_floor(side, pelvis + vector(sign(side) * 0.26, 0.2, 0), fingers_y=1.0)
        for side in SIDES
    }
    sitting = start.but(
        pelvis=pelvis, tilt_deg=-16.0, flexion_deg=10.0, feet=knees, hands=behind, gaze=AHEAD
    )
    low = start.but(
        knee_deg=115.0,
        tilt_deg=26.0,
        flexion_deg=10.0,
        hands={
            side: Hand("pelvis", vector(sign(side) * 0.3, 0.0, -0.12), DOWN, vector(0, 1, 0), 0.3)
            for side in SIDES
        },
    )
    beside = {
        side: _on_floor(
            side, pelvis + vector(sign(side) * 0.27, 0.06, 0), elbow=vector(sign(side), 0.3, 0)
        )
        for side in SIDES
    }
    lying = sitting.but(
        tilt_deg=-89.0, flexion_deg=2.0, hands=beside, gaze=None, head_deg=(-16.0, 0.0, 0.0)
    )
    return Back(low, sitting, lying)


def _kneeling_foot(skeleton: Skeleton, half: Posture, side: Side, y: float) -> FootGoal:
    assert half.pelvis is not None
    leg = skeleton.legs[side]
    hip_x = float(half.pelvis[0] + leg.upper[0] - skeleton.pelvis_rest[0])
    ankle = vector(hip_x, y + KNEE_Y + leg.lower_m * 0.98, ON_TOP_M)
    return FootGoal(ankle, 0.0, math.radians(FOOT_OUT_DEG), vector(0, -1, -0.35))


def _on_floor(
    side: Side, over: Floats, *, fingers_y: float = -1.0, elbow: Floats | None = None
) -> Hand:
    """Return a hand that lies on the floor below a point, fingers ahead (-1) or behind (1)."""
    at = vector(over[0], over[1] - fingers_y * HAND_M * 0.5, 0.1)
    fingers = vector(-sign(side) * 0.15, fingers_y, -0.5)
    return Hand("room", at, fingers, vector(0, fingers_y * 0.5, -1), 0.1, elbow)


def behind_m(skeleton: Skeleton, feet_y: float) -> float:
    """Return the ``y`` of ``over_knees`` whose feet lie where those of a fall stood."""
    return feet_y - KNEE_Y - skeleton.legs["L"].lower_m * 0.98
