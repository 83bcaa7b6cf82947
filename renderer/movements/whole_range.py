"""From a tall stance to where a true angle has its range's end, and back, in four seconds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from renderer import truth
from renderer.core import Placed
from renderer.keyframes import Posture, Score
from renderer.motion import KeyedMotion, Performance, Sway
from renderer.posing import pose
from renderer.skeleton import Skeleton

SECONDS = 4.0
TALL_S = 0.8  # the stance needs calm for half a second, and then a quarter of one
SWAY = 0.6
HALVINGS = 10  # of the way: a tenth of a degree
Deeper = Callable[[float], Posture]


def to_both_sides(
    skeleton: Skeleton,
    rng: np.random.Generator,
    name: str,
    start: Posture,
    posture: Callable[[float, float], Posture],
    measure: str,
    most_deg: float,
    needs: frozenset[str] = frozenset(),
) -> Performance:
    """Return a sweep to the left, to the right and back.

    Args:
        skeleton: Who.
        rng: Draws the sway, and which side comes first.
        name: Without ``sweep-``.
        start: The tall stance.
        posture: How it is at a share of the way (0 to 1), to the left 1 or to the right -1.
        measure: The true angle that ends the way; left +.
        most_deg: Where it ends.
        needs: Furniture.
    """
    left = until(skeleton, lambda share: posture(share, 1.0), measure, most_deg)
    right = until(skeleton, lambda share: posture(share, -1.0), measure, -most_deg)
    score = Score(start)
    score.stay(TALL_S)
    score.go(0.8, left)
    score.go(1.4, right)
    score.go(0.8, start)
    return performed(skeleton, rng, name, score, needs)


def out_and_back(
    skeleton: Skeleton,
    rng: np.random.Generator,
    name: str,
    start: Posture,
    far: Posture,
    needs: frozenset[str] = frozenset(),
    *,
    lifts: bool = False,
) -> Performance:
    """Return a sweep from the tall stance to the ``far`` posture and back; the rest as above.

    ``lifts`` says that it ends as a stooped lift: hands go low and rise with the trunk.
    """
    score = Score(start)
    score.stay(TALL_S)
    score.go(1.45, far)
    low_s = score.stay(0.15)
    up_s = score.go(1.4, start)
    lift_s = (low_s, up_s) if lifts else None
    return performed(skeleton, rng, name, score, needs, lift_s=lift_s)


def performed(
    skeleton: Skeleton,
    rng: np.random.Generator,
    name: str,
    score: Score,
    needs: frozenset[str] = frozenset(),
    *,
    lift_s: tuple[float, float] | None = None,
) -> Performance:
    """Return a written sweep, or its mirror image, as one that can be rendered."""
    score.stay(SECONDS - score.now_s)
    if rng.random() < 0.5:
        score = score.mirrored()
    motion = KeyedMotion(skeleton, score, Sway(rng, SWAY))
    return Performance(
        motion, SECONDS, name=f"sweep-{name}", task="other", needs=needs, lift_s=lift_s
    )


def until(skeleton: Skeleton, deeper: Deeper, measure: str, most_deg: float) -> Posture:
    """Return the posture in which a true angle reaches ``most_deg``.

    Args:
        skeleton: Who.
        deeper: The posture at a share of the way, 0 to 1; the angle grows with it, or, where
            ``most_deg`` is below 0, falls. One that never gets there is taken at its end.
        measure: The true angle, a column of ``truth.measures``.
        most_deg: Where to.
    """
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        figure = pose(skeleton, deeper(middle))
        placed = Placed(figure.rotations, figure.positions)
        reached_deg = truth.measures(skeleton, placed, 0.0)[measure]
        low, high = (low, middle) if reached_deg / most_deg >= 1 else (middle, high)
    return deeper(high)
