"""One to one, as many pairs as can be; held against trying everything."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posturecheck.evaluate.labels import Span
from posturecheck.evaluate.matching import match, may_match, overlap_s


def span(start_s, end_s):
    return Span("deep-lean", start_s, end_s)


def spans(*pairs):
    return [span(*pair) for pair in pairs]


def counts(labelled, found):
    m = match(labelled, found)
    return len(m.matched), len(m.missed), len(m.false)


@pytest.mark.parametrize(
    ("labelled", "found", "expected"),
    [
        ([], [], (0, 0, 0)),
        (spans((1, 3)), [], (0, 1, 0)),
        ([], spans((1, 3)), (0, 0, 1)),
        (spans((1, 3)), spans((1, 3)), (1, 0, 0)),
        (spans((1, 3)), spans((5, 6)), (0, 1, 1)),
        (spans((1, 5)), spans((1, 2.5), (3, 5)), (1, 0, 1)),  # two over one label
        (spans((1, 2), (3, 4)), spans((1, 4)), (1, 1, 0)),  # one over two labels
        (spans((1, 5)), spans((4.9, 9)), (0, 1, 1)),  # they only touch
        (spans((1, 5)), spans((2, 3)), (1, 0, 0)),  # a part of it
        (spans((1, 1)), spans((0.9, 1.5)), (1, 0, 0)),  # BORIS' point event
        (spans((1.0, 1.2)), spans((1.3, 1.6)), (1, 0, 0)),  # short, labelled 0.1 s too early
        (spans((1.0, 1.2)), spans((1.5, 1.8)), (0, 1, 1)),  # short, but another moment
    ],
)
def test_cases(labelled, found, expected):
    assert counts(labelled, found) == expected


def test_of_two_findings_the_one_that_overlaps_more_is_matched():
    label, short, long = span(1, 5), span(1, 2), span(2.5, 5)
    m = match([label], [short, long])
    assert m.matched == ((label, long),)
    assert m.false == (short,)


def test_a_perfect_prediction_is_matched_one_by_one():
    same = spans((1, 2), (3, 3.2), (4, 9))
    m = match(same, same)
    assert m.matched == tuple((s, s) for s in same)
    assert (m.missed, m.false) == ((), ())


def in_a_row(min_length):
    """Episodes that do not overlap each other, in any order."""
    steps = st.lists(st.tuples(st.floats(0, 3), st.floats(min_length, 4)), min_size=0, max_size=5)

    def lay(pairs):
        made, at = [], 0.0
        for gap, length in pairs:
            made.append(span(at + gap, at + gap + length))
            at += gap + length
        return made

    return steps.map(lay).flatmap(st.permutations)


def best_by_trying(labelled, found):
    """The most pairs, then the most overlap, over every assignment there is."""
    if not labelled:
        return (0, 0.0)
    first, rest = labelled[0], labelled[1:]
    best = best_by_trying(rest, found)
    for i, finding in enumerate(found):
        if may_match(first, finding):
            pairs, shared = best_by_trying(rest, found[:i] + found[i + 1 :])
            best = max(best, (pairs + 1, shared + overlap_s(first, finding)))
    return best


@settings(max_examples=300)
@given(in_a_row(0.0), in_a_row(0.01))
def test_matching_is_the_best_there_is(labelled, found):
    m = match(labelled, found)
    pairs, shared = best_by_trying(labelled, found)
    assert len(m.matched) == pairs
    assert sum(overlap_s(*pair) for pair in m.matched) == pytest.approx(shared)
    assert sorted([a for a, _ in m.matched] + list(m.missed)) == sorted(labelled)
    assert sorted([b for _, b in m.matched] + list(m.false)) == sorted(found)
    assert all(may_match(*pair) for pair in m.matched)


@given(in_a_row(0.0), in_a_row(0.01), st.randoms())
def test_the_order_of_the_rows_changes_nothing(labelled, found, random):
    shuffled = random.sample(labelled, len(labelled)), random.sample(found, len(found))
    assert match(*shuffled) == match(labelled, found)
