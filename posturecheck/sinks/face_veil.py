"""What must be hidden of a picture so that no face can be recognised, and hiding it.

A missed detection must not show a face: heads that were just seen stay hidden where they
were, and when nobody was found for a second the whole picture is hidden.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import cv2
import numpy as np

from posturecheck.core import HEAD_JOINTS, Floats, Image, Joint, People, Pose

HOLD_S = 1.0  # how long a head that is lost stays hidden where it last was
GROWTH_PER_S = 2.0  # a lost head moves on: the place kept hidden grows
CELLS_A_HEAD = 6  # colours left across a head; faces are told apart from about 12 up
CELLS_A_PICTURE = 14  # the same for a whole picture, across its shorter side
HEAD_RADIUS_M = 0.17  # half a head is about 0.12 m; the rest is margin
SHOULDERS = [int(Joint.LEFT_SHOULDER), int(Joint.RIGHT_SHOULDER)]


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

    def meets(self, other: HeadRegion) -> bool:
        """Whether the two may be the same head, a little later."""
        near = self.half_short + other.half_short
        return math.hypot(self.x - other.x, self.y - other.y) < near


class FaceVeil:
    """Remember where heads were last seen: ``(region, t_s)`` of each."""

    def __init__(self) -> None:
        self._last: list[tuple[HeadRegion, float]] = []

    def regions(self, people: People, t_s: float) -> tuple[HeadRegion, ...] | None:
        """Return the head regions to hide now; None means the whole picture.

        Args:
            people: Everybody found in the picture of this moment.
            t_s: Its time in seconds; calls are made in time order.
        """
        now = [region for pose in people if (region := head_region(pose)) is not None]
        lost = [
            (region, seen_s)
            for region, seen_s in self._last
            if t_s - seen_s <= HOLD_S and not any(region.meets(other) for other in now)
        ]
        self._last = [(region, t_s) for region in now] + lost
        if not self._last:
            return None
        return (
            *now,
            *(region.grown(1 + GROWTH_PER_S * (t_s - seen_s)) for region, seen_s in lost),
        )


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
        1.7 * float(np.linalg.norm(head - centre, axis=1).max()),
        0.45 * float(np.linalg.norm(np.ptp(shoulders, axis=0))) if len(shoulders) else 0.0,
        0.5 * float(np.linalg.norm(up)) if len(shoulders) else 0.0,
    )
    tilt_deg = math.degrees(math.atan2(up[1], up[0]))
    return HeadRegion(float(centre[0]), float(centre[1]), 1.2 * radius, radius, tilt_deg)


def hide(image: Image, regions: tuple[HeadRegion, ...] | None) -> Image:
    """Return a copy of (h, w, 3) with the regions made unrecognisable; None hides all."""
    if regions is None:
        height, width = image.shape[:2]
        return _few_colours(image, max(2, min(height, width) // CELLS_A_PICTURE))
    veiled = image.copy()
    for region in regions:
        _hide_one(veiled, image, region)
    return veiled


def _hide_one(veiled: Image, image: Image, region: HeadRegion) -> None:
    height, width = image.shape[:2]
    reach = region.half_long + 2
    left, top = max(0, int(region.x - reach)), max(0, int(region.y - reach))
    right = min(width, math.ceil(region.x + reach))
    bottom = min(height, math.ceil(region.y + reach))
    if left >= right or top >= bottom:
        return
    mask = np.zeros((bottom - top, right - left), np.uint8)
    axes = (2 * region.half_long, 2 * region.half_short)
    box = ((region.x - left, region.y - top), axes, region.tilt_deg)
    cv2.ellipse(mask, box, 255, -1)
    part = image[top:bottom, left:right]
    cell = max(2, round(2 * region.half_short / CELLS_A_HEAD))
    cv2.copyTo(_few_colours(part, cell), mask, veiled[top:bottom, left:right])


def _few_colours(image: Image, cell_px: int) -> Image:
    # Averaging into cells destroys the detail; blurring the cells only makes it gentle to see.
    height, width = image.shape[:2]
    size = (max(1, round(width / cell_px)), max(1, round(height / cell_px)))
    cells = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    cells = cv2.GaussianBlur(cells, (3, 3), 0)
    veiled: Image = cv2.resize(cells, (width, height), interpolation=cv2.INTER_LINEAR)
    return veiled


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
