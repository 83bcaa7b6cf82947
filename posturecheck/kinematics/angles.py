"""Pose to Posture: every measure of one moment, each with its standard deviation.

Pure functions on one levelled pose. Definitions and signs: ``measures`` and DESIGN
section 3; formulas: clinical.md section 4.2. Speeds need a memory and are added by
``velocities``.
"""

from __future__ import annotations

import math

import numpy as np

from posturecheck.core import UNSEEN, Floats, Joint, Pose, Posture, Reading
from posturecheck.geometry import angle_deg, wrapped_deg
from posturecheck.kinematics import uncertainty
from posturecheck.kinematics.body import Body
from posturecheck.kinematics.neutral_stance import Stance
from posturecheck.kinematics.trunk import VISIBLE, upright_is_tall, view_of
from posturecheck.kinematics.uncertainty import Conditions, conditions_of

ANKLE_HEIGHT_M = 0.08  # of the joint above the floor (Winter 2009, 0.039 of the height)
SPINE_SHARE = 0.45  # of the lean that comes from the spine when nothing more is known
# The model compresses a twist: rendered people's to .28 to .45 of the truth (slopes of 2.3 to 2.9
# would undo it), the one real man's who was measured from the front to about .55 (.4 to 1). What is
# too large for real people would count as doubt of what is seen rightly.
ROTATION_GAIN = 1.5
MAX_ROTATION_DEG = 75.0  # no person twists further; a larger figure is a flipped pose, so unseen
LEGS = (
    (Joint.LEFT_HIP, Joint.LEFT_KNEE, Joint.LEFT_ANKLE),
    (Joint.RIGHT_HIP, Joint.RIGHT_KNEE, Joint.RIGHT_ANKLE),
)


def measure(body: Body, stance: Stance) -> tuple[Posture, Body]:
    """Return the posture and the levelled body (y up against gravity) it was read from.

    Args:
        body: In camera axes, metres; see ``core``.
        stance: The person's neutral stance; an empty one makes every sd large.
    """
    t_s, seen = body.t_s, body.trunk
    if seen is None:
        return Posture(t_s), body
    level_pose, stance_sd_deg = stance.level(body.pose, seen.facing_deg)
    level = Body(t_s, level_pose)
    levelled = level.trunk
    if levelled is None:
        return Posture(t_s), level
    trunk = upright_is_tall(levelled)
    given = conditions_of(level, trunk, stance_sd_deg, stance.known)
    turned = wrapped_deg(levelled.rotation_deg - stance.rotation_zero_deg(seen.facing_deg))
    readings = {
        "trunk_inclination_deg": trunk.inclination_deg,
        "trunk_flexion_deg": trunk.flexion_deg,
        "trunk_side_bend_deg": trunk.side_bend_deg,
        "trunk_rotation_deg": _possible_twist_deg(ROTATION_GAIN * turned),
        "spine_flexion_deg": spine_flexion_deg(trunk.flexion_deg),
        "pelvis_yaw_deg": trunk.pelvis_yaw_deg,
    }
    measured = {name: _reading(name, value, given) for name, value in readings.items()}
    measured |= _legs(level_pose, trunk.axis, given) | _hands(level_pose, given)
    return Posture(t_s, measured, view_of(seen.facing_deg)), level


def spine_flexion_deg(flexion_deg: float) -> float:
    """Return the best guess of the back's rounding from the lean alone, in degrees.

    Shoulders and hips do not distinguish a rounded back from a hinge (clinical.md section 4.3);
    this is the middle of what people do, and its sd covers both.
    """
    return SPINE_SHARE * max(flexion_deg, 0.0)


def _possible_twist_deg(twist_deg: float) -> float:
    return twist_deg if abs(twist_deg) <= MAX_ROTATION_DEG else math.nan


def _reading(name: str, value: float, given: Conditions) -> Reading:
    return Reading(value, uncertainty.sd(name, value, given)) if math.isfinite(value) else UNSEEN


def _legs(pose: Pose, trunk_axis: Floats, given: Conditions) -> dict[str, Reading]:
    hips, knees = [math.nan], [math.nan]
    for hip, knee, ankle in LEGS:
        if pose.visibility[knee] < VISIBLE:
            continue
        thigh = pose.points_m[knee] - pose.points_m[hip]
        hips.append(angle_deg(-trunk_axis, thigh))
        if pose.visibility[ankle] >= VISIBLE:
            knees.append(angle_deg(thigh, pose.points_m[ankle] - pose.points_m[knee]))
    return {
        "hip_flexion_deg": _reading("hip_flexion_deg", _largest(hips), given),
        "knee_flexion_deg": _reading("knee_flexion_deg", _largest(knees), given),
    }


def _hands(pose: Pose, given: Conditions) -> dict[str, Reading]:
    hands = [
        pose.points_m[hand]
        for wrist, hand in (
            (Joint.LEFT_WRIST, Joint.LEFT_HAND),
            (Joint.RIGHT_WRIST, Joint.RIGHT_HAND),
        )
        if pose.visibility[wrist] >= VISIBLE
    ]
    if not hands:
        return {}
    ankles = [pose.points_m[j] for _, _, j in LEGS if pose.visibility[j] >= VISIBLE]
    hips = (pose.points_m[Joint.LEFT_HIP] + pose.points_m[Joint.RIGHT_HIP]) / 2
    foot = np.mean(ankles, axis=0) if len(ankles) == len(LEGS) else hips
    reach = max(math.hypot(h[0] - foot[0], h[2] - foot[2]) for h in hands)
    measured = {"hand_reach_m": _reading("hand_reach_m", float(reach), given)}
    if ankles:
        floor_y = min(float(a[1]) for a in ankles) - ANKLE_HEIGHT_M
        height = min(float(h[1]) for h in hands) - floor_y
        measured["hand_height_m"] = _reading("hand_height_m", height, given)
    return measured


def _largest(values: list[float]) -> float:
    return max((v for v in values if math.isfinite(v)), default=math.nan)
