"""Which pictures are looked at closely, what is wrong with them, and whether they are enough."""

from __future__ import annotations

from dataclasses import replace

from posturecheck.core import Frame, Step
from posturecheck.live import words
from posturecheck.live.calm import Calm
from posturecheck.live.frame_rate import FrameThrottle
from posturecheck.live.look_rate import Lack, LookRate
from posturecheck.live.picture_check import Fault, ImageQuality
from posturecheck.live.screen import ScreenMessage
from posturecheck.live.waiting import Why

PROMPTS_OF: dict[Lack, str] = {"computer": "busy", "camera": "slow", "": "quick"}


class Looking:
    """Takes every picture of a session; ``compressed`` as in ``ImageQuality``.

    Attributes:
        fault: What is wrong with the present picture, "" for nothing.
    """

    def __init__(self, compressed: bool) -> None:
        self._check = ImageQuality(compressed)
        self._pace, self._looks = FrameThrottle(), LookRate()
        self._calm = Calm()
        self._lack: Lack = ""
        self._somebody = False
        self.fault: Fault = ""

    @property
    def dim(self) -> bool:
        """Whether there is little light."""
        return self._check.dim

    @property
    def lacking_s(self) -> float:
        """For how long quick movements could not be watched, seconds."""
        return self._looks.lacking_s

    def due(self, frame: Frame, waits_for: Why | None, hand_up: bool) -> bool:
        """Return whether this picture is one to look at closely.

        Args:
            frame: The picture.
            waits_for: What is waited for, None while it is watched: then only some pictures are
                looked at, and all once there is something of it.
            hand_up: Whether a hand is up that may become the sign.
        """
        assert frame.image is not None
        seldom = waits_for == "hand" and not hand_up
        if waits_for == "away":
            seldom = not (self._somebody and self._pace.moving)
        return self._pace.due(frame.t_s, frame.image, seldom, self._calm.calm)

    def check(self, frame: Frame) -> None:
        """Look whether the picture is fit."""
        assert frame.image is not None
        self.fault = self._check.see(frame.t_s, frame.image)

    def look(self, frame: Frame) -> None:
        """Take that the picture is looked at closely."""
        self._looks.look(frame.t_s, frame.index, wanted=not self._pace.resting)

    def seen(self, step: Step) -> None:
        """Take what the close look found."""
        self._somebody = bool(step.people)
        self._calm.see(step)
        self._pace.seen(step.frame.t_s, self._somebody)

    def told(self, scene: ScreenMessage) -> ScreenMessage:
        """Return the scene of watching with what cannot be watched, where it is all calm."""
        if scene.phase != "watching":
            return scene
        if self._looks.lack != self._lack:
            self._lack = self._looks.lack
            scene = replace(scene, prompt=scene.prompt or PROMPTS_OF[self._lack])
        if not self._lack or scene.tone != "calm" or self._pace.resting:
            return scene
        return replace(scene, tone="trouble", headline=words.BUSY[self._lack])
