"""My days: what went well first, a goal, one or two things; only what is known is said."""

from datetime import UTC, date, datetime

import pytest

from posturecheck.core import InputError
from posturecheck.history.aggregates import DAY
from posturecheck.history.day_words import said_of
from posturecheck.history.goals import Goal, goal_of
from posturecheck.history.my_days import my_days
from posturecheck.history.paths import NAME
from posturecheck.history.reading import practised
from posturecheck.history.store import History
from posturecheck.rules.guidance import load_guidance
from tests.history.practice import Plan, keep, nothing_said

TODAY = date(2026, 3, 12)
GUIDANCE = load_guidance()


def on(days_ago, **plan):
    day = TODAY - days_ago * DAY
    return Plan(datetime(day.year, day.month, day.day, 9, tzinfo=UTC), **{"seen_min": 2} | plan)


@pytest.fixture
def history(tmp_path):
    return History(tmp_path / NAME, nothing_said)


def days(history, *plans):
    keep(history, plans)
    return my_days(practised(history.sessions()), TODAY, history.goal(), GUIDANCE)


def said(history, *plans):
    found = days(history, *plans)
    return said_of(found, history.pains(), GUIDANCE)


def test_good_bends_are_counted_and_turns_beside_them(history):
    told = said(history, on(0, good={"hip-hinge": 3, "step-turn": 2}), on(3, good={"squat": 1}))
    assert told.headline == "Good bends in the last seven days: 4."
    assert told.well[:3] == ("Bending at the hips: 3", "Turning by stepping: 2", "Squat: 1")
    assert "Days with practice in the last seven: 2." in told.well


def test_the_best_day_is_the_one_with_the_most_good_bends_ever(history):
    plans = on(40, good={"hip-hinge": 9}), on(2, good={"hip-hinge": 4})
    assert said(history, *plans).best.endswith("with 9 good bends.")
    assert said(history, on(0, good={"squat": 10})).best == (
        "Today is your best day so far: 10 good bends."
    )


def test_of_somebody_new_nothing_is_claimed(history):
    told = said(history, on(0, seen_min=1))
    assert told.headline == "Practised on 1 of the last seven days."
    assert told.well[0].startswith("No whole movement could be counted as good")
    assert told.best.startswith("There is no best day yet")
    assert told.goal == "No goal is set."
    assert told.work_none == "No limit was seen to be passed in the last seven days."


def test_after_a_week_without_practice_nothing_is_known_of_it(history):
    told = said(history, on(20, moments={"twist": 3}))
    assert told.headline.startswith("No practice in the last seven days.")
    assert told.well == ()
    assert told.work_none.startswith("Nothing was seen")


def test_what_is_worth_working_on_is_what_happened_most_two_things_at_most(history):
    moments = {"twist": 7, "rounded-bend": 2, "overreach": 1}
    told = said(history, on(1, moments=moments))
    assert len(told.work_on) == 2
    first = told.work_on[0]
    assert first.why == "Twisted back, over the limit in the last seven days: 7."
    assert first.words == GUIDANCE.guide("twist", "dishwasher").cue


def test_clips_are_no_practice(history):
    found = days(history, on(0, source="file", good={"squat": 3}, moments={"twist": 9}))
    assert found.week.sessions == found.days == found.bends_today == 0
    assert found.best is None
    assert found.work_on == ()


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        (Goal("days", 3), "Your goal: practise on 3 days in seven. Done in the last seven: 2."),
        (Goal("days", 2), "Goal reached: 2 days of practice in the last seven, of 2."),
        (
            Goal("bends", 5),
            "Your goal: 5 good bends a day. Today: 4. Reached on 1 of the last seven days.",
        ),
        (
            Goal("bends", 4),
            "Goal reached today: 4 good bends, of 4. Reached on 2 of the last seven days.",
        ),
    ],
)
def test_the_goal_says_how_far_it_is(history, goal, words):
    history.set_goal(Goal("days", 1))
    history.set_goal(goal)
    plans = on(0, good={"squat": 4}), on(6, good={"squat": 6}), on(7, good={"squat": 99})
    assert said(history, *plans).goal == words


def test_no_goal_can_be_set_again(history):
    history.set_goal(Goal("days", 4))
    history.set_goal(None)
    assert history.goal() is None


@pytest.mark.parametrize(
    ("kind", "target"), [("days", 8), ("days", 0), ("bends", 201), ("steps", 5), ("days", "3")]
)
def test_what_is_no_goal_is_one_line(kind, target):
    with pytest.raises(InputError, match="goal: expected"):
        goal_of(kind, target)


def test_what_hurt_is_said_with_its_day(history):
    (line,) = said(history, on(1, pain_at_s=60.0)).pains
    assert line.startswith("Wed 11 Mar, ")
    assert "Seek care for new or severe pain" in line
