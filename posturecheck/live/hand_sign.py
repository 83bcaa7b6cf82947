"""The raised hand of the person who is watched, in a session."""

from __future__ import annotations

import math

from posturecheck.activity.raised_hand import RaisedHand
from posturecheck.core import Step
from posturecheck.kinematics.body import Body
from posturecheck.kinematics.neutral_stance import Stance


class HandSign:
    """Looks for the sign in every step.

    Attributes:
        progress: How much of its time a hand has been up, 0 to 1; nan for none.
        half: Whether half of that time is over with the last step.
    """

    def __init__(self, wanted: bool, holds_on: bool = False) -> None:
        self._wanted = wanted
        self._hand = RaisedHand(holds_on)
        self.progress = math.nan
        self.half = False

    def update(self, step: Step, stance: Stance | None) -> bool:
        """Take the next step; return whether the sign was given with it."""
        if not self._wanted:
            return False
        t_s, pose, before = step.frame.t_s, step.pose, self.progress
        if pose is not None and stance is not None:
            body = Body(t_s, pose)
            if body.trunk is not None:
                pose, _ = stance.level(pose, body.trunk.facing_deg)
        given = self._hand.update(t_s, pose, step.posture)
        self.half = before < 0.5 <= self._hand.progress
        # What it asked for is on with the same step; it is not asked to be held on.
        self.progress = math.nan if given else self._hand.progress
        return given
