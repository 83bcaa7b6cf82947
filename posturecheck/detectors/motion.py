"""How much of a picture moves, and whether it was cut: two cheap looks at a small copy.

Furniture that the pose model takes for a body does not move; a new camera angle changes
everything at once. Where the film was cut but the camera stayed, only what moved jumps: a jolt.
"""

from __future__ import annotations

import math
from collections import deque
from typing import Literal, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from posturecheck.core import Floats, Image

CELLS_ACROSS = 80  # of the small copy's longer side; a person at 4 m still spans ten
LOOK_BACK_S = 0.33  # long enough that a slow reach moves a cell
SAMPLES_ACROSS = 4  # of a cell: enough to average the noise away
CELL_CHANGED = 10.0  # grey levels of 255; webcam noise averages to about 1 in a cell
CUT_CHANGED = 35.0  # grey levels, mean over the picture
# A cut to a like room changes less. Measured: 506 cuts between rendered rooms change 56 % of the
# cells or more; within 43 clips of rendered and real people at most 45 %, and never suddenly.
CUT_SHARE = 0.5  # of the cells
SUDDEN = 3.0  # times what changed in the two pictures before
STEADY_CHANGED = 1.0  # grey levels, mean: of less nothing is a multiple
JOLT_SHARE = 0.02  # of the cells; somebody 4 m away who jumps changes as many
STEADY_SHARE = 0.005
DARKEST = 255  # a cell that was white and is black differs by so many levels
FORGET_S = 1.0  # pictures further apart than this are not compared


Cells = NDArray[np.float32]  # (rows, columns) of grey levels
Change = Literal["", "jolt", "cut"]


class _Changed(NamedTuple):
    mean: float  # grey levels
    share: float  # of the cells


class MotionMeter:
    """Remembers small copies of the last third of a second."""

    def __init__(self) -> None:
        self._past: deque[tuple[float, Cells]] = deque()
        self._before: deque[_Changed] = deque(maxlen=2)
        self._pause_s = math.inf
        self._changed: NDArray[np.bool_] | None = None
        self._cell_px = 1

    def see(self, t_s: float, image: Image) -> Change:
        """Take the next picture; return whether it jumped, or was cut, from the one before."""
        small, self._cell_px = _small_grey(image)
        while self._past and self._past[0][1].shape != small.shape:
            self._past.popleft()
        change = self._change(t_s, small) if self._past else ""
        if change == "cut" or (self._past and t_s - self._past[-1][0] > FORGET_S):
            self._past.clear()
            self._before.clear()
        while len(self._past) > 1 and self._past[1][0] <= t_s - LOOK_BACK_S:
            self._past.popleft()
        self._changed = _changed_by(self._past[0][1], small) > CELL_CHANGED if self._past else None
        self._past.append((t_s, small))
        return change

    def _change(self, t_s: float, small: Cells) -> Change:
        cells = _changed_by(self._past[-1][1], small)
        now = _Changed(float(cells.mean()), float((cells > CELL_CHANGED).mean()))
        before, known = _Changed(STEADY_CHANGED, STEADY_SHARE), bool(self._before)
        for earlier in self._before:
            before = _Changed(max(before.mean, earlier.mean), max(before.share, earlier.share))
        self._before.append(now)
        pause_s = t_s - self._past[-1][0]
        sudden = SUDDEN * max(1.0, pause_s / self._pause_s)  # more happens in a longer pause
        self._pause_s = pause_s
        if now.mean > CUT_CHANGED:
            return "cut"
        if known and now.share > CUT_SHARE and now.mean > sudden * before.mean:
            return "cut"
        jolt = known and now.share > JOLT_SHARE and now.share > sudden * before.share
        return "jolt" if jolt else ""

    def share_moving(self, box_px: Floats) -> float:
        """Return the share of cells that changed in a box ((x0, y0), (x1, y1)) of pixels.

        nan where there is no earlier picture to compare with.
        """
        if self._changed is None:
            return math.nan
        if not np.isfinite(box_px).all():
            return math.nan
        (x0, y0), (x1, y1) = (box_px // self._cell_px).astype(int).tolist()
        rows, columns = self._changed.shape
        box = self._changed[
            min(max(y0, 0), rows - 1) : max(y1 + 1, 1),
            min(max(x0, 0), columns - 1) : max(x1 + 1, 1),
        ]
        return float(np.count_nonzero(box)) / box.size


def _small_grey(image: Image) -> tuple[Cells, int]:
    """Mean green of square cells, from 16 samples of each, and a cell's side in pixels.

    Green is near brightness.
    """
    step = max(1, min(max(image.shape[:2]) // CELLS_ACROSS, *image.shape[:2]))
    stride = max(1, step // SAMPLES_ACROSS)
    across = step // stride
    sampled = np.ascontiguousarray(image[::stride, ::stride, 1])
    rows, columns = sampled.shape[0] // across, sampled.shape[1] // across
    whole = sampled[: rows * across, : columns * across]
    cells = cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA)
    return cells.astype(np.float32), stride * across


def _changed_by(before: Cells, now: Cells) -> Cells:
    # An automatic exposure lifts every cell alike: the median is not movement. Cells are whole
    # grey levels: counting them is faster than sorting.
    difference = now - before
    counts = np.bincount(difference.ravel().astype(np.int64) + DARKEST, minlength=2 * DARKEST + 1)
    median = int(np.searchsorted(counts.cumsum(), difference.size // 2, side="right")) - DARKEST
    return np.asarray(np.abs(difference - np.float32(median)))
