"""When the voice may be heard: the time between cues, and the fading over the days.

Fewer words teach more: in older adults a third of the feedback beat all of it on the hard
task (R117), though not for everybody (R118, R120; clinical.md section 6).
"""

from __future__ import annotations

import math
from collections import Counter, deque

from posturecheck.core import Cue, Severity
from posturecheck.profiles.settings import Cues as CueSettings

TEN_MIN_S = 600.0
WEEK_DAYS = 7


class FadedSchedule:
    """Chooses which corrections and reminders are spoken; the others are shown only.

    By counting, never by chance: of n red ones, and of n amber ones (reminders among
    them), the share times n is spoken, rounded up and evenly spread. So the first of a
    session is always spoken, and the ambers do not use up the reds' share. Cues given
    while nothing is spoken at all (muted, snoozed, baseline day) do not count. Praise does
    not fade: hearing that one does better helps learning (R119).
    """

    def __init__(self, settings: CueSettings, day: int) -> None:
        self._baseline = day <= settings.baseline_days
        self._share = _spoken_share(settings, day - settings.baseline_days)
        self._told: Counter[Severity] = Counter()
        self._snoozed_until_s = -math.inf
        self.muted = False  # it cannot be heard: what is given then was not spoken

    def snooze(self, until_s: float) -> None:
        """Let nothing be spoken before ``until_s``; -inf ends it."""
        self._snoozed_until_s = until_s

    def voice_on(self, t_s: float) -> bool:
        """Whether anything may be spoken now."""
        return not (self._baseline or self.muted) and t_s >= self._snoozed_until_s

    def speaks(self, t_s: float, severity: Severity) -> bool:
        """Whether the next correction or reminder of this severity is a spoken one."""
        before = self._told[severity]
        return self.voice_on(t_s) and self._spoken_of(before + 1) > self._spoken_of(before)

    def count(self, t_s: float, severity: Severity) -> None:
        """Note that a correction or reminder was given."""
        if self.voice_on(t_s):
            self._told[severity] += 1

    def _spoken_of(self, told: int) -> int:
        return math.ceil(round(told * self._share, 9))  # 30 x 0.1 is a little over 3


def _spoken_share(settings: CueSettings, practised_days: int) -> float:
    if practised_days <= WEEK_DAYS:
        return 1.0
    if practised_days <= 2 * WEEK_DAYS:
        return settings.spoken_share_week_2
    return settings.spoken_share_later


class CueSpacing:
    """Keeps cues apart; remembers what was given, and when.

    Spoken or only shown, two cues are ``quiet_s`` apart: one message at a time, and long
    enough to be read. The rest is about the voice. The cap counts what was spoken, and a
    spoken cue waits ``repeat_s`` only for the same words spoken: what was merely shown
    holds back no voice. A cue that is only shown waits ``repeat_s`` for the same words in
    either form, and has no cap. What was to be spoken and may not be is not shown in its
    stead: it waits. A rule just reminded of is not corrected within ``repeat_s``, whatever
    the words, except aloud after a reminder that was only shown.
    """

    def __init__(self, settings: CueSettings) -> None:
        self._settings = settings
        self._told: deque[Cue] = deque()

    def is_quiet(self, t_s: float) -> bool:
        """Whether the last cue was long enough ago for another one."""
        return not self._told or t_s - self._told[-1].t_s >= self._settings.quiet_s

    def allow(self, cue: Cue) -> bool:
        """Whether this cue keeps its distance from all cues before."""
        self._forget(cue.t_s)
        if not self.is_quiet(cue.t_s) or (cue.spoken and self._too_many(cue.t_s)):
            return False
        heard = [told for told in self._told if told.spoken or not cue.spoken]
        return not any(self._repeats(cue, told) for told in heard)

    def add(self, cue: Cue) -> None:
        """Remember a cue that was given."""
        self._told.append(cue)

    def _too_many(self, t_s: float) -> bool:
        recent = sum(told.spoken and t_s - told.t_s < TEN_MIN_S for told in self._told)
        return recent >= self._settings.most_in_10_min

    def _repeats(self, cue: Cue, told: Cue) -> bool:
        reminded = (told.kind, cue.kind) == ("remind", "correct") and told.rule == cue.rule
        return (told.say == cue.say or reminded) and cue.t_s - told.t_s < self._settings.repeat_s

    def _forget(self, t_s: float) -> None:
        while self._told and t_s - self._told[0].t_s >= max(TEN_MIN_S, self._settings.repeat_s):
            self._told.popleft()
