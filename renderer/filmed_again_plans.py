"""The same people doing the same thing, filmed twice: the camera moved, another day's light.

What a smallest change that can be told is measured with (``benchmarks/filmed_again.py``). The body
moves alike to the last digit in both films, so that what differs is the measuring. Clothes
are of the same cut in other colours; light, room and grain are drawn anew.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace

import numpy as np

from renderer.cast import random_person
from renderer.core import Camera, Light, Person, Webcam
from renderer.plan import Plan

SEED = 2026112719
PEOPLE = 10
AZIMUTHS_DEG = {"front": 0.0, "oblique": 45.0, "side": 90.0, "back": 180.0}
MOVEMENT = "three-ways"
OFF_DEG = 8.0  # the most that the first camera stands beside its direction
MOVED_DEG, MOVED_M, RAISED_M = 20.0, 0.5, 0.15  # the most that the second one is moved
LOOKS_AT_M = 0.9
FPS = 14.0  # 13 are the fewest that give a speed


@dataclass(frozen=True, slots=True)
class Filming:
    """One film of a pair: ``plan.seed`` draws room and grain, ``movement_seed`` the movement."""

    plan: Plan
    movement_seed: int
    view: str
    who: int
    pair: str


def filmings() -> list[Filming]:
    """Return all films, the two of a pair one after the other; everybody from every view."""
    pairs = itertools.product(AZIMUTHS_DEG, range(PEOPLE))
    return [film for view, who in pairs for film in _pair(view, who)]


def _pair(view: str, who: int) -> list[Filming]:
    rng = np.random.default_rng([SEED, who, list(AZIMUTHS_DEG).index(view)])
    seed = int(rng.integers(2**31))
    person = random_person(np.random.default_rng([SEED, who]), f"again-{who}")
    pair = f"{view}_{who}"
    first = _first_camera(rng, AZIMUTHS_DEG[view])
    return [
        Filming(_plan(rng, f"{pair}_{letter}", person, camera), seed, view, who, pair)
        for letter, camera in (("a", first), ("b", _moved(rng, first)))
    ]


def _plan(rng: np.random.Generator, name: str, person: Person, camera: Camera) -> Plan:
    other = random_person(rng, person.name)
    dressed = replace(person, shirt=other.shirt, trousers=other.trousers, shoes=other.shoes)
    return Plan(
        name=name,
        person=dressed,
        movement=MOVEMENT,
        seed=int(rng.integers(2**31)),
        camera=camera,
        light=Light(level=float(rng.uniform(0.5, 1.0)), warmth=float(rng.random())),
        webcam=Webcam(noise=2.5, softness_px=0.4, gain=float(rng.uniform(0.9, 1.1))),
        shows="filmed again",
        fps=FPS,
    )


def _first_camera(rng: np.random.Generator, azimuth_deg: float) -> Camera:
    beside_deg = float(rng.choice([-1, 1]) * (azimuth_deg + rng.uniform(-OFF_DEG, OFF_DEG)))
    distance_m, height_m = float(rng.uniform(2.4, 3.0)), float(rng.uniform(0.8, 1.5))
    return _camera(rng, beside_deg, distance_m, height_m)


def _moved(rng: np.random.Generator, first: Camera) -> Camera:
    return _camera(
        rng,
        first.azimuth_deg + float(rng.uniform(-MOVED_DEG, MOVED_DEG)),
        first.distance_m + float(rng.uniform(-MOVED_M, MOVED_M)),
        first.height_m + float(rng.uniform(-RAISED_M, RAISED_M)),
    )


def _camera(
    rng: np.random.Generator, azimuth_deg: float, distance_m: float, height_m: float
) -> Camera:
    looks_down_deg = math.degrees(math.atan2(height_m - LOOKS_AT_M, distance_m))
    return Camera(
        azimuth_deg=azimuth_deg,
        distance_m=distance_m,
        height_m=height_m,
        pitch_deg=looks_down_deg + float(rng.normal(0, 1.5)),
        roll_deg=float(rng.normal(0, 1.5)),
        width=320,
        height=240,
    )
