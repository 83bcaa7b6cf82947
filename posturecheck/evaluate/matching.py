"""Found episodes against labelled ones, one to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from posturecheck.evaluate.labels import Span

TOLERANCE_S = 0.25  # people label a start or an end about so exactly (a reaction time)
MIN_OVERLAP = 0.5  # of the shorter of the two


@dataclass(frozen=True, slots=True)
class Matching:
    """The episodes of one rule in one clip: (labelled, found) pairs, and what is left."""

    matched: tuple[tuple[Span, Span], ...] = ()
    missed: tuple[Span, ...] = ()
    false: tuple[Span, ...] = ()


def overlap_s(labelled: Span, found: Span) -> float:
    """Return the seconds a found episode shares with a label widened by the tolerance."""
    start_s = max(labelled.start_s - TOLERANCE_S, found.start_s)
    return min(labelled.end_s + TOLERANCE_S, found.end_s) - start_s


def may_match(labelled: Span, found: Span) -> bool:
    """Whether the two can be the same event: they share half of the shorter one."""
    shorter_s = min(labelled.end_s - labelled.start_s, found.end_s - found.start_s)
    shared_s = overlap_s(labelled, found)
    return shared_s > 0 and shared_s >= MIN_OVERLAP * shorter_s


def match(labelled: Sequence[Span], found: Sequence[Span]) -> Matching:
    """Pair the episodes of one rule: as many pairs as there can be, then the most overlap.

    Neither side overlaps itself (``Episodes`` and the readers see to it). Then an
    assignment in order of time is among the best: if a later label went with an earlier
    finding, each finding would reach across the gap between the labels, so it could go
    with the other one just as well, and min and max of sorted ends lose nothing by it. So
    aligning the two sequences is exact, which the tests hold against trying everything.
    """
    labelled, found = sorted(labelled), sorted(found)
    pairs = _pairs(_table(labelled, found))
    known, right = {i for i, _ in pairs}, {j for _, j in pairs}
    return Matching(
        tuple((labelled[i], found[j]) for i, j in pairs),
        tuple(span for i, span in enumerate(labelled) if i not in known),
        tuple(span for j, span in enumerate(found) if j not in right),
    )


def _pairs(best: list[list[tuple[int, float]]]) -> list[tuple[int, int]]:
    """Walk the table back from its last corner."""
    pairs = []
    i, j = len(best) - 1, len(best[0]) - 1
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]


def _table(labelled: Sequence[Span], found: Sequence[Span]) -> list[list[tuple[int, float]]]:
    """best[i][j]: pairs and overlap of the first i labels and the first j findings."""
    best = [[(0, 0.0)] * (len(found) + 1) for _ in range(len(labelled) + 1)]
    for i, label in enumerate(labelled, 1):
        for j, finding in enumerate(found, 1):
            best[i][j] = max(best[i - 1][j], best[i][j - 1])
            if may_match(label, finding):
                pairs, shared_s = best[i - 1][j - 1]
                best[i][j] = max(best[i][j], (pairs + 1, shared_s + overlap_s(label, finding)))
    return best
