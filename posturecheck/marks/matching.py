"""Which episode a mark is about: after a new check it may lie a little elsewhere, or be gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from posturecheck.marks.review_file import Mark

LEAST_SHARE = 0.5  # of the mark


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


def matched(marks: Sequence[Mark], episodes: Sequence[Found]) -> Matched:
    """Give each mark to the episode of its rule that shares most of it, half at least."""
    of: list[list[tuple[float, Mark]]] = [[] for _ in episodes]
    without = []
    for mark in marks:
        shares = [(shared(mark, e), -i) for i, e in enumerate(episodes) if e.rule == mark.rule]
        share, index = max(shares, default=(0.0, 0))
        if share >= LEAST_SHARE:
            of[-index].append((share, mark))
        else:
            without.append(mark)
    return Matched(tuple(_largest_first(pairs) for pairs in of), tuple(without))


def shared(mark: Mark, episode: Found) -> float:
    """Return the share of a mark's time that an episode has, 0 to 1."""
    start_s, end_s = max(mark.start_s, episode.start_s), min(mark.end_s, episode.end_s)
    if mark.end_s == mark.start_s:  # a moment: within or not
        return float(start_s <= end_s)
    return max(0.0, end_s - start_s) / (mark.end_s - mark.start_s)


def _largest_first(pairs: list[tuple[float, Mark]]) -> tuple[Mark, ...]:
    return tuple(mark for _, mark in sorted(pairs, key=lambda pair: -pair[0]))
