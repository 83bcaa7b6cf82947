"""Standing tall, asked for and counted aloud: what is said of it, and when it is given up."""

from __future__ import annotations

import math

from posturecheck.core import Step
from posturecheck.kinematics.neutral_stance import Stance
from posturecheck.live.calibration import NEEDED_S, StanceCalibration

STAND_FOR_S = 20.0  # seen; who has begun to work by then is watched as they are
ASK_AGAIN_S = 120.0
ASK_LASTS_S = 2.0  # the words that ask: nothing is counted while they are being said
GONE_S = 2.0  # unseen for longer: that time was not spent standing about
COUNTED = {1: "one", 2: "two"}  # seconds of standing tall; the third is thanked for


class Standing:
    """One time of asking somebody to stand tall.

    Attributes:
        stance: The stance, once it has been stood for.
        prompt: What is to be said after the last step (of ``voice.prompts``), or "".
    """

    def __init__(self) -> None:
        self.stance: Stance | None = None
        self.prompt = ""
        self._calibration = StanceCalibration()
        self._counted = 0
        self._seen_s = 0.0  # for how long a person in view has been asked
        self._t_s = math.nan
        self._asked_s = -math.inf
        self._counts_from_s = math.nan

    @property
    def progress(self) -> float:
        """How much of the time has been stood, 0 to 1."""
        return self._calibration.progress

    @property
    def given_up(self) -> bool:
        """Whether somebody in view has been asked for long enough."""
        return self._seen_s > STAND_FOR_S

    def update(self, step: Step, ask: bool) -> None:
        """Take the next step.

        Args:
            step: What was seen.
            ask: Whether whoever is seen is to be asked aloud, now and then.
        """
        self.prompt = ""
        t_s, seen = step.frame.t_s, step.posture.seen
        if ask and seen and t_s - self._asked_s >= ASK_AGAIN_S:
            self._asked_s, self.prompt = t_s, "stand"
            self._counts_from_s = t_s + ASK_LASTS_S
        if math.isnan(self._counts_from_s):
            self._counts_from_s = t_s + ASK_LASTS_S
        if t_s >= self._counts_from_s:
            self.stance = self._calibration.update(step)
        if seen:
            elapsed_s = t_s - self._t_s
            self._seen_s += elapsed_s if elapsed_s < GONE_S else 0.0  # nan too
            self._t_s = t_s
        counted = math.floor(NEEDED_S * self.progress + 1e-9)
        if counted > self._counted and counted in COUNTED:
            self.prompt = COUNTED[counted]
        self._counted = counted
