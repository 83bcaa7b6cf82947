"""How often to look closely: seldom while no person moves or is there, at once after.

Watching a still kitchen 30 times a second would keep the laptop's fan running for hours, and
of somebody who moves slowly every second picture of 30 tells as much. The cheap look at how much
of the picture changes is taken at every picture.
"""

from __future__ import annotations

import math
from collections import deque
from itertools import pairwise

import numpy as np

from posturecheck.core import Image
from posturecheck.detectors.motion import MotionMeter

STILL_AFTER_S = 2.0
STILL_SHARE = 0.004  # of the picture's cells; a nod at 4 m changes more
REST_EVERY_S = 0.24  # while nothing moves
EMPTY_AFTER_S = 5.0
EMPTY_EVERY_S = 0.2  # while no person is there, whatever moves
WAITING_EVERY_S = 0.4  # while only a person or a hand is looked for; the smoothing allows .5
# While who is there is calm (``calm``): from look to look at most, even if the next picture is
# late. It stays above the rate of which ``look_rate`` says that quick movements can be watched.
CALM_WITHIN_S = 0.075
INTERVALS = 5  # of pictures just before, of which the longest is waited for once more
WHOLE = np.array([[0.0, 0.0], [1e6, 1e6]])


class FrameThrottle:
    """Decides which pictures are looked at closely."""

    def __init__(self) -> None:
        self._motion = MotionMeter()
        self._moved_s = self._looked_s = -math.inf
        self._somebody_s = -math.inf
        self._pictures_s: deque[float] = deque(maxlen=INTERVALS + 1)
        self.resting = False

    def due(self, t_s: float, image: Image, waiting: bool = False, calm: bool = False) -> bool:
        """Return whether this picture is one to look at closely.

        Args:
            t_s: When it was taken, seconds.
            image: The picture.
            waiting: Whether nothing but a person or a hand is looked for.
            calm: Whether who is there moves slowly.
        """
        self._pictures_s.append(t_s)
        self._motion.see(t_s, image)
        moving = self._motion.share_moving(WHOLE)
        if not moving <= STILL_SHARE:  # nan: nothing to compare with, so look
            self._moved_s = t_s
        still = t_s - self._moved_s >= STILL_AFTER_S
        empty = t_s - max(self._somebody_s, 0.0) >= EMPTY_AFTER_S
        self.resting = still or empty or waiting
        every_s = REST_EVERY_S if still else EMPTY_EVERY_S if empty else 0.0
        every_s = WAITING_EVERY_S if waiting else every_s
        if t_s - self._looked_s < every_s or (calm and self._may_wait(t_s)):
            return False
        self._looked_s = t_s
        return True

    def _may_wait(self, t_s: float) -> bool:
        """Whether the next picture, however late, comes soon enough after the last look."""
        times_s = self._pictures_s
        longest_s = max((b - a for a, b in pairwise(times_s)), default=math.inf)
        return t_s + longest_s - self._looked_s <= CALM_WITHIN_S

    @property
    def moving(self) -> bool:
        """Whether anything moved in the newest picture."""
        return not self._motion.share_moving(WHOLE) <= STILL_SHARE

    def seen(self, t_s: float, somebody: bool) -> None:
        """Take whether the close look found anybody."""
        if somebody:
            self._somebody_s = t_s
