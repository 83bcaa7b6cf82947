"""What changed from one film to the other, and whether that may be told.

A difference is told only where it is beyond the smallest detectable change of its measure and
view (``profiles.smallest_change``), and beyond what both films leave open together. Both sides are
whole degrees, as they are shown: nothing is known more finely, and the page never contradicts
itself by a digit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from posturecheck.comparison.pair import Pair
from posturecheck.comparison.recorded import KeptMovement, Recorded
from posturecheck.core import View
from posturecheck.profiles.smallest_change import COVERS_95, FilmedAgain
from posturecheck.rules import RULES
from posturecheck.sinks.movement_table import FORWARD_ONLY, LARGEST

Told = Literal["less", "more", "unclear", "alike", "unseen", "unmeasured", "another program"]
ENOUGH_FOR_MEDIAN = 3  # movements in each film
MEDIAN_SD = math.sqrt(math.pi / 2)  # sd of a median over that of a mean, of a normal distribution


@dataclass(frozen=True, slots=True)
class Typical:
    """One measure of a film's movements: their median, or the largest; nan = not seen.

    ``sd`` is how sure that is, in the same unit: the movements' own standard deviation and, for a
    median, what their differences from each other leave open.
    """

    value: float
    sd: float


@dataclass(frozen=True, slots=True)
class Change:
    """One measure in both films; ``smallest`` is the least difference that may be told.

    nan is not seen or, of ``smallest``, not known.
    """

    measure: str
    before: Typical
    after: Typical
    smallest: float
    same_program: bool = True

    @property
    def difference(self) -> float:
        """How much more it is after than before, in the measure's unit, as shown."""
        return _whole(self.after.value) - _whole(self.before.value)

    @property
    def told(self) -> Told:
        """What may be told of the difference."""
        if math.isnan(self.difference):
            return "unseen"
        if math.isnan(self.smallest):
            return "unmeasured"
        if not self.same_program:
            return "another program"
        if abs(self.difference) < self.smallest:
            return "unclear" if self.difference else "alike"
        return "less" if self.difference < 0 else "more"


@dataclass(frozen=True, slots=True)
class Count:
    """How often one rule's limits were passed; None where the profile did not look at it.

    ``same_limits`` is False where other limits counted.
    """

    rule: str
    before: int | None
    after: int | None
    same_limits: bool


def are_medians(before: Sequence[KeptMovement], after: Sequence[KeptMovement]) -> bool:
    """Whether there are movements enough in both films to compare their medians."""
    return min(len(before), len(after)) >= ENOUGH_FOR_MEDIAN


def changes(pair: Pair, group: str, known: FilmedAgain) -> tuple[Change, ...]:
    """Return every measure of one kind of movements."""
    both = pair.before.of(group), pair.after.of(group)
    same_program = pair.before.measured_with == pair.after.measured_with
    return tuple(change_of(name, *both, pair.views, known, same_program) for name in LARGEST)


def change_of(
    measure: str,
    before: Sequence[KeptMovement],
    after: Sequence[KeptMovement],
    views: tuple[View, View],
    known: FilmedAgain,
    same_program: bool = True,
) -> Change:
    """Return one measure of two films' movements.

    Args:
        measure: A name of ``sinks.movement_table.LARGEST``.
        before: The movements of the earlier film.
        after: Those of the later one.
        views: How each was seen; of two the one that is less sure counts.
        known: What was measured of films of the same.
        same_program: Whether both were measured with the same model and networks.
    """
    median = are_medians(before, after)
    one, other = (typical(measure, movements, median) for movements in (before, after))
    left_open = COVERS_95 * math.hypot(one.sd, other.sd)
    bounds = [*(known.smallest_change(measure, view) for view in views), left_open]
    smallest = math.ceil(max(bounds)) if all(map(math.isfinite, bounds)) else math.nan
    return Change(measure, one, other, smallest, same_program)


def typical(measure: str, movements: Sequence[KeptMovement], median: bool) -> Typical:
    """Return a film's median movement, or its largest one, of a measure; without its side."""
    seen = [m.largest[measure] for m in movements if math.isfinite(m.largest[measure].value)]
    if not seen:
        return Typical(math.nan, math.nan)
    both_ways = measure not in FORWARD_ONLY
    values = np.array([abs(r.value) if both_ways else r.value for r in seen])
    sds = np.array([r.sd for r in seen])
    if not median:
        at = int(np.argmax(values))
        return Typical(float(values[at]), float(sds[at]))
    between = MEDIAN_SD * float(np.std(values, ddof=1)) / math.sqrt(len(seen)) if seen[1:] else 0.0
    return Typical(float(np.median(values)), math.hypot(float(np.median(sds)), between))


def counts(pair: Pair) -> tuple[Count, ...]:
    """Return every rule whose limits were passed in either film, by rank."""
    found = []
    for rule in RULES:
        before, after = (_times(one, rule.id) for one in (pair.before, pair.after))
        if before or after:
            one, other = (side.limits.get(rule.id) for side in (pair.before, pair.after))
            found.append(Count(rule.id, before, after, one == other))
    return tuple(found)


def _times(one: Recorded, rule: str) -> int | None:
    worst = one.row.worst[rule]
    return worst.episodes if worst.enabled else None


def _whole(value: float) -> float:
    return math.floor(value + 0.5) if math.isfinite(value) else math.nan
