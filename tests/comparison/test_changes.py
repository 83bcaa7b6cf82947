"""What may be told of two films: only what is beyond chance, and beyond what both leave open."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from visits import BEND_SPEED, KNOWN, LEAN, ROUNDING, TWIST, movement

from posturecheck.comparison.changes import Change, Typical, change_of, most_sd, typical
from posturecheck.profiles.smallest_change import FilmedAgain, filmed_again
from posturecheck.sinks.movement_table import LARGEST

SIDE = ("side", "side")
values = st.floats(min_value=0, max_value=120)


def change(before: list[float], after: list[float], sd: float = 0.1, measure: str = LEAN) -> Change:
    both = ([movement(lean, sd) for lean in leans] for leans in (before, after))
    return change_of(measure, *both, SIDE, KNOWN)


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (48.0, "less"),
        (52.0, "less"),
        (53.0, "unclear"),
        (60.0, "alike"),
        (67.0, "unclear"),
        (68.0, "more"),
    ],
)
def test_a_difference_is_told_from_the_smallest_change_on(after: float, told: str) -> None:
    found = change([60.0], [after])
    assert found.smallest == 8
    assert found.told == told


def test_what_both_films_leave_open_counts_where_it_is_more() -> None:
    found = change([60.0], [40.0], sd=15.0)  # 15 x root 2 is 21.2
    assert found.smallest == 22
    assert found.told == "unclear"


def test_of_three_movements_each_the_medians_are_compared() -> None:
    found = change([60.0, 61.0, 90.0], [59.0, 61.0, 62.0])
    assert (found.before.value, found.after.value) == (61.0, 61.0)


def test_of_fewer_the_largest() -> None:
    found = change([60.0, 61.0, 90.0], [59.0, 61.0])
    assert (found.before.value, found.after.value) == (90.0, 61.0)
    assert found.told == "less"


def test_movements_that_differ_among_themselves_leave_more_open() -> None:
    alike = typical(LEAN, [movement(60.0, 3.0)] * 3, median=True)
    apart = typical(LEAN, [movement(lean, 3.0) for lean in (40.0, 60.0, 80.0)], median=True)
    assert (alike.sd, alike.se) == (3.0, 0.0)
    assert apart.sd == 3.0
    assert apart.se == pytest.approx(math.sqrt(math.pi / 2) * 20 / math.sqrt(3))
    found = change([40.0, 60.0, 80.0], [20.0, 40.0, 60.0])
    assert found.smallest == math.ceil(
        math.hypot(1.96 * 2.8 * math.sqrt(2), 1.96 * apart.se * math.sqrt(2))
    )
    assert found.told == "unclear"


def test_either_side_counts_for_a_twist_and_only_forward_for_rounding() -> None:
    both = [movement(**{TWIST: -40.0, ROUNDING: -12.0})]
    assert typical(TWIST, both, median=False).value == 40.0
    assert typical(ROUNDING, both, median=False).value == -12.0


def test_what_was_not_seen_in_one_film_is_not_told() -> None:
    assert change([60.0], [math.nan]).told == "unseen"
    assert change([60.0], [math.nan, 30.0]).told == "less"


def test_what_is_too_unsure_is_never_called_no_clear_difference() -> None:
    assert change([60.0], [55.0], sd=15.0).told == "unclear"
    assert change([60.0], [55.0], sd=15.1).told == "unsure"
    assert change([60.0], [60.0], sd=15.1).told == "unsure"
    assert change([90.0], [10.0], sd=15.1).told == "less"


def test_of_a_speed_that_is_too_unsure_nothing_is_told_however_large_it_is() -> None:
    speed = "trunk_rotation_rate_deg_s"
    sure, unsure = (
        Change(speed, Typical(182.0, sd), Typical(56.0, 38.0), smallest=92.0) for sd in (39.0, 82.0)
    )
    assert (sure.told, unsure.told) == ("less", "unsure")


def test_every_measure_has_a_limit_of_doubt() -> None:
    assert {name: most_sd(name) for name in LARGEST}[ROUNDING] == 12.0


def test_a_view_that_was_not_measured_is_not_told() -> None:
    unknown = FilmedAgain({"side": {LEAN: 2.8}}, {})
    both = [movement(60.0)], [movement(20.0)]
    assert change_of(LEAN, *both, SIDE, unknown).told == "less"
    assert change_of(LEAN, *both, ("side", "front"), unknown).told == "unmeasured"
    assert change_of(TWIST, *both, SIDE, unknown).told == "unmeasured"


def test_of_two_views_the_one_that_is_less_sure_counts() -> None:
    known = FilmedAgain({"side": {LEAN: 2.8}, "oblique": {LEAN: 5.6}}, {})
    both = [movement(60.0, 0.1)], [movement(50.0, 0.1)]
    found = change_of(LEAN, *both, ("side", "oblique"), known)
    assert (found.smallest, found.told) == (16, "unclear")


def test_what_other_networks_measured_is_not_told() -> None:
    both = [movement(60.0)], [movement(20.0)]
    found = change_of(LEAN, *both, SIDE, KNOWN, same_program=False)
    assert found.told == "another program"


@given(values, values, st.floats(min_value=0, max_value=30))
def test_what_is_told_can_be_read_off_the_numbers_that_are_shown(
    before: float, after: float, sd: float
) -> None:
    found = change([before], [after], sd)
    shown = [math.floor(v + 0.5) for v in (before, after)]
    assert found.difference == shown[1] - shown[0]
    assert (found.told in ("less", "more")) == (abs(found.difference) >= found.smallest)
    assert found.smallest >= math.sqrt(2) * sd
    assert found.smallest >= KNOWN.smallest_change(LEAN, "side")


@given(st.lists(values, min_size=1, max_size=6), st.lists(values, min_size=1, max_size=6))
def test_turned_round_less_is_more(before: list[float], after: list[float]) -> None:
    there, back = change(before, after), change(after, before)
    turned = {"less": "more", "more": "less"}
    assert there.difference == -back.difference
    assert there.smallest == back.smallest
    assert turned.get(there.told, there.told) == back.told


def test_what_is_shipped_was_measured_on_ten_people_and_has_every_measure() -> None:
    known = filmed_again()
    assert {"front", "oblique", "side"} <= set(known.within_sd)
    for view in known.within_sd:
        for measure in LARGEST:
            assert known.smallest_change(measure, view) > 0, (view, measure)
    assert known.about["people"] >= 10
    assert math.isnan(known.smallest_change(BEND_SPEED, "unknown"))
