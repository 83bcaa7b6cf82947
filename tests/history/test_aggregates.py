"""Rates, trends and their words: enough time, honest doubt, unseen time never good."""

import math
import random
from collections import Counter
from datetime import UTC, date, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posturecheck.history import texts, words
from posturecheck.history.aggregates import (
    DAY,
    GROUPS,
    RULES,
    WEEK,
    Rate,
    by_day,
    by_week,
    trends,
    two_weeks,
)
from posturecheck.history.charts import axis
from posturecheck.history.paths import NAME
from posturecheck.history.reading import CueCounts, PracticeSession
from posturecheck.history.store import History
from posturecheck.language.numbers import short_day
from posturecheck.rules.guidance import load_guidance
from posturecheck.rules.guidance_file import RuleId
from tests.history.practice import Plan, keep, nothing_said

TODAY = date(2026, 3, 12)
GUIDANCE = load_guidance()


def on(days_ago, **plan):
    day = TODAY - days_ago * DAY
    return Plan(datetime(day.year, day.month, day.day, 9, tzinfo=UTC), **plan)


@pytest.fixture
def kept(tmp_path):
    def write(*plans):
        history = History(tmp_path / NAME, nothing_said)
        keep(history, plans)
        return history.sessions()

    return write


def lines(sessions):
    return words.trend_lines(sessions, TODAY, GUIDANCE)


def test_every_rule_stands_in_exactly_one_column():
    assert sorted(RULES) == sorted(get_args(RuleId))


def test_fewer_an_hour_is_said_with_the_hours_it_rests_on(kept):
    sessions = kept(
        on(1, seen_min=120, moments={"rounded-bend": 3}),
        on(9, seen_min=90, moments={"rounded-bend": 15}),
    )
    assert lines(sessions) == [
        "Rounded back: fewer per hour than the week before, 1.5 instead of 10.0 "
        "(in 2.0 and 1.5 hours)."
    ]


def test_more_is_said_as_plainly_and_after_the_good_news(kept):
    sessions = kept(
        on(0, seen_min=60, moments={"rounded-bend": 20, "twist": 1}),
        on(7, seen_min=60, moments={"rounded-bend": 5, "twist": 12}),
    )
    good, other = lines(sessions)
    assert good.startswith("Twisted back: fewer")
    assert other.startswith("Rounded back: more per hour than the week before, 20.0 instead of 5.0")


def test_what_chance_may_do_is_no_change(kept):
    sessions = kept(
        on(0, seen_min=60, moments={"twist": 3}), on(8, seen_min=60, moments={"twist": 4})
    )
    assert [t.change for t in trends(sessions, TODAY)] == ["about as many"]
    assert lines(sessions) == [
        "About as many per hour as the week before: Twisted back, 3.0 instead of 4.0."
    ]


def test_in_weeks_that_are_alike_a_change_is_told_seldom():
    """Days differ more than chance alone lets them: somebody cooks on one, reads on another."""
    chance = random.Random(5)
    told = 0
    for _ in range(300):
        days = [made_up_day(chance, days_ago) for days_ago in range(14) if chance.random() < 0.7]
        told += any(t.change in ("fewer", "more") for t in trends(days, TODAY))
    assert told / 300 < 0.12  # all lines of a comparison together; each line by itself: far less


def made_up_day(chance, days_ago):
    hours, busy = chance.uniform(0.3, 1.0), chance.lognormvariate(-0.125, 0.5)
    means = dict(zip(RULES, (12, 6, 5, 2, 4, 3, 2, 1, 1), strict=False))
    counts = {rule: poisson(chance, mean * hours * busy) for rule, mean in means.items()}
    day = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC) - days_ago * DAY
    facts = {"last_unix_s": 0.0, "ended": "quit", "source": "camera", "task": "", "profile": ""}
    return PracticeSession(
        id=days_ago,
        started=day,
        app_version="",
        frames=1,
        seen_s=hours * 3600,
        unseen_s=0.0,
        judged_s=dict.fromkeys(RULES, hours * 3600),
        moments=Counter(counts),
        red=Counter(),
        cues=CueCounts(),
        **facts,
    )


def poisson(chance, mean):
    count, left = 0, chance.expovariate(1.0)
    while left < mean:
        count, left = count + 1, left + chance.expovariate(1.0)
    return count


def test_more_good_bends_are_good_news_and_stand_first(kept):
    sessions = kept(
        on(1, seen_min=60, good={"hip-hinge": 40}, moments={"twist": 1}),
        on(8, seen_min=60, good={"hip-hinge": 8, "step-turn": 9}, moments={"twist": 15}),
    )
    first, second = lines(sessions)
    assert first.startswith("Good bends: more per hour than the week before, 40.0 instead of 8.0")
    assert second.startswith("Twisted back: fewer")


@pytest.mark.parametrize(("this_week", "last_week"), [(29, 60), (60, 29), (60, 0)])
def test_too_little_time_on_either_side_makes_no_trend(kept, this_week, last_week):
    plans = [on(1, seen_min=this_week, moments={"twist": 9})]
    if last_week:
        plans.append(on(8, seen_min=last_week, moments={"twist": 1}))
    (line,) = lines(kept(*plans))
    assert line.startswith("Not enough yet to compare weeks: that takes 30 minutes")
    assert f"(so far {this_week})" in line
    assert f"({last_week})" in line


def test_time_in_which_a_rule_could_not_tell_makes_no_progress(kept):
    blind = tuple(rule for rule in RULES if rule != "twist")
    sessions = kept(on(1, seen_min=120, told=blind), on(8, seen_min=60, moments={"twist": 10}))
    assert [(t.rule, t.change) for t in trends(sessions, TODAY)] == [("twist", "not enough")]
    (line,) = lines(sessions)
    assert "you were seen, but" in line


def test_unseen_time_lowers_no_rate(kept):
    (alone,) = by_day(kept(on(1, seen_min=30, unseen_min=300, moments={"deep-lean": 5})))
    assert alone.rate("deep-lean").per_hour == pytest.approx(10, rel=0.01)
    assert alone.unseen_s == pytest.approx(300 * 60, abs=2)


def test_nothing_over_a_limit_in_two_watched_weeks_is_said_so(kept):
    (line,) = lines(kept(on(1, seen_min=45), on(8, seen_min=60)))
    assert line == (
        "No limit was seen to be passed in the last two weeks, in 45 minutes and 60 minutes."
    )


def test_weeks_begin_on_monday_and_the_trend_s_end_today(kept):
    sessions = kept(*(on(days, seen_min=1) for days in (0, 3, 4, 6, 7, 13, 14)))
    assert [(w.first.weekday(), w.sessions) for w in by_week(sessions)] == [(0, 2), (0, 3), (0, 2)]
    now, before = two_weeks(sessions, TODAY)
    assert (now.sessions, before.sessions) == (4, 2)
    assert now.first - before.last == DAY


@given(st.integers(0, 1000), st.floats(0, 1e5))
def test_a_rate_from_too_short_a_time_is_not_known(count, judged_s):
    rate = Rate(count, judged_s)
    assert math.isnan(rate.per_hour) == (judged_s < 600) == math.isnan(rate.sd_per_hour)
    assert f"({count})" in words.rate(rate) or (count == 0 and judged_s == 0)


def test_one_of_one_is_no_triumph():
    assert words.changed(CueCounts(spoken=1, changed=1)) == "1 of 1"
    assert "%" not in words.cue_line(CueCounts(spoken=1, changed=1))
    assert "8 of 12 (67 %)" in words.cue_line(CueCounts(spoken=12, changed=8, unchanged=4))


def test_what_was_not_seen_after_a_cue_is_no_answer():
    cues = CueCounts(spoken=4, changed=1, unchanged=1, unknown=2)
    assert words.changed(cues) == "1 of 2"
    assert words.cue_line(cues).endswith("After 2 it could not be seen.")


def test_words_do_not_alarm_and_promise_nothing():
    told = " ".join([texts.NOTHING_YET(), texts.HOW_COUNTED(), *(g.name for g in GROUPS)]).lower()
    for word in ("risk", "fracture", "danger", "score", "wrong", "bad posture", "safe"):
        assert word not in told


@given(st.integers(1, 4000))
def test_every_day_has_its_place_on_the_axis(days):
    since = TODAY - (days - 1) * DAY
    drawn = axis(since, TODAY)
    for day in (since, TODAY):
        assert -1e-9 <= drawn.x(day) <= 100 - drawn.width + 1e-9
    assert drawn.length == (DAY if days <= 42 else WEEK)
    assert (drawn.first + drawn.count * drawn.length) > TODAY
    xs = [x for x, _, _ in drawn.labels(short_day)]
    assert xs == sorted(xs)
    assert len(xs) <= 6
