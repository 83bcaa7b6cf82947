"""For how long nobody has been there, how long it is waited for them, and why the camera is off.

Knows no clock: it is given what was seen, and when.
"""

from __future__ import annotations

import math
from typing import Literal

Why = Literal["hand", "away", "asked"]
AWAY_AFTER_S = 120.0
AT_MOST_S: dict[Why, float] = {"hand": 300.0, "away": 1200.0}


class Waiting:
    """Remembers when somebody was last there.

    Attributes:
        why: What is, or was, waited for: the hand of who paused, or that somebody comes back;
            "asked" where a key closed the camera.
    """

    def __init__(self) -> None:
        self.why: Why = "asked"
        self._there_s = math.nan
        self._since_s = math.nan

    def see(self, t_s: float, there: bool) -> None:
        """Take whether anybody is there at a second."""
        if there or math.isnan(self._there_s):
            self._there_s = t_s

    def begin(self, t_s: float, why: Why) -> None:
        """Wait from now on."""
        self.why, self._since_s = why, t_s

    def end(self) -> None:
        """Count anew: somebody is there, or has asked for something."""
        self._there_s = self._since_s = math.nan

    def away(self, t_s: float) -> bool:
        """Whether nobody has been there for so long that there is nobody to watch."""
        return t_s - self._there_s >= AWAY_AFTER_S

    def over(self, t_s: float) -> bool:
        """Whether it has been waited for long enough."""
        since_s = self._there_s if self.why == "away" else self._since_s
        return t_s - since_s >= AT_MOST_S[self.why]
