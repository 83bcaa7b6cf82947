"""A bar from the floor to the hips and back, both feet flat, the back straight."""

from __future__ import annotations

import numpy as np

from renderer import places
from renderer.core import SIDES, Doing, Floats, Side
from renderer.keyframes import Hand, Posture
from renderer.movements.carried import bar_in
from renderer.movements.holds import AHEAD, HAND_M, sign, stance, standing, vector
from renderer.movements.joining import QUIET_S, Routine
from renderer.movements.reaching import under_lean
from renderer.posing import pose
from renderer.skeleton import Skeleton

GRIP_M = 0.25  # each hand from the bar's middle
AHEAD_M = 0.20  # the bar before the ankles
AT_HIPS_M = 0.17
LIFTS = Doing(0, 0, "lift", "hip-hinge", ("pick-up-heavy", "pick-up-light"), lifts=True)


def stands(skeleton: Skeleton, rng: np.random.Generator) -> Posture:
    """Return somebody who stands before the bar."""
    feet = stance(skeleton, width_m=rng.uniform(0.24, 0.3), splay_deg=10)
    return standing(skeleton).but(feet=feet, knee_deg=rng.uniform(3, 7))


def lifts(
    routine: Routine, rng: np.random.Generator, times: int, knees_deg: float, most_lean_deg: float
) -> None:
    """Lift the bar so often, and leave it on the floor.

    Args:
        routine: Who stands before the bar (``stands``).
        rng: Draws the pace.
        times: How often.
        knees_deg: How far the knees bend at the least.
        most_lean_deg: How far the trunk leans at the most.
    """
    skeleton, start = routine.skeleton, routine.score.posture
    low = _low(skeleton, rng, start, knees_deg, most_lean_deg)
    arm_m = skeleton.arms["L"].length_m * 0.975
    height_m = float(pose(skeleton, start).at("upperarm01.L")[2]) - arm_m
    top = start.but(hands=_gripping(AT_HIPS_M, height_m), tilt_deg=-1.0)
    routine.score.go(rng.uniform(1.8, 2.2), low)
    taken_s = routine.score.stay(0.4)
    for _ in range(times):
        if routine.score.posture is not low:
            routine.score.go(rng.uniform(1.8, 2.2), low)
            routine.idle(0.3)
        routine.score.go(rng.uniform(1.6, 2.0), top)
        routine.idle(QUIET_S + 0.3)
        routine.did(LIFTS)
    routine.score.go(rng.uniform(1.8, 2.2), low)
    put_s = routine.score.stay(0.4)
    routine.score.go(rng.uniform(1.6, 2.0), start)
    routine.idle(QUIET_S)
    routine.did(LIFTS)
    routine.show_held("bar", bar_in(skeleton), taken_s, put_s)


def _low(
    skeleton: Skeleton,
    rng: np.random.Generator,
    start: Posture,
    knees_deg: float,
    most_lean_deg: float,
) -> Posture:
    base = start.but(
        flexion_deg=rng.uniform(-2, 4),
        hands=_gripping(AHEAD_M, places.BAR_PLATE_M + HAND_M),
        gaze=AHEAD * vector(1, 1, 0.3),
    )

    def deeper(depth: float, knee_deg: float) -> Posture:
        return base.but(tilt_deg=30 + 55 * depth, knee_deg=knee_deg)

    knees = np.arange(knees_deg, 130, 6)
    return under_lean(skeleton, deeper, knees.tolist(), most_lean_deg)


def _gripping(ahead_m: float, height_m: float) -> dict[Side, Hand]:
    palm: Floats = vector(0, 1, 0)
    return {
        side: Hand(
            "room", vector(sign(side) * GRIP_M, -ahead_m, height_m), vector(0, -0.1, -1), palm, 0.9
        )
        for side in SIDES
    }
