"""One moment as the numbers the learned estimate takes in; the same for learning and use."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from posturecheck.core import Floats, Joint, Posture
from posturecheck.kinematics.body import Body
from posturecheck.kinematics.neutral_stance import Reference, Stance
from posturecheck.kinematics.trunk import UP
from posturecheck.learned.recent import LAGS_S, RECENT_JOINTS, RecentShapes
from posturecheck.measures import mirror_signs

# Of the tall stance only what does not move about while standing.
STANCE_JOINTS = [
    Joint.NOSE,
    Joint.LEFT_EAR,
    Joint.RIGHT_EAR,
    Joint.LEFT_SHOULDER,
    Joint.RIGHT_SHOULDER,
    Joint.LEFT_HIP,
    Joint.RIGHT_HIP,
    Joint.LEFT_KNEE,
    Joint.RIGHT_KNEE,
    Joint.LEFT_ANKLE,
    Joint.RIGHT_ANKLE,
]


def _other_side(joint: Joint) -> Joint:
    side, _, part = joint.name.partition("_")
    swapped = {"LEFT": f"RIGHT_{part}", "RIGHT": f"LEFT_{part}"}
    return Joint[swapped.get(side, joint.name)]


OTHER_SIDE = np.array([_other_side(joint) for joint in Joint])
# Geometry is wrong in ways that can be learned; it spares the networks its discovery. Its
# zero is the tall stance: without one it is another measure, and left out with the stance.
GEOMETRY = (
    "trunk_inclination_deg",
    "trunk_flexion_deg",
    "trunk_side_bend_deg",
    "trunk_rotation_deg",
    "hip_flexion_deg",
    "knee_flexion_deg",
)
# What is not known is nan, which the networks take for "as usual"; the 1 behind it says so.
CHANGES = 5 * len(LAGS_S) * len(RECENT_JOINTS)  # of the recent past, before the stance's
NO_STANCE = np.full(5 * len(STANCE_JOINTS) + 6, np.nan)


def features(body: Body, stance: Stance, measured: Posture, recent: RecentShapes) -> Floats | None:
    """Return the numbers of one moment, (n,), or None where the trunk was not seen.

    Args:
        body: Smoothed, in the camera's axes (not levelled).
        stance: The person's tall stance; an empty one is learned too.
        measured: What plain geometry makes of the same body and stance.
        recent: The same person's moments before; takes this one in.
    """
    trunk = body.trunk
    if trunk is None:
        return None
    facing = math.radians(trunk.facing_deg)
    reference = stance.nearest(trunk.facing_deg)
    return np.concatenate(
        [
            [measured[name].value if reference else math.nan for name in GEOMETRY],
            body.shape.ravel(),
            body.pose.visibility,
            [math.sin(facing), math.cos(facing)],
            recent.changes(measured.t_s, body.shape).ravel(),
            _of_stance(reference),
        ]
    )


def _of_stance(reference: Reference | None) -> Floats:
    if reference is None:
        return NO_STANCE
    facing = math.radians(reference.facing_deg)
    return np.concatenate(
        [
            reference.shape[STANCE_JOINTS].ravel(),
            reference.up - UP,
            [math.sin(facing), math.cos(facing), 1.0],
        ]
    )


def mirrored(numbers: Floats) -> Floats:
    """Return the features (..., n) of the mirrored picture."""
    turned: Floats = numbers[..., _MIRROR_OF] * _MIRROR_SIGN
    return turned


def _mirror_plan() -> tuple[list[int], list[float]]:
    """Return from where each feature comes in a mirror, and its sign; in ``features``' order."""
    of: list[int] = []
    sign: list[float] = []

    def add(block: Sequence[int], signs: Sequence[float]) -> None:
        """Add rows that come from ``block`` (numbers of rows), each with these signs."""
        start, wide = len(of), len(signs)
        of.extend(start + row * wide + column for row in block for column in range(wide))
        sign.extend(list(signs) * len(block))

    add([0], mirror_signs(GEOMETRY))
    add(OTHER_SIDE.tolist(), SHAPE_SIGNS)
    add(OTHER_SIDE.tolist(), [1.0])
    add([0], FACING_SIGNS)
    for _ in LAGS_S:
        add([RECENT_JOINTS.index(Joint(OTHER_SIDE[j])) for j in RECENT_JOINTS], SHAPE_SIGNS)
    add([STANCE_JOINTS.index(Joint(OTHER_SIDE[j])) for j in STANCE_JOINTS], SHAPE_SIGNS)
    add([0], UP_SIGNS)
    add([0], [*FACING_SIGNS, 1.0])
    return of, sign


SHAPE_SIGNS = (-1.0, 1.0, -1.0, 1.0, 1.0)  # of Body.shape's columns: both x turn
UP_SIGNS = (-1.0, 1.0, 1.0)
FACING_SIGNS = (-1.0, 1.0)  # sine, cosine
_MIRROR_OF, _MIRROR_SIGN = (np.array(part) for part in _mirror_plan())
FEATURES = len(_MIRROR_OF)  # how many there are
