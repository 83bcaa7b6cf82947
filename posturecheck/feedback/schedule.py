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
    """Keeps spoken cues apart; remembers what was spoken, and when.

    One message at a time: two are ``quiet_s`` apart, the same words ``repeat_s``, and there are
    at most ``most_in_10_min``. What may not be spoken is shown all the same.
    """

    def __init__(self, settings: CueSettings) -> None:
        self._settings = settings
        self._spoken: deque[tuple[float, str]] = deque()

    def allows(self, t_s: float, say: str) -> bool:
        """Whether these words may be spoken now."""
        settings = self._settings
        longest_s = max(TEN_MIN_S, settings.repeat_s, settings.quiet_s)
        while self._spoken and t_s - self._spoken[0][0] >= longest_s:
            self._spoken.popleft()
        if self._spoken and t_s - self._spoken[-1][0] < settings.quiet_s:
            return False
        if sum(t_s - at_s < TEN_MIN_S for at_s, _ in self._spoken) >= settings.most_in_10_min:
            return False
        return not any(
            said == say and t_s - at_s < settings.repeat_s for at_s, said in self._spoken
        )

    def add(self, cue: Cue) -> None:
        """Remember a cue that was spoken."""
        self._spoken.append((cue.t_s, cue.say))
