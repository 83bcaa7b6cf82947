"""Joint-limited postures drawn evenly, one after the other: what a learner trains on."""

from __future__ import annotations

import math

import numpy as np

from renderer.core import SIDES, Side
from renderer.keyframes import Hand, Posture, Score
from renderer.motion import Performance
from renderer.movements.holds import hanging, on_knee, sign, stance, standing, vector
from renderer.movements.performing import Task, perform
from renderer.skeleton import Skeleton

TILT_DEG = (-5.0, 95.0)
FLEXION_DEG = (-10.0, 80.0)
SIDE_BEND_DEG = (-30.0, 30.0)
ROTATION_DEG = (-55.0, 55.0)
KNEE_DEG = (0.0, 120.0)
MOST_LEAN_DEG = 120.0  # of pelvis and spine together
TEMPO_S = (0.45, 2.2)
LAST_POSE_S = 6.6


def range_of_motion(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Goes from one random posture to the next, slow to fast, sometimes turning on the spot."""
    heading_deg = 0.0
    start = standing(skeleton).but(feet=stance(skeleton, width_m=rng.uniform(0.22, 0.42)))
    score = Score(start)
    score.stay(rng.uniform(1.2, 1.5))
    while score.now_s < LAST_POSE_S:
        if rng.random() < 0.3:
            heading_deg += float(rng.choice([-1.0, 1.0])) * rng.uniform(30, 70)
            _turn(skeleton, rng, score, heading_deg)
        tempo_s = math.exp(rng.uniform(*np.log(TEMPO_S)))
        feet = score.posture.feet
        drawn = _posture(skeleton, rng, start).but(yaw_deg=heading_deg, feet=feet)
        far = abs(drawn.tilt_deg - score.posture.tilt_deg)
        far += abs(drawn.flexion_deg - score.posture.flexion_deg)
        score.go(max(tempo_s, far / 220), drawn)
        score.stay(rng.uniform(0.0, 0.35))
    upright = start.but(yaw_deg=heading_deg, feet=score.posture.feet, gaze=None)
    score.go(1.2, upright)
    score.stay(0.5)
    return perform(skeleton, rng, score, Task("range-of-motion", "other"))


def _posture(skeleton: Skeleton, rng: np.random.Generator, start: Posture) -> Posture:
    # Some measures rest now and then: a learner must see each of them alone, too.
    tilt_deg = _drawn(rng, TILT_DEG, 0.25)
    flexion_deg = min(_drawn(rng, FLEXION_DEG, 0.25), MOST_LEAN_DEG - tilt_deg)
    knee_deg = _drawn(rng, KNEE_DEG, 0.35)
    return start.but(
        tilt_deg=tilt_deg,
        flexion_deg=flexion_deg,
        side_bend_deg=_drawn(rng, SIDE_BEND_DEG, 0.4),
        rotation_deg=_drawn(rng, ROTATION_DEG, 0.3),
        obliquity_deg=_drawn(rng, (-6.0, 6.0), 0.5),
        knee_deg=max(knee_deg, 3.0),
        hands={side: arm_anywhere(skeleton, rng, side, knee_deg) for side in SIDES},
        gaze=None,
        head_deg=(rng.uniform(-25, 30), rng.uniform(-45, 45), rng.uniform(-12, 12)),
    )


def _drawn(rng: np.random.Generator, limits: tuple[float, float], resting: float) -> float:
    value = rng.uniform(*limits)
    return rng.normal(0, 2) if rng.random() < resting else value


def arm_anywhere(skeleton: Skeleton, rng: np.random.Generator, side: Side, knee_deg: float) -> Hand:
    """Return an arm that hangs, rests on a bent knee or reaches anywhere."""
    kind = rng.random()
    if kind < 0.2:
        return hanging(skeleton, side)
    if kind < 0.3 and knee_deg > 20:
        return on_knee(side)
    arm_m = skeleton.arms[side].length_m
    out = sign(side)
    aside = math.radians(rng.uniform(-35, 100))  # from straight ahead, outwards
    height = math.radians(rng.uniform(-75, 70))
    far_m = arm_m * rng.uniform(0.5, 0.97)
    at = far_m * vector(
        out * math.sin(aside) * math.cos(height),
        -math.cos(aside) * math.cos(height),
        math.sin(height),
    )
    fingers = at / far_m + rng.normal(0, 0.35, 3)
    palm = vector(-out * 0.7, rng.uniform(-0.5, 0.5), rng.uniform(-0.7, 0.5))
    return Hand("shoulder", at, fingers, palm, rng.uniform(0.1, 0.9))


def _turn(skeleton: Skeleton, rng: np.random.Generator, score: Score, heading_deg: float) -> None:
    step_s = rng.uniform(0.45, 0.8)
    before = score.posture
    turned = stance(skeleton, width_m=rng.uniform(0.22, 0.42), yaw_deg=heading_deg)
    clockwise = heading_deg < before.yaw_deg
    first: Side = "R" if clockwise else "L"
    second: Side = "L" if clockwise else "R"
    upright = before.but(
        tilt_deg=before.tilt_deg * 0.4,
        flexion_deg=before.flexion_deg * 0.6,
        knee_deg=min(before.knee_deg, 25.0),
    )
    halfway_deg = (before.yaw_deg + heading_deg) / 2
    score.go(step_s, upright.but(yaw_deg=halfway_deg, feet={first: turned[first]}))
    score.but(step_s, yaw_deg=heading_deg, feet={second: turned[second]})
