"""Whether a body is calm: trunk and hands move slowly, and no measure is about to pass a limit.

Half of a camera's pictures then show all there is to see. What has been seen decides, never what
comes: a movement is noticed in the first picture that is looked at, and from there on all are.
"""

from __future__ import annotations

import math

import numpy as np

from posturecheck.core import Joint, Posture, Step, Verdict
from posturecheck.kinematics.trunk import body_size_px

TRUNK = [
    Joint.NOSE,
    Joint.LEFT_SHOULDER,
    Joint.RIGHT_SHOULDER,
    Joint.LEFT_HIP,
    Joint.RIGHT_HIP,
]
HANDS = [Joint.LEFT_WRIST, Joint.RIGHT_WRIST]
# Of the fast limits' 60 degrees a second and more these are far; the trunk, half a metre long,
# moves its upper end by half its length a second when it bends at 30.
SLOW_DEG_S = 30.0
SLOW_TRUNK = 0.5  # trunk lengths a second, in the picture
SLOW_HANDS = 1.0
CALM_AFTER_S = 0.3  # of nothing but slow movement: as long as a speed is measured over
SOON_S = 0.2  # a measure that passes a limit within so long, as fast as it changes now, is near it
GAP_S = 0.5  # after a longer one nothing is known of how it moves
SPEEDS = ("trunk_flexion_rate_deg_s", "trunk_rotation_rate_deg_s")


class Calm:
    """Remembers the last look; ``calm`` after each is whether fewer pictures will do."""

    def __init__(self) -> None:
        self._last: Step | None = None
        self._lively_s = -math.inf
        self.calm = False

    def see(self, step: Step) -> None:
        """Take the next look."""
        t_s, last = step.frame.t_s, self._last
        if last is None or t_s - last.frame.t_s > GAP_S or _is_lively(last, step):
            self._lively_s = t_s
        self._last = step
        self.calm = t_s - self._lively_s >= CALM_AFTER_S


def _is_lively(last: Step, step: Step) -> bool:
    if step.pose is None or last.pose is None or not step.posture.seen:
        return True  # who is lost is found again the sooner the more often it is looked
    if not _fastest_deg_s(step.posture) <= SLOW_DEG_S:
        return True
    elapsed_s = step.frame.t_s - last.frame.t_s
    apart_px = np.linalg.norm(step.pose.points_px - last.pose.points_px, axis=1)
    speeds = apart_px / (body_size_px(step.pose) * elapsed_s)
    if not (speeds[TRUNK].max() <= SLOW_TRUNK and speeds[HANDS].max() <= SLOW_HANDS):
        return True
    before = {verdict.rule: verdict for verdict in last.verdicts}
    return any(_nears(before.get(v.rule), v, elapsed_s) for v in step.verdicts)


def _fastest_deg_s(posture: Posture) -> float:
    """The greater of the trunk's speeds; one that is not known counts as none."""
    known = (abs(posture[name].value) for name in SPEEDS)
    return max((speed for speed in known if math.isfinite(speed)), default=0.0)


def _nears(before: Verdict | None, now: Verdict, elapsed_s: float) -> bool:
    """Whether a measure is about to pass one of its limits, to either side."""
    if before is None or not math.isfinite(before.value + now.value):
        return False
    soon = now.value + (now.value - before.value) * SOON_S / elapsed_s
    return any((now.value < limit) != (soon < limit) for limit in (now.amber, now.red))
