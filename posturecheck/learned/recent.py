"""How the body stood a moment ago, because movement shows what a single picture hides.

A pose model that shows a still body wrongly shows it wrongly in the same way a moment later,
so that the change is seen better than the posture.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque

import numpy as np

from posturecheck.core import Floats, Joint

LAGS_S = (0.25, 0.5, 1.0)
# What moves with the trunk; hands and feet add more noise than information.
RECENT_JOINTS = [
    Joint.NOSE,
    Joint.LEFT_SHOULDER,
    Joint.RIGHT_SHOULDER,
    Joint.LEFT_ELBOW,
    Joint.RIGHT_ELBOW,
    Joint.LEFT_HIP,
    Joint.RIGHT_HIP,
    Joint.LEFT_KNEE,
    Joint.RIGHT_KNEE,
]
LONGEST_GAP_S = 0.35  # between two moments; what happened in a longer one is not known
SAME_S = 1e-6
NOT_KNOWN = np.full((len(RECENT_JOINTS), 5), np.nan)


class RecentShapes:
    """Remembers one person's shapes for as long as the longest lag."""

    def __init__(self) -> None:
        self._t_s: deque[float] = deque()
        self._shapes: deque[Floats] = deque()

    def changes(self, t_s: float, shape: Floats) -> Floats:
        """Return how the body changed since each of ``LAGS_S`` ago, and remember this moment.

        Args:
            t_s: Later than ever before, seconds.
            shape: (23, 5), see ``Body.shape``.

        Returns:
            (LAGS_S, RECENT_JOINTS, 5): the shape now less the shape then; nan where then
            no person was seen.
        """
        now = shape[RECENT_JOINTS]
        self._t_s.append(t_s)
        self._shapes.append(now)
        # One moment older than the longest lag is kept to reach it from both sides.
        while len(self._t_s) > 2 and self._t_s[1] <= t_s - LAGS_S[-1]:
            self._t_s.popleft()
            self._shapes.popleft()
        return np.stack([now - self._at(t_s - lag_s) for lag_s in LAGS_S])

    def _at(self, t_s: float) -> Floats:
        after = bisect_left(self._t_s, t_s - SAME_S)
        later_s = self._t_s[after]
        if later_s - t_s <= SAME_S:
            return self._shapes[after]
        if after == 0 or later_s - self._t_s[after - 1] > LONGEST_GAP_S:
            return NOT_KNOWN
        earlier_s = self._t_s[after - 1]
        share = (t_s - earlier_s) / (later_s - earlier_s)
        before = self._shapes[after - 1]
        return before + share * (self._shapes[after] - before)
