"""Careful bends of people who stand as tall as they can, with a rollator, a stick or nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from renderer import places
from renderer.angles import FootGoal
from renderer.core import SIDES, Side
from renderer.keyframes import Hand, Posture, Score
from renderer.motion import Performance
from renderer.movements.carried import always, rollator_in, stick_in
from renderer.movements.holds import HAND_M, hanging, on_knee, stance, standing, vector
from renderer.movements.performing import PropsOf, Task, perform
from renderer.skeleton import Skeleton

TALL_S = 3.0
STEP_M = 0.2
STEP_S = 0.6
GRIP_M = 0.04  # the wrist above what the palm lies on
ROLLATOR_AHEAD_M = 0.24  # its handles before the ankles
HELD: frozenset[Side] = frozenset(SIDES)


@dataclass(frozen=True, slots=True)
class _Bend:
    """One bend, written for the right hand free: how far each angle goes, degrees."""

    tilt: float
    flexion: float
    side: float
    twist: float
    knee: float


def careful_bends(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Stands tall, takes two steps, bends a little, to a side and deeper; nothing to hold."""
    tall = _tall(skeleton, rng, tilt_deg=rng.uniform(0, 3))
    return _bends(skeleton, rng, "careful-bends", tall, frozenset())


def with_stick(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """The same, the left hand on a walking stick."""
    tall = _tall(skeleton, rng, tilt_deg=rng.uniform(2, 6)).but(
        side_bend_deg=rng.uniform(1, 4),
        left_weight=0.54,
        hands={"L": _on_top("L", 0.30, -0.12, places.STICK_Z)},
    )
    return _bends(
        skeleton,
        rng,
        "stick-bends",
        tall,
        frozenset[Side]({"L"}),
        props=lambda _, side: always("stick", stick_in(skeleton, "L" if side == "R" else "R")),
    )


def with_rollator(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """The same, stooped over a rollator, both hands on its handles."""
    hands = {
        side: _on_top(side, places.ROLLATOR_HALF_X, -ROLLATOR_AHEAD_M, places.ROLLATOR_HANDLE_Z)
        for side in SIDES
    }
    tall = _tall(skeleton, rng, tilt_deg=rng.uniform(7, 14)).but(
        flexion_deg=rng.uniform(2, 6), hands=hands
    )
    return _bends(
        skeleton,
        rng,
        "rollator-bends",
        tall,
        HELD,
        props=lambda *_: always("rollator", rollator_in(skeleton)),
    )


def _tall(skeleton: Skeleton, rng: np.random.Generator, *, tilt_deg: float) -> Posture:
    feet = stance(skeleton, width_m=rng.uniform(0.2, 0.3))
    knee_deg = rng.uniform(6, 14)
    return standing(skeleton).but(feet=feet, tilt_deg=tilt_deg, knee_deg=knee_deg)


def _on_top(side: Side, aside_m: float, y: float, height_m: float) -> Hand:
    out = 1.0 if side == "L" else -1.0
    at = vector(out * aside_m, y + HAND_M, height_m + GRIP_M)
    return Hand("room", at, vector(0, -1, -0.1), vector(0, 0, -1), 0.8)


def _bends(
    skeleton: Skeleton,
    rng: np.random.Generator,
    name: str,
    tall: Posture,
    held: frozenset[Side],
    *,
    props: PropsOf | None = None,
) -> Performance:
    little = _Bend(rng.uniform(10, 16), rng.uniform(10, 18), -6, -rng.uniform(18, 28), 12)
    aside = _Bend(2, 4, -rng.uniform(30, 42), 4, 8)
    deep = _Bend(rng.uniform(28, 40), rng.uniform(26, 40), 0, 0, 28)
    score = Score(tall)
    score.stay(TALL_S)
    for side in SIDES:
        _step(score, side, held)
    there = score.posture
    for bend, go_s, stay_s in ((little, 1.2, 1.3), (aside, 1.2, 1.5), (deep, 1.4, 1.5)):
        score.go(go_s, _bent(skeleton, there, bend, held))
        score.stay(stay_s)
        score.go(go_s, there)
    score.stay(0.8)
    task = Task(name, "other", sway=1.3)
    return perform(skeleton, rng, score, task, props=props, mirror=bool(rng.random() < 0.5))


def _step(score: Score, side: Side, held: frozenset[Side]) -> None:
    before = score.posture
    goal = before.feet[side]
    ahead = FootGoal(goal.ankle + vector(0, -STEP_M, 0), goal.yaw)
    hands = {one: _moved(before.hands[one]) for one in held}
    gaze = None if before.gaze is None else before.gaze + vector(0, -STEP_M / 2, 0)
    score.go(STEP_S, before.but(feet={side: ahead}, hands=hands, gaze=gaze))


def _moved(hand: Hand) -> Hand:
    # Each of two steps takes what is held along by half of the way.
    at = hand.at + vector(0, -STEP_M / 2, 0)
    return Hand(hand.hold, at, hand.fingers, hand.palm, hand.curl)


def _bent(skeleton: Skeleton, tall: Posture, bend: _Bend, held: frozenset[Side]) -> Posture:
    free: dict[Side, Hand] = {}
    for side in HELD - held:
        deep = bend.tilt > 20 and side == "L"
        free[side] = on_knee(side) if deep else hanging(skeleton, side, ahead_m=0.2)
    return tall.but(
        tilt_deg=tall.tilt_deg + bend.tilt,
        flexion_deg=tall.flexion_deg + bend.flexion,
        side_bend_deg=tall.side_bend_deg + bend.side,
        rotation_deg=bend.twist,
        knee_deg=tall.knee_deg + bend.knee,
        hands=free,
        gaze=None,
        head_deg=(8.0, 0.4 * bend.twist, 0.0),
    )


FRAIL = {
    "careful-bends": careful_bends,
    "stick-bends": with_stick,
    "rollator-bends": with_rollator,
}
