"""One moment as the numbers the learned estimate takes in; the same for learning and use."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from posturecheck.core import Floats, Joint, Pose, Posture, Reading
from posturecheck.stance import Reference, Stance
from posturecheck.trunk import UP, body_shape, trunk_of

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
# Geometry is wrong in ways that can be learned; it spares the networks its discovery.
GEOMETRY = (
    "trunk_inclination_deg",
    "trunk_flexion_deg",
    "trunk_side_bend_deg",
    "trunk_rotation_deg",
    "hip_flexion_deg",
    "knee_flexion_deg",
)
# What is not known is nan, which the networks take for "as usual"; the 1 behind it says so.
NO_STANCE = np.full(5 * len(STANCE_JOINTS) + 6, np.nan)


def features(pose: Pose, stance: Stance, measured: Posture) -> Floats | None:
    """Return the numbers of one moment, (n,), or None where the trunk was not seen.

    Args:
        pose: Smoothed, in the camera's axes (not levelled).
        stance: The person's tall stance; an empty one is learned too.
        measured: What plain geometry makes of the same pose and stance.
    """
    trunk = trunk_of(pose)
    if trunk is None:
        return None
    facing = math.radians(trunk.facing_deg)
    return np.concatenate(
        [
            [measured[name].value for name in GEOMETRY],
            body_shape(pose).ravel(),
            pose.visibility,
            [math.sin(facing), math.cos(facing)],
            _of_stance(stance.nearest(trunk.facing_deg)),
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


def mirrored_pose(pose: Pose) -> Pose:
    """Return the pose of the mirrored picture (its x counted from the other way)."""
    return replace(
        pose,
        points_m=pose.points_m[OTHER_SIDE] * (-1.0, 1.0, 1.0),
        points_px=pose.points_px[OTHER_SIDE] * (-1.0, 1.0),
        visibility=pose.visibility[OTHER_SIDE],
    )


def mirrored_posture(posture: Posture) -> Posture:
    """Return what geometry makes of the mirrored picture (of ``GEOMETRY`` only)."""
    turned = {
        name: Reading(-posture[name].value, posture[name].sd)
        for name in ("trunk_side_bend_deg", "trunk_rotation_deg")
    }
    return replace(posture, readings={**posture.readings, **turned})


def mirrored_stance(stance: Stance) -> Stance:
    """Return the stance of the mirrored picture."""
    return Stance(tuple(_mirrored(reference) for reference in stance.references))


def _mirrored(reference: Reference) -> Reference:
    return replace(
        reference,
        facing_deg=-reference.facing_deg,
        up=reference.up * (-1.0, 1.0, 1.0),
        rotation_deg=-reference.rotation_deg,
        shape=reference.shape[OTHER_SIDE] * (-1.0, 1.0, -1.0, 1.0, 1.0),
    )
