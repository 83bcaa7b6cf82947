"""A chair: sitting down, reading, shoes with the foot brought up or with a bend, standing up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from renderer.core import SIDES, Doing
from renderer.keyframes import Hand, Posture
from renderer.movements.holds import foot, in_lap, sign, standing, vector
from renderer.movements.joining import QUIET_S, Routine
from renderer.movements.shoes import seated
from renderer.skeleton import Skeleton

SITS = Doing(0, 0, "sit-stand", "seated", ("rising-from-chair",), seated=True)
READS = Doing(0, 0, "other", "seated", ("reading",), seated=True)
SHOES = Doing(0, 0, advice=("shoes",))


@dataclass(frozen=True, slots=True, eq=False)
class Seat:
    """The way on to the chair: standing, over the feet, over the seat, upright on it."""

    start: Posture
    over: Posture
    leaning: Posture
    upright: Posture


def seat(
    skeleton: Skeleton,
    rng: np.random.Generator,
    tilt_deg: tuple[float, float] = (30, 36),
    flexion_deg: tuple[float, float] = (2, 8),
) -> Seat:
    """Return how somebody sits down, leaning forward with a long back.

    ``tilt_deg`` and ``flexion_deg`` are drawn from these ranges.
    """
    upright = seated(skeleton, rng)
    feet = {
        side: foot(
            skeleton,
            side,
            float(upright.feet[side].ankle[0]),
            float(upright.feet[side].ankle[1]) + 0.07,
            turned_deg=sign(side) * 8,
        )
        for side in SIDES
    }
    upright = upright.but(feet=feet)
    start = standing(skeleton).but(feet=feet)
    over = start.but(
        tilt_deg=rng.uniform(*tilt_deg),
        flexion_deg=rng.uniform(*flexion_deg),
        knee_deg=rng.uniform(74, 84),
        hands={side: in_lap(side) for side in SIDES},
        gaze=vector(0, -2.0, 0.8),
    )
    leaning = upright.but(tilt_deg=over.tilt_deg, flexion_deg=over.flexion_deg)
    return Seat(start, over, leaning, upright)


def sits(routine: Routine, rng: np.random.Generator, way: Seat) -> None:
    """Sit down from standing."""
    routine.score.go(rng.uniform(1.2, 1.5), way.over)
    routine.score.go(0.8, way.leaning)
    routine.score.go(rng.uniform(1.1, 1.4), way.upright)
    routine.did(SITS)
    routine.idle(QUIET_S)


def rises(routine: Routine, rng: np.random.Generator, way: Seat) -> None:
    """Stand up from the chair."""
    routine.score.go(0.8, way.upright)
    routine.idle(0.5)
    routine.score.go(rng.uniform(1.1, 1.4), way.leaning)
    routine.score.go(0.7, way.over)
    routine.score.go(rng.uniform(1.1, 1.5), way.start)
    routine.did(SITS)
    routine.idle(QUIET_S)


def holding(way: Seat) -> Seat:
    """Return the same way with a book in the right hand."""
    hand = Hand("pelvis", vector(-0.12, -0.34, 0.16), vector(0.5, -1, 0.1), vector(0.3, 0, 1), 0.4)
    standing_hand = Hand(
        "pelvis", vector(-0.16, -0.30, 0.12), vector(0.5, -1, 0.1), vector(0.3, 0, 1), 0.4
    )
    return Seat(
        way.start.but(hands={"R": standing_hand}),
        way.over.but(hands={"R": hand}),
        way.leaning.but(hands={"R": hand}),
        way.upright.but(hands={"R": hand}),
    )


def reads(routine: Routine, rng: np.random.Generator, way: Seat, seconds: float) -> None:
    """Read, the book held up before the chest, a page turned now and then."""
    at = vector(-0.10, -0.40, 0.30)
    fingers, palm = vector(0.6, -0.8, 0.45), vector(0.1, 0.6, 0.9)
    left = Hand(
        "pelvis", vector(0.13, -0.38, 0.30), vector(-0.5, -0.9, 0.4), vector(0, 0.4, 0.9), 0.4
    )
    page = Hand(
        "pelvis", vector(0.05, -0.40, 0.38), vector(-0.8, -0.6, 0.3), vector(0, 0.8, -0.3), 0.4
    )
    holds = way.upright.but(
        hands={"R": Hand("pelvis", at, fingers, palm, 0.4), "L": left},
        gaze=None,
        head_deg=(24.0, 2.0, 0.0),
    )
    routine.score.go(1.2, holds)
    until_s = routine.score.now_s + seconds
    while routine.score.now_s < until_s:
        routine.idle(rng.uniform(2.0, 3.0))
        routine.score.but(0.5, hands={"L": page}, head_deg=(22.0, -3.0, 0.0))
        routine.score.go(0.6, holds)
    routine.did(READS)
