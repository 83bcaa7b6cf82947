"""The history as one page that needs nothing but itself; it looks as the report does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache

from jinja2 import Environment

from posturecheck.history import texts, words
from posturecheck.history.aggregates import (
    DAY,
    GROUPS,
    RULES,
    TREND_FROM_S,
    WEEK,
    Period,
    by_day,
    by_week,
    span,
    two_weeks,
)
from posturecheck.history.charts import (
    MOST_DAYS_OF_RATES,
    PLOT_PX,
    TOP_PX,
    Axis,
    axis,
    rate_chart,
    time_chart,
)
from posturecheck.history.day_words import said_of
from posturecheck.history.goals import Goal
from posturecheck.history.my_days import my_days
from posturecheck.history.page_words import COUNTED, WORDS
from posturecheck.history.pain import SaidPain
from posturecheck.history.pain_table import pain_shown
from posturecheck.history.reading import PracticeSession, practised
from posturecheck.language.markup import give_words
from posturecheck.language.numbers import day_name, short_day
from posturecheck.language.words import within_sentence
from posturecheck.report.page_parts import page_environment
from posturecheck.rules.guidance import Guidance


@cache
def _environment() -> Environment:
    environment = page_environment("history", "report")
    formats = (
        words.changed,
        words.clock_time,
        day_name,
        words.long_time,
        words.minutes,
        words.rate,
        short_day,
        within_sentence,
        words.times,
    )
    environment.filters.update({f.__name__: f for f in formats})
    give_words(environment, WORDS, COUNTED)
    return environment


def render_history(
    sessions: Sequence[PracticeSession],
    today: date,
    days: int,
    guidance: Guidance,
    *,
    goal: Goal | None = None,
    pains: Sequence[SaidPain] = (),
) -> str:
    """Return the whole page.

    Args:
        sessions: Every session, oldest first; clips that were played are left out of it.
        today: The local day.
        days: How many days back the charts and tables reach.
        guidance: The wording.
        goal: The one that is set.
        pains: What was said to have hurt, oldest first.
    """
    everything, sessions = sessions, practised(sessions)
    first = min((s.day for s in sessions), default=today)
    since = max(today - timedelta(days=days - 1), first)
    since = min(since, today)
    by_length = {WEEK: by_week(sessions), DAY: by_day(sessions)}
    recent, weeks = ([s for s in by_length[n] if s.last >= since] for n in (DAY, WEEK))

    def on(axis: Axis) -> tuple[list[Period], Axis, Callable[[date], str]]:
        return [s for s in by_length[axis.length] if s.last >= axis.first], axis, short_day

    times, rates = on(axis(since, today)), on(axis(since, today, MOST_DAYS_OF_RATES))
    now, before = two_weeks(sessions, today)
    whole = span(since, today, sessions)
    listed = [s for s in everything if since <= s.day <= today]
    hurt = [p for p in pains if since <= p.said.date() <= today]
    return (
        _environment()
        .get_template("history.html.j2")
        .render(
            today=today,
            since=since,
            whole=whole,
            day_count=len(recent),
            days_back=days,
            said=said_of(my_days(sessions, today, goal, guidance), pains, guidance),
            pains=[pain_shown(pain) for pain in reversed(hurt)],
            sessions=list(reversed(listed)),
            clips=texts.DAYS["clips"].format(count=len(listed) - whole.sessions)
            if len(listed) > whole.sessions
            else "",
            days=list(reversed(recent)),
            weeks=list(reversed(weeks)),
            time_chart=time_chart(*times),
            rate_charts=[c for c in (rate_chart(g, *rates) for g in GROUPS) if not c.empty],
            groups=GROUPS,
            group_titles=words.group_titles(guidance),
            trends=words.trend_lines(sessions, today, guidance),
            trend_minutes=round(TREND_FROM_S / 60),
            movements=[
                (guidance.rule(rule).title, now.rate(rule), before.rate(rule), whole.red[rule])
                for rule in RULES
                if whole.moments[rule] or now.moments[rule] or before.moments[rule]
            ],
            how_counted=texts.HOW_COUNTED(),
            disclaimer=guidance.disclaimer,
            top=TOP_PX,
            bottom=TOP_PX + PLOT_PX,
            cue_line=words.cue_line(whole.cues),
        )
    )
