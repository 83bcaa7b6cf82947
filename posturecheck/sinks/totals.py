"""Sums over a recording or a session: seconds seen, exposure, techniques, cues.

How long was watched is counted here and nowhere else, so that report and history say the
same of the same steps. A frame stands for the time until the next one, a second at most:
what lies beyond was not watched (a pause, a camera that was unplugged), and after as long
without being seen the judging takes an episode for lost (``lost_s``). The last frame
counts as the mean one.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from posturecheck.core import Cue, Episode, Movement, Step
from posturecheck.measures import MEASURE_NAMES

LONGEST_FRAME_S = 1.0
BANDS_DEG = (20.0, 60.0)  # ISO 11226 / REBA / CUELA: 0-20, 20-60, over 60
TECHNIQUE_HELD_S = 0.4  # shorter is a flicker, not a technique


@dataclass(frozen=True, slots=True)
class SeenSeconds:
    """How long was watched, seen and judged, in seconds; ``measures`` and ``rules`` by name.

    Attributes:
        frames: Frames analysed.
        seen_s: The trunk was seen, and that it is a person's.
        unseen_s: It was not: no person there, or too little of them.
        measures: How long each measure was seen.
        rules: How long each rule could be judged, one way or the other, while the trunk was seen.
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

    def since(self, before: SeenSeconds) -> SeenSeconds:
        """Return what came on top of an earlier state of the same session."""
        return SeenSeconds(
            self.frames - before.frames,
            self.seen_s - before.seen_s,
            self.unseen_s - before.unseen_s,
            {name: s - before.measures.get(name, 0.0) for name, s in self.measures.items()},
            {rule: s - before.rules.get(rule, 0.0) for rule, s in self.rules.items()},
        )


class SeenTime:
    """A sink that sums up how long was watched, seen and judged; keeps the last step only."""

    def __init__(self) -> None:
        self.frames = 0
        self.total_s = 0.0
        self.seen_s = 0.0
        self.measure_seen_s: defaultdict[str, float] = defaultdict(float)
        self.judged_s: defaultdict[str, float] = defaultdict(float)
        self.cannot_tell_s: defaultdict[str, float] = defaultdict(float)
        self._last: Step | None = None

    def write(self, step: Step) -> None:
        """Take one step; the time since the last one is that one's."""
        if self._last is not None:
            elapsed_s = step.frame.t_s - self._last.frame.t_s
            self._add(self._last, min(max(elapsed_s, 0.0), LONGEST_FRAME_S))
        self.frames += 1
        self._last = step

    def close(self) -> None:
        """Count the last frame, as long as the mean one."""
        if self._last is not None and self.frames > 1:
            self._add(self._last, self.total_s / (self.frames - 1))
        self._last = None

    def seconds(self) -> SeenSeconds:
        """Return the sums so far; they do not change any more."""
        return SeenSeconds(
            self.frames,
            self.seen_s,
            self.total_s - self.seen_s,
            {name: self.measure_seen_s.get(name, 0.0) for name in MEASURE_NAMES},
            dict(self.judged_s),
        )

    def _add(self, step: Step, seconds: float) -> None:
        self.total_s += seconds
        if not (step.judged and step.posture.seen):
            return
        self.seen_s += seconds
        for name in MEASURE_NAMES:
            if math.isfinite(step.posture[name].value):
                self.measure_seen_s[name] += seconds
        for verdict in step.verdicts:
            could_tell = verdict.answer != "cannot tell"
            self.judged_s[verdict.rule] += seconds * could_tell
            if not could_tell:
                self.cannot_tell_s[verdict.rule] += seconds


class Totals(SeenTime):
    """A sink that remembers sums, the closed episodes, the movements and the cues; no frames."""

    def __init__(self) -> None:
        super().__init__()
        self.lacking_s = 0.0  # live: too few pictures for quick movements
        self.view_s: defaultdict[str, float] = defaultdict(float)
        self.band_s = [0.0, 0.0, 0.0]
        self.techniques: Counter[str] = Counter()
        self.technique_s: defaultdict[str, float] = defaultdict(float)
        self.episodes: list[Episode] = []
        self.movements: list[Movement] = []
        self.cues: list[Cue] = []
        self._held: tuple[str, float] = ("", 0.0)

    def write(self, step: Step) -> None:
        """Take one step; the time since the last one is that one's."""
        super().write(step)
        self.episodes.extend(step.closed)
        self.movements.extend(step.ended)
        if step.cue is not None:
            self.cues.append(step.cue)

    def _add(self, step: Step, seconds: float) -> None:
        super()._add(step, seconds)
        self._hold(step.technique, seconds)
        posture = step.posture
        if not (step.judged and posture.seen):
            return
        self.view_s[posture.view] += seconds
        lean = posture["trunk_inclination_deg"].value
        self.band_s[sum(lean >= edge for edge in BANDS_DEG)] += seconds

    def _hold(self, technique: str, seconds: float) -> None:
        held, before_s = self._held
        held_s = before_s + seconds if technique == held else seconds
        started_s = before_s if technique == held else 0.0
        self._held = (technique, held_s)
        if technique:
            self.technique_s[technique] += seconds
            if started_s < TECHNIQUE_HELD_S <= held_s:
                self.techniques[technique] += 1
