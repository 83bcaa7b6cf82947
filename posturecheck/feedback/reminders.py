"""Whether the bend that begins just now deserves a word beforehand.

A cue helps with bends that are held and hardly with quick repeated ones (peers.md section
4, ten people), so a reminder follows movements over their limit that lasted, or came again.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from posturecheck.core import Judged, Movement
from posturecheck.feedback.orders import SURELY_S
from posturecheck.feedback.praising import WELL_BENT
from posturecheck.profiles.settings import Cues as CueSettings
from posturecheck.rules import RANK, RULES
from posturecheck.rules.bending import DEEP_LEAN

BENDS = frozenset(rule.id for rule in RULES if rule.remind)
WORDED = frozenset(rule.id for rule in RULES if rule.remind == "worded")
LEAN = DEEP_LEAN.id  # whose words fit any bend's beginning
ONSET_S = 1.0  # a bend is beginning for so long after its movement began


@dataclass(slots=True)
class _Bend:
    """One movement over a limit of bending; seconds from its first crossing to its last."""

    movement: int
    start_s: float
    end_s: float
    rules: set[str] = field(default_factory=set)

    @property
    def rule(self) -> str:
        """The most serious of its rules that has words for the beginning of a bend."""
        return min(self.rules & WORDED or {LEAN}, key=RANK.__getitem__)


class Reminders:
    """Remembers the movements of the last minutes that passed a limit of bending."""

    def __init__(self, settings: CueSettings) -> None:
        self._settings = settings
        self._bends: deque[_Bend] = deque()
        self._reminded = 0

    def note(self, judged: Judged) -> None:
        """Take one moment."""
        t_s = judged.posture.t_s
        for episode in judged.open_episodes:
            counts = episode.severity == "red" or self._settings.amber_too
            if episode.rule in BENDS and counts:
                bend = self._bend(episode.movement, episode.since_s)
                bend.rules.add(episode.rule)
                bend.start_s, bend.end_s = min(bend.start_s, episode.since_s), t_s
        while self._bends and self._bends[0].end_s < t_s - self._settings.remind_within_s:
            self._bends.popleft()
        if any(self._well_done(movement) for movement in judged.ended):
            self._bends.clear()  # a bend done well since then: no need to be reminded

    def due(self, judged: Judged) -> str:
        """Return the rule to remind of at this moment, "" for none.

        That is where a bend surely begins: the lean is over ``remind_from_deg`` and
        growing, by more than an sd each, and no technique is recognised in it yet.
        """
        movement = judged.movement
        if movement is None or movement.number == self._reminded or judged.technique:
            return ""
        posture = judged.posture
        lean, speed = posture["trunk_inclination_deg"], posture["trunk_flexion_rate_deg_s"]
        bent = lean.value - lean.sd >= self._settings.remind_from_deg
        growing = speed.value - speed.sd > 0
        begins = SURELY_S <= posture.t_s - movement.start_s <= ONSET_S
        return self._bends[-1].rule if bent and growing and begins and self._needed() else ""

    def given(self, movement: int) -> None:
        """Note that a movement was reminded; the next chance is the next one."""
        self._reminded = movement

    def _needed(self) -> bool:
        if not (self._settings.remind and self._bends):
            return False
        last = self._bends[-1]
        long = last.end_s - last.start_s >= self._settings.remind_after_s
        return long or len(self._bends) >= self._settings.remind_after_bends

    def _well_done(self, movement: Movement) -> bool:
        broke = any(bend.movement == movement.number for bend in self._bends)
        return not broke and movement.technique in WELL_BENT

    def _bend(self, movement: int, since_s: float) -> _Bend:
        for bend in self._bends:
            if bend.movement == movement:
                return bend
        self._bends.append(_Bend(movement, since_s, since_s))
        return self._bends[-1]
