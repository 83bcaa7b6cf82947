"""Backs drawn for what is hard to tell: the same bend hinged and rounded, and leaning back.

Arms, knees, gaze and lean of a pair are the same, so that only the back tells the two apart.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from renderer.core import SIDES, Side
from renderer.keyframes import Hand, Posture, Score
from renderer.motion import Performance
from renderer.movements.holds import (
    AHEAD,
    carrying,
    hands_on_chest,
    hands_on_hips,
    hanging,
    in_lap,
    on_knee,
    sign,
    stance,
    standing,
    vector,
)
from renderer.movements.performing import Task, perform
from renderer.movements.shoes import CHAIR, seated
from renderer.skeleton import Skeleton

LEAN_DEG = (25.0, 95.0)
SEATED_LEAN_DEG = (20.0, 75.0)
ROUND_DEG = (25.0, 70.0)
SPINE_LEANS = 0.7  # of the spine's bend shows in the line from hips to shoulders
TEMPO_S = (0.6, 2.0)
HELD_S = (0.3, 1.2)
LAST_PAIR_S = 4.5
LAST_LEAN_S = 6.0
SUPPORT_M = (0.6, 1.0)  # a table's to a worktop's height
Bend = Callable[[float], Posture]  # by the spine's bend, degrees


def hinge_and_round(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Bends twice to the same lean from standing, once with a long and once with a round back."""
    feet = stance(skeleton, width_m=rng.uniform(0.16, 0.44), splay_deg=rng.uniform(0, 15))
    start = standing(skeleton).but(feet=feet, knee_deg=rng.uniform(3, 10))
    return _pairs(skeleton, rng, start, LEAN_DEG, Task("hinge-and-round", "other"))


def seated_hinge_and_round(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """The same on a chair."""
    task = Task("seated-hinge-and-round", "other", room="bedroom", needs=CHAIR)
    return _pairs(skeleton, rng, seated(skeleton, rng), SEATED_LEAN_DEG, task)


def leaning_back(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Leans back from hips, back or both while standing, again and again, and ahead between."""
    feet = stance(skeleton, width_m=rng.uniform(0.16, 0.44), splay_deg=rng.uniform(0, 15))
    start = standing(skeleton).but(feet=feet, knee_deg=rng.uniform(3, 10))

    def back() -> Posture:
        return start.but(
            tilt_deg=rng.uniform(-28, 0),
            flexion_deg=rng.uniform(-32, 8),
            knee_deg=rng.uniform(3, 35),
            hands=_idle(skeleton, rng),
        )

    return _leans(rng, skeleton, start, back, Task("random-leaning-back", "other"))


def seated_leaning_back(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """The same on a chair: the back stays as it is or slumps, and the pelvis tips back."""
    start = seated(skeleton, rng)

    def back() -> Posture:
        return start.but(
            tilt_deg=rng.uniform(-42, 0),
            flexion_deg=rng.uniform(-15, 30),
            hands=_idle(skeleton, rng) if rng.random() < 0.6 else start.hands,
        )

    task = Task("seated-leaning-back", "other", room="bedroom", needs=CHAIR)
    return _leans(rng, skeleton, start, back, task)


def _pairs(
    skeleton: Skeleton,
    rng: np.random.Generator,
    start: Posture,
    lean_deg: tuple[float, float],
    task: Task,
) -> Performance:
    score = Score(start)
    score.stay(rng.uniform(1.2, 1.5))
    while score.now_s < LAST_PAIR_S:
        held = _held(skeleton, rng, start, rng.uniform(*lean_deg))
        backs = [rng.normal(0, 3), rng.uniform(*ROUND_DEG)]
        rng.shuffle(backs)
        rises = rng.random() < 0.6  # or only the back changes, which no arm or leg tells
        for flexion_deg in backs:
            score.go(_tempo_s(rng), held(flexion_deg))
            score.stay(rng.uniform(*HELD_S))
            if rises:
                score.go(_tempo_s(rng), start)
    if not rises:
        score.go(1.2, start)
    score.stay(0.4)
    return perform(skeleton, rng, score, task)


def _held(skeleton: Skeleton, rng: np.random.Generator, start: Posture, lean_deg: float) -> Bend:
    """Return a bend to this lean as a function of the spine's bend."""
    seat = start.pelvis is not None
    rest: dict[str, Any] = {
        "side_bend_deg": rng.normal(0, 4),
        "rotation_deg": rng.normal(0, 6),
        "hands": _at_work(skeleton, rng, start, seat),
        "gaze": AHEAD if rng.random() < 0.25 else None,
        "head_deg": (rng.uniform(-35, 40), rng.normal(0, 12), rng.normal(0, 5)),
    }
    if not seat:
        rest["knee_deg"] = rng.uniform(3, 75) if rng.random() < 0.4 else rng.uniform(3, 25)

    def held(flexion_deg: float) -> Posture:
        tilt_deg = max(lean_deg - SPINE_LEANS * flexion_deg, start.tilt_deg)
        return start.but(tilt_deg=tilt_deg, flexion_deg=flexion_deg, **rest)

    return held


def _leans(
    rng: np.random.Generator,
    skeleton: Skeleton,
    start: Posture,
    back: Callable[[], Posture],
    task: Task,
) -> Performance:
    score = Score(start)
    score.stay(rng.uniform(1.2, 1.5))
    while score.now_s < LAST_LEAN_S:
        ahead = rng.random() < 0.3
        drawn = start.but(tilt_deg=rng.uniform(5, 45)) if ahead else back()
        score.go(
            _tempo_s(rng),
            drawn.but(
                side_bend_deg=rng.normal(0, 6),
                rotation_deg=rng.normal(0, 10),
                gaze=AHEAD if rng.random() < 0.4 else None,
                head_deg=(rng.uniform(-35, 35), rng.normal(0, 15), rng.normal(0, 5)),
            ),
        )
        score.stay(rng.uniform(*HELD_S))
        if rng.random() < 0.3:
            score.go(_tempo_s(rng), start)
    score.go(1.2, start)
    score.stay(0.4)
    return perform(skeleton, rng, score, task)


def _tempo_s(rng: np.random.Generator) -> float:
    return math.exp(rng.uniform(*np.log(TEMPO_S)))


def _at_work(
    skeleton: Skeleton, rng: np.random.Generator, start: Posture, seat: bool
) -> dict[Side, Hand]:
    kind = rng.random()
    if kind < 0.25:
        ahead_m = rng.uniform(-0.1, 0.2)
        return {side: hanging(skeleton, side, ahead_m=ahead_m) for side in SIDES}
    if kind < 0.35:
        return hands_on_hips(skeleton)
    if kind < 0.5:
        return {side: in_lap(side) if seat else on_knee(side) for side in SIDES}
    if kind < 0.65:
        return {side: carrying(skeleton, side, across_m=rng.uniform(0.0, 0.15)) for side in SIDES}
    if kind < 0.85:
        return {side: _reaching(skeleton, rng, side) for side in SIDES}
    holds: Side = "L" if rng.random() < 0.5 else "R"
    other: Side = "R" if holds == "L" else "L"
    at = start.feet[holds].ankle * (1, 1, 0)
    at = at + vector(sign(holds) * rng.uniform(0, 0.3), -rng.uniform(0.3, 0.6), 0)
    at = at + vector(0, 0, rng.uniform(*SUPPORT_M))
    free = rng.random() < 0.5
    return {
        holds: Hand("room", at, vector(0, -1, -0.2), vector(0, 0, -1), 0.3),
        other: hanging(skeleton, other) if free else _reaching(skeleton, rng, other),
    }


def _reaching(skeleton: Skeleton, rng: np.random.Generator, side: Side) -> Hand:
    down = math.radians(rng.uniform(-85, 10))
    way = vector(sign(side) * rng.uniform(-0.2, 0.4), -math.cos(down), math.sin(down))
    at = way / np.linalg.norm(way) * rng.uniform(0.5, 0.95) * skeleton.arms[side].length_m
    return Hand("shoulder", at, way, vector(-sign(side) * 0.6, 0, -0.5), rng.uniform(0.1, 0.9))


def _idle(skeleton: Skeleton, rng: np.random.Generator) -> dict[Side, Hand]:
    kind = rng.random()
    if kind < 0.3:
        return hands_on_hips(skeleton)
    if kind < 0.45:
        return hands_on_chest(skeleton)
    if kind < 0.7:
        return {side: _reaching(skeleton, rng, side) for side in SIDES}
    return {side: hanging(skeleton, side, ahead_m=rng.uniform(-0.1, 0.2)) for side in SIDES}
