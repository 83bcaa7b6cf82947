"""The sums of the session that runs, as the history keeps them: for the words at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from posturecheck.core import Episode, Step
from posturecheck.feedback.whole_movements import WholeMovements
from posturecheck.sinks.totals import SeenTime


class SessionSums:
    """A sink that sums up what is judged; see ``my_days.Counted``.

    Attributes:
        moments: Episodes that are over, by rule.
        red: Those far beyond their limit.
        asked: Episodes by rule and task.
        good: Movements that were good as a whole, by technique.
        pains: How often it was said to hurt.
    """

    def __init__(self) -> None:
        self.moments: Counter[str] = Counter()
        self.red: Counter[str] = Counter()
        self.asked: Counter[tuple[str, str]] = Counter()
        self.good: Counter[str] = Counter()
        self.counted = True
        self.pains = 0
        self._time, self._movements = SeenTime(), WholeMovements()

    @property
    def seen_s(self) -> float:
        """For how long a person was seen, seconds."""
        return self._time.seen_s

    @property
    def unseen_s(self) -> float:
        """For how long it was watched and none was."""
        return self._time.total_s - self._time.seen_s

    def write(self, step: Step) -> None:
        """Take one step."""
        self._time.write(step)
        self.add(step.closed)
        self.good.update(m.technique for m, good in self._movements.see(step) if good)

    def add(self, episodes: Iterable[Episode]) -> None:
        """Take episodes that are over, at the end those still open too."""
        for episode in episodes:
            self.moments[episode.rule] += 1
            self.red[episode.rule] += episode.severity == "red"
            self.asked[episode.rule, episode.task] += 1

    def close(self) -> None:
        """Count the last frame."""
        self._time.close()
