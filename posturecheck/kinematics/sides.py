"""Left and right: what the pose model swaps in one when legs cross or a body hides its far side."""

from __future__ import annotations

import numpy as np

from posturecheck.core import TRUNK_JOINTS, Floats, Joint, Pose

ARMS, LEGS, TRUNK = 0, 1, 2  # rows of ``body_lines``
# The left joints of what is swapped in one: head and arms, hips and legs; each right one is next.
PARTS = (range(Joint.LEFT_EYE, Joint.LEFT_HIP, 2), range(Joint.LEFT_HIP, len(Joint), 2))


# As a product with the points: five times as fast as one line after the other.
_LINES = np.zeros((3, len(Joint)))
_LINES[ARMS, [Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER]] = 1, -1
_LINES[LEGS, [Joint.LEFT_HIP, Joint.RIGHT_HIP]] = 1, -1
_LINES[TRUNK, TRUNK_JOINTS] = 0.5, 0.5, -0.5, -0.5


def body_lines(pose: Pose) -> Floats:
    """Return (3, 3), metres: right to left of the shoulders and of the hips, and up the trunk."""
    return _LINES @ pose.points_m


def swap_sides(pose: Pose, parts: tuple[int, ...]) -> Pose:
    """Return the pose with left and right of some of ``PARTS`` (``ARMS``, ``LEGS``) changed."""
    if not parts:
        return pose
    order = np.arange(len(Joint))
    for part in parts:
        left = np.array(PARTS[part])
        order[left], order[left + 1] = left + 1, left
    return Pose(pose.points_m[order], pose.points_px[order], pose.visibility[order], pose.motion)
