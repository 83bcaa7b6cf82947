"""What changed, in words and rows, as the page shows it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
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


def headlines(found: Mapping[str, Sequence[Change]]) -> list[str]:
    """Return what changed, the farthest beyond chance first, or that nothing clearly did.

    ``found`` are the measures by kind of movement, which is named where there are several.
    """
    every = [(group, change) for group, rows in found.items() for change in rows]
    clear = [(group, c) for group, c in every if c.told in ("less", "more")]
    if not clear:
        known = any(c.told in ("unclear", "alike") for _, c in every)
        return [HEADLINES["none" if known else "unknown"]]
    clear.sort(key=lambda one: abs(one[1].difference) / one[1].smallest, reverse=True)
    return [
        HEADLINES[c.told if len(found) == 1 else f"{c.told}_in"].format(
            measure=BY_NAME[c.measure].label,
            group=GROUP_TITLES[group],
            difference=amount(c.difference, BY_NAME[c.measure].unit),
        )
        for group, c in clear[:MOST_HEADLINES]
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


@dataclass(frozen=True, slots=True)
class CountRow:
    """How often a rule's limits were passed, as (before, after); and a note.

    ``said`` is after the therapist's word, None where nothing was said of either film.
    """

    title: str
    found: tuple[str, str]
    said: tuple[str, str] | None
    note: str


def count_row(count: Count, pair: Pair, words: Guidance) -> CountRow:
    """Return how often a rule's limits were passed, as it is shown."""
    reviewed = pair.before.row.reviewed or pair.after.row.reviewed
    return CountRow(
        words.rule(count.rule).title,
        (_often(count.before), _often(count.after)),
        (_often(count.said[0]), _often(count.said[1])) if reviewed else None,
        "" if count.same_limits else WORDS["other_limits"],
    )


def _often(times: int | None) -> str:
    return WORDS["off"] if times is None else str(times)


def shares(pair: Pair) -> list[tuple[str, str, str]]:
    """Return the shares of the seen time by lean: in words, before, after."""
    rows = zip(SHARES, pair.before.shares, pair.after.shares, strict=True)
    return [(WORDS[name], _share(before), _share(after)) for name, before, after in rows]


def _share(value: float) -> str:
    return percent(value, 1.0) if math.isfinite(value) else WORDS["unseen"]
