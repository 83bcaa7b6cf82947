"""Whole movements: found, named right, cut where they should be."""

import math

import pytest
from made_up_words import clip, found, true

from posturecheck.evaluate.movement_scores import movement_score

NO_FIGURES = (None,) * 7


def figures(s):
    shares = (s.precision, s.recall, s.kind_right_share)
    return (*shares, s.start_median_s, s.start_p90_s, s.end_median_s, s.end_p90_s)


def test_where_no_movement_is_labelled_there_is_no_score():
    assert movement_score([clip(None, movements=[found(1, 1, 2)])]) is None


def test_a_clip_without_movements_in_which_none_is_found_says_none():
    s = movement_score([clip([])])
    assert (s.labelled, s.found, s.matched, s.missed, s.false, s.kinds_right) == (0,) * 6
    assert figures(s) == NO_FIGURES


def test_a_clip_whose_movements_are_not_labelled_counts_for_nothing():
    pairs = [
        clip([true(1, 3)], movements=[found(1, 1, 3)]),
        clip(None, movements=[found(1, 9, 10)]),
    ]
    s = movement_score(pairs)
    assert (s.labelled, s.found, s.precision) == (1, 1, 1)


def test_figures_over_several_clips():
    one = clip(
        [true(1, 3), true(5, 8, "lift"), true(10, 12, "turn")],
        movements=[found(1, 1.2, 3.1), found(2, 4.9, 7.6), found(3, 20, 21)],
    )
    two = clip([true(1, 3)], movements=[found(1, 1.6, 3.5)])
    s = movement_score([one, two])
    assert (s.labelled, s.found, s.matched, s.missed, s.false) == (4, 4, 3, 1, 1)
    assert (s.precision, s.recall) == (0.75, 0.75)
    assert (s.kinds_right, s.kind_right_share) == (2, pytest.approx(2 / 3))
    assert s.start_median_s == pytest.approx(0.2)  # of -.1, .2, .6
    assert s.start_p90_s == pytest.approx(0.2 + 0.8 * 0.4)  # of .1, .2, .6
    assert s.end_median_s == pytest.approx(0.1)  # of -.4, .1, .5
    assert s.end_p90_s == pytest.approx(0.4 + 0.8 * 0.1)  # of .1, .4, .5


def test_a_wrong_kind_is_found_all_the_same():
    s = movement_score([clip([true(1, 3, "lift")], movements=[found(1, 1, 3, "bend")])])
    assert (s.matched, s.kinds_right, s.recall) == (1, 0, 1)


def test_two_that_were_not_cut_apart_are_one_found_and_one_missed():
    s = movement_score([clip([true(1, 3), true(3, 5)], movements=[found(1, 1, 5)])])
    assert (s.matched, s.missed, s.false) == (1, 1, 0)


def test_one_that_was_cut_in_two_is_one_found_and_one_false():
    s = movement_score([clip([true(1, 5)], movements=[found(1, 1, 3), found(2, 3, 5)])])
    assert (s.matched, s.missed, s.false) == (1, 0, 1)


def test_one_under_way_when_the_clip_ends_lasts_until_then_and_its_end_is_not_compared():
    s = movement_score([clip([true(8, 10)], movements=[found(1, 8, math.nan)], seconds=10.0)])
    assert (s.matched, s.start_median_s, s.end_median_s) == (1, 0, None)
