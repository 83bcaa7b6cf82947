"""Whether a clip's pictures look turned: whoever stands in them lies, or stands on the head.

Somebody who stands shows trunk and legs in one line; where nearly all such moments point the
same other way than up, the camera was turned and its file does not say so. Somebody who lies
all the time looks the same: it is said as a doubt.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from posturecheck.core import Floats, Joint, People, Pose
from posturecheck.geometry import wrapped_deg
from posturecheck.kinematics.trunk import body_size_px, trunk_points_px

IN_LINE_DEG = 35.0  # trunk and legs of somebody who stands
SURE_WAY_DEG = 35.0  # from straight up, level or upside down
MIN_SHARE = 0.1  # of the frames with somebody in them: standing is rare in a clip of bends
SAME_WAY_SHARE = 0.85
MIN_FRAMES = 10


@dataclass
class TurnedLook:
    """Counts which way those who stand point, picture by picture."""

    _ways: Counter[int] = field(default_factory=Counter)
    _seen: int = 0

    def observe(self, people: People) -> None:
        """Take the people of the next picture; the largest counts."""
        if not people:
            return
        self._seen += 1
        way = _way_deg(max(people, key=body_size_px))
        if way is not None:
            self._ways[way] += 1

    @property
    def turn_deg(self) -> int:
        """How far to turn the pictures clockwise, 90, 180 or 270; 0 where they look upright."""
        standing = self._ways.total()
        if standing < max(MIN_FRAMES, MIN_SHARE * self._seen):
            return 0
        way, times = self._ways.most_common(1)[0]
        return -way % 360 if times >= SAME_WAY_SHARE * standing else 0


def _clockwise_deg(along_px: Floats) -> float:
    """Return where a vector (x right, y down) points, clockwise from up, -180 to 180."""
    return float(np.degrees(np.arctan2(along_px[0], -along_px[1])))


def _way_deg(pose: Pose) -> int | None:
    """Return where a standing body points, clockwise from up: 0, 90, 180, 270; else None."""
    shoulders, hips = trunk_points_px(pose)
    ankles = (pose.points_px[Joint.LEFT_ANKLE] + pose.points_px[Joint.RIGHT_ANKLE]) / 2
    trunk, legs = _clockwise_deg(shoulders - hips), _clockwise_deg(hips - ankles)
    if not abs(wrapped_deg(trunk - legs)) <= IN_LINE_DEG:
        return None
    way = 90 * round(trunk / 90)
    return way % 360 if abs(trunk - way) <= SURE_WAY_DEG else None
