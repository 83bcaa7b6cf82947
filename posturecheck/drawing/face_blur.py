"""Hiding parts of a picture so that no face can be recognised in them."""

from __future__ import annotations

import math

import cv2
import numpy as np

from posturecheck.core import Image
from posturecheck.drawing.head_region import HeadRegion

CELLS_A_HEAD = 6  # colours left across a head; faces can be recognised from about 12 up
CELLS_A_PICTURE = 14  # the same for a whole picture, across its shorter side

Hidden = tuple[HeadRegion, ...] | None  # None: the whole picture


def hide(image: Image, regions: Hidden) -> Image:
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
