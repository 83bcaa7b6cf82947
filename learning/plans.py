"""Random clips to learn from, and which of them are kept back to be tested on.

People and movements that are kept back meet only each other: what is tested on has neither
its person nor its movement among what is learned from. The people of ``samples/`` appear in
none.
"""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from renderer.cast import random_person
from renderer.core import Camera, Light, Webcam
from renderer.movements import MOVEMENTS
from renderer.plan import Plan

Part = Literal["train", "test"]
FPS = 12.0
PEOPLE = 160
TEST_PEOPLE = 40  # the last of them
TEST_SHARE = 0.12  # of the clips
RANDOM_MOVES = "range-of-motion"
RANDOM_SHARE = 0.5
# One of each kind that matters: round, hinge, twist, sit, work, idle.
TEST_MOVEMENTS = frozenset(
    {
        "box-stoop",
        "dishwasher-hinge",
        "cupboard-planted-twist",
        "shoes-seated-bend",
        "sweeping-poor",
        "sink-braced",
        "chatting",
    }
)
# What is learned from beside the random moves.
TASKS = tuple(sorted(set(MOVEMENTS) - TEST_MOVEMENTS - {RANDOM_MOVES}))
SIZES = ((400, 300), (400, 300), (400, 300), (480, 270), (300, 400))
LOOKS_AT_M = 0.9
AT_A_COUNTER = ("sink", "cupboard", "high-reach", "chatting", "rapid-twist", "range")
ISLAND_SHARE = 0.15


def plan_of(number: int) -> Plan:
    """Return the clip of this number; the same number, the same clip."""
    rng = np.random.default_rng([20261123, number])
    # People and movements that are kept back meet in the same clips.
    kept_back = bool(rng.random() < TEST_SHARE)
    low, high = (PEOPLE - TEST_PEOPLE, PEOPLE) if kept_back else (0, PEOPLE - TEST_PEOPLE)
    who = int(rng.integers(low, high))
    if kept_back:
        movement = str(rng.choice(sorted(TEST_MOVEMENTS)))
    elif rng.random() < RANDOM_SHARE:
        movement = RANDOM_MOVES
    else:
        movement = str(rng.choice(TASKS))
    person = random_person(np.random.default_rng([7, who]), f"person-{who:03d}")
    return Plan(
        name=f"clip-{number:05d}",
        person=person,
        movement=movement,
        seed=int(rng.integers(2**31)),
        camera=random_camera(rng),
        light=Light(level=float(rng.uniform(0.25, 1.0)), warmth=float(rng.random())),
        webcam=_webcam(rng),
        island=movement.startswith(AT_A_COUNTER) and bool(rng.random() < ISLAND_SHARE),
        fps=FPS,
    )


def part_of(plan: Plan) -> Part:
    """Return what a clip is for."""
    assert plan.person is not None
    new_person = int(plan.person.name.removeprefix("person-")) >= PEOPLE - TEST_PEOPLE
    return "test" if new_person else "train"


def random_camera(rng: np.random.Generator) -> Camera:
    """Return a camera where somebody might put one, looking at the person."""
    width, height = SIZES[int(rng.integers(len(SIZES)))]
    distance_m = float(rng.uniform(2.2, 3.8))
    height_m = float(rng.uniform(0.5, 2.1))
    level_deg = math.degrees(math.atan2(height_m - LOOKS_AT_M, distance_m))
    return Camera(
        azimuth_deg=float(rng.uniform(-180, 180)) if rng.random() < 0.35 else _ahead(rng),
        distance_m=distance_m,
        height_m=height_m,
        pitch_deg=float(np.clip(level_deg + rng.normal(0, 3), -20, 20)),
        roll_deg=float(np.clip(rng.normal(0, 2), -5, 5)),
        fov_deg=float(rng.uniform(48, 62)),
        width=width,
        height=height,
    )


def _ahead(rng: np.random.Generator) -> float:
    """Somewhere between front and side: nobody puts the camera behind."""
    return float(rng.choice([-1, 1]) * rng.uniform(0, 110))


def _webcam(rng: np.random.Generator) -> Webcam:
    return Webcam(
        noise=float(rng.uniform(0, 6)),
        shutter_s=0.03 if rng.random() < 0.1 else 0.0,
        softness_px=float(rng.uniform(0.2, 0.8)),
        gain=float(rng.uniform(0.8, 1.2)),
        tint=tuple(float(v) for v in rng.uniform(0.93, 1.07, 3)),  # type: ignore[arg-type]
    )
