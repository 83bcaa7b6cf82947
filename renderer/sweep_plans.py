"""The clips of ``samples/sweeps/``: every sweep from four sides, by people of their own.

Small and short: what they measure is how a figure grows with the truth. Each person is seen
from every side once, each sweep is done by four of them.
"""

from __future__ import annotations

import itertools
import math

import numpy as np

from renderer.cast import random_person
from renderer.core import Camera, Light, Person, Webcam
from renderer.movements.sweeps import SWEEPS
from renderer.plan import Plan

SEED = 2026112615
PEOPLE = 8
AZIMUTHS_DEG = {"front": 0.0, "oblique": 45.0, "side": 90.0, "back": 180.0}
SEATED_BACK_DEG = 130.0  # straight behind, the chair's back hides who sits on it
OFF_DEG = 8.0  # the most that a camera stands beside its direction
FPS = 15.0
LOOKS_AT_M = 0.9


def _person(number: int) -> Person:
    # Neither the cast nor anybody learned from: their draws begin with another seed.
    return random_person(np.random.default_rng([SEED, number]), f"sweeper-{number}")


def _camera(rng: np.random.Generator, azimuth_deg: float) -> Camera:
    distance_m, height_m = float(rng.uniform(2.5, 2.9)), float(rng.uniform(0.8, 1.6))
    return Camera(
        azimuth_deg=float(rng.choice([-1, 1]) * (azimuth_deg + rng.uniform(-OFF_DEG, OFF_DEG))),
        distance_m=distance_m,
        height_m=height_m,
        pitch_deg=math.degrees(math.atan2(height_m - LOOKS_AT_M, distance_m)),
        roll_deg=float(rng.normal(0, 1.5)),
        width=320,
        height=240,
    )


def _plan(movement: str, view: str, who: int, number: int) -> Plan:
    rng = np.random.default_rng([SEED, 1000 + number])
    hidden = "seated" in movement and view == "back"
    return Plan(
        name=f"{movement.removeprefix('sweep-').replace('-', '_')}_{view}",
        person=_person(who),
        movement=movement,
        seed=int(rng.integers(2**31)),
        camera=_camera(rng, SEATED_BACK_DEG if hidden else AZIMUTHS_DEG[view]),
        light=Light(level=float(rng.uniform(0.5, 1.0)), warmth=float(rng.random())),
        webcam=Webcam(noise=2.5, softness_px=0.4, gain=float(rng.uniform(0.9, 1.1))),
        shows=f"{movement.removeprefix('sweep-').replace('-', ' ')}, {view}",
        fps=FPS,
    )


SWEEP_PLANS: tuple[Plan, ...] = tuple(
    _plan(movement, view, (i + 2 * j) % PEOPLE, len(AZIMUTHS_DEG) * i + j)
    for (i, movement), (j, view) in itertools.product(enumerate(SWEEPS), enumerate(AZIMUTHS_DEG))
)
