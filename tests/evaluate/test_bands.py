"""An error that is small on average cannot hide a measure that says nothing."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posturecheck.evaluate.bands import BANDS, band_scores, slope

SIDE = "trunk_side_bend_deg"


def test_a_measure_that_always_says_zero_is_found_out_where_the_truth_is_large() -> None:
    truth = np.concatenate([np.linspace(-4, 4, 900), np.linspace(16, 28, 50)])
    said = np.zeros(len(truth))
    *bands, whole = band_scores(SIDE, truth, said, np.full(len(truth), 3.0))
    assert whole.mae_deg is not None
    assert whole.mae_deg < 4
    large = bands[-1]
    assert (large.low_deg, large.high_deg, large.rows) == (15, 30, 50)
    assert large.mae_deg == pytest.approx(22)
    assert large.bias_deg == pytest.approx(-22)
    assert large.slope == pytest.approx(0)
    assert large.within_2_sd == 0


def test_too_small_is_negative_to_either_side() -> None:
    truth = np.array([-20.0, 20.0, -25.0, 25.0])
    band = band_scores(SIDE, truth, truth * 0.5, np.full(4, 1.0))[0]
    assert band.bias_deg == pytest.approx(-11.25)
    assert band.slope == pytest.approx(0.5)


def test_what_was_not_answered_counts_as_a_row_and_not_as_an_error() -> None:
    truth = np.array([10.0, 11.0, 12.0, 14.0])
    said = np.array([math.nan, 11.0, 12.0, 14.0])
    band = band_scores(SIDE, truth, said, np.ones(4))[0]
    assert (band.rows, band.answered, band.mae_deg) == (4, 3, 0)


def test_nothing_answered_has_no_figure() -> None:
    band = band_scores(SIDE, np.array([10.0]), np.array([math.nan]), np.array([math.nan]))[0]
    assert (band.answered, band.mae_deg, band.slope, band.within_1_sd) == (0, None, None, None)


def test_a_truth_that_does_not_vary_has_no_slope() -> None:
    assert slope(np.full(50, 20.0), np.linspace(0, 40, 50)) is None


@given(st.lists(st.floats(-120, 120), min_size=1, max_size=60), st.sampled_from(sorted(BANDS)))
def test_every_row_lies_in_exactly_one_band(values: list[float], measure: str) -> None:
    truth = np.array(values)
    *bands, whole = band_scores(measure, truth, truth, np.ones(len(truth)))
    assert sum(band.rows for band in bands) == whole.rows == len(values)
