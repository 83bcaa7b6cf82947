"""Movements and words held against earlier ones."""

from dataclasses import replace

import pytest
from made_up import evaluation
from made_up_words import clip, floor, found, good, ordered, praised, true

from posturecheck.evaluate.baseline import record_of
from posturecheck.evaluate.comparison import worse

LABELLED = [*(true(10 * n, 10 * n + 3) for n in range(4)), good(50, 53), floor(60, 63, 63)]
SAID = (*(ordered(10 * n + 1) for n in range(4)), praised(54))


def ran(*said, labelled=LABELLED, late_s=0.0, kind="bend", calmer_s=0.0, left_out=0):
    movements = [
        found(n, m.start_s + late_s, m.end_s, kind) for n, m in enumerate(labelled[left_out:], 1)
    ]
    told = said or SAID
    more = {"movements": movements, "warned_s": 9.0, "calmer_s": calmer_s}
    return evaluation(clip(labelled, *told, **more))


def told(before, later):
    return worse(record_of(before), record_of(later))


def test_the_same_figures_are_not_worse():
    assert told(ran(), ran()) == []


@pytest.mark.parametrize(
    ("later", "said"),
    [
        (ran(left_out=2), "movements: 2 missed, was 0"),
        (ran(kind="turn"), "movements: 6 of a wrong kind, was 1"),
        (ran(late_s=0.3), "movements: start 0.30 s off (p90), was 0.00 s"),
        (ran(*SAID[2:]), "words: 2 movements over a limit without an order, was 0"),
        (
            ran(*SAID, ordered(2), ordered(12)),
            "words: 2 movements with more than one order, was 0",
        ),
        (
            ran(*(ordered(10 * n, advice="shoes") for n in range(4)), praised(54)),
            "words: 4 orders with wrong words, was 0",
        ),
        (
            ran(*SAID, ordered(51), ordered(52)),
            "words: 2 orders in movements where nothing may be said, was 0",
        ),
        (ran(*SAID, ordered(5), ordered(6)), "words: 2 orders outside any movement, was 0"),
        (ran(*SAID, praised(2)), "words: 1 times praised for what was not good, was 0"),
        (ran(*SAID, praised(65)), "words: 1 times spoken to on the floor, was 0"),
        (ran(calmer_s=0.6), "words: bar calmer than the gauges for 0.6 s, was 0.0 s"),
        (replace(ran(), movements=None), "movements: not measured any more"),
        (replace(ran(), words=None), "words: not measured any more"),
    ],
)
def test_what_got_worse_by_more_than_noise_is_told(later, said):
    assert said in told(ran(), later)


@pytest.mark.parametrize(
    "later",
    [ran(late_s=0.05), ran(left_out=1), ran(*SAID[1:]), ran(*SAID, ordered(5)), ran(calmer_s=0.4)],
)
def test_noise_is_not_worse(later):
    assert told(ran(), later) == []


def test_better_is_not_worse():
    assert told(ran(*SAID, praised(2), left_out=3, late_s=0.5, calmer_s=3.0), ran()) == []


def test_a_question_more_or_less_is_told():
    asked = replace(ran(), words=replace(ran().words, asks=1))
    assert told(ran(), asked) == ["words: 1 times asked whether all is well, was 0"]
    assert told(asked, ran()) == ["words: 0 times asked whether all is well, was 1"]


def test_a_record_without_movements_is_compared_in_all_the_rest():
    before = replace(ran(), movements=None, words=None)
    assert told(before, ran(praised(2), left_out=3)) == []
