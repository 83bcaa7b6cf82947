"""A mannequin that raises a hand as the sign."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
from mannequin import FOCAL_PX, FOREARM_M, HAND_M, UPPER_ARM_M, mannequin

from posturecheck.core import Floats, Joint, Pose

DISTANCE_M = 3.0


def raised(
    share: float = 1.0, *, elbow: float = 0.0, forearm: float = 0.0, both: bool = False, **body: Any
) -> Pose:
    """Somebody from the front whose left arm is a share of the way up to the sign.

    ``elbow`` is how far the upper arm points above the horizontal, ``forearm`` how far the forearm
    tilts from upright towards the head, both in degrees.
    """
    pose = mannequin(**body)
    points_m, points_px = pose.points_m.copy(), pose.points_px.copy()
    for side in (0, 1) if both else (0,):
        out = 1.0 - 2.0 * side
        shoulder = points_m[Joint.LEFT_SHOULDER + side]
        upper = _turned(-90 + share * (90 + elbow), out)
        lower = _turned(-90 + share * (180 + forearm), out)
        elbow_m = shoulder + UPPER_ARM_M * upper
        wrist = elbow_m + FOREARM_M * lower
        placed = {
            Joint.LEFT_ELBOW: elbow_m,
            Joint.LEFT_WRIST: wrist,
            Joint.LEFT_HAND: wrist + HAND_M * lower,
        }
        for joint, at in placed.items():
            points_m[joint + side] = at
            moved = (at - pose.points_m[joint + side])[:2] * (1, -1)
            points_px[joint + side] = pose.points_px[joint + side] + FOCAL_PX / DISTANCE_M * moved
    return replace(pose, points_m=points_m, points_px=points_px)


def _turned(above_deg: float, out: float) -> Floats:
    up = math.radians(above_deg)
    return np.array([out * math.cos(up), math.sin(up), 0.0])
