"""A mark goes to the episode of its rule that shares most of it, half at least."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from posturecheck.marks.found import FoundEpisode
from posturecheck.marks.matching import counted_range, matched, shared
from posturecheck.marks.review_file import Mark


def episode(start_s: float, end_s: float, rule: str = "twist") -> FoundEpisode:
    return FoundEpisode(rule, "amber", start_s, end_s, 30.0, 2.0, "deg", start_s)


def mark(start_s: float, end_s: float, rule: str = "twist", remark: str = "") -> Mark:
    return Mark(rule, start_s, end_s, "wrong", remark)


def test_it_goes_to_what_shares_most_of_it():
    found = matched([mark(2, 4)], [episode(0, 2.9), episode(2.8, 9), episode(20, 30)])
    assert [len(marks) for marks in found.of] == [0, 1, 0]
    assert found.without == ()
    assert [found.stays(i) for i in range(3)] == [True, False, True]


def test_less_than_half_is_none():
    assert matched([mark(2, 4)], [episode(3.01, 9)]).without == (mark(2, 4),)
    assert matched([mark(2, 4)], [episode(3, 9)]).without == ()


def test_of_a_mark_over_the_edge_of_what_counts_the_part_within_is_halved():
    cut = [episode(5, 6)]
    assert matched([mark(2, 6)], cut).without == (mark(2, 6),)
    assert matched([mark(2, 6)], cut, (5, 9)).without == ()
    assert matched([mark(2, 8)], cut, (5, 9)).without == (mark(2, 8),)
    assert matched([mark(1, 4)], cut, (5, 9)).without == (mark(1, 4),)


def test_what_counts_is_what_a_results_settings_say():
    assert counted_range({"range_s": [5, 9.5]}) == (5.0, 9.5)
    for said in (
        {},
        {"range_s": None},
        {"range_s": [5]},
        {"range_s": ["5", 9]},
        {"range_s": [9, 5]},
    ):
        assert counted_range(said) is None


def test_another_rules_episode_is_none():
    assert matched([mark(2, 4)], [episode(2, 4, "deep-lean")]).without == (mark(2, 4),)


def test_a_moment_goes_where_it_lies():
    assert matched([mark(3, 3)], [episode(0, 1), episode(2, 4)]).of[1]
    assert matched([mark(5, 5)], [episode(2, 4)]).without


def test_of_two_marks_on_one_episode_the_one_that_shares_more_counts_first():
    first, second = mark(0, 4, remark="a"), mark(4, 6, remark="b")
    assert matched([first, second], [episode(2, 9)]).of == ((second, first),)


def test_where_nothing_was_found_every_mark_stays():
    assert matched([mark(0, 1), mark(2, 3)], []).without == (mark(0, 1), mark(2, 3))


spans = st.tuples(st.floats(0, 50), st.floats(0, 10)).map(lambda s: (s[0], s[0] + s[1]))


@given(st.lists(spans), st.lists(spans))
def test_no_mark_is_lost_or_doubled(marks, episodes):
    given_ = [mark(*span) for span in marks]
    found = matched(given_, [episode(*span) for span in episodes])
    assert sorted(map(repr, [m for of in found.of for m in of] + list(found.without))) == sorted(
        map(repr, given_)
    )


@given(spans, spans)
def test_a_share_is_between_nothing_and_all(a, b):
    assert 0 <= shared(mark(*a), episode(*b)) <= 1.0000001


@given(spans)
def test_the_same_span_is_shared_whole(span):
    assert matched([mark(*span)], [episode(*span)]).of[0]
