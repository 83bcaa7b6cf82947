"""Bone lengths: bones do not change length, so their median over time is the truth.

The model's bones grow and shrink from frame to frame by a tenth; directions are kept,
lengths replaced. With the person's height given, everything is scaled to it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from posturecheck.core import Floats, Joint, Pose
from posturecheck.kinematics.body import Body

# Each bone runs from a point that is already placed; midpoints place the first ones.
BONES = (
    (Joint.LEFT_HIP, Joint.LEFT_KNEE),
    (Joint.RIGHT_HIP, Joint.RIGHT_KNEE),
    (Joint.LEFT_KNEE, Joint.LEFT_ANKLE),
    (Joint.RIGHT_KNEE, Joint.RIGHT_ANKLE),
    (Joint.LEFT_ANKLE, Joint.LEFT_HEEL),
    (Joint.RIGHT_ANKLE, Joint.RIGHT_HEEL),
    (Joint.LEFT_ANKLE, Joint.LEFT_TOE),
    (Joint.RIGHT_ANKLE, Joint.RIGHT_TOE),
    (Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW),
    (Joint.RIGHT_SHOULDER, Joint.RIGHT_ELBOW),
    (Joint.LEFT_ELBOW, Joint.LEFT_WRIST),
    (Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST),
    (Joint.LEFT_WRIST, Joint.LEFT_HAND),
    (Joint.RIGHT_WRIST, Joint.RIGHT_HAND),
)
STARTS = np.array([a for a, _ in BONES])
ENDS = np.array([b for _, b in BONES])
# Which bones of BONES are placed at once: those of the trunk first, then what hangs on them.
PLACED = (np.array([0, 1, 8, 9]), np.array([2, 3, 10, 11]), np.array([4, 5, 6, 7, 12, 13]))
LEARN_S = 2.0  # the lengths are the median of the first two seconds seen ...
DRIFT_PER_S = 0.01  # ... and follow later ones by a hundredth a second
SEGMENTS_OF_HEIGHT = 0.78  # ankle to shoulder: thigh .245, shank .246, trunk .288 (Winter 2009)


class BoneLengths:
    """Remembers one person's bone lengths; ``height_m`` scales them when it is known."""

    def __init__(self, height_m: float | None = None) -> None:
        self._height_m = height_m
        self._first: list[Floats] = []
        self._lengths: Floats = np.empty(0)  # of BONES, then the trunk
        self._t_s = self._seen_s = 0.0

    def steady(self, body: Body) -> Body:
        """Return the body with constant bone lengths, directions unchanged, in metres."""
        t_s, pose = body.t_s, body.pose
        bones = pose.points_m[ENDS] - pose.points_m[STARTS]
        lengths = np.linalg.norm(bones, axis=1)
        self._learn(t_s, np.append(lengths, _trunk_length_m(pose)))
        points = pose.points_m.copy()
        scaled = bones * (self._lengths[:-1] / np.maximum(lengths, 1e-6))[:, None]
        for bones_now in PLACED:
            points[ENDS[bones_now]] = points[STARTS[bones_now]] + scaled[bones_now]
        return Body(t_s, replace(pose, points_m=points * self._scale()))

    def _learn(self, t_s: float, lengths: Floats) -> None:
        self._seen_s += min(t_s - self._t_s, 0.1) if self._first else 0.0
        if self._seen_s < LEARN_S:
            self._first.append(lengths)
            self._lengths = np.median(self._first, axis=0)
        else:  # a running median: a step towards each new value, whatever its size
            step = DRIFT_PER_S * min(t_s - self._t_s, 0.1)
            self._lengths = self._lengths * (1 + step * np.sign(lengths - self._lengths))
        self._t_s = t_s

    def _scale(self) -> float:
        if self._height_m is None:
            return 1.0
        thigh, shank = self._lengths[:2].mean(), self._lengths[2:4].mean()
        return SEGMENTS_OF_HEIGHT * self._height_m / float(thigh + shank + self._lengths[-1])


def _trunk_length_m(pose: Pose) -> float:
    p = pose.points_m
    shoulders = p[Joint.LEFT_SHOULDER] + p[Joint.RIGHT_SHOULDER]
    hips = p[Joint.LEFT_HIP] + p[Joint.RIGHT_HIP]
    return float(np.linalg.norm(shoulders - hips)) / 2
