"""The lower rack of the dishwasher: rounded, with a hip hinge, a squat, on one knee."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from renderer import places
from renderer.angles import FootGoal
from renderer.core import SIDES, Floats
from renderer.keyframes import Hand, Posture, Score
from renderer.motion import Performance
from renderer.movements.carried import held, plate_in
from renderer.movements.holds import (
    AHEAD,
    ankle_m,
    carrying,
    grasping,
    hanging,
    heel_up,
    on_knee,
    stance,
    standing,
    vector,
)
from renderer.movements.performing import Task, perform
from renderer.movements.reaching import shallowest, under_lean
from renderer.rotations import about_z
from renderer.skeleton import Skeleton

SAFE_LEAN_DEG = 58.0
HIPS_M = 0.83  # an average woman's hips above the floor
NEAR_Y = -0.14  # standing close, the toes before the open door
PLATE_STANDS_M = 0.36  # a plate's middle in the rack
HAND_OVER_PLATE_M = 0.16  # the wrist above what the fingers take


def rounded(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Bends from the back, knees straight or soft."""
    taken = _plate(rng)
    start = _start(skeleton, rng)
    flexion_deg, knee_deg = rng.uniform(48, 66), rng.uniform(4, 55)
    left = hanging(skeleton, "L") if rng.random() < 0.5 else on_knee("L")
    bent = start.but(
        flexion_deg=flexion_deg,
        knee_deg=knee_deg,
        rotation_deg=rng.uniform(0, 8),
        hands={"R": grasping("R", taken), "L": left},
        gaze=taken,
    )
    low = shallowest(skeleton, lambda depth: bent.but(tilt_deg=8 + 62 * depth))
    down = [(rng.uniform(0.9, 2.2), low)]
    return _take_and_rise(skeleton, rng, "dishwasher-rounded", start, down, [])


def hinge(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Bends from the hips with a long back, knees as straight as that allows."""
    straight = rng.random() < 0.5  # what stands higher is reached with straight knees
    higher_m = rng.uniform(0.11, 0.15) + 0.35 * max(0.0, skeleton.pelvis_rest[2] - HIPS_M)
    taken = _plate(rng, near=True) + vector(0, 0, higher_m if straight else 0)
    start = _start(skeleton, rng, near=True, width_m=0.40 if straight else 0.30)
    base = start.but(
        flexion_deg=rng.uniform(-2, 7),
        rotation_deg=rng.uniform(2, 8),
        side_bend_deg=-rng.uniform(3, 8),
        hands={"R": grasping("R", taken), "L": on_knee("L")},
        gaze=taken + vector(0, -0.3, 0),
    )
    knees = np.arange(rng.uniform(5, 12) if straight else rng.uniform(25, 50), 110, 7)
    low = under_lean(skeleton, partial(_tilted, base, 30, 62), knees.tolist(), SAFE_LEAN_DEG)
    down = [(rng.uniform(1.9, 2.6), low)]
    return _take_and_rise(skeleton, rng, "dishwasher-hinge", start, down, [], technique="hip-hinge")


def squat(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Goes down with the knees, the back long."""
    taken = _plate(rng, near=True)
    start = _start(skeleton, rng, width_m=0.32, splay_deg=20, near=True)
    base = start.but(
        flexion_deg=rng.uniform(0, 9),
        hands={"R": grasping("R", taken), "L": on_knee("L")},
        gaze=taken + vector(0, -0.2, 0),
    )
    knees = np.arange(rng.uniform(96, 118), 132, 6)
    low = under_lean(skeleton, partial(_tilted, base, 12, 58), knees.tolist(), SAFE_LEAN_DEG)
    down = [(rng.uniform(1.6, 2.4), low)]
    return _take_and_rise(skeleton, rng, "dishwasher-squat", start, down, [], technique="squat")


def half_kneel(skeleton: Skeleton, rng: np.random.Generator, rests_s: float = 0.0) -> Performance:
    """Goes down on one knee beside the open door, one foot forward; may rest upright there."""
    start = _start(skeleton, rng)
    taken = vector(rng.uniform(0.0, 0.10), -0.47, places.RACK[2] + HAND_OVER_PLATE_M)
    kneels = kneeling(skeleton, start).but(
        flexion_deg=rng.uniform(0, 8),
        hands={"R": grasping("R", taken), "L": on_knee("L")},
        gaze=taken,
    )
    low = shallowest(skeleton, lambda depth: kneels.but(tilt_deg=5 + 55 * depth))
    upright = low.but(tilt_deg=4, hands={"R": hanging(skeleton, "R")}, gaze=AHEAD)
    lunging = lunge(skeleton, start, low)
    down_s = rng.uniform(0.9, 1.1)
    holding = upright.but(hands={"R": carrying(skeleton, "R")})
    way_down = [
        (0.9, lunging),
        (down_s, upright),
        *([(rests_s, upright)] if rests_s else []),
        (rng.uniform(1.1, 1.4), low),
    ]
    way_up = [
        (1.0, holding),
        *([(rests_s, holding)] if rests_s else []),
        (down_s, lunging.but(hands={"R": holding.hands["R"]})),
    ]
    return _take_and_rise(
        skeleton,
        rng,
        "dishwasher-half-kneel",
        start,
        way_down,
        way_up,
        technique="half-kneel",
    )


def _plate(rng: np.random.Generator, *, near: bool = False) -> Floats:
    x = rng.uniform(-0.8, 0.4) * places.RACK_HALF_X
    y = rng.uniform(-0.48, -0.44) if near else rng.uniform(-0.60, -0.50)
    return vector(x, y, places.RACK[2] + HAND_OVER_PLATE_M)


def _start(
    skeleton: Skeleton,
    rng: np.random.Generator,
    *,
    width_m: float = 0.27,
    splay_deg: float = 9.0,
    near: bool = False,
) -> Posture:
    width_m += rng.uniform(-0.03, 0.06)
    feet = stance(skeleton, width_m=width_m, splay_deg=splay_deg, at=(0, NEAR_Y if near else 0))
    return standing(skeleton).but(feet=feet, knee_deg=rng.uniform(3, 8))


def _tilted(base: Posture, least: float, more: float, depth: float, knee_deg: float) -> Posture:
    return base.but(tilt_deg=least + more * depth, knee_deg=knee_deg)


def kneeling(skeleton: Skeleton, start: Posture) -> Posture:
    """Return somebody on the right knee, the trunk and hands as at the start."""
    # The right thigh is upright over its knee; the left foot stands outside the door.
    right, left = skeleton.legs["R"], skeleton.legs["L"]
    hip = right.upper - skeleton.pelvis_rest
    knee = vector(hip[0] + 0.08, 0.10, 0.065)
    pelvis = knee + vector(0, 0.02, right.upper_m * 0.985) - hip
    shank_m = right.lower_m
    toes = FootGoal(knee + vector(0, shank_m * 0.98, 0.05), 0.0, math.radians(72), FORWARD_LOW)
    front = pelvis + (left.upper - skeleton.pelvis_rest) * np.array([1.0, 1.0, 0.0])
    ankle = front + about_z(math.radians(48)) @ vector(0, -left.upper_m * 0.97, 0)
    ankle[2] = ankle_m(skeleton)
    planted = FootGoal(ankle, math.radians(40), 0.0, about_z(math.radians(48)) @ vector(0, -1, 0.6))
    return start.but(feet={"L": planted, "R": toes}, pelvis=pelvis, obliquity_deg=0)


FORWARD_LOW: Floats = vector(0, -1, -0.35)


def lunge(skeleton: Skeleton, start: Posture, low: Posture) -> Posture:
    """Return somebody half way between standing and kneeling ``low``."""
    # Between standing and kneeling: the front foot is there, the other heel up, half down.
    assert low.pelvis is not None
    back = heel_up(skeleton, "R", start.feet["R"], 35)
    back = FootGoal((back.ankle + low.feet["R"].ankle) / 2, 0.0, math.radians(45), FORWARD_LOW)
    height_m = skeleton.pelvis_rest[2] * 0.86
    over = low.pelvis * np.array([1.0, 1.0, 0.0]) + vector(0, 0.0, height_m)
    feet = {"L": low.feet["L"], "R": back}
    return start.but(feet=feet, pelvis=over, tilt_deg=8, gaze=AHEAD, hands={"L": _steadied(low)})


def _steadied(low: Posture) -> Hand:
    return low.hands["L"]


def _take_and_rise(
    skeleton: Skeleton,
    rng: np.random.Generator,
    name: str,
    start: Posture,
    way_down: list[tuple[float, Posture]],
    way_up: list[tuple[float, Posture]],
    *,
    technique: str = "",
) -> Performance:
    score = Score(start)
    score.stay(rng.uniform(1.3, 1.6))
    for seconds, posture in way_down:
        score.go(seconds, posture)
    low = score.posture
    aside = low.hands["R"].at + vector(rng.uniform(-0.06, 0.06), 0.02, 0.03)
    for _ in range(0 if len(way_up) > 1 else int(rng.integers(0, 3))):  # looks for the right one
        score.but(0.4, hands={"R": grasping("R", aside)})
        score.go(0.4, low)
    taken_s = score.stay(rng.uniform(0.3, 0.5))
    for seconds, posture in way_up:
        score.go(seconds, posture)
    both = {side: carrying(skeleton, side) for side in SIDES}
    up_s = score.go(way_down[0][0], start.but(hands=both, gaze=vector(0, -0.7, 1.0)))
    score.stay(rng.uniform(0.4, 0.7))
    score.but(0.7, hands={"L": hanging(skeleton, "L")}, gaze=AHEAD)
    score.stay(0.5)
    return perform(
        skeleton,
        rng,
        score,
        Task(
            name,
            "dishwasher",
            technique,
            "kitchen",
            frozenset({"dishwasher"}),
            lift_s=None if technique else (taken_s, up_s),
        ),
        props=lambda motion, side: held(
            "plate",
            plate_in(skeleton, side),
            motion,
            from_s=taken_s,
            to_s=math.inf,
            stands_m=PLATE_STANDS_M,
        ),
        mirror=bool(rng.random() < 0.5),
    )
