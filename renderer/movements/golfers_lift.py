"""The golfer's lift: one hand on a support, one leg rises behind as the trunk goes down."""

from __future__ import annotations

import math

import numpy as np

from renderer import places
from renderer.angles import FootGoal
from renderer.core import Floats
from renderer.keyframes import Hand, Posture, Score
from renderer.motion import Performance
from renderer.movements.carried import held, mug_in
from renderer.movements.holds import AHEAD, carrying, hanging, stance, standing, vector
from renderer.movements.performing import Task, perform
from renderer.movements.reaching import under_lean
from renderer.skeleton import Skeleton

MOST_LEAN_DEG = 86.0
THING_M = 0.12  # the wrist above a small thing on the floor, fingers down


def golfers_lift(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Picks up a small thing, the left hand on a sideboard, the right leg rising."""
    feet = stance(skeleton, width_m=0.2, splay_deg=5, at=(0.0, 0.08))
    start = standing(skeleton).but(feet=feet)
    thing = vector(-rng.uniform(0.0, 0.08), -rng.uniform(0.26, 0.34), 0.05 + THING_M)
    edge = vector(
        -places.SIDEBOARD[0] - 0.13, places.SIDEBOARD[1] - 0.14, places.SIDEBOARD[2] + 0.03
    )
    propped = Hand("room", edge, vector(0.3, -1, -0.1), vector(0, 0, -1), 0.15)
    flexion_deg = rng.uniform(-2, 7)
    knees = np.arange(rng.uniform(14, 30), 65, 7)
    leaning = start.but(hands={"L": propped}, left_weight=0.75, tilt_deg=6)

    def deeper(depth: float, knee_deg: float) -> Posture:
        tilt_deg = 36 + 55 * depth
        picking = Hand("room", thing, vector(0, -0.3, -1), vector(1, 0, 0.1), 0.8)
        return start.but(
            tilt_deg=tilt_deg,
            flexion_deg=flexion_deg,
            knee_deg=knee_deg,
            left_weight=1.0,
            hands={"L": propped, "R": picking},
            feet={"R": _raised(skeleton, feet["L"], tilt_deg * 0.86)},
            gaze=thing + vector(0, -0.3, 0),
        )

    low = under_lean(skeleton, deeper, knees.tolist(), MOST_LEAN_DEG)
    score = Score(start)
    score.stay(rng.uniform(1.3, 1.6))
    score.go(0.9, leaning)
    score.go(rng.uniform(1.6, 2.2), low)
    taken_s = score.stay(rng.uniform(0.3, 0.6))
    score.go(rng.uniform(1.6, 2.1), leaning.but(hands={"R": carrying(skeleton, "R")}))
    score.go(0.8, start.but(hands={"R": carrying(skeleton, "R"), "L": hanging(skeleton, "L")}))
    score.but(0.3, gaze=AHEAD)
    score.stay(0.6)
    task = Task(
        "golfers-lift",
        "lift",
        "golfers-lift",
        "living",
        frozenset({"sideboard-left"}),
    )
    return perform(
        skeleton,
        rng,
        score,
        task,
        props=lambda motion, side: held(
            "mug", mug_in(skeleton, side), motion, from_s=taken_s, to_s=math.inf
        ),
        mirror=bool(rng.random() < 0.5),
    )


def _raised(skeleton: Skeleton, standing_foot: FootGoal, up_deg: float) -> FootGoal:
    # The leg makes one line with the trunk, nearly straight.
    leg = skeleton.legs["R"]
    angle = math.radians(up_deg)
    hip: Floats = standing_foot.ankle * vector(1, 1, 0) + vector(
        -2 * leg.upper[0] if leg.upper[0] > 0 else 2 * leg.upper[0], 0.06, skeleton.pelvis_rest[2]
    )
    ankle = hip + leg.length_m * 0.97 * vector(0, math.sin(angle), -math.cos(angle))
    return FootGoal(ankle, 0.0, angle + math.radians(25), vector(0, -0.6, -1))
