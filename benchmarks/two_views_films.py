"""The films of ``two_views.py``: one bend, hinge or rounded, filmed from every side at once.

Of each film are kept the clip, the points that the pose model saw (``.npz``) and what is true
(``.truth.csv``); what lies there is not made again.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.real_points import save_points
from benchmarks.real_video import write_clip
from posturecheck.clips.check import detector
from posturecheck.clips.segments import watch
from posturecheck.core import Image
from posturecheck.detectors.model_store import ModelFile
from posturecheck.sources.clip import open_facts
from renderer import truth
from renderer.body import load
from renderer.cast import random_person
from renderer.core import SIDES, Camera, Light, Side, Webcam
from renderer.film import Actor, shoot, times_of
from renderer.keyframes import Hand, Posture, Score
from renderer.motion import KeyedMotion, Performance, Sway
from renderer.movements.holds import hands_on_hips, hanging, sign, stance, standing, vector
from renderer.plan import Plan
from renderer.rotations import about_x
from renderer.skeleton import Skeleton

SEED = 2026112715
VIEWS_DEG = {"front": 0.0, "oblique": 40.0, "side": 90.0, "back": 180.0}
KINDS = ("hinge", "rounded")
ARMS = ("hanging", "hips", "ahead", "carrying")
LEAN, ROUNDING = "trunk_inclination_deg", "spine_flexion_deg"
LEANS_DEG = (40.0, 80.0)
ROUNDED_DEG = (30.0, 55.0)
GOLDEN = (math.sqrt(5) - 1) / 2  # of any number of people the depths lie evenly
OFF_DEG = 8.0  # the most that a camera stands beside its direction
LOOKS_AT_M = 0.9
FPS = 12.0
TALL_S, HELD_S, UP_S, END_S = 1.7, 0.7, 1.2, 0.4
WEBCAM = ("libx264", {"crf": "24", "preset": "fast"})


@dataclass(frozen=True, slots=True)
class Bend:
    """One bend of one person; ``lean_deg`` and ``rounded_deg`` are true where it is deepest."""

    who: int
    kind: str
    lean_deg: float
    rounded_deg: float
    arms: str

    @property
    def name(self) -> str:
        """The stem of its films, without the view."""
        return f"{self.who:02d}_{self.kind}"


def bends(people: int) -> list[Bend]:
    """Return two bends of everybody, equally deep; more people leave the others as they are."""
    found = []
    for who in range(people):
        rng = np.random.default_rng([SEED, who, 1])
        lean_deg = LEANS_DEG[0] + (LEANS_DEG[1] - LEANS_DEG[0]) * (((who + 0.5) * GOLDEN) % 1.0)
        rounded_deg = float(rng.uniform(*ROUNDED_DEG))
        for kind in KINDS:
            round_by = rounded_deg if kind == "rounded" else 0.0
            found.append(Bend(who, kind, lean_deg, round_by, _arms_of(who)))
    return found


def _arms_of(who: int) -> str:
    among, before = who // len(ARMS), who % len(ARMS)
    return ARMS[np.random.default_rng([SEED, among, 5]).permutation(len(ARMS))[before]]


def film(bend: Bend, view: str, folder: Path, model: ModelFile) -> Path:
    """Return where the points of a film lie, which is made where it is missing."""
    points = points_of(bend, view, folder)
    if points.exists():
        return points
    clip = points.with_suffix(".mp4")
    if not clip.exists():
        _render(bend, view, clip)
    with watch(open_facts(clip), lambda: detector(model), 1) as trace:
        save_points(trace, points)
    return points


def points_of(bend: Bend, view: str, folder: Path) -> Path:
    """Return where the points of a film lie, or will."""
    return folder / f"{bend.name}_{view}.npz"


def truth_of(points: Path) -> Path:
    """Return where the truth of kept points lies."""
    return points.with_suffix(".truth.csv")


def _render(bend: Bend, view: str, clip: Path) -> None:
    actor, plan = act(bend), plan_of(bend, view)
    rows: list[tuple[str, ...]] = []

    def pictures() -> Iterator[tuple[float, Image]]:
        for shot in shoot(plan, actor, times_of(plan, actor)):
            values = (shot.measures[name] for name in (LEAN, ROUNDING))
            rows.append((f"{shot.t_s:.3f}", *(f"{v:.2f}" for v in values)))
            yield shot.t_s, shot.image

    draft = clip.with_name(f".{clip.name}")
    write_clip(draft, pictures(), WEBCAM)
    with truth_of(clip).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([("t_s", LEAN, ROUNDING), *rows])
    draft.rename(clip)


def plan_of(bend: Bend, view: str) -> Plan:
    """Return how a bend is seen from a view: room, light and grain are the bend's own."""
    own = np.random.default_rng([SEED, bend.who, 2])
    light = Light(level=float(own.uniform(0.5, 1.0)), warmth=float(own.random()))
    rng = np.random.default_rng([SEED, bend.who, KINDS.index(bend.kind), _number(view)])
    beside_deg = VIEWS_DEG[view] + float(rng.uniform(-OFF_DEG, OFF_DEG))
    distance_m, height_m = float(rng.uniform(2.5, 3.1)), float(rng.uniform(0.8, 1.5))
    camera = Camera(
        azimuth_deg=float(rng.choice([-1, 1])) * beside_deg,
        distance_m=distance_m,
        height_m=height_m,
        pitch_deg=math.degrees(math.atan2(height_m - LOOKS_AT_M, distance_m)),
        roll_deg=float(rng.normal(0, 1.5)),
        width=320,
        height=240,
    )
    return Plan(
        name=f"{bend.name}_{view}",
        person=random_person(np.random.default_rng([SEED, bend.who]), f"bends-{bend.who}"),
        seed=SEED % 2**31 + bend.who,
        camera=camera,
        light=light,
        webcam=Webcam(noise=2.5, softness_px=0.4),
        fps=FPS,
    )


def _number(view: str) -> int:
    return list(VIEWS_DEG).index(view)


def act(bend: Bend) -> Actor:
    """Return who bends, and the movement, the same to the last digit in every view."""
    person = plan_of(bend, "front").person
    assert person
    body = load(person)
    skeleton = Skeleton(body)
    tilt_deg = bend.lean_deg - 0.7 * bend.rounded_deg
    for _ in range(3):
        score, held_s = _score(skeleton, bend, tilt_deg)
        motion = KeyedMotion(skeleton, score, Sway(np.random.default_rng([SEED, bend.who, 3])))
        lean_deg = truth.measures(skeleton, motion.placed(held_s), 0.0)[LEAN]
        tilt_deg += bend.lean_deg - lean_deg
    movement = Performance(motion, score.now_s, name=bend.kind, task="other")
    return Actor(body, skeleton, movement)


def _score(skeleton: Skeleton, bend: Bend, tilt_deg: float) -> tuple[Score, float]:
    rng = np.random.default_rng([SEED, bend.who, 4])
    feet = stance(skeleton, width_m=float(rng.uniform(0.2, 0.34)))
    start = standing(skeleton).but(feet=feet, hands=_arms(skeleton, bend.arms, 0.0))
    score = Score(start)
    score.stay(TALL_S)
    bent: Posture = start.but(
        tilt_deg=tilt_deg,
        flexion_deg=bend.rounded_deg,
        knee_deg=float(rng.uniform(6, 28)),
        hands=_arms(skeleton, bend.arms, tilt_deg),
        gaze=None,
        head_deg=(float(rng.uniform(0, 12)), float(rng.normal(0, 3)), 0.0),
    )
    score.go(float(rng.uniform(1.1, 1.5)), bent)
    held_s = score.now_s + HELD_S / 2
    score.stay(HELD_S)
    score.go(UP_S, start)
    score.stay(END_S)
    return score, held_s


def _arms(skeleton: Skeleton, arms: str, tilt_deg: float) -> dict[Side, Hand]:
    """Return both hands; those that are low reach ahead of the feet once the trunk is bent."""
    if arms == "hips":
        turn = about_x(math.radians(tilt_deg))
        on_hips = hands_on_hips(skeleton)
        return {
            side: replace(hand, at=turn @ hand.at, fingers=turn @ hand.fingers)
            for side, hand in on_hips.items()
        }
    if arms == "carrying":
        return {side: _before_the_chest(skeleton, side) for side in SIDES}
    ahead_m = 0.25 if arms == "ahead" and tilt_deg else 0.05
    return {side: hanging(skeleton, side, ahead_m=ahead_m) for side in SIDES}


def _before_the_chest(skeleton: Skeleton, side: Side) -> Hand:
    # Against the shoulder, not the pelvis, which a deep bend leaves behind.
    out, arm_m = sign(side), skeleton.arms[side].length_m
    at = vector(-out * 0.12 * arm_m, -0.32 * arm_m, -0.6 * arm_m)
    return Hand("shoulder", at, vector(-out * 0.5, -1, 0.0), vector(-out * 0.5, 0, 0.9), 0.6)
