"""The trunk in one pose: its axis, its two cross lines and where it faces.

Both the measuring (``angles``) and the neutral stance (``neutral_stance``) start here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from posturecheck.core import TRUNK_JOINTS, Floats, Joint, Pose, View
from posturecheck.geometry import across, angle_deg, cross, signed_angle_deg, unit

UP = np.array([0.0, 1.0, 0.0])
TRUNK_LENGTH_M = 0.5  # mid-hip to mid-shoulder; adults measure .42 to .56
TALL_LEAN_DEG = 4.0  # shoulders stand before the hips in a tall stance: 3.5 to 4 degrees
# (joint centres of a standing body; shared between people, so part of every sd)
_LEFT = [Joint.LEFT_SHOULDER, Joint.LEFT_HIP]
_RIGHT = [Joint.RIGHT_SHOULDER, Joint.RIGHT_HIP]
VISIBLE = 0.5  # the model's own "more likely seen than not"
FRONT_WITHIN_DEG = 30.0
SIDE_WITHIN_DEG = 30.0


@dataclass(frozen=True, eq=False)
class Trunk:
    """Directions in the axes the points came in (``core``); (3,) vectors.

    ``axis`` runs from mid-hip to mid-shoulder, ``shoulder_line`` and ``hip_line`` from
    the person's right to the left, not scaled to length 1.
    """

    axis: Floats
    shoulder_line: Floats
    hip_line: Floats

    @cached_property
    def inclination_deg(self) -> float:
        """Angle between the trunk's axis and y, 0 to 180."""
        return angle_deg(self.axis, UP)

    @cached_property
    def rotation_deg(self) -> float:
        """Shoulders against hips about the trunk's axis; to the person's left +."""
        return signed_angle_deg(self.hip_line, self.shoulder_line, self.axis)

    @cached_property
    def side_bend_deg(self) -> float:
        """The lean's part along the hip line; to the person's left +."""
        left = unit(across(self.hip_line, UP))
        return math.degrees(math.asin(float(np.clip(self.axis @ left, -1, 1))))

    @cached_property
    def flexion_deg(self) -> float:
        """The lean's part in the pelvis' sagittal plane; forward +."""
        forward = cross(unit(across(self.hip_line, UP)), UP)
        return math.degrees(math.atan2(float(self.axis @ forward), float(self.axis @ UP)))

    @cached_property
    def pelvis_yaw_deg(self) -> float:
        """Which way the pelvis faces: 0 to the camera, to the person's left +."""
        return _yaw_deg(self.hip_line)

    @cached_property
    def facing_deg(self) -> float:
        """Which way shoulders and hips together face: steadier than the pelvis alone."""
        return _yaw_deg(unit(self.hip_line) + unit(self.shoulder_line))


def upright_is_tall(trunk: Trunk) -> Trunk:
    """Return a levelled trunk whose zero is moved from the tall stance to the vertical."""
    left = unit(across(trunk.hip_line, UP))
    lean = math.radians(TALL_LEAN_DEG)
    axis = (
        trunk.axis * math.cos(lean)
        + cross(left, trunk.axis) * math.sin(lean)
        + left * float(left @ trunk.axis) * (1 - math.cos(lean))
    )
    return Trunk(axis, trunk.shoulder_line, trunk.hip_line)


def body_size_px(pose: Pose) -> float:
    """Return a trunk's true length on the picture, pixels, whichever way it leans."""
    metres = max(_spread(pose.points_m[:, :2]), 0.05)
    return max(TRUNK_LENGTH_M * _spread(pose.points_px) / metres, 1.0)


def _spread(points: Floats) -> float:
    # np.std takes ten times as long.
    centred = points - points.sum(axis=0) / len(points)
    return math.sqrt(float(np.vdot(centred, centred)) / len(points))


def trunk_points_px(pose: Pose) -> Floats:
    """Return mid-shoulder and mid-hip on the picture, (2, 2), pixels."""
    p = pose.points_px
    return (p[_LEFT] + p[_RIGHT]) / 2


def trunk_of(pose: Pose) -> Trunk | None:
    """Return the trunk, or None where a shoulder or hip was not seen."""
    if not all(pose.visibility[j] >= VISIBLE for j in TRUNK_JOINTS):
        return None
    return trunk_from(pose.points_m)


def trunk_from(points_m: Floats) -> Trunk | None:
    """Return the trunk of (23, 3) points, or None where they do not make one."""
    left_shoulder, right_shoulder = points_m[Joint.LEFT_SHOULDER], points_m[Joint.RIGHT_SHOULDER]
    left_hip, right_hip = points_m[Joint.LEFT_HIP], points_m[Joint.RIGHT_HIP]
    trunk = Trunk(
        axis=unit((left_shoulder + right_shoulder - left_hip - right_hip) / 2),
        shoulder_line=left_shoulder - right_shoulder,
        hip_line=left_hip - right_hip,
    )
    whole = np.concatenate([trunk.axis, unit(trunk.shoulder_line), unit(trunk.hip_line)])
    return trunk if np.isfinite(whole).all() else None


def sideness(facing_deg: float) -> float:
    """Return how much a view is from the side: 0 from front or back, 1 from the side."""
    return abs(math.sin(math.radians(facing_deg)))


def view_of(facing_deg: float) -> View:
    """Name the view: front, oblique, side or back (from behind, obliquely too)."""
    if not math.isfinite(facing_deg):
        return "unknown"
    away = abs((facing_deg + 180.0) % 360.0 - 180.0)
    if away <= FRONT_WITHIN_DEG:
        return "front"
    if away < 90.0 - SIDE_WITHIN_DEG:
        return "oblique"
    return "side" if away <= 90.0 + SIDE_WITHIN_DEG else "back"


def _yaw_deg(line: Floats) -> float:
    left = unit(across(line, UP))
    forward = cross(left, UP)
    return math.degrees(math.atan2(float(forward[0]), float(forward[2])))
