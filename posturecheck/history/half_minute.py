"""What the body did in the half minute before somebody said that it hurt: numbers, no picture."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

from posturecheck.core import Posture, Reading, Step
from posturecheck.measures import MEASURE_NAMES

LENGTH_S = 30.0
EVERY_S = 0.5  # of each half second the largest value is kept, so that no peak is lost


@dataclass(frozen=True, slots=True)
class Moment:
    """One measure ``before_s`` seconds before: its value and standard deviation."""

    measure: str
    before_s: float
    reading: Reading


@dataclass(frozen=True, slots=True)
class PainReport:
    """Somebody said that it hurt.

    Attributes:
        t_s: The last picture's time; what was seen before it is in ``course``.
        phase: The session's, when it was said ("watching", "off" ...).
        task: The task whose advice was given.
        course: What was measured; a half second that is missing was not seen.
    """

    t_s: float
    phase: str
    task: str
    course: tuple[Moment, ...] = ()


class HalfMinute:
    """Remembers the measures of the last half minute in which a person was seen."""

    def __init__(self) -> None:
        self._postures: deque[Posture] = deque()

    def see(self, step: Step) -> None:
        """Take the next step."""
        t_s = step.frame.t_s
        while self._postures and t_s - self._postures[0].t_s > LENGTH_S:
            self._postures.popleft()
        if step.judged and step.posture.seen:
            self._postures.append(step.posture)

    def forget(self) -> None:
        """Forget all: somebody else is there now."""
        self._postures.clear()

    def report(self, t_s: float, phase: str, task: str) -> PainReport:
        """Return what is known at a second, up to which pictures came."""
        largest: dict[tuple[str, int], Moment] = {}
        for posture in self._postures:
            before_s = t_s - posture.t_s
            if not 0 <= before_s <= LENGTH_S:
                continue
            for measure in MEASURE_NAMES:
                reading = posture[measure]
                key = measure, math.floor(before_s / EVERY_S)
                if not math.isfinite(reading.value):
                    continue
                if key not in largest or abs(reading.value) > abs(largest[key].reading.value):
                    largest[key] = Moment(measure, round(before_s, 3), reading)
        course = sorted(largest.values(), key=lambda m: (m.measure, -m.before_s))
        return PainReport(t_s, phase, task, tuple(course))
