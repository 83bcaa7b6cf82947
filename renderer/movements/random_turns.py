"""Turns drawn evenly, one after the other, as people do them: eyes and hands go along."""

from __future__ import annotations

import math

import numpy as np

from renderer.core import SIDES, Side
from renderer.keyframes import Hand, Posture, Score
from renderer.motion import Performance
from renderer.movements.holds import hanging, sign, stance, standing, vector
from renderer.movements.performing import Task, perform
from renderer.skeleton import Skeleton

MOST_AROUND_DEG = 130.0  # where somebody reaches without a step
MOST_TWIST_DEG = 55.0
MOST_PELVIS_DEG = 30.0  # with planted feet
MOST_HEAD_DEG = 60.0
TEMPO_S = (0.4, 2.2)
LAST_TURN_S = 6.4


def random_turns(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Reaches, looks and turns to one side and another, the feet planted."""
    feet = stance(skeleton, width_m=rng.uniform(0.2, 0.44), splay_deg=rng.uniform(0, 14))
    start = standing(skeleton).but(feet=feet)
    score = Score(start)
    score.stay(rng.uniform(1.2, 1.5))
    while score.now_s < LAST_TURN_S:
        tempo_s = math.exp(rng.uniform(*np.log(TEMPO_S)))
        turned = _turned(skeleton, rng, start)
        far = abs(turned.rotation_deg - score.posture.rotation_deg)
        score.go(max(tempo_s, far / 170), turned)
        score.stay(rng.uniform(0.0, 0.8))
    score.go(1.2, start)
    score.stay(0.5)
    return perform(skeleton, rng, score, Task("random-turns", "other"))


def _turned(skeleton: Skeleton, rng: np.random.Generator, start: Posture) -> Posture:
    # How a turn is shared out between feet, pelvis, chest, head and arm differs from person
    # to person and moment to moment; a learner must not take one for the other.
    around_deg = rng.uniform(-1, 1) * MOST_AROUND_DEG * (0.2 if rng.random() < 0.2 else 1.0)
    rotation_deg = _limited(rng.uniform(0.0, 0.9) * around_deg, MOST_TWIST_DEG)
    yaw_deg = _limited(rng.uniform(0.0, 0.4) * around_deg, MOST_PELVIS_DEG)
    left_deg = around_deg - rotation_deg - yaw_deg
    head_deg = _limited(rng.uniform(0.0, 1.0) * left_deg, MOST_HEAD_DEG)
    if rng.random() < 0.25:
        head_deg = rng.uniform(-45, 45)
    return start.but(
        tilt_deg=_now_and_then(rng, 0.5, 40),
        flexion_deg=_now_and_then(rng, 0.5, 45),
        side_bend_deg=rng.normal(0, 7),
        rotation_deg=rotation_deg,
        yaw_deg=yaw_deg,
        knee_deg=rng.uniform(3, 40),
        hands=_hands(skeleton, rng, left_deg),
        gaze=None,
        head_deg=(rng.uniform(-15, 30), head_deg, rng.uniform(-8, 8)),
    )


def _hands(skeleton: Skeleton, rng: np.random.Generator, left_deg: float) -> dict[Side, Hand]:
    """Reach as far round as chest and pelvis have left to do, with one hand or both."""
    near: Side = "L" if (left_deg > 0) == (rng.random() < 0.75) else "R"
    height_deg = rng.uniform(-75, 45)
    both = rng.random()
    hands: dict[Side, Hand] = {}
    for side in SIDES:
        if side == near or both < 0.4:
            around_deg = float(np.clip(left_deg, -75, 75)) + rng.normal(0, 8)
            hands[side] = _reach(skeleton, rng, side, around_deg, height_deg)
        elif both < 0.85:
            hands[side] = hanging(skeleton, side, ahead_m=rng.uniform(0.0, 0.2))
        else:
            hands[side] = _reach(skeleton, rng, side, rng.uniform(-40, 40), rng.uniform(-75, 60))
    return hands


def _reach(
    skeleton: Skeleton,
    rng: np.random.Generator,
    side: Side,
    around_deg: float,
    height_deg: float,
) -> Hand:
    # Around from the chest's own straight ahead, to the left +.
    around, height = math.radians(around_deg), math.radians(height_deg)
    far = rng.uniform(0.5, 0.95)
    way = vector(
        math.sin(around) * math.cos(height), -math.cos(around) * math.cos(height), math.sin(height)
    )
    palm = vector(-sign(side) * 0.6, rng.uniform(-0.3, 0.3), rng.uniform(-0.8, 0.4))
    at = way * far * skeleton.arms[side].length_m
    return Hand("shoulder", at, way + rng.normal(0, 0.3, 3), palm, rng.uniform(0.1, 0.9))


def _limited(angle_deg: float, most_deg: float) -> float:
    return float(np.clip(angle_deg, -most_deg, most_deg))


def _now_and_then(rng: np.random.Generator, share: float, most_deg: float) -> float:
    return rng.uniform(0, most_deg) if rng.random() < share else rng.normal(0, 2)
