"""The movements of ``raised_hands``: a hand raised as the sign, and what looks a little like it.

Written for the right hand; each is drawn at random from what people do.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from renderer.core import Floats
from renderer.keyframes import Hand, Score
from renderer.motion import Performance
from renderer.movements.holds import HAND_M, carrying, stance, standing, vector
from renderer.movements.performing import Task, perform
from renderer.skeleton import Skeleton

# The person: arms that move make somebody known to the tracker, as in a session under way.
MOVING_S, WAIT_S, DOWN_S = 0.5, 0.5, 0.6
HELD_S = 2.5  # a sign; the others are held for 1 to 4 s
BESIDE_DEG, BEFORE_DEG = 0.0, 80.0  # where the elbow points: to the side, nearly straight ahead
FAR_DEG = 60.0  # from the side the far hand is well before the face, or the head hides it
ELBOW_DEG = (-8.0, 10.0)  # below and above the shoulder
# The other hand where people hold on: from a rollator's handles to a worktop, beside and ahead.
HOLD_HEIGHT_M, HOLD_ASIDE_M, HOLD_AHEAD_M = (0.82, 0.94), (0.24, 0.36), (0.1, 0.32)
Held = Callable[[Skeleton, np.random.Generator], Hand]


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """A movement, and from when to when the hand is where it goes to (seconds)."""

    performance: Performance
    up_s: float
    down_s: float


def move(
    kind: str,
    skeleton: Skeleton,
    rng: np.random.Generator,
    *,
    mirror: bool,
    far: bool,
    held_s: float,
    holds_on: bool = False,
) -> Move:
    """Return somebody who does this once, both feet on the floor, the other arm hanging.

    Args:
        kind: "sign" or one of ``OTHERS``.
        skeleton: Who.
        rng: Draws the rest.
        mirror: With the left hand.
        far: Whether that arm is on the far side of the body, seen from the camera.
        held_s: How long the hand stays there.
        holds_on: Whether the other hand holds on to something all the while.
    """
    held = _sign(skeleton, rng, far=far) if kind == "sign" else OTHERS[kind](skeleton, rng)
    start = standing(skeleton).but(feet=stance(skeleton, width_m=rng.uniform(0.2, 0.3)))
    score = Score(start)
    score.but(MOVING_S, hands={"L": carrying(skeleton, "L"), "R": carrying(skeleton, "R")})
    if holds_on:
        start = start.but(hands={"L": _resting(rng)})
    score.go(MOVING_S, start)
    score.stay(WAIT_S)
    up_s = score.but(rng.uniform(0.6, 1.2), hands={"R": held})
    down_s = score.stay(held_s)
    score.go(DOWN_S, start)
    task = Task(kind, "other")
    return Move(perform(skeleton, rng, score, task, mirror=mirror), up_s, down_s)


def _sign(skeleton: Skeleton, rng: np.random.Generator, *, far: bool) -> Hand:
    arm = skeleton.arms["R"]
    ahead = np.radians(rng.uniform(FAR_DEG if far else BESIDE_DEG, BEFORE_DEG))
    up = np.radians(rng.uniform(*ELBOW_DEG))
    elbow = arm.upper_m * _direction(ahead, up)
    tilt, towards = np.radians(rng.uniform(0, 12)), rng.uniform(0, 2 * math.pi)
    forearm = vector(
        math.sin(tilt) * math.cos(towards), math.sin(tilt) * math.sin(towards), math.cos(tilt)
    )
    palm = vector(0, -1, 0.1)
    return Hand("shoulder", elbow + arm.lower_m * forearm, forearm, palm, 0.1, elbow=elbow)


def _resting(rng: np.random.Generator) -> Hand:
    aside_m, ahead_m = rng.uniform(*HOLD_ASIDE_M), rng.uniform(*HOLD_AHEAD_M)
    at = vector(aside_m, HAND_M - ahead_m, rng.uniform(*HOLD_HEIGHT_M))
    return Hand("room", at, vector(0, -1, -0.1), vector(0, 0, -1), 0.5)


def _reach(skeleton: Skeleton, rng: np.random.Generator) -> Hand:
    """A shelf before or beside her, from head height to as high as she can."""
    arm = skeleton.arms["R"]
    way = _direction(np.radians(rng.uniform(55, 110)), np.radians(rng.uniform(25, 75)))
    palm = vector(0, -0.6, 0.6) if rng.random() < 0.5 else vector(1, 0, 0)
    return Hand("shoulder", arm.length_m * rng.uniform(0.72, 0.97) * way, way, palm, 0.6)


def _hair(skeleton: Skeleton, rng: np.random.Generator) -> Hand:
    """On the crown, at the back or at the side of the head."""
    head = _head(skeleton)
    at = head + vector(*_within(rng, (-0.10, 0.02), (-0.06, 0.14), (0.0, 0.12)))
    elbow = vector(-1, -rng.uniform(-0.4, 0.7), rng.uniform(-0.2, 0.5))
    return Hand("shoulder", at, vector(0.8, 0.1, 0.3), vector(0.3, 0, -1), 0.3, elbow=elbow)


def _glasses(skeleton: Skeleton, rng: np.random.Generator) -> Hand:
    """At a hinge of the frame or its bridge, or pushed up into the hair."""
    head = _head(skeleton)
    at = head + vector(*_within(rng, (-0.12, -0.02), (-0.20, -0.12), (-0.14, 0.02)))
    elbow = vector(-0.7, -rng.uniform(0.2, 0.8), -rng.uniform(0.1, 1.0))
    return Hand("shoulder", at, vector(0.5, 0.3, 0.8), vector(0.5, 0.5, 0), 0.5, elbow=elbow)


def _telephone(skeleton: Skeleton, rng: np.random.Generator) -> Hand:
    """At the ear, the elbow hanging or held out."""
    head = _head(skeleton)
    at = head + vector(*_within(rng, (-0.14, -0.09), (-0.08, 0.0), (-0.18, -0.06)))
    elbow = vector(-rng.uniform(0.3, 1), -rng.uniform(0, 0.8), -rng.uniform(-0.1, 1.0))
    return Hand("shoulder", at, vector(0.1, 0.2, 1), vector(1, 0, 0), 0.8, elbow=elbow)


OTHERS: Mapping[str, Held] = {
    "reach": _reach,
    "hair": _hair,
    "glasses": _glasses,
    "telephone": _telephone,
}


def _direction(ahead_rad: float, up_rad: float) -> Floats:
    """Return a unit (3,): from the right side (0) to straight ahead (90 degrees), and up."""
    return vector(
        -math.cos(ahead_rad) * math.cos(up_rad),
        -math.sin(ahead_rad) * math.cos(up_rad),
        math.sin(up_rad),
    )


def _head(skeleton: Skeleton) -> Floats:
    """Return the middle between the ears from the right shoulder, (3,)."""
    body = skeleton.body
    return np.asarray(body.at("head") - body.at("upperarm01.R") + vector(0, -0.02, 0.05))


def _within(rng: np.random.Generator, *ranges: tuple[float, float]) -> list[float]:
    return [float(rng.uniform(low, high)) for low, high in ranges]
