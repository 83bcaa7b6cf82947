"""The figures: labels against estimates, pooled over all clips; pure.

A figure that nothing speaks for is None: an error without an answer, a precision without
a finding, a recall without a label.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from posturecheck.core import Floats
from posturecheck.evaluate.bands import BANDS, BandScore, band_scores
from posturecheck.evaluate.estimate import Estimate, difference
from posturecheck.evaluate.labels import VIEWS, Labels, Truth
from posturecheck.measures import MEASURE_NAMES

Pair = tuple[Labels, Estimate]
EVERY_VIEW = "all"
LEAST_FOR_CORRELATION = 3  # two points always lie on a line
STILL = 1e-3  # degrees or metres; what varies less is rounding, and correlates by chance
HIGH_PERCENTILE = 90


@dataclass(frozen=True, slots=True)
class MeasureScore:
    """How one measure fared in one view; errors are estimate minus truth, in its unit.

    ``rows`` are the true values, ``answered`` the share of them that got an answer; the
    rest is over the answered ones. ``within_1_sd`` should be .68, ``within_2_sd`` .95.
    """

    measure: str
    view: str
    rows: int
    answered: float | None
    mae: float | None
    bias: float | None
    rmse: float | None
    p90: float | None
    correlation: float | None
    within_1_sd: float | None
    within_2_sd: float | None


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Truth and answers side by side; ``views`` as an array of names."""

    truth: Floats
    error: Floats
    sd: Floats
    views: np.ndarray[tuple[int], np.dtype[np.str_]]

    def where(self, chosen: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> _Rows:
        return _Rows(self.truth[chosen], self.error[chosen], self.sd[chosen], self.views[chosen])


def measure_scores(pairs: Sequence[Pair]) -> tuple[MeasureScore, ...]:
    """Return, for every measure that has truth, its score in all views and in each.

    The view is the truth's; where it names none, the estimate's own, which is "unknown"
    while no person is seen.
    """
    scores = []
    for measure in MEASURE_NAMES:
        rows = _pooled(pairs, measure)
        if rows is None:
            continue
        scores.append(_score(measure, EVERY_VIEW, rows))
        for view in (*VIEWS, "unknown"):
            if (chosen := rows.views == view).any():
                scores.append(_score(measure, view, rows.where(chosen)))
    return tuple(scores)


def measure_bands(pairs: Sequence[Pair]) -> tuple[BandScore, ...]:
    """Return, for every measure that has truth and bands, its score by the size of the truth."""
    found = {measure: _pooled(pairs, measure) for measure in BANDS}
    return tuple(
        band
        for measure, rows in found.items()
        if rows is not None
        for band in band_scores(measure, rows.truth, rows.truth + rows.error, rows.sd)
    )


def _pooled(pairs: Sequence[Pair], measure: str) -> _Rows | None:
    parts = [
        _rows(truth, estimate, measure)
        for labels, estimate in pairs
        for truth in labels.truths
        if measure in truth.values
    ]
    return _joined(parts) if parts else None


def _rows(truth: Truth, estimate: Estimate, measure: str) -> _Rows:
    # What is beyond the clip's end cannot be answered, and is not asked.
    asked = np.isfinite(truth.values[measure]) & (truth.t_s >= 0)
    asked &= ~(truth.t_s > estimate.seconds)
    t_s, value = truth.t_s[asked], truth.values[measure][asked]
    answer, sd = estimate.at(t_s, measure)
    named = np.array(truth.views, dtype=np.str_)[asked]
    own = np.array(estimate.views_at(t_s), dtype=np.str_)
    views = np.where(named == "", own, named)
    return _Rows(value, difference(answer, value, measure), sd, views)


def _joined(parts: Sequence[_Rows]) -> _Rows:
    return _Rows(
        np.concatenate([p.truth for p in parts]),
        np.concatenate([p.error for p in parts]),
        np.concatenate([p.sd for p in parts]),
        np.concatenate([p.views for p in parts]),
    )


def _score(measure: str, view: str, rows: _Rows) -> MeasureScore:
    got = rows.where(np.isfinite(rows.error))
    size = np.abs(got.error)
    return MeasureScore(
        measure=measure,
        view=view,
        rows=len(rows.truth),
        answered=_share(len(size), len(rows.truth)),
        mae=mean(size),
        bias=mean(got.error),
        rmse=None if not len(size) else float(np.sqrt(np.mean(size**2))),
        p90=percentile(size, HIGH_PERCENTILE),
        correlation=_correlation(got.truth, got.truth + got.error),
        within_1_sd=mean(size <= got.sd),
        within_2_sd=mean(size <= 2 * got.sd),
    )


def mean(values: Sequence[float] | np.ndarray) -> float | None:
    """Return the mean, None of nothing."""
    return float(np.mean(values)) if len(values) else None


def percentile(values: Sequence[float] | np.ndarray, percent: float) -> float | None:
    """Return a percentile (50 = the median), None of nothing."""
    return float(np.percentile(values, percent)) if len(values) else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _correlation(a: Floats, b: Floats) -> float | None:
    if len(a) < LEAST_FOR_CORRELATION or min(np.ptp(a), np.ptp(b)) < STILL:
        return None
    return float(np.corrcoef(a, b)[0, 1])
