"""Which phase a session is in, and the one thing to show and ask.

Knows no camera, no thread and no clock: it is given what was seen, and when.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from posturecheck.app.view import Command, Phase, Tone
from posturecheck.core import Joint, Step
from posturecheck.kinematics.neutral_stance import Stance
from posturecheck.kinematics.trunk import VISIBLE
from posturecheck.live import words
from posturecheck.live.calibration import StanceCalibration

Trouble = Literal["", "opening", "lost", "small", "dark", "covered", "frozen", "nobody", "half"]
UNSEEN_FOR_S = 2.0  # a person behind an open cupboard door is not gone
FIND_WITHIN_S = 4.0  # at first: whom to watch is decided after a second of movement
STAND_FOR_S = 20.0  # seen; who has begun to work by then is watched as they are
SAY_AGAIN_S = 120.0  # the same trouble is spoken of once, then only shown


@dataclass(frozen=True, slots=True)
class ScreenMessage:
    """What the page shows, and the prompt (of ``voice.prompts``) to say now, or ""."""

    phase: Phase
    tone: Tone
    headline: str
    detail: str = ""
    progress: float = math.nan
    prompt: str = ""


class SessionPhases:
    """Takes steps and requests; says what is on. ``stance`` is the last one stood for."""

    def __init__(self) -> None:
        self.phase: Phase = "look"
        self._before_pause: Phase = "watching"
        self.stance: Stance | None = None
        self._standing = StanceCalibration()
        self._asked_s = 0.0  # for how long a person in view has been asked to stand tall
        self._t_s = math.nan
        self._seen_s = math.nan
        self._found = self._ever_seen = False
        self._trouble: Trouble = ""
        self._prompt = ""
        self._said_s: dict[str, float] = {}

    @property
    def judging(self) -> bool:
        """Whether what is seen is judged just now."""
        return self.phase == "watching"

    def wish(self, command: Command) -> None:
        """Take a request; what does not fit the phase changes nothing."""
        wished_in: dict[str, tuple[Phase, ...]] = {
            "start": ("look",),
            "calibrate": ("watching", "paused"),
            "skip": ("look", "stand"),
            "pause": ("watching", "stand"),
            "resume": ("paused",),
        }
        if self.phase not in wished_in.get(command, ()):
            return
        if command in ("start", "calibrate"):
            self.ask_to_stand("stand")
        elif command == "skip":
            self._go("watching", "")
        elif command == "pause":
            self._before_pause = self.phase
            self._go("paused", "paused")
        elif self._before_pause == "stand":
            self.ask_to_stand("stand")
        else:
            self._go("watching", "resumed")

    def ask_to_stand(self, prompt: str) -> None:
        """Go back to standing tall, saying why."""
        self._standing, self._asked_s = StanceCalibration(), 0.0
        self._go("stand", prompt)

    def forget_stance(self, prompt: str) -> None:
        """Whose stance it was, or the camera that saw it, has changed; ask for a new one."""
        self.stance = None
        if self.phase in ("watching", "stand"):
            self.ask_to_stand(prompt)

    def _go(self, phase: Phase, prompt: str) -> None:
        self.phase, self._prompt = phase, prompt
        self._seen_s, self._found = math.nan, False

    def without_picture(self, t_s: float, trouble: Trouble) -> ScreenMessage:
        """Return the scene while no picture comes, or while the one that comes is unfit."""
        self._note_trouble(t_s, trouble)
        self._seen_s, self._found = math.nan, False  # whether anybody is there is not known
        headline, detail = words.TROUBLES[trouble]
        return self._scene("trouble", headline, detail)

    def paused(self) -> ScreenMessage:
        """Return the scene of a pause."""
        return self._scene("calm", words.PAUSED, words.PAUSED_HINT)

    def see(self, step: Step, dim: bool) -> ScreenMessage:
        """Take the next step; return what is on."""
        t_s = step.frame.t_s
        trouble = self._unseen(step)
        self._note_trouble(t_s, trouble)
        if self.phase == "stand":
            self._stand(step)
        if trouble:
            self._found = False
            headline, detail = words.TROUBLES[trouble]
            if trouble == "nobody" and step.people and self.phase != "watching":
                return self._scene("ask", *words.WAVE)  # a body that never moved may be a chair
            return self._scene("trouble", headline, detail, self._progress())
        return self._in_view(step, dim)

    def _in_view(self, step: Step, dim: bool) -> ScreenMessage:
        sight = _sight(step, dim)
        if not self._found:
            return self._scene("calm", words.LOOKING, progress=self._progress())
        if self.phase == "look":
            body = words.FEET_SEEN if _feet_seen(step) else words.HIPS_SEEN
            return self._scene("ask", body, f"{sight} {words.PRESS_START}")
        if self.phase == "stand":
            return self._scene("ask", words.STAND, words.STAND_HINT, self._progress())
        if step.headline is not None:
            return self._scene(step.headline.tone, step.headline.words, step.headline.detail)
        return self._scene("calm", words.WATCHING, sight if self.stance else words.SKIPPED_HINT)

    def _scene(
        self, tone: Tone, headline: str, detail: str = "", progress: float = math.nan
    ) -> ScreenMessage:
        prompt, self._prompt = self._prompt, ""
        return ScreenMessage(self.phase, tone, headline, detail, progress, prompt)

    def _progress(self) -> float:
        return self._standing.progress if self.phase == "stand" else math.nan

    def _stand(self, step: Step) -> None:
        stance = self._standing.update(step)
        if stance is not None:
            self.stance = stance
            self._go("watching", "thanks")
            return
        if step.posture.seen:
            elapsed_s = step.frame.t_s - self._t_s
            self._asked_s += elapsed_s if elapsed_s < UNSEEN_FOR_S else 0.0  # nan too
            self._t_s = step.frame.t_s
        if self._asked_s > STAND_FOR_S:
            self._go("watching", "")

    def _unseen(self, step: Step) -> Trouble:
        t_s = step.frame.t_s
        if step.posture.seen:
            self._seen_s, self._ever_seen, self._found = t_s, True, True
            return ""
        if math.isnan(self._seen_s):
            self._seen_s = t_s + FIND_WITHIN_S - UNSEEN_FOR_S
        if t_s - self._seen_s < UNSEEN_FOR_S:
            return self._trouble if self._trouble in ("nobody", "half") else ""
        return "half" if step.pose is not None else "nobody"

    def _note_trouble(self, t_s: float, trouble: Trouble) -> None:
        before, self._trouble = self._trouble, trouble
        if before == "lost" and trouble != "lost":
            self._prompt = self._prompt or "back"
        if trouble in (before, "", "opening"):
            return
        # A person who walked out of view knows it; the voice does not call them back.
        called_after = trouble == "nobody" and self._ever_seen
        if called_after or t_s - self._said_s.get(trouble, -math.inf) < SAY_AGAIN_S:
            return
        self._said_s[trouble] = t_s
        self._prompt = self._prompt or trouble


def _sight(step: Step, dim: bool) -> str:
    """What can be judged from here, and what would help."""
    told = (words.SIGHTS[step.posture.view], words.DIM if dim else "")
    return " ".join(text for text in told if text)


def _feet_seen(step: Step) -> bool:
    if step.pose is None:
        return False
    return bool((step.pose.visibility[[Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE]] >= VISIBLE).any())
