"""Turning: a plate to the sideboard with planted feet or by stepping; rapid twists."""

from __future__ import annotations

import numpy as np

from renderer import places
from renderer.core import Floats
from renderer.keyframes import Hand, Posture, Score
from renderer.motion import Performance
from renderer.movements.carried import held, plate_in
from renderer.movements.holds import (
    AHEAD,
    carrying,
    hanging,
    laying,
    sign,
    stance,
    standing,
    vector,
)
from renderer.movements.performing import Task, perform
from renderer.rotations import about_z
from renderer.skeleton import Skeleton

TABLE_AND_SIDEBOARD = frozenset({"table", "sideboard"})
LAID_M = 0.035  # the wrist above the plate's place
FEET_TURNED_DEG = -78.0


def planted_twist(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Turns the trunk to the sideboard while the feet stay where they are."""
    fetched, put = _table(rng), _sideboard(rng)
    start = _start(skeleton, rng)
    score = _fetch(skeleton, rng, start, fetched)
    taken_s = score.now_s
    rotation_deg = -rng.uniform(33, 46)
    away = start.but(
        rotation_deg=rotation_deg,
        yaw_deg=-rng.uniform(6, 16),
        tilt_deg=rng.uniform(2, 8),
        flexion_deg=rng.uniform(3, 12),
        side_bend_deg=-rng.uniform(0, 5),
        hands={"R": laying("R", put, inwards=-0.6), "L": hanging(skeleton, "L", ahead_m=0.12)},
        gaze=put,
    )
    score.go(rng.uniform(0.8, 2.0), away)
    put_s = score.stay(rng.uniform(0.3, 0.8))
    lifted = away.hands["R"].at + vector(0.02, -0.03, 0.07)
    score.but(0.35, hands={"R": laying("R", lifted, inwards=-0.6)}, rotation_deg=rotation_deg * 0.9)
    _end(skeleton, rng, score, start)
    task = Task("cupboard-planted-twist", "dishwasher", "", "kitchen", TABLE_AND_SIDEBOARD)
    return _with_plate(skeleton, rng, score, task, taken_s, put_s)


def step_turn(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Turns with the feet, so that the plate stays before the belly."""
    fetched, put = _table(rng), _sideboard(rng)
    start = _start(skeleton, rng)
    score = _fetch(skeleton, rng, start, fetched)
    taken_s = score.now_s
    step_s = rng.uniform(0.55, 0.75)
    turned = stance(skeleton, width_m=0.28, yaw_deg=FEET_TURNED_DEG, at=(0.0, 0.0))
    holding = start.but(
        hands={"R": carrying(skeleton, "R"), "L": carrying(skeleton, "L")}, gaze=put
    )
    score.go(0.7, holding)
    half = holding.but(yaw_deg=FEET_TURNED_DEG * 0.42, rotation_deg=-4, feet={"R": turned["R"]})
    score.go(step_s, half)
    there = half.but(yaw_deg=FEET_TURNED_DEG * 0.97, rotation_deg=-3, feet={"L": turned["L"]})
    score.go(step_s, there)
    put_down = there.but(
        tilt_deg=rng.uniform(2, 7),
        flexion_deg=rng.uniform(1, 6),
        rotation_deg=2,
        hands={
            "R": _turned(laying("R", put), FEET_TURNED_DEG),
            "L": hanging(skeleton, "L"),
        },
    )
    score.go(rng.uniform(0.8, 1.1), put_down)
    put_s = score.stay(0.35)
    lifted = put_down.hands["R"].at + vector(0.08, 0, 0.06)
    hand = _turned(laying("R", lifted), FEET_TURNED_DEG)
    score.go(0.4, put_down.but(hands={"R": hand}))
    hands = {"R": hanging(skeleton, "R"), "L": hanging(skeleton, "L")}
    score.go(0.8, there.but(hands=hands, gaze=AHEAD))
    score.go(step_s, half.but(rotation_deg=4, hands=hands, gaze=AHEAD))
    score.go(step_s, start)
    score.stay(0.5)
    task = Task(
        "cupboard-step-turn",
        "dishwasher",
        "step-turn",
        "kitchen",
        TABLE_AND_SIDEBOARD,
    )
    return _with_plate(skeleton, rng, score, task, taken_s, put_s)


def _with_plate(
    skeleton: Skeleton,
    rng: np.random.Generator,
    score: Score,
    task: Task,
    taken_s: float,
    put_s: float,
) -> Performance:
    return perform(
        skeleton,
        rng,
        score,
        task,
        props=lambda motion, side: held(
            "plate", plate_in(skeleton, side), motion, from_s=taken_s, to_s=put_s
        ),
        mirror=bool(rng.random() < 0.5),
    )


def rapid_twist(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Swings the trunk from side to side on planted feet, upright or slightly bent."""
    start = standing(skeleton, width_m=rng.uniform(0.26, 0.42), splay_deg=10)
    bent = rng.random() < 0.5
    ready = start.but(
        tilt_deg=rng.uniform(12, 20) if bent else rng.uniform(0, 4),
        flexion_deg=rng.uniform(14, 32) if bent else rng.uniform(0, 8),
        knee_deg=rng.uniform(6, 25),
        hands=_before_chest(skeleton, rng),
        gaze=None,
        head_deg=(0.0, 0.0, 0.0),
    )
    score = Score(start)
    score.stay(rng.uniform(1.3, 1.7))
    score.go(0.8, ready)
    swing_s = rng.uniform(0.55, 0.85)
    for swing in range(int(rng.integers(4, 8))):
        to_side = 1.0 if swing % 2 else -1.0
        rotation_deg = to_side * rng.uniform(32, 46)
        swung = ready.but(rotation_deg=rotation_deg, yaw_deg=to_side * rng.uniform(3, 9))
        score.go(swing_s * rng.uniform(0.9, 1.15), swung)
    score.go(swing_s, ready)
    score.go(0.9, start)
    score.stay(0.6)
    task = Task("rapid-twist", "other")
    return perform(skeleton, rng, score, task, mirror=bool(rng.random() < 0.5))


def _start(skeleton: Skeleton, rng: np.random.Generator) -> Posture:
    feet = stance(skeleton, width_m=rng.uniform(0.24, 0.32))
    return standing(skeleton).but(feet=feet, knee_deg=rng.uniform(3, 9))


def _table(rng: np.random.Generator) -> Floats:
    y = places.TABLE_FRONT_Y + rng.uniform(0.0, 0.05)
    return vector(-rng.uniform(0.08, 0.16), y, places.TABLE_Z + LAID_M)


def _sideboard(rng: np.random.Generator) -> Floats:
    x, y, z = places.SIDEBOARD
    return vector(x + 0.17, y + rng.uniform(-0.04, 0.06), z + LAID_M)


def _fetch(skeleton: Skeleton, rng: np.random.Generator, start: Posture, fetched: Floats) -> Score:
    score = Score(start)
    score.stay(rng.uniform(1.3, 1.7))
    reaching = start.but(
        tilt_deg=rng.uniform(2, 7),
        flexion_deg=rng.uniform(1, 6),
        hands={"R": laying("R", fetched, inwards=0.0)},
        gaze=fetched + vector(0, -0.2, 0),
    )
    score.go(rng.uniform(0.9, 1.2), reaching)
    score.stay(0.3)
    return score


def _end(skeleton: Skeleton, rng: np.random.Generator, score: Score, start: Posture) -> None:
    score.go(rng.uniform(1.2, 1.9), start)
    score.stay(0.7)


def _turned(hand: Hand, yaw_deg: float) -> Hand:
    turn = about_z(np.radians(yaw_deg))
    return Hand(hand.hold, hand.at, turn @ hand.fingers, turn @ hand.palm, hand.curl)


def _before_chest(skeleton: Skeleton, rng: np.random.Generator) -> dict[str, Hand]:
    # Held against the shoulders, so that the arms swing with the trunk.
    height_m = -rng.uniform(0.14, 0.30)
    ahead_m = skeleton.arms["L"].length_m * rng.uniform(0.55, 0.8)
    return {
        side: Hand(
            "shoulder",
            vector(-sign(side) * 0.06, -ahead_m, height_m),
            vector(-sign(side) * 0.5, -1, 0.15),
            vector(-sign(side), 0, 0.2),
            0.5,
        )
        for side in ("L", "R")
    }
