"""Where a head is in a picture: an ellipse, from a body's points or a face's square."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from posturecheck.core import HEAD_JOINTS, Floats, Joint, Pose

HEAD_RADIUS_M = 0.126  # half a head is about 0.12 m; the rest is margin
FACE_TO_HEAD = 1.0  # half a head against a face's side: with hair, and a margin
SHOULDERS = [int(Joint.LEFT_SHOULDER), int(Joint.RIGHT_SHOULDER)]

Square = tuple[float, float, float]  # a face's middle, x and y, and its side, in pixels
Found = tuple[float, float, float, float]  # the same, and how much it resembles a face, up to 1


class HeadRegion(NamedTuple):
    """An ellipse in pixels; ``tilt_deg`` is the turn of its long axis from picture x."""

    x: float
    y: float
    half_long: float
    half_short: float
    tilt_deg: float

    def grown(self, factor: float) -> HeadRegion:
        """Return the region made larger about its middle."""
        return self._replace(half_long=self.half_long * factor, half_short=self.half_short * factor)

    def at(self, x: float, y: float) -> HeadRegion:
        """Return the region with its middle there."""
        return self._replace(x=x, y=y)

    def covers(self, other: HeadRegion) -> bool:
        """Whether the other one's inner half, the face, lies in this."""
        return self.distance(other) + 0.5 * other.half_long <= self.half_short

    def follows(self, earlier: HeadRegion) -> bool:
        """Whether it is surely the same head, a picture later."""
        return self.distance(earlier) < max(self.half_short, earlier.half_short)

    def distance(self, other: HeadRegion) -> float:
        """Return the pixels between the two middles."""
        return math.hypot(self.x - other.x, self.y - other.y)

    def between(self, later: HeadRegion, share: float) -> HeadRegion:
        """Return the region on the straight way to a later one: 0 is here, 1 there."""
        x, y = self.x + share * (later.x - self.x), self.y + share * (later.y - self.y)
        larger = max(self, later, key=lambda region: region.half_long)
        return larger.at(x, y)

    @property
    def face(self) -> Square:
        """The square of the face in it."""
        return self.x, self.y, self.half_short / FACE_TO_HEAD


def face_region(face: Square | Found) -> HeadRegion:
    """Return the head around a face, generously."""
    x, y, side = face[:3]
    return HeadRegion(x, y, FACE_TO_HEAD * side, FACE_TO_HEAD * side, 0.0)


def head_region(pose: Pose) -> HeadRegion | None:
    """Return where the head is, generously; None where no head point is known.

    Points are used whatever their visibility: seen from the back or the side, the
    model's guess of a hidden eye still lies on the head.
    """
    head = _finite(pose.points_px[list(HEAD_JOINTS)])
    if not len(head):
        return None
    centre = (head.min(axis=0) + head.max(axis=0)) / 2
    shoulders = _finite(pose.points_px[SHOULDERS])
    up = centre - shoulders.mean(axis=0) if len(shoulders) else np.array([0.0, -1.0])
    # Each length shrinks in some view (shoulders from the side, neck when bent towards
    # the camera); the largest of them does not.
    radius = max(
        HEAD_RADIUS_M * px_per_m(pose),
        1.26 * float(np.linalg.norm(head - centre, axis=1).max()),
        0.33 * float(np.linalg.norm(np.ptp(shoulders, axis=0))) if len(shoulders) else 0.0,
        0.36 * float(np.linalg.norm(up)) if len(shoulders) else 0.0,
    )
    tilt_deg = math.degrees(math.atan2(up[1], up[0]))
    return HeadRegion(float(centre[0]), float(centre[1]), 1.2 * radius, radius, tilt_deg)


def _finite(points: Floats) -> Floats:
    found: Floats = points[np.isfinite(points).all(axis=1)]
    return found


def px_per_m(pose: Pose) -> float:
    """Return the picture's pixels in a metre at the body; 0 where too little is known."""
    # The spread of the whole body, in pixels against metres: the same for any view and bend.
    known = np.isfinite(pose.points_px).all(axis=1) & np.isfinite(pose.points_m).all(axis=1)
    if known.sum() < 3:
        return 0.0
    spread_m = math.sqrt(float(pose.points_m[known, :2].var(axis=0).sum()))
    spread_px = math.sqrt(float(pose.points_px[known].var(axis=0).sum()))
    return spread_px / spread_m if spread_m > 0.02 else 0.0
