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
STILL_NEWS_S = 2.0  # a quick movement is spoken of so soon after, or not at all
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
        self._after: deque[tuple[float, Episode]] = deque()
        self._corrected_s = -math.inf
        self._good_since: tuple[str, float] = ("", 0.0)

    def choose(
        self,
        posture: Posture,
        technique: str,
        open_rules: tuple[tuple[str, Severity], ...],
        closed: tuple[Episode, ...],
        unseen: frozenset[str] = frozenset(),
    ) -> Cue | None:
        """Return the cue for this moment, or None.

        Args:
            posture: The measures of this moment.
            technique: How the body holds itself.
            open_rules: The rules with an episode under way.
            closed: The episodes that were just found to be over.
            unseen: The rules whose measure is not seen just now; nothing is said of them.
        """
        t_s = posture.t_s
        self._note(t_s, technique, closed)
        if not posture.seen or not self._may_speak(t_s) or _moving_fast(posture):
            return None
        for rule, severity in self._waiting(open_rules, unseen):
            say = self._guidance.guide(rule, self._task).cue
            if (severity == "red" or self._settings.amber_too) and self._is_news(t_s, say):
                self._cued.add(rule)
                self._after.clear()  # newer news has been said
                self._corrected_s = t_s
                return self._speak(Cue(t_s, rule, "correct", say))
        return self._praise(t_s, technique, open_rules)

    def _waiting(
        self, open_rules: tuple[tuple[str, Severity], ...], unseen: frozenset[str]
    ) -> Iterable[tuple[str, Severity]]:
        """What could be said, gravest first: bends while they last, quick things after."""
        silent = SAID_AFTER | self._cued | unseen
        during = [(rule, severity) for rule, severity in open_rules if rule not in silent]
        after = [(e.rule, e.severity) for _, e in self._after]
        return sorted(during + after, key=lambda rs: (rs[1] != "red", RANK[rs[0]]))

    def _may_speak(self, t_s: float) -> bool:
        while self._said and t_s - self._said[0][0] >= max(TEN_MIN_S, self._settings.repeat_s):
            self._said.popleft()
        recent = sum(t_s - s < TEN_MIN_S for s, _ in self._said)
        if recent >= self._settings.most_in_10_min:
            return False
        return not self._said or t_s - self._said[-1][0] >= self._settings.quiet_s

    def _is_news(self, t_s: float, say: str) -> bool:
        return all(words != say or t_s - s >= self._settings.repeat_s for s, words in self._said)

    def _note(self, t_s: float, technique: str, closed: tuple[Episode, ...]) -> None:
        self._cued -= {e.rule for e in closed}  # the next episode may be cued anew
        self._after.extend((t_s, e) for e in closed if e.rule in SAID_AFTER)
        while self._after and self._after[0][0] < t_s - STILL_NEWS_S:
            self._after.popleft()
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
        say = self._guidance.technique(technique).praise
        if not self._is_news(t_s, say):
            return None
        self._corrected_s = -math.inf  # praised once for each correction
        return self._speak(Cue(t_s, technique, "praise", say))

    def _speak(self, cue: Cue) -> Cue:
        self._said.append((cue.t_s, cue.say))
        return cue


def _moving_fast(posture: Posture) -> bool:
    rates = ("trunk_flexion_rate_deg_s", "trunk_rotation_rate_deg_s")
    return any(abs(posture[name].value) > TOO_FAST_DEG_S for name in rates)
