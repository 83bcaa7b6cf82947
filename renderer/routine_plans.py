"""The clips of ``samples/routines/``: four people of their own, one movement after the other.

What they measure is what is said: one order a movement, the right one, and when nothing.
"""

from __future__ import annotations

import math

import numpy as np

from renderer.cast import random_person
from renderer.core import Camera, Light, Person, Webcam
from renderer.plan import Plan

SEED = 2026112716
PEOPLE = 4
FPS = 20.0
LOOKS_AT_M = 0.85
SIZE = (320, 240)


def _person(number: int) -> Person:
    # Neither the cast nor anybody learned from: their draws begin with another seed.
    return random_person(np.random.default_rng([SEED, number]), f"routine-{number}")


def _camera(azimuth_deg: float, distance_m: float, height_m: float) -> Camera:
    pitch_deg = math.degrees(math.atan2(height_m - LOOKS_AT_M, distance_m))
    width, height = SIZE
    return Camera(azimuth_deg, distance_m, height_m, pitch_deg, width=width, height=height)


def _plan(
    name: str,
    who: int,
    seed: int,
    camera: Camera,
    shows: str,
    passer_by: Person | None = None,
) -> Plan:
    rng = np.random.default_rng([SEED, 1000 + seed])
    return Plan(
        name=name,
        person=_person(who),
        movement=f"routine-{name.replace('_', '-')}",
        seed=seed,
        camera=camera,
        light=Light(level=float(rng.uniform(0.55, 1.0)), warmth=float(rng.random())),
        webcam=Webcam(noise=2.5, softness_px=0.45, gain=float(rng.uniform(0.92, 1.08))),
        passer_by=passer_by,
        shows=shows,
        fps=FPS,
    )


ROUTINE_PLANS: tuple[Plan, ...] = (
    _plan("rack", 0, 1, _camera(88, 2.7, 1.0), "plates: rounded, hinged, rounded again"),
    _plan("rack_kneeling", 1, 2, _camera(-45, 2.8, 1.1), "plates: squat, one knee, squat"),
    _plan("boxes", 2, 3, _camera(48, 2.7, 0.95), "a box: stoop, squat, hinge"),
    _plan("boxes_again", 3, 4, _camera(178, 2.7, 1.2), "a box from behind: squat, stoop, squat"),
    _plan("sweep", 1, 5, _camera(40, 2.9, 1.3), "sweeps badly, well, badly"),
    _plan(
        "turns",
        3, 6, _camera(-8, 2.6, 1.1), "plates: planted and stepping; one walks past",
        passer_by=_person(2),
    ),
    _plan("shoes", 0, 7, _camera(6, 2.5, 0.95), "sits, foot up, bends, foot up, rises"),
    _plan("reading", 3, 8, _camera(-35, 2.5, 1.0), "sits and reads, twice"),
    _plan("bar", 2, 9, _camera(92, 2.8, 0.95), "a bar from the floor with a straight back"),
    _plan("bar_deep", 3, 10, _camera(-42, 2.8, 1.0), "the same with straighter knees, deeper"),
    _plan("floor", 1, 11, _camera(-90, 2.9, 1.1), "to the floor over the knees, and up, twice"),
    _plan("back", 2, 12, _camera(45, 2.9, 1.2), "on to the back and up; a standing bend to shoes"),
    _plan("fall_ahead", 0, 13, _camera(-50, 3.1, 1.3), "a golfer's lift, a talk, a fall ahead"),
    _plan("fall_back", 1, 14, _camera(-82, 3.0, 1.2), "quick twists, a stoop, a fall back"),
)  # fmt: skip
