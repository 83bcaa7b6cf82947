"""Which movement a cue belongs to, and how many orders a movement got."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_words import WORDS, clip, found, good, ordered, praised, true

from posturecheck.evaluate.told import count_orders, told_in

LABELLED = [true(2, 4), good(5, 7), true(7, 9)]


def owner(cue, movements=()):
    labels, estimate = clip(LABELLED, cue, movements=movements)
    told = told_in(labels.movements, estimate)
    (owned,) = told.orders + told.praises
    return owned.owner


@pytest.mark.parametrize(
    ("t_s", "number"),
    [
        (1.7, None),
        (1.8, 0),
        (3, 0),
        (4.2, 0),
        (4.5, None),
        (4.8, 1),
        (6.9, 1),
        (7.1, 2),
        (9.3, None),
    ],
)
def test_an_order_belongs_to_the_movement_in_whose_time_it_is_given(t_s, number):
    assert owner(ordered(t_s)) == number


@pytest.mark.parametrize(("t_s", "number"), [(4.5, 0), (9.3, 2), (12, 2), (12.1, None), (1, None)])
def test_praise_and_words_on_quick_things_may_come_up_to_three_seconds_after(t_s, number):
    assert owner(praised(t_s)) == number
    assert owner(ordered(t_s, "fast-bend", "general-fast-bend")) == number


def test_praise_that_comes_when_the_next_movement_has_begun_is_of_its_own():
    movements = [found(1, 5, 7), found(2, 7, 9)]
    assert owner(praised(7.4, movement=1), movements) == 1
    assert owner(praised(7.4, movement=2), movements) == 2
    assert owner(praised(7.4)) == 2


def test_praise_for_a_movement_long_over_belongs_to_where_it_is_heard():
    movements = [found(1, 2, 4)]
    assert owner(praised(8, movement=1), movements) == 2


def test_an_order_that_is_heard_in_a_movement_is_an_order_in_it_whatever_it_is_of():
    assert owner(ordered(7.4, movement=1), [found(1, 5, 7), found(2, 7, 9)]) == 2


def test_an_order_just_after_its_movement_belongs_to_it():
    movements = [found(1, 2, 4.6)]
    assert owner(ordered(4.5, movement=1), movements) == 0
    assert owner(ordered(4.5, movement=0), movements) is None


def test_what_the_voice_says_of_what_the_screen_shows_is_no_second_order():
    shown, heard = ordered(2.5, spoken=False, movement=1), ordered(3.0, movement=1)
    again, other = ordered(3.5, movement=1), ordered(3.5, movement=2)

    def number(*cues):
        labels, estimate = clip(LABELLED, *cues)
        return len(told_in(labels.movements, estimate).orders)

    assert number(shown, heard) == 1
    assert number(shown, heard, again) == 2
    assert number(heard, again) == 2
    assert number(heard, replace(again, spoken=False)) == 1
    assert number(heard, replace(shown, t_s=3.2), again) == 2
    assert number(shown, other) == 2
    nowhere = [replace(cue, movement=0) for cue in (shown, heard)]
    assert number(*nowhere) == 1
    assert number(nowhere[0], replace(nowhere[1], t_s=5.6)) == 2
    assert number(shown, ordered(3.0, advice="shoes", movement=1)) == 2


def test_what_the_bar_alone_orders_is_an_order_too():
    other = ordered(3, advice="shoes", spoken=False, movement=1)
    labels, estimate = clip(LABELLED, ordered(2.5, movement=1), bar_orders=(other,))
    told = told_in(labels.movements, estimate)
    assert [order.say for order in told.orders_of(0)] == [WORDS["general-bend"], WORDS["shoes"]]


def counted(*orders):
    s = count_orders(orders)
    return s.count, s.replaced, s.held


AMBER, RED = {"severity": "amber"}, {"severity": "red"}


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        ([], (0, 0, 0)),
        ([ordered(1)], (1, 0, 0)),
        ([ordered(1), ordered(2)], (2, 0, 0)),
        ([ordered(1), ordered(2, "twist", **RED)], (1, 1, 0)),
        ([ordered(1), ordered(2, "twist", **AMBER)], (2, 0, 0)),
        ([ordered(1), ordered(2, **RED)], (2, 0, 0)),  # its own rule got graver
        ([ordered(1, **RED), ordered(2, "twist", **RED)], (2, 0, 0)),
        ([ordered(1), ordered(2, "sustained-bend")], (1, 0, 1)),
        ([ordered(1), ordered(2, "sustained-bend"), ordered(3, "sustained-bend")], (2, 0, 1)),
        ([ordered(1, "sustained-bend")], (1, 0, 0)),  # there was none that it came after
        ([ordered(1), ordered(2, "twist", **RED), ordered(3, "sustained-bend")], (1, 1, 1)),
        (
            [ordered(1), ordered(2, "twist", **RED), ordered(3), ordered(4, "twist", **RED)],
            (3, 1, 0),
        ),
    ],
)
def test_the_two_exceptions_are_counted_apart_each_once(orders, expected):
    assert counted(*orders) == expected


orders = st.lists(
    st.builds(
        ordered,
        st.floats(0, 9),
        st.sampled_from(["deep-lean", "twist", "sustained-bend"]),
        severity=st.sampled_from(["amber", "red"]),
    ),
    max_size=8,
)


@given(orders)
def test_every_order_is_counted_once(given_orders):
    count, replaced, held = counted(*given_orders)
    assert count + replaced + held == len(given_orders)
    assert replaced <= 1
    assert held <= 1
    assert count >= 1 or not given_orders
