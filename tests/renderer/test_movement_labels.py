"""What is true of a movement: its task, what may be said of it, whether it is praised."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from posturecheck.rules.guidance import load_guidance
from renderer.core import Doing
from renderer.labels import labels
from renderer.movement_cuts import Cut
from renderer.movement_labels import movement_labels

TIMES_S = np.arange(0, 30, 1 / 25)
NAMES = (
    "trunk_inclination_deg",
    "trunk_flexion_deg",
    "trunk_side_bend_deg",
    "trunk_rotation_deg",
    "spine_flexion_deg",
    "trunk_flexion_rate_deg_s",
    "trunk_rotation_rate_deg_s",
    "hand_reach_m",
)
FIRST, SECOND = Cut("bend", 2.0, 3.0, 5.0), Cut("bend", 8.0, 9.0, 11.0)
RACK = Doing(0, 30, "dishwasher", advice=("dishwasher-lower-rack",), lifts=True)
HINGE = replace(RACK, technique="hip-hinge")


@dataclass(frozen=True)
class Done:
    doings: tuple
    name: str = "made-up"


def columns(**spans):
    """Zeros but for (start, end, value) of what is named in short."""
    made = {name: np.zeros(len(TIMES_S)) for name in NAMES}
    for short, given in spans.items():
        name = next(one for one in NAMES if short in one)
        for start_s, end_s, value in given:
            first, after = np.searchsorted(TIMES_S, (start_s, end_s))
            made[name][first:after] = value
    return made


def known(doings, cuts=(FIRST,), **spans):
    movement, made = Done(tuple(doings)), columns(**spans)
    return movement_labels(TIMES_S, made, movement, cuts, labels(TIMES_S, made, movement, cuts))


def test_a_rounded_lift_takes_general_advice_and_that_of_its_task_alone():
    (one,) = known([RACK], spine_flexion=[(2.5, 4.5, 45)], inclination=[(2.2, 4.8, 50)])
    assert (one.kind, one.task, one.praise) == ("lift", "dishwasher", False)
    assert one.order == ("general-bend", "dishwasher-lower-rack")


def test_a_good_way_that_passes_no_limit_is_praised_and_nothing_may_be_said():
    (one,) = known([HINGE], inclination=[(2.2, 4.8, 50)])
    assert (one.order, one.praise) == ((), True)


def test_a_good_way_beyond_its_limit_is_not_praised():
    (one,) = known([HINGE], inclination=[(2.2, 4.8, 70)])
    assert one.order == ("general-bend", "dishwasher-lower-rack")
    assert not one.praise


@pytest.mark.parametrize("technique", ["", "seated"])
def test_what_is_only_not_bad_is_not_praised(technique):
    (one,) = known([replace(RACK, technique=technique, seated=True)], inclination=[(2, 5, 30)])
    assert (one.order, one.praise) == ((), False)


def test_of_the_floor_nothing_may_be_said():
    (one,) = known([RACK], [replace(FIRST, kind="to-floor")], spine_flexion=[(2.5, 4.5, 45)])
    assert (one.kind, one.task, one.order, one.praise) == ("to-floor", "", (), False)


def test_a_stretch_never_spans_two_movements():
    spans = {"spine_flexion": [(2.5, 10, 45)]}
    movement, made = Done((RACK,)), columns(**spans)
    touching = (replace(FIRST, end_s=6.0), replace(SECOND, start_s=6.0))
    assert len(labels(TIMES_S, made, movement)) == 1
    first, second = labels(TIMES_S, made, movement, touching)
    assert first.end_s <= 6.0 < second.start_s


def test_nothing_counts_while_on_the_floor():
    made = columns(inclination=[(3, 20, 90)])
    on_floor = (TIMES_S >= 2.9) & (TIMES_S < 21)
    assert labels(TIMES_S, made, Done((RACK,)), (), on_floor) == ()


def test_each_movement_is_judged_by_what_is_done_in_it():
    doings = [replace(HINGE, end_s=6), replace(RACK, start_s=6)]
    first, second = known(doings, [FIRST, SECOND], inclination=[(2, 5, 50), (8, 11, 50)])
    assert (first.praise, second.praise) == (True, False)
    assert "general-bend" in second.order


def test_bends_that_add_up_may_be_spoken_of_even_where_each_is_good():
    spans = {"inclination": [(2, 5, 50), (8, 11, 50)]}
    first, second = known([HINGE], [FIRST, SECOND], **spans)
    assert first.order == ()
    assert second.order == ("general-repeated",)
    assert first.praise
    assert second.praise


def test_who_has_a_foot_up_is_not_told_to_bring_it_up():
    foot_up = Doing(0, 30, "shoes", "seated-foot-up", ("shoes",), seated=True)
    spans = {"inclination": [(2, 5, 30), (8, 11, 30)]}
    _, second = known([foot_up], [FIRST, SECOND], **spans)
    assert (second.order, second.praise) == (("general-repeated",), True)


def test_a_far_reach_while_bent_may_be_spoken_of():
    (one,) = known([HINGE], inclination=[(2, 5, 50)], hand_reach=[(2, 5, 0.6)])
    assert one.order == ("general-reach",)


def test_every_advice_that_is_named_is_one_of_the_guidance():
    ids = {guide.id for guide in load_guidance().advice}
    (one,) = known([RACK], spine_flexion=[(2, 5, 45)], rotation=[(2, 5, 35)])
    assert set(one.order) <= ids
