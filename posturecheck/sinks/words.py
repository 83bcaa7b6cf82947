"""What was said, and what it is held against: the movements, and the bar beside the gauges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from posturecheck.core import Cue, Headline, Movement, Severity, Step
from posturecheck.sinks.totals import LONGEST_FRAME_S

CALM, AMBER, RED = range(3)  # of the bar and of the gauges; the bar's other tones are calm
ORDERS = ("correct", "remind")
LOUDNESS = {"amber": AMBER, "red": RED}


@dataclass(frozen=True, slots=True)
class GivenCue:
    """A cue, and how severe its rule's episode was just then; a reminder comes before any."""

    cue: Cue
    severity: Severity


class Words:
    """A sink that remembers the cues and the movements, and sums up the bar and the gauges.

    Attributes:
        cues: All that was given, spoken or only shown, in order of time.
        bar_orders: What else the bar ordered: words in amber or red that no cue of their movement
            brought, as if each were a cue that is only shown.
        movements: Those that are over.
        warned_s: How long a gauge warned, seconds; a frame stands for the time until the next.
        calmer_s: How long of it the bar was calmer than the gauges.
    """

    def __init__(self) -> None:
        self.cues: list[GivenCue] = []
        self.bar_orders: list[GivenCue] = []
        self.movements: list[Movement] = []
        self.warned_s = 0.0
        self.calmer_s = 0.0
        self._severity: dict[str, Severity] = {}  # of each rule's newest episode
        self._ordered = "", 0  # the newest order's words, and the number of its movement
        self._last: tuple[float, int, int] | None = None  # second, gauges, bar

    def write(self, step: Step) -> None:
        """Take one step; the time since the last one is that one's."""
        self._count(step.frame.t_s)
        self._last = step.frame.t_s, _gauges(step), _bar(step)
        self._severity |= {e.rule: e.severity for e in step.closed}
        self._severity |= {e.rule: e.severity for e in step.open_episodes}
        if step.cue is not None:
            known = step.cue.kind == "correct"
            severity = self._severity.get(step.cue.rule, "amber") if known else "amber"
            self.cues.append(GivenCue(step.cue, severity))
            if step.cue.kind in ORDERS:
                self._ordered = step.cue.say, step.cue.movement
        self._read_bar(step)
        self.movements.extend(step.ended)

    def close(self) -> None:
        """Nothing to finish: the last frame stands for no time."""

    def end(self, movements: Iterable[Movement], cues: Iterable[Cue] = ()) -> None:
        """Take the movements that were under way when the source ended, and its last cues."""
        self.movements.extend(movements)
        self.cues.extend(GivenCue(cue, "amber") for cue in cues)

    def _read_bar(self, step: Step) -> None:
        shown = step.headline
        if shown is None or shown.tone not in ("amber", "red") or step.movement is None:
            return
        if not any(e.movement == step.movement.number for e in step.open_episodes):
            return  # what has been open since before this movement is a state, and no order in it
        number = _movement_of(shown, step)
        if self._ordered != (shown.words, number):
            self._ordered = shown.words, number
            cue = Cue(step.frame.t_s, shown.rule, "correct", shown.words, False, number)
            self.bar_orders.append(GivenCue(cue, shown.tone))

    def _count(self, t_s: float) -> None:
        if self._last is None:
            return
        since_s, gauges, bar = self._last
        seconds = min(max(t_s - since_s, 0.0), LONGEST_FRAME_S)
        self.warned_s += seconds * (gauges > CALM)
        self.calmer_s += seconds * (bar < gauges)


def _movement_of(shown: Headline, step: Step) -> int:
    """Return whose order is shown: its open episode's, the movement's under way, or any open."""
    own = (e.movement for e in step.open_episodes if e.rule == shown.rule)
    under_way = (step.movement.number,) if step.movement else ()
    return next(chain(own, under_way, (e.movement for e in step.open_episodes)), 0)


def _gauges(step: Step) -> int:
    from posturecheck.drawing.gauges import judged  # OpenCV: importing the package loads none

    bend, twist = judged(step, "bend"), judged(step, "twist")
    return max(LOUDNESS.get(severity or "", CALM) for severity in (bend, twist))


def _bar(step: Step) -> int:
    return CALM if step.headline is None else LOUDNESS.get(step.headline.tone, CALM)
