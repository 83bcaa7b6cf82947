"""A bend, a turn on planted feet and a bend to the side, each from rest to rest.

Short, because it is filmed many times: the smallest change that can be told is measured with it.
"""

from __future__ import annotations

import numpy as np

from renderer.core import SIDES, Side
from renderer.keyframes import Hand, Score
from renderer.motion import KeyedMotion, Performance, Sway
from renderer.movements.holds import hanging, on_knee, stance, standing
from renderer.skeleton import Skeleton

TALL_S = 0.8  # the stance needs calm for half a second, and then a quarter of one
REST_S = 0.4  # a movement is over after .3


def three_ways(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Bends forward with a long or a round back, turns to one side, bends to a side."""
    feet = stance(skeleton, width_m=rng.uniform(0.22, 0.34))
    start = standing(skeleton).but(feet=feet, knee_deg=rng.uniform(3, 9))
    hands: dict[Side, Hand] = {side: on_knee(side) for side in SIDES}
    if rng.random() < 0.5:
        hands = {side: hanging(skeleton, side, ahead_m=0.2) for side in SIDES}
    bent = start.but(
        tilt_deg=rng.uniform(15, 55),
        flexion_deg=rng.uniform(5, 50),
        knee_deg=rng.uniform(8, 40),
        hands=hands,
        gaze=None,
        head_deg=(rng.uniform(0, 12), 0.0, 0.0),
    )
    twist_deg = rng.uniform(18, 45)
    turned = start.but(
        rotation_deg=twist_deg,
        yaw_deg=rng.uniform(0.0, 0.25) * twist_deg,
        gaze=None,
        head_deg=(0.0, rng.uniform(0.0, 0.5) * twist_deg, 0.0),
    )
    side_deg = float(rng.choice([-1, 1])) * rng.uniform(15, 40)
    aside = start.but(
        side_bend_deg=side_deg,
        obliquity_deg=rng.uniform(0.1, 0.3) * side_deg,
        gaze=None,
        head_deg=(0.0, 0.0, -0.1 * side_deg),
    )
    score = Score(start)
    score.stay(TALL_S)
    for there, go_s in ((bent, rng.uniform(0.65, 0.8)), (turned, 0.5), (aside, 0.55)):
        score.go(go_s, there)
        score.stay(0.1)
        score.go(go_s, start)
        score.stay(REST_S)
    if rng.random() < 0.5:
        score = score.mirrored()
    motion = KeyedMotion(skeleton, score, Sway(rng))
    return Performance(motion, score.now_s, name="three-ways", task="other")


FILMED_AGAIN = {"three-ways": three_ways}
