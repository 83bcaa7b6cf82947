"""Whether the camera has been moved since the person stood tall: up would be wrong then.

The picture is compared with one of that moment, tile by tile: a person who walks about hides
some tiles, a moved camera leaves hardly any in its place.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from posturecheck.core import Image

LOOK_EVERY_S = 0.5
MOVED_FOR_S = 1.5  # somebody who leans on the table moves it for a moment
WIDTH_PX = 160  # of the small copy; a tile of 40 is large enough to find its place again
TILES = (3, 4)  # rows, columns
IN_PLACE_PX = 2.5  # of 160: 1 degree for a lens of 60
# On 38 clips people hide at most 45 % of the tiles; of a picture shifted by 2 to 30 % mostly
# fewer than 45 % seem in place, by chance.
IN_PLACE_SHARE = 0.45
TEXTURED = 8.0  # grey levels of spread; less is a bare wall
LEAST_TILES = 4

Grey = NDArray[np.float32]


class CameraMotion:
    """Remembers the picture of the moment that the stance was taken in."""

    def __init__(self) -> None:
        self._reference: Grey | None = None
        self._looked_s = -math.inf
        self._since_s = math.inf

    @property
    def holds(self) -> bool:
        """Whether there is a picture to compare with."""
        return self._reference is not None

    def hold(self, image: Image | None) -> None:
        """Take this picture for how things are; None forgets it."""
        self._reference = None if image is None else _small(image)
        self._since_s = math.inf

    def see(self, t_s: float, image: Image) -> bool:
        """Return whether the camera has stood otherwise for a while."""
        if self._reference is None or t_s - self._looked_s < LOOK_EVERY_S:
            return False
        self._looked_s = t_s
        now = _small(image)
        if now.shape != self._reference.shape or _stands_otherwise(self._reference, now):
            self._since_s = min(self._since_s, t_s)
        else:
            self._since_s = math.inf
        return t_s - self._since_s >= MOVED_FOR_S


def _small(image: Image) -> Grey:
    height = round(image.shape[0] * WIDTH_PX / image.shape[1])
    green = np.ascontiguousarray(image[:, :, 1])
    small = cv2.resize(green, (WIDTH_PX, height), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)


def _stands_otherwise(before: Grey, now: Grey) -> bool:
    """Whether most tiles that have a texture are not where they were."""
    in_place = [
        _shift_px(before[tile], now[tile]) <= IN_PLACE_PX
        for tile in _tiles(now)
        if min(before[tile].std(), now[tile].std()) >= TEXTURED
    ]
    return len(in_place) >= LEAST_TILES and sum(in_place) < IN_PLACE_SHARE * len(in_place)


def _tiles(picture: Grey) -> Iterator[tuple[slice, slice]]:
    rows, columns = picture.shape[0] // TILES[0], picture.shape[1] // TILES[1]
    for row in range(TILES[0]):
        for column in range(TILES[1]):
            yield (
                slice(row * rows, (row + 1) * rows),
                slice(column * columns, (column + 1) * columns),
            )


def _shift_px(before: Grey, now: Grey) -> float:
    window = cv2.createHanningWindow(before.shape[::-1], cv2.CV_32F)
    shift, _ = cv2.phaseCorrelate(np.ascontiguousarray(before), np.ascontiguousarray(now), window)
    return math.hypot(*shift)
