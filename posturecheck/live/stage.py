"""The stage memory: which phase a session is in, and the one thing to show and ask.

Knows no camera, no thread and no clock: it is told what was seen, and when.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from posturecheck.app.view import Command, Phase, Tone
from posturecheck.core import Cue, Joint, Severity, Step
from posturecheck.live import words
from posturecheck.live.standing import Standing
from posturecheck.rules import RANK
from posturecheck.rules.guidance import Guidance
from posturecheck.stance import Stance
from posturecheck.trunk import VISIBLE

Trouble = Literal["", "opening", "lost", "small", "dark", "covered", "frozen", "nobody", "half"]
UNSEEN_FOR_S = 2.0  # somebody behind an open cupboard door is not gone
FIND_WITHIN_S = 4.0  # at the start: whom to watch is decided after a second of movement
STAND_FOR_S = 20.0  # in view; who has begun to work by then is watched as they are
CUE_SHOWN_S = 7.0  # eight large words are read in two; and again by those who were bent
SAY_AGAIN_S = 120.0  # the same trouble is spoken of once, then only shown


@dataclass(frozen=True, slots=True)
class Scene:
    """What the page shows, and the prompt (of ``voice.prompts``) to say now, or ""."""

    phase: Phase
    tone: Tone
    headline: str
    detail: str = ""
    progress: float = math.nan
    prompt: str = ""


class Stage:
    """Takes steps and wishes; says what is on. ``stance`` is the last one stood for."""

    def __init__(self, guidance: Guidance) -> None:
        self._guidance = guidance
        self.phase: Phase = "look"
        self.stance: Stance | None = None
        self._standing = Standing()
        self._asked_s = math.nan  # since when somebody in view has been asked to stand
        self._seen_s = math.nan
        self._ever_seen = False
        self._trouble: Trouble = ""
        self._prompt = ""
        self._said_s: dict[str, float] = {}
        self._cue: Cue | None = None
        self._severity: Severity = "amber"

    @property
    def judging(self) -> bool:
        """Whether what is seen is judged just now."""
        return self.phase == "watching"

    def wish(self, command: Command) -> None:
        """Take a wish; what does not fit the phase changes nothing."""
        begin = {"start": "look", "calibrate": "watching"}
        if self.phase == begin.get(command):
            self.ask_to_stand("stand")
        elif command == "skip" and self.phase in ("look", "stand"):
            self._go("watching", "")
        elif command == "pause" and self.phase in ("watching", "stand"):
            self._go("paused", "paused")
        elif command == "resume" and self.phase == "paused":
            self._go("watching", "resumed")

    def ask_to_stand(self, prompt: str) -> None:
        """Go back to standing tall, saying why."""
        self._standing, self._asked_s = Standing(), math.nan
        self._go("stand", prompt)

    def _go(self, phase: Phase, prompt: str) -> None:
        self.phase, self._prompt, self._cue = phase, prompt, None

    def without_picture(self, t_s: float, trouble: Trouble) -> Scene:
        """Return the scene while no picture comes, or while the one that comes is unfit."""
        self._note_trouble(t_s, trouble)
        headline, detail = words.TROUBLES[trouble]
        return self._scene("trouble", headline, detail)

    def paused(self) -> Scene:
        """Return the scene of a pause."""
        return self._scene("calm", words.PAUSED, words.PAUSED_HINT)

    def see(self, step: Step, dim: bool) -> Scene:
        """Take the next step; return what is on."""
        t_s = step.frame.t_s
        trouble = self._unseen(step)
        self._note_trouble(t_s, trouble)
        if self.phase == "stand":
            self._stand(step)
        elif self.phase == "watching":
            self._note_cue(step)
        if trouble:
            headline, detail = words.TROUBLES[trouble]
            if trouble == "nobody" and step.people and self.phase != "watching":
                detail = words.WAVE  # a body that never moved may be a chair
            return self._scene("trouble", headline, detail, self._progress())
        return self._in_view(step, dim)

    def _in_view(self, step: Step, dim: bool) -> Scene:
        sight = _sight(step, dim)
        if self.phase == "look":
            body = words.FEET_SEEN if _feet_seen(step) else words.HIPS_SEEN
            return self._scene("ask", body, f"{sight} {words.PRESS_START}")
        if self.phase == "stand":
            return self._scene("ask", words.STAND, words.STAND_HINT, self._progress())
        told = self._told(step)
        if told is not None:
            return self._scene(*told)
        return self._scene("calm", words.WATCHING, sight if self.stance else words.SKIPPED_HINT)

    def _scene(
        self, tone: Tone, headline: str, detail: str = "", progress: float = math.nan
    ) -> Scene:
        prompt, self._prompt = self._prompt, ""
        return Scene(self.phase, tone, headline, detail, progress, prompt)

    def _progress(self) -> float:
        return self._standing.progress if self.phase == "stand" else math.nan

    def _stand(self, step: Step) -> None:
        t_s = step.frame.t_s
        if step.posture.seen and math.isnan(self._asked_s):
            self._asked_s = t_s
        stance = self._standing.update(step)
        if stance is not None:
            self.stance = stance
            self._go("watching", "thanks")
        elif t_s - self._asked_s > STAND_FOR_S:
            self._go("watching", "")

    def _unseen(self, step: Step) -> Trouble:
        t_s = step.frame.t_s
        if step.posture.seen:
            self._seen_s, self._ever_seen = t_s, True
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
        # Who walked out of view knows it; nobody is called after.
        called_after = trouble == "nobody" and self._ever_seen
        if called_after or t_s - self._said_s.get(trouble, -math.inf) < SAY_AGAIN_S:
            return
        self._said_s[trouble] = t_s
        self._prompt = self._prompt or trouble

    def _note_cue(self, step: Step) -> None:
        if step.cue is not None:
            self._cue = step.cue
            over = {e.severity for e in step.closed if e.rule == step.cue.rule}
            self._severity = "red" if "red" in over else "amber"

    def _told(self, step: Step) -> tuple[Tone, str, str] | None:
        """Return how to show what is to be told now, the words, and a line more."""
        # A red stays on the screen for as long as it lasts, whatever the voice may say.
        seen = {v.rule for v in step.verdicts if math.isfinite(v.of_limit)}
        red = [rule for rule, severity in step.open_rules if severity == "red" and rule in seen]
        if red:
            self._severity = "red"  # and stays so while its words are shown
            guide = self._guidance.guide(min(red, key=RANK.__getitem__), step.task)
            return "red", guide.cue, _first_sentence(guide.alternative)
        cue = self._cue
        if cue is None or step.frame.t_s - cue.t_s > CUE_SHOWN_S:
            return None
        if cue.kind == "praise":
            return "praise", cue.say, ""
        more = self._guidance.guide(cue.rule, step.task).alternative
        return self._severity, cue.say, _first_sentence(more)


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".") + "."


def _sight(step: Step, dim: bool) -> str:
    """What can be judged from here, and what would help."""
    told = (words.SIGHTS[step.posture.view], words.DIM if dim else "")
    return " ".join(text for text in told if text)


def _feet_seen(step: Step) -> bool:
    if step.pose is None:
        return False
    return bool((step.pose.visibility[[Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE]] >= VISIBLE).any())
