"""What is true at a moment, from the skeleton's own bones: the measures of DESIGN section 3."""

from __future__ import annotations

import math

import numpy as np

from renderer.core import SIDES, Floats, Placed
from renderer.rotations import UP, across, angle_between, cardan, cross, unit
from renderer.skeleton import Skeleton

RATE_WINDOW_S = 0.2
ANGLES = (
    "trunk_inclination_deg",
    "trunk_flexion_deg",
    "trunk_side_bend_deg",
    "trunk_rotation_deg",
    "spine_flexion_deg",
    "hip_flexion_deg",
    "knee_flexion_deg",
    "pelvis_yaw_deg",
    "hand_height_m",
    "hand_reach_m",
)
RATES = {
    "trunk_flexion_rate_deg_s": "trunk_flexion_deg",
    "trunk_rotation_rate_deg_s": "trunk_rotation_deg",
}
SPINE_JOINTS = {
    "pelvis": "spine05",
    "l5_s1": "spine04",
    "l3": "spine03",
    "t12": "spine02",
    "t7": "spine01",
    "c7": "neck01",
    "head": "head",
}
SIDE_JOINTS = {
    "shoulder": "upperarm01",
    "elbow": "lowerarm01",
    "wrist": "wrist",
    "index": "finger2-1",
    "hip": "upperleg01",
    "knee": "lowerleg01",
    "ankle": "foot",
    "toe": "toe2-1",
}


def measures(skeleton: Skeleton, placed: Placed, camera_azimuth_deg: float) -> dict[str, float]:
    """Return every measure but the rates, by its column's name.

    Args:
        skeleton: Whose own tall stance is the zero of ``spine_flexion_deg``.
        placed: The moment.
        camera_azimuth_deg: Where the camera stands (``core.Camera``); zero of the yaw.
    """
    joints_m = joints(skeleton, placed)
    mid_m = {
        name: (joints_m[f"{name}_L"] + joints_m[f"{name}_R"]) / 2
        for name in ("hip", "shoulder", "ankle")
    }
    hands_m = np.stack([joints_m["index_L"], joints_m["index_R"]])
    trunk = unit(mid_m["shoulder"] - mid_m["hip"])
    pelvis = _rotation(skeleton, placed, "spine05")
    # The heading comes from the lateral axis: one from the forward axis flips beyond 90
    # degrees of bend.
    left = unit(across(pelvis[:, 0], UP))
    forward = cross(left, UP)
    spine_flexion, _, rotation = cardan(pelvis.T @ _rotation(skeleton, placed, "spine01"))
    heading_deg = math.degrees(math.atan2(left[1], left[0]))
    reach_m = np.linalg.norm((hands_m - mid_m["ankle"])[:, :2], axis=1)
    return {
        "trunk_inclination_deg": math.degrees(angle_between(trunk, UP)),
        "trunk_flexion_deg": math.degrees(math.atan2(trunk @ forward, trunk @ UP)),
        "trunk_side_bend_deg": math.degrees(math.asin(min(1.0, max(-1.0, float(trunk @ left))))),
        "trunk_rotation_deg": math.degrees(rotation),
        "spine_flexion_deg": math.degrees(spine_flexion - skeleton.kyphosis),
        "hip_flexion_deg": max(_hip_deg(joints_m, trunk, side) for side in SIDES),
        "knee_flexion_deg": max(_knee_deg(joints_m, side) for side in SIDES),
        "pelvis_yaw_deg": _wrapped_deg(heading_deg - camera_azimuth_deg),
        "hand_height_m": float(hands_m[:, 2].min()),
        "hand_reach_m": float(reach_m.max()),
    }


def joints(skeleton: Skeleton, placed: Placed) -> dict[str, Floats]:
    """Return the joint centres, name to (3,) in metres; sides end in ``_L`` and ``_R``."""
    where = placed.positions
    index = skeleton.index
    centres = {name: where[index[bone]] for name, bone in SPINE_JOINTS.items()}
    for side in SIDES:
        for name, bone in SIDE_JOINTS.items():
            centres[f"{name}_{side}"] = where[index[f"{bone}.{side}"]]
    return centres


def rates(times_s: Floats, column: Floats) -> Floats:
    """Return a column's change in a second: central differences over about 0.2 s.

    Args:
        times_s: When, (n,) strictly rising; any spacing.
        column: The measure, (n,).

    Returns:
        (n,), the slope of the least-squares line through what lies within 0.1 s either
        side (at least both neighbours); zeros where there is one time only.
    """
    found = np.zeros(len(times_s))
    for i, now_s in enumerate(times_s):
        near = np.abs(times_s - now_s) <= RATE_WINDOW_S / 2 + 1e-9
        near[max(0, i - 1) : i + 2] = True
        at_s = times_s[near] - times_s[near].mean()
        spread = float(at_s @ at_s)
        found[i] = float(at_s @ column[near]) / spread if spread > 0 else 0.0
    return found


def _hip_deg(joints_m: dict[str, Floats], trunk: Floats, side: str) -> float:
    thigh = joints_m[f"knee_{side}"] - joints_m[f"hip_{side}"]
    return 180.0 - math.degrees(angle_between(trunk, thigh))


def _knee_deg(joints_m: dict[str, Floats], side: str) -> float:
    thigh = joints_m[f"knee_{side}"] - joints_m[f"hip_{side}"]
    shank = joints_m[f"ankle_{side}"] - joints_m[f"knee_{side}"]
    return math.degrees(angle_between(thigh, shank))


def _rotation(skeleton: Skeleton, placed: Placed, bone: str) -> Floats:
    rotation: Floats = placed.rotations[skeleton.index[bone]]
    return rotation


def _wrapped_deg(angle: float) -> float:
    return (angle + 180.0) % 360.0 - 180.0
