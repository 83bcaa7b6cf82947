"""Bends drawn evenly between hinge, squat and rounded back, held, arms anywhere."""

from __future__ import annotations

import math

import numpy as np

from renderer.core import SIDES, Side
from renderer.keyframes import Hand, Posture, Score
from renderer.motion import Performance
from renderer.movements.holds import (
    AHEAD,
    carrying,
    hanging,
    on_knee,
    sign,
    stance,
    standing,
    vector,
)
from renderer.movements.performing import Task, perform
from renderer.skeleton import Skeleton

MOST_LEAN_DEG = 85.0
MOST_ROUND_DEG = 55.0
ON_KNEES_FROM_DEG = 25.0
MOST_KNEE_DEG = 70.0
TEMPO_S = (0.6, 2.5)
MOST_HELD_S = 2.5
LAST_BEND_S = 5.5


def random_bends(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Two or three bends from standing, each held for a while and left for another or for tall."""
    feet = stance(skeleton, width_m=rng.uniform(0.16, 0.44), splay_deg=rng.uniform(0, 15))
    start = standing(skeleton).but(feet=feet)
    score = Score(start)
    score.stay(rng.uniform(1.2, 1.6))
    while score.now_s < LAST_BEND_S:
        score.go(_tempo_s(rng), _bent(skeleton, rng, start))
        score.stay(rng.uniform(0.3, MOST_HELD_S))
        if rng.random() < 0.5:
            score.go(_tempo_s(rng), start)
    score.go(1.2, start)
    score.stay(0.4)
    return perform(skeleton, rng, score, Task("random-bends", "other"))


def _tempo_s(rng: np.random.Generator) -> float:
    return math.exp(rng.uniform(*np.log(TEMPO_S)))


def _bent(skeleton: Skeleton, rng: np.random.Generator, start: Posture) -> Posture:
    # The same lean comes from hips or from the back, as often with hands that say nothing.
    lean_deg = rng.uniform(5, MOST_LEAN_DEG)
    flexion_deg = rng.uniform(0, MOST_ROUND_DEG) if rng.random() < 0.55 else rng.normal(0, 2)
    tilt_deg = max(lean_deg - 0.7 * max(flexion_deg, 0.0), 0.0)
    looks_ahead = rng.random() < 0.3
    return start.but(
        tilt_deg=tilt_deg,
        flexion_deg=flexion_deg,
        side_bend_deg=rng.normal(0, 3),
        rotation_deg=rng.normal(0, 4),
        knee_deg=rng.uniform(3, MOST_KNEE_DEG) if rng.random() < 0.5 else rng.uniform(3, 20),
        hands=_hands(skeleton, rng, lean_deg),
        gaze=AHEAD if looks_ahead else None,
        head_deg=(rng.uniform(-20, 35), rng.normal(0, 8), rng.normal(0, 4)),
    )


def _hands(skeleton: Skeleton, rng: np.random.Generator, lean_deg: float) -> dict[Side, Hand]:
    kind = rng.random()
    if kind < 0.2 and lean_deg > ON_KNEES_FROM_DEG:
        return {side: on_knee(side) for side in SIDES}
    if kind < 0.35:
        return {side: carrying(skeleton, side, across_m=rng.uniform(0.0, 0.15)) for side in SIDES}
    if kind < 0.55:
        return {side: _reaching(skeleton, rng, side) for side in SIDES}
    ahead_m = rng.uniform(-0.1, 0.2)
    return {side: hanging(skeleton, side, ahead_m=ahead_m) for side in SIDES}


def _reaching(skeleton: Skeleton, rng: np.random.Generator, side: Side) -> Hand:
    down = math.radians(rng.uniform(-80, 20))
    way = vector(sign(side) * rng.uniform(-0.2, 0.4), -math.cos(down), math.sin(down))
    at = way / np.linalg.norm(way) * rng.uniform(0.5, 0.95) * skeleton.arms[side].length_m
    return Hand("shoulder", at, way, vector(-sign(side) * 0.6, 0, -0.5), rng.uniform(0.1, 0.9))
