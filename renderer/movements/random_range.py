"""Each measure's whole range, evenly and jointly with the others, standing and seated.

What daily tasks hardly have (somebody who bends far to the side, or deep with legs and arms
anywhere) is what a learner that has not seen it calls small.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from renderer.angles import FootGoal
from renderer.core import SIDES, Side
from renderer.keyframes import Hand, Posture, Score
from renderer.motion import Performance
from renderer.movements.holds import (
    AHEAD,
    ankle_m,
    carrying,
    foot,
    hanging,
    on_knee,
    sign,
    standing,
    vector,
)
from renderer.movements.performing import Task, perform
from renderer.movements.random_poses import arm_anywhere
from renderer.movements.shoes import CHAIR, seated
from renderer.skeleton import Skeleton

MOST_SIDE_DEG = 48.0  # of the whole trunk
SPINE_SIDE_SHARE = 0.55  # of the spine's bend shows in the line from hips to shoulders
MOST_SPINE_SIDE_DEG = 55.0
MOST_OBLIQUITY_DEG = 18.0
MOST_LEAN_DEG = 105.0
MOST_ROUND_DEG = 55.0
MOST_TWIST_DEG = 52.0
FASTEST_DEG_S = 200.0
TEMPO_S = (0.5, 2.2)
MOST_HELD_S = 1.6
LAST_POSTURE_S = 7.0
Draw = Callable[[np.random.Generator], dict[str, Any]]


def standing_range(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Goes from one posture to the next on feet that stand anyhow, and holds each a while."""
    start = standing(skeleton).but(feet=_feet(skeleton, rng))

    def draw(posture: dict[str, Any]) -> Posture:
        knee_deg = rng.uniform(3, 110) if rng.random() < 0.4 else rng.uniform(3, 25)
        changes: dict[str, Any] = {"knee_deg": knee_deg, "left_weight": rng.uniform(0.2, 0.8)}
        if rng.random() < 0.15:
            changes |= _one_leg_up(skeleton, rng, start)
        return start.but(**posture, **changes, **_rest(skeleton, rng, knee_deg))

    return _performed(skeleton, rng, start, draw, Task("standing-range", "other"))


def seated_range(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """The same on a chair, the feet anywhere before it."""
    start = seated(skeleton, rng)
    feet = {
        side: FootGoal(
            start.feet[side].ankle
            + vector(sign(side) * rng.uniform(-0.03, 0.15), 0, 0)
            - vector(0, rng.uniform(-0.12, 0.25), 0),
            sign(side) * math.radians(rng.uniform(0, 25)),
        )
        for side in SIDES
    }
    start = start.but(feet=feet)

    def draw(posture: dict[str, Any]) -> Posture:
        return start.but(**posture, **_rest(skeleton, rng, 90.0))

    task = Task("seated-range", "other", room="bedroom", needs=CHAIR)
    return _performed(skeleton, rng, start, draw, task)


def _performed(
    skeleton: Skeleton,
    rng: np.random.Generator,
    start: Posture,
    draw: Callable[[dict[str, Any]], Posture],
    task: Task,
) -> Performance:
    score = Score(start)
    score.stay(rng.uniform(1.2, 1.5))
    while score.now_s < LAST_POSTURE_S:
        drawn = draw(_trunk(rng))
        tempo_s = math.exp(rng.uniform(*np.log(TEMPO_S)))
        score.go(max(tempo_s, _farthest_deg(score.posture, drawn) / FASTEST_DEG_S), drawn)
        score.stay(rng.uniform(0.0, MOST_HELD_S))
        if rng.random() < 0.2:
            score.go(max(tempo_s, 0.8), start)
    score.go(1.2, start)
    score.stay(0.4)
    return perform(skeleton, rng, score, task)


def _farthest_deg(one: Posture, other: Posture) -> float:
    lean = abs(one.tilt_deg - other.tilt_deg) + abs(one.flexion_deg - other.flexion_deg)
    side = abs(one.side_bend_deg - other.side_bend_deg)
    return max(lean, side, abs(one.rotation_deg - other.rotation_deg))


def _trunk(rng: np.random.Generator) -> dict[str, float]:
    # One measure through its whole range, the others now at rest and now anywhere.
    draws: tuple[tuple[float, Draw], ...] = (
        (0.4, _sideways),
        (0.75, _forwards),
        (0.9, _turned),
        (1.0, _backwards),
    )
    chance = float(rng.random())
    return next(draw for upto, draw in draws if chance < upto)(rng)


def _sideways(rng: np.random.Generator) -> dict[str, float]:
    side_deg = rng.uniform(-MOST_SIDE_DEG, MOST_SIDE_DEG)
    return {
        **_side(rng, side_deg),
        "tilt_deg": _or_rest(rng, 0.5, (-10, 60), 3),
        "flexion_deg": _or_rest(rng, 0.4, (-8, 45), 2),
        "rotation_deg": _or_rest(rng, 0.4, (-45, 45), 4),
    }


def _forwards(rng: np.random.Generator) -> dict[str, float]:
    lean_deg = rng.uniform(0, MOST_LEAN_DEG)
    flexion_deg = _or_rest(rng, 0.5, (0, MOST_ROUND_DEG), 2)
    return {
        **_side(rng, _or_rest(rng, 0.5, (-30, 30), 4)),
        "tilt_deg": max(lean_deg - 0.7 * max(flexion_deg, 0.0), -5.0),
        "flexion_deg": flexion_deg,
        "rotation_deg": _or_rest(rng, 0.4, (-45, 45), 4),
    }


def _turned(rng: np.random.Generator) -> dict[str, float]:
    return {
        **_side(rng, _or_rest(rng, 0.4, (-25, 25), 4)),
        "tilt_deg": _or_rest(rng, 0.4, (0, 45), 3),
        "flexion_deg": _or_rest(rng, 0.4, (0, 35), 2),
        "rotation_deg": rng.uniform(-MOST_TWIST_DEG, MOST_TWIST_DEG),
    }


def _backwards(rng: np.random.Generator) -> dict[str, float]:
    return {
        **_side(rng, _or_rest(rng, 0.4, (-20, 20), 3)),
        "tilt_deg": rng.uniform(-12, 5),
        "flexion_deg": rng.uniform(-18, 5),
        "rotation_deg": _or_rest(rng, 0.3, (-30, 30), 4),
    }


def _side(rng: np.random.Generator, side_deg: float) -> dict[str, float]:
    """Share a bend of the trunk out between the spine and a pelvis that tilts along."""
    tilted_deg = float(
        np.clip(rng.uniform(0.0, 0.5) * side_deg, -MOST_OBLIQUITY_DEG, MOST_OBLIQUITY_DEG)
    )
    spine_deg = (side_deg - tilted_deg) / SPINE_SIDE_SHARE
    spine_deg = float(np.clip(spine_deg, -MOST_SPINE_SIDE_DEG, MOST_SPINE_SIDE_DEG))
    return {"side_bend_deg": spine_deg, "obliquity_deg": tilted_deg}


def _or_rest(
    rng: np.random.Generator, share: float, limits: tuple[float, float], unrest: float
) -> float:
    return float(rng.uniform(*limits) if rng.random() < share else rng.normal(0, unrest))


def _rest(skeleton: Skeleton, rng: np.random.Generator, knee_deg: float) -> dict[str, Any]:
    return {
        "hands": _hands(skeleton, rng, knee_deg),
        "gaze": AHEAD if rng.random() < 0.2 else None,
        "head_deg": (rng.uniform(-35, 40), rng.uniform(-50, 50), rng.uniform(-15, 15)),
    }


def _hands(skeleton: Skeleton, rng: np.random.Generator, knee_deg: float) -> dict[Side, Hand]:
    kind = rng.random()
    if kind < 0.3:
        ahead_m = rng.uniform(-0.1, 0.2)
        return {side: hanging(skeleton, side, ahead_m=ahead_m) for side in SIDES}
    if kind < 0.4:
        return {side: carrying(skeleton, side, across_m=rng.uniform(0, 0.15)) for side in SIDES}
    if kind < 0.5:
        return {side: on_knee(side) for side in SIDES}
    return {side: arm_anywhere(skeleton, rng, side, knee_deg) for side in SIDES}


def _feet(skeleton: Skeleton, rng: np.random.Generator) -> dict[Side, FootGoal]:
    half_m = rng.uniform(0.12, 0.55) / 2
    ahead_m = rng.uniform(-0.25, 0.25) if rng.random() < 0.5 else 0.0
    return {
        side: foot(
            skeleton,
            side,
            sign(side) * half_m,
            sign(side) * ahead_m / 2,
            turned_deg=sign(side) * rng.uniform(0, 20),
        )
        for side in SIDES
    }


def _one_leg_up(skeleton: Skeleton, rng: np.random.Generator, start: Posture) -> dict[str, Any]:
    # As in a golfer's lift, over an edge or out to the side: the other leg carries.
    side: Side = "L" if rng.random() < 0.5 else "R"
    standing_on = 1.0 if side == "R" else 0.0
    way = math.radians(rng.uniform(-180, 180))
    far_m, up_m = rng.uniform(0.1, 0.5), rng.uniform(0.05, 0.45)
    at = start.feet[side].ankle + vector(far_m * math.sin(way), far_m * math.cos(way), up_m)
    at[2] = max(at[2], ankle_m(skeleton))
    goal = FootGoal(at, start.feet[side].yaw, math.radians(rng.uniform(-10, 60)))
    return {"feet": {side: goal}, "left_weight": standing_on}
