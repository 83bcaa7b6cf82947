"""Left and right: what the pose model swaps in one when legs cross or a body hides its far side."""

from __future__ import annotations

import numpy as np

from posturecheck.core import Floats, Joint, Pose

ARMS, LEGS = 0, 1
# The left joints of each part, head and arms, then hips and legs; each one's right comes next.
PARTS = (range(Joint.LEFT_EYE, Joint.LEFT_HIP, 2), range(Joint.LEFT_HIP, len(Joint), 2))
_LEFT_ENDS = [Joint.LEFT_SHOULDER, Joint.LEFT_HIP]
_RIGHT_ENDS = [Joint.RIGHT_SHOULDER, Joint.RIGHT_HIP]


def side_lines(pose: Pose) -> Floats:
    """Return the line from right to left of each of ``PARTS``, (2, 3), metres."""
    return pose.points_m[_LEFT_ENDS] - pose.points_m[_RIGHT_ENDS]


def swap_sides(pose: Pose, parts: tuple[int, ...]) -> Pose:
    """Return the pose with left and right of some of ``PARTS`` changed."""
    if not parts:
        return pose
    order = np.arange(len(Joint))
    for part in parts:
        left = np.array(PARTS[part])
        order[left], order[left + 1] = left + 1, left
    return Pose(pose.points_m[order], pose.points_px[order], pose.visibility[order], pose.motion)
