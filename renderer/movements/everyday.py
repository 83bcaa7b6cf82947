"""What breaks no rule: reaching high, sitting down and getting up, chatting."""

from __future__ import annotations

from typing import Any

import numpy as np

from renderer import places
from renderer.core import SIDES, Side
from renderer.keyframes import Hand, Posture, Score
from renderer.motion import Performance
from renderer.movements.carried import always, mug_in
from renderer.movements.chair import seat
from renderer.movements.holds import (
    carrying,
    hanging,
    heel_up,
    sign,
    stance,
    standing,
    vector,
)
from renderer.movements.performing import Task, perform
from renderer.movements.shoes import CHAIR
from renderer.skeleton import Skeleton


def high_reach(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Puts a mug up on a shelf and takes it down, on tiptoe where it is high."""
    feet = stance(skeleton, width_m=0.24)
    start = standing(skeleton).but(feet=feet)
    holding = start.but(hands={"R": carrying(skeleton, "R")})
    shelf = vector(*places.HIGH_SHELF) + vector(-0.2, 0.12, rng.uniform(0.0, 0.06))
    tiptoe_deg = rng.uniform(12, 24)
    up = start.but(
        flexion_deg=-rng.uniform(2, 7),
        side_bend_deg=rng.uniform(2, 6),
        rotation_deg=rng.uniform(1, 5),
        feet={side: heel_up(skeleton, side, feet[side], tiptoe_deg) for side in SIDES},
        hands={"R": Hand("room", shelf, vector(0, -0.5, 1), vector(0.4, -0.8, 0.2), 0.6)},
        gaze=shelf + vector(0, -0.2, 0),
        knee_deg=3,
    )
    score = Score(holding)
    score.stay(rng.uniform(1.3, 1.7))
    for _ in range(int(rng.integers(1, 3))):
        score.go(rng.uniform(1.1, 1.6), up)
        score.stay(rng.uniform(0.4, 0.9))
        score.go(rng.uniform(1.1, 1.6), holding)
        score.stay(0.4)
    score.stay(0.6)
    return perform(
        skeleton,
        rng,
        score,
        Task("high-reach", "reach-high", "", "kitchen", frozenset({"high-shelf"})),
        props=lambda _, side: always("mug", mug_in(skeleton, side)),
        mirror=bool(rng.random() < 0.5),
    )


def sit_stand(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Sits down and gets up again, leaning forward with a long back."""
    way = seat(skeleton, rng, (30, 38), (2, 9))
    score = Score(way.start)
    score.stay(rng.uniform(1.3, 1.7))
    score.go(rng.uniform(1.2, 1.5), way.over)
    score.go(0.8, way.leaning)
    score.go(rng.uniform(1.1, 1.4), way.upright)
    score.stay(rng.uniform(0.8, 1.4))
    score.go(rng.uniform(1.1, 1.4), way.leaning)
    score.go(0.7, way.over)
    score.go(rng.uniform(1.1, 1.5), way.start)
    score.stay(0.7)
    task = Task("sit-stand", "sit-stand", "seated", "living", CHAIR)
    return perform(skeleton, rng, score, task)


def chatting(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Stands and talks: arms and head move, the trunk stays upright."""
    start = standing(skeleton).but(feet=stance(skeleton, width_m=rng.uniform(0.2, 0.34)))
    score = Score(start)
    score.stay(rng.uniform(1.3, 1.7))
    while score.now_s < 9.5:
        score.go(rng.uniform(0.5, 1.1), _gesture(skeleton, rng, start))
        if rng.random() < 0.4:
            score.stay(rng.uniform(0.2, 0.6))
    score.go(1.0, start)
    score.stay(0.6)
    return perform(skeleton, rng, score, Task("chatting", "other"))


def standing_tall(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Stands quietly."""
    score = Score(standing(skeleton).but(knee_deg=rng.uniform(2, 7)))
    score.stay(rng.uniform(6, 8))
    return perform(skeleton, rng, score, Task("standing-tall", "other"))


def _gesture(skeleton: Skeleton, rng: np.random.Generator, start: Posture) -> Posture:
    changes: dict[str, Any] = {
        "rotation_deg": rng.uniform(-5, 5),
        "yaw_deg": rng.uniform(-6, 6),
        "tilt_deg": rng.uniform(-2, 3),
        "flexion_deg": rng.uniform(-2, 5),
        "side_bend_deg": rng.uniform(-3, 3),
        "shift_m": (rng.uniform(-0.05, 0.05), 0.0),
        "gaze": None,
        "head_deg": (rng.uniform(-12, 16), rng.uniform(-40, 40), rng.uniform(-8, 8)),
        "hands": {side: _talking_hand(skeleton, rng, side) for side in SIDES},
    }
    return start.but(**changes)


def _talking_hand(skeleton: Skeleton, rng: np.random.Generator, side: Side) -> Hand:
    if rng.random() < 0.35:
        return hanging(skeleton, side)
    arm_m = skeleton.arms[side].length_m
    out = sign(side)
    return Hand(
        "shoulder",
        vector(
            out * rng.uniform(-0.25, 0.4) * arm_m,
            -rng.uniform(0.35, 0.65) * arm_m,
            rng.uniform(-0.65, 0.15) * arm_m,
        ),
        vector(-out * rng.uniform(-0.2, 0.7), -1, rng.uniform(-0.2, 0.8)),
        vector(-out * 0.7, rng.uniform(-0.6, 0.3), rng.uniform(-0.2, 0.8)),
        rng.uniform(0.15, 0.6),
    )
