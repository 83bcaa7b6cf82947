"""How long was watched, seen and judged, by the steps' own times.

A frame stands for the time until the next one, a second at most: what lies beyond was
not watched (a pause, a camera that was unplugged). So seen + unseen is the watched time.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from posturecheck.core import Step
from posturecheck.measures import MEASURE_NAMES

LONGEST_FRAME_S = 1.0


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of one session, in seconds; ``measures`` and ``rules`` by name.

    Attributes:
        frames: Frames analysed.
        seen_s: The trunk was seen.
        unseen_s: It was not: nobody there, or too little of them.
        measures: How long each measure was seen.
        rules: How long each rule could tell, one way or the other.
    """

    frames: int = 0
    seen_s: float = 0.0
    unseen_s: float = 0.0
    measures: Mapping[str, float] = field(default_factory=dict)
    rules: Mapping[str, float] = field(default_factory=dict)

    @property
    def watched_s(self) -> float:
        """All the time that was looked at."""
        return self.seen_s + self.unseen_s

    def since(self, before: Totals) -> Totals:
        """Return what came on top of an earlier state of the same session."""
        return Totals(
            self.frames - before.frames,
            self.seen_s - before.seen_s,
            self.unseen_s - before.unseen_s,
            {name: s - before.measures.get(name, 0.0) for name, s in self.measures.items()},
            {rule: s - before.rules.get(rule, 0.0) for rule, s in self.rules.items()},
        )


class SeenTime:
    """Sums up steps; remembers the last one only."""

    def __init__(self) -> None:
        self._frames = 0
        self._seen_s = self._unseen_s = 0.0
        self._measures = dict.fromkeys(MEASURE_NAMES, 0.0)
        self._rules: dict[str, float] = {}
        self._last: Step | None = None

    def add(self, step: Step) -> None:
        """Take one step; the time since the last one is that one's."""
        if self._last is not None:
            self._count(self._last, step.frame.t_s - self._last.frame.t_s)
        self._frames += 1
        self._last = step

    def totals(self) -> Totals:
        """Return the sums so far; they do not change any more."""
        return Totals(
            self._frames, self._seen_s, self._unseen_s, dict(self._measures), dict(self._rules)
        )

    def _count(self, step: Step, seconds: float) -> None:
        seconds = min(max(seconds, 0.0), LONGEST_FRAME_S)
        if not step.posture.seen:
            self._unseen_s += seconds
            return
        self._seen_s += seconds
        for name in MEASURE_NAMES:
            if math.isfinite(step.posture[name].value):
                self._measures[name] += seconds
        for verdict in step.verdicts:
            told = verdict.answer != "cannot tell"
            self._rules[verdict.rule] = self._rules.get(verdict.rule, 0.0) + told * seconds
