"""Good as a whole: what is counted is what would be praised."""

from dataclasses import replace

from posturecheck.core import OpenEpisode
from posturecheck.feedback.whole_movements import WholeMovements
from tests.history.practice import EPISODE, movement, step


def good(*steps):
    memory = WholeMovements()
    return [whole for one in steps for _, whole in memory.see(one)]


def test_a_good_bend_counts():
    assert good(step(1.0, ended=(movement(1, "hip-hinge"),))) == [True]


def test_a_bend_in_which_a_limit_was_passed_does_not():
    passed = step(1.0, open_episodes=(OpenEpisode("twist", "amber", 0.5, movement=1),))
    over = step(2.0, ended=(movement(1, "hip-hinge"), movement(2, "squat")))
    assert good(passed, over) == [False, True]
    closed = step(1.0, closed=(replace(EPISODE, movement=1),))
    assert good(closed, over) == [False, True]


def test_that_there_were_many_bends_is_no_fault_of_one():
    many = step(1.0, open_episodes=(OpenEpisode("repeated-bend", "amber", 0.5, movement=1),))
    assert good(many, step(2.0, ended=(movement(1, "hip-hinge"),))) == [True]


def test_what_was_half_seen_or_no_good_way_does_not():
    half = replace(movement(1, "hip-hinge"), seen_share=0.5)
    assert good(step(1.0, ended=(half, movement(2, "")))) == [False, False]
