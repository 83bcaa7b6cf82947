"""Sums over a recording: seconds seen, exposure, what could not be told, techniques, cues.

A frame stands for the time until the next one, half a second at most.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict

from posturecheck.core import Cue, Episode, Step
from posturecheck.measures import MEASURE_NAMES

LONGEST_FRAME_S = 0.5
BANDS_DEG = (20.0, 60.0)  # ISO 11226 / REBA / CUELA: 0-20, 20-60, over 60
TECHNIQUE_HELD_S = 0.4  # shorter is a flicker, not a technique


class Tally:
    """A sink that remembers sums, the closed episodes and the cues; no frames."""

    def __init__(self) -> None:
        self.frames = 0
        self.total_s = 0.0
        self.seen_s = 0.0
        self.measure_seen_s: defaultdict[str, float] = defaultdict(float)
        self.cannot_tell_s: defaultdict[str, float] = defaultdict(float)
        self.view_s: defaultdict[str, float] = defaultdict(float)
        self.band_s = [0.0, 0.0, 0.0]
        self.techniques: Counter[str] = Counter()
        self.technique_s: defaultdict[str, float] = defaultdict(float)
        self.episodes: list[Episode] = []
        self.cues: list[Cue] = []
        self._last: Step | None = None
        self._held: tuple[str, float] = ("", 0.0)

    def write(self, step: Step) -> None:
        """Take one step; the time since the last one is that one's."""
        if self._last is not None:
            self._add(self._last, min(step.frame.t_s - self._last.frame.t_s, LONGEST_FRAME_S))
        self.frames += 1
        self.episodes.extend(step.closed)
        if step.cue is not None:
            self.cues.append(step.cue)
        self._last = step

    def close(self) -> None:
        """Count the last frame, as long as the mean one."""
        if self._last is not None and self.frames > 1:
            self._add(self._last, self.total_s / (self.frames - 1))
        self._last = None

    def _add(self, step: Step, seconds: float) -> None:
        self.total_s += seconds
        self._hold(step.technique, seconds)
        posture = step.posture
        if not posture.seen:
            return
        self.seen_s += seconds
        self.view_s[posture.view] += seconds
        for name in MEASURE_NAMES:
            if math.isfinite(posture[name].value):
                self.measure_seen_s[name] += seconds
        lean = posture["trunk_inclination_deg"].value
        self.band_s[sum(lean >= edge for edge in BANDS_DEG)] += seconds
        for verdict in step.verdicts:
            if verdict.answer == "cannot tell":
                self.cannot_tell_s[verdict.rule] += seconds

    def _hold(self, technique: str, seconds: float) -> None:
        held, before_s = self._held
        held_s = before_s + seconds if technique == held else seconds
        started_s = before_s if technique == held else 0.0
        self._held = (technique, held_s)
        if technique:
            self.technique_s[technique] += seconds
            if started_s < TECHNIQUE_HELD_S <= held_s:
                self.techniques[technique] += 1
