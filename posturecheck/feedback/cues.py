"""Which single thing to say now, if anything.

One at a time, the most serious first, with quiet between (clinical.md section 6): people stop
listening to what never stops talking, and a startle in mid-lift is a hazard of its own.
``schedule`` keeps cues apart and fades the voice, ``reminders`` knows when a bend begins.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable

from posturecheck.core import Cue, CueKind, Episode, Judged, Posture, Severity
from posturecheck.feedback.reminders import Reminders
from posturecheck.feedback.schedule import CueSpacing, FadedSchedule
from posturecheck.profiles.settings import Cues as CueSettings
from posturecheck.rules import RANK, SAID_AFTER
from posturecheck.rules.guidance import Guidance

TOO_FAST_DEG_S = 60.0  # nothing is said during the fastest part of a movement
STILL_NEWS_S = 2.0  # a quick movement is spoken of so soon after, or not at all
GOOD_FOR_S = 0.4  # a technique must be held so long before it is praised
PRAISED = frozenset(
    {"hip-hinge", "squat", "golfers-lift", "half-kneel", "step-turn", "seated-foot-up"}
)
WELL_BENT = PRAISED - {"step-turn"}  # good ways of getting low


class CuePolicy:
    """Chooses cues; remembers what was given, and when.

    Args:
        settings: What the profile says of cues.
        guidance: The words.
        task: Whose words are used at first.
        day: How many days were practised, this one included; 1 is the first. The voice
            fades with it, the screen does not: what is not spoken is still a cue, with
            ``spoken`` False.
    """

    def __init__(self, settings: CueSettings, guidance: Guidance, task: str, day: int = 1) -> None:
        self._settings = settings
        self._guidance = guidance
        self._task = task
        self._fading = FadedSchedule(settings, day)
        self._distances = CueSpacing(settings)
        self._reminders = Reminders(settings)
        self._cued: set[str] = set()
        self._after: deque[tuple[float, Episode]] = deque()
        self._told_s = -math.inf  # the last correction or reminder not yet praised for
        self._good_since: tuple[str, float] = ("", 0.0)

    def set_task(self, task: str) -> None:
        """Use this task's words from the next cue on."""
        self._task = task

    def mute(self, muted: bool) -> None:
        """Speak nothing while it could not be heard; cues are shown."""
        self._fading.muted = muted

    def snooze(self, until_s: float) -> None:
        """Speak nothing before ``until_s``, in the time of the postures; cues are shown."""
        self._fading.snooze(until_s)

    def choose(self, judged: Judged) -> Cue | None:
        """Return the cue for this moment, or None."""
        posture, t_s = judged.posture, judged.posture.t_s
        self._note(judged)
        if not posture.seen or not self._distances.is_quiet(t_s) or _moving_fast(posture):
            return None
        cue = self._correct(judged)
        if cue is None and not judged.open_episodes:
            cue = self._remind(judged) or self._praise(t_s, judged.technique)
        if cue is not None:
            self._distances.add(cue)
        return cue

    def _correct(self, judged: Judged) -> Cue | None:
        for rule, severity in self._waiting(judged):
            if severity == "amber" and not self._settings.amber_too:
                continue
            cue = self._advice(judged.posture.t_s, rule, "correct", severity)
            if cue is not None:
                self._cued.add(rule)
                self._after.clear()  # something newer has been said
                return cue
        return None

    def _remind(self, judged: Judged) -> Cue | None:
        rule = self._reminders.due(judged.posture, judged.technique)
        if not rule or rule in judged.unseen_rules:
            return None
        cue = self._advice(judged.posture.t_s, rule, "remind", "amber")
        if cue is not None:
            self._reminders.given()
        return cue

    def _advice(self, t_s: float, rule: str, kind: CueKind, severity: Severity) -> Cue | None:
        """Give a correction or a reminder, if it keeps its distances."""
        say = self._guidance.guide(rule, self._task).cue
        cue = Cue(t_s, rule, kind, say, self._fading.speaks(t_s, severity))
        if not self._distances.allow(cue):
            return None
        self._fading.count(t_s, severity)
        self._told_s = t_s
        return cue

    def _praise(self, t_s: float, technique: str) -> Cue | None:
        recent = t_s - self._told_s <= self._settings.praise_within_s
        if not (self._settings.praise and recent and technique in PRAISED):
            return None
        if t_s - self._good_since[1] < GOOD_FOR_S:
            return None
        say = self._guidance.technique(technique).praise
        cue = Cue(t_s, technique, "praise", say, self._fading.voice_on(t_s))
        if not self._distances.allow(cue):
            return None
        self._told_s = -math.inf  # praised once for each correction or reminder
        return cue

    def _waiting(self, judged: Judged) -> Iterable[tuple[str, Severity]]:
        """What could be said, most serious first: bends while they last, quick things after."""
        silent = SAID_AFTER | self._cued | judged.unseen_rules
        during = [(e.rule, e.severity) for e in judged.open_episodes if e.rule not in silent]
        after = [(e.rule, e.severity) for _, e in self._after]
        return sorted(during + after, key=lambda rs: (rs[1] != "red", RANK[rs[0]]))

    def _note(self, judged: Judged) -> None:
        t_s, technique, closed = judged.posture.t_s, judged.technique, judged.closed
        self._cued -= {e.rule for e in closed}  # the next episode may be cued anew
        self._after.extend((t_s, e) for e in closed if e.rule in SAID_AFTER)
        while self._after and self._after[0][0] < t_s - STILL_NEWS_S:
            self._after.popleft()
        if technique != self._good_since[0]:
            self._good_since = (technique, t_s)
        since_s = self._good_since[1]
        well = technique in WELL_BENT and t_s - since_s >= GOOD_FOR_S
        self._reminders.note(judged.posture, since_s if well else math.nan, closed)


def _moving_fast(posture: Posture) -> bool:
    rates = ("trunk_flexion_rate_deg_s", "trunk_rotation_rate_deg_s")
    return any(abs(posture[name].value) > TOO_FAST_DEG_S for name in rates)
