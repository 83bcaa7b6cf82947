"""The movements: daily tasks in a safe and an unsafe way, each drawn anew by its generator."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from renderer.motion import Performance
from renderer.movements import (
    boxes,
    dishwasher,
    everyday,
    filmed_again,
    frail,
    golfers_lift,
    random_backs,
    random_bends,
    random_poses,
    random_range,
    random_turns,
    routines,
    shoes,
    sink,
    sweeping,
    sweeps,
    turning,
    walking,
)
from renderer.skeleton import Skeleton

Maker = Callable[[Skeleton, np.random.Generator], Performance]

MOVEMENTS: Mapping[str, Maker] = {
    "dishwasher-rounded": dishwasher.rounded,
    "dishwasher-hinge": dishwasher.hinge,
    "dishwasher-squat": dishwasher.squat,
    "dishwasher-half-kneel": dishwasher.half_kneel,
    "cupboard-planted-twist": turning.planted_twist,
    "cupboard-step-turn": turning.step_turn,
    "rapid-twist": turning.rapid_twist,
    "shoes-standing-bend": shoes.standing_bend,
    "shoes-seated-bend": shoes.seated_bend,
    "shoes-figure-four": shoes.figure_four,
    "box-stoop": boxes.stoop,
    "box-squat": boxes.squat,
    "box-hinge": boxes.hinge,
    "box-stoop-twist": boxes.stoop_twist,
    "golfers-lift": golfers_lift.golfers_lift,
    "sweeping-poor": sweeping.poor,
    "sweeping-good": sweeping.good,
    "high-reach": everyday.high_reach,
    "sink-stoop": sink.stoop,
    "sink-braced": sink.braced,
    "sit-stand": everyday.sit_stand,
    "walking": walking.walking,
    "chatting": everyday.chatting,
    "standing-tall": everyday.standing_tall,
    "range-of-motion": random_poses.range_of_motion,
    "random-turns": random_turns.random_turns,
    "random-bends": random_bends.random_bends,
    "standing-range": random_range.standing_range,
    "seated-range": random_range.seated_range,
    "hinge-and-round": random_backs.hinge_and_round,
    "seated-hinge-and-round": random_backs.seated_hinge_and_round,
    "random-leaning-back": random_backs.leaning_back,
    "seated-leaning-back": random_backs.seated_leaning_back,
    **sweeps.SWEEPS,
    **frail.FRAIL,
    **filmed_again.FILMED_AGAIN,
    **routines.ROUTINES,
}
ONLY_MEASURED = frozenset(
    {*sweeps.SWEEPS, *frail.FRAIL, *filmed_again.FILMED_AGAIN, *routines.ROUTINES}
)  # nothing is learned from these


def make(name: str, skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Return a movement by name, drawn anew by the generator.

    Raises:
        KeyError: No movement of that name.
    """
    return MOVEMENTS[name](skeleton, rng)
