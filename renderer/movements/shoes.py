"""Putting on shoes: standing and bending, seated and bending, seated with the foot brought up."""

from __future__ import annotations

import math

import numpy as np

from renderer import places
from renderer.angles import FootGoal
from renderer.core import SIDES, Floats, Side
from renderer.keyframes import Hand, Posture, Score
from renderer.motion import Performance
from renderer.movements.holds import (
    AHEAD,
    foot,
    in_lap,
    sign,
    standing,
    toe_of,
    vector,
)
from renderer.movements.performing import Task, perform
from renderer.movements.reaching import shallowest, under_lean
from renderer.posing import pose
from renderer.rotations import FORWARD, about_z
from renderer.skeleton import Skeleton

SEATED_PELVIS_M = 0.085  # the pelvis' joint centre above the seat
LACES_M = 0.11  # before the ankle
STOOP_LEAN_DEG = 108.0
CHAIR = frozenset({"chair"})


def standing_bend(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Bends from standing down to one shoe, back rounded."""
    start = standing(skeleton)
    feet = {
        "R": foot(skeleton, "R", -0.12, -rng.uniform(0.12, 0.2), turned_deg=-6),
        "L": foot(skeleton, "L", 0.12, rng.uniform(0.0, 0.06), turned_deg=8),
    }
    start = start.but(feet=feet)
    laces = toe_of(feet["R"], LACES_M) + vector(0, 0, 0.17)
    bent = start.but(
        flexion_deg=rng.uniform(54, 68),
        hands=_tying(laces),
        gaze=laces,
        shift_m=(0.0, 0.03),
    )
    knees = np.arange(rng.uniform(6, 50), 100, 8)
    low = under_lean(
        skeleton,
        lambda depth, knee_deg: bent.but(tilt_deg=8 + 74 * depth, knee_deg=knee_deg),
        knees.tolist(),
        STOOP_LEAN_DEG,
    )
    score = Score(start)
    score.stay(rng.uniform(1.3, 1.7))
    score.go(rng.uniform(1.2, 2.4), low)
    _tie(score, rng, laces)
    tied_s = score.now_s
    # Hands that go low and rise with the trunk are a lift, whatever they hold (DESIGN 4).
    up_s = score.go(rng.uniform(1.2, 2.2), start)
    score.stay(0.7)
    task = Task(
        "shoes-standing-bend",
        "shoes",
        "",
        "bedroom",
        frozenset({"shoe"}),
        lift_s=(tied_s, up_s),
    )
    return perform(skeleton, rng, score, task, mirror=bool(rng.random() < 0.5))


def seated_bend(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Sits and bends down to the floor, back rounded."""
    start = seated(skeleton, rng)
    laces = toe_of(start.feet["R"], LACES_M) + vector(0, 0, 0.17)
    bent = start.but(flexion_deg=rng.uniform(50, 66), hands=_tying(laces), gaze=laces)
    low = shallowest(skeleton, lambda depth: bent.but(tilt_deg=5 + 65 * depth))
    score = Score(start)
    score.stay(rng.uniform(1.3, 1.7))
    score.go(rng.uniform(1.1, 2.2), low)
    _tie(score, rng, laces)
    score.go(rng.uniform(1.1, 2.0), start)
    score.stay(0.8)
    task = Task("shoes-seated-bend", "shoes", "", "bedroom", CHAIR)
    return perform(skeleton, rng, score, task, mirror=bool(rng.random() < 0.5))


def figure_four(
    skeleton: Skeleton, rng: np.random.Generator, tilt_deg: tuple[float, float] = (8.0, 14.0)
) -> Performance:
    """Sits and brings the foot up: the right ankle lies on the left knee."""
    start = seated(skeleton, rng)
    knee = pose(skeleton, start).at("lowerleg01.L")
    ankle = knee + vector(-0.02, 0.06, 0.115)
    up = FootGoal(ankle, math.radians(68), math.radians(14), vector(-1.0, -0.45, 0.2))
    under_way = FootGoal(
        ankle + vector(-0.14, -0.06, 0.05),
        math.radians(34),
        math.radians(12),
        vector(-0.7, -0.8, 0.3),
    )
    laces = ankle + vector(0.05, -0.07, 0.02)
    hands = _around(laces)
    helping = {
        "R": Hand(
            "room",
            ankle + vector(-0.2, 0.06, 0.10),
            vector(0.8, -0.5, -0.3),
            vector(0, 0.2, -1),
            0.4,
        ),
        "L": in_lap("L"),
    }
    crossing = start.but(
        tilt_deg=start.tilt_deg + 2, feet={"R": under_way}, hands=helping, gaze=knee
    )
    crossed = crossing.but(
        tilt_deg=rng.uniform(*tilt_deg),
        flexion_deg=rng.uniform(4, 9),
        feet={"R": up},
        hands=hands,
        gaze=laces,
    )
    score = Score(start)
    score.stay(rng.uniform(1.3, 1.6))
    score.go(0.9, crossing)
    score.go(0.9, crossed)
    for _ in range(int(rng.integers(2, 4))):
        pulled = _around(laces + vector(0, 0, 0.03), apart_m=0.04)
        score.but(rng.uniform(0.4, 0.6), hands=pulled)
        score.go(rng.uniform(0.4, 0.6), crossed)
    score.go(0.9, crossing)
    score.go(0.9, start)
    score.stay(0.7)
    task = Task("shoes-figure-four", "shoes", "seated-foot-up", "bedroom", CHAIR)
    return perform(skeleton, rng, score, task, mirror=bool(rng.random() < 0.5))


def seated(skeleton: Skeleton, rng: np.random.Generator) -> Posture:
    """Return somebody who sits upright on the chair, hands on the thighs."""
    leg = skeleton.legs["L"]
    y = places.SEAT[1] - 0.01
    pelvis = vector(places.SEAT[0], y, places.SEAT_Z + SEATED_PELVIS_M)
    feet = {
        side: foot(
            skeleton,
            side,
            sign(side) * rng.uniform(0.11, 0.15),
            y - leg.upper_m * 0.98 + rng.uniform(-0.03, 0.03),
            turned_deg=sign(side) * 6,
        )
        for side in SIDES
    }
    return standing(skeleton).but(
        pelvis=pelvis,
        feet=feet,
        tilt_deg=rng.uniform(-5, 0),
        flexion_deg=rng.uniform(0, 5),
        hands={side: in_lap(side) for side in SIDES},
        gaze=AHEAD + vector(0, 0, -0.1),
    )


def _tying(laces: Floats, *, apart_m: float = 0.0) -> dict[Side, Hand]:
    return {
        side: Hand(
            "room",
            laces + vector(sign(side) * (0.055 + apart_m), 0.03, apart_m),
            vector(-sign(side) * 0.2, -0.5, -1),
            vector(-sign(side), 0, 0),
            0.7,
        )
        for side in SIDES
    }


def _tie(score: Score, rng: np.random.Generator, laces: Floats) -> None:
    low = score.posture
    for _ in range(int(rng.integers(1, 4))):
        score.but(rng.uniform(0.35, 0.55), hands=_tying(laces, apart_m=0.035))
        score.go(rng.uniform(0.35, 0.55), low)


def _around(laces: Floats, *, apart_m: float = 0.0) -> dict[Side, Hand]:
    # The foot lies across, toes to the left: hands come from before and behind it.
    turn = about_z(math.radians(25))
    return {
        "R": Hand(
            "room",
            laces + turn @ vector(-0.10 - apart_m, 0.06, 0.06 + apart_m),
            vector(0.7, -0.5, -0.4),
            vector(0.2, 0.4, -1),
            0.6,
        ),
        "L": Hand(
            "room",
            laces + turn @ vector(0.11 + apart_m, 0.05, 0.05 + apart_m),
            -0.4 * vector(1, 0, 1) + 0.5 * FORWARD,
            vector(-0.9, 0.3, -0.3),
            0.6,
        ),
    }
