"""Whether quick movements can be followed: enough pictures, of those that were wanted.

Pictures that are left out by choice (nothing moves, nobody is there) are no lack.
"""

from __future__ import annotations

from collections import deque
from typing import Literal

Lack = Literal["", "computer", "camera"]
LEAST_HZ = 12.0  # five readings within the third of a second that a speed is measured in
ENOUGH_HZ = 13.0  # to be taken for quick enough again
WINDOW_S = 5.0
LONGEST_S = 1.0  # between two wanted pictures; longer is a gap: a suspend, a camera away


class LookRate:
    """Remembers when it was looked in the last five seconds in which every picture was wanted.

    Attributes:
        lack: Why quick movements are not watched, "" where they are.
        lacking_s: For how long they were not, seconds.
    """

    def __init__(self) -> None:
        self._looks: deque[tuple[float, int]] = deque()
        self.lack: Lack = ""
        self.lacking_s = 0.0

    def look(self, t_s: float, number: int, wanted: bool) -> None:
        """Take that a picture is looked at.

        Args:
            t_s: When it was taken, seconds.
            number: Which one of the camera's it is.
            wanted: Whether the ones just before were wanted, too.
        """
        looks = self._looks
        if looks and (not wanted or t_s - looks[-1][0] > LONGEST_S):
            looks.clear()
        elif looks and self.lack:
            self.lacking_s += t_s - looks[-1][0]
        looks.append((t_s, number))
        while len(looks) > 1 and looks[1][0] <= t_s - WINDOW_S:
            looks.popleft()
        span_s = t_s - looks[0][0]
        if span_s < WINDOW_S:
            return
        if (len(looks) - 1) / span_s >= (ENOUGH_HZ if self.lack else LEAST_HZ):
            self.lack = ""
        elif not self.lack:
            given_hz = (number - looks[0][1]) / span_s
            self.lack = "computer" if given_hz >= LEAST_HZ else "camera"
