"""Somebody in a picture, for the tests of what is drawn on it."""

import math

import numpy as np

from posturecheck.core import Frame, Image, Joint, Pose, Posture, Reading, Step
from posturecheck.drawing.gauges import GaugeLimits

LIMITS = GaugeLimits(20, 60, 20, 30)
# Somebody upright seen from the front, metres, x right and y down from the mid-hip.
BODY_M = {
    "NOSE": (0, -0.72),
    "EYE": (0.03, -0.75),
    "EAR": (0.07, -0.73),
    "SHOULDER": (0.18, -0.5),
    "ELBOW": (0.24, -0.22),
    "WRIST": (0.24, 0.02),
    "HAND": (0.24, 0.1),
    "HIP": (0.1, 0),
    "KNEE": (0.1, 0.42),
    "ANKLE": (0.1, 0.84),
    "HEEL": (0.1, 0.88),
    "TOE": (0.12, 0.9),
}


def body(x: float = 640, y: float = 380, px_per_m: float = 300, turned: bool = False) -> Pose:
    """Somebody whose hips are at (x, y); ``turned`` shows them from the side."""
    points = np.zeros((23, 2))
    for joint in Joint:
        side, _, part = joint.name.rpartition("_")
        across, down = BODY_M[part]
        points[joint] = (across * (-1 if side == "RIGHT" else 1), down)
    flat_m = points * [0.1, 1] if turned else points
    if turned:
        flat_m[Joint.NOSE, 0] = 0.1
    return Pose(
        points_m=np.column_stack([flat_m * [1, -1], points[:, 0]]),
        points_px=flat_m * px_per_m + [x, y],
        visibility=np.ones(23),
    )


def noise(height: int = 720, width: int = 1280) -> Image:
    return np.random.default_rng(1).integers(0, 256, (height, width, 3), dtype=np.uint8)


def step(*people: Pose, t_s: float = 0.0, bend: float = math.nan, twist: float = math.nan) -> Step:
    readings = {
        "trunk_inclination_deg": Reading(bend, 5.0),
        "trunk_rotation_deg": Reading(twist, 8.0),
    }
    pose = people[0] if people else None
    return Step(Frame(0, t_s), people, pose, Posture(t_s, readings), "", ())
