"""Sweeps: one measure goes through its whole range and back, the others rest.

Four seconds each. Somebody stands (or sits) tall first, long enough for a tall stance to be
found. The range is met by the true angle, whatever the body: the pelvis takes its share.
"""

from __future__ import annotations

import numpy as np

from renderer.core import SIDES
from renderer.keyframes import Posture, Score
from renderer.motion import Performance
from renderer.movements.dishwasher import kneeling, lunge
from renderer.movements.holds import (
    hands_hanging,
    hands_on_chest,
    hands_on_hips,
    on_knee,
    stance,
    standing,
)
from renderer.movements.shoes import CHAIR, seated
from renderer.movements.whole_range import TALL_S, out_and_back, performed, to_both_sides, until
from renderer.skeleton import Skeleton

MOST_SIDE_BEND_DEG = 40.0
MOST_LEAN_DEG = 95.0
MOST_TWIST_DEG = 50.0
MOST_BACK_DEG = -20.0
MOST_SEATED_LEAN_DEG = 65.0
MOST_KNEELING_LEAN_DEG = 50.0
LEAN, BACK = "trunk_inclination_deg", "trunk_flexion_deg"
SIDE_BEND, TWIST = "trunk_side_bend_deg", "trunk_rotation_deg"


def side_bends(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Bends upright to one side and to the other; the pelvis tips along."""
    hold = hands_on_hips if rng.random() < 0.35 else hands_hanging
    start = _standing(skeleton, rng).but(hands=hold(skeleton))
    tips = rng.uniform(0.15, 0.35)  # the pelvis goes along by this share of the spine's bend

    def bent(share: float, to: float) -> Posture:
        side_deg = 75 * share * to
        return start.but(
            side_bend_deg=side_deg,
            obliquity_deg=tips * side_deg,
            knee_deg=start.knee_deg + 8 * share,
            gaze=None,
            head_deg=(0.0, 0.0, -0.1 * side_deg),
        )

    return to_both_sides(skeleton, rng, "side-bends", start, bent, SIDE_BEND, MOST_SIDE_BEND_DEG)


def turns(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Turns the chest to one side and to the other on planted feet."""
    start = _standing(skeleton, rng)
    return _turns(skeleton, rng, "turns", start, rng.uniform(0.05, 0.3), frozenset())


def seated_turns(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Turns the chest to one side and to the other, seated."""
    return _turns(skeleton, rng, "seated-turns", seated(skeleton, rng), 0.0, CHAIR)


def hinge(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Leans forward from the hips until past level, the back long."""
    start = _standing(skeleton, rng)
    knee_deg = rng.uniform(10, 30)

    def bent(share: float) -> Posture:
        return start.but(
            tilt_deg=110 * share,
            knee_deg=start.knee_deg + (knee_deg - start.knee_deg) * share,
            gaze=None,
            head_deg=(-12.0 * share, 0.0, 0.0),
        )

    return out_and_back(skeleton, rng, "hinge", start, until(skeleton, bent, LEAN, MOST_LEAN_DEG))


def rounding(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Leans forward until past level, the back rounded with it."""
    start = _standing(skeleton, rng)
    flexion_deg, knee_deg = rng.uniform(50, 65), rng.uniform(5, 25)
    nods_deg = rng.uniform(5, 25)

    def bent(share: float) -> Posture:
        return start.but(
            tilt_deg=90 * share,
            flexion_deg=flexion_deg,
            knee_deg=knee_deg,
            gaze=None,
            head_deg=(nods_deg, 0.0, 0.0),
        )

    low = until(skeleton, bent, LEAN, MOST_LEAN_DEG)
    # Hands that go low and rise with the trunk are a lift, whatever they hold (DESIGN 4).
    return out_and_back(skeleton, rng, "rounding", start, low, lifts=True)


def seated_leans(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Leans forward on a chair, partly from the hips and partly from the back."""
    start = seated(skeleton, rng)
    flexion_deg = rng.uniform(0, 45)
    hands = {side: on_knee(side) for side in SIDES}

    def bent(share: float) -> Posture:
        return start.but(
            tilt_deg=start.tilt_deg + 75 * share, flexion_deg=flexion_deg, hands=hands, gaze=None
        )

    low = until(skeleton, bent, LEAN, MOST_SEATED_LEAN_DEG)
    return out_and_back(skeleton, rng, "seated-leans", start, low, CHAIR)


def leaning_back(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Leans back from hips and back; the knees bend and the pelvis goes ahead."""
    hold = hands_on_hips if rng.random() < 0.5 else hands_hanging
    start = _standing(skeleton, rng).but(hands=hold(skeleton))
    arches = rng.uniform(0.4, 1.2)

    def bent(share: float) -> Posture:
        return start.but(
            tilt_deg=-28 * share,
            flexion_deg=-28 * arches * share,
            knee_deg=start.knee_deg + 22 * share,
            gaze=None,
            head_deg=(-6.0 * share, 0.0, 0.0),
        )

    far = until(skeleton, bent, BACK, MOST_BACK_DEG)
    return out_and_back(skeleton, rng, "leaning-back", start, far)


def one_knee(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Goes down on one knee, leans forward there and comes upright, kneeling."""
    start = _standing(skeleton, rng)
    kneels = kneeling(skeleton, start)

    def bent(share: float) -> Posture:
        return kneels.but(tilt_deg=70 * share, hands={"L": on_knee("L")}, gaze=None)

    low = until(skeleton, bent, LEAN, MOST_KNEELING_LEAN_DEG)
    upright = low.but(tilt_deg=3.0, gaze=start.gaze)
    score = Score(start)
    score.stay(TALL_S)
    score.go(0.7, lunge(skeleton, start, low))
    score.go(0.7, upright)
    score.go(0.75, low)
    score.go(0.75, upright)
    return performed(skeleton, rng, "one-knee", score)


def _turns(
    skeleton: Skeleton,
    rng: np.random.Generator,
    name: str,
    start: Posture,
    pelvis: float,
    needs: frozenset[str],
) -> Performance:
    looks = rng.uniform(0.0, 0.5)
    if needs or rng.random() < 0.6:  # hands in the lap would hold the chest back
        start = start.but(hands=hands_on_chest(skeleton))

    def turned(share: float, to: float) -> Posture:
        turn_deg = 60 * share * to
        return start.but(
            rotation_deg=turn_deg,
            yaw_deg=pelvis * turn_deg,
            gaze=None,
            head_deg=(0.0, looks * turn_deg, 0.0),
        )

    return to_both_sides(skeleton, rng, name, start, turned, TWIST, MOST_TWIST_DEG, needs)


def _standing(skeleton: Skeleton, rng: np.random.Generator) -> Posture:
    feet = stance(skeleton, width_m=rng.uniform(0.2, 0.36), splay_deg=rng.uniform(3, 12))
    return standing(skeleton).but(feet=feet, knee_deg=rng.uniform(3, 8))


SWEEPS = {
    "sweep-side-bends": side_bends,
    "sweep-hinge": hinge,
    "sweep-rounding": rounding,
    "sweep-turns": turns,
    "sweep-seated-turns": seated_turns,
    "sweep-seated-leans": seated_leans,
    "sweep-leaning-back": leaning_back,
    "sweep-one-knee": one_knee,
}
