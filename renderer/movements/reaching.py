"""How deep somebody has to go for the hands to reach."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np

from renderer import truth
from renderer.core import SIDES, Floats, Placed
from renderer.keyframes import Posture
from renderer.posing import balanced, pose
from renderer.skeleton import Figure, Skeleton

REACHED = 0.975  # of the arm's length: nobody locks the elbows
COARSE: Floats = np.linspace(0.0, 1.0, 9)
FINE: Floats = np.linspace(-0.125, 0.0, 5)[1:]


def stretch(skeleton: Skeleton, figure: Figure, posture: Posture) -> float:
    """Return the farthest hand's distance from its shoulder in arm lengths.

    Only hands held in the room count.
    """
    return max(
        (
            float(np.linalg.norm(posture.hands[side].at - figure.at(f"upperarm01.{side}")))
            / skeleton.arms[side].length_m
            for side in SIDES
            if posture.hands[side].hold == "room"
        ),
        default=0.0,
    )


def shallowest(skeleton: Skeleton, deeper: Callable[[float], Posture]) -> Posture:
    """Return the first posture on the way down in which the hands reach.

    Scanned, because reach is not monotonic: the hips go back for balance. Where nothing
    reaches it is the one that comes nearest.

    Args:
        skeleton: Who.
        deeper: The posture at a depth, 0 to 1.
    """
    coarse = _scan(skeleton, deeper, COARSE)
    if coarse.stretch > REACHED or coarse.depth == 0:
        return coarse.posture
    return _scan(skeleton, deeper, coarse.depth + FINE).posture


@dataclass(frozen=True, slots=True, eq=False)
class _Reached:
    depth: float
    stretch: float
    posture: Posture


def _scan(skeleton: Skeleton, deeper: Callable[[float], Posture], depths: Floats) -> _Reached:
    best: _Reached | None = None
    offset: Floats | None = None
    for depth in depths:
        posture = deeper(float(depth))
        offset = balanced(skeleton, posture, offset, rounds=5 if offset is None else 2)
        far = stretch(skeleton, pose(skeleton, posture, offset), posture)
        if best is None or far < best.stretch:
            best = _Reached(float(depth), far, posture)
        if far <= REACHED:
            break
    assert best is not None, "no depths to try"
    return best


def under_lean(
    skeleton: Skeleton,
    deeper: Callable[[float, float], Posture],
    knees_deg: Iterable[float],
    most_lean_deg: float,
) -> Posture:
    """Return a posture that reaches without leaning more than so far.

    Args:
        skeleton: Who.
        deeper: The posture at a depth (0 to 1) and a knee bend.
        knees_deg: The knee bends tried, the preferred first.
        most_lean_deg: Trunk inclination that is allowed.
    """
    posture = None
    for knee_deg in knees_deg:
        posture = shallowest(skeleton, partial(_at_knee, deeper, knee_deg))
        figure = pose(skeleton, posture)
        placed = Placed(figure.rotations, figure.positions)
        lean = truth.measures(skeleton, placed, 0.0)["trunk_inclination_deg"]
        if lean <= most_lean_deg and stretch(skeleton, figure, posture) <= REACHED + 0.02:
            break
    assert posture is not None, "no knee bends to try"
    return posture


def _at_knee(deeper: Callable[[float, float], Posture], knee_deg: float, depth: float) -> Posture:
    return deeper(depth, knee_deg)
