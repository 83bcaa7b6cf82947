"""Which episode a mark is about: after a new check it may lie a little elsewhere, or be gone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from posturecheck.marks.review_file import Mark, Stretch

LEAST_SHARE = 0.5  # of the mark, as far as it lies within what counts


class Found(Protocol):
    """An episode as far as it matters here."""

    @property
    def rule(self) -> str:
        """The rule's id."""
        ...

    @property
    def start_s(self) -> float:
        """When it began, seconds."""
        ...

    @property
    def end_s(self) -> float:
        """When it was over, seconds."""
        ...


@dataclass(frozen=True, slots=True)
class Matched:
    """Marks beside episodes.

    ``of`` holds the marks of each episode, in the episodes' order, the one that shares most
    of it first; ``without`` are the marks whose episode is no more.
    """

    of: tuple[tuple[Mark, ...], ...]
    without: tuple[Mark, ...]

    def stays(self, index: int) -> bool:
        """Whether an episode counts after the therapist's word."""
        return not self.of[index]


def matched(
    marks: Sequence[Mark], episodes: Sequence[Found], within: Stretch | None = None
) -> Matched:
    """Give each mark to the episode of its rule that shares most of it, half at least.

    Args:
        marks: What was said.
        episodes: What was found.
        within: The (start, end) seconds that count, None for all. Of a mark over the edge only
            the part within can be found again, so the half is half of that.
    """
    of: list[list[tuple[float, Mark]]] = [[] for _ in episodes]
    without = []
    for mark in marks:
        shares = [
            (shared(mark, e, within), -i) for i, e in enumerate(episodes) if e.rule == mark.rule
        ]
        share, index = max(shares, default=(0.0, 0))
        if share >= LEAST_SHARE:
            of[-index].append((share, mark))
        else:
            without.append(mark)
    return Matched(tuple(_largest_first(pairs) for pairs in of), tuple(without))


def shared(mark: Mark, episode: Found, within: Stretch | None = None) -> float:
    """Return the share of a mark's time within what counts that an episode has, 0 to 1."""
    first_s, last_s = within or (-math.inf, math.inf)
    from_s, to_s = max(mark.start_s, first_s), min(mark.end_s, last_s)
    if from_s > to_s:  # none of it counts
        return 0.0
    start_s, end_s = max(from_s, episode.start_s), min(to_s, episode.end_s)
    if from_s == to_s:  # a moment: within or not
        return float(start_s <= end_s)
    return max(0.0, end_s - start_s) / (to_s - from_s)


def counted_range(settings: Mapping[str, Any]) -> Stretch | None:
    """Return the (start, end) seconds that a result counts, from its settings; None for all."""
    said = settings.get("range_s")
    pair = said if isinstance(said, list) and len(said) == 2 else ()
    if not pair or not all(isinstance(s, int | float) for s in pair):
        return None
    start_s, end_s = map(float, pair)
    return (start_s, end_s) if start_s < end_s else None


def _largest_first(pairs: list[tuple[float, Mark]]) -> tuple[Mark, ...]:
    return tuple(mark for _, mark in sorted(pairs, key=lambda pair: -pair[0]))
