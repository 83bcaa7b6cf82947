"""What changed from one film to the other, and whether that may be told.

A difference is told only where it is beyond the smallest detectable change of its measure and
view (``profiles.smallest_change``), which for medians grows by what the movements of each film
differ among themselves; and never where it is within both films' standard deviations together,
the root of the sum of their squares. These count once and not 1.96 times: they are against the
truth, and most of that error is the same in two films of one person and drops out of the
difference (of rendered people a lean has an sd of 9 degrees, and filmed again differs by 2 to 3).
Both sides are whole degrees, as they are shown: nothing is known more finely, and the page never
contradicts itself by a digit.
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
from posturecheck.measures import BY_NAME
from posturecheck.profiles.settings import Profile
from posturecheck.profiles.smallest_change import COVERS_95, FilmedAgain
from posturecheck.rules import BY_ID, RULES
from posturecheck.sinks.movement_table import FORWARD_ONLY, LARGEST

Told = Literal[
    "less", "more", "unclear", "alike", "unsure", "unseen", "unmeasured", "another program"
]
ENOUGH_FOR_MEDIAN = 3  # movements in each film
# Of each measure the rule by whose limit of doubt its sd is too large to call two films alike.
DOUBT_OF = {
    "trunk_inclination_deg": "deep-lean",
    "spine_flexion_deg": "rounded-bend",
    "trunk_rotation_deg": "twist",
    "trunk_side_bend_deg": "side-bend",
    "trunk_flexion_rate_deg_s": "fast-bend",
    "trunk_rotation_rate_deg_s": "fast-twist",
}
MEDIAN_SD = math.sqrt(math.pi / 2)  # sd of a median over that of a mean, of a normal distribution


@dataclass(frozen=True, slots=True)
class Typical:
    """One measure of a film's movements: their median, or the largest; nan = not seen.

    ``sd`` is how sure that is against the truth, in the same unit, ``se`` what the movements'
    differences from each other leave open of their median: its standard error, else 0.
    """

    value: float
    sd: float
    se: float = 0.0


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
        unsure = max(self.before.sd, self.after.sd) > most_sd(self.measure)
        if unsure and BY_NAME[self.measure].unit == "°/s":
            return "unsure"  # the largest of a doubtful speed is one odd moment
        if abs(self.difference) >= self.smallest:
            return "less" if self.difference < 0 else "more"
        if unsure:
            return "unsure"
        return "unclear" if self.difference else "alike"


@dataclass(frozen=True, slots=True)
class Count:
    """How often one rule's limits were passed; None where the profile did not look at it.

    ``same_limits`` is False where other limits counted. ``said`` is how often in each after the
    therapist's word: as found where nothing was said of it.
    """

    rule: str
    before: int | None
    after: int | None
    same_limits: bool
    said: tuple[int | None, int | None]


def most_sd(measure: str) -> float:
    """Return the sd of a measure beyond which the default profile says "cannot tell"."""
    most: float = BY_ID[DOUBT_OF[measure]].settings(Profile().rules).max_sd
    return most


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
    filmed_again = [known.smallest_change(measure, view) for view in views]
    chance = math.hypot(max(filmed_again), COVERS_95 * one.se, COVERS_95 * other.se)
    bounds = (*filmed_again, chance, math.hypot(one.sd, other.sd))
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
    se = MEDIAN_SD * float(np.std(values, ddof=1)) / math.sqrt(len(seen)) if seen[1:] else 0.0
    return Typical(float(np.median(values)), float(np.median(sds)), se)


def counts(pair: Pair) -> tuple[Count, ...]:
    """Return every rule whose limits were passed in either film, by rank."""
    found = []
    for rule in RULES:
        before, after = (_times(one, rule.id) for one in (pair.before, pair.after))
        if before or after:
            one, other = (side.limits.get(rule.id) for side in (pair.before, pair.after))
            said = _said(pair.before, rule.id), _said(pair.after, rule.id)
            found.append(Count(rule.id, before, after, one == other, said))
    return tuple(found)


def _times(one: Recorded, rule: str) -> int | None:
    worst = one.row.worst[rule]
    return worst.episodes if worst.enabled else None


def _said(one: Recorded, rule: str) -> int | None:
    found = _times(one, rule)
    return found if found is None or not one.row.reviewed else one.row.reviewed.times.get(rule, 0)


def _whole(value: float) -> float:
    return math.floor(value + 0.5) if math.isfinite(value) else math.nan
