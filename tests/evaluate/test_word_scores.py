"""Words: the right ones, once a movement, at the right time."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_words import WORDS, clip, floor, found, good, ordered, praised, true

from posturecheck.evaluate.estimate import ToldCue
from posturecheck.evaluate.word_scores import floor_stretches, word_score


def score(labelled, *cues, **more):
    return word_score([clip(labelled, *cues, **more)])


def test_where_no_movement_is_labelled_there_is_no_score():
    assert word_score([clip(None, ordered(1))]) is None


def test_nothing_labelled_and_nothing_said_says_none():
    s = score([])
    figures = (s.orders_mean, s.right_share, s.praise_precision, s.praise_recall, s.calmer_s)
    assert figures == (None,) * 5
    assert (s.over_limit, s.orders, s.wrong, s.outside, s.on_floor, s.asks) == (0,) * 6


def test_orders_are_counted_in_the_movements_that_want_one():
    labelled = [true(1, 3), true(5, 7), true(9, 11), true(13, 15)]
    said = (
        ordered(1.5),
        ordered(5.5),
        ordered(6),
        ordered(9.5),
        ordered(10, "twist", severity="red"),
    )
    s = score(labelled, *said)
    assert (s.over_limit, s.without, s.with_one, s.with_more) == (4, 1, 2, 1)
    assert (s.orders_mean, s.replaced, s.held, s.orders) == (1.0, 1, 0, 5)


def test_a_reminder_is_an_order_too():
    s = score([true(1, 3)], ordered(1, kind="remind"), ordered(2))
    assert (s.with_more, s.orders_mean) == (1, 2)


def test_right_words_are_those_of_any_advice_that_is_named():
    labelled = [true(1, 3, order=("pick-up-heavy", "general-lift")), true(5, 7), true(9, 11)]
    said = (ordered(2, advice="general-lift"), ordered(6, advice="shoes"), ordered(10))
    s = score(labelled, *said)
    assert (s.right, s.orders, s.right_share) == (2, 3, pytest.approx(2 / 3))


def test_many_bends_are_told_of_once_so_that_not_each_wants_an_order():
    many = true(1, 3, order=("general-repeated", "laundry"))
    both = true(5, 7, order=("general-bend", "general-repeated"))
    well = true(9, 11, order=("general-repeated",), praise=True)
    s = score([many, both, well])
    assert (s.over_limit, s.without) == (1, 1)
    told = ordered(2, "repeated-bend", "general-repeated")
    s = score([many, both, well], told, ordered(6), ordered(10, "deep-lean", "shoes"))
    assert (s.over_limit, s.with_one, s.orders, s.right) == (3, 3, 3, 2)


def test_a_reminder_where_nothing_may_be_said_is_wrong_and_is_told_apart():
    s = score([good(1, 3), good(5, 7)], ordered(1, kind="remind"), ordered(6))
    assert (s.wrong, s.wrong_reminders) == (2, 1)


def test_where_nothing_may_be_said_every_order_is_wrong_and_outside_is_outside():
    s = score([good(1, 3), true(5, 7, order=())], ordered(2), ordered(6), ordered(9))
    assert (s.wrong, s.outside, s.orders, s.over_limit) == (2, 1, 0, 0)


def test_praise_is_right_in_a_good_movement_and_three_seconds_after():
    labelled = [good(1, 3), true(8, 10)]
    s = score(labelled, praised(2), praised(5.9), praised(6.1), praised(9), praised(12))
    assert (s.praises, s.praises_right, s.praise_precision) == (5, 2, 0.4)


def test_praise_is_due_for_a_good_movement_after_an_order_and_once():
    labelled = [good(0, 1), true(2, 3), good(4, 5), good(6, 7), true(8, 9), good(10, 11)]
    orders = (ordered(2.5), ordered(8.5))
    s = score(labelled, *orders, praised(5.1))
    assert (s.due, s.praised, s.praise_recall) == (2, 1, 0.5)  # the one at 6 had no order since
    s = score(labelled, *orders)
    assert (s.due, s.praised) == (3, 0)  # without praise it stays due
    s = score(labelled)
    assert (s.due, s.praise_recall) == (0, None)  # nobody was told anything


def test_an_order_in_the_good_movement_itself_makes_no_praise_due():
    assert score([good(1, 3)], ordered(1.5), praised(3.1)).due == 0


def test_nothing_may_be_said_on_the_way_to_the_floor_on_it_and_on_the_way_up():
    down, up = floor(10, 13, 13), floor(30, 33, 30)
    labelled = [true(2, 4), down, up, true(36, 38)]
    said = [ordered(3), ordered(11), praised(20), ordered(32), ordered(34), ordered(37)]
    assert score(labelled, *said).on_floor == 3


def test_a_question_to_somebody_on_the_floor_is_counted_and_no_fault():
    s = score([floor(10, 11, 11)], ToldCue(16, "", "ask", "Are you all right?"))
    assert (s.asks, s.on_floor, s.outside, s.wrong) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("movements", "stretches"),
    [
        ([], []),
        ([true(1, 3)], []),
        ([floor(1, 3, 3)], [(1, math.inf)]),  # a fall, and the clip ends
        ([floor(1, 3, 1)], [(1, 3)]),  # gets up
        ([floor(1, 3, 3), floor(9, 12, 9)], [(1, 9), (9, 12)]),
        ([floor(1, 3, 3), true(9, 12)], [(1, 3)]),  # got up unseen
        (  # sits down on it, lies down, sits up, gets up
            [floor(1, 3, 2), floor(4, 6, 6), floor(9, 11, 9), floor(12, 14, 12.5)],
            [(1, 4), (4, 9), (9, 12), (12, 14)],
        ),
    ],
)
def test_who_goes_to_the_floor_is_on_it_until_the_way_up(movements, stretches):
    assert floor_stretches(movements) == stretches


def test_the_bar_beside_the_gauges_is_summed_up_over_labelled_clips_alone():
    pairs = [
        clip([true(1, 3)], warned_s=2.0, calmer_s=0.5),
        clip([], warned_s=1.0, calmer_s=0.0),
        clip(None, warned_s=9.0, calmer_s=9.0),
    ]
    s = word_score(pairs)
    assert (s.warned_s, s.calmer_s) == (3.0, 0.5)


def test_a_perfect_prediction_scores_perfect():
    labelled = [true(1, 3), good(5, 7), floor(10, 12, 12), floor(20, 22, 20)]
    movements = [found(n, m.start_s, m.end_s, m.kind) for n, m in enumerate(labelled, 1)]
    said = (ordered(2, movement=1), praised(7.2, movement=2))
    s = score(labelled, *said, movements=movements, warned_s=1.0)
    assert (s.orders_mean, s.with_one, s.right_share, s.praise_precision, s.praise_recall) == (
        1,
    ) * 5
    assert (s.without, s.with_more, s.wrong, s.outside, s.on_floor, s.calmer_s) == (0,) * 6


cues = st.lists(
    st.builds(
        ToldCue,
        st.floats(0, 30),
        st.sampled_from(["deep-lean", "fast-bend", "sustained-bend"]),
        st.sampled_from(["correct", "remind", "praise", "ask"]),
        st.sampled_from([WORDS["general-bend"], WORDS["shoes"]]),
        st.integers(0, 3),
    ),
    max_size=12,
)


@given(cues, st.lists(st.sampled_from([true, good]), max_size=6), st.integers(1, 3))
def test_every_cue_is_in_one_place_and_clips_add_up(said, kinds, times):
    labelled = [made(4 * i + 1, 4 * i + 3) for i, made in enumerate(kinds)]
    one = score(labelled, *said)
    assert one.orders + one.wrong + one.outside == sum(
        c.kind in ("correct", "remind") for c in said
    )
    assert one.praises + one.asks == sum(c.kind in ("praise", "ask") for c in said)
    assert one.without + one.with_one + one.with_more == one.over_limit == kinds.count(true)
    assert one.praised <= min(one.due, one.praises_right)
    many = word_score([clip(labelled, *said)] * times)
    assert (many.orders, many.wrong, many.praises) == tuple(
        times * n for n in (one.orders, one.wrong, one.praises)
    )
    assert many.orders_mean == pytest.approx(one.orders_mean)
