"""Whether a camera's picture is fit to be judged: light, lens, size, and that it lives."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from posturecheck.core import Image

Fault = Literal["", "small", "dark", "covered", "frozen"]
MIN_SIDE_PX = 200  # a body of 3 m away is then 60 pixels high: too few to measure angles
SAMPLE_EVERY_PX = 8
DARK_LEVEL = 45  # of 255: even the brightest hundredth of the picture stays below it
DIM_LEVEL = 60  # mean; the pose model still works, but its points tremble more
FLAT_LEVELS = 6.0  # spread of a lens that is covered, or of the grey a broken camera gives
FROZEN_S = 2.0  # a sensor's noise never gives the same picture for so long ...
FROZEN_COMPRESSED_S = 30.0  # ... but a codec may: H.264 skips what hardly changes ...
ALIVE_S = 10.0  # ... unless this one's pictures always differed for so long while nothing moved
SAME_S = 0.5  # the same picture for longer: it is one of those that do not always differ
QUIET_LEVELS = 12  # grey levels by which noise alone hardly changes a point
QUIET_SHARE = 0.004  # of the points; where more change, something moves
LONGEST_S = 1.0  # between two pictures that count as following each other
CHECK_EVERY_S = 0.2  # and every picture while something new is suspected
HOLD_S = 0.7  # a hand before the lens, or a lamp switched over, is no fault


class ImageQuality:
    """Looks at a picture now and then; remembers since when something is wrong with them.

    ``compressed``: whether the pictures come through a video codec.
    """

    def __init__(self, compressed: bool = False) -> None:
        self._frozen_s = FROZEN_COMPRESSED_S if compressed else FROZEN_S
        self._last: NDArray[np.uint8] | None = None
        self._changed_s = self._t_s = 0.0
        self._alive_s = 0.0  # for how long its pictures have always differed, with nothing moving
        self._fault: Fault = ""
        self._suspected: Fault = ""
        self._since_s = self._checked_s = -math.inf
        self.dim = False

    def see(self, t_s: float, image: Image) -> Fault:
        """Return what is wrong with the pictures by now, "" for nothing."""
        known = self._suspected == self._fault
        if known and 0 <= t_s - self._checked_s < CHECK_EVERY_S:
            return self._fault
        self._checked_s = t_s
        small = image[::SAMPLE_EVERY_PX, ::SAMPLE_EVERY_PX]
        found = self._found(t_s, image, small)
        if found != self._suspected:
            self._suspected, self._since_s = found, t_s
        if t_s - self._since_s >= HOLD_S or found == "small":
            self._fault = found
        return self._fault

    def _found(self, t_s: float, image: Image, small: NDArray[np.uint8]) -> Fault:
        self._note_change(t_s, small)
        if min(image.shape[:2]) < MIN_SIDE_PX:
            return "small"
        grey = small.mean(axis=2)
        self.dim = bool(grey.mean() < DIM_LEVEL)
        if np.percentile(grey, 99) < DARK_LEVEL:
            return "dark"
        if grey.std() < FLAT_LEVELS:
            return "covered"
        frozen_s = FROZEN_S if self._alive_s >= ALIVE_S else self._frozen_s
        return "frozen" if t_s - self._changed_s >= frozen_s else ""

    def _note_change(self, t_s: float, small: NDArray[np.uint8]) -> None:
        elapsed_s, self._t_s = t_s - self._t_s, t_s
        if self._last is None or self._last.shape != small.shape:
            self._last, self._changed_s = small.copy(), t_s
            return
        if np.array_equal(small, self._last):
            return
        same_s, self._changed_s = t_s - self._changed_s, t_s
        if same_s > SAME_S and elapsed_s <= LONGEST_S:
            self._alive_s = 0.0
        elif elapsed_s <= LONGEST_S and _is_quiet(self._last, small):
            self._alive_s += elapsed_s
        self._last = small.copy()


def _is_quiet(before: NDArray[np.uint8], now: NDArray[np.uint8]) -> bool:
    """Whether nothing but noise lies between two pictures."""
    apart = np.abs(before.astype(np.int16) - now)
    return bool((apart > QUIET_LEVELS).mean() <= QUIET_SHARE)
