"""For how long nobody has had the page open, and when that is to be said and to end it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

ALONE_FOR_S = 60.0  # without any connection: a page that is loaded again is back in a second
STOPS_AFTER_S = 60.0  # said so, and still nobody


class Alone:
    """Counts the time without a window; who never had one open is waited for.

    A page that is loaded again is away for a second, one that sleeps stays connected.

    Args:
        clock: Seconds that only rise.
        longest_s: Between two looks; what is longer was a sleep of the computer.
    """

    def __init__(self, clock: Callable[[], float], longest_s: float = math.inf) -> None:
        self._clock, self._longest_s = clock, longest_s
        self._looked_s = clock()
        self._alone_s = math.nan  # -inf while somebody is there, nan before anybody came

    def look(self, windows: int) -> Literal["here", "gone", "over"]:
        """Take how many windows are open; say whether that is to be said, or the end."""
        now_s = self._clock()
        elapsed_s, self._looked_s = min(now_s - self._looked_s, self._longest_s), now_s
        if windows:
            self._alone_s = -math.inf
        elif self._alone_s == -math.inf:
            self._alone_s = 0.0
        else:
            self._alone_s += elapsed_s
        if self._alone_s >= ALONE_FOR_S + STOPS_AFTER_S:
            return "over"
        return "gone" if self._alone_s >= ALONE_FOR_S else "here"
