"""What the screen says of the movement: the last cue for a while, and every red one."""

from __future__ import annotations

import math
from typing import NamedTuple

from posturecheck.app.view import Tone
from posturecheck.core import Cue, Severity, Step
from posturecheck.rules import RANK
from posturecheck.rules.guidance import Guidance

HOLD_S = 3.0  # red words do not give way to other red words sooner
SHOWN_S = 7.0  # eight large words are read in two; and again by those who were bent


class Headline(NamedTuple):
    """How to show something, the words, and a line more."""

    tone: Tone
    headline: str
    detail: str = ""


class Headlines:
    """Remembers the last cue and the last red moment.

    A red is shown whatever the voice may say: for as long as it lasts, and a quick one for
    as long as a cue.
    """

    def __init__(self, guidance: Guidance) -> None:
        self._guidance = guidance
        self._cue: Cue | None = None
        self._severity: Severity = "amber"
        self._red = ""
        self._red_s = self._red_since_s = -math.inf

    def note(self, step: Step) -> None:
        """Take a step that was judged."""
        over = [e.rule for e in step.closed if e.severity == "red" and not e.lost]
        if step.cue is not None:
            self._cue = step.cue
            self._severity = "red" if step.cue.rule in over else "amber"
        seen = {v.rule for v in step.verdicts if math.isfinite(v.of_limit)}
        red = [e.rule for e in step.open_episodes if e.severity == "red" and e.rule in seen]
        if red or over:
            self._red_s = t_s = step.frame.t_s
            if t_s - self._red_since_s >= HOLD_S:
                gravest = min(red or over, key=RANK.__getitem__)
                self._red_since_s = t_s if gravest != self._red else self._red_since_s
                self._red = gravest

    def told(self, step: Step) -> Headline | None:
        """Return what to show just now, None for nothing."""
        t_s, cue = step.frame.t_s, self._cue
        fresh = cue is not None and t_s - cue.t_s <= SHOWN_S
        if self._red_s == t_s:
            self._severity = "red"  # of the cue as well, while its words are shown
            return self._advice("red", self._red, step.task)
        if cue is not None and fresh and cue.t_s >= self._red_s - SHOWN_S:
            if cue.kind == "praise":
                return Headline("praise", cue.say)
            return self._advice(self._severity, cue.rule, step.task)
        if t_s - self._red_s <= SHOWN_S:
            return self._advice("red", self._red, step.task)
        return None

    def _advice(self, tone: Severity, rule: str, task: str) -> Headline:
        guide = self._guidance.guide(rule, task)
        return Headline(tone, guide.cue, guide.alternative.partition(". ")[0].rstrip(".") + ".")
