"""Whether the bend that begins just now deserves a word beforehand.

A cue helps with bends that are held and hardly with quick repeated ones (peers.md section
4, ten people), so a reminder follows bends over their limit that lasted, or came again.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

from posturecheck.core import Episode, Posture
from posturecheck.profiles.settings import Cues as CueSettings
from posturecheck.rules import RANK, RULES
from posturecheck.rules.bending import DEEP_LEAN

BENDS = frozenset(rule.id for rule in RULES if rule.remind)
WORDED = frozenset(rule.id for rule in RULES if rule.remind == "worded")
LEAN = DEEP_LEAN.id  # whose words fit any bend's beginning
ONSET_S = 1.0  # a bend is beginning for so long after the trunk was last upright


@dataclass(slots=True)
class _Bend:
    """One bend over a limit: overlapping episodes of rounding, leaning and holding."""

    start_s: float
    end_s: float
    rules: set[str]

    @property
    def rule(self) -> str:
        """The most serious of its rules that has words for the beginning of a bend."""
        return min(self.rules & WORDED or {LEAN}, key=RANK.__getitem__)


class Reminders:
    """Remembers the bends of the last minutes that passed a limit, and the present onset."""

    def __init__(self, settings: CueSettings) -> None:
        self._settings = settings
        self._bends: deque[_Bend] = deque()
        self._upright_s = -math.inf
        self._reminded = False

    def note(self, posture: Posture, well_since_s: float, closed: tuple[Episode, ...]) -> None:
        """Take one moment.

        Args:
            posture: The measures of this moment.
            well_since_s: Since when a good way of bending is held; nan where none is.
            closed: The episodes that were just found to be over.
        """
        for episode in closed:
            if episode.rule in BENDS and (episode.severity == "red" or self._settings.amber_too):
                self._add(episode)
        while self._bends and self._bends[0].end_s < posture.t_s - self._settings.remind_within_s:
            self._bends.popleft()
        if self._bends and well_since_s > self._bends[-1].end_s:
            self._bends.clear()  # a bend done well since then: no need to be reminded
        if posture["trunk_inclination_deg"].value < self._settings.remind_from_deg:
            self._upright_s, self._reminded = posture.t_s, False

    def due(self, posture: Posture, technique: str) -> str:
        """Return the rule to remind of at this moment, "" for none.

        That is where a bend surely begins: the lean is over ``remind_from_deg`` and
        growing, by more than an sd each, and no technique is recognised in it yet.
        """
        if self._reminded or technique or not self._needed():
            return ""
        lean, speed = posture["trunk_inclination_deg"], posture["trunk_flexion_rate_deg_s"]
        bent = lean.value - lean.sd >= self._settings.remind_from_deg
        growing = speed.value - speed.sd > 0
        begins = posture.t_s - self._upright_s <= ONSET_S
        return self._bends[-1].rule if bent and growing and begins else ""

    def given(self) -> None:
        """Note that the present bend was reminded; the next chance is the next bend."""
        self._reminded = True

    def _needed(self) -> bool:
        if not (self._settings.remind and self._bends):
            return False
        last = self._bends[-1]
        long = last.end_s - last.start_s >= self._settings.remind_after_s
        return long or len(self._bends) >= self._settings.remind_after_bends

    def _add(self, e: Episode) -> None:
        if self._bends and e.start_s <= self._bends[-1].end_s:
            last = self._bends[-1]
            last.start_s, last.end_s = min(last.start_s, e.start_s), max(last.end_s, e.end_s)
            last.rules.add(e.rule)
        else:
            self._bends.append(_Bend(e.start_s, e.end_s, {e.rule}))
