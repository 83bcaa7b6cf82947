"""The cue memory: which single thing to say now, if anything.

One at a time, the gravest first, with quiet between (clinical.md section 6): people stop
listening to what never stops talking, and a startle in mid-lift is a hazard of its own.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable

from posturecheck.core import Cue, Episode, Posture, Severity
from posturecheck.rules import RANK, SAID_AFTER
from posturecheck.rules.guidance import Guidance
from posturecheck.settings import Cues as CueSettings

TEN_MIN_S = 600.0
TOO_FAST_DEG_S = 60.0  # nothing is said during the fastest part of a movement
GOOD_FOR_S = 0.4  # a technique must be held so long before it is praised
PRAISED = frozenset(
    {"hip-hinge", "squat", "golfers-lift", "half-kneel", "step-turn", "seated-foot-up"}
)


class CuePolicy:
    """Chooses cues; remembers what was said, and when."""

    def __init__(self, settings: CueSettings, guidance: Guidance, task: str) -> None:
        self._settings = settings
        self._guidance = guidance
        self._task = task
        self._said: deque[tuple[float, str]] = deque()
        self._cued: set[str] = set()
        self._corrected_s = -math.inf
        self._good_since: tuple[str, float] = ("", 0.0)

    def choose(
        self,
        posture: Posture,
        technique: str,
        open_rules: tuple[tuple[str, Severity], ...],
        closed: tuple[Episode, ...],
    ) -> Cue | None:
        """Return the cue for this moment, or None."""
        t_s = posture.t_s
        self._cued &= {rule for rule, _ in open_rules}  # an ended episode may be cued anew
        self._see(technique, t_s)
        if not self._may_speak(t_s) or _moving_fast(posture):
            return None
        for rule, severity in self._waiting(open_rules, closed):
            say = self._guidance.guide(rule, self._task).cue
            if (severity == "red" or self._settings.amber_too) and self._is_news(t_s, say):
                self._cued.add(rule)
                self._corrected_s = t_s
                return self._speak(Cue(t_s, rule, "correct", say))
        return self._praise(t_s, technique, open_rules)

    def _waiting(
        self, open_rules: tuple[tuple[str, Severity], ...], closed: tuple[Episode, ...]
    ) -> Iterable[tuple[str, Severity]]:
        """What could be said, gravest first: bends while they last, quick things after."""
        during = [(r, s) for r, s in open_rules if r not in SAID_AFTER and r not in self._cued]
        after = [(e.rule, e.severity) for e in closed if e.rule in SAID_AFTER]
        return sorted(during + after, key=lambda rs: (rs[1] != "red", RANK[rs[0]]))

    def _may_speak(self, t_s: float) -> bool:
        while self._said and self._said[0][0] <= t_s - TEN_MIN_S:
            self._said.popleft()
        if len(self._said) >= self._settings.most_in_10_min:
            return False
        return not self._said or t_s - self._said[-1][0] >= self._settings.quiet_s

    def _is_news(self, t_s: float, say: str) -> bool:
        return all(words != say or t_s - s >= self._settings.repeat_s for s, words in self._said)

    def _see(self, technique: str, t_s: float) -> None:
        if technique != self._good_since[0]:
            self._good_since = (technique, t_s)

    def _praise(
        self, t_s: float, technique: str, open_rules: tuple[tuple[str, Severity], ...]
    ) -> Cue | None:
        recent = t_s - self._corrected_s <= self._settings.praise_within_s
        held = t_s - self._good_since[1] >= GOOD_FOR_S
        if not (self._settings.praise and recent and held) or open_rules:
            return None
        if technique not in PRAISED:
            return None
        self._corrected_s = -math.inf  # praised once for each correction
        return self._speak(
            Cue(t_s, technique, "praise", self._guidance.technique(technique).praise)
        )

    def _speak(self, cue: Cue) -> Cue:
        self._said.append((cue.t_s, cue.say))
        return cue


def _moving_fast(posture: Posture) -> bool:
    rates = ("trunk_flexion_rate_deg_s", "trunk_rotation_rate_deg_s")
    return any(abs(posture[name].value) > TOO_FAST_DEG_S for name in rates)
