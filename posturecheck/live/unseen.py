"""What of a body is not seen, so that "I cannot see you" can say why."""

from __future__ import annotations

from typing import Literal

from posturecheck.core import TRUNK_JOINTS, Image, Joint, Pose
from posturecheck.kinematics.trunk import VISIBLE

Missing = Literal["low", "high", "aside", "hips", "shoulders", "unsure"]
HIPS = (Joint.LEFT_HIP, Joint.RIGHT_HIP)


def missing(pose: Pose, image: Image | None) -> Missing:
    """Return what is in the way of measuring a body that was found.

    Args:
        pose: The body.
        image: Its picture, None where it is not there.
    """
    hidden = [joint for joint in TRUNK_JOINTS if not pose.visibility[joint] >= VISIBLE]
    if not hidden:
        return "unsure"
    if image is not None:
        height, width = image.shape[:2]
        x, y = pose.points_px[hidden].T
        if (y >= height).any():
            return "low"
        if (y < 0).any():
            return "high"
        if ((x < 0) | (x >= width)).any():
            return "aside"
    return "hips" if any(joint in HIPS for joint in hidden) else "shoulders"
