"""The figures on whole movements, pooled over all clips whose movements are labelled; pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from posturecheck.core import Movement
from posturecheck.evaluate.estimate import Estimate
from posturecheck.evaluate.labels import Span
from posturecheck.evaluate.matching import match
from posturecheck.evaluate.movement_labels import LabelledMovement
from posturecheck.evaluate.scores import HIGH_PERCENTILE, Pair, percentile


@dataclass(frozen=True, slots=True)
class MovementMatching:
    """The movements of one clip: (labelled, found) pairs, and how many are left of each."""

    matched: tuple[tuple[LabelledMovement, Movement], ...]
    missed: int
    false: int


@dataclass(frozen=True, slots=True)
class MovementScore:
    """How the movements fared: were they found, named right, and cut where they should be?

    Medians are found minus labelled, seconds: - is too early; ``p90`` are of how far off they
    are either way.
    """

    labelled: int
    found: int
    matched: int
    missed: int
    false: int
    precision: float | None
    recall: float | None
    kinds_right: int
    kind_right_share: float | None
    start_median_s: float | None
    start_p90_s: float | None
    end_median_s: float | None
    end_p90_s: float | None


def movement_score(pairs: Sequence[Pair]) -> MovementScore | None:
    """Return the score of the movements, None where no clip's are labelled."""
    matchings = [
        match_movements(labels.movements, estimate)
        for labels, estimate in pairs
        if labels.movements is not None
    ]
    if not matchings:
        return None
    matched = [pair for matching in matchings for pair in matching.matched]
    missed = sum(matching.missed for matching in matchings)
    false = sum(matching.false for matching in matchings)
    starts = [found.start_s - label.start_s for label, found in matched]
    # One that was under way when the clip ended has no end to compare.
    ends = [found.end_s - label.end_s for label, found in matched if math.isfinite(found.end_s)]
    right = sum(found.kind == label.kind for label, found in matched)
    return MovementScore(
        labelled=len(matched) + missed,
        found=len(matched) + false,
        matched=len(matched),
        missed=missed,
        false=false,
        precision=share(len(matched), len(matched) + false),
        recall=share(len(matched), len(matched) + missed),
        kinds_right=right,
        kind_right_share=share(right, len(matched)),
        start_median_s=percentile(starts, 50),
        start_p90_s=percentile([abs(s) for s in starts], HIGH_PERCENTILE),
        end_median_s=percentile(ends, 50),
        end_p90_s=percentile([abs(s) for s in ends], HIGH_PERCENTILE),
    )


def match_movements(labelled: Sequence[LabelledMovement], estimate: Estimate) -> MovementMatching:
    """Pair the movements of one clip by their time, as episodes are; a wrong kind is found, too."""
    known = {Span("", m.start_s, m.end_s): m for m in labelled}
    found = {_span(m, estimate.seconds): m for m in estimate.movements}
    matching = match(list(known), list(found))
    return MovementMatching(
        tuple((known[label], found[finding]) for label, finding in matching.matched),
        len(matching.missed),
        len(matching.false),
    )


def _span(movement: Movement, seconds: float) -> Span:
    end_s = movement.end_s if math.isfinite(movement.end_s) else seconds
    return Span("", movement.start_s, max(end_s, movement.start_s))


def share(part: int, whole: int) -> float | None:
    """Return part / whole, None of nothing."""
    return part / whole if whole else None
