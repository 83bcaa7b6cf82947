"""Which movements that are over were good as a whole: praised or not, they are counted."""

from __future__ import annotations

from posturecheck.core import Movement, Step
from posturecheck.feedback.praising import was_good
from posturecheck.rules.bending import REPEATED_BEND

KEPT = 16  # movements of which it is remembered that a limit was passed in them
LOW: frozenset[str] = frozenset({"bend", "lift", "kneel-down"})  # kinds that count as bends


class WholeMovements:
    """Remembers in which of the last movements a limit was passed."""

    def __init__(self) -> None:
        self._broke: dict[int, None] = {}

    def see(self, step: Step) -> tuple[tuple[Movement, bool], ...]:
        """Take the next step; return the movements it ended, and whether each was good.

        Good is what deserves praise: a good way in the whole of it, seen nearly all the time,
        a back surely long, and no limit passed. That there were many bends is no fault of one.
        """
        passed = [(e.rule, e.movement) for e in step.open_episodes]
        passed += [(e.rule, e.movement) for e in step.closed]
        for rule, movement in passed:
            if rule != REPEATED_BEND.id:
                self._broke[movement] = None
        while len(self._broke) > KEPT:
            del self._broke[next(iter(self._broke))]
        return tuple((m, was_good(m) and m.number not in self._broke) for m in step.ended)
