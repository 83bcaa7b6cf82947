"""A box from the floor to the waist: stoop, squat, hinge, stoop with a twist."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from renderer import places
from renderer.core import Floats, Side
from renderer.keyframes import Hand, Posture, Score
from renderer.motion import Performance
from renderer.movements.carried import box_hands, box_in, held
from renderer.movements.holds import AHEAD, stance, standing, vector
from renderer.movements.performing import Task, perform
from renderer.movements.reaching import under_lean
from renderer.rotations import about_z
from renderer.skeleton import Skeleton

STEP_IN_M = 0.27  # a far box is walked up to before it is lifted safely
SAFE_LEAN_DEG = 57.0
CARRIED_AHEAD_M = 0.36  # the box's middle before the ankles, its side at the belly
HINGE_LEAN_DEG = 88.0
STOOP_LEAN_DEG = 100.0  # the head does not go between the knees


def stoop(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Lifts with a rounded back, a near or a far box."""
    start, box = _start(skeleton, rng), _box(far=bool(rng.random() < 0.4))
    low = _stooped(skeleton, rng, start, box)
    score = Score(start)
    score.stay(rng.uniform(1.3, 1.7))
    return _lift(skeleton, rng, score, low, box, "box-stoop", seconds=rng.uniform(1.0, 2.2))


def squat(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Lifts from the knees with a long back, the box close."""
    start = _start(skeleton, rng, width_m=0.42, splay_deg=24)
    score, box = _walk_up(skeleton, rng, start)
    base = score.posture.but(flexion_deg=rng.uniform(0, 8), hands=_on_box(box), gaze=_beyond(box))
    knees = np.arange(rng.uniform(100, 112), 142, 6)
    low = under_lean(skeleton, partial(_tilted, base, 14, 60), knees.tolist(), SAFE_LEAN_DEG)
    return _lift(
        skeleton, rng, score, low, box, "box-squat", "squat", seconds=rng.uniform(1.6, 2.2)
    )


def hinge(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Lifts from the hips with a long back; the floor is too low for less than a deep lean."""
    start = _start(skeleton, rng, width_m=0.34, splay_deg=12)
    score, box = _walk_up(skeleton, rng, start)
    base = score.posture.but(
        flexion_deg=rng.uniform(-2, 7),
        hands=_on_box(box),
        gaze=_beyond(box),
    )
    knees = np.arange(rng.uniform(40, 70), 105, 7)
    low = under_lean(skeleton, partial(_tilted, base, 40, 60), knees.tolist(), HINGE_LEAN_DEG)
    return _lift(
        skeleton, rng, score, low, box, "box-hinge", "hip-hinge", seconds=rng.uniform(1.9, 2.4)
    )


def stoop_twist(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Lifts with a rounded back and turns to the right on planted feet."""
    start, box = _start(skeleton, rng), _box(far=False)
    low = _stooped(skeleton, rng, start, box)
    score = Score(start)
    score.stay(rng.uniform(1.3, 1.6))
    return _lift(
        skeleton,
        rng,
        score,
        low,
        box,
        "box-stoop-twist",
        seconds=rng.uniform(1.0, 1.8),
        turn_deg=-rng.uniform(34, 46),
    )


def _start(
    skeleton: Skeleton,
    rng: np.random.Generator,
    *,
    width_m: float = 0.32,
    splay_deg: float = 12.0,
) -> Posture:
    feet = stance(skeleton, width_m=width_m + rng.uniform(-0.03, 0.05), splay_deg=splay_deg)
    return standing(skeleton).but(feet=feet, knee_deg=rng.uniform(3, 8))


def _box(*, far: bool) -> Floats:
    return vector(*(places.FLOOR_BOX_FAR if far else places.FLOOR_BOX_NEAR))


def _on_box(box: Floats, yaw_deg: float = 0.0) -> dict[Side, Hand]:
    return {
        side: Hand("room", wrist, fingers, palm, 0.3)
        for side, (wrist, fingers, palm) in box_hands(box, math.radians(yaw_deg)).items()
    }


def _beyond(box: Floats) -> Floats:
    return box + vector(0, -0.9, 0.3)


def _tilted(base: Posture, least: float, more: float, depth: float, knee_deg: float) -> Posture:
    return base.but(tilt_deg=least + more * depth, knee_deg=knee_deg)


def _stooped(skeleton: Skeleton, rng: np.random.Generator, start: Posture, box: Floats) -> Posture:
    base = start.but(
        flexion_deg=rng.uniform(48, 66),
        hands=_on_box(box),
        gaze=box,
    )
    knees = np.arange(rng.uniform(5, 50), 100, 8)
    return under_lean(skeleton, partial(_tilted, base, 8, 70), knees.tolist(), STOOP_LEAN_DEG)


def _walk_up(skeleton: Skeleton, rng: np.random.Generator, start: Posture) -> tuple[Score, Floats]:
    far = bool(rng.random() < 0.4)
    score, box = Score(start), _box(far=far)
    score.stay(rng.uniform(1.3, 1.6))
    if far:
        for side in ("R", "L"):
            goal = start.feet[side]
            step = type(goal)(goal.ankle + vector(0, -STEP_IN_M, 0), goal.yaw)
            score.but(0.6, feet={side: step})
    return score, box


def _lift(
    skeleton: Skeleton,
    rng: np.random.Generator,
    score: Score,
    low: Posture,
    box: Floats,
    name: str,
    technique: str = "",
    *,
    seconds: float,
    turn_deg: float = 0.0,
) -> Performance:
    upright = score.posture
    score.go(seconds, low)
    taken_s = score.stay(rng.uniform(0.3, 0.5))
    middle = (low.feet["L"].ankle + low.feet["R"].ankle) * vector(0, 0.5, 0)
    waist = middle + vector(0, -CARRIED_AHEAD_M, skeleton.pelvis_rest[2] + 0.03)
    carried = upright.but(hands=_on_box(waist), gaze=AHEAD, tilt_deg=-2)
    lifted_s = score.go(seconds * rng.uniform(1.0, 1.2), _turned(carried, middle, waist, turn_deg))
    score.stay(rng.uniform(0.5, 0.9))
    if turn_deg:
        score.go(rng.uniform(0.9, 1.4), carried)
        score.stay(0.5)
    score.stay(0.5)
    task = Task(name, "lift", technique, lift_s=None if technique else (taken_s, lifted_s))
    return perform(
        skeleton,
        rng,
        score,
        task,
        props=lambda motion, _: held(
            "box", box_in(skeleton), motion, from_s=taken_s, to_s=math.inf
        ),
        mirror=bool(rng.random() < 0.5),
    )


def _turned(carried: Posture, feet: Floats, waist: Floats, turn_deg: float) -> Posture:
    if not turn_deg:
        return carried
    yaw_deg = turn_deg * 0.25
    whole_deg = turn_deg + yaw_deg
    box = feet + about_z(math.radians(whole_deg)) @ (waist - feet)
    return carried.but(
        rotation_deg=turn_deg,
        yaw_deg=yaw_deg,
        flexion_deg=8.0,
        hands=_on_box(box, whole_deg),
        gaze=box + vector(0, 0, 0.1),
    )
