"""Three seconds of standing tall: all that is asked of anybody before watching begins."""

from __future__ import annotations

import math

from posturecheck.core import Step
from posturecheck.kinematics.body import Body
from posturecheck.kinematics.neutral_stance import NeutralStanceEstimator, Stance

NEEDED_S = 3.0
LONGEST_FRAME_S = 0.15
START_OVER_S = 1.0  # not tall, or not still, for so long: what was seen before is forgotten


class StanceCalibration:
    """Gathers calm, upright moments until there are three seconds of them."""

    def __init__(self) -> None:
        self._stance_estimator = NeutralStanceEstimator()
        self._held_s = 0.0
        self._t_s: float | None = None
        self._tall_s = math.nan  # when it was last so, or else when it was begun anew

    @property
    def progress(self) -> float:
        """How much of the three seconds has been stood, 0 to 1."""
        return min(1.0, self._held_s / NEEDED_S)

    def update(self, step: Step) -> Stance | None:
        """Take the next step; return the stance once it is known."""
        t_s = step.frame.t_s
        elapsed_s = 0.0 if self._t_s is None else min(t_s - self._t_s, LONGEST_FRAME_S)
        self._tall_s = t_s if self._t_s is None else self._tall_s
        self._t_s = t_s
        seen = step.pose is not None and step.posture.seen
        if seen and step.pose is not None and self._stance_estimator.observe(Body(t_s, step.pose)):
            self._held_s, self._tall_s = self._held_s + elapsed_s, t_s
        elif t_s - self._tall_s > START_OVER_S:
            self._stance_estimator, self._held_s, self._tall_s = NeutralStanceEstimator(), 0.0, t_s
        if self._held_s < NEEDED_S:
            return None
        stance = self._stance_estimator.stance()
        return stance if stance.known else None
