"""What was said, and how long the bar was calmer than the gauges."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posturecheck.core import (
    Cue,
    Episode,
    Frame,
    Headline,
    Movement,
    OpenEpisode,
    Posture,
    Step,
    Verdict,
)
from posturecheck.sinks.words import Words

TONES = (None, "next", "praise", "ask", "amber", "red")
SEVERITIES = (None, "amber", "red")


def warning(*answers):
    """What makes the bend gauge, then the twist gauge, warn."""
    rules = [("deep-lean", "bend"), ("twist", "twist")]
    warn = [(*rule, answer) for rule, answer in zip(rules, answers, strict=False) if answer]
    return {
        "verdicts": tuple(
            Verdict(rule, answer, 50.0, 5.0, "deg", 40.0, 60.0, 1.25, gauge=gauge)
            for rule, gauge, answer in warn
        ),
        "open_episodes": tuple(OpenEpisode(rule, answer, 0.0) for rule, _, answer in warn),
    }


def step(t_s, gauge=None, tone=None, **more):
    headline = Headline(tone, "Push your hips back.") if tone else None
    given = {"headline": headline} | warning(gauge) | more
    return Step(Frame(0, t_s), (), None, Posture(t_s), "", **given)


def told(*steps):
    words = Words()
    for one in steps:
        words.write(one)
    words.close()
    return words


def movement(number, start_s, end_s):
    return Movement(number, "bend", "over", start_s, Posture((start_s + end_s) / 2), end_s)


@pytest.mark.parametrize("tone", TONES)
@pytest.mark.parametrize("gauge", SEVERITIES)
def test_only_amber_and_red_answer_a_gauge_that_warns(gauge, tone):
    loud = {"amber": 1, "red": 2}
    words = told(step(0.0, gauge, tone), step(0.25))
    assert words.warned_s == (0.25 if gauge else 0.0)
    assert words.calmer_s == (0.25 if loud.get(tone, 0) < loud.get(gauge, 0) else 0.0)


def test_the_graver_gauge_counts():
    both = warning("amber", "red")
    assert told(step(0.0, tone="amber", **both), step(0.5)).calmer_s == 0.5
    assert told(step(0.0, tone="red", **both), step(0.5)).calmer_s == 0.0


def test_a_frame_stands_for_a_second_at_most_and_the_last_for_none():
    words = told(step(0.0, "red"), step(30.0, "red"))
    assert (words.warned_s, words.calmer_s) == (1.0, 1.0)


@given(st.lists(st.floats(0.01, 0.9), min_size=1, max_size=40))
def test_the_sums_do_not_depend_on_the_frame_rate(gaps_s):
    t_s, steps = 0.0, [step(0.0, "amber")]
    for gap_s in gaps_s:
        t_s += gap_s
        steps.append(step(t_s, "amber"))
    words = told(*steps)
    assert words.warned_s == pytest.approx(t_s)
    assert words.calmer_s == words.warned_s


def test_a_cue_is_as_severe_as_its_episode_is_just_then():
    cue = Cue(1.0, "deep-lean", "correct", "Push your hips back.")
    amber, red = (OpenEpisode("deep-lean", severity, 0.5) for severity in ("amber", "red"))
    words = told(
        step(1.0, cue=cue, open_episodes=(amber,)),
        step(2.0, cue=cue, open_episodes=(red,)),
        step(3.0, cue=Cue(3.0, "deep-lean", "remind", "Push your hips back.")),
    )
    assert [given.severity for given in words.cues] == ["amber", "red", "amber"]


def test_what_is_said_after_a_quick_movement_is_as_severe_as_that_was():
    over = Episode("fast-bend", "red", 0.5, 0.9, 150.0, 9.0, "deg_s", 0.7, 110.0)
    cue = Cue(1.4, "fast-bend", "correct", "Slow and smooth. Hips go first.")
    words = told(step(1.0, closed=(over,)), step(1.4, cue=cue))
    assert [given.severity for given in words.cues] == ["red"]


PUSH, STEP = "Push your hips back. Back stays long.", "Step your feet around to turn."


def shown(t_s, words, tone="amber", number=1, rule="deep-lean", **more):
    own = (OpenEpisode(rule, "amber", 0.5, movement=number),) if tone in ("amber", "red") else ()
    more = {"movement": movement(number, 0.5, 9.0), "open_episodes": own} | more
    return step(t_s, headline=Headline(tone, words, rule=rule), **more)


def test_what_the_bar_shows_of_a_cue_is_no_order_of_its_own():
    cue = Cue(1.0, "deep-lean", "correct", PUSH, spoken=False, movement=1)
    words = told(shown(1.0, PUSH, cue=cue), shown(1.1, PUSH, "red"), shown(1.2, PUSH, "next"))
    assert words.bar_orders == []


def test_words_that_change_on_the_bar_are_another_order_and_what_is_over_is_none():
    words = told(
        shown(1.0, PUSH),
        shown(1.1, PUSH),
        shown(1.2, STEP, "red", rule="twist"),
        shown(1.3, "Slow and smooth. Hips go first.", "next"),
        shown(1.4, "Lovely hinge.", "praise"),
    )
    assert [(g.cue.t_s, g.cue.say, g.severity) for g in words.bar_orders] == [
        (1.0, PUSH, "amber"),
        (1.2, STEP, "red"),
    ]
    assert {(g.cue.kind, g.cue.spoken, g.cue.movement) for g in words.bar_orders} == {
        ("correct", False, 1)
    }


def test_the_same_words_in_the_next_movement_are_an_order_again():
    words = told(shown(1.0, PUSH), shown(2.0, PUSH, number=2))
    assert [given.cue.movement for given in words.bar_orders] == [1, 2]


def test_an_episode_that_lasts_into_the_next_movement_keeps_its_order():
    still = (OpenEpisode("deep-lean", "amber", 0.5, movement=1),)
    words = told(shown(1.0, PUSH), shown(2.0, PUSH, number=2, open_episodes=still))
    assert [given.cue.movement for given in words.bar_orders] == [1]


def test_words_of_a_movement_that_is_over_are_its_own_while_anything_of_it_is_open():
    cue = Cue(1.0, "deep-lean", "correct", PUSH, spoken=False, movement=1)
    still = (OpenEpisode("fast-bend", "amber", 0.5, movement=1),)
    words = told(shown(1.0, PUSH, cue=cue), shown(2.0, PUSH, movement=None, open_episodes=still))
    assert words.bar_orders == []


def test_movements_are_kept_and_those_under_way_at_the_end_too():
    first, second = movement(1, 0.5, 2.0), movement(2, 2.5, 3.0)
    words = told(step(2.1, ended=(first,)), step(2.9))
    words.end((second,))
    assert words.movements == [first, second]
