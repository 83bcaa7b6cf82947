"""Whether the camera has been moved since the person stood tall: up would be wrong then.

The picture is compared with one of that moment, tile by tile: a person who walks about
shifts some tiles, a moved camera shifts them all alike.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from posturecheck.core import Image

LOOK_EVERY_S = 0.5
MOVED_FOR_S = 1.5  # somebody who leans on the table moves it for a moment
WIDTH_PX = 160  # of the small copy; a tile of 40 is large enough to find its place again
TILES = (3, 4)  # rows, columns
SHIFT_SHARE = 0.025  # of the picture's width; 1.5 degrees for a lens of 60
SURE = 0.15  # of phaseCorrelate's response, 0 to 1: bare walls have no place
TOGETHER_PX = 2.5  # tiles that shifted alike are within this of their median
MOST_TILES = 0.5  # of those that have a place must agree

Grey = NDArray[np.float32]


class CameraMoved:
    """Remembers the picture of the moment that the stance was taken in."""

    def __init__(self) -> None:
        self._reference: Grey | None = None
        self._looked_s = self._since_s = -math.inf

    def hold(self, image: Image) -> None:
        """Take this picture for how things are."""
        self._reference = _small(image)
        self._since_s = math.inf

    def see(self, t_s: float, image: Image) -> bool:
        """Return whether the camera has stood otherwise for a while."""
        if self._reference is None or t_s - self._looked_s < LOOK_EVERY_S:
            return False
        self._looked_s = t_s
        now = _small(image)
        if now.shape != self._reference.shape or _shift_px(self._reference, now) > _least_px(now):
            self._since_s = min(self._since_s, t_s)
        else:
            self._since_s = math.inf
        return t_s - self._since_s >= MOVED_FOR_S


def _least_px(small: Grey) -> float:
    return SHIFT_SHARE * float(small.shape[1])


def _small(image: Image) -> Grey:
    height = round(image.shape[0] * WIDTH_PX / image.shape[1])
    green = np.ascontiguousarray(image[:, :, 1])
    small = cv2.resize(green, (WIDTH_PX, height), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)


def _shift_px(before: Grey, now: Grey) -> float:
    """Return by how many pixels most of the picture has shifted; 0 where it cannot be told."""
    rows, columns = before.shape[0] // TILES[0], before.shape[1] // TILES[1]
    window = cv2.createHanningWindow((columns, rows), cv2.CV_32F)
    shifts = []
    for row in range(TILES[0]):
        for column in range(TILES[1]):
            tile = np.s_[row * rows : (row + 1) * rows, column * columns : (column + 1) * columns]
            a, b = np.ascontiguousarray(before[tile]), np.ascontiguousarray(now[tile])
            shift, response = cv2.phaseCorrelate(a, b, window)
            if response >= SURE:
                shifts.append(shift)
    if len(shifts) < TILES[1]:
        return 0.0
    middle = np.median(shifts, axis=0)
    alike = np.linalg.norm(np.array(shifts) - middle, axis=1) <= TOGETHER_PX
    return float(np.linalg.norm(middle)) if alike.mean() >= MOST_TILES else 0.0
