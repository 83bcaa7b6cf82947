"""What changed, in words and rows, as the page shows it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from posturecheck.comparison.changes import Change, Count, are_medians
from posturecheck.comparison.pair import Pair
from posturecheck.comparison.words import GROUP_TITLES, HEADLINES, TOLD, WORDS, amount
from posturecheck.measures import BY_NAME
from posturecheck.report.formats import percent, reading
from posturecheck.rules.guidance import Guidance

MOST_HEADLINES = 2
SHARES = ("share_0", "share_1", "share_2")


@dataclass(frozen=True, slots=True)
class Row:
    """One measure as shown: before, after, and what can be told of the difference."""

    measure: str
    before: str
    after: str
    told: str
    kind: str


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of movements: its title, how many were compared and how, its measures."""

    title: str
    compared: str
    rows: tuple[Row, ...]


def headlines(found: Sequence[Change]) -> list[str]:
    """Return what changed, the farthest beyond chance first, or that nothing clearly did."""
    told = [c for c in found if c.told in ("less", "more")]
    if not told:
        known = any(c.told in ("unclear", "alike") for c in found)
        return [HEADLINES["none" if known else "unknown"]]
    told.sort(key=lambda c: abs(c.difference) / c.smallest, reverse=True)
    return [
        HEADLINES[c.told].format(
            measure=BY_NAME[c.measure].label,
            difference=amount(c.difference, BY_NAME[c.measure].unit),
        )
        for c in told[:MOST_HEADLINES]
    ]


def told(change: Change) -> str:
    """Return in a sentence what can be told of one measure."""
    unit = BY_NAME[change.measure].unit
    difference, smallest = (
        amount(value, unit) if math.isfinite(value) else ""
        for value in (change.difference, change.smallest)
    )
    return TOLD[change.told].format(difference=difference, smallest=smallest)


def group_of(name: str, pair: Pair, found: Sequence[Change]) -> Group:
    """Return the rows of one kind of movements."""
    before, after = pair.before.of(name), pair.after.of(name)
    compared = WORDS["medians" if are_medians(before, after) else "largest"]
    rows = tuple(
        Row(
            BY_NAME[c.measure].label,
            shown(c.before.value, c.before.sd, c.measure),
            shown(c.after.value, c.after.sd, c.measure),
            told(c),
            c.told.replace(" ", "-"),
        )
        for c in found
    )
    counted = compared.format(before=len(before), after=len(after))
    return Group(GROUP_TITLES[name], counted, rows)


def shown(value: float, sd: float, measure: str) -> str:
    """Return a value of a measure ± its standard deviation, or that it was not seen."""
    return reading(value, sd, BY_NAME[measure].unit) if math.isfinite(value) else WORDS["unseen"]


def count_row(count: Count, words: Guidance) -> tuple[str, str, str, str]:
    """Return how often a rule's limits were passed: title, before, after, and a note."""
    before, after = (WORDS["off"] if n is None else str(n) for n in (count.before, count.after))
    note = "" if count.same_limits else WORDS["other_limits"]
    return words.rule(count.rule).title, before, after, note


def shares(pair: Pair) -> list[tuple[str, str, str]]:
    """Return the shares of the seen time by lean: in words, before, after."""
    rows = zip(SHARES, pair.before.shares, pair.after.shares, strict=True)
    return [(WORDS[name], _share(before), _share(after)) for name, before, after in rows]


def _share(value: float) -> str:
    return percent(value, 1.0) if math.isfinite(value) else WORDS["unseen"]
