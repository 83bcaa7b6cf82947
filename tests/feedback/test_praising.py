"""Only a whole movement is praised, and only one that was surely good."""

import math

import pytest
from telling import done, seen

from posturecheck.core import Reading
from posturecheck.feedback.praising import PRAISED, SEEN_SHARE, was_good


@pytest.mark.parametrize("technique", sorted(PRAISED))
def test_a_movement_in_a_way_that_is_taught_was_good(technique):
    assert was_good(done(1, 3.0, technique))


@pytest.mark.parametrize("technique", ["", "seated", "lying"])
def test_another_way_is_not_praised(technique):
    assert not was_good(done(1, 3.0, technique))


@pytest.mark.parametrize("kind", ["sit-down", "stand-up", "to-floor"])
def test_what_only_passes_through_a_squat_is_not_praised_as_one(kind):
    assert not was_good(done(1, 3.0, "squat", kind=kind))


@pytest.mark.parametrize(
    "rounding", [Reading(5.0, 12.1), Reading(19.0, 4.0), Reading(30.0, 3.0), Reading(math.nan, 1.0)]
)
def test_a_back_that_was_not_surely_long_at_the_deepest_point_is_not_praised(rounding):
    assert not was_good(done(1, 3.0, deepest=seen(2.0, rounding=rounding)))


def test_a_turn_by_stepping_needs_no_long_back():
    turn = done(1, 3.0, "step-turn", kind="turn", deepest=seen(2.0, rounding=Reading(9.0, 30.0)))
    assert was_good(turn)


def test_without_a_known_stance_or_most_of_it_seen_nothing_is_claimed():
    assert not was_good(done(1, 3.0, stance_known=False))
    assert not was_good(done(1, 3.0, seen_share=SEEN_SHARE - 0.01))
