"""The words movements are written in: where feet stand and hands are held."""

from __future__ import annotations

import math

import numpy as np

from renderer.angles import FootGoal
from renderer.core import SIDES, Floats, Side
from renderer.keyframes import Hand, Hold, Posture
from renderer.rotations import FORWARD, UP, about_x, about_z
from renderer.skeleton import Skeleton

AHEAD: Floats = np.array([0.0, -1.6, 1.1])  # what is looked at by those who do nothing
HAND_M = 0.09  # wrist to the middle of the palm


def sign(side: Side) -> float:
    """Return +1 for the left and -1 for the right: the side's x."""
    return 1.0 if side == "L" else -1.0


def vector(x: float, y: float, z: float) -> Floats:
    """Return a (3,) vector."""
    return np.array([x, y, z])


def ankle_m(skeleton: Skeleton) -> float:
    """Return an ankle's height above the floor in shoes."""
    return float(skeleton.legs["L"].end[2])


def foot(
    skeleton: Skeleton, side: Side, x: float, y: float, *, turned_deg: float = 0.0
) -> FootGoal:
    """Return a foot flat on the floor; ``turned_deg`` from straight ahead, to the left +."""
    return FootGoal(vector(x, y, ankle_m(skeleton)), math.radians(turned_deg))


def stance(
    skeleton: Skeleton,
    *,
    width_m: float = 0.26,
    splay_deg: float = 8.0,
    at: tuple[float, float] = (0.0, 0.0),
    yaw_deg: float = 0.0,
) -> dict[Side, FootGoal]:
    """Return both feet side by side.

    Args:
        skeleton: Whose.
        width_m: Between the ankles.
        splay_deg: How far each foot is turned out.
        at: The middle between the ankles.
        yaw_deg: Heading of the stance.
    """
    turn = math.radians(yaw_deg)
    feet: dict[Side, FootGoal] = {}
    for side in SIDES:
        ankle = about_z(turn) @ vector(sign(side) * width_m / 2, 0, ankle_m(skeleton))
        ankle = ankle + vector(at[0], at[1], 0)
        feet[side] = FootGoal(ankle, turn + sign(side) * math.radians(splay_deg))
    return feet


def heel_up(skeleton: Skeleton, side: Side, goal: FootGoal, pitch_deg: float) -> FootGoal:
    """Return the same foot with the heel lifted about the ball, which stays."""
    body = skeleton.body
    ball = body.at(f"toe2-1.{side}") - body.at(f"foot.{side}")
    heading = about_z(goal.yaw)
    pitch = math.radians(pitch_deg)
    ankle = goal.ankle + heading @ ball - heading @ about_x(pitch) @ ball
    return FootGoal(ankle, goal.yaw, pitch, goal.knee)


def hanging(skeleton: Skeleton, side: Side, *, ahead_m: float = 0.05) -> Hand:
    """Return an arm that hangs from its shoulder, whatever the trunk does."""
    length_m = skeleton.arms[side].length_m * 0.965
    out = sign(side)
    return Hand(
        "shoulder",
        vector(out * 0.075, -ahead_m, -math.sqrt(length_m**2 - 0.075**2 - ahead_m**2)),
        vector(out * 0.02, -0.22, -1),
        vector(-out, 0.15, 0),
        0.35,
    )


def hands_hanging(skeleton: Skeleton) -> dict[Side, Hand]:
    """Return both arms hanging."""
    return {side: hanging(skeleton, side) for side in SIDES}


def grasping(side: Side, at: Floats, *, curl: float = 0.8) -> Hand:
    """Return a hand that takes something low from above, thumb ahead."""
    return Hand("room", at, vector(0, -0.4, -1), vector(-sign(side), 0, 0), curl)


def carrying(skeleton: Skeleton, side: Side, *, across_m: float = 0.1) -> Hand:
    """Return a hand that holds something before the belly, palm up and inwards."""
    out = sign(side)
    forearm_m = skeleton.arms[side].lower_m
    return Hand(
        "pelvis",
        vector(out * across_m, -0.16 - forearm_m * 0.6, 0.20),
        vector(-out * 0.5, -1, 0.1),
        vector(-out * 0.5, 0, 0.9),
        0.6,
    )


def laying(side: Side, at: Floats, *, curl: float = 0.3, inwards: float = 0.3) -> Hand:
    """Return a hand that lies on or puts down something, palm down."""
    return Hand("room", at, vector(-sign(side) * inwards, -1, -0.15), vector(0, 0, -1), curl)


def on_knee(side: Side, *, up_m: float = 0.09) -> Hand:
    """Return a hand propped on the own thigh, just above the knee."""
    hold: Hold = "left-knee" if side == "L" else "right-knee"
    at = vector(sign(side) * 0.03, 0.09, up_m)
    return Hand(hold, at, vector(0, -0.9, -0.5), vector(0, 0.3, -1), 0.3)


def in_lap(side: Side) -> Hand:
    """Return a seated person's hand on the own thigh."""
    out = sign(side)
    hold: Hold = "left-knee" if side == "L" else "right-knee"
    return Hand(hold, vector(-out * 0.01, 0.15, 0.105), vector(0, -1, -0.1), -UP, 0.2)


def hands_on_hips(skeleton: Skeleton) -> dict[Side, Hand]:
    """Return both hands on the hips, elbows out."""
    hands: dict[Side, Hand] = {}
    for side in SIDES:
        out, hip_m = sign(side), abs(float(skeleton.legs[side].upper[0]))
        at = vector(out * (hip_m + 0.09), -0.02, 0.10)
        hands[side] = Hand("pelvis", at, vector(-out * 0.4, -1, -0.4), vector(-out, 0.2, 0), 0.3)
    return hands


def hands_on_chest(skeleton: Skeleton) -> dict[Side, Hand]:
    """Return both arms crossed before the chest, so that they turn with it."""
    hands: dict[Side, Hand] = {}
    for side in SIDES:
        out, arm_m = sign(side), skeleton.arms[side].length_m
        at = vector(-out * 0.3 * arm_m, -(0.36 if side == "L" else 0.42) * arm_m, -0.22 * arm_m)
        hands[side] = Hand("shoulder", at, vector(-out, -0.1, 0.5), vector(0, 1, 0), 0.2)
    return hands


def standing(skeleton: Skeleton, *, width_m: float = 0.26, splay_deg: float = 8.0) -> Posture:
    """Return somebody who stands tall, arms hanging, looking ahead."""
    return Posture(
        hands=hands_hanging(skeleton),
        feet=stance(skeleton, width_m=width_m, splay_deg=splay_deg),
        gaze=AHEAD,
    )


def toe_of(goal: FootGoal, ahead_m: float) -> Floats:
    """Return the floor's point so far before an ankle."""
    point: Floats = goal.ankle + about_z(goal.yaw) @ FORWARD * ahead_m
    on_floor: Floats = point * np.array([1.0, 1.0, 0.0])
    return on_floor
