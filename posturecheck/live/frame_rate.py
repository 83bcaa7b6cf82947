"""How often to look closely: seldom while no person moves or is there, at once after.

Watching a still kitchen 30 times a second would keep the laptop's fan running for hours.
The cheap look at how much of the picture changes is taken at every picture.
"""

from __future__ import annotations

import math

import numpy as np

from posturecheck.core import Image
from posturecheck.detectors.motion import MotionMeter

STILL_AFTER_S = 2.0
STILL_SHARE = 0.004  # of the picture's cells; a nod at 4 m changes more
REST_EVERY_S = 0.24  # while nothing moves
EMPTY_AFTER_S = 5.0
EMPTY_EVERY_S = 0.2  # while no person is there, whatever moves
WAITING_EVERY_S = 0.4  # while only a person or a hand is looked for; the smoothing allows .5
WHOLE = np.array([[0.0, 0.0], [1e6, 1e6]])


class FrameThrottle:
    """Decides which pictures are looked at closely."""

    def __init__(self) -> None:
        self._motion = MotionMeter()
        self._moved_s = self._looked_s = -math.inf
        self._somebody_s = -math.inf
        self.resting = False

    def due(self, t_s: float, image: Image, waiting: bool = False) -> bool:
        """Return whether this picture is one to look at closely.

        Args:
            t_s: When it was taken, seconds.
            image: The picture.
            waiting: Whether nothing but a person or a hand is looked for.
        """
        self._motion.see(t_s, image)
        moving = self._motion.share_moving(WHOLE)
        if not moving <= STILL_SHARE:  # nan: nothing to compare with, so look
            self._moved_s = t_s
        still = t_s - self._moved_s >= STILL_AFTER_S
        empty = t_s - max(self._somebody_s, 0.0) >= EMPTY_AFTER_S
        self.resting = still or empty or waiting
        every_s = REST_EVERY_S if still else EMPTY_EVERY_S if empty else 0.0
        every_s = WAITING_EVERY_S if waiting else every_s
        if t_s - self._looked_s < every_s:
            return False
        self._looked_s = t_s
        return True

    @property
    def moving(self) -> bool:
        """Whether anything moved in the newest picture."""
        return not self._motion.share_moving(WHOLE) <= STILL_SHARE

    def seen(self, t_s: float, somebody: bool) -> None:
        """Take whether the close look found anybody."""
        if somebody:
            self._somebody_s = t_s
