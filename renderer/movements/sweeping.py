"""Sweeping: bent, twisted and far from the broom, or upright with the feet doing the work."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from renderer.core import Floats, Side
from renderer.keyframes import Hand, Posture, Score
from renderer.motion import Performance
from renderer.movements.carried import BROOM_M, always, broom_in
from renderer.movements.holds import AHEAD, HAND_M, foot, standing, vector
from renderer.movements.performing import Task, perform
from renderer.rotations import UP, unit
from renderer.skeleton import Skeleton


@dataclass(frozen=True, slots=True, eq=False)
class _Stroke:
    """One end of a sweep: the broom's head on the floor, its top's height, the body."""

    head: Floats
    top_m: float
    body: dict[str, float | tuple[float, float]]


def poor(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Bends and twists over a broom that is held low."""
    flexion_deg, rotation_deg = rng.uniform(38, 52), rng.uniform(22, 34)
    low_m = skeleton.pelvis_rest[2] * 1.08
    far = _Stroke(
        vector(0.38, -1.02, 0.0),
        low_m,
        {
            "tilt_deg": rng.uniform(20, 32),
            "flexion_deg": flexion_deg,
            "rotation_deg": rotation_deg,
            "side_bend_deg": 5,
            "knee_deg": rng.uniform(4, 40),
        },
    )
    near = _Stroke(
        vector(-0.62, -0.80, 0.0),
        low_m,
        {
            "tilt_deg": rng.uniform(16, 26),
            "flexion_deg": flexion_deg - rng.uniform(2, 8),
            "rotation_deg": -rotation_deg,
            "side_bend_deg": -7,
            "knee_deg": rng.uniform(4, 40),
        },
    )
    return _sweep(skeleton, rng, "sweeping-poor", far, near, stroke_s=rng.uniform(0.8, 1.2))


def good(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Stands tall with one foot forward and sweeps with small strokes."""
    high_m = skeleton.pelvis_rest[2] * 1.34
    tilt_deg = rng.uniform(3, 9)
    far = _Stroke(
        vector(0.04, -0.98, 0.0),
        high_m,
        {
            "tilt_deg": tilt_deg,
            "flexion_deg": rng.uniform(1, 6),
            "rotation_deg": 6,
            "knee_deg": rng.uniform(12, 26),
            "shift_m": (0.0, 0.06),
            "yaw_deg": 4,
        },
    )
    near = _Stroke(
        vector(-0.22, -0.62, 0.0),
        high_m,
        {
            "tilt_deg": tilt_deg * 0.5,
            "flexion_deg": rng.uniform(1, 6),
            "rotation_deg": -5,
            "knee_deg": rng.uniform(8, 18),
            "shift_m": (0.0, -0.02),
            "yaw_deg": -5,
        },
    )
    return _sweep(skeleton, rng, "sweeping-good", far, near, stroke_s=rng.uniform(0.9, 1.3))


def up_and_down(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Bends over the broom for every stroke away, and comes up with every one back."""
    away = _Stroke(
        vector(0.10, -1.06, 0.0),
        skeleton.pelvis_rest[2] * 1.05,
        {
            "tilt_deg": rng.uniform(24, 32),
            "flexion_deg": rng.uniform(34, 46),
            "rotation_deg": rng.uniform(4, 10),
            "knee_deg": rng.uniform(6, 24),
        },
    )
    back = _Stroke(
        vector(-0.10, -0.66, 0.0),
        skeleton.pelvis_rest[2] * 1.34,
        {"tilt_deg": rng.uniform(5, 9), "flexion_deg": rng.uniform(1, 5), "knee_deg": 10.0},
    )
    return _sweep(skeleton, rng, "sweeping-up-and-down", away, back, stroke_s=rng.uniform(1.0, 1.3))


def _sweep(
    skeleton: Skeleton,
    rng: np.random.Generator,
    name: str,
    far: _Stroke,
    near: _Stroke,
    *,
    stroke_s: float,
) -> Performance:
    feet = {
        "L": foot(skeleton, "L", 0.13, -0.14, turned_deg=10),
        "R": foot(skeleton, "R", -0.13, 0.10, turned_deg=-14),
    }
    high_m = skeleton.pelvis_rest[2] * 1.34
    rest = _Stroke(vector(-0.02, -0.72, 0.0), high_m, {})
    start = _at(skeleton, standing(skeleton).but(feet=feet), rest).but(gaze=AHEAD)
    score = Score(start)
    score.stay(rng.uniform(1.4, 1.8))
    for stroke in range(int(rng.integers(5, 7))):
        ends = far if stroke % 2 == 0 else near
        moved = ends.head + vector(rng.uniform(-0.04, 0.04), rng.uniform(-0.04, 0.04), 0)
        score.go(stroke_s, _at(skeleton, start, _Stroke(moved, ends.top_m, ends.body)))
    score.go(1.2, start)
    score.stay(0.7)
    return perform(
        skeleton,
        rng,
        score,
        Task(name, "sweep", needs=frozenset({"dustpan"})),
        props=lambda _, side: always("broom", broom_in(skeleton, "L" if side == "R" else "R")),
        mirror=bool(rng.random() < 0.5),
    )


def _at(skeleton: Skeleton, start: Posture, stroke: _Stroke) -> Posture:
    # The stick leans back from its head towards the belly.
    length_m = BROOM_M - 0.03
    flat_m = math.sqrt(max(0.0, length_m**2 - stroke.top_m**2)) if stroke.top_m < length_m else 0
    belly = vector(stroke.head[0] * 0.25, -0.30, 0.0)
    back = unit(belly - stroke.head * vector(1, 1, 0))
    top = stroke.head + back * flat_m + UP * min(stroke.top_m, length_m)
    down = unit(stroke.head - top)
    lower = top + down * skeleton.arms["R"].length_m * 0.72
    hands: dict[Side, Hand] = {
        "L": _gripping(top, vector(-0.75, -0.6, 0.1), vector(-0.35, 0.2, -0.9), 1.0),
        "R": _gripping(lower, vector(0.75, -0.6, 0.0), vector(0.5, 0.5, -0.2), -1.0),
    }
    return start.but(hands=hands, gaze=stroke.head, **stroke.body)


def _gripping(at: Floats, fingers: Floats, palm: Floats, out: float) -> Hand:
    wrist = at - unit(fingers) * HAND_M - unit(palm) * 0.03
    return Hand("room", wrist, fingers, palm, 1.0, elbow=vector(0.6 * out, 0.35, -1))
