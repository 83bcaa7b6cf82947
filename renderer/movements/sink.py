"""Washing up: a stoop that is kept up, or a long back with one hand on the edge."""

from __future__ import annotations

import numpy as np

from renderer import places
from renderer.core import Floats, Side
from renderer.keyframes import Hand, Posture, Score
from renderer.motion import Performance
from renderer.movements.holds import sign, stance, standing, vector
from renderer.movements.performing import Task, perform
from renderer.posing import pose
from renderer.skeleton import Skeleton

LOWEST_HEAD_M = places.WORKTOP_Z + 0.22
LEAST_TILT_DEG = -12.0
AT_SINK = frozenset({"sink"})


def stoop(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Hangs over the basin with a rounded back for as long as the washing takes."""
    start = standing(skeleton).but(feet=stance(skeleton, at=(0.0, 0.0), width_m=0.3))
    basin = vector(*places.SINK_BASIN) + vector(0, 0.04, 0.03)
    hanging = start.but(
        flexion_deg=rng.uniform(38, 52),
        knee_deg=rng.uniform(4, 30),
        hands=_washing(basin, 0.0),
        gaze=basin,
    )
    bent = _head_clear(skeleton, hanging, rng.uniform(6, 20))
    score = Score(start)
    score.stay(rng.uniform(1.3, 1.7))
    score.go(rng.uniform(1.0, 1.8), bent)
    for _ in range(int(rng.integers(8, 12))):
        turn = rng.uniform(-4, 4)
        swirl = rng.uniform(-0.05, 0.05)
        score.go(rng.uniform(0.4, 0.6), bent.but(hands=_washing(basin, swirl), rotation_deg=turn))
    score.go(rng.uniform(1.0, 1.6), start)
    score.stay(0.7)
    task = Task("sink-stoop", "sink", "", "kitchen", AT_SINK)
    return perform(skeleton, rng, score, task, mirror=bool(rng.random() < 0.5))


def braced(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Leans a little from the hips, one hand on the edge, the back long."""
    start = standing(skeleton).but(feet=stance(skeleton, at=(0.0, -0.02), width_m=0.34))
    basin = vector(*places.SINK_BASIN) + vector(-0.02, 0.08, 0.07)
    edge = vector(0.24, places.SINK_FRONT_Y + 0.0, places.WORKTOP_Z + 0.03)
    propped = Hand("room", edge, vector(-0.2, -1, -0.1), vector(0, 0, -1), 0.15)
    leaning = start.but(
        flexion_deg=rng.uniform(-2, 4),
        tilt_deg=rng.uniform(5, 9),
        knee_deg=rng.uniform(6, 28),
        hands={"R": _washing(basin, 0.0)["R"], "L": propped},
        gaze=basin,
    )
    score = Score(start)
    score.stay(rng.uniform(1.3, 1.7))
    score.go(rng.uniform(1.0, 1.5), leaning)
    for _ in range(int(rng.integers(8, 12))):
        hand = _washing(basin, rng.uniform(-0.05, 0.05))["R"]
        score.go(rng.uniform(0.4, 0.6), leaning.but(hands={"R": hand}))
    score.go(rng.uniform(1.0, 1.5), start)
    score.stay(0.7)
    task = Task("sink-braced", "sink", "", "kitchen", AT_SINK)
    return perform(skeleton, rng, score, task, mirror=bool(rng.random() < 0.5))


def _head_clear(skeleton: Skeleton, posture: Posture, tilt_deg: float) -> Posture:
    # A short person stoops less: the head stays above the worktop.
    tilted = posture.but(tilt_deg=tilt_deg)
    while pose(skeleton, tilted).at("head")[2] < LOWEST_HEAD_M and tilted.tilt_deg > LEAST_TILT_DEG:
        tilted = tilted.but(tilt_deg=tilted.tilt_deg - 3)
    return tilted


def _washing(basin: Floats, swirl_m: float) -> dict[Side, Hand]:
    return {
        side: Hand(
            "room",
            basin + vector(sign(side) * 0.08 + swirl_m, 0.06 + sign(side) * swirl_m, 0.08),
            vector(-sign(side) * 0.4, -0.8, -0.6),
            vector(-sign(side) * 0.8, 0.1, -0.5),
            0.6,
        )
        for side in ("L", "R")
    }
