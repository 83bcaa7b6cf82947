"""What is carried: props that lie still, are held for a while and lie still again."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from renderer.core import SIDES, Floats, Placed, Prop, PropKind, Side
from renderer.keyframes import minimum_jerk
from renderer.motion import Motion, Props
from renderer.movements.holds import HAND_M
from renderer.rotations import UP, about_z, across, cross, unit
from renderer.skeleton import Skeleton

PLATE_RADIUS_M = 0.12
MUG_HEIGHT_M = 0.10
BOX_SIZE_M = (0.36, 0.30, 0.30)
BROOM_M = 1.30
DRAWN_UP_S = 0.4
RISE: Floats = np.outer([0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0])  # one metre up, as a matrix

Grip = Callable[[Placed], Floats]


def held(
    kind: PropKind,
    grip: Grip,
    motion: Motion,
    *,
    from_s: float,
    to_s: float,
    stands_m: float = math.inf,
) -> Props:
    """Return a prop that is in the hands from one time to another.

    Before and after it lies where it was taken and where it was let go.

    Args:
        kind: What.
        grip: Where it is in the hands.
        motion: Whose hands.
        from_s: When it is taken.
        to_s: When it is let go; inf = never.
        stands_m: It stands no higher than this until it is taken, and is drawn up into the
            hand as that begins to rise.
    """
    taken = grip(motion.placed(from_s))
    left = grip(motion.placed(to_s)) if math.isfinite(to_s) else taken
    drop_m = max(0.0, float(taken[2, 3]) - stands_m)

    def props(t_s: float, placed: Placed) -> tuple[Prop, ...]:
        matrix = taken if t_s <= from_s else grip(placed) if t_s < to_s else left
        below_m = drop_m * (1 - minimum_jerk((t_s - from_s) / DRAWN_UP_S))
        return (Prop(kind, matrix - below_m * RISE if below_m else matrix),)

    return props


def always(kind: PropKind, grip: Grip) -> Props:
    """Return a prop that is never put down."""
    return lambda _, placed: (Prop(kind, grip(placed)),)


def plate_in(skeleton: Skeleton, side: Side) -> Grip:
    """Return how a hand holds a plate by its rim."""

    def grip(placed: Placed) -> Floats:
        wrist, fingers, palm = _hand(skeleton, placed, side)
        return _matrix(
            wrist + fingers * (HAND_M + PLATE_RADIUS_M - 0.02) + palm * 0.015,
            np.stack([fingers, cross(palm, fingers), palm], axis=1),
        )

    return grip


def mug_in(skeleton: Skeleton, side: Side) -> Grip:
    """Return how a hand holds a mug, upright."""

    def grip(placed: Placed) -> Floats:
        wrist, fingers, palm = _hand(skeleton, placed, side)
        middle = wrist + fingers * HAND_M + palm * 0.05
        return _matrix(middle - UP * (MUG_HEIGHT_M / 2), np.eye(3))

    return grip


def box_in(skeleton: Skeleton) -> Grip:
    """Return how both hands hold a box by its sides, level."""

    def grip(placed: Placed) -> Floats:
        wrists = {side: _hand(skeleton, placed, side)[0] for side in SIDES}
        line = wrists["L"] - wrists["R"]
        turn = about_z(float(np.arctan2(line[1], line[0])))
        return _matrix((wrists["L"] + wrists["R"]) / 2 - turn @ BOX_WRIST, turn)

    return grip


BOX_WRIST: Floats = np.array([0.0, 0.07, 0.07])  # the wrists' middle from the box's


def box_hands(middle: Floats, yaw_rad: float = 0.0) -> dict[Side, tuple[Floats, Floats, Floats]]:
    """Return (wrist, fingers, palm) of both hands on a box, (3,) each."""
    turn = about_z(yaw_rad)
    hands: dict[Side, tuple[Floats, Floats, Floats]] = {}
    for side in SIDES:
        out = 1.0 if side == "L" else -1.0
        aside = np.array([out * (BOX_SIZE_M[0] / 2 + 0.02), 0.0, 0.0])
        hands[side] = (
            middle + turn @ (BOX_WRIST + aside),
            turn @ np.array([-out * 0.1, -1.0, -0.6]),
            turn @ np.array([-out, 0.0, 0.1]),
        )
    return hands


def bar_in(skeleton: Skeleton) -> Grip:
    """Return how both hands hold a bar, level between them."""

    def grip(placed: Placed) -> Floats:
        left, right = (_palm(skeleton, placed, side) for side in SIDES)
        line = (left - right) * np.array([1.0, 1.0, 0.0])
        return _matrix((left + right) / 2, about_z(math.atan2(float(line[1]), float(line[0]))))

    return grip


def book_in(skeleton: Skeleton, side: Side) -> Grip:
    """Return how a hand holds a book, flat on the palm."""

    def grip(placed: Placed) -> Floats:
        wrist, fingers, palm = _hand(skeleton, placed, side)
        middle = wrist + fingers * (HAND_M + 0.03) + palm * 0.035
        return _matrix(middle, np.stack([cross(fingers, palm), fingers, palm], axis=1))

    return grip


def broom_in(skeleton: Skeleton, upper: Side) -> Grip:
    """Return how both hands hold a broom, the ``upper`` one at its top."""
    lower: Side = "R" if upper == "L" else "L"

    def grip(placed: Placed) -> Floats:
        top, down = (_palm(skeleton, placed, side) for side in (upper, lower))
        # The head keeps to the floor, whatever the wrists' limits make of the lower hand.
        flat = unit((down - top) * np.array([1.0, 1.0, 0.0]))
        drop_m = min(float(top[2]), BROOM_M)
        axis = (UP * drop_m - flat * math.sqrt(BROOM_M**2 - drop_m**2)) / BROOM_M
        aside = unit(across(cross(UP, flat), axis))
        return _matrix(top, np.stack([aside, cross(axis, aside), axis], axis=1))

    return grip


def rollator_in(skeleton: Skeleton) -> Grip:
    """Return how both hands hold a rollator, which stands on the floor between them."""

    def grip(placed: Placed) -> Floats:
        left, right = (_hand(skeleton, placed, side) for side in SIDES)
        line, ahead = left[0] - right[0], (left[1] + right[1]) / 2 * HAND_M
        middle = ((left[0] + right[0]) / 2 + ahead) * np.array([1.0, 1.0, 0.0])
        return _matrix(middle, about_z(math.atan2(float(line[1]), float(line[0]))))

    return grip


def stick_in(skeleton: Skeleton, side: Side) -> Grip:
    """Return how a hand leans on a walking stick, upright below it."""

    def grip(placed: Placed) -> Floats:
        wrist, fingers, _ = _hand(skeleton, placed, side)
        below = (wrist + fingers * HAND_M) * np.array([1.0, 1.0, 0.0])
        return _matrix(below, np.eye(3))

    return grip


def _palm(skeleton: Skeleton, placed: Placed, side: Side) -> Floats:
    wrist, fingers, palm = _hand(skeleton, placed, side)
    return wrist + fingers * HAND_M + palm * 0.03


def _hand(skeleton: Skeleton, placed: Placed, side: Side) -> tuple[Floats, Floats, Floats]:
    bone = skeleton.index[f"wrist.{side}"]
    turned, at_rest = placed.rotations[bone], skeleton.palms[side]
    return placed.positions[bone], turned @ at_rest.fingers, turned @ at_rest.normal


def _matrix(at: Floats, axes: Floats) -> Floats:
    matrix = np.eye(4)
    matrix[:3, :3], matrix[:3, 3] = axes, at
    return matrix
