"""How soon the next picture may be had by whoever needs longer for one than the camera.

Without it they would take one after the other and never rest. A weak computer, or one that gives
a program only so much time in each tenth of a second, then stops them in the midst of a look; the
pictures come in bursts, and what was seen is shown late.
"""

from __future__ import annotations

import math

ROOM = 1.5  # times as long as a look takes: what goes on beside (the page's picture) takes as much
# No room where it would cost quick movements (12 pictures a second, ``live.look_rate``); all of it
# for whom they are lost anyway, and in between by degrees, so that pictures stay even.
NEEDED_S, LOST_S = 0.07, 0.1
WEIGHT = 0.15  # of the newest look, so that six or seven count
MOST_S = 0.5  # a computer that stood still for a while is waited for no longer than that


class Pace:
    """Remembers how long pictures were kept, from one being had to the next being asked for.

    ``every_s`` is how often the camera gives one. Who keeps one for less than half of that only
    glanced at it; who keeps up with the camera gets every picture at once.
    """

    def __init__(self, every_s: float) -> None:
        self._every_s = every_s
        self._had_s = -math.inf
        self._kept_s = 0.0

    def asked(self, now_s: float) -> float:
        """Take that a picture is asked for; return for how long there should be none, seconds."""
        kept_s = min(now_s - self._had_s, MOST_S)
        if self._every_s / 2 < kept_s < MOST_S:
            self._kept_s += WEIGHT * (kept_s - self._kept_s)
        if self._kept_s <= self._every_s:
            return 0.0
        return max(0.0, self._had_s + self._wanted_s() - now_s)

    def had(self, now_s: float) -> None:
        """Take that a picture was handed out."""
        self._had_s = now_s

    def _wanted_s(self) -> float:
        """Return how long from picture to picture, seconds."""
        with_room_s = min(ROOM * self._kept_s, MOST_S)
        without_s = max(self._kept_s, NEEDED_S)
        share = min(max(0.0, (self._kept_s - NEEDED_S) / (LOST_S - NEEDED_S)), 1.0)
        return min(with_room_s, without_s + share * (with_room_s - without_s))
